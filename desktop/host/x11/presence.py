"""Whether somebody is at the computer: idle time from the X server, lock and sleep from logind.

The screen saver extension counts the time since the last input of any device, made ones included,
and says nothing of which it was. logind speaks on the system's bus (org.freedesktop.login1): that
the computer goes to sleep and wakes, that a session is to be locked, and, where the desktop says so
(``LockedHint``), that it is. Desktops that do not say so there tell it on the session's bus as
``ActiveChanged`` of their screen savers.
"""

from __future__ import annotations

import logging
import select
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from Xlib.display import Display
from Xlib.error import ConnectionClosedError, DisplayError, XauthError, XError, XNoAuthError
from Xlib.ext import screensaver

from desktop.host.base import Attendance, Check
from desktop.host.x11.follower import Follower, Followers
from desktop.host.x11.lean import LeanDisplay

if TYPE_CHECKING:
    from desktop.host.x11.dbus import Bus, Buses, Values

log = logging.getLogger(__name__)

_ERRORS = (DisplayError, XauthError, XNoAuthError, ConnectionClosedError, XError, OSError)
_LOGIND = "org.freedesktop.login1"
_SESSION = f"{_LOGIND}.Session"
_MANAGER = f"{_LOGIND}.Manager"
_PATH = "/org/freedesktop/login1"
_SAVERS = tuple(
    f"org.{name}.ScreenSaver" for name in ("freedesktop", "gnome", "cinnamon", "mate", "xfce")
)
_SOCKETS = ("/run/dbus/system_bus_socket", "/var/run/dbus/system_bus_socket")


def system_address(environment: Mapping[str, str]) -> str:
    """Where the system's bus is; empty for nowhere."""
    given = environment.get("DBUS_SYSTEM_BUS_ADDRESS")
    if given:
        return given
    return next((f"unix:path={path}" for path in _SOCKETS if Path(path).exists()), "")


class X11Presence:
    """``Presence`` of :mod:`desktop.host.base`."""

    def __init__(self, display_name: str, environment: Mapping[str, str]) -> None:
        """Connects on first use."""
        self._display_name = display_name
        self._environment = environment
        self._lock = threading.Lock()
        self._display: Display | None = None
        self._without = False
        """The server has no such extension."""
        self._failing = False
        self._followers = Followers()

    def idle_s(self) -> float | None:
        """Seconds since the last input; None without a server or its extension."""
        with self._lock:
            if self._without:
                return None
            try:
                if self._display is None:
                    self._display = _connect(self._display_name)
                if not self._display.has_extension(screensaver.extname):
                    self._without = True
                    log.warning("the X server can't tell when input came last")
                    return None
                found = self._display.screen().root.screensaver_query_info()
            except _ERRORS as error:
                self._display = None
                if not self._failing:  # it is asked every few seconds
                    log.warning("the X server can't be asked for input: %s", type(error).__name__)
                self._failing = True
                return None
            self._failing = False
            return float(found.idle) / 1000

    def watch(self, tell: Callable[[Attendance], None]) -> Callable[[], None]:
        """See :class:`desktop.host.base.Presence`; the answer returns when no call can come."""
        from desktop.host.x11.dbus import session_address

        system = system_address(self._environment)
        session = session_address(self._environment)
        if not system and not session:
            return lambda: None
        return self._followers.start(
            _Watcher(system, session, self._environment.get("XDG_SESSION_ID", ""), tell)
        )

    def close(self) -> None:
        """Let go of every connection."""
        self._followers.end()
        with self._lock:
            display, self._display = self._display, None
        if display is not None:
            try:
                display.close()
            except ConnectionClosedError:
                return


class _Watcher(Follower):
    """Follows logind and screen savers. It sleeps until a bus has something to say."""

    def __init__(
        self, system: str, session: str, which: str, tell: Callable[[Attendance], None]
    ) -> None:
        """The addresses of both buses; ``which`` session of logind's, if that is known."""
        super().__init__("presence")
        self._system = system
        self._session = session
        self._which = which or "auto"
        self._tell = tell
        self._locked = False

    def run(self) -> None:
        from desktop.host.x11.dbus import Buses

        buses = Buses()
        try:
            self._follow(buses)
        finally:
            buses.close()
            self._ending.close()

    def _follow(self, buses: Buses) -> None:
        from desktop.host.x11.dbus import WITHIN_S

        system = buses.open(self._system) if self._system else None
        if system is not None:
            self._follow_logind(system)
        session = buses.open(self._session) if self._session else None
        if session is not None:
            self._follow_savers(session)
        while found := buses.sources():
            # Only an answer that is to come can be overdue.
            wait = WITHIN_S if any(bus.waiting for bus in found) else None
            sources = [one.fileno() for one in found]
            ready, _, _ = select.select([*sources, self._ending.fileno()], [], [], wait)
            if self._ending.fileno() in ready:
                return
            buses.handle()

    def _follow_logind(self, bus: Bus) -> None:
        from jeepney import DBusAddress, MatchRule

        from desktop.host.x11.dbus import PROPERTIES, UNHURRIED_S

        sleep = MatchRule(type="signal", interface=_MANAGER, member="PrepareForSleep", path=_PATH)
        bus.follow(sleep, lambda _sender, _path, values: self._on_sleep(values))

        def on_session(found: Values | None) -> None:
            path = str(found[0]) if found else ""
            if not path.startswith(_PATH):
                log.info("logind knows no session, so locking is not noticed")
                return
            for member, locked in (("Lock", True), ("Unlock", False)):
                rule = MatchRule(type="signal", interface=_SESSION, member=member, path=path)
                bus.follow(rule, lambda *_, locked=locked: self._on_lock(locked=locked))
            changed = MatchRule(type="signal", interface=PROPERTIES, path=path)
            bus.follow(changed, lambda _sender, _path, values: self._on_properties(values))
            session = DBusAddress(path, _LOGIND, PROPERTIES)
            bus.call(
                session, "Get", self._on_hint, "ss", (_SESSION, "LockedHint"), within=UNHURRIED_S
            )

        manager = DBusAddress(_PATH, _LOGIND, _MANAGER)
        bus.call(manager, "GetSession", on_session, "s", (self._which,), within=UNHURRIED_S)

    def _follow_savers(self, bus: Bus) -> None:
        from jeepney import MatchRule

        for interface in _SAVERS:
            rule = MatchRule(type="signal", interface=interface, member="ActiveChanged")
            bus.follow(rule, lambda _sender, _path, values: self._on_saver(values))

    def _on_saver(self, values: Values) -> None:
        if values and isinstance(values[0], bool):
            self._on_lock(locked=values[0])

    def _on_sleep(self, values: Values) -> None:
        if values and isinstance(values[0], bool):
            self._tell(Attendance.ASLEEP if values[0] else Attendance.AWAKE)

    def _on_lock(self, *, locked: bool) -> None:
        if locked is not self._locked:
            self._locked = locked
            self._tell(Attendance.LOCKED if locked else Attendance.UNLOCKED)

    def _on_hint(self, values: Values | None) -> None:
        hint = values[0] if values else None
        if isinstance(hint, tuple) and len(hint) == 2 and isinstance(hint[1], bool):
            self._on_lock(locked=hint[1])

    def _on_properties(self, values: Values) -> None:
        if len(values) > 1 and values[0] == _SESSION and isinstance(values[1], dict):
            hint = values[1].get("LockedHint")
            self._on_hint(None if hint is None else (hint,))


def check(display: Display, environment: Mapping[str, str]) -> Check:
    """What breaks can know of whether somebody is there, for ``doctor``."""
    if not display.has_extension(screensaver.extname):
        return Check(
            "breaks",
            ok=False,
            what="Breaks can't tell whether you are at the computer",
            why="The screen does not say when input came last",
            todo="Open an interaction while you work: its time counts",
        )
    if not _logind_answers(system_address(environment)):
        return Check(
            "breaks",
            ok=True,
            what="Breaks know when you are away, but not that the screen is locked",
            why="The system's login service can't be asked",
        )
    return Check("breaks", ok=True, what="Breaks know when you are away or have locked the screen")


def _logind_answers(address: str) -> bool:
    from desktop.host.x11.dbus import Buses

    if not address:
        return False
    buses = Buses()
    found: list[bool] = []
    try:
        bus = buses.open(address)
        if bus is not None:
            bus.follow_owner(_LOGIND, found.append)
            buses.settle(1.0)
    finally:
        buses.close()
    return bool(found and found[0])


def _connect(display_name: str) -> Display:
    display = LeanDisplay(display_name, screensaver.extname)
    display.set_error_handler(lambda *_: None)
    return display
