"""What the system tells by notifications: applications, sleep, the lock.

Read: ``NSWorkspace`` (its own notification center), ``NSDistributedNotificationCenter``. Both tell
on the main thread, whose loop has to run. ``com.apple.screenIsLocked`` and ``…IsUnlocked`` stand in
no reference of Apple's; programs have relied on them since Mac OS X 10.7.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import AppKit
import Foundation
import objc

LOCKED, UNLOCKED = "com.apple.screenIsLocked", "com.apple.screenIsUnlocked"
LAYOUT = "com.apple.Carbon.TISNotifySelectedKeyboardInputSourceChanged"
"""What ``kTISNotifySelectedKeyboardInputSourceChanged`` is."""


@cache
def _teller() -> Any:
    class DeskhandTeller(AppKit.NSObject):  # type: ignore[misc] # pyobjc has no types
        """Hands a notification to a function."""

        def initWithTell_(self, tell: Callable[[], None]) -> Any:  # noqa: N802 - Objective-C
            self = objc.super(DeskhandTeller, self).init()  # noqa: PLW0642 - as pyobjc has it
            if self is not None:
                self.tell = tell
            return self

        def told_(self, _notification: object) -> None:
            self.tell()

    return DeskhandTeller


class Observers:
    """Some notifications of the workspace and of the session, each with who is told."""

    def __init__(
        self,
        workspace: Mapping[str, Callable[[], None]],
        session: Mapping[str, Callable[[], None]],
    ) -> None:
        """Observe from now on; on the main thread."""
        self._kept: list[tuple[Any, Any]] = []
        centers = (
            (AppKit.NSWorkspace.sharedWorkspace().notificationCenter(), workspace),
            (Foundation.NSDistributedNotificationCenter.defaultCenter(), session),
        )
        for center, names in centers:
            for name, tell in names.items():
                teller = _teller().alloc().initWithTell_(tell)
                center.addObserver_selector_name_object_(teller, b"told:", name, None)
                self._kept.append((center, teller))

    def close(self) -> None:
        """Observe no more."""
        for center, teller in self._kept:
            center.removeObserver_(teller)
        self._kept.clear()
