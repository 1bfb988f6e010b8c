"""The parts of the window beside the selection, and how much room each of them gets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.translation.likes import MOST as MOST_LIKES
from desktop.ui.translation.likes import Likes
from desktop.ui.translation.reading import ReadText
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.languages import LanguageBox
from desktop.ui.widgets.quiet import Handle
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import KeysLine, button, label, line

LEAST_WIDTH = 48 * look.GRID
MOST_WIDTH = 64 * look.GRID
MOST_HEIGHT = 72 * look.GRID
LEAST = 7 * look.GRID
"""The height of a text that is longer than there is room for: three lines."""


class SelectionLayout(QObject):
    """Builds the parts into a window; shows no state of its own."""

    def __init__(self, window: QWidget) -> None:
        """Fill ``window``."""
        super().__init__(window)
        self.source = LanguageBox(self.tr("Language of the original"))
        self.arrow = label("", "muted")
        self.target = LanguageBox(self.tr("Language of the translation"))
        self.close_it = button(self.tr("Close"), "link")
        self.translation = ReadText(self.tr("Translation"))
        self.original = ReadText(self.tr("Original"), "second")
        self.message = label("", "strong", wrap=True)
        self.help = label("", "muted", wrap=True)
        self.warnings = QFrame()
        self.warning_words = label("", "strong", wrap=True)
        self.where = label("", "muted", wrap=True)
        self.likes = Likes()
        self.way_on = button("", "primary")
        self.replace = button("", "primary")
        self.copy = button(self.tr("Copy"))
        self.stop = button(self.tr("Stop"))
        self.keys = KeysLine()
        for one in (self.close_it, self.way_on, self.replace, self.copy, self.stop):
            one.setAutoDefault(True)  # Enter on a button does what the button says
        self._whole = QVBoxLayout(window)
        self._build()
        self.clear()

    def clear(self) -> None:
        """Nothing but the original."""
        self.translation.say("")
        self.say("", "")
        self.warn(())
        self.remark((), "")
        self.likes.show_likes(())

    def say(self, what: str, how: str) -> None:
        """A sentence of the window's own, in place of a translation."""
        _words(self.message, what)
        _words(self.help, how)

    def warn(self, sentences: Sequence[str]) -> None:
        """What must be read before anything else."""
        self.warning_words.setText("\n".join(sentences))
        self.warnings.setVisible(bool(sentences))

    def remark(self, sentences: Sequence[str], where: str) -> None:
        """What is good to know, and where the translation came from."""
        _words(self.where, "\n".join([where, *sentences] if where else sentences))

    def show_languages(self, shown: bool) -> None:
        """Only where there is something to translate."""
        for one in (self.source, self.arrow, self.target):
            one.setVisible(shown)
        mirrored = self.source.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.arrow.setText("←" if mirrored else "→")

    def chosen_text(self) -> str:
        """What is selected in one of the texts."""
        return self.translation.chosen() or self.original.chosen()

    def fit(self, area: QSize) -> QSize:
        """Give every part its room; the size that the window gets on a screen of ``area``.

        The texts get what the rest leaves, the original at least a third of it; matches of the
        memory for which there is no room at all are left out.
        """
        most_height = min(MOST_HEIGHT, area.height())
        edges = 2 * (look.MARGIN + look.LINE)
        widest = max(self.translation.widest(), self.original.widest(), 0) + edges
        width = min(max(widest, LEAST_WIDTH, self._header_width()), MOST_WIDTH, area.width())
        inside = width - edges
        texts = (self.translation, self.original)
        needed = [one.needed(inside) for one in texts]
        least = [min(need, one.lines(LEAST)) for need, one in zip(needed, texts, strict=True)]
        for one, height in zip(texts, least, strict=True):
            one.show_in(height)
        likes = MOST_LIKES
        self.likes.show_most(likes)
        while likes and self._height(width) > most_height:
            likes -= 1
            self.likes.show_most(likes)
        if self._height(width) > most_height:  # a very small screen: the warnings stay whole
            least = [min(need, one.lines(0)) for need, one in zip(needed, texts, strict=True)]
            for one, height in zip(texts, least, strict=True):
                one.show_in(height)
        spare = max(most_height - self._height(width), 0)
        wanted = [need - have for need, have in zip(needed, least, strict=True)]
        second = min(wanted[1], max(spare // 3, spare - wanted[0]))
        first = min(wanted[0], spare - second)
        for one, need, height in zip(
            texts, needed, (least[0] + first, least[1] + second), strict=True
        ):
            one.show_in(height if height == need else one.lines(height))
        return QSize(width, min(self._height(width), most_height))

    def _header_width(self) -> int:
        boxes = self.source.sizeHint().width() + self.target.sizeHint().width()
        return boxes + self.close_it.sizeHint().width() + 10 * look.GRID

    def _height(self, width: int) -> int:
        self._whole.invalidate()
        self._whole.activate()
        if not self._whole.hasHeightForWidth():
            return self._whole.totalSizeHint().height()
        return self._whole.totalHeightForWidth(width)

    def _build(self) -> None:
        header = Handle()
        header.setFixedHeight(look.HEADER_HEIGHT - look.GRID)
        top = QHBoxLayout(header)
        top.setContentsMargins(look.GRID, 0, look.MARGIN - look.HALF, 0)
        top.setSpacing(look.GRID)
        for part in (self.source, self.arrow, self.target):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self.close_it)

        as_role(self.warnings, "card")
        self.warnings.setProperty("tone", "warning")
        ground = QVBoxLayout(self.warnings)
        ground.setContentsMargins(*4 * [look.GRID + look.HALF])
        ground.addWidget(self.warning_words)

        buttons = QHBoxLayout()
        buttons.setSpacing(look.GRID)
        for one in (self.way_on, self.replace, self.copy, self.stop):
            buttons.addWidget(one)
        buttons.addStretch(1)

        body = QVBoxLayout()
        body.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        body.setSpacing(look.GRID)
        for section in (
            self.warnings,
            self.message,
            self.help,
            self.translation,
            self.original,
            self.where,
            self.likes,
        ):
            body.addWidget(section)
        body.addStretch(1)
        body.addSpacing(look.HALF)
        body.addLayout(buttons)

        whole = self._whole
        whole.setContentsMargins(look.LINE, look.LINE, look.LINE, look.LINE)
        whole.setSpacing(0)
        whole.addWidget(header)
        whole.addWidget(line())
        whole.addLayout(body, 1)
        whole.addWidget(line())
        whole.addWidget(self.keys)


def _words(part: QLabel, text: str) -> None:
    part.setText(text)
    part.setVisible(bool(text))
