"""Hands, ears and a field on a real Mac, for the typing contract's cases.

Keys are posted where the hardware's come in, the keyboard process is the real one, and the field is
the Qt window that the tests on X11 type into.
"""

from __future__ import annotations

import builtins
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from desktop.core.triggerfile import write_index
from desktop.host.macos import codes
from desktop.keyboard import messages
from desktop.keyboard.link import KeyboardLink
from tests.typing_cases import Snippet
from tests.unit.keyboard.conftest import Trigger, make_index

M = TypeVar("M", bound=messages.Message)
SECONDS = 20.0
WINDOW = Path(__file__).parents[1] / "screen" / "text_window.py"
NAMES = {
    "BackSpace": codes.DELETE, "Left": codes.LEFT, "Home": 0x73, "End": 0x77,
    "Escape": codes.ESCAPE, "shift": codes.SHIFT, "\n": codes.RETURN, "\t": codes.TAB,
}  # fmt: skip
OTHER_NAMES = {"colon": ":", "semicolon": ";"}


def eventually(done: Callable[[], bool], seconds: float = SECONDS) -> bool:
    """Wait for a condition that nothing announces; False when it does not come."""
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


class Hands:
    """Post keys at the place where the hardware's come in."""

    def __init__(self, layout: Any) -> None:
        """``layout`` is a ``MacLayout``."""
        import Quartz

        self._quartz = Quartz
        self._layout = layout
        self._source = Quartz.CGEventSourceCreate(Quartz.kCGEventSourceStateHIDSystemState)
        self._down: set[int] = set()

    def type(self, text: str, delay: int = 8) -> None:
        """See :class:`tests.typing_cases.Hands`."""
        for char in text:
            found = (NAMES[char], ()) if char in NAMES else self._layout.key_for(char)
            if found is None:
                self._post(codes.A, down=True, text=char)
                self._post(codes.A, down=False, text=char)
            else:
                self._tap(*found)
            time.sleep(delay / 1000)

    def keys(self, *names: str, delay: int = 8) -> None:
        """See :class:`tests.typing_cases.Hands`."""
        for name in names:
            held, _, last = name.rpartition("+")
            last = OTHER_NAMES.get(last, last)
            key, more = (NAMES[last], ()) if last in NAMES else self._layout.key_for(last)
            modifiers = {"ctrl": (codes.CONTROL,), "shift": (codes.SHIFT,)}.get(held, ())
            self._tap(key, (*modifiers, *more))
            time.sleep(delay / 1000)

    def down(self, *names: str) -> None:
        """See :class:`tests.typing_cases.Hands`."""
        for name in names:
            self._press(self._key(name), down=True)

    def up(self, *names: str) -> None:
        """See :class:`tests.typing_cases.Hands`."""
        for name in names:
            self._press(self._key(name), down=False)

    def click(self, x: float, y: float) -> None:
        """Click at a place of the screen."""
        quartz = self._quartz
        for kind in (quartz.kCGEventLeftMouseDown, quartz.kCGEventLeftMouseUp):
            event = quartz.CGEventCreateMouseEvent(self._source, kind, (x, y), 0)
            quartz.CGEventPost(quartz.kCGHIDEventTap, event)

    def _key(self, name: str) -> int:
        return NAMES[name] if name in NAMES else int(self._layout.key_for(name)[0])

    def _tap(self, key: int, modifiers: Sequence[int] = ()) -> None:
        new = [one for one in modifiers if one not in self._down]
        for one in new:
            self._press(one, down=True)
        self._press(key, down=True)
        self._press(key, down=False)
        for one in reversed(new):
            self._press(one, down=False)

    def _press(self, key: int, *, down: bool) -> None:
        if key in codes.HELD_MODIFIERS:
            (self._down.add if down else self._down.discard)(key)
        self._post(key, down=down)

    def _post(self, key: int, *, down: bool, text: str = "") -> None:
        quartz = self._quartz
        event = quartz.CGEventCreateKeyboardEvent(self._source, key, down)
        if text:
            units = len(text.encode("utf-16-le")) // 2
            quartz.CGEventKeyboardSetUnicodeString(event, units, text)
        quartz.CGEventSetFlags(event, codes.flags_of(self._down) | codes.own_flags(key))
        quartz.CGEventPost(quartz.kCGHIDEventTap, event)


class Ear:
    """The keyboard process, and the application that answers it from a table."""

    def __init__(self, folder: Path, snippets: Sequence[Snippet]) -> None:
        """Start it, and wait until it has the triggers."""
        self._news = threading.Condition()
        self._snippets = snippets
        self.heard: list[messages.FromKeyboard] = []
        command = [sys.executable, "-m", "desktop", "keyboard"]
        self.link = KeyboardLink(command, self._handle, self._on_lost)
        path = folder / "triggers"
        triggers = [
            Trigger(one.trigger, number, one.left_word, one.right_word, one.folded)
            for number, one in enumerate(snippets)
        ]
        write_index(path, make_index(triggers))
        self.link.keep(messages.Load(str(path)))
        self.link.start()
        self.wait(messages.Loaded)
        self.wait(messages.State)

    def stop(self) -> None:
        """End it."""
        self.link.stop()

    def of(self, kind: builtins.type[M]) -> list[M]:
        """See :class:`tests.typing_cases.Ear`."""
        with self._news:
            return [one for one in self.heard if isinstance(one, kind)]

    def wait(self, kind: builtins.type[M]) -> list[M]:
        """See :class:`tests.typing_cases.Ear`."""
        self._until(lambda: bool(self.of(kind)), kind.__name__)
        return self.of(kind)

    def quiet(self, matches: int) -> None:
        """See :class:`tests.typing_cases.Ear`."""

        def over() -> bool:
            ended = len(self.of(messages.Typed)) + len(self.of(messages.Failed))
            return ended >= max(matches, len(self.of(messages.Matched)))

        self._until(over, f"the end of {matches} matches")

    def forget(self) -> None:
        """Forget what has come."""
        with self._news:
            self.heard.clear()

    def _until(self, done: Callable[[], bool], what: str) -> None:
        with self._news:
            if not self._news.wait_for(done, SECONDS):
                raise AssertionError(f"{what} did not come; heard: {self.heard}")

    def _handle(self, message: messages.FromKeyboard) -> None:
        with self._news:
            self.heard.append(message)
            self._news.notify_all()
        if isinstance(message, messages.Matched):
            one = self._snippets[message.numbers[0]]
            self.link.send(messages.Expand(message.serial, one.text, one.left, one.way, one.rich))

    def _on_lost(self, reason: str) -> None:
        raise AssertionError(f"the keyboard process was lost: {reason}")


class Field:
    """The text window."""

    def __init__(self) -> None:
        """Start it, and wait until it has the keyboard."""
        self._process = subprocess.Popen(
            [sys.executable, str(WINDOW)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if not eventually(self._comes_forward):
            self.end()
            raise AssertionError("the text window does not get the keyboard")

    def text(self, wanted: str) -> str:
        """See :class:`tests.typing_cases.Field`."""
        eventually(lambda: self._ask("read")["text"] == wanted)
        return str(self._ask("read")["text"])

    def clear(self) -> None:
        """Empty it."""
        self._ask("clear")

    def end(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()

    def place(self) -> tuple[float, float]:
        """A place in it, right of whatever is typed there."""
        import Quartz

        from desktop.host.macos.front import listed_windows

        for one in listed_windows():
            if one["kCGWindowOwnerPID"] == self._process.pid:
                bounds = one["kCGWindowBounds"]
                return bounds["X"] + bounds["Width"] - 30, bounds["Y"] + bounds["Height"] - 30
        raise AssertionError(f"no window of {self._process.pid} in {Quartz.kCGNullWindowID}")

    def _comes_forward(self) -> bool:
        import AppKit

        found = AppKit.NSRunningApplication.runningApplicationWithProcessIdentifier_(
            self._process.pid
        )
        if found is not None:
            found.activateWithOptions_(AppKit.NSApplicationActivateIgnoringOtherApps)
        return bool(self._ask("read")["focused"])

    def _ask(self, order: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        return dict(json.loads(self._process.stdout.readline()))


class Desk:
    """See :class:`tests.typing_cases.Desk`."""

    def __init__(self, agent: Hands, keyboard: Ear, field: Field) -> None:
        """All three are there."""
        self.agent, self.keyboard, self.field = agent, keyboard, field

    def types(self, text: str, delay: int = 8, *, matches: int = 1) -> None:
        """See :class:`tests.typing_cases.Desk`."""
        self.agent.type(text, delay)
        self.keyboard.quiet(matches)

    def click(self) -> None:
        """See :class:`tests.typing_cases.Desk`."""
        self.agent.click(*self.field.place())
