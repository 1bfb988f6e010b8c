"""The roster: shifts that are typed in, calendars of the planning system, and their words."""

from __future__ import annotations

import re

import msgspec

from desktop.settings.declare import Section
from desktop.settings.kinds import Choice, Option, Switch, Table, Text, Texts

_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class TypedShift(msgspec.Struct, frozen=True):
    """A shift that was typed in; None: not said."""

    begins: str | None = None
    ends: str | None = None
    days: str | None = None


class CalendarRow(msgspec.Struct, frozen=True):
    """A calendar of the planning system; without a file it has an address, in the keyring."""

    file: str | None = None
    office: bool | None = None


def _clock(text: str) -> str:
    return "" if _CLOCK.fullmatch(text) else "It is a time of the day like 9:00"


TYPED_SHIFTS = Table(
    "roster.shifts",
    {},
    "Your shifts",
    "Outside of your shifts no break is asked for. A shift may pass midnight: 22:00 to 6:00. "
    "Without any, all day counts. Shifts from a calendar go before these.",
    row=TypedShift,
    entry="shift",
    open_words="not said",
    columns=(
        Text("begins", "", "Begins at", "The time of the day.", check=_clock, form="like 9:00"),
        Text("ends", "", "Ends at", "The time of the day.", check=_clock, form="like 17:30"),
        Choice(
            "days",
            "work",
            "On",
            "Days on which it begins.",
            options=(
                Option("work", "Monday to Friday"),
                Option("all", "every day"),
                Option("end", "Saturday and Sunday"),
                Option("mon", "Monday"),
                Option("tue", "Tuesday"),
                Option("wed", "Wednesday"),
                Option("thu", "Thursday"),
                Option("fri", "Friday"),
                Option("sat", "Saturday"),
                Option("sun", "Sunday"),
            ),
        ),
    ),
)
CALENDARS = Table(
    "roster.calendars",
    {},
    "Calendars with your roster",
    "Calendar files (iCal) with your shifts and breaks. One that comes from an address is added "
    "by its button below: the address is a secret, and stays in this computer's keyring.",
    row=CalendarRow,
    entry="calendar",
    open_words="from its address",
    columns=(
        Text("file", "", "File", "Where the calendar file lies.", longest=1000),
        Switch(
            "office",
            default=False,
            title="In this office",
            help="Its server is in this office, and may be asked without encryption.",
        ),
    ),
)
SHIFT_WORDS = Texts(
    "roster.shift_words",
    (),
    "Shifts in your calendar",
    "Words for a shift, as your schedule has them, if it holds other things too. Without any, "
    "whatever is neither a break nor an absence is work.",
    advanced=True,
    longest=40,
    entry="word",
)
ABSENCE_WORDS = Texts(
    "roster.absence_words",
    (),
    "Days off in your calendar",
    "More words for an absence, as your schedule has them. Usual ones like vacation, leave and "
    "sick are known.",
    advanced=True,
    longest=40,
    entry="word",
)

SECTION = Section(
    "roster",
    "Roster",
    "When you work, and the breaks that your team has planned.",
    order=71,
    settings=(TYPED_SHIFTS, CALENDARS, SHIFT_WORDS, ABSENCE_WORDS),
)
