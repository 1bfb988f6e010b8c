"""The top of the card: who it is; and what stands there while nobody is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.customers.card_view import CardView, Saying, apart
from desktop.ui.customers.wording import tr
from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passage import Passage, lay_out, start_of
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.words import Elided, KeyCap, button, label, tip

NAME_LINES = 2


class Name(QWidget):
    """A name in whole, on two lines where it needs them."""

    def __init__(self) -> None:
        """Nobody's at first."""
        super().__init__()
        self._name = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, name: str) -> None:
        """Show it."""
        self._name = name
        self.setAccessibleName(name)
        self._fit()

    def text(self) -> str:
        """The whole of it."""
        return self._name

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break it anew."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it from where the interface begins, whatever its letters are."""
        painter = QPainter(self)
        self._laid_out().draw(painter, QPointF(), look.colour("ink"), QRectF(self.rect()))
        painter.end()

    def _laid_out(self) -> Passage:
        font = look.font(look.SIZE_NAME, strong=True)
        return lay_out(self._name, font, max(self.width(), 1), NAME_LINES, self.layoutDirection())

    def _fit(self) -> None:
        made = self._laid_out()
        self.setFixedHeight(max(round(made.height), look.CHIP_HEIGHT))
        self.setToolTip(tip(self._name) if made.cut else "")
        self.update()


class Tags(QWidget):
    """Words in chips, in as many lines as they need."""

    def __init__(self) -> None:
        """None at first."""
        super().__init__()
        self._tags: tuple[tuple[str, Tone], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_tags(self, tags: tuple[tuple[str, Tone], ...]) -> None:
        """Show these."""
        self._tags = tags
        self.setAccessibleName(", ".join(tag for tag, _ in tags))
        self.setVisible(bool(tags))
        self._fit()

    def sizeHint(self) -> QSize:
        """As tall as the lines."""
        places = self._places()
        tall = places[-1][1] + look.CHIP_HEIGHT if places else 0
        return QSize(look.CHIP_HEIGHT, tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break them anew."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them, from where the interface begins."""
        painter = QPainter(self)
        whole = self.rect()
        for (tag, tone), (x, y, width) in zip(self._tags, self._places(), strict=True):
            spot = whole.adjusted(x, y, 0, 0)
            spot.setSize(QSize(width, look.CHIP_HEIGHT))
            placed = QStyle.visualRect(self.layoutDirection(), whole, spot)
            drawing.draw_chip(painter, placed, tag, tone)
        painter.end()

    def _places(self) -> list[tuple[int, int, int]]:
        x, y = 0, look.HALF
        places = []
        for tag, _ in self._tags:
            width = min(drawing.chip_size(tag).width(), max(self.width(), 1))
            if x and x + width > self.width():
                x, y = 0, y + look.CHIP_HEIGHT + look.HALF
            places.append((x, y, width))
            x += width + look.HALF
        return places

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.update()


class Header(QWidget):
    """Name, organisation, the customer's time, tags; or a sentence and the ways on from it."""

    def __init__(self) -> None:
        """Says nothing at first."""
        super().__init__()
        self.name = Name()
        self.cap = KeyCap("0")
        self.refresh = button(tr("Refresh"), "link")
        self.others = button("", "link")
        self.second = Elided("", "muted")
        self.clock = Elided("", "muted")
        self.tags = Tags()
        self.what = label("", "strong", wrap=True)
        self.how = label("", "muted", wrap=True)
        self.ways: list[QPushButton] = []
        self._others = QWidget()
        self._who = QWidget()
        self._said = QWidget()
        self._row = QVBoxLayout()
        self._build()
        self._align()
        self.use_keys(here=False)

    def show_customer(
        self, card: CardView, clock: str, others: int, kept: tuple[str, ...] = ()
    ) -> None:
        """Who it is; ``clock`` is the customer's, ``others`` how many more fit.

        ``kept`` are states that Deskhand itself keeps of them: watched.
        """
        self.name.say(card.name)
        self.second.say(apart(card.second))
        self.second.setVisible(bool(card.second))
        self.clock.say(clock)
        self.clock.setVisible(bool(clock))
        states = [(tr("maybe"), Tone.WARNING)] if card.maybe else []
        states += [(tr("closed"), Tone.PLAIN)] if card.closed else []
        states += [(state, Tone.ACCENT) for state in kept]
        self.tags.show_tags((*states, *((tag, Tone.PLAIN) for tag in card.tags)))
        one, many = tr("1 other fits too"), tr("{} others fit too").format(others)
        self.others.setText(one if others == 1 else many)
        self._others.setVisible(others > 0)
        self._show_ways([])
        self._said.hide()
        self._who.show()

    def say(self, saying: Saying, ways: list[tuple[QPushButton, str]]) -> None:
        """A sentence, and buttons with their keys; the first is the way on."""
        self.what.setText(saying.what)
        self.how.setText(saying.how)
        self.how.setVisible(bool(saying.how))
        self._show_ways(ways)
        self._who.hide()
        self._said.show()

    def use_keys(self, *, here: bool) -> None:
        """Show the digit that copies the name only while it works."""
        self.cap.setVisible(here)

    def changeEvent(self, event: QEvent) -> None:
        """Names from outside stand where the interface begins, whatever their letters are."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        start = start_of(self.layoutDirection())
        for words in (self.second, self.clock):
            words.setAlignment(start | Qt.AlignmentFlag.AlignVCenter)
        for said in (self.what, self.how):
            said.setAlignment(start | Qt.AlignmentFlag.AlignTop)

    def _show_ways(self, ways: list[tuple[QPushButton, str]]) -> None:
        shown = [one for one, _ in ways]
        if shown == self.ways:
            return
        while (item := self._row.takeAt(0)) is not None:
            line = item.widget()
            if line is None:
                continue
            for one in self.ways:
                if line.isAncestorOf(one):
                    one.setParent(self)
                    one.hide()
            line.hide()
            line.deleteLater()
        self.ways = shown
        for one, key in ways:
            line = QWidget()
            both = QHBoxLayout(line)
            both.setContentsMargins(0, 0, 0, 0)
            both.setSpacing(look.GRID)
            both.addWidget(one)
            both.addWidget(KeyCap(key))
            both.addStretch(1)
            self._row.addWidget(line)
            one.show()

    def _build(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(look.GRID)
        first.addWidget(self.name, 1)
        first.addWidget(self.cap, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.refresh, 0, Qt.AlignmentFlag.AlignTop)
        who = QVBoxLayout(self._who)
        who.setContentsMargins(look.MARGIN, look.GRID + look.HALF, look.MARGIN, look.GRID)
        who.setSpacing(2)
        who.addLayout(first)
        who.addWidget(self.second)
        who.addWidget(self.clock)
        who.addWidget(self.tags)
        rest = QHBoxLayout(self._others)
        rest.setContentsMargins(0, look.HALF, 0, 0)
        rest.addWidget(self.others)
        rest.addWidget(KeyCap("M"))
        rest.addStretch(1)
        who.addWidget(self._others)
        said = QVBoxLayout(self._said)
        said.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.GRID)
        said.setSpacing(look.HALF)
        said.addWidget(self.what)
        said.addWidget(self.how)
        said.addSpacing(look.HALF)
        self._row.setSpacing(look.GRID)
        said.addLayout(self._row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._who)
        whole.addWidget(self._said)
