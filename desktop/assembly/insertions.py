"""Texts that a window puts into the application in front, and what becomes of each.

Everything here happens on the rendering thread, like the uses of snippets; only what is said of
the fate comes from the keyboard process by way of
:class:`~desktop.assembly.typing_side.TypingSide`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from desktop.assembly import wording
from desktop.keyboard import messages
from desktop.keyboard.reasons import Reason

_REMEMBERED = 16
"""So many insertions may still be taken back."""


class Fate(Enum):
    """What became of a text."""

    TYPED = "typed"
    UNDONE = "undone"
    """Taken back: what it replaced stands there again."""
    FAILED = "failed"
    """It was not typed."""
    STAYS = "stays"
    """It was to be taken back, and could not be."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a text is to replace."""

    text: str = field(repr=False)
    at: float | None = None
    """When it was selected, as :meth:`~desktop.host.base.Clipboard.selected_at` has it."""
    clicks: bool = True
    """A click since then means that it is not selected any more."""


class _Phase(Enum):
    """How far a text has come."""

    GOING = "going"
    STANDS = "stands"
    GOING_BACK = "going back"


@dataclass(frozen=True, slots=True)
class Told:
    """A fate, and why it came to that."""

    fate: Fate
    why: str = ""
    """In the agent's words, without a full stop."""


@dataclass(slots=True)
class _Insertion:
    """One text, and who hears of it."""

    tell: Callable[[Told], None]
    phase: _Phase = _Phase.GOING


class Insertions:
    """See the module."""

    def __init__(
        self,
        send: Callable[[messages.FromApplication], None],
        hindrance: Callable[[], str],
    ) -> None:
        """``hindrance`` says why keys can't be sent now; empty when they can."""
        self._send = send
        self._hindrance = hindrance
        self._known: dict[int, _Insertion] = {}
        """By serial, the oldest first."""

    def put(
        self,
        serial: int,
        window: int,
        text: str,
        over: Selection | None,
        tell: Callable[[Told], None],
    ) -> None:
        """Type ``text`` into a window that has the focus again, over what is selected there."""
        hindrance = self._hindrance()
        if hindrance:
            tell(Told(Fate.FAILED, hindrance))
            return
        standing = [old for old, one in self._known.items() if one.phase is _Phase.STANDS]
        for old in standing[:-_REMEMBERED]:
            del self._known[old]
        self._known[serial] = _Insertion(tell)
        over = over or Selection("")
        self._send(
            messages.Insert(
                serial,
                window,
                text,
                replaced=over.text,
                selected_at=over.at,
                clicks=over.clicks,
            )
        )

    def take_back(self, serial: int) -> None:
        """Undo one, if nothing was typed since; who heard of it hears what becomes of that."""
        one = self._known.get(serial)
        if one is None or one.phase is not _Phase.STANDS:
            return
        hindrance = self._hindrance()
        if hindrance:
            one.tell(Told(Fate.STAYS, hindrance))
        else:
            one.phase = _Phase.GOING_BACK
            self._send(messages.TakeBack(serial))

    def typed(self, serial: int) -> bool:
        """It stands in the application. False: it is none of these."""
        one = self._known.get(serial)
        if one is not None:
            one.phase = _Phase.STANDS
            one.tell(Told(Fate.TYPED))
        return one is not None

    def undone(self, serial: int) -> None:
        """It was taken back, by the agent's Backspace or as asked."""
        one = self._known.pop(serial, None)
        if one is not None:
            one.tell(Told(Fate.UNDONE))

    def failed(self, serial: int, reason: Reason) -> bool:
        """It was not typed, or not taken back. False: it is none of these."""
        one = self._known.get(serial)
        if one is None:
            return False
        why = wording.why_not_typed(reason)
        if one.phase is _Phase.GOING_BACK:
            one.phase = _Phase.STANDS
            one.tell(Told(Fate.STAYS, why))
        else:
            del self._known[serial]
            one.tell(Told(Fate.FAILED, why))
        return True

    def restarted(self) -> None:
        """The keyboard process is another one: what the last had in hand is lost."""
        for serial, one in list(self._known.items()):
            if one.phase is not _Phase.STANDS:
                self.failed(serial, Reason.LOST)
        self._known.clear()
