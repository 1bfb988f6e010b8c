"""What an engine is: its manifest, what it is asked, and what it answers or why it does not.

An engine is one module with a constant ``ENGINE``, a :class:`Manifest`. It imports nothing slow
at its top; the network comes with its first call (docs/design.md, rules 4 and 5).
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable

from desktop.core.clock import Clock
from desktop.core.results import Problem, UserError
from desktop.net.address import Address, Reach
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Failure, FailureKind, Reply
from desktop.net.session import Client

LARGEST_REPLY = 500_000
"""Bytes; the longest text that is asked for comes back in far fewer."""


class Formality(StrEnum):
    """How the customer is addressed, where a language makes a difference."""

    DEFAULT = "default"
    FORMAL = "formal"
    INFORMAL = "informal"


class FaultKind(StrEnum):
    """Why an engine did not translate."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    BUSY = "busy"
    """It has trouble of its own (5xx)."""
    RATE_LIMITED = "rate limited"
    QUOTA = "quota"
    AUTH = "auth"
    LANGUAGE = "language"
    TOO_LONG = "too long"
    REFUSED = "refused"
    """It does not take such a call, usually for a wrong setting."""
    BAD_ANSWER = "bad answer"
    CANCELLED = "cancelled"


_WORDS: Mapping[FaultKind, tuple[str, str]] = {
    FaultKind.TIMEOUT: ("did not answer in time", "Try again, or set up a second engine"),
    FaultKind.UNREACHABLE: ("can't be reached", "Check the network and the engine's address"),
    FaultKind.CERTIFICATE: (
        "can't prove that it is the right one, so nothing was sent",
        "Tell your administrator that its certificate is not valid",
    ),
    FaultKind.BUSY: ("has trouble of its own right now", "Try again in a minute"),
    FaultKind.RATE_LIMITED: ("was asked too often", "Wait a little, or set up a second engine"),
    FaultKind.QUOTA: (
        "has used up what your plan allows",
        "See to the plan, or use another engine",
    ),
    FaultKind.AUTH: ("does not accept the key", "Enter its key again in the settings"),
    FaultKind.LANGUAGE: ("does not know this pair of languages", "Set up an engine that does"),
    FaultKind.TOO_LONG: ("does not take a text this long", "Translate it in parts"),
    FaultKind.REFUSED: ("refused the call", "Check its address and model in the settings"),
    FaultKind.BAD_ANSWER: ("gave no usable translation", "Try again, or use another engine"),
    FaultKind.CANCELLED: ("was not waited for", ""),
}


@dataclass(frozen=True, slots=True)
class EngineFault:
    """No translation. Holds nothing of the text and no secret."""

    kind: FaultKind
    retry_after: float | None = None
    """Seconds after which the engine wants to be asked again, if it said so."""

    def problem(self, title: str) -> Problem:
        """In words for the agent; ``title`` is the engine's."""
        what, todo = _WORDS[self.kind]
        return Problem(f"{title} {what}", todo=todo)


@dataclass(frozen=True, slots=True)
class Request:
    """One text to translate, already masked."""

    text: str = field(repr=False)
    source: str
    """BCP 47 tags, both known."""
    target: str
    formality: Formality = Formality.DEFAULT


@dataclass(frozen=True, slots=True)
class Translated:
    """What an engine made of a text; not verified yet."""

    text: str = field(repr=False)


class Measure(StrEnum):
    """How an engine counts the length of a text."""

    CHARACTERS = "characters"
    BYTES = "bytes"
    """Of UTF-8."""
    ENCODED = "encoded bytes"
    """As they stand in an address: up to nine for one character."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The longest text of one call."""

    most: int
    measure: Measure = Measure.CHARACTERS

    def length(self, text: str) -> int:
        """How long ``text`` is to this engine."""
        if self.measure is Measure.CHARACTERS:
            return len(text)
        if self.measure is Measure.BYTES:
            return len(text.encode(errors="replace"))
        return len(urllib.parse.quote_plus(text, errors="replace"))

    def fits(self, text: str) -> bool:
        """May ``text`` go in one call?"""
        return self.length(text) <= self.most


@dataclass(frozen=True, slots=True)
class Need:
    """A setting that an engine has; ``name`` is its column in ``translation.services``."""

    name: str
    required: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    """What an engine is made with."""

    name: str
    """What the agent calls it, and results name."""
    values: Mapping[str, str]
    """Its settings by the name of their need; only what is filled in."""
    key: Callable[[], str]
    """Asks the keyring, each time; empty when there is none. Raises UserError."""
    clock: Clock
    office: bool = False
    """The agent says that its address is in this office."""

    def address(self, default: str = "") -> Address:
        """The address in the settings, else ``default``.

        Raises:
            UserError: there is none, or nothing may be sent there.
        """
        text = self.values.get("address") or default
        if not text:
            raise UserError(
                "This engine needs an address", todo="Enter it in the settings", place=self.name
            )
        return Address.read(text, office=self.office, name=self.name)


@dataclass(frozen=True, slots=True)
class Probed:
    """An engine is there and answers as it should."""

    key: bool = False
    """Did it see its key, and take it?"""


class Engine(Protocol):
    """A translation service. Any thread may call; nothing of one call shows in another."""

    @property
    def reach(self) -> Reach:
        """How far the text goes."""

    def takes(self, source: str, target: str) -> bool:
        """Could it know this pair? When in doubt, yes: it will say so itself."""

    def translate(
        self, request: Request, deadline: Deadline, cancellation: Cancellation
    ) -> Translated | EngineFault:
        """Translate a text that fits the limit. Never raises for what a server does.

        Raises:
            UserError: its key can't be read, or there is none and it needs one.
        """

    def close(self) -> None:
        """Give back what it holds."""


@runtime_checkable
class Probing(Protocol):
    """An engine that can be asked how it is, for ``deskhand doctor``."""

    def probe(self, deadline: Deadline, cancellation: Cancellation) -> Probed | EngineFault:
        """Ask what costs least and has no text in it, in one call.

        Raises:
            UserError: its key can't be read, or there is none and it needs one.
        """


@dataclass(frozen=True, slots=True)
class Manifest:
    """What there is to know about an engine without starting it."""

    name: str
    title: str
    make: Callable[[Setup], Engine]
    limit: Limit
    needs: tuple[Need, ...] = ()
    key_required: bool = False
    """Does it work only with a key?"""
    key_optional: bool = False
    """Does it work without a key, and take one where its server wants it?"""
    keeps_lines: bool = True
    """Do line breaks survive? If not, it gets a line at a time."""
    per_second: float = 10.0
    """Calls that it may be asked for in the long run."""
    notice: str = ""
    """What the agent must know before turning it on."""

    @property
    def takes_key(self) -> bool:
        """Can a key be of any use to it?"""
        return self.key_required or self.key_optional


class KeyMissing(UserError):  # noqa: N818 - a state that is told, like any UserError
    """An engine needs a key, and the keyring has none."""


FREE_SERVICE = "A free service without a contract: not for customer data."


class HttpEngine:
    """What engines on our own client share."""

    def __init__(self, setup: Setup, address: Address) -> None:
        """Nothing is connected."""
        self.setup = setup
        self.client = Client(address, LARGEST_REPLY)

    @property
    def reach(self) -> Reach:
        """By the address."""
        return self.client.address.reach

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    def key(self, *, required: bool = False) -> str:
        """The engine's key; empty where it may do without, and then a keyring is not needed.

        Raises:
            UserError: it is required and there is none, or the keyring does not answer.
        """
        try:
            key = self.setup.key().strip()
        except UserError:
            if required:
                raise
            return ""  # a computer without a keyring may have engines without a key
        if required and not key:
            raise KeyMissing(
                "This engine needs a key", todo="Enter it in the settings", place=self.setup.name
            )
        return key

    def fault(
        self, reply: Reply | Failure, kinds: Mapping[int, FaultKind] | None = None
    ) -> EngineFault:
        """Why this is no translation; ``kinds`` says what a status means to this engine."""
        if isinstance(reply, Failure):
            return EngineFault(_OF_FAILURE[reply.kind])
        kind = {**_OF_STATUS, **(kinds or {})}.get(reply.status)
        if kind is None:
            kind = FaultKind.BUSY if reply.status >= 500 else FaultKind.REFUSED
            kind = FaultKind.BAD_ANSWER if reply.ok else kind
        return EngineFault(kind, reply.retry_after(self.setup.clock.now()))

    def takes(self, source: str, target: str) -> bool:  # noqa: ARG002 - engines that can't tell
        """Not known beforehand."""
        return True

    def visit(
        self,
        path: str,
        kind: type[object],
        deadline: Deadline,
        cancellation: Cancellation,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        key: bool = False,
    ) -> Probed | EngineFault:
        """Probe by getting ``path``, which answers with this; ``key``: that shows it good."""
        reply = self.client.get(
            path, deadline, query=query, headers=headers, cancellation=cancellation
        )
        if isinstance(reply, Reply) and reply.ok and reply.read(kind) is not None:
            return Probed(key)
        return self.fault(reply)


_OF_FAILURE: Mapping[FailureKind, FaultKind] = {
    FailureKind.TIMEOUT: FaultKind.TIMEOUT,
    FailureKind.UNREACHABLE: FaultKind.UNREACHABLE,
    FailureKind.CERTIFICATE: FaultKind.CERTIFICATE,
    FailureKind.REDIRECT: FaultKind.BAD_ANSWER,
    FailureKind.TOO_LARGE: FaultKind.BAD_ANSWER,
    FailureKind.UNSENDABLE: FaultKind.AUTH,
    FailureKind.CANCELLED: FaultKind.CANCELLED,
}
_OF_STATUS: Mapping[int, FaultKind] = {
    401: FaultKind.AUTH,
    402: FaultKind.QUOTA,
    403: FaultKind.AUTH,
    413: FaultKind.TOO_LONG,
    414: FaultKind.TOO_LONG,
    429: FaultKind.RATE_LIMITED,
}
