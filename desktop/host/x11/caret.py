"""Where the agent writes, as AT-SPI tells it: the caret of the accessible object with the focus.

Seen: GTK 3 and Qt 6 tell a box behind the last character, Chromium an empty one at the origin, and
an editor without any text tells nothing but where it is. On a screen with a scale GTK and Qt count
in its units, Chromium's pages in pixels and its windows in units. An answer takes half a
millisecond.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from desktop.host.beside import Box, Written
from desktop.host.x11.dbus import PROPERTIES, Values
from desktop.host.x11.focus import (
    ACCESSIBLE,
    ACTIVE,
    EDITABLE,
    FOCUSED,
    Accessible,
    Focus,
    has_state,
)

_TEXT = "org.a11y.atspi.Text"
_COMPONENT = "org.a11y.atspi.Component"
_APPLICATION = "org.a11y.atspi.Application"
_ROOT = "/org/a11y/atspi/accessible/root"
_ON_SCREEN = 0
"""``ATSPI_COORD_TYPE_SCREEN``."""
_IN_PIXELS = "Chromium"
"""The toolkit whose texts are in pixels whatever the screen's scale."""
_MOST_WINDOWS = 32
_MOST_CHARACTERS = 1 << 31
"""An offset is a number of 32 bits with a sign; a variant may bring a larger one."""
_PATH = re.compile(r"/|(/[A-Za-z0-9_]+)+")


class _Question(NamedTuple):
    where: Accessible
    interface: str
    method: str
    signature: str = ""
    values: tuple[object, ...] = ()


def ask_caret(
    focus: Focus,
    tell: Callable[[Written | None], None],
    left: Callable[[], None],
) -> None:
    """Ask the object that has the focus; None when none has, or it is no text.

    ``left`` is called instead when the object says that it has not the focus any more. Both are
    called on the loop's thread, perhaps at once.
    """
    asked = focus.object
    if asked is None or not focus.open:
        tell(None)
        return
    root = Accessible(asked.application, _ROOT)

    def on_first(answers: Sequence[Values | None]) -> None:
        states, caret, toolkit, children = answers
        offset = _variant(caret)
        known = isinstance(offset, int) and 0 <= offset < _MOST_CHARACTERS
        if focus.object != asked or not isinstance(offset, int) or not known:
            tell(None)
            return
        if not focus.is_fresh and not has_state(states, FOCUSED):
            left()
            return
        windows = [] if _variant(toolkit) == _IN_PIXELS else _windows(root, children)
        questions = [_character(asked, place) for place in (offset, offset - 1)]
        questions.append(_extents(asked))
        questions += [_extents(one) for one in windows]
        questions += [_Question(one, ACCESSIBLE, "GetState") for one in windows]

        def on_boxes(answers: Sequence[Values | None]) -> None:
            behind, before, field, *boxes = (_box(one) for one in answers[: 3 + len(windows)])
            active = [has_state(one, ACTIVE) for one in answers[3 + len(windows) :]]
            # While somebody grabs the keyboard none of GTK's is active.
            found = [box for box, is_it in zip(boxes, active, strict=True) if is_it] or boxes
            window = found[0] if len(found) == 1 else None
            field = field if has_state(states, EDITABLE) else None
            tell(Written(behind, before, field, window))

        _ask_all(focus, questions, on_boxes)

    first = [
        _Question(asked, ACCESSIBLE, "GetState"),
        _Question(asked, PROPERTIES, "Get", "ss", (_TEXT, "CaretOffset")),
        _Question(root, PROPERTIES, "Get", "ss", (_APPLICATION, "ToolkitName")),
        _Question(root, ACCESSIBLE, "GetChildren"),
    ]
    _ask_all(focus, first, on_first)


def _ask_all(
    focus: Focus,
    questions: Sequence[_Question],
    tell: Callable[[Sequence[Values | None]], None],
) -> None:
    """Ask all at once; ``tell`` gets the answers in the order of the questions."""
    answers: list[Values | None] = [None] * len(questions)
    left = len(questions)

    def take(place: int, values: Values | None) -> None:
        nonlocal left
        answers[place] = values
        left -= 1
        if not left:
            tell(answers)

    for place, one in enumerate(questions):
        focus.ask(
            one.where, one.interface, one.method,
            partial(take, place),
            one.signature, one.values,
        )  # fmt: skip


def _character(where: Accessible, place: int) -> _Question:
    return _Question(where, _TEXT, "GetCharacterExtents", "iu", (place, _ON_SCREEN))


def _extents(where: Accessible) -> _Question:
    return _Question(where, _COMPONENT, "GetExtents", "u", (_ON_SCREEN,))


def _variant(values: Values | None) -> object:
    found = values[0] if values else None
    return found[1] if isinstance(found, tuple) and len(found) == 2 else None


def _windows(root: Accessible, values: Values | None) -> list[Accessible]:
    """The application's own alone: of a name or path that can be none jeepney makes an error."""
    found = values[0] if values else None
    pairs = found[:_MOST_WINDOWS] if isinstance(found, list) else []
    return [
        Accessible(*one)
        for one in pairs
        if isinstance(one, tuple)
        and [type(part) for part in one] == [str, str]
        and one[0] == root.application
        and _PATH.fullmatch(one[1])
    ]


def _box(values: Values | None) -> Box | None:
    """Four numbers: of characters one by one, of components in one structure."""
    found = values[0] if values is not None and len(values) == 1 else values
    if not isinstance(found, tuple) or len(found) != 4:
        return None
    numbers = [one for one in found if type(one) is int]  # True would not come through the pipe
    return Box(*numbers) if len(numbers) == 4 else None
