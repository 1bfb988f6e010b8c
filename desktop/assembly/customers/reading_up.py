"""Knowledge bases as the assembly has them: which there are, asked only when the agent says so.

What the windows of two pillars need of them crosses here, so that neither knows the other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.assembly.own_thread import OwnThread
from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem
from desktop.host.base import Clipboard, Places
from desktop.settings.secrets import Secrets
from desktop.settings.store import Changed, Settings

if TYPE_CHECKING:
    from desktop.customers.articles import article, search
    from desktop.customers.articles.search import ArticleSearch, Search

    # For windows of any pillar, which may not import another's.
    Article = article.Article
    Answer = search.Answer
    Found = search.Found
    Told = Callable[[Found], None]


class Question:
    """What was asked; to be given up by :meth:`cancel`. Any thread may call."""

    def __init__(self, told: Told) -> None:
        """Made by :meth:`ReadingUp.ask`."""
        self._told = told
        self._lock = threading.RLock()
        self._search: Search | None = None
        self._cancelled = False

    def cancel(self) -> None:
        """Nothing of it is wanted; once this comes back nothing more is told."""
        with self._lock:
            self._cancelled = True
            search, self._search = self._search, None
        if search is not None:
            search.cancel()

    def begin(self, search: ArticleSearch, words: str) -> None:
        """It is its turn."""
        with self._lock:
            if not self._cancelled:
                self._search = search.start(words, self.take)

    def take(self, found: Found) -> None:
        """Something came."""
        with self._lock:
            if not self._cancelled:
                self._told(found)


class ReadingUp:
    """See the module. Any thread may call; nothing is made or imported before the first use."""

    def __init__(
        self,
        places: Places,
        settings: Settings,
        secrets: Secrets,
        clock: Clock,
        clipboard: Clipboard,
    ) -> None:
        """Nothing runs yet."""
        self.known: Event[tuple[str, ...]] = Event("knowledge bases")
        """What they are called, when that is known or has changed."""
        self.trouble: Event[Problem] = Event("trouble with knowledge bases")
        self._places = places
        self._settings = settings
        self._secrets = secrets
        self._clock = clock
        self._clipboard = clipboard
        self._errands = OwnThread("knowledge bases", self.trouble)
        self._made: ArticleSearch | None = None
        """Of the errands' thread."""
        self._disconnect = settings.changed.connect(self._on_settings)

    def look(self) -> None:
        """Have :attr:`known` say which there are."""
        self._errands.put(lambda: self.known.emit(self._ready().titles))

    def ask(self, words: str, told: Told) -> Question:
        """Send ``words`` to all of them; ``told`` is called on other threads and must not wait."""
        question = Question(told)
        self._errands.put(lambda: question.begin(self._ready(), words))
        return question

    def copy(self, link: str) -> None:
        """Put an article's address on the clipboard."""
        self._errands.put(lambda: self._clipboard.set_text(link))

    def close(self) -> None:
        """Let go of everything; questions under way end by themselves."""
        self._disconnect()
        self._errands.drop()
        if self._made is not None:
            self._made.close()

    def _ready(self) -> ArticleSearch:
        from desktop.customers.setup import make_articles

        if self._made is None:
            now = self._settings.snapshot()
            self._made, problems = make_articles(now, self._secrets, self._clock, self._places)
            for problem in problems:
                self.trouble.emit(problem)
        return self._made

    def _renew(self) -> None:
        made, self._made = self._made, None
        if made is not None:
            made.close()
            self.known.emit(self._ready().titles)

    def _on_settings(self, changed: Changed) -> None:
        if self._errands.runs and any(key.startswith("customers.") for key in changed.keys):
            self._errands.put(self._renew)
