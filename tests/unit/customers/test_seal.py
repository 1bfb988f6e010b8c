"""customers.seal: sealed things open with their key only, marks tell nothing without it."""

from __future__ import annotations

import pytest

from desktop.customers.seal import Seal, WrongKey, new_key


def test_what_is_sealed_opens_with_the_key() -> None:
    key = new_key()
    close = Seal(key).closer()
    for sealed in (Seal(key).close(b"Ana"), close(b"Ana")):
        assert b"Ana" not in sealed
        assert Seal(key).open(sealed) == b"Ana"


def test_no_two_seals_are_alike() -> None:
    close = Seal(new_key()).closer()
    assert len({close(b"Ana") for _ in range(2000)}) == 2000


@pytest.mark.parametrize("change", [lambda one: b"", lambda one: one[:-1], lambda one: one[1:]])
def test_what_was_changed_does_not_open(change: object) -> None:
    seal = Seal(new_key())
    with pytest.raises(WrongKey):
        seal.open(change(seal.close(b"Ana")))  # type: ignore[operator]  # a parametrized lambda


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(WrongKey):
        Seal(new_key()).open(Seal(new_key()).close(b"Ana"))


@pytest.mark.parametrize("key", ["", "x", "AAAA", "é" * 44])
def test_what_is_no_key(key: str) -> None:
    with pytest.raises(WrongKey):
        Seal(key)


def test_marks_depend_on_kind_value_and_key() -> None:
    key = new_key()
    mark = Seal(key).marker("email")("ana@example.com")
    assert mark == Seal(key).marker("email")("ana@example.com")
    assert -(2**63) <= mark < 2**63
    assert mark != Seal(key).marker("phone")("ana@example.com")
    assert mark != Seal(key).marker("email")("bea@example.com")
    assert mark != Seal(new_key()).marker("email")("ana@example.com")
