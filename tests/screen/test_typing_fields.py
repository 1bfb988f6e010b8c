"""The typing contract in the fields that chats in a browser are made of; and Tab between fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.host.x11.windows import read_window
from desktop.keyboard import messages
from tests.screen.conftest import Desk, require
from tests.screen.fields_session import KINDS, Fields, fields
from tests.screen.typing_session import Agent, Keyboard, TextWindow, ending, eventually
from tests.typing_cases import CASES, LINES, Case, Snippet

IN_A_PAGE = [name for name in CASES if not name.endswith(("-8", "-30"))]
IN_A_LINE = ("typed_at_once:uni-1", "comes_whole:lng", "backspace_gives_back:brb")
"""An ``<input>`` takes breaks of lines away, and is like a ``<textarea>`` otherwise."""


@pytest.fixture(scope="module")
def browser(agent: Agent, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fields]:
    require("chromium")
    with fields(agent, tmp_path_factory.mktemp("fields")) as made:
        yield made


@pytest.fixture(params=KINDS)
def field_desk(
    request: pytest.FixtureRequest, agent: Agent, keyboard: Keyboard, browser: Fields
) -> Desk:
    browser.focus()
    browser.kind = request.param
    browser.clear()
    return Desk(agent, keyboard, browser)


@pytest.mark.parametrize(
    ("field_desk", "name"),
    [
        *(("line", name) for name in IN_A_LINE),
        *((kind, name) for kind in ("lines", "free") for name in IN_A_PAGE),
    ],
    indirect=["field_desk"],
)
def test_the_contract_in_a_page_whose_enter_sends(field_desk: Any, name: str) -> None:
    case: Case = CASES[name]
    before = field_desk.field.sent
    case(field_desk)
    assert field_desk.field.sent == before


def test_lines_never_send_and_enter_behind_them_does(field_desk: Any) -> None:
    field, agent, keyboard = field_desk.field, field_desk.agent, field_desk.keyboard
    before = len(field.sent)
    agent.type("so :ml.", 1)
    keyboard.quiet(1)
    wanted = f"so {LINES}." if field.kind != "line" else None
    if wanted is not None:
        assert field.text(wanted) == wanted
    assert len(field.sent) == before
    agent.keys("Return")
    assert eventually(lambda: len(field.sent) == before + 1)
    if wanted is not None:
        assert field.sent[-1] == wanted


@pytest.mark.parametrize("way", ["auto", "keys"])
@pytest.mark.parametrize(
    ("text", "wanted"),
    [("one\rtwo", "one\ntwo"), ("one\r\ntwo", "one\ntwo"), ("one\x08\x1b\x7ftwo", "onetwo")],
    ids=["return", "windows", "keys"],
)
@pytest.mark.parametrize("field_desk", ["lines"], indirect=True)
def test_no_character_of_a_snippet_presses_a_key(
    field_desk: Any, text: str, wanted: str, way: str
) -> None:
    """Keyboards have a key for a carriage return: it is Enter, and sends."""
    field, keyboard = field_desk.field, field_desk.keyboard
    before, sent = keyboard.snippets, list(field.sent)
    keyboard.load([Snippet(":cr", text, way=way)])
    try:
        keyboard.settle()
        field_desk.types("so :cr.")
        assert field.text(f"so {wanted}.", 5) == f"so {wanted}."
        assert field.sent == sent
    finally:
        keyboard.load(before)
        keyboard.settle()


# --- Tab between fields ---------------------------------------------------------------------------

FORM = (
    Snippet(":tab", "Ann Smith\tpaid in full", way="keys"),
    Snippet(":plain", "Ann\tSmith"),
)


@pytest.fixture
def forms(keyboard: Keyboard) -> Iterator[Keyboard]:
    before = keyboard.snippets
    keyboard.load(FORM)
    keyboard.settle()
    keyboard.forget()
    yield keyboard
    keyboard.load(before)
    keyboard.settle()


def test_tab_leads_to_the_next_field_of_a_window(
    agent: Agent, forms: Keyboard, tmp_path: Path
) -> None:
    window = TextWindow(agent, tmp_path, "--form")
    with ending(window):
        agent.type(":tab and", 1)
        forms.quiet(1)
        assert window.text("Ann Smith") == "Ann Smith"
        assert eventually(lambda: window.read()["below"] == "paid in full and")
        assert forms.of(messages.Typed)[0].pasted is False


def test_tab_leads_to_the_next_field_of_a_page(
    forms: Keyboard, agent: Agent, browser: Fields
) -> None:
    browser.focus()
    for kind in reversed(KINDS):
        browser.kind = kind
        browser.clear()
    sent = browser.sent
    agent.type(":tab and", 1)
    forms.quiet(1)
    assert browser.text("Ann Smith") == "Ann Smith"
    browser.kind = "lines"
    assert browser.text("paid in full and") == "paid in full and"
    assert browser.sent == sent


def test_a_tab_is_a_character_where_keys_are_not_asked_for(
    forms: Keyboard, agent: Agent, browser: Fields
) -> None:
    browser.focus()
    browser.kind = "lines"
    browser.clear()
    agent.type(":plain.", 1)
    forms.quiet(1)
    assert browser.text("Ann\tSmith.") == "Ann\tSmith."


def test_the_title_that_a_page_has_now_is_told(
    agent: Agent, keyboard: Keyboard, browser: Fields
) -> None:
    browser.focus()
    browser.kind = "lines"
    browser.clear()
    agent.type("Ticket 7 ", 1)
    window = browser.window
    assert eventually(lambda: "Ticket 7" in read_window(agent.display, window).title)
    agent.type(":brb", 1)
    keyboard.quiet(1)
    (match,) = keyboard.of(messages.Matched)
    assert "Ticket 7" in match.title
    browser.clear()
