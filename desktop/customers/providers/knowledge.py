"""What providers of articles have in common: they know no customers, and each call is signed in."""

from __future__ import annotations

import abc
from collections.abc import Sequence

from desktop.customers.articles.article import Article
from desktop.customers.card import Card
from desktop.customers.identify import Query
from desktop.customers.providers.base import Fault, SignedIn
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import basic
from desktop.customers.providers.http_provider import HttpProvider
from desktop.net.deadline import Cancellation, Deadline


class KnowledgeBase(HttpProvider, abc.ABC):
    """A provider of articles, made of a vendor's search."""

    @abc.abstractmethod
    def searching(self, calls: Calls, words: str) -> Sequence[Article] | Fault:
        """The best first."""

    @abc.abstractmethod
    def checking(self, calls: Calls) -> SignedIn | Fault:
        """As whom it knows us."""

    def find(
        self,
        query: Query,  # noqa: ARG002 - a Provider's
        deadline: Deadline,  # noqa: ARG002
        cancellation: Cancellation,  # noqa: ARG002
    ) -> Sequence[Card] | Fault:
        """Nobody, and nothing is asked."""
        return []

    def articles(
        self, words: str, deadline: Deadline, cancellation: Cancellation
    ) -> Sequence[Article] | Fault:
        """See :class:`desktop.customers.articles.article.Articles`."""
        return self.searching(self._calls(deadline, cancellation), words)

    def check(self, deadline: Deadline, cancellation: Cancellation) -> SignedIn | Fault:
        """See :class:`desktop.customers.providers.base.Checkable`."""
        return self.checking(self._calls(deadline, cancellation))

    def _calls(self, deadline: Deadline, cancellation: Cancellation) -> Calls:
        """With the name of an account and a token of it."""
        sign_in = basic(self.setup.values.get("user", ""), self.secret())
        return Calls(self, sign_in, deadline, cancellation)
