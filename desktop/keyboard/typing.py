"""The typing contract as one state machine: listener, matcher, typist (docs/design.md).

It knows no system: keys come from and go to :class:`desktop.host.keys.Keys`, texts from the
application by messages. One thread drives it. At any moment at most one expansion is under way;
what the agent types meanwhile is in its journal, and goes through the same matcher afterwards.
Every match ends in one report, unless the application declines it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from desktop.core.clock import Clock
from desktop.core.text import writable
from desktop.core.triggers import TriggerIndex
from desktop.host.base import AppRule, Window
from desktop.host.keys import Insertion, Keys, KeysOptions, Stroke
from desktop.keyboard import messages
from desktop.keyboard.fetching import TAKEN_WITHIN, Fetching
from desktop.keyboard.following import Following
from desktop.keyboard.habits import Habits
from desktop.keyboard.pending import (
    LOST_PLACE,
    Pending,
    Phase,
    as_held,
    leaked_length,
    needs_paste,
    paired,
    place_lost_at,
    spoilt_by,
)
from desktop.keyboard.reasons import Reason

ANSWER_WITHIN = 0.5
"""Seconds after which the agent's keys flow again, text or not."""
RETURNED_WITHIN = 2.0
"""Seconds that a window may take to be in front again for its text; keys flow meanwhile."""
_REPORTED = 64
"""So many reports are remembered, for answers that come too late."""
_STILL_TO_SEND = {Phase.ASKED, Phase.CLEARING}


class Typing:
    """See the module. ``tell`` carries reports to the application."""

    def __init__(
        self,
        keys: Keys,
        clock: Clock,
        tell: Callable[[messages.FromKeyboard], None],
        options: KeysOptions | None = None,
    ) -> None:
        """Nothing is matched until an index is loaded."""
        self._keys = keys
        self._clock = clock
        self._tell = tell
        self._following = Following(clock, options or KeysOptions())
        self._parking = self._following.parking
        self._pending: Pending | None = None
        self._fetching = Fetching(clock, self._rule)
        self._reported: deque[int] = deque(maxlen=_REPORTED)

    # --- what the application says ---

    def load(self, index: TriggerIndex) -> list[str]:
        """Use this index from the next key on; returns what in it can't be used, in words."""
        return self._following.load(index)

    def configure(self, options: KeysOptions) -> None:
        """Use these settings from the next key on."""
        self._following.configure(options)

    def pause(self, *, on: bool) -> None:
        """Match nothing and keep nothing while on."""
        self._following.pause(on=on)

    def want_own(self, *, on: bool) -> None:
        """A field of Deskhand's own wants triggers, or none does."""
        self._following.want_own(on=on)

    def suggest(self, wanted: messages.Suggest) -> None:
        """Notice what the agent often types, or don't; without a key all counts are gone."""

        def often(text: str, mark: bytes, opening: bool) -> None:
            self._tell(messages.Often(text, mark, opening))

        self._following.notice(Habits(wanted.key, self._clock, often) if wanted.key else None)
        self._following.settle(wanted.settled)

    def expand(self, answer: messages.Expand) -> None:
        """The text for a match, at once or (after :meth:`park`) later."""
        pending = self._asked(answer.serial)
        if pending is not None:
            pending.way = answer.way
            pending.compose(answer.text, answer.left, answer.rich)
            self._insert(pending)
            return
        place = self._parking.take(answer.serial)
        if place is not None and self._can_type(place.typed):
            pending = place.pending(self._clock.monotonic())
            pending.way = answer.way
            pending.compose(answer.text, answer.left, answer.rich)
            self._return_to(pending)
        elif answer.serial not in self._reported and not self._is_under_way(answer.serial):
            self._fail(answer.serial, Reason.MOVED)

    def decline(self, serial: int) -> None:
        """Nothing comes of this match."""
        self._parking.take(serial)
        if self._asked(serial):
            self._let_go()

    def park(self, serial: int) -> None:
        """The text comes later: keys flow, the place is remembered."""
        pending = self._asked(serial)
        if pending is None or pending.hit is None:
            return
        self._following.leave(pending.hit)
        self._parking.park(pending, pending.hit)
        self._let_go()

    def insert(self, order: messages.Insert) -> None:
        """Type a text where the caret is, once that window is in front again."""
        pending = Pending(order.serial, Window(id=order.window), self._clock.monotonic())
        pending.way, pending.replaced = order.way, writable(order.replaced)
        pending.selected_at, pending.clicks = order.selected_at, order.clicks
        if self._following.is_unselected(pending):
            self._fail(order.serial, Reason.UNSELECTED)
            return
        pending.compose(order.text, order.left, order.rich)
        self._return_to(pending)

    def take_back(self, serial: int) -> None:
        """Undo an insertion that was the last thing to happen."""
        pending = self._following.take_back(serial) if self._pending is None else None
        if pending is None:
            self._fail(serial, Reason.MOVED)
        else:
            self._start(pending, [])

    # --- what the system says ---

    def on_stroke(self, stroke: Stroke) -> bool:
        """The agent's next key or click; True keeps it from the application (a hook asks)."""
        pending = self._pending
        if pending is None or pending.phase is Phase.RETURNING:
            found = self._following.match(stroke)
            if found is None:
                return False
            self._start(found, [])
            return stroke.held
        pending.journal.append(stroke)
        if pending.phase in _STILL_TO_SEND and (why := spoilt_by(stroke)):
            self._let_go(why)
        elif pending.phase is Phase.CLEARING and not stroke.down:
            self._burst(pending)
        return stroke.held

    def on_window(self, window: Window) -> None:
        """Another window is in front, or more is known of this one."""
        moved = self._following.enter(window)
        pending = self._pending
        if pending is None:
            return
        if pending.phase is Phase.RETURNING:
            self._return(pending)
        elif moved:
            self._lose_place(pending)

    def on_secret(self, *, secret: bool) -> None:
        """The field with the caret hides what is typed: nothing is matched or kept there."""
        self._following.hide(secret=secret)
        if secret and self._pending is not None and self._pending.phase is not Phase.RETURNING:
            self._lose_place(self._pending)

    def on_fetching(self) -> None:
        """The target has begun to fetch the text: it is slow, and has not failed."""
        self._fetching.begin(self._pending)

    def on_taken(self) -> None:
        """The target has fetched the text."""
        self._fetching.take(self._pending)

    def deadline(self) -> float | None:
        """When :meth:`tick` must be called at the latest, on the clock; None: not at all."""
        return min((one.deadline for one in self._under_way()), default=None)

    def tick(self) -> None:
        """Time has passed."""
        now = self._clock.monotonic()
        slow = self._fetching.slow
        if slow is not None and now >= slow.deadline:
            self._fetched(slow)
            if self._pending is not None and self._pending.waits:
                self._pending.waits = False
                self._insert(self._pending)
        pending = self._pending
        if pending is None or now < pending.deadline:
            return
        if pending.phase is Phase.ASKED:
            self._let_go(Reason.NOT_TAKEN if pending.waits else Reason.LATE)
        elif pending.phase is Phase.CLEARING:
            self._let_go(Reason.HELD)
        elif pending.phase is Phase.RETURNING:
            self._pending = None
            self._fail(pending.serial, Reason.MOVED)
        else:
            self._pasted(pending)

    # --- beginning ---

    def _start(self, pending: Pending, rest: list[Stroke], *, in_hand: bool = False) -> None:
        """Begin an expansion or an undo.

        ``rest`` was typed after it: it is on the screen, or, with ``in_hand``, partly ours.
        """
        if self._pending is not None:
            self._fail(self._pending.serial, Reason.MOVED)
            self._pending = None
        held = in_hand or self._keys.hold()
        if not held and not self._rule(pending.window).remote:
            # Another program has the keyboard to itself (a screen lock, an open menu), so what is
            # typed does not go to the window in front. Remote desktops always have it.
            self._keys.release()
            self._following.forget()
            if pending.wished:
                self._fail(pending.serial, Reason.MOVED)
            return
        pending.journal = rest
        pending.in_hand = in_hand
        pending.deadline = self._clock.monotonic() + ANSWER_WITHIN
        self._pending = pending
        hit = pending.hit
        if hit is None:
            self._insert(pending)
            return
        window = self._following.window
        self._tell(
            messages.Matched(
                serial=pending.serial,
                library=self._following.library,
                numbers=list(hit.numbers),
                typed=hit.typed,
                after=hit.after,
                groups=dict(hit.groups),
                window=window.id,
                app=window.app,
                title=self._keys.title(),
            )
        )

    # --- typing ---

    def _insert(self, pending: Pending) -> None:
        """The text is known: put it on the clipboard if it must be pasted, then the burst."""
        text, rule = pending.text, self._rule(pending.window)
        most, typable = self._following.options.paste_over, self._can_type(text)
        paste = needs_paste(text, pending.way, rule, most, typable=typable, rich=pending.rich)
        slow = self._fetching.slow if paste else None
        if slow is not None and self._fetching.has_all(slow):
            self._fetched(slow)
            slow = None
        if paste is None:
            self._let_go(Reason.REMOTE)
        elif slow is not None:
            pending.waits = self._fetching.may_wait(pending, slow, in_order=self._keys.in_order)
            if not pending.waits:
                self._let_go(Reason.NOT_TAKEN)
        elif rule.erases_late and not self._keys.responds(pending.window, self._left_of(pending)):
            # When it goes on, Backspace would take what was typed behind the trigger.
            self._let_go(Reason.NOT_TAKEN)
        elif paste and not self._keys.offer(text, pending.window, rule.paste, pending.rich):
            self._let_go(Reason.CLIPBOARD)
        else:
            pending.paste = paste
            self._burst(pending)

    def _burst(self, pending: Pending) -> None:
        """From here to ``finish`` nobody else's keys get between."""
        rule = self._rule(pending.window)
        pending.journal.extend(self._keys.gather())
        if self._keys.window().id != pending.window.id:
            pending.journal.append(LOST_PLACE)
        leaked = leaked_length(pending.journal, rule)
        if leaked is None or pending.erase + leaked < 0:
            moved = place_lost_at(pending.journal) is not None
            self._keys.finish(hold=pending.in_hand)
            self._let_go(Reason.MOVED if moved else Reason.SENT)
            return
        pending.in_hand = True
        if not self._keys.clear():
            self._keys.finish(hold=True)
            pending.phase = Phase.CLEARING
            return
        self._keys.insert(
            Insertion(
                erase=pending.erase + leaked,
                text="" if pending.paste else pending.text,
                paste=rule.paste if pending.paste else None,
                left=0 if pending.paste else pending.left,
                newline=rule.newline,
            )
        )
        pending.journal = as_held(pending.journal, held=True)
        pending.swallowed = []
        if not pending.paste:
            self._type_again(pending)
            self._done(pending)
            return
        pending.phase = Phase.PASTING
        pending.deadline = self._clock.monotonic() + TAKEN_WITHIN
        self._keys.finish(hold=True)

    def _pasted(self, pending: Pending) -> None:
        """The paste has had its time: the caret, and what was typed meanwhile."""
        if self._fetching.has_all(pending):
            self._keys.withdraw()
        else:
            self._fetching.linger(pending)
        pending.journal.extend(self._keys.gather())
        if self._keys.window().id != pending.window.id:
            pending.journal.append(LOST_PLACE)
        cleared = self._keys.clear()
        # A held Shift would select; behind a click, or before the text is there, Left goes astray.
        there = place_lost_at(pending.journal) is None and cleared and pending.settled is not None
        if there and not pending.placed:
            self._keys.insert(Insertion(left=pending.left))
            if pending.left and self._rule(pending.window).erases_late:
                pending.placed = True
                settles_in = pending.settles_in(self._rule(pending.window))
                pending.deadline = self._clock.monotonic() + settles_in
                self._keys.finish(hold=True)
                return
        elif not pending.placed:
            pending.left = 0
        self._type_again(pending)
        self._done(pending)

    def _type_again(self, pending: Pending) -> None:
        if pending.typed:
            newline = self._rule(pending.window).newline
            self._keys.insert(Insertion(text=pending.typed, newline=newline))

    def _fetched(self, slow: Pending) -> None:
        """A slow target has fetched its text after all, or never will."""
        self._fetching.slow = None
        self._keys.withdraw()
        if slow.told:
            return
        if slow.settled is not None:
            self._tell_typed(slow)
        else:
            self._fail(slow.serial, Reason.NOT_TAKEN)

    def _done(self, pending: Pending) -> None:
        """Still within the burst: the text is out."""
        self._pending = None
        # Places of questions from after this one's trigger stand where they stood.
        self._parking.lose(pending.window, pending.serial if pending.typed else None)
        # A page that has still to fetch it does all that comes later behind that.
        pending.told = pending is not self._fetching.slow or pending.settled is not None
        self._following.remember(pending, there=pending.told)
        if pending.undoes:
            self._tell(messages.Undone(pending.serial))
        elif pending.told:
            self._tell_typed(pending)
        self._go_on([] if pending.left else pending.first, pending.journal)

    def _go_on(self, first: Sequence[Stroke], strokes: Sequence[Stroke]) -> None:
        """Send ``first``, then what was kept back up to the next trigger in it; end the burst."""
        place, found = self._following.match_on(strokes)
        sent = [*first, *(stroke for stroke in strokes[:place] if stroke.held)]
        self._keys.replay(paired(sent))
        self._keys.finish(hold=found is not None)
        if found is not None:
            self._start(found, list(strokes[place + 1 :]), in_hand=True)

    # --- not typing ---

    def _lose_place(self, pending: Pending) -> None:
        """The caret is elsewhere."""
        pending.journal.append(LOST_PLACE)
        if pending.phase in _STILL_TO_SEND:
            self._let_go(Reason.MOVED)

    def _let_go(self, reason: Reason | None = None) -> None:
        """Give the pending expansion up: what the agent typed stays as it is and flows on."""
        pending, self._pending = self._pending, None
        if pending is None:
            return
        if pending.paste:
            self._keys.withdraw()
        if pending.undoes and not pending.wished:
            self._following.not_undone()
        elif reason is not None:
            self._fail(pending.serial, reason)
        if pending.in_hand:
            pending.journal.extend(self._keys.gather())
            self._keys.clear()
            self._go_on(pending.swallowed, pending.journal)
            return
        self._keys.release()
        journal = as_held(pending.journal, held=False)
        place, found = self._following.match_on(journal)
        if found is not None:
            self._start(found, journal[place + 1 :])

    def _return_to(self, pending: Pending) -> None:
        """Insert once the window is in front again: a question was answered, the palette closed."""
        if self._pending is not None:
            self._fail(pending.serial, Reason.MOVED)
            return
        pending.phase = Phase.RETURNING
        pending.deadline = pending.since + RETURNED_WITHIN
        self._pending = pending
        self._return(pending)

    def _return(self, pending: Pending) -> None:
        window = self._keys.window()
        if window.id != pending.window.id:
            return
        if self._following.is_unselected(pending):  # by the click that brought the window here
            self._pending = None
            self._fail(pending.serial, Reason.UNSELECTED)
            return
        pending.window = window
        pending.phase = Phase.ASKED
        pending.deadline = self._clock.monotonic() + ANSWER_WITHIN
        self._keys.hold()
        self._insert(pending)

    # --- small things ---

    def _asked(self, serial: int) -> Pending | None:
        pending = self._pending
        if pending is None or pending.serial != serial or pending.phase is not Phase.ASKED:
            return None
        return pending

    def _under_way(self) -> list[Pending]:
        return [one for one in (self._pending, self._fetching.slow) if one is not None]

    def _is_under_way(self, serial: int) -> bool:
        return any(one.serial == serial for one in self._under_way())

    def _left_of(self, pending: Pending) -> float:
        return max(0.0, pending.deadline - self._clock.monotonic())

    def _can_type(self, text: str) -> bool:
        return self._keys.can_type(text.replace("\n", "").replace("\t", ""))

    def _rule(self, window: Window) -> AppRule:
        return self._following.rule(window)

    def _tell_typed(self, pending: Pending) -> None:
        self._reported.append(pending.serial)
        ms = (self._clock.monotonic() - pending.since) * 1000
        self._tell(messages.Typed(pending.serial, ms, pending.paste))

    def _fail(self, serial: int, reason: Reason) -> None:
        self._reported.append(serial)
        self._tell(messages.Failed(serial, reason))
