"""translation.spoken: which language each interaction is in, and who says so."""

from __future__ import annotations

import pytest

from desktop.interaction import Asked, Channel, Customer, Field, Interactions
from desktop.translation.detect import Detected
from desktop.translation.spoken import Spoken, SpokenLanguages
from tests.unit.translation.parts import clock

CLOCK = clock()
SPANISH = Detected("es", 0.95, (("es", 0.95), ("pt", 0.05)))
GERMAN = Detected("de", 0.97, (("de", 0.97), ("nl", 0.03)))
UNKNOWN = Detected(None, 0.0, ())


class Talk:
    def __init__(self) -> None:
        self.interactions = Interactions(CLOCK)
        self.spoken = SpokenLanguages(self.interactions)
        self.told: list[Asked | None] = []
        self.spoken.changed.connect(self.told.append)

    def open(self, language: str = "", card: str = "") -> Asked:
        fields = {"language": Field(card, "test", CLOCK.now())} if card else {}
        one = self.interactions.open(
            "test", Channel.CHAT, language=language, customer=Customer(fields)
        )
        return Asked(one.id, one.round)

    def interaction_language(self, asked: Asked) -> str:
        one = self.interactions.get(asked.interaction)
        assert one is not None
        return one.language


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_the_interaction_follows_what_is_heard(talk: Talk) -> None:
    asked = talk.open()
    assert talk.spoken.of(asked) == Spoken()
    talk.spoken.hear(asked, SPANISH)
    assert talk.interaction_language(asked) == "es"
    assert talk.told == [asked]
    talk.spoken.hear(asked, UNKNOWN)
    assert talk.spoken.of(asked) == Spoken("es")
    assert talk.told == [asked]


def test_what_is_known_of_interaction_and_card_counts(talk: Talk) -> None:
    assert talk.spoken.of(talk.open(language="pt-BR")) == Spoken("pt-BR")
    assert talk.spoken.of(talk.open(card="fr")) == Spoken("fr")
    assert talk.spoken.of(talk.open(language="pt-BR", card="fr")) == Spoken("pt-BR")


def test_a_language_set_on_the_interaction_is_the_agents_choice(talk: Talk) -> None:
    asked = talk.open()
    talk.spoken.hear(asked, SPANISH)
    talk.interactions.set_value(asked.interaction, "interaction.language", "de")
    assert talk.spoken.of(asked) == Spoken("de", locked=True)
    talk.spoken.hear(asked, SPANISH)
    talk.spoken.hear(asked, SPANISH)
    assert talk.interaction_language(asked) == "de"


def test_a_choice_sets_the_interaction_and_a_key_unlocks_it(talk: Talk) -> None:
    asked = talk.open()
    talk.spoken.choose(asked, "es")
    assert (talk.interaction_language(asked), talk.spoken.of(asked).locked) == ("es", True)
    assert talk.spoken.toggle_lock(asked) is False
    talk.spoken.hear(asked, GERMAN)
    talk.spoken.hear(asked, GERMAN)
    assert talk.interaction_language(asked) == "de"


def test_two_interactions_are_two_conversations(talk: Talk) -> None:
    first, second = talk.open(), talk.open()
    talk.spoken.hear(first, SPANISH)
    talk.spoken.hear(second, GERMAN)
    assert (talk.spoken.of(first).language, talk.spoken.of(second).language) == ("es", "de")
    assert (talk.interaction_language(first), talk.interaction_language(second)) == ("es", "de")


def test_another_customer_begins_anew_and_a_late_message_changes_nothing(talk: Talk) -> None:
    asked = talk.open()
    talk.spoken.hear(asked, SPANISH)
    other = Customer({"name": Field("Eva", "test", CLOCK.now())})
    talk.interactions.update(asked.interaction, customer=other, language="")
    now = talk.interactions.ask(asked.interaction)
    assert now is not None
    assert now != asked
    assert talk.spoken.of(now) == Spoken()
    talk.spoken.hear(asked, GERMAN)
    assert talk.interaction_language(now) == ""
    assert talk.spoken.of(now) == Spoken()
    assert len(talk.spoken._heard) == 1


def test_a_closed_interaction_is_forgotten(talk: Talk) -> None:
    asked = talk.open()
    talk.spoken.hear(asked, SPANISH)
    talk.interactions.close(asked.interaction)
    assert not talk.spoken._heard
    talk.spoken.hear(asked, SPANISH)
    assert not talk.spoken._heard


def test_without_an_interaction_there_is_a_language_too(talk: Talk) -> None:
    talk.spoken.hear(None, SPANISH)
    assert talk.spoken.of(None) == Spoken("es")
    assert talk.told == [None]
    talk.spoken.close()
    assert talk.spoken.of(None) == Spoken()


def test_what_happens_to_one_interaction_leaves_every_other_language_alone(talk: Talk) -> None:
    first, second = talk.open(), talk.open()
    talk.spoken.choose(None, "pt")
    talk.spoken.choose(first, "es")
    talk.spoken.choose(second, "de")
    for happens in (
        lambda: talk.interactions.set_value(second.interaction, "interaction.language", "fr"),
        lambda: talk.interactions.close(second.interaction),
    ):
        happens()
        assert talk.spoken.of(first) == Spoken("es", locked=True)
        assert talk.spoken.of(None) == Spoken("pt", locked=True)


def test_a_language_set_by_hand_is_told_and_none_is_no_choice(talk: Talk) -> None:
    asked = talk.open()
    talk.spoken.hear(asked, SPANISH)
    talk.told.clear()
    talk.interactions.set_value(asked.interaction, "interaction.language", "de")
    assert talk.told == [asked]
    talk.interactions.set_value(asked.interaction, "interaction.language", "")
    assert talk.spoken.of(asked) == Spoken("de", locked=True)
    assert talk.told == [asked]
    talk.interactions.set_value(talk.open().interaction, "interaction.language", "fr")
    assert talk.told == [asked]
