"""Fields whose marks Qt's stylesheet can't draw without picture files: check box, choice, day."""

from __future__ import annotations

import re

from PySide6.QtCore import QDate, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QWidget,
)

from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look

BOX = 18
_PAGE = 10
"""The steps that Qt takes for a Page key."""
_WORDS = BOX + look.GRID + 1
"""Where the words of a box begin."""


class CheckBox(QCheckBox):
    """A check box in the theme's look; its words are part of what can be clicked."""

    def __init__(self, text: str = "", *, wrap: bool = False) -> None:
        """``wrap``: words that are wider than the room for them go on in the next line."""
        super().__init__(text)
        self._wrap = Qt.TextFlag.TextWordWrap if wrap else Qt.TextFlag(0)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        """The height of its lines, where they wrap."""
        if not self._wrap:
            return -1
        room = QRect(0, 0, max(1, width - _WORDS), 10_000)
        words = self.fontMetrics().boundingRect(room, self._wrap, self.text())
        return max(look.FIELD_HEIGHT, words.height() + look.GRID)

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
        words = QRect(_WORDS, 0, self.width() - _WORDS, self.height())
        painter.setFont(self.font())
        painter.setPen(look.colour("ink" if self.isEnabled() else "muted"))
        align = QStyle.visualAlignment(
            direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        place = QStyle.visualRect(direction, self.rect(), words)
        painter.drawText(place, align | self._wrap, self.text())
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

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As Qt does, with an ellipsis where there is no room, and the angle over it."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        kind = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(kind, option, part, self).width() - look.HALF
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(kind, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
        draw_angle(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, so that scrolling never changes a setting."""
        event.ignore()


class DayBox(QDateEdit):
    """A day: typed, moved by Up and Down, or picked from a calendar; it may be empty.

    Page Up and Page Down move it by a month, Delete empties it, and Tab leaves it, where Qt would
    go on to the month.
    """

    def __init__(self) -> None:
        """Today."""
        super().__init__(QDate.currentDate())
        self.setCalendarPopup(True)
        self.setDisplayFormat("ddd d MMM yyyy")
        self.setFixedHeight(look.FIELD_HEIGHT)
        calendar = self.calendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setGridVisible(False)
        as_any = QTextCharFormat()  # Qt's red can't be read in the dark
        as_any.setForeground(look.colour("ink"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, as_any)
        for name, sign, words in (
            ("qt_calendar_prevmonth", "‹", self.tr("the month before")),
            ("qt_calendar_nextmonth", "›", self.tr("the month after")),
        ):
            button = calendar.findChild(QToolButton, name)
            if isinstance(button, QToolButton):  # whose picture is black in every theme
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
                button.setText(sign)
                button.setAccessibleName(words)

    def show_none(self) -> None:
        """Be empty: the day before all days stands for that."""
        self.setSpecialValueText("\N{NO-BREAK SPACE}")
        self.setDate(self.minimumDate())

    def answer(self) -> str:
        """``2026-12-24``, or an empty text."""
        empty = self.specialValueText() and self.date() == self.minimumDate()
        return "" if empty else self.date().toString(Qt.DateFormat.ISODate)

    def stepBy(self, steps: int) -> None:
        """To the next day, which may be another month's; from none to today."""
        if not self.answer():
            self.setDate(QDate.currentDate())
        elif abs(steps) >= _PAGE:
            self.setDate(self.date().addMonths(steps // _PAGE))
        else:
            self.setDate(self.date().addDays(steps))
        self._select_number()

    def stepEnabled(self) -> QDateEdit.StepEnabledFlag:
        """Both ways: Qt would stop at the last day of a month."""
        return self.StepEnabledFlag.StepUpEnabled | self.StepEnabledFlag.StepDownEnabled

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What is typed first is the number of the day."""
        super().focusInEvent(event)
        self._select_number()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A number in an empty field begins a day of this month; Delete empties it."""
        if event.key() == Qt.Key.Key_Delete:
            self.show_none()
            return
        if not self.answer() and event.text().isdigit():
            self.setDate(QDate.currentDate())
            self._select_number()
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Out of the field, whichever part of the day the keys are at."""
        parent = self.parentWidget()
        if parent is None:
            return super().focusNextPrevChild(forward)
        return parent.focusNextPrevChild(forward)

    def _select_number(self) -> None:
        """Not the weekday, which stands first, and is a part by the same name to Qt."""
        number = re.search(r"\d+", self.text())
        if number:
            self.lineEdit().setSelection(number.start(), len(number[0]))

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
