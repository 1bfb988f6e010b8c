"""Customers and answers as a lookup brings them, all of them made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from desktop.core.clock import FixedClock
from desktop.customers.answers import Answer, Found
from desktop.customers.card import Card, Match, Note, Order, Ticket
from desktop.customers.identify.query import Kind, Query
from desktop.customers.providers.base import Fault, FaultKind
from desktop.interaction import Field
from desktop.ui.customers.card_rows import Terms
from desktop.ui.customers.sidebar import Sidebar

ZONE = dt.timezone(dt.timedelta(hours=1))
NOW = dt.datetime(2026, 11, 24, 18, 32, tzinfo=ZONE)
TITLES = {
    "book": "Your customer book",
    "zendesk": "Zendesk",
    "salesforce": "Salesforce",
    "freshdesk": "Freshdesk",
    "shop": "Shop",
}
TERMS = Terms(titles=TITLES, region="BR")
TEAM = Terms(("email", "phone", "language", "plan", "since"), TITLES, "BR")
MAIL = Query(Kind.EMAIL, "ana@souza.example", written="ana@souza.example")
PHONE = Query(Kind.PHONE, "+5511912345678", written="11 91234-5678")


def ago(**passed: float) -> dt.datetime:
    return NOW - dt.timedelta(**passed)


def fields(
    source: str, obtained: dt.datetime, **values: str | tuple[str, ...]
) -> Mapping[str, tuple[Field, ...]]:
    return MappingProxyType(
        {
            name: tuple(
                Field(one, source, obtained)
                for one in (value if isinstance(value, tuple) else (value,))
            )
            for name, value in values.items()
        }
    )


def card(source: str, **values: object) -> Card:
    """A record; what is no part of one is a field."""
    own = {
        name: values.pop(name)
        for name in ("tickets", "orders", "notes", "url", "active")
        if name in values
    }
    verified = values.pop("verified", Match.YES)
    id_ = str(values.pop("id", f"{source}-1"))
    obtained = values.pop("obtained", NOW)
    assert isinstance(obtained, dt.datetime)
    known = fields(source, obtained, **values)  # type: ignore[arg-type]  # texts are left
    return Card(source, id_, known, verified=verified, **own)  # type: ignore[arg-type]  # as it comes


BOOK = card(
    "book",
    name="Ana Souza",
    email="ana@souza.example",
    phone="+55 11 91234-5678",
    company="Souza & Filhos",
    language="pt-BR",
    time_zone="America/Sao_Paulo",
    tags="VIP, wholesale",
    obtained=ago(days=9),
)
ZENDESK = card(
    "zendesk",
    id="381",
    name="Ana Souza",
    email=("ana@souza.example", "compras@souza.example"),
    phone="+55 11 91234-5678",
    url="https://acme.zendesk.example/agent/users/381",
    tickets=(
        Ticket(
            "20871",
            "Parcel not delivered",
            "zendesk",
            "open",
            moment=NOW.replace(hour=9, minute=41),
            url="https://acme.zendesk.example/agent/tickets/20871",
        ),
        Ticket(
            "19102",
            "Invoice address changed",
            "zendesk",
            "solved",
            open=False,
            moment=ago(days=22),
            url="https://acme.zendesk.example/agent/tickets/19102",
        ),
    ),
)
SALESFORCE = card(
    "salesforce",
    id="003xx",
    name="Ana Souza",
    email="ana@souza.example",
    plan="Business, since 2021",
    obtained=ago(minutes=4),
    url="https://acme.lightning.force.example/lightning/r/Contact/003xx/view",
    orders=(Order("48213", "R$ 129,90", "shop", "shipped", moment=ago(days=1, hours=2)),),
    notes=(
        Note(
            "Called about delivery, calm. Prefers to be called in the afternoon, her time.",
            "salesforce",
            "Kim",
            ago(days=27),
        ),
    ),
)
OTHER = card(
    "freshdesk",
    id="77",
    name="Ana Souza Pereira",
    email="ana.pereira@casa.example",
    phone="11 91234-5678",
    verified=Match.MAYBE,
    tickets=(Ticket("7712", "Refund", "freshdesk", "pending", moment=ago(days=3)),),
)
CLOSED = card(
    "zendesk",
    id="12",
    name="Souza & Filhos, Einkauf",
    company="Souza & Filhos",
    phone="+55 11 91234-5678",
    active=False,
    verified=Match.MAYBE,
)

AUTH = Fault(FaultKind.AUTH)
UNREACHABLE = Fault(FaultKind.UNREACHABLE)
TIMEOUT = Fault(FaultKind.TIMEOUT)


def found(
    *answers: Card | tuple[str, Fault | None],
    waiting: tuple[str, ...] = (),
    query: Query = MAIL,
    serial: int = 1,
) -> Found:
    """A moment: records, faults of providers, and who has answered that it knows nobody (None)."""
    told: dict[str, Answer] = {}
    for one in answers:
        if isinstance(one, Card):
            before = told[one.provider].cards if one.provider in told else ()
            told[one.provider] = Answer(one.provider, TITLES[one.provider], (*before, one))
        else:
            name, fault = one
            told[name] = Answer(name, TITLES[name], fault=fault)
    return Found(query, serial, MappingProxyType(told), waiting, "BR")


WHOLE = found(BOOK, ZENDESK, SALESFORCE)
SEVERAL = found(OTHER, CLOSED, ("book", None), query=PHONE)
TWO_SURE = found(
    BOOK,
    card("zendesk", id="9", name="Rui Souza", email=("rui@souza.example", "ana@souza.example")),
    card("freshdesk", id="8", name="Bea Lima", email="ana@souza.example", verified=Match.MAYBE),
)
MAYBE = found(OTHER, ("book", None), query=PHONE)
UNKNOWN = found(("book", None), ("zendesk", None), query=PHONE)
UNKNOWN_AND_SILENT = found(("book", None), ("zendesk", TIMEOUT), query=PHONE)
SIGNED_OUT = found(BOOK, ("zendesk", AUTH), waiting=("freshdesk",))
FAILED = found(("zendesk", UNREACHABLE))
ALL_FAILED = found(("zendesk", AUTH), ("salesforce", UNREACHABLE), ("freshdesk", TIMEOUT))
PARTIAL = found(BOOK, waiting=("zendesk", "salesforce", "freshdesk"))
ASKING = found(waiting=("book", "zendesk"))


def tickets(count: int) -> tuple[Ticket, ...]:
    return tuple(
        Ticket(
            str(20_000 + n),
            f"Question {n} about a parcel that " + "did not arrive " * (n % 5),
            "zendesk",
            "open" if n < 3 else "solved",
            open=n < 3,
            moment=ago(days=n + 1),
            url=f"https://acme.zendesk.example/agent/tickets/{n}",
        )
        for n in range(count)
    )


MANY = found(
    card("zendesk", name="Ana Souza", email="ana@souza.example", tickets=tickets(500)), BOOK
)
LONG = found(
    card(
        "salesforce",
        name="Maria Fernanda dos Santos Albuquerque e Silva de Oliveira Guimarães Rosa",
        email=(*(f"maria.fernanda.{n}@albuquerque-e-silva.example" for n in range(4)), MAIL.value),
        phone=("+55 11 91234-5678 ext 4711", "+55 21 2345-6789"),
        company="Albuquerque, Silva, Oliveira e Associados Importação e Exportação Limitada",
        language="pt-BR",
        time_zone="America/Argentina/ComodRivadavia",
        tags=", ".join(f"a rather long tag number {n}" for n in range(12)),
        address="Avenida Brigadeiro Faria Lima 3477, 14. andar, 04538-133 São Paulo, Brasil " * 3,
        a_field_with_a_very_long_name_that_nobody_wants="yes",
        plan="Business",
        since="2021",
        region="South",
        manager="Kim",
        discount="12 %",
        note="Prefers mail. " * 30,
        url="https://acme.lightning.force.example/x",
        tickets=(
            Ticket(
                "1" * 30,
                "The parcel that was to come on Monday did not come on Monday, nor on"
                " Tuesday, and now " * 4,
                "salesforce",
                "waiting for the carrier's answer",
            ),
            *tickets(4),
        ),
        notes=(Note("A long note. " * 60, "salesforce", "Kim " * 40, ago(days=300)),),
    )
)
EVIL = (
    "<h1 style='font-size:90px'>Ana</h1><img src=http://127.0.0.1/x.png>"
    "\u202egpj.exe\u202c \u2067turned\x00\x1b[31m 👩‍👩‍👧‍👦 Z\u0351\u036b\u0343\u036a\u0302\u0336"
)
HOSTILE = found(
    card(
        "zendesk",
        name=EVIL + "x" * 1_000_000,
        email=("ana@souza.example", "<b>bold</b>@x.example", "\u202ecod.exe@x.example"),
        phone=("+55 11 91234-5678", "javascript:alert(1)", "*#06#", "+55;rm -rf ~"),
        company="\u2067" * 50 + "<a href='file:///'>Souza</a>\n\n\nFilhos",
        language="<i>",
        time_zone="../../etc/passwd",
        tags="<b>VIP</b>, \u202e" + "y" * 100_000,
        token="🧨" * 400,
        notes=(Note("<script>alert(1)</script>\n" * 2_000, "zendesk", EVIL, NOW),),
        tickets=(
            Ticket(
                "<20871>",
                EVIL,
                "zendesk",
                "\u202e" + "o" * 500,
                moment=NOW,
                url="javascript:alert(1)",
            ),
        ),
        orders=(Order("1\n2", "", "shop", "", moment=None),),
    )
)
ARABIC = found(
    card(
        "zendesk",
        name="ليلى حداد",
        email="ana@souza.example",
        phone="+971 50 123 4567",
        company="حداد للتجارة",
        language="ar",
        time_zone="Asia/Dubai",
        tags="عميل مهم, wholesale",
        plan="أعمال منذ 2021",
        url="https://acme.zendesk.example/agent/users/1",
        tickets=(
            Ticket("20871", "لم يصل الطرد بعد", "zendesk", "مفتوح", moment=ago(hours=2)),
            Ticket("19102", "Invoice 48213 is wrong", "zendesk", "solved", open=False,
                   moment=ago(days=22)),
        ),
        notes=(Note("تفضل الاتصال بعد الظهر", "salesforce", "Kim", ago(days=27)),),
    ),
    waiting=("freshdesk",),
)  # fmt: skip


def sidebar(what: Found | None = None, terms: Terms = TERMS) -> Sidebar:
    """One that shows a moment; hidden."""
    made = Sidebar(FixedClock(NOW), terms)
    made.show_hotkey("Ctrl Alt C")
    if what is not None:
        made.show_found(what)
    return made
