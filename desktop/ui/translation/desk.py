"""The windows of translation at work: the three ways in, joined to the assembly."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.assembly import Assembly
from desktop.host.base import Clipboard, Window, Windows
from desktop.interaction import Asked
from desktop.ui.shell.background import Background
from desktop.ui.shell.carets import Carets
from desktop.ui.shell.shell import Shell
from desktop.ui.translation.live import Live
from desktop.ui.translation.replacing import Replacing
from desktop.ui.translation.selecting import Selecting
from desktop.ui.translation.workplace import Workplace


class TranslationDesk(QObject):
    """Opens the windows when they are asked for, and keeps customers apart."""

    def __init__(
        self,
        assembly: Assembly,
        windows: Windows,
        clipboard: Clipboard,
        shell: Shell,
        *,
        open_settings: Callable[[], None],
    ) -> None:
        """Make it on the main thread, with its modules imported; reading begins at once."""
        super().__init__()
        interpreter = assembly.interpreter()
        self._hands = Background(shell.bridge, shell.show, threads=1)
        self._workplace = Workplace(
            assembly,
            interpreter,
            windows,
            clipboard,
            shell,
            carets=Carets(assembly.find_caret, windows, shell.bridge),
            hands=self._hands,
            open_settings=open_settings,
        )
        self._front = self._workplace.front()
        self.replacing = Replacing(self._workplace)
        self.selecting = Selecting(self._workplace, self.replacing.put)
        self.replacing.hand_to(self.selecting.show_outcome)
        self.live = Live(self._workplace)
        post = shell.bridge.post
        self._stops = [
            assembly.interactions.fronted.connect(lambda _: post(self._look_who_is_in_front)),
            assembly.library_changed.connect(lambda _: post(self._keep_approved)),
        ]
        shell.background.start(interpreter.warm)
        self._keep_approved()

    def press(self, name: str, window: Window) -> None:
        """A hotkey or the tray: ``translate``, ``replace`` or ``live``, for the window in front."""
        if name != "translate":
            self.selecting.close()
        {
            "translate": self.selecting.press,
            "replace": self.replacing.press,
            "live": self.live.press,
        }[name](window)

    def close(self) -> None:
        """Before the end."""
        for stop in self._stops:
            stop()
        for part in (self.selecting, self.replacing, self.live):
            part.close()
        self._hands.close()

    def _keep_approved(self) -> None:
        self._workplace.shell.background.start(self._workplace.assembly.keep_approved)

    def _look_who_is_in_front(self) -> None:
        """A translation for one customer must not be in sight while another is in front."""
        now: Asked | None = self._workplace.front()
        if now != self._front and self._front is not None:
            self.selecting.close()
        self._front = now
