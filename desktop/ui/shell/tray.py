"""The icon in the tray with its menu: what Deskhand is doing, and the way to every window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSystemTrayIcon

from desktop.ui.shell.application_menu import ApplicationMenu
from desktop.ui.shell.breaks_menu import BreaksMenu, tip
from desktop.ui.shell.icons import TrayState, icon
from desktop.ui.shell.menu import NAME, STATE, QuietMenu

if TYPE_CHECKING:  # not before the icon shows
    from desktop.assembly.rest.state import RestState


class Tray(QObject):
    """Shows the state and hands on what the agent chooses; decides nothing.

    Where the desktop has no tray, everything here still works, only unseen.
    """

    palette_asked = Signal()
    snippets_asked = Signal()
    suggestions_asked = Signal()
    """What the agent often types, which could be snippets."""
    translation_asked = Signal(str)
    """``translate`` or ``replace`` what is selected, or the window of ``live`` translation."""
    engines_asked = Signal()
    systems_asked = Signal()
    """What translates, and in which order."""
    customer_asked = Signal()
    """Whoever is selected, or the sidebar."""
    interaction_asked = Signal()
    """The customer in front, or the form to open an interaction."""
    interaction_closed = Signal()
    """The interaction in front is over."""
    follow_up_asked = Signal()
    """The interaction in front is over, and its customer is to be turned to again."""
    follow_ups_asked = Signal()
    """The list of them."""
    breaks_question_asked = Signal()
    """Whether there shall be breaks."""
    pause_asked = Signal(int)
    """Pause typing for so many minutes; 0 is until tomorrow."""
    resume_asked = Signal()
    messages_asked = Signal()
    settings_asked = Signal()
    about_asked = Signal()
    quit_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Build icon and menu; see :meth:`show`."""
        super().__init__(parent)
        self.state = TrayState.ON
        self._icons = {TrayState.ON: icon(TrayState.ON)}
        self.icon = QSystemTrayIcon(self._icons[TrayState.ON], self)
        self.menu = QuietMenu()
        self.pause_menu = QuietMenu(self.tr("Pause typing"))
        self.translation_menu = QuietMenu(self.tr("Translate"))
        self.breaks_menu = BreaksMenu()
        self.application_menu = ApplicationMenu()
        self._tips = ["", "", ""]
        """Of the state, of the breaks and of the follow-ups."""
        self._build()
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_click)
        self.show_state(TrayState.ON)
        self.show_customer("")
        self.show_follow_ups(0)
        self.show_suggestions(0)
        self.show_breaks_question(is_open=False)

    def show(self) -> None:
        """Put the icon there. A tray that comes later gets it, too."""
        self.icon.show()

    def hide(self) -> None:
        """Take the icon away, before the end."""
        self.icon.hide()
        self.menu.hide()

    def show_state(self, state: TrayState, reason: str = "") -> None:
        """On, paused or cannot type; ``reason`` in the agent's words, for tip and menu."""
        self.state = state
        words = {
            TrayState.ON: self.tr("typing is on"),
            TrayState.PAUSED: self.tr("typing is paused"),
            TrayState.CANNOT: self.tr("cannot type"),
        }[state]
        if state not in self._icons:
            self._icons[state] = icon(state)
        self.icon.setIcon(self._icons[state])
        said = f"{words}: {reason}" if reason else words
        self._show_tip(0, f"Deskhand – {said}")
        self.state_line.setText(_plain(reason or words))
        self.resume.setVisible(state is TrayState.PAUSED)

    def show_rest(self, state: RestState) -> None:
        """How breaks stand, for menu and tip."""
        self.breaks_menu.show_rest(state)
        self._show_tip(1, tip(state))

    def show_hotkeys(self, keys: Mapping[str, str]) -> None:
        """Hotkeys as the keyboard names them: ``{"palette": "Ctrl Space"}``; empty for none."""
        for name, (action, words) in self._with_keys.items():
            shown = keys.get(name, "")
            action.setText(words + (f"\t{shown}" if shown else ""))

    def show_customer(self, name: str) -> None:
        """Who is in front; empty when no interaction is open."""
        self.interaction.setText(_plain(name) or self.tr("Open interaction…"))
        self.close_interaction.setVisible(bool(name))
        self.close_and_follow_up.setVisible(bool(name))

    def show_follow_ups(self, due: int) -> None:
        """How many are due."""
        words = self.tr("Follow-ups ({} due)").format(due) if due else self.tr("Follow-ups")
        self.follow_ups.setText(words)
        one = self.tr("1 follow-up is due")
        many = self.tr("{} follow-ups are due").format(due)
        self._show_tip(2, "" if not due else one if due == 1 else many)

    def show_suggestions(self, count: int) -> None:
        """How many sentences could be snippets; the entry shows with the first."""
        self.suggestions.setText(self.tr("Suggested snippets ({})…").format(count))
        self.suggestions.setVisible(count > 0)

    def show_breaks_question(self, *, is_open: bool) -> None:
        """Whether it is still to be said if there shall be breaks."""
        self.breaks_question.setVisible(is_open)

    def show_messages(self, count: int) -> None:
        """How many messages can be read again; the entry shows with the first."""
        self.messages.setText(self.tr("Messages ({})").format(count))
        self.messages.setVisible(count > 0)

    def _show_tip(self, part: int, words: str) -> None:
        self._tips[part] = words
        self.icon.setToolTip("\n".join(one for one in self._tips if one))

    def _build(self) -> None:
        self.name = self._line("Deskhand", NAME)
        self.state_line = self._line("", STATE)
        self.menu.addSeparator()
        self.palette = self._add(self.tr("Palette"), self.palette_asked.emit)
        self._with_keys = {"palette": (self.palette, self.tr("Palette"))}
        self.snippets = self._add(self.tr("Snippets"), self.snippets_asked.emit)
        self.suggestions = self._add("", self.suggestions_asked.emit)
        self._build_translation()
        self.customer = self._add(self.tr("Customer"), self.customer_asked.emit)
        self._with_keys["customer"] = (self.customer, self.tr("Customer"))
        self.systems = self._add(self.tr("Customers' systems…"), self.systems_asked.emit)
        self.interaction = self._add("", self.interaction_asked.emit)
        self.close_interaction = self._add(
            self.tr("Close interaction"), self.interaction_closed.emit
        )
        self.close_and_follow_up = self._add(
            self.tr("Close and follow up…"), self.follow_up_asked.emit
        )
        self.follow_ups = self._add("", self.follow_ups_asked.emit)
        self.breaks_question = self._add(
            self.tr("Breaks that know about your calls…"), self.breaks_question_asked.emit
        )
        self.menu.addMenu(self.breaks_menu)
        self._with_keys["hard"] = (
            self.breaks_menu.taps["hard"],
            self.breaks_menu.taps["hard"].text(),
        )
        half_hour = self.pause_menu.addAction(self.tr("For 30 minutes"))
        half_hour.triggered.connect(lambda: self.pause_asked.emit(30))
        tomorrow = self.pause_menu.addAction(self.tr("Until tomorrow"))
        tomorrow.triggered.connect(lambda: self.pause_asked.emit(0))
        self.menu.addMenu(self.application_menu)
        self.menu.addMenu(self.pause_menu)
        self.resume = self._add(self.tr("Resume typing"), self.resume_asked.emit)
        self.menu.addSeparator()
        self.messages = self._add("", self.messages_asked.emit)
        self.messages.setVisible(False)
        self.settings = self._add(self.tr("Settings"), self.settings_asked.emit)
        self.about = self._add(self.tr("About"), self.about_asked.emit)
        self.quit = self._add(self.tr("Quit"), self.quit_asked.emit)

    def _build_translation(self) -> None:
        ways = {
            "translate": self.tr("What is selected"),
            "replace": self.tr("Replace what is selected"),
            "live": self.tr("Live, as you chat"),
        }
        for name, words in ways.items():
            action = self.translation_menu.addAction(words)
            action.triggered.connect(lambda _checked, name=name: self.translation_asked.emit(name))
            self._with_keys[name] = (action, words)
        self.translation_menu.addSeparator()
        self.engines = self.translation_menu.addAction(self.tr("Engines…"))
        self.engines.triggered.connect(lambda _checked: self.engines_asked.emit())
        self.menu.addMenu(self.translation_menu)

    def _line(self, text: str, part: str) -> QAction:
        action = self.menu.addAction(text)
        action.setData(part)
        action.setEnabled(False)
        return action

    def _add(self, text: str, ask: Callable[[], None]) -> QAction:
        action = self.menu.addAction(text)
        action.triggered.connect(lambda _checked: ask())
        return action

    def _on_click(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        }:
            self.palette_asked.emit()


def _plain(text: str) -> str:
    """``&`` and tab mean something in a menu's text; a customer's name does not."""
    return " ".join(text.split()).replace("&", "&&")
