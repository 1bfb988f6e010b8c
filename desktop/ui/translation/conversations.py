"""The conversations of live translation, one for each interaction: what was said in each."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

from desktop.host.base import Window
from desktop.interaction import Asked
from desktop.translation.results import Lack, NoTranslation, Outcome, Translation
from desktop.ui.translation import wording
from desktop.ui.translation.conversation_view import Line, LineState, Preview

MOST_LINES = 5_000
"""Of one conversation; more is no conversation of an agent's day."""


@dataclass(slots=True)
class Conversation:
    """What was said in one interaction. In memory only, and gone with it."""

    asked: Asked | None
    before: set[Asked] = field(default_factory=set)
    """What it was asked by until its customer was known: answers to that are its own, too."""
    knows_customer: bool = False
    """Whose it is was known when it began, so that no other customer may ever see it."""
    chat: Window = field(default=Window(), repr=False)
    """Where replies to this customer go; one without id until it is known."""
    lines: dict[int, Line] = field(default_factory=dict, repr=False)
    draft: str = field(default="", repr=False)
    _serials: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def heard(self, text: str, note: str) -> Line | None:
        """A message of the customer's; None when it is the one before, or the agent's own words.

        Who copies a message twice means the same message.
        """
        last = next((one for one in reversed(self.lines.values()) if not one.own), None)
        if last is not None and last.second == text:
            return None
        if any(one.own and text in {one.first, one.second} for one in self.lines.values()):
            return None
        return self._add(Line(0, own=False, first="", second=text, note=note, state=WAITING))

    def said(self, words: str, translation: Translation, note: str) -> Line:
        """A reply of the agent's stands in the chat."""
        second = "" if words == translation.text else words
        return self._add(Line(0, own=True, first=translation.text, second=second, note=note))

    def waiting(self, serial: int) -> Line | None:
        """A line is asked for again."""
        line = self.lines.get(serial)
        return self._put(replace(line, state=WAITING, problem="")) if line is not None else None

    def translated(self, serial: int, outcome: Outcome, time: str) -> Line | None:
        """What came of a message; None when there is no such line any more."""
        line = self.lines.get(serial)
        if line is None:
            return None
        if isinstance(outcome, Translation):
            warnings = (*wording.grave(outcome), *wording.remarks(outcome))
            note = f"{wording.where_from(outcome)} · {time}"
            same = outcome.text == line.second
            return self._put(
                replace(
                    line,
                    first=outcome.text,
                    second="" if same else line.second,
                    note=note,
                    state=LineState.DONE,
                    warnings=warnings,
                )
            )
        return self._put(
            replace(line, state=lack_state(outcome), problem=outcome.problem.sentence())
        )

    def asking(self) -> list[int]:
        """The messages whose language could not be told."""
        return [serial for serial, one in self.lines.items() if one.state is LineState.ASKING]

    def original(self, serial: int) -> str:
        """What the customer wrote."""
        line = self.lines.get(serial)
        return (line.second or line.first) if line is not None else ""

    def _add(self, line: Line) -> Line:
        line = replace(line, serial=next(self._serials))
        while len(self.lines) >= MOST_LINES:
            del self.lines[next(iter(self.lines))]
        return self._put(line)

    def _put(self, line: Line) -> Line:
        self.lines[line.serial] = line
        return line


WAITING = LineState.WAITING


def lack_state(lack: NoTranslation) -> LineState:
    """Failed, or waiting for the agent to say the language."""
    return LineState.ASKING if lack.lack is Lack.LANGUAGE_UNKNOWN else LineState.FAILED


def preview_of(draft: str, outcome: Outcome, back: str = "") -> Preview:
    """A reply as the customer will read it."""
    if isinstance(outcome, NoTranslation):
        return Preview(draft, "", "", "", problem=outcome.problem.sentence())
    grave = wording.grave(outcome)
    return Preview(
        of=draft,
        text=outcome.text,
        back=back,
        note=wording.where_from(outcome),
        warnings=(*grave, *wording.remarks(outcome)),
        grave=bool(grave),
    )
