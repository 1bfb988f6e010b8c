"""What the agent writes about the customer in the sidebar: where it comes from and where it goes.

A draft belongs to an interaction and its customer: whenever another is in sight, or the screen is
locked, it is put away, sealed, and comes back with both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QTimer

from desktop.assembly import Assembly
from desktop.core.results import Problem, Severity
from desktop.customers.inquiry import Inquiry
from desktop.customers.kept.whose import Owner, owner
from desktop.customers.merge import CustomerCard
from desktop.customers.writing.drafts import Draft
from desktop.customers.writing.log_text import LogEntry, log_text, minutes_of
from desktop.customers.writing.note_writer import State, Told, Wanted
from desktop.customers.writing.places import Place, Way
from desktop.customers.writing.unsent import Unsent, Values
from desktop.interaction import Channel
from desktop.settings.sections.customers import OUTCOMES
from desktop.ui.customers.card_rows import name_of
from desktop.ui.customers.card_view import EntryRow, What, apart, outside
from desktop.ui.customers.sidebar import Sidebar
from desktop.ui.customers.sight import Sight, Who
from desktop.ui.customers.wording import sentences, tr
from desktop.ui.customers.writing.compose import Composed, channels
from desktop.ui.customers.writing.note_snippets import NoteSnippets
from desktop.ui.customers.writing.status_desk import StatusDesk
from desktop.ui.customers.writing.unsent_panel import Waiting
from desktop.ui.shell.shell import Shell

SAVE_MS = 800
"""After so long without a key a draft is on the disk."""
LONGEST_VALUE = 500
MOST_VALUES = 100
"""Of what is kept of a customer with a note for the book."""


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
        assembly: Assembly,
        shell: Shell,
    ) -> None:
        """``shell`` shows what happens while its customer is not in sight."""
        super().__init__()
        self._view = view
        self._area = view.parts.writing
        self._noting = assembly.noting
        self._interactions = assembly.interactions
        self._settings = assembly.settings
        self._clock = assembly.clock
        self._show = shell.show
        self._sight = Sight(view, shell.bridge)
        self.snippets = NoteSnippets(
            self._area.compose, assembly.picking, self._interactions, self._sight
        )
        self._statuses = StatusDesk(
            self._area, self._noting, self._sight, self._refresh, shell.show
        )
        self._draft: Draft | None = None
        self._unsent: tuple[Unsent, ...] = ()
        self._why: dict[str, Problem] = {}
        self._on_its_way: dict[str, _OnItsWay] = {}
        self._again: dict[str, _OnItsWay] = {}
        """What the agent wants sent again, until it is."""
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVE_MS)
        self._saving.timeout.connect(self._save)
        self._connect()
        self._stop = self._noting.told.connect(shell.bridge.carry(self._hear))

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
        now, before = Who(card, owner(card), asked, inquiry.text), self._sight.who
        if now.goes_on(before):
            self._sight.who = now
            if before is not None and before.owner != now.owner:
                self._look()
            if before is not None and before.card != now.card and self._area.open is not None:
                self._find_places(self._area.compose.use_places)
            return
        self._leave()
        self._sight.who = now
        self._look()

    def forgotten(self, gone: Owner) -> None:
        """A customer was forgotten: nothing of theirs is kept any more."""
        who = self._sight.who
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
        if self._sight.who is None:
            return
        self.put_by()
        self._sight.leave()
        self._draft = None
        self._unsent = ()
        self._area.clear()
        self.snippets.rest()

    def _look(self) -> None:
        """What waits of this customer's, and what is half-written?"""
        who, here = self._sight.who, self._sight.here
        if who is None:
            return
        self._noting.writer().offer(who.owner, here(self._take_unsent))
        if self._draft is None:
            self._noting.drafts().load(who.interaction, who.owner, here(self._take_draft))

    def _take_unsent(self, every: tuple[Unsent, ...]) -> None:
        self._unsent = every
        self._show_waiting()

    def _take_draft(self, draft: Draft | None) -> None:
        if self._draft is None and self._area.open is not self._area.compose:
            self._draft = draft
            self._show_waiting()

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
        area.review.left.connect(lambda: area.show_panel(area.compose))
        area.review.agreed.connect(self._write)
        area.unsent.again_asked.connect(self._send_again)
        area.unsent.discarded.connect(lambda key: self._noting.writer().discard(key))
        area.unsent.copied.connect(self._copy)

    def _compose(self, *, logs: bool) -> None:
        who = self._sight.shown
        if who is None:
            return
        compose = self._area.compose
        known = compose.draft() if self._area.open is compose else self._draft
        draft = replace(known or Draft(), logs=logs)
        chosen = self._chosen_ticket()
        if chosen is not None and not draft.worth_keeping:
            draft = replace(draft, place=chosen)
        one = self._interactions.get(who.interaction)
        if one is not None and not who.may_be_in(one):
            one = None  # they were looked up beside it, as by a link
        minutes = minutes_of(one.lasted(self._clock.now())) if one is not None else 0
        channel = one.channel if one is not None else Channel.OTHER
        outcomes: tuple[str, ...] = self._settings.get(OUTCOMES)
        compose.open(draft, outcomes, minutes, channel)
        self._find_places(compose.use_places)
        self._area.show_panel(compose)
        self._show_waiting()

    def _open_status(self) -> None:
        if self._sight.shown is not None:
            chosen = self._chosen_ticket()
            self.put_by()
            self._find_places(lambda places: self._statuses.open(places, chosen))

    def _chosen_ticket(self) -> tuple[str, str, str] | None:
        row = self._view.parts.list.chosen()
        key = row.key if isinstance(row, EntryRow) else None
        if isinstance(key, tuple) and len(key) == 3 and key[0] == What.TICKET.value:
            return (Way.TICKET.value, str(key[1]), str(key[2]))
        return None

    def _find_places(self, use: Callable[[Sequence[Place]], None]) -> None:
        who = self._sight.who
        if who is not None:
            self._noting.places(who.card, self._sight.here(use))

    def _note_change(self) -> None:
        if self._area.open is self._area.compose:
            self._draft = self._area.compose.draft()
            self._saving.start()

    def _save(self) -> None:
        who, draft = self._sight.who, self._draft
        if who is not None and draft is not None:
            self._noting.drafts().save(who.interaction, who.owner, draft)

    def _put_away(self) -> None:
        """Escape: what is written stays as a draft."""
        draft = self._area.compose.draft()
        self._draft = draft if draft.worth_keeping else self._draft and Draft()
        self._saving.stop()
        self._save()
        self._area.show_panel(None)
        self.snippets.rest()
        self._show_waiting()

    def _review(self) -> None:
        composed = self._area.compose.composed(self._area.compose.address)
        if composed is not None and composed.to:
            self._area.review.show_message(composed)
            self._area.show_panel(self._area.review)

    def _write(self, composed: Composed) -> None:
        who = self._sight.shown
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
        here = sending is not None and self._sight.shows(sending.who)
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
            self.snippets.rest()

    def _send_again(self, key: str) -> None:
        """Whose it is must be known by now: another may be in sight when it begins."""
        one = next((one for one in self._unsent if one.key == key), None)
        who = self._sight.who
        if one is not None and who is not None:
            what = _what(one.way, one.title, one.place, one.to)
            self._again[key] = _OnItsWay(who, what, one.to)
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
        if self._sight.who is None:
            return
        lines = [
            Waiting(key, tr("{}: on its way…").format(one.what), on_its_way=True)
            for key, one in self._on_its_way.items()
            if self._sight.shows(one.who)
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
