"""What the keys need of a Mac, as small Protocols; only those that are real use pyobjc."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from desktop.host.base import Window
from desktop.host.macos.sending import Sent
from desktop.host.macos.strokes import Event

Contents = Sequence[tuple[str, bytes]]
"""Content by type, as :func:`desktop.host.macos.marks.contents` gives it."""


class Hears(Protocol):
    """Who is told of what passes the tap, on the thread that runs the loop."""

    def on_key(self, event: Event) -> bool:
        """A key of the agent's, before the application sees it; True keeps it."""

    def on_own(self, field: int) -> None:
        """An event of ours passes, with this in the field for programs."""

    def on_click(self, at: float) -> None:
        """A mouse button was pressed."""

    def on_gap(self) -> None:
        """The tap was off for a while; nobody knows what was typed."""


class Machine(Protocol):
    """The tap, the loop around it, and what is known of the window in front."""

    def begin(self, hears: Hears) -> None:
        """Listen, as soon as the system lets us."""

    def run(self, other: int, seconds: float | None) -> bool:
        """Run the loop until something has come, ``other`` is readable, or time is up.

        True when ``other`` is readable.
        """

    def run_keys(self, done: Callable[[], bool], seconds: float) -> bool:
        """Run the loop for keys and nothing else until ``done``, or no; says which."""

    def post(self, batch: Sequence[Sent], fields: Iterable[int]) -> None:
        """Put events into the stream before the tap, each with its field."""

    def end(self) -> None:
        """Listen no more."""

    def window(self, *, titled: bool = False) -> Window:
        """The window in front now, asked of the system.

        With ``titled`` its title too, for which its application has to answer.
        """

    def window_changed(self) -> bool:
        """Has something come since the last call by which another window may be in front?"""

    def held(self) -> int:
        """The flags of the modifiers that are down at the keyboard now."""

    def trouble(self) -> str:
        """Why keys can't be followed or sent now, in the agent's words; empty when they can."""

    def is_secure(self) -> bool:
        """Has a program asked that keys reach it alone?"""

    def hides(self) -> bool:
        """Does the field with the caret say that it hides what is typed? Its program is asked."""


class Layout(Protocol):
    """The keyboard layout in force."""

    def translate(self, key: int, flags: int, dead: int) -> tuple[str, int]:
        """What a key writes with these flags behind this dead-key state, and the state after."""

    def key_for(self, char: str) -> tuple[int, tuple[int, ...]] | None:
        """The key of a character and the modifiers to hold; None: it has none."""

    def paste_key(self) -> int:
        """The key that is V while Command is down."""

    def refresh(self) -> bool:
        """Take the one that is in force now; True when it is another one."""

    def method(self) -> str:
        """The name of the input method that composes, where one does; else empty."""


class Board(Protocol):
    """The pasteboard, for one paste at a time."""

    def set_aside(self) -> Callable[[], bool]:
        """Begin to set aside what stands there; the answer says whether that is at its end."""

    def promise(self, content: Contents, fetches: int, on_fetch: Callable[[], None]) -> bool:
        """Put content there for whoever asks; False: what stands there could not be set aside."""

    def put_back(self) -> None:
        """Put back what was set aside, unless somebody has copied since."""
