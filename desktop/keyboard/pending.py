"""One expansion on its way: what is on the screen already, and what was typed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from desktop.core.text import certain_length, writable
from desktop.host.base import PLAIN, AppRule, Newline, Rich, Window
from desktop.host.keys import Key, Stroke
from desktop.keyboard.matcher import Hit
from desktop.keyboard.reasons import Reason

RICH_SETTLE = 0.2
"""Seconds at least: of several formats a target may fetch one after the other."""


class Phase(Enum):
    """Where a pending expansion stands."""

    ASKED = "asked"
    """The application has been asked for the text."""
    RETURNING = "returning"
    """Waits for its window to be in front again."""
    CLEARING = "clearing"
    """Waits for the agent to let go of a key that can't be released for them."""
    PASTING = "pasting"
    """The paste keys are sent, the target has not fetched the text, or not had time for it."""


@dataclass(slots=True)
class Pending:
    """An expansion, an insertion from the palette, or an undo."""

    serial: int
    window: Window
    since: float
    """The trigger's last key, on our clock."""
    hit: Hit | None = None
    erase: int = 0
    """Characters of the trigger that stand in the application."""
    swallowed: list[Stroke] = field(default_factory=list)
    """The trigger's last key where we keep it back: sent only if nothing comes of it."""
    first: list[Stroke] = field(default_factory=list)
    """Enter or Tab that fired it where these send or leave: goes out behind the text."""
    journal: list[Stroke] = field(default_factory=list)
    """What the agent did since, in order."""
    typed: str = ""
    """For an answered question: what was typed behind the trigger before the answer, and what
    is typed again behind the text."""
    phase: Phase = Phase.ASKED
    in_hand: bool = False
    """The strokes kept back are ours to replay, and not the system's to let go."""
    text: str = ""
    """What to put in, with all that belongs behind it."""
    rich: Rich = PLAIN
    left: int = 0
    way: str = "auto"
    paste: bool = False
    """The text is on the clipboard."""
    replaced: str = ""
    """What was selected where the text goes."""
    selected_at: float | None = None
    clicks: bool = True
    """Both as in :class:`desktop.keyboard.messages.Insert`."""
    undoes: bool = False
    wished: bool = False
    """An undo that was asked for by message, so it is reported when nothing comes of it."""
    placed: bool = False
    """The caret was sent to its mark, and the target is given time to obey."""
    waits: bool = False
    """Its text is known, and goes out once a slow target has fetched the one before."""
    deadline: float = 0.0
    waited_for: float = 0.0
    """Until when another paste waits for a target that is slow to fetch this one."""
    fetching: bool = False
    """The target has asked for the text, or for what there is of it."""
    fetched: int = 0
    """How often the target has fetched the text."""
    told: bool = False
    """It was reported as typed, or as undone, though it may linger."""
    settled: float | None = None
    """When the target has had its time after fetching; None before it fetched."""

    def compose(self, text: str, left: int, rich: Rich = PLAIN) -> None:
        """Set the text of the snippet, ``left`` characters before whose end the caret goes.

        Behind it comes the separator that fired it; it is typed where what comes before is rich.
        """
        left = max(0, min(left, len(text)))
        head, tail = writable(text[: len(text) - left]), writable(text[len(text) - left :])
        text, left = head + tail, len(tail)
        after = self.hit.after if self.hit is not None and not self.first else ""
        self.rich = PLAIN if self.way == "keys" and not rich.picture else rich
        if self.rich:
            self.typed, after = after + self.typed, ""
            left = 0 if self.typed else left
        self.text = text + after
        self.left = left + len(after) if left else 0

    def settles_in(self, rule: AppRule) -> float:
        """Seconds that the target has for what it does with what it fetched."""
        usual = rule.settle_ms / 1000
        return max(usual, RICH_SETTLE) if self.rich else usual


@dataclass(frozen=True, slots=True)
class Undo:
    """What Backspace right after an expansion gives back."""

    serial: int
    window: int
    typed: str
    length: int
    """Characters of the expansion on the screen."""


LOST_PLACE = Stroke(Key.CLICK)
"""In a journal: from here on the caret is elsewhere, by a click or in another window."""


def leaked_length(journal: Iterable[Stroke], rule: AppRule) -> int | None:
    """How many characters the strokes that got through have added to what is to be erased.

    Negative when Backspace took some of the trigger. None when they did something that can't be
    taken back: sent, moved the caret, began a dead key.
    """
    length = 0
    composing = False
    for stroke in journal:
        if stroke.held or not stroke.down:
            continue
        if stroke.key is Key.TEXT:
            composing = False
            certain = certain_length(stroke.text)
            if certain is None:
                return None
            length += certain
        elif stroke.key is Key.BACKSPACE:
            length -= 1
        elif stroke.key in {Key.ENTER, Key.TAB} and rule.newline is Newline.ENTER:
            length += 1
        elif stroke.key is Key.COMPOSING:
            composing = True
        elif stroke.key is not Key.SILENT:
            return None
    return None if composing else length


def spoilt_by(stroke: Stroke) -> Reason | None:
    """Why a text that is still to come has no place any more after this stroke, if it hasn't.

    A dead key that got through can't be taken back, and kept apart from its letter for long it is
    forgotten: a window of Qt that is without the keyboard for 0.1 s composes nothing that it reads
    before it knows that it has it again.
    """
    if stroke.key is Key.CLICK and stroke.down:
        return Reason.MOVED
    return Reason.SENT if stroke.key is Key.COMPOSING and not stroke.held else None


def place_lost_at(journal: Sequence[Stroke]) -> int | None:
    """Where in a journal the agent last clicked; None: nowhere."""
    for place in range(len(journal) - 1, -1, -1):
        if journal[place].key is Key.CLICK and journal[place].down:
            return place
    return None


def needs_paste(
    text: str,
    way: str,
    rule: AppRule,
    most: int,
    *,
    typable: bool,
    rich: Rich = PLAIN,
) -> bool | None:
    """Whether the text goes by the clipboard; None when it can't get there at all.

    Args:
        text: what to insert.
        way: ``auto``, ``keys`` or ``paste``.
        rule: how the application in front wants it.
        most: longer texts are pasted.
        typable: the layout has every character but line breaks and tabs.
        rich: what there is beside the text, which only the clipboard carries.
    """
    typable = typable and _may_type_lines(text, way, rule)
    if rule.remote:
        return False if typable and not rich.picture else None
    if rich or (text and rule.erases_late):
        return True
    if not text:
        return False
    if not typable:
        return True
    if way == "paste":
        return True
    return way != "keys" and len(text) > most


def _may_type_lines(text: str, way: str, rule: AppRule) -> bool:
    """May line breaks and tabs be typed as keys? Enter may send, and Tab leaves the field.

    Who asks for keys means that Tab.
    """
    if rule.newline is Newline.ENTER:
        return True
    if "\t" in text and way != "keys":
        return False
    return rule.newline is Newline.SHIFT_ENTER or "\n" not in text


def as_held(strokes: Sequence[Stroke], *, held: bool) -> list[Stroke]:
    """The same strokes, all kept back or all delivered."""
    return [
        stroke
        if stroke.held is held
        else Stroke(stroke.key, stroke.text, stroke.code, stroke.down, held, stroke.at)
        for stroke in strokes
    ]


def paired(strokes: Iterable[Stroke]) -> list[Stroke]:
    """The strokes with a key let go before it is pressed again, as a held one that repeats was.

    A system ignores the press of a key that is down. Modifiers are left alone: they write nothing,
    and letting Alt go opens a menu.
    """
    sent: list[Stroke] = []
    down: set[int] = set()
    for stroke in strokes:
        if not stroke.down:
            down.discard(stroke.code)
        elif stroke.key not in {Key.SILENT, Key.COMPOSING}:
            if stroke.code in down:
                sent.append(Stroke(Key.SILENT, "", stroke.code, down=False, held=True))
            down.add(stroke.code)
        sent.append(stroke)
    return sent
