"""For ``doctor``: the history and the calendars of the breaks, without asking any server."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from desktop.breaks.calendar_file import MOST_BYTES
from desktop.breaks.feeds.copies import FOLDER, Copies, key_of, secret_of
from desktop.breaks.history.store import NAME
from desktop.core.clock import Clock
from desktop.core.results import UserError
from desktop.host.base import Check
from desktop.settings.declare import Reader
from desktop.settings.secrets import Secrets
from desktop.settings.sections.breaks import BREAKS_ON
from desktop.settings.sections.roster import CALENDARS, CalendarRow
from desktop.storage.database import is_damaged

_OLD: Final = dt.timedelta(days=1)


def examine(settings: Reader, data: Path, secrets: Secrets, clock: Clock) -> list[Check]:
    """One for the history, where there is one, and one for each calendar."""
    found = []
    path = data / NAME
    if path.exists():
        found.append(_history(path))
    for name, row in settings.get(CALENDARS).items():
        on = settings.get(BREAKS_ON)
        found.append(_calendar(name, row, data / FOLDER, secrets, clock, on=on))
    return found


def _history(path: Path) -> Check:
    if not is_damaged(path):
        return Check("breaks", ok=True, what="The history of your breaks can be read")
    return Check(
        "breaks",
        ok=False,
        what="The history of your breaks is damaged",
        todo="Start Deskhand again: it sets the file aside and begins a new one",
    )


def _calendar(
    name: str, row: CalendarRow, folder: Path, secrets: Secrets, clock: Clock, *, on: bool
) -> Check:
    what = f"The calendar {name}"
    if row.file:
        if Path(row.file).expanduser().is_file():
            return Check("calendar", ok=True, what=f"{what} is a file that is there")
        todo = "Choose the file again in the settings, under Roster"
        return Check("calendar", ok=False, what=f"{what} is a file that is not there", todo=todo)
    try:
        address = secrets.get(secret_of(name))
    except UserError as error:
        return Check.failed("calendar", error.problem)
    if address is None:
        todo = "Add it in the settings, under Roster"
        return Check("calendar", ok=False, what=f"{what} has no address", todo=todo)
    good = Copies(folder).read(key_of(name, address.reveal()), MOST_BYTES).about.fetched
    if good is None:
        why = "" if on else "Breaks are off, so it is not asked for"
        return Check("calendar", ok=None, what=f"{what} has not been fetched yet", why=why)
    old = clock.now() - good >= _OLD
    said = f"{what} was last fetched on {good.astimezone():%Y-%m-%d at %H:%M}"
    todo = "Look at it in the settings, under Roster" if old else ""
    return Check("calendar", ok=not old if on else None, what=said, todo=todo)
