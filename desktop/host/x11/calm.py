"""Whether the agent wants to be left alone: do-not-disturb of the desktop, and full screen.

Each desktop keeps do-not-disturb elsewhere: KDE tells it on the session's bus as ``Inhibited`` of
its notifications, XFCE in its own settings' daemon, GNOME, Cinnamon and MATE in dconf, whose writer
tells of every change; what it is now is read by their own ``gsettings``. Full screen is what window
managers publish of the window in front.
"""

from __future__ import annotations

import logging
import os
import select
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from Xlib import X
from Xlib.error import ConnectionClosedError, DisplayError, XauthError, XError, XNoAuthError

from desktop.host.apps import rule_for
from desktop.host.base import Quiet
from desktop.host.x11.follower import Follower, Followers
from desktop.host.x11.lean import LeanDisplay
from desktop.host.x11.windows import ROOT_MASK, active_window, read_window

if TYPE_CHECKING:
    from desktop.host.x11.dbus import Bus, Buses, Values

log = logging.getLogger(__name__)

_ERRORS = (DisplayError, XauthError, XNoAuthError, ConnectionClosedError, XError, OSError)
_NOTIFICATIONS = "org.freedesktop.Notifications"
_NOTIFICATIONS_PATH = "/org/freedesktop/Notifications"
_XFCONF = "org.xfce.Xfconf"
_XFCONF_PATH = "/org/xfce/Xfconf"
_XFCE = ("xfce4-notifyd", "/do-not-disturb")
_DCONF = "ca.desrt.dconf.Writer"
_GSETTINGS_S = 2.0
_MOST_STATES = 64


@dataclass(frozen=True, slots=True)
class _Key:
    """Where a desktop of dconf's kind keeps it."""

    schema: str
    key: str
    path: str
    calm: str
    """What it says when the agent wants no interruption."""


_KEYS = {
    "gnome": _Key(
        "org.gnome.desktop.notifications",
        "show-banners",
        "/org/gnome/desktop/notifications/show-banners",
        "false",
    ),
    "x-cinnamon": _Key(
        "org.cinnamon.desktop.notifications",
        "display-notifications",
        "/org/cinnamon/desktop/notifications/display-notifications",
        "false",
    ),
    "mate": _Key(
        "org.mate.NotificationDaemon",
        "do-not-disturb",
        "/org/mate/notification-daemon/do-not-disturb",
        "true",
    ),
}
"""By the words of XDG_CURRENT_DESKTOP."""


class X11Calm:
    """``Calm`` of :mod:`desktop.host.base`."""

    def __init__(self, display_name: str, environment: Mapping[str, str]) -> None:
        """Connects when it is watched."""
        self._display_name = display_name
        self._environment = environment
        self._followers = Followers()

    def watch(self, tell: Callable[[frozenset[Quiet]], None]) -> Callable[[], None]:
        """See :class:`desktop.host.base.Calm`; the answer returns when no call can come."""
        return self._followers.start(_Watcher(self._display_name, self._environment, tell))

    def close(self) -> None:
        """Let go of every connection."""
        self._followers.end()


class _Watcher(Follower):
    """Follows the bus and the window in front. It sleeps until one has something to say."""

    def __init__(
        self,
        display_name: str,
        environment: Mapping[str, str],
        tell: Callable[[frozenset[Quiet]], None],
    ) -> None:
        super().__init__("calm")
        self._display_name = display_name
        self._environment = environment
        self._tell = tell
        self._told: frozenset[Quiet] = frozenset()
        self._asked_for: set[str] = set()
        """Which desktops say that the agent has asked for it."""
        self._full = False

    def run(self) -> None:
        from desktop.host.x11.dbus import Buses

        buses = Buses()
        screen: _Front | None = None
        try:
            self._follow_bus(buses)
            try:
                screen = _Front(self._display_name)
            except _ERRORS as error:
                log.info("full screen can't be noticed: %s", type(error).__name__)
            self._follow(buses, screen)
        finally:
            buses.close()
            if screen is not None:
                screen.close()
            self._ending.close()

    def _follow(self, buses: Buses, screen: _Front | None) -> None:
        from desktop.host.x11.dbus import WITHIN_S

        while True:
            if screen is not None:
                try:
                    self._full = screen.is_full()
                except _ERRORS as error:
                    log.info("full screen can't be noticed: %s", type(error).__name__)
                    screen, self._full = None, False
            self._say()
            found = buses.sources()
            # Only an answer that is to come can be overdue.
            wait = WITHIN_S if any(bus.waiting for bus in found) else None
            sources = [one.fileno() for one in found] + [self._ending.fileno()]
            if screen is not None:
                sources.append(screen.fileno())
            ready, _, _ = select.select(sources, [], [], wait)
            if self._ending.fileno() in ready:
                return
            buses.handle()

    def _say(self) -> None:
        now = {Quiet.DO_NOT_DISTURB} if self._asked_for else set()
        if self._full:
            now.add(Quiet.FULL_SCREEN)
        if now != self._told:
            self._told = frozenset(now)
            self._tell(self._told)

    def _hear(self, who: str, said: object) -> None:
        if said is True:
            self._asked_for.add(who)
        else:
            self._asked_for.discard(who)

    # --- the bus ---

    def _follow_bus(self, buses: Buses) -> None:
        from desktop.host.x11.dbus import session_address

        address = session_address(self._environment)
        bus = buses.open(address) if address else None
        if bus is None:
            return
        self._follow_kde(bus)
        self._follow_xfce(bus)
        words = self._environment.get("XDG_CURRENT_DESKTOP", "").lower().split(":")
        key = next((_KEYS[word] for word in words if word in _KEYS), None)
        program = shutil.which("gsettings", path=self._environment.get("PATH"))
        if key is not None and program is not None:
            self._follow_dconf(bus, key, program)

    def _follow_kde(self, bus: Bus) -> None:
        from jeepney import DBusAddress, MatchRule

        from desktop.host.x11.dbus import PROPERTIES, UNHURRIED_S

        def on_changed(_sender: str, _path: str, values: Values) -> None:
            if len(values) > 1 and values[0] == _NOTIFICATIONS and isinstance(values[1], dict):
                if "Inhibited" in values[1]:
                    self._hear("kde", _inner(values[1]["Inhibited"]))
                elif len(values) > 2 and "Inhibited" in _texts(values[2]):
                    ask()

        def ask() -> None:
            daemon = DBusAddress(_NOTIFICATIONS_PATH, _NOTIFICATIONS, PROPERTIES)
            about = (_NOTIFICATIONS, "Inhibited")
            bus.call(daemon, "Get", on_value, "ss", about, within=UNHURRIED_S)

        def on_value(found: Values | None) -> None:
            self._hear("kde", _inner(found[0]) if found else None)

        def on_owner(there: bool) -> None:
            if there:
                ask()
            else:
                self._hear("kde", None)

        rule = MatchRule(type="signal", interface=PROPERTIES, path=_NOTIFICATIONS_PATH)
        bus.follow(rule, on_changed)
        bus.follow_owner(_NOTIFICATIONS, on_owner)

    def _follow_xfce(self, bus: Bus) -> None:
        from jeepney import DBusAddress, MatchRule

        from desktop.host.x11.dbus import UNHURRIED_S

        def on_changed(_sender: str, _path: str, values: Values) -> None:
            if len(values) > 2 and values[:2] == _XFCE:
                self._hear("xfce", _inner(values[2]))

        def on_removed(_sender: str, _path: str, values: Values) -> None:
            if values[:2] == _XFCE:
                self._hear("xfce", None)

        def on_value(found: Values | None) -> None:
            self._hear("xfce", _inner(found[0]) if found else None)

        def on_owner(there: bool) -> None:
            if there:
                daemon = DBusAddress(_XFCONF_PATH, _XFCONF, _XFCONF)
                bus.call(daemon, "GetProperty", on_value, "ss", _XFCE, within=UNHURRIED_S)
            else:
                self._hear("xfce", None)

        for member, heard in (("PropertyChanged", on_changed), ("PropertyRemoved", on_removed)):
            bus.follow(MatchRule(type="signal", interface=_XFCONF, member=member), heard)
        bus.follow_owner(_XFCONF, on_owner)

    def _follow_dconf(self, bus: Bus, key: _Key, program: str) -> None:
        from jeepney import MatchRule

        def on_written(_sender: str, _path: str, values: Values) -> None:
            if len(values) < 2 or not isinstance(values[0], str):
                return
            # Each is the rest of a path; of a reset folder the beginning of ours.
            paths = [values[0] + one for one in _texts(values[1])]
            if any(key.path == path or _is_folder_of(path, key.path) for path in paths):
                self._hear("dconf", self._gsetting(key, program))

        bus.follow(MatchRule(type="signal", interface=_DCONF, member="Notify"), on_written)
        self._hear("dconf", self._gsetting(key, program))

    def _gsetting(self, key: _Key, program: str) -> bool:
        words = [program, "get", key.schema, key.key]
        try:
            done = subprocess.run(
                words,
                env=dict(self._environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_GSETTINGS_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            log.info("do-not-disturb can't be asked for: %s", type(error).__name__)
            return False
        return done.returncode == 0 and done.stdout.strip() == key.calm.encode()


class _Front:
    """The window in front, on a connection of its own."""

    def __init__(self, display_name: str) -> None:
        """Connect, and ask to hear of windows that come to the front."""
        self._display = LeanDisplay(display_name)
        self._display.set_error_handler(lambda *_: None)  # of windows that end meanwhile
        self._root = self._display.screen().root
        self._root.change_attributes(event_mask=ROOT_MASK)
        self._state = self._display.get_atom("_NET_WM_STATE")
        self._full = self._display.get_atom("_NET_WM_STATE_FULLSCREEN")
        self._active = self._display.get_atom("_NET_ACTIVE_WINDOW")
        self._followed = 0
        self._known = False
        self._is_full = False

    def fileno(self) -> int:
        """For ``select``."""
        return int(self._display.fileno())

    def is_full(self) -> bool:
        """Does it fill the screen? Asks only when something has changed."""
        self._take_events()
        while not self._known:
            self._known = True
            self._is_full = self._look()
            # Asking reads from the socket too: what came meanwhile is taken before waiting.
            self._take_events()
        return self._is_full

    def _take_events(self) -> None:
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.PropertyNotify and event.atom in {self._state, self._active}:
                self._known = False

    def close(self) -> None:
        """Let go."""
        try:
            self._display.close()
        except ConnectionClosedError:
            return

    def _look(self) -> bool:
        front = active_window(self._display)
        if front != self._followed:
            for number, mask in ((self._followed, 0), (front, X.PropertyChangeMask)):
                if number:
                    window = self._display.create_resource_object("window", number)
                    window.change_attributes(event_mask=mask)
            self._followed = front
        if not front or not self._fills(front):
            return False
        about = read_window(self._display, front)
        # Nobody's by now: it may have been ours, as the window of a break is that has just ended.
        return bool(about.id) and about.pid != os.getpid() and not rule_for(about.app).remote

    def _fills(self, number: int) -> bool:
        window = self._display.create_resource_object("window", number)
        try:
            found = window.get_property(self._state, X.AnyPropertyType, 0, _MOST_STATES)
        except (XError, TypeError):  # TypeError: python-xlib on a property of format 0
            return False
        return found is not None and found.format == 32 and self._full in found.value


def _inner(value: object) -> object:
    """What is in a variant, as jeepney gives it."""
    return value[1] if isinstance(value, tuple) and len(value) == 2 else value


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _is_folder_of(path: str, key: str) -> bool:
    return path.endswith("/") and key.startswith(path)
