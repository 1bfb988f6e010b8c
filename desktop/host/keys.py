"""What the keyboard process needs of an operating system: the agent's keyboard, and ours.

Beside it only the systems themselves, and who starts it, know this module. How an application is
typed into is the agent's to say, so that is in :mod:`desktop.host.base`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from desktop.host.base import PLAIN, AppRule, Newline, PasteWay, Rich, Window


class Key(StrEnum):
    """What a key press does in a text field, as far as the matcher cares."""

    TEXT = "text"
    """Puts characters before the caret; Enter and Tab are told apart below."""
    ENTER = "enter"
    TAB = "tab"
    BACKSPACE = "backspace"
    CARET = "caret"
    """Moves the caret or acts in a way that nobody can follow: arrows, Home, Ctrl+A, F5, Escape."""
    SILENT = "silent"
    """Changes nothing in the text: Shift, Ctrl, a dead key that still waits, a key release."""
    CLICK = "click"
    """A mouse button."""
    COMPOSING = "composing"
    """A dead key or Compose sequence has begun and is not at its end."""


class Modifier(StrEnum):
    """Keys that are held with others; both sides of the keyboard have each."""

    LEFT_SHIFT = "left_shift"
    RIGHT_SHIFT = "right_shift"
    LEFT_CTRL = "left_ctrl"
    RIGHT_CTRL = "right_ctrl"
    LEFT_ALT = "left_alt"
    RIGHT_ALT = "right_alt"
    """AltGr, too."""
    LEFT_META = "left_meta"
    RIGHT_META = "right_meta"
    """Windows, Command or Super."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One press or release of a key (or a mouse button), as the agent made it."""

    key: Key
    text: str = ""
    """For TEXT the characters it gave (after dead keys and Compose); ``\\n`` and ``\\t`` for
    ENTER and TAB."""
    code: int = 0
    """The system's key code, so that the stroke can be sent again as it was."""
    down: bool = True
    held: bool = False
    """Kept back: the application in front has not seen it."""
    at: float = 0.0
    """Seconds on the system's own event clock."""
    modifier: Modifier | None = None
    """Which it is, if it is one."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """What to put at the caret, decided before the keys are frozen."""

    erase: int = 0
    """Backspaces to send first."""
    text: str = ""
    paste: PasteWay | None = None
    """Send these keys instead of ``text``, which :meth:`Keys.offer` has put on the clipboard."""
    left: int = 0
    """Left keys afterwards, for the caret mark."""
    newline: Newline = Newline.SHIFT_ENTER
    """How a line break in a ``text`` that is typed is sent."""


@dataclass(frozen=True, slots=True)
class KeysOptions:
    """What the keyboard process is told when it starts, and again when settings change."""

    hotkeys: Mapping[str, str] = field(default_factory=dict)
    """Name to keys in pynput's notation: ``{"palette": "<ctrl>+<alt>+<space>"}``."""
    excluded: Sequence[str] = ()
    """Applications in which nothing is matched or kept: :attr:`Window.app`, in any case."""
    rules: Mapping[str, AppRule] = field(default_factory=dict)
    """By application, before the list that ships."""
    paste_over: int = 100
    """Texts longer than this are pasted."""
    undo_backspace: bool = True
    own_pids: Sequence[int] = ()
    """Processes whose windows are Deskhand's own."""


class Keys(Protocol):
    """The agent's keyboard and ours, in the keyboard process. One thread uses it.

    The order of one expansion: :meth:`hold` at the match; the text is asked for; then, inside
    :meth:`burst`, what was typed meanwhile is known to the last key, and what is sent there
    arrives as one piece. :meth:`release` lets the agent's keys flow. A system whose hook can
    keep keys back (Windows, macOS) answers ``held`` strokes from the first one on; X11 reads the
    keys beside the application, so the first few may have arrived there already (``held`` False).
    """

    in_order: bool
    """Targets here fetch a paste before they look at the keys behind it, however late they are."""

    def hold(self) -> bool:
        """Keep the agent's keys from the application from now on; False if that can't be done."""

    def release(self) -> None:
        """Let the agent's keys flow, those kept back first and in order."""

    def gather(self) -> Sequence[Stroke]:
        """Begin the burst: nobody else's keys get between from here to :meth:`finish`.

        Returns the strokes that have not been handed out yet, in order, ``held`` or not.
        """

    def clear(self) -> bool:
        """Within a burst: release what is down, so that it can't change what is sent.

        The strokes kept back so far belong to the caller from here on: they only reach the
        application by :meth:`replay`. False when a key stays down (a real keyboard's, which the
        system won't let go for us): try again when the agent has let go.
        """

    def insert(self, insertion: Insertion) -> None:
        """Within a burst and after :meth:`clear`: erase, and type or send the paste keys."""

    def replay(self, strokes: Sequence[Stroke]) -> None:
        """Within a burst: send the agent's own strokes again, downs and ups paired."""

    def finish(self, *, hold: bool) -> None:
        """End the burst; with ``hold`` the agent's keys stay kept back without a gap."""

    def can_type(self, text: str) -> bool:
        """True when the layout in force has every character (``\\n`` and ``\\t`` too)."""

    def responds(self, window: Window, within: float) -> bool:
        """Whether the application deals with its events now; False: not for so many seconds.

        True, too, where nobody can tell.
        """

    def offer(self, text: str, window: Window, way: PasteWay, rich: Rich = PLAIN) -> bool:
        """Set the clipboard's content aside and put ``text`` there for ``window`` to fetch.

        With ``rich``, in all its formats.

        False when the owner of the clipboard does not hand over its content in time. Called
        again before :meth:`withdraw` it keeps what was set aside first.
        """

    def withdraw(self) -> None:
        """Put back what :meth:`offer` set aside, unless somebody changed the clipboard since."""

    def window(self) -> Window:
        """The window in front now."""

    def title(self) -> str:
        """Its title as it is now: a page has changed it since the window came to the front."""


class KeysListener(Protocol):
    """Who is told by the system's side; called on the keyboard thread."""

    def on_stroke(self, stroke: Stroke) -> bool:
        """The agent pressed or released a key, or a mouse button.

        True: keep this one from the application (asked of a hook, with ``held`` set).
        """

    def on_window(self, window: Window) -> None:
        """Another window is in front."""

    def on_secret(self, *, secret: bool) -> None:
        """Whether what is typed now is not to be matched or kept.

        In a field for passwords, and while an input method writes (``on_state`` says which).
        """

    def on_fetching(self) -> None:
        """The target has begun to fetch the text that was offered, where the system tells."""

    def on_taken(self) -> None:
        """The target has fetched the text that was offered."""

    def on_hotkey(self, name: str) -> None:
        """One of the hotkeys that were asked for was pressed."""

    def on_refused(self, name: str, reason: str) -> None:
        """A hotkey can't be had; ``reason`` in the agent's words."""

    def on_state(self, *, can_type: bool, reason: str) -> None:
        """Keys can, or can't, be followed and sent; ``reason`` in the agent's words."""


class KeysHost(Keys, Protocol):
    """A system's keys with the loop around them."""

    def listen(self, listener: KeysListener) -> None:
        """Tell ``listener`` of everything from now on."""

    def configure(self, options: KeysOptions) -> None:
        """Take the hotkeys; the rest is the machine's."""

    def find_caret(self, tell: Callable[[tuple[int, int] | None], None]) -> None:
        """Tell, soon, where the text cursor is, as :meth:`desktop.host.base.Windows.caret` would.

        None where an application does not say so to the keyboard process; some tell the
        application alone. What hangs does not answer.
        """

    def wait(self, other: int, timeout: float | None) -> bool:
        """Deal with what comes for at most ``timeout`` seconds; True when ``other`` is readable.

        Raises:
            ConnectionError: the connection to the screen is gone.
        """

    def close(self) -> None:
        """Let go of everything."""


class Pipe(Protocol):
    """The keyboard process' two ends of the pipe to the application. Nobody ever waits at them."""

    readable: int
    """What :meth:`KeysHost.wait` waits for."""

    def read(self) -> bytes | None:
        """What has come; None: nothing, empty: the other end is gone."""

    def write(self, data: bytes) -> int:
        """Send as much as goes now, and say how much that was.

        Raises:
            OSError: the other end is gone.
        """
