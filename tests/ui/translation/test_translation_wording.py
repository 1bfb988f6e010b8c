"""What is said about a translation."""

from __future__ import annotations

import pytest

from desktop.net.address import Reach
from desktop.translation.engines.base import FaultKind
from desktop.translation.masking import Kind, Masked, Token
from desktop.translation.results import Attempt, Similar
from desktop.ui.translation import wording
from tests.ui.translation import spoken
from tests.ui.translation.spoken import LATE, translation


def masked(*kinds: Kind) -> Masked:
    tokens = tuple(Token(at, kind, "secret") for at, kind in enumerate(kinds))
    return Masked(" ".join(map(str, tokens)), tokens)


@pytest.mark.parametrize(
    ("reach", "words"),
    [
        (Reach.MACHINE, "Apertium · stayed on this computer"),
        (Reach.OFFICE, "Apertium · stayed in this office"),
        (Reach.INTERNET, "Apertium · left this computer"),
    ],
)
def test_who_translated_it_and_where_it_went(reach: Reach, words: str) -> None:
    assert wording.where_from(translation(reach=reach)) == words


def test_the_memory_and_no_engine_at_all() -> None:
    memory = translation(engine="memory", title="Translation memory", from_memory=True)
    assert wording.where_from(memory) == "from your translation memory"
    nobody = translation(engine="", title="")
    assert wording.where_from(nobody) == "nothing to translate · stayed on this computer"


def test_an_engine_that_failed_before_may_be_where_it_left_to() -> None:
    resting = Attempt("google", "Google", FaultKind.BUSY, asked=False)
    after = translation(reach=Reach.INTERNET, tried=(LATE, resting))
    assert wording.where_from(after) == "Apertium, after DeepL · left this computer"
    never_asked = translation(reach=Reach.INTERNET, tried=(resting,))
    assert wording.where_from(never_asked) == "Apertium · left this computer"
    at_home = translation(tried=(LATE,))
    assert wording.where_from(at_home) == "Apertium · stayed on this computer"


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ((), ""),
        ((Kind.MONEY, Kind.EMOJI, Kind.TERM, Kind.CODE, Kind.PLACEHOLDER), ""),
        ((Kind.CARD,), "1 thing hidden: card number"),
        ((Kind.CARD, Kind.LINK), "2 things hidden: card number, link"),
        (
            (Kind.LINK, Kind.CARD, Kind.LINK, Kind.MONEY),
            "3 things hidden: 2 links, card number",
        ),
    ],
)
def test_what_was_kept_back(kinds: tuple[Kind, ...], words: str) -> None:
    there = translation(reach=Reach.INTERNET, original=masked(*kinds))
    assert wording.hidden(there) == words
    assert wording.where_to(there) == ", ".join(
        part for part in ("left this computer", words) if part
    )


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.sensitive])
def test_every_private_kind_has_words_for_one_and_for_many(kind: Kind) -> None:
    one = wording.hidden(translation(original=masked(kind)))
    two = wording.hidden(translation(original=masked(kind, kind)))
    assert one.startswith("1 thing hidden: ")
    assert two.startswith("2 things hidden: 2 ")
    assert kind.value in one


def test_nothing_is_told_as_hidden_from_an_engine_on_this_computer() -> None:
    assert wording.where_to(translation(original=masked(Kind.CARD))) == "stayed on this computer"


def test_a_text_from_outside_turns_no_sentence() -> None:
    hostile = "\u202e\u2067\u2069\u2069abc\u200f"
    words = wording.alike(Similar(87, hostile, ""))
    assert words == "87 % like: \u2068abc\u2069"


def test_what_is_alike_and_must_not_be_used_unseen_says_why() -> None:
    other = Similar(99, "It costs 25 €", "Cuesta 25 €", numbers_differ=True)
    assert wording.alike(other) == "99 % like, other numbers: \u2068It costs 25 €\u2069"
    there = Similar(95, "your order", "a sua encomenda", other_region=True)
    assert wording.alike(there) == "95 % like, for another region: \u2068your order\u2069"


def test_grave_warnings_and_remarks_are_kept_apart() -> None:
    both = translation(warnings=(spoken.FELL_BACK, spoken.LOST))
    assert wording.grave(both) == [spoken.LOST.sentence]
    assert wording.remarks(both) == [spoken.FELL_BACK.sentence]


def test_no_text_of_a_customer_in_what_is_logged() -> None:
    assert "secret" not in repr(Similar(80, "secret", "secret"))
