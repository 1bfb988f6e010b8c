"""The translation of what is selected, in a small window beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

from PySide6.QtCore import QMargins, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QCursor, QHideEvent, QKeyEvent

from desktop.translation.results import Doubt, Lack, NoTranslation, Similar, Translation
from desktop.ui.translation import wording
from desktop.ui.translation.selection_layout import SelectionLayout
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.frame import area_at
from desktop.ui.widgets.quiet import QuietFrame
from desktop.ui.widgets.stylesheet import as_role

SLOW_MS = 3_000
"""After this the window says that it is still waiting."""

_EDGE = QMargins(look.GRID, look.GRID, look.GRID, look.GRID)
"""Kept free at the edges of a small screen."""
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class State(Enum):
    """What the window shows."""

    NOTHING_SELECTED = auto()
    WAITING = auto()
    TRANSLATED = auto()
    NOT_TRANSLATED = auto()


class SelectionWindow(QuietFrame):
    """Comes up without the focus; what is read first stands first.

    It asks for nothing by itself: what the agent wants is a signal, and what comes of it is told
    by :meth:`wait` and :meth:`show_outcome`.
    """

    copied = Signal(str)
    """The text to put on the clipboard; the window stays."""
    replace_asked = Signal()
    """Put the translation in place of the selection; the window is hidden already."""
    language_chosen = Signal(str)
    """The original's language, by the agent; the window waits for another outcome."""
    target_chosen = Signal(str)
    """The language to translate into; the window waits for another outcome."""
    retry_asked = Signal()
    """Ask again; the window waits for another outcome."""
    settings_asked = Signal()
    """Open the settings of translation; the window is hidden already."""
    dismissed = Signal(bool)
    """Closed, or stopped while waiting; True: give the focus back to where it was."""

    def __init__(self, languages: Sequence[str]) -> None:
        """Build it hidden; ``languages`` are the tags that are offered."""
        super().__init__()
        self.setObjectName("selection")
        self.setWindowTitle(self.tr("Deskhand translation"))
        self._languages = tuple(languages)
        self._state = State.NOTHING_SELECTED
        self._outcome: Translation | NoTranslation | None = None
        self._can_replace = True
        self._hotkey = ""
        self._told = ""
        self.parts = SelectionLayout(self)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(self._say_slow)
        self._connect()

    # --- what the application calls ---------------------------------------------------------

    def wait(self, original: str, target: str, at: QPoint | None) -> None:
        """Show ``original`` while its translation into ``target`` is on its way.

        ``at`` is in Qt's coordinates; without it an open window stays where it is, and another
        opens at the pointer. An open window keeps the keys if it has them.
        """
        source = self.parts.source.current() if original == self.parts.original.text() else ""
        self.parts.original.say(original)
        self._offer(source, target, self.tr("Finding the language"))
        self._wait()
        self._fit(at)
        self.open_quietly(at)
        self._show_keys()

    def show_nothing_selected(self, at: QPoint | None) -> None:
        """Say how it is done."""
        self.parts.original.say("")
        self._turn(State.NOTHING_SELECTED, None)
        how = (
            self.tr("Select the words to be translated, then press {} again.").format(self._hotkey)
            if self._hotkey
            else self.tr("Select the words to be translated, then ask again.")
        )
        self.parts.say(self.tr("Nothing is selected"), how)
        self._fit(at)
        self.open_quietly(at)
        self._show_keys()

    def show_outcome(
        self, outcome: Translation | NoTranslation, likes: Sequence[Similar] = ()
    ) -> None:
        """Show what came of it; what comes after the window was closed is let go."""
        if not self.isVisible():
            return
        if isinstance(outcome, Translation):
            self._turn(State.TRANSLATED, outcome)
            self._show_translation(outcome)
        else:
            self._turn(State.NOT_TRANSLATED, outcome)
            self._show_lack(outcome)
        self.parts.likes.show_likes(likes)
        self._fit()
        self._show_keys()

    def show_hotkey(self, hotkey: str) -> None:
        """The hotkey that opens this window and, pressed again, gives it the keys."""
        self._hotkey = hotkey
        self._show_keys()

    @property
    def can_replace(self) -> bool:
        """False where the selection can't be replaced, such as when its window is gone."""
        return self._can_replace

    @can_replace.setter
    def can_replace(self, can: bool) -> None:
        self._can_replace = can
        self._show_actions()
        self._show_keys()
        self._fit()

    @property
    def state(self) -> State:
        """What is shown."""
        return self._state

    # --- states -----------------------------------------------------------------------------

    def _turn(self, state: State, outcome: Translation | NoTranslation | None) -> None:
        """Begin a state: nothing of the one before stays but the original."""
        self._slow.stop()
        self._state = state
        self._outcome = outcome
        self._told = ""
        self.parts.clear()
        self._show_actions()

    def _wait(self) -> None:
        self._turn(State.WAITING, None)
        self.parts.say("", self.tr("Translating…"))
        self._slow.start()

    def _say_slow(self) -> None:
        self.parts.say("", self.tr("Still translating. Write on, it comes here when it is ready."))
        self._fit()

    def _show_translation(self, translation: Translation) -> None:
        self._offer(translation.source, translation.target, "")
        self.parts.translation.say(translation.text)
        self.parts.warn(wording.grave(translation))
        self.parts.remark(wording.remarks(translation), wording.where_from(translation))

    def _show_lack(self, lack: NoTranslation) -> None:
        self._offer(lack.source or "", lack.target, self.tr("Which language?"))
        problem = lack.problem
        rest = (part for part in (problem.why, problem.todo) if part)
        self.parts.say(problem.what, " ".join(_sentence(part) for part in rest))

    def _offer(self, source: str, target: str, unknown: str) -> None:
        self.parts.source.offer(self._languages, source, unknown=unknown)
        self.parts.target.offer(self._languages, target)

    # --- actions ----------------------------------------------------------------------------

    def _connect(self) -> None:
        parts = self.parts
        parts.source.chosen.connect(lambda tag: self._ask_anew(self.language_chosen.emit, tag))
        parts.target.chosen.connect(lambda tag: self._ask_anew(self.target_chosen.emit, tag))
        parts.likes.copied.connect(self._copy_text)
        parts.way_on.clicked.connect(self._go_on)
        parts.replace.clicked.connect(self._replace)
        parts.copy.clicked.connect(self._copy)
        parts.stop.clicked.connect(self._dismiss)
        parts.close_it.clicked.connect(self._dismiss)

    def _ask_anew(self, ask: Callable[..., None], *values: str) -> None:
        self._wait()
        self._fit()
        self._show_keys()
        ask(*values)

    def _go_on(self) -> None:
        """The way on from a lack: its first button."""
        lack = self._outcome.lack if isinstance(self._outcome, NoTranslation) else None
        if lack is Lack.NO_ENGINE:
            self.hide()
            self.settings_asked.emit()
        elif lack is Lack.LANGUAGE_UNKNOWN:
            self.parts.source.setFocus()
            self.parts.source.showPopup()
        elif lack is not None:
            self._ask_anew(self.retry_asked.emit)

    def _replaceable(self) -> bool:
        """Is there something that could stand in the place of the selection?"""
        return (
            self._can_replace
            and isinstance(self._outcome, Translation)
            and all(one.doubt is not Doubt.SAME_LANGUAGE for one in self._outcome.warnings)
        )

    def _replace(self) -> None:
        if self._replaceable():
            self.hide()
            self.replace_asked.emit()

    def _copy(self) -> None:
        if isinstance(self._outcome, Translation):
            self._copy_text(self._outcome.text)

    def _copy_text(self, text: str) -> None:
        self.copied.emit(text)
        self._told = self.tr("copied")
        self._show_keys()

    def _dismiss(self) -> None:
        if self.isVisible():
            give_back = self.has_keys
            self.hide()
            self.dismissed.emit(give_back)

    def _show_actions(self) -> None:
        parts, outcome = self.parts, self._outcome
        translated = isinstance(outcome, Translation)
        sure = isinstance(outcome, Translation) and outcome.safe
        can_replace = self._replaceable()
        parts.replace.setVisible(can_replace)
        parts.replace.setText(
            self.tr("Replace the selection") if sure else self.tr("Replace all the same")
        )
        parts.copy.setVisible(translated)
        parts.stop.setVisible(self._state is State.WAITING)
        as_role(parts.replace, "primary" if sure else "")
        as_role(parts.copy, "primary" if sure and not can_replace else "")
        ways = {
            Lack.NO_ENGINE: self.tr("Open the settings"),
            Lack.LANGUAGE_UNKNOWN: self.tr("Choose the language"),
            Lack.FAILED: self.tr("Try again"),
            Lack.CANCELLED: self.tr("Translate it after all"),
        }
        lack = outcome.lack if isinstance(outcome, NoTranslation) else None
        parts.way_on.setVisible(lack is not None)
        parts.way_on.setText(ways[lack] if lack is not None else "")
        parts.show_languages(self._state is not State.NOTHING_SELECTED)

    # --- keys -------------------------------------------------------------------------------

    def keys_changed(self) -> None:
        """Say which keys work now, and put them where the text scrolls."""
        if self.has_keys:
            self.parts.translation.setFocus()
        self._show_keys()

    def _show_keys(self) -> None:
        keys: list[tuple[str, str]] = []
        words = self._told
        if self.has_keys:
            keys = [*self._keys_of_state(), ("Esc", self.tr("close"))]
        elif self._hotkey and self._state is not State.NOTHING_SELECTED:
            keys = [(self._hotkey, self.tr("again to use the keys here"))]
        else:
            words = words or self.tr("Your keys stay where you write")
        self.parts.keys.show_keys(keys)
        self.parts.keys.say(words)

    def _keys_of_state(self) -> list[tuple[str, str]]:
        outcome = self._outcome
        if isinstance(outcome, Translation):
            keys = [("C", self.tr("copy"))]
            if self._replaceable():
                sure = ("Enter", self.tr("replace"))
                doubtful = ("Ctrl Enter", self.tr("replace all the same"))
                keys.insert(0, sure if outcome.safe else doubtful)
            return keys
        if isinstance(outcome, NoTranslation):
            return [("Enter", self.parts.way_on.text().lower())]
        return []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the last line."""
        if not self._on_key(event):
            super().keyPressEvent(event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = modifiers == Qt.KeyboardModifier.ControlModifier
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        if event.isAutoRepeat():
            return key in _ENTER  # a key that was held since before means nothing here
        if key is Qt.Key.Key_Escape:
            self._dismiss()
        elif key in _ENTER and (plain or control):
            self._on_enter(control=control)
        elif key is Qt.Key.Key_C and (plain or control):
            chosen = self.parts.chosen_text()
            if control and chosen:
                self._copy_text(chosen)
            else:
                self._copy()
        else:
            return False
        return True

    def _on_enter(self, *, control: bool) -> None:
        outcome = self._outcome
        if isinstance(outcome, NoTranslation):
            self._go_on()
        elif isinstance(outcome, Translation) and (outcome.safe or control):
            self._replace()  # with a grave warning a habit's Enter does not do it

    # --- place and size ---------------------------------------------------------------------

    def _fit(self, at: QPoint | None = None) -> None:
        """As large as the texts want and the screen allows on which it stands, or will (``at``)."""
        here = self.geometry().center() if self.isVisible() else QCursor.pos()
        area = area_at(here if at is None else at)
        self.setFixedSize(self.parts.fit(area.size().shrunkBy(_EDGE)))
        if self.isVisible():
            self.stay_on_screen()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is waited for any more."""
        super().hideEvent(event)
        self._slow.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the system's key: as by Escape."""
        self._dismiss()
        super().closeEvent(event)


def _sentence(part: str) -> str:
    return part if part.endswith((".", "!", "?")) else part + "."
