"""How long the hook keeps a key that belongs to no trigger, in a Windows Python.

``python tests/windows/inside/hook_time.py TRIGGERS KEYS`` prints median and 99th percentile.
"""

from __future__ import annotations

import json
import sys
import time

from desktop.core.clock import SystemClock
from desktop.core.triggers import TriggerIndex
from desktop.keyboard import messages
from desktop.keyboard.typing import Typing
from desktop.snippets.index import Tries

assert sys.platform == "win32"

from desktop.host.windows import codes
from desktop.host.windows.codes import Code
from desktop.host.windows.keys import WindowsKeys
from desktop.host.windows.strokes import Event

TEXT = "the quick brown fox "
"""No trigger is in it."""


class Listener:
    """Answers as the keyboard process does, without a pipe."""

    def __init__(self, keys: WindowsKeys, triggers: int) -> None:
        self.told: list[messages.FromKeyboard] = []
        self.typing = Typing(keys, SystemClock(), self.told.append)
        tries = Tries()
        for one in (":brb", "zzb"):
            tries.add(one, 0, left_word=False, right_word=False, folded=False)
        for number in range(triggers):
            tries.add(f";{number:x}q", number, left_word=False, right_word=False, folded=False)
        self.typing.load(TriggerIndex("bench", tries.build(), longest=8, triggers=triggers))
        self.states: list[bool] = []
        self.on_stroke = self.typing.on_stroke
        self.on_window = self.typing.on_window
        self.on_fetching = self.typing.on_fetching
        self.on_taken = self.typing.on_taken

    def on_secret(self, *, secret: bool) -> None:
        self.typing.on_secret(secret=secret)

    def on_hotkey(self, name: str) -> None:
        raise AssertionError(name)

    def on_refused(self, name: str, reason: str) -> None:
        raise AssertionError(name)

    def on_state(self, *, can_type: bool, reason: str) -> None:
        self.states.append(can_type)


def press(keys: WindowsKeys, char: str) -> bool:
    """One key of the agent's, down and up; True when it was kept."""
    key = codes.SPACE if char == " " else ord(char.upper())
    kept = [keys._on_key(Event(Code(key, 30), down=down, at=1.0)) for down in (True, False)]
    return kept[0]


def times_ms(keys: WindowsKeys, count: int) -> list[float]:
    """How long so many keys were kept, each of two events, in order of length."""
    found = []
    for place in range(count):
        begun = time.perf_counter()
        assert not press(keys, TEXT[place % len(TEXT)])
        found.append((time.perf_counter() - begun) * 500)
    return sorted(found)


def main() -> None:
    triggers, count = (int(one) for one in sys.argv[1:])
    keys = WindowsKeys()
    keys.listen(Listener(keys, triggers))
    found = times_ms(keys, count)
    keys.close()
    told = {"median_ms": found[count // 2], "p99_ms": found[int(count * 0.99)]}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
