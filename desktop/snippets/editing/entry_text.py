"""One entry of ``matches`` as text: changed key by key, with its comments and quotes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from desktop.snippets.importers.written import yaml_of
from desktop.snippets.model import Value

_WIDTH = 100
_ENDLESS = 1_000_000
_SEPARATORS = ("\\u2028", "\\u2029")
"""As ``repr`` shows them: ruamel adds a space where it begins a new line behind one."""
_ORDER = (
    "trigger", "triggers", "regex", "label", "search_terms", "word", "left_word", "right_word",
    "propagate_case", "uppercase_style", "force_mode", "approved_by", "vars", "replace", "markdown",
    "html", "form", "image_path", "opens", "form_fields", "variants",
)  # fmt: skip
"""How people write the keys of a snippet one after the other."""


class NeedsTheWholeError(Exception):
    """The entry refers to something (``*name``) that is defined elsewhere in the file."""


def new_entry(entry: Mapping[str, Value], column: int) -> list[str]:
    """The lines of an entry that was not there before."""
    text = yaml_of({"matches": [dict(entry)]}, "").split("\n", 2)[2]
    lines = [line[2:] for line in text.rstrip("\n").split("\n")]
    return [" " * column + line if line.strip(" ") else "" for line in lines]


def indented(lines: list[str], column: int) -> list[str]:
    """An entry's lines with its dash at this column; a comment further left goes along."""
    was = len(lines[0]) - len(lines[0].lstrip(" "))
    if column >= was:
        return [" " * (column - was) + line if line.strip(" ") else "" for line in lines]
    return [line[min(was - column, len(line) - len(line.lstrip(" "))) :] for line in lines]


def changed_entry(lines: list[str], column: int, changes: Mapping[str, Value | None]) -> list[str]:
    """The entry's lines with these keys set, or taken away where the value is None.

    Raises:
        NeedsTheWholeError: it can't be read by itself.
    """
    from ruamel.yaml.error import YAMLError  # takes 40 ms

    inner = _inner_column(lines, column)
    bare = [" " * inner + lines[0][inner:], *lines[1:]]
    text = "\n".join(line[inner:] if not line[:inner].strip() else line for line in bare) + "\n"
    try:
        entry = round_trip().load(text)
    except YAMLError:
        raise NeedsTheWholeError from None
    if not isinstance(entry, dict):
        raise NeedsTheWholeError
    keep_anchors(entry)
    set_keys(entry, changes)
    made = io.StringIO()
    writer = round_trip()
    if any(sign in repr(changes) for sign in _SEPARATORS):
        writer.width = _ENDLESS
    writer.dump(entry, made)
    dumped = made.getvalue().rstrip("\n").split("\n")
    head = lines[0][:inner] if lines[0][:inner].strip() == "-" else " " * column + "- "
    rest = [" " * inner + line if line.strip(" ") else "" for line in dumped[1:]]
    return [head.ljust(inner) + dumped[0], *rest]


def round_trip() -> Any:  # noqa: ANN401 - ruamel has no types of its own
    """A reader and writer that keeps comments, quotes and order."""
    from ruamel.yaml import YAML

    made = YAML(typ="rt")
    made.preserve_quotes = True
    made.width = _WIDTH
    made.indent(mapping=2, sequence=4, offset=2)
    return made


def set_keys(entry: Any, changes: Mapping[str, Value | None]) -> None:  # noqa: ANN401 - ruamel's
    """Set and delete keys; a new one goes where people look for it."""
    for key, value in changes.items():
        if value is None:
            _take_away(entry, key)
        elif key in entry:
            entry[key] = _fitted(entry[key], value)
        else:
            behind = [name for name in entry if _rank(name) <= _rank(key)]
            place = list(entry).index(behind[-1]) + 1 if behind else 0
            entry.insert(place, key, _styled(value))


def _take_away(entry: Any, key: str) -> None:  # noqa: ANN401 - ruamel's
    """Delete a key, but not the comments above the next one, which ruamel hangs on it."""
    if key not in entry:
        return
    from ruamel.yaml.error import CommentMark
    from ruamel.yaml.tokens import CommentToken

    keys = list(entry)
    at = keys.index(key)
    there: list[Any] = entry.ca.items.get(key) or [None, None, None, None]
    entry.pop(key, None)  # one that is merged in is not its own
    left = list(there[1] or [])
    below = there[2].value.split("\n")[1:] if there[2] is not None else []
    place = CommentMark(entry.lc.col)
    left += [CommentToken(f"{line.strip()}\n", place) for line in below if line.strip()]
    if not left:
        return
    if at + 1 < len(keys):
        following = entry.ca.items.setdefault(keys[at + 1], [None, None, None, None])
        following[1] = left + (following[1] or [])
    elif at:
        before = entry.ca.items.setdefault(keys[at - 1], [None, None, None, None])
        text = "".join(one.value for one in left)
        if before[2] is None:
            before[2] = CommentToken(f"\n{text}", place)
        else:
            before[2].value = before[2].value.rstrip("\n") + f"\n{text}"


def keep_anchors(node: Any) -> None:  # noqa: ANN401 - ruamel's
    """Others in the file may refer to them: ruamel would drop those that nothing here does."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        anchor = getattr(one, "anchor", None)
        if anchor is not None and anchor.value:
            anchor.always_dump = True
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _fitted(old: Any, new: Value) -> object:  # noqa: ANN401 - ruamel's
    """A value where another stood: with its quotes, and with the comments of what stays inside."""
    if isinstance(new, dict) and isinstance(old, dict):
        for key in [key for key in old if key not in new]:
            _take_away(old, key)
        for key, value in new.items():
            if key not in old or old[key] != value:
                old[key] = _fitted(old.get(key), value)
        return old
    if isinstance(new, list) and isinstance(old, list):
        _fit_list(old, new)
        return old
    if isinstance(new, str) and new.isprintable():
        from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

        if isinstance(old, DoubleQuotedScalarString | SingleQuotedScalarString):
            return type(old)(new)
    return _styled(new)


def _fit_list(old: Any, new: list[Value]) -> None:  # noqa: ANN401 - ruamel's
    """Only what is between the items that both begin and end with becomes another."""
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    left, right = len(old), len(new)
    while left > same and right > same and old[left - 1] == new[right - 1]:
        left, right = left - 1, right - 1
    both = min(left, right)
    for at in range(same, both):
        old[at] = _fitted(old[at], new[at])
    for _ in range(both, left):
        del old[both]
    for at in range(both, right):
        old.insert(at, _styled(new[at]))


def _styled(value: Value) -> object:
    """Texts of several lines as blocks."""
    if isinstance(value, str):
        from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

        lines = value.split("\n")
        if not all(line.isprintable() and line == line.rstrip() for line in lines):
            # Unless it is told, ruamel takes the style of what stood there before.
            return DoubleQuotedScalarString(value)
        return LiteralScalarString(value) if "\n" in value.strip("\n") else value
    if isinstance(value, list):
        return [_styled(one) for one in value]
    if isinstance(value, dict):
        return {key: _styled(one) for key, one in value.items()}
    return value


def _rank(key: str) -> int:
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)


def _inner_column(lines: list[str], column: int) -> int:
    """Where the entry's own keys begin."""
    first = lines[0]
    after = first[column + 1 :]
    if after.strip() and not after.lstrip().startswith("#"):
        return column + 1 + len(after) - len(after.lstrip())
    for line in lines[1:]:
        bare = line.lstrip()
        if bare and not bare.startswith("#"):
            return len(line) - len(bare)
    return column + 2
