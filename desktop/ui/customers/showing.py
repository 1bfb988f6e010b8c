"""From what a lookup has found to what the sidebar shows. Never chooses among customers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from desktop.customers.answers import Answer, Found
from desktop.customers.card import COMPANY, EMAIL, PHONE, Match
from desktop.customers.merge import CustomerCard
from desktop.customers.providers.base import FaultKind
from desktop.ui.customers import wording
from desktop.ui.customers.card_rows import (
    MOST_NUMBERED,
    Terms,
    card_view,
    counted,
    first_of,
    keys_of,
    name_of,
)
from desktop.ui.customers.card_view import (
    Candidate,
    CardView,
    ProviderLine,
    ProviderState,
    Saying,
    apart,
    outside,
)
from desktop.ui.customers.wording import tr


class Stage(Enum):
    """What the sidebar is about."""

    NOTHING = auto()
    ASKING = auto()
    CARD = auto()
    SEVERAL = auto()
    """One or more that fit, of whom none is surely the one."""
    UNKNOWN = auto()
    FAILED = auto()


@dataclass(frozen=True)
class Shown:
    """Everything that a moment of a lookup shows."""

    stage: Stage
    card: CardView | None = None
    others: tuple[Candidate, ...] = ()
    """Who else fits, the surest first."""
    saying: Saying = field(default_factory=lambda: Saying(""))
    providers: tuple[ProviderLine, ...] = ()


def show(
    found: Found,
    terms: Terms,
    now: dt.datetime,
    *,
    chosen: frozenset[tuple[str, str]] = frozenset(),
    before: Shown | None = None,
) -> Shown:
    """What there is to show now.

    ``chosen`` are the records of the customer whom the agent chose. What was in sight ``before``
    keeps its order and its digits.
    """
    customers = found.customers()
    answered = {one.provider: one.title for one in found.answers.values()}
    titles = {**terms.titles, **found.titles, **answered}
    candidates = _candidates(customers, titles, before.others if before else ())
    lines = provider_lines(found, titles)
    picked = _picked(customers, chosen) if chosen else None
    if picked is None:
        sure = [one for one in customers if one.verified is Match.YES]
        picked = sure[0] if len(sure) == 1 else None
    if picked is not None:
        asked = bool(found.waiting)
        same = before.card if before else None
        same = same if same and same.keys & keys_of(picked) else None
        card = card_view(picked, replace(terms, titles=titles), now, asking=asked, before=same)
        return Shown(Stage.CARD, card, candidates, providers=lines)
    if customers:
        return Shown(Stage.SEVERAL, None, candidates, _several(candidates), lines)
    return replace(_nobody(found, titles), providers=lines)


def _nobody(found: Found, titles: Mapping[str, str]) -> Shown:
    if found.waiting:
        return Shown(Stage.ASKING, saying=wording.asking(wording.asked_by(found.query)))
    if not found.answers:
        return Shown(Stage.FAILED, saying=wording.nobody_to_ask(found.query))
    silent = [one for one in found.answers.values() if not one.ok]
    if len(silent) == len(found.answers):
        first = silent[0]
        problem = first.fault.problem(first.title) if first.fault else None
        if problem is not None and len(silent) == 1:
            how = wording.sentences(problem.why, problem.todo)
            return Shown(Stage.FAILED, saying=Saying(outside(problem.what), outside(how)))
        return Shown(
            Stage.FAILED,
            saying=Saying(
                tr("No provider answered"),
                tr("What is wrong with each stands below. Mend that, or ask again in a moment."),
            ),
        )
    quiet = tuple(wording.title_of(one.provider, titles) for one in silent)
    return Shown(Stage.UNKNOWN, saying=wording.unknown(found.query, quiet))


def _several(candidates: Sequence[Candidate]) -> Saying:
    if len(candidates) == 1:
        return Saying(
            tr("Maybe this customer"),
            tr("It could not be verified, so the choice is yours."),
        )
    return Saying(
        tr("{} customers fit").format(len(candidates)),
        tr("Choose who it is. None is taken by itself."),
    )


def _picked(
    customers: Sequence[CustomerCard], chosen: frozenset[tuple[str, str]]
) -> CustomerCard | None:
    best = max(customers, key=lambda one: len(keys_of(one) & chosen), default=None)
    return best if best is not None and keys_of(best) & chosen else None


# --- several, and the providers -------------------------------------------------------------


def _candidates(
    customers: Sequence[CustomerCard], titles: Mapping[str, str], before: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """All that fit, those that were in sight first."""

    def rank(place: int) -> int:
        keys = keys_of(customers[place])
        known = (at for at, one in enumerate(before) if one.keys & keys)
        return next(known, len(before))

    order = sorted(range(len(customers)), key=rank)
    return tuple(
        replace(_candidate(customers[place], number, titles), place=place)
        for number, place in enumerate(order, start=1)
    )


def _candidate(customer: CustomerCard, number: int, titles: Mapping[str, str]) -> Candidate:
    fields = customer.fields
    reach = (first_of(fields, COMPANY), first_of(fields, EMAIL), first_of(fields, PHONE))
    name = name_of(customer)
    parts = [outside(one, 80) for one in reach if one]
    sources = dict.fromkeys(one.provider for one in customer.cards)
    entries = len(customer.timeline)
    third = [", ".join(apart(wording.title_of(one, titles)) for one in sources)]
    if entries:
        third.append(counted(entries, tr("1 entry"), tr("{} entries")))
    return Candidate(
        keys=keys_of(customer),
        name=name,
        second=" · ".join(apart(one) for one in parts if one != name),
        third=" · ".join(third),
        maybe=customer.verified is not Match.YES,
        closed=not all(one.active for one in customer.cards),
        number=number if number <= MOST_NUMBERED else 0,
    )


def provider_lines(found: Found, titles: Mapping[str, str]) -> tuple[ProviderLine, ...]:
    """Those that have not answered, or could not."""
    lines = [
        ProviderLine(name, wording.title_of(name, titles), ProviderState.ASKING)
        for name in found.waiting
    ]
    failed = [_failed(one, titles) for one in found.answers.values()]
    return (*(one for one in failed if one is not None), *lines)


def _failed(answer: Answer, titles: Mapping[str, str]) -> ProviderLine | None:
    fault = answer.fault
    if fault is None or fault.kind is FaultKind.CANCELLED:
        return None
    title = wording.title_of(answer.provider, titles)
    if fault.kind is FaultKind.AUTH:
        return ProviderLine(answer.provider, title, ProviderState.SIGNED_OUT)
    problem = fault.problem(title)
    words = wording.sentences(problem.what, problem.why, problem.todo)
    if fault.told is not None:
        words = f"{title}: {words}"
    state = ProviderState.SET_UP if fault.kind is FaultKind.SET_UP else ProviderState.FAILED
    return ProviderLine(answer.provider, title, state, outside(words, 400))
