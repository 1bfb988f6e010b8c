"""Input methods that compose, as IBus and Fcitx tell them: programs that answer from a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.host.x11 import input_methods
from desktop.host.x11.focused_field import FocusedField
from desktop.host.x11.input_methods import InputMethods, ibus_address
from tests.screen.private_bus import PrivateBus, Program, pass_time


@pytest.fixture
def methods(bus: PrivateBus) -> InputMethods:
    """Followed on a bus that is the session's and IBus's own in one."""
    session = bus.buses.open(bus.address)
    return InputMethods(bus.buses, session, {"IBUS_ADDRESS": bus.address}, ":0")


def engine(name: str) -> tuple[str, tuple[object, ...]]:
    """The answer of IBus 1.5.27 for its property GlobalEngine."""
    inside: tuple[object, ...] = (
        "IBusEngineDesc",
        {},
        name,
        "English",
        "",
        "en",
        "GPL",
        "",
        "",
        "us",
        50,
    )
    return "v", (("v", ("(sa{sv}ssssssssu)", inside)),)


def ibus(bus: PrivateBus, name: str) -> Program:
    made = bus.program()
    made.answers["Get"] = engine(name)
    made.take("org.freedesktop.IBus")
    return made


def change_engine(program: Program, name: str) -> None:
    path, interface = "/org/freedesktop/IBus", "org.freedesktop.IBus"
    program.tell(path, interface, "GlobalEngineChanged", "s", (name,))


def fcitx(bus: PrivateBus, name: str) -> Program:
    made = bus.program()
    made.answers["CurrentInputMethod"] = ("s", (name,))
    made.take("org.fcitx.Fcitx5")
    return made


def quiet(bus: PrivateBus) -> Callable[[], bool]:
    return lambda: not any(one.waiting for one in bus.buses.sources())


def test_ibus_composes_until_it_changes_to_a_layout(bus: PrivateBus, methods: InputMethods) -> None:
    program = ibus(bus, "libpinyin")
    bus.until(lambda: methods.composing == "libpinyin")
    change_engine(program, "xkb:us::eng")
    bus.until(lambda: not methods.composing)
    change_engine(program, "mozc-jp")
    bus.until(lambda: methods.composing == "mozc-jp")


def test_ibus_ends_and_starts_again(bus: PrivateBus, methods: InputMethods) -> None:
    program = ibus(bus, "xkb:de::ger")
    bus.until(lambda: program.asked and quiet(bus)())
    assert not methods.composing
    bus.drop(program)
    ibus(bus, "hangul")
    bus.until(lambda: methods.composing == "hangul")


@pytest.mark.parametrize("answer", [None, ("s", ("x",)), ("", ()), ("v", (("s", "pinyin"),))])
def test_ibus_has_no_engine(bus: PrivateBus, methods: InputMethods, answer: Any) -> None:
    program = bus.program()
    program.answers["Get"] = answer
    program.take("org.freedesktop.IBus")
    bus.until(lambda: program.asked and quiet(bus)())
    assert not methods.composing


def test_fcitx_is_asked_again_while_the_agent_types(bus: PrivateBus, methods: InputMethods) -> None:
    program = fcitx(bus, "keyboard-us")
    bus.until(lambda: program.asked and quiet(bus)())
    assert not methods.composing

    def key() -> str:
        methods.look_again()
        return methods.composing

    program.answers["CurrentInputMethod"] = ("s", ("pinyin",))
    bus.until(lambda: key() == "pinyin")
    program.answers["CurrentInputMethod"] = ("s", ("keyboard-us",))
    bus.until(lambda: not key())


def test_fcitx_that_answers_too_late_composes_all_the_same(
    bus: PrivateBus, methods: InputMethods, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = fcitx(bus, "pinyin")
    bus.until(lambda: methods.composing)
    del program.answers["CurrentInputMethod"]

    def asked() -> object:
        methods.look_again()
        return program.waiting

    bus.until(asked)
    pass_time(monkeypatch, 2.0)
    bus.buses.handle()
    assert methods.composing == "pinyin"


def test_ibus_that_is_slow_to_start_composes(
    bus: PrivateBus, methods: InputMethods, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = bus.program("org.freedesktop.IBus")
    bus.until(lambda: program.waiting)
    pass_time(monkeypatch, 2.0)
    bus.buses.handle()
    program.answers["Get"] = engine("libpinyin")
    assert program.answer(program.waiting[0])
    bus.until(lambda: methods.composing == "libpinyin")


def test_fcitx_is_not_asked_with_every_key(bus: PrivateBus, methods: InputMethods) -> None:
    program = fcitx(bus, "keyboard-us")
    bus.until(lambda: program.asked and quiet(bus)())
    for _ in range(100):
        methods.look_again()
    bus.until(quiet(bus))
    assert len(program.asked) <= 2


def test_fcitx_ends_while_it_composes(bus: PrivateBus, methods: InputMethods) -> None:
    program = fcitx(bus, "pinyin")
    bus.until(lambda: methods.composing)
    bus.drop(program)
    bus.until(lambda: not methods.composing)


def test_the_bus_vanishes(bus: PrivateBus, methods: InputMethods) -> None:
    ibus(bus, "libpinyin")
    bus.until(lambda: methods.composing)
    bus.kill()
    bus.until(lambda: not bus.buses.sources())
    assert not methods.composing
    methods.look_again()


# --- as the keyboard tells it ---------------------------------------------------------------------


class Listener:
    """What of ``KeysListener`` is told here."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def on_secret(self, *, secret: bool) -> None:
        self.told.append(secret)

    def on_state(self, *, can_type: bool, reason: str) -> None:
        assert can_type
        self.told.append(reason)


def test_the_reason_names_the_method(
    bus: PrivateBus,
) -> None:
    environment = {"DBUS_SESSION_BUS_ADDRESS": bus.address, "IBUS_ADDRESS": bus.address}
    field = FocusedField(environment, ":0")
    listener = Listener()
    program = ibus(bus, "libpinyin")

    def heard(count: int) -> None:
        def more() -> bool:
            field.handle(1, listener)  # type: ignore[arg-type]  # no more of it is asked
            return len(listener.told) >= count

        bus.until(more)

    heard(2)
    assert field.composing == "libpinyin"
    change_engine(program, "xkb:us::eng")
    heard(4)
    words = "An input method is writing (libpinyin): insert snippets from the palette."
    assert listener.told == [True, words, False, ""]
    assert not field.composing
    field.close()


def test_doctor_where_there_is_none() -> None:
    nowhere = {"DBUS_SESSION_BUS_ADDRESS": "disabled:", "HOME": "/nowhere"}
    assert input_methods.check(nowhere, ":0").ok is True


# --- where IBus listens ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("display", "name"), [(":7", "unix-7"), (":7.1", "unix-7"), ("far:10.0", "far-10")]
)
def test_the_address_is_in_a_file_for_the_display(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, display: str, name: str
) -> None:
    monkeypatch.setattr(input_methods, "_machine", lambda: "abc")
    file = tmp_path / "ibus" / "bus" / f"abc-{name}"
    file.parent.mkdir(parents=True)
    file.write_text("# a comment\nIBUS_ADDRESS=unix:path=/a,guid=1=2\nIBUS_DAEMON_PID=1\n")
    environment = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert ibus_address(environment, display) == "unix:path=/a,guid=1=2"
    file.write_bytes(b"\xff\xfe nothing")
    assert not ibus_address(environment, display)
    assert not ibus_address({"HOME": str(tmp_path)}, display)
