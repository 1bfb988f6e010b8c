"""What one screen shows of a break: a sentence, a drawing in a ring of time, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QScreen,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.breaks import wording
from desktop.ui.breaks.drawings import draw_exercise, tint
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.words import KeysLine, button, label

RING = 28 * look.GRID
LEAST_RING = 9 * look.GRID
"""Where there is no room for this much of it, the words stand alone."""
AIR = 12 * look.GRID
"""Between all that stands in the column, at least."""
RING_WIDTH = look.GRID
TEXT_WIDTH = 72 * look.GRID
MOVED = 4
"""Pixels; less is a desk that somebody touched."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A break as it is shown, the same on every screen."""

    title: str
    steps: tuple[str, ...] = ()
    drawing: str = ""
    headset_off: bool = False
    length: float = 1.0
    """Seconds."""
    can_postpone: bool = False
    can_skip: bool = False
    postpone: float = 0.0
    """What postponing puts it off by; 0 where that is not said."""
    waiting: bool = False
    """It is over, and nobody has come back yet."""


class Ring(QWidget):
    """The drawing, and around it the time that is left; time goes clockwise everywhere."""

    def __init__(self) -> None:
        """Full and empty of drawing."""
        super().__init__()
        self.setFixedSize(RING, RING)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._share = 1.0
        self._drawing = ""

    @property
    def share(self) -> float:
        """How much is left, from 0 to 1."""
        return self._share

    def show_drawing(self, name: str) -> None:
        """Another drawing."""
        self._drawing = name
        self.update()

    def show_share(self, share: float) -> None:
        """So much is left."""
        self._share = min(max(share, 0.0), 1.0)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = RING_WIDTH / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.setPen(QPen(tint(), RING_WIDTH))
        painter.drawEllipse(box)
        pen = QPen(look.colour("accent"), RING_WIDTH)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if self._share > 0:
            # Qt counts sixteenths of a degree, against the clock, from three o'clock.
            painter.drawArc(box, 90 * 16, -round(self._share * 360 * 16))
        inner = self.width() * 0.21
        draw_exercise(
            painter,
            QRectF(self.rect()).adjusted(inner, inner, -inner, -inner),
            self._drawing,
            look.colour("ink"),
            tint(),
        )
        painter.end()


class BreakScreen(QWidget):
    """Covers one screen. Hands every key to who decides whether it was meant."""

    pressed = Signal(QKeyEvent)
    released = Signal(QKeyEvent)
    left = Signal()
    """The keys went to another window."""
    moved = Signal()
    """The mouse moved, clicked or turned its wheel while it waited."""
    postponed = Signal()
    skipped = Signal()

    def __init__(self, screen: QScreen) -> None:
        """Hidden; see :meth:`cover`."""
        flags = (
            Qt.WindowType.Window
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
        )
        super().__init__(None, flags)
        self.setObjectName("break")
        self.setWindowTitle(self.tr("Deskhand break"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.covered = screen
        self._shown = Shown("")
        self._leaving = False
        self._mouse: QPoint | None = None
        self.ring = Ring()
        self.title = label("", wrap=True)
        self.title.setFont(look.font(look.SIZE_SENTENCE, strong=True))
        self.steps = label("", wrap=True)
        self.steps.setFont(look.font(look.SIZE_NAME))
        self.time = label("", "muted")
        for one in (self.title, self.steps, self.time):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.later = button("")
        self.skip = button(self.tr("Skip"))
        self.later.clicked.connect(self.postponed)
        self.skip.clicked.connect(self.skipped)
        for each in (self.later, self.skip):
            # Else Qt gives the first one the focus with the window, and Enter alone would do it.
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            each.installEventFilter(self)
        self.keys = KeysLine()
        self.keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._build()
        look.theme().changed.connect(self.update)
        screen.geometryChanged.connect(self.fit)

    # --- what the window calls --------------------------------------------------------------

    def cover(self) -> None:
        """Show over the whole screen."""
        self.setScreen(self.covered)
        self.fit()
        # On a Mac full screen is a space of its own, which slides in: there it only covers.
        if QGuiApplication.platformName() == "cocoa":
            self.show()
        else:
            self.showFullScreen()
        self.raise_()

    def fit(self) -> None:
        """The screen is of another size, or elsewhere."""
        self.setGeometry(self.covered.geometry())

    def take_keys(self) -> None:
        """Let the keys come here; no button has them before Tab."""
        self.activateWindow()
        self.setFocus()

    def show_break(self, shown: Shown) -> None:
        """Say all of it anew, but the time."""
        self._shown = shown
        self._mouse = None
        self.title.setText(shown.title)
        steps = (self.tr("Take the headset off."), *shown.steps)
        self.steps.setText("\n".join(steps if shown.headset_off else shown.steps))
        self.steps.setVisible(bool(self.steps.text()))
        self.ring.show_drawing(shown.drawing)
        self.time.setVisible(not shown.waiting)
        self.later.setText(wording.later(shown.postpone))
        for one, allowed in ((self.later, shown.can_postpone), (self.skip, shown.can_skip)):
            if one.hasFocus() and not allowed:
                self.setFocus()
            one.setVisible(allowed)
        if shown.waiting:
            self.setFocus()
        self._show_keys()
        self._fit_ring()

    def show_left(self, seconds: float) -> None:
        """So much of it is left."""
        self.time.setText(self.tr("{} left").format(wording.clock(seconds)))
        self.ring.show_share(seconds / max(self._shown.length, 0.001))

    def show_holding(self, holding: bool) -> None:
        """Escape is down, and does something if it stays so."""
        self._say_rest(self.tr("Keep holding") if holding else "")

    def go_through(self, *, forward: bool) -> None:
        """The focus to the next button, and past the last one to none."""
        stops: list[QWidget] = [self, *(one for one in self.buttons())]
        at = next((n for n, one in enumerate(stops) if one.hasFocus()), 0)
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )

    def enter(self) -> None:
        """Do what the button with the focus says, if one has it."""
        chosen = next((one for one in self.buttons() if one.hasFocus()), None)
        if chosen is not None:
            chosen.click()

    def buttons(self) -> tuple[QPushButton, ...]:
        """Those that are offered."""
        return tuple(one for one in (self.later, self.skip) if not one.isHidden())

    def leave(self) -> None:
        """Go, and don't come again."""
        self._leaving = True
        self.hide()
        self.deleteLater()

    # --- Qt ---------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keys, Tab among them, which Qt would move the focus by."""
        return self._on_key(event) or super().event(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A button's keys: Space is typed too often to press one."""
        return self._on_key(event)

    def _on_key(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.KeyPress:
            self.pressed.emit(event)
        elif event.type() is QEvent.Type.KeyRelease:
            self.released.emit(event)
        event.accept()
        return True

    def changeEvent(self, event: QEvent) -> None:
        """Another window has the keys now."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.left.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Somebody is back; a pointer that stands still sends such events too."""
        here = event.globalPosition().toPoint()
        if self._mouse is None:
            self._mouse = here
        elif (here - self._mouse).manhattanLength() >= MOVED and self._shown.waiting:
            self.moved.emit()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Somebody is back."""
        if self._shown.waiting:
            self.moved.emit()

    def wheelEvent(self, _event: QWheelEvent) -> None:
        """Somebody is back."""
        if self._shown.waiting:
            self.moved.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The system's key to close is typed by accident like any other: it comes up again.

        The event is accepted, because Deskhand could not quit otherwise.
        """
        super().closeEvent(event)
        if not self._leaving:
            QTimer.singleShot(0, self, self._come_again)

    def _come_again(self) -> None:
        if not self._leaving:
            self.cover()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the words have the room, not the drawing."""
        super().resizeEvent(event)
        self._fit_ring()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The calm ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("calm"))
        painter.end()

    # --- inside -----------------------------------------------------------------------------

    def _fit_ring(self) -> None:
        width = min(self.width() - 2 * look.MARGIN, TEXT_WIDTH)
        said = [one for one in (self.title, self.steps, self.time) if not one.isHidden()]
        words = sum(
            one.heightForWidth(width) if one.wordWrap() else one.sizeHint().height() for one in said
        )
        others = look.KEYS_HEIGHT + 2 * look.MARGIN + look.FIELD_HEIGHT + AIR
        side = min(self.height() - words - others, RING)
        self.ring.setVisible(side >= LEAST_RING)
        self.ring.setFixedSize(max(side, LEAST_RING), max(side, LEAST_RING))

    def _show_keys(self) -> None:
        shown = self._shown
        keys: list[tuple[str, str]] = []
        if shown.can_postpone or shown.can_skip:
            keys = [("Tab", self.tr("to the buttons")), ("Enter", self.tr("choose"))]
            does = self.skip if shown.can_skip else self.later
            keys.append((self.tr("hold Esc"), does.text().lower()))
        self.keys.show_keys(keys)
        self._say_rest("")

    def _say_rest(self, words: str) -> None:
        if not words and not self._shown.waiting:
            words = self.tr("Other keys do nothing here")
        self.keys.say(words)

    def _build(self) -> None:
        wishes = QHBoxLayout()
        wishes.setSpacing(look.GRID)
        wishes.addStretch(1)
        wishes.addWidget(self.later)
        wishes.addWidget(self.skip)
        wishes.addStretch(1)
        column = QVBoxLayout()
        column.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        column.setSpacing(look.GRID)
        column.addStretch(1)
        column.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(2 * look.GRID)
        for one in (self.title, self.steps, self.time):
            one.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(one, 1000)
            row.addStretch(1)
            one.setMaximumWidth(TEXT_WIDTH)
            column.addLayout(row)
        column.addSpacing(look.GRID)
        # The buttons' room stays when they go, so that nothing else moves.
        room = QWidget()
        room.setFixedHeight(self.later.sizeHint().height())
        wishes.setContentsMargins(0, 0, 0, 0)
        room.setLayout(wishes)
        column.addWidget(room)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        # The screen says how large this is; the ring gives way.
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(column, 1)
        whole.addWidget(self.keys)

    def sizeHint(self) -> QSize:
        """For pictures; on a screen it has that screen's size."""
        return QSize(100 * look.GRID, 70 * look.GRID)
