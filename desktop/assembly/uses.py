"""Every use of a snippet, from the match or the palette to the report that it is typed.

All of it happens on the rendering thread; nothing here waits for a person. A use remembers for
whom it was begun: once another customer is in front its text is neither typed nor copied.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop.assembly import wording
from desktop.assembly.scene import scene_of
from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem
from desktop.host.base import Clipboard, Window
from desktop.interaction import Asked, Interactions
from desktop.keyboard import messages
from desktop.keyboard.reasons import Reason
from desktop.snippets.expand import Expander, Expansion, Scene
from desktop.snippets.model import Body, Snippet
from desktop.snippets.render.outcome import Answer, Errand, Question, Rendered
from desktop.snippets.savings.uses import Use, use_name

if TYPE_CHECKING:
    from desktop.snippets.editing.trial import Trial

_SILENT = {Reason.LATE, Reason.SENT}
"""The agent has typed on: a text on the clipboard would only be in the way."""
_SAME_PLACE_S = 1.0
"""So long after a choice in the palette the caret is surely where it was."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question for the agent; its text goes into the window that it came from."""

    serial: int
    """For :meth:`Uses.answered` and :meth:`Uses.cancelled`."""
    question: Question = field(repr=False)
    window: int
    title: str


@dataclass(slots=True)
class _Use:
    """One use of a snippet, as far as it has come."""

    serial: int
    """Of the match, in the keyboard process that runs; below 0 for one from the palette."""
    window: int
    """Where the text goes; 0: on the clipboard."""
    expander: Expander
    """Of the library that it was begun with, which may have changed since."""
    expansion: Expansion
    asked: Asked | None
    """For whom; None when no interaction was in front."""
    parked: bool = False
    lost: str = ""
    """Why it can only be copied by now."""
    app: str = ""
    """Where it goes."""
    begun: float = 0.0
    """When a program was started for it."""


class Uses:
    """See the module."""

    def __init__(
        self,
        interactions: Interactions,
        clipboard: Clipboard,
        clock: Clock,
        inserts: Iterator[int],
        *,
        about_agent: Callable[[], dict[str, str]],
        send: Callable[[messages.FromApplication], None],
        hindrance: Callable[[], str],
        start: Callable[[Errand, Callable[[str | Problem], None]], None],
    ) -> None:
        """``hindrance`` says why keys can't be sent now; empty when they can.

        ``inserts`` gives the serials of what no match asked for. ``start`` begins an errand and
        comes back at once; what it brings comes on the rendering thread.
        """
        self.asked: Event[Asking] = Event("a snippet asks")
        self.withdrawn: Event[int] = Event("a question is over")
        self.trouble: Event[Problem] = Event("trouble with a snippet")
        self.used: Event[Use] = Event("a snippet came out")
        self.unused: Event[Use] = Event("a snippet was taken back")
        self.opens: Event[Window] = Event("a trigger opens the palette")
        self._interactions = interactions
        self._clipboard = clipboard
        self._clock = clock
        self._about_agent = about_agent
        self._send = send
        self._hindrance = hindrance
        self._newest: Expander | None = None
        self._expanders: dict[str, Expander] = {}
        """Of the newest library, and of the one whose triggers the keyboard process knows."""
        self._known = ""
        self._sent: dict[int, _Use] = {}
        """What the keyboard process has to report on, by serial."""
        self._questions: dict[int, _Use] = {}
        self._tickets = itertools.count(1)
        self._last: tuple[int, Use] | None = None
        """What was typed last, by its serial: it may be taken back."""
        self._inserts = inserts
        self._start = start
        self._errands: dict[int, _Use] = {}
        """For which a program runs."""

    def use_library(self, expander: Expander) -> None:
        """There are other snippets; those before serve until their triggers are forgotten."""
        self._newest = expander
        self._keep_used()

    def triggers_known(self, library: str) -> None:
        """The keyboard process has the triggers of that library."""
        self._known = library
        self._keep_used()

    def _keep_used(self) -> None:
        if self._newest is not None:
            known = self._expanders.get(self._known)
            newest = self._newest.library.fingerprint
            self._expanders = {newest: self._newest}
            if known is not None:
                self._expanders.setdefault(self._known, known)

    # --- beginning ---

    def matched(self, match: messages.Matched) -> None:
        """A trigger was typed: a text, a question or a refusal goes back in any case."""
        with self._declined_unless_done(match.serial):
            expander = self._expanders.get(match.library)
            if expander is None:
                self._send(messages.Decline(match.serial))
                return
            numbers = expander.library.serving(match.numbers, match.app, match.title)
            if not numbers:
                self._send(messages.Decline(match.serial))
                return
            scene, asked = self._scene(match.app)
            expansion = expander.begin(numbers, match.typed, match.groups, scene)
            use = _Use(match.serial, match.window, expander, expansion, asked, app=match.app)
            self._go_on(use)

    def chosen(self, number: int, library: str, window: Window) -> None:
        """A snippet was chosen in the palette, for ``window``; one without id: to be copied."""
        expander = self._expanders.get(library)
        if expander is None:
            self.trouble.emit(wording.LIBRARY_CHANGED)
            return
        scene, asked = self._scene(window.app)
        expansion = expander.begin([number], "", {}, scene)
        use = _Use(next(self._inserts), window.id, expander, expansion, asked, app=window.app)
        use.lost = self._hindrance() if window.id else ""
        self._go_on(use)

    def preview(self, number: int, library: str) -> Expansion | None:
        """What a snippet would come out as now; None when the library is another one."""
        expander = self._expanders.get(library)
        if expander is None:
            return None
        return expander.begin([number], "", {}, self._scene()[0])

    def try_out(self, draft: Snippet, language: str, channel: str) -> Trial | None:
        """What a draft would come out as now, for a language and channel where they are given."""
        from desktop.snippets.editing.trial import try_out

        if self._newest is None:
            return None
        scene, _ = self._scene()
        scene = replace(
            scene, language=language or scene.language, channel=channel or scene.channel
        )
        return try_out(self._newest, draft, scene)

    def _scene(self, app: str = "") -> tuple[Scene, Asked | None]:
        front = self._interactions.front()
        scene = scene_of(self._interactions, front, self._about_agent(), app)
        return scene, Asked(front.id, front.round) if front is not None else None

    # --- questions ---

    def answered(self, ticket: int, answer: Answer) -> None:
        """The agent answered; the window that it is for should be in front again."""
        use = self._questions.pop(ticket, None)
        if use is None:
            return
        with self._declined_unless_done(use.serial):
            if not self._is_right(use):
                self._decline(use.serial)
                self.trouble.emit(wording.OTHER_CUSTOMER)
                return
            use.expansion = use.expander.answer(use.expansion, answer)
            self._go_on(use)

    def cancelled(self, ticket: int) -> None:
        """The agent closed a question: the text stays as it was typed."""
        use = self._questions.pop(ticket, None)
        if use is not None:
            self._decline(use.serial)

    # --- programs ---

    def _send_out(self, use: _Use, errand: Errand) -> None:
        """Keys flow while the program runs."""
        self._park(use)
        ticket = next(self._tickets)
        self._errands[ticket] = use
        use.begun = self._clock.monotonic()
        self._start(errand, lambda result: self._come_back(ticket, result))

    def _come_back(self, ticket: int, result: str | Problem) -> None:
        use = self._errands.pop(ticket, None)
        if use is None:
            return
        with self._declined_unless_done(use.serial):
            if isinstance(result, Problem):
                self._decline(use.serial)
                self.trouble.emit(result)
            elif not self._is_right(use):
                self._decline(use.serial)
                self.trouble.emit(wording.OTHER_CUSTOMER)
            else:
                took = self._clock.monotonic() - use.begun
                if use.serial < 0 and took > _SAME_PLACE_S:
                    use.lost = use.lost or "The program took so long that you may be elsewhere"
                use.expansion = use.expander.answer(use.expansion, result)
                self._go_on(use)

    # --- reports ---

    def typed(self, serial: int) -> None:
        """It stands in the application."""
        use = self._sent.pop(serial, None)
        if use is None:
            return
        request = use.expansion.request
        if request is not None and request.snippet.kind is Body.OPENS:
            self.opens.emit(Window(id=use.window, app=use.app))
        else:
            self._count(use)

    def undone(self, serial: int) -> None:
        """It was taken back by Backspace."""
        last, self._last = self._last, None
        if last is not None and last[0] == serial:
            self.unused.emit(last[1])

    def failed(self, serial: int, reason: Reason) -> None:
        """It was not typed."""
        for ticket, use in list(self._questions.items()):
            if use.serial == serial:
                del self._questions[ticket]
                self.withdrawn.emit(ticket)
        for ticket, use in list(self._errands.items()):
            if use.serial == serial:
                del self._errands[ticket]
        self._not_typed(self._sent.pop(serial, None), reason)

    def restarted(self) -> None:
        """The keyboard process is another one, or none: its matches died with the last."""
        lost, self._sent = self._sent, {}
        for use in lost.values():
            self._not_typed(use, Reason.LOST)
        for use in (*self._questions.values(), *self._errands.values()):
            if use.serial > 0:
                use.serial, use.window = 0, 0
                use.lost = "The part of Deskhand that types had to start again"

    def _not_typed(self, use: _Use | None, reason: Reason) -> None:
        outcome = use.expansion.outcome if use is not None else None
        lost = outcome if isinstance(outcome, Rendered) and reason not in _SILENT else None
        if lost is not None and not (lost.text or lost.rich):
            lost = None
        if use is not None and lost is not None and not self._is_right(use):
            self.trouble.emit(wording.OTHER_CUSTOMER)
            return
        if lost is not None:
            self._clipboard.set_text(lost.text, lost.rich)
        self.trouble.emit(wording.not_typed(reason, copied=lost is not None))

    # --- the way on ---

    def _go_on(self, use: _Use) -> None:
        """A text goes out, a question to the agent, a problem to both; a program is started."""
        outcome = use.expansion.outcome
        if isinstance(outcome, Question):
            self._ask(use, outcome)
        elif isinstance(outcome, Errand):
            self._send_out(use, outcome)
        elif isinstance(outcome, Rendered):
            self._put(use, outcome)
        else:
            self._decline(use.serial)
            self.trouble.emit(outcome)

    def _ask(self, use: _Use, question: Question) -> None:
        self._park(use)
        ticket = next(self._tickets)
        self._questions[ticket] = use
        request = use.expansion.request
        title = request.snippet.label if request is not None else ""
        self.asked.emit(Asking(ticket, question, use.window, title))

    def _park(self, use: _Use) -> None:
        if use.serial > 0 and not use.parked:
            self._send(messages.Park(use.serial))
            use.parked = True

    def _put(self, use: _Use, outcome: Rendered) -> None:
        text, left, way = outcome.text, outcome.left, outcome.way.value
        # Where a match is, the keyboard process knows, and says so if that is nowhere any more.
        if use.lost or not (use.window or use.serial > 0):
            self._clipboard.set_text(text, outcome.rich)
            self._count(use)
            if use.lost:
                self.trouble.emit(wording.not_typed_because(use.lost, copied=True))
        elif use.serial > 0:
            self._sent[use.serial] = use
            self._send(messages.Expand(use.serial, text, left, way, outcome.rich))
        else:
            self._sent[use.serial] = use
            self._send(messages.Insert(use.serial, use.window, text, left, way, outcome.rich))
        if outcome.missing and use.asked is not None:
            self.trouble.emit(wording.left_out(outcome.missing))

    def _count(self, use: _Use) -> None:
        request, outcome = use.expansion.request, use.expansion.outcome
        if request is None or not isinstance(outcome, Rendered):
            return
        counted = Use(use_name(request.snippet), use.app, len(outcome.text), len(request.typed))
        self._last = (use.serial, counted)
        self.used.emit(counted)

    def _decline(self, serial: int) -> None:
        if serial > 0:
            self._send(messages.Decline(serial))

    @contextlib.contextmanager
    def _declined_unless_done(self, serial: int) -> Iterator[None]:
        """Let the agent's keys flow at once, should the rendering fail by a fault."""
        done = False
        try:
            yield
            done = True
        finally:
            if not done:
                self._decline(serial)

    def _is_right(self, use: _Use) -> bool:
        """Is the interaction in front still the one, and still that customer's?"""
        front = self._interactions.front()
        return use.asked == (Asked(front.id, front.round) if front is not None else None)
