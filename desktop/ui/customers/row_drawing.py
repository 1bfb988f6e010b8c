"""How the rows of a card are measured and drawn."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle

from desktop.ui.customers.card_view import (
    Candidate,
    EntryRow,
    FieldRow,
    FoldRow,
    Row,
    SayingRow,
    TitleRow,
)
from desktop.ui.customers.wording import tr
from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passage import Passage, lay_out
from desktop.ui.widgets.theme import Tone

LEAST_LABEL = 6 * look.GRID
WIDEST_LABEL = 10 * look.GRID
CAP = look.CHIP_HEIGHT - 2
RAIL = look.GRID + look.HALF
"""From the timeline's line to its words."""
PAD = 3
"""Above and beneath a value."""
AFTER_WHENCE = look.GRID
VALUE_LINES = 3
FOLD_HEIGHT = 3 * look.GRID + look.HALF
TITLE_HEIGHT = 5 * look.GRID
MOST_KEPT = 256
"""Texts that are kept laid out: several times what is in sight."""


class Pen:
    """Draws into one row, mirrored where the interface is; lengths from the row's beginning."""

    def __init__(self, painter: QPainter, row: QRect, direction: Qt.LayoutDirection) -> None:
        """``row`` in the painter's coordinates."""
        self.painter = painter
        self.row = row
        self.direction = direction

    def rect(self, x: int, y: int, width: int, height: int) -> QRect:
        """A place in the row."""
        logical = QRect(self.row.left() + x, self.row.top() + y, width, height)
        return QStyle.visualRect(self.direction, self.row, logical)

    def passage(self, made: Passage, x: int, y: int, width: int, ink: str) -> None:
        """Lines that were laid out for ``width``."""
        spot = self.rect(x, y, width, round(made.height) + 1)
        clip = QRectF(spot.adjusted(0, -1, 0, 1))
        made.draw(self.painter, QPointF(spot.topLeft()), look.colour(ink), clip)

    def chip(self, text: str, tone: Tone, end: int, y: int, width: int) -> None:
        """A chip that ends at ``end``."""
        spot = self.rect(end - width, y, width, look.CHIP_HEIGHT)
        drawing.draw_chip(self.painter, spot, text, tone)


class RowDrawing:
    """Measures and draws rows at one width, in one direction."""

    def __init__(self) -> None:
        """For no width yet."""
        self.width = 0
        self.direction = Qt.LayoutDirection.LeftToRight
        self.labels = LEAST_LABEL
        self.with_keys = False
        """Do digits work now?"""
        self.opened = False
        """Are the fields behind the fold in sight?"""
        self._kept: OrderedDict[tuple[str, int, bool, int, int], Passage] = OrderedDict()
        self._chips: dict[str, int] = {}

    def forget(self) -> None:
        """Another width, direction or font."""
        self._kept.clear()
        self._chips.clear()

    def fit_labels(self, rows: tuple[Row, ...]) -> None:
        """One column for all labels."""
        metrics = QFontMetrics(look.font())
        wide = [metrics.horizontalAdvance(row.label) for row in rows if isinstance(row, FieldRow)]
        self.labels = min(max([LEAST_LABEL, *wide]), WIDEST_LABEL)

    def height(self, row: Row) -> int:
        """How tall a row is."""
        match row:
            case FieldRow():
                tall = 2 * PAD + _tall(self._value(row))
                return tall + (self._whence_height() + AFTER_WHENCE if row.whence else 0)
            case EntryRow():
                text = _tall(self._text(row))
                return text + self._line() + look.GRID + look.HALF
            case Candidate():
                second = self._line() if row.second else 0
                return look.GRID + 2 * self._line() + second + look.GRID
            case SayingRow():
                return _tall(self._saying(row)) + look.GRID
            case FoldRow():
                return FOLD_HEIGHT
            case TitleRow():
                return TITLE_HEIGHT

    def call_rect(self, row: FieldRow, rect: QRect) -> QRect:
        """Where a row says ``call``; empty where it does not."""
        if not row.tel:
            return QRect()
        wide = self._call_width()
        x = self._end() - wide
        logical = QRect(rect.left() + x, rect.top(), wide, 2 * PAD + self._line())
        return QStyle.visualRect(self.direction, rect, logical)

    def draw(self, painter: QPainter, row: Row, rect: QRect, *, chosen: bool) -> None:
        """Draw one row."""
        pen = Pen(painter, rect, self.direction)
        painter.save()
        if chosen:
            gap = AFTER_WHENCE - PAD if isinstance(row, FieldRow) and row.whence else 0
            inside = self.width - 2 * look.GRID
            ground = pen.rect(look.GRID, 0, inside, rect.height() - gap)
            drawing.rounded(painter, QRectF(ground), look.RADIUS_FIELD, look.colour("soft"))
        match row:
            case FieldRow():
                self._draw_field(pen, row)
            case EntryRow():
                self._draw_entry(pen, row)
            case Candidate():
                self._draw_candidate(pen, row)
            case SayingRow():
                pen.passage(self._saying(row), look.MARGIN, look.HALF, self._inner(), "muted")
            case FoldRow():
                self._draw_fold(pen, row)
            case TitleRow():
                self._draw_title(pen, row)
        painter.restore()

    # --- fields -----------------------------------------------------------------------------

    def _draw_field(self, pen: Pen, row: FieldRow) -> None:
        value = self._value(row)
        at = look.MARGIN + self.labels + look.GRID
        if row.label:
            label = self._lay(row.label, self.labels)
            lower = round(_ascent(value) - _ascent(label))  # some scripts stand higher
            pen.passage(label, look.MARGIN, PAD + lower, self.labels, "muted")
        pen.passage(value, at, PAD, self._value_width(row), "ink" if row.copies else "muted")
        end = self.width - look.MARGIN
        if row.number and row.copies and self.with_keys:
            spot = pen.rect(end - CAP, PAD, CAP, CAP)
            drawing.draw_key(pen.painter, spot, str(row.number))
        if row.tel:
            wide = self._call_width()
            word = self._lay(tr("call"), wide)
            lower = round(_ascent(value) - _ascent(word))
            pen.passage(word, self._end() - wide, PAD + lower, wide, "accent")
        if row.whence:
            wide = end - at
            whence = self._lay(row.whence, wide, size=look.SIZE_KEY)
            pen.passage(whence, at, PAD + _tall(value), wide, "muted")

    def _value(self, row: FieldRow) -> Passage:
        wide = self._value_width(row)
        return self._lay(row.value, wide, VALUE_LINES)

    def _value_width(self, row: FieldRow) -> int:
        call = self._call_width() + look.GRID if row.tel else 0
        taken = 2 * look.MARGIN + self.labels + look.GRID + CAP + look.GRID + call
        return max(self.width - taken, 1)

    def _end(self) -> int:
        """Where the first line of a row ends: before its digit, where that shows."""
        cap = CAP + look.GRID if self.with_keys else 0
        return self.width - look.MARGIN - cap

    def _call_width(self) -> int:
        return QFontMetrics(look.font()).horizontalAdvance(tr("call")) + 1

    def _whence_height(self) -> int:
        return _tall(self._lay("x", self._inner(), size=look.SIZE_KEY))

    # --- the timeline -----------------------------------------------------------------------

    def _draw_entry(self, pen: Pen, row: EntryRow) -> None:
        text = self._text(row)
        at = look.MARGIN + RAIL
        rail = pen.rect(look.MARGIN, 0, look.LINE, pen.row.height())
        pen.painter.fillRect(rail, look.colour("line"))
        end = self.width - look.MARGIN
        if row.chip:
            pen.chip(row.chip, row.tone, end, 1, self._chip_width(row.chip))
        pen.passage(text, at, 2, self._text_width(row), "ink")
        second = self._lay(row.second, end - at)
        pen.passage(second, at, 2 + _tall(text), end - at, "muted")

    def _text(self, row: EntryRow) -> Passage:
        return self._lay(row.text, self._text_width(row), row.lines, strong=row.strong)

    def _text_width(self, row: EntryRow) -> int:
        chip = self._chip_width(row.chip) + look.GRID if row.chip else 0
        return max(self._inner() - RAIL - chip, 1)

    # --- the others -------------------------------------------------------------------------

    def _draw_candidate(self, pen: Pen, row: Candidate) -> None:
        end = self.width - look.MARGIN
        if row.number and self.with_keys:
            spot = pen.rect(end - CAP, look.GRID, CAP, CAP)
            drawing.draw_key(pen.painter, spot, str(row.number))
        room = self._end()
        for word, tone in ((tr("maybe"), Tone.WARNING), (tr("closed"), Tone.PLAIN)):
            if (row.maybe, row.closed)[tone is Tone.PLAIN]:
                width = self._chip_width(word)
                pen.chip(word, tone, room, look.GRID - 1, width)
                room -= width + look.GRID
        wide = max(room - look.MARGIN, 1)
        name = self._lay(row.name, wide, strong=True)
        pen.passage(name, look.MARGIN, look.GRID, wide, "ink")
        y = look.GRID + self._line()
        for text, ink in ((row.second, "ink"), (row.third, "muted")):
            if text:
                made = self._lay(text, self._inner() - CAP - look.GRID)
                pen.passage(made, look.MARGIN, y, self._inner() - CAP - look.GRID, ink)
                y += self._line()

    def _draw_fold(self, pen: Pen, row: FoldRow) -> None:
        text = tr("fewer fields") if self.opened else row.text
        at = look.MARGIN + self.labels + look.GRID
        wide = self.width - look.MARGIN - at
        made = self._lay(text, wide)
        pen.passage(made, at, look.HALF, wide, "accent")

    def _draw_title(self, pen: Pen, row: TitleRow) -> None:
        rule = pen.rect(look.MARGIN, look.HALF, self._inner(), look.LINE)
        pen.painter.fillRect(rule, look.colour("line"))
        y = look.HALF + look.GRID
        made = self._lay(row.text, self._inner(), size=look.SIZE_KEY, strong=True)
        pen.passage(made, look.MARGIN, y + 3, self._inner(), "muted")
        if row.chip:
            width = self._chip_width(row.chip)
            pen.chip(row.chip, Tone.ACCENT, self.width - look.MARGIN, y, width)

    def _saying(self, row: SayingRow) -> Passage:
        return self._lay(row.text, self._inner(), 3)

    def _lay(
        self,
        text: str,
        width: int,
        lines: int = 1,
        *,
        size: int = look.SIZE_TEXT,
        strong: bool = False,
    ) -> Passage:
        """``text`` laid out; what was in sight lately is kept."""
        key = (text, width, strong, size, lines)
        made = self._kept.get(key)
        if made is None:
            font = look.font(size, strong=strong)
            made = self._kept[key] = lay_out(text, font, max(width, 1), lines, self.direction)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return made

    def _chip_width(self, text: str) -> int:
        if text not in self._chips:
            self._chips[text] = drawing.chip_size(text).width()
        return min(self._chips[text], self._inner() // 2)

    def _inner(self) -> int:
        return max(self.width - 2 * look.MARGIN, 1)

    def _line(self) -> int:
        return _tall(self._lay("x", self._inner()))


def _tall(made: Passage) -> int:
    return round(made.height)


def _ascent(made: Passage) -> float:
    """From the top of the first line to its baseline."""
    return made.layout.lineAt(0).ascent() if made.layout.lineCount() else 0.0
