"""translation.pipeline: from a text to its translation, and every way in which there is none."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from desktop.net.address import Reach
from desktop.net.deadline import Cancellation
from desktop.translation.detect import Detector
from desktop.translation.engines.base import EngineFault, FaultKind, Formality
from desktop.translation.engines.registry import Ready
from desktop.translation.glossary import Glossary, Term
from desktop.translation.pipeline import LONGEST, Rules, Translator
from desktop.translation.results import (
    Context,
    Doubt,
    Lack,
    NoTranslation,
    Outcome,
    Translation,
)
from tests.unit.translation.parts import Says, Spoken, chain, clock, ready

CARD = "4111 1111 1111 1111"


class Kept:
    """A memory of these."""

    def __init__(self, pairs: Mapping[str, str]) -> None:
        self._pairs = pairs

    def exact(self, text: str, source: str, target: str) -> str | None:
        return self._pairs.get(text.strip())


def translator(
    *engines: Ready,
    rules: Rules | None = None,
    memory: Kept | None = None,
    terms: tuple[Term, ...] = (),
) -> Translator:
    return Translator(
        Detector(),
        chain(*engines),
        clock(),
        rules=rules or Rules(),
        memory=memory,
        glossary=Glossary(terms),
    )


def done(outcome: Outcome) -> Translation:
    assert isinstance(outcome, Translation), outcome
    return outcome


def lacking(outcome: Outcome) -> NoTranslation:
    assert isinstance(outcome, NoTranslation), outcome
    return outcome


def says(answers: Mapping[str, str]) -> Says:
    return lambda text: answers.get(text, f"translated {text}")


def test_an_engine_never_sees_what_is_private() -> None:
    engine = Spoken(lambda text: f"Hello, {text}", Reach.INTERNET)
    text = f"Soy Ana Ruiz, ana@example.org, tarjeta {CARD}, ver https://example.org/a?b=1 {{{{x}}}}"
    outcome = done(
        translator(ready(engine)).translate(text, "es", "en", Context(names=("Ana Ruiz",)))
    )
    assert outcome.text == f"Hello, {text}"
    for private in ("Ana", "Ruiz", "example", "4111", "{{x}}"):
        assert private not in engine.asked[0]
    assert outcome.masked == {"name": 1, "email": 1, "card": 1, "link": 1, "placeholder": 1}
    assert (outcome.engine, outcome.left_machine, outcome.safe) == ("one", True, True)
    assert outcome.raw == f"Hello, {outcome.original.text}"


def test_the_language_is_told_where_it_is_not_said() -> None:
    outcome = done(
        translator(ready(Spoken(lambda _: "Where is my order?"))).translate(
            "Hola, ¿dónde está mi pedido?", None, "en"
        )
    )
    assert (outcome.source, outcome.target) == ("es", "en")


def test_a_language_that_can_not_be_told_is_asked_for() -> None:
    engine = Spoken(str.upper)
    outcome = lacking(translator(ready(engine)).translate("ok", None, "en"))
    assert outcome.lack is Lack.LANGUAGE_UNKNOWN
    assert outcome.source is None
    assert engine.asked == []


@pytest.mark.parametrize("text", ["", " \n", "👍 12 %", "!!! 👍", "2026-11-22"])
def test_what_has_no_letters_stays(text: str) -> None:
    engine = Spoken(str.upper)
    outcome = done(translator(ready(engine)).translate(text, None, "en"))
    assert (outcome.text, outcome.engine, engine.asked) == (text, "", [])


def test_what_has_nothing_but_masks_stays() -> None:
    engine = Spoken(str.upper)
    text = f"https://example.org/a {CARD} a@example.org"
    outcome = done(translator(ready(engine)).translate(text, "es", "en"))
    assert (outcome.text, engine.asked) == (text, [])
    assert outcome.masked == {"link": 1, "card": 1, "email": 1}


def test_the_agents_own_language_stays_and_says_so() -> None:
    engine = Spoken(str.upper)
    outcome = done(translator(ready(engine)).translate("Hello there", "en-GB", "en"))
    assert outcome.text == "Hello there"
    assert [one.doubt for one in outcome.warnings] == [Doubt.SAME_LANGUAGE]
    assert outcome.safe
    assert engine.asked == []


def test_the_memory_comes_before_any_engine() -> None:
    engine = Spoken(str.upper)
    memory = Kept({"Tu pedido XQ1QX llega hoy": "Your order XQ1QX arrives today"})
    one = translator(ready(engine), memory=memory)
    text = " Tu pedido AB-123456 llega hoy\n"
    outcome = done(one.translate(text, "es", "en"))
    assert outcome.text == " Your order AB-123456 arrives today\n"
    assert (outcome.from_memory, outcome.engine, outcome.left_machine) == (True, "memory", False)
    assert engine.asked == []
    again = done(one.translate(text, "es", "en", Context(use_memory=False)))
    assert not again.from_memory


def test_what_the_memory_has_with_other_tokens_is_not_used() -> None:
    memory = Kept({"Tu pedido XQ1QX llega hoy": "Your order XQ2QX arrives today"})
    one = translator(ready(Spoken(lambda _: "Your order XQ1QX comes today")), memory=memory)
    assert not done(one.translate("Tu pedido AB-123456 llega hoy", "es", "en")).from_memory


def test_the_memory_works_without_any_engine() -> None:
    one = translator(memory=Kept({"Gracias": "Thank you"}))
    assert done(one.translate("Gracias", "es", "en")).text == "Thank you"
    assert lacking(one.translate("Muchas", "es", "en")).lack is Lack.NO_ENGINE


def test_the_memory_has_texts_with_fixed_terms_in_them() -> None:
    memory = Kept({"Where is my XQ1QX?": "¿Dónde está mi XQ1QX?"})
    one = translator(memory=memory, terms=(Term("parcel", "envío", "en", "es"),))
    outcome = done(one.translate("Where is my parcel?", "en", "es"))
    assert (outcome.from_memory, outcome.text) == (True, "¿Dónde está mi envío?")


def test_fixed_terms_come_out_as_the_glossary_has_them() -> None:
    terms = (Term("Tarifa Plana", "Flat Rate", "es", "en"), Term("PhoneBox"))
    engine = Spoken(lambda text: text.replace("Quiero la", "I want the").replace("para", "for"))
    one = translator(ready(engine), terms=terms)
    outcome = done(one.translate("Quiero la tarifa plana para PhoneBox", "es", "en"))
    assert outcome.text == "I want the Flat Rate for PhoneBox"
    assert outcome.masked == {"term": 2}
    assert "plana" not in engine.asked[0]


def test_a_lost_token_is_shown_and_never_silent() -> None:
    engine = Spoken(lambda text: "I have a problem with my order, please help")
    outcome = done(
        translator(ready(engine)).translate("Tengo un problema con AB-123456, ayuda", "es", "en")
    )
    assert not outcome.safe
    assert [one.doubt for one in outcome.warnings] == [Doubt.LOST]
    assert "order number" in outcome.warnings[0].sentence
    assert "123456" not in outcome.warnings[0].sentence


def test_a_doubled_and_a_made_up_token_are_shown() -> None:
    for answer, what in (("order XQ1QX XQ1QX", "twice"), ("order XQ1QX XQ7QX", "leave alone")):
        engine = Spoken(lambda _, said=answer: said)  # type: ignore[misc]
        outcome = done(translator(ready(engine)).translate("pedido AB-123456", "es", "en"))
        assert not outcome.safe
        assert what in outcome.warnings[0].sentence


def test_another_engine_gets_its_chance_when_a_token_is_lost() -> None:
    loses = Spoken(lambda _: "My order, please")
    keeps = Spoken(lambda _: "My order XQ1QX, please")
    outcome = done(
        translator(ready(loses, "a"), ready(keeps, "b")).translate(
            "Mi pedido AB-123456, por favor", "es", "en"
        )
    )
    assert (outcome.engine, outcome.safe) == ("b", True)


def test_which_engine_stepped_in_is_said() -> None:
    broken = Spoken(lambda _: EngineFault(FaultKind.QUOTA), Reach.INTERNET)
    outcome = done(
        translator(ready(broken, "deepl"), ready(Spoken(lambda _: "Hello"), "apertium")).translate(
            "Hola", "es", "en"
        )
    )
    assert outcome.engine == "apertium"
    assert outcome.left_machine  # it was asked, so the text was there
    assert outcome.warnings[0].sentence == (
        "Deepl has used up what your plan allows, so Apertium translated it."
    )
    assert outcome.safe


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("Error 500 (Server Error)!!1500.That’s an error.", "no usable translation"),
        ("MYMEMORY WARNING: YOU USED ALL AVAILABLE", "no usable translation"),
        ("", "no usable translation"),
        ("<html><body>Where is it?</body></html>", "no usable translation"),
        ("Где мой заказ, скажите", "no usable translation"),
        ("Your invoice 2298 4471 was sent to other@example.org", "no usable translation"),
        ("Where is my order? " * 50, "no usable translation"),
    ],
)
def test_what_is_no_translation_is_never_shown(answer: str, why: str) -> None:
    one = translator(ready(Spoken(lambda _: answer)))
    outcome = lacking(one.translate("¿Dónde está mi pedido?", "es", "en"))
    assert outcome.lack is Lack.FAILED
    assert why in outcome.problem.what
    good = Spoken(lambda _: "Where is my order?")
    one = translator(ready(Spoken(lambda _: answer), "a"), ready(good, "b"))
    assert done(one.translate("¿Dónde está mi pedido?", "es", "en")).text == "Where is my order?"


def test_the_same_text_is_shown_with_a_warning_when_nobody_does_better() -> None:
    one = translator(ready(Spoken(lambda text: text)))
    outcome = done(one.translate("¿Dónde está mi pedido?", "es", "en"))
    assert [warning.doubt for warning in outcome.warnings] == [Doubt.SAME]
    assert not outcome.safe


def test_no_engine_says_what_to_do() -> None:
    outcome = lacking(translator().translate("Hola", "es", "en"))
    assert outcome.lack is Lack.NO_ENGINE
    assert "settings" in outcome.problem.todo
    outcome = lacking(
        translator(ready(Spoken(str.upper))).translate("Hola", "es", "en", Context(engine="deepl"))
    )
    assert outcome.problem.what == "The engine “deepl” is not set up"
    assert outcome.problem.todo == "Use one of one"


def test_nothing_leaves_this_machine_says_why_there_is_nothing() -> None:
    engine = Spoken(str.upper, Reach.INTERNET)
    one = translator(ready(engine), rules=Rules(local_only=True))
    outcome = lacking(one.translate("Hola", "es", "en"))
    assert outcome.lack is Lack.NO_ENGINE
    assert "nothing leaves" in outcome.problem.why
    assert engine.asked == []


def test_all_that_failed_are_named() -> None:
    one = translator(
        ready(Spoken(lambda _: EngineFault(FaultKind.TIMEOUT)), "a"),
        ready(Spoken(lambda _: EngineFault(FaultKind.AUTH)), "b"),
    )
    outcome = lacking(one.translate("Hola privada", "es", "en"))
    assert outcome.problem.why == "A did not answer in time; B does not accept the key"
    assert [attempt.engine for attempt in outcome.tried] == ["a", "b"]
    assert "privada" not in repr(outcome)


def test_cancelled_is_no_failure() -> None:
    token = Cancellation()
    token.cancel()
    outcome = lacking(
        translator(ready(Spoken(str.upper))).translate("Hola", "es", "en", cancellation=token)
    )
    assert outcome.lack is Lack.CANCELLED


def test_a_book_is_no_message() -> None:
    outcome = lacking(
        translator(ready(Spoken(str.upper))).translate("a" * (LONGEST + 1), "es", "en")
    )
    assert "50,000" in outcome.problem.what


def test_results_show_nothing_of_the_text() -> None:
    one = translator(ready(Spoken(lambda _: "Hello secret")))
    assert "secret" not in repr(done(one.translate("Hola secreta AB-123456", "es", "en")))


def test_rules_and_context_name_the_form_of_address() -> None:
    assert Rules(formality=Formality.FORMAL).formality is Formality.FORMAL
    assert Context().formality is None


def test_our_own_cost_is_small() -> None:
    one = translator(
        ready(Spoken(lambda text: text.replace("pedido", "order").replace("Hola", "Hello"))),
        memory=Kept({}),
        terms=(Term("PhoneBox"),),
    )
    text = (
        "Hola, soy Ana Ruiz. No encuentro mi pedido AB-123456 de 25,50 € en "
        f"https://example.org/a y pagué con {CARD}. ¿Me ayudan? 👍\n"
    ) * 3
    about = Context(names=("Ana Ruiz",))
    one.translate(text, None, "en", about)
    times = []
    for _ in range(20):
        begun = time.thread_time()
        one.translate(text, None, "en", about)
        times.append(time.thread_time() - begun)
    assert sorted(times)[10] < 0.005  # of the processor's time: the machine may be busy
