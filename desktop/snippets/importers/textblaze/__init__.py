"""Text Blaze: what “Export all folders” writes, and the commands in its texts.

The file is JSON: ``folders``, each with ``name`` and ``snippets``, these with ``name``,
``shortcut``, ``text``, and where it is formatted ``html`` (so converters of others read it; its
maker describes it nowhere). The commands are those of blaze.today/commands:
``{name: positional; key=value}``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop.snippets.importers.base import (
    MOST_SNIPPETS,
    Draft,
    DraftPack,
    Imported,
    Importer,
    LeftOut,
    read_json,
)
from desktop.snippets.importers.building import SENDS_NOTHING, Building
from desktop.snippets.importers.date_patterns import of_moment
from desktop.snippets.importers.textblaze.html import is_formatted, plain, ready
from desktop.snippets.model import Value

_COMMAND = re.compile(r"\{((?:[^{}\\\"]|\\.|\"(?:[^\"\\]|\\.)*\")*)\}")
_WORD = re.compile(r"\s*(=|/?\w+)\s*:?")
_PIECE = re.compile(r'(?:[^;"\\]|\\.|"(?:[^"\\]|\\.)*")+')
_ENDS_A_TOGGLE = re.compile(r"\{\s*endformtoggle\b", re.IGNORECASE)
_AS_WRITTEN = "What it decides or counts by itself stands in the text as it was written."
_SHIFT = re.compile(r"\s*([+-]\d{1,5})\s*([YMWDhms])\s*")
_REFUSED = frozenset({
    "urlload", "urlsend", "run", "click", "dbselect", "dbinsert", "dbupdate", "dbdelete",
})  # fmt: skip
_LOGIC = frozenset({
    "if", "elseif", "else", "endif", "repeat", "endrepeat", "=", "error", "button", "endbutton",
    "user", "site", "image",
})  # fmt: skip


_IN_HTML = frozenset({"", "time", "clipboard", "cursor", "note", "endnote", "wait", "snippet"})
"""What a formatted snippet may have in it: a form is plain text."""
_FIELDS = frozenset({"formtext", "formparagraph", "formmenu", "formdate"})
_OF_FIELDS = frozenset({"name", "default", "multiple", "cols", "rows", "width", "height"})
_OPTIONS: Mapping[str, frozenset[str]] = {
    "formdate": frozenset({"name"}), "time": frozenset({"shift", "at"}), "key": frozenset(),
    "wait": frozenset({"delay"}), "import": frozenset(), "snippet": frozenset(),
}  # fmt: skip
"""What is read of the words of a command, or makes no difference."""


class _Snippet(msgspec.Struct):
    name: str = ""
    shortcut: str = ""
    text: str = ""
    type: str = ""
    html: str | None = None


class _Folder(msgspec.Struct):
    name: str = ""
    snippets: list[msgspec.Raw] = []


class _File(msgspec.Struct):
    folders: list[_Folder]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a command was given."""

    positional: tuple[str, ...]
    named: Mapping[str, str]

    @property
    def label(self) -> str:
        return self.named.get("name", "")


def read(path: Path) -> Imported:
    """Every snippet, a pack a folder.

    Raises:
        UserError: it is no export of Text Blaze's.
    """
    file = read_json(
        path,
        _File,
        "This is no export of Text Blaze's",
        "Use “Export all folders” in its settings, and take that file",
    )
    found = Imported()
    count = 0
    for folder in file.folders:
        pack = DraftPack(folder.name or "Text Blaze")
        for raw in folder.snippets:
            count += 1
            if count > MOST_SNIPPETS:
                found.notes.append(f"Only the first {MOST_SNIPPETS:,} snippets are taken.")
                break
            try:
                one = msgspec.json.decode(raw, type=_Snippet)
            except (msgspec.DecodeError, RecursionError):
                found.left_out.append(LeftOut(f"snippet {count}", "It is damaged."))
                continue
            source = one.shortcut.strip() or one.name or f"snippet {count}"
            if not one.text.strip() and one.html:
                one.text = plain(one.html)
            if not one.text.strip():
                found.left_out.append(LeftOut(source, "It has no text."))
                continue
            draft = _draft(one, source)
            if isinstance(draft, LeftOut):
                found.left_out.append(draft)
            else:
                pack.drafts.append(draft)
        found.packs.append(pack)
    return found


def _draft(one: _Snippet, source: str) -> Draft | LeftOut:
    words = {_name_of(found[1]) for found in _COMMAND.finditer(one.text)}
    if words & _REFUSED:
        return LeftOut(source, "It reads from or writes to other places, which Deskhand does not.")
    trigger = one.shortcut.strip()
    rich = one.html if one.type == "html" and one.html and is_formatted(one.html) else ""
    as_html = bool(rich) and words <= _IN_HTML
    made = commands(ready(rich) if as_html else one.text, trigger)
    if rich and not as_html:
        made.changed("Its formatting is left out.")
    if not trigger:
        made.changed("It has no shortcut, so it is found in the palette only.")
    draft = made.draft(source, [trigger] if trigger else [])
    draft.kind = "html" if as_html else draft.kind
    draft.label = one.name.strip()
    return draft


def commands(text: str, shortcut: str = "") -> Building:
    """A text with ``{command: …}`` as a template; ``shortcut`` is the snippet's own."""
    made = Building()
    fields = _fields_of(text)
    last_end = max((one.start() for one in _ENDS_A_TOGGLE.finditer(text)), default=-1)
    place = silent = 0
    for found in _COMMAND.finditer(text):
        word = _name_of(found[1])
        if not silent:
            made.text(_unescaped(text[place : found.start()]))
        place = found.end()
        if word == "note":
            silent += 1
            made.left_out("A note to yourself in it")
        elif word == "endnote":
            silent = max(0, silent - 1)
        elif silent:
            continue
        elif word == "=" and (name := _referred(found[1])) in fields:
            made.field(fields[name])
        elif word == "formtoggle" and place > last_end:
            made.text(found[0])
            made.changed(_AS_WRITTEN)
        elif word == "snippet":
            _own(made, _said(found[1]), shortcut)
        else:
            _obey(made, word, found[1], found[0])
    if not silent:
        made.text(_unescaped(text[place:]))
    return made


def _fields_of(text: str) -> dict[str, str]:
    """The names that ``{=name}`` may stand for, which are the same in any case."""
    commands = (one[1] for one in _COMMAND.finditer(text))
    labels = [_said(one).label for one in commands if _name_of(one) in _FIELDS]
    return {one.casefold(): one for one in reversed(labels) if one}


def _referred(inside: str) -> str:
    """The name in ``=name``, or in backticks where it has blanks."""
    return _value(inside.partition("=")[2]).strip("`").casefold()


def _obey(made: Building, word: str, inside: str, whole: str) -> None:
    act = _KNOWN.get(word)
    if act is not None:
        said = _said(inside)
        if not said.named.keys() <= _OPTIONS.get(word, _OF_FIELDS):
            made.left_out("An option of a command in it")
        act(made, said)
    elif word in _LOGIC:
        made.text(whole)
        made.changed(_AS_WRITTEN)
    else:
        made.text(whole)
        if word:
            made.changed("A command that Deskhand does not know stands in it as it was written.")


def _name_of(inside: str) -> str:
    found = _WORD.match(inside)
    return found[1].casefold() if found else ""


def _said(inside: str) -> _Said:
    rest = inside.partition(":")[2]
    positional: list[str] = []
    named: dict[str, str] = {}
    for piece in _PIECE.findall(rest):
        key, sign, value = piece.partition("=")
        if sign and re.fullmatch(r"\s*\w+\s*", key):
            named[key.strip().casefold()] = _value(value)
        elif piece.strip():
            positional.append(_value(piece))
    return _Said(tuple(positional), named)


def _value(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1]
    return _unescaped(text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def _with_default(said: _Said, about: dict[str, Value]) -> dict[str, Value]:
    default = said.named.get("default", "")
    return {**about, "default": default} if default else about


def _menu(made: Building, said: _Said) -> None:
    default = said.named.get("default", "")
    before = [default] if default and default not in said.positional else []
    values: list[Value] = [*dict.fromkeys([*before, *said.positional])]
    if not values:
        made.field(said.label)
        return
    several = said.named.get("multiple", "").casefold() == "yes"
    kind = "several" if several else "choice"
    made.field(said.label, _with_default(said, {"type": kind, "values": values}))


def _pattern(made: Building, said: _Said) -> str | None:
    if not said.positional:
        return "%x"
    if "Do" in said.positional[0]:
        made.changed("A day in it is written without the letters of its ordinal.")
    return of_moment(said.positional[0])


def _form_date(made: Building, said: _Said) -> None:
    pattern = _pattern(made, said)
    about: dict[str, Value] = {"type": "date"}
    if pattern is None:
        made.changed("A date in it is written as your system does.")
    elif said.positional:
        about["format"] = pattern
    made.field(said.label, about)


def _time(made: Building, said: _Said) -> None:
    pattern = _pattern(made, said)
    shift = said.named.get("shift", "")
    step = _SHIFT.fullmatch(shift) if shift else None
    if pattern is None or (shift and step is None) or "at" in said.named:
        made.left_out("A date in it that Deskhand can't tell")
        return
    unit = {"Y": "y", "W": "w", "D": "d"}.get(step[2], step[2]) if step else ""
    made.date(pattern, f"{step[1]}{unit}" if step else "")


def _toggle(made: Building, said: _Said) -> None:
    made.begin_part(said.label, on=said.named.get("default", "").casefold() in {"yes", "true"})


def _key(made: Building, said: _Said) -> None:
    key = said.positional[0].casefold() if said.positional else ""
    if key in {"enter", "return"}:
        made.text("\n")
        made.changed(SENDS_NOTHING)
    elif key == "tab":
        made.tab()
    else:
        made.left_out("A key that it pressed")


def _own(made: Building, said: _Said, shortcut: str) -> None:
    """``{snippet: …}`` is a property of the snippet itself."""
    if said.positional[:1] in {("shortcut",), ("trigger",)}:
        made.text(shortcut)
    else:
        made.left_out("A mark of the snippet's own in it")


def _import(made: Building, said: _Said) -> None:
    if said.positional:
        made.nested(said.positional[0])


def _link(made: Building, said: _Said) -> None:
    if said.positional:
        made.changed("A link in it has become its words with the address behind them.")
        made.hold(f" ({said.positional[0]})")


_KNOWN: Mapping[str, Callable[[Building, _Said], None]] = {
    "formtext": lambda made, said: made.field(said.label, _with_default(said, {})),
    "formparagraph": lambda made, said: made.field(
        said.label, _with_default(said, {"multiline": True})
    ),
    "formmenu": _menu,
    "formdate": _form_date,
    "formtoggle": _toggle,
    "endformtoggle": lambda made, _: made.end_part(),
    "time": _time,
    "clipboard": lambda made, _: made.clipboard(),
    "cursor": lambda made, _: made.caret(),
    "key": _key,
    "import": _import,
    "wait": lambda made, _: made.left_out("A pause in it"),
    "link": _link,
    "endlink": lambda made, _: made.let_go(),
}


def recognises(path: Path, sample: bytes) -> bool:
    """JSON with folders of snippets."""
    return path.suffix.lower() == ".json" and b'"folders"' in sample and b'"shortcut"' in sample


IMPORTER = Importer("textblaze", "Text Blaze", recognises, read)
