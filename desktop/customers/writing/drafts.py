"""Half-written notes: sealed on the disk while they are written, and shown under nobody else.

A draft belongs to an interaction and to its customer, both. When the interaction is over, or the
program was ended, it is offered in the next one with the same customer.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import msgspec

from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem, UserError
from desktop.core.worker import Worker
from desktop.customers.kept.rows import SealedRows
from desktop.customers.kept.whose import Owner

KIND = "note draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the field, and what it is meant for."""

    text: str = field(default="", repr=False)
    logs: bool = False
    """A log of the interaction, not a note."""
    place: tuple[str, str, str] | None = field(default=None, repr=False)
    outcome: str = ""
    channel: str = ""
    minutes: int | None = None
    """As the agent corrected it; None: by the interaction's clock."""
    interaction: str = ""

    @property
    def worth_keeping(self) -> bool:
        """Is there something that the agent would miss?"""
        return bool(self.text.strip() or (self.logs and (self.outcome or self.minutes)))


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Draft).decode


class Drafts:
    """See the module. Any thread may call and nothing waits."""

    def __init__(
        self, rows: Callable[[], SealedRows], clock: Clock, is_open: Callable[[str], bool]
    ) -> None:
        """``is_open`` says of an interaction's id whether it is open."""
        self.trouble: Event[Problem] = Event("trouble with a draft")
        self._rows = rows
        self._clock = clock
        self._is_open = is_open
        self._lock = threading.Lock()
        self._unkept: list[tuple[Owner, Draft]] = []
        """What the disk did not take."""
        self._told = False
        self._disk = Worker("drafts", self.trouble.emit)

    def close(self) -> None:
        """Write what waits, and end."""
        done = threading.Event()
        self._disk.put(done.set)
        done.wait(_GOODBYE_S)
        self._disk.close()

    def save(self, interaction: str, owner: Owner, draft: Draft) -> None:
        """Keep this in place of what was kept for both; an empty one deletes it."""
        kept = replace(draft, interaction=interaction)
        self._disk.put(lambda: self._save(owner, kept))

    def load(self, interaction: str, owner: Owner, tell: Callable[[Draft | None], None]) -> None:
        """``tell`` hears on a thread of this object what there is for both."""
        self._disk.put(lambda: tell(self._found(interaction, owner)[1]))

    def forget(self, owner: Owner) -> None:
        """A customer is forgotten: what is in memory goes as well."""
        with self._lock:
            self._unkept = [one for one in self._unkept if not one[0] & owner]

    def tidy(self, days: int) -> None:
        """Delete what has waited longer than that."""
        before = self._clock.now() - dt.timedelta(days=days)
        self._disk.put(lambda: self._tidy(before))

    # --- of the disk's thread ---

    def _tidy(self, before: dt.datetime) -> None:
        self._rows().drop(KIND, before)

    def _save(self, owner: Owner, draft: Draft) -> None:
        with self._lock:
            self._unkept = [
                one
                for one in self._unkept
                if not (one[0] & owner and one[1].interaction == draft.interaction)
            ]
        try:
            number, known = self._found(draft.interaction, owner)
            if known == draft:
                return
            if not draft.worth_keeping:
                if number is not None:
                    self._rows().remove(number)
            elif number is None or not self._rows().change(number, _encode(draft), owner=owner):
                self._rows().add(KIND, _encode(draft), owner)
            self._told = False
        except UserError as error:
            if draft.worth_keeping:
                with self._lock:
                    self._unkept.append((owner, draft))
            if not self._told:  # once, and not with every word that is typed
                self._told = True
                self.trouble.emit(error.problem)

    def _found(self, interaction: str, owner: Owner) -> tuple[int | None, Draft | None]:
        """That of the interaction, else the newest of one that is over."""
        with self._lock:
            mine = [one for its, one in self._unkept if its & owner]
        try:
            rows = [(row.id, _decode(row.content)) for row in self._rows().of(owner, KIND)]
        except (UserError, msgspec.MsgspecError):  # not to be had now, or a later Deskhand's
            rows = []
        found: list[tuple[int | None, Draft]] = [*rows, *((None, one) for one in mine)]
        for number, draft in reversed(found):
            if draft.interaction == interaction:
                return number, draft
        for number, draft in reversed(found):
            if not self._is_open(draft.interaction):
                return number, draft
        return None, None


_GOODBYE_S = 2.0
