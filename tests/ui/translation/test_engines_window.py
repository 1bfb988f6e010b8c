"""The window of the engines, by its keys, with a keyring in memory and engines that are acted."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.core.clock import Clock, SystemClock
from desktop.core.log import SafeFormatter
from desktop.core.results import Problem
from desktop.settings.declare import Reader
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections.translation import (
    ENGINES,
    LOCAL_ONLY,
    SERVICES,
    ServiceSettings,
)
from desktop.settings.store import Settings
from desktop.translation.checks import EngineState
from desktop.translation.engines.registry import secret_name
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.shell import Shell
from desktop.ui.translation.engines_desk import EnginesDesk
from desktop.ui.widgets.side_rows import SideLine
from tests.ui.keys import press, write
from tests.ui.translation.engines_acted import ANSWERS, NEEDS_KEY
from tests.unit.translation.room import Ring

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
KEY = "sesame-0123456789"
MS = 10_000


class Room:
    """The window at work on settings in a folder."""

    def __init__(self, bot: QtBot, home: Path) -> None:
        self.bot = bot
        self.settings = Settings(home / "settings.toml", SystemClock())
        self.ring = Ring()
        self.secrets = Secrets(None, self.ring)
        self.asked: list[str] = []
        self.states: dict[str, EngineState] = {}
        self.problems: list[Problem] = []
        self.bridge = Bridge()
        self.background = Background(self.bridge, self.problems.append)
        self.desk = EnginesDesk(
            self.settings,
            self.secrets,
            SystemClock(),
            Shell(self.bridge, self.background, self.problems.append),
            self._ask,
        )
        self.window = self.desk.window

    def _ask(
        self,
        _settings: Reader,
        names: Iterable[str],
        secrets: Secrets,
        _clock: Clock,
        tell: Callable[[str, EngineState], None],
    ) -> None:
        """Instead of going to the engines: what the test says, else that they answer."""
        for name in names:
            self.asked.append(name)
            lacks = name == "deepl" and secrets.get(secret_name(name)) is None
            tell(name, NEEDS_KEY if lacks else self.states.get(name, ANSWERS))

    def open(self, *engines: str, **rows: ServiceSettings) -> None:
        self.settings.apply({ENGINES: engines, SERVICES: rows})
        self.desk.open()
        self.settle()
        assert self.focused(self.window.rows)

    def settle(self) -> None:
        """Everything that was begun so far has come to its end."""
        for _ in range(2):  # what comes of it may begin something
            seen: list[None] = []
            for _ in range(4):
                self.background.start(lambda: None, seen.append)
            self.bot.waitUntil(lambda seen=seen: len(seen) == 4, timeout=MS)  # type: ignore[misc]
            posted: list[None] = []
            self.bridge.post(lambda posted=posted: posted.append(None))  # type: ignore[misc]
            self.bot.waitUntil(lambda posted=posted: bool(posted), timeout=MS)  # type: ignore[misc]

    def line(self, name: str) -> SideLine:
        (one,) = (one for one in self.window.rows.lines() if one.name == name)
        return one

    def names(self) -> list[str]:
        return [one.name for one in self.window.rows.lines()]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = ALT & ~ALT) -> None:
        """One key, wherever the focus is."""
        target = self.window.focusWidget()
        assert target is not None
        press(target, key, modifiers)
        self.settle()

    def write(self, text: str) -> None:
        target = self.window.focusWidget()
        assert isinstance(target, QLineEdit)
        write(target, text)

    def focused(self, widget: object) -> bool:
        return self.window.focusWidget() is widget

    def asks(self) -> bool:
        return self.window.pane.asks

    def tab_to(self, widget: object) -> None:
        for _ in range(30):
            if self.focused(widget):
                return
            press(self.window.focusWidget(), Qt.Key.Key_Tab)
        raise AssertionError("Tab does not come there")

    def kept(self) -> set[str]:
        return {name for _service, name in self.ring.kept}

    def close(self) -> None:
        self.desk.close()
        self.bridge.close()
        self.background.close(5.0)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    made = Room(qtbot, tmp_path)
    yield made
    made.close()
    assert made.problems == []


def test_empty_says_what_works_without_and_what_to_do(room: Room) -> None:
    room.open()
    assert room.window.rows.headings() == ["No engine is turned on", "Turned off"]
    assert room.asked == []
    said = [(one.state, one.wrong) for one in room.window.rows.lines() if one.state]
    assert said == [("Needs its model", False)]
    assert room.window.pane.title.whole() == "Apertium"


def test_those_that_are_on_are_asked_when_the_window_opens(room: Room) -> None:
    room.open("apertium", "deepl")
    assert sorted(room.asked) == ["apertium", "deepl"]
    assert room.line("apertium").state == "Answers in 40 ms"
    assert room.line("apertium").where == "On this computer"
    assert room.line("deepl").state == "Needs a key"
    assert room.line("deepl").wrong
    assert room.line("deepl").where == "Leaves this computer"
    assert room.line("google").notice == "Free service, no contract, not for customer data"
    room.press(Qt.Key.Key_T, CONTROL)
    assert room.asked.count("apertium") == 2


def test_on_and_off_by_space_and_the_order_by_alt(room: Room) -> None:
    room.open("apertium", "deepl")
    room.press(Qt.Key.Key_Down, ALT)
    assert room.settings.get(ENGINES) == ("deepl", "apertium")
    assert room.names()[:2] == ["deepl", "apertium"]
    assert room.window.rows.current() == "apertium"
    room.press(Qt.Key.Key_Down, ALT)
    room.press(Qt.Key.Key_Up, ALT)
    assert room.settings.get(ENGINES) == ("apertium", "deepl")
    room.press(Qt.Key.Key_Space)
    assert room.settings.get(ENGINES) == ("deepl",)
    assert room.line("apertium").chip == "off"
    room.press(Qt.Key.Key_Up, ALT)  # one that is off has no place
    assert room.settings.get(ENGINES) == ("deepl",)
    room.press(Qt.Key.Key_Space)
    assert room.settings.get(ENGINES) == ("deepl", "apertium")
    assert room.focused(room.window.rows)
    assert Settings(room.settings.path, SystemClock()).get(ENGINES) == ("deepl", "apertium")


def test_the_buttons_do_the_same(room: Room) -> None:
    room.open("apertium", "deepl")
    pane = room.window.pane
    assert not pane.earlier.isEnabled()
    pane.later.click()
    room.settle()
    assert room.settings.get(ENGINES) == ("deepl", "apertium")
    assert not pane.later.isEnabled()
    pane.turn.click()
    room.settle()
    assert room.settings.get(ENGINES) == ("deepl",)


def test_a_free_service_is_turned_on_only_after_a_second_word(room: Room) -> None:
    room.open()
    room.window.rows.choose("google")
    room.settle()
    pane = room.window.pane
    assert pane.card.isVisible()
    assert not room.asks()
    room.press(Qt.Key.Key_Space)
    assert room.asks()
    assert room.focused(pane.leave)  # the same key once more leaves it off
    room.press(Qt.Key.Key_Space)
    assert not room.asks()
    room.window.rows.setFocus()
    room.press(Qt.Key.Key_Space)
    room.press(Qt.Key.Key_Escape)
    assert not room.asks()
    assert room.window.isVisible()
    assert room.settings.get(ENGINES) == ()
    assert room.asked == []
    room.press(Qt.Key.Key_Space)
    room.tab_to(pane.confirm)
    room.press(Qt.Key.Key_Space)
    assert room.settings.get(ENGINES) == ("google",)
    assert not room.asks()
    assert pane.card.isVisible()
    room.press(Qt.Key.Key_Space)  # the focus is on the button: off needs no word
    assert room.settings.get(ENGINES) == ()


def test_choosing_another_engine_takes_the_question_back(room: Room) -> None:
    room.open()
    room.window.rows.choose("google")
    room.press(Qt.Key.Key_Space)
    room.window.rows.setFocus()
    room.window.rows.choose("mymemory")
    assert not room.asks()
    assert room.settings.get(ENGINES) == ()


def test_fields_are_those_of_the_manifest_and_write_the_settings(room: Room) -> None:
    room.open("libretranslate")
    lines = room.window.pane.fields.lines
    assert list(lines) == ["address"]
    assert lines["address"].placeholderText() == "http://localhost:5000"
    room.press(Qt.Key.Key_Return)
    assert room.focused(lines["address"])
    room.write("https://mt.example.org")
    room.press(Qt.Key.Key_Return)
    assert room.settings.get(SERVICES)["libretranslate"].address == "https://mt.example.org"
    assert room.line("libretranslate").where == "Leaves this computer"
    assert room.asked.count("libretranslate") == 2
    for name, fields in (
        ("deepl", ["address", "glossary"]),
        ("microsoft", ["address", "region"]),
        ("openai_chat", ["address", "model"]),
    ):
        room.window.rows.choose(name)
        assert list(room.window.pane.fields.lines) == fields


def test_an_address_in_the_clear_is_refused_until_it_is_said_to_be_in_the_office(
    room: Room,
) -> None:
    room.open("apertium")
    fields = room.window.pane.fields
    room.press(Qt.Key.Key_Return)
    room.write("http://mt.house:2737")
    room.press(Qt.Key.Key_Return)
    assert "not secure" in fields.told.text()
    assert room.settings.get(SERVICES) == {}
    assert fields.lines["address"].text() == "http://mt.house:2737"
    room.tab_to(fields.office)
    room.press(Qt.Key.Key_Space)
    assert not fields.told.isVisible()
    row = room.settings.get(SERVICES)["apertium"]
    assert (row.address, row.office) == ("http://mt.house:2737", True)
    assert room.line("apertium").where == "In this office"


def test_what_was_typed_last_is_kept_when_another_is_chosen_or_the_window_closes(
    room: Room,
) -> None:
    room.open("openai_chat", "apertium")
    assert room.line("openai_chat").state == "Needs its model"
    assert "openai_chat" not in room.asked
    room.window.pane.fields.lines["model"].setFocus()
    room.write("small")
    room.window.rows.choose("apertium")
    room.settle()
    assert room.settings.get(SERVICES)["openai_chat"].model == "small"
    assert room.line("openai_chat").state == "Answers in 40 ms"
    room.window.rows.choose("openai_chat")
    room.window.pane.fields.lines["model"].setFocus()
    room.write("er")
    room.press(Qt.Key.Key_Escape)
    assert not room.window.isVisible()
    assert room.settings.get(SERVICES)["openai_chat"].model == "smaller"


def test_a_key_goes_into_the_keyring_and_the_field_is_empty_at_once(room: Room) -> None:
    room.open("deepl")
    box = room.window.pane.key
    assert box.chip.text() == "no key yet"
    assert box.field.echoMode() is QLineEdit.EchoMode.Password
    assert not box.keep.isEnabled()
    room.tab_to(box.field)
    room.write(f" {KEY} ")
    press(box.field, Qt.Key.Key_Return)
    assert box.field.text() == ""
    box.field.undo()
    assert box.field.text() == ""
    room.settle()
    assert room.secrets.get(secret_name("deepl")) == Secret(KEY)
    assert box.chip.text() == "a key is kept"
    assert room.line("deepl").state == "Answers in 40 ms"
    room.tab_to(box.forget)
    room.press(Qt.Key.Key_Space)
    assert room.kept() == set()
    assert room.line("deepl").state == "Needs a key"
    assert box.chip.text() == "no key yet"


def test_a_typed_key_is_kept_for_no_other_engine(room: Room) -> None:
    room.open("deepl", "microsoft")
    box = room.window.pane.key
    box.field.setFocus()
    room.write(KEY)
    room.window.rows.choose("microsoft")
    assert box.field.text() == ""
    room.settle()
    box.field.setFocus()
    room.write(KEY)
    room.press(Qt.Key.Key_Escape)
    assert box.field.text() == ""
    assert room.kept() == set()


def test_an_engine_without_a_key_has_no_field_for_one(room: Room) -> None:
    room.open("apertium")
    assert not room.window.pane.key.isVisible()
    room.window.rows.choose("libretranslate")
    room.settle()
    assert room.window.pane.key.isVisible()
    assert room.window.pane.key.chip.text() == "no key"


def test_a_locked_keyring_is_said_and_asked_again(room: Room) -> None:
    room.ring.broken = True
    room.states["deepl"] = ANSWERS
    room.open("libretranslate")
    box = room.window.pane.key
    assert "does not say whether" in box.told.text()
    assert "Unlock the keyring" in box.told.text()
    room.ring.broken = False
    room.tab_to(box.retry)
    room.press(Qt.Key.Key_Space)
    assert not box.told.isVisible()
    assert box.chip.text() == "no key"


def test_a_keyring_that_waits_for_its_password_holds_up_one_thread_only(room: Room) -> None:
    unlocked = threading.Event()
    looked: list[str] = []
    get_password = room.ring.get_password

    def wait(service: str, username: str) -> str | None:
        looked.append(username)
        assert unlocked.wait(MS / 1000)
        return get_password(service, username)

    room.open("apertium")
    room.ring.get_password = wait  # type: ignore[method-assign]  # of this one only
    chosen = ("deepl", "libretranslate", "microsoft", "openai_chat", "deepl", "microsoft")
    for name in chosen:
        room.window.rows.choose(name)
    others: list[None] = []
    for _ in range(20):
        room.background.start(lambda: None, others.append)
    room.bot.waitUntil(lambda: len(others) == 20, timeout=MS)
    assert looked == [secret_name("deepl")]
    assert room.window.pane.key.chip.text() == "asking the keyring…"
    room.window.pane.key.field.setFocus()
    room.write(KEY)
    press(room.window.pane.key.field, Qt.Key.Key_Return)
    assert room.window.pane.key.field.text() == ""
    unlocked.set()
    room.bot.waitUntil(lambda: room.window.pane.key.chip.text() == "a key is kept", timeout=MS)
    assert room.kept() == {secret_name("microsoft")}
    assert looked[:2] == [secret_name("deepl"), secret_name("microsoft")]


def test_nothing_leaves_this_computer(room: Room) -> None:
    room.open("deepl", "apertium")
    asked = len(room.asked)
    room.window.local_only.setFocus()
    room.press(Qt.Key.Key_Space)
    assert room.settings.get(LOCAL_ONLY)
    for name in ("deepl", "google", "microsoft"):
        assert room.line(name).state == "Not asked while nothing may leave this computer"
    assert room.line("apertium").state == "Answers in 40 ms"
    assert "deepl" not in room.asked[asked:]
    room.window.rows.choose("deepl")
    assert not room.window.pane.test.isEnabled()
    room.press(Qt.Key.Key_T, CONTROL)
    assert "deepl" not in room.asked[asked:]
    room.settings.change(LOCAL_ONLY, False)
    room.settle()
    assert not room.window.local_only.isChecked()
    assert room.asked[-2:].count("deepl") == 1


def test_what_a_person_writes_into_the_file_is_followed(room: Room) -> None:
    room.open("apertium")
    room.settings.path.write_text('version = 1\n[translation]\nengines = ["deepl", "apertium"]\n')
    room.settings.reload_if_changed()
    room.settle()
    assert room.names()[:2] == ["deepl", "apertium"]
    assert room.window.rows.current() == "apertium"
    assert room.line("deepl").state == "Needs a key"


def test_another_engine_of_a_kind_and_its_end(room: Room) -> None:
    room.open("libretranslate")
    adding = room.window.adding
    room.press(Qt.Key.Key_N, CONTROL)
    assert room.focused(adding.name)
    room.write("libretranslate")
    room.press(Qt.Key.Key_Return)
    assert "has this name already" in adding.told.text()
    adding.name.selectAll()
    room.write("team")
    assert not adding.told.isVisible()
    room.press(Qt.Key.Key_Return)
    assert room.settings.get(SERVICES)["team"] == ServiceSettings(kind="libretranslate")
    assert room.window.rows.current() == "team"
    assert room.focused(room.window.pane.fields.lines["address"])
    assert room.line("team").where == "On this computer · LibreTranslate"
    room.window.pane.key.field.setFocus()
    room.write(KEY)
    room.press(Qt.Key.Key_Return)
    assert room.kept() == {"translation.team.key"}
    room.window.rows.setFocus()
    room.press(Qt.Key.Key_Space)
    assert room.settings.get(ENGINES) == ("libretranslate", "team")
    room.window.pane.remove.click()
    room.settle()
    assert room.settings.get(ENGINES) == ("libretranslate",)
    assert room.settings.get(SERVICES) == {}
    assert room.kept() == set()
    assert "team" not in room.names()


def test_adding_is_left_by_escape(room: Room) -> None:
    room.open()
    room.press(Qt.Key.Key_N, CONTROL)
    room.press(Qt.Key.Key_Escape)
    assert room.window.isVisible()
    assert room.focused(room.window.rows)
    assert room.settings.get(SERVICES) == {}
    room.press(Qt.Key.Key_Escape)
    assert not room.window.isVisible()


def test_an_engine_of_ones_own_stays_while_its_key_can_not_be_forgotten(room: Room) -> None:
    room.open("team", team=ServiceSettings(kind="libretranslate"))
    room.ring.broken = True
    room.window.pane.remove.click()
    room.settle()
    assert "team" in room.names()
    assert "did not forget" in room.window.pane.key.told.text()
    room.ring.broken = False


def test_without_any_keyring_an_engine_of_ones_own_can_be_removed(room: Room) -> None:
    room.open("team", team=ServiceSettings(kind="libretranslate"))
    none = fail.Keyring()  # type: ignore[no-untyped-call]  # keyring has no types there
    room.ring.get_password = none.get_password  # type: ignore[method-assign]  # of this one only
    room.window.pane.remove.click()
    room.settle()
    assert "team" not in room.names()


def test_the_list_says_everything_to_a_screen_reader(room: Room) -> None:
    room.open("deepl")
    item = room.window.rows.currentItem()
    said = item.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "DeepL. 1 · on. Leaves this computer. Needs a key"


def test_no_key_stands_anywhere_but_in_the_keyring(
    room: Room, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    given: list[object] = []
    room.window.key_given.connect(lambda _name, secret: given.append(secret))
    room.open("deepl")
    box = room.window.pane.key
    for broken in (False, True):
        room.ring.broken = broken
        box.field.setFocus()
        room.write(KEY)
        room.press(Qt.Key.Key_Return)
    assert len(given) == 2
    room.ring.broken = False
    texts = [repr(given), str(given), repr(room.secrets), box.told.text(), repr(box)]
    texts += [repr(problem) for problem in room.problems]
    texts += [SafeFormatter().format(record) for record in caplog.records]
    texts += [one.spoken() for one in room.window.rows.lines()]
    texts += [widget.text() for widget in room.window.findChildren(QLineEdit)]
    texts.append(QApplication.clipboard().text())
    files = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert files  # settings.toml, and what else is there
    assert not [text for text in (*texts, *files) if KEY in text]
    assert KEY in room.ring.kept.values()
