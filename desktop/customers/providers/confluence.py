"""Confluence in Atlassian's cloud: articles by its search (developer.atlassian.com, REST v1).

What it does that is not plain:

* Queries are CQL, and what is searched for has a language of its own within it (``AND``, ``*``,
  ``~``, brackets): signs of both are taken out, as the search reads words anyway.
* Titles and excerpts come with ``@@@hl@@@`` around what was found, and are HTML.
* Links are relative to ``_links.base``, which is followed only where it is the same site.
* Without a valid token it may answer as to anybody, with nothing or with what is public; so when
  nothing is found it is asked who we are.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Mapping, Sequence

from desktop.customers.articles.article import MOST, Article
from desktop.customers.articles.excerpt import plain_text
from desktop.customers.plain import line
from desktop.customers.providers.base import (
    Can,
    Fault,
    FaultKind,
    Manifest,
    Need,
    SignedIn,
)
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.knowledge import KnowledgeBase
from desktop.customers.providers.records import Answer, Record, moment_of, records_of, text_of
from desktop.net.address import Address

_TITLE = 200
_SIGNS = re.compile(r"[^\w.@€$%'’]+")
"""What no word needs; letters and digits of every script stay."""
_OPERATORS = frozenset({"AND", "OR", "NOT"})
_BASE = "/wiki"


class Confluence(KnowledgeBase):
    """See the module. The address in the settings is ``https://company.atlassian.net``."""

    @property
    def home(self) -> Address:
        """The site itself."""
        return self.client.address

    def searching(self, calls: Calls, words: str) -> Sequence[Article] | Fault:
        """Pages and blog posts."""
        asked = _words(words)
        if not asked:
            return []
        query = {
            "cql": f'siteSearch ~ "{asked}" AND type in (page, blogpost)',
            "limit": str(MOST),
            "excerpt": "highlight",
        }
        answer = calls.listed(Answer, f"{self._root}/rest/api/search", query)
        if isinstance(answer, Fault):
            return answer
        if not isinstance(answer.get("results"), list):
            return Fault(FaultKind.BAD_ANSWER)
        base = self._base(answer)
        every = [self._article(one, base) for one in records_of(answer, "results", MOST)]
        found = [one for one in every if one is not None]
        who = self.checking(calls) if not found else None
        return who if isinstance(who, Fault) else found

    @property
    def _root(self) -> str:
        return "" if self.client.address.path.endswith(_BASE) else _BASE

    def checking(self, calls: Calls) -> SignedIn | Fault:
        """A visitor has no account."""
        me = calls.listed(Answer, f"{self._root}/rest/api/user/current")
        if isinstance(me, Fault):
            return me
        if text_of(me, "type") == "anonymous" or not text_of(me, "accountId"):
            return Fault(FaultKind.AUTH)
        return SignedIn(line(text_of(me, "displayName"), 200))

    def _base(self, answer: Record) -> str:
        """Where links begin."""
        told = text_of(answer.get("_links"), "base")
        if told and self.home.serves(told):
            return f"{self.home.origin}{urllib.parse.urlsplit(told).path.rstrip('/')}"
        return self.home.at(self._root)

    def _article(self, result: Record, base: str) -> Article | None:
        content = result.get("content")
        links = content.get("_links") if isinstance(content, Mapping) else None
        path = (text_of(links, "webui") or text_of(result, "url")).partition("#")[0]
        title = plain_text(text_of(result, "title") or text_of(content, "title"), _TITLE)
        if not path.startswith("/") or path.startswith("//") or not title:
            return None
        return Article(
            title,
            plain_text(text_of(result, "excerpt")),
            f"{base}{urllib.parse.quote(path, safe='/?=&%+:~.-_')}",
            plain_text(text_of(result.get("resultGlobalContainer"), "title"), _TITLE),
            moment_of(result, "lastModified"),
        )


def _words(text: str) -> str:
    """What may stand between the quotation marks."""
    every = _SIGNS.sub(" ", text).split()
    return " ".join(one.lower() if one in _OPERATORS else one for one in every)


PROVIDER = Manifest(
    name="confluence",
    title="Confluence",
    make=Confluence,
    finds=frozenset(),
    can=frozenset({Can.ARTICLES}),
    needs=(
        Need("address", required=True, example="https://company.atlassian.net"),
        Need("user", required=True, help="The e-mail address of your Atlassian account."),
    ),
    secret_required=True,
    key_words="API token",
)
