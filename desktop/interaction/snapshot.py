"""One interaction as it was at a moment, and whom it is with.

An interaction is one call, chat, mail or other conversation, from opening to wrap-up. All values
are immutable, so they may cross threads. Nothing here prints or logs a customer's data, not even
in a repr.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from desktop.core.results import UserError

LONGEST_VALUE = 2000
"""Characters of one value from outside."""

_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


class Channel(StrEnum):
    """How the customer and the agent talk."""

    PHONE = "phone"
    CHAT = "chat"
    MAIL = "mail"
    SOCIAL = "social"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing known of a customer."""

    value: str = field(repr=False)
    source: str
    """Who says so: a provider's name, ``agent``, ``command line``."""
    obtained: dt.datetime

    def age(self, now: dt.datetime) -> dt.timedelta:
        """How long ago it was obtained; never negative, should the clock have been set back."""
        return max(now - self.obtained, dt.timedelta())


@dataclass(frozen=True, slots=True)
class Customer:
    """What is known of one person or account, by field name.

    The usual names: ``name``, ``first_name``, ``last_name``, ``email``, ``phone``, ``company``,
    ``language``, ``time_zone``; a provider may add any other.
    """

    fields: Mapping[str, Field] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def __bool__(self) -> bool:
        """False while nothing is known."""
        return bool(self.fields)

    def value(self, name: str) -> str:
        """The value of a field, empty when it is not known."""
        known = self.fields.get(name)
        return known.value if known else ""

    def having(self, name: str, known: Field) -> Customer:
        """The same customer with this field in place of one of that name."""
        return Customer(MappingProxyType({**self.fields, name: known}))


@dataclass(frozen=True, slots=True)
class Interaction:
    """One interaction as it was at a moment."""

    id: str
    source: str
    """What opened it: ``tray``, ``command line``, a phone system's name."""
    channel: Channel
    opened: dt.datetime
    closed: dt.datetime | None = None
    language: str = ""
    """A BCP 47 tag, empty while it is not known."""
    customer: Customer = Customer()
    tags: tuple[str, ...] = ()
    reference: str = ""
    """What the source calls it."""
    round: int = 0
    """Changes when it becomes another customer's, so that answers about the one before don't land.

    No two interactions ever share one."""

    def lasted(self, now: dt.datetime) -> dt.timedelta:
        """From its opening until now or its closing."""
        return max((self.closed or now) - self.opened, dt.timedelta())

    def with_value(self, name: str, value: str, now: dt.datetime, source: str) -> Interaction:
        """The same interaction with one value set by its full name, as in ``--set NAME=VALUE``.

        Raises:
            UserError: there is no such name, or the value does not fit it.
        """
        refuse_oversize(value)
        prefix, _, rest = name.partition(".")
        if prefix == "customer" and _FIELD_NAME.fullmatch(rest):
            customer = self.customer.having(rest, Field(value, source, now))
            return dataclasses.replace(self, customer=customer)
        if name == "interaction.channel":
            return dataclasses.replace(self, channel=channel_named(value))
        if name == "interaction.language":
            return dataclasses.replace(self, language=language_tag(value))
        if name == "interaction.tags":
            tags = tuple(tag.strip() for tag in value.split(",") if tag.strip())
            return dataclasses.replace(self, tags=tags)
        if name == "interaction.source":
            return dataclasses.replace(self, source=value)
        raise UserError(
            "There is no value of this name to set",
            todo="Use customer.NAME (small letters, digits and _), interaction.channel, "
            "interaction.language, interaction.source or interaction.tags",
        )


def assignment(words: str) -> tuple[str, str]:
    """Split ``NAME=VALUE``.

    Raises:
        UserError: there is no ``=`` or no name.
    """
    name, equals, value = words.partition("=")
    if not equals or not name.strip():
        raise UserError(
            "A value to set needs a name, an equals sign and the value",
            todo="Write it like customer.first_name=Ana",
        )
    return name.strip(), value


def channel_named(name: str) -> Channel:
    """The channel of this name, in any case.

    Raises:
        UserError: there is none.
    """
    try:
        return Channel(name.strip().lower())
    except ValueError:
        raise UserError(
            "There is no such channel", todo=f"Use one of: {', '.join(Channel)}"
        ) from None


def values(interaction: Interaction | None, now: dt.datetime) -> dict[str, dict[str, str]]:
    """What ``{{customer.*}}`` and ``{{interaction.*}}`` stand for, as plain texts.

    Both keys are always there; without an interaction, and for what is not known, they are empty.
    A name is put together from first and last name where only these are known; never the other
    way round, because which word of a name is the first name can't be told.
    """
    if interaction is None:
        return {"customer": {}, "interaction": {}}
    customer = {name: known.value for name, known in interaction.customer.fields.items()}
    if not customer.get("name"):
        parts = [customer.get("first_name", ""), customer.get("last_name", "")]
        if name := " ".join(part for part in parts if part):
            customer["name"] = name
    about = {
        "id": interaction.id,
        "reference": interaction.reference,
        "source": interaction.source,
        "channel": interaction.channel.value,
        "language": interaction.language or customer.get("language", ""),
        "opened": interaction.opened.isoformat(timespec="seconds"),
        "minutes": str(int(interaction.lasted(now).total_seconds() // 60)),
        "tags": ", ".join(interaction.tags),
    }
    return {"customer": customer, "interaction": {k: v for k, v in about.items() if v}}


def language_tag(tag: str) -> str:
    """``tag``, if it is one or empty.

    Raises:
        UserError: it is none.
    """
    if tag and not _LANGUAGE.fullmatch(tag):
        raise UserError(
            "This is not the tag of a language", todo="Write it like en, pt-BR or zh-Hant"
        )
    return tag


def refuse_oversize(value: str) -> None:
    """Values from outside have their length.

    Raises:
        UserError: this one is longer.
    """
    if len(value) > LONGEST_VALUE:
        raise UserError(
            f"A value may have {LONGEST_VALUE} characters at most", f"This one has {len(value)}"
        )
