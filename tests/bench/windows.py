"""Typing under Wine and on X11 in one run, and how long the hook of Windows keeps a key.

An agent's key goes to the X server in both; from there until the window has the last character.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from rapidfuzz.distance import Levenshtein

from desktop.keyboard import messages
from installers import wine
from tests.bench.report import Row, percentile
from tests.screen.conftest import Screen, managed, running_server
from tests.screen.typing_session import Agent, Keyboard, TextWindow, ending
from tests.typing_cases import Snippet
from tests.windows.beside.session import WineTextWindow, keyboard_of, windows_environment

KINDS = {
    "typed, ASCII": Snippet(";asc", "Thank you for waiting, Ms Lee."),
    "typed, Unicode (pasted on X11)": Snippet(";uni", "Grüße – “ça va” 日本"),
    "pasted": Snippet(";pas", "Thank you for waiting, Ms Lee.", way="paste"),
}
COUNT = 50
TRIGGERS, KEYS = 250_000, 4_000
HOOK_TIME = Path(__file__).parents[1] / "windows" / "inside" / "hook_time.py"


class Target(Protocol):
    """A window that tells when its text changed."""

    def clear(self) -> None:
        """Empty it."""

    def text(self, wanted: str, seconds: float = ...) -> str:
        """What stands there, as soon as it is ``wanted``; in the end whatever it is."""

    def changed(self) -> float:
        """When its text changed last, on the clock ``time.monotonic``."""


@dataclass
class Result:
    """What became of the expansions of one kind."""

    ms: list[float] = field(default_factory=list)
    """From the last key of the trigger to the last character, of those that came out whole."""
    wrong: int = 0
    """Characters to put right."""
    failed: list[str] = field(default_factory=list)
    """Why some did not come, by their own report."""


@dataclass(frozen=True)
class HookTime:
    """How long the hook keeps a key that belongs to no trigger."""

    median_ms: float
    p99_ms: float


def measure(quick: bool) -> list[Row]:
    """Wine first, then X11: never together. Nothing where there is no Wine."""
    if shutil.which("wine") is None:
        return [Row("Wine is not installed: nothing measured", None, "")]
    count, triggers, keys = (3, 5_000, 400) if quick else (COUNT, TRIGGERS, KEYS)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with wine.windows() as environ, _screen(folder / "wine", environ) as screen:
            ours = under_wine(screen, folder / "wine", count)
            hook = hook_time(screen, triggers, keys)
        with _screen(folder / "x11", None) as screen:
            reference = on_x11(screen, folder / "x11", count)
    return rows(ours, reference, hook, triggers)


@contextmanager
def _screen(home: Path, wine: Mapping[str, str] | None) -> Iterator[Screen]:
    home.mkdir()
    with running_server(home) as (found, _):
        environment = windows_environment(found.environment, wine) if wine else found.environment
        screen = Screen(found.display, environment)
        with managed(screen):
            yield screen


def under_wine(screen: Screen, folder: Path, count: int) -> dict[str, Result]:
    """Windows' keyboard process, into a text field of Windows."""
    keyboard = keyboard_of(screen.environment, folder, list(KINDS.values()))
    return _measure(screen, folder, keyboard, WineTextWindow, count)


def on_x11(screen: Screen, folder: Path, count: int) -> dict[str, Result]:
    """The same on X11, into a text field of Qt."""
    keyboard = Keyboard(screen.environment, folder, list(KINDS.values()))
    return _measure(screen, folder, keyboard, _QtWindow, count)


class _QtWindow(TextWindow):
    def changed(self) -> float:
        changes = self.read()["changes"]
        assert isinstance(changes, list)
        return float(changes[-1][0])


def _measure(
    screen: Screen,
    folder: Path,
    keyboard: Keyboard,
    window: Callable[[Agent, Path], WineTextWindow | _QtWindow],
    count: int,
) -> dict[str, Result]:
    agent = Agent(screen.environment)
    agent.layout("us")
    keyboard.start()
    try:
        target = window(agent, folder / "window")
        found = {kind: Result() for kind in KINDS}
        with ending(target):
            for _ in range(count):
                for kind, snippet in KINDS.items():
                    _expand(agent, keyboard, target, snippet, found[kind])
        return found
    finally:
        keyboard.stop()
        agent.close()


def _expand(
    agent: Agent, keyboard: Keyboard, target: Target, snippet: Snippet, result: Result
) -> None:
    target.clear()
    keyboard.forget()
    begin, last = f"ok {snippet.trigger[:-1]}", snippet.trigger[-1]
    agent.type(begin)
    typed = target.text(begin)
    assert typed == begin, typed
    code = agent.display.keysym_to_keycode(ord(last))
    pressed = time.monotonic()
    agent.tap(code)
    keyboard.wait(messages.Matched)
    keyboard.quiet(1)
    result.failed += keyboard.reasons
    wanted = f"ok {snippet.text}"
    got = target.text(wanted, 5)
    result.wrong += Levenshtein.distance(wanted, got)
    if got == wanted:
        result.ms.append((target.changed() - pressed) * 1000)


def hook_time(screen: Screen, triggers: int, keys: int) -> HookTime:
    """Of ``keys`` keys that belong to none of so many triggers, in a Windows Python."""
    words = ["wine", screen.environment["DESKHAND_WINDOWS_PYTHON"], str(HOOK_TIME)]
    told = screen.run(*words, str(triggers), str(keys), timeout=300)
    return HookTime(**json.loads(told))


def rows(
    ours: Mapping[str, Result], reference: Mapping[str, Result], hook: HookTime, triggers: int
) -> list[Row]:
    """Wine, with X11 beside it as the reference."""
    found: list[Row] = []
    for kind, result in ours.items():
        other = reference[kind]
        for name, part in (("median", 0.5), ("99 %", 0.99)):
            row = Row(
                f"Wine, {kind}, {len(result.ms)}: {name}",
                percentile(result.ms, part),
                "ms",
                reference=percentile(other.ms, part),
                what="X11",
            )
            found.append(row)
        wrong = f"Wine, {kind}: wrong characters"
        unit = ", ".join(sorted(set(result.failed)))
        found.append(Row(wrong, result.wrong, unit, 0, reference=other.wrong, what="X11"))
    name = f"the hook, no trigger of {triggers:,}"
    found.append(Row(f"{name}: median", hook.median_ms, "ms", target=1))
    found.append(Row(f"{name}: 99 %", hook.p99_ms, "ms"))
    return found
