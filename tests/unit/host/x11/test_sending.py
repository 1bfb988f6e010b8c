"""The agent's own keys again: a dead key or Compose sequence keeps its order, or goes as text."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from Xlib import X
from Xlib.ext import xtest

from desktop.host.keys import Key, Stroke
from desktop.host.x11.sending import Sending
from desktop.host.x11.xkb import KeyPress

SHIFT, COMPOSE, QUOTE, U, U_UMLAUT, X_KEY = 50, 108, 48, 30, 90, 53
NAMES = {
    SHIFT: "shift", COMPOSE: "compose", QUOTE: "quote", U: "u", U_UMLAUT: "ü", X_KEY: "x",
}  # fmt: skip


class Layout:
    """As far as what the agent typed is sent again."""

    def keys_for(self, _locked: int, _group: int) -> dict[str, KeyPress]:
        return {"ü": KeyPress(U_UMLAUT), "x": KeyPress(X_KEY)}

    def is_borrowed(self, _code: int) -> bool:
        return False


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has gone to the server, in words."""
    words: list[str] = []

    def fake_input(_control: object, kind: int, code: int) -> None:
        words.append(("+" if kind == X.KeyPress else "-") + NAMES[code])

    monkeypatch.setattr(xtest, "fake_input", fake_input)
    return words


def replay(*strokes: Stroke) -> None:
    root = SimpleNamespace(query_pointer=lambda: SimpleNamespace(mask=0))
    control: Any = SimpleNamespace(screen=lambda: SimpleNamespace(root=root))
    layout: Any = Layout()
    known: Any = SimpleNamespace(modifiers={SHIFT: 1})
    Sending(control, layout, known).replay(strokes)


def down(code: int, key: Key = Key.COMPOSING, text: str = "") -> Stroke:
    return Stroke(key, text, code, held=True)


def up(code: int) -> Stroke:
    return Stroke(Key.SILENT, "", code, down=False, held=True)


SEQUENCE = (
    down(COMPOSE), up(COMPOSE), down(SHIFT, Key.SILENT), down(QUOTE), up(QUOTE), up(SHIFT),
)  # fmt: skip
IN_ORDER = ["+compose", "-compose", "+shift", "+quote", "-quote", "-shift"]


def test_one_that_has_no_end_yet_goes_as_it_was(sent: list[str]) -> None:
    replay(*SEQUENCE)
    assert sent == IN_ORDER


def test_one_that_is_given_up_goes_as_it_was(sent: list[str]) -> None:
    replay(*SEQUENCE, down(X_KEY, Key.CARET), up(X_KEY))
    assert sent == [*IN_ORDER, "+x", "-x"]


def test_one_that_is_at_its_end_goes_as_its_character(sent: list[str]) -> None:
    replay(*SEQUENCE, down(U, Key.TEXT, "ü"), up(U), down(X_KEY, Key.TEXT, "x"), up(X_KEY))
    written = [one for one in sent if one[0] == "+"]
    assert written == ["+shift", "+ü", "+x"]
    assert sent.index("-shift") < sent.index("+ü")


def test_a_key_that_is_let_go_within_one_is_let_go_once(sent: list[str]) -> None:
    replay(down(X_KEY, Key.TEXT, "x"), down(QUOTE), up(X_KEY), up(QUOTE))
    assert sent == ["+x", "+quote", "-x", "-quote"]
