"""Where espanso types the snippets of a match file: what its configurations include and exclude.

Of the configurations with a filter the first by name that holds is in force, else ``default.yml``.
Each takes in match files by globs, and with them what these import. Read as espanso documents it:
``includes`` stands instead of the usual files, ``extra_includes`` beside them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from desktop.snippets.model import Value
from desktop.snippets.where import FILTERS

DEFAULT = "default"
CHOOSING = frozenset({
    "includes", "excludes", "extra_includes", "extra_excludes", "use_standard_includes",
})  # fmt: skip
"""What configurations say about match files."""
_FOLDER = "match"
_ABSOLUTE = re.compile(r"(?:[A-Za-z]:)?/")
_MOST_GLOBS = 1000
"""Of one list."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the snippets of a file are typed where filters hold; no filters hold everywhere."""

    filters: Mapping[str, str]
    typed: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """One configuration, and the match files that it takes in."""

    name: str
    """Of its file."""
    filters: Mapping[str, str]
    files: frozenset[str]
    outside: Sequence[str] = ()
    """What it includes from other folders."""


class MatchFiles:
    """All match files by their paths below ``match``, with what each imports."""

    def __init__(self, folder: str, imports: Mapping[str, Iterable[str]]) -> None:
        """``folder`` is espanso's own, with forward slashes; ``imports`` as they are written."""
        self._folder = folder
        self._base = posixpath.normpath(f"{folder}/{_FOLDER}").split("/")
        self._imports = {
            name: [posixpath.normpath(posixpath.join(posixpath.dirname(name), one)) for one in all_]
            for name, all_ in imports.items()
        }

    def usual(self) -> frozenset[str]:
        """Those that are taken in by themselves."""
        return frozenset(
            name for name in self._imports if not posixpath.basename(name).startswith("_")
        )

    def found(self, globs: Iterable[str]) -> tuple[frozenset[str], list[str]]:
        """Those that globs mean, which are relative to ``config``; and the globs elsewhere."""
        names: set[str] = set()
        elsewhere = []
        for one in globs:
            path = one.replace("\\", "/")
            if not _ABSOLUTE.match(path):
                path = f"{self._folder}/config/{path}"
            parts = posixpath.normpath(path).split("/")
            if parts[: len(self._base)] != self._base:
                elsewhere.append(one)
                continue
            del parts[: len(self._base)]
            names |= {name for name in self._imports if _fits(parts, name.split("/"))}
        return frozenset(names), elsewhere

    def with_imports(self, names: Iterable[str]) -> frozenset[str]:
        """These, and all that they import; circles do no harm."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in self._imports and name not in found:
                found.add(name)
                waiting += self._imports[name]
        return frozenset(found)


def profiles(configs: Mapping[str, Mapping[str, Value]], files: MatchFiles) -> list[Profile]:
    """The configurations by which espanso chooses, in its order; the default comes last."""
    default = configs.get(DEFAULT, {})
    made = []
    for name in sorted(one for one in configs if one != DEFAULT):
        inherited = {key: value for key, value in default.items() if key in CHOOSING}
        said = {**inherited, **configs[name]}
        filters = {key: str(said[key]) for key in FILTERS if said.get(key) is not None}
        if filters:
            made.append(_profile(name, filters, said, files))
    return [*made, _profile(f"{DEFAULT}.yml", {}, default, files)]


def decisions(file: str, by: Sequence[Profile]) -> list[Decision]:
    """What holds for a match file, of which the first that holds decides; none: it is typed."""
    *some, default = by
    made = [Decision(one.filters, file in one.files) for one in some]
    otherwise = file in default.files
    while made and made[-1].typed is otherwise:
        made.pop()
    return made if otherwise else [*made, Decision({}, typed=False)]


def _profile(
    name: str, filters: Mapping[str, str], said: Mapping[str, Value], files: MatchFiles
) -> Profile:
    usual = said.get("use_standard_includes")
    if usual is None:
        usual = said.get("includes") is None
    included, outside = files.found([*_texts(said, "includes"), *_texts(said, "extra_includes")])
    excluded, _ = files.found([*_texts(said, "excludes"), *_texts(said, "extra_excludes")])
    direct = (included | files.usual() if usual else included) - excluded
    return Profile(name, filters, files.with_imports(direct), outside)


def _texts(said: Mapping[str, Value], key: str) -> list[str]:
    value = said.get(key)
    texts = value[:_MOST_GLOBS] if isinstance(value, list) else []
    return [one for one in texts if isinstance(one, str)]


def _fits(glob: Sequence[str], path: Sequence[str]) -> bool:
    """A glob by folders, as Rust's has them: ``**`` stands for any number."""
    places = {0}
    for part in glob:
        if part == "**":
            places = set(range(min(places, default=len(path) + 1), len(path) + 1))
        else:
            places = {at + 1 for at in places if at < len(path) and fnmatchcase(path[at], part)}
    return len(path) in places
