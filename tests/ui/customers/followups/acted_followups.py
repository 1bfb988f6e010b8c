"""Follow-ups as the assembly tells them, all of them made up."""

from __future__ import annotations

import datetime as dt

from desktop.core.clock import FixedClock
from desktop.customers.followups.followup import FollowUp, State, Who
from desktop.customers.followups.zones import Whereabouts
from desktop.customers.watching.watched import Change, Watched, What
from desktop.interaction import Channel
from desktop.ui.customers.followups.form import Draft
from desktop.ui.customers.followups.wording import Clock

NOW = dt.datetime(2026, 11, 29, 13, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))
MADRID, SAO_PAULO = "Europe/Madrid", "America/Sao_Paulo"
ANA = Who("Ana Souza", Channel.PHONE, "+55 11 91234-5678", (("book", "1"),), SAO_PAULO)
BO = Who("Bo Lund", Channel.MAIL, "bo@lund.example", (("book", "2"),), "Europe/Stockholm")
ARAB = Who("أحمد منصور", Channel.PHONE, "+20 2 2391 0000", (("book", "3"),), "Africa/Cairo")
LONG = Who(
    "Anneliese Freifrau von Hohenstein-Wolkenburg zu Ehrenfels " * 3, Channel.PHONE, "1" * 60
)
DRAFT = Draft(ANA.name, ANA.address, Whereabouts(SAO_PAULO, told=True))


def follow_up(
    which: int, who: Who, minutes: float, what: str = "", state: State = State.OPEN
) -> FollowUp:
    at = (NOW + dt.timedelta(minutes=minutes)).astimezone(dt.UTC)
    return FollowUp(which, who, what, at, who.zone or MADRID, bool(who.zone), state)


EVERY = (
    follow_up(1, ANA, -20, "whether the parcel came"),
    follow_up(2, ARAB, -5, "فاتورة"),
    follow_up(3, BO, 90, "offer for 40 chairs"),
    follow_up(4, ANA, 60 * 30, "new invoice address", State.SNOOZED),
    follow_up(5, LONG, 60 * 50, "about " + "everything " * 20),
)
WATCHED = (
    Watched(
        1,
        "zendesk",
        "381",
        "Ana Souza",
        ("email", "ana@souza.example"),
        seen={},
        last=Change(
            "20871", "Parcel", What.STATUS, "open", "solved", NOW - dt.timedelta(minutes=12)
        ),
    ),
    Watched(2, "zendesk", "382", "Bo Lund", ("email", "bo@lund.example"), "19102", seen={}),
)


def clock() -> FixedClock:
    return FixedClock(NOW)


WORDS = Clock(MADRID, "en-GB")
