"""The pasteboard in the keyboard process: one paste at a time, and what was there comes back.

Read: ``NSPasteboard`` (``changeCount`` grows with every change of owner), ``NSPasteboardItem``
("intended to be used during a single pasteboard interaction": so their data is copied),
``NSPasteboardItemDataProvider`` (asked when somebody reads, on the thread that has written, whose
loop has to run; and asked once for a type, then the pasteboard keeps the answer).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from typing import Any

import AppKit
import Foundation
import objc

from desktop.host.macos import marks
from desktop.host.macos.machine import Contents
from desktop.host.macos.marks import Item


class MacBoard:
    """``Board`` of :mod:`.machine`; the main thread."""

    def __init__(self, wake: Callable[[], None]) -> None:
        """``wake`` makes the loop look around."""
        self._wake = wake
        self._board = AppKit.NSPasteboard.generalPasteboard()
        self._aside: tuple[Item, ...] | None = None
        self._reading: _Reading | None = None
        self._ours = -1
        """``changeCount`` of what we have put there."""
        self._content: dict[str, bytes] = {}
        self._fetches = 0
        self._on_fetch: Callable[[], None] = lambda: None
        self._provider: Any = None

    def set_aside(self) -> Callable[[], bool]:
        """See :class:`desktop.host.macos.machine.Board`.

        On a thread of its own: who has promised what stands there may take long to hand it over.
        """
        if self._aside is not None and self._is_ours():
            self._reading = None
            return lambda: True
        self._aside = None
        self._reading = _Reading(self._board.changeCount(), self._wake)
        return self._reading.is_done

    def promise(self, content: Contents, fetches: int, on_fetch: Callable[[], None]) -> bool:
        """See :class:`desktop.host.macos.machine.Board`."""
        reading, self._reading = self._reading, None
        if reading is not None:
            if reading.items is None or reading.count != self._board.changeCount():
                return False
            self._aside = reading.items
        self._content, self._fetches, self._on_fetch = dict(content), fetches, on_fetch
        return self._write()

    def put_back(self) -> None:
        """See :class:`desktop.host.macos.machine.Board`."""
        aside, self._aside = self._aside, None
        if aside is None or not self._is_ours():
            return
        self._board.clearContents()
        self._provider = None
        items = [_made(item) for item in aside]
        if items:
            items[0].setData_forType_(Foundation.NSData.data(), marks.PUT_BACK)
            self._board.writeObjects_(items)

    def _is_ours(self) -> bool:
        return bool(self._board.changeCount() == self._ours)

    def _write(self) -> bool:
        item = AppKit.NSPasteboardItem.alloc().init()
        self._provider = _provider_class().alloc().initWithProvide_(self._provided)
        item.setDataProvider_forTypes_(self._provider, list(self._content))
        for mark in marks.MARKS:
            item.setData_forType_(Foundation.NSData.data(), mark)
        self._board.clearContents()
        written = bool(self._board.writeObjects_([item]))
        self._ours = self._board.changeCount()
        return written

    def _provided(self, kind: str) -> bytes:
        """Somebody reads it."""
        self._fetches -= 1
        if self._fetches > 0:
            # To hear of the next one it has to be promised anew, once this one has its answer.
            again = Foundation.NSOperationQueue.mainQueue()
            again.addOperationWithBlock_(self._promise_again)
        self._on_fetch()
        self._wake()
        return self._content.get(kind, b"")

    def _promise_again(self) -> None:
        if self._aside is not None and self._is_ours():
            self._write()


class _Reading:
    """Copies all that stands on the pasteboard."""

    def __init__(self, count: int, wake: Callable[[], None]) -> None:
        self.count = count
        self.items: tuple[Item, ...] | None = None
        self._wake = wake
        self._thread = threading.Thread(target=self._read, name="pasteboard", daemon=True)
        self._thread.start()

    def is_done(self) -> bool:
        return not self._thread.is_alive()

    def _read(self) -> None:
        with objc.autorelease_pool():
            items: list[Item] = []
            for item in AppKit.NSPasteboard.generalPasteboard().pasteboardItems() or ():
                data: list[tuple[str, bytes]] = []
                for kind in marks.kept_types([str(one) for one in item.types()]):
                    found = item.dataForType_(kind)
                    if found is None:  # its owner does not hand it over: then nothing is touched
                        return
                    data.append((kind, bytes(found)))
                items.append(Item(tuple(data)))
                if marks.size_of(items) > marks.MOST:
                    return
            self.items = tuple(items)
        self._wake()


def _made(item: Item) -> Any:
    made = AppKit.NSPasteboardItem.alloc().init()
    for kind, data in item.data:
        made.setData_forType_(_data(data), kind)
    return made


def _data(data: bytes) -> Any:
    return Foundation.NSData.dataWithBytes_length_(data, len(data))


@cache
def _provider_class() -> Any:
    """``NSPasteboardItemDataProvider``, whose methods are looked up by name."""

    class DeskhandProvider(AppKit.NSObject):  # type: ignore[misc] # pyobjc has no types
        """Hands out content when somebody reads it."""

        def initWithProvide_(self, provide: Callable[[str], bytes]) -> Any:  # noqa: N802 - Objective-C
            self = objc.super(DeskhandProvider, self).init()  # noqa: PLW0642 - as pyobjc has it
            if self is not None:
                self.provide = provide
            return self

        def pasteboard_item_provideDataForType_(  # noqa: N802 - Objective-C
            self, _board: object, item: Any, kind: str
        ) -> None:
            item.setData_forType_(_data(self.provide(str(kind))), kind)

        def pasteboardFinishedWithDataProvider_(self, _board: object) -> None:  # noqa: N802
            """Nothing is kept."""

    return DeskhandProvider
