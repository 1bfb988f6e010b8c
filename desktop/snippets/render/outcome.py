"""What goes into rendering and what comes out: plain values, so that the caller decides.

The texts are left out of every ``repr``: they may be a customer's, and a ``repr`` ends in logs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.core.results import Problem
from desktop.core.text import certain_length
from desktop.host.base import PLAIN, Rich
from desktop.snippets.model import Snippet, Value

Text = str | Mapping[str, str]
"""The value of a variable: one text, or a text for each field of a form."""

Context = Mapping[str, Mapping[str, object]]
"""``{"customer": {...}, "interaction": {...}, "agent": {...}}``, field to value."""


@dataclass(frozen=True, slots=True)
class Request:
    """One match, and what is known about the interaction it is for.

    To go on after a question pass the very same request again.
    """

    snippet: Snippet
    typed: str = field(default="", repr=False)
    """The trigger as it was typed, for ``propagate_case``; empty when it came from the palette."""
    groups: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Named groups of a regex trigger."""
    context: Context = field(default_factory=dict, repr=False)
    language: str = ""
    """The interaction's language as a BCP 47 tag; empty when it is not known."""
    channel: str = ""
    app: str = ""
    tags: Sequence[str] = ()
    """Beside those under ``tags`` of the customer and the interaction."""


class Way(StrEnum):
    """How the text is to be put in: a snippet's ``force_mode`` in the typist's words."""

    AUTO = "auto"
    KEYS = "keys"
    PASTE = "paste"


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text, ready to be typed."""

    text: str = field(repr=False)
    snippet: str
    """The snippet's id."""
    caret: int | None = None
    """Characters between the mark ``$|$`` and the end; None when there is no mark."""
    way: Way = Way.AUTO
    missing: tuple[str, ...] = ()
    """Values that nobody knew and that were left out: ``customer.first_name``. For a warning."""
    rich: Rich = PLAIN
    """What is pasted where the application can take it; the text is for others."""

    @property
    def left(self) -> int:
        """Left keys to press afterwards; 0 when there is no mark or their number is uncertain."""
        if not self.caret:
            return 0
        return certain_length(self.text[-self.caret :]) or 0


@dataclass(frozen=True, slots=True)
class State:
    """What was found out before a question, so that nothing changes while the agent thinks."""

    now: dt.datetime
    values: Mapping[tuple[str, ...], Text] = field(repr=False)
    missing: tuple[str, ...] = ()


class QuestionKind(StrEnum):
    """What the agent is asked."""

    CHOICE = "choice"
    """Choose one of the options of the only field; the answer is the option's value."""
    FORM = "form"
    """Fill in the fields; the answer is a mapping from a field's name to its text."""


class FieldKind(StrEnum):
    """How a field looks."""

    TEXT = "text"
    MULTILINE = "multiline"
    CHOICE = "choice"
    LIST = "list"
    SEVERAL = "several"
    """Any number of the options."""
    CHECKBOX = "checkbox"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Option:
    """One of several to choose from."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A field stands in an optional part: it is asked for by the state of another one."""

    field: str
    """The name of a check box, or of a field that may be left empty."""
    there: bool
    """Asked for when that one is ticked or filled in, else when it is not."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in or choose; its answer is a text.

    That of :attr:`FieldKind.SEVERAL` has the values one a line, that of a check box is ``yes`` or
    empty, that of a date is ``2026-12-24``.
    """

    name: str
    kind: FieldKind = FieldKind.TEXT
    default: str = field(default="", repr=False)
    options: tuple[Option, ...] = field(default=(), repr=False)
    label: str = ""
    """What it is called where the agent sees it; empty: its name."""
    check: str = ""
    """What its text must be: :mod:`desktop.snippets.render.field_checks`."""
    required: bool = False
    """It may not be left empty."""
    remember: bool = False
    """It begins with what was answered last time, until Deskhand ends."""
    within: tuple[Condition, ...] = ()
    """All must hold, else it is not asked for."""
    written: tuple[str, ...] = field(default=(), repr=False)
    """How the answer stands in the text. A check box: the words when ticked, and when not; a
    date: its format and locale; several: what stands between two, and between the last two."""

    @property
    def words(self) -> str:
        """What the agent reads beside it."""
        return self.label or self.name.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Question:
    """The agent has to answer before there is a text.

    Go on with ``render(request, {question.variable: answer}, question.state)``.
    """

    kind: QuestionKind
    variable: str
    """The key of the answer: the variable's name, with the way to it in a nested snippet."""
    title: str
    fields: tuple[Field, ...]
    state: State = field(repr=False)
    layout: str = field(default="", repr=False)
    """For a form: its lines, with ``[[name]]`` where a field stands."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A program has to run before there is a text; only packs that are trusted have one.

    Go on with what it wrote as with the answer to a question.
    """

    kind: str
    """``shell`` or ``script``."""
    variable: str
    """As in :class:`Question`."""
    pack: str
    """The file of the snippet that wants it."""
    params: Mapping[str, Value] = field(repr=False)
    """As in the pack, with references filled in."""
    environment: Mapping[str, str] = field(repr=False)
    """The values so far under espanso's names."""
    place: str
    """Of the variable, for what goes wrong."""
    state: State = field(repr=False)


Answer = str | Mapping[str, str]
Outcome = Rendered | Question | Errand | Problem


class StoppedError(Exception):
    """Ends a rendering from any depth before there is a text; never leaves this package."""

    def __init__(self, outcome: Question | Errand | Problem) -> None:
        """Carry what :meth:`Renderer.render` is to answer."""
        super().__init__()
        self.outcome = outcome
