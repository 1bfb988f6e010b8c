"""Fields whose marks Qt's stylesheet can't draw without picture files: check box, choice, day."""

from __future__ import annotations

from PySide6.QtCore import QDate, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QSpinBox,
    QStyle,
    QWidget,
)

from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look

BOX = 18


class CheckBox(QCheckBox):
    """A check box in the theme's look; its words are part of what can be clicked."""

    def sizeHint(self) -> QSize:
        """Box, gap and words."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(BOX + (look.GRID + words if words else 0) + 2, look.FIELD_HEIGHT)

    def hitButton(self, _pos: QPoint) -> bool:
        """Everything can be clicked."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw box, tick and words, mirrored right to left."""
        painter = QPainter(self)
        direction = self.layoutDirection()
        top = (self.height() - BOX) // 2
        box = QRectF(QStyle.visualRect(direction, self.rect(), QRect(1, top, BOX, BOX)))
        focused = self.hasFocus()
        on = self.isChecked()
        ground = look.colour("accent" if on else "window")
        edge = look.colour("ink" if on and focused else "accent" if on or focused else "muted")
        drawing.rounded(painter, box, look.RADIUS_KEY, ground, edge)
        if on:
            drawing.draw_tick(painter, box, look.colour("on_accent"))
        left = BOX + look.GRID + 1
        words = QRect(left, 0, self.width() - left, self.height())
        painter.setFont(self.font())
        painter.setPen(look.colour("ink" if self.isEnabled() else "muted"))
        align = QStyle.visualAlignment(
            direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        painter.drawText(QStyle.visualRect(direction, self.rect(), words), align, self.text())
        painter.end()


def draw_angle(field: QWidget) -> None:
    """The angle of a field that opens a list or a calendar."""
    painter = QPainter(field)
    side = 2 * look.GRID
    rect = QRect(field.width() - side - look.GRID, (field.height() - side) // 2, side, side)
    box = QRectF(QStyle.visualRect(field.layoutDirection(), field.rect(), rect))
    drawing.draw_chevron(painter, box, look.colour("muted"))
    painter.end()


class ChoiceBox(QComboBox):
    """A choice with the theme's angle; the wheel scrolls the page, not the choice."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own, and the angle over it."""
        super().paintEvent(event)
        draw_angle(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, so that scrolling never changes a setting."""
        event.ignore()


class DayBox(QDateEdit):
    """A day: typed, moved by Up and Down, or picked from a calendar; it may be empty."""

    def __init__(self) -> None:
        """Today."""
        super().__init__(QDate.currentDate())
        self.setCalendarPopup(True)
        self.setDisplayFormat("ddd d MMM yyyy")
        self.setFixedHeight(look.FIELD_HEIGHT)
        calendar = self.calendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setGridVisible(False)

    def show_none(self) -> None:
        """Be empty: the day before all days stands for that."""
        self.setSpecialValueText("\N{NO-BREAK SPACE}")
        self.setDate(self.minimumDate())

    def answer(self) -> str:
        """``2026-12-24``, or an empty text."""
        empty = self.specialValueText() and self.date() == self.minimumDate()
        return "" if empty else self.date().toString(Qt.DateFormat.ISODate)

    def stepBy(self, steps: int) -> None:
        """From none to today."""
        if self.answer():
            super().stepBy(steps)
        else:
            self.setDate(QDate.currentDate())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own, and the angle over it."""
        super().paintEvent(event)
        draw_angle(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class NumberBox(QSpinBox):
    """A whole number, changed by typing or by Up and Down; the wheel scrolls the page."""

    def __init__(self) -> None:
        """Without the tiny buttons that nobody hits; the stylesheet makes them nothing wide."""
        super().__init__()
        self.setGroupSeparatorShown(True)  # 10,000
        self.setFixedHeight(look.FIELD_HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()
