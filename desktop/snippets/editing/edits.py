"""Edits carried out in files, remembered, and taken back.

Before anything is written the file is read again: what somebody else changed meanwhile is never
written over. An edit is remembered by what it took away and what it put there, so that it can be
taken back later, and again only if just that still stands there.
"""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from desktop.core.atomic import write_atomically
from desktop.core.results import UserError
from desktop.snippets.editing.pack_text import PackText

HISTORY = "edits.json"
"""In the profile's folder for data."""
_AROUND = 40
"""Characters."""
MOST_KEPT = 200
"""Edits that can be taken back."""


class Edit(msgspec.Struct, frozen=True):
    """One change of one file."""

    path: str
    words: str
    """What was done, for the agent: ``;refund changed``."""
    at: dt.datetime
    place: int
    """Where in the text, in characters."""
    before: str
    """What stood there."""
    after: str
    """What stands there now."""
    around: tuple[str, str] = ("", "")
    """What stands before and behind it, by which a place is known where nothing stands now."""
    group: str = ""
    """Edits of the same group are taken back together."""

    @classmethod
    def of(
        cls, path: Path, words: str, at: dt.datetime, old: str, new: str, group: str = ""
    ) -> Edit:
        """What leads from one text to another."""
        place, before, after = difference(old, new)
        end = place + len(after)
        around = new[max(0, place - _AROUND) : place], new[end : end + _AROUND]
        return cls(str(path), words, at, place, before, after, around, group)

    def reversed(self, text: str, later: Sequence[Edit] = ()) -> str | None:
        """The text without this edit; None where it can't be found in it any more.

        ``later`` are the edits of the same file that came after it: they may have moved it.
        """
        place = self.place
        for one in later:
            if one.place + len(one.before) <= place:
                place += len(one.after) - len(one.before)
            elif one.place < place + len(self.after):
                return None
        end = place + len(self.after)
        if text[place:end] != self.after:
            return None
        left, right = self.around
        if not self.after and not (text[:place].endswith(left) and text[end:].startswith(right)):
            return None
        return text[:place] + self.before + text[end:]


def difference(before: str, after: str) -> tuple[int, str, str]:
    """Where two texts begin to differ, and what stands there in each."""
    start = _alike(before, after)
    left, right = before[start:], after[start:]
    same = _alike(left[::-1], right[::-1])
    return start, left[: len(left) - same], right[: len(right) - same]


def _alike(one: str, other: str) -> int:
    """With how many characters both begin; by halves, since packs are long."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


class Edits:
    """The edits of a profile. Of one thread: files are read and written by it."""

    def __init__(self, data: Path, now: Callable[[], dt.datetime]) -> None:
        """``data`` is the profile's folder for data; nothing is read yet."""
        self._path = data / HISTORY
        self._now = now
        self._known: list[Edit] | None = None

    def apply(
        self,
        path: Path,
        words: str,
        seen: str | None,
        act: Callable[[PackText], str],
        group: str = "",
    ) -> str:
        """Change a file by ``act``; the text that is in it then.

        ``seen`` is the text that the agent looked at: if the file holds another by now, nothing is
        done. None where it does not matter.

        Raises:
            UserError: the file can't be read or written, was changed meanwhile, or the change does
                not fit it; it is as it was.
        """
        before = read_pack_file(path)
        if seen is not None and before != seen:
            raise UserError(
                "This pack was changed by another program meanwhile",
                "Your change would have undone that",
                "Look at it as it is now, and change it again",
                place=path.name,
            )
        after = act(PackText.read(before))
        if after != before:
            self._write(path, after)
            self._remember(Edit.of(path, words, self._now(), before, after, group))
        return after

    def create(self, path: Path, words: str, text: str) -> None:
        """Begin a file.

        Raises:
            UserError: there is one of that name, or it can't be written.
        """
        if path.exists():
            raise UserError(
                "There is a pack of that name", todo="Choose another name", place=path.name
            )
        self._write(path, text)
        self._remember(Edit.of(path, words, self._now(), "", text))

    def history(self) -> tuple[Edit, ...]:
        """What can be taken back, the newest first."""
        return tuple(reversed(self._edits()))

    def take_back(self, edit: Edit) -> None:
        """Undo an edit, whichever it is, and those of its group.

        Raises:
            UserError: what it changed was changed again since, or a file can't be written. Nothing
                is lost then: of a group, what puts something back comes before what takes away.
        """
        group = [one for one in reversed(self._edits()) if edit.group and one.group == edit.group]
        for one in group or [edit]:
            self._take_back(one)

    def _take_back(self, edit: Edit) -> None:
        path = Path(edit.path)
        known = self._edits()
        after = known[known.index(edit) + 1 :] if edit in known else []
        later = [one for one in after if one.path == edit.path]
        text = edit.reversed(read_pack_file(path), later)
        if text is None:
            raise UserError(
                "This change can't be taken back",
                "What it put there was changed again since",
                "Take back the later changes first, or change it by hand",
                place=path.name,
            )
        self._write(path, text)
        self._known = [one for one in self._edits() if one is not edit and one != edit]
        self._keep()

    def _write(self, path: Path, text: str) -> None:
        try:
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, _as_there(path, text), mode)
        except OSError as error:
            raise UserError(
                "The pack was not changed, because it can't be written",
                error.strerror or "",
                "Check its permissions, or make room on the disk",
                place=path.name,
            ) from error

    def _edits(self) -> list[Edit]:
        if self._known is None:
            try:
                self._known = msgspec.json.decode(self._path.read_bytes(), type=list[Edit])
            except (OSError, msgspec.DecodeError):
                self._known = []  # only the way back is lost
        return self._known

    def _remember(self, edit: Edit) -> None:
        self._known = [*self._edits(), edit][-MOST_KEPT:]
        self._keep()

    def _keep(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, msgspec.json.encode(self._known))
        except OSError:
            pass  # the edit itself is done; taking it back works until Deskhand ends


def _as_there(path: Path, text: str) -> bytes:
    """A text as the file's own has it: with line ends of Windows, and the mark at its beginning."""
    try:
        there = path.read_bytes()
    except FileNotFoundError:
        return text.encode("utf-8")
    mark = codecs.BOM_UTF8 if there.startswith(codecs.BOM_UTF8) else b""
    windows = there.count(b"\r\n") * 2 > there.count(b"\n")
    return mark + (text.replace("\n", "\r\n") if windows else text).encode("utf-8")


def read_pack_file(path: Path) -> str:
    """The text of a pack, with line ends as ``\\n``.

    Raises:
        UserError: it can't be read.
    """
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise UserError(
            "This pack can't be read", error.strerror or "", "Check that it is there",
            place=path.name,
        ) from error  # fmt: skip
    except UnicodeDecodeError as error:
        raise UserError(
            "This pack has characters that are not UTF-8",
            todo="Save it in your editor with the encoding UTF-8",
            place=path.name,
        ) from error
