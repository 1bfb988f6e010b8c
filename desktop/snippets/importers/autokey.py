"""AutoKey: a folder of phrases, each a text file beside a ``.json`` that says what triggers it.

Fields after AutoKey's own model (``abbreviations``, ``immediate``, ``triggerInside``,
``ignoreCase``, ``matchCase``, ``backspace``, ``omitTrigger``, ``sendMode``, ``filter``) and its
macros ``<cursor>``, ``<date format=…>``, ``<script …>``, ``<system …>``, ``<file …>``, and keys
such as ``<tab>`` and ``<ctrl>+v``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from desktop.core.results import UserError
from desktop.snippets.importers.base import (
    MOST_FILES,
    Draft,
    DraftPack,
    Imported,
    Importer,
    LeftOut,
    read_bytes,
    read_text,
)
from desktop.snippets.importers.building import SENDS_NOTHING, Building
from desktop.snippets.model import Value
from desktop.snippets.where import RULES, TYPED, fault_of

_BY_ABBREVIATION, _BY_HOTKEY = 1, 3
_MODIFIER = r"<(?:left_|right_)?(?:ctrl|control|alt|alt_gr|shift|super|hyper|meta)>"
_TAG = re.compile(
    rf"(?P<held>(?:{_MODIFIER}\+)+)(?:<(?P<with>\w+)>|\S)|{_MODIFIER}"
    r"|<(?P<word>\w+)(?P<options>(?:\s+\w+=(?>\"[^\"]*\"|'[^']*'|[^\s>]+))*+)\s*>",
    re.IGNORECASE,
)
_LEFT = re.compile(r"<(?:np_)?left>", re.IGNORECASE)
_INSTANCE_AND_CLASS = re.compile(r"[\w-]+\.([\w-]+)")
"""As its picker of windows writes it; Deskhand knows a window by its class."""
_OPTION = re.compile(r"(\w+)=(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
_PROGRAMS = frozenset({"script", "system", "file"})
_KEY = re.compile(
    r"(?:np_)?(?:left|right|up|down|home|end|page_up|page_down|delete|insert)"
    r"|backspace|escape|menu|pause|(?:left_|right_)?(?:capslock|numlock)|scroll_lock|print_screen"
    r"|np_(?:divide|multiply|add|subtract|5)|f(?:[1-9]|[12]\d|3[0-5])|code\d{1,9}"
)
_WORDS = _PROGRAMS | {"cursor", "date", "tab", "enter", "return"}


class _Abbreviation(msgspec.Struct):
    abbreviations: list[str] = []
    immediate: bool = False
    ignore_case: bool = msgspec.field(default=False, name="ignoreCase")
    backspace: bool = True
    inside: bool = msgspec.field(default=False, name="triggerInside")


class _Filter(msgspec.Struct):
    regex: str | None = None
    recursive: bool = msgspec.field(default=False, name="isRecursive")


class _Folder(msgspec.Struct):
    filter: _Filter = msgspec.field(default_factory=_Filter)


class _Phrase(msgspec.Struct):
    type: str = ""
    description: str = ""
    modes: list[int] = []
    abbreviation: _Abbreviation = msgspec.field(default_factory=_Abbreviation)
    match_case: bool = msgspec.field(default=False, name="matchCase")
    omit_trigger: bool = msgspec.field(default=False, name="omitTrigger")
    prompt: bool = False
    filter: _Filter = msgspec.field(default_factory=_Filter)


def read(path: Path) -> Imported:
    """Every phrase a snippet; folders of the first level are packs.

    Raises:
        UserError: there are no phrases of AutoKey's.
    """
    found = Imported()
    packs: dict[tuple[str, str], DraftPack] = {}
    for number, file in enumerate(_described(path)):
        if number >= MOST_FILES:
            found.notes.append(f"Only the first {MOST_FILES:,} files were looked at.")
            break
        name = file.name.removeprefix(".").removesuffix(".json")
        text_file = file.with_name(f"{name}.txt")
        if not text_file.is_file():
            script = file.with_name(f"{name}.py").is_file()
            why = "It is a script, not a text." if script else "Its text is missing."
            found.left_out.append(LeftOut(name, why))
            continue
        try:
            phrase = _about(file)
            text = read_text(text_file)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            found.left_out.append(LeftOut(name, "What triggers it can't be read."))
            continue
        except UserError as error:
            found.left_out.append(LeftOut(name, error.problem.sentence()))
            continue
        parts = file.relative_to(path).parts
        title = parts[0] if len(parts) > 1 else path.name
        draft = _draft(name, phrase, text)
        windows = phrase.filter.regex or _windows_of(path, file.parent)
        where = _where(windows) if windows else {}
        if where is None:
            draft.changed("It worked in some windows only; now it works in all.")
        key, called = (windows, f"{title} in some windows") if where else ("", title)
        pack = packs.setdefault((title, key), DraftPack(called, where=where or {}))
        pack.drafts.append(draft)
    if not packs and not found.left_out:
        raise UserError(
            "There are no phrases of AutoKey's here",
            todo="Take the folder that AutoKey keeps its data in, or one below it",
            place=path.name,
        )
    found.packs += packs.values()
    return found


def _about(file: Path) -> _Phrase:
    """What triggers a phrase; nothing where only its text is there, as AutoKey takes it, too."""
    if not file.is_file():
        return _Phrase()
    return msgspec.json.decode(read_bytes(file), type=_Phrase)


def _windows_of(top: Path, folder: Path) -> str:
    """The windows that a phrase has from the folders that it is in: the first with a filter."""
    for one in (folder, *folder.parents):
        try:
            about = msgspec.json.decode(read_bytes(one / ".folder.json"), type=_Folder).filter
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, UserError):
            about = _Filter()
        if about.regex:
            return about.regex if about.recursive else ""
        if one == top:
            break
    return ""


def _where(windows: str) -> Mapping[str, Value] | None:
    """AutoKey tries the beginning of the title, and of ``instance.class``; None: RE2 can't."""
    named = _INSTANCE_AND_CLASS.fullmatch(windows)
    title, program = f"^(?:{windows})", f"^(?:{named[1] if named else windows})"
    if fault_of(title) or fault_of(program):
        return None
    return {
        RULES: [
            {"filter_title": title, TYPED: True},
            {"filter_class": program, TYPED: True},
            {TYPED: False},
        ]
    }


def _described(folder: Path) -> Iterator[Path]:
    """Where the description of each phrase or script is, or would be."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        described = {
            name for name in names
            if name.startswith(".") and name.endswith(".json") and name != ".folder.json"
        }  # fmt: skip
        bare = {f".{name[:-4]}.json" for name in names if name.endswith(".txt")}
        for name in sorted(described | bare):
            yield Path(place, name)


def _draft(name: str, phrase: _Phrase, text: str) -> Draft:
    by = phrase.abbreviation
    triggers = by.abbreviations if _BY_ABBREVIATION in phrase.modes else []
    stays = not by.backspace and len(triggers) == 1
    made = macros(text, before=triggers[0] if stays else "")
    if _BY_HOTKEY in phrase.modes:
        made.changed("Its hotkey is left out: the palette finds it by name.")
    if not triggers:
        made.changed("It has no abbreviation, so it is found in the palette only.")
    if stays:
        made.changed(
            "Its abbreviation stayed, and the text came behind; now the text begins with it."
        )
    elif triggers and not by.backspace:
        made.changed("Its abbreviation used to stay before the text; now the text replaces it.")
    if triggers and phrase.omit_trigger and not by.immediate:
        made.changed("The key after its abbreviation now stays behind the text.")
    if by.ignore_case and not phrase.match_case:
        made.changed("Typed in capitals it comes out in capitals; there it came as it is.")
    if phrase.prompt:
        made.changed("It is typed at once; there it was asked for first.")
    draft = made.draft(name, triggers)
    draft.label = phrase.description.strip() or name
    if triggers and not by.inside:
        draft.flags = {**draft.flags, "left_word": True}
    if triggers and not by.immediate:
        draft.flags = {**draft.flags, "right_word": True}
    if triggers and (by.ignore_case or phrase.match_case):
        draft.flags = {**draft.flags, "propagate_case": True}
    return draft


def macros(text: str, before: str = "") -> Building:
    """A phrase as a template, with plain text before it."""
    made = Building()
    made.text(before)
    rest, back = _lefts(text)
    place = 0
    for found in _TAG.finditer(rest):
        word = (found["word"] or "").casefold()
        if word and word not in _WORDS and not _KEY.fullmatch(word):
            continue
        made.text(rest[place : found.start()])
        place = found.end()
        if found["held"] and _breaks_a_line(found):
            _obey(made, "enter", "")
        else:
            _obey(made, word, found["options"] or "")
    made.text(rest[place:])
    if back and not made.caret_back(back):
        made.left_out("A key that it pressed")
    return made


def _lefts(text: str) -> tuple[str, int]:
    """What stands before the keys Left at its end, and how many these are."""
    end, count = len(text.rstrip()), 0
    while (at := text.rfind("<", 0, end)) >= 0 and _LEFT.fullmatch(text, at, end):
        count, end = count + 1, at
    if count and text[end - 2 : end] != ">+":
        return text[:end], count
    return text, 0


def _breaks_a_line(found: re.Match[str]) -> bool:
    """Shift and Enter, which chats take so."""
    shift = found["held"].casefold() in {"<shift>+", "<left_shift>+", "<right_shift>+"}
    return shift and (found["with"] or "").casefold() in {"enter", "return"}


def _obey(made: Building, word: str, options: str) -> None:
    if word == "cursor":
        made.caret()
    elif word == "date":
        found = {one[1]: one[2] or one[3] or one[4] or "" for one in _OPTION.finditer(options)}
        made.date(found.get("format", "%x"))
    elif word == "tab":
        made.tab()
    elif word in {"enter", "return"}:
        made.text("\n")
        made.changed(SENDS_NOTHING)
    elif word in _PROGRAMS:
        made.left_out("What a program or file gave to it")
    else:
        made.left_out("A key that it pressed")


def recognises(path: Path, _sample: bytes) -> bool:
    """A folder with a hidden description beside a text."""
    if not path.is_dir():
        return False
    return any(
        file.is_file()
        and file.with_name(file.name.removeprefix(".").removesuffix(".json") + ".txt").is_file()
        for file, _ in zip(_described(path), range(200), strict=False)
    )


IMPORTER = Importer("autokey", "AutoKey", recognises, read)
