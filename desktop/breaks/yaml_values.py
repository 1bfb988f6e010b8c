"""A small YAML file as plain values, with a bound on all that a file from outside can blow up.

Read from libyaml's events, so that neither depth nor aliases cost anything before they are
refused. Of YAML 1.1 there is what such a file needs: maps with texts as keys, lists, numbers,
``on``, ``off`` and their like; what looks like a time stays a text, for whoever knows that one
belongs there.
"""

from __future__ import annotations

import re
from typing import Final, cast

import yaml

MOST_BYTES: Final = 16 * 1024 * 1024
MOST_DEPTH: Final = 12

_WORDS: Final = {"on": True, "true": True, "yes": True, "off": False, "false": False, "no": False}
_WHOLE = re.compile(r"[-+]?\d{1,18}")
_BROKEN = re.compile(
    r"[-+]?(?:\d{1,18}\.\d{0,18}|\.\d{1,18}|\d{1,18}(?:\.\d{0,18})?[eE][-+]?\d{1,3})"
)


class YamlError(Exception):
    """The file can't be read as such values; the text is one sentence without its full stop."""


def read_values(data: bytes) -> object:
    """The values of the one document; None if there is nothing in it.

    Raises:
        YamlError: it is not right, too deep, or uses what is not needed here.
    """
    if len(data) > MOST_BYTES:
        raise YamlError(f"it is larger than {MOST_BYTES // 1024**2} MB")
    try:
        return _Reader(data).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(f"line {mark.line + 1 if mark else 1} is not right YAML") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise YamlError("it is no YAML in UTF-8") from None


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._loader = yaml.CSafeLoader(data)
        self._depth = 0

    def document(self) -> object:
        self._next()  # the stream's start
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        value = self._value(self._next())
        self._next()  # the document's end
        if not isinstance(self._next(), yaml.StreamEndEvent):
            raise YamlError("it holds more than one document")
        return value

    def _next(self) -> yaml.Event:
        return cast("yaml.Event", self._loader.get_event())

    def _value(self, event: yaml.Event) -> object:
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event.value) if event.implicit[0] else event.value
        line = _line(event)
        if isinstance(event, yaml.AliasEvent):
            raise YamlError(f"line {line} has an alias (*), which is not read here")
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise YamlError(f"line {line} is nested too deep")
        value = self._list() if isinstance(event, yaml.SequenceStartEvent) else self._map()
        self._depth -= 1
        return value

    def _list(self) -> list[object]:
        found = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            found.append(self._value(event))
        return found

    def _map(self) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlError(f"line {line} has a key that is no text")
            if event.value in found:
                raise YamlError(f"line {line} has a key for the second time")
            found[event.value] = self._value(self._next())
        return found


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1


def _scalar(text: str) -> object:
    if _WHOLE.fullmatch(text):
        return int(text)
    lowered = text.lower()
    if lowered in _WORDS:
        return _WORDS[lowered]
    if lowered in {"", "~", "null"}:
        return None
    if _BROKEN.fullmatch(text):
        return float(text)
    return text
