"""A keyboard process and a clipboard that tests act out, and an assembly between them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from desktop.assembly import Asking, Assembly
from desktop.core.results import Problem
from desktop.core.triggerfile import read_index
from desktop.host.base import PLAIN, Rich, Window
from desktop.keyboard import messages
from tests.unit.hearing import Hearing

M = TypeVar("M", bound=messages.Message)
SECONDS = 10.0
PACK = """\
matches:
  - {trigger: ":brb", replace: "be right back"}
  - {trigger: ":name", replace: "Dear {{customer.first_name}}"}
  - {trigger: ":open", opens: palette}
  - {trigger: ":two", replace: "first"}
  - {trigger: ":two", replace: "second"}
  - {trigger: ":clip", replace: "<{{c}}>", vars: [{name: c, type: clipboard}]}
  - trigger: ":ask"
    replace: "you chose {{which}}"
    vars: [{name: which, type: choice, params: {values: [one, two]}}]
  - trigger: ":form"
    form: "To [[first]] and [[second]]"
  - trigger: ":lang"
    replace: "hello"
    variants: [{when: {language: pt}, replace: "olá"}]
  - {trigger: ":rich", html: "<b>rich</b>"}
"""


class FakeLink:
    """A keyboard process that says what a test lets it say."""

    def __init__(
        self,
        command: Sequence[str],
        handle: Callable[[messages.FromKeyboard], None],
        lost: Callable[[str], None],
    ) -> None:
        self.say = handle
        self.lose = lost
        self.pid: int | None = None
        self.news = threading.Condition()
        self.sent: list[messages.FromApplication] = []
        self.kept: list[messages.FromApplication] = []
        self.stops = 0
        self.loads = True
        """False: an index that it is told of is not read yet."""

    def start(self) -> None:
        self.begin(100)

    def begin(self, pid: int) -> None:
        self.pid = pid
        self.say(messages.Ready(pid))
        self.say(messages.State(can_type=True, reason=""))

    def stop(self) -> None:
        self.stops += 1

    def keep(self, message: messages.FromApplication) -> None:
        with self.news:
            self.kept.append(message)
            self.news.notify_all()
        if isinstance(message, messages.Load) and self.loads:
            index = read_index(Path(message.path))
            self.say(messages.Loaded(index.library, index.triggers, 0.0, []))

    def send(self, message: messages.FromApplication) -> None:
        with self.news:
            self.sent.append(message)
            self.news.notify_all()

    def of(self, kind: type[M]) -> list[M]:
        with self.news:
            return [one for one in (*self.sent, *self.kept) if isinstance(one, kind)]

    def wait(self, kind: type[M], count: int = 1) -> M:
        """The newest of so many messages of a kind."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.of(kind)) >= count, SECONDS), self.sent
        return self.of(kind)[-1]


class FakeClipboard:
    """Holds a text; what is put there can be waited for."""

    def __init__(self) -> None:
        self.holds: str | None = None
        self.rich = PLAIN
        self.set = 0
        self.asked: list[float] = []
        self.selected: str | None = None
        self.watchers: list[Callable[[Window], None]] = []

    def selection(self, timeout: float) -> str | None:
        self.asked.append(timeout)
        return self.selected

    def selected_at(self, timeout: float) -> float | None:
        self.asked.append(timeout)
        return None

    def watch(self, tell: Callable[[Window], None]) -> Callable[[], None]:
        self.watchers.append(tell)
        return lambda: self.watchers.remove(tell)

    def text(self, timeout: float, *, secrets: bool = True) -> str | None:
        self.asked.append(timeout)
        return self.holds

    def set_text(self, text: str, rich: Rich = PLAIN) -> None:
        self.holds, self.rich = text, rich
        self.set += 1


@dataclass
class Running(Hearing):
    """An assembly that runs, and all that it says."""

    assembly: Assembly
    link: FakeLink
    clipboard: FakeClipboard
    problems: list[Problem] = field(default_factory=list)
    asked: list[Asking] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    others: list[None] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(SECONDS)

    def listen(self) -> None:
        self.assembly.trouble.connect(lambda one: self.note(self.problems, one))
        self.assembly.asked.connect(lambda one: self.note(self.asked, one))
        self.assembly.withdrawn.connect(lambda one: self.note(self.withdrawn, one))
        self.assembly.state_changed.connect(lambda _: self.note(self.others, None))
        self.assembly.library_changed.connect(lambda _: self.note(self.others, None))

    def heard(self) -> object:
        return self.problems, self.asked

    def settle(self) -> None:
        """Everything that was asked of the rendering thread so far is done."""
        done = threading.Event()
        self.assembly._work.put(done.set)
        assert done.wait(SECONDS)

    @property
    def fingerprint(self) -> str:
        return self.assembly.library.fingerprint

    def number(self, trigger: str) -> int:
        return self.assembly.library.numbers_having(trigger)[0]

    def type(self, trigger: str, serial: int = 1, *, library: str = "", window: int = 7) -> None:
        known = self.assembly.library
        self.link.say(
            messages.Matched(
                serial=serial,
                library=library or known.fingerprint,
                numbers=known.numbers_having(trigger),
                typed=trigger,
                after="",
                groups={},
                window=window,
                app="editor",
                title="",
            )
        )
        self.settle()

    def ask(self, trigger: str, serial: int = 1) -> Asking:
        """Type the trigger of a snippet that asks; its newest question."""
        count = len(self.asked)
        self.type(trigger, serial)
        assert len(self.asked) == count + 1, self.problems
        return self.asked[-1]

    def answer(self, asking: Asking, answer: str | dict[str, str]) -> None:
        self.assembly.answer(asking.serial, answer)
        self.settle()

    @property
    def whys(self) -> list[str]:
        return [one.why for one in self.problems]
