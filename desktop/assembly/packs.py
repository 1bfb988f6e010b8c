"""Where the packs come from as the settings say, and what is to be told of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.assembly import wording
from desktop.core.resources import resource
from desktop.core.results import Problem, Severity
from desktop.host.base import Places
from desktop.settings.sections import snippets, typing
from desktop.settings.values import Snapshot
from desktop.snippets.shelf import Shelved, Sources

_MOST_PROBLEMS = 3
"""Of one library, shown one by one."""


def starter_packs(languages: Sequence[str]) -> list[Path]:
    """The packs that ship, for these languages."""
    return [resource(f"packs/care-{language}.yml") for language in languages]


def sources(places: Places, now: Snapshot) -> Sources:
    """All that a library is made from."""
    languages = now.get(snippets.STARTER_LANGUAGES)
    folders = [Path(one) for one in now.get(snippets.PACK_FOLDERS)]
    roots = [places.packs, *starter_packs(languages), *folders]
    trusted = [Path(one) for one in now.get(snippets.TRUSTED_PACKS)]
    return Sources(roots, trusted, now.get(typing.WORD_SEPARATORS))


class PackNews:
    """Tells what is wrong with the packs, each thing once until it is mended."""

    def __init__(self, tell: Callable[[Problem], None]) -> None:
        """Nothing was told yet."""
        self._tell = tell
        self._told: set[Problem] = set()

    def hear(self, shelved: Shelved) -> None:
        """There is another library."""
        errors = [one for one in shelved.library.problems if one.severity is Severity.ERROR]
        if shelved.problem is not None:
            errors.insert(0, shelved.problem)
        news = [problem for problem in errors if problem not in self._told]
        self._told = set(errors)
        for problem in news[:_MOST_PROBLEMS]:
            self._tell(problem)
        if len(news) > _MOST_PROBLEMS:
            self._tell(wording.more_in_packs(len(news) - _MOST_PROBLEMS))
