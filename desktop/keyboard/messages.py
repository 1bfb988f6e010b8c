"""What the application and the keyboard process say to each other.

A frame on the pipe is four bytes of length (big endian) and a msgpack map of one of these.
The application's messages end in an instruction, the keyboard's in a report; neither side waits
for the other, except that a match waits at most half a second for its `Expand` or `Decline`.
"""

from __future__ import annotations

from typing import IO

import msgspec

from desktop.host.base import PLAIN, Rich

MOST = 64 * 1024 * 1024
"""A frame over this is a fault."""


class Message(msgspec.Struct, frozen=True, tag=True):
    """The base of all messages."""


# --- from the application ---------------------------------------------------------------------


class Load(Message, frozen=True):
    """Read the trigger index in this file (see ``core.triggers``)."""

    path: str


class Configure(Message, frozen=True):
    """Settings in force from now on; fields as in :class:`desktop.host.keys.KeysOptions`."""

    hotkeys: dict[str, str]
    excluded: list[str]
    rules: dict[str, dict[str, str | int | bool]]
    paste_over: int
    undo_backspace: bool
    own_pids: list[int]
    twice: dict[str, str] = {}
    """Modifier keys that act like a hotkey of that name when pressed twice: ``right_ctrl``."""


class Pause(Message, frozen=True):
    """Match nothing while ``on``."""

    on: bool


class Own(Message, frozen=True):
    """While ``on`` the caret is in a field of Deskhand's own in which triggers are wanted."""

    on: bool


class Suggest(Message, frozen=True):
    """Notice which sentences are often typed by hand; with an empty key don't, and forget all."""

    key: bytes
    """Of the fingerprints."""
    settled: list[bytes]
    """Fingerprints of sentences that are never to be told."""

    def __repr__(self) -> str:
        return "Suggest(…)"


class Expand(Message, frozen=True):
    """The text for a match: erase the trigger and type this."""

    serial: int
    text: str
    left: int = 0
    """How far the caret goes back, in characters whose number is certain."""
    way: str = "auto"
    """``auto``, ``keys`` or ``paste`` (a snippet's force_mode)."""
    rich: Rich = PLAIN


class Decline(Message, frozen=True):
    """Nothing comes of this match: the agent's keys flow, the trigger stays as it was typed."""

    serial: int


class Park(Message, frozen=True):
    """The text comes later (a person is asked): keys flow, the place is remembered."""

    serial: int


class Insert(Message, frozen=True):
    """Type a text into a window that has the focus again (palette); nothing is erased."""

    serial: int
    window: int
    text: str
    left: int = 0
    way: str = "auto"
    rich: Rich = PLAIN
    replaced: str = ""
    """What is selected there, and goes by typing over it; Backspace right after gives it back."""
    selected_at: float | None = None
    """When it was selected, as far as that is known: what was typed there since has replaced it."""
    clicks: bool = True
    """A click since then counts, too; False where it may have been one on a window of ours."""


class TakeBack(Message, frozen=True):
    """Undo this insertion, as Backspace right after it would: `Undone` or `Failed` comes of it."""

    serial: int


class FindCaret(Message, frozen=True):
    """Where does the agent write? A `Caret` of this ticket answers."""

    ticket: int


class Quit(Message, frozen=True):
    """End."""


# --- from the keyboard process ------------------------------------------------------------------


class Ready(Message, frozen=True):
    """Keys are being followed."""

    pid: int


class Loaded(Message, frozen=True):
    """The index is in use."""

    library: str
    triggers: int
    ms: float
    problems: list[str] = []


class Matched(Message, frozen=True):
    """A trigger was typed."""

    serial: int
    library: str
    numbers: list[int]
    """Snippets that have this trigger; more than one and the agent chooses."""
    typed: str
    """The trigger as it was typed, without a separator after it."""
    after: str
    """The separator that fired it (``right_word``), else empty."""
    groups: dict[str, str]
    """Named groups of a regex trigger."""
    window: int
    app: str
    title: str


class Typed(Message, frozen=True):
    """An expansion or insertion stands in the application."""

    serial: int
    ms: float
    """From the trigger's last key."""
    pasted: bool


class Failed(Message, frozen=True):
    """It was not typed; the agent's text is as they typed it. The application says so."""

    serial: int
    reason: str
    """A word of :class:`desktop.keyboard.reasons.Reason`."""


class Undone(Message, frozen=True):
    """An expansion or insertion was taken back: the agent's own text stands there again."""

    serial: int


class Front(Message, frozen=True):
    """Another application is in front: none of Deskhand's own, no panel."""

    app: str


class Often(Message, frozen=True):
    """A sentence was typed by hand so often that it could be a snippet; nothing keeps it there."""

    text: str
    mark: bytes
    """Its fingerprint."""
    opening: bool = False
    """It was too long to be held; this is how it begins."""

    def __repr__(self) -> str:
        return "Often(…)"


class Hotkey(Message, frozen=True):
    """A hotkey was pressed while this window was in front."""

    name: str
    window: int
    app: str
    title: str


class Caret(Message, frozen=True):
    """Where the agent writes."""

    ticket: int
    place: tuple[int, int] | None
    """In pixels of the screen, below the line; None: nobody tells this process."""


class Refused(Message, frozen=True):
    """A hotkey can't be had."""

    name: str
    reason: str


class State(Message, frozen=True):
    """Whether typing works, for the icon."""

    can_type: bool
    reason: str


FromApplication = (
    Load
    | Configure
    | Pause
    | Own
    | Suggest
    | Expand
    | Decline
    | Park
    | Insert
    | TakeBack
    | FindCaret
    | Quit
)
FromKeyboard = (
    Ready
    | Loaded
    | Matched
    | Typed
    | Failed
    | Undone
    | Front
    | Often
    | Hotkey
    | Caret
    | Refused
    | State
)

_encoder = msgspec.msgpack.Encoder()
_from_application: msgspec.msgpack.Decoder[FromApplication] = msgspec.msgpack.Decoder(
    FromApplication
)
_from_keyboard: msgspec.msgpack.Decoder[FromKeyboard] = msgspec.msgpack.Decoder(FromKeyboard)


def frame(message: Message) -> bytes:
    """The bytes of a message on the pipe."""
    body = _encoder.encode(message)
    return len(body).to_bytes(4, "big") + body


def decode_from_application(body: bytes) -> FromApplication:
    """Raises msgspec.DecodeError on anything else."""
    return _from_application.decode(body)


def decode_from_keyboard(body: bytes) -> FromKeyboard:
    """Raises msgspec.DecodeError on anything else."""
    return _from_keyboard.decode(body)


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """The next body from a blocking pipe; None at its end or at a frame that can't be."""
    head = pipe.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "big")
    if size > MOST:
        return None
    body = pipe.read(size)
    return body if len(body) == size else None
