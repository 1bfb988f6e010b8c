"""customers.command: what ``deskhand lookup`` finds and says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from desktop.core.results import Severity, UserError
from desktop.customers.answers import Answer, Found
from desktop.customers.card import Match, Note, Order, Ticket
from desktop.customers.command import all_failed, as_json, as_text, lookup
from desktop.customers.identify import Kind, Query
from desktop.customers.providers.base import Fault, FaultKind
from desktop.customers.providers.registry import secret_name
from desktop.host.base import Places
from desktop.settings.declare import Surroundings
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections.customers import CUSTOMER_FORMS, PROVIDERS
from desktop.settings.values import Snapshot
from tests.unit.customers.book.keeping import COLUMNS, KEY, PEOPLE, MemoryKeyring, open_book
from tests.unit.customers.making import NOW, card

SETTINGS = Snapshot(
    {PROVIDERS.key: ("book", "pigeons"), CUSTOMER_FORMS.key: ("K-#",)}, Surroundings("de-DE")
)
ANA = Query(Kind.EMAIL, "ana@example.com")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    book = open_book(tmp_path)
    book.take("people", COLUMNS, PEOPLE).result()
    book.close()
    return Places(tmp_path / "settings.toml", tmp_path / "packs", tmp_path, tmp_path / "cache")


@pytest.fixture
def keyring(tmp_path: Path) -> MemoryKeyring:
    ring = MemoryKeyring()
    Secrets(tmp_path, ring).set(secret_name("book"), Secret(KEY))
    return ring


def test_a_customer_of_the_book(places: Places, tmp_path: Path, keyring: MemoryKeyring) -> None:
    found, problems = lookup(SETTINGS, places, tmp_path, "0171/123 45 67", keyring=keyring)
    assert [(one.value("name"), one.verified) for one in found.cards] == [
        ("José Peña López", Match.YES)
    ]
    assert [(one.severity, "pigeons" in one.sentence()) for one in problems] == [
        (Severity.WARNING, True)
    ]
    assert all_failed(found) is None


def test_without_the_key_it_says_so(places: Places, tmp_path: Path) -> None:
    found, problems = lookup(SETTINGS, places, tmp_path, "ana@example.com", keyring=MemoryKeyring())
    assert found.cards == ()
    failed = all_failed(found)
    assert failed is not None
    assert "key" in failed.sentence()
    assert failed.sentence() in [one.sentence() for one in problems]


@pytest.mark.parametrize(
    ("text", "provider", "words"),
    [
        ("${ani}", "", "did not give a number"),
        ("#4711", "", "a ticket number"),
        ("ana@example.com", "zendesk", "zendesk"),
    ],
)
def test_what_can_not_be_looked_up(
    places: Places, tmp_path: Path, keyring: MemoryKeyring, text: str, provider: str, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        lookup(SETTINGS, places, tmp_path, text, provider, keyring)


def test_the_result_as_json() -> None:
    one = card(
        "desk", "77", name="Ana Gil", email="ana@example.com",
        tickets=(Ticket("9", "Parcel", "desk", "open", moment=NOW, url="https://desk/9"),),
        orders=(Order("AB1", "Shoes", "desk", "sent", open=False),),
        notes=(Note("prefers mail", "desk", "Bea", NOW),),
    )  # fmt: skip
    answers = {
        "desk": Answer("desk", "Desk", (one,), ms=12.34),
        "shop": Answer("shop", "Shop", fault=Fault(FaultKind.TIMEOUT), ms=8000),
    }
    plain = as_json(Found(ANA, 1, answers, ()), NOW + dt.timedelta(seconds=60))
    known = {"source": "desk", "age_s": 60.0}
    moment = NOW.isoformat()
    assert plain == {
        "query": {"kind": "email", "value": "ana@example.com", "sure": "certain"},
        "cards": [
            {
                "provider": "desk",
                "id": "77",
                "verified": True,
                "active": True,
                "fields": {
                    "name": [{"value": "Ana Gil", **known}],
                    "email": [{"value": "ana@example.com", **known}],
                },
                "tickets": [
                    {"id": "9", "subject": "Parcel", "status": "open", "open": True,
                     "moment": moment, "url": "https://desk/9"}
                ],
                "orders": [
                    {"id": "AB1", "subject": "Shoes", "status": "sent", "open": False,
                     "moment": None, "url": None}
                ],
                "notes": [{"text": "prefers mail", "author": "Bea", "moment": moment}],
                "url": None,
            }
        ],
        "providers": {
            "desk": {"ok": True, "ms": 12.3, "error": None},
            "shop": {
                "ok": False,
                "ms": 8000,
                "error": "Shop did not answer in time. Look up again in a moment.",
            },
        },
    }  # fmt: skip


def test_the_result_as_text() -> None:
    maybe = card("desk", name="Ana Gil", verified=Match.MAYBE, notes=(Note("calls\noften", "d"),))
    sure = card("book", email="ana@example.com", tickets=(Ticket("9", "Parcel", "d", "open"),))
    answers = {"all": Answer("all", "All", (maybe, sure))}
    assert as_text(Found(ANA, 1, answers, ())) == (
        "book\n  email: ana@example.com\n  9 Parcel (open)\n\n"
        "maybe: desk\n  name: Ana Gil\n  calls often"
    )
    assert as_text(Found(ANA, 1, {}, ())) == "Nobody is known by this."
