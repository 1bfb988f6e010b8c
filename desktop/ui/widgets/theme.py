"""Colours, measures and type sizes: the only place where a number of the look stands.

Source: ``look/README.md``, whose table binds. Two colours are derived from it because the table's
accent and warning give less than 4.5 to 1 as text on their own soft grounds in the light theme.
Lengths are logical pixels; Qt multiplies them on a dense screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

GRID = 8
HALF = 4
RADIUS_WINDOW = 12
RADIUS_FIELD = 8
RADIUS_KEY = 4
LINE = 1

SIZE_KEY = 11
"""Keys, chips, section titles."""
SIZE_TEXT = 13
SIZE_NAME = 17
"""A name, the palette's line."""
SIZE_SENTENCE = 20
"""A break's sentence."""

ROW_HEIGHT = 6 * GRID
"""Two lines of text with their air."""
HEADER_HEIGHT = 7 * GRID
KEYS_HEIGHT = 5 * GRID
FIELD_HEIGHT = 4 * GRID
CHIP_HEIGHT = 20
MARGIN = 2 * GRID
"""From a window's edge to its words."""

LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3, for text of any size."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme's colours, named by what they are for."""

    page: str
    """Behind windows in pictures; never in a window."""
    window: str
    raised: str
    """Bubbles, fields, buttons."""
    line: str
    ink: str
    muted: str
    """Second lines."""
    accent: str
    soft: str
    """The accent's soft ground: selection, own bubble."""
    on_accent: str
    accent_on_soft: str
    """Derived: the accent as text on ``soft``."""
    warning: str
    warning_soft: str
    warning_on_soft: str
    """Derived: the warning as text on its soft ground."""
    error: str
    calm: str
    """The break window's ground."""


LIGHT = Colours(
    page="#E9EDF0",
    window="#FFFFFF",
    raised="#F5F7F8",
    line="#DDE3E7",
    ink="#17242B",
    muted="#5B6B75",
    accent="#0E7C7B",
    soft="#DDF1F0",
    on_accent="#FFFFFF",
    accent_on_soft="#0C7170",
    warning="#B4540A",
    warning_soft="#FCEBDD",
    warning_on_soft="#A64D09",
    error="#B3261E",
    calm="#EAF4F3",
)

DARK = Colours(
    page="#0C1114",
    window="#161D21",
    raised="#1E272C",
    line="#2C373D",
    ink="#E8EEF1",
    muted="#9AAAB3",
    accent="#4CC2BF",
    soft="#143534",
    on_accent="#06201F",
    accent_on_soft="#4CC2BF",
    warning="#F0A35E",
    warning_soft="#38260F",
    warning_on_soft="#F0A35E",
    error="#F2877F",
    calm="#10201F",
)

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in ("ink", "muted") for ground in ("window", "raised", "soft")),
    ("ink", "warning_soft"),
    ("muted", "warning_soft"),
    ("ink", "calm"),
    ("muted", "calm"),
    ("accent", "window"),
    ("accent", "raised"),
    ("accent_on_soft", "soft"),
    ("warning_on_soft", "soft"),
    ("error", "soft"),
    ("on_accent", "accent"),
    ("warning", "window"),
    ("warning_on_soft", "warning_soft"),
    ("error", "window"),
    ("error", "raised"),
)
"""Every pair of text and ground that is drawn; a test holds each to `LEAST_CONTRAST`."""


class Tone(StrEnum):
    """What a chip says beside its word."""

    PLAIN = "plain"
    ACCENT = "accent"
    WARNING = "warning"


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours as WCAG 2.2 defines it, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def font(size: int = SIZE_TEXT, *, strong: bool = False) -> QFont:
    """The system's font in one of the four sizes and one of the two weights (400, 600)."""
    made = QFont(_family())
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return made


@cache
def _family() -> str:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


class Theme(QObject):
    """The look of the whole application; follows the system while it runs."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        """Dress ``application``; there is one theme for each, see :func:`theme`."""
        super().__init__(application)
        self._application = application
        self._forced: Qt.ColorScheme | None = None
        self.colours = LIGHT
        application.setStyle(QStyleFactory.create("Fusion"))
        application.setFont(font())
        application.styleHints().colorSchemeChanged.connect(self._follow)
        self._dress()

    @property
    def dark(self) -> bool:
        """True when the dark colours are in force."""
        return self.colours is DARK

    def force(self, scheme: Qt.ColorScheme | None) -> None:
        """Light or dark whatever the system says; None follows the system again."""
        self._forced = scheme
        self._follow()

    def _follow(self) -> None:
        if self._wanted() is not self.colours:
            self._dress()
            self.changed.emit()

    def _wanted(self) -> Colours:
        scheme = self._forced or QGuiApplication.styleHints().colorScheme()
        return DARK if scheme is Qt.ColorScheme.Dark else LIGHT

    def _dress(self) -> None:
        from desktop.ui.widgets.stylesheet import stylesheet

        self.colours = self._wanted()
        self._application.setPalette(palette(self.colours))
        self._application.setStyleSheet(stylesheet(self.colours))


def theme() -> Theme:
    """The running application's theme, made on first use."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("The theme needs a QApplication.")
    made = application.findChild(Theme)
    return made if made is not None else Theme(application)


def colour(name: str) -> QColor:
    """One of :class:`Colours` by its name, in the theme in force."""
    return QColor(getattr(theme().colours, name))


def palette(colours: Colours) -> QPalette:
    """Qt's own palette, for what the stylesheet does not reach."""
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.Base: colours.window,
        QPalette.ColorRole.AlternateBase: colours.raised,
        QPalette.ColorRole.Button: colours.raised,
        QPalette.ColorRole.ToolTipBase: colours.raised,
        QPalette.ColorRole.WindowText: colours.ink,
        QPalette.ColorRole.Text: colours.ink,
        QPalette.ColorRole.ButtonText: colours.ink,
        QPalette.ColorRole.ToolTipText: colours.ink,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Highlight: colours.soft,
        QPalette.ColorRole.HighlightedText: colours.ink,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.Accent: colours.accent,
        QPalette.ColorRole.Mid: colours.line,
    }
    made = QPalette()
    for role, value in roles.items():
        made.setColor(role, QColor(value))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return made
