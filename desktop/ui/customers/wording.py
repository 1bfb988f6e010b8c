"""Words of the sidebar: names of fields, how old something is, where a customer's clock stands."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop.customers.card import COMPANY, EMAIL, NUMBER, PHONE
from desktop.customers.identify.query import Kind, Query, Why
from desktop.customers.writing.places import Place, Way
from desktop.ui.customers.card_view import Saying, apart, outside

LONGEST_LABEL = 24
LONGEST_ZONE = 64
"""Characters; the longest name of the time zone database has 32."""


def tr(text: str) -> str:
    """In the interface's language."""
    return QCoreApplication.translate("Sidebar", text)


def label_of(name: str) -> str:
    """What a field is called before its value."""
    known = {
        EMAIL: tr("mail"),
        PHONE: tr("phone"),
        NUMBER: tr("number"),
        COMPANY: tr("company"),
        "language": tr("speaks"),
        "time_zone": tr("time zone"),
        "first_name": tr("first name"),
        "last_name": tr("last name"),
        "postal_code": tr("postal code"),
        "birth_date": tr("born"),
    }
    return known.get(name) or outside(name.replace("_", " "), LONGEST_LABEL)


def age(then: dt.datetime, now: dt.datetime) -> str:
    """How long ago something was heard."""
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return tr("just now")
    if minutes < 60:
        return tr("{} min ago").format(minutes)
    if minutes < 12 * 60:
        return tr("{} h ago").format(minutes // 60)
    return day(then, now)


def day(moment: dt.datetime, now: dt.datetime) -> str:
    """When something happened, by the agent's clock."""
    local = moment.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days == 0:
        return tr("today {}").format(clock(local))
    if days == 1:
        return tr("yesterday {}").format(clock(local))
    if days == -1:
        return tr("tomorrow {}").format(clock(local))
    form = "d MMM" if local.year == now.year else "d MMM yyyy"
    return QLocale().toString(QDate(local.year, local.month, local.day), form)


def clock(moment: dt.datetime) -> str:
    """The time of a day."""
    return f"{moment:%H:%M}"


def zone_of(name: str) -> str:
    """``name`` if it is a time zone's; else nothing."""
    if not name or len(name) > LONGEST_ZONE:
        return ""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    return name


def local_time(zone: str, now: dt.datetime) -> str:
    """What time it is at the customer's: ``Sao Paulo, 14:32 there``; nothing without a zone."""
    if not zone:
        return ""
    there = now.astimezone(zoneinfo.ZoneInfo(zone))
    place = zone.rpartition("/")[2].replace("_", " ")
    at = clock(there)
    days = (there.date() - now.date()).days
    if days:
        at = (tr("tomorrow {}") if days > 0 else tr("yesterday {}")).format(at)
    return tr("{0}, {1} there").format(place, at)


def title_of(name: str, titles: Mapping[str, str]) -> str:
    """What a provider is called."""
    if name in titles:
        return outside(titles[name], 40)
    if name == "book":
        return tr("Your customer book")
    words = outside(name.replace("_", " "), 40)
    return words[:1].upper() + words[1:]


def asked_by(query: Query) -> str:
    """What is looked up, as the agent knows it."""
    return outside(query.written or query.value, 120)


def asking(words: str) -> Saying:
    """``words`` are being looked up."""
    return Saying(tr("Looking up {}…").format(f"“{words}”"))


def unknown(query: Query, silent: tuple[str, ...]) -> Saying:
    """Nobody is known; ``silent`` are providers that did not answer."""
    what = tr("Nobody is known by {}").format(f"“{asked_by(query)}”")
    if silent:
        names = ", ".join(silent)
        return Saying(what, tr("{} did not answer, so it may still be a customer.").format(names))
    by_other = {
        Kind.EMAIL: tr("Ask for a phone number or an order number, and look that up."),
        Kind.PHONE: tr("Ask for an e-mail address or an order number, and look that up."),
    }
    return Saying(what, by_other.get(query.kind, tr("Look up an e-mail address or a phone.")))


def nobody_to_ask(query: Query) -> Saying:
    """No provider that is set up can be asked by this."""
    return Saying(
        tr("None of your providers can be asked by {}").format(query.kind.words),
        tr("Look up something else, or connect another system in the settings."),
    )


def not_understood(why: Why) -> Saying:
    """A text that is nothing to look up."""
    problem = why.problem
    return Saying(problem.what, sentences(problem.why, problem.todo))


def sentences(*parts: str) -> str:
    """The parts that there are, each ended."""
    return " ".join(one if one.endswith((".", "!", "?")) else f"{one}." for one in parts if one)


def place_words(place: Place) -> str:
    """Where a note goes: ``Parcel not delivered · Zendesk 20871``."""
    title = outside(place.title, 40)
    if place.way is Way.TICKET:
        subject = outside(place.subject, 80) or tr("No subject")
        return f"{apart(subject)} · {title} {apart(outside(place.id, 40))}"
    if place.way is Way.BOOK and not place.known:
        return tr("{}, and remember who it is").format(title)
    return tr("{}: the customer").format(title)
