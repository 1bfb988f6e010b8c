"""Sentences that are often typed, told by the typing machine; and where nothing is noticed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.host.base import AppRule, PasteWay
from desktop.host.keys import KeysOptions
from desktop.keyboard import messages
from desktop.keyboard.sentence import MOST
from desktop.keyboard.tally import KEY_BYTES, OFTEN

Sessions = Any
"""``Session`` of conftest, which has no name to import it by."""
KEY = b"k" * KEY_BYTES
TEXTS = {":brb": "I will be right back", ":hi": "Hello and welcome to us all.\n"}
PHRASE = "How can I help you today?"
STYLES = pytest.mark.parametrize("style", [{}, {"hook": False}, {"hook": False, "leak": 3}])


def noticing(session: Sessions, **options: Any) -> Sessions:
    one = session(TEXTS, **{"app": "mousepad", **options})
    one.typing.suggest(messages.Suggest(KEY, []))
    return one


def often(one: Sessions) -> list[str]:
    return [told.text for told in one.told if isinstance(told, messages.Often)]


@STYLES
def test_the_fifth_time_it_is_told_once(session: Sessions, style: dict[str, Any]) -> None:
    one = noticing(session, **style)
    one.keys(f"{PHRASE}\n" * (OFTEN - 1))
    assert often(one) == []
    one.keys(f"how can  I help you today\n{PHRASE}\n")
    assert often(one) == ["how can I help you today"]
    one.keys(f"{PHRASE}\n" * (OFTEN - 2))
    assert often(one) == ["how can I help you today"]


def test_nothing_is_noticed_unless_it_is_wanted(session: Sessions) -> None:
    one = session(TEXTS)
    one.keys(f"{PHRASE}\n" * OFTEN)
    assert one.typing._following._habits is None
    one.typing.suggest(messages.Suggest(KEY, []))
    one.keys(f"{PHRASE}\n" * (OFTEN - 1))
    one.typing.suggest(messages.Suggest(b"", []))
    one.keys(f"{PHRASE}\n")
    assert one.typing._following._habits is None
    one.typing.suggest(messages.Suggest(KEY, []))
    one.keys(f"{PHRASE}\n")
    assert often(one) == []


def test_a_settled_one_is_never_told_again_and_the_others_are_counted_on(
    session: Sessions,
) -> None:
    one = noticing(session)
    one.keys(f"{PHRASE}\n" * OFTEN + "Thank you very much for waiting. " * (OFTEN - 1))
    [told] = [told for told in one.told if isinstance(told, messages.Often)]
    one.keys(":br")  # a trigger that is half typed goes on
    one.typing.suggest(messages.Suggest(KEY, [told.mark]))
    one.keys("b\n" + f"{PHRASE}\n" * (2 * OFTEN))
    assert often(one) == [PHRASE]
    assert "I will be right back" in one.text
    one.keys("Thank you very much for waiting. ")
    assert often(one)[1:] == ["Thank you very much for waiting."]


def test_a_long_one_is_told_by_its_opening(session: Sessions) -> None:
    one = noticing(session)
    start = "Please allow three to five working days for the refund to appear"
    one.keys("".join(f"{start} {end}. " for end in ("here", "there", "at yours", "soon", "too")))
    [told] = [told for told in one.told if isinstance(told, messages.Often)]
    assert (told.text, told.opening) == (start, True)


@STYLES
def test_what_snippets_wrote_is_not_counted(session: Sessions, style: dict[str, Any]) -> None:
    one = noticing(session, **style)
    one.keys("Well, please wait :brb now.\n" * OFTEN)
    assert "I will be right back" in one.text
    assert often(one) == []
    one.keys(f":hi{PHRASE}\n" * OFTEN)
    assert often(one) == [PHRASE]


def test_a_text_from_the_palette_is_not_counted(session: Sessions) -> None:
    one = noticing(session)
    for serial in range(OFTEN):
        one.typing.insert(messages.Insert(-1 - serial, one.board.window().id, PHRASE))
        one.settle()
        one.key("enter")
    assert one.text == f"{PHRASE}\n" * OFTEN
    assert often(one) == []


def test_a_sentence_that_backspace_undid_into_is_not_counted(session: Sessions) -> None:
    one = noticing(session)
    one.keys("and then :brb\b now I am here\n" * OFTEN)
    assert often(one) == []


def test_a_slip_that_is_mended_counts(session: Sessions) -> None:
    one = noticing(session)
    one.keys("How can I hlep\b\b\belp you today?\n" * OFTEN)
    assert often(one) == [PHRASE]


def test_a_caret_key_or_a_click_parts_a_sentence(session: Sessions) -> None:
    one = noticing(session)
    for _ in range(OFTEN):
        one.keys("How can I help")
        one.key("left")
        one.keys(" you today?\n")
        one.keys("How can I help")
        one.board.click()
        one.keys(" you today?\n")
    assert often(one) == []


def test_a_click_on_send_ends_a_sentence_that_has_its_mark(session: Sessions) -> None:
    one = noticing(session)
    for _ in range(OFTEN):
        one.keys(PHRASE)
        one.board.click()
    assert often(one) == [PHRASE]


def _paused(one: Sessions, on: bool) -> None:
    one.typing.pause(on=on)


def _secret(one: Sessions, on: bool) -> None:
    one.typing.on_secret(secret=on)


def _excluded(one: Sessions, on: bool) -> None:
    one.board.focus("keepassxc" if on else "editor")


def _own_window(one: Sessions, on: bool) -> None:
    pids = [one.board.window().pid] if on else []
    one.typing.configure(KeysOptions(own_pids=pids))


@pytest.mark.parametrize("hide", [_paused, _secret, _excluded, _own_window])
def test_where_nothing_may_be_kept_nothing_is(
    session: Sessions, hide: Callable[[Sessions, bool], None]
) -> None:
    one = noticing(session)
    habits = one.typing._following._habits
    one.keys(PHRASE)
    for _ in range(OFTEN):
        hide(one, True)
        assert habits.sentence.held == ""
        one.keys(f"{PHRASE}\n{PHRASE}")
        assert habits.sentence.held == ""
        hide(one, False)
        one.keys("\n")
    assert often(one) == []
    assert len(habits._tally) == 0


@pytest.mark.parametrize(
    "app",
    [
        "mstsc.exe",
        "xterm",
        "gnome-terminal",
        "WindowsTerminal.exe",
        "com.apple.Terminal",
        "1password",
    ],
)
def test_where_passwords_can_not_be_told_nothing_is_noticed(session: Sessions, app: str) -> None:
    one = noticing(session, app=app)
    one.keys(f"{PHRASE}\n" * OFTEN)
    assert often(one) == []


def test_a_rule_of_the_agents_own_counts(session: Sessions) -> None:
    options = KeysOptions(rules={"hq": AppRule(paste=PasteWay.SHIFT_INSERT)})
    one = noticing(session, app="hq", options=options)
    one.keys(f"{PHRASE}\n" * OFTEN)
    assert often(one) == []


PIECES = [PHRASE, "Thank you all for waiting. ", ":brb", ":hi", " ", "\n", "\b", "a", "?", "left",
          "click", "keepassxc", "editor", "secret", "open"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.integers(-1, 3))
def test_whatever_happens_it_types_the_same_and_holds_no_more_than_it_may(
    session: Sessions, pieces: list[str], leak: int
) -> None:
    style = {"hook": True} if leak < 0 else {"hook": False, "leak": leak}
    one, bare = noticing(session, **style), session(TEXTS, app="mousepad", **style)
    for which in (one, bare):
        for piece in pieces:
            if piece == "click":
                which.board.click()
            elif piece in {"keepassxc", "editor"}:
                which.board.focus(piece)
            elif piece in {"secret", "open"}:
                which.typing.on_secret(secret=piece == "secret")
            elif piece == "left":
                which.key("left")
            else:
                which.keys(piece)
            habits = which.typing._following._habits
            if habits is not None:
                held = habits.sentence.held
                assert len(held) <= MOST
                assert not held or which.typing._following._active
        which.settle()
    assert one.text == bare.text
    others = [told for told in one.told if not isinstance(told, messages.Often | messages.Typed)]
    assert others == [told for told in bare.told if not isinstance(told, messages.Typed)]
    assert not [text for text in often(one) if ":" in text or "back" in text or "welcome" in text]


def test_the_messages_do_not_show_what_they_carry() -> None:
    told = messages.Often(PHRASE, b"mark", opening=False)
    assert PHRASE not in repr(told)
    assert repr(KEY) not in repr(messages.Suggest(KEY, []))
    assert messages.decode_from_keyboard(messages.frame(told)[4:]) == told
