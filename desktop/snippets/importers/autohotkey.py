"""AutoHotkey: the hotstrings of a script (autohotkey.com/docs/v1/Hotstrings.htm, v2 alike).

``:options:abbreviation::text``, with ``#Hotstring`` for options that follow, continuation sections
in brackets, ```n`` and other escapes, and keys in braces. All else in a script is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop.core.tables import encoding_of
from desktop.snippets.importers.autohotkey_windows import anywhere_in_title, windows_of
from desktop.snippets.importers.base import (
    MOST_SNIPPETS,
    Draft,
    DraftPack,
    Imported,
    Importer,
    LeftOut,
    read_text,
)
from desktop.snippets.importers.building import SENDS_NOTHING, Building

_HOTSTRING = re.compile(r"^[ \t]*:([^:\n]*):((?:[^:\n`]|`.|:(?!:))+)::(.*)$")
_DIRECTIVE = re.compile(r"^[ \t]*#Hotstring[ ,]+(.*)$", re.IGNORECASE)
_CONTEXT = re.compile(
    r"^[ \t]*#(?:If|IfWin(?:Not)?(?:Active|Exist)|HotIf)\b[ ,\t]*(.*)$", re.IGNORECASE
)
_ENDS = re.compile(r"^[ \t]*#Hotstring[ ,]+EndChars\b", re.IGNORECASE)
_INCLUDE = re.compile(r"^[ \t]*#Include(?:Again)?[ ,]+(.+)$", re.IGNORECASE)
_MADE = re.compile(r"\bHotstring\(\s*[\"']:", re.IGNORECASE)
_SECOND = re.compile(
    r"^[ \t]*#(?:HotIf\b|Requires[ ,\t]+AutoHotkey(?:32|64)?[ \t]+[>=\"v]*2)",
    re.IGNORECASE | re.MULTILINE,
)
"""What only version 2 has."""
_INDENT = re.compile(r"[ ]+|\t+")
_JOIN = re.compile(r"\bjoin(\S{0,15})", re.IGNORECASE)
_OPTION = re.compile(r"\*0?|\?0?|B0?|C[01]?|K-?\d+|O0?|P\d+|R0?|T0?|S[IPE]|X0?|Z0?", re.IGNORECASE)
_ESCAPES = {"n": "\n", "r": "", "t": "\t", "b": "\b", "s": " ", "v": "", "a": "", "f": ""}
_KEY = re.compile(r"\{(?:U\+([0-9A-Fa-f]{2,6})|(.)(?: (\d+))?|(\w+)(?: (\d+|up|down))?)\}")
_COMMENT = re.compile(r"[ \t]+;.*$")
_MODIFIED = re.compile(r"[\^!#+](?=[{\w])")
_MOST_TIMES = 100


@dataclass(frozen=True, slots=True)
class _Options:
    """What the signs before an abbreviation say."""

    at_once: bool = False
    inside: bool = False
    keeps: bool = False
    exact: bool = False
    conforms: bool = True
    omits: bool = False
    raw: bool = False
    runs: bool = False
    windows: str = ""
    """The line that says in which windows it works; empty: in all."""

    def told(self, words: str) -> _Options:
        found = self
        for one in _OPTION.finditer(words):
            sign, on = one[0].upper(), not one[0].endswith("0")
            changes: dict[str, Any] = {
                "*": {"at_once": on},
                "?": {"inside": on},
                "B": {"keeps": not on},
                "O": {"omits": on},
                "R": {"raw": on},
                "T": {"raw": on},
                "X": {"runs": on},
            }.get(sign[0], {})
            if sign[0] == "C":
                changes = {"exact": sign == "C", "conforms": sign == "C0"}
            found = replace(found, **changes)
        return found


def read(path: Path) -> Imported:
    """Every hotstring a snippet."""
    found = Imported()
    script = read_text(path)
    packs = _Packs(path.stem, script)
    found.notes += _passed_over(script)
    for options, abbreviation, text in _hotstrings(script):
        source = _unescaped(abbreviation)
        if options.runs or text is None:
            found.left_out.append(LeftOut(source, "It runs a program instead of typing a text."))
        elif not text.strip():
            found.left_out.append(LeftOut(source, "It has no text."))
        elif packs.count >= MOST_SNIPPETS:
            found.left_out.append(LeftOut(source, f"Only {MOST_SNIPPETS:,} snippets are taken."))
            break
        else:
            packs.take(options, _draft(options, source, text))
    found.packs += packs.all()
    return found


class _Packs:
    """One for all windows, and one for each that the script names."""

    def __init__(self, name: str, script: str) -> None:
        self._name = name
        self._by: dict[str, DraftPack] = {"": DraftPack(name)}
        self._anywhere = anywhere_in_title(script, second=_SECOND.search(script) is not None)
        self.count = 0

    def take(self, options: _Options, draft: Draft) -> None:
        self.count += 1
        where = windows_of(options.windows, anywhere=self._anywhere) if options.windows else {}
        if where is None:
            draft.changed("It worked in some windows only; now it works in all.")
        key = options.windows if where else ""
        if key not in self._by:
            self._by[key] = DraftPack(f"{self._name} in some windows", where=where or {})
        self._by[key].drafts.append(draft)

    def all(self) -> Iterator[DraftPack]:
        first, *others = self._by.values()
        if first.drafts or not others:
            yield first
        yield from others


def _passed_over(script: str) -> Iterator[str]:
    """What else in a script makes hotstrings, or changes them."""
    lines = list(_code(script))
    for line in lines:
        taken_in = _INCLUDE.match(line)
        if taken_in:
            yield f"It takes in {taken_in[1].strip()[:60]}: take that over by itself."
    if any(_ENDS.match(line) for line in lines):
        yield "Its own signs that end an abbreviation are left out: set them under Typing."
    made = sum(_MADE.search(line) is not None for line in lines)
    if made:
        yield f"{made:,} of its lines make hotstrings while it runs; these did not come over."


def _hotstrings(script: str) -> Iterator[tuple[_Options, str, str | None]]:
    """Options, abbreviation and text; None for what is a program."""
    standing = _Options()
    second = _SECOND.search(script) is not None
    lines = iter(_code(script))
    waiting = next(lines, None)
    while waiting is not None:
        line, waiting = waiting, next(lines, None)
        directive = _DIRECTIVE.match(line)
        if directive and not directive[1].casefold().startswith(("endchars", "nomouse")):
            standing = standing.told(directive[1])
        context = _CONTEXT.match(line)
        if context:
            said = (
                _COMMENT.sub("", line).strip() if _COMMENT.sub("", f" {context[1]}").strip() else ""
            )
            standing = replace(standing, windows=said)
        found = _HOTSTRING.match(line)
        if found is None:
            continue
        options, text = standing.told(found[1]), found[3]
        if text.strip() in ("", "{"):
            if text.strip() == "" and waiting is not None and waiting.strip().startswith("("):
                head, section = waiting, []
                join = _JOIN.search(waiting)
                glue = _unescaped(join[1].replace("`r`n", "\n")) if join else "\n"
                waiting = next(lines, None)
                while waiting is not None and not waiting.lstrip().startswith(")"):
                    section.append(waiting)
                    waiting = next(lines, None)
                waiting = next(lines, None) if waiting is not None else None
                yield options, found[2], glue.join(_trimmed(section, head, smart=second))
            else:
                yield options, found[2], None
        else:
            yield options, found[2], _COMMENT.sub("", text)


def _trimmed(section: Sequence[str], head: str, *, smart: bool) -> list[str]:
    """The lines as the section's head wants them trimmed; ``smart`` as version 2 does by itself."""
    words = head.casefold()
    lines = [one if "rtrim0" in words else one.rstrip(" \t") for one in section]
    if "ltrim" in words:
        return lines if "ltrim0" in words else [one.lstrip(" \t") for one in lines]
    indent = _INDENT.match(lines[0]) if smart and lines else None
    return [one.removeprefix(indent[0]) for one in lines] if indent else lines


def _code(script: str) -> Iterator[str]:
    """Lines outside of block comments."""
    inside = False
    for line in script.split("\n"):
        bare = line.strip()
        if inside or bare.startswith("/*"):
            inside = "*/" not in bare
        elif not bare.startswith(";"):
            yield line


def _draft(options: _Options, source: str, text: str) -> Draft:
    made = Building()
    if options.keeps:
        made.text(source)
        made.changed(
            "Its abbreviation stayed, and the text came behind; now the text begins with it."
        )
    _fill(made, text, raw=options.raw)
    if options.omits and not options.at_once:
        made.changed("The key after its abbreviation now stays behind the text.")
    if not options.exact and not options.conforms:
        made.changed("Typed in capitals it comes out in capitals; there it came as it is.")
    draft = made.draft(source, [source])
    if not options.inside:
        draft.flags = {**draft.flags, "left_word": True}
    if not options.at_once:
        draft.flags = {**draft.flags, "right_word": True}
    if not options.exact:
        draft.flags = {**draft.flags, "propagate_case": True}
    return draft


def _fill(made: Building, text: str, *, raw: bool) -> None:
    place = 0
    for found in () if raw else _KEY.finditer(text):
        _plain(made, text[place : found.start()], raw=False)
        place = found.end()
        if found[1]:
            code = int(found[1], 16)
            made.text(chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "")
        elif found[2]:
            made.text(found[2] * _times(found[3]))
        else:
            _press(made, found[4].casefold(), found[5], last=not text[place:].strip())
    _plain(made, text[place:], raw=raw)


def _plain(made: Building, text: str, *, raw: bool) -> None:
    if not raw and _MODIFIED.search(text):
        made.changed("A sign in it that meant a key held down (^ ! + #) stands as it is.")
    made.text(_unescaped(text))


def _press(made: Building, key: str, times: str | None, *, last: bool) -> None:
    count = _times(times)
    if key in {"enter", "return"}:
        made.text("\n" * count)
        made.changed(SENDS_NOTHING)
    elif key == "tab":
        made.tab(count)
    elif key == "space":
        made.text(" " * count)
    elif key == "left" and last and made.caret_back(count):
        return
    else:
        made.left_out("A key that it pressed")


def _times(times: str | None) -> int:
    return min(int(times), _MOST_TIMES) if times and times.isdigit() else 1


def _unescaped(text: str) -> str:
    return re.sub(r"`(.)", lambda found: _ESCAPES.get(found[1], found[1]), text)


def recognises(path: Path, sample: bytes) -> bool:
    """A script with a hotstring in it."""
    if path.suffix.lower() not in {".ahk", ".ahkl", ".txt"}:
        return False
    text = sample.decode(encoding_of(sample), "replace")
    return any(_HOTSTRING.match(line) for line in text.splitlines())


IMPORTER = Importer("autohotkey", "AutoHotkey", recognises, read)
