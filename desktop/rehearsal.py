"""Types on a desktop in memory as the application would: what ``deskhand type`` runs.

The matcher, machine and renderer are the real ones; only keyboard, window and clipboard are not.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.assembly import make_renderer, scene_of
from desktop.core.results import Problem, UserError
from desktop.host.base import KeysOptions
from desktop.host.memory import MemoryClipboard, MemoryDesktop, MemoryKeys, stroke_of
from desktop.interaction import Channel, Interactions, channel_named
from desktop.keyboard import messages
from desktop.keyboard.typing import Typing
from desktop.snippets.expand import Expander, Expansion
from desktop.snippets.index import build_index
from desktop.snippets.library import Library
from desktop.snippets.render.outcome import Answer, Question, QuestionKind, Rendered

_KEYS = {"\n": "enter", "\t": "tab", "\b": "backspace"}

Event = str | Mapping[str, object]
"""One entry of ``--events``."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known before the first key."""

    app: str = ""
    language: str = ""
    channel: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    """``--set``: names with their prefix."""
    now: dt.datetime | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """One expansion that was typed."""

    trigger: str
    snippet: str
    ms: float


class Rehearsal:
    """See the module."""

    def __init__(self, library: Library, about: Circumstances) -> None:
        """Set the scene.

        Raises:
            UserError: a value in ``about`` can't be set.
        """
        self.desktop = MemoryDesktop(about.app, about.now)
        self.expansions: list[Done] = []
        self.problems: list[Problem] = list(library.problems)
        self._keys = MemoryKeys(self.desktop)
        clock = self.desktop.clock
        self._interactions = Interactions(clock)
        channel = channel_named(about.channel) if about.channel else Channel.OTHER
        opened = self._interactions.open("command line", channel, language=about.language)
        self._agent: dict[str, str] = {}
        for name, value in about.values.items():
            if name.startswith("agent."):
                self._agent[name.removeprefix("agent.")] = value
            else:
                self._interactions.set_value(opened.id, name, value, "command line")
        clipboard = MemoryClipboard(self.desktop)
        source = random.Random(about.seed)  # noqa: S311 - repeats a choice, guards nothing
        renderer = make_renderer(
            library, clock, lambda: clipboard.text(0), source, about.language or "en-US"
        )
        self._expander = Expander(library, renderer)
        self._inbox: deque[messages.FromKeyboard] = deque()
        self._typing = Typing(self._keys, clock, self._inbox.append, KeysOptions())
        index = build_index(library)
        self._typing.load(index)
        self._keys.listen(self._typing)
        self._during: deque[str] = deque()
        self._answers: deque[Mapping[str, object]] = deque()
        self._waiting: deque[tuple[int, Expansion]] = deque()
        self._used: dict[int, tuple[str, str, float]] = {}

    def run(self, events: Sequence[Event]) -> None:
        """Act the events out, to the end of what they set off.

        Raises:
            UserError: an event is none that there is.
        """
        for event in events:
            if isinstance(event, str):
                self._type(event)
            else:
                self._act(event)
            self._settle()
        for _ in self._waiting:
            self.problems.append(Problem("A snippet asked a question and got no answer"))

    # --- the agent ---

    def _type(self, text: str, *, settle: bool = True) -> None:
        for char in text:
            name = _KEYS.get(char, char)
            self._keys.press(stroke_of(name))
            self._keys.press(stroke_of(name, down=False))
            if settle:
                self._settle()

    def _act(self, event: Mapping[str, object]) -> None:
        acts: dict[str, Callable[[str], None]] = {
            "key": self._tap,
            "down": lambda name: self._keys.press(stroke_of(name)),
            "up": lambda name: self._keys.press(stroke_of(name, down=False)),
            "during": self._during.append,
            "click": lambda _: self._keys.click(),
            "focus": self._keys.focus,
            "clipboard": self.desktop.copy,
        }
        if len(event) != 1:
            raise UserError("An event is a text or an object with one entry")
        kind, value = next(iter(event.items()))
        if kind in {"answer", "choose", "cancel"}:
            self._answers.append(event)
        elif kind in acts and (isinstance(value, str) or kind == "click"):
            try:
                acts[kind](str(value))
            except ValueError as error:
                raise UserError(str(error)) from error
        else:
            raise UserError(
                f"There is no event “{kind}” with such a value",
                todo="See the command line in the README",
            )

    def _tap(self, name: str) -> None:
        self._keys.press(stroke_of(name))
        self._keys.press(stroke_of(name, down=False))

    # --- the application ---

    def _settle(self) -> None:
        """Until nothing happens any more: messages, fetches, answers, deadlines."""
        while True:
            if self._inbox:
                self._obey(self._inbox.popleft())
            elif self._answers and self._waiting:
                self._answer(*self._waiting.popleft())
            elif self._keys.fetches:
                self._type_meanwhile()
                self._keys.fetches.pop(0)()
            elif not self._wait():
                return

    def _wait(self) -> bool:
        deadline = self._typing.deadline()
        if deadline is None:
            return False
        clock = self.desktop.clock
        clock.advance(max(0.0, deadline - clock.monotonic()))
        self._typing.tick()
        return True

    def _type_meanwhile(self) -> None:
        while self._during:
            self._type(self._during.popleft(), settle=False)

    def _obey(self, message: messages.FromKeyboard) -> None:
        if isinstance(message, messages.Matched):
            begun = time.perf_counter()
            scene = scene_of(
                self._interactions, self._interactions.front(), self._agent, message.app
            )
            self._type_meanwhile()
            expansion = self._expander.begin(message.numbers, message.typed, message.groups, scene)
            self._used[message.serial] = (message.typed, "", begun)
            self._go_on(message.serial, expansion, first=True)
        elif isinstance(message, messages.Typed):
            trigger, snippet, begun = self._used[message.serial]
            ms = (time.perf_counter() - begun) * 1000
            self.expansions.append(Done(trigger, snippet, round(ms, 3)))
        elif isinstance(message, messages.Failed):
            self.problems.append(Problem(f"A snippet was not typed ({message.reason})"))

    def _go_on(self, serial: int, expansion: Expansion, *, first: bool) -> None:
        outcome = expansion.outcome
        if isinstance(outcome, Rendered):
            trigger, _, begun = self._used[serial]
            self._used[serial] = (trigger, outcome.snippet, begun)
            self._typing.expand(
                messages.Expand(serial, outcome.text, outcome.left, outcome.way.value)
            )
            for name in outcome.missing:
                self.problems.append(Problem(f"{name} is not known and was left out"))
        elif isinstance(outcome, Question):
            if first:
                self._typing.park(serial)
            self._waiting.append((serial, expansion))
        else:
            self._typing.decline(serial)
            self.problems.append(outcome)

    def _answer(self, serial: int, expansion: Expansion) -> None:
        event = self._answers.popleft()
        question = expansion.outcome
        answer = _answer_of(question, event) if isinstance(question, Question) else None
        if answer is None:
            self._typing.decline(serial)
            return
        self._go_on(serial, self._expander.answer(expansion, answer), first=False)


def _answer_of(question: Question, event: Mapping[str, object]) -> Answer | None:
    """The answer in an event; None cancels.

    Raises:
        UserError: it is no answer to this question.
    """
    if "cancel" in event:
        return None
    if "choose" in event:
        label = str(event["choose"])
        value = question.value_of(label)
        if value is None:
            labels = [option.label for one in question.fields for option in one.options]
            raise UserError(f"There is no choice “{label}”", f"There are: {', '.join(labels)}")
        if question.kind is QuestionKind.FORM:
            return {question.fields[0].name: value}
        return value
    given = event["answer"]
    if not isinstance(given, Mapping):
        raise UserError("An answer is an object with a value for each field")
    answer = {one.name: one.default for one in question.fields}
    answer.update({str(name): str(value) for name, value in given.items()})
    return next(iter(answer.values())) if question.kind is QuestionKind.CHOICE else answer
