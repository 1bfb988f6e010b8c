"""Languages for people: each by its own name, and a box to choose one."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QLocale, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QListView, QSizePolicy

from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import ChoiceBox

WIDEST = 26 * look.GRID
"""Of a box; a name that is longer ends in an ellipsis."""

_TAG = Qt.ItemDataRole.UserRole
_WORDS = Qt.ItemDataRole.UserRole + 1
"""What an item is found by: its own name, its English name, its tag."""
_OPENING_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})

_PLAIN = {"en": "English", "es": "Español"}
"""Qt takes these, without a region, for American English and for the Spanish of Spain."""


def language_name(tag: str) -> str:
    """A language by its own name: ``Português``; the tag where Qt does not know it."""
    if not tag:
        return ""
    name = _PLAIN.get(tag) or QLocale(tag).nativeLanguageName()
    return name[:1].upper() + name[1:] if name else tag


class LanguageBox(ChoiceBox):
    """Chooses a language by mouse, by arrows, or by typing its name, in it or in English.

    Keys never change the choice while the list is closed: they open it, so that a new translation
    is asked for once and not with every key.
    """

    chosen = Signal(str)
    """A tag that the person chose; not what :meth:`offer` set."""

    def __init__(self, name: str = "") -> None:
        """``name`` is for screen readers: what the language is of."""
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setView(_Names())
        self.activated.connect(lambda _row: self.chosen.emit(self.current()))
        self.currentIndexChanged.connect(lambda _row: self.updateGeometry())

    def offer(self, tags: Sequence[str], current: str, *, unknown: str = "") -> None:
        """Offer ``tags`` and show ``current``, which is offered too if it is not among them.

        With an empty ``current`` the box shows ``unknown``, which is not among the choices.
        """
        offered = list(dict.fromkeys([*([current] if current else []), *tags]))
        if current in tags:
            offered = list(dict.fromkeys(tags))
        alike = Counter(language_name(tag) for tag in offered)
        self.clear()
        self.setPlaceholderText(unknown)
        for row, tag in enumerate(offered):
            name = language_name(tag)
            shown = _with_region(tag, name) if alike[name] > 1 else name
            self.addItem(shown, tag)
            english = QLocale.languageToString(QLocale(tag).language())
            self.setItemData(row, [_fold(words) for words in (shown, english, tag)], _WORDS)
        self.setCurrentIndex(offered.index(current) if current else -1)

    def current(self) -> str:
        """The tag that is shown; empty for none."""
        tag = self.currentData(_TAG)
        return tag if isinstance(tag, str) else ""

    def sizeHint(self) -> QSize:
        """As wide as what is shown, up to a limit."""
        shown = self.currentText() or self.placeholderText()
        words = self.fontMetrics().horizontalAdvance(shown)
        wide = words + 5 * look.GRID + look.HALF  # the angle and the air at both ends
        return QSize(min(wide, WIDEST), look.FIELD_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same: a language that can't be read is no use."""
        return self.sizeHint()

    def showPopup(self) -> None:
        """Wide enough for the longest name."""
        view = self.view()
        bar = view.verticalScrollBar().sizeHint().width()
        view.setMinimumWidth(view.sizeHintForColumn(0) + bar + 2 * look.GRID)
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list for what would change the choice, and search there."""
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if plain and event.key() in _OPENING_KEYS:
            self.showPopup()
        elif plain and event.text().strip() and event.text().isprintable():
            self.showPopup()
            self.view().keyboardSearch(event.text())
        else:
            super().keyPressEvent(event)


class _Names(QListView):
    """The open list; what is typed is looked for at the start of every word."""

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._pause = QElapsedTimer()

    def keyboardSearch(self, search: str) -> None:
        """Go to the first language that what was typed fits; a pause begins anew."""
        pause = QGuiApplication.styleHints().keyboardInputInterval()
        if not search or not self._pause.isValid() or self._pause.hasExpired(pause):
            self._typed = ""
        self._pause.start()
        self._typed += _fold(search)
        index = self._first() if self._typed else QModelIndex()
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _first(self) -> QModelIndex:
        model = self.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            words = index.data(_WORDS) or ()
            if any(f" {name}".find(f" {self._typed}") >= 0 for name in words):
                return index
        return QModelIndex()


def _with_region(tag: str, name: str) -> str:
    """The name with the tag's region, where it names one: ``Português (Brasil)``."""
    if "-" not in tag:
        return name
    region = QLocale(tag).nativeTerritoryName()
    return f"{name} ({region or tag})"


def _fold(text: str) -> str:
    """Small letters without accents: ``espanol``."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
