"""Rich text and pictures: pasted in all their formats, or as plain text where nothing else goes."""

from __future__ import annotations

from collections import deque

import pytest

from desktop.core.triggers import SEPARATORS, TriggerIndex
from desktop.host.base import Rich
from desktop.host.keys import KeysOptions
from desktop.host.memory import MemoryDesktop
from desktop.host.memory_keys import PICTURE, MemoryKeys, stroke_of
from desktop.host.windows.html_format import html_format
from desktop.host.x11.selection_text import all_encodings
from desktop.keyboard import messages
from desktop.keyboard.typing import Typing
from desktop.snippets.index import Tries

HTML = Rich(html="<b>be</b> right back")
PHOTO = Rich(picture=b"\x89PNG")
BEFORE = {"text": b"mine", "html": b"<i>mine</i>", "picture": b"of mine"}


class Desk:
    """A machine whose only trigger is ``:b`` (and ``w``, for whole words)."""

    def __init__(self, app: str = "", rich: Rich = HTML, way: str = "auto", left: int = 0) -> None:
        self.desktop = MemoryDesktop(app)
        self.desktop.set_clipboard(BEFORE)
        self.keys = MemoryKeys(self.desktop)
        self.told: deque[messages.FromKeyboard] = deque()
        self.typing = Typing(self.keys, self.desktop.clock, self._hear, KeysOptions())
        self.rich, self.way, self.left = rich, way, left
        self.offered: dict[str, bytes] = {}
        tries = Tries()
        tries.add(":b", 0, left_word=False, right_word=False, folded=False)
        tries.add("w", 0, left_word=True, right_word=True, folded=False)
        self.typing.load(
            TriggerIndex("x", tries.build(), separators=SEPARATORS, longest=3, triggers=2)
        )
        self.keys.listen(self.typing)

    def _hear(self, message: messages.FromKeyboard) -> None:
        self.told.append(message)

    def type(self, text: str) -> str:
        """Key by key, to the end of what they set off; what stands there then."""
        for char in text:
            name = {"\b": "backspace"}.get(char, char)
            self.keys.press(stroke_of(name))
            self.keys.press(stroke_of(name, down=False))
            self._settle()
        return self.desktop.field.text

    def _settle(self) -> None:
        while True:
            if self.told:
                message = self.told.popleft()
                if isinstance(message, messages.Matched):
                    text = "" if self.rich.picture else "be right back"
                    order = messages.Expand(message.serial, text, self.left, self.way, self.rich)
                    self.typing.expand(_through_the_pipe(order))
            elif self.keys.fetches:
                self.offered = dict(self.desktop.clipboard)
                self.keys.fetches.pop(0)()
            elif (deadline := self.typing.deadline()) is not None:
                clock = self.desktop.clock
                clock.advance(max(0.0, deadline - clock.monotonic()))
                self.typing.tick()
            else:
                return


def _through_the_pipe(order: messages.Expand) -> messages.Expand:
    found = messages.decode_from_application(messages.frame(order)[4:])
    assert isinstance(found, messages.Expand)
    return found


def test_rich_text_is_pasted_in_all_its_formats_and_the_clipboard_comes_back() -> None:
    desk = Desk()
    assert desk.type("ok :b xyz") == "ok be right back xyz"
    assert desk.offered == {"text": b"be right back", "html": b"<b>be</b> right back"}
    assert desk.desktop.clipboard == BEFORE


def test_the_separator_that_fired_it_is_typed_behind_it() -> None:
    desk = Desk()
    assert desk.type("ok w xyz") == "ok be right back xyz"
    assert desk.offered["text"] == b"be right back"


def test_the_caret_goes_back_behind_it() -> None:
    assert Desk(left=4).type(":b|") == "be right |back"


def test_backspace_behind_it_is_one_like_any_other() -> None:
    assert Desk().type(":b\b") == "be right bac"


def test_as_plain_text_where_keys_are_wanted_or_nothing_else_goes() -> None:
    for desk in (Desk(way="keys"), Desk("mstsc.exe")):
        assert desk.type("ok :b") == "ok be right back"
        assert not desk.offered


def test_a_picture_is_pasted_and_the_clipboard_comes_back() -> None:
    desk = Desk("chromium", rich=PHOTO)
    assert desk.type("ok :b xyz") == f"ok {PICTURE} xyz"
    assert desk.desktop.clipboard == BEFORE


def test_no_picture_goes_to_another_computer() -> None:
    assert Desk("mstsc.exe", rich=PHOTO).type("ok :b") == "ok :b"


@pytest.mark.parametrize("piece", ["<b>é</b>", ""])
def test_windows_form_says_where_the_piece_is(piece: str) -> None:
    data = html_format(piece)
    places = dict(line.split(b":", 1) for line in data.split(b"\r\n")[1:5])
    start, end = int(places[b"StartFragment"]), int(places[b"EndFragment"])
    assert data[start:end] == piece.encode()
    whole = data[int(places[b"StartHTML"]) : int(places[b"EndHTML"])]
    assert whole.startswith(b"<html>")
    assert whole.endswith(b"</html>")


def test_x_offers_the_richest_first_and_says_its_charset() -> None:
    found = all_encodings("a", HTML)
    assert found[0][0] == "text/html"
    assert b"charset=utf-8" in found[0][2]
    assert found[1][0] == "UTF8_STRING"
    assert [one[0] for one in all_encodings("", PHOTO)] == ["image/png"]
    assert all_encodings("", Rich())[0][0] == "UTF8_STRING"
