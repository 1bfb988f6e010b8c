"""Types on a desktop in memory as the application would: what ``deskhand type`` runs.

The matcher, machine and renderer are the real ones; only keyboard, window and clipboard are not.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.assembly import make_renderer, scene_of
from desktop.assembly.wording import not_typed
from desktop.core.results import Problem, UserError
from desktop.host.keys import KeysOptions
from desktop.host.memory import MemoryClipboard, MemoryDesktop
from desktop.host.memory_keys import MemoryKeys, stroke_of
from desktop.interaction import Channel, Interactions, channel_named
from desktop.keyboard import messages
from desktop.keyboard.reasons import Reason
from desktop.keyboard.typing import Typing
from desktop.snippets.expand import WHICH, Expander, Expansion
from desktop.snippets.index import build_index
from desktop.snippets.library import Library
from desktop.snippets.render.form_fields import YES
from desktop.snippets.render.outcome import (
    Answer,
    Errand,
    Field,
    FieldKind,
    Question,
    QuestionKind,
    Rendered,
)

_KEYS = {"\n": "enter", "\t": "tab", "\b": "backspace"}
_LINE_BREAK = re.compile("\r\n?")
_SEE = "docs/type.md lists the events"
_TYPED_ON = {Reason.SENT, Reason.LATE}
"""The agent typed on, and nothing is to be done; for other reasons the text is copied."""

_NOT_RUN = Problem("The snippet runs a program, which is not done here")

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


@dataclass(slots=True)
class _Use:
    """One match on its way."""

    trigger: str
    begun: float
    """On the real clock."""
    snippet: str = ""
    text: str = ""


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
        self._used: dict[int, _Use] = {}

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
        left = (
            (self._waiting, "A snippet asked a question and got no answer"),
            (self._answers, "An answer was given, and no snippet asked"),
            (self._during, "Keys were to be typed during an expansion, and there was none"),
        )
        for those, what in left:
            self.problems += [Problem(what) for _ in those]

    # --- the agent ---

    def _type(self, text: str, *, settle: bool = True) -> None:
        for char in _LINE_BREAK.sub("\n", _whole(text)):
            self._tap(_KEYS.get(char, char))
            if settle:
                self._settle()

    def _act(self, event: Mapping[str, object]) -> None:
        acts: dict[str, Callable[[str], None]] = {
            "key": self._tap,
            "down": lambda name: self._keys.press(stroke_of(name)),
            "up": lambda name: self._keys.press(stroke_of(name, down=False)),
            "during": self._during.append,
            "focus": self._keys.focus,
            "clipboard": self.desktop.copy,
        }
        if len(event) != 1:
            raise UserError("An event is a text or an object with one entry", todo=_SEE)
        kind, value = next(iter(event.items()))
        if kind == "click" and value is True:
            self._keys.click()
        elif (
            (kind == "answer" and isinstance(value, Mapping))
            or (kind == "choose" and isinstance(value, str))
            or (kind == "cancel" and value is True)
        ):
            self._answers.append(event)
        elif kind in acts and isinstance(value, str):
            try:
                acts[kind](_whole(value))
            except ValueError as error:
                raise UserError(str(error), todo=_SEE) from error
        else:
            raise UserError(f"There is no event “{_whole(kind)}” with such a value", todo=_SEE)

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

    def _obey(self, message: messages.FromKeyboard) -> None:
        if isinstance(message, messages.Matched):
            self._expand(message)
        elif isinstance(message, messages.Typed):
            use = self._used[message.serial]
            ms = (time.perf_counter() - use.begun) * 1000
            self.expansions.append(Done(use.trigger, use.snippet, round(ms, 3)))
        elif isinstance(message, messages.Failed):
            reason, text = Reason(message.reason), self._used[message.serial].text
            copied = bool(text) and reason not in _TYPED_ON
            if copied:
                self.desktop.copy(text)
            self.problems.append(not_typed(reason, copied=copied))

    def _expand(self, match: messages.Matched) -> None:
        """Half of what is typed meanwhile comes before the text, half while it goes out.

        The second half of it meets a paste before the target has fetched it.
        """
        self._used[match.serial] = _Use(match.typed, time.perf_counter())
        scene = scene_of(self._interactions, self._interactions.front(), self._agent, match.app)
        meanwhile = "".join(self._during)
        self._during.clear()
        half = (len(meanwhile) + 1) // 2
        self._type(meanwhile[:half], settle=False)
        numbers = self._expander.library.serving(match.numbers, match.app, match.title)
        if numbers:
            expansion = self._expander.begin(numbers, match.typed, match.groups, scene)
            self._go_on(match.serial, expansion, first=True)
        else:
            self._typing.decline(match.serial)
        self._type(meanwhile[half:], settle=False)

    def _go_on(self, serial: int, expansion: Expansion, *, first: bool) -> None:
        outcome = expansion.outcome
        if isinstance(outcome, Rendered):
            use = self._used[serial]
            use.snippet, use.text = outcome.snippet, outcome.text
            self._typing.expand(
                messages.Expand(serial, outcome.text, outcome.left, outcome.way.value, outcome.rich)
            )
            for name in outcome.missing:
                self.problems.append(Problem(f"{name} is not known and was left out"))
        elif isinstance(outcome, Question):
            if first:
                self._typing.park(serial)
            self._waiting.append((serial, expansion))
        else:
            self._typing.decline(serial)
            # An errand comes from trusted packs only, and here are none.
            self.problems.append(_NOT_RUN if isinstance(outcome, Errand) else outcome)

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
    answer = {one.name: one.default for one in question.fields}
    if "choose" in event:
        name, value = _chosen(question, _whole(str(event["choose"])))
        answer[name] = value
    given = event.get("answer")
    for key, what in given.items() if isinstance(given, Mapping) else ():
        name = _whole(str(key))
        asked = next((one for one in question.fields if one.name == name), None)
        if asked is None:
            names = ", ".join(answer)
            raise UserError(f"The snippet does not ask for “{name}”", f"It asks for: {names}")
        answer[name] = _value(asked, what)
    if question.kind is QuestionKind.CHOICE:
        return _value(question.fields[0], answer[question.fields[0].name])
    return answer


def _chosen(question: Question, label: str) -> tuple[str, str]:
    """The field that has an option with this label, and the option's value."""
    for one in question.fields:
        for option in one.options:
            if option.label == label:
                return one.name, option.value
    if question.variable == WHICH:  # the list names the pack behind each label
        (one,) = question.fields
        found = [option for option in one.options if option.label.startswith(f"{label} (")]
        if len(found) == 1:
            return one.name, found[0].value
    labels = [option.label for one in question.fields for option in one.options]
    raise UserError(f"There is no choice “{label}”", f"There are: {', '.join(labels)}")


def _value(asked: Field, what: object) -> str:
    """What was given for a field; of a choice the option's label or value, of a box true or false.

    Several are given as a list.
    """
    if isinstance(what, bool) and asked.kind is FieldKind.CHECKBOX:
        return YES if what else ""
    if isinstance(what, list) and asked.kind is FieldKind.SEVERAL:
        return "\n".join(_option(asked, one) for one in what)
    if isinstance(what, bool) or not isinstance(what, str | int | float):
        raise UserError(f"The answer for “{asked.name}” is no text")
    if asked.kind is FieldKind.SEVERAL:  # as the default has it: one a line
        return "\n".join(_option(asked, one) for one in str(what).split("\n") if one)
    return _option(asked, what) if asked.options else _whole(str(what))


def _option(asked: Field, what: object) -> str:
    text = _whole(str(what))
    for option in asked.options:
        if text in {option.label, option.value}:
            return option.value
    labels = ", ".join(option.label for option in asked.options)
    raise UserError(f"There is no choice “{text}”", f"There are: {labels}")


def _whole(text: str) -> str:
    """The text without halves of characters, which nothing could print."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
