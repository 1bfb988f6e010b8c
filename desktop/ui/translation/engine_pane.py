"""What there is to say and to do about one engine: on or off, its place, its fields, its key."""

from __future__ import annotations

import itertools

import msgspec
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.settings.sections.translation import SERVICES
from desktop.translation.engine_list import Listed
from desktop.ui.translation.engine_wording import (
    State,
    chip,
    free_service,
    is_held_back,
    state_words,
    title,
    way_on,
    where_to,
)
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.cell_fields import Cell, Office
from desktop.ui.widgets.key_box import KeyState
from desktop.ui.widgets.side_window import SidePane
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.words import Chip, Elided, button, label, line


class EnginePane(SidePane):
    """One engine. It asks and shows; what comes of it is shown to it again."""

    def __init__(self) -> None:
        """For no engine at first; see :meth:`show_engine`."""
        super().__init__()
        self._shown: Listed | None = None
        self.title = Elided("", "name")
        self.chip = Chip()
        self.where = label("", "muted", wrap=True)
        self.card = QFrame()
        self.question = label("", wrap=True)
        self.leave = button(self.tr("Leave it off"))
        self.confirm = button(self.tr("Turn it on all the same"))
        self.turn = button("")
        self.earlier = button(self.tr("Ask earlier"))
        self.later = button(self.tr("Ask later"))
        self.state = label("", wrap=True)
        self.way_on = label("", "muted", wrap=True)
        self.remove = button(self.tr("Remove this engine and its key"), "link")
        self._build()
        self.turn.clicked.connect(self.ask_to_turn)
        self.leave.clicked.connect(self._leave_off)
        self.confirm.clicked.connect(self._confirmed)
        self.earlier.clicked.connect(lambda: self.moved.emit(-1))
        self.later.clicked.connect(lambda: self.moved.emit(1))
        self.test.clicked.connect(self.test_asked)
        self.remove.clicked.connect(self.remove_asked)

    def shown(self) -> str:
        """The name of the engine that is shown; empty while there is none."""
        return self._shown.name if self._shown is not None else ""

    @property
    def asks(self) -> bool:
        """Is it asking whether a free service shall be turned on?"""
        return self.question.isVisibleTo(self)

    def show_engine(
        self, one: Listed, state: State, *, last: bool, local_only: bool, key: KeyState
    ) -> None:
        """Another engine, or another state; ``last``: none is asked after it."""
        new = self._shown is None or self._shown.name != one.name
        if new:
            self.key.clear()
        if new or one.on:
            self._ask(asks=False)
        self._shown = one
        held = is_held_back(one, local_only=local_only)
        self.title.say(title(one))
        self.chip.say(chip(one), Tone.ACCENT if one.on and not held else Tone.PLAIN)
        self.where.setText(where_to(one))
        self.where.setVisible(bool(where_to(one)))
        self.card.setVisible(bool(one.notice))
        self.turn.setText(self.tr("Turn off") if one.on else self.tr("Turn on"))
        as_role(self.turn, "" if one.on else "primary")
        self.earlier.setVisible(one.on)
        self.later.setVisible(one.on)
        self.earlier.setEnabled(one.place != 0)
        self.later.setEnabled(not last)
        self.test.setEnabled(not held and one.problem is None)
        words, wrong = state_words(one, state, held=held)
        self.state.setText(words)
        as_role(self.state, "error" if wrong else "")
        self.state.setVisible(bool(words))
        more = way_on(one, state, held=held)
        self.way_on.setText(more)
        self.way_on.setVisible(bool(more) and bool(words))
        self._show_fields(one)
        self.fields.setVisible(one.manifest is not None)
        takes_key = one.manifest is not None and one.manifest.takes_key
        self._between.setVisible(takes_key)
        self.key.setVisible(takes_key)
        if one.manifest is not None and takes_key:
            self.key.show_key(key, required=one.manifest.key_required)
        self.remove.setVisible(one.own)
        if new:
            self._put_in_order(key_first=one.manifest is not None and one.manifest.key_required)

    def _show_fields(self, one: Listed) -> None:
        columns = {column.key: column for column in SERVICES.columns}
        needs = one.manifest.needs if one.manifest else ()
        needed = self.tr("{} (needed)")
        cells = [
            Cell(
                need.name,
                needed.format(columns[need.name].title)
                if need.required
                else columns[need.name].title,
                columns[need.name].help,
                need.default,
            )
            for need in needs
        ]
        # Does it run where one puts it? Then that may be another computer of this office.
        own = any(need.default.startswith("http://localhost") for need in needs)
        office = Office(columns["office"].title, columns["office"].help) if own else None
        self.fields.show_cells(one.name, cells, msgspec.structs.asdict(one.row), office)

    def ask_to_turn(self) -> None:
        """Turn it on or off; a free service is turned on only after a second word."""
        if self._shown is None:
            return
        if not self._shown.on and self._shown.notice:
            self._ask(asks=True)
            self.leave.setFocus()
        else:
            self.turned.emit(not self._shown.on)

    def take_back(self) -> bool:
        """Stop asking; False when nothing was asked."""
        asked = self.asks
        self._ask(asks=False)
        return asked

    def take_focus(self) -> None:
        """To the first field."""
        first = next(iter(self.fields.lines.values()), None)
        (first or self.turn).setFocus()

    def _put_in_order(self, *, key_first: bool) -> None:
        """What is needed most comes first, for the eye and for Tab."""
        parts = [self.fields, self._between, self.key]
        for part in parts:
            self._parts.removeWidget(part)
        for part in reversed(parts) if key_first else parts:
            self._parts.addWidget(part)
        stops = [self.fields.stops(), self.key.stops()]
        below = [stop for some in (reversed(stops) if key_first else stops) for stop in some]
        whole: list[QWidget] = [
            self.leave,
            self.confirm,
            self.turn,
            self.earlier,
            self.later,
            self.test,
        ]
        whole += [*below, self.remove]
        for first, second in itertools.pairwise(whole):
            QWidget.setTabOrder(first, second)

    def _ask(self, *, asks: bool) -> None:
        for widget in (self.question, self.leave, self.confirm):
            widget.setVisible(asks)
        self.turn.setHidden(asks)

    def _leave_off(self) -> None:
        self._ask(asks=False)
        self.turn.setFocus()

    def _confirmed(self) -> None:
        self._ask(asks=False)
        self.turn.setFocus()
        self.turned.emit(True)  # noqa: FBT003 - Qt's own

    def _build(self) -> None:
        as_role(self.card, "card")
        self.card.setProperty("tone", "warning")
        self.question.setText(
            self.tr(
                "What customers write would go to somebody who owes you nothing, even with "
                "private parts hidden. Turn it on only for texts that are no customer's."
            )
        )
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(look.MARGIN, look.GRID + 4, look.MARGIN, look.GRID + 4)
        inside.setSpacing(look.GRID)
        inside.addWidget(label(free_service(), "strong", wrap=True))
        inside.addWidget(self.question)
        answers = QHBoxLayout()
        answers.setSpacing(look.GRID)
        answers.addWidget(self.leave)
        answers.addWidget(self.confirm)
        answers.addStretch(1)
        inside.addLayout(answers)
        head = QHBoxLayout()
        head.setSpacing(look.GRID)
        head.addWidget(self.title, 1)
        head.addWidget(self.chip)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        for one in (self.turn, self.earlier, self.later, self.test):
            row.addWidget(one)
        row.addStretch(1)
        self._between = line()
        self._parts = QVBoxLayout()
        column = QVBoxLayout(self)
        margin = 3 * look.GRID
        column.setContentsMargins(margin, margin - look.HALF, margin, margin)
        column.setSpacing(look.HALF)
        column.addLayout(head)
        column.addWidget(self.where)
        column.addSpacing(look.GRID)
        column.addWidget(self.card)
        column.addSpacing(look.GRID)
        column.addLayout(row)
        column.addSpacing(look.GRID)
        column.addWidget(self.state)
        column.addWidget(self.way_on)
        column.addSpacing(look.GRID)
        self._parts.setSpacing(look.MARGIN)
        column.addLayout(self._parts)
        column.addSpacing(look.GRID)
        column.addWidget(self.remove)
        column.addStretch(1)
