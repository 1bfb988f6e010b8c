"""Whether an input method composes what the agent types (IBus, Fcitx 5), and which.

What such a method makes of the keys reaches the application only, so while one is in use the keys
mean nothing to the matcher. Both frameworks also carry plain layouts, which compose nothing.
IBus has a bus of its own and says when its engine changes. Fcitx says so to nobody (its controller
has no such signal), so it is asked again while the agent types.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from jeepney import DBusAddress, MatchRule

from desktop.host.base import Check
from desktop.host.x11.dbus import PROPERTIES, UNHURRIED_S, Bus, Buses, Values, session_address

IBUS = "org.freedesktop.IBus"
IBUS_PATH = "/org/freedesktop/IBus"
FCITX = "org.fcitx.Fcitx5"
CONTROLLER = DBusAddress("/controller", FCITX, "org.fcitx.Fcitx.Controller1")

_EVERY_S = 0.2
"""How often Fcitx is asked at most."""
_SETTLE_S = 1.0
_MOST_BYTES = 4096
_LAYOUTS = ("xkb:", "keyboard-")
"""How the names of plain layouts begin in IBus and in Fcitx."""


class InputMethods:
    """Follows both; quiet where neither runs."""

    def __init__(
        self, buses: Buses, session: Bus | None, environment: Mapping[str, str], display: str
    ) -> None:
        """Begin to look for them."""
        self._buses = buses
        self._session = session
        self._environment = environment
        self._display = display
        self._ibus: Bus | None = None
        self._engine = ""
        self._fcitx_runs = False
        self._fcitx_method = ""
        self._asked = 0.0
        if session is None:
            self._join_ibus()
        else:
            session.follow_owner(IBUS, self._on_ibus)
            session.follow_owner(FCITX, self._on_fcitx)

    @property
    def composing(self) -> str:
        """The name of the method that composes; empty for none."""
        if self._ibus is not None and self._ibus.open and _composes(self._engine):
            return self._engine
        return self._fcitx_method if _composes(self._fcitx_method) else ""

    def look_again(self) -> None:
        """Ask Fcitx again, if it is time to."""
        now = time.monotonic()
        if self._fcitx_runs and now - self._asked > _EVERY_S:
            self._asked = now
            self._ask_fcitx()

    # --- IBus ---

    def _on_ibus(self, there: bool) -> None:
        if there or self._ibus is None:
            self._join_ibus()

    def _join_ibus(self) -> None:
        if self._ibus is not None:
            self._ibus.close()
        self._engine = ""
        address = ibus_address(self._environment, self._display)
        self._ibus = bus = self._buses.open(address) if address else None
        if bus is None:
            return
        changed = MatchRule(
            type="signal", interface=IBUS, member="GlobalEngineChanged", path=IBUS_PATH
        )
        bus.follow(changed, lambda _sender, _path, values: self._on_engine(values))
        properties = DBusAddress(IBUS_PATH, IBUS, PROPERTIES)

        def on_engine(values: Values | None) -> None:
            self._on_engine(_engine_name(values))

        about = (IBUS, "GlobalEngine")
        bus.call(properties, "Get", on_engine, "ss", about, within=UNHURRIED_S)

    def _on_engine(self, values: Values) -> None:
        self._engine = str(values[0]) if values else ""

    # --- Fcitx ---

    def _on_fcitx(self, there: bool) -> None:
        self._fcitx_runs, self._fcitx_method = there, ""
        if there:
            self._ask_fcitx()

    def _ask_fcitx(self) -> None:
        def on_method(values: Values | None) -> None:
            if values:  # one that is busy, and answers too late, composes all the same
                self._fcitx_method = str(values[0])

        if self._session is not None:
            self._session.call(CONTROLLER, "CurrentInputMethod", on_method)


def check(environment: Mapping[str, str], display: str) -> Check:
    """For ``doctor``: is an input method in the way?"""
    buses = Buses()
    session = buses.open(session_address(environment))
    methods = InputMethods(buses, session, environment, display)
    buses.settle(_SETTLE_S)
    name = methods.composing
    buses.close()
    if not name:
        return Check("input method", ok=True, what="No input method composes what you type")
    return Check(
        "input method",
        ok=None,
        what=f"Triggers are not followed while the input method “{name}” is in use",
        why="What it makes of your keys reaches the application only",
        todo="Insert snippets from the palette, or switch to a plain layout",
    )


def ibus_address(environment: Mapping[str, str], display: str) -> str:
    """Where IBus listens for this display; empty for nowhere.

    The file's name is made as in ``ibus_get_socket_path`` of IBus's ibusshare.c.
    """
    given = environment.get("IBUS_ADDRESS")
    if given:
        return given
    host, _, number = display.rpartition(":")
    config = environment.get("XDG_CONFIG_HOME") or f"{environment.get('HOME', '/nowhere')}/.config"
    name = f"{_machine()}-{host or 'unix'}-{number.partition('.')[0]}"
    for line in _read(Path(config) / "ibus" / "bus" / name).splitlines():
        key, _, value = line.partition("=")
        if key == "IBUS_ADDRESS":
            return value
    return ""


def _machine() -> str:
    for path in ("/var/lib/dbus/machine-id", "/etc/machine-id"):
        found = _read(Path(path)).strip()
        if found:
            return found
    return "machine-id"


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def _engine_name(values: Values | None) -> Values:
    """Out of a serialised IBusEngineDesc in variants: its third value, after class and extras."""
    inner: object = values[0] if values else None
    while isinstance(inner, tuple) and len(inner) == 2:  # a variant: signature and value
        inner = inner[1]
    return (inner[2],) if isinstance(inner, tuple) and len(inner) > 2 else ()


def _composes(name: str) -> bool:
    return bool(name) and not name.startswith(_LAYOUTS)
