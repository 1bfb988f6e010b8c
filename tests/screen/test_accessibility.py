"""Password fields, as AT-SPI tells them: with programs that answer from a table, and for real."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop.host.x11 import accessibility
from desktop.host.x11.accessibility import PASSWORD_TEXT, PasswordFields
from desktop.host.x11.dbus import Buses
from desktop.host.x11.focus import FOCUSED
from desktop.keyboard import messages
from tests.screen.accessible_session import turn_on
from tests.screen.private_bus import PrivateBus, Program, pass_time
from tests.screen.typing_session import (
    Agent,
    Application,
    Keyboard,
    TextWindow,
    ending,
    eventually,
)
from tests.typing_cases import Snippet

TEXT = 61
SECRET, PLAIN = "/secret", "/plain"


class Fields:
    """:class:`PasswordFields` on a private bus that is session's and accessibility bus in one."""

    def __init__(self, bus: PrivateBus) -> None:
        self.bus = bus
        self.buses = bus.buses
        self.session = bus.buses.open(bus.address)
        self.fields = PasswordFields(bus.buses, self.session, {})
        self.registry: Program | None = None

    def has_service(self) -> None:
        """The desktop has an accessibility service."""
        self.registry = self.bus.program("org.a11y.atspi.Registry")
        self.registry.answers["GetAddress"] = ("s", (self.bus.address,))
        self.registry.take("org.a11y.Bus")
        asked = self.registry.asked
        self.until(lambda: len([one for one in asked if one.endswith("RegisterEvent")]) == 2)

    def application(self) -> Program:
        """One with a password field and a plain one."""
        made = self.bus.program()
        made.answers[f"{SECRET} GetRole"] = ("u", (PASSWORD_TEXT,))
        made.answers[f"{PLAIN} GetRole"] = ("u", (TEXT,))
        self.has_state(made, focused=True)
        return made

    def has_state(self, application: Program, *, focused: bool) -> None:
        application.answers["GetState"] = ("au", ([1 << FOCUSED if focused else 0, 0],))

    def until(self, done: Callable[[], object]) -> None:
        self.bus.until(done)

    def is_secret(self) -> bool:
        return self.fields.secret


def focus(application: Program, path: str, on: int = 1) -> None:
    values: tuple[object, ...] = ("focused", on, 0, ("i", 0), {})
    interface = "org.a11y.atspi.Event.Object"
    application.tell(path, interface, "StateChanged", "siiva{sv}", values)


def count(application: Program, question: str) -> int:
    return application.asked.count(question)


@pytest.fixture
def world(bus: PrivateBus) -> Fields:
    made = Fields(bus)
    made.has_service()
    return made


def test_the_field_with_the_focus_is_asked_for_its_role(world: Fields) -> None:
    application = world.application()
    focus(application, SECRET)
    world.until(world.is_secret)
    focus(application, SECRET, 0)
    focus(application, PLAIN)
    world.until(lambda: count(application, f"{PLAIN} GetRole") and not world.is_secret())


def test_the_focus_is_lost_and_nothing_has_it(world: Fields) -> None:
    application = world.application()
    focus(application, SECRET)
    world.until(world.is_secret)
    focus(application, PLAIN, 0)  # of another: nothing changes
    focus(application, SECRET, 0)
    world.until(lambda: not world.is_secret())


def test_a_window_that_keeps_the_keyboard_is_still_secret(world: Fields) -> None:
    application = world.application()
    focus(application, SECRET)
    world.until(world.is_secret)
    world.fields.look_again()
    world.until(lambda: count(application, f"{SECRET} GetState") and not waiting(world))
    assert world.is_secret()


def test_an_application_that_says_nothing_when_it_loses_the_keyboard(world: Fields) -> None:
    application = world.application()
    focus(application, SECRET)
    world.until(world.is_secret)
    world.has_state(application, focused=False)
    world.fields.look_again()
    world.until(lambda: not world.is_secret())


def test_an_application_tells_that_its_window_is_left(world: Fields) -> None:
    application = world.application()
    focus(application, SECRET)
    world.until(world.is_secret)
    world.has_state(application, focused=False)
    values: tuple[object, ...] = ("", 0, 0, ("i", 0), {})
    window = "org.a11y.atspi.Event.Window"
    application.tell("/window", window, "Deactivate", "siiva{sv}", values)
    world.until(lambda: not world.is_secret())


def test_an_application_dies_in_its_password_field(world: Fields) -> None:
    application = world.application()
    focus(application, SECRET)
    world.until(world.is_secret)
    world.bus.drop(application)
    world.fields.look_again()
    world.until(lambda: not world.is_secret())


def test_an_application_hangs_in_its_password_field(world: Fields) -> None:
    application = world.application()
    focus(application, SECRET)
    world.until(world.is_secret)
    del application.answers["GetState"]
    world.fields.look_again()
    world.until(lambda: not world.is_secret())


def test_an_application_that_is_busy_says_late_that_it_is_a_password_field(
    world: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = world.application()
    role = application.answers.pop(f"{SECRET} GetRole")
    focus(application, SECRET)
    world.until(lambda: application.waiting)
    pass_time(monkeypatch, 2.0)
    world.buses.handle()
    application.answers[f"{SECRET} GetRole"] = role
    application.answer(application.waiting[0])
    world.until(world.is_secret)


def test_an_application_that_is_busy_in_its_password_field_keeps_it(
    world: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = world.application()
    focus(application, SECRET)
    world.until(world.is_secret)
    del application.answers["GetState"]
    world.fields.look_again()
    world.until(lambda: application.waiting)
    pass_time(monkeypatch, 2.0)
    world.buses.handle()
    assert world.is_secret()


def test_an_answer_about_a_field_that_was_left_counts_no_more(world: Fields) -> None:
    application = world.application()
    role = application.answers.pop(f"{SECRET} GetRole")
    focus(application, SECRET)
    world.until(lambda: application.waiting)
    focus(application, PLAIN)
    world.until(lambda: count(application, f"{PLAIN} GetRole"))
    application.answers[f"{SECRET} GetRole"] = role
    application.answer(application.waiting[0])
    world.until(lambda: not waiting(world))
    assert not world.is_secret()


@pytest.mark.parametrize("role", [None, ("s", ("40",)), ("", ()), ("au", ([40],))])
def test_a_role_that_is_none(world: Fields, role: Any) -> None:
    application = world.application()
    application.answers[f"{SECRET} GetRole"] = role
    focus(application, SECRET)
    world.until(lambda: count(application, f"{SECRET} GetRole") and not waiting(world))
    assert not world.is_secret()


@pytest.mark.parametrize("states", [None, ("s", ("x",)), ("", ()), ("as", (["x"],)), ("au", ([],))])
def test_states_that_are_none(world: Fields, states: Any) -> None:
    application = world.application()
    focus(application, SECRET)
    world.until(world.is_secret)
    application.answers["GetState"] = states
    world.fields.look_again()
    world.until(lambda: not world.is_secret())


def test_a_signal_with_too_little_in_it(world: Fields) -> None:
    application = world.application()
    application.tell(SECRET, "org.a11y.atspi.Event.Object", "StateChanged", "s", ("focused",))
    focus(application, PLAIN)
    world.until(lambda: count(application, f"{PLAIN} GetRole") and not waiting(world))
    assert not count(application, f"{SECRET} GetRole")


def test_the_bus_vanishes(world: Fields) -> None:
    application = world.application()
    focus(application, SECRET)
    world.until(world.is_secret)
    world.bus.kill()
    world.until(lambda: not world.buses.sources())
    assert not world.is_secret()
    world.fields.look_again()


def test_the_service_starts_later_and_again(bus: PrivateBus) -> None:
    world = Fields(bus)
    world.until(lambda: not waiting(world))
    assert not world.is_secret()
    for _ in range(2):
        world.has_service()
        application = world.application()
        focus(application, SECRET)
        world.until(world.is_secret)
        assert world.registry is not None
        bus.drop(world.registry)
        focus(application, SECRET, 0)
        world.until(lambda: not world.is_secret())


def test_an_address_in_the_environment_comes_first(bus: PrivateBus) -> None:
    fields = PasswordFields(bus.buses, None, {"AT_SPI_BUS_ADDRESS": bus.address})
    registry = bus.program("org.a11y.atspi.Registry")
    bus.until(lambda: len(registry.asked) == 2)
    application = bus.program()
    application.answers["GetRole"] = ("u", (PASSWORD_TEXT,))
    focus(application, SECRET)
    bus.until(lambda: fields.secret)


def test_nothing_is_there() -> None:
    buses = Buses()
    fields = PasswordFields(buses, buses.open("disabled:"), {})
    buses.handle()
    fields.look_again()
    assert not fields.secret
    assert not buses.sources()


def waiting(world: Fields) -> bool:
    return any(one.waiting for one in world.buses.sources())


# --- for doctor -----------------------------------------------------------------------------------


def test_doctor_without_a_service(bus: PrivateBus) -> None:
    for address in ("disabled:", bus.address):
        check = accessibility.check({"DBUS_SESSION_BUS_ADDRESS": address})
        assert check.ok is None
        assert "can't be told" in check.what


# --- for real -------------------------------------------------------------------------------------


class TwoFields(TextWindow):
    """``password_window.py``: a plain field with the keyboard, and one for passwords."""

    def __init__(self, agent: Agent, folder: Path, environment: Mapping[str, str]) -> None:
        words = ["env", *(f"{name}={value}" for name, value in environment.items())]
        script = Path(__file__).with_name("password_window.py")
        Application.__init__(self, agent, folder, [*words, sys.executable, str(script)])

    def _await_ready(self) -> None:
        assert eventually(lambda: self.read()["focus"] == "plain")

    def move(self, key: str, to: str) -> None:
        """Press a key that moves the keyboard to a field."""
        self._agent.keys(key)
        assert eventually(lambda: self.read()["focus"] == to)

    def holds(self, **wanted: str) -> bool:
        """Whether the fields come to hold these texts."""
        return eventually(lambda: wanted.items() <= self.read().items(), 5)


def test_nothing_is_expanded_in_the_password_field_of_a_qt_window(
    accessible: dict[str, str], agent: Agent, clean: None, tmp_path: Path
) -> None:
    keyboard = Keyboard(accessible, tmp_path, [Snippet(":brb", "be right back")])
    keyboard.start()
    try:
        assert accessibility.check(accessible).ok is None  # a service there, and turned off
        always = {**accessible, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        window = TwoFields(agent, tmp_path, always)
        with ending(window):
            agent.type("a:brb ")
            keyboard.quiet(1)
            assert window.holds(plain="abe right back ")
            window.move("Tab", "password")
            # Nothing tells that the role is known; it takes milliseconds, and this nearly a second.
            agent.type("b:brb ", 150)
            assert window.holds(password="b:brb ")
            window.move("shift+Tab", "plain")
            agent.keys("End")
            agent.type("c:brb ")
            assert window.holds(plain="abe right back cbe right back ", password="b:brb ")
            assert len(keyboard.of(messages.Matched)) == 2
    finally:
        keyboard.stop()


def test_doctor_says_that_accessibility_is_turned_on(accessible: dict[str, str]) -> None:
    turn_on(accessible)
    assert accessibility.check(accessible).ok is True
