"""What names in a script of AutoHotkey's stand for: texts set once, and functions that only send.

People set their own name, address and telephone number at the top of a script, and send texts by a
function of their own; these are the two that can be read without running anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_ASSIGNED = re.compile(
    r"^\s{0,40}(?:(?:global|static)\s+)?([A-Za-z_]\w*)\s*(:=|\.=|\+=|-=|=)\s*(.*)$", re.IGNORECASE
)
_CHANGED = re.compile(
    r"\b([A-Za-z_]\w{0,252})\s{0,9}(?::=|[-+*/.|&^]=|\+\+|--)"
    r"|&([A-Za-z_]\w{0,252})"
    r"|^\s{0,40}(?!(?:Send|MsgBox|ToolTip|global|static|local|return))[A-Za-z]{1,40}"
    r"(?:\s{0,9},|\s)\s{0,9}([A-Za-z_]\w{0,252})\s{0,9}(?:,|$)",
    re.IGNORECASE,
)
"""Assigned, handed over to be set, or where a command of version 1 puts its result."""
_QUOTED = re.compile(r"\"((?:[^\"`]|`.|\"\")*)\"|'((?:[^'`]|`.)*)'")
_SENDER = re.compile(
    r"^[ \t]{0,40}(\w+)\([ \t]*(\w+)[^()\n]{0,80}\)\s{0,40}\{\s{0,40}"
    r"Send(?:Raw|Text|Input|Event|Play)?[ \t,(]{1,10}%?\2%?\)?[ \t]{0,40}\n\s{0,40}"
    r"(?:return\s{0,40})?\}",
    re.IGNORECASE | re.MULTILINE,
)
_CALL = re.compile(
    r"\s{0,40}(\w+)\(\s*(\"(?:[^\"`]|`.|\"\")*\"|'(?:[^'`]|`.)*')\s*\)\s*", re.DOTALL
)
_LONGEST = 20_000
"""Characters of a line that gives a text its name."""
_CORRECTS = frozenset({"f", "_f"})
"""The functions of AutoCorrect for version 2, which put a text in and keep a log."""


def texts_set_once(lines: Iterable[str], *, second: bool) -> Mapping[str, str]:
    """Names, in small letters, of texts that nothing in the script changes."""
    found: dict[str, str | None] = {}
    changed: set[str] = set()
    for line in lines:
        assigned = _ASSIGNED.match(line)
        others = _CHANGED.finditer(line, assigned.start(3) if assigned else 0)
        changed.update(name.casefold() for one in others for name in one.groups() if name)
        if assigned is None:
            continue
        name = assigned[1].casefold()
        value = assigned[3].strip() if len(line) <= _LONGEST else ""
        quoted = _QUOTED.fullmatch(value)
        text: str | None = None
        if line[:1].isspace():
            pass  # inside a function or a condition: it may be something else out here
        elif assigned[2] == ":=" and quoted:
            text = quoted[1].replace('""', '"') if quoted[1] is not None else quoted[2]
        elif assigned[2] == "=" and not second and "%" not in value:
            text = value
        found[name] = None if name in found else text
    return {name: text for name, text in found.items() if text and name not in changed}


def senders(script: str) -> frozenset[str]:
    """Functions that send what they are given, and do nothing else."""
    return frozenset(one[1].casefold() for one in _SENDER.finditer(script))


def called_with(text: str) -> tuple[str, str] | None:
    """The function's name and the quoted text of a call with nothing but that."""
    found = _CALL.fullmatch(text)
    return (found[1].casefold(), found[2]) if found else None


def corrects(name: str) -> bool:
    """Whether a function of this name is known to put in what it is given."""
    return name in _CORRECTS
