"""Asks all knowledge bases at once for what the agent wants to read, each with its own deadline."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from desktop.core.clock import Clock
from desktop.core.faults import traced
from desktop.core.results import UserError
from desktop.customers.articles.article import LONGEST_WORDS, MOST, Article, Articles
from desktop.customers.providers.base import Fault, FaultKind
from desktop.customers.providers.registry import Ready
from desktop.net.deadline import Cancellation, Deadline

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """One provider's."""

    provider: str
    title: str
    """What it is called."""
    articles: tuple[Article, ...] = field(default=(), repr=False)
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A moment of one search."""

    words: str = field(repr=False)
    answers: tuple[Answer, ...]
    """As they came, so that what is in sight stays where it is."""
    waiting: tuple[str, ...]
    """Titles of those that have not answered."""

    @property
    def done(self) -> bool:
        """Is nothing more to come?"""
        return not self.waiting


Listener = Callable[[Found], None]


class Search:
    """One question. Any thread may call."""

    def __init__(self, words: str, asked: Sequence[Ready], listener: Listener) -> None:
        """Made by :meth:`ArticleSearch.start`."""
        self.words = words
        self.cancellation = Cancellation()
        self._titles = {one.name: one.title for one in asked}
        self._listener = listener
        self._changed = threading.Condition(threading.RLock())
        self._answers: dict[str, Answer] = {}

    def found(self) -> Found:
        """What there is now."""
        with self._changed:
            waiting = [title for name, title in self._titles.items() if name not in self._answers]
            return Found(self.words, tuple(self._answers.values()), tuple(waiting))

    def cancel(self) -> None:
        """Nothing of it is wanted; once this comes back nothing more is told."""
        with self._changed:
            self.cancellation.cancel()
            self._changed.notify_all()

    def wait(self, seconds: float) -> Found:
        """What there is when all have answered, after cancelling, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(
                lambda: len(self._answers) == len(self._titles) or self.cancellation.cancelled,
                seconds,
            )
            return self.found()

    def take(self, answer: Answer) -> None:
        """An answer came; one that is too late or comes twice is let go."""
        with self._changed:
            if self.cancellation.cancelled or answer.provider in self._answers:
                return
            self._answers[answer.provider] = answer
            self._changed.notify_all()
            self._listener(self.found())


class ArticleSearch:
    """The knowledge bases that are set up. Any thread may call."""

    def __init__(self, providers: Sequence[Ready], clock: Clock, patience: float) -> None:
        """``patience`` for one provider is in seconds."""
        self._providers = [one for one in providers if isinstance(one.provider, Articles)]
        self._clock = clock
        self._patience = patience
        self._numbers = itertools.count(1)

    @property
    def titles(self) -> tuple[str, ...]:
        """What they are called, in the order of the settings."""
        return tuple(one.title for one in self._providers)

    def start(self, words: str, listener: Listener) -> Search:
        """Ask them all. ``listener`` is called on threads of the search and must not wait.

        Without any it is told at once that nothing is to come.
        """
        plain = " ".join(words.split())[:LONGEST_WORDS]
        search = Search(plain, self._providers, listener)
        number = next(self._numbers)
        for one in self._providers:
            threading.Thread(
                target=self._ask, args=(search, one), name=f"articles {number}", daemon=True
            ).start()
        if self._providers:
            threading.Thread(
                target=self._watch, args=(search,), name=f"articles {number} watch", daemon=True
            ).start()
        else:
            listener(search.found())
        return search

    def close(self) -> None:
        """Close the providers; calls under way end by themselves."""
        for one in self._providers:
            one.provider.close()

    def _ask(self, search: Search, ready: Ready) -> None:
        title = ready.title
        result = self._result(search, ready)
        if isinstance(result, Fault):
            search.take(Answer(ready.name, title, fault=result))
        else:
            search.take(Answer(ready.name, title, tuple(result)))

    def _result(self, search: Search, ready: Ready) -> Sequence[Article] | Fault:
        provider = ready.provider
        if not isinstance(provider, Articles):
            return Fault(FaultKind.SET_UP)
        deadline = Deadline(self._clock, self._patience)
        try:
            found = provider.articles(search.words, deadline, search.cancellation)
            if isinstance(found, Fault):
                return found
            home = provider.home
        except UserError as error:  # no secret, no keyring
            return Fault(FaultKind.SET_UP, told=error.problem)
        except Exception as error:  # noqa: BLE001 - a dispatcher: the others' answers still count
            log.error("the provider %s failed: %s", ready.name, traced(error))
            return Fault(FaultKind.BAD_ANSWER)
        return [one for one in found if one.title and home.serves(one.url)][:MOST]

    def _watch(self, search: Search) -> None:
        """Say of who has not answered in time that it has not, whatever its thread is doing."""
        search.wait(self._patience)
        for one in self._providers:
            search.take(Answer(one.name, one.title, fault=Fault(FaultKind.TIMEOUT)))
