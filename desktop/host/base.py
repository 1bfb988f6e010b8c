"""What Deskhand needs of an operating system, as small Protocols.

Only ``host/`` knows a system, and it uses no Qt. Every other part knows this module; only
``assembly/`` and ``keyboard/`` choose an implementation (:mod:`desktop.host.choose`), and only
they know what the keyboard process needs of a system (:mod:`desktop.host.keys`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desktop.core.results import Problem


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

    @classmethod
    def failed(cls, name: str, problem: Problem) -> Check:
        """It does not work, for that reason."""
        return cls(name, ok=False, what=problem.what, why=problem.why, todo=problem.todo)


# --- how applications are typed into -------------------------------------------------------------


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


# --- the desktop, in the application -------------------------------------------------------------


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
        """When that was selected, on the clock of the agent's strokes; None: it can't be told."""

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
        """Where the text cursor is, in pixels of the screen.

        Where nobody tells: the pointer in the window in front, else that window's lower part.
        """


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
class Places:
    """The folders of a profile."""

    settings: Path
    packs: Path
    data: Path
    cache: Path
