"""The watch list at work: a key in the sidebar, rows in the window of follow-ups, notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.assembly import Assembly
from desktop.assembly.customers.watching import News
from desktop.customers.kept.whose import owner
from desktop.customers.merge import CustomerCard
from desktop.customers.watching.choosing import watchable
from desktop.customers.watching.watched import Change, Watched, What
from desktop.settings.sections.customers import REGION
from desktop.ui.customers import wording as sidebar_wording
from desktop.ui.customers.card_rows import name_of
from desktop.ui.customers.card_view import EntryRow, Row, TitleRow, apart, outside
from desktop.ui.customers.card_view import What as Kind
from desktop.ui.customers.followups.due_notice import DueNotice
from desktop.ui.customers.followups.wording import tr
from desktop.ui.shell.bridge import Bridge
from desktop.ui.widgets.theme import Tone

if TYPE_CHECKING:
    import datetime as dt

    from desktop.ui.customers.sidebar import Sidebar

WATCH = "watch"
"""Begins the key of a row."""


class WatchDesk(QObject):
    """See the module. Use it from the main thread."""

    def __init__(
        self,
        assembly: Assembly,
        bridge: Bridge,
        *,
        look_up: Callable[[str], None],
        open_window: Callable[[], None],
        show_rows: Callable[[tuple[Row, ...]], None],
        idle_s: Callable[[], float | None],
    ) -> None:
        """Have told what is watched.

        Args:
            assembly: has the watch list.
            bridge: brings what is told to the main thread.
            look_up: shows a customer by an address, number or name.
            open_window: shows the whole list.
            show_rows: shows these in that window.
            idle_s: seconds since the last input.
        """
        super().__init__()
        self._assembly = assembly
        self._watching = assembly.watching
        self._bridge = bridge
        self._look_up = look_up
        self._open_window = open_window
        self._show_rows = show_rows
        self._idle_s = idle_s
        self._list: dict[int, Watched] = {}
        self._sidebar: Sidebar | None = None
        self._news: tuple[News, ...] = ()
        """What the notice is about."""
        self.notice: DueNotice | None = None
        self._stops = [
            self._watching.changed.connect(bridge.carry(self._take)),
            assembly.interactions.opened.connect(lambda _: bridge.post(self._keep_quiet)),
        ]
        self._watching.tell()

    def close(self) -> None:
        """Before the end."""
        stops, self._stops = self._stops, []
        for stop in stops:
            stop()
        if self.notice is not None:
            self.notice.hide()

    # --- what is told ---

    def _take(self, ones: tuple[Watched, ...]) -> None:
        self._list = {one.id: one for one in ones}
        self._show_rows(rows(ones, self._assembly.clock.now()))
        self._show_states()

    def announce(self, news: tuple[News, ...]) -> None:
        """Watched tickets have changed."""
        if self._assembly.interactions.all():
            self._watching.not_shown(news)
            return
        shown = self.notice is not None and self.notice.isVisible()
        self._news = (*(self._news if shown else ()), *news)
        notice = self.notice or self._build_notice()
        if len(self._news) == 1:
            one, change = self._news[0]
            first = f"{apart(outside(one.name))}: {said(change)}"
            notice.tell(first, outside(change.subject), "", tr("Open customer"), one=False)
            return
        names = dict.fromkeys(apart(outside(one.name)) for one, _ in self._news)
        words = tr("{} changes in what you watch").format(len(self._news))
        notice.tell(words, ", ".join(list(names)[:3]), "", tr("Show them"), one=False)

    def _build_notice(self) -> DueNotice:
        notice = self.notice = DueNotice(self._idle_s)
        notice.opened.connect(self._open_news)
        return notice

    def _open_news(self) -> None:
        people = {one.key[:2] for one, _ in self._news}
        if len(people) == 1:
            self.open_customer(self._news[0][0])
        else:
            self._open_window()

    def _keep_quiet(self) -> None:
        """An interaction was opened: what nobody may have read yet is told after it."""
        if self.notice is not None:
            if self.notice.unread():
                self._watching.not_shown(self._news)
            self.notice.forget()

    # --- the window's rows ---

    def at(self, key: object) -> Watched | None:
        """What a row of the window stands for."""
        return self._list.get(key[1]) if isinstance(key, tuple) and key[0] == WATCH else None

    def open_customer(self, one: Watched) -> None:
        """Look the customer up."""
        self._look_up(one.address or one.name)

    def unwatch(self, key: object) -> None:
        """Take a row's off the list."""
        one = self.at(key)
        if one is not None:
            self._watching.remove(one)

    # --- the sidebar ---

    def attach(self, view: Sidebar) -> None:
        """Say of whom the sidebar shows whether they are watched, and let its key change that."""
        self._sidebar = view
        view.watch_asked.connect(self._toggle)
        view.customer_changed.connect(self._show_states)
        self._show_states()

    def _toggle(self) -> None:
        view = self._sidebar
        card = view.customer if view is not None else None
        if view is None or card is None:
            return
        chosen = view.parts.list.chosen()
        record = chosen.record if isinstance(chosen, EntryRow) else None
        ticket = record.id if record is not None and record.what is Kind.TICKET else ""
        region, name = self._assembly.settings.get(REGION), name_of(card)

        def watch(providers: frozenset[str]) -> None:
            ones = watchable(card, name, providers, region, ticket)
            self._bridge.post(lambda: self._watch(card, ones))

        self._watching.providers(watch)

    def _watch(self, card: CustomerCard, ones: tuple[Watched, ...]) -> None:
        view = self._sidebar
        if view is None:
            return
        if not ones:
            view.tell(tr("no system with tickets knows this customer"))
            return
        keys = {one.key for one in ones}
        known = any(one.key in keys for one in self._list.values())
        self._watching.toggle(ones, owner(card))
        words = tr("ticket {}").format(ones[0].ticket) if ones[0].ticket else tr("customer")
        no_more = tr("{} watched no more").format(words)
        view.tell(no_more if known else tr("{} watched").format(words))

    def _show_states(self) -> None:
        view = self._sidebar
        if view is None:
            return
        card = view.customer
        records = {(one.provider, one.id) for one in card.cards} if card is not None else set()
        mine = [one for one in self._list.values() if one.key[:2] in records]
        whole = [tr("watched")] if any(not one.ticket for one in mine) else []
        tickets = [tr("watched: {}").format(outside(x.ticket, 20)) for x in mine if x.ticket]
        view.show_states(tuple([*whole, *tickets][:4]))
        view.parts.watch.setText(tr("Watch no more") if whole else tr("Watch"))


def said(change: Change) -> str:
    """What became different, in a few words."""
    ticket = apart(outside(change.ticket, 40))
    status = outside(change.status, 40)
    words = {
        What.NEW: tr("new ticket {0}"),
        What.STATUS: tr("ticket {0} is “{1}” now"),
        What.ANSWER: tr("ticket {0} has a new answer"),
        What.CHANGED: tr("ticket {0} was changed"),
    }
    return words[change.what].format(ticket, status)


def rows(ones: tuple[Watched, ...], now: dt.datetime) -> tuple[Row, ...]:
    """The watch list, what changed last first."""
    if not ones:
        return ()
    listed = sorted(ones, key=lambda one: one.name.casefold())
    made = [_row(one, now) for one in listed]
    return (TitleRow("watch list", tr("watched"), str(len(ones))), *made)


def _row(one: Watched, now: dt.datetime) -> EntryRow:
    name = outside(one.name) or tr("No name")
    text = f"{apart(name)} · {tr('ticket {}').format(one.ticket)}" if one.ticket else name
    last = one.last
    if one.seen is None:
        second = tr("not looked at yet")
    elif last is None:
        second = tr("no change since you watch")
    else:
        at = f" · {sidebar_wording.day(last.at, now)}" if last.at is not None else ""
        second = f"{said(last)}{at}"
    chip = tr("changed") if last is not None else ""
    return EntryRow((WATCH, one.id), text, second, chip, Tone.ACCENT, copies=outside(one.address))
