"""What ``deskhand lookup`` does: one text, with the profile's providers."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

from desktop.core.clock import SystemClock
from desktop.core.results import Problem, UserError
from desktop.customers.answers import Found
from desktop.customers.card import Card, Entry, Match, Note
from desktop.customers.identify import Why, identify
from desktop.customers.oauth.shared import sign_ins_of
from desktop.customers.setup import make_lookups, make_patterns
from desktop.host.base import Places
from desktop.settings.declare import Reader
from desktop.settings.secrets import Keyring, Secrets
from desktop.settings.sections.customers import PATIENCE_S, REGION

_GRACE_S = 1.0
"""After the providers' own time."""


def lookup(
    settings: Reader,
    places: Places,
    profile: Path | None,
    text: str,
    provider: str = "",
    keyring: Keyring | None = None,
) -> tuple[Found, tuple[Problem, ...]]:
    """What was found, and warnings about providers that could not be asked or did not answer.

    Raises:
        UserError: the text is nothing to look up, or there is nobody to ask.
    """
    query = identify(text, make_patterns(settings), settings.get(REGION))
    if isinstance(query, Why):
        problem = query.problem
        raise UserError(problem.what, problem.why, problem.todo)
    secrets = Secrets(profile, keyring)
    told: list[Problem] = []
    sign_ins_of(secrets).trouble.connect(told.append)
    lookups, unusable = make_lookups(settings, secrets, SystemClock(), places)
    with contextlib.closing(lookups):
        if provider and provider not in lookups.names:
            raise UserError(
                f"No provider “{provider}” is set up",
                todo=f"Use one of: {', '.join(lookups.names) or 'none is'}",
            )
        begun = lookups.start(query, lambda _: None, only=provider)
        found = begun.wait(settings.get(PATIENCE_S) + _GRACE_S)
    if not found.answers:
        raise UserError(
            f"Nobody can be asked by {query.kind.words}",
            "None of the providers that are set up knows customers by that",
            "Look up an e-mail address or a phone number",
        )
    faults = [
        answer.fault.problem(answer.title) for answer in found.answers.values() if answer.fault
    ]
    return found, tuple(map(Problem.as_warning, (*unusable, *faults, *told)))


def all_failed(found: Found) -> Problem | None:
    """Why there is no answer at all; None when somebody answered."""
    faults = [(answer.fault, answer.title) for answer in found.answers.values()]
    if any(fault is None for fault, _ in faults):
        return None
    return next(fault.problem(title) for fault, title in faults if fault is not None)


def as_json(found: Found, now: dt.datetime) -> dict[str, object]:
    """What ``--json`` prints, which scripts rely on."""
    return {
        "query": {
            "kind": found.query.kind.value,
            "value": found.query.value,
            "sure": found.query.sure.name.lower(),
        },
        "cards": [_card(card, now) for card in found.cards],
        "providers": {
            name: {
                "ok": answer.ok,
                "ms": round(answer.ms, 1),
                "error": answer.fault.problem(answer.title).sentence() if answer.fault else None,
            }
            for name, answer in found.answers.items()
        },
    }


def as_text(found: Found) -> str:
    """For people at a terminal."""
    blocks = []
    for customer in found.customers():
        names = ", ".join(card.provider for card in customer.cards)
        lines = [f"{'' if customer.verified is Match.YES else 'maybe: '}{names}"]
        lines += [
            f"  {name}: {', '.join(one.value for one in known)}"
            for name, known in customer.fields.items()
        ]
        lines += [f"  {_line(entry)}" for entry in customer.timeline]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) or "Nobody is known by this."


def _line(entry: Entry) -> str:
    day = f"{entry.moment:%Y-%m-%d} " if entry.moment else ""
    if isinstance(entry, Note):
        return f"{day}{' '.join(entry.text.split())}"
    return f"{day}{entry.id} {entry.subject} ({entry.status})"


def _card(card: Card, now: dt.datetime) -> dict[str, object]:
    return {
        "provider": card.provider,
        "id": card.id,
        "verified": card.verified is Match.YES,
        "active": card.active,
        "fields": {
            name: [
                {
                    "value": one.value,
                    "source": one.source,
                    "age_s": round(one.age(now).total_seconds(), 1),
                }
                for one in known
            ]
            for name, known in card.fields.items()
        },
        "tickets": _entries(card.tickets),
        "orders": _entries(card.orders),
        "notes": [
            {
                "text": note.text,
                "author": note.author,
                "moment": note.moment.isoformat() if note.moment else None,
            }
            for note in card.notes
        ],
        "url": card.url or None,
    }


def _entries(entries: Iterable[Entry]) -> list[Mapping[str, object]]:
    return [
        {
            "id": one.id,
            "subject": one.subject,
            "status": one.status,
            "open": one.open,
            "moment": one.moment.isoformat() if one.moment else None,
            "url": one.url or None,
        }
        for one in entries
        if not isinstance(one, Note)
    ]
