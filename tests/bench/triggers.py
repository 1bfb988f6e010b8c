"""250,000 triggers: how soon they are ready, what they weigh, and what a key costs.

Measured in a fresh process that does what the keyboard process does: read the index, make the
matcher, freeze what is there and switch the garbage collector off.

The same text is typed several times, and each key's median counts, so that interrupts and other
programs don't. The clock for that is the one that needs no system call: the thread's own costs as
much as a key and leaves the processor's caches and predictions cold. It is used once, for the
slowest key and for comparison. The reference is one look-up in one of the tries for the same text,
between the passes, so that both see the same machine.
"""

from __future__ import annotations

import gc
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import marisa_trie

from desktop.core.clock import SystemClock
from desktop.core.triggerfile import read_index, write_index
from desktop.core.triggers import RegexTrigger, TriggerIndex
from desktop.host.keys import Key, KeysOptions, Stroke
from desktop.keyboard.following import Following
from desktop.keyboard.habits import Habits
from desktop.keyboard.matcher import Hit, Matcher
from desktop.keyboard.pending import Pending
from desktop.keyboard.tally import KEY_BYTES
from tests.bench.palette import WORDS
from tests.bench.report import Row, percentile
from tests.screen.typing_session import index_of
from tests.typing_cases import Snippet

S = TypeVar("S")
T = TypeVar("T")
PASSES = 5
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
    name, look = f"{count:,} triggers", "one look-up"
    return [
        Row(f"{name}: ready", found["ready_s"], "s", target=0.5),
        Row(f"{name}: memory", found["memory_mb"], "MB", target=60),
        Row("a key, median", found["key_p50_us"], "µs", reference=found["look_p50_us"], what=look),
        Row(
            "a key, 99 %",
            found["key_p99_us"],
            "µs",
            target=6,
            reference=found["look_p99_us"],
            what=look,
        ),
        Row("a key, 99 % by the thread's clock, once", found["once_p99_us"], "µs"),
        Row("a key that completes a trigger, median", found["hit_p50_us"], "µs"),
        Row("a key, slowest", found["key_max_us"], "µs", target=2_000),
        Row("a key with regex triggers too, 99 %", found["regex_p99_us"], "µs"),
        Row("a stroke followed, 99 %", found["off_p99_us"], "µs"),
        Row(
            "a stroke followed with suggestions on, median",
            found["on_p50_us"],
            "µs",
            reference=found["off_p50_us"],
            what="with them off",
        ),
        Row(
            "a stroke followed with suggestions on, 99 %",
            found["on_p99_us"],
            "µs",
            reference=found["off_p99_us"],
            what="with them off",
        ),
        Row("a stroke that ends a sentence, suggestions on, median", found["end_p50_us"], "µs"),
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


def memory_kb() -> int:
    """Private memory: what would be free if the process ended."""
    rows = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(row.split()[1]) for row in rows if row.startswith(("Private_", "Swap:")))


def _timed(
    act: Callable[[S], T],
    text: Iterable[S],
    behind: Callable[[T], object],
    clock: Callable[[], int] = time.perf_counter_ns,
) -> Sequence[float]:
    """Microseconds of each call; ``behind`` is not counted."""
    own = min(-(clock() - clock()) for _ in range(1_000))
    times = array("d")
    for one in text:
        begun = clock()
        result = act(one)
        times.append((clock() - begun - own) / 1000)
        behind(result)
    return times


def _feed(
    matcher: Matcher, text: str, clock: Callable[[], int] = time.perf_counter_ns
) -> tuple[Sequence[float], Sequence[int]]:
    """For each key its microseconds, and whether it completed a trigger."""
    hits = array("b")

    def behind(hit: Hit | None) -> None:
        hits.append(hit is not None)
        if hit is not None:
            matcher.after_text("x")

    return _timed(matcher.feed, text, behind, clock), hits


_KEYS = {"\n": Key.ENTER, "\t": Key.TAB}


def _follow(index: TriggerIndex, text: str, *, suggest: bool) -> Sequence[float]:
    """For each key the microseconds of what is done with its stroke."""
    clock = SystemClock()
    following = Following(clock, KeysOptions())
    following.load(index)
    if suggest:
        following.notice(Habits(b"k" * KEY_BYTES, clock, lambda *_told: None))
    forget = following._matcher.after_text
    strokes = [Stroke(_KEYS.get(char, Key.TEXT), char) for char in text]

    def behind(found: Pending | None) -> None:
        if found is not None:
            forget("x")

    return _timed(following.match, strokes, behind)


def _look_up(index: TriggerIndex, text: str) -> Sequence[float]:
    """The reference: microseconds of a look-up in the first trie for each key of the text."""
    trie = marisa_trie.Trie()
    trie.frombytes(index.tries[0].trie)
    typed = (text[max(0, end - index.longest) : end][::-1] for end in range(1, len(text) + 1))
    return _timed(trie.prefixes, typed, bool)


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
    before = memory_kb()
    begun = time.perf_counter()
    index = read_index(path)
    matcher = Matcher(index)
    del index
    ready = time.perf_counter() - begun
    gc.collect()
    memory = memory_kb() - before
    gc.freeze()
    gc.disable()
    once, _ = _feed(matcher, text, time.thread_time_ns)
    begun = time.thread_time()
    gc.collect()
    collect = time.thread_time() - begun
    index = read_index(path)
    passes, looks = [], []
    for _ in range(PASSES):
        times, hits = _feed(Matcher(index), text)
        passes.append(times)
        looks.append(_look_up(index, text))
    keys, look = map(_medians, (passes, looks))
    followed = [
        _medians([_follow(index, text, suggest=on) for _ in range(PASSES)]) for on in (False, True)
    ]
    ends = [cost for cost, char in zip(followed[1], text, strict=True) if char == "\n"]
    matcher = Matcher(_with_regexes(index))
    gc.collect()
    gc.freeze()
    part = text[: len(text) // 10]
    slow = _medians([_feed(matcher, part)[0] for _ in range(PASSES)])
    return {
        "ready_s": ready,
        "memory_mb": memory / 1024,
        "key_p50_us": percentile(keys, 0.5),
        "key_p99_us": percentile(keys, 0.99),
        "once_p99_us": percentile(once, 0.99),
        "key_max_us": max(once),
        "hit_p50_us": percentile([one for one, hit in zip(keys, hits, strict=True) if hit], 0.5),
        "look_p50_us": percentile(look, 0.5),
        "look_p99_us": percentile(look, 0.99),
        "regex_p99_us": percentile(slow, 0.99),
        "off_p50_us": percentile(followed[0], 0.5),
        "off_p99_us": percentile(followed[0], 0.99),
        "on_p50_us": percentile(followed[1], 0.5),
        "on_p99_us": percentile(followed[1], 0.99),
        "end_p50_us": percentile(ends, 0.5),
        "collect_ms": collect * 1000,
    }


def _medians(passes: Iterable[Sequence[float]]) -> list[float]:
    return [statistics.median(one) for one in zip(*passes, strict=True)]


if __name__ == "__main__":
    print(json.dumps(_probe(Path(sys.argv[1]), Path(sys.argv[2]).read_text(encoding="utf-8"))))
