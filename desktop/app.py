"""The tray application: the assembly with its windows, and its lifetime.

The icon comes first; settings, packs, keyboard process and windows follow once it stands. The
same way out serves Quit, the end of the desktop session, and SIGTERM.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QSessionManager
from PySide6.QtWidgets import QApplication

from desktop import __version__, return_to_screen
from desktop.core.results import Problem, Severity, UserError
from desktop.host.base import Host, Window
from desktop.return_to_screen import Carried
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.indicator import Indicator
from desktop.ui.shell.signals import EndSignals
from desktop.ui.shell.tray import Tray
from desktop.ui.shell.verbs import ENDING, Verbs
from desktop.ui.widgets import theme as look

if TYPE_CHECKING:
    from desktop.assembly.rest.senses import RestHost
    from desktop.keyboard import messages
    from desktop.settings.store import Changed

log = logging.getLogger(__name__)

_SCHEMES = {
    "system": None,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
_TOMORROW = 0
"""The tray's word for a pause until tomorrow."""
_WARM_MS = 3_000
"""After the start, when everything else is there."""
_SHOWN_S = 5.0
"""For the running one to come forward."""
_ENDED_S = 15.0
"""For one that is ending to let go."""


class Application(QObject):
    """One running Deskhand."""

    def __init__(
        self,
        qt: QApplication,
        host: Host,
        profile: Path | None,
        verbs: Verbs,
        carried: Carried | None = None,
    ) -> None:
        """Show the icon; the rest begins with the event loop."""
        super().__init__()
        self._qt = qt
        self._host = host
        self._profile = profile
        self._verbs = verbs
        self._carried = carried
        self.failure: UserError | None = None
        """Why it could not begin."""
        self.bridge = Bridge()
        self.tray = Tray()
        self._indicator = Indicator(self.tray)
        self.tray.show()
        self.asked_to_end = False
        """By the agent or the system: a screen that goes meanwhile is not waited for."""
        self._ended = False
        self._begun = False
        self.signals = EndSignals()
        """From the system."""
        self.signals.came.connect(self.quit)
        qt.commitDataRequest.connect(_start_by_autostart_only)
        qt.aboutToQuit.connect(self.end)
        QTimer.singleShot(0, self._begin_or_end)

    # --- beginning and end ---

    def _begin_or_end(self) -> None:
        """A dispatcher: what can't begin must not stay as an icon that does nothing."""
        try:
            self._begin()
        except UserError as error:
            self.failure = error
        except Exception as error:
            log.critical("Deskhand could not begin", exc_info=error)
            self.failure = UserError(
                "Deskhand can't start",
                f"It is a fault of the program ({type(error).__name__})",
                "Its log says more",
            )
        else:
            log.info("Deskhand %s on Python %s", __version__, sys.version.partition(" ")[0])
        if self.failure is not None:
            self.quit()

    def _begin(self) -> None:
        """What need not be there before the icon, its modules included."""
        from desktop.assembly import Assembly, keyboard_command
        from desktop.core import log as logs
        from desktop.core.clock import SystemClock
        from desktop.settings import paths
        from desktop.settings.declare import Surroundings
        from desktop.settings.secrets import Secrets
        from desktop.settings.sections.general import THEME
        from desktop.settings.sections.privacy import LOG_LEVEL
        from desktop.settings.sections.translation import ENGINES
        from desktop.settings.store import Settings
        from desktop.ui.desks import Desks
        from desktop.ui.shell.background import Background
        from desktop.ui.shell.messages import Messages
        from desktop.ui.shell.shell import Shell
        from desktop.ui.shell.windows import ShellWindows
        from desktop.ui.snippets.desk import SnippetDesk

        clock = SystemClock()
        places = paths.places(self._profile)
        paths.prepare(places)
        logs.catch_unhandled()
        fault = logs.set_up(places.data / "logs")
        self.settings = Settings(places.settings, clock, Surroundings.from_environment(os.environ))
        logs.set_level(self.settings.get(LOG_LEVEL))
        look.theme().force(_SCHEMES[self.settings.get(THEME)])
        alone = self._host.typist.listen(lambda _: "")
        command = keyboard_command() if alone else None
        self._secrets = Secrets(self._profile)
        self.assembly = Assembly(
            places,
            self.settings,
            clock,
            self._host.clipboard,
            command,
            secrets=self._secrets,
            rest=self._rest_host() if alone else None,
        )
        if not alone:
            self.assembly.why_no_keyboard = self.tr("Another Deskhand types in this session.")
        self.messages = Messages()
        self.background = Background(self.bridge, self._show)
        shell = Shell(self.bridge, self.background, self._show)
        self.windows = ShellWindows(self.assembly, self.messages, shell)
        self.desk = SnippetDesk(self.assembly, self._host.windows, shell)
        self.desks = Desks(
            self._host,
            self.assembly,
            self._secrets,
            self.tray,
            self.windows,
            self.messages,
            shell,
            edit=self.desk.edit,
        )
        self._connect()
        self._begun = True
        if self._carried is not None and self._carried.paused_until is not None:
            self.assembly.pause_until(self._carried.paused_until)
        self.assembly.start()
        self._tell(fault, alone=alone)
        self._take_verbs()
        if alone:
            self.desks.ask_for_breaks()
        if self.settings.get(ENGINES):
            # Who translates shall not wait for the modules at the first press.
            QTimer.singleShot(_WARM_MS, self, self.desks.translation.use)

    def _tell(self, fault: Problem | None, *, alone: bool) -> None:
        """What there is to say of the beginning; ``fault`` is the log's."""
        if not alone:
            self._show(
                Problem(
                    self.tr("This Deskhand does not type snippets"),
                    self.tr("Another one, with another profile, does"),
                    self.tr("Quit both, then start this one again"),
                    Severity.WARNING,
                )
            )
        if self._carried is not None:
            self._show(self._carried.told())
        for problem in (*self.settings.problems, *([fault] if fault else [])):
            self._show(problem)

    def _rest_host(self) -> RestHost:
        from desktop.assembly.rest.senses import RestHost

        host = self._host
        return RestHost(lambda: host.presence, lambda: host.microphone, lambda: host.calm)

    def _connect(self) -> None:
        assembly, tray, windows = self.assembly, self.tray, self.windows
        assembly.state_changed.connect(self.bridge.carry(self._indicator.show_state))
        assembly.trouble.connect(self.bridge.carry(self._show))
        assembly.hotkey.connect(self.bridge.carry(self._on_hotkey))
        assembly.interactions.fronted.connect(
            lambda _: self.bridge.post(
                lambda: self._indicator.show_front(assembly.interactions.front())
            )
        )
        self.settings.changed.connect(self.bridge.carry(self._adopt))
        self.settings.troubled.connect(self.bridge.carry(self._show))
        self.bridge.failed.connect(self._show)
        self.messages.changed.connect(tray.show_messages)
        tray.palette_asked.connect(self.open_palette)
        tray.snippets_asked.connect(self.desk.open_library)
        tray.interaction_asked.connect(windows.open_interaction)
        tray.interaction_closed.connect(self._close_interaction)
        tray.pause_asked.connect(self._pause)
        tray.resume_asked.connect(assembly.resume)
        tray.messages_asked.connect(windows.open_messages)
        tray.settings_asked.connect(windows.open_settings)
        tray.about_asked.connect(windows.open_about)
        tray.quit_asked.connect(self.quit)
        self._indicator.show_hotkeys(self.settings)
        self._indicator.show_state(assembly.state)

    def _take_verbs(self) -> None:
        """From other starts; they come on another thread."""
        windows = {
            "show": self.open_palette,
            "palette": self.open_palette,
            "day": self.desks.open_day,
            "settings": self.windows.open_settings,
            "follow-ups": self.desks.open_follow_ups,
            "quit": self.quit,
        }

        def posting(act: Callable[[], None]) -> Callable[[], None]:
            return lambda: self.bridge.post(act)

        self._verbs.begin(self.assembly, {name: posting(act) for name, act in windows.items()})

    def to_carry(self) -> Carried:
        """What a new start is to know, should the screen come back."""
        if not self._begun:
            return self._carried or Carried()
        return Carried(self.assembly.state.paused_until, bool(self.assembly.interactions.all()))

    def quit(self) -> None:
        """End, as somebody asks for it."""
        self.asked_to_end = True
        self.end()

    def end(self) -> None:
        """Let the keys go, then the threads, then Qt."""
        if self._ended:
            return
        self._ended = True
        self._verbs.end()
        self.signals.close()
        self.tray.hide()
        self.bridge.close()
        if self._begun:
            from desktop.core import log as logs

            log.info("Deskhand ends")
            self.assembly.stop()
            self.windows.close()
            self.messages.close()
            self.desk.close()
            self.desks.close()
            self.background.close()
            logs.shut_down()
        self._host.close()
        self._qt.quit()

    def abandon(self) -> None:
        """End all but Qt, in the midst of whose call the screen has gone."""
        self._ended = True
        self._verbs.end()
        self.signals.close()
        self.bridge.close()
        if self._begun:
            from desktop.core import log as logs

            log.info("Deskhand leaves its screen")
            self.assembly.stop()
            self.background.close()
            logs.shut_down()

    # --- windows ---

    def open_palette(self) -> None:
        """Open the palette for the window in front."""
        self.desk.open_palette(self._host.windows.foreground())

    def _show(self, problem: Problem) -> None:
        from desktop.ui.shell.messages import Action

        opener = self.desk.opener_of(problem.place) if self._begun and problem.place else None
        actions = [] if opener is None else [Action(self.tr("Open the pack"), opener)]
        self.messages.show(problem, *actions)

    # --- state ---

    def _on_hotkey(self, pressed: messages.Hotkey) -> None:
        if pressed.name == "palette":
            if not self.desk.close_palette():
                window = Window(pressed.window, pressed.app, pressed.title)
                self.desk.open_palette(window)
        elif pressed.name == "customer":
            self.desks.look_up(Window(pressed.window, pressed.app, pressed.title))
        else:
            self.desks.translate(pressed.name, Window(pressed.window, pressed.app, pressed.title))

    def _pause(self, minutes: int) -> None:
        self.assembly.pause(None if minutes == _TOMORROW else minutes)

    def _close_interaction(self) -> None:
        front = self.assembly.interactions.front()
        if front is not None:
            self.assembly.interactions.close(front.id)

    def _start_at_login(self) -> None:
        from desktop.settings.sections.general import START_AT_LOGIN

        wanted = self.settings.get(START_AT_LOGIN)
        self.background.start(lambda: self._host.autostart.set(on=wanted))

    def _open_links(self) -> None:
        from desktop.settings.sections.customers import LINKS

        wanted = self.settings.get(LINKS)
        self.background.start(lambda: self._host.links.set(on=wanted))

    def _adopt(self, change: Changed) -> None:
        from desktop.assembly.keyboard import HOTKEYS
        from desktop.core import log as logs
        from desktop.settings.sections.customers import LINKS
        from desktop.settings.sections.general import START_AT_LOGIN, THEME
        from desktop.settings.sections.privacy import LOG_LEVEL

        if change.touches(THEME):
            look.theme().force(_SCHEMES[change.now.get(THEME)])
        if change.touches(START_AT_LOGIN):
            self._start_at_login()
        if change.touches(LINKS):
            self._open_links()
        if change.touches(LOG_LEVEL):
            logs.set_level(change.now.get(LOG_LEVEL))
        if change.touches(*HOTKEYS.values()):
            self._indicator.show_hotkeys(change.now)


def _start_by_autostart_only(session: QSessionManager) -> None:
    """The desktop session is about to end: it shall not start Deskhand by itself next time.

    Not the moment to quit, as it may yet be called off; the session says so when it comes to it.
    """
    session.setRestartHint(QSessionManager.RestartHint.RestartNever)


def _takes_over(host: Host, verbs: Verbs, *, quietly: bool) -> bool:
    """Become the one Deskhand, or bring the one that runs forward (unless quietly): False."""
    until = time.monotonic() + _ENDED_S
    while not host.instance.listen(verbs.obey):
        if quietly:
            return False
        answer = host.instance.send(["show"], _SHOWN_S)
        if answer == "":
            return False
        if answer not in {None, ENDING} or time.monotonic() > until:
            raise UserError(answer or "Deskhand can't tell whether it is running")
        time.sleep(0.05)
    return True


def _need_screen(host: Host) -> None:
    """Qt ends the program by a signal where it finds no screen."""
    if host.name != "nowhere" or not sys.platform.startswith("linux"):
        return
    if not (os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")):
        missing = host.checks()[0]
        raise UserError(missing.what, missing.why, missing.todo)


def _outlive_screen(qt: QApplication, leave: Callable[[], int]) -> None:
    from PySide6.QtGui import QNativeInterface

    screen = qt.nativeInterface()
    if isinstance(screen, QNativeInterface.QX11Application):
        return_to_screen.prepare(screen.display(), leave)


def _come_back(profile: Path | None, made: Sequence[Application], carried: Carried | None) -> None:
    """See :func:`desktop.return_to_screen.come_back`; ``made`` is what ran, if it came so far."""
    now = [one.to_carry() for one in made] or [carried or Carried()]

    def no_more() -> bool:
        return any(one.asked_to_end or one.signals.any for one in made)

    return_to_screen.come_back(profile, now[0], no_more)


def run(host: Host, profile: Path | None) -> int:
    """Start the application, or bring the running one forward; the exit status.

    Raises:
        UserError: it can't be started; says why.
    """
    verbs = Verbs()
    carried = return_to_screen.taken(os.environ)
    made: list[Application] = []

    def leave() -> int:
        for application in made:
            application.abandon()
        host.close()
        try:
            _come_back(profile, made, carried)
        except UserError as error:
            sys.stderr.write(f"deskhand: {error}\n")  # as the command line does, where none returns
            sys.stderr.flush()
            return 1
        return 0

    try:
        _need_screen(host)
        if not _takes_over(host, verbs, quietly=carried is not None):
            return 0
        QGuiApplication.setDesktopFileName("deskhand")
        qt = QApplication([sys.argv[0]])
        if qt.platformName() == "xcb":
            _outlive_screen(qt, leave)
        qt.setApplicationName("Deskhand")
        qt.setApplicationDisplayName("Deskhand")
        qt.setQuitOnLastWindowClosed(False)
        if sys.platform == "darwin":  # elsewhere a second start brings them
            from desktop.ui.shell.opened_links import OpenedLinks

            links = OpenedLinks(verbs.obey)
            qt.installEventFilter(links)
        application = Application(qt, host, profile, verbs, carried)
        made.append(application)
        status = qt.exec()
        application.end()
    except OSError as error:
        raise UserError(
            "Deskhand can't be reached by later starts",
            os.strerror(error.errno or 0),
            "See to the permissions of XDG_RUNTIME_DIR, or make room there",
        ) from error
    finally:
        host.close()
    if application.failure is not None:
        raise application.failure
    if status:  # Qt ends its loop so when the connection to an X server breaks
        _come_back(profile, made, carried)
    return 0
