"""What the agent writes about the customer in the sidebar: where it comes from and where it goes.

A draft belongs to an interaction and its customer: whenever another is in sight, or the screen is
locked, it is put away, sealed, and comes back with both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QTimer

from desktop.assembly.noting import Noting
from desktop.assembly.picking import Offer, Picking
from desktop.core.clock import Clock
from desktop.core.results import Problem, Severity
from desktop.customers.inquiry import Inquiry
from desktop.customers.joining import named_alike
from desktop.customers.kept.whose import Owner, owner
from desktop.customers.merge import CustomerCard
from desktop.customers.writing.drafts import Draft
from desktop.customers.writing.log_text import LogEntry, log_text, minutes_of
from desktop.customers.writing.note_writer import State, Told, Wanted
from desktop.customers.writing.places import Place, Way
from desktop.customers.writing.unsent import Unsent, Values
from desktop.interaction import Channel, Interaction, Interactions
from desktop.settings.sections.customers import OUTCOMES
from desktop.settings.store import Settings
from desktop.ui.customers.card_rows import keys_of, name_of
from desktop.ui.customers.card_view import EntryRow, What, apart, outside
from desktop.ui.customers.compose import Composed, channels
from desktop.ui.customers.sidebar import Sidebar
from desktop.ui.customers.unsent_panel import Waiting
from desktop.ui.customers.wording import sentences, tr
from desktop.ui.shell.bridge import Bridge

SAVE_MS = 800
"""After so long without a key a draft is on the disk."""
LONGEST_VALUE = 500
MOST_VALUES = 100
"""Of what is kept of a customer with a note for the book."""


@dataclass(frozen=True)
class Who:
    """The customer in sight, in an interaction or in none."""

    card: CustomerCard = field(repr=False)
    owner: Owner = field(repr=False)
    interaction: str
    seek: str = field(repr=False)
    """By what they were looked up."""

    def goes_on(self, before: Who | None) -> bool:
        """Is it the same one, of whom more may be known now?"""
        if before is None or before.interaction not in ("", self.interaction):
            return False
        return bool(keys_of(before.card) & keys_of(self.card))


@dataclass(frozen=True)
class _OnItsWay:
    who: Who
    what: str = field(repr=False)
    to: str = field(repr=False)


class WritingDesk(QObject):
    """See the module. On the main thread; what it asks for is done on others."""

    def __init__(
        self,
        view: Sidebar,
        noting: Noting,
        picking: Picking,
        interactions: Interactions,
        settings: Settings,
        clock: Clock,
        bridge: Bridge,
        show: Callable[[Problem], None],
    ) -> None:
        """``show``: a message, for what happens while its customer is not in sight."""
        super().__init__()
        self._view = view
        self._area = view.parts.writing
        self._noting = noting
        self._picking = picking
        self._interactions = interactions
        self._settings = settings
        self._clock = clock
        self._bridge = bridge
        self._show = show
        self._who: Who | None = None
        self._turn = 0
        """Changes with every customer; what was asked for one is not shown for the next."""
        self._draft: Draft | None = None
        self._unsent: tuple[Unsent, ...] = ()
        self._why: dict[str, Problem] = {}
        self._on_its_way: dict[str, _OnItsWay] = {}
        self._again: dict[str, _OnItsWay] = {}
        """What the agent wants sent again, until it is."""
        self._offers: tuple[Offer, ...] = ()
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVE_MS)
        self._saving.timeout.connect(self._save)
        self._connect()
        self._stop = noting.told.connect(lambda told: self._later(lambda: self._hear(told)))

    def close(self) -> None:
        """Before the end: what is half-written is kept."""
        self._stop()
        self._leave()

    # --- whose notes ---

    def follow(self, inquiry: Inquiry | None) -> None:
        """Another moment of a lookup is in sight."""
        card = inquiry.card if inquiry is not None else None
        if inquiry is None or card is None:
            self._leave()
            return
        asked = inquiry.asked.interaction if inquiry.asked is not None else ""
        now, before = Who(card, owner(card), asked, inquiry.text), self._who
        if now.goes_on(before):
            self._who = now
            if before is not None and before.owner != now.owner:
                self._look()
            if before is not None and before.card != now.card and self._area.open is not None:
                self._find_places(self._area.compose.use_places)
            return
        self._leave()
        self._who = now
        self._look()

    def forgotten(self, gone: Owner) -> None:
        """A customer was forgotten: nothing of theirs is kept any more."""
        who = self._who
        if who is not None and who.owner & gone:
            self._draft = None
            self._saving.stop()
            self._area.clear()
            self._noting.drafts().save(who.interaction, who.owner, Draft())
            self._leave()

    def put_by(self) -> None:
        """The sidebar goes out of sight: the draft is safe from now on."""
        if self._saving.isActive():
            self._saving.stop()
            self._save()

    def _leave(self) -> None:
        if self._who is None:
            return
        self.put_by()
        self._turn += 1
        self._who = self._draft = None
        self._unsent = ()
        self._area.clear()
        self._picking.rest()

    def _look(self) -> None:
        """What waits of this customer's, and what is half-written?"""
        who, turn = self._who, self._turn
        if who is None:
            return

        def waits(every: tuple[Unsent, ...]) -> None:
            self._when_still(turn, lambda: self._take_unsent(every))

        def is_drafted(draft: Draft | None) -> None:
            self._when_still(turn, lambda: self._take_draft(draft))

        self._noting.writer().offer(who.owner, waits)
        if self._draft is None:
            self._noting.drafts().load(who.interaction, who.owner, is_drafted)

    def _take_unsent(self, every: tuple[Unsent, ...]) -> None:
        self._unsent = every
        self._show_waiting()

    def _take_draft(self, draft: Draft | None) -> None:
        if self._draft is None and self._area.open is not self._area.compose:
            self._draft = draft
            self._show_waiting()

    def _later(self, call: Callable[[], None]) -> None:
        self._bridge.post(call)

    def _when_still(self, turn: int, call: Callable[[], None]) -> None:
        """``call`` on the main thread, if the same customer is in sight then."""
        self._later(lambda: call() if turn == self._turn and self._who is not None else None)

    # --- writing ---

    def _connect(self) -> None:
        area, view = self._area, self._view
        view.note_asked.connect(lambda: self._compose(logs=False))
        view.log_asked.connect(lambda: self._compose(logs=True))
        view.status_asked.connect(self._open_status)
        area.compose.changed.connect(self._note_change)
        area.compose.left.connect(self._put_away)
        area.compose.done.connect(self._write)
        area.compose.review_asked.connect(self._review)
        area.compose.snippets.searched.connect(self._search)
        area.compose.snippets.chosen.connect(self._choose)
        area.review.left.connect(lambda: area.show_panel(area.compose))
        area.review.agreed.connect(self._write)
        area.status.left.connect(lambda: area.show_panel(None))
        area.status.asked.connect(self._ask_statuses)
        area.status.wanted.connect(self._set_status)
        area.unsent.again_asked.connect(self._send_again)
        area.unsent.discarded.connect(lambda key: self._noting.writer().discard(key))
        area.unsent.copied.connect(self._copy)

    @property
    def _in_sight(self) -> Who | None:
        """Whom the sidebar shows, if that is whom this desk knows of."""
        who, card = self._who, self._view.card
        return who if who is not None and card and card.keys & keys_of(who.card) else None

    def _compose(self, *, logs: bool) -> None:
        who = self._in_sight
        if who is None:
            return
        compose = self._area.compose
        known = compose.draft() if self._area.open is compose else self._draft
        draft = replace(known or Draft(), logs=logs)
        chosen = self._chosen_ticket()
        if chosen is not None and not draft.worth_keeping:
            draft = replace(draft, place=chosen)
        one = self._interactions.get(who.interaction)
        if one is not None and not self._is_theirs(one, who):
            one = None  # they were looked up beside it, as by a link
        minutes = minutes_of(one.lasted(self._clock.now())) if one is not None else 0
        channel = one.channel if one is not None else Channel.OTHER
        outcomes: tuple[str, ...] = self._settings.get(OUTCOMES)
        compose.open(draft, outcomes, minutes, channel)
        self._find_places(compose.use_places)
        self._area.show_panel(compose)
        self._show_waiting()

    def _chosen_ticket(self) -> tuple[str, str, str] | None:
        row = self._view.parts.list.chosen()
        key = row.key if isinstance(row, EntryRow) else None
        if isinstance(key, tuple) and len(key) == 3 and key[0] == What.TICKET.value:
            return (Way.TICKET.value, str(key[1]), str(key[2]))
        return None

    def _find_places(self, use: Callable[[Sequence[Place]], None]) -> None:
        who, turn = self._who, self._turn
        if who is not None:
            self._noting.places(who.card, lambda found: self._when_still(turn, lambda: use(found)))

    def _note_change(self) -> None:
        if self._area.open is self._area.compose:
            self._draft = self._area.compose.draft()
            self._saving.start()

    def _save(self) -> None:
        who, draft = self._who, self._draft
        if who is not None and draft is not None:
            self._noting.drafts().save(who.interaction, who.owner, draft)

    def _put_away(self) -> None:
        """Escape: what is written stays as a draft."""
        draft = self._area.compose.draft()
        self._draft = draft if draft.worth_keeping else self._draft and Draft()
        self._saving.stop()
        self._save()
        self._area.show_panel(None)
        self._picking.rest()
        self._show_waiting()

    def _review(self) -> None:
        composed = self._area.compose.composed(self._area.compose.address)
        if composed is not None and composed.to:
            self._area.review.show_message(composed)
            self._area.show_panel(self._area.review)

    def _write(self, composed: Composed) -> None:
        who = self._in_sight
        if who is None:
            return
        draft, place = composed.draft, composed.place
        text = draft.text.strip()
        if draft.logs:
            channel = channels()[Channel(draft.channel or Channel.OTHER)]
            entry = LogEntry(channel, composed.minutes, draft.outcome, text)
            text = log_text(entry, tr("{} min"))
        self._saving.stop()
        self._save()  # until it is kept as a note
        self._area.compose.wait()
        name, values = name_of(who.card), _values(who.card)
        wanted = Wanted(place, text, who.owner, name, who.seek, composed.to, values)
        key = self._noting.writer().write(wanted)
        what = _what(place.way, place.title, place.id, composed.to)
        self._on_its_way[key] = _OnItsWay(who, what, composed.to)

    def _copy(self, text: str) -> None:
        self._view.copied.emit(text)
        self._view.tell(tr("copied"))

    # --- what becomes of it ---

    def _hear(self, told: Told) -> None:
        sending = self._on_its_way.get(told.key)
        here = (
            self._who is not None
            and sending is not None
            and (sending.who.goes_on(self._who) or self._who.goes_on(sending.who))
        )
        if told.state is State.SENDING:
            if sending is not None:
                self._let_go_of_draft(sending.who, here=here)
            elif told.key in self._again:
                self._on_its_way[told.key] = self._again.pop(told.key)
        else:
            self._on_its_way.pop(told.key, None)
            self._again.pop(told.key, None)
            self._why.pop(told.key, None)
            if told.state is State.SENT and here:
                self._say_sent(told, sending)
            elif told.state is State.KEPT and told.problem is not None:
                self._why[told.key] = told.problem
                if not here or not self._view.isVisible():
                    self._show(told.problem)
        self._show_waiting()
        if told.state is not State.SENDING:
            self._look()

    def _let_go_of_draft(self, who: Who, *, here: bool) -> None:
        """It is kept as a note now."""
        self._noting.drafts().save(who.interaction, who.owner, Draft())
        if here:
            self._draft = None
            self._area.show_panel(None)
            self._area.compose.clear()
            self._area.review.clear()
            self._picking.rest()

    def _send_again(self, key: str) -> None:
        """Whose it is must be known by now: another may be in sight when it begins."""
        one = next((one for one in self._unsent if one.key == key), None)
        if one is not None and self._who is not None:
            what = _what(one.way, one.title, one.place, one.to)
            self._again[key] = _OnItsWay(self._who, what, one.to)
            self._noting.writer().again(key)

    def _say_sent(self, told: Told, sending: _OnItsWay | None) -> None:
        if told.found:
            words = tr("it had arrived already")
        elif sending is not None and sending.to:
            words = tr("sent to {}").format(apart(outside(sending.to, 60)))
        else:
            words = tr("note added")
        self._refresh(words)

    def _refresh(self, words: str) -> None:
        """What was written is in the timeline soon."""
        self._view.begin_refresh()
        self._view.refresh_asked.emit()
        self._view.tell(words)

    def _show_waiting(self) -> None:
        if self._who is None:
            return
        lines = [
            Waiting(key, tr("{}: on its way…").format(one.what), on_its_way=True)
            for key, one in self._on_its_way.items()
            if self._who.goes_on(one.who) or one.who.goes_on(self._who)
        ]
        lines += [self._failed(one) for one in self._unsent if one.key not in self._on_its_way]
        drafted = self._draft is not None and self._draft.worth_keeping
        self._area.unsent.show_waiting(
            tuple(lines), draft=drafted and self._area.open is not self._area.compose
        )

    def _failed(self, one: Unsent) -> Waiting:
        what = _what(one.way, one.title, one.place, one.to)
        said = tr("{} may not have arrived") if one.tried else tr("{} was not sent")
        problem = self._why.get(one.key)
        if problem is not None:
            why = sentences(problem.what, problem.why, problem.todo)
        else:
            why = sentences(one.why) if one.why else ""
        if one.tried is not None and problem is None:
            why = sentences(why, tr("Sending again looks there first and never writes it twice"))
        return Waiting(one.key, said.format(what), outside(why, 400), one.text)

    # --- statuses ---

    def _open_status(self) -> None:
        if self._in_sight is None:
            return
        chosen = self._chosen_ticket()

        def use(places: Sequence[Place]) -> None:
            self._area.show_panel(self._area.status)
            self._area.status.open(places, chosen)

        self.put_by()
        self._find_places(use)

    def _ask_statuses(self, place: Place) -> None:
        turn = self._turn

        def tell(answer: Sequence[str] | Problem) -> None:
            self._when_still(turn, lambda: self._area.status.show_statuses(place, answer))

        self._noting.writer().statuses(place, tell)

    def _set_status(self, place: Place, status: str) -> None:
        turn = self._turn

        def show(answer: str | Problem) -> None:
            if isinstance(answer, Problem):
                self._area.status.show_failed(answer)
                return
            if self._area.open is self._area.status:
                self._area.show_panel(None)
            ticket = apart(outside(place.id, 40))
            self._refresh(tr("{0} is {1} now").format(ticket, outside(answer, 40)))

        def late(answer: str | Problem) -> None:
            if turn == self._turn and self._who is not None:
                show(answer)
            elif isinstance(answer, Problem):
                self._show(answer)

        self._noting.writer().set_status(
            place, status, lambda answer: self._later(lambda: late(answer))
        )

    # --- snippets ---

    @property
    def snippets_fit(self) -> bool:
        """Would a snippet speak of the customer in sight? It knows the one in front, or nobody."""
        who, front = self._who, self._interactions.front()
        if who is None or front is None:
            return who is not None
        return front.id == who.interaction and self._is_theirs(front, who)

    @staticmethod
    def _is_theirs(one: Interaction, who: Who) -> bool:
        return named_alike(one.customer, who.card)

    def _search(self, words: str) -> None:
        turn = self._turn

        def show(offers: tuple[Offer, ...]) -> None:
            self._offers = offers
            self._area.compose.snippets.show_offers([(one.label, one.trigger) for one in offers])

        self._picking.search(words, lambda offers: self._when_still(turn, lambda: show(offers)))

    def _choose(self, at: int) -> None:
        turn = self._turn

        def show(text: str | Problem) -> None:
            compose = self._area.compose
            if isinstance(text, str):
                compose.insert(text)
            else:
                compose.say(sentences(text.what, text.why, text.todo))

        if 0 <= at < len(self._offers) and not self.snippets_fit:
            show(OF_ANOTHER)
        elif 0 <= at < len(self._offers):
            self._picking.text(
                self._offers[at], lambda text: self._when_still(turn, lambda: show(text))
            )


OF_ANOTHER = Problem(
    tr("Snippets know the customer in front, who is another one"),
    todo=tr("Bring this customer's interaction forward first, or write without one"),
)


def _values(card: CustomerCard) -> Values:
    """What a note in the book knows its customer by; no more than is sensible to keep."""
    every = ((name, one.value) for name, known in card.fields.items() for one in known)
    return tuple(one for one in every if len(one[1]) <= LONGEST_VALUE)[:MOST_VALUES]


def _what(way: Way, title: str, place: str, to: str) -> str:
    """``Note for Zendesk 20871``; ``Message to ana@…``."""
    if to:
        return tr("Message to {}").format(apart(outside(to, 60)))
    name = outside(title, 40)
    if way is Way.TICKET:
        name = f"{name} {apart(outside(place, 40))}"
    return tr("Note for {}").format(name)


def not_sent(count: int) -> Problem:
    """The message after a start."""
    what = tr("A note was not sent") if count == 1 else tr("{} notes were not sent").format(count)
    return Problem(
        what,
        tr("Deskhand ended, or the system did not answer, before it was there"),
        tr("Look at the customer: there you can send it again, copy it or discard it"),
        Severity.WARNING,
    )
