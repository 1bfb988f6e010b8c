"""Which field hides what is typed: the AT-SPI role of the accessible object with the focus.

The role comes 1 to 5 ms after the focus (Qt 6 and GTK 3).
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop.host.base import Check
from desktop.host.x11.dbus import Bus, Buses, Values, session_address
from desktop.host.x11.focus import (
    ACCESSIBLE,
    FOCUSED,
    LAUNCHER,
    START_S,
    STATUS,
    Accessible,
    Focus,
    has_state,
)

PASSWORD_TEXT = 40
"""``ATSPI_ROLE_PASSWORD_TEXT`` of atspi-constants.h."""
_BUSY_S = 3.0
"""How long an application may leave unanswered whether a field is one for passwords, and whether it
still has the keyboard: one that is busy is asked for a password, too."""


class PasswordFields:
    """Asks each field that gets the focus for its role."""

    def __init__(self, buses: Buses, session: Bus | None, environment: Mapping[str, str]) -> None:
        """Begin to look for the accessibility bus."""
        self._secret = False
        self.focus = Focus(buses, session, environment, self._on_focus, self.look_again)

    @property
    def secret(self) -> bool:
        """The field with the keyboard is one for passwords."""
        return self._secret and self.focus.open

    def look_again(self) -> None:
        """Another window is in front: does the field still have the keyboard?"""
        asked = self.focus.object
        if asked is None or not self._secret:
            return

        def on_states(values: Values | None) -> None:
            if self.focus.object == asked and not has_state(values, FOCUSED):
                self.focus.lose()

        self.focus.ask(asked, ACCESSIBLE, "GetState", on_states, within=_BUSY_S)

    def _on_focus(self, concerned: Accessible | None) -> None:
        if concerned is None:
            self._secret = False
            return

        def on_role(values: Values | None) -> None:
            # Until here the field before counts: a list that opens beside it is no new one.
            if self.focus.object == concerned:
                self._secret = values is not None and values[:1] == (PASSWORD_TEXT,)

        self.focus.ask(concerned, ACCESSIBLE, "GetRole", on_role, within=_BUSY_S)


def check(environment: Mapping[str, str]) -> Check:
    """For ``doctor``: can password fields be told from others?"""
    buses = Buses()
    answers: dict[str, object] = {}
    session = buses.open(session_address(environment))
    if session is not None:
        session.call(
            LAUNCHER, "GetAddress", lambda values: answers.update(address=values), start=True,
            within=START_S,
        )  # fmt: skip
        session.call(
            STATUS, "Get", lambda values: answers.update(on=values), "ss",
            ("org.a11y.Status", "IsEnabled"), start=True, within=START_S,
        )  # fmt: skip
        buses.settle(START_S)
        buses.close()
    if not answers.get("address"):
        return Check(
            "password fields",
            ok=None,
            what="Password fields in other applications can't be told from others",
            why="The desktop has no accessibility service (at-spi2-core) that says which they are",
            todo="Install it, or exclude applications with passwords in the settings",
        )
    if answers.get("on") != (("b", True),):
        return Check(
            "password fields",
            ok=None,
            what="Only some applications say which of their fields are for passwords",
            why="Others do so once accessibility is turned on in the desktop",
            todo=(
                "Turn it on (gsettings set org.gnome.desktop.interface toolkit-accessibility "
                "true) and log in again, or exclude applications with passwords in the settings"
            ),
        )
    return Check(
        "password fields",
        ok=True,
        what="Nothing is matched in the password fields of applications with accessibility",
    )
