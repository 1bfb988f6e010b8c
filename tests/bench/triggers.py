"""250,000 triggers: how soon they are ready, what they weigh, and what a key costs.

Measured in a fresh process that does what the keyboard process does: read the index, make the
matcher, freeze what is there and switch the garbage collector off.
"""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from desktop.core.triggerfile import read_index, write_index
from desktop.core.triggers import RegexTrigger, TriggerIndex
from desktop.keyboard.matcher import Matcher
from tests.bench.palette import WORDS
from tests.bench.report import Row, percentile
from tests.screen.typing_session import Snippet, index_of

LETTERS = "ba de fi go lu me no pa re si to vu ka li mo ne ru sa te vi an er in or un st"
SYLLABLES = LETTERS.split()
REGEXES = (r"\d{1,3}[.,]\d{2} ?eur", r"#(?P<number>\d{6})", r"(?i)re\w{2,8}:", r"[A-Z]{2}\d{4}x")


def measure(quick: bool) -> list[Row]:
    """Make the triggers here, measure in another process."""
    count, keys = (5_000, 5_000) if quick else (250_000, 200_000)
    source = random.Random(3)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "index")
        triggers = _triggers(source, count)
        write_index(path, index_of(triggers))
        text = Path(folder, "text")
        text.write_text(_typed(source, triggers, keys), encoding="utf-8")
        words = [sys.executable, "-m", "tests.bench.triggers", str(path), str(text)]
        found = json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout)
    name = f"{count:,} triggers"
    return [
        Row(f"{name}: ready", found["ready_s"], "s", target=0.5),
        Row(f"{name}: memory", found["memory_mb"], "MB", target=60),
        Row("a key, median", found["key_p50_us"], "µs"),
        Row("a key, 99 %", found["key_p99_us"], "µs", target=6),
        Row("a key, slowest", found["key_max_us"], "µs", target=2_000),
        Row("a key with regex triggers too, 99 %", found["regex_p99_us"], "µs"),
        Row("garbage collection at rest", found["collect_ms"], "ms", target=2),
    ]


def _triggers(source: random.Random, count: int) -> list[Snippet]:
    """As many as that, of the lengths and kinds that espanso's hub has."""
    found: dict[str, Snippet] = {}
    while len(found) < count:
        word = "".join(source.choices(SYLLABLES, k=source.choice((2, 3, 3, 4, 4, 5, 8))))
        if source.random() < 0.2:
            word = ":" + word
        kind = source.random()
        found[word] = Snippet(word, "", left_word=kind < 0.4, right_word=kind < 0.4,
                              folded=0.3 < kind < 0.7)  # fmt: skip
    return list(found.values())


def _typed(source: random.Random, triggers: Sequence[Snippet], keys: int) -> str:
    """Mostly words that are no triggers, as people write."""
    words: list[str] = []
    for _ in range(keys // 4):  # a word and what follows it are at least four keys, nearly always
        kind = source.random()
        if kind < 0.03:
            words.append(source.choice(triggers).trigger)
        elif kind < 0.8:
            words.append(source.choice(WORDS))
        else:
            words.append("".join(source.choices(SYLLABLES, k=source.randint(3, 6))))
        words.append(source.choice((" ", " ", " ", ", ", ".", "\n", "7", "#")))
    return "".join(words)[:keys]


# --- in the fresh process -----------------------------------------------------------------------


def _memory_kb() -> int:
    """Private memory: what would be free if the process ended."""
    rows = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(row.split()[1]) for row in rows if row.startswith(("Private_", "Swap:")))


def _feed(matcher: Matcher, text: str) -> list[float]:
    """Microseconds of processor time for each key, so that other programs don't count."""
    clock = time.thread_time_ns
    own = min(-(clock() - clock()) for _ in range(1_000))
    times = []
    for char in text:
        begun = clock()
        hit = matcher.feed(char)
        times.append((clock() - begun - own) / 1000)
        if hit is not None:
            matcher.after_text("x")
    return times


def _with_regexes(index: TriggerIndex) -> TriggerIndex:
    return TriggerIndex(
        index.library,
        index.tries,
        tuple(RegexTrigger(pattern, number) for number, pattern in enumerate(REGEXES)),
        index.separators,
        index.longest,
        index.triggers,
    )


def _probe(path: Path, text: str) -> dict[str, float | None]:
    Matcher(index_of([Snippet(":a", "")])).feed("a")  # the libraries themselves are loaded
    gc.collect()
    before = _memory_kb()
    begun = time.perf_counter()
    index = read_index(path)
    matcher = Matcher(index)
    del index
    ready = time.perf_counter() - begun
    gc.collect()
    memory = _memory_kb() - before
    gc.freeze()
    gc.disable()
    times = _feed(matcher, text)
    begun = time.thread_time()
    gc.collect()
    collect = time.thread_time() - begun
    matcher = Matcher(_with_regexes(read_index(path)))
    gc.collect()
    gc.freeze()
    slow = _feed(matcher, text[: len(text) // 10])
    return {
        "ready_s": ready,
        "memory_mb": memory / 1024,
        "key_p50_us": percentile(times, 0.5),
        "key_p99_us": percentile(times, 0.99),
        "key_max_us": max(times),
        "regex_p99_us": percentile(slow, 0.99),
        "collect_ms": collect * 1000,
    }


if __name__ == "__main__":
    print(json.dumps(_probe(Path(sys.argv[1]), Path(sys.argv[2]).read_text(encoding="utf-8"))))
