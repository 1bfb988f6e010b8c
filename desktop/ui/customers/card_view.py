"""What the sidebar shows, as plain values: rows of a card, candidates, what providers say.

Made by :mod:`desktop.ui.customers.showing` of what a lookup found. Everything that comes from
outside is plain and bounded here already (:func:`outside`). No text of a customer is in any repr.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto

from desktop.ui.widgets.passage import ELLIPSIS, plain
from desktop.ui.widgets.theme import Tone

LONGEST_LINE = 300
"""Characters of what stands on one or a few lines; the whole can still be copied."""
LONGEST_COPY = 2_000
LONGEST_TAG = 32
MOST_TAGS = 6
MOST_ENTRIES = 2_000
"""Of a timeline; nobody reads so far, and a provider that sends more has gone wrong."""

_LINES = str.maketrans({"\u2028": " "})
# These come in pairs; what leaves one open would turn the words that stand beside it.
_PAIRED = dict.fromkeys([0x202A, 0x202B, 0x202C, 0x2066, 0x2067, 0x2068, 0x2069])


def outside(text: str, longest: int = LONGEST_LINE) -> str:
    """``text`` from outside as one plain line of at most so many characters."""
    shown = plain(text[: 2 * longest]).translate(_PAIRED).translate(_LINES)
    shown = " ".join(shown.split())
    if len(shown) > longest or len(text) > 2 * longest:
        return shown[: longest - 1].rstrip() + ELLIPSIS
    return shown


def apart(text: str) -> str:
    """``text`` so that its direction does not turn the words beside it (isolated, UAX 9)."""
    return f"\u2068{text}\u2069" if text else ""


class What(StrEnum):
    """What a record in a provider is."""

    CUSTOMER = "customer"
    TICKET = "ticket"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Record:
    """Something that can be opened in the browser."""

    provider: str
    what: What
    id: str = field(repr=False)
    url: str = field(repr=False)
    """As the provider gave it; who opens it checks it first."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One value of the card."""

    key: Hashable = field(repr=False)
    """Which row it is, so that it is found again when more has come."""
    label: str
    """``mail``; empty for further values of the same field."""
    value: str = field(repr=False)
    copies: str = field(default="", repr=False)
    """What copying gives; empty while nothing is known."""
    whence: str = ""
    """``Zendesk · 2 minutes ago``; empty when the next row says it too."""
    said: str = ""
    """The same, said of each row: for screen readers and tips."""
    tel: str = field(default="", repr=False)
    """A ``tel:`` address for the telephone program; empty where there is none to call."""
    number: int = 0
    """The digit that copies it; 0: none."""


@dataclass(frozen=True, slots=True)
class FoldRow:
    """Stands for fields that the team did not choose; opened by Enter or a click."""

    key: Hashable
    text: str


@dataclass(frozen=True, slots=True)
class TitleRow:
    """Begins a part of the card."""

    key: Hashable
    text: str
    chip: str = ""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A ticket, an order or a note in the timeline."""

    key: Hashable = field(repr=False)
    text: str = field(repr=False)
    second: str = field(repr=False)
    chip: str = ""
    tone: Tone = Tone.PLAIN
    strong: bool = False
    """An open ticket."""
    copies: str = field(default="", repr=False)
    record: Record | None = None
    lines: int = 2
    """At most so many for the text."""


@dataclass(frozen=True, slots=True)
class SayingRow:
    """A line that only says something: that there are no tickets, that one is still asked."""

    key: Hashable
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the customers that fit."""

    keys: frozenset[tuple[str, str]] = field(repr=False)
    """Its records: their providers and ids."""
    name: str = field(repr=False)
    second: str = field(repr=False)
    third: str
    """From which providers."""
    maybe: bool = False
    closed: bool = False
    number: int = 0
    """The digit that chooses it; 0: none."""
    place: int = 0
    """Which of the customers found it is."""

    @property
    def key(self) -> Hashable:
        """Which row it is."""
        return self.keys


Row = FieldRow | FoldRow | TitleRow | EntryRow | SayingRow | Candidate


@dataclass(frozen=True, slots=True)
class CardView:
    """One customer, as far as known."""

    keys: frozenset[tuple[str, str]] = field(repr=False)
    """The records it is made of: their providers and ids."""
    name: str = field(repr=False)
    second: str = field(default="", repr=False)
    """Organisation, language."""
    zone: str = ""
    """IANA name of the customer's time zone; empty when it is not known."""
    tags: tuple[str, ...] = field(default=(), repr=False)
    maybe: bool = False
    closed: bool = False
    """A provider keeps the customer as closed or blocked."""
    rows: tuple[Row, ...] = field(default=(), repr=False)
    more: tuple[FieldRow, ...] = field(default=(), repr=False)
    """Fields behind the :class:`FoldRow`."""
    record: Record | None = None
    tel: str = field(default="", repr=False)
    """Of the first number that can be called."""
    tickets: bool = False
    """Are there any?"""


class ProviderState(Enum):
    """What a provider is doing, where that is worth a line."""

    ASKING = auto()
    SIGNED_OUT = auto()
    SET_UP = auto()
    """Something of its own is missing, which its settings mend."""
    FAILED = auto()


ANSWERED_BY_AGENT = frozenset({ProviderState.SIGNED_OUT, ProviderState.SET_UP})
"""States that the agent can mend from here."""


@dataclass(frozen=True, slots=True)
class ProviderLine:
    """What one provider says in the last lines."""

    name: str
    title: str
    state: ProviderState
    words: str = ""
    """Of a failure: what happened and what to do."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What stands in place of a card."""

    what: str = field(repr=False)
    how: str = field(default="", repr=False)
