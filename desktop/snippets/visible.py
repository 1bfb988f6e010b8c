"""Which global variables a pack's snippets see.

As in espanso, all packs that are loaded share their ``global_vars``, and of two with one name the
later counts; those of a pack that is for another system are no one's but its own. Two rules of our
own make that safe: a pack's own definitions, and those of its imports, go before a stranger's; and
a trusted pack never sees a program of one that is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desktop.core.results import Problem, Severity
from desktop.snippets.loading import LoadedPack
from desktop.snippets.model import Variable
from desktop.snippets.placement import Pack
from desktop.snippets.references import circle_of
from desktop.snippets.variables import PROGRAMS

EVERYONE: Final = ""
TRUSTED: Final = "trusted"

_Definitions = dict[str, tuple[Variable, Pack]]


def visible_globals(
    packs: list[Pack], loaded: Mapping[str, LoadedPack]
) -> tuple[list[Pack], dict[str, dict[str, Variable]], list[Problem]]:
    """The packs with their ``globals_of``, what that key stands for, and what is wrong with it."""
    own = _own_definitions(packs)
    everyone: _Definitions = {}
    safe: _Definitions = {}
    problems: list[Problem] = []
    for definitions in own.values():
        for name, (variable, pack) in definitions.items():
            if not pack.compiled.head.where.somewhere:
                continue
            problems += _conflict(everyone.get(name), variable, pack)
            _put(everyone, name, variable, pack)
            if pack.trusted or variable.type not in PROGRAMS:
                _put(safe, name, variable, pack)
    visible = {EVERYONE: _plain(everyone)}
    if _plain(safe) != visible[EVERYONE]:
        visible[TRUSTED] = _plain(safe)
    placed = []
    for pack in packs:
        key = TRUSTED if pack.trusted and TRUSTED in visible else EVERYONE
        nearer = _nearer(pack, loaded, own)
        shared = safe if pack.trusted else everyone
        if any(shared.get(name) != one for name, one in nearer.items()):
            key = pack.source.path
            visible[key] = _plain({**shared, **nearer})
        placed.append(replace(pack, globals_of=key))
    problems += _circles(visible, everyone)
    return placed, visible, problems


def _put(definitions: _Definitions, name: str, variable: Variable, pack: Pack) -> None:
    """The later counts, and stands at its own place in the order."""
    definitions.pop(name, None)
    definitions[name] = (variable, pack)


def _plain(definitions: _Definitions) -> dict[str, Variable]:
    return {name: variable for name, (variable, _) in definitions.items()}


def _own_definitions(packs: list[Pack]) -> dict[str, _Definitions]:
    return {
        pack.source.path: {
            stored.name: (stored.variable(), pack) for stored in pack.compiled.head.globals
        }
        for pack in packs
        if pack.compiled.head.globals
    }


def _nearer(
    pack: Pack, loaded: Mapping[str, LoadedPack], own: Mapping[str, _Definitions]
) -> _Definitions:
    """What the pack and its imports define, its own last; a program only where trust is equal."""
    order: list[str] = []
    waiting = [pack.source.path]
    while waiting:
        path = waiting.pop()
        if path not in order:
            order.append(path)
            waiting += reversed(loaded[path].imports)
    found: _Definitions = {}
    for path in reversed(order):
        for name, (variable, definer) in own.get(path, {}).items():
            if definer.trusted or not pack.trusted or variable.type not in PROGRAMS:
                _put(found, name, variable, definer)
    return found


def _conflict(other: tuple[Variable, Pack] | None, variable: Variable, pack: Pack) -> list[Problem]:
    if other is None:
        return []
    earlier, definer = other
    return [
        Problem(
            f"The global variable `{variable.name[:40]}` is also defined in "
            f"{definer.source.shown}:{earlier.line}",
            todo="Each pack uses its own; any other pack uses this one.",
            severity=Severity.INFO,
            place=f"{pack.source.shown}:{variable.line}",
        )
    ]


def _circles(
    visible: Mapping[str, Mapping[str, Variable]], everyone: _Definitions
) -> list[Problem]:
    found: dict[tuple[str, ...], Problem] = {}
    for variables in visible.values():
        circle = circle_of(variables.values())
        if not circle or tuple(sorted(circle)) in found:
            continue
        first, pack = everyone[circle[0]]
        chain = " needs ".join(name[:40] for name in [*circle[:6], circle[0]])
        found[tuple(sorted(circle))] = Problem(
            f"Global variables need each other in a circle: {chain}.",
            place=f"{pack.source.shown}:{first.line}",
        )
    return list(found.values())
