"""What other applications tell of themselves by Accessibility.

Main thread only: Apple's technical support says that the functions are safe on no other (developer
forums), and a program that does not answer must not keep ours waiting: see ``_PATIENCE_S``.

Read: Apple's reference of ``AXUIElement.h`` (``AXUIElementSetMessagingTimeout``: set on the
system-wide object it holds for all of this process; every call may say
``kAXErrorCannotComplete``), ``AXValue.h``, ``AXAttributeConstants.h``, ``AXRoleConstants.h``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ApplicationServices as Services
import objc
import Quartz

_PATIENCE_S = 0.08
_DONE = 0


class Accessibility:
    """One for a process, on its main thread."""

    def __init__(self) -> None:
        """Say how long we wait."""
        self._everything = Services.AXUIElementCreateSystemWide()
        Services.AXUIElementSetMessagingTimeout(self._everything, _PATIENCE_S)

    def application(self, pid: int) -> Any:
        """An application."""
        return Services.AXUIElementCreateApplication(pid)

    def focused(self, pid: int) -> Any:
        """The element of an application that has the keyboard, or None."""
        return self.value(self.application(pid), Services.kAXFocusedUIElementAttribute)

    def title(self, pid: int) -> str:
        """The title of the window that an application has in front."""
        window = self.value(self.application(pid), Services.kAXFocusedWindowAttribute)
        found = None if window is None else self.value(window, Services.kAXTitleAttribute)
        return str(found or "")

    def is_secret(self, pid: int) -> bool:
        """Does the focused element hide what is typed?"""
        element = self.focused(pid)
        if element is None:
            return False
        kinds = (Services.kAXSubroleAttribute, Services.kAXRoleAttribute)
        secret = Services.kAXSecureTextFieldSubrole
        return any(self.value(element, kind) == secret for kind in kinds)

    def selected_text(self, pid: int) -> str | None:
        """What is selected, where the element tells; nothing of a field that hides its text."""
        element = None if self.is_secret(pid) else self.focused(pid)
        if element is None:
            return None
        found = self.value(element, Services.kAXSelectedTextAttribute)
        return str(found) if found else None

    def caret(self, pid: int) -> tuple[int, int] | None:
        """Below the caret, from the upper left corner of the screen; None: it does not tell."""
        element = self.focused(pid)
        chosen = (
            None if element is None else self.value(element, Services.kAXSelectedTextRangeAttribute)
        )
        if chosen is None:
            return None
        failed, value = Services.AXUIElementCopyParameterizedAttributeValue(
            element, Services.kAXBoundsForRangeParameterizedAttribute, chosen, None
        )
        if failed != _DONE or value is None:
            return None
        told, place = Services.AXValueGetValue(value, Services.kAXValueCGRectType, None)
        if not told or not (place.size.height or place.size.width or place.origin.x):
            return None  # some tell an empty place for an empty range
        return int(place.origin.x), int(place.origin.y + place.size.height)

    def fills_screen(self, pid: int) -> bool:
        """Is the window in front a full-screen one?"""
        window = self.value(self.application(pid), Services.kAXFocusedWindowAttribute)
        return bool(window is not None and self.value(window, _FULL_SCREEN))

    def raise_window(self, pid: int, title: str) -> None:
        """Bring the window of this title to the front of its application."""
        windows = self.value(self.application(pid), Services.kAXWindowsAttribute) or ()
        for window in windows:
            if str(self.value(window, Services.kAXTitleAttribute) or "") == title:
                Services.AXUIElementPerformAction(window, Services.kAXRaiseAction)
                return

    def value(self, element: Any, name: str) -> Any:
        """An attribute; None where there is none, or no answer in time."""
        failed, found = Services.AXUIElementCopyAttributeValue(element, name, None)
        return found if failed == _DONE else None


_FULL_SCREEN = "AXFullScreen"
"""Has no name in Apple's headers; every window that has the green button has it."""


class FocusWatch:
    """Tells when another window or field of one application gets the keyboard."""

    _WATCHED = (
        Services.kAXFocusedUIElementChangedNotification,
        Services.kAXFocusedWindowChangedNotification,
    )

    def __init__(self, changed: Callable[[], None]) -> None:
        """Nothing is watched yet."""
        self._observer: Any = None
        self._pid = 0

        @objc.callbackFor(Services.AXObserverCreate)  # type: ignore[untyped-decorator] # pyobjc has none
        def called(_observer: object, _element: object, _name: object, _info: object) -> None:
            changed()

        self._callback = called  # kept, as the observer has only its address

    def watch(self, pid: int) -> None:
        """Watch this application and no other."""
        if pid == self._pid:
            return
        self.close()
        self._pid = pid
        failed, observer = Services.AXObserverCreate(pid, self._callback, None)
        if failed != _DONE or observer is None:
            return
        application = Services.AXUIElementCreateApplication(pid)
        for name in self._WATCHED:
            Services.AXObserverAddNotification(observer, application, name, None)
        source = Services.AXObserverGetRunLoopSource(observer)
        Quartz.CFRunLoopAddSource(
            Quartz.CFRunLoopGetCurrent(), source, Quartz.kCFRunLoopDefaultMode
        )
        self._observer = observer

    def close(self) -> None:
        """Watch nothing."""
        if self._observer is not None:
            source = Services.AXObserverGetRunLoopSource(self._observer)
            Quartz.CFRunLoopRemoveSource(
                Quartz.CFRunLoopGetCurrent(), source, Quartz.kCFRunLoopDefaultMode
            )
        self._observer, self._pid = None, 0
