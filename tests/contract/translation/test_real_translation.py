"""Whole translations over the loopback: real ones by Apertium, and through servers that do harm."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType

import pytest

from desktop.core.clock import SystemClock
from desktop.net.address import Reach
from desktop.translation.detect import Detector
from desktop.translation.engines.base import FaultKind, Setup
from desktop.translation.engines.registry import Ready, manifests
from desktop.translation.fallback import Chain
from desktop.translation.pipeline import Rules, Translator
from desktop.translation.results import Context, NoTranslation, Outcome, Translation
from tests.contract.translation import self_signed, vendors
from tests.contract.translation.stand_in import (
    Answer,
    Asked,
    Wire,
    answer_json,
    drip_body,
    drip_head,
    endless,
    hang,
    page,
    reset,
    reset_midway,
    stand_in,
)

CLOCK = SystemClock()
PATHS = {"google": "/m", "mymemory": "/get", "openai_chat": "/v1"}
_MODES = {
    ("es", "en"): "spa-eng",
    ("en", "es"): "eng-spa",
    ("spa", "eng"): "spa-eng",
    ("eng", "spa"): "eng-spa",
    ("fr", "es"): "fr-es",
    ("ru", "uk"): "rus-ukr",
}


def by_apertium(text: str, source: str, target: str) -> str | None:
    mode = _MODES.get((source, target))
    if mode is None:
        return None
    done = subprocess.run(
        ["apertium", "-u", mode], input=text, capture_output=True, text=True, check=True, timeout=20
    )
    return done.stdout


needs_apertium = pytest.mark.skipif(
    shutil.which("apertium") is None, reason="not installed: apertium"
)


@contextmanager
def translator(*engines: tuple[str, Answer], patience: float = 8) -> Iterator[Translator]:
    with ExitStack() as stack:
        ready = []
        for number, (kind, answer) in enumerate(engines):
            server = stack.enter_context(stand_in(answer))
            values = {"address": server.url(PATHS.get(kind, "")), "model": "m"}
            manifest = manifests()[kind]
            setup = Setup(kind, MappingProxyType(values), lambda: "key", CLOCK)
            ready.append(Ready(f"{kind}{number}", manifest, manifest.make(setup)))
        one = Translator(Detector(), Chain(ready, CLOCK), CLOCK, rules=Rules(patience=patience))
        try:
            yield one
        finally:
            one.close()


def done(outcome: Outcome) -> Translation:
    assert isinstance(outcome, Translation), outcome
    return outcome


@needs_apertium
@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("libretranslate", vendors.libretranslate(by_apertium, key="key")),
        ("apertium", vendors.apertium(by_apertium)),
        ("google", vendors.google(by_apertium)),
    ],
)
def test_a_customer_is_understood_and_answered(kind: str, answer: Answer) -> None:
    private = ("4111 1111 1111 1111", "AB-123456", "https://shop.example.org/orders?id=7")
    seen: list[str] = []

    def watching(asked: Asked, wire: Wire) -> None:
        seen.append(asked.target + asked.body.decode())
        answer(asked, wire)

    with translator((kind, watching)) as one:
        read = done(one.translate("Hola, no puedo entrar en mi cuenta.", None, "en"))
        assert read.source == "es"
        assert "I can not" in read.text
        assert read.text.endswith("account.")
        card, order, link = private
        reply = f"Where is my order {order}?\n\nI paid with {card}.\nPlease see {link}"
        said = done(one.translate(reply, "en", "es"))
    assert all(one in said.text for one in private)
    assert said.text.splitlines()[1] == ""
    assert "Dónde" in said.text
    assert said.safe, said.warnings
    assert said.masked == {"card": 1, "order": 1, "link": 1}
    assert said.reach is Reach.MACHINE
    for one_seen in seen:
        assert "4111" not in one_seen
        assert "123456" not in one_seen
        assert "shop.example" not in one_seen


@needs_apertium
def test_a_pair_that_is_not_installed_goes_to_the_next() -> None:
    with translator(
        ("apertium", vendors.apertium(by_apertium)),
        ("libretranslate", vendors.libretranslate(key="key")),
    ) as one:
        outcome = done(one.translate("Guten Tag, wo ist meine Bestellung?", "de", "fr"))
    assert outcome.engine == "libretranslate1"
    assert outcome.tried[0].fault is FaultKind.LANGUAGE


def _says(text: str) -> Answer:
    return answer_json({"translatedText": text})


HOSTILE: dict[str, Answer] = {
    "hang": hang,
    "drip head": drip_head,
    "drip body": drip_body,
    "429": page(429, ""),
    "429 with a time": page(429, "", Retry_After="30"),
    "500": page(500, "<h1>Internal Server Error</h1>", "text/html"),
    "error page as a translation": _says("Error 500 (Server Error)!!1500.That’s an error."),
    "error page": page(200, "<html>Error 500</html>", "text/html"),
    "empty": _says(""),
    "nothing": page(200, ""),
    "another customer's text": _says("Your refund of order 77120045 went to lee@example.org"),
    "another customer's token": _says("Where is my order XQ8QX?"),
    "html": _says("<div>Where is my order XQ1QX?</div>"),
    "wrong encoding": answer_json({"translatedText": "Â¿DÃ³nde estÃ¡ mi pedido XQ1QX?"}),
    "no encoding": page(200, b'{"translatedText": "D\xf3nde"}'),
    "wrong script": _says("Где мой заказ XQ1QX, скажите пожалуйста?"),
    "10 MB": endless,
    "10 MB announced": page(200, b'{"translatedText": "' + b"a" * 10_000_000 + b'"}'),
    "reset": reset,
    "reset midway": reset_midway,
    "redirect": page(307, "", Location="https://elsewhere.example/"),
    "no http": lambda _, wire: wire.send(b"\x00\x01\x02\r\n\r\n"),
}  # fmt: skip
TEXT = "¿Dónde está mi pedido AB-123456?"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_engine_ends_in_the_fallback(name: str) -> None:
    good = vendors.libretranslate(lambda *_: "Where is my order XQ1QX?", key="key")
    with translator(
        ("libretranslate", HOSTILE[name]), ("libretranslate", good), patience=2.6
    ) as one:
        begun = time.monotonic()
        outcome = done(one.translate(TEXT, "es", "en"))
        assert time.monotonic() - begun < 4
    assert (outcome.text, outcome.engine) == ("Where is my order AB-123456?", "libretranslate1")
    assert outcome.safe


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_engine_alone_ends_in_a_clear_message(name: str) -> None:
    with translator(("libretranslate", HOSTILE[name]), patience=0.8) as one:
        begun = time.monotonic()
        outcome = one.translate(TEXT, "es", "en")
        assert time.monotonic() - begun < 2.5
    if name == "another customer's token":  # all that can be known is that ours is gone
        assert not done(outcome).safe
        return
    assert isinstance(outcome, NoTranslation)
    assert outcome.problem.what.startswith("LibreTranslate ")
    assert outcome.problem.todo
    assert "123456" not in outcome.problem.sentence()


def test_the_same_text_is_never_silent() -> None:
    with translator(
        ("libretranslate", vendors.libretranslate(lambda text, *_: text, "key"))
    ) as one:
        assert not done(one.translate(TEXT, "es", "en")).safe


def test_a_certificate_that_nobody_vouches_for_gets_no_text(tmp_path: Path) -> None:
    context, _ = self_signed.make(tmp_path)
    with stand_in(_says("Hello"), context) as server:
        manifest = manifests()["libretranslate"]
        setup = Setup("lt", MappingProxyType({"address": server.url()}), lambda: "", CLOCK)
        ready = Ready("lt", manifest, manifest.make(setup))
        one = Translator(Detector(), Chain([ready], CLOCK), CLOCK)
        outcome = one.translate(TEXT, "es", "en")
        one.close()
    assert isinstance(outcome, NoTranslation)
    assert "can't prove that it is the right one" in outcome.problem.what
    assert server.asked == []


def test_600_calls_on_16_threads_never_mix() -> None:
    manifest = manifests()["google"]

    def shout(text: str, _source: str, _target: str) -> str:
        return text.replace("pedido de", "order of")

    with stand_in(vendors.google(shout)) as server:
        setup = Setup("g", MappingProxyType({"address": server.url("/m")}), lambda: "", CLOCK)
        engine = manifest.make(setup)
        fast = dataclasses.replace(manifest, per_second=1e6)
        one = Translator(
            Detector(), Chain([Ready("g", fast, engine)], CLOCK), CLOCK, rules=Rules(patience=60)
        )

        def ask(number: int) -> bool:
            name = "".join(chr(ord("a") + int(digit)) for digit in str(number))
            outcome = one.translate(f"pedido de {name}", "es", "en", Context())
            return isinstance(outcome, Translation) and outcome.text == f"order of {name}"

        with ThreadPoolExecutor(16) as pool:
            assert all(pool.map(ask, range(600)))
        one.close()
    assert len(server.asked) == 600
