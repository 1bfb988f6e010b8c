"""AutoHotkey: the hotstrings of a script (autohotkey.com/docs/v1/Hotstrings.htm, v2 alike).

``:options:abbreviation::text``, with ``#Hotstring`` for options that follow, continuation sections
in brackets, ```n`` and other escapes, and keys in braces. A hotstring that is a program comes over
if all that it does is to type. All else in a script is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from desktop.core.tables import encoding_of
from desktop.snippets.importers.autohotkey.keys import fill, presses, unescaped
from desktop.snippets.importers.autohotkey.names import texts_set_once
from desktop.snippets.importers.autohotkey.script import (
    HOTSTRING,
    Found,
    Options,
    code,
    hotstrings,
    is_second,
    passed_over,
)
from desktop.snippets.importers.autohotkey.sending import Sending, sending
from desktop.snippets.importers.autohotkey.windows import anywhere_in_title, windows_of
from desktop.snippets.importers.base import (
    MOST_SNIPPETS,
    Draft,
    DraftPack,
    Imported,
    Importer,
    LeftOut,
    read_text,
)
from desktop.snippets.importers.building import Building


def read(path: Path) -> Imported:
    """Every hotstring a snippet."""
    found = Imported()
    script = read_text(path)
    packs = _Packs(path.stem, script)
    second = is_second(script)
    known = texts_set_once(code(script), second=second)
    earlier: set[tuple[object, ...]] = set()
    for one in hotstrings(script, second=second):
        made = _draft(one, known, second=second)
        if isinstance(made, Draft) and not _is_new(one, earlier):
            made = LeftOut(made.source, "An earlier one in the script goes before it.")
        if isinstance(made, LeftOut):
            found.left_out.append(made)
        elif packs.count >= MOST_SNIPPETS:
            found.left_out.append(
                LeftOut(made.source, f"Only {MOST_SNIPPETS:,} snippets are taken.")
            )
            break
        else:
            packs.take(one.options, made)
    found.notes += passed_over(script, ended_as_usual=packs.ended_as_usual)
    found.packs += packs.all()
    return found


def _is_new(one: Found, earlier: set[tuple[object, ...]]) -> bool:
    """Of those that are typed alike the first is obeyed; remembers this one."""
    options = one.options
    where = (options.windows, options.at_once, options.inside)
    folded = (*where, False, one.abbreviation.casefold())
    this = (*where, True, one.abbreviation) if options.exact else folded
    known = folded in earlier or this in earlier
    earlier.add(this)
    return not known


class _Packs:
    """One for all windows, and one for each that the script names."""

    def __init__(self, name: str, script: str) -> None:
        self._name = name
        self._by: dict[str, DraftPack] = {"": DraftPack(name)}
        self._anywhere = anywhere_in_title(script, second=is_second(script))
        self.count = 0
        self.ended_as_usual = False
        """Whether one of them is ended by whatever ends a word here."""

    def take(self, options: Options, draft: Draft) -> None:
        self.count += 1
        self.ended_as_usual |= "right_word" in draft.flags
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


def _draft(one: Found, known: Mapping[str, str], *, second: bool) -> Draft | LeftOut:
    source = unescaped(one.abbreviation)
    if one.text is not None:
        if not one.text.strip():
            return LeftOut(source, "It has no text.")
        made = _snippet(one.options, source, one.text)
        if one.made_later:
            made.changed("The script made it while it ran, perhaps only at times.")
        return made
    sent = sending(one.program, known, second=second) if one.program is not None else None
    if sent is None:
        return LeftOut(source, "It runs a program instead of typing a text.")
    if not sent and not one.options.keeps:
        return LeftOut(source, "It has no text.")
    typed = Building()
    sent.fill(typed)
    if presses(typed):
        return LeftOut(source, "It presses keys instead of typing a text.")
    return _snippet(one.options, source, sent)


def _snippet(options: Options, source: str, what: str | Sending) -> Draft:
    made = Building()
    if options.keeps:
        made.text(source)
        made.changed(
            "Its abbreviation stayed, and the text came behind; now the text begins with it."
            if what
            else "It kept a shorter abbreviation from changing it; now it types itself."
        )
    if isinstance(what, Sending):
        what.fill(made)
        omits, conforms = not what.leaves_end and bool(what), not what
    else:
        fill(made, what, raw=options.raw)
        omits, conforms = options.omits, options.conforms
    closed = [f"{source}{sign}" for sign in options.ends] if omits and not options.at_once else []
    if omits and not closed and not options.at_once:
        made.changed("The key after its abbreviation now stays behind the text.")
    if not options.exact and not conforms:
        made.changed("Typed in capitals it comes out in capitals; there it came as it is.")
    draft = made.draft(source, closed or [source])
    if not options.inside:
        draft.flags = {**draft.flags, "left_word": True}
    if not options.at_once and not closed:
        draft.flags = {**draft.flags, "right_word": True}
    if not options.exact:
        draft.flags = {**draft.flags, "propagate_case": True}
    return draft


def recognises(path: Path, sample: bytes) -> bool:
    """A script with a hotstring in it."""
    if path.suffix.lower() not in {".ahk", ".ahkl", ".txt"}:
        return False
    text = sample.decode(encoding_of(sample), "replace")
    return any(HOTSTRING.match(line) for line in text.splitlines())


IMPORTER = Importer("autohotkey", "AutoHotkey", recognises, read)
