"""Applications that obey Backspace and arrows behind the characters that came after them."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.keyboard import messages
from desktop.keyboard.reasons import Reason

STYLES = pytest.mark.parametrize("style", [{}, {"hook": False}, {"hook": False, "leak": 3}])


@STYLES
def test_everything_is_pasted_there_and_its_undo_too(session: Any, style: dict[str, Any]) -> None:
    one = session({":brb": "be right back"}, app="libreoffice-writer", **style)
    one.desktop.set_clipboard({"text": b"mine", "html": b"<b>mine</b>"})
    one.keys("ok :brb")
    assert one.text == "ok be right back"
    one.key("backspace")
    one.settle()
    assert one.text == "ok :brb"
    pasted = [told.pasted for told in one.told if isinstance(told, messages.Typed)]
    assert pasted == [True]
    assert one.desktop.clipboard == {"text": b"mine", "html": b"<b>mine</b>"}
    one.assert_flowing()


@STYLES
def test_keys_wait_until_the_caret_is_at_its_mark(session: Any, style: dict[str, Any]) -> None:
    one = session({":cur": "Dear , hi"}, app="libreoffice-writer", **style)
    one.keys(":cur", answer=False)
    match = one.asked()[0]
    one.typing.expand(messages.Expand(match.serial, "Dear , hi", left=4))
    one.fetch()
    one.wait()  # the time after the fetch: now the caret goes back
    one.keys("Ann", answer=False)
    assert one.text == "Dear , hi"
    one.settle()
    assert one.text == "Dear Ann, hi"
    assert len([told for told in one.told if isinstance(told, messages.Typed)]) == 1
    one.assert_flowing()


@STYLES
def test_into_one_that_stands_still_nothing_is_typed(session: Any, style: dict[str, Any]) -> None:
    """When it goes on it would obey Backspace behind all that was typed meanwhile."""
    one = session({":brb": "be right back"}, app="libreoffice-writer", **style)
    one.desktop.set_clipboard({"text": b"mine"})
    one.board.stands_still = True
    one.keys("ok :brb x")
    assert one.text == "ok :brb x"
    assert one.failed() == [Reason.NOT_TAKEN]
    assert one.desktop.clipboard == {"text": b"mine"}
    one.assert_flowing()


def test_others_are_not_asked(session: Any) -> None:
    one = session({":brb": "be right back"})
    one.board.stands_still = True
    one.keys("ok :brb x")
    assert one.text == "ok be right back x"
