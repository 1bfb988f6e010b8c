"""What YAML consists of once it is read, and what its plain words mean.

The meaning is YAML 1.2's core schema, as in espanso (serde_yaml), not YAML 1.1's: ``yes`` and
``no`` are words, ``12:30`` is no number, ``007`` is a trigger and not seven.
"""

from __future__ import annotations

import re
from typing import Final

from desktop.snippets.model import Value


class Scalar:
    """A text; ``plain`` if it was written without quotes, so that it may be a number or null."""

    __slots__ = ("line", "plain", "text")

    def __init__(self, text: str, line: int, *, plain: bool) -> None:
        """``line`` counts from 1."""
        self.text = text
        self.line = line
        self.plain = plain

    @property
    def weight(self) -> int:
        """What a copy of it would cost."""
        return 1 + len(self.text) // 64

    @property
    def is_null(self) -> bool:
        """Nothing, ``~`` or ``null``."""
        return self.plain and self.text in _NULL


class Sequence:
    """A list."""

    __slots__ = ("items", "line", "weight")

    def __init__(self, line: int) -> None:
        """Starts empty."""
        self.items: list[Node] = []
        self.line = line
        self.weight = 1


class Mapping:
    """A dictionary, in the file's order; of a key given twice the last counts."""

    __slots__ = ("items", "line", "repeated", "weight")

    def __init__(self, line: int) -> None:
        """Starts empty."""
        self.items: dict[str, Node] = {}
        self.line = line
        self.weight = 1
        self.repeated: list[tuple[str, Node, int]] = []
        """Key, the value that gave way, the line of the later one."""


Node = Scalar | Sequence | Mapping

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_WORDS: Final = (
    dict.fromkeys(_NULL)
    | dict.fromkeys(("true", "True", "TRUE"), True)
    | dict.fromkeys(("false", "False", "FALSE"), False)
)
_INT: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})|0x[0-9a-fA-F]{1,15}|0o[0-7]{1,20}")
_FLOAT: Final = re.compile(
    r"[-+]?(?:\.[0-9]{1,40}|(?:0|[1-9][0-9]{0,40})(?:\.[0-9]{0,40}(?:[eE][-+]?[0-9]{1,3})?"
    r"|[eE][-+]?[0-9]{1,3}))"
)
"""Not ``01.10``, which is a date, and no number that is only long, which is an order's."""


def value_of(node: Node) -> Value:
    """What the node means, for ``params``; the depth is bounded since the reading was."""
    if isinstance(node, Sequence):
        return [value_of(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key: value_of(item) for key, item in node.items.items()}
    return scalar_value(node)


def scalar_value(node: Scalar) -> str | int | float | bool | None:
    """A text, or what the core schema makes of a plain one.

    A number that would be written otherwise (``6.50``, ``+49``) stays as it stands: it is a price
    or a dialling code.
    """
    text = node.text
    if not node.plain:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return text if text[0] == "+" else int(text, 0)
    if not _FLOAT.fullmatch(text):
        return text
    number = float(text)
    return number if str(number) == text else text
