"""The typing contract as one state machine: listener -> matcher -> typist (DESIGN.md, "Typing").

It knows no system: keys come from and go to :class:`desktop.host.base.Keys`, texts from the
application by messages. One thread drives it. At any moment at most one expansion is under way;
what the agent types meanwhile is in its journal, and goes through the same matcher afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.core.clock import Clock
from desktop.core.text import certain_length
from desktop.core.triggers import TriggerIndex
from desktop.host.apps import rule_for
from desktop.host.base import (
    AppRule,
    Insertion,
    Key,
    Keys,
    KeysOptions,
    Newline,
    Stroke,
    Window,
)
from desktop.keyboard import messages
from desktop.keyboard.matcher import Hit, Matcher
from desktop.keyboard.pending import Pending, Phase, Undo, as_held, leaked_length, needs_paste
from desktop.keyboard.reasons import Reason

ANSWER_WITHIN = 0.5
"""Seconds after which the agent's keys flow again, text or not."""
TAKEN_WITHIN = 0.5
"""Seconds that the agent's keys are held for a target to fetch a paste; then they flow."""
FETCHED_WITHIN = 2.0
"""Seconds that a text stays on the clipboard for a target that is slow to fetch it."""
PARKED_MOST = 8
PARKED_STROKES = 200
"""Keys typed beside an open question, after which its place is no longer remembered."""


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
        self._options = options or KeysOptions()
        self._excluded: frozenset[str] = frozenset()
        self._library = ""
        self._matcher = Matcher()
        self._window = Window()
        self._serial = 0
        self._paused = False
        self._secret = False
        self._active = True
        self._pending: Pending | None = None
        self._parked: dict[int, Pending] = {}
        self._undo: Undo | None = None
        self._lingering: Pending | None = None

    # --- what the application says ---

    def load(self, index: TriggerIndex) -> list[str]:
        """Use this index from the next key on; returns what in it can't be used, in words."""
        self._matcher = Matcher(index)
        self._library = index.library
        self._undo = None
        return self._matcher.problems

    def configure(self, options: KeysOptions) -> None:
        """Use these settings from the next key on."""
        self._options = options
        self._excluded = frozenset(name.casefold() for name in options.excluded)
        self._reconsider()

    def pause(self, *, on: bool) -> None:
        """Match nothing and keep nothing while on."""
        self._paused = on
        self._reconsider()

    def expand(self, answer: messages.Expand) -> None:
        """The text for a match, at once or (after :meth:`park`) later."""
        pending = self._asked(answer.serial)
        if pending is not None:
            pending.text, pending.left, pending.way = answer.text, answer.left, answer.way
            self._insert(pending)
            return
        pending = self._parked.pop(answer.serial, None)
        if pending is None:
            self._fail(answer.serial, Reason.MOVED)
            return
        pending.text, pending.left, pending.way = answer.text, answer.left, answer.way
        self._return_to(pending)

    def decline(self, serial: int) -> None:
        """Nothing comes of this match."""
        self._parked.pop(serial, None)
        if self._asked(serial):
            self._let_go()

    def park(self, serial: int) -> None:
        """The text comes later: keys flow, the place is remembered."""
        pending = self._asked(serial)
        if pending is None:
            return
        if len(self._parked) >= PARKED_MOST:
            self._parked.pop(next(iter(self._parked)))
        kept = Pending(serial, pending.window, pending.since, pending.hit, pending.erase)
        kept.erase += sum(len(stroke.text) for stroke in pending.swallowed)
        self._parked[serial] = kept
        self._let_go()

    def insert(self, order: messages.Insert) -> None:
        """Type a text where the caret is, once that window is in front again."""
        pending = Pending(order.serial, Window(id=order.window), self._clock.monotonic())
        pending.text, pending.left, pending.way = order.text, order.left, order.way
        self._return_to(pending)

    # --- what the system says ---

    def on_stroke(self, stroke: Stroke) -> bool:
        """The agent's next key or click; True keeps it from the application (a hook asks)."""
        pending = self._pending
        if pending is None or pending.phase is Phase.RETURNING:
            found = self._feed(stroke)
            return found is not None and self._begin(found, stroke, []) and stroke.held
        pending.journal.append(stroke)
        if stroke.key is Key.CLICK and pending.phase in {Phase.ASKED, Phase.CLEARING}:
            self._let_go(Reason.MOVED)
        elif pending.phase is Phase.CLEARING and not stroke.down:
            self._burst(pending)
        return stroke.held

    def on_window(self, window: Window) -> None:
        """Another window is in front."""
        moved = window.id != self._window.id
        self._window = window
        if moved:
            self._reconsider()
        pending = self._pending
        if pending is None:
            return
        if pending.phase is Phase.RETURNING:
            self._return(pending)
        elif moved and pending.phase in {Phase.ASKED, Phase.CLEARING}:
            self._let_go(Reason.MOVED)

    def on_secret(self, *, secret: bool) -> None:
        """The field with the caret hides what is typed: nothing is matched or kept there."""
        self._secret = secret
        self._reconsider()

    def on_taken(self) -> None:
        """The target has fetched the text."""
        now = self._clock.monotonic()
        for pending in (self._pending, self._lingering):
            if pending is None or pending.settled or not pending.paste:
                continue
            if pending.phase is Phase.PASTING:
                pending.settled = now + self._rule(pending.window).settle_ms / 1000
                pending.deadline = min(pending.settled, now + TAKEN_WITHIN)
            return

    def deadline(self) -> float | None:
        """When :meth:`tick` must be called at the latest, on the clock; None: not at all."""
        both = [one.deadline for one in (self._pending, self._lingering) if one is not None]
        return min(both, default=None)

    def tick(self) -> None:
        """Time has passed."""
        now = self._clock.monotonic()
        slow = self._lingering
        if slow is not None and now >= slow.deadline:
            self._fetched(slow)
        pending = self._pending
        if pending is None or now < pending.deadline:
            return
        if pending.phase is Phase.ASKED:
            self._let_go(Reason.LATE)
        elif pending.phase is Phase.CLEARING:
            self._let_go(Reason.HELD)
        elif pending.phase is Phase.RETURNING:
            self._pending = None
            self._fail(pending.serial, Reason.MOVED)
        else:
            self._pasted(pending)

    # --- matching ---

    def _feed(self, stroke: Stroke) -> Hit | Undo | None:
        """One stroke through the matcher, wherever it came from."""
        if not stroke.down or stroke.key in {Key.SILENT, Key.COMPOSING}:
            return None
        undo, self._undo = self._undo, None
        self._note_for_parked(stroke)
        if not self._active:
            return None
        if stroke.key is Key.BACKSPACE:
            if undo is not None and undo.window == self._window.id:
                return undo
            self._matcher.back()
            return None
        if stroke.key in {Key.TEXT, Key.ENTER, Key.TAB}:
            hit = None
            for char in stroke.text:
                hit = self._matcher.feed(char)
            return hit
        self._matcher.forget()
        return None

    def _note_for_parked(self, stroke: Stroke) -> None:
        for serial, pending in list(self._parked.items()):
            if pending.window.id == self._window.id:
                pending.journal += as_held([stroke], held=False)
                if len(pending.journal) > PARKED_STROKES:
                    del self._parked[serial]

    def _reconsider(self) -> None:
        """May keys be matched here? Whatever the answer, what was typed before is forgotten."""
        self._matcher.forget()
        self._undo = None
        self._active = not (
            self._paused
            or self._secret
            or self._window.pid in self._options.own_pids
            or self._window.app.casefold() in self._excluded
        )

    def _begin(
        self, found: Hit | Undo, stroke: Stroke, rest: list[Stroke], *, kept: bool = False
    ) -> bool:
        """Start an expansion or an undo behind ``stroke``; False when it can't be done there.

        ``rest`` was typed after it: it is on the screen, or, with ``kept``, in our hands.
        """
        now = self._clock.monotonic()
        pending = self._pending_for(found, stroke, now)
        if pending is None:
            return False
        if self._pending is not None:
            self._fail(self._pending.serial, Reason.MOVED)
        pending.journal = rest
        pending.cleared = kept
        pending.deadline = now + ANSWER_WITHIN
        self._pending = pending
        if not kept:
            self._keys.hold()
        if isinstance(found, Undo):
            pending.text = found.typed
            self._insert(pending)
        else:
            self._tell(
                messages.Matched(
                    serial=pending.serial,
                    library=self._library,
                    numbers=list(found.numbers),
                    typed=found.typed,
                    after=found.after,
                    groups=found.groups,
                    window=self._window.id,
                    app=self._window.app,
                    title=self._window.title,
                )
            )
        return True

    def _pending_for(self, found: Hit | Undo, stroke: Stroke, now: float) -> Pending | None:
        kept = [stroke] if stroke.held else []
        if isinstance(found, Undo):
            erase = found.length - (0 if stroke.held else 1)
            return Pending(
                found.serial, self._window, now, erase=erase, undoes=True, swallowed=kept
            )
        length = certain_length(found.typed + found.after)
        if length is None:
            return None
        by_key = stroke.key in {Key.ENTER, Key.TAB}
        if stroke.held:
            length -= len(stroke.text)
        elif by_key and self._rule(self._window).newline is not Newline.ENTER:
            return None  # it has been sent, or the caret is in another field
        self._serial += 1
        pending = Pending(self._serial, self._window, now, found, length, swallowed=kept)
        if by_key and found.after:
            pending.first = as_held([stroke], held=True)
        return pending

    # --- typing ---

    def _insert(self, pending: Pending) -> None:
        """The text is known: put it on the clipboard if it must be pasted, then the burst."""
        hit = pending.hit
        if hit is not None and hit.after and not pending.first:
            pending.text += hit.after
            pending.left += len(hit.after) if pending.left else 0
        text, rule = pending.text, self._rule(pending.window)
        paste = needs_paste(
            text,
            pending.way,
            rule,
            self._options.paste_over,
            typable=self._keys.can_type(text.replace("\n", "").replace("\t", "")),
            typable_lines=rule.newline is Newline.ENTER
            or (rule.newline is Newline.SHIFT_ENTER and "\t" not in text),
        )
        pending.paste = bool(paste)
        if paste is None:
            self._let_go(Reason.REMOTE)
        elif paste and not self._keys.offer(text, pending.window, rule.paste):
            pending.paste = False
            self._let_go(Reason.CLIPBOARD)
        else:
            self._burst(pending)

    def _burst(self, pending: Pending) -> None:
        """From here to ``finish`` nobody else's keys get between."""
        rule = self._rule(pending.window)
        pending.journal.extend(self._keys.gather())
        leaked = leaked_length(pending.journal, rule)
        moved = self._keys.window().id != pending.window.id
        if moved or leaked is None or pending.erase + leaked < 0:
            self._keys.finish(hold=pending.cleared)
            self._let_go(Reason.MOVED if moved else Reason.SENT)
            return
        pending.cleared = True
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
            self._done(pending)
            return
        pending.phase = Phase.PASTING
        pending.deadline = self._clock.monotonic() + TAKEN_WITHIN
        self._keys.finish(hold=True)

    def _pasted(self, pending: Pending) -> None:
        """The paste has had its time: the caret, and what was typed meanwhile."""
        if pending.settled:
            self._keys.withdraw()
        else:
            pending.deadline = self._clock.monotonic() + FETCHED_WITHIN
            self._lingering = pending
        pending.journal.extend(self._keys.gather())
        self._keys.clear()
        if pending.left:
            self._keys.insert(Insertion(left=pending.left))
        self._done(pending)

    def _fetched(self, slow: Pending) -> None:
        """A slow target has fetched its text after all, or never will."""
        self._lingering = None
        self._keys.withdraw()
        if slow.settled:
            self._tell_typed(slow)
        else:
            self._fail(slow.serial, Reason.NOT_TAKEN)

    def _done(self, pending: Pending) -> None:
        """Still within the burst: the text is out."""
        self._pending = None
        self._remember(pending)
        first = [] if pending.left else pending.first
        self._replay(first, [one for one in pending.journal if one.held])

    def _replay(self, first: Sequence[Stroke], kept: list[Stroke]) -> None:
        """Send ``first``, then what was kept back up to the next trigger in it; end the burst."""
        sent = list(first)
        for place, stroke in enumerate(kept):
            found = self._feed(stroke)
            if not isinstance(found, Undo):
                sent.append(stroke)
            if found is None:
                continue
            self._keys.replay(sent)
            self._keys.finish(hold=True)
            delivered = as_held([stroke], held=isinstance(found, Undo))[0]
            rest = kept[place + 1 :]
            if not self._begin(found, delivered, rest, kept=True):
                self._hand_back([], rest)
            return
        self._keys.replay(sent)
        self._keys.finish(hold=False)

    def _remember(self, pending: Pending) -> None:
        """What stands on the screen now, for the matcher and for Backspace."""
        fired_by_key = "".join(stroke.text for stroke in pending.first)
        text = pending.text + fired_by_key
        if pending.left:
            self._matcher.forget()
        else:
            self._matcher.after_text(text)
        if pending.undoes:
            self._tell(messages.Undone(pending.serial))
            return
        length = certain_length(text)
        lines = "\n" in text and self._rule(pending.window).newline is not Newline.ENTER
        certain = length is not None and not (lines or pending.left or fired_by_key)
        if pending.hit is not None and self._options.undo_backspace and certain and length:
            typed = pending.hit.typed + pending.hit.after
            self._undo = Undo(pending.serial, pending.window.id, typed, length)
        if not pending.paste or pending.settled:
            self._tell_typed(pending)

    def _tell_typed(self, pending: Pending) -> None:
        ms = (self._clock.monotonic() - pending.since) * 1000
        self._tell(messages.Typed(pending.serial, ms, pending.paste))

    # --- not typing ---

    def _let_go(self, reason: Reason | None = None) -> None:
        """Give the pending expansion up: what the agent typed stays as it is and flows on."""
        pending, self._pending = self._pending, None
        if pending is None:
            return
        if pending.paste:
            self._keys.withdraw()
        if reason is not None:
            self._fail(pending.serial, reason)
        if pending.cleared:
            self._flow([one for one in pending.journal if not one.held])
            self._hand_back(pending.swallowed, [one for one in pending.journal if one.held])
        else:
            self._keys.release()
            self._flow(as_held(pending.journal, held=False))

    def _flow(self, strokes: Sequence[Stroke]) -> None:
        """Strokes that have reached the application, and not the matcher."""
        for place, stroke in enumerate(strokes):
            found = self._feed(stroke)
            if found is not None and self._begin(found, stroke, list(strokes[place + 1 :])):
                return

    def _hand_back(self, first: Sequence[Stroke], kept: Sequence[Stroke]) -> None:
        """Send strokes in our hands of which nothing came, through the matcher."""
        late = self._keys.gather()
        self._keys.clear()
        self._replay(first, [*kept, *late])

    def _return_to(self, pending: Pending) -> None:
        """Insert once the window is in front again: a question was answered, the palette closed."""
        if self._pending is not None:
            self._fail(pending.serial, Reason.MOVED)
            return
        pending.since = self._clock.monotonic()
        pending.phase = Phase.RETURNING
        pending.deadline = pending.since + ANSWER_WITHIN
        self._pending = pending
        self._return(pending)

    def _return(self, pending: Pending) -> None:
        window = self._keys.window()
        if window.id != pending.window.id:
            return
        pending.window = window
        pending.phase = Phase.ASKED
        self._keys.hold()
        self._insert(pending)

    # --- small things ---

    def _asked(self, serial: int) -> Pending | None:
        pending = self._pending
        if pending is None or pending.serial != serial or pending.phase is not Phase.ASKED:
            return None
        return pending

    def _rule(self, window: Window) -> AppRule:
        return rule_for(window.app, self._options.rules)

    def _fail(self, serial: int, reason: Reason) -> None:
        self._tell(messages.Failed(serial, reason))
