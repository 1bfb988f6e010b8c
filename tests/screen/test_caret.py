"""Where the agent writes, as AT-SPI tells it: with programs that answer from a table, and real."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from desktop.host.beside import Box, Written
from desktop.host.keys import KeysListener
from desktop.host.x11 import focus
from desktop.host.x11.caret import ask_caret
from desktop.host.x11.focus import ACTIVE, EDITABLE, FOCUSED, Accessible, Focus
from desktop.host.x11.focused_field import FocusedField
from desktop.host.x11.windows import box_of
from desktop.keyboard import messages
from tests.screen.accessible_session import turn_on, until_followed
from tests.screen.conftest import require
from tests.screen.fields_session import KINDS, fields
from tests.screen.private_bus import PrivateBus, Program
from tests.screen.typing_session import Agent, Keyboard, Mousepad, TextWindow, eventually

FIELD, ROOT, WINDOW = "/field", "/org/a11y/atspi/accessible/root", "/window"
FRONT = Box(50, 60, 400, 300)
BEHIND, BEFORE, AROUND = Box(80, 90, 0, 18), Box(72, 90, 8, 18), Box(60, 80, 300, 100)


class World:
    """An application that has the keyboard, on a bus of its own."""

    def __init__(self, bus: PrivateBus) -> None:
        self.bus = bus
        environment = {"AT_SPI_BUS_ADDRESS": bus.address}
        self.moved: list[Accessible | None] = []
        self.focus = Focus(bus.buses, None, environment, self.moved.append, lambda: None)
        registry = bus.program("org.a11y.atspi.Registry")
        bus.until(lambda: len(registry.asked) == 2)
        self.application = bus.program()
        self.application.answers |= {
            f"{FIELD} GetState": states(FOCUSED, EDITABLE),
            f"{FIELD} Get": ("v", (("i", 5),)),
            f"{FIELD} GetCharacterExtents": ("iiii", BEHIND),
            f"{FIELD} GetExtents": ("(iiii)", (AROUND,)),
            f"{ROOT} Get": ("v", (("s", "gtk"),)),
            f"{ROOT} GetChildren": ("a(so)", ([(self.application.name, WINDOW)],)),
            f"{WINDOW} GetState": states(ACTIVE),
            f"{WINDOW} GetExtents": ("(iiii)", (FRONT,)),
        }
        self.told: list[Written | str | None] = []

    def focused(self) -> None:
        say_focused(self.application, 1)
        self.bus.until(lambda: self.focus.object is not None)

    def ask(self) -> Written | str | None:
        self.told.clear()
        ask_caret(self.focus, self.told.append, lambda: self.told.append("left"))
        self.bus.until(lambda: self.told)
        assert len(self.told) == 1
        return self.told[0]


def say_focused(application: Program, on: int) -> None:
    values: tuple[object, ...] = ("focused", on, 0, ("i", 0), {})
    interface = "org.a11y.atspi.Event.Object"
    application.tell(FIELD, interface, "StateChanged", "siiva{sv}", values)


def states(*ones: int) -> tuple[str, tuple[object, ...]]:
    return "au", ([sum(1 << one for one in ones), 0],)


@pytest.fixture
def world(bus: PrivateBus) -> World:
    made = World(bus)
    made.focused()
    return made


def test_the_boxes_are_asked_for(world: World) -> None:
    assert world.ask() == Written(BEHIND, BEHIND, AROUND, FRONT)
    asked = world.application.asked
    assert asked.count(f"{FIELD} GetCharacterExtents") == 2


def test_before_anything_has_the_keyboard_nothing_is_known(bus: PrivateBus) -> None:
    world = World(bus)
    assert world.ask() is None
    assert world.application.asked == []


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("Get", None),
        ("Get", ("v", (("i", -1),))),
        ("Get", ("v", (("s", "5"),))),
        ("Get", ("i", (5,))),
        ("Get", ("v", (("x", 1 << 40),))),
        ("Get", ("v", (("u", 1 << 31),))),
        ("Get", ("", ())),
    ],
)
def test_what_is_no_text_has_no_caret(world: World, path: str, answer: Any) -> None:
    world.application.answers[f"{FIELD} {path}"] = answer
    assert world.ask() is None


@pytest.mark.parametrize("answer", [states(EDITABLE), None, ("s", ("x",))])
def test_an_application_that_has_lost_the_keyboard_and_did_not_say_so(
    world: World, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    world.application.answers[f"{FIELD} GetState"] = answer
    assert isinstance(world.ask(), Written)  # it has just said that it has it
    monkeypatch.setattr(focus, "_FRESH_S", 0.0)
    assert world.ask() == "left"


@pytest.mark.parametrize(
    "answer",
    [
        None,
        ("", ()),
        ("iii", (1, 2, 3)),
        ("ssss", ("1", "2", "3", "4")),
        ("i", (1,)),
        ("bbii", (True, False, 3, 4)),
    ],
)
def test_boxes_that_are_none(world: World, answer: Any) -> None:
    for path in (FIELD, WINDOW):
        world.application.answers[f"{path} GetExtents"] = answer
    world.application.answers[f"{FIELD} GetCharacterExtents"] = answer
    assert world.ask() == Written(None, None, None, None)


@pytest.mark.parametrize("answer", [None, ("", ()), ("s", ("x",)), ("as", (["x"],))])
def test_windows_that_are_none(world: World, answer: Any) -> None:
    world.application.answers[f"{ROOT} GetChildren"] = answer
    assert world.ask() == Written(BEHIND, BEHIND, AROUND, None)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (None, "nonsense"),
        (None, "/no/"),
        (None, "/n\u00f6"),
        (None, "/a b"),
        ("", "/window"),
        ("no name", "/window"),
        ("org.freedesktop.DBus", "/org/freedesktop/DBus"),
    ],
)
def test_windows_at_no_address_do_not_end_the_loop(
    world: World, name: str | None, path: str
) -> None:
    own = world.application.name
    pairs = [(own if name is None else name, path), (own, WINDOW)]
    world.application.answers[f"{ROOT} GetChildren"] = ("a(ss)", (pairs,))
    assert world.ask() == Written(BEHIND, BEHIND, AROUND, FRONT)
    assert world.focus.open  # by which password fields are recognised


def test_of_windows_without_end_some_are_asked(world: World) -> None:
    many = [(world.application.name, f"/w{number}") for number in range(5_000)]
    world.application.answers |= {
        f"{ROOT} GetChildren": ("a(so)", (many,)),
        "GetState": states(),
        "GetExtents": ("(iiii)", (FRONT,)),
    }
    assert world.ask() == Written(BEHIND, BEHIND, AROUND, None)
    assert len(world.application.asked) < 100


def test_the_place_of_what_is_only_read_is_no_caret(world: World) -> None:
    world.application.answers[f"{FIELD} GetState"] = states(FOCUSED)
    assert world.ask() == Written(BEHIND, BEHIND, None, FRONT)


def test_pages_of_chromium_count_in_pixels(world: World) -> None:
    world.application.answers[f"{ROOT} Get"] = ("v", (("s", "Chromium"),))
    assert world.ask() == Written(BEHIND, BEHIND, AROUND, None)
    assert f"{WINDOW} GetExtents" not in world.application.asked


def test_an_application_that_hangs_or_dies_is_given_up(world: World) -> None:
    hanging = {"Get": None, "GetCharacterExtents": Written(None, None, AROUND, FRONT)}
    for method, wanted in hanging.items():
        kept = world.application.answers.pop(f"{FIELD} {method}")
        assert world.ask() == wanted
        world.application.answers[f"{FIELD} {method}"] = kept
    world.bus.drop(world.application)
    assert world.ask() is None


def test_the_bus_vanishes_under_the_question(world: World) -> None:
    del world.application.answers[f"{FIELD} Get"]
    ask_caret(world.focus, world.told.append, lambda: None)
    world.bus.until(lambda: world.application.waiting)
    world.bus.kill()
    world.bus.until(lambda: world.told)
    assert world.told == [None]
    assert world.ask() is None


class _Listener:
    def on_secret(self, *, secret: bool) -> None:
        """Nothing here is secret."""

    def on_state(self, *, can_type: bool, reason: str) -> None:
        """Nobody composes."""


def test_while_our_grab_has_the_focus_away_it_is_waited_for(world: World) -> None:
    bus, application = world.bus, world.application
    field = FocusedField({"AT_SPI_BUS_ADDRESS": bus.address}, ":0")
    told: list[tuple[int, int] | None] = []

    def until(done: Callable[[], object]) -> None:
        def turn() -> object:
            field.handle(1, cast("KeysListener", _Listener()))
            return done()

        bus.until(turn)

    def heard() -> int:
        say_focused(application, 1)  # again, until the bus knows who wants to hear of it
        return application.asked.count(f"{FIELD} GetRole")

    application.answers["GetRole"] = ("u", (61,))
    field.find_caret(FRONT, told.append)
    assert told == [None]  # nothing has had the keyboard yet
    until(heard)
    say_focused(application, 0)
    until(lambda: field._fields.focus.may_return)
    field.find_caret(FRONT, told.append)
    assert told == [None]
    say_focused(application, 1)
    until(lambda: len(told) == 2)
    assert told[1] == (80, 108)
    field.close()


def test_of_questions_that_wait_for_the_keyboard_the_newest_stays(world: World) -> None:
    bus, application = world.bus, world.application
    field = FocusedField({"AT_SPI_BUS_ADDRESS": bus.address}, ":0")
    told: list[str] = []

    def until(done: Callable[[], object]) -> None:
        def turn() -> object:
            field.handle(1, cast("KeysListener", _Listener()))
            return done()

        bus.until(turn)

    def lost() -> bool:
        for on in (1, 0):  # again, until the bus knows who wants to hear of it
            say_focused(application, on)
        return field._fields.focus.may_return

    application.answers["GetRole"] = ("u", (61,))
    until(lost)
    for name in ("first", "second"):
        field.find_caret(FRONT, lambda place, name=name: told.append(f"{name} {place}"))  # type: ignore[misc]
    assert told == ["first None"]
    say_focused(application, 1)
    until(lambda: len(told) == 2)
    assert told[1] == "second (80, 108)"
    field.close()


# --- for real -------------------------------------------------------------------------------------

Place = tuple[int, int] | None


@pytest.fixture
def keyboard(accessible: Mapping[str, str], tmp_path: Path) -> Iterator[Keyboard]:
    turn_on(accessible)
    made = Keyboard(accessible, tmp_path, [])
    made.start()
    until_followed(accessible)
    yield made
    made.stop()


@pytest.fixture
def writer(accessible: Mapping[str, str], scale: int) -> Iterator[Agent]:
    """An agent whose applications tell of their fields, on a screen of that scale."""
    always = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    scaled = {"QT_SCALE_FACTOR": str(scale), "GDK_SCALE": str(scale)}
    made = Agent({**accessible, **always, **scaled})
    yield made
    made.close()


def comes_to(keyboard: Keyboard, right: Callable[[tuple[int, int]], bool]) -> Place:
    """The caret's place, as soon as it is right; else whatever it is."""
    found: list[Place] = []

    def so() -> bool:
        keyboard.forget(messages.Caret)
        keyboard.link.send(messages.FindCaret(len(found)))
        found.append(keyboard.wait(messages.Caret)[0].place)
        place = found[-1]
        return place is not None and right(place)

    eventually(so, 5)
    return found[-1]


@pytest.mark.parametrize("scale", [1, 2])
def test_a_qt_window_tells_its_caret(
    scale: int, keyboard: Keyboard, writer: Agent, tmp_path: Path
) -> None:
    # Not the plain kind: of every line of a QPlainTextEdit Qt 6 tells the height of the first.
    window = TextWindow(writer, tmp_path, "--rich")
    try:
        for text in ("", "hello", "hello\nand more"):
            window.clear()
            writer.type(text)
            assert window.text(text) == text
            place = window.read()["caret_at"]
            assert isinstance(place, list)
            # Of a field without a text it tells the box alone.
            near = partial(_near, place, (6 if text else 16) * scale)
            found = comes_to(keyboard, near)
            assert found is not None
            assert near(found), (text, found, place)
    finally:
        window.end()


@pytest.mark.parametrize("scale", [1, 2])
def test_an_editor_of_gtk_tells_its_caret(
    scale: int, keyboard: Keyboard, writer: Agent, tmp_path: Path
) -> None:
    require("mousepad")
    window = Mousepad(writer, tmp_path)
    try:
        first = comes_to(keyboard, lambda _: True)
        assert first is not None
        writer.type("hello world")
        behind = comes_to(keyboard, lambda at: at[0] > first[0])
        assert behind is not None
        assert (behind[0] > first[0] + 50 * scale, behind[1]) == (True, first[1])
        writer.keys("Return")
        below = comes_to(keyboard, lambda at: at[1] > first[1])
        assert below is not None
        assert below[0] == first[0]
        assert 10 * scale < below[1] - first[1] < 40 * scale
    finally:
        window.end()


@pytest.mark.parametrize("scale", [1])
def test_the_fields_of_a_page_tell_their_caret(
    scale: int, keyboard: Keyboard, writer: Agent, tmp_path: Path
) -> None:
    require("chromium")
    with fields(writer, tmp_path / "browser", "--force-renderer-accessibility") as page:
        for kind in KINDS:
            page.go_to(kind)
            for text in ("", "hello"):
                writer.type(text)
                assert page.text(text) == text
                box = box_of(writer.display, page.window)
                assert box is not None
                across, down = page.look()[kind]["place"]
                left, top = box.left + across - 60, box.top + down - 12
                inside = partial(_in_first_line, left, top)
                found = comes_to(keyboard, inside)
                assert found is not None
                assert inside(found), (kind, text, found, (left, top))


def _near(place: list[float], most: float, at: tuple[int, int]) -> bool:
    return all(abs(one - other) <= most for one, other in zip(place, at, strict=True))


def _in_first_line(left: int, top: int, at: tuple[int, int]) -> bool:
    """In the first line of a field, and not far to the right."""
    return left - 2 <= at[0] < left + 120 and top < at[1] < top + 40
