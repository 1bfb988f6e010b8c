"""What an article is, and a provider that has some."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from desktop.customers.providers.base import Fault
from desktop.net.address import Address
from desktop.net.deadline import Cancellation, Deadline

MOST = 8
"""Articles of one provider; who finds none among them asks with other words."""
LONGEST_WORDS = 200
"""Characters that are asked for."""


@dataclass(frozen=True, slots=True)
class Article:
    """One, as plain text."""

    title: str = field(repr=False)
    excerpt: str = field(repr=False)
    """A few lines of it, about what was asked for where the provider can tell."""
    url: str = field(repr=False)
    """Where it is read, at the provider's :attr:`Articles.home`."""
    place: str = field(default="", repr=False)
    """The space or collection that it stands in."""
    changed: dt.datetime | None = None
    unverified: bool = False
    """Whose word it was has not said for long that it still holds."""


@runtime_checkable
class Articles(Protocol):
    """A provider with articles, as its manifest says by ``Can.ARTICLES``. Any thread may call."""

    @property
    def home(self) -> Address:
        """Where its articles are read; links to anywhere else are let go."""

    def articles(
        self, words: str, deadline: Deadline, cancellation: Cancellation
    ) -> Sequence[Article] | Fault:
        """The best first, :data:`MOST` at most. Never raises for what a server does.

        Raises:
            UserError: its secret can't be read, or there is none.
        """
