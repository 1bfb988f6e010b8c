"""What there is to say and to do about one engine: on or off, its place, its fields, its key."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.settings.sections.translation import SERVICES
from desktop.translation.engine_list import Listed
from desktop.ui.translation.engine_wording import (
    State,
    free_service,
    is_held_back,
    state_words,
    way_on,
    where_to,
)
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.key_box import KeyState
from desktop.ui.widgets.side_pane import SidePane
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.words import button, label


class EnginePane(SidePane[Listed]):
    """One engine."""

    def __init__(self) -> None:
        """For no engine at first; see :meth:`show_engine`."""
        super().__init__(self.tr("Remove this engine and its key"), SERVICES.columns)
        self.card = QFrame()
        self.question = label("", wrap=True)
        self.leave = button(self.tr("Leave it off"))
        self.confirm = button(self.tr("Turn it on all the same"))
        self._parts = QVBoxLayout()
        self._fill_card()
        self.build((self.card,), (), look.GRID, self._parts)
        self.leave.clicked.connect(self._leave_off)
        self.confirm.clicked.connect(self._confirmed)

    @property
    def asks(self) -> bool:
        """Is it asking whether a free service shall be turned on?"""
        return self.question.isVisibleTo(self)

    def show_engine(
        self, one: Listed, state: State, *, last: bool, local_only: bool, key: KeyState
    ) -> None:
        """Another engine, or another state; ``last``: none is asked after it."""
        new = self.shown() != one.name
        if new or one.on:
            self._ask(asks=False)
        held = is_held_back(one, local_only=local_only)
        tone = Tone.ACCENT if one.on and not held else Tone.PLAIN
        self.show_what(one, where_to(one), tone, last=last)
        self.card.setVisible(bool(one.notice))
        self.turn.setText(self.tr("Turn off") if one.on else self.tr("Turn on"))
        as_role(self.turn, "" if one.on else "primary")
        self.test.setEnabled(not held and one.problem is None)
        words, wrong = state_words(one, state, held=held)
        self.show_how(words, way_on(one, state, held=held), wrong=wrong)
        self._show_cells(one)
        self.fields.setVisible(one.manifest is not None)
        self.between.setVisible(one.by_key)
        self.key.setVisible(one.by_key)
        if one.manifest is not None and one.by_key:
            self.key.show_key(key, required=one.manifest.key_required)
        if new:
            self._put_in_order(key_first=one.manifest is not None and one.manifest.key_required)

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

    def _show_cells(self, one: Listed) -> None:
        needs = one.manifest.needs if one.manifest else ()
        cells = [self.cell(need.name, "", need.default, required=need.required) for need in needs]
        # Does it run where one puts it? Then that may be another computer of this office.
        own = any(need.default.startswith("http://localhost") for need in needs)
        self.show_fields(one, cells, office=own)

    def _put_in_order(self, *, key_first: bool) -> None:
        """What is needed most comes first, for the eye and for Tab."""
        parts = [self.fields, self.between, self.key]
        for part in parts:
            self._parts.removeWidget(part)
        for part in reversed(parts) if key_first else parts:
            self._parts.addWidget(part)
        stops = [self.fields.stops(), self.key.stops()]
        below = [stop for some in (reversed(stops) if key_first else stops) for stop in some]
        above = (self.leave, self.confirm, self.turn, self.earlier, self.later, self.test)
        self.tab_through([*above, *below])

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

    def _fill_card(self) -> None:
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
