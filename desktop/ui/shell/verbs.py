"""Verbs that another start of Deskhand hands over: ``palette``, ``pause``, ``call`` and others."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.core.results import UserError

if TYPE_CHECKING:
    from desktop.assembly import Assembly
    from desktop.assembly.rest.resting import Resting

ENDING = "Deskhand is just ending: try again in a moment."
"""The answer of one that lets go; a second start waits and becomes the one."""
_UNKNOWN = "The running Deskhand does not know this verb: it is another version."
_MINUTES = "A pause is a number of minutes, from 1 to 1440."
_MOST_MINUTES = 24 * 60
_MOST_WAITING = 100


class Verbs:
    """Takes verbs from the first moment on; they wait until there is something to do them.

    :meth:`obey` comes on a thread of its own and answers with one line: empty when it is done (a
    window: when it is about to open), else what went wrong.
    """

    def __init__(self) -> None:
        """Nothing is there yet."""
        self._lock = threading.Lock()
        self._waiting: list[Sequence[str]] = []
        self._assembly: Assembly | None = None
        self._windows: Mapping[str, Callable[[], None]] = {}
        self._ended = False

    def begin(self, assembly: Assembly, windows: Mapping[str, Callable[[], None]]) -> None:
        """Do what waits. ``windows``: what ``show``, ``palette``, ``day`` and others do."""
        with self._lock:
            self._assembly, self._windows = assembly, windows
            waiting, self._waiting = self._waiting, []
        for words in waiting:
            self._do(assembly, words)

    def end(self) -> None:
        """Take nothing any more."""
        with self._lock:
            self._ended = True

    def obey(self, words: Sequence[str]) -> str:
        """Carry out a verb."""
        wrong = _wrong_with(words)
        if wrong:
            return wrong
        with self._lock:
            if self._ended:
                return ENDING
            assembly = self._assembly
            if assembly is None:
                if words[0] == "status":
                    return json.dumps({"ready": False})
                if len(self._waiting) < _MOST_WAITING:
                    self._waiting.append(words)
                return ""
        return self._do(assembly, words)

    def _do(self, assembly: Assembly, words: Sequence[str]) -> str:
        match words:
            case ["pause", *minutes]:
                assembly.pause(float(minutes[0]) if minutes else None)
            case ["resume"]:
                assembly.resume()
            case ["call", number, reference, name]:
                return _said(lambda: assembly.customers.call(number, reference, name))
            case ["breaks", *wish]:
                return _rest(assembly, wish)
            case ["hangup", number, reference]:
                assembly.customers.call_ended(number, reference)
            case ["open", url]:
                return _said(lambda: assembly.customers.open_link(url))
            case ["status"]:
                return json.dumps(assembly.status())
            case [verb, *_]:
                self._windows[verb]()
        return ""


def _wrong_with(words: Sequence[str]) -> str:
    match words:
        case ["show" | "palette" | "day" | "settings" | "follow-ups" | "quit"]:
            return ""
        case (
            ["resume" | "status"]
            | ["pause"]
            | ["breaks", "take", "short" | "long"]
            | ["breaks", "tap", "ok" | "hard" | "abusive"]
            | ["breaks", "breathe" | "postpone" | "skip"]
        ):
            return ""
        case ["pause", minutes]:
            return "" if _are_minutes(minutes) else _MINUTES
        case ["call", _, _, _] | ["hangup", _, _]:
            from desktop.interaction import LONGEST_VALUE

            too_long = any(len(word) > LONGEST_VALUE for word in words)
            return f"A value may have {LONGEST_VALUE} characters at most." if too_long else ""
        case ["open", url]:
            from desktop.assembly.customers.looking_up import wrong_with_link

            return wrong_with_link(url)
    return _UNKNOWN


def _are_minutes(word: str) -> bool:
    try:
        return 0 < float(word) <= _MOST_MINUTES
    except ValueError:
        return False


def _rest(assembly: Assembly, wish: Sequence[str]) -> str:
    """What is wished for of the breaks; of no use while there are none."""
    resting = assembly.resting
    if not resting.state.on:
        return "Breaks are off. Turn them on in the settings."
    match wish:
        case ["take", kind]:
            resting.take(kind)
        case ["tap", how]:
            resting.tap(how)
        case ["breathe"]:
            if resting.state.in_contact:
                return "A contact is open. Breathe when it is over."
            if resting.state.underway is not None:
                return "A break is on."
            resting.breathe()
        case [name]:
            return _put_off(resting, name)
    return ""


def _put_off(resting: Resting, wish: str) -> str:
    """Postpone or skip the break that is announced or on."""
    notice, underway = resting.state.notice, resting.state.underway
    if notice is None and underway is None:
        return "No break is announced, and none is on."
    skips = wish == "skip"
    if underway is not None:
        allowed = underway.can_skip if skips else underway.postpone_until > underway.begins
    else:
        allowed = notice is not None and (notice.can_skip if skips else notice.can_postpone)
    if not allowed:
        return f"This break can't be {'skipped' if skips else 'postponed'}."
    (resting.skip if skips else resting.postpone)()
    return ""


def _said(act: Callable[[], None]) -> str:
    """Empty when it is done, else why not."""
    try:
        act()
    except UserError as error:
        return str(error)
    return ""
