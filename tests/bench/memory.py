"""The translation memory with a million segments: taking them in, and finding one again.

The segments are made-up support sentences, half of their nouns from 20,000 made-up words that are
used as words are (the n-th most frequent 1/n as often); what is looked for are some of them with a
word lost, added or changed, or a slip of the hand. Searches run in a fresh process, so that the
memory it takes is theirs, and are compared with looking at every segment. After each one, the same
amount of processor time goes into counting, which shows what the machine makes of such a wait.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import psutil
from rapidfuzz import fuzz, process

from desktop.core.clock import FixedClock
from desktop.storage.database import Database
from desktop.translation.likeness import fold
from desktop.translation.memory import Memory
from desktop.translation.memory_rows import MIGRATIONS, Origin, Pair
from tests.bench.report import Row, percentile

LEAST = 70
"""The score from which on a like segment is looked for."""

SYLLABLES = "ba ke ri to ma len sor vi pa du ne gra chi ul fer as mon ti ro ber"
OPENINGS = (
    "hello/hi there/good morning/sorry to bother you again/thanks for the quick reply/excuse me/"
    "as I wrote yesterday/one more thing/to be honest/please help me///////////"
)
SUBJECTS = (
    "my order/the parcel/my last invoice/the refund/my subscription/the delivery/my account/"
    "the password link/the replacement/my warranty claim/the voucher/the driver/the charger/"
    "the monthly payment/the confirmation e-mail/the left shoe/your app/the screen/"
    "the appointment/the return label"
)
VERBS = (
    "has not arrived/is damaged/was charged twice/does not work any more/is missing/"
    "was cancelled without a reason/has been delayed/cannot be opened/"
    "was sent to the wrong address/is still pending/does not match what I paid/"
    "came without the receipt/stopped working/is too small/shows an error/was never confirmed/"
    "has the wrong colour/needs a signature/expired yesterday/got lost"
)
ENDINGS = (
    "since Monday/for three weeks/after the update/although I paid on time/"
    "and nobody answers the phone/so I want my money back/could you check it please/"
    "what should I do now/I need it before the weekend/this is the second time/"
    "even though tracking says delivered/please send a new one/can you tell me when it comes/"
    "because I moved to another city/and the shop told me to write here/in the blue box/"
    "for my daughter's birthday/as promised by your colleague//////"
)


def measure(quick: bool) -> list[Row]:
    """Fill a memory here, search it in another process."""
    count, queries, compared = (5_000, 40, 20) if quick else (1_000_000, 400, 60)
    source = random.Random(11)
    sentences = _sentences(source, count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "translation.db")
        begun = time.perf_counter()
        _fill(path, sentences)
        took = time.perf_counter() - begun
        size = path.stat().st_size / 1e6
        asked = [_changed(source, source.choice(sentences)) for _ in range(queries)]
        work = json.dumps({"asked": asked, "kept": source.sample(sentences, queries)})
        words = [sys.executable, "-m", "tests.bench.memory", str(path)]
        done = subprocess.run(words, check=True, input=work, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout)
    missed = _missed(sentences, asked[:compared], found["scores"])
    name = f"{count:,} segments"
    return [
        Row(f"{name}: taken in", took, "s"),
        Row(f"{name}: on the disk", size, "MB"),
        Row(f"{name}: memory of a search", found["memory_mb"], "MB", target=40),
        Row("exact, 95 %", percentile(found["exact_ms"], 0.95), "ms", target=2),
        Row("exact, slowest", max(found["exact_ms"]), "ms"),
        Row("fuzzy, median", percentile(found["fuzzy_ms"], 0.5), "ms"),
        Row(
            "fuzzy, 95 %",
            percentile(found["fuzzy_ms"], 0.95),
            "ms",
            target=50,
            reference=percentile(found["counting_ms"], 0.95),
            what="as much of the processor, for counting",
        ),
        Row("fuzzy, 95 %, of the processor", percentile(found["fuzzy_cpu_ms"], 0.95), "ms"),
        Row("fuzzy, slowest", max(found["fuzzy_ms"]), "ms"),
        Row("fuzzy, the best segment not found", 100 * missed / compared, "%", target=5),
        Row("one more is kept", percentile(found["keep_ms"], 0.5), "ms"),
        Row("one more is kept, 95 %", percentile(found["keep_ms"], 0.95), "ms"),
    ]


def _sentences(source: random.Random, count: int) -> list[str]:
    syllables = SYLLABLES.split()
    nouns = [
        "".join(source.choices(syllables, k=source.choice((2, 3, 3, 4)))) for _ in range(20_000)
    ]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(nouns))))
    openings, subjects, verbs, endings = (
        one.split("/") for one in (OPENINGS, SUBJECTS, VERBS, ENDINGS)
    )
    found: dict[str, None] = {}
    while len(found) < count:
        subject = source.choice(subjects)
        if source.random() < 0.5:
            some = source.choices(nouns, cum_weights=weights, k=source.choice((1, 1, 2)))
            subject = f"the {' '.join(some)}"
        if source.random() < 0.4:
            subject += f" for {source.choices(nouns, cum_weights=weights)[0]}"
        parts = [source.choice(openings), subject, source.choice(verbs), source.choice(endings)]
        if source.random() < 0.3:
            parts.append(source.choice(endings))
        if source.random() < 0.3:
            parts.append(f"number XQ{source.randint(1, 3)}QX")
        text = " ".join(part for part in parts if part) + source.choice((".", "?", "!", ""))
        found[text[0].upper() + text[1:]] = None
    return list(found)


def _changed(source: random.Random, text: str) -> str:
    words = text.split()
    for _ in range(source.choice((1, 1, 2, 3))):
        at = source.randrange(len(words))
        kind = source.random()
        if kind < 0.3 and len(words) > 2:
            del words[at]
        elif kind < 0.5:
            words.insert(at, source.choice(("please", "now", "really", "again", "still")))
        elif kind < 0.8 and len(words[at]) > 1:
            place = source.randrange(len(words[at]))
            words[at] = words[at][:place] + words[at][place + 1 :]
        else:
            words[at] = source.choice(("order", "package", "invoice", "thing"))
    return " ".join(words)


def _missed(sentences: Sequence[str], asked: Sequence[str], scores: Sequence[int]) -> int:
    """How often a search gave less than the best that there is."""
    folded = [fold(one) for one in sentences]
    missed = 0
    for text, score in zip(asked, scores, strict=False):
        truth = process.extractOne(fold(text), folded, scorer=fuzz.ratio, score_cutoff=LEAST)
        missed += truth is not None and score < min(int(truth[1]), 99)
    return missed


def _fill(path: Path, sentences: Sequence[str]) -> None:
    database = Database(path, MIGRATIONS)
    try:
        pairs = (Pair(one, one[::-1], "en", "es") for one in sentences)
        Memory(database, FixedClock(dt.datetime(2026, 3, 2, tzinfo=dt.UTC))).add(
            pairs, Origin.IMPORT
        ).result()
    finally:
        database.close()


# --- in the fresh process -----------------------------------------------------------------------


def _probe(path: Path, asked: Sequence[str], kept: Sequence[str]) -> dict[str, object]:
    own = psutil.Process()
    before = own.memory_info().rss
    database = Database(path, MIGRATIONS)
    memory = Memory(database, FixedClock(dt.datetime(2026, 3, 2, tzinfo=dt.UTC)))
    exact, fuzzy, processor, counting, keeping, scores = [], [], [], [], [], []
    for text in asked:
        begun, used = time.perf_counter(), time.thread_time()
        found = memory.fuzzy(text, "en", "es", LEAST)
        processor.append((time.thread_time() - used) * 1000)
        fuzzy.append((time.perf_counter() - begun) * 1000)
        scores.append(found[0].score if found else 0)
        counting.append(_counted(processor[-1]))
    for text in kept:
        begun = time.perf_counter()
        known = memory.exact(text, "en", "es-MX")
        exact.append((time.perf_counter() - begun) * 1000)
        assert known is not None
    for text in asked:
        begun = time.perf_counter()
        memory.remember(Pair(text, "x", "en", "es"), Origin.AGENT).result()
        keeping.append((time.perf_counter() - begun) * 1000)
    grown = own.memory_info().rss - before
    database.close()
    return {
        "exact_ms": exact,
        "fuzzy_ms": fuzzy,
        "fuzzy_cpu_ms": processor,
        "counting_ms": counting,
        "keep_ms": keeping,
        "scores": scores,
        "memory_mb": grown / 1e6,
    }


def _counted(milliseconds: float) -> float:
    """Use that much of the processor; gives how long it took."""
    begun, until = time.perf_counter(), time.thread_time() + milliseconds / 1000
    while time.thread_time() < until:
        pass
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    work = json.load(sys.stdin)
    print(json.dumps(_probe(Path(sys.argv[1]), work["asked"], work["kept"])))
