"""Places in JSON: ``data.customers[].emails[0].address``.

Names with dots between; ``[]`` is every one of a list, ``[3]`` the fourth. A place that is not
there is no error, as servers leave out what is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

LONGEST = 200
_MOST = 200
"""Things found by one place."""
_STEP = re.compile(r"(?P<name>[^\s.\[\]]+)|\[(?P<number>[0-9]{0,4})\]|(?P<dot>\.)")

Steps = tuple[str | int | None, ...]
"""Names, numbers of a list, and None for every one of a list."""


def read_place(text: str) -> Steps | None:
    """Understand a place; None when it is none. An empty one is the whole."""
    steps: list[str | int | None] = []
    at, named = 0, True
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None or len(text) > LONGEST:
            return None
        at = found.end()
        if found["dot"]:
            if (named and steps[-1:] == []) or at == len(text) or text[at] in ".[":
                return None
            named = True
        elif found["name"]:
            if not named:
                return None
            steps.append(found["name"])
            named = False
        else:
            steps.append(int(found["number"]) if found["number"] else None)
            named = False
    return tuple(steps)


def found_at(whole: object, steps: Steps) -> list[object]:
    """What is there: nothing, one thing or several."""
    here: list[object] = [whole]
    for step in steps:
        here = [more for one in here for more in _one_step(one, step)][:_MOST]
    return [one for one in here if one is not None]


def _one_step(thing: object, step: str | int | None) -> Iterator[object]:
    if isinstance(step, str):
        if isinstance(thing, Mapping) and step in thing:
            yield thing[step]
    elif isinstance(thing, Sequence) and not isinstance(thing, str | bytes):
        if step is None:
            yield from thing[:_MOST]
        elif step < len(thing):
            yield thing[step]
