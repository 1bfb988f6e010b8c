"""What Deskhand adds to an engine's own time, and what a translation costs that the memory has.

The engine is a stand-in for LibreTranslate in a process of its own that answers at once. Each text
goes to it twice, by a plain call of requests on a session that stays, and by the translator with
all that it does: telling the language, glossary, masking, memory, the call, looking at the answer,
putting back what was hidden. What one costs more than the other is Deskhand's.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import ParamSpec

from desktop.core.clock import FixedClock, SystemClock
from desktop.storage.database import Database
from desktop.translation.detect import PREVALENT, Detector
from desktop.translation.engines.base import Setup
from desktop.translation.engines.registry import Ready, manifests
from desktop.translation.fallback import Chain
from desktop.translation.glossary import Glossary, Term
from desktop.translation.memory import Memory
from desktop.translation.memory_rows import MIGRATIONS, Origin, Pair
from desktop.translation.pipeline import Translator
from desktop.translation.results import Context, Translation
from tests.bench.report import Row, percentile

TEXTS = (
    "Hello {name}, your order {order} was sent today, see https://shop.example/t/{order}.",
    "Could you tell me the last four digits of the card and when you paid the {money}?",
    "I am sorry that the parcel {order} is late. It will arrive before Friday, I promise!",
    "Please write to help{number}@shop.example or call +34 612 34 56 78 after ten o'clock 🙏",
    "The refund of {money} is on its way to your account.\nIt takes three to five days.",
)
NAMES = ("Ana Ruiz",)

P = ParamSpec("P")


def measure(quick: bool) -> list[Row]:
    """The same texts both ways in turn, so that a busy moment hits both."""
    calls, kept = (20, 500) if quick else (500, 50_000)
    texts = [_text(number) for number in range(calls)]
    with tempfile.TemporaryDirectory() as folder, _engine() as url:
        database = Database(Path(folder, "translations.db"), MIGRATIONS)
        detector = Detector(PREVALENT)
        detector.warm()
        memory = _memory(database, kept)
        translator = Translator(
            detector, _chain(url), SystemClock(), memory=memory, glossary=_glossary()
        )
        try:
            plain, own = _both(url, translator, texts)
            hits = [_ms(_recalled, translator, _known(number)) for number in range(calls)]
        finally:
            translator.close()
            database.close()
    telling = [_ms(detector.detect, text) for text in texts]
    rows = [
        Row(f"{name}: {words}", percentile(times, part), "ms")
        for name, times in (("a plain call", plain.wall), ("a translation", own.wall))
        for words, part in (("median", 0.5), ("95 %", 0.95))
    ]
    for words, part in (("median", 0.5), ("95 %", 0.95)):
        cost = _more(own.wall, plain.wall, part)
        rows.append(Row(f"Deskhand's own cost: {words}", cost, "ms", target=5))
    cost = _more(own.processor, plain.processor, 0.95)
    rows.append(Row("Deskhand's own cost: 95 %, of the processor", cost, "ms", target=5))
    return [
        *rows,
        Row("the language of a text: median", percentile(telling, 0.5), "ms", target=1),
        Row("the language of a text: 95 %", percentile(telling, 0.95), "ms"),
        Row(f"from {kept:,} kept, whole: median", percentile(hits, 0.5), "ms", target=5),
        Row(f"from {kept:,} kept, whole: 95 %", percentile(hits, 0.95), "ms", target=5),
    ]


@dataclasses.dataclass
class _Times:
    """Milliseconds a call: as they pass, and of the processor in all threads of this process."""

    wall: list[float] = dataclasses.field(default_factory=list)
    processor: list[float] = dataclasses.field(default_factory=list)

    def take(self, work: Callable[[str], object], text: str) -> None:
        used = time.process_time()
        self.wall.append(_ms(work, text))
        self.processor.append((time.process_time() - used) * 1000)


def _more(own: Sequence[float], plain: Sequence[float], part: float) -> float | None:
    one, other = percentile(own, part), percentile(plain, part)
    return None if one is None or other is None else one - other


def _both(url: str, translator: Translator, texts: list[str]) -> tuple[_Times, _Times]:
    import requests

    plain, own = _Times(), _Times()
    with requests.Session() as session:

        def ask(text: str) -> None:
            content = {"q": text, "source": "en", "target": "es", "format": "text"}
            reply = session.post(f"{url}/translate", json=content, timeout=8)
            assert reply.json()["translatedText"]

        def translate(text: str) -> None:
            outcome = translator.translate(text, None, "es", Context(NAMES))
            assert isinstance(outcome, Translation)
            assert outcome.engine == "libretranslate"
            assert outcome.safe

        for text in texts[:5]:  # what is imported and connected once
            ask(text)
            translate(text)
        for text in texts:
            plain.take(ask, text)
            own.take(translate, text)
    return plain, own


def _recalled(translator: Translator, text: str) -> None:
    found = translator.recall(text, "en", "es", Context(NAMES))
    assert found is not None
    assert found.from_memory


def _ms(work: Callable[P, object], *arguments: P.args, **named: P.kwargs) -> float:
    begun = time.perf_counter()
    work(*arguments, **named)
    return (time.perf_counter() - begun) * 1000


def _text(number: int) -> str:
    return TEXTS[number % len(TEXTS)].format(
        name="Ana", order=f"AB-{100_000 + number}", money=f"{number + 1}.50 €", number=number
    )


def _known(number: int) -> str:
    return f"Hello Ana, your parcel AB-{100_000 + number} waits at point {_word(number)}."


def _word(number: int) -> str:
    """A word of its own for each number."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _memory(database: Database, count: int) -> Memory:
    memory = Memory(database, FixedClock(dt.datetime(2026, 3, 2, tzinfo=dt.UTC)))
    pairs = (
        Pair(
            f"Hello XQ1QX, your parcel XQ2QX waits at point {_word(number)}.",
            f"Hola, XQ1QX: su paquete XQ2QX espera en el punto {_word(number)}.",
            "en",
            "es",
        )
        for number in range(count)
    )
    memory.add(pairs, Origin.IMPORT).result()
    return memory


def _glossary() -> Glossary:
    return Glossary([Term(f"Product {number}", None, "en", "es") for number in range(1_000)])


def _chain(url: str) -> Chain:
    # Without the limit of calls a second, which is there for the engine's sake.
    manifest = dataclasses.replace(manifests()["libretranslate"], per_second=1e9)
    setup = Setup("libretranslate", MappingProxyType({"address": url}), lambda: "", SystemClock())
    return Chain([Ready("libretranslate", manifest, manifest.make(setup))], SystemClock())


@contextmanager
def _engine() -> Iterator[str]:
    words = [sys.executable, "-m", "tests.bench.translation"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


# --- in the engine's process ---------------------------------------------------------------------


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65_536  # head and body in one packet, else the next call waits for an answer's ACK
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps({"translatedText": f"Bueno, {said['q']}"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answering)
    print(server.server_address[1], flush=True)
    server.serve_forever()
