"""A window that comes up beside the agent's work and has the keys only when asked to take them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.widgets.frame import Frame, area_at, place

_QUIET = Qt.WindowType.WindowDoesNotAcceptFocus
_ACTIVE_MS = 1000


class QuietFrame(Frame):
    """Shown without the focus; :meth:`take_keys` gives it the focus, another window takes it back.

    It stays when the focus goes elsewhere: the agent reads it while writing.
    """

    def __init__(self) -> None:
        """Hidden and without keys."""
        super().__init__(focus=False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._has_keys = False
        self._was_active = False
        self._then: Callable[[], None] | None = None
        self._spot: QPoint | None = None
        self._was_moved = False

    @property
    def has_keys(self) -> bool:
        """Do the keys come here?"""
        return self._has_keys

    def open_quietly(self, at: QPoint | None) -> None:
        """Show below ``at``, the focus left where it is; an open window without ``at`` stays."""
        if at is not None or not self.isVisible():
            self._spot = QCursor.pos() if at is None else at
            self._was_moved = False
        self.stay_on_screen()
        if not self.isVisible():
            self._set_quiet(quiet=True)
            self.setFocus()  # no part of it looks as if it had the keys
            self.show()
        self.raise_()

    def stay_on_screen(self) -> None:
        """Stand whole on the screen, after the size has changed."""
        if self._was_moved:
            area = area_at(self.geometry().center())
            self.move(
                max(min(self.x(), area.right() + 1 - self.width()), area.left()),
                max(min(self.y(), area.bottom() + 1 - self.height()), area.top()),
            )
        elif self._spot is not None:
            self.move(place(self.size(), self._spot, area_at(self._spot)))

    def was_moved(self) -> None:
        """The agent moves it: it stands no longer where it opened, until it opens anew."""
        self._was_moved = True

    def take_keys(self) -> None:
        """Let the keys come here: the agent asked for it. Nothing while it is hidden."""
        if not self.isVisible():
            return
        self._set_quiet(quiet=False)
        self.raise_()
        self.activateWindow()
        self.keys_changed()

    def once_active(self, then: Callable[[], None]) -> None:
        """Call ``then`` when it is the active window, or has not become it in a second."""
        self._then = then
        QTimer.singleShot(_ACTIVE_MS, self, self._go_on)

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def keys_changed(self) -> None:
        """For subclasses: `has_keys` is another."""

    def _set_quiet(self, *, quiet: bool) -> None:
        self._has_keys = not quiet
        self._was_active = False
        flags = self.windowFlags()
        # QWidget.setWindowFlags would hide the window and make it anew.
        self.overrideWindowFlags(flags | _QUIET if quiet else flags & ~_QUIET)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, quiet)
        self.setAttribute(Qt.WidgetAttribute.WA_X11DoNotAcceptFocus, quiet)
        handle = self.windowHandle()
        if handle is not None:
            handle.setFlag(_QUIET, quiet)

    def changeEvent(self, event: QEvent) -> None:
        """Another window was given the keys: be quiet again, and stay."""
        super().changeEvent(event)
        if event.type() is not QEvent.Type.ActivationChange or not self._has_keys:
            return
        if self.isActiveWindow():
            self._was_active = True
            QTimer.singleShot(0, self, self._go_on)  # its field gets the focus behind this
        elif self._was_active and QApplication.activePopupWidget() is None:
            self._set_quiet(quiet=True)
            self.keys_changed()


def let_keys_into(window_id: int) -> None:
    """Have a window of Deskhand's own take keys again, before it is brought to the front.

    A quiet one lost them to the window that is closing now, and takes none until it is told to:
    it would come forward, and the keys would go nowhere. Other windows stay as they are.
    """
    own = _quiet(window_id)
    if own is not None:
        own.take_keys()


def when_it_has_keys(window_id: int, then: Callable[[], None]) -> None:
    """Call ``then`` when a quiet window of Deskhand's own knows that it is in front; else at once.

    The screen knows it first: what is typed then would come before the field that it is for.
    """
    own = _quiet(window_id)
    if own is None or own.isActiveWindow():
        then()
    else:
        own.once_active(then)


def _quiet(window_id: int) -> QuietFrame | None:
    own = QWidget.find(window_id) if window_id else None
    return own if isinstance(own, QuietFrame) else None


class Handle(QWidget):
    """The part of a window without a title bar by which the mouse moves it."""

    def __init__(self) -> None:
        """Moves the window it stands in."""
        super().__init__()
        self._grip: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold; the system's own way to move a window may give it the focus."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._grip = event.globalPosition().toPoint() - self.window().pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the window; it stays where it is put."""
        if self._grip is None:
            return
        window = self.window()
        window.move(event.globalPosition().toPoint() - self._grip)
        if isinstance(window, QuietFrame):
            window.was_moved()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None
