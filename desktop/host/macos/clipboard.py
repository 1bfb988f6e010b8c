"""The clipboard for the application: text in and out, and what is selected.

Read: ``NSPasteboard`` (``changeCount``: nobody is told of a change, so it is looked at).
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import AppKit
import Foundation

from desktop.host.base import MOST_SELECTED, PLAIN, Rich, Window
from desktop.host.macos import marks
from desktop.host.macos.accessibility import Accessibility
from desktop.host.macos.front import bundle_of, front_pid
from desktop.host.macos.main_thread import on_main

_EVERY_S = 0.4
_SET_S = 2.0


class MacClipboard:
    """``Clipboard`` of :mod:`desktop.host.base`; any thread may call it."""

    def __init__(self, accessibility: Callable[[], Accessibility]) -> None:
        """``accessibility`` is called on the main thread only."""
        self._accessibility = accessibility

    def text(self, timeout: float, *, secrets: bool = True) -> str | None:
        """See the Protocol."""

        def read() -> str | None:
            board = AppKit.NSPasteboard.generalPasteboard()
            types = [str(one) for one in board.types() or ()]
            if not secrets and marks.not_for_histories(types):
                return None
            found = board.stringForType_(marks.TEXT)
            return str(found) if found else None

        return on_main(read, None, timeout)

    def set_text(self, text: str, rich: Rich = PLAIN) -> None:
        """See the Protocol."""

        def write() -> None:
            board = AppKit.NSPasteboard.generalPasteboard()
            item = AppKit.NSPasteboardItem.alloc().init()
            for kind, data in marks.contents(text, rich):
                content = Foundation.NSData.dataWithBytes_length_(data, len(data))
                item.setData_forType_(content, kind)
            for mark in (marks.AUTO_GENERATED, marks.OWN):
                item.setData_forType_(Foundation.NSData.data(), mark)
            board.clearContents()
            board.writeObjects_([item])

        on_main(write, None, _SET_S)

    def selection(self, timeout: float) -> str | None:
        """See the Protocol."""
        found = on_main(lambda: self._accessibility().selected_text(front_pid()), None, timeout)
        return found if found is not None and len(found) <= MOST_SELECTED else None

    def selected_at(self, timeout: float) -> float | None:  # noqa: ARG002 - Protocol
        """A Mac does not tell: a selection here is what is highlighted now."""
        return None

    def watch(self, tell: Callable[[Window], None]) -> Callable[[], None]:
        """See the Protocol."""
        over = threading.Event()

        def look(known: int) -> tuple[int, Window | None]:
            board = AppKit.NSPasteboard.generalPasteboard()
            count = int(board.changeCount())
            if count == known:
                return count, None
            types = [str(one) for one in board.types() or ()]
            if marks.is_ours(types) or marks.not_for_histories(types):
                return count, None
            pid = front_pid()
            return count, Window(app=bundle_of(pid), pid=pid)

        def ask(known: int) -> tuple[int, Window | None]:
            nothing: tuple[int, Window | None] = (known, None)
            return on_main(lambda: look(known), nothing, _SET_S)

        def run() -> None:
            known, _ = ask(-1)
            while not over.wait(_EVERY_S):
                known, window = ask(known)
                if window is not None:
                    tell(window)

        threading.Thread(target=run, name="clipboard watch", daemon=True).start()
        return over.set

    def close(self) -> None:
        """What we put there stays."""
