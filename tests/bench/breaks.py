"""The planner, the stress load and the statutory counters over thirty days on a virtual clock.

A month as an agent has it: shifts of eight hours, calls of four minutes with a minute between them,
a lunch, taps after hard calls, the computer asleep at night. The whole verb is measured too, with
Python's start, the YAML file and a line of load a minute.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desktop.breaks.scenario import read_scenario
from desktop.breaks.simulate import simulate
from tests.bench.report import Row

SHIFT_S = 8 * 3600
DAY_S = 24 * 3600


def measure(quick: bool) -> list[Row]:
    """A month, or two days of it."""
    days = 2 if quick else 30
    text = month(days)
    scenario = read_scenario(text.encode())
    begun = time.perf_counter()
    events = sum(1 for _ in simulate(scenario, load=True))
    simulated = time.perf_counter() - begun
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "month.yaml")
        path.write_text(text, encoding="utf-8")
        words = [sys.executable, "-m", "desktop", "breaks", "simulate", str(path), "--load"]
        begun = time.perf_counter()
        done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
        verb = time.perf_counter() - begun
    lines = done.stdout.count("\n")
    if lines != events:
        raise RuntimeError("the verb said something else than the simulation")
    about = f"{days} days of breaks, calls and load"
    return [
        Row(f"{about}: simulated", simulated, "s", target=2),
        Row(f"{about}: the verb, {lines:,} lines", verb, "s", target=None if quick else 3),
    ]


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
