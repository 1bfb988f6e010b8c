"""How a verb says what came of it: results on standard output, troubles on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence

from desktop.core.results import Problem


def print_json(value: object) -> None:
    """In letters that standard output can show; JSON has an escape for all others."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not plain))


def print_result(value: object, lines: Iterable[str], *, as_json: bool) -> None:
    """For scripts the value, for people its lines."""
    if as_json:
        print_json(value)
    else:
        print(*lines, sep="\n")


def print_counts(what: str, count: int, *, as_json: bool, **more: int) -> None:
    """How many: ``imported: 3, known: 1``."""
    counts = {what: count, **more}
    words = ", ".join(f"{name.replace('_', ' ')}: {n:,}" for name, n in counts.items())
    print_result(counts, [words], as_json=as_json)


def tell(problems: Sequence[Problem]) -> None:
    """What is wrong besides, a line each, on standard error."""
    for problem in problems:
        sys.stderr.write(f"{problem.severity.value}: {problem.sentence()}\n")
