"""Translating what is selected: shown beside it, put in its place when the agent says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint

from desktop.core.results import Problem, Severity
from desktop.host.base import Window
from desktop.interaction import Asked
from desktop.net.deadline import Cancellation
from desktop.settings.sections.translation import SELECTION_HOTKEY
from desktop.translation.results import NoTranslation, Outcome, Similar, Translation
from desktop.ui.translation.selection_window import SelectionWindow
from desktop.ui.translation.workplace import (
    SELECTION_S,
    Workplace,
    has_the_keys,
    none,
)
from desktop.ui.widgets.key_words import key_words

Replace = Callable[[Window, str, Translation, Asked | None], None]
"""Puts a translation in the place of the text that is selected in a window."""
_Answer = tuple[Outcome, Sequence[Similar]]


class Selecting(QObject):
    """See the module. The window keeps out of the way until the hotkey is pressed again."""

    def __init__(self, workplace: Workplace, replace: Replace) -> None:
        """No window is built before the first use."""
        super().__init__()
        self._workplace = workplace
        self._replace = replace
        self._view: SelectionWindow | None = None
        self._window = Window()
        """Where the text is selected."""
        self._text = ""
        self._asked: Asked | None = None
        self._source: str | None = None
        self._target: str | None = None
        """As the agent said; None: as it is told from the text."""
        self._outcome: Outcome | None = None
        self._running = Cancellation()
        self._pressed = 0

    @property
    def view(self) -> SelectionWindow | None:
        """The window, once it was opened."""
        return self._view

    def close(self) -> None:
        """Before the end, and when another customer comes to the front."""
        self._pressed += 1
        self._running.cancel()
        if self._view is not None:
            self._view.hide()

    def press(self, window: Window) -> None:
        """The hotkey, or the tray: translate what is selected in ``window``.

        The same selection again gives the window the keys, and once more closes it.
        """
        if self._view is not None and has_the_keys(self._view, window):
            self._view.close()
            return
        self._pressed += 1
        press = self._pressed
        clipboard = self._workplace.clipboard

        def read(_cancellation: Cancellation) -> str | None:
            return clipboard.selection(SELECTION_S)

        def take(text: str | None) -> None:
            if press == self._pressed:
                self._take(window, text)

        self._workplace.reach(read, take, self)

    def show_outcome(
        self, window: Window, text: str, outcome: Outcome, asked: Asked | None
    ) -> None:
        """Show what another way came to and can't use unseen."""
        self._begin(window, text, asked, lambda: self._show((outcome, ())))

    # --- what is selected ---

    def _take(self, window: Window, text: str | None) -> None:
        view = self._view or self._build()
        if view.isVisible() and text is not None and text == self._text:
            view.take_keys()
        elif text is None or not text.strip():
            self._text = ""
            self._running.cancel()
            self._running = self._workplace.beside_caret(view.show_nothing_selected)
        else:
            self._begin(window, text, self._workplace.front(), self._translate)

    def _begin(
        self, window: Window, text: str, asked: Asked | None, then: Callable[[], None]
    ) -> None:
        view = self._view or self._build()
        self._window, self._text, self._asked = window, text, asked
        self._source = self._target = self._outcome = None
        view.can_replace = bool(window.id)

        def open_at(at: QPoint | None) -> None:
            view.wait(text, self._workplace.interpreter.own_language, at)
            then()

        self._running.cancel()
        self._running = self._workplace.beside_caret(open_at)

    def _translate(self) -> None:
        self._running.cancel()
        text, asked, source, target = self._text, self._asked, self._source, self._target
        interpreter = self._workplace.interpreter

        def work(cancellation: Cancellation) -> _Answer:
            outcome = interpreter.across(text, asked, source, target, cancellation)
            if cancellation.cancelled or not _needs_likes(outcome):
                return outcome, ()
            similar = interpreter.similar(text, outcome, asked)
            return outcome, similar

        def fail(problem: Problem) -> None:
            self._show((none(problem, target or interpreter.own_language), ()))

        self._running = self._workplace.ask(work, self._show, self, fail)

    def _show(self, answer: _Answer) -> None:
        if self._view is None:
            return
        if not self._workplace.in_front(self._asked):
            self._view.hide()
            return
        self._outcome, likes = answer
        self._view.show_outcome(self._outcome, likes)

    # --- what the agent wants ---

    def _build(self) -> SelectionWindow:
        workplace = self._workplace
        view = SelectionWindow(workplace.interpreter.languages())
        view.show_hotkey(key_words(workplace.assembly.settings.get(SELECTION_HOTKEY)))
        view.copied.connect(self._copy)
        view.replace_asked.connect(self._put)
        view.language_chosen.connect(self._from)
        view.target_chosen.connect(self._into)
        view.retry_asked.connect(self._translate)
        view.settings_asked.connect(workplace.open_settings)
        view.dismissed.connect(self._dismissed)
        self._view = view
        return view

    def _copy(self, text: str) -> None:
        self._workplace.copy(text)

    def _from(self, language: str) -> None:
        self._source = language
        self._translate()

    def _into(self, language: str) -> None:
        self._target = language
        interpreter = self._workplace.interpreter
        if language != interpreter.own_language and not interpreter.spoken(self._asked).language:
            interpreter.choose(self._asked, language)  # it is the customer's, then
        self._translate()

    def _put(self) -> None:
        outcome = self._outcome
        if not isinstance(outcome, Translation):
            return
        if not self._workplace.in_front(self._asked):
            self._workplace.shell.show(OTHER_CUSTOMER)
            return
        self._replace(self._window, self._text, outcome, self._asked)

    def _dismissed(self, give_back: bool) -> None:
        self._pressed += 1
        self._running.cancel()
        if give_back and self._window.id:
            window, windows = self._window, self._workplace.windows
            self._workplace.hands.start(lambda: windows.activate(window))


OTHER_CUSTOMER = Problem(
    "The translation was not put in",
    "Another customer is in front by now",
    "Translate it again",
    Severity.WARNING,
)


def _needs_likes(outcome: Outcome) -> bool:
    """Does the agent want to compare: an engine made it, or none could?"""
    return isinstance(outcome, NoTranslation) or (bool(outcome.engine) and not outcome.from_memory)
