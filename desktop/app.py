"""The tray application: the assembly with its windows, and its lifetime.

The icon comes first; settings, packs, keyboard process and windows follow once it stands. The
same way out serves Quit, the end of the desktop session, and SIGTERM.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from desktop import __version__
from desktop.core.results import Problem, UserError
from desktop.host.base import Host, Window
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.icons import TrayState
from desktop.ui.shell.tray import Tray
from desktop.ui.widgets import theme as look

if TYPE_CHECKING:
    from desktop.assembly import TypingState
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


class Application(QObject):
    """One running Deskhand."""

    def __init__(self, qt: QApplication, host: Host, profile: Path | None) -> None:
        """Show the icon; the rest begins with the event loop."""
        super().__init__()
        self._qt = qt
        self._host = host
        self._profile = profile
        self.bridge = Bridge()
        self.tray = Tray()
        self.tray.show_state(TrayState.CANNOT, self.tr("Deskhand is starting"))
        self.tray.show()
        self._windows: dict[str, QWidget] = {}
        self._ended = False
        self._begun = False
        self._waiting: list[Callable[[], None]] = []
        self._hear_signals()
        qt.commitDataRequest.connect(lambda _: self.quit())
        QTimer.singleShot(0, self._begin)

    # --- beginning and end ---

    def _begin(self) -> None:
        """What need not be there before the icon, its modules included."""
        from desktop.assembly import Assembly, keyboard_command
        from desktop.core import log as logs
        from desktop.core.clock import SystemClock
        from desktop.settings import paths
        from desktop.settings.declare import Surroundings
        from desktop.settings.sections.general import THEME
        from desktop.settings.sections.privacy import LOG_LEVEL
        from desktop.settings.store import Settings
        from desktop.ui.shell.background import Background
        from desktop.ui.shell.messages import Messages
        from desktop.ui.snippets.desk import SnippetDesk

        self.messages = Messages()
        self.background = Background(self.bridge, self._show)
        self.clock = SystemClock()
        places = paths.places(self._profile)
        paths.prepare(places)
        surroundings = Surroundings.from_environment(os.environ)
        self.settings = Settings(places.settings, self.clock, surroundings)
        look.theme().force(_SCHEMES[self.settings.get(THEME)])
        fault = logs.set_up(places.data / "logs", level=self.settings.get(LOG_LEVEL))
        logs.catch_unhandled()
        types_here = self._host.typist.listen(lambda _: "")
        command = keyboard_command() if types_here else None
        self.assembly = Assembly(places, self.settings, self.clock, self._host.clipboard, command)
        self.desk = SnippetDesk(
            self.assembly, self._host.windows, self.bridge, self.background, self._show
        )
        self._connect()
        self.assembly.start()
        if not types_here:
            self._show(
                Problem(
                    "This Deskhand does not type snippets",
                    "Another one with other settings does",
                    "Quit the other one first",
                )
            )
        for problem in (*self.settings.problems, *([fault] if fault else [])):
            self._show(problem)
        self._begun = True
        for call in self._waiting:
            call()
        self._waiting.clear()

    def _connect(self) -> None:
        assembly, tray = self.assembly, self.tray
        assembly.state_changed.connect(lambda state: self._later(lambda: self._show_state(state)))
        assembly.trouble.connect(lambda problem: self._later(lambda: self._show(problem)))
        assembly.hotkey.connect(lambda pressed: self._later(lambda: self._on_hotkey(pressed)))
        assembly.interactions.fronted.connect(lambda _: self._later(self._show_front))
        assembly.interactions.changed.connect(lambda _: self._later(self._show_front))
        self.settings.changed.connect(lambda change: self._later(lambda: self._adopt(change)))
        self.settings.troubled.connect(lambda problem: self._later(lambda: self._show(problem)))
        self.messages.changed.connect(tray.show_messages)
        tray.palette_asked.connect(self.open_palette)
        tray.snippets_asked.connect(self.open_snippets)
        tray.interaction_asked.connect(self.open_interaction)
        tray.interaction_closed.connect(self._close_interaction)
        tray.pause_asked.connect(self._pause)
        tray.resume_asked.connect(assembly.resume)
        tray.messages_asked.connect(self.open_messages)
        tray.settings_asked.connect(self.open_settings)
        tray.about_asked.connect(self.open_about)
        tray.quit_asked.connect(self.quit)
        self._show_hotkey()
        self._show_state(assembly.state)

    def _hear_signals(self) -> None:
        """Let SIGTERM and SIGINT end Qt's loop: Python handles signals between its own steps."""
        ours, theirs = socket.socketpair()
        for end in (ours, theirs):
            end.settimeout(0)
        signal.set_wakeup_fd(theirs.fileno())
        self._signal_ends = (ours, theirs)
        self._signal_notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read)
        self._signal_notifier.activated.connect(lambda *_: self.quit())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)

    def quit(self) -> None:
        """End: let the keys go, then the threads, then Qt."""
        if self._ended:
            return
        self._ended = True
        self._signal_notifier.setEnabled(False)
        self.tray.hide()
        for window in self._windows.values():
            window.close()
        self.bridge.close()
        if self._begun:
            from desktop.core import log as logs

            self.messages.close()
            self.desk.close()
            self.assembly.stop()
            self.background.close()
            logs.shut_down()
        self._host.close()
        self._qt.quit()

    # --- verbs from another start ---

    def obey(self, words: Sequence[str]) -> str:
        """Carry out a verb that another start hands over; on a thread of its own."""
        verb, arguments = words[0] if words else "", list(words[1:])
        acts: dict[str, Callable[[], None]] = {
            "show": self.open_palette,
            "palette": self.open_palette,
            "settings": self.open_settings,
            "quit": self.quit,
            "resume": lambda: self.assembly.resume(),  # noqa: PLW0108 - not there at the start
        }
        if verb == "pause":
            minutes = float(arguments[0]) if arguments else None
            act: Callable[[], None] = lambda: self.assembly.pause(minutes)  # noqa: E731
        elif verb == "call" and len(arguments) == 3:
            number, reference, name = arguments
            act = lambda: self._call(number, reference, name)  # noqa: E731
        elif verb == "status":
            return json.dumps(self.assembly.status() if self._begun else {"ready": False})
        elif verb == "open":
            return "This version of Deskhand has nothing that a link could open."
        elif verb in acts:
            act = acts[verb]
        else:
            return "The running Deskhand does not know this verb: it is another version."
        self._later(lambda: self._when_begun(act))
        return ""

    def _when_begun(self, act: Callable[[], None]) -> None:
        if self._begun:
            act()
        else:
            self._waiting.append(act)

    def _call(self, number: str, reference: str, name: str) -> None:
        from desktop.interaction import Channel, Customer, Field

        now = self.clock.now()
        known = {"phone": Field(number, "phone system", now)}
        if name:
            known["name"] = Field(name, "phone system", now)
        self.assembly.interactions.open(
            "phone system", Channel.PHONE, reference=reference, customer=Customer(known)
        )

    # --- windows ---

    def open_palette(self) -> None:
        """Open the palette for the window in front."""
        self.desk.open_palette(self._host.windows.foreground())

    def open_snippets(self) -> None:
        """The list of packs and snippets."""
        self.desk.open_library()

    def open_settings(self) -> None:
        """The settings."""
        from desktop.ui.shell.settings_window import SettingsWindow

        def make() -> QWidget:
            window = SettingsWindow(self.settings, self.bridge)
            window.troubled.connect(self._show)
            return window

        self._open("settings", make)

    def open_messages(self) -> None:
        """What was said before."""
        from desktop.ui.shell.messages import MessagesWindow

        self._open("messages", lambda: MessagesWindow(self.messages))

    def open_about(self) -> None:
        """Name, version, licence."""
        from desktop.ui.shell.about import AboutWindow

        self._open("about", lambda: AboutWindow(__version__))

    def open_interaction(self) -> None:
        """The form for the interaction in front, or for a new one."""
        from desktop.ui.shell.interaction_window import Draft, InteractionWindow

        window = self._windows.get("interaction")
        if not isinstance(window, InteractionWindow):
            window = self._windows["interaction"] = InteractionWindow()
        front = self.assembly.interactions.front()
        draft = None
        if front is not None:
            name = front.customer.value("name")
            first = front.customer.value("first_name")
            draft = Draft(front.channel, name, first, front.language)
        which = front.id if front is not None else None

        def submit(filled: Draft) -> Problem | None:
            values = {
                "interaction.channel": filled.channel.value,
                "interaction.language": filled.language,
                "customer.name": filled.name,
                "customer.first_name": filled.first_name,
            }
            return self.assembly.fill_interaction(which, values)

        window.ask(submit, draft)

    def _open(self, name: str, make: Callable[[], QWidget]) -> None:
        window = self._windows.get(name)
        if window is None:
            window = self._windows[name] = make()
        window.show()
        window.raise_()
        window.activateWindow()

    def _show(self, problem: Problem) -> None:
        from desktop.ui.shell.messages import Action

        actions = [Action(self.tr("Open palette"), self.open_palette)]
        self.messages.show(problem, *(actions if problem.todo.endswith("palette") else []))

    # --- state ---

    def _later(self, call: Callable[[], None]) -> None:
        self.bridge.post(call)

    def _on_hotkey(self, pressed: messages.Hotkey) -> None:
        if pressed.name == "palette":
            window = Window(pressed.window, pressed.app, pressed.title)
            palette = self.desk.palette
            if palette is not None and palette.isVisible():
                palette.close()
            else:
                self.desk.open_palette(window)

    def _pause(self, minutes: int) -> None:
        self.assembly.pause(None if minutes == _TOMORROW else minutes)

    def _close_interaction(self) -> None:
        front = self.assembly.interactions.front()
        if front is not None:
            self.assembly.interactions.close(front.id)

    def _start_at_login(self) -> None:
        from desktop.settings.sections.general import START_AT_LOGIN

        wanted = self.settings.get(START_AT_LOGIN)
        self.background.start(lambda _task: self._host.autostart.set(on=wanted))

    def _show_state(self, state: TypingState) -> None:
        if not state.can_type:
            self.tray.show_state(TrayState.CANNOT, state.reason)
        elif state.paused_until is not None:
            until = state.paused_until.strftime("%H:%M")
            self.tray.show_state(TrayState.PAUSED, self.tr("paused until {}").format(until))
        else:
            self.tray.show_state(TrayState.ON)

    def _show_front(self) -> None:
        front = self.assembly.interactions.front()
        name = ""
        if front is not None:
            name = front.customer.value("name") or front.customer.value("phone")
            name = name or self.tr("Interaction")
        self.tray.show_customer(name)

    def _show_hotkey(self) -> None:
        from desktop.settings.sections.typing import PALETTE_HOTKEY

        self.tray.show_hotkey(_keys_shown(self.settings.get(PALETTE_HOTKEY)))

    def _adopt(self, change: Changed) -> None:
        from desktop.core import log as logs
        from desktop.settings.sections.general import START_AT_LOGIN, THEME
        from desktop.settings.sections.privacy import LOG_LEVEL
        from desktop.settings.sections.typing import PALETTE_HOTKEY

        if change.touches(THEME):
            look.theme().force(_SCHEMES[change.now.get(THEME)])
        if change.touches(START_AT_LOGIN):
            self._start_at_login()
        if change.touches(LOG_LEVEL):
            logs.set_level(change.now.get(LOG_LEVEL))
        if change.touches(PALETTE_HOTKEY):
            self._show_hotkey()


def _keys_shown(keys: str) -> str:
    """``<ctrl>+<alt>+<space>`` as a keyboard names it: ``Ctrl Alt Space``."""
    return " ".join(part.strip("<>").capitalize() for part in keys.split("+") if part)


@contextlib.contextmanager
def _closing(host: Host) -> Iterator[Host]:
    try:
        yield host
    finally:
        host.close()


def run(host: Host, profile: Path | None) -> int:
    """Start the application, or bring the running one forward; the exit status."""
    waiting: list[Application] = []

    def obey(words: Sequence[str]) -> str:
        return waiting[0].obey(words) if waiting else "Deskhand is just starting: try again."

    if not host.instance.listen(obey):
        with _closing(host):
            answer = host.instance.send(["show"], 5)
        if answer:
            raise UserError(answer)
        return 0
    # The icon first: the theme of the desktop's own plugins is not needed, and slow to load.
    QGuiApplication.setDesktopFileName("deskhand")
    qt = QApplication([sys.argv[0]])
    qt.setApplicationName("Deskhand")
    qt.setApplicationDisplayName("Deskhand")
    qt.setQuitOnLastWindowClosed(False)
    application = Application(qt, host, profile)
    waiting.append(application)
    status = qt.exec()
    application.quit()
    return status
