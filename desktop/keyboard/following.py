"""What the agent types, followed through the matcher: what begins at a stroke, if anything."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from desktop.core.clock import Clock
from desktop.core.text import certain_length
from desktop.core.triggers import TriggerIndex
from desktop.host.apps import TERMINALS, is_excluded, rule_for
from desktop.host.base import AppRule, Newline, PasteWay, Window
from desktop.host.keys import Key, KeysOptions, Stroke
from desktop.keyboard.habits import Habits
from desktop.keyboard.matcher import Hit, Left, Matcher
from desktop.keyboard.parked import Parking
from desktop.keyboard.pending import Pending, Undo, place_lost_at

# Looked up once, for what every key asks: a member of an enumeration costs 0.1 microseconds.
_TEXT, _BACKSPACE, _CLICK = Key.TEXT, Key.BACKSPACE, Key.CLICK
_COMPOSING, _SILENT = Key.COMPOSING, Key.SILENT
_TYPED = (_TEXT, Key.ENTER, Key.TAB)
_WRITING = (*_TYPED, _BACKSPACE, _CLICK)
_CLOCK_S = 2**32 / 1000
"""After so many seconds the clock of events begins anew: 32 bits of milliseconds, everywhere."""
_AT_ONCE_S = 0.05
_ABOUT_S = 0.5
"""So late it may be heard that another window is in front."""
_NEVER = (-1.0, -1.0)
_AS_TERMINALS = {PasteWay.CTRL_SHIFT_V, PasteWay.SHIFT_INSERT}
"""Whoever pastes so by the agent's own rule is one, too."""
_MOST_WINDOWS = 32
"""Of so many it is known when the agent last wrote there."""


class Following:
    """Keeps what stands left of the caret, as far as that is known and may be known.

    Nothing is matched or kept while paused, in fields that hide what is typed, in excluded
    applications and in Deskhand's own windows, but for fields of these that ask for it.
    """

    def __init__(self, clock: Clock, options: KeysOptions) -> None:
        """Nothing is matched until an index is loaded."""
        self.options = options
        self.window = Window()
        """The one in front."""
        self.library = ""
        self.parking = Parking(self.rule)
        self._clock = clock
        self._matcher = Matcher()
        self._serial = 0
        self._paused = False
        self._secret = False
        self._own = False
        """Are triggers wanted in Deskhand's own window in front?"""
        self._active = True
        self._habits: Habits | None = None
        """None where the agent wants no suggestions."""
        self._noticing: Habits | None = None
        """The same, but None where nothing may be counted, too."""
        self._undo: Undo | None = None
        self._times: dict[int, list[float]] = {0: [*_NEVER]}
        """When the agent last wrote and when they last clicked, by window, as strokes have it."""
        self._here = self._times[0]
        self._latest = -1.0
        """When the agent last did anything at all, on the same clock."""
        self._clicked = -1.0
        """The same for the last click."""
        self._fronts: deque[tuple[float, int]] = deque(maxlen=_MOST_WINDOWS)
        """Which window came to the front after which of these moments."""
        self._replaced: tuple[int, float] | None = None
        """In which window something was replaced last, and when that was selected."""

    def load(self, index: TriggerIndex) -> list[str]:
        """Use this index from the next key on; returns what in it can't be used, in words."""
        before, self._matcher = self._matcher, Matcher(index)
        self._matcher.go_on_from(before)
        self.library = index.library
        return self._matcher.problems

    def configure(self, options: KeysOptions) -> None:
        """Use these settings from the next key on."""
        self.options = options
        self._reconsider()

    def notice(self, habits: Habits | None) -> None:
        """Count from the next key on what is often typed, or don't: then all counts are gone.

        Under the same key as before they go on.
        """
        before = self._habits
        if habits is None or before is None or not habits.is_like(before):
            self._habits = habits
            self._reconsider()

    def settle(self, marks: Iterable[bytes]) -> None:
        """Never tell of these sentences."""
        if self._habits is not None:
            self._habits.settle(marks)

    def pause(self, *, on: bool) -> None:
        """Match nothing and keep nothing while on."""
        if on is not self._paused:
            self._paused = on
            self._reconsider()

    def hide(self, *, secret: bool) -> None:
        """The field with the caret hides what is typed, or does not."""
        if secret is not self._secret:
            self._secret = secret
            self._reconsider()

    def want_own(self, *, on: bool) -> None:
        """A field of Deskhand's own wants triggers, or none does."""
        if on is not self._own:
            self._own = on
            self._reconsider()

    def enter(self, window: Window) -> bool:
        """This window is in front, or more is known of it; True when it is another one."""
        before, self.window = self.window, window
        moved = window.id != before.id
        if moved:
            self._here = self._times.pop(window.id, [*_NEVER])
            self._times[window.id] = self._here
            self._fronts.append((self._latest, window.id))
            if self._latest == self._clicked >= 0:
                self._here[1] = self._clicked  # the click that brought it here was one in it
            if len(self._times) > _MOST_WINDOWS:
                del self._times[next(iter(self._times))]
        if moved or (window.app, window.pid) != (before.app, before.pid):
            self._reconsider()
        return moved

    def _reconsider(self) -> None:
        """May keys be matched here? Whatever the answer, what was typed before is forgotten."""
        self._matcher.forget()
        self._undo = None
        self._active = not (
            self._paused
            or self._secret
            or (self.window.pid in self.options.own_pids and not self._own)
            or is_excluded(self.window.app, self.options.excluded)
        )
        habits = self._noticing = self._habits
        if habits is not None:
            habits.sentence.forget()
            if not self._active or self._hides_passwords():
                self._noticing = None

    def _hides_passwords(self) -> bool:
        """Is it a window in which nobody can tell that a password is asked for?"""
        rule = self.rule(self.window)
        terminal = self.window.app.casefold() in TERMINALS or rule.paste in _AS_TERMINALS
        return rule.remote or terminal

    # --- strokes ---

    def match(self, stroke: Stroke) -> Pending | None:
        """The agent's next stroke; what begins behind it, if anything."""
        found = self._feed(stroke)
        if self._noticing is not None:
            self._note(self._noticing, stroke, found)
        if found is None:
            return None
        if isinstance(found, Undo):
            return self._pending_undo(found, stroke)
        return self._pending_for(found, stroke)

    def match_on(self, strokes: Sequence[Stroke]) -> tuple[int, Pending | None]:
        """Strokes typed meanwhile, up to the first that something begins at.

        Behind a click everything starts anew: what was kept back before it comes out behind it.
        """
        begin = 0
        lost = place_lost_at(strokes)
        if lost is not None:
            begin = lost + 1
            self._feed(strokes[lost])
            if self._noticing is not None:
                self._noticing.leave()
            if any(stroke.down and stroke.text for stroke in strokes[:lost]):
                self._matcher.forget(Left.UNKNOWN)
                self._give_up_sentence()
        for place in range(begin, len(strokes)):
            found = self.match(strokes[place])
            if found is not None:
                return place, found
        return len(strokes), None

    def forget(self) -> None:
        """What is typed went somewhere else."""
        self._matcher.forget(Left.UNKNOWN)
        self._give_up_sentence()

    def is_unselected(self, pending: Pending) -> bool:
        """Is what it replaces surely not selected any more?

        It was replaced already, or the agent wrote or clicked there since. An application may go
        on giving out a selection whose highlighting is long gone.
        """
        at, window = pending.selected_at, pending.window.id
        if at is None:
            return False
        wrote, clicked = self._times.get(window, _NEVER)
        times = [one for one in (wrote, clicked if pending.clicks else -1.0) if one >= 0]
        return (
            (window, at) == self._replaced
            or any(_between(at, one) > _AT_ONCE_S for one in times)
            or self._was_elsewhere(window, at)
        )

    def _was_elsewhere(self, window: int, at: float) -> bool:
        """Was it selected in another window, which may be one of the same application?"""
        left = at
        for entered, one in reversed(self._fronts):
            here = one == window and _between(left, at) <= _ABOUT_S
            if here and _between(at, entered) <= _ABOUT_S:
                return False
            left = entered
        return _between(left, at) > 0

    def leave(self, hit: Hit) -> None:
        """A trigger that fired stands for now, and begins no longer trigger."""
        self._matcher.after_text(hit.typed + hit.after)

    def not_undone(self) -> None:
        """The Backspace that was to undo is one like any other."""
        self._matcher.back()

    def remember(self, pending: Pending, *, there: bool) -> None:
        """What an expansion has put on the screen, for the next trigger and for Backspace.

        ``there`` is false while a slow target has not fetched it.
        """
        self._here[0] = max(self._here[0], self._latest)  # our writing replaces, too
        if pending.selected_at is not None:
            self._replaced = pending.window.id, pending.selected_at
        self._matcher.after_text(pending.text[: len(pending.text) - pending.left])
        for char in pending.typed:
            self._matcher.feed(char)
        if pending.first:
            self._matcher.forget(Left.SEPARATOR)
        if self._noticing is not None:
            end = "".join(stroke.text for stroke in pending.first)
            self._noticing.sentence.wrote(
                "" if pending.left else pending.text + pending.typed + end
            )
        hit, length = pending.hit, certain_length(pending.text)
        typed = hit.typed + hit.after if hit is not None else pending.replaced
        if not typed or not length or not there:
            return
        plain = self.writes_lines(pending.window) or not set("\n\t") & set(pending.text + typed)
        if plain and not (pending.left or pending.first or pending.typed or pending.rich):
            self._undo = Undo(pending.serial, pending.window.id, typed, length)

    def _feed(self, stroke: Stroke) -> Hit | Undo | None:
        key = stroke.key
        if not stroke.down:
            return None
        self._latest = stroke.at
        if key is _SILENT:
            return None
        undo, self._undo = self._undo, None
        if key in _WRITING:
            self._here[key is _CLICK] = stroke.at
            if key is _CLICK:
                self._clicked = stroke.at
        if self.parking:
            self.parking.note(stroke, self.window, kept=self._active)
        if not self._active or key is _COMPOSING:
            return None
        hit = None
        if key in _TYPED:
            for char in stroke.text:
                hit = self._matcher.feed(char)
            if key is not _TEXT and not self.writes_lines(self.window):
                self._matcher.forget(Left.SEPARATOR)
        elif key is not _BACKSPACE:
            self._matcher.forget()
        elif undo is not None and undo.window == self.window.id and self.options.undo_backspace:
            return undo
        else:
            self._matcher.back()
        return hit

    def _note(self, habits: Habits, stroke: Stroke, found: Hit | Undo | None) -> None:
        """The same stroke, for what the agent often types by hand."""
        key = stroke.key
        if not stroke.down or key is _SILENT or key is _COMPOSING:
            return
        if found is not None:
            habits.sentence.give_up()
        elif key in _TYPED:
            habits.typed(stroke.text)
        elif key is _BACKSPACE:
            habits.sentence.back()
        else:
            habits.leave()

    def _give_up_sentence(self) -> None:
        if self._noticing is not None:
            self._noticing.sentence.give_up()

    def take_back(self, serial: int) -> Pending | None:
        """The undo of this insertion, while nothing was typed or clicked since."""
        undo, self._undo = self._undo, None
        if undo is None or (undo.serial, undo.window) != (serial, self.window.id):
            return None
        pending = Pending(undo.serial, self.window, self._clock.monotonic(), undoes=True)
        pending.erase, pending.text, pending.wished = undo.length, undo.typed, True
        return pending

    def _pending_undo(self, undo: Undo, stroke: Stroke) -> Pending:
        pending = Pending(undo.serial, self.window, self._clock.monotonic(), undoes=True)
        pending.erase = undo.length - (0 if stroke.held else 1)
        pending.swallowed = [stroke] if stroke.held else []
        pending.text = undo.typed
        return pending

    def _pending_for(self, hit: Hit, stroke: Stroke) -> Pending | None:
        """None when it can't be done: the trigger can't surely be taken away."""
        length = certain_length(hit.typed + hit.after)
        by_key = stroke.key is not Key.TEXT and not self.writes_lines(self.window)
        if length is None or (by_key and not stroke.held):
            return None  # joined characters; or it has been sent, or the caret is elsewhere
        self._serial += 1
        pending = Pending(self._serial, self.window, self._clock.monotonic(), hit, length)
        if stroke.held:
            pending.erase -= len(stroke.text)
            pending.swallowed = [stroke]
        if by_key and hit.after:
            pending.first = [stroke]
        return pending

    # --- rules ---

    def rule(self, window: Window) -> AppRule:
        """How to type into a window."""
        return rule_for(window.app, self.options.rules)

    def writes_lines(self, window: Window) -> bool:
        """Enter and Tab write a character there and do nothing else."""
        return self.rule(window).newline is Newline.ENTER


def _between(one: float, other: float) -> float:
    """Seconds from one moment to another on the clock of events; negative when it was before.

    The clock begins anew after 49 days; far apart is such a beginning and no long time.
    """
    return (other - one + _CLOCK_S / 2) % _CLOCK_S - _CLOCK_S / 2
