"""Qt's stylesheet, made from the theme; numbers and colours come from there.

A widget says what it is by the dynamic property ``role`` (see :func:`as_role`).
"""

from __future__ import annotations

from string import Template

from PySide6.QtWidgets import QWidget

from desktop.ui.widgets import theme as look
from desktop.ui.widgets.theme import Colours

_TEMPLATE = Template("""
QDialog, QWidget[role="window"] { background: $window; color: $ink; }
QWidget[role="clear"], QScrollArea, QScrollArea > QWidget > QWidget[role="page"] {
    background: transparent; border: none; }
QLabel { background: transparent; color: $ink; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="error"] { color: $error; }
QLabel[role="warning"] { color: $warning; }
QLabel[role="section"] { color: $muted; font-size: ${key_size}px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="name"] { font-size: ${name_size}px; font-weight: 600; }
QFrame[role="line"] { background: $line; border: none; }
QFrame[role="card"] { background: $raised; border: none; border-radius: ${field}px; }
QFrame[role="card"][tone="warning"] { background: $warning_soft; }
QFrame[role="card"][tone="warning"] QLabel[role="strong"] { color: $warning_on_soft; }

QListView { background: transparent; border: none; outline: none; color: $ink; }
QLineEdit, QPlainTextEdit, QSpinBox, QDateEdit, QComboBox, QListWidget, QTableWidget {
    background: $window; color: $ink; border: 1px solid $line; border-radius: ${field}px;
    selection-background-color: $soft; selection-color: $ink; }
QLineEdit, QComboBox, QDateEdit { padding: 0 ${grid}px; min-height: ${inner}px; }
QLineEdit, QPlainTextEdit { placeholder-text-color: $muted; }
QPlainTextEdit, QListWidget { padding: ${half}px; }
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDateEdit:focus, QComboBox:focus,
QListWidget:focus, QTableWidget:focus { border-color: $accent; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QSpinBox[wrong="true"],
QComboBox[wrong="true"], QDateEdit[wrong="true"] { border-color: $error; }
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QComboBox:disabled {
    color: $muted; background: $raised; }
QSpinBox QLineEdit, QSpinBox QLineEdit:focus {
    background: transparent; border: none; padding: 0 ${grid}px; min-height: 0; }
QDateEdit QLineEdit, QDateEdit QLineEdit:focus {
    background: transparent; border: none; padding: 0; min-height: 0; }
QDateEdit::drop-down { border: none; width: ${chip}px; }
QDateEdit::down-arrow { image: none; }
QCalendarWidget QWidget { background: $window; color: $ink; alternate-background-color: $window; }
QCalendarWidget QToolButton {
    background: transparent; color: $ink; border: none; border-radius: ${half}px;
    padding: ${half}px ${grid}px; font-weight: 600; }
QCalendarWidget QToolButton:hover, QCalendarWidget QToolButton:focus { background: $soft; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QAbstractItemView {
    outline: none; border: none; selection-background-color: $accent;
    selection-color: $on_accent; }
QCalendarWidget QAbstractItemView:disabled { color: $muted; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QComboBox::drop-down { border: none; width: ${chip}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: $window; border: 1px solid $line; border-radius: 0; padding: ${half}px;
    outline: none; selection-background-color: $soft; selection-color: $ink; }
QLineEdit[role="palette"] {
    background: transparent; border: none; padding: 0; font-size: ${name_size}px; }
QTextEdit[role="preview"], QTextEdit[role="second"], QTextEdit[role="warning"] {
    background: transparent; border: none; padding: 0; color: $ink;
    selection-background-color: $soft; selection-color: $ink; }
QTextEdit[role="second"] { color: $muted; }
QTextEdit[role="warning"] { color: $warning_on_soft; font-weight: 600; }

QPushButton {
    background: $raised; color: $ink; border: 1px solid $line; border-radius: ${field}px;
    padding: 0 ${grid15}px; min-height: ${inner}px; font-weight: 600; }
QPushButton:hover, QPushButton:focus { border-color: $accent; }
QPushButton:pressed { background: $soft; }
QPushButton:disabled { color: $muted; border-color: $line; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="primary"]:disabled {
    background: $raised; color: $muted; border-color: $line; }
QPushButton[role="primary"]:focus { border: 2px solid $ink; padding: 0 ${grid15less}px;
    min-height: ${innerless}px; }
QPushButton[role="link"] {
    background: transparent; border: 1px solid transparent; color: $accent; padding: 0 ${half}px;
    font-weight: 400; min-height: ${chip}px; }
QPushButton[role="link"]:focus { border-color: $accent; }

QListWidget[role="sections"] { border: none; padding: 0; }
QListView[role="sections"]::item {
    padding: 0 ${grid15}px; min-height: ${inner}px; border-radius: ${field}px; }
QListView[role="sections"]::item:selected { background: $soft; color: $ink; }
QListWidget::item { min-height: ${row_small}px; padding: 0 ${half}px; border-radius: ${half}px; }
QListWidget::item:selected { background: $soft; color: $ink; }
QTableWidget { gridline-color: $line; outline: none; }
QTableWidget::item { padding: 0 ${grid}px; }
QTableWidget::item:selected { background: $soft; color: $ink; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    background: transparent; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: ${half}px ${grid}px; font-size: ${key_size}px; font-weight: 600; }
QTableCornerButton::section { background: transparent; border: none; }
QTreeView { background: transparent; border: none; outline: none; color: $ink; }
QTreeView::item { min-height: ${inner}px; }
QTreeView::item:selected { background: $soft; color: $ink; }

QProgressBar { background: $raised; border: 1px solid $line; border-radius: ${half}px;
    min-height: ${grid}px; max-height: ${grid}px; }
QProgressBar::chunk { background: $accent; border-radius: ${half}px; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: ${grid}px; margin: 0; }
QScrollBar:horizontal { height: ${grid}px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 1px; }
QScrollBar::handle:vertical { min-height: ${inner}px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $window; border: 1px solid $line; padding: ${half}px; }
QMenu::item { padding: ${menu}px ${grid15}px; }
QMenu::separator { height: 1px; background: $line; margin: ${half}px 0; }
QToolTip { background: $raised; color: $ink; border: 1px solid $line; padding: ${half}px; }
""")


def stylesheet(colours: Colours) -> str:
    """The whole application's stylesheet in these colours."""
    values: dict[str, object] = {
        name: getattr(colours, name)
        for name in (
            "window",
            "raised",
            "line",
            "ink",
            "muted",
            "accent",
            "soft",
            "on_accent",
            "warning",
            "warning_soft",
            "warning_on_soft",
            "error",
        )
    }
    values |= {
        "key_size": look.SIZE_KEY,
        "name_size": look.SIZE_NAME,
        "grid": look.GRID,
        "grid15": look.GRID + look.HALF,
        "grid15less": look.GRID + look.HALF - 1,
        "half": look.HALF,
        "field": look.RADIUS_FIELD,
        "chip": look.CHIP_HEIGHT,
        # A field's height counts its lines, the stylesheet's min-height does not.
        "inner": look.FIELD_HEIGHT - 2 * look.LINE,
        "innerless": look.FIELD_HEIGHT - 4 * look.LINE,
        "row_small": 3 * look.GRID,
        "menu": look.HALF + 2,
    }
    return _TEMPLATE.substitute(values)


def as_role(widget: QWidget, role: str) -> None:
    """Let ``widget`` be drawn as ``role``, and again if it is on the screen already."""
    widget.setProperty("role", role)
    redraw(widget)


def redraw(widget: QWidget) -> None:
    """Apply the stylesheet anew, after a property it looks at has changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    QWidget.update(widget)  # a list's own update, in some PySide6, wants to know which row
