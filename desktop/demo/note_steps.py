"""What was talked about is written down by keys, a snippet among it, and is with the customer."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from desktop.core.clock import SystemClock
from desktop.customers.identify import Kind, Query
from desktop.customers.providers.base import Fault
from desktop.customers.setup import make_lookups
from desktop.demo.customer_steps import NUMBER, SIDEBAR
from desktop.demo.own_keyring import OwnKeyring
from desktop.demo.stage import Stage
from desktop.demo.step import Step, in_turn, pictured, presses, sees, types
from desktop.net.deadline import Cancellation, Deadline
from desktop.settings.paths import places
from desktop.settings.secrets import Secrets
from desktop.settings.store import Settings

PARCEL = "Your parcel left us today and is on its way."
BEGUN = "Asked for the parcel, and was told: "


def _stands_with_them(stage: Stage) -> None:
    stage.wait(lambda: BEGUN + PARCEL in _notes(stage), "the note is not with the customer")


def _notes(stage: Stage) -> list[str]:
    """What the application has kept in its customer book, read beside it."""
    where, clock = places(stage.profile), SystemClock()
    secrets = Secrets(stage.profile, OwnKeyring(stage.profile))
    lookups, _ = make_lookups(Settings(where.settings, clock), secrets, clock, where)
    query = Query(Kind.PHONE, NUMBER)
    with contextlib.closing(lookups):
        found = [
            one.provider.find(query, Deadline(clock, 5), Cancellation()) for one in lookups.ready
        ]
    cards = [card for answer in found if not isinstance(answer, Fault) for card in answer]
    return [note.text for card in cards for note in card.notes]


STEPS: Sequence[Step] = (
    Step(
        "a note about it by keys, with a snippet in it, only colleagues see",
        in_turn(
            presses("ctrl", "alt", "c"),
            sees(SIDEBAR),
            types("n"),
            types(f"{BEGUN};parcel"),
            pictured("note-light", SIDEBAR),
            presses("ctrl", "enter"),
            _stands_with_them,
            presses("escape"),
        ),
        "",
        seconds=20,
    ),
)
