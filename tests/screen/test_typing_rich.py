"""Rich text and pictures, into a Qt field and a page, and what the clipboard holds afterwards."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.host.base import Rich
from desktop.keyboard import messages
from tests.screen.conftest import BEFORE, require
from tests.screen.fields_session import fields
from tests.screen.typing_session import Agent, Keyboard, TextWindow, ending, eventually
from tests.typing_cases import Snippet


def png(width: int, height: int) -> bytes:
    """A picture in one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = (b"\0" + b"\x30\x60\x90" * width) * height
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


HTML = Rich(html="Dear <b>Ann</b>, <i>ça</i> va 😀")
SNIPPETS = (
    Snippet(":rich", "Dear Ann, ça va 😀", rich=HTML),
    Snippet("wort", "Dear Ann, ça va 😀", rich=HTML, left_word=True, right_word=True),
    Snippet(":back", "Dear , so", left=4, rich=Rich(html="<b>Dear</b> , so")),
    Snippet(":pic", "", rich=Rich(picture=png(40, 30))),
    Snippet(":brb", "be right back"),
)


@pytest.fixture
def writing(agent: Agent, keyboard: Keyboard, clean: None) -> Iterator[Keyboard]:
    before = keyboard.snippets
    keyboard.load(SNIPPETS)
    keyboard.settle()
    keyboard.forget()
    agent.copy(BEFORE)
    yield keyboard
    keyboard.load(before)
    keyboard.settle()
    agent.copy(BEFORE)


COPIES = [
    ("image/png", png(200, 200)),
    ("text/html", b"<p>Dear <b>customer</b>\xc2\xa0\xe2\x80\xa6</p>"),
    ("x-special/gnome-copied-files", b"copy\nfile:///tmp/a%20file.pdf\nfile:///tmp/b.pdf"),
]


@pytest.mark.parametrize(("target", "data"), COPIES, ids=["picture", "html", "files"])
def test_in_a_qt_field_and_the_clipboard_comes_back(
    agent: Agent, writing: Keyboard, tmp_path: Path, target: str, data: bytes
) -> None:
    field = TextWindow(agent, tmp_path, "--rich")
    with ending(field):
        agent.copy(data, target)
        agent.type("ok :rich xyz wort, :brb.", 1)
        writing.quiet(3)
        wanted = "ok Dear Ann, ça va 😀 xyz Dear Ann, ça va 😀, be right back."
        assert field.text(wanted) == wanted
        assert str(field.read()["html"]).count("font-weight:7") == 2
        assert agent.copied(target) == data
        field.clear()
        agent.type("a:back|", 1)
        writing.quiet(4)
        assert field.text("aDear |, so") == "aDear |, so"
        agent.type(":pic", 1)
        writing.quiet(5)
        assert field.text("aDear |, so") == "aDear |, so"
        assert field.read()["pictures"] == [[40, 30]]
        assert agent.copied(target) == data
        assert not writing.reasons


def test_in_a_field_that_takes_only_plain_text(
    agent: Agent, writing: Keyboard, tmp_path: Path
) -> None:
    field = TextWindow(agent, tmp_path)
    with ending(field):
        agent.type("ok :rich xyz", 1)
        writing.quiet(1)
        wanted = "ok Dear Ann, ça va 😀 xyz"
        assert field.text(wanted) == wanted
        assert agent.copied() == BEFORE


def test_a_copy_made_meanwhile_stays(agent: Agent, writing: Keyboard, tmp_path: Path) -> None:
    field = TextWindow(agent, tmp_path, "--rich")
    with ending(field):
        agent.type(":rich", 1)
        writing.wait(messages.Typed)
        agent.copy(b"<p>copied meanwhile</p>", "text/html")
        agent.type(" :pic ", 1)
        writing.quiet(2)
        assert agent.copied("text/html") == b"<p>copied meanwhile</p>"


@pytest.mark.parametrize(("target", "data"), COPIES, ids=["picture", "html", "files"])
def test_in_a_page(
    agent: Agent, writing: Keyboard, tmp_path: Path, target: str, data: bytes
) -> None:
    require("chromium")
    with fields(agent, tmp_path) as browser:
        browser.go_to("free")
        agent.copy(data, target)
        agent.type("ok :rich xyz wort, :brb.", 1)
        writing.quiet(3)
        wanted = "ok Dear Ann, ça va 😀 xyz Dear Ann, ça va 😀, be right back."
        assert browser.text(wanted) == wanted
        assert browser.html.count("<b>Ann</b>") == 2
        # A page that was late has fetched it just now.
        assert eventually(lambda: agent.copied(target) == data)
        agent.type(":pic", 1)
        writing.quiet(4)
        assert browser.text(wanted) == wanted
        assert eventually(lambda: browser.html.count("<img") == 1)
        browser.go_to("lines")
        agent.type("ok :rich xyz", 1)
        writing.quiet(5)
        assert browser.text("ok Dear Ann, ça va 😀 xyz") == "ok Dear Ann, ça va 😀 xyz"
        assert eventually(lambda: agent.copied(target) == data)
        assert not browser.sent
