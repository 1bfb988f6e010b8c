"""Words for follow-ups: a time by both clocks, what is not clear about one, rows of a list."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from desktop.customers.followups.due import parted
from desktop.customers.followups.followup import FollowUp, State
from desktop.customers.followups.reading import Said, Unclear, Why
from desktop.customers.followups.rendering import day_and_time, place, short
from desktop.ui.customers.card_view import EntryRow, Row, TitleRow, apart, outside
from desktop.ui.widgets.theme import Tone


def tr(text: str) -> str:
    """In the interface's language."""
    return QCoreApplication.translate("FollowUps", text)


class Clock:
    """How times are told to this agent."""

    def __init__(self, zone: str, language: str) -> None:
        """``zone`` is the agent's (IANA), ``language`` their first (BCP 47)."""
        self.zone = zone
        self.language = language

    def both(self, at: dt.datetime, zone: str, now: dt.datetime) -> str:
        """``Tue 1 Dec, 15:00 in São Paulo = 19:00 here``."""
        here = at.astimezone(zoneinfo.ZoneInfo(self.zone))
        there = at.astimezone(zoneinfo.ZoneInfo(zone))
        if here.utcoffset() == there.utcoffset():
            return day_and_time(here, self.language, now)
        other = f"{here:%H:%M}"
        if here.date() != there.date():
            other = day_and_time(here, self.language, now)
        words = tr("{0} in {1} = {2} here")
        return words.format(
            day_and_time(there, self.language, now), apart(place(zone, self.language)), other
        )

    def read(self, said: Said, theirs: str, now: dt.datetime) -> str:
        """What was understood of what the agent typed; ``theirs`` is the customer's zone."""
        return self.both(said.at, theirs or said.zone, now)

    def choice(self, said: Said, now: dt.datetime) -> str:
        """One of several that may be meant."""
        there = said.there()
        words = day_and_time(there, self.language, now)
        twin = there.replace(fold=1 - there.fold)
        if twin.utcoffset() != there.utcoffset():  # which of two equal hours
            words += f" {there:%Z}"
        return words

    def here(self, at: dt.datetime, now: dt.datetime) -> str:
        """``19:00`` or ``Tue 1 Dec, 19:00``, by the agent's clock."""
        return short(at.astimezone(zoneinfo.ZoneInfo(self.zone)), self.language, now)

    def now_in(self, zone: str, now: dt.datetime) -> str:
        """``São Paulo, 12:32 there``."""
        there = now.astimezone(zoneinfo.ZoneInfo(zone))
        return tr("{0}, {1} there").format(apart(place(zone, self.language)), f"{there:%H:%M}")


def unclear(found: Unclear) -> str:
    """What is missing or wrong, in a sentence."""
    words = {
        Why.NOTHING: tr("Like “Tuesday 15:00”, “tomorrow 9” or “in 2 h”"),
        Why.NOT_KNOWN: tr("Deskhand can't read this as a time"),
        Why.NO_SUCH: tr("There is no such day or time"),
        Why.CONTRADICTS: tr("That date is another day of the week"),
        Why.NO_TIME: tr("At what time?"),
        Why.NO_ZONE: tr("Say where the customer is, or write “my time”"),
        Why.SKIPPED: tr("The clocks go forward then: that time does not exist"),
        Why.OVER: tr("That time is over"),
        Why.TOO_FAR: tr("That is more than two years away"),
        Why.AMBIGUOUS: tr("Which one?"),
    }
    if found.why is Why.NOT_KNOWN and found.word:
        return tr("Deskhand does not know the word “{}” in a time").format(
            apart(outside(found.word, 40))
        )
    return words[found.why]


def as_typed(one: FollowUp, clock: Clock, now: dt.datetime) -> str:
    """Its time as an agent could have typed it."""
    whose = tr("their time") if one.theirs else tr("my time")
    if one.zone not in (one.who.zone, clock.zone):
        whose = ""
    return f"{day_and_time(one.there(), clock.language, now)} {whose}".strip()


def name_of(one: FollowUp) -> str:
    """What the customer is called."""
    return outside(one.who.name or one.who.address) or tr("No name")


def rows(
    every: Iterable[FollowUp], clock: Clock, now: dt.datetime, *, named: bool = True
) -> tuple[Row, ...]:
    """Due, today and later, each part with its title; without ``named`` all of one customer."""
    local = now.astimezone(zoneinfo.ZoneInfo(clock.zone))
    due, today, later = parted(every, local)
    parts = ((tr("due"), due), (tr("today"), today), (tr("later"), later))
    made: list[Row] = []
    if not named:
        if due or today or later:
            made.append(TitleRow("follow-ups", tr("follow-ups"), _due_chip(len(due))))
        return (*made, *(row(one, clock, now, named=False) for one in (*due, *today, *later)))
    for title, ones in parts:
        if ones:
            made.append(TitleRow(f"follow-ups {title}", title, str(len(ones))))
            made += [row(one, clock, now) for one in ones]
    return tuple(made)


def row(one: FollowUp, clock: Clock, now: dt.datetime, *, named: bool = True) -> EntryRow:
    """One of a list."""
    when = clock.both(one.at, one.who.zone or one.zone, now)
    what = outside(one.what)
    address = apart(outside(one.who.address, 60))
    if named:
        text = f"{apart(name_of(one))} · {apart(what)}" if what else name_of(one)
        second = f"{when} · {address}" if address else when
    else:
        text, second = what or tr("Follow up"), when
    is_due = one.at <= now
    chip = tr("due") if is_due else tr("put off") if one.state is State.SNOOZED else ""
    return EntryRow(
        ("follow-up", one.id),
        text,
        second,
        chip,
        Tone.WARNING if is_due else Tone.PLAIN,
        strong=is_due,
        copies=outside(one.who.address),
    )


def _due_chip(count: int) -> str:
    return tr("{} due").format(count) if count else ""
