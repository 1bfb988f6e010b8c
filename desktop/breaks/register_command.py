"""``deskhand breaks register``: the breaks that were kept, as a table for who may ask for it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TextIO

from desktop.breaks import register
from desktop.breaks.history.store import NAME, History


def write(
    folder: Path, out: TextIO, since: dt.date | None = None, until: dt.date | None = None
) -> None:
    """The register from one date to another, both included; None is as far as it goes.

    Raises:
        UserError: the history can't be read.
    """
    kept = []
    if (folder / NAME).exists():
        day = dt.timedelta(days=1)
        # A time at which a date has begun or ended everywhere; the dates themselves decide.
        begins = dt.datetime.combine(since or dt.date(1970, 1, 3), dt.time(), dt.UTC) - day
        ends = dt.datetime.combine(until or dt.date(9999, 12, 1), dt.time(), dt.UTC) + 2 * day
        history = History(folder)
        try:
            kept = history.read(begins, ends).breaks
        finally:
            history.close()
    out.write(
        register.as_csv(
            one
            for one in kept
            if one.begins < one.ends
            and (since is None or since <= one.begins.date())
            and (until is None or one.begins.date() <= until)
        )
    )
