"""``deskhand detect`` and ``deskhand translate``, as scripts use them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.core.clock import SystemClock
from desktop.storage.database import Database
from desktop.translation.memory import Memory
from desktop.translation.memory_rows import MIGRATIONS, Origin, Pair
from tests.contract.translation import vendors
from tests.contract.translation.stand_in import hang, page, stand_in


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "desktop", *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


def profile(folder: Path, **addresses: str) -> str:
    lines = ["version = 1", "[translation]", f"engines = {json.dumps(list(addresses))}"]
    for name, address in addresses.items():
        kind = name.rstrip("0123456789")
        lines += [f"[translation.services.{name}]", f'kind = "{kind}"', f'address = "{address}"']
    (folder / "settings.toml").write_text("\n".join(lines))
    return str(folder)


def test_a_translation_as_json(tmp_path: Path) -> None:
    answer = vendors.libretranslate(lambda text, *_: text.replace("¿Dónde está", "Where is"))
    with stand_in(answer) as server:
        done = run(
            "translate", "¿Dónde está AB-123456?", "--from", "es", "--to", "en", "--json",
            "--profile", profile(tmp_path, libretranslate=server.url()),
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "text": "Where is AB-123456?",
        "source": "es",
        "target": "en",
        "engine": "libretranslate",
        "from_memory": False,
        "masked": {"order": 1},
        "warnings": [],
    }


def test_the_language_is_told_and_the_engine_can_be_named(tmp_path: Path) -> None:
    with stand_in(hang) as slow, stand_in(vendors.apertium()) as good:
        where = profile(tmp_path, libretranslate=slow.url(), apertium=good.url())
        text = "Hola, ¿dónde está mi pedido?"
        done = run("translate", text, "--to", "EN_us", "--engine", "apertium", "--profile", where)
    assert (done.returncode, done.stdout) == (0, f"eng:{text}\n")
    assert slow.asked == []
    assert good.asked[0].form["langpair"] == "spa|eng"


def test_warnings_are_on_standard_error_and_in_the_json(tmp_path: Path) -> None:
    lost = vendors.libretranslate(lambda *_: "Where is it, please?")
    with stand_in(lost) as server:
        where = profile(tmp_path, libretranslate=server.url())
        words = ("translate", "¿Dónde está AB-123456?", "--from", "es", "--to", "en")
        plain = run(*words, "--profile", where)
        as_json = run(*words, "--json", "--profile", where)
    assert plain.stdout == "Where is it, please?\n"
    assert plain.stderr.startswith("warning: Something is missing in the translation: order number")
    assert json.loads(as_json.stdout)["warnings"] == [
        plain.stderr.removeprefix("warning: ").rstrip("\n")
    ]


def test_the_memory_answers_without_an_engine(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    database = Database(tmp_path / "data" / "translations.db", MIGRATIONS)
    Memory(database, SystemClock()).remember(
        Pair("Gracias", "Thank you", "es", "en"), Origin.AGENT
    ).result()
    database.close()
    done = run("translate", "Gracias", "--from", "es", "--to", "en", "--json", "--profile",
               str(tmp_path))  # fmt: skip
    said = json.loads(done.stdout)
    assert (said["text"], said["engine"], said["from_memory"]) == ("Thank you", "memory", True)


def test_the_glossary_of_the_profile_is_used(tmp_path: Path) -> None:
    (tmp_path / "glossary.csv").write_text("source,target\nTarifa Plana,Flat Rate\n")
    with stand_in(
        vendors.libretranslate(lambda text, *_: text.replace("Quiero la", "I want"))
    ) as s:
        where = profile(tmp_path, libretranslate=s.url())
        done = run("translate", "Quiero la Tarifa Plana", "--from", "es", "--to", "en",
                   "--profile", where)  # fmt: skip
    assert done.stdout == "I want Flat Rate\n"


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("Hola",), 2, "--to"),
        (("Hola", "--to", "nö"), 2, "a language is a tag"),
        (("Hola", "--to", "en", "--from", "es"), 1, "No translation engine is set up. Choose one"),
        (("ok", "--to", "en"), 1, "can't be told"),
        (("Hola", "--to", "en", "--from", "es", "--engine", "deepl"), 1, "“deepl” is not set up"),
    ],
)
def test_what_can_not_be_done_is_one_sentence_that_says_what_to_do(
    words: tuple[str, ...], status: int, says: str, tmp_path: Path
) -> None:
    done = run("translate", *words, "--profile", str(tmp_path))
    assert (done.returncode, done.stdout) == (status, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_engine_that_fails_is_one_sentence_too(tmp_path: Path) -> None:
    with stand_in(page(500, "privado")) as server:
        where = profile(tmp_path, libretranslate=server.url())
        done = run("translate", "Hola privado", "--from", "es", "--to", "en", "--profile", where)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "deskhand: LibreTranslate has trouble of its own right now. Try again in a minute.\n"
    )


def test_an_engine_that_can_not_be_made_says_why(tmp_path: Path) -> None:
    where = profile(tmp_path, libretranslate="http://mt.example.org")
    done = run("translate", "Hola", "--from", "es", "--to", "en", "--profile", where)
    assert done.returncode == 1
    assert "not secure" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (("Hola, ¿dónde está mi pedido?",), "es"),
        (("Где мой заказ?", "--languages", "en,ru"), "ru"),
        (("ok",), None),
        (("https://example.org 123 👍",), None),
    ],
)
def test_detecting(words: tuple[str, ...], language: str | None, tmp_path: Path) -> None:
    done = run("detect", *words, "--json", "--profile", str(tmp_path))
    said = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(said) == {"language", "confidence"}
    assert said["language"] == language
    assert 0 <= said["confidence"] <= 1
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_does_not_wait_for_one_engine_after_the_other(tmp_path: Path) -> None:
    with stand_in(hang) as one, stand_in(hang) as other, stand_in(vendors.apertium()) as good:
        where = profile(
            tmp_path, libretranslate1=one.url(), libretranslate2=other.url(), apertium=good.url()
        )
        begun = time.monotonic()
        done = run("doctor", "--json", "--profile", where)
        took = time.monotonic() - begun
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert checks["engine apertium"]["ok"] is True
    for name in ("engine libretranslate1", "engine libretranslate2"):
        assert checks[name]["ok"] is False
        assert "did not answer in time" in checks[name]["what"]
    assert 3 <= took < 8  # the start of a program on a busy machine included
