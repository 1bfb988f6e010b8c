"""What a snippet needs to be the same in another pack: its lines, its flags, its global variables.

Pure: nothing is read or written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.core.results import UserError
from desktop.snippets.editing.entry import entry_of, explicit_flags, variable_entry
from desktop.snippets.editing.pack_text import PackText
from desktop.snippets.editing.sheet import same_snippet
from desktop.snippets.model import Snippet, Value, Variable
from desktop.snippets.pack import read_pack
from desktop.snippets.references import names_in, needs

_DEFAULTS = re.compile(r"^match_defaults\s*:", re.MULTILINE)


def entry_for(snippet: Snippet, text: str) -> dict[str, Value]:
    """Its entry for the file ``text``, saying all that the file would take for granted."""
    entry = entry_of(snippet)
    if _DEFAULTS.search(text):
        entry = {**entry, **explicit_flags(snippet)}
        entry.pop("word", None)
    return entry


def globals_needed(snippet: Snippet, shared: Mapping[str, Variable]) -> list[Variable]:
    """The global variables that its texts refer to, and those that these need, in their order."""
    own = {one.name for one in snippet.variables}
    waiting = [
        name
        for body in (snippet.body, *(one.body for one in snippet.variants))
        for name in names_in(body)
    ]
    for variable in snippet.variables:
        waiting += needs(variable)
    wanted: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in shared and name not in own and name not in wanted:
            wanted.add(name)
            waiting += needs(shared[name])
    return [variable for name, variable in shared.items() if name in wanted]


def stands_alone(lines: str, snippet: Snippet) -> bool:
    """Do these lines say all of the snippet, whatever else is in the file?"""
    found = read_pack(f"matches:\n{lines}\n".encode()).records
    return len(found) == 1 and same_snippet(
        found[0].snippet(snippet.pack, snippet.path, "", trusted=False), snippet
    )


def put_into(
    pack: PackText,
    snippet: Snippet,
    shared: Mapping[str, Variable],
    there: Mapping[str, Variable],
    lines: str | None = None,
) -> str:
    """The pack with the snippet at its end.

    Args:
        pack: where it goes.
        snippet: what goes there.
        shared: the global variables that it sees now.
        there: those that it would see in that pack.
        lines: as it is written now; kept with its comments where that says all of it.

    Raises:
        UserError: another variable has a name there that the snippet needs.
    """
    missing = []
    for variable in globals_needed(snippet, shared):
        other = there.get(variable.name)
        if other is None:
            missing.append(variable)
        elif variable_entry(other) != variable_entry(variable):
            raise UserError(
                f"This snippet needs the variable `{variable.name[:40]}`",
                "In that pack another variable has this name",
                "Choose another pack, or rename one of the two in its file",
            )
    if lines is not None and not _DEFAULTS.search(pack.text) and stands_alone(lines, snippet):
        text = pack.taken_in(lines)
    else:
        text = pack.added(entry_for(snippet, pack.text))
    if missing:
        text = PackText.read(text).with_globals([variable_entry(one) for one in missing])
    return text
