"""From a customer's card to its rows: fields, then the timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.customers.card import COMPANY, EMAIL, NAME, PHONE, Entry, Match, Note, Order, Ticket
from desktop.customers.identify.phone import read_phone
from desktop.customers.identify.query import Sure
from desktop.customers.merge import CustomerCard
from desktop.interaction import Field
from desktop.ui.customers import wording
from desktop.ui.customers.card_view import (
    LONGEST_COPY,
    LONGEST_TAG,
    MOST_ENTRIES,
    MOST_TAGS,
    CardView,
    EntryRow,
    FieldRow,
    FoldRow,
    Record,
    Row,
    SayingRow,
    TitleRow,
    What,
    apart,
    outside,
)
from desktop.ui.customers.wording import tr
from desktop.ui.widgets.languages import language_name
from desktop.ui.widgets.theme import Tone

USUAL = (EMAIL, PHONE, "language")
"""Fields that have a place from the start while the team has not chosen any."""
FEW_OTHERS = 5
"""Other fields that show by themselves while the team has not chosen any."""
IN_HEADER = (NAME, "first_name", "last_name", COMPANY, "time_zone", "tags")
"""Fields of which the header shows what counts; all of them are behind the fold too."""
MOST_NUMBERED = 9


@dataclass(frozen=True)
class Terms:
    """How this team wants customers shown."""

    fields: tuple[str, ...] = ()
    """The fields that the team chose, in its order; without any the usual ones."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What providers are called, by their name in the settings."""
    region: str = ""


def card_view(
    customer: CustomerCard,
    terms: Terms,
    now: dt.datetime,
    *,
    asking: bool = False,
    before: CardView | None = None,
) -> CardView:
    """One customer; ``asking`` while more may come."""
    titles = dict(terms.titles)
    fields = customer.fields
    known = (
        [row for row in (*before.rows, *before.more) if isinstance(row, FieldRow)]
        if (before)
        else []
    )
    wanted = list(dict.fromkeys(_meant(one, fields) for one in terms.fields)) or USUAL
    shown = [name for name in wanted if name not in IN_HEADER]
    others = [name for name in fields if name not in IN_HEADER and name not in shown]
    known_names = [row.key[0] for row in known if isinstance(row.key, tuple)]
    others.sort(key=lambda one: known_names.index(one) if one in known_names else len(known_names))
    few = 0 if terms.fields else FEW_OTHERS
    made = _Fields(titles, customer.region or terms.region, now, known, asking=asking)
    rows = [row for name in (*shown, *others[:few]) for row in made.of(name, fields.get(name, ()))]
    above = [name for name in IN_HEADER if name in fields]
    more = [row for name in (*above, *others[few:]) for row in made.of(name, fields[name])]
    rows, more = _numbered(rows, known), _said_once(more)
    whole: list[Row] = [*_said_once(rows)]
    if more:
        whole.append(FoldRow("more", counted(len(more), tr("1 more field"), tr("{} more fields"))))
    whole += _timeline(customer.timeline, titles, now, asking=asking)
    main = next((one for one in customer.cards if one.url), None)
    return CardView(
        keys=keys_of(customer),
        name=name_of(customer),
        second=_second(customer),
        zone=wording.zone_of(first_of(fields, "time_zone")),
        tags=_tags(fields.get("tags", ())),
        maybe=customer.verified is not Match.YES,
        closed=not all(one.active for one in customer.cards),
        rows=tuple(whole),
        more=tuple(more),
        record=Record(main.provider, What.CUSTOMER, main.id, main.url) if main else None,
        tel=next((row.tel for row in rows if row.tel), ""),
        tickets=any(card.tickets for card in customer.cards),
    )


def _meant(wanted: str, fields: Iterable[str]) -> str:
    """The field that a team calls so, by its name or by what stands before its value."""
    plain = _plain(wanted)
    known = (*fields, *USUAL)
    return next(
        (one for one in known if plain in (_plain(one), _plain(wording.label_of(one)))), wanted
    )


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()


class _Fields:
    """Makes rows of fields."""

    def __init__(
        self,
        titles: Mapping[str, str],
        region: str,
        now: dt.datetime,
        known: Sequence[FieldRow],
        *,
        asking: bool,
    ) -> None:
        self._titles = titles
        self._region = region
        self._now = now
        self._known = {row.key: place for place, row in enumerate(known)}
        self._asking = asking

    def of(self, name: str, values: Sequence[Field]) -> list[FieldRow]:
        """All values of one field, those that were in sight first; a place while there is none."""
        label = wording.label_of(name)
        if not values:
            empty = "…" if self._asking else tr("not known")
            return [FieldRow((name, ""), label, empty)]
        last = len(self._known)
        ordered = sorted(values, key=lambda one: self._known.get((name, one.value), last))
        return [self._row(name, label if not at else "", one) for at, one in enumerate(ordered)]

    def _row(self, name: str, label: str, value: Field) -> FieldRow:
        title = wording.title_of(value.source, self._titles)
        said = f"{apart(title)} · {wording.age(value.obtained, self._now)}"
        return FieldRow(
            key=(name, value.value),
            label=label,
            value=_said(name, value.value),
            copies=outside(value.value, LONGEST_COPY),
            whence=said,
            said=said,
            tel=tel_address(value.value, self._region) if name == PHONE else "",
        )


def tel_address(number: str, region: str = "") -> str:
    """A number as an address to call (RFC 3966); empty when it is none."""
    phone = read_phone(number, region)
    if phone is None or (phone.sure is Sure.GUESS and phone.others):
        return ""
    extension = f";ext={phone.extension}" if phone.extension else ""
    return f"tel:{phone.value}{extension}"


def _said(name: str, value: str) -> str:
    if name == "language":
        return language_name(outside(value, 40))
    return outside(value)


def _numbered(rows: Iterable[FieldRow], known: Sequence[FieldRow]) -> list[FieldRow]:
    """Each row with the digit that it had; new ones with those that are free.

    A digit never means another value than the one that stands beside it, nor changes while the
    agent reaches for it: a place keeps its digit for the first value that fills it.
    """
    rows = list(rows)
    had = {row.key: row.number for row in known if row.number}
    given = {row.key: had[row.key] for row in rows if row.key in had}
    for row in rows:
        name = row.key[0] if isinstance(row.key, tuple) else ""
        place = had.get((name, ""), 0)
        if row.key not in given and place and place not in given.values():
            given[row.key] = place
    free = [one for one in range(1, MOST_NUMBERED + 1) if one not in given.values()]
    for row in rows:
        if row.key not in given and free:
            given[row.key] = free.pop(0)
    return [replace(row, number=given.get(row.key, 0)) for row in rows]


def _said_once(rows: Sequence[FieldRow]) -> list[FieldRow]:
    """Neighbours with one source and age say it beneath the last of them."""
    next_said = [row.said for row in rows[1:]] + [""]
    return [
        replace(row, whence="" if row.said == said else row.said)
        for row, said in zip(rows, next_said, strict=False)
    ]


def first_of(fields: Mapping[str, tuple[Field, ...]], name: str) -> str:
    """The first value of a field, as it came; empty when there is none."""
    return next((one.value for one in fields.get(name, ())), "")


def name_of(customer: CustomerCard) -> str:
    """What a customer is called; where no name is known by the firm or the address."""
    fields = customer.fields
    parts = (first_of(fields, "first_name"), first_of(fields, "last_name"))
    for name in (first_of(fields, NAME), " ".join(one for one in parts if one)):
        if name:
            return outside(name)
    for name in (COMPANY, EMAIL, PHONE):
        if value := first_of(fields, name):
            return outside(value)
    return tr("No name")


def _second(customer: CustomerCard) -> str:
    company = outside(first_of(customer.fields, COMPANY), 120)
    return "" if company == name_of(customer) else company


def _tags(values: Sequence[Field]) -> tuple[str, ...]:
    tags = [
        outside(part, LONGEST_TAG)
        for one in values
        for part in one.value[:LONGEST_COPY].split(",")
        if part.strip()
    ]
    tags = list(dict.fromkeys(tag for tag in tags if tag))
    left = len(tags) - MOST_TAGS
    return (*tags[:MOST_TAGS], f"+{left}") if left > 0 else tuple(tags)


# --- the timeline -----------------------------------------------------------------------------


def _timeline(
    entries: Sequence[Entry], titles: Mapping[str, str], now: dt.datetime, *, asking: bool
) -> list[Row]:
    open_ = sum(isinstance(one, Ticket) and one.open for one in entries)
    chip = tr("{} open").format(open_) if open_ else ""
    rows: list[Row] = [TitleRow("timeline", tr("timeline"), chip)]
    if not entries:
        words = (
            tr("No tickets, orders or notes so far…")
            if asking
            else (tr("No tickets, orders or notes are known."))
        )
        rows.append(SayingRow("none", words))
    rows += [_entry(one, titles, now) for one in entries[:MOST_ENTRIES]]
    if len(entries) > MOST_ENTRIES:
        left = tr("{} older ones are not shown.").format(len(entries) - MOST_ENTRIES)
        rows.append(SayingRow("older", left))
    return rows


def _entry(entry: Entry, titles: Mapping[str, str], now: dt.datetime) -> EntryRow:
    title = apart(wording.title_of(entry.source, titles))
    when = wording.day(entry.moment, now) if entry.moment else ""
    if isinstance(entry, Note):
        author = tr("by {}").format(apart(outside(entry.author, 60))) if entry.author else ""
        return EntryRow(
            key=("note", entry.source, entry.author, entry.moment, entry.text[:80]),
            text=outside(entry.text),
            second=" · ".join(part for part in (title, when, author) if part),
            chip=tr("note"),
            copies=outside(entry.text, LONGEST_COPY),
            lines=3,
        )
    number = outside(entry.id, 40)
    what = What.TICKET if isinstance(entry, Ticket) else What.ORDER
    is_open = isinstance(entry, Ticket) and entry.open
    order = tr("Order {}").format(number) if isinstance(entry, Order) else ""
    subject = outside(entry.subject)
    text = " · ".join(part for part in (order, subject) if part) or tr("No subject")
    state = outside(entry.status, 24) or (tr("open") if entry.open else tr("closed"))
    whence = f"{title} {apart(number)}" if what is What.TICKET else title
    return EntryRow(
        key=(what.value, entry.source, entry.id),
        text=text,
        second=" · ".join(part for part in (whence, when) if part),
        chip=state,
        tone=Tone.WARNING if is_open else Tone.PLAIN,
        strong=is_open,
        copies=number,
        record=Record(entry.source, what, entry.id, entry.url) if entry.url else None,
    )


def keys_of(customer: CustomerCard) -> frozenset[tuple[str, str]]:
    """The records of a customer."""
    return frozenset((one.provider, one.id) for one in customer.cards)


def counted(number: int, one: str, many: str) -> str:
    """``one``, or ``many`` with the number in it."""
    return one if number == 1 else many.format(f"{number:,}")
