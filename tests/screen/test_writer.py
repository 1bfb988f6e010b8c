"""Typing into LibreOffice Writer, which obeys Backspace and Ctrl+V behind what came after them.

Not among the tests of typing that get no second try: with every processor busy it may fetch a paste
later than Deskhand holds the keys back for it (README, the known limits).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from Xlib.display import Display

from desktop.host.x11.record import DeviceEvent, Item, Recording
from desktop.keyboard import messages
from desktop.keyboard.reasons import Reason
from tests.screen.conftest import require
from tests.screen.typing_session import Agent, Keyboard, ending, eventually
from tests.screen.writer_session import Fetched, Writer
from tests.typing_cases import LINES, UNI

LEFT = 113
SPACE_X_Y_Z = (65, 53, 29, 52)
STANDSTILL_S = 0.06
"""Longer than the keys wait for other applications (40 ms), shorter than for this one (150 ms)."""


@pytest.fixture(scope="module")
def opened(agent: Agent, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    require(Writer.name)
    made = Writer(agent, tmp_path_factory.mktemp("writer"))
    with ending(made):
        yield made


@pytest.fixture
def writer(opened: Writer, keyboard: Keyboard) -> Writer:
    """In front, empty."""
    opened.focus()
    opened.clear()
    return opened


@pytest.mark.parametrize("delay", [1, 30])
@pytest.mark.parametrize(
    ("trigger", "text"), [(":brb", "be right back"), (":uni", UNI), (":ml", LINES)]
)
def test_text_typed_at_once_stands_behind_the_expansion(
    agent: Agent, keyboard: Keyboard, writer: Writer, trigger: str, text: str, delay: int
) -> None:
    times = 2
    agent.type(f"ok {trigger} xyz " * times, delay)
    keyboard.quiet(times)
    wanted = f"ok {text} xyz " * times
    assert (writer.text(wanted), keyboard.reasons) == (wanted, [])


def test_backspace_gives_back_what_was_typed(
    agent: Agent, keyboard: Keyboard, writer: Writer
) -> None:
    agent.type("ok :brb")
    keyboard.wait(messages.Typed)
    agent.keys("BackSpace")
    keyboard.wait(messages.Undone)
    agent.type("xyz", 1)
    assert writer.text("ok :brbxyz") == "ok :brbxyz"


def unanswered(agent: Agent, keyboard: Keyboard, text: str) -> messages.Matched:
    """Type a trigger whose text the test sends itself."""
    keyboard.answers = False
    agent.type(text, 1)
    return keyboard.wait(messages.Matched)[0]


def test_the_caret_stands_at_its_mark(agent: Agent, keyboard: Keyboard, writer: Writer) -> None:
    agent.type(":curAnn", 1)
    keyboard.quiet(1)
    assert writer.text("Dear Ann, how are you?") == "Dear Ann, how are you?"


def test_the_caret_stands_at_its_mark_though_writer_stands_still(
    agent: Agent, keyboard: Keyboard, writer: Writer
) -> None:
    match = unanswered(agent, keyboard, ":curAnn")
    screen = agent.environment["DISPLAY"]
    with closing(Display(screen)) as display, closing(Display(screen)) as control:
        fetched = Fetched(display, writer)
        recording = Recording(screen, control)
        keyboard.link.send(messages.Expand(match.serial, "Dear , how are you?", left=14))
        fetched.wait(2)
        with writer.stopped():
            # Left is put off, and what is typed is not: keys that are there by the time that it
            # goes on would stand where the caret was.
            assert eventually(lambda: any(_is_left(one) for one in recording.fence()))
            time.sleep(STANDSTILL_S)
        recording.close()
    keyboard.quiet(1)
    assert writer.text("Dear Ann, how are you?", 8) == "Dear Ann, how are you?"


def test_a_trigger_stays_as_it_was_typed_while_writer_stands_still(
    agent: Agent, keyboard: Keyboard, writer: Writer
) -> None:
    match = unanswered(agent, keyboard, "ok :brb")
    with writer.stopped():
        keyboard.link.send(messages.Expand(match.serial, "be right back"))
        agent.type(" xyz", 1)
        keyboard.wait(messages.Failed)
        agent.type(" abc", 1)
    assert keyboard.reasons == [Reason.NOT_TAKEN]
    # Writer obeys Backspace behind these, and would have lost them.
    assert writer.text("ok :brb xyz abc") == "ok :brb xyz abc"


def test_an_expansion_waits_for_writer_to_go_on(
    agent: Agent, keyboard: Keyboard, writer: Writer
) -> None:
    match = unanswered(agent, keyboard, "ok :brb")
    with writer.stopped():
        keyboard.link.send(messages.Expand(match.serial, "be right back"))
        # By no program that has to start, within the half second of a match.
        agent.tap(*SPACE_X_Y_Z)
    keyboard.quiet(1)
    assert writer.text("ok be right back xyz") == "ok be right back xyz"
    assert keyboard.reasons == []


def _is_left(item: Item) -> bool:
    return isinstance(item, DeviceEvent) and item.code == LEFT
