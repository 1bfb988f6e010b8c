"""The windows that belong to no pillar: settings, messages, about, the interaction in front."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop import __version__
from desktop.assembly import Assembly
from desktop.core.results import Problem
from desktop.ui.shell.messages import Messages
from desktop.ui.shell.shell import Shell


class ShellWindows:
    """Builds each on first use, its modules included, and brings it forward."""

    def __init__(
        self,
        assembly: Assembly,
        messages: Messages,
        shell: Shell,
    ) -> None:
        """No window yet."""
        self._assembly = assembly
        self._messages = messages
        self._shell = shell
        self._actions: dict[str, list[tuple[str, Callable[[], None]]]] = {}
        """By section of the settings: the words of a button on its page, and what it opens."""
        self._windows: dict[str, QWidget] = {}

    def offer(self, section: str, words: str, act: Callable[[], None]) -> None:
        """Put a button on a page of the settings; before they are opened."""
        self._actions.setdefault(section, []).append((words, act))

    def open_settings(self) -> None:
        """The settings."""
        from desktop.ui.shell.settings_window import SettingsWindow

        def make() -> QWidget:
            window = SettingsWindow(self._assembly.settings, self._shell.bridge, self._actions)
            window.troubled.connect(self._shell.show)
            return window

        self._open("settings", make)

    def open_messages(self) -> None:
        """What was said before."""
        from desktop.ui.shell.messages import MessagesWindow

        self._open("messages", lambda: MessagesWindow(self._messages))

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
        front = self._assembly.interactions.front()
        which, draft = None, None
        if front is not None:
            name, first = front.customer.value("name"), front.customer.value("first_name")
            which, draft = front.id, Draft(front.channel, name, first, front.language)

        def submit(filled: Draft) -> Problem | None:
            values = {
                "interaction.channel": filled.channel.value,
                "interaction.language": filled.language,
                "customer.name": filled.name,
                "customer.first_name": filled.first_name,
            }
            return self._assembly.fill_interaction(which, values)

        window.ask(submit, draft)

    def close(self) -> None:
        """Before the end."""
        for window in self._windows.values():
            window.close()

    def _open(self, name: str, make: Callable[[], QWidget]) -> None:
        window = self._windows.get(name)
        if window is None:
            window = self._windows[name] = make()
        window.show()
        window.raise_()
        window.activateWindow()
