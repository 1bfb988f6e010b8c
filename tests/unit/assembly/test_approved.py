"""assembly.approved: approved snippets are translations, the starter packs' among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.assembly.approved import approved_pairs
from desktop.assembly.packs import starter_packs
from desktop.core.clock import SystemClock
from desktop.snippets.library import Library, load_library
from desktop.storage.database import Database
from desktop.translation.detect import Detector
from desktop.translation.fallback import Chain
from desktop.translation.glossary import Glossary, Term
from desktop.translation.memory import Memory
from desktop.translation.memory_rows import MIGRATIONS, Pair
from desktop.translation.pipeline import Translator
from desktop.translation.results import Context, Lack, NoTranslation, Translation

STARTERS = ("en", "es", "fr", "de", "pt", "ar", "zh", "hi", "fil")
AGENT = {"first_name": "Robin"}
ELSE = "Is there anything else I can help you with today?"


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    database = Database(tmp_path / "translations.db", MIGRATIONS)
    yield Memory(database, SystemClock())
    database.close()


def library(folder: Path, text: str) -> Library:
    (folder / "own.yml").write_text(text, encoding="utf-8")
    found = load_library([folder / "own.yml"])
    assert not found.problems
    return found


def pairs(folder: Path, text: str) -> list[Pair]:
    return list(approved_pairs(library(folder, text), "en", AGENT))


def texts(found: list[Pair]) -> set[tuple[str, str, str, str]]:
    return {(one.source_language, one.target_language, one.source, one.target) for one in found}


def one_snippet(replace: str, spanish: str, more: str = "approved_by: Dana") -> str:
    return (
        "matches:\n"
        "  - trigger: ':x'\n"
        f"    replace: {replace}\n"
        f"    {more}\n"
        "    variants:\n"
        "      - when: {language: es}\n"
        f"        replace: {spanish}\n"
    )


def test_the_starter_packs_come_both_ways() -> None:
    found = list(approved_pairs(load_library(starter_packs(STARTERS)), "de", AGENT))
    counts = Counter((one.source_language, one.target_language) for one in found)
    for starter in STARTERS[1:]:
        language = {"zh": "zh-Hans"}.get(starter, starter)
        assert counts["en", language] == counts[language, "en"] >= 15
    assert all("{{" not in one.source + one.target for one in found)
    assert all("$|$" not in one.source + one.target for one in found)


def test_what_is_typed_by_hand_comes_out_as_approved(memory: Memory) -> None:
    memory.set_variants(approved_pairs(load_library(starter_packs(STARTERS)), "en", AGENT)).result()
    translator = Translator(Detector(), Chain((), SystemClock()), SystemClock(), memory=memory)
    ana = Context(names=("Ana Ruiz",))
    for text, spanish in (
        (
            "Hi Ana, thank you for getting in touch. How can I help you today?",
            "Hola, Ana. Gracias por comunicarse con nosotros. ¿En qué puedo ayudarle hoy?",
        ),
        (
            "My name is Robin, and I’ll be looking after your request today.",
            "Mi nombre es Robin y hoy me encargaré de su consulta.",
        ),
    ):
        outcome = translator.translate(text, "en", "es-MX", ana)
        assert isinstance(outcome, Translation)
        assert (outcome.text, outcome.from_memory, outcome.left_machine) == (spanish, True, False)
        back = translator.translate(spanish, "es", "en", ana)
        assert isinstance(back, Translation)
        assert back.text == text


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("zh", "请问今天还有什么可以帮您的吗？"),
        ("zh-CN", "请问今天还有什么可以帮您的吗？"),
        ("zh-TW", None),
        ("fil", "May iba pa po ba akong maitutulong sa inyo ngayon?"),
        ("tl-PH", "May iba pa po ba akong maitutulong sa inyo ngayon?"),
        ("hi-IN", "क्या आज आपको किसी और विषय में सहायता चाहिए?"),
    ],
)
def test_a_language_by_any_of_its_tags(memory: Memory, language: str, answer: str | None) -> None:
    memory.set_variants(approved_pairs(load_library(starter_packs(STARTERS)), "en", AGENT)).result()
    translator = Translator(Detector(), Chain((), SystemClock()), SystemClock(), memory=memory)
    outcome = translator.translate(ELSE, "en", language)
    assert (outcome.text if isinstance(outcome, Translation) else None) == answer


def test_a_glossary_that_came_later_does_not_hide_them(tmp_path: Path, memory: Memory) -> None:
    found = pairs(tmp_path, one_snippet("Your parcel is here", "Su paquete ha llegado"))
    memory.set_variants(found).result()

    def ask(term: Term) -> object:
        translator = Translator(
            Detector(), Chain((), SystemClock()), SystemClock(),
            memory=memory, glossary=Glossary((term,)),
        )  # fmt: skip
        return translator.translate("Your parcel is here", "en", "es")

    kept = ask(Term("parcel", "paquete", "en", "es"))
    assert isinstance(kept, Translation)
    assert kept.text == "Su paquete ha llegado"
    broken = ask(Term("parcel", "envío", "en", "es"))
    assert isinstance(broken, NoTranslation)
    assert broken.lack is Lack.NO_ENGINE


def test_only_what_is_approved(tmp_path: Path) -> None:
    assert pairs(tmp_path, one_snippet("Thanks", "Gracias", "label: Thanks")) == []
    assert texts(pairs(tmp_path, one_snippet("Thanks", "Gracias"))) == {
        ("en", "es", "Thanks", "Gracias"),
        ("es", "en", "Gracias", "Thanks"),
    }


def test_a_pack_that_only_bears_the_name_of_a_starter_is_the_agents(tmp_path: Path) -> None:
    own = tmp_path / "care-fr.yml"
    own.write_text(one_snippet("Thanks", "Gracias", "label: Thanks"), encoding="utf-8")
    assert list(approved_pairs(load_library([own]), "en", AGENT)) == []


@pytest.mark.parametrize(
    ("replace", "spanish"),
    [
        ("'Hi {{customer.first_name}}, thanks'", "'Gracias'"),
        ("'Until {{tomorrow_en}}'", "'Hasta {{tomorrow_es}}'"),
        ("'{{customer.local_greeting}}, {{customer.name}}!'", "'¡{{customer.name}}!'"),
        ("'{{customer.local_greeting}}!'", "'¡{{customer.local_greeting}}!'"),
        ("'Dear you,$|$ thanks'", "'Hola,$|$ gracias'"),
        ("'Thanks'", "'$|$'"),
    ],
)
def test_left_out_is_what_can_not_be_told(tmp_path: Path, replace: str, spanish: str) -> None:
    assert pairs(tmp_path, one_snippet(replace, spanish)) == []


def test_a_caret_at_the_end_is_no_part_of_it_and_tokens_go_by_their_places(tmp_path: Path) -> None:
    found = pairs(
        tmp_path,
        one_snippet("'{{a}} owes {{b}} $|$'", "'A {{b}} le debe {{a}}'"),
    )
    assert texts(found) == {
        ("en", "es", "XQ1QX owes XQ2QX", "A XQ2QX le debe XQ1QX"),
        ("es", "en", "A XQ1QX le debe XQ2QX", "XQ2QX owes XQ1QX"),
    }


def test_variants_for_more_than_a_language_are_not_what_everybody_types(tmp_path: Path) -> None:
    text = (
        "matches:\n"
        "  - trigger: ':x'\n"
        "    replace: other\n"
        "    approved_by: Dana\n"
        "    variants:\n"
        "      - {when: {language: es, channel: chat}, replace: por chat}\n"
        "      - {when: {language: ES}, replace: primero}\n"
        "      - {when: {language: es}, replace: segundo}\n"
        "      - {when: {language: en}, replace: first}\n"
    )
    assert texts(pairs(tmp_path, text)) == {
        ("en", "es", "first", "primero"),
        ("es", "en", "primero", "first"),
    }
