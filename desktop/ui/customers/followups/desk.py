"""Follow-ups at work: notices, the list, the form, and the sidebar's part of them.

Nothing is announced while an interaction is open: what comes just then is handed back, to be told
after it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.assembly import Assembly
from desktop.core.results import Problem
from desktop.customers.followups.followup import WAITING, FollowUp, State, Who
from desktop.customers.followups.reading import Said
from desktop.customers.followups.zones import Whereabouts, whereabouts
from desktop.customers.kept.whose import Owner, owner, owner_in_hand
from desktop.customers.merge import CustomerCard
from desktop.interaction import Channel, Interaction
from desktop.settings.sections.agent import AGENT_LANGUAGES, AGENT_TIME_ZONE
from desktop.settings.sections.customers import REGION, SNOOZE_MIN
from desktop.settings.store import Changed
from desktop.ui.customers.card_rows import name_of
from desktop.ui.customers.card_view import Row
from desktop.ui.customers.followups import wording
from desktop.ui.customers.followups.due_notice import DueNotice
from desktop.ui.customers.followups.form import Draft, FollowUpForm
from desktop.ui.customers.followups.watch_desk import WatchDesk
from desktop.ui.customers.followups.window import FollowUpsWindow
from desktop.ui.customers.followups.wording import tr
from desktop.ui.shell.shell import Shell

if TYPE_CHECKING:
    from desktop.ui.customers.sidebar import Sidebar


def warm(assembly: Assembly) -> None:
    """Load, on another thread, what would make the form wait."""
    from desktop.customers.followups.rendering import place
    from desktop.customers.followups.words import names_of

    languages = assembly.settings.get(AGENT_LANGUAGES)
    names_of(languages)
    place("Europe/Berlin", next(iter(languages), "en"))


class FollowUpsDesk(QObject):
    """See the module. Use it from the main thread."""

    def __init__(
        self,
        assembly: Assembly,
        shell: Shell,
        *,
        look_up: Callable[[str], None],
        show_counts: Callable[[int, int], None],
        idle_s: Callable[[], float | None] = lambda: None,
    ) -> None:
        """Have told what there is.

        Args:
            assembly: has the follow-ups.
            shell: for what is told, and for what would make a window wait.
            look_up: shows a customer by an address, number or name.
            show_counts: how many are due, and how many wait in all.
            idle_s: seconds since the last input.
        """
        super().__init__()
        self._assembly = assembly
        self._following = assembly.following
        self._shell = shell
        self._look_up = look_up
        self._show_counts = show_counts
        self._idle_s = idle_s
        self._every: dict[int, FollowUp] = {}
        self._sidebar: Sidebar | None = None
        self._owner: Owner = frozenset()
        """Of whom the sidebar shows."""
        self._undone: FollowUp | None = None
        """As it was before it was done or dropped."""
        self._due: tuple[FollowUp, ...] = ()
        """What the notice is about."""
        self.window: FollowUpsWindow | None = None
        self.form: FollowUpForm | None = None
        self.notice: DueNotice | None = None
        self._watched: tuple[Row, ...] = ()
        interactions = assembly.interactions
        bridge = shell.bridge
        self._stops = [
            self._following.changed.connect(bridge.carry(self._take)),
            interactions.opened.connect(lambda _: bridge.post(self._keep_quiet)),
            assembly.settings.changed.connect(bridge.carry(self._adopt)),
        ]
        self.watch = WatchDesk(
            assembly,
            bridge,
            look_up=look_up,
            open_window=self.open_window,
            show_rows=self._show_watched,
            idle_s=idle_s,
        )
        self._following.tell()

    def close(self) -> None:
        """Before the end."""
        stops, self._stops = self._stops, []
        for stop in stops:
            stop()
        self.watch.close()
        for part in (self.window, self.form, self.notice):
            if part is not None:
                part.hide()

    # --- what is told ---

    def _take(self, ones: tuple[FollowUp, ...]) -> None:
        self._every = {one.id: one for one in ones}
        waiting = [one for one in ones if one.state in WAITING]
        now = self._assembly.clock.now()
        self._show_counts(sum(one.at <= now for one in waiting), len(waiting))
        if self.window is not None:
            self.window.show_all(waiting)
        self._show_customers()

    def announce(self, ones: tuple[FollowUp, ...]) -> None:
        """Their time has come."""
        if self._assembly.interactions.all():
            self._following.not_shown(ones)
            return
        shown = self.notice is not None and self.notice.isVisible()
        self._due = tuple({one.id: one for one in (*(self._due if shown else ()), *ones)}.values())
        self._show_notice()

    def _show_notice(self) -> None:
        notice = self.notice or self._build_notice()
        clock, now = self._clock(), self._assembly.clock.now()
        first = self._due[0]
        if len(self._due) > 1:
            names = ", ".join(wording.name_of(one) for one in self._due[:3])
            words = tr("{} follow-ups are due").format(len(self._due))
            notice.tell(words, names, "", tr("Show them"), one=False)
            return
        when = clock.both(first.at, first.who.zone or first.zone, now)
        notice.tell(
            tr("Follow up: {}").format(wording.name_of(first)),
            first.what or when,
            when if first.what else "",
            tr("Open customer"),
            one=True,
        )

    def _keep_quiet(self) -> None:
        """An interaction was opened: what nobody may have read yet is told after it."""
        if self.notice is not None:
            if self.notice.unread():
                self._following.not_shown(self._due)
            self.notice.forget()

    def _build_notice(self) -> DueNotice:
        notice = self.notice = DueNotice(self._idle_s)
        notice.opened.connect(self._open_due)
        notice.finished.connect(lambda: self._finish_due(self._finish))
        notice.put_off.connect(lambda: self._finish_due(self._put_off))
        return notice

    def _open_due(self) -> None:
        if len(self._due) == 1:
            self._open_customer(self._due[0])
        else:
            self.open_window()

    def _finish_due(self, act: Callable[[FollowUp], None]) -> None:
        for one in self._due[:1]:
            act(self._every.get(one.id, one))

    # --- the list ---

    def open_window(self) -> None:
        """All follow-ups."""
        if self.window is None:
            window = self.window = FollowUpsWindow(self._assembly.clock, self._clock())
            window.opened.connect(self._open_customer)
            window.finished.connect(self._finish)
            window.dropped.connect(self._drop)
            window.put_off.connect(self._put_off)
            window.change_asked.connect(self.change)
            window.undo_asked.connect(self._undo)
            window.unwatched.connect(self.watch.unwatch)
            window.show_watched(self._watched)
            window.show_all([one for one in self._every.values() if one.state in WAITING])
        self.window.open()

    def _show_watched(self, rows: tuple[Row, ...]) -> None:
        self._watched = rows
        if self.window is not None:
            self.window.show_watched(rows)

    def _open_customer(self, one: object) -> None:
        """Of a follow-up, or of a row of the watch list."""
        if isinstance(one, FollowUp):
            self._look_up(one.who.address or one.who.name)
        elif (watched := self.watch.at(one)) is not None:
            self.watch.open_customer(watched)

    def _finish(self, one: FollowUp) -> None:
        self._end(one, State.DONE, tr("Done: {}"))

    def _drop(self, one: FollowUp) -> None:
        self._end(one, State.DROPPED, tr("Dropped: {}"))

    def _end(self, one: FollowUp, state: State, words: str) -> None:
        self._undone = one
        now = self._assembly.clock.now()
        self._following.put(dataclasses.replace(one, state=state, ended=now))
        if self.window is not None:
            self.window.offer_undo(words.format(wording.name_of(one)))

    def _undo(self) -> None:
        one, self._undone = self._undone, None
        if self.window is not None:
            self.window.offer_undo("")
        if one is not None:
            self._following.put(one)

    def _put_off(self, one: FollowUp) -> None:
        minutes = self._assembly.settings.get(SNOOZE_MIN)
        now = self._assembly.clock.now().astimezone(dt.UTC)
        at = max(one.at, now) + dt.timedelta(minutes=minutes)
        self._following.put(dataclasses.replace(one, at=at, state=State.SNOOZED, announced=False))

    def change(self, one: FollowUp) -> None:
        """Another time, or about something else."""
        clock, now = self._clock(), self._assembly.clock.now()
        zone = one.who.zone or (one.zone if one.theirs else "")

        def save(said: Said, what: str, theirs: str) -> None:
            who = dataclasses.replace(one.who, zone=theirs)
            changed = dataclasses.replace(
                one, who=who, what=what, at=said.at, zone=said.zone, theirs=said.theirs
            )
            if said.at != one.at:
                changed = dataclasses.replace(changed, state=State.OPEN, announced=False)
            self._following.put(changed)

        when = wording.as_typed(one, clock, now)
        draft = Draft(one.who.name, one.who.address, Whereabouts(zone), one.what, when)
        self._ask(draft, save)

    # --- making one ---

    def follow_up(self, card: CustomerCard) -> None:
        """Make one for this customer."""
        front = self._assembly.interactions.front()
        channel = front.channel if front is not None else Channel.OTHER
        fields = card.fields

        def values(name: str) -> tuple[str, ...]:
            return tuple(one.value for one in fields.get(name, ()))

        who = Who(
            name_of(card),
            channel,
            _address(channel, values),
            tuple((one.provider, one.id) for one in card.cards),
        )
        self._make(who, owner(card), values)

    def follow_up_interaction(self, one: Interaction) -> None:
        """Make one for the customer of an interaction that is over, or about to be."""

        def values(name: str) -> tuple[str, ...]:
            value = one.customer.value(name)
            return (value,) if value else ()

        parts = (*values("first_name"), *values("last_name"))
        name = next(iter(values("name")), " ".join(parts))
        who = Who(name, one.channel, _address(one.channel, values))
        self._make(who, owner_in_hand(one.customer), values)

    def _make(self, who: Who, whose: Owner, values: Callable[[str], tuple[str, ...]]) -> None:
        region, now = self._assembly.settings.get(REGION), self._assembly.clock.now()

        def save(said: Said, what: str, theirs: str) -> None:
            whole = dataclasses.replace(who, zone=theirs)
            one = FollowUp(0, whole, what, said.at, said.zone, said.theirs)
            self._following.make(
                one, whose, lambda problem: self._shell.bridge.post(lambda: saved(one, problem))
            )

        def saved(one: FollowUp, problem: Problem | None) -> None:
            if problem is not None:
                # The message says why; what was typed is not lost.
                when = wording.as_typed(one, self._clock(), self._assembly.clock.now())
                where = Whereabouts(one.who.zone)
                self._ask(Draft(who.name, who.address, where, one.what, when), save)
            elif self._sidebar is not None and whose == self._owner:
                self._sidebar.tell(tr("follow-up saved"))

        def ask(where: Whereabouts) -> None:
            self._ask(Draft(who.name or who.address or tr("No name"), who.address, where), save)

        self._shell.background.start(
            lambda: whereabouts(
                values("time_zone"), values("phone"), values("country"), region, now
            ),
            ask,
            owner=self,
        )

    def _ask(self, draft: Draft, save: Callable[[Said, str, str], None]) -> None:
        form = self.form = self.form or FollowUpForm(self._assembly.clock.now)
        form.ask(draft, self._clock(), self._assembly.settings.get(AGENT_LANGUAGES), save)

    # --- the sidebar ---

    def attach(self, view: Sidebar) -> None:
        """Show the follow-ups of whom the sidebar shows, and make some from there."""
        self._sidebar = view
        view.follow_up_asked.connect(self._ask_of_sidebar)
        view.follow_up_chosen.connect(self._change_of_sidebar)
        view.customer_changed.connect(self._show_customers)
        self.watch.attach(view)
        self._show_customers()

    def _ask_of_sidebar(self) -> None:
        card = self._sidebar.customer if self._sidebar is not None else None
        if card is not None:
            self.follow_up(card)

    def _change_of_sidebar(self, which: int) -> None:
        one = self._every.get(which)
        if one is not None:
            self.change(one)

    def _show_customers(self) -> None:
        """What there is of whom the sidebar shows."""
        view = self._sidebar
        card = view.customer if view is not None else None
        whose = owner(card) if card is not None else frozenset()
        self._owner = whose
        if view is None:
            return
        if not whose or not self._every:
            view.show_extra(())
            return

        def take(ones: tuple[FollowUp, ...]) -> None:
            self._shell.bridge.post(lambda: self._show_of(whose, ones))

        self._following.of(whose, take)

    def _show_of(self, whose: Owner, ones: tuple[FollowUp, ...]) -> None:
        if self._sidebar is not None and whose == self._owner:
            now = self._assembly.clock.now()
            self._sidebar.show_extra(wording.rows(ones, self._clock(), now, named=False))

    # --- the agent's ways ---

    def _clock(self) -> wording.Clock:
        languages = self._assembly.settings.get(AGENT_LANGUAGES)
        return wording.Clock(self._following.zone(), next(iter(languages), "en"))

    def _adopt(self, changed: Changed) -> None:
        if self.window is not None and changed.touches(AGENT_LANGUAGES, AGENT_TIME_ZONE):
            self.window.use_words(self._clock())


def _address(channel: Channel, values: Callable[[str], tuple[str, ...]]) -> str:
    """The first by which the customer is turned to in this channel, else any."""
    order = ("email", "phone") if channel in {Channel.MAIL, Channel.CHAT} else ("phone", "email")
    return next((one for name in order for one in values(name)), "")
