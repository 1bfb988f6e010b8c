"""The planner, the stress load and the statutory counters over thirty days on a virtual clock.

A month as an agent has it: shifts of eight hours, calls of four minutes with a minute between them,
a lunch, taps after hard calls, the computer asleep at night. The whole verb is measured too, with
Python's start, the YAML file and a line of load a minute. Both do nothing but count, so what they
take of the processor is what they take on a machine that has nothing else to do.

Then the application at rest, with breaks and without, and others where they are installed, in turn:
while somebody presses a key every few seconds, which is when the breaks have most to do. And two
hundred break windows, one after the other.
"""

from __future__ import annotations

import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
from Xlib.display import Display

from desktop.breaks.scenario import read_scenario
from desktop.breaks.simulate import simulate
from tests.bench.desk import desk, tray_icons, until
from tests.bench.report import Row
from tests.bench.start import processor_s
from tests.screen.conftest import Screen, end
from tests.screen.private_bus import PrivateBus

SHIFT_S = 8 * 3600
DAY_S = 24 * 3600
KEY_S = 3.0
"""Between two keys of somebody who works."""
PEERS = ("workrave", "safeeyes")
WITH, WITHOUT = "deskhand with breaks", "deskhand without"
WINDOWS = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from desktop.breaks.exercises import Picker
from desktop.breaks.planner.rules import Kind
from desktop.ui.breaks.break_window import BreakWindow
app = QApplication(sys.argv)
window, picker = BreakWindow(), Picker(1)
def some(number):
    for _ in range(number):
        window.begin("short", 30, picker.pick(Kind.SHORT), True, True)
        for _ in range(5):
            app.processEvents()
        window.end(False)
        app.processEvents()
        app.sendPostedEvents(None, 52)  # DeferredDelete
def memory():
    # Not USS: pages of Qt's files become the program's own when another one with Qt ends.
    found = []
    for _ in range(5):  # a screen's picture may not have gone yet
        some(1)
        said = [one.split() for one in Path("/proc/self/status").read_text().splitlines()]
        found.append(sum(int(one[1]) for one in said if one[0] in ("RssAnon:", "RssShmem:")))
    return min(found)
few, many = int(sys.argv[1]), int(sys.argv[2])
some(few)
before = memory()
some(many)
print((memory() - before) / 2**10)
"""


@dataclass(frozen=True, slots=True)
class Rest:
    """A program at rest: memory in MB, processor in per cent."""

    whole: float
    """RSS: every file that it has open counts whole, whoever else has it open. A difference of two
    programs' PSS, measured one after the other, is as much about what else ran meanwhile."""
    shared: float
    """PSS."""
    own: float
    """USS."""
    processor: float


def measure(quick: bool) -> list[Row]:
    """A month, or two days of it."""
    days = 2 if quick else 30
    text = month(days)
    scenario = read_scenario(text.encode())
    begun = time.process_time()
    events = sum(1 for _ in simulate(scenario, load=True))
    simulated = time.process_time() - begun
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "month.yaml")
        path.write_text(text, encoding="utf-8")
        words = [sys.executable, "-m", "desktop", "breaks", "simulate", str(path), "--load"]
        before = psutil.Process().cpu_times()
        done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
        after = psutil.Process().cpu_times()
    verb = after.children_user + after.children_system
    verb -= before.children_user + before.children_system
    lines = done.stdout.count("\n")
    if lines != events:
        raise RuntimeError("the verb said something else than the simulation")
    about = f"{days} days of breaks, calls and load"
    return [
        Row(f"{about}: simulated", simulated, "s", target=2),
        Row(
            f"{about}: the verb, {lines:,} lines, of the processor",
            verb,
            "s",
            target=None if quick else 3,
        ),
        *_at_work(quick),
    ]


def _at_work(quick: bool) -> list[Row]:
    """The application with and without breaks, and what others need, in turn."""
    times, settling, watched, windows = (1, 1.0, 1.0, 5) if quick else (3, 10.0, 40.0, 200)
    peers = [peer for peer in PEERS if shutil.which(peer)]
    programs = {WITH: [""], WITHOUT: [""], **{peer: [peer] for peer in peers}}
    found: dict[str, list[Rest]] = {name: [] for name in programs}
    with desk() as (alone, folder), _on_a_bus(alone, folder) as screen:
        for name in (WITH, WITHOUT):
            profile = _profile(folder, on=name == WITH)
            programs[name] = [sys.executable, "-m", "desktop", "run", "--profile", str(profile)]
        for _ in range(times):
            for name, words in programs.items():
                found[name].append(_rest(screen, words, settling, watched))
        words = [sys.executable, "-c", WINDOWS, str(20 if not quick else 2), str(windows)]
        grown = float(screen.run(*words, timeout=300).split()[-1])
    most, least = (_middle(found[name]) for name in (WITH, WITHOUT))
    processor = most.processor - least.processor
    return [
        Row("breaks: more memory than without (RSS)", most.whole - least.whole, "MB", target=5),
        Row("the same of their own (USS)", most.own - least.own, "MB"),
        Row("breaks: more of the processor than without", processor, "%", target=0.1),
        Row(f"{windows} break windows: memory grown by", grown, "MB", target=2),
        *(row for name in (WITH, *peers) for row in _rows_of(name, _middle(found[name]))),
    ]


def _rows_of(name: str, rest: Rest) -> list[Row]:
    """Of a whole program, without its helpers."""
    return [
        Row(f"{name}: memory (PSS)", rest.shared, "MB"),
        Row(f"{name}: memory of its own (USS)", rest.own, "MB"),
        Row(f"{name}: processor", rest.processor, "%"),
    ]


@contextmanager
def _on_a_bus(screen: Screen, folder: Path) -> Iterator[Screen]:
    """The screen with a D-Bus, as a desktop has one: others don't even start without."""
    bus = PrivateBus(folder)
    bus.start()
    names = ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS")
    try:
        yield replace(
            screen, environment={**screen.environment, **dict.fromkeys(names, bus.address)}
        )
    finally:
        bus.stop()


def _middle(runs: Sequence[Rest]) -> Rest:
    middle = statistics.median
    return Rest(
        middle(one.whole for one in runs),
        middle(one.shared for one in runs),
        middle(one.own for one in runs),
        middle(one.processor for one in runs),
    )


def _profile(folder: Path, *, on: bool) -> Path:
    made = folder / f"breaks-{on}"
    made.mkdir()
    words = "[snippets]\nstarter_packs = []\n[breaks]\non = " + str(on).lower()
    (made / "settings.toml").write_text(words, "utf-8")
    return made


def _rest(screen: Screen, words: Sequence[str], settling: float, watched: float) -> Rest:
    """Of the program alone, without its helpers, while somebody works."""
    display = Display(screen.display)
    process = screen.start(*words, cwd=Path.cwd())
    try:
        with _working(screen):
            until(60, lambda: bool(tray_icons(display)) or process.poll() is not None, 0.05)
            time.sleep(settling)
            if process.poll() is not None:
                raise RuntimeError(f"{words[0]} ended with {process.returncode}")
            one = psutil.Process(process.pid)
            before = processor_s([one])
            time.sleep(watched)
            processor = (processor_s([one]) - before) / watched * 100
            found = one.memory_full_info()
            return Rest(found.rss / 2**20, found.pss / 2**20, found.uss / 2**20, processor)
    finally:
        end(process)
        until(10, lambda: not tray_icons(display), 0.05)
        display.close()


@contextmanager
def _working(screen: Screen) -> Iterator[None]:
    """Somebody presses a key every few seconds."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(KEY_S):
            screen.run("xdotool", "key", "shift")

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        over.set()
        worker.join()


def month(days: int) -> str:
    """A scenario file."""
    source = random.Random(5)
    entries = []
    shifts = []
    roster = []
    for day in range(days):
        begins = day * DAY_S
        ends = begins + SHIFT_S
        shifts.append(f"  - {{from: '{_date(day)}T09:00:00', to: '{_date(day)}T17:00:00'}}")
        roster.append(f"  - {{at: {begins + 4 * 3600}, length: 1800, name: lunch}}")
        entries.append(f"  - {{at: {begins}, presence: active}}")
        at = begins + 30
        while at < ends - 400:
            length = source.randint(120, 360)
            entries.append(f"  - {{at: {at}, interaction: open}}")
            entries.append(f"  - {{at: {at + length}, interaction: closed}}")
            if source.random() < 0.05:
                tap = source.choice(["hard", "abusive"])
                entries.append(f"  - {{at: {at + length}, do: {tap}}}")
            at += length + source.randint(20, 100)
        entries.append(f"  - {{at: {ends}, presence: idle}}")
        entries.append(f"  - {{at: {ends + 600}, sleep: {DAY_S - SHIFT_S - 600 - 60}}}")
    return "\n".join(
        [
            "start: 2026-01-01T09:00:00+00:00",
            f"until: {days * DAY_S}",
            "rules: [de, in]",
            "shift:",
            *shifts,
            "roster:",
            *roster,
            "timeline:",
            *entries,
            "",
        ]
    )


def _date(day: int) -> str:
    return f"2026-01-{day + 1:02}"
