"""In which windows a hotstring of AutoHotkey works, as filters of a pack.

After autohotkey.com/docs/v1/lib/_IfWinActive.htm and WinTitle.htm: a title, ``ahk_exe`` or both, by
themselves or in ``WinActive("…")``. What asks for more (a class, a control, an expression) has no
filters here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.snippets.model import Value
from desktop.snippets.where import RULES, TYPED, fault_of

_DIRECTIVE = re.compile(r"^[ \t]*#(If|IfWin(Not)?Active|HotIf)\b[ ,\t]*(.*)$", re.IGNORECASE)
_ASKED = re.compile(r"^(!|not\s+)?\s*WinActive\(\s*(['\"])((?:(?!\2).)*)\2\s*\)$", re.IGNORECASE)
_PROGRAM = re.compile(r"\bahk_exe\s+(.+)$", re.IGNORECASE)
_MODE = re.compile(r"^[ \t]*SetTitleMatchMode\b[ ,\t(]*[\"']?(\w+)", re.IGNORECASE | re.MULTILINE)


def anywhere_in_title(script: str, *, second: bool) -> bool | None:
    """Whether a title is looked for anywhere in a window's, or at its beginning; None: neither."""
    modes = {one.casefold() for one in _MODE.findall(script)} - {"fast", "slow"}
    return {frozenset("1"): False, frozenset("2"): True, frozenset(): second}.get(frozenset(modes))


def windows_of(directive: str, *, anywhere: bool | None) -> Mapping[str, Value] | None:
    """What stands at the top of a pack for these windows; None if it can't be said there."""
    found = _DIRECTIVE.match(directive)
    if found is None:
        return None
    criteria, unless = found[3].strip(), bool(found[2])
    if found[1].casefold() in {"if", "hotif"}:
        asked = _ASKED.match(criteria)
        if asked is None:
            return None
        criteria, unless = asked[3].strip(), bool(asked[1])
    filters = _filters(criteria, anywhere=anywhere)
    if filters is None or not unless:
        return filters
    return {RULES: [{**filters, TYPED: False}]}


def _filters(criteria: str, *, anywhere: bool | None) -> dict[str, Value] | None:
    found: dict[str, str] = {}
    program = _PROGRAM.search(criteria)
    title = criteria[: program.start()].strip() if program else criteria
    if program:
        found["filter_exec"] = f"^{re.escape(program[1].strip())}$"
    if title:
        if anywhere is None:
            return None
        found["filter_title"] = re.escape(title) if anywhere else f"^{re.escape(title)}"
    several = "ahk_" in title.casefold() or (program and re.search(r"[\\/,]|ahk_", program[1]))
    if not found or several or any(fault_of(one) for one in found.values()):
        return None
    return {**found}
