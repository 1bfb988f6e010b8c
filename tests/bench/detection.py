"""Telling languages apart: how often it is right, what a call costs, and what the model weighs.

Right means right: asking counts as wrong. Time is that of the processor, in one thread.
"""

from __future__ import annotations

import time
from pathlib import Path

import psutil

from desktop.translation.detect import PREVALENT, Detector
from tests.bench.report import Row, percentile

DATA = Path(__file__).parents[1] / "unit" / "translation" / "data"
LONG = "Hola, hace tres semanas que hice un pedido en vuestra página y todavía no ha llegado. "


def measure(quick: bool) -> list[Row]:
    """All lines of the set, with 28 languages to choose from."""
    rows = [line.split("\t") for line in (DATA / "chat_lines.tsv").read_text("utf-8").splitlines()]
    before = psutil.Process().memory_info().rss
    detector = Detector(PREVALENT)
    begun = time.perf_counter()
    detector.detect("where is my order")
    ready = time.perf_counter() - begun
    weight = psutil.Process().memory_info().rss - before
    wrong = sum(detector.detect(text).language != tag for tag, text in rows)
    costs = [_cost(detector, text) for _ in range(1 if quick else 10) for _, text in rows]
    long = [_cost(detector, LONG * 50) for _ in range(20 if quick else 500)]
    return [
        Row(f"{len(rows)} chat lines, told wrong or asked", wrong / len(rows) * 100, "%", target=5),
        Row("a chat line, median", percentile(costs, 0.5), "ms", target=1),
        Row("a chat line, 99 %", percentile(costs, 0.99), "ms"),
        Row("4,300 characters, median", percentile(long, 0.5), "ms", target=1),
        Row("the model: ready", ready * 1000, "ms"),
        Row("the model: memory", weight / 1e6, "MB"),
    ]


def _cost(detector: Detector, text: str) -> float:
    begun = time.thread_time()
    detector.detect(text)
    return (time.thread_time() - begun) * 1000
