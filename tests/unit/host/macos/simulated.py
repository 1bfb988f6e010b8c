"""A Mac as Apple's documentation has it, for the keys' pure part: one stream of events, a tap at
its head that may keep each, an application behind it, a pasteboard that asks when it is read.

What the documentation leaves open is the worst case here: the agent's keys come in between any two
events that are posted, and the application reads the pasteboard late.
"""

from __future__ import annotations

import builtins
import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from desktop.core.clock import FixedClock
from desktop.core.triggers import TriggerIndex
from desktop.host.base import Window
from desktop.host.keys import KeysOptions, Stroke
from desktop.host.macos import codes, marks
from desktop.host.macos.keys import MacKeys
from desktop.host.macos.ledger import is_own
from desktop.host.macos.machine import Contents, Hears
from desktop.host.macos.sending import Sent
from desktop.host.macos.strokes import Event
from desktop.keyboard import messages
from desktop.keyboard.typing import Typing

M = TypeVar("M", bound=messages.Message)

_ROWS = {
    "a": 0x00, "s": 0x01, "d": 0x02, "f": 0x03, "h": 0x04, "g": 0x05, "z": 0x06, "x": 0x07,
    "c": 0x08, "v": 0x09, "b": 0x0B, "q": 0x0C, "w": 0x0D, "e": 0x0E, "r": 0x0F, "y": 0x10,
    "t": 0x11, "o": 0x1F, "u": 0x20, "i": 0x22, "p": 0x23, "l": 0x25, "j": 0x26, "k": 0x28,
    "n": 0x2D, "m": 0x2E, "1": 0x12, "2": 0x13, "3": 0x14, "4": 0x15, "5": 0x17, "6": 0x16,
    "7": 0x1A, "8": 0x1C, "9": 0x19, "0": 0x1D, ";": 0x29, ",": 0x2B, ".": 0x2F, " ": 0x31,
    "é": 0x5E, "ü": 0x5F, "д": 0x66, "о": 0x68, "м": 0x6C,
}  # fmt: skip
_SHIFTED = {";": ":", "0": ")", "1": "!", ",": "<", ".": ">"}
DEAD_E = 0x0E
"""Option and E wait for a letter that takes an acute accent."""
_ACCENTED = {"e": "é", "a": "á", " ": "´"}
NAMES = {
    "BackSpace": codes.DELETE, "Left": codes.LEFT, "Home": 0x73, "End": 0x77,
    "Escape": codes.ESCAPE, "shift": codes.SHIFT, "Caps_Lock": codes.CAPS_LOCK,
    "colon": 0x29, "semicolon": 0x29, "\n": codes.RETURN, "\t": codes.TAB,
}  # fmt: skip


class Keyboard:
    """The layout: US, with a few keys more and one dead key."""

    def translate(self, key: int, flags: int, dead: int) -> tuple[str, int]:
        if key == DEAD_E and flags & codes.FLAG_OPTION:
            return ("´", 1) if dead else ("", 1)
        plain = next((char for char, code in _ROWS.items() if code == key), "")
        if not plain:
            return {codes.LEFT: "\x1c", codes.ESCAPE: "\x1b"}.get(key, ""), 0
        if flags & codes.FLAG_SHIFT:
            text = _SHIFTED.get(plain, plain.upper())
        else:
            text = plain.upper() if flags & codes.FLAG_CAPS and plain.isalpha() else plain
        return (_ACCENTED.get(text, "´" + text) if dead else text), 0

    def key_for(self, char: str) -> tuple[int, tuple[int, ...]] | None:
        for plain, code in _ROWS.items():
            if plain == char:
                return code, ()
            if _SHIFTED.get(plain, plain.upper()) == char:
                return code, (codes.SHIFT,)
        return None

    def paste_key(self) -> int:
        return codes.V

    def refresh(self) -> bool:
        return False

    def method(self) -> str:
        return ""


@dataclass
class Board:
    """The pasteboard: who reads a promise makes us keep it, once."""

    content: str = "the agent's own"
    promised: Callable[[], None] | None = None
    aside: str | None = None
    slow: bool = False
    read: list[str] = field(default_factory=list)

    def set_aside(self) -> Callable[[], bool]:
        return lambda: not self.slow

    def promise(self, content: Contents, fetches: int, on_fetch: Callable[[], None]) -> bool:
        if self.aside is None:
            self.aside = self.content
        self.content, self.promised = dict(content)[marks.TEXT].decode(), on_fetch
        return True

    def put_back(self) -> None:
        if self.aside is not None:
            self.content, self.aside, self.promised = self.aside, None, None

    def fetch(self) -> str:
        asked, self.promised = self.promised, None
        if asked is not None:
            asked()
        self.read.append(self.content)
        return self.content


class Field:
    """An application with one text field: does what each event says, whoever sent it."""

    def __init__(self, keyboard: Keyboard, board: Board) -> None:
        self._keyboard = keyboard
        self._board = board
        self.text = ""
        self.caret = 0
        self.dead = 0
        self.pastes = 0
        self.sent: list[str] = []
        """Return without Shift, in a chat."""
        self.flags_seen: list[tuple[int, int]] = []

    def take(self, event: Sent) -> None:
        key, flags = event.key, event.flags
        if not event.down or key in codes.SILENT:
            return
        self.flags_seen.append((key, flags))
        if flags & codes.FLAG_COMMAND:
            self.pastes += key == codes.V
            return
        if flags & codes.FLAG_CONTROL:
            if key == 0x00:
                self.caret = 0
            return
        if event.text:
            self._put(event.text)
        elif key == codes.DELETE:
            if self.caret:
                self.text = self.text[: self.caret - 1] + self.text[self.caret :]
                self.caret -= 1
        elif key == codes.RETURN:
            self._put("\n")
        elif key == codes.TAB:
            self._put("\t")
        elif key in {codes.LEFT, 0x73, 0x77}:
            end = len(self.text)
            self.caret = {codes.LEFT: max(self.caret - 1, 0), 0x73: 0, 0x77: end}[key]
        else:
            text, self.dead = self._keyboard.translate(key, flags, self.dead)
            self._put(text if text.isprintable() else "")

    def later(self) -> bool:
        """Do what it does when it gets to it: read the pasteboard."""
        if not self.pastes:
            return False
        self.pastes -= 1
        self._put(self._board.fetch())
        return True

    def _put(self, text: str) -> None:
        self.text = self.text[: self.caret] + text + self.text[self.caret :]
        self.caret += len(text)


@dataclass
class Moving:
    """An event in the stream, and whose it is."""

    sent: Sent
    own: int = 0
    click: bool = False


class Mac:
    """``Machine``: the stream, the tap, the agent's fingers and the clock."""

    def __init__(self) -> None:
        self.clock = FixedClock(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        self.keyboard = Keyboard()
        self.board = Board()
        self.field = Field(self.keyboard, self.board)
        self.stream: deque[Moving] = deque()
        self.fingers: deque[Moving] = deque()
        """What the agent does next: each comes as soon as anything else moves."""
        self.front = Window(7, "com.apple.textedit", "", 70)
        self.changed = False
        self.trouble_is = ""
        self.secret = self.field_hides = False
        self.flags = 0
        self.tap_on = True
        self.ended = False
        self.passed = 0
        self._hears: Hears | None = None

    # --- Machine ---

    def begin(self, hears: Hears) -> None:
        self._hears = hears

    def run(self, other: int, seconds: float | None) -> bool:
        if self.fingers:
            self.stream.append(self.fingers.popleft())
        if self.stream:
            self._deliver(self.stream.popleft())
            self.clock.advance(0.0002)
        elif not self.field.later():
            self.clock.advance(seconds or 0.001)
        return False

    def run_keys(self, done: Callable[[], bool], seconds: float) -> bool:
        until = self.clock.monotonic() + seconds
        while not done() and self.clock.monotonic() < until:
            if self.stream:
                self._deliver(self.stream.popleft())
            self.clock.advance(0.001)
        return done()

    def post(self, batch: Sequence[Sent], fields: Iterable[int]) -> None:
        for sent, own in zip(batch, fields, strict=True):
            self.stream.append(Moving(sent, own))
            if self.fingers:  # a key of the agent's gets between
                self.stream.append(self.fingers.popleft())

    def end(self) -> None:
        self.ended = True

    def window(self, *, titled: bool = False) -> Window:
        return self.front

    def window_changed(self) -> bool:
        changed, self.changed = self.changed, False
        return changed

    def held(self) -> int:
        return self.flags

    def trouble(self) -> str:
        return self.trouble_is

    def is_secure(self) -> bool:
        return self.secret

    def hides(self) -> bool:
        return self.field_hides

    # --- the window server ---

    def _deliver(self, moving: Moving) -> None:
        hears = self._hears
        sent = moving.sent
        if hears is not None and self.tap_on:
            if moving.click:
                hears.on_click(self.clock.monotonic())
            elif moving.own:
                assert is_own(moving.own)
                hears.on_own(moving.own)
            else:
                at = self.clock.monotonic()
                if hears.on_key(Event(sent.key, sent.down, sent.flags, at)):
                    return
        if moving.click:
            self.field.caret = len(self.field.text)
        else:
            self.passed += 1
            self.field.take(sent)


class Desk:
    """``Desk`` of the typing contract's cases, at a simulated Mac."""

    def __init__(self, index: TriggerIndex, answers: Callable[[int], messages.Expand]) -> None:
        self.mac = Mac()
        self.told: list[messages.FromKeyboard] = []
        self.keys_host = MacKeys(
            self.mac, self.mac.keyboard, self.mac.board, self.mac.clock.monotonic
        )
        self.typing = Typing(self.keys_host, self.mac.clock, self.told.append)
        self.typing.load(index)
        self.typing.configure(KeysOptions())
        self.hotkeys: list[str] = []
        self.states: list[tuple[bool, str]] = []
        self.keys_host.listen(self)
        self.agent = self.keyboard = self.field = self
        self._answers = answers
        self._answered = 0
        self._flags = 0
        self.answering = True

    # --- KeysListener ---

    def on_stroke(self, stroke: Stroke) -> bool:
        return self.typing.on_stroke(stroke)

    def on_window(self, window: Window) -> None:
        self.typing.on_window(window)

    def on_secret(self, *, secret: bool) -> None:
        self.typing.on_secret(secret=secret)

    def on_fetching(self) -> None:
        self.typing.on_fetching()

    def on_taken(self) -> None:
        self.typing.on_taken()

    def on_hotkey(self, name: str) -> None:
        self.hotkeys.append(name)

    def on_refused(self, name: str, reason: str) -> None:
        self.hotkeys.append(f"{name}: {reason}")

    def on_state(self, *, can_type: bool, reason: str) -> None:
        self.states.append((can_type, reason))

    # --- the loop of the keyboard process ---

    def turn(self) -> None:
        deadline = self.typing.deadline()
        now = self.mac.clock.monotonic()
        self.keys_host.wait(0, None if deadline is None else max(0.0, deadline - now))
        self.typing.tick()
        asked = self.of(messages.Matched)
        if self.answering and self._answered < len(asked):
            match = asked[self._answered]
            self._answered += 1
            answer = self._answers(match.numbers[0])
            self.typing.expand(messages.Expand(match.serial, answer.text, answer.left, answer.way))

    def settle(self) -> None:
        """Until nothing moves any more."""
        for _ in range(20_000):
            self.turn()
            moving = self.mac.stream or self.mac.fingers or self.mac.field.pastes
            if not moving and self.typing.deadline() is None:
                return
        raise AssertionError("it never comes to rest")

    # --- hands ---

    def press(self, key: int, *, down: bool) -> None:
        if key in codes.HELD_MODIFIERS:
            bits = codes.FLAGS[key] | codes.DEVICE_FLAGS[key]
            self._flags = self._flags | bits if down else self._flags & ~bits
        elif key == codes.CAPS_LOCK and down:
            self._flags ^= codes.FLAG_CAPS
        self.mac.fingers.append(Moving(Sent(key, down, self._flags)))

    def tap(self, key: int) -> None:
        self.press(key, down=True)
        self.press(key, down=False)

    def type(self, text: str, delay: int = 8) -> None:
        for char in text:
            named = NAMES.get(char)
            found = (named, ()) if named is not None else self.mac.keyboard.key_for(char)
            assert found is not None, char
            for one in found[1]:
                self.press(one, down=True)
            self.tap(found[0])
            for one in found[1]:
                self.press(one, down=False)
            if delay > 1:
                self._wait(delay)

    def keys(self, *names: str, delay: int = 8) -> None:
        for name in names:
            held, _, last = name.rpartition("+")
            if held == "ctrl":
                self.press(codes.CONTROL, down=True)
                self.tap(self._key(last))
                self.press(codes.CONTROL, down=False)
            elif held == "shift" or name == "colon":
                self.press(codes.SHIFT, down=True)
                self.tap(self._key(last))
                self.press(codes.SHIFT, down=False)
            else:
                self.tap(self._key(name))
            if delay > 1:
                self._wait(delay)

    def down(self, *names: str) -> None:
        for name in names:
            self.press(self._key(name), down=True)

    def up(self, *names: str) -> None:
        for name in names:
            self.press(self._key(name), down=False)

    def click(self) -> None:
        self.mac.fingers.append(Moving(Sent(0, True, 0), click=True))
        self.settle()

    def types(self, text: str, delay: int = 8, *, matches: int = 1) -> None:
        self.type(text, delay)
        self.quiet(matches)

    def _key(self, name: str) -> int:
        return NAMES[name] if name in NAMES else _ROWS[name]

    def _wait(self, milliseconds: int) -> None:
        until = self.mac.clock.monotonic() + milliseconds / 1000
        while self.mac.fingers or self.mac.clock.monotonic() < until:
            self.turn()

    # --- ear ---

    def quiet(self, matches: int) -> None:
        self.settle()
        ended = len(self.of(messages.Typed)) + len(self.of(messages.Failed))
        assert ended >= matches, (matches, self.told)

    def wait(self, kind: builtins.type[M]) -> Sequence[M]:
        self.settle()
        assert self.of(kind)
        return self.of(kind)

    def of(self, kind: builtins.type[M]) -> Sequence[M]:
        return [one for one in self.told if isinstance(one, kind)]

    # --- field ---

    def text(self, wanted: str) -> str:
        self.settle()
        return self.mac.field.text
