"""In which order variables are evaluated (espanso.org/docs/matches/variables, "eval-order").

Locals one after the other as they are declared, whether or not the text uses them; globals only
if something refers to them, before the first that does. What ``params`` refer to and what
``depends_on`` names comes first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop.snippets.model import Variable
from desktop.snippets.render.template import Reference, references_in


@dataclass(frozen=True, slots=True)
class Circle:
    """Variables that need each other; the first name stands again at the end."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing is called so."""

    name: str


@dataclass(frozen=True, slots=True)
class Doubled:
    """Two variables of one snippet have the same name."""

    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """A variable to evaluate."""

    variable: Variable
    shared: bool
    """A global that depends on nothing of the snippet: one value wherever it is used."""


Order = list[Step] | Circle | Missing | Doubled
_TEXT = ""
"""The text itself as a node: it needs all locals and what it refers to."""


def evaluation_order(
    references: Sequence[Reference],
    own: Sequence[Variable],
    shared: Mapping[str, Variable],
    given: Collection[str] = (),
) -> Order:
    """Order the variables that a text needs.

    ``own`` are the snippet's variables (of type ``global`` to pin a global's place), ``shared``
    the globals it can see, ``given`` names that have a value already (regex groups).
    """
    graph = _Graph(references, own, shared, given)
    if graph.doubled:
        return Doubled(graph.doubled)
    order: list[Step] = []
    done: set[str] = set()
    private: set[str] = set()
    path = [_TEXT]
    on_path = {_TEXT}
    waiting = [graph.needs(_TEXT)]
    while path:
        name = next((one for one in waiting[-1] if one not in done), None)
        if name is None:
            finished = path.pop()
            on_path.discard(finished)
            waiting.pop()
            done.add(finished)
            variable = graph.variable(finished)
            if variable is not None:
                if not graph.is_shared(finished) or graph.refers_to_any(variable, private):
                    private.add(finished)
                order.append(Step(variable, finished not in private))
            continue
        if name in on_path:
            return Circle((*path[path.index(name) :], name))
        if graph.variable(name) is None:
            if name in given:
                private.add(name)
                done.add(name)
                continue
            return Missing(name)
        path.append(name)
        on_path.add(name)
        waiting.append(graph.needs(name))
    return order


class _Graph:
    """Who needs whom."""

    def __init__(
        self,
        references: Sequence[Reference],
        own: Sequence[Variable],
        shared: Mapping[str, Variable],
        given: Collection[str],
    ) -> None:
        self._references = references
        self._shared = shared
        self._given = given
        self._own: dict[str, Variable] = {}
        self._before: dict[str, str] = {}
        self._pinned: set[str] = set()
        self.doubled = ""
        previous = ""
        for one in own:
            variable: Variable | None = one
            if one.type == "global":
                variable = shared.get(one.name)
                self._pinned.add(one.name)
            if variable is None:
                continue  # as in espanso: an alias for nothing is nothing
            if one.name in self._own:
                self.doubled = one.name
            self._own[one.name] = variable
            self._before[one.name] = previous
            previous = one.name

    def variable(self, name: str) -> Variable | None:
        return self._own.get(name) or self._shared.get(name)

    def is_shared(self, name: str) -> bool:
        return name not in self._own or name in self._pinned

    def refers_to_any(self, variable: Variable, names: Collection[str]) -> bool:
        if not names:
            return False
        inside = references_in(variable.params) if variable.inject else []
        return any(one.name in names for one in inside)

    def needs(self, name: str) -> Iterator[str]:
        """Names in the order in which they are wanted."""
        if name == _TEXT:
            named = list(self._named(self._references))
            yield from (one for one in named if one not in self._own)
            yield from self._own
            return
        variable = self.variable(name)
        if variable is None:
            return
        if before := self._before.get(name, ""):
            yield before
        yield from variable.depends_on
        if variable.inject:
            yield from self._named(references_in(variable.params))

    def _named(self, references: Sequence[Reference]) -> Iterator[str]:
        for one in references:
            known = self.variable(one.name) is not None or one.name in self._given
            if known or not one.builtin:
                yield one.name
