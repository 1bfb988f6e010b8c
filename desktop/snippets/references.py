"""What a text or a variable refers to by ``{{name}}``, and circles among references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from desktop.snippets.model import Value, Variable
from desktop.snippets.render.template import references_in


def names_in(value: Value | Mapping[str, Value]) -> Iterator[str]:
    """The variables that a text or ``params`` refer to; built-in values are none."""
    return (one.name for one in references_in(value) if not one.builtin)


def needs(variable: Variable) -> Iterator[str]:
    """The names of the variables that must have their value before this one."""
    yield from variable.depends_on
    if variable.inject:
        yield from names_in(variable.params)


def find_circle(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """The names of one circle, in order; empty if there is none. Not recursive."""
    done: set[str] = set()
    for start in graph:
        if start in done:
            continue
        path: list[str] = [start]
        on_path = {start}
        steps = [iter(graph[start])]
        while steps:
            for name in steps[-1]:
                if name in on_path:
                    return path[path.index(name) :]
                if name in graph and name not in done:
                    path.append(name)
                    on_path.add(name)
                    steps.append(iter(graph[name]))
                    break
            else:
                steps.pop()
                finished = path.pop()
                on_path.discard(finished)
                done.add(finished)
    return []


def circle_of(variables: Iterable[Variable]) -> list[str]:
    """The names of variables that need each other in a circle; empty if there are none."""
    return find_circle({one.name: list(needs(one)) for one in variables if one.type != "global"})
