"""A library of the size and shape of espanso's public hub: its first load, and later ones.

193 packs, 224,000 snippets, 254,000 triggers, made up here; how they are spread over the packs, how
many have whole words, several triggers, labels or texts in other scripts is as the hub has it. Each
load runs in a fresh process that does what the application's loading thread does, the list of
triggers included. The reference is PyYAML's own reading of the same files into plain dicts.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.report import Row
from tests.bench.triggers import SYLLABLES

LARGE = (30_971, 28_047, 17_868, 17_480, 16_696, 11_000, 9_000, 8_000, 7_000, 6_000)
"""Snippets of the largest packs; the others share the rest."""
PACKS = 193
SNIPPETS = 224_131
_ACCENTS = "éàüñçøß中文字日本語ру"


def measure(quick: bool) -> list[Row]:
    """Make the packs, load them in processes of their own."""
    snippets = 4_000 if quick else SNIPPETS
    with tempfile.TemporaryDirectory() as folder:
        packs = Path(folder, "packs")
        triggers = make(packs, snippets)
        plain = _run(packs, folder, "plain")
        first = _run(packs, folder, "load")
        again = _run(packs, folder, "load")
    name = f"{snippets:,} snippets, {triggers:,} triggers"
    return [
        Row(f"{name}: first load", first["s"], "s", target=20, reference=plain["s"],
            what="PyYAML alone"),
        Row("later loads", again["s"], "s", target=0.5),
        Row("memory after a first load", first["mb"], "MB"),
        Row("memory after a later load", again["mb"], "MB", target=60),
        Row("how often progress was told in the first load", first["told"], ""),
    ]  # fmt: skip


def make(folder: Path, snippets: int) -> int:
    """Write the packs; how many triggers they have."""
    source = random.Random(7)
    scale = snippets / SNIPPETS
    sizes = [max(1, round(size * scale)) for size in LARGE]
    rest = max(PACKS - len(LARGE), snippets - sum(sizes))
    others = [1] * (PACKS - len(LARGE))
    weights = [source.paretovariate(0.7) for _ in others]
    for place in source.choices(range(len(others)), weights, k=rest - len(others)):
        others[place] += 1
    count = 0
    for number, size in enumerate([*sizes, *others]):
        path = folder / f"pack-{number}" / "package.yml"
        path.parent.mkdir(parents=True)
        lines = ["matches:\n"]
        for at in range(size):
            entry, triggers = _entry(source, f"{number}x{at}")
            lines.append(entry)
            count += triggers
        path.write_text("".join(lines), encoding="utf-8")
    return count


def _entry(source: random.Random, unique: str) -> tuple[str, int]:
    word = "".join(source.choices(SYLLABLES, k=source.choice((2, 3, 3, 4))))
    text = " ".join(
        "".join(source.choices(SYLLABLES, k=2)) for _ in range(source.choice((1, 1, 3)))
    )
    if source.random() < 0.44:
        text += source.choice(_ACCENTS)
    several = source.random() < 0.13
    names = [f"{word}{unique}{end}" for end in ("", "a")] if several else [f":{word}{unique}"]
    quoted = ", ".join(json.dumps(one) for one in names)
    key = f"triggers: [{quoted}]" if several else f"trigger: {quoted}"
    lines = [f"  - {key}\n    replace: {json.dumps(text, ensure_ascii=False)}\n"]
    if source.random() < 0.41:
        lines.append("    word: true\n    propagate_case: true\n")
    if source.random() < 0.04:
        lines.append(f"    label: {word}\n")
    return "".join(lines), len(names)


def _run(packs: Path, folder: str, what: str) -> dict[str, float]:
    words = [sys.executable, "-m", "tests.bench.library", what, str(packs), folder]
    found = subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout
    result: dict[str, float] = json.loads(found)
    return result


# --- in the fresh process -----------------------------------------------------------------------


def _plain(packs: Path) -> dict[str, float]:
    import yaml

    begun = time.perf_counter()
    for path in sorted(packs.rglob("*.yml")):
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    return {"s": time.perf_counter() - begun}


def _load(packs: Path, folder: Path) -> dict[str, float]:
    from desktop.core.triggerfile import index_is_current, write_index
    from desktop.core.triggers import SEPARATORS
    from desktop.snippets.index import build_index
    from desktop.snippets.library import load_library
    from tests.bench.triggers import memory_kb

    before = memory_kb()
    told: list[float] = []
    begun = time.perf_counter()
    library = load_library([packs], folder / "cache", progress=told.append)
    index = folder / "triggers"
    if not index_is_current(index, library.fingerprint, SEPARATORS):
        write_index(index, build_index(library, SEPARATORS))
    seconds = time.perf_counter() - begun
    return {"s": seconds, "mb": (memory_kb() - before) / 1024, "told": len(told)}


if __name__ == "__main__":
    what, packs, folder = sys.argv[1:]
    print(json.dumps(_plain(Path(packs)) if what == "plain" else _load(Path(packs), Path(folder))))
