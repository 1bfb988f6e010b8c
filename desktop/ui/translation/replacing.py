"""Putting a translation in the place of what is selected, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeGuard

from PySide6.QtCore import QObject, QPoint, QTimer

from desktop.assembly import Fate, Selection, Told
from desktop.core.results import Problem, Severity
from desktop.core.text import certain_length
from desktop.host.base import Window
from desktop.interaction import Asked
from desktop.net.deadline import Cancellation
from desktop.settings.sections.translation import REPLACE_HOTKEY
from desktop.settings.sections.typing import UNDO_BACKSPACE
from desktop.translation.results import Doubt, Outcome, Translation
from desktop.ui.translation import wording
from desktop.ui.translation.notice import ReplacedNotice
from desktop.ui.translation.workplace import (
    COPIED,
    ELSEWHERE,
    SELECTION_S,
    Workplace,
    none,
)
from desktop.ui.widgets.key_words import key_words

CONFIRMED_MS = 10_000
"""A replacement that was not undone for so long is what the agent wanted."""

Hand = Callable[[Window, str, Outcome, Asked | None], None]
"""Takes an outcome that must be looked at before it is used."""


@dataclass(slots=True)
class _Replacement:
    """What was put in, as long as it may be taken back."""

    window: Window
    text: str = field(repr=False)
    translation: Translation = field(repr=False)
    asked: Asked | None
    serial: int = 0
    stands: bool = False


class Replacing(QObject):
    """See the module. The hotkey pressed again right after takes the last one back."""

    def __init__(self, workplace: Workplace) -> None:
        """No window is built before the first use."""
        super().__init__()
        self._workplace = workplace
        self._hand: Hand = lambda *_: None
        self._notice: ReplacedNotice | None = None
        self._last: _Replacement | None = None
        self._running = Cancellation()

    def hand_to(self, hand: Hand) -> None:
        """Who shows what can't be used unseen."""
        self._hand = hand

    @property
    def notice(self) -> ReplacedNotice | None:
        """The line near the caret, once there was one."""
        return self._notice

    def close(self) -> None:
        """Before the end."""
        self._running.cancel()
        self._settle()
        if self._notice is not None:
            self._notice.hide()

    def press(self, window: Window) -> None:
        """The hotkey, or the tray: replace what is selected in ``window``."""
        last = self._last
        if last is not None and last.stands and last.window.id == window.id:
            self._workplace.assembly.take_back(last.serial)
        else:
            self._begin(window)

    def put(
        self,
        window: Window,
        text: str,
        translation: Translation,
        asked: Asked | None,
        *,
        clicks: bool = False,
    ) -> None:
        """Put ``translation`` in the place of ``text``, which is selected in ``window``.

        ``clicks``: no click since it was selected may have been on a window of ours.
        """
        workplace, clipboard = self._workplace, self._workplace.clipboard

        def look(_cancellation: Cancellation) -> Selection | str:
            if not workplace.bring(window):
                return ELSEWHERE
            at = clipboard.selected_at(SELECTION_S)
            if clipboard.selection(SELECTION_S) != text:
                return "What was selected is not selected any more"
            return Selection(text, at, clicks)

        def done(over: Selection | str) -> None:
            if not workplace.in_front(asked):
                self._not_replaced(OTHER_CUSTOMER, "")
            elif isinstance(over, str):
                self._not_replaced(over, translation.text)
            else:
                self._insert(window, over, translation, asked)

        self._running = workplace.reach(look, done, self)

    # --- from the selection to the translation ---

    def _begin(self, window: Window, kept: _Replacement | None = None) -> None:
        """``kept`` could not be taken back: was the key meant for what is selected now?"""
        self._running.cancel()
        if kept is None:
            self._settle()
        workplace, asked = self._workplace, self._workplace.front()

        def take(text: str | None) -> None:
            nothing = text is None or not text.strip()
            # A browser gives out what was selected even when it has been replaced.
            gone = kept is not None and (nothing or text == kept.text)
            if gone and kept is not None and kept.asked == asked and _is_uncertain(kept):
                self._hand_back(kept)
                return
            self._settle()
            if text is None or nothing:
                self._not_replaced("Nothing is selected", "")
            else:
                self._translate(window, text, asked)

        def begin(at: QPoint | None) -> None:
            self._shown().working(at)
            self._running = workplace.reach(
                lambda _: workplace.clipboard.selection(SELECTION_S), take, self, self._failed
            )

        self._running = workplace.beside_caret(begin)

    def _translate(self, window: Window, text: str, asked: Asked | None) -> None:
        workplace = self._workplace

        def done(outcome: Outcome) -> None:
            if not workplace.in_front(asked):
                self._not_replaced(OTHER_CUSTOMER, "")
            elif _may_be_put_in(outcome):
                self.put(window, text, outcome, asked, clicks=True)
            else:
                self._hide()
                self._hand(window, text, outcome, asked)

        interpreter = workplace.interpreter
        self._running = workplace.ask(
            lambda cancellation: interpreter.across(text, asked, cancellation=cancellation),
            done,
            self,
            self._failed,
        )

    def _failed(self, problem: Problem) -> None:
        self._hide()
        self._workplace.shell.show(none(problem).problem)

    # --- from the translation into the window ---

    def _insert(
        self, window: Window, over: Selection, translation: Translation, asked: Asked | None
    ) -> None:
        one = _Replacement(window, over.text, translation, asked)
        self._last = one
        one.serial = self._workplace.insert(
            window, translation.text, lambda told: self._hear(one, told), over
        )

    def _hear(self, one: _Replacement, told: Told) -> None:
        if told.fate is Fate.TYPED:
            one.stands = True
            # Not what runs: that may be the next one by now, and is to be stopped as such.
            self._workplace.beside_caret(lambda at: self._show_done(one, at))
            QTimer.singleShot(CONFIRMED_MS, self, lambda: self._settle(one))
        elif told.fate is Fate.UNDONE:
            self._forget(one)
            self._hide()
        elif told.fate is Fate.STAYS:
            # The agent went on since, so the press was meant for what is selected now.
            if one is self._last:
                self._begin(one.window, one)
        else:
            self._forget(one)
            ours = self._workplace.in_front(one.asked)
            self._not_replaced(told.why, one.translation.text if ours else "")

    def _show_done(self, one: _Replacement, at: QPoint | None) -> None:
        if one is self._last:
            where, target = wording.where_from(one.translation), one.translation.target
            self._shown().done(target, where, self._undo(one), at, copies=_is_uncertain(one))

    def _undo(self, one: _Replacement) -> str:
        """The keys that take it back, or copy the agent's words where that is not certain."""
        settings = self._workplace.assembly.settings
        if settings.get(UNDO_BACKSPACE) and not _is_uncertain(one):
            return "Backspace"
        return key_words(settings.get(REPLACE_HOTKEY))

    def _settle(self, one: _Replacement | None = None) -> None:
        """It stands and was not taken back, so it is what the agent wanted."""
        last = self._last
        if last is None or (one is not None and one is not last):
            return
        self._last = None
        if last.stands:
            translation, asked = last.translation, last.asked
            interpreter = self._workplace.interpreter
            self._workplace.shell.background.start(lambda: interpreter.confirm(translation, asked))

    def _forget(self, one: _Replacement) -> None:
        if one is self._last:
            self._last = None

    # --- what the agent is told ---

    def _hand_back(self, one: _Replacement) -> None:
        """The agent wants their own words again, and only they know what to take away for them."""
        self._forget(one)
        self._hide()
        self._workplace.shell.background.start(lambda: self._workplace.clipboard.set_text(one.text))
        self._workplace.shell.show(
            Problem(
                "Your own words are copied",
                "Several lines and some emoji can't be put back for sure",
                "Select the translation and paste them over it",
                Severity.WARNING,
            )
        )

    def _not_replaced(self, why: str, text: str) -> None:
        self._hide()
        if text:
            self._workplace.copy(text)
        todo = COPIED if text else "Select the words to be replaced, then press the keys again"
        self._workplace.shell.show(Problem("Nothing was replaced", why, todo, Severity.WARNING))

    def _shown(self) -> ReplacedNotice:
        if self._notice is None:
            self._notice = ReplacedNotice()
            self._notice.stopped.connect(self._stop)
        return self._notice

    def _stop(self) -> None:
        self._running.cancel()

    def _hide(self) -> None:
        if self._notice is not None:
            self._notice.hide()


OTHER_CUSTOMER = "Another customer is in front by now"


def _is_uncertain(one: _Replacement) -> bool:
    """Is it not sure how many Backspaces take it away?"""
    both = one.text + one.translation.text
    return certain_length(both) is None or bool(set(both) & set("\n\t"))


def _may_be_put_in(outcome: Outcome) -> TypeGuard[Translation]:
    """Is it a translation that needs no look before it is used?"""
    return (
        isinstance(outcome, Translation)
        and outcome.safe
        and all(one.doubt is not Doubt.SAME_LANGUAGE for one in outcome.warnings)
    )
