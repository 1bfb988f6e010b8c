"""Follow-ups on the disk, sealed, over restarts."""

from __future__ import annotations

import dataclasses
import datetime as dt

from desktop.customers.followups.followup import WAITING, FollowUp, from_plain, plain
from desktop.customers.kept.plain_rows import content, understood
from desktop.customers.kept.rows import SealedRows
from desktop.customers.kept.whose import Owner

KIND = "follow-up"
UNDO = dt.timedelta(minutes=10)
"""One that was done or dropped can be had back for so long; then nothing is left of it."""


class KeptFollowUps:
    """See the module. Every call waits for the disk and raises UserError when it can't be had."""

    def __init__(self, rows: SealedRows) -> None:
        """``rows`` holds other things, too."""
        self._rows = rows

    def all(self) -> list[FollowUp]:
        """In the order in which they were made; one that can't be understood is left out."""
        return understood(self._rows.all(KIND), from_plain)

    def of(self, owner: Owner) -> list[FollowUp]:
        """Those of a customer that wait."""
        return [
            one
            for one in understood(self._rows.of(owner, KIND), from_plain)
            if one.state in WAITING
        ]

    def add(self, one: FollowUp, owner: Owner) -> FollowUp:
        """Keep a new one; it is on the disk when this returns it with its number."""
        return dataclasses.replace(one, id=self._rows.add(KIND, content(plain(one)), owner, one.at))

    def put(self, one: FollowUp) -> bool:
        """Keep it as it is now; False: it is gone, as after forgetting its customer."""
        due = one.at if one.state in WAITING else None
        return self._rows.change(one.id, content(plain(one)), due=due)

    def clean(self, now: dt.datetime, keep: dt.timedelta, *, ended: bool = False) -> set[int]:
        """Delete what is over for long enough, with ``ended`` all that is done or dropped."""

        def is_over(one: FollowUp) -> bool:
            if one.state in WAITING:
                return one.at + keep < now
            return ended or one.ended is None or not one.ended <= now < one.ended + UNDO

        gone = {one.id for one in self.all() if is_over(one)}
        self._rows.remove(*gone)
        return gone
