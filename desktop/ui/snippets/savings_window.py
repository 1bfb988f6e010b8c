"""What snippets saved: the sum in a sentence, a bar a day, and what saved most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from desktop.assembly.suggesting import Offer
from desktop.snippets.savings.uses import BY, Saved, Sum, saved, whole
from desktop.ui.snippets.savings_chart import SavingsChart, long_day
from desktop.ui.snippets.suggestions_panel import SuggestionsPanel
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import button, label

_MOST_ROWS = 500


class SavingsWindow(PlainWindow):
    """Shows sums; reads and writes nothing itself."""

    export_asked = Signal()
    forget_asked = Signal()

    def __init__(self) -> None:
        """Empty; see :meth:`show_sums`."""
        super().__init__("savings", self.tr("Deskhand savings"), [])
        self.resize(88 * look.GRID, 76 * look.GRID)
        self.suggestions = SuggestionsPanel()
        self._sums: Sequence[Sum] = ()
        self._per_minute = 200.0
        self._by = "snippet"
        self.total = label("", "name", wrap=True)
        self.note = label("", "muted", wrap=True)
        self.chart = SavingsChart()
        self.day = label("", "muted")
        self.chart.pointed.connect(self._point)
        self.table = QTableWidget(0, 3)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.export = button(self.tr("As a table…"))
        self.export.clicked.connect(self.export_asked)
        self.forget = button(self.tr("Delete all counts"), "link")
        self.forget.clicked.connect(self.forget_asked)
        self._build()
        self.show_offers(())

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """What the agent often types, above everything else."""
        self.suggestions.show_offers(offers)
        makes = self.suggestions.offer is not None and not self.suggestions.offer.trigger
        make = [("M", self.tr("make a snippet"))] if makes else []
        self.keys.show_keys(
            [
                *make,
                ("← →", self.tr("day")),
                ("S", self.tr("by snippet")),
                ("A", self.tr("by application")),
                ("Ctrl E", self.tr("as a table")),
                ("Esc", self.tr("close")),
            ]
        )

    def show_sums(self, sums: Sequence[Sum], per_minute: float, today: dt.date) -> None:
        """What was counted; ``per_minute`` are keystrokes of the agent's own typing."""
        self._sums, self._per_minute = sums, per_minute
        rows = saved(sums, BY["day"], per_minute)
        total = whole(rows)
        some = bool(sums)
        for part in (self.chart, self.day, self.table, self.export, self.forget):
            part.setVisible(some)
        if not some:
            self.total.setText(self.tr("Nothing is counted yet"))
            self.note.setText(
                self.tr(
                    "Here you will see how often your snippets were used and how much typing they "
                    "saved. No text is kept, and nothing leaves this computer."
                )
            )
            return
        first = min(one.day for one in sums)
        self.total.setText(
            self.tr("{0} of typing saved in {1} uses").format(
                self._time(total.minutes), f"{total.count:,}"
            )
        )
        self.note.setText(
            self.tr("Since {0}, at {1} keystrokes a minute. Kept on this computer only.").format(
                long_day(first), f"{per_minute:,.0f}"
            )
        )
        self.chart.show_days(rows, today)
        self._show_rows()

    def _show_rows(self) -> None:
        first = self.tr("Snippet") if self._by == "snippet" else self.tr("Application")
        self.table.setHorizontalHeaderLabels([first, self.tr("Uses"), self.tr("Saved")])
        rows = saved(self._sums, BY[self._by], self._per_minute)[:_MOST_ROWS]
        self.table.setRowCount(len(rows))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place, row in enumerate(rows):
            name = row.name or self.tr("copied")
            cells = (name, f"{row.count:,}", self._time(row.minutes))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(right)
                self.table.setItem(place, column, item)
        if rows:
            self.table.setCurrentCell(0, 0)

    def _point(self, pointed: object) -> None:
        if not isinstance(pointed, tuple):
            self.day.setText(" ")
            return
        day, row = pointed
        if isinstance(row, Saved):
            words = self.tr("{0} · {1} saved in {2} uses").format(
                long_day(day), self._time(row.minutes), f"{row.count:,}"
            )
        else:
            words = self.tr("{0} · nothing").format(long_day(day))
        self.day.setText(words)

    def _time(self, minutes: float) -> str:
        if minutes < 1:
            return self.tr("{} s").format(f"{minutes * 60:,.0f}")
        if minutes < 60:
            return self.tr("{} min").format(f"{minutes:,.0f}")
        hours, rest = divmod(round(minutes), 60)
        return self.tr("{0} h {1} min").format(f"{hours:,}", rest)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """S and A change the table, Ctrl+E gives it out, M makes a snippet of a suggestion."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        by = {Qt.Key.Key_S: "snippet", Qt.Key.Key_A: "app"}.get(Qt.Key(event.key()))
        if control and event.key() == Qt.Key.Key_E:
            self.export_asked.emit()
        elif event.key() == Qt.Key.Key_M and not control and self.suggestions.offer:
            self.suggestions.make_it()
        elif by is not None and not control:
            self._by = by
            self._show_rows()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        column.setSpacing(look.GRID)
        column.addWidget(self.suggestions)
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(look.HALF)
        words.addWidget(self.total)
        words.addWidget(self.note)
        head.addLayout(words, 1)
        head.addWidget(self.forget)
        head.addWidget(self.export)
        column.addLayout(head)
        column.addSpacing(look.GRID)
        column.addWidget(self.chart)
        column.addWidget(self.day)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self.content.addLayout(column)
