"""``python -m tests.bench [--quick] [--out FILE] [GROUP...]``: numbers of the programs themselves.

Groups: triggers, library, palette, editor, start, expansions, detection, translation, preview,
memory, customers, breaks, and windows only where it is named: it makes Wine ready first.
Programs are measured one after the other, each group beside a reference that is measured in the
same run, because absolute times say little on another machine. See ``docs/bench.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import (
    breaks,
    customers,
    detection,
    editor,
    expansions,
    library,
    memory,
    palette,
    preview,
    start,
    translation,
    triggers,
    windows,
)
from tests.bench.report import Row, table

GROUPS: dict[str, Callable[[bool], list[Row]]] = {
    "triggers": triggers.measure,
    "library": library.measure,
    "palette": palette.measure,
    "editor": editor.measure,
    "start": start.measure,
    "expansions": expansions.measure,
    "detection": detection.measure,
    "translation": translation.measure,
    "preview": preview.measure,
    "memory": memory.measure,
    "customers": customers.measure,
    "breaks": breaks.measure,
    "windows": windows.measure,
}
ONLY_NAMED = {"windows"}


def main() -> int:
    """Measure, print, and write what was printed as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", choices=[[], *GROUPS])
    parser.add_argument("--quick", action="store_true", help="few of everything: does it run?")
    parser.add_argument("--out", type=Path, help="a JSON file for the results")
    options = parser.parse_args()
    machine = f"{os.cpu_count()} processors, {platform.platform()}, Python {sys.version.split()[0]}"
    print(machine)
    found: list[Row] = []
    for name in options.groups or [one for one in GROUPS if one not in ONLY_NAMED]:
        begun = time.monotonic()
        rows = GROUPS[name](options.quick)
        found += rows
        print(f"\n{name} ({time.monotonic() - begun:.0f} s)\n{table(rows)}", flush=True)
    if options.out is not None:
        data = {"machine": machine, "quick": options.quick, "rows": [one.plain() for one in found]}
        options.out.write_text(json.dumps(data, indent=1, ensure_ascii=False), encoding="utf-8")
    missed = [one.name for one in found if one.met is False]
    print(f"\n{len(missed)} of {len(found)} targets missed" + "".join(f"\n  {m}" for m in missed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
