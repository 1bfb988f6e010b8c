"""The form of a follow-up: when, about what; what Deskhand understands stands beneath."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.customers.followups.followup import LONGEST_WHAT
from desktop.customers.followups.reading import (
    LONGEST,
    MOST_CHOICES,
    Clocks,
    Said,
    Unclear,
    Why,
    read_time,
)
from desktop.customers.followups.rendering import place
from desktop.customers.followups.words import Whose, folded
from desktop.customers.followups.zones import Whereabouts, found_by
from desktop.ui.customers.card_view import apart, outside
from desktop.ui.customers.followups import wording
from desktop.ui.customers.followups.wording import tr
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passage import start_of
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import Elided, KeyCap, button, label

_NEVER_GUESSED = frozenset({Why.NOTHING, Why.AMBIGUOUS, Why.NO_TIME})
"""What is only not finished yet is no error."""
_UNKNOWN = Whereabouts()


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form begins with."""

    name: str = field(repr=False)
    address: str = field(default="", repr=False)
    where: Whereabouts = _UNKNOWN
    what: str = field(default="", repr=False)
    when: str = ""


Save = Callable[[Said, str, str], None]
"""Takes the time, what it is about, and the customer's zone, empty if it is not known."""


class FollowUpForm(PlainWindow):
    """Two fields; Enter saves, a digit with Alt chooses where two times may be meant."""

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        """Build it hidden; see :meth:`ask`."""
        super().__init__("follow-up", tr("Follow up"), [])
        self.setFixedWidth(56 * look.GRID)
        self._now = now
        self._save: Save = lambda _said, _what, _zone: None
        self._clock = wording.Clock("UTC", "en")
        self._languages: tuple[str, ...] = ()
        self._where = Whereabouts()
        self._prefer: Whose | None = None
        self._said: Said | None = None
        self._choices: tuple[Said, ...] = ()
        self._second_words = ""
        self.name = Elided("", "name")
        self.second = Elided("", "muted")
        self.when = QLineEdit()
        self.when.setMaxLength(LONGEST)
        self.when.setPlaceholderText(tr("Tuesday 15:00, tomorrow 9, in 2 h …"))
        self.reading = label("", "muted", wrap=True)
        self.whose = button("", "link")
        self.choices = [button("") for _ in range(MOST_CHOICES)]
        self.where = QLineEdit()
        self.where.setMaxLength(60)
        self.where_reading = label("", "muted", wrap=True)
        self.what = QLineEdit()
        self.what.setMaxLength(LONGEST_WHAT)
        self.done = button(tr("Save"), "primary")
        self._titles: list[QLabel] = []
        self._where_row = QWidget()
        self._choice_row = QWidget()
        self._build()
        self._connect()

    def ask(
        self, draft: Draft, clock: wording.Clock, languages: tuple[str, ...], save: Save
    ) -> None:
        """Show it for a customer; ``save`` is called once, when the agent is done."""
        self._save = save
        self._clock, self._languages = clock, languages
        self._where = draft.where
        self._prefer = None
        self.name.say(outside(draft.name))
        self.what.setText(draft.what)
        self.where.clear()
        self.when.setText(draft.when)
        self._second_words = apart(outside(draft.address, 60))
        cities = [apart(place(one, clock.language)) for one in draft.where.choices[:3]]
        self.where.setPlaceholderText(
            ", ".join([*cities, "…"]) if cities else tr("São Paulo, New York …")
        )
        self._where_row.setVisible(not draft.where.zone)
        start = start_of(self.layoutDirection())
        for words in (self.name, self.second, self.reading, self.where_reading, *self._titles):
            words.setAlignment(start | Qt.AlignmentFlag.AlignVCenter)
        self._read()
        self.come_forward()
        self.when.setFocus()
        self.when.selectAll()

    def forget(self) -> None:
        """Nothing of the customer stays in the window."""
        self.close()
        self._said, self._choices = None, ()
        for one in (self.when, self.what, self.where):
            one.clear()
        self.name.say("")
        self.second.say("")

    # --- reading ---

    @property
    def theirs(self) -> str:
        """The customer's zone as far as known."""
        if self._where.zone:
            return self._where.zone
        typed = self.where.text().strip()
        if not typed:
            return ""
        near = [
            one
            for one in self._where.choices
            if folded(place(one, self._clock.language)).startswith(folded(typed))
        ]
        found = near or found_by(typed)
        return found[0] if found else ""

    def _read(self) -> None:
        now, theirs = self._now(), self.theirs
        self.second.say(
            " · ".join(
                part
                for part in (
                    self._second_words,
                    self._clock.now_in(theirs, now) if self._where.zone else "",
                )
                if part
            )
        )
        self.second.setVisible(bool(self.second.whole()))
        typed = bool(self.where.text().strip())
        found_none = tr("Deskhand knows no such city") if typed else ""
        self.where_reading.setText(self._clock.now_in(theirs, now) if theirs else found_none)
        self.where_reading.setVisible(bool(self.where_reading.text()))
        clocks = Clocks(now, self._clock.zone, theirs, self._prefer, self._languages)
        found = read_time(self.when.text(), clocks)
        self._said = found if isinstance(found, Said) else None
        self._choices = found.choices if isinstance(found, Unclear) else ()
        self._say(found, now)
        self._offer_other_clock(found, theirs)
        self._enable(on=self._said is not None)
        self._show_keys()
        self.adjustSize()

    def _enable(self, *, on: bool) -> None:
        self.done.setEnabled(on)
        as_role(self.done, "primary" if on else "")

    def _say(self, found: Said | Unclear, now: dt.datetime) -> None:
        if isinstance(found, Said):
            words, role = self._clock.read(found, self.theirs, now), "strong"
        else:
            words = wording.unclear(found)
            role = "muted" if found.why in _NEVER_GUESSED else "error"
        self.reading.setText(words)
        as_role(self.reading, role)
        for at, one in enumerate(self.choices):
            known = at < len(self._choices)
            parent = one.parentWidget()
            if parent is not None:
                parent.setVisible(known)
            one.setText(self._clock.choice(self._choices[at], now) if known else "")
        self._choice_row.setVisible(bool(self._choices))

    def _offer_other_clock(self, found: Said | Unclear, theirs: str) -> None:
        """The same words by the other clock, where that makes a difference."""
        one = found if isinstance(found, Said) else next(iter(self._choices), None)
        both = bool(theirs) and one is not None and self._differ(theirs, one.at)
        self.whose.setVisible(both)
        if one is not None:
            self.whose.setText(
                tr("Meant by my clock") if one.theirs else tr("Meant by the customer's clock")
            )

    def _differ(self, theirs: str, at: dt.datetime) -> bool:
        here, there = (at.astimezone(zoneinfo.ZoneInfo(x)) for x in (self._clock.zone, theirs))
        return here.utcoffset() != there.utcoffset()

    # --- what the agent does ---

    def _connect(self) -> None:
        self.when.textEdited.connect(lambda _: self._read())
        self.where.textEdited.connect(lambda _: self._read())
        self.whose.clicked.connect(self._turn_clock)
        self.done.clicked.connect(self.submit)
        for at, one in enumerate(self.choices):
            one.clicked.connect(lambda _checked=False, at=at: self.choose(at))

    def _turn_clock(self) -> None:
        one = self._said or next(iter(self._choices), None)
        if one is not None:
            self._prefer = Whose.MINE if one.theirs else Whose.THEIRS
            self._read()

    def choose(self, at: int) -> None:
        """One of the times that may be meant; it is written out, so that it can be seen."""
        if at < len(self._choices):
            one, now = self._choices[at], self._now()
            self._said, self._choices = one, ()
            self.when.setText(self._clock.choice(one, now))
            self._say(one, now)
            self._enable(on=True)
            self._show_keys()
            self.adjustSize()
            self.done.setFocus()

    def submit(self) -> None:
        """Hand it over and close, once there is one moment; it may have passed meanwhile."""
        if self._said is not None and self._said.at <= self._now():
            self._read()
        if self._said is None:
            self.when.setFocus()
            return
        said, what, theirs = self._said, " ".join(self.what.text().split()), self.theirs
        self.forget()
        self._save(said, what, theirs)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Alt with a digit chooses, Escape closes."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        digit = event.key() - Qt.Key.Key_1
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focused = self.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
            else:
                self.submit()
        elif alt and 0 <= digit < len(self._choices):
            self.choose(digit)
        elif alt and event.key() == Qt.Key.Key_T and self.whose.isVisible():
            self._turn_clock()
        elif event.key() == Qt.Key.Key_Escape:
            self.forget()
        else:
            super().keyPressEvent(event)

    def _show_keys(self) -> None:
        keys = [("Enter", tr("save"))] if self._said is not None else []
        if self._choices:
            keys = [(f"Alt 1–{len(self._choices)}", tr("choose"))]
        if not self.whose.isHidden():
            keys.append(("Alt T", tr("other clock")))
        self.keys.show_keys([*keys, ("Esc", tr("close"))])

    # --- layout ---

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(*[3 * look.GRID] * 4)
        column.setSpacing(look.HALF)
        column.addWidget(self.name)
        column.addWidget(self.second)
        column.addSpacing(look.GRID)
        self._field(column, tr("When"), self.when)
        column.addWidget(self.reading)
        self._build_choices(column)
        line = QHBoxLayout()
        line.addWidget(self.whose)
        line.addStretch(1)
        column.addLayout(line)
        inner = QVBoxLayout(self._where_row)
        inner.setContentsMargins(0, look.GRID, 0, 0)
        inner.setSpacing(look.HALF)
        self._field(inner, tr("Where is the customer? (a city, for the time there)"), self.where)
        inner.addWidget(self.where_reading)
        column.addWidget(self._where_row)
        column.addSpacing(look.GRID)
        self._field(column, tr("About"), self.what)
        column.addSpacing(look.GRID)
        foot = QHBoxLayout()
        foot.addWidget(self.done)
        foot.addStretch(1)
        column.addLayout(foot)
        self.content.addLayout(column)

    def _build_choices(self, column: QVBoxLayout) -> None:
        inner = QVBoxLayout(self._choice_row)
        inner.setContentsMargins(0, look.HALF, 0, 0)
        inner.setSpacing(look.HALF)
        for at, one in enumerate(self.choices):
            both = QWidget()
            row = QHBoxLayout(both)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(look.GRID)
            row.addWidget(one)
            row.addWidget(KeyCap(f"Alt {at + 1}"))
            row.addStretch(1)
            inner.addWidget(both)
        column.addWidget(self._choice_row)

    def _field(self, column: QVBoxLayout, words: str, widget: QLineEdit) -> None:
        named = label(words, "muted")
        named.setBuddy(widget)
        widget.setAccessibleName(words)
        column.addWidget(named)
        column.addWidget(widget)
        self._titles.append(named)
