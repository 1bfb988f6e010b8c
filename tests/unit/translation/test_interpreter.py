"""translation.interpreter: the ways between agent and customer, and what is kept of them."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from desktop.core.results import UserError
from desktop.interaction import Customer, Field
from desktop.net.deadline import Cancellation
from desktop.settings.secrets import Secret
from desktop.settings.sections.translation import (
    CUSTOMER_LANGUAGES,
    FORMALITY,
    KEEP,
    RETENTION_DAYS,
)
from desktop.storage.trouble import StorageError, Trouble
from desktop.translation import memory_changes, parts
from desktop.translation.engines.registry import secret_name
from desktop.translation.memory_rows import Pair
from desktop.translation.results import Doubt, Lack, NoTranslation
from desktop.translation.setup import OpenMemory, memory_file, open_memory
from tests.unit.translation.parts import Spoken
from tests.unit.translation.room import Room, done

SPANISH = "Hola, no puedo entrar a mi cuenta desde ayer."
ENGLISH = "Hello, I have sent you a new password today."


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    made = Room(tmp_path, monkeypatch)
    yield made
    made.interpreter.close()


def test_a_message_tells_the_language_and_the_reply_goes_into_it(room: Room) -> None:
    asked = room.open()
    read = done(room.interpreter.read(SPANISH, asked))
    assert (read.source, read.target) == ("es", "en")
    assert room.language(asked) == "es"
    written = done(room.interpreter.write(ENGLISH, asked))
    assert (written.source, written.target) == ("en", "es")
    back = done(room.interpreter.back(written, asked))
    assert (back.source, back.target, back.text) == ("es", "en", ENGLISH)


def test_a_message_that_is_too_short_asks_and_what_the_agent_says_holds(room: Room) -> None:
    asked = room.open()
    outcome = room.interpreter.read("ok", asked)
    assert isinstance(outcome, NoTranslation)
    assert (outcome.lack, outcome.source) == (Lack.LANGUAGE_UNKNOWN, None)
    assert not room.engine.asked
    assert done(room.interpreter.read("ok", asked, "pt")).source == "pt"
    assert room.language(asked) == ""  # said of this message only


def test_a_reply_to_nobody_knows_whom_asks_for_the_language(room: Room) -> None:
    outcome = room.interpreter.write(ENGLISH, None)
    assert isinstance(outcome, NoTranslation)
    assert (outcome.lack, outcome.source, outcome.target) == (Lack.LANGUAGE_UNKNOWN, "en", "")
    assert room.interpreter.recall(ENGLISH, None) is None


def test_one_language_in_the_settings_can_be_no_other(room: Room) -> None:
    room.settings.change(CUSTOMER_LANGUAGES, ("en-GB", "fr"))
    assert room.interpreter.spoken(None).language == "fr"
    assert done(room.interpreter.write(ENGLISH, None)).target == "fr"
    room.settings.change(CUSTOMER_LANGUAGES, ("en", "fr", "es"))
    assert room.interpreter.spoken(None).language is None


def test_a_reply_in_the_customers_language_goes_as_it_is(room: Room) -> None:
    asked = room.open("es")
    written = done(room.interpreter.write(SPANISH, asked))
    assert (written.text, written.engine) == (SPANISH, "")
    assert [one.doubt for one in written.warnings] == [Doubt.SAME_LANGUAGE]
    assert not room.engine.asked


@pytest.mark.parametrize("text", ["Gracias", "Total final: no"])
def test_few_or_doubtful_words_are_the_agents_own_and_are_translated(room: Room, text: str) -> None:
    asked = room.open("es")
    written = done(room.interpreter.write(text, asked))
    assert (written.source, written.target, written.engine) == ("en", "es", "one")


def test_a_selection_goes_to_the_other_side(room: Room) -> None:
    asked = room.open("es")
    assert done(room.interpreter.across(ENGLISH, asked)).target == "es"
    assert done(room.interpreter.across(SPANISH, asked)).target == "en"
    assert done(room.interpreter.across(ENGLISH, asked, target="fr")).target == "fr"
    assert done(room.interpreter.across("ok", asked, "es")).target == "en"
    assert room.language(asked) == "es"


@pytest.mark.parametrize(
    ("text", "customers", "source"),
    [
        ("no me funciona", "es", "es"),  # Spanish or Portuguese, and in no case the agent's
        ("no me funciona", "", None),
        ("cancelar", "es", None),  # the agent's own language is not so much less likely
        ("Nada mas", "es", "es"),  # Portuguese at a glance, and not clearly
        ("tenho pressa", "es", "pt"),
        ("sim", "es", "pt"),
    ],
)
def test_a_selection_that_is_hard_to_tell_is_the_customers_or_asks(
    room: Room, text: str, customers: str, source: str | None
) -> None:
    assert room.interpreter.across(text, room.open(customers)).source == source


def test_the_agents_own_selected_words_say_nothing_of_the_customers_language(room: Room) -> None:
    asked = room.open()
    outcome = room.interpreter.across(ENGLISH, asked)
    assert isinstance(outcome, NoTranslation)
    assert (outcome.source, outcome.target) == ("en", "")
    assert room.language(asked) == ""
    done(room.interpreter.across(SPANISH, asked))
    assert room.language(asked) == "es"
    assert done(room.interpreter.across(ENGLISH, asked)).target == "es"


def test_the_names_on_the_card_stay_here_and_come_back(room: Room) -> None:
    asked = room.open("es", name="Zoraida Quintanilla", first_name="Zoraida")
    written = done(room.interpreter.write("Dear Zoraida, your parcel is on its way.", asked))
    assert "Zoraida" not in room.engine.asked[0]
    assert "Zoraida" in written.text


def test_a_company_stays_here_and_the_words_of_its_name_are_translated(room: Room) -> None:
    asked = room.open("es", company="Best Price Travel GmbH")
    text = "We at Best Price Travel have the best price, says best price travel GmbH."
    assert "Best Price Travel" in done(room.interpreter.write(text, asked)).text
    assert "best price, says" in room.engine.asked[0]
    assert not re.search("(?i)travel|gmbh", room.engine.asked[0])


def test_names_stay_here_that_became_known_after_the_text_was_taken(room: Room) -> None:
    asked = room.open("es")
    known = Customer({"name": Field("Zoraida", "test", room.clock.now())})
    assert room.interactions.settle(asked, known) != asked
    written = done(room.interpreter.across("Dear Zoraida, it is on its way.", asked, "en", "es"))
    assert "Zoraida" in written.text
    assert "Zoraida" not in room.engine.asked[0]


def test_a_text_of_a_conversation_that_is_over_goes_nowhere(room: Room) -> None:
    asked = room.open("es", name="Zoraida")
    written = done(room.interpreter.write("Dear Zoraida, it is on its way.", asked))
    sent = len(room.engine.asked)
    room.interactions.close(asked.interaction)
    for outcome in (
        room.interpreter.read(SPANISH, asked, "es"),
        room.interpreter.across("Zoraida", asked, "en", "es"),
        room.interpreter.back(written, asked),
    ):
        assert isinstance(outcome, NoTranslation)
        assert outcome.lack is Lack.CANCELLED
    assert len(room.engine.asked) == sent


def test_what_was_confirmed_is_recalled_and_counts_as_used(room: Room) -> None:
    asked = room.open("es", email="a@b.example")
    first = done(room.interpreter.write(ENGLISH, asked))
    kept = room.interpreter.confirm(first, asked)
    assert kept is not None
    number = kept.result(10)
    known = room.interpreter.recall(ENGLISH, asked)
    assert known is not None
    assert (known.from_memory, known.text) == (True, first.text)
    assert len(room.engine.asked) == 1
    again = room.interpreter.confirm(known, asked)
    assert again is not None
    assert again.result(10) == number


def test_private_things_do_not_reach_the_disk(room: Room) -> None:
    asked = room.open("es", name="Zoraida Quintanilla", email="zora@b.example")
    secret = "Zoraida, card 4111 1111 1111 1111 of order AB-48213 is at https://a.example/x?id=7."
    kept = room.interpreter.confirm(done(room.interpreter.write(secret, asked)), asked)
    assert kept is not None
    kept.result(10)
    room.interpreter.close()
    stored = b"".join(one.read_bytes() for one in room.places.data.rglob("*") if one.is_file())
    for part in (b"Zoraida", b"4111", b"48213", b"a.example", b"zora@"):
        assert part not in stored


def test_forgetting_a_customer_reaches_what_was_about_them_only(room: Room) -> None:
    ana, bo = room.open("es", email="Ana@b.example"), room.open("es", name="Bo")
    texts = {ana: "Your parcel left us today.", bo: "Your refund is on its way to you."}
    for asked, text in texts.items():
        kept = room.interpreter.confirm(done(room.interpreter.write(text, asked)), asked)
        assert kept is not None
        kept.result(10)
    customer = Customer({"email": Field("ana@b.example", "x", room.clock.now())})
    assert [one.result(10) for one in room.interpreter.forget(customer)] == [1]
    assert room.interpreter.recall(texts[ana], ana) is None
    assert room.interpreter.recall(texts[bo], bo) is not None


def test_what_could_never_be_forgotten_is_not_kept(room: Room) -> None:
    asked = room.open("es", email="ana@b.example")
    room.ring.broken = True
    translation = done(room.interpreter.write(ENGLISH, asked))
    assert room.interpreter.confirm(translation, asked) is None
    with pytest.raises(UserError):
        room.interpreter.forget(Customer({"email": Field("a@b.example", "x", room.clock.now())}))
    nobody = room.open("es")
    assert room.interpreter.confirm(translation, nobody) is not None


def test_what_was_about_somebody_who_is_gone_is_not_kept(room: Room) -> None:
    asked = room.open("es", email="ana@b.example")
    translation = done(room.interpreter.write(ENGLISH, asked))
    room.interactions.close(asked.interaction)
    assert room.interpreter.confirm(translation, asked) is None


def test_nothing_is_kept_when_the_agent_does_not_want_it(room: Room) -> None:
    asked = room.open("es")
    room.settings.change(KEEP, value=False)
    translation = done(room.interpreter.write(ENGLISH, asked))
    assert room.interpreter.confirm(translation, asked) is None
    room.settings.change(KEEP, value=True)
    as_it_is = done(room.interpreter.write(SPANISH, asked))
    assert room.interpreter.confirm(as_it_is, asked) is None


def test_what_came_back_without_an_order_number_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgetful = Spoken(lambda text: " ".join(reversed(text.replace("XQ1QX", "it").split())))
    room = Room(tmp_path, monkeypatch, forgetful)
    try:
        asked = room.open("es")
        written = done(room.interpreter.write("Your order AB-48213 leaves here today.", asked))
        assert [one.doubt for one in written.warnings] == [Doubt.LOST]
        assert room.interpreter.confirm(written, asked) is None
    finally:
        room.interpreter.close()


def test_like_ones_are_shown_without_what_was_private_in_them(room: Room) -> None:
    asked = room.open("es")
    text = "We have sent the parcel of order AB-48213 to you this morning."
    kept = room.interpreter.confirm(done(room.interpreter.write(text, asked)), asked)
    assert kept is not None
    kept.result(10)
    other = text.replace("this morning", "this evening").replace("48213", "99999")
    found = room.interpreter.similar(other, done(room.interpreter.write(other, asked)), asked)
    assert len(found) == 1
    assert 70 <= found[0].score < 100
    assert "48213" not in found[0].source + found[0].target
    assert "[…]" in found[0].source
    assert "AB-99999" in found[0].target
    without = "We have sent the parcel of your order to you this evening."
    found = room.interpreter.similar(without, done(room.interpreter.write(without, asked)), asked)
    assert "[…]" in found[0].target
    once_more = done(room.interpreter.write(text, asked))
    assert room.interpreter.similar(text, once_more, asked) == []  # it says no other thing


def test_the_glossary_is_read_again_when_somebody_edits_it(room: Room) -> None:
    asked = room.open("es")
    path = room.places.settings.with_name("glossary.csv")
    path.write_text("source,target\nparcel,envío\n", "utf-8")
    assert "envío" in done(room.interpreter.write("Your parcel is here now.", asked)).text
    path.write_text("source,target\nparcel,paquetito\n", "utf-8")
    assert "paquetito" in done(room.interpreter.write("Your parcel is here now.", asked)).text
    path.unlink()
    assert "parcel" in done(room.interpreter.write("Your parcel is here now.", asked)).text


def test_a_setting_makes_the_translator_anew_and_trouble_is_told_once(room: Room) -> None:
    asked = room.open("es")
    room.interpreter.write(ENGLISH, asked)
    room.interpreter.write(ENGLISH, asked)
    assert (room.made, room.engine.closed) == (1, False)
    room.settings.change(FORMALITY, "formal")
    assert room.engine.closed
    room.interpreter.write(ENGLISH, asked)
    assert room.made == 2
    assert [one.what for one in room.problems] == ["One engine can't be used"]


def test_what_was_not_used_for_long_is_forgotten_once_a_day(room: Room) -> None:
    asked = room.open("es")
    room.settings.change(RETENTION_DAYS, 30)
    kept = room.interpreter.confirm(done(room.interpreter.write(ENGLISH, asked)), asked)
    assert kept is not None
    kept.result(10)
    room.clock.advance(31 * 86400)
    room.interpreter.write(SPANISH, asked)  # looks at the day
    room.interpreter.close()
    with open_memory(room.places, room.clock) as opened:
        assert opened.memory is not None
        assert list(opened.memory.segments()) == []


def test_approved_variants_are_recalled_without_an_engine(room: Room) -> None:
    asked = room.open("es")
    kept = room.interpreter.set_approved([Pair("We are sorry.", "Lo sentimos.", "en", "es")])
    assert kept is not None
    kept.result(10)
    known = room.interpreter.recall("We are sorry.", asked)
    assert known is not None
    assert known.text == "Lo sentimos."
    assert not room.engine.asked


def test_a_memory_that_can_not_be_opened_is_told_once_and_stops_nothing(room: Room) -> None:
    memory_file(room.places).mkdir()
    asked = room.open("es")
    for _ in range(2):
        translation = done(room.interpreter.write(ENGLISH, asked))
    assert room.interpreter.confirm(translation, asked) is None
    assert room.interpreter.similar(ENGLISH, translation, asked) == ()
    assert len(room.problems) == 2  # and that of the engine


def test_a_translation_can_be_stopped(room: Room) -> None:
    stopped = Cancellation()
    stopped.cancel()
    outcome = room.interpreter.write(ENGLISH, room.open("es"), stopped)
    assert isinstance(outcome, NoTranslation)
    assert outcome.lack is Lack.CANCELLED


def test_many_threads_make_one_translator(room: Room) -> None:
    asked = room.open("es")
    threads = [
        threading.Thread(target=room.interpreter.write, args=(ENGLISH, asked)) for _ in range(8)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert room.made == 1


def test_a_new_key_holds_at_once(room: Room) -> None:
    asked = room.open("es")
    done(room.interpreter.write(ENGLISH, asked))
    assert room.made == 1
    room.secrets.set("customers.crm.token", Secret("a"))
    done(room.interpreter.write(ENGLISH, asked))
    assert room.made == 1
    room.secrets.set(secret_name("deepl"), Secret("a"))
    done(room.interpreter.write(ENGLISH, asked))
    assert room.made == 2
    room.secrets.delete(secret_name("deepl"))
    done(room.interpreter.write(ENGLISH, asked))
    assert room.made == 3


def test_a_memory_that_is_long_in_opening_keeps_no_setting_and_no_end_waiting(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    opened: list[OpenMemory] = []

    def slow(*words: Any) -> OpenMemory:
        begun.set()
        go_on.wait(10)
        opened.append(open_memory(*words))
        return opened[-1]

    monkeypatch.setattr(parts, "open_memory", slow)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(room.interpreter.set_approved, ())
        assert begun.wait(10)
        changed = pool.submit(room.settings.change, KEEP, value=False)
        changed.result(5)
        pool.submit(room.interpreter.close).result(5)
        assert not first.done()
        go_on.set()
        assert first.result(10) is None
    database = opened[0].database
    assert database is not None
    with pytest.raises(StorageError):
        database.write(lambda _: None).result(10)


def test_a_full_disk_is_said_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = room.open("es")
    translation = done(room.interpreter.write(ENGLISH, asked))
    room.problems.clear()
    error = StorageError(Trouble.FULL, memory_file(room.places))
    monkeypatch.setattr(memory_changes, "remember", Mock(side_effect=error))
    for _ in range(3):
        kept = room.interpreter.confirm(translation, asked)
        assert kept is not None
        with pytest.raises(StorageError):
            kept.result(10)
    assert len(room.problems) == 1
