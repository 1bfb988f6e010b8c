"""What Deskhand needs of an operating system, as small Protocols.

Only ``host/`` knows a system, and it uses no Qt. Every other part knows this module; only
``assembly.py`` and ``keyboard/`` choose an implementation (:mod:`desktop.host.choose`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Window:
    """The window in front, as far as rules about applications need it."""

    id: int = 0
    """The system's number of the window; 0 where there is none."""
    app: str = ""
    """The program: the second word of WM_CLASS, the executable's name, or the bundle id."""
    title: str = ""
    """Never logged: titles name customers."""
    pid: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One line of ``deskhand doctor``: what works and what does not, why, and what to do."""

    name: str
    ok: bool | None
    """None: there is nothing to say here, or it can't be told."""
    what: str
    why: str = ""
    todo: str = ""


# --- the agent's keys ---------------------------------------------------------------------------


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


class PasteWay(StrEnum):
    """The keys that paste in an application, and from where."""

    CTRL_V = "ctrl+v"
    CTRL_SHIFT_V = "ctrl+shift+v"
    SHIFT_INSERT = "shift+insert"
    """xterm and its kind; from PRIMARY on X11."""
    CMD_V = "cmd+v"


class Newline(StrEnum):
    """How a line break gets into an application without sending anything."""

    PASTE = "paste"
    """Only a paste is safe: Enter may send. The default for every application."""
    SHIFT_ENTER = "shift+enter"
    ENTER = "enter"
    """Enter is a line break and nothing else: editors."""


@dataclass(frozen=True, slots=True)
class AppRule:
    """How to type into one application; see ``host/apps.py`` for the list that ships."""

    paste: PasteWay = PasteWay.CTRL_V
    newline: Newline = Newline.PASTE
    settle_ms: int = 40
    """How long after the text was fetched the agent's keys are still held; 300 at most."""
    remote: bool = False
    """A remote desktop or virtual machine: keys of the layout only, and slower."""
    fetches: int = 1
    """How often it fetches the text for one paste; only the last time is the paste itself."""
    erases_late: bool = False
    """It obeys Backspace behind characters that came after it: everything is pasted."""


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
class Rich:
    """What goes on the clipboard beside a text, for applications that can take it."""

    html: str = field(default="", repr=False)
    """A piece of HTML."""
    picture: bytes = field(default=b"", repr=False)
    """A picture, instead of a text."""
    kind: str = "image/png"
    """What sort of picture."""

    def __bool__(self) -> bool:
        """Is there anything but the text?"""
        return bool(self.html or self.picture)


PLAIN = Rich()


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


# --- the rest of the desktop, in the application --------------------------------------------------


MOST_SELECTED = 200_000
"""Characters of a selection; nobody means to have more than that translated or looked up."""


class Clipboard(Protocol):
    """The clipboard, for rendering and for copying, and the text that is selected."""

    def text(self, timeout: float, *, secrets: bool = True) -> str | None:
        """The text on it, or None: empty, no text, or no answer within ``timeout`` seconds.

        Without ``secrets`` also None for what its owner marked as not for clipboard histories.
        """

    def set_text(self, text: str, rich: Rich = PLAIN) -> None:
        """Put ``text`` there, marked as not for clipboard histories."""

    def selection(self, timeout: float) -> str | None:
        """The text selected in the window in front.

        None: none, more than :data:`MOST_SELECTED`, or no answer within ``timeout`` seconds.
        """

    def selected_at(self, timeout: float) -> float | None:
        """When that was selected, on the clock of :attr:`Stroke.at`; None: it can't be told."""

    def watch(self, tell: Callable[[Window], None]) -> Callable[[], None]:
        """Call ``tell`` whenever another program has copied, until the returned one is called.

        It is told a window of that program, an empty one where it is not known which it was.
        ``tell`` runs on a thread of the clipboard's and must return at once. Never told is what
        Deskhand itself put there, what it put back after a paste, and what its owner marked as
        not for clipboard histories, as managers of passwords do.
        """


class Windows(Protocol):
    """The windows of all applications."""

    def foreground(self) -> Window:
        """The one in front."""

    def activate(self, window: Window) -> bool:
        """Bring it to the front and give it the keyboard; False if it is gone."""

    def caret(self) -> tuple[int, int] | None:
        """Where the text cursor (or else the pointer) is, in pixels of the screen."""


class Attendance(StrEnum):
    """What a system says of whether somebody can be at the computer."""

    LOCKED = "locked"
    UNLOCKED = "unlocked"
    ASLEEP = "asleep"
    """The computer is about to sleep."""
    AWAKE = "awake"
    """It has woken."""


class Presence(Protocol):
    """Whether somebody is at the computer. Any thread may ask."""

    def idle_s(self) -> float | None:
        """Seconds since the last input by keyboard or pointer; None where nobody can tell.

        It does not say which input that was.
        """

    def watch(self, tell: Callable[[Attendance], None]) -> Callable[[], None]:
        """Call ``tell`` at every change, on a thread of its own, until the answer is called.

        A screen that is locked already is told first. Where the system says nothing of it, nothing
        is ever told.
        """


@dataclass(frozen=True, slots=True)
class Recorder:
    """A program that has the microphone."""

    program: str
    """Its file's name, as far as the system says."""
    name: str = ""
    """What it calls itself."""


class Microphone(Protocol):
    """Who has the microphone. Nothing is recorded; what is said there is nobody's business."""

    def watch(self, tell: Callable[[frozenset[Recorder]], None]) -> Callable[[], None]:
        """Call ``tell`` at every change, on a thread of its own, until the answer is called.

        At first nobody has it; who has it already is told soon. Volume meters, streams that are
        held and what listens to what is played don't count.
        """


class Quiet(StrEnum):
    """Why a system wants no interruption."""

    DO_NOT_DISTURB = "do not disturb"
    """The agent has turned it on."""
    FULL_SCREEN = "full screen"
    """The application in front fills the screen."""


class Calm(Protocol):
    """Whether the agent wants to be left alone."""

    def watch(self, tell: Callable[[frozenset[Quiet]], None]) -> Callable[[], None]:
        """Call ``tell`` with what holds at every change, on a thread of its own.

        Until the answer is called. At first nothing holds; what holds already is told soon.
        Deskhand's own windows never fill the screen in this sense, nor do those of remote
        desktops, in which people work.
        """


class Sounds(Protocol):
    """What can be heard."""

    def play(self, path: Path) -> bool:
        """Begin to play a short sound file, and return at once; False where nothing can."""


class Instance(Protocol):
    """The one Deskhand of this desktop session."""

    def listen(self, handle: Callable[[Sequence[str]], str]) -> bool:
        """Become the one that listens; False when there is one already.

        ``handle`` gets the words of a verb that another start hands over, on a thread of its
        own, and answers with one line: empty when done, else what went wrong.
        """

    def send(self, words: Sequence[str], timeout: float) -> str | None:
        """Hand a verb to the running one; None when nobody runs, else its answer."""

    def close(self) -> None:
        """Stop listening."""


class Autostart(Protocol):
    """Whether Deskhand starts when the agent logs in."""

    def set(self, *, on: bool) -> None:
        """Start at login from now on, or no more.

        Raises:
            UserError: it can't be changed.
        """


class Links(Protocol):
    """Whether the system opens ``deskhand:`` links with Deskhand."""

    def set(self, *, on: bool) -> None:
        """Open them from now on, or no more. Blocks.

        Raises:
            UserError: it can't be changed.
        """


class Host(Protocol):
    """One operating system."""

    @property
    def name(self) -> str:
        """For ``doctor``."""

    @property
    def clipboard(self) -> Clipboard:
        """The clipboard."""

    @property
    def windows(self) -> Windows:
        """The windows of all applications."""

    @property
    def presence(self) -> Presence:
        """Whether somebody is there."""

    @property
    def microphone(self) -> Microphone:
        """Who has the microphone."""

    @property
    def calm(self) -> Calm:
        """Whether the agent wants to be left alone."""

    @property
    def sounds(self) -> Sounds:
        """What can be heard."""

    @property
    def instance(self) -> Instance:
        """Takes verbs for this profile."""

    @property
    def autostart(self) -> Autostart:
        """Starting at login."""

    @property
    def links(self) -> Links:
        """Links that a browser or a phone system opens."""

    @property
    def typist(self) -> Instance:
        """Held by the one Deskhand of the session that types, whatever its profile."""

    def checks(self) -> Sequence[Check]:
        """What of this system works, for ``doctor``."""

    def close(self) -> None:
        """Let go of every connection."""


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


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of a profile."""

    settings: Path
    packs: Path
    data: Path
    cache: Path
