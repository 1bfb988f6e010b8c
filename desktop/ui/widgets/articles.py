"""Articles as windows show them: a question that can be given up, and rows of plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from desktop.assembly.customers.reading_up import Answer, Article, Found, ReadingUp
    from desktop.ui.shell.bridge import Bridge

Deliver = Callable[["Found"], None]


class Reader(Protocol):
    """Asks the knowledge bases."""

    def ask(self, words: str, deliver: Deliver) -> Callable[[], None]:
        """Begin; ``deliver`` is called on the main thread. The answer gives it up."""


class BridgedReader:
    """A :class:`Reader` over the assembly's."""

    def __init__(self, reading: ReadingUp, bridge: Bridge) -> None:
        """Nothing is asked yet."""
        self._reading = reading
        self._bridge = bridge

    def ask(self, words: str, deliver: Deliver) -> Callable[[], None]:
        """See :class:`Reader`."""
        return self._reading.ask(words, self._bridge.carry(deliver)).cancel


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article, or a line that only says something."""

    title: str = field(repr=False)
    second: str = field(default="", repr=False)
    """Where it stands and how old it is."""
    source: str = ""
    """``Confluence``."""
    excerpt: str = field(default="", repr=False)
    url: str = field(default="", repr=False)
    """Empty: it is no article."""


class ArticleQuestion(QObject):
    """One question at a time, and what has come of it."""

    changed = Signal()

    def __init__(self, reader: Reader, parent: QObject | None = None) -> None:
        """Nothing is asked."""
        super().__init__(parent)
        self._reader = reader
        self._cancel: Callable[[], None] | None = None
        self._found: Found | None = None
        self._titles: tuple[str, ...] = ()
        self._words = ""
        self._number = 0
        self.asked = False

    def ask(self, words: str, titles: tuple[str, ...]) -> None:
        """Send these words to who is called so, in place of what was asked before.

        What is still being asked is not asked again, however often a key is pressed.
        """
        busy = self.asked and (self._found is None or not self._found.done)
        if busy and words == self._words:
            return
        self.give_up()
        self._words = words
        self._titles = titles
        self.asked = True
        number = self._number

        def take(found: Found) -> None:
            if number == self._number:
                self._found = found
                self.changed.emit()

        self._cancel = self._reader.ask(words, take)
        self.changed.emit()

    def give_up(self) -> None:
        """Forget it, and what was found."""
        cancel, self._cancel = self._cancel, None
        self._number += 1
        self._found = None
        self._words = ""
        self.asked = False
        if cancel is not None:
            cancel()

    def rows(self, now: dt.datetime) -> list[ArticleRow]:
        """What there is to show: articles as they came, then what else is to be said."""
        found = self._found
        if found is None:
            return [_asking(self._titles)] if self.asked else []
        rows = [_row(article, one.title, now) for one in found.answers for article in one.articles]
        rows += [_failed(one) for one in found.answers if one.fault is not None]
        if found.waiting:
            rows.append(_asking(found.waiting))
        elif not rows:
            rows.append(
                ArticleRow(_tr("No article found"), _tr("Fewer or other words may find some."))
            )
        return rows


def listed(names: tuple[str, ...]) -> str:
    """``Confluence and Guru``."""
    if len(names) < 2:
        return "".join(names)
    return _tr("{0} and {1}").format(", ".join(names[:-1]), names[-1])


def open_link(url: str) -> bool:
    """Show an article in the browser; False: there is none."""
    return QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))


def _asking(titles: tuple[str, ...]) -> ArticleRow:
    return ArticleRow(_tr("Asking {}…").format(listed(titles)))


def _row(article: Article, source: str, now: dt.datetime) -> ArticleRow:
    parts = [_tr("not verified")] if article.unverified else []
    parts.append(article.place)
    if article.changed is not None:
        parts.append(_tr("updated {}").format(_day(article.changed, now)))
    second = " · ".join(one for one in parts if one)
    return ArticleRow(article.title, second, source, article.excerpt, article.url)


def _failed(answer: Answer) -> ArticleRow:
    if answer.fault is None:
        return ArticleRow(answer.title)
    problem = answer.fault.problem(answer.title)
    what, todo = problem.what, problem.todo
    if answer.fault.told is None and answer.fault.kind in {"timeout", "busy"}:
        todo = _tr("Ask again in a moment")
    elif answer.fault.told is None and answer.fault.kind == "forbidden":
        what = _tr("{} does not let your account see articles").format(answer.title)
    whole = " ".join(f"{part.rstrip('.')}." for part in (what, problem.why, todo) if part)
    return ArticleRow(what, todo, excerpt=whole)


def _day(moment: dt.datetime, now: dt.datetime) -> str:
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return _tr("today")
    form = "d MMM" if local.year == now.year else "d MMM yyyy"
    return QLocale().toString(QDate(local.year, local.month, local.day), form)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Articles", text)
