"""What a provider is: its manifest, what it is asked, and what it answers or why it does not.

A provider is one module with a constant ``PROVIDER``, a :class:`Manifest`. It imports nothing slow
at its top; the network comes with its first call (docs/design.md, rules 4 and 5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from desktop.core.clock import Clock
from desktop.core.results import Problem
from desktop.customers.card import Card
from desktop.customers.identify import Kind, Query
from desktop.customers.identify.email import folded
from desktop.customers.oauth.declared import OAuth
from desktop.customers.oauth.sign_in import SignIn
from desktop.net.address import Address, Reach
from desktop.net.deadline import Cancellation, Deadline

MOST_CARDS = 25
"""Records of one answer; who finds more was not asked precisely enough."""


class Can(StrEnum):
    """What a provider's cards hold, beyond who it is."""

    TICKETS = "tickets"
    ORDERS = "orders"
    NOTES = "notes"
    ARTICLES = "articles"
    """Not in its cards: it is a :class:`desktop.customers.articles.article.Articles`."""


class Does(StrEnum):
    """What can be done through a provider; each for accounts that may."""

    NOTE = "note"
    """Write a note into a ticket that only colleagues see."""
    REPLY = "reply"
    """Write to the customer."""
    STATUS = "status"
    """Change a ticket's status."""
    PERSON_NOTE = "person note"
    """Write a note onto a customer's record that only colleagues see."""


class FaultKind(StrEnum):
    """Why a provider gave no answer."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    BUSY = "busy"
    """It has trouble of its own (5xx)."""
    RATE_LIMITED = "rate limited"
    AUTH = "auth"
    """It does not know who asks."""
    FORBIDDEN = "forbidden"
    """It knows, and does not let that account see it."""
    REFUSED = "refused"
    """It does not take such a call, usually for a wrong setting."""
    BAD_ANSWER = "bad answer"
    SET_UP = "set up"
    """Something of its own is missing or damaged; the fault says what."""
    CANCELLED = "cancelled"
    MISSING = "missing"
    """There is no such ticket, or not for that account."""
    NOT_THEIRS = "not theirs"
    """The ticket is not of the customer who was to be written to."""
    UNSURE = "unsure"
    """It was sent, and nobody said whether it arrived."""


_WORDS: Mapping[FaultKind, tuple[str, str]] = {
    FaultKind.TIMEOUT: ("did not answer in time", "Look up again in a moment"),
    FaultKind.UNREACHABLE: (
        "can't be reached",
        "Check the network and the address in the settings",
    ),
    FaultKind.CERTIFICATE: (
        "can't prove that it is the right one, so nothing was sent",
        "Tell your administrator that its certificate is not valid",
    ),
    FaultKind.BUSY: ("has trouble of its own right now", "Look up again in a minute"),
    FaultKind.RATE_LIMITED: ("was asked too often", "Wait a little"),
    FaultKind.AUTH: ("does not accept how you are signed in", "Sign in again in the settings"),
    FaultKind.FORBIDDEN: (
        "does not let your account see customers",
        "Ask your administrator for the permission",
    ),
    FaultKind.REFUSED: ("refused the call", "Check its address in the settings"),
    FaultKind.BAD_ANSWER: (
        "gave an answer that can't be used",
        "Check its address in the settings; a sign-in page of your network may answer instead",
    ),
    FaultKind.SET_UP: ("can't be used", "Look at its settings"),
    FaultKind.CANCELLED: ("was not waited for", ""),
    FaultKind.MISSING: ("has no such ticket for your account", "Look the customer up again"),
    FaultKind.NOT_THEIRS: (
        "has that ticket under another customer, so nothing was sent",
        "Open the ticket in the browser and look who gets the answer",
    ),
    FaultKind.UNSURE: (
        "did not say whether it took what you wrote",
        "Try again in a minute: Deskhand looks there first and never writes it twice",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """No answer. Holds nothing of what was asked and no secret."""

    kind: FaultKind
    retry_after: float | None = None
    """Seconds after which it wants to be asked again, if it said so."""
    told: Problem | None = None
    """Instead of the kind's own words."""

    def problem(self, title: str) -> Problem:
        """In words for the agent; ``title`` is the provider's."""
        if self.told is not None:
            return self.told
        what, todo = _WORDS[self.kind]
        return Problem(f"{title} {what}", todo=todo)


@dataclass(frozen=True, slots=True)
class Need:
    """A setting that a provider has; ``name`` is its column in ``customers.services``."""

    name: str
    required: bool = False
    help: str = ""
    """How it is with this provider, in a sentence; else what the settings say of the column."""
    example: str = ""
    """As it may look."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a provider is made with."""

    name: str
    """What the agent calls it, and cards name as their source."""
    values: Mapping[str, str]
    """Its settings by the name of their need; only what is filled in."""
    secret: Callable[[], str]
    """Asks the keyring, each time; empty when there is none. Raises UserError."""
    keep: Callable[[str], None]
    """Puts its secret into the keyring. Raises UserError."""
    clock: Clock
    region: str
    """The agent's country, by whose ways phone numbers are read."""
    data: Path
    """The folder of what is kept on this machine."""
    office: bool = False
    """The agent says that its address is in this office."""
    sign_in: SignIn | None = None
    """By the browser, in place of a secret."""

    def address(self) -> Address:
        """The address in the settings.

        Raises:
            UserError: there is none, or nothing may be sent there.
        """
        return Address.read(self.values.get("address", ""), office=self.office, name=self.name)


class Provider(Protocol):
    """Where customers are known. Any thread may call; nothing of one call shows in another."""

    @property
    def reach(self) -> Reach:
        """How far what is asked for goes."""

    def find(
        self, query: Query, deadline: Deadline, cancellation: Cancellation
    ) -> Sequence[Card] | Fault:
        """Records of whom the query asks for, not verified yet; its kind is one of the manifest's.

        Never raises for what a server does.

        Raises:
            UserError: its secret can't be read, or there is none and it needs one.
        """

    def close(self) -> None:
        """Give back what it holds."""


@dataclass(frozen=True, slots=True)
class InternalNote:
    """Plain text for a ticket, which only colleagues see; it keeps its line breaks."""

    ticket: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PersonNote:
    """The same for a customer's record instead of a ticket."""

    person: str = field(repr=False)
    """The id of a card that the provider's ``find`` made."""
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CustomerMessage:
    """Plain text that the customer of a ticket gets. Never made from a note without asking."""

    ticket: str = field(repr=False)
    text: str = field(repr=False)
    customer: str = field(repr=False)
    """The e-mail address that the agent was shown and agreed to. Nothing is sent when the ticket is
    somebody else's."""

    def is_for(self, address: str) -> bool:
        """Is this the address that was agreed to? An empty one never is."""
        return bool(address) and folded(address) == folded(self.customer)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """As whom a provider knows us, for the test while setting it up."""

    name: str = field(default="", repr=False)
    """Empty where it does not say."""
    may_not: tuple[str, ...] = ()
    """What that account can't do or see of what the provider could, each a sentence."""


@runtime_checkable
class Checkable(Protocol):
    """A provider whose sign-in can be tested without looking anybody up."""

    def check(self, deadline: Deadline, cancellation: Cancellation) -> SignedIn | Fault:
        """Ask who we are. Never raises for what a server does.

        Raises:
            UserError: its secret can't be read, or there is none.
        """


@runtime_checkable
class Writer(Protocol):
    """A provider that tickets can be changed through. Any thread may call.

    Its methods do one thing once: whether something is sent again is decided in one place,
    :mod:`desktop.customers.providers.sending`. None raises for what a server does.

    Raises:
        UserError: its secret can't be read, or there is none.
    """

    def marks(
        self, ticket: str, deadline: Deadline, cancellation: Cancellation
    ) -> frozenset[str] | Fault:
        """What names the newest entries of the ticket's history."""

    def arrived(
        self,
        sent: InternalNote | CustomerMessage,
        before: frozenset[str],
        deadline: Deadline,
        cancellation: Cancellation,
    ) -> str | Fault | None:
        """The mark of the entry that is this text and was not there ``before``, if there is one."""

    def add_note(
        self, note: InternalNote, deadline: Deadline, cancellation: Cancellation
    ) -> str | Fault:
        """Write it for colleagues only; the answer is its mark, which may be empty."""

    def send_to_customer(
        self, message: CustomerMessage, deadline: Deadline, cancellation: Cancellation
    ) -> str | Fault:
        """Write it to the customer that it names, if the ticket is theirs; the same answer."""

    def statuses(
        self, ticket: str, deadline: Deadline, cancellation: Cancellation
    ) -> Sequence[str] | Fault:
        """Which it may have next, as the provider calls them; the first is the present one."""

    def set_status(
        self, ticket: str, status: str, deadline: Deadline, cancellation: Cancellation
    ) -> Fault | None:
        """Give it one of them; None: it has it now. Doing it twice does no harm."""


@runtime_checkable
class PersonNoter(Protocol):
    """A provider that keeps notes on a customer's record, with or without tickets.

    To have it: put :attr:`Does.PERSON_NOTE` into the manifest's ``does`` and give the provider
    these three methods, which are to a record what ``marks``, ``arrived`` and ``add_note`` of
    :class:`Writer` are to a ticket. Where the record has notes of its own, have ``find`` give
    them as the card's ``notes``, too. A provider may be a :class:`Writer` besides.
    The same holds: one thing once, and none raises for what a server does.

    Raises:
        UserError: its secret can't be read, or there is none.
    """

    def person_marks(
        self, person: str, deadline: Deadline, cancellation: Cancellation
    ) -> frozenset[str] | Fault:
        """What names the newest notes of the record."""

    def person_arrived(
        self,
        sent: PersonNote,
        before: frozenset[str],
        deadline: Deadline,
        cancellation: Cancellation,
    ) -> str | Fault | None:
        """The mark of the note that is this text and was not there ``before``, if there is one."""

    def add_person_note(
        self, note: PersonNote, deadline: Deadline, cancellation: Cancellation
    ) -> str | Fault:
        """Write it for colleagues only; the answer is its mark, which may be empty."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What there is to know about a provider without starting it."""

    name: str
    title: str
    make: Callable[[Setup], Provider]
    finds: frozenset[Kind]
    """What it can be asked by."""
    can: frozenset[Can] = frozenset()
    does: frozenset[Does] = frozenset()
    """With NOTE, REPLY or STATUS its provider is a :class:`Writer`, with PERSON_NOTE a
    :class:`PersonNoter`."""
    hides: frozenset[Kind] = frozenset()
    """What it may keep from its answers although it knows it, so that nobody can verify."""
    needs: tuple[Need, ...] = ()
    secret_required: bool = False
    """It needs a password or key of the agent's, unless they signed in by the browser."""
    secret_optional: bool = False
    """It takes one where its server wants it."""
    key_words: str = "password or key"
    """What people call it there."""
    oauth: OAuth | None = None
    """It can be signed in to by the browser, with a ``client`` among its needs."""
    cached: bool = True
    """False: it answers so fast that a copy in memory would only be one more."""
    pages: tuple[str, ...] = ()
    """Hosts on which its records show in the browser, where that is not its address."""

    def called(self, name: str) -> str:
        """What one of this kind is called whose name in the settings is ``name``.

        Two of one kind have names that a person gave them; who sees both must tell them apart.
        """
        return self.title if name == self.name else name

    def shows(self, url: str) -> bool:
        """Is ``url`` on one of its pages' hosts, over TLS?"""
        return any(Address.read(f"https://{host}").serves(url) for host in self.pages)

    @property
    def takes_secret(self) -> bool:
        """Is there a password or key that the agent has to give?"""
        return self.secret_required or self.secret_optional
