"""What to do in a break: texts that come with Deskhand, each with the name of its drawing."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from desktop.breaks.planner.rules import Kind
from desktop.breaks.yaml_values import YamlError, read_values
from desktop.core.resources import resource
from desktop.core.results import UserError

DRAWINGS = frozenset(
    {
        "eyes", "neck", "shoulders", "hands", "stand", "feet", "walk", "water", "voice", "breath",
        "people", "music",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exercise:
    """One thing to do."""

    id: str
    kind: Kind
    title: str
    steps: tuple[str, ...]
    """Sentences."""
    drawing: str
    """One of :data:`DRAWINGS`."""
    headset_off: bool = False


@cache
def exercises() -> Mapping[Kind, tuple[Exercise, ...]]:
    """All of them, by the kind of break.

    Raises:
        UserError: the file is missing or damaged.
    """
    path = resource("exercises/exercises-en.yaml")
    try:
        return _read(path.read_bytes())
    except (OSError, YamlError, KeyError, TypeError) as error:
        raise UserError(
            "The exercises, a part of Deskhand itself, can't be read",
            "The installation is damaged",
            "Install Deskhand again",
        ) from error


def _read(data: bytes) -> Mapping[Kind, tuple[Exercise, ...]]:
    said = read_values(data)
    if not isinstance(said, dict):
        raise TypeError("the exercises are no map")
    return {kind: tuple(_exercise(kind, one) for one in said[kind.value]) for kind in Kind}


def _exercise(kind: Kind, said: Mapping[str, object]) -> Exercise:
    steps = said["steps"]
    if not isinstance(steps, list):
        raise TypeError("the steps are no list")
    return Exercise(
        str(said["id"]),
        kind,
        str(said["title"]),
        tuple(str(step) for step in steps),
        str(said["drawing"]),
        said.get("off") is True,
    )


class Picker:
    """Chooses one for each break, none again before many others have been."""

    def __init__(self, seed: int | None = None, had: Sequence[str] = ()) -> None:
        """``had``: the ids of those that were shown last, the latest at the end."""
        self._random = random.Random(seed)  # noqa: S311 - what to show, no secret
        self._had: deque[str] = deque(had, maxlen=20)

    @property
    def had(self) -> tuple[str, ...]:
        """What to begin with after a restart."""
        return tuple(self._had)

    def pick(self, kind: Kind) -> Exercise:
        """One for this break, with another drawing than the last where there is a choice."""
        every = exercises()[kind]
        recent = set(list(self._had)[-(2 * len(every) // 3) :])
        fresh = [one for one in every if one.id not in recent]
        last = self._had[-1] if self._had else ""
        drawing = next((one.drawing for one in every if one.id == last), "")
        other = [one for one in fresh if one.drawing != drawing]
        chosen = self._random.choice(other or fresh or list(every))
        self._had.append(chosen.id)
        return chosen
