"""Guru: articles, which it calls cards, by its search (developer.getguru.com).

What it does that is not plain:

* One address for all companies: whose cards they are is told by the user and their token.
* A list goes on by a ``Link`` header; nothing here follows it, as only the best few are shown, so
  no token ever goes where such a link leads.
* What was not found is answered with an empty list or with nothing at all (204).
* A card's text is HTML, its link a slug at another host than the interface, and its
  ``verificationState`` says whether somebody still stands for it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from types import MappingProxyType

from desktop.customers.articles.article import MOST, Article
from desktop.customers.articles.excerpt import plain_text
from desktop.customers.plain import line
from desktop.customers.providers.base import (
    Can,
    Fault,
    FaultKind,
    Manifest,
    Need,
    Setup,
    SignedIn,
)
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.knowledge import KnowledgeBase
from desktop.customers.providers.records import Answer, Record, moment_of, text_of
from desktop.net.address import Address

_INTERFACE = "https://api.getguru.com"
_READ_AT = "https://app.getguru.com"
_TITLE = 200
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_~-]{0,100}(?:/[A-Za-z0-9_~%-]{1,300})?")
_STANDS = frozenset({"TRUSTED", ""})

_List = list[Answer]


class Guru(KnowledgeBase):
    """See the module. An address in the settings is needed for a gateway of the company's only."""

    def __init__(self, setup: Setup) -> None:
        """Nothing is connected.

        Raises:
            UserError: the address is none.
        """
        values = {"address": _INTERFACE, **setup.values}
        super().__init__(dataclasses.replace(setup, values=MappingProxyType(values)))

    @property
    def home(self) -> Address:
        """Where cards are read."""
        told = self.client.address
        return Address.read(_READ_AT) if told.serves(_INTERFACE) else told

    def searching(self, calls: Calls, words: str) -> Sequence[Article] | Fault:
        """Cards that are not archived."""
        asked = {
            "searchTerms": words,
            "queryType": "cards",
            "showArchived": "false",
            "maxResults": str(MOST),
        }
        answer = calls.found(_List, "/api/v1/search/query", asked)
        if isinstance(answer, Fault):
            return answer
        every = [self._article(one) for one in (answer or [])[:MOST]]
        return [one for one in every if one is not None]

    def checking(self, calls: Calls) -> SignedIn | Fault:
        """By the user, or their team."""
        me = calls.listed(Answer, "/api/v1/whoami")
        if isinstance(me, Fault):
            return me
        user = me.get("user") or me
        if not text_of(me.get("team"), "id") and not text_of(user, "email"):
            return Fault(FaultKind.BAD_ANSWER)
        names = (text_of(user, "firstName"), text_of(user, "lastName"))
        return SignedIn(line(" ".join(names) if any(names) else text_of(user, "email"), 200))

    def _article(self, card: Record) -> Article | None:
        slug = text_of(card, "slug") or text_of(card, "id")
        title = plain_text(text_of(card, "preferredPhrase"), _TITLE)
        if not _SLUG.fullmatch(slug) or not title:
            return None
        return Article(
            title,
            plain_text(text_of(card, "content")),
            self.home.at(f"/card/{slug}"),
            plain_text(text_of(card.get("collection"), "name"), _TITLE),
            moment_of(card, "lastModified"),
            text_of(card, "verificationState") not in _STANDS,
        )


PROVIDER = Manifest(
    name="guru",
    title="Guru",
    make=Guru,
    finds=frozenset(),
    can=frozenset({Can.ARTICLES}),
    needs=(
        Need("user", required=True, help="Your e-mail address there."),
        Need("address", help="Only where your company reaches Guru by another address."),
    ),
    secret_required=True,
    key_words="user token",
)
