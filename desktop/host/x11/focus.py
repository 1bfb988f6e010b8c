"""Which accessible object has the keyboard, as AT-SPI tells it.

The applications speak on a bus of their own, whose address ``org.a11y.Bus`` tells. Whoever
registers for focus events hears each change. Seen with Qt 6 and GTK 3: on a change of field or
window "focused 0" of the old object and "focused 1" of the new one come in order. Some
applications say nothing when they lose the keyboard, so that object may be asked whether it still
has it: "GetState".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from math import inf
from typing import NamedTuple

from jeepney import DBusAddress, MatchRule

from desktop.host.x11.dbus import (
    PROPERTIES,
    UNHURRIED_S,
    WITHIN_S,
    Answer,
    Bus,
    Buses,
    Values,
)

ACTIVE = 1
"""``ATSPI_STATE_ACTIVE`` of atspi-constants.h, of a window: this bit of the states."""
EDITABLE = 7
"""``ATSPI_STATE_EDITABLE``."""
FOCUSED = 12
"""``ATSPI_STATE_FOCUSED``."""

ACCESSIBLE = "org.a11y.atspi.Accessible"
NAME = "org.a11y.Bus"
LAUNCHER = DBusAddress("/org/a11y/bus", NAME, NAME)
STATUS = DBusAddress("/org/a11y/bus", NAME, PROPERTIES)
REGISTRY = DBusAddress(
    "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
)
START_S = 3.0
"""How long the accessibility bus may take to start."""
_FRESH_S = 0.2
_RETURN_S = 0.5
"""GTK tells that the focus is lost when somebody grabs the keyboard, and has it again after."""
_EVENTS = ("object:state-changed:focused", "window:deactivate")


class Accessible(NamedTuple):
    """An object of an application."""

    application: str
    """Its name on the bus."""
    path: str


class Focus:
    """Follows the focus; quiet where there is nothing to follow it by."""

    def __init__(
        self,
        buses: Buses,
        session: Bus | None,
        environment: Mapping[str, str],
        moved: Callable[[Accessible | None], None],
        left: Callable[[], None],
    ) -> None:
        """Begin to look for the accessibility bus.

        Args:
            buses: of the loop.
            session: the session's bus, if there is one.
            environment: may name the accessibility bus.
            moved: told of the object that has the keyboard now; None: nobody knows of one.
            left: told that some window has lost the keyboard.
        """
        self.object: Accessible | None = None
        """The one that said last that it has it."""
        self.gains = 0
        """How often some object has said that it has it."""
        self._gained_at = self._lost_at = -inf
        self._buses = buses
        self._bus: Bus | None = None
        self._moved = moved
        self._left = left
        address = environment.get("AT_SPI_BUS_ADDRESS")
        if address:
            self._join(address)
        elif session is not None:
            self._session = session
            session.follow_owner(NAME, self._on_launcher)
            # It is started where it does not run, as GTK and Qt do.
            session.call(LAUNCHER, "GetAddress", start=True)

    @property
    def open(self) -> bool:
        """Whether the accessibility bus is there."""
        return self._bus is not None and self._bus.open

    def ask(
        self,
        where: Accessible,
        interface: str,
        method: str,
        answer: Answer,
        signature: str = "",
        values: tuple[object, ...] = (),
        *,
        within: float = WITHIN_S,
    ) -> None:
        """Ask an object; the answer is None where there is no bus any more."""
        if self._bus is None:
            answer(None)
            return
        address = DBusAddress(where.path, where.application, interface)
        self._bus.call(address, method, answer, signature, values, within=within)

    @property
    def is_fresh(self) -> bool:
        """The object has just said so: GTK's does before its states do."""
        return self.object is not None and time.monotonic() - self._gained_at < _FRESH_S

    @property
    def may_return(self) -> bool:
        """It was lost so lately that it may have been for a grab of the keyboard only."""
        return self.open and self.object is None and time.monotonic() - self._lost_at < _RETURN_S

    def lose(self) -> None:
        """The object was found to have the keyboard no more."""
        if self.object is not None:
            self._lost_at = time.monotonic()
        self.object = None
        self._moved(None)

    def _on_launcher(self, there: bool) -> None:
        def on_address(values: Values | None) -> None:
            if values and isinstance(values[0], str):
                self._join(values[0])

        if there:
            self._session.call(LAUNCHER, "GetAddress", on_address, within=UNHURRIED_S)

    def _join(self, address: str) -> None:
        if self._bus is not None:
            self._bus.close()
        self.lose()
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
        bus.follow(left, lambda *_: self._left())
        for event in _EVENTS:
            # Of registries since 2.35 the properties wanted and the application; others ignore it.
            bus.call(REGISTRY, "RegisterEvent", None, "sass", (event, [], ""), start=True)

    def _on_focus(self, sender: str, path: str, values: Values) -> None:
        concerned = Accessible(sender, path)
        if len(values) < 2 or not values[1]:
            if concerned == self.object:
                self.lose()
            return
        self.object = concerned
        self.gains += 1
        self._gained_at = time.monotonic()
        self._moved(concerned)


def has_state(values: Values | None, state: int) -> bool:
    """Is the bit set in what "GetState" answered?"""
    words = values[0] if values else None
    first = words[0] if isinstance(words, list) and words else None
    return isinstance(first, int) and bool(first >> state & 1)
