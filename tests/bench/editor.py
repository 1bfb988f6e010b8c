"""The editor over a pack of 20,000 snippets: how long the agent waits, and for what."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench.report import Row, percentile

BLINK_MS = 50
"""What nobody takes for waiting."""

STILL = "the longest that the window stands still while a change is saved and read again"


def measure(quick: bool) -> list[Row]:
    """In a process of its own, without a screen."""
    count = 1_000 if quick else 20_000
    found = subprocess.run(
        [sys.executable, "-m", "tests.bench.editor", str(count)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    numbers: dict[str, float | None] = json.loads(found.stdout)
    targets = {
        "until it is open": 500,
        "until a pack's snippets are there": 200,
        "a jump in the list, 95 %": BLINK_MS,
        "the first snippet": 200,
        "the next snippet, 95 %": BLINK_MS,
        "a key in a text, 95 %": 16,
        "a change of a trigger, until its warning": 500,
        STILL: 100,
    }
    name = f"a pack of {count:,}"
    return [Row(f"{name}: {what}", numbers[what], "ms", target=targets.get(what))
            for what in numbers]  # fmt: skip


def _pack(count: int) -> str:
    return "# Answers.\nmatches:\n" + "".join(
        f'  - trigger: ";t{n}x"\n    label: Answer number {n}\n    replace: |-\n'
        f"      Hello {{{{customer.first_name}}}},\n\n      this is answer {n}.\n"
        for n in range(count)
    )


def _main(count: int) -> dict[str, float | None]:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from desktop.ui.widgets.theme import theme
    from tests.ui.editor_room import Room

    application = QApplication([])
    theme()
    source = random.Random(7)
    still = 0.0

    def took(act: Callable[[], object]) -> float:
        begun = time.perf_counter()
        act()
        application.processEvents()
        return (time.perf_counter() - begun) * 1000

    def until(done: Callable[[], bool]) -> float:
        """How long that takes; the longest time without events is kept in ``still``."""
        nonlocal still
        begun = time.perf_counter()
        still = 0.0
        while not done():
            before = time.perf_counter()
            application.processEvents()
            still = max(still, (time.perf_counter() - before) * 1000)
            time.sleep(0.001)
        return (time.perf_counter() - begun) * 1000

    numbers: dict[str, float | None] = {}
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder), {"answers": _pack(count)}, opened=False)
        numbers["until it is open"] = took(room.desk.open)
        window = room.window
        room.settle()
        numbers["until a pack's snippets are there"] = took(lambda: window.packs.setCurrentRow(2))
        bar = window.list.verticalScrollBar()

        def jump() -> None:
            bar.setValue(source.randint(0, bar.maximum()))
            window.list.viewport().repaint()

        jumps = [took(jump) for _ in range(100)]
        numbers["a jump in the list, 95 %"] = percentile(jumps, 0.95)
        numbers["the first snippet"] = took(partial(window.list.select, count // 2 - 1))
        room.settle()
        rows = range(count // 2, count // 2 + 50)
        nexts = [took(partial(window.list.select, row)) for row in rows]
        numbers["the next snippet, 95 %"] = percentile(nexts, 0.95)
        room.settle()
        text = window.pane.texts.columns[0].text
        text.setFocus()
        keys = [took(lambda: QTest.keyClicks(text, "a")) for _ in range(200)]
        numbers["a key in a text, 95 %"] = percentile(keys, 0.95)
        room.trigger(";t1")
        words = window.pane.warnings.words
        numbers["a change of a trigger, until its warning"] = until(lambda: bool(words.text()))
        room.trigger(";other")
        window.save()
        numbers["until a change is saved"] = until(lambda: ";other" in room.file("answers"))
        saving = still
        until(lambda: bool(room.desk._library.numbers_having(";other")))
        numbers[STILL] = max(saving, still)
        room.close()
    return numbers


if __name__ == "__main__":
    print(json.dumps(_main(int(sys.argv[1]))))
