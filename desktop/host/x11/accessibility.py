"""Which field hides what is typed: the AT-SPI role of the accessible object with the focus.

The applications speak on a bus of their own, whose address ``org.a11y.Bus`` tells. Whoever
registers for focus events hears each change, and asks the object for its role. Seen with Qt 6 and
GTK 3: on a change of field or window "focused 0" of the old object and "focused 1" of the new one
come in order, and the role 1 to 5 ms later. An application that says nothing when it loses the
keyboard is asked again (:meth:`PasswordFields.look_again`).
"""

from __future__ import annotations

from collections.abc import Mapping

from jeepney import DBusAddress, MatchRule

from desktop.host.base import Check
from desktop.host.x11.dbus import PROPERTIES, Bus, Buses, Values, session_address

PASSWORD_TEXT = 40
"""``ATSPI_ROLE_PASSWORD_TEXT`` of atspi-constants.h."""
FOCUSED = 12
"""``ATSPI_STATE_FOCUSED``: this bit of the states."""

NAME = "org.a11y.Bus"
LAUNCHER = DBusAddress("/org/a11y/bus", NAME, NAME)
STATUS = DBusAddress("/org/a11y/bus", NAME, PROPERTIES)
REGISTRY = DBusAddress(
    "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
)
_START_S = 3.0
"""How long the accessibility bus may take to start."""
_EVENTS = ("object:state-changed:focused", "window:deactivate")


class PasswordFields:
    """Follows the focus; quiet where there is nothing to follow it by."""

    def __init__(self, buses: Buses, session: Bus | None, environment: Mapping[str, str]) -> None:
        """Begin to look for the accessibility bus."""
        self._buses = buses
        self._bus: Bus | None = None
        self._focus: tuple[str, str] | None = None
        """Bus name and path of the object that has it."""
        self._secret = False
        address = environment.get("AT_SPI_BUS_ADDRESS")
        if address:
            self._join(address)
        elif session is not None:
            self._session = session
            session.follow_owner(NAME, self._on_launcher)
            # It is started where it does not run, as GTK and Qt do.
            session.call(LAUNCHER, "GetAddress", start=True)

    @property
    def secret(self) -> bool:
        """The field with the keyboard is one for passwords."""
        return self._secret and self._bus is not None and self._bus.open

    def look_again(self) -> None:
        """Another window is in front: does the field still have the keyboard?"""
        if self._bus is None or self._focus is None or not self._secret:
            return
        asked = self._focus

        def on_states(values: Values | None) -> None:
            if self._focus == asked and not _has_state(values, FOCUSED):
                self._lose()

        self._bus.call(_accessible(asked), "GetState", on_states)

    def _on_launcher(self, there: bool) -> None:
        def on_address(values: Values | None) -> None:
            if values and isinstance(values[0], str):
                self._join(values[0])

        if there:
            self._session.call(LAUNCHER, "GetAddress", on_address, within=_START_S)

    def _join(self, address: str) -> None:
        if self._bus is not None:
            self._bus.close()
        self._lose()
        self._bus = bus = self._buses.open(address)
        if bus is None:
            return
        focused = MatchRule(
            type="signal", interface="org.a11y.atspi.Event.Object", member="StateChanged"
        )
        focused.add_arg_condition(0, "focused")
        bus.follow(focused, self._on_focus)
        left = MatchRule(
            type="signal", interface="org.a11y.atspi.Event.Window", member="Deactivate"
        )
        bus.follow(left, lambda *_: self.look_again())
        for event in _EVENTS:
            # Of registries since 2.35 the properties wanted and the application; others ignore it.
            bus.call(REGISTRY, "RegisterEvent", None, "sass", (event, [], ""), start=True)

    def _on_focus(self, sender: str, path: str, values: Values) -> None:
        concerned = (sender, path)
        if len(values) < 2 or not values[1]:
            if concerned == self._focus:
                self._lose()
            return
        self._focus = concerned

        def on_role(values: Values | None) -> None:
            # Until here the field before counts: a list that opens beside it is no new one.
            if self._focus == concerned:
                self._secret = values is not None and values[:1] == (PASSWORD_TEXT,)

        if self._bus is not None:
            self._bus.call(_accessible(concerned), "GetRole", on_role)

    def _lose(self) -> None:
        self._focus = None
        self._secret = False


def _accessible(where: tuple[str, str]) -> DBusAddress:
    return DBusAddress(where[1], where[0], "org.a11y.atspi.Accessible")


def _has_state(values: Values | None, state: int) -> bool:
    words = values[0] if values else None
    first = words[0] if isinstance(words, list) and words else None
    return isinstance(first, int) and bool(first >> state & 1)


def check(environment: Mapping[str, str]) -> Check:
    """For ``doctor``: can password fields be told from others?"""
    buses = Buses()
    answers: dict[str, object] = {}
    session = buses.open(session_address(environment))
    if session is not None:
        session.call(
            LAUNCHER, "GetAddress", lambda values: answers.update(address=values), start=True,
            within=_START_S,
        )  # fmt: skip
        session.call(
            STATUS, "Get", lambda values: answers.update(on=values), "ss",
            ("org.a11y.Status", "IsEnabled"), start=True, within=_START_S,
        )  # fmt: skip
        buses.settle(_START_S)
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
