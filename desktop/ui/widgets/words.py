"""Small widgets that say something: labels, chips, key caps, the last line with its keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.theme import Tone

LONGEST_TIP = 1_000
"""Characters."""


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Plain words in one of the stylesheet's roles; never read as HTML."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        as_role(made, role)
    made.setWordWrap(wrap)
    return made


def line(*, upright: bool = False) -> QFrame:
    """A separating line of one pixel."""
    made = QFrame()
    as_role(made, "line")
    if upright:
        made.setFixedWidth(look.LINE)
    else:
        made.setFixedHeight(look.LINE)
    return made


def button(text: str, role: str = "") -> QPushButton:
    """A button: ``primary`` for the way on, ``link`` for what is seldom wanted, else quiet."""
    made = QPushButton(text)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.setAutoDefault(role == "primary")
    if role:
        as_role(made, role)
    return made


class Elided(QLabel):
    """One line that ends in an ellipsis where there is no room; the whole stands in its tip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        """``role`` as for :func:`label`."""
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            as_role(self, role)
        self.say(text)

    def say(self, text: str) -> None:
        """Show ``text``, its line breaks as spaces."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self._fit()

    def whole(self) -> str:
        """The text without an ellipsis."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide for the new width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """A new theme may bring another font."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._whole, Qt.TextElideMode.ElideRight, max(self.contentsRect().width(), 1)
        )
        super().setText(shown)
        self.setToolTip(tip(self._whole) if shown != self._whole else "")


def tip(text: str) -> str:
    """A tip that Qt can't take for HTML of the text's own, and breaks into lines."""
    import html  # its table of 2,000 names stays out until there is a tip

    return f"<qt>{html.escape(text[:LONGEST_TIP])}</qt>"


class Chip(QWidget):
    """A state or a source as a word; hidden while it has none."""

    WIDEST = 30 * look.GRID

    def __init__(self, text: str = "", tone: Tone = Tone.PLAIN) -> None:
        """Show ``text`` in ``tone``."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text = ""
        self._tone = tone
        self.say(text, tone)

    def say(self, text: str, tone: Tone | None = None) -> None:
        """Show another word; an empty one hides the chip."""
        self._text = text
        self._tone = tone or self._tone
        self.setAccessibleName(text)
        self.setVisible(bool(text) and self.parent() is not None)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The word in full."""
        return self._text

    def sizeHint(self) -> QSize:
        """As wide as the word, up to a limit."""
        return drawing.chip_size(self._text).boundedTo(QSize(self.WIDEST, look.CHIP_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        drawing.draw_chip(painter, self.rect(), self._text, self._tone)
        painter.end()


class KeyCap(QWidget):
    """A key as it is printed on the keyboard."""

    def __init__(self, text: str) -> None:
        """``text``: the key's name, as in `Ctrl Enter`."""
        super().__init__()
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as the name."""
        return drawing.key_size(self._text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        drawing.draw_key(painter, QRect(self.rect()), self._text)
        painter.end()


class KeysLine(QWidget):
    """A window's last line: the keys that work, and at its end a few words."""

    def __init__(self, keys: Sequence[tuple[str, str]] = ()) -> None:
        """``keys``: each key with what it does."""
        super().__init__()
        self.setFixedHeight(look.KEYS_HEIGHT)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.MARGIN, 0, look.MARGIN, 0)
        self._row.setSpacing(look.GRID)
        self._words = Elided("", "muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._keys: tuple[tuple[str, str], ...] = ()
        self._row.addWidget(self._words, 1)
        self.show_keys(keys)

    def shown(self) -> tuple[tuple[str, str], ...]:
        """What is shown."""
        return self._keys

    def words(self) -> str:
        """The words at the end."""
        return self._words.whole()

    def say(self, words: str, role: str = "muted") -> None:
        """Other words at the end."""
        as_role(self._words, role)
        self._words.say(words)

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Other keys."""
        if tuple(keys) == self._keys:
            return
        self._keys = tuple(keys)
        while self._row.count() > 1:
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        at = 0
        for key, does in self._keys:
            self._row.insertWidget(at, KeyCap(key))
            self._row.insertWidget(at + 1, label(does, "muted"))
            at += 2
