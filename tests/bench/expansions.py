"""Expansions with text following at once: wrong characters, and milliseconds to the last one.

Three windows, idle and with four busy processes, typed and pasted, at 1, 8, 30 and 60 ms a key;
then the same by AutoKey where it is installed.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from desktop.keyboard import messages
from tests.bench.autokey import autokey
from tests.bench.desk import busy, desk
from tests.bench.report import Row, percentile
from tests.bench.typist import Typist
from tests.screen.conftest import Screen
from tests.screen.typing_session import (
    Agent,
    Application,
    Keyboard,
    Mousepad,
    TextWindow,
    Xterm,
)
from tests.typing_cases import Snippet

TYPED = (Snippet(":brb", "be right back"), Snippet(":ty", "Thank you for waiting, Ms Lee."))
PASTED = (
    Snippet(":uni", "Grüße – “ça va” 😀 日本"),
    Snippet(":ml", "line one\nline two, naïve\nline three"),
)
COUNTS = {1: 200, 8: 200, 30: 50, 60: 50}
BATCH = 10
"""Expansions after which the text is looked at and the field emptied."""
STILL_S = 1.0
"""A text that has not changed for so long is what AutoKey made of it."""


@dataclass
class Result:
    """What became of a number of expansions."""

    count: int = 0
    whole: int = 0
    wrong: int = 0
    """Characters to put right (insertions, deletions, replacements)."""
    ms: list[float] = field(default_factory=list)
    """From the last key of the trigger to the last character, where it can be seen."""
    failed: list[str] = field(default_factory=list)


class Deskhand(Typist):
    """Our keyboard process."""

    name = "Deskhand"

    def __init__(self, keyboard: Keyboard) -> None:
        self._keyboard = keyboard

    def over(self, matches: int) -> None:
        try:
            self._keyboard.quiet(matches, 15)
        except AssertionError:
            return  # the text shows what is missing

    def ms(self) -> list[float]:
        return [one.ms for one in self._keyboard.of(messages.Typed)]

    def failed(self) -> list[str]:
        found = self._keyboard.reasons
        self._keyboard.forget()
        return found


def measure(quick: bool) -> list[Row]:
    """Ours first, then AutoKey: never together."""
    counts = {1: 4, 30: 2} if quick else COUNTS
    windows: tuple[type[TextWindow | Xterm | Mousepad], ...] = (TextWindow, Xterm, Mousepad)
    loads = (0,) if quick else (0, 4)
    found: dict[tuple[str, str, int, str, int], Result] = {}
    with desk() as (screen, folder):
        agent = Agent(screen.environment)
        agent.layout("us")
        for typist in (_deskhand, autokey):
            if typist is autokey and (quick or shutil.which("autokey-gtk") is None):
                continue
            for window in windows[:1] if quick else windows:
                if window is not TextWindow and shutil.which(window.name) is None:
                    continue
                with typist(screen, folder, (*TYPED, *PASTED), window.name) as program:
                    application = window(agent, folder / f"{window.name}-{time.monotonic_ns()}")
                    for load in loads:
                        with busy(load):
                            for kind, snippets in (("typed", TYPED), ("pasted", PASTED)):
                                for delay, count in counts.items():
                                    key = (program.name, window.name, load, kind, delay)
                                    found[key] = _measure(
                                        program, agent, application, snippets, delay, count
                                    )
                    application.end()
        agent.close()
    return _rows(found)


@contextmanager
def _deskhand(
    screen: Screen, folder: Path, snippets: Sequence[Snippet], _window: str
) -> Iterator[Typist]:
    keyboard = Keyboard(screen.environment, folder, snippets)
    keyboard.start()
    try:
        yield Deskhand(keyboard)
    finally:
        keyboard.stop()


def _measure(
    program: Typist,
    agent: Agent,
    application: Application,
    snippets: Sequence[Snippet],
    delay: int,
    count: int,
) -> Result:
    result = Result(count)
    number = 0
    while number < count:
        batch = [snippets[(number + k) % len(snippets)] for k in range(min(BATCH, count - number))]
        number += len(batch)
        application.clear()
        agent.type("".join(f"ok {one.trigger} xyz " for one in batch), delay)
        program.over(len(batch))
        wanted = "".join(f"ok {one.text} xyz " for one in batch)
        got = _settled(application, wanted, own=isinstance(program, Deskhand))
        result.wrong += Levenshtein.distance(wanted, got)
        result.whole += _whole(got, batch)
        if isinstance(application, TextWindow):
            result.ms += _seen(application, batch)
        else:
            result.ms += program.ms()
        result.failed += program.failed()
    return result


def _settled(application: Application, wanted: str, *, own: bool) -> str:
    if own:
        return application.text(wanted, 5)
    before = None
    until = time.monotonic() + 30
    while time.monotonic() < until:
        now = application.text(wanted, STILL_S)
        if now in {wanted, before}:
            return now
        before = now
    return before or ""


def _whole(got: str, batch: Sequence[Snippet]) -> int:
    """Expansions that stand there with what was typed on both sides."""
    found = place = 0
    for one in batch:
        at = got.find(f"ok {one.text} xyz ", place)
        if at >= 0:
            found += 1
            place = at + 1
    return found


def _seen(application: TextWindow, batch: Sequence[Snippet]) -> list[float]:
    """From the trigger's last character to the expansion's, as the window saw them."""
    changes = application.read()["changes"]
    assert isinstance(changes, list)
    found = []
    place = 0
    for one in batch:
        typed = done = None
        for at in range(place, len(changes)):
            when, before_caret = changes[at]
            if typed is None and before_caret.endswith(one.trigger):
                typed = when
            elif typed is not None and before_caret.endswith(one.text):
                done, place = when, at
                break
        if typed is not None and done is not None:
            found.append((done - typed) * 1000)
    return found


def _rows(found: dict[tuple[str, str, int, str, int], Result]) -> list[Row]:
    rows = []
    for (program, window, load, kind, delay), result in found.items():
        if program != Deskhand.name:
            continue
        other = found.get(("AutoKey", window, load, kind, delay))
        name = f"{window}, {'busy' if load else 'idle'}, {kind}, {delay} ms, {result.count}"
        rows.append(
            Row(
                f"{name}: wrong characters",
                result.wrong,
                ", ".join(sorted(set(result.failed))),
                target=0,
                reference=other.wrong if other else None,
                what=f"AutoKey, {other.whole}/{other.count} whole" if other else "",
            )
        )
        median = percentile(result.ms, 0.5)
        reference = percentile(other.ms, 0.5) if other else None
        rows.append(
            Row(
                f"{name}: median",
                median,
                "ms",
                reference=reference,
                what="AutoKey",
                most=1 if reference else None,
            )
        )
        rows.append(Row(f"{name}: slowest", max(result.ms, default=None), "ms"))
    return rows
