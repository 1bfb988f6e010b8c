"""What is imported is masked alike on both sides, as what is typed will be."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.storage.database import Database
from desktop.translation.exchange.protection import protection
from desktop.translation.exchange.units import Unit, import_units
from desktop.translation.masking import Orders, Secrets, check, mask, mask_alike, unmask
from desktop.translation.memory import Memory
from desktop.translation.memory_rows import MIGRATIONS, Pair
from tests.unit.translation.parts import clock


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    database = Database(tmp_path / "translations.db", MIGRATIONS)
    yield Memory(database, clock())
    database.close()


def test_both_texts_get_the_same_tokens_whatever_their_order() -> None:
    pair = Pair("Mail a@b.example about {{x}}", "{{x}}: escriba a a@b.example", "en", "es")
    found = protection()(pair)
    assert found
    assert (found.source, found.target) == ("Mail XQ1QX about XQ2QX", "XQ2QX: escriba a XQ1QX")
    assert found.kinds == ("email", "placeholder")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("for a@b.example", "para c@d.example"),
        ("for a@b.example", "para usted"),
        ("for you", "para a@b.example"),
        ("{{x}}", "{{x}} {{x}}"),
        ("T12", "T13"),
    ],
)
def test_what_differs_is_not_kept(source: str, target: str) -> None:
    assert protection(Orders(["T##"]))(Pair(source, target, "en", "es")) is None


def test_what_was_exported_is_found_again_by_what_is_typed(memory: Memory) -> None:
    pair = Pair("XQ7QX for XQ3QX in 2 days", "XQ3QX: XQ7QX en 2 días", "en", "es", ("order",))
    import_units(memory, [Unit(1, pair)], protection(), both_ways=True).result()
    typed = mask("AB-12345 for a@b.example in 2 days", Secrets())
    known = memory.exact(typed.text, "en", "es")
    assert known is not None
    assert unmask(known, typed) == "a@b.example: AB-12345 en 2 días"
    answer = mask("a@b.example: AB-12345 en 2 días", Secrets())
    known = memory.exact(answer.text, "es", "en")
    assert known is not None
    assert unmask(known, answer) == "AB-12345 for a@b.example in 2 days"
    assert {one.kinds for one in memory.segments()} == {("order",)}


PARTS = st.lists(
    st.sampled_from(["hello", "1", "2", "a@b.example", "{{x}}", "XQ1QX", "XQ2QX", "👍", "#4471"]),
    max_size=8,
)


@given(PARTS, st.randoms(use_true_random=False))
def test_the_same_things_in_any_order_are_alike(parts: list[str], order: random.Random) -> None:
    other = list(parts)
    order.shuffle(other)
    text = " or ".join(other)  # words between them, else digits side by side are one number
    alike = mask_alike(" or ".join(parts), text, Secrets())
    assert alike is not None
    masked, target = alike
    assert not check(masked, target)
    assert unmask(target, masked) == text


@given(PARTS)
def test_what_is_hidden_does_not_change_how_the_rest_looks(parts: list[str]) -> None:
    text = " or ".join(parts)
    assert mask(f"{text} or +1 555 010 0199", Secrets()).text == (
        mask(f"{text} or +34 612 345 678", Secrets()).text
    )
