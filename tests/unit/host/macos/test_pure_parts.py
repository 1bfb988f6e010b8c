"""What is told and decided without a Mac: layouts, windows, permissions, marks, the microphone."""

from __future__ import annotations

import plistlib
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop.core.results import UserError
from desktop.host.base import Recorder
from desktop.host.macos import codes, core_audio, layout_table, marks, permissions, windows_list
from desktop.host.macos.ledger import Ledger, is_own
from desktop.host.macos.login import Autostart
from desktop.host.macos.marks import Item
from desktop.host.macos.microphone import MacMicrophone, recorders
from desktop.host.macos.permissions import Allowed, Pasteboard
from tests.unit.host.macos.simulated import Keyboard

ALL = Allowed(accessibility=True, listening=True, posting=True)


def test_the_ledger_waits_for_the_last_and_not_for_ever() -> None:
    now = [0.0]
    ledger = Ledger(lambda: now[0])
    first, last = ledger.next(), ledger.next()
    assert is_own(first)
    assert is_own(last)
    assert not is_own(0)
    assert not is_own(12345)
    out = []
    for field in (first, last):
        ledger.saw(field)
        out.append(ledger.is_out)
    assert out == [True, False]
    ledger.next()
    out.clear()
    for now[0] in (0.29, 0.3):
        out.append(ledger.is_out)
    assert out == [True, False]


def test_modifiers_as_the_layout_wants_them() -> None:
    assert layout_table.state_of(0) == 0
    assert layout_table.state_of(codes.FLAG_COMMAND) == 1
    assert layout_table.state_of(codes.FLAG_SHIFT | codes.FLAG_CAPS) == 2 | 4
    assert layout_table.state_of(codes.FLAG_OPTION | codes.FLAG_CONTROL) == 8 | 16


def test_each_character_has_the_key_with_the_fewest_modifiers() -> None:
    found = layout_table.characters(Keyboard().translate)
    assert found["a"] == (0x00, ())
    assert found["A"] == (0x00, (codes.SHIFT,))
    assert found[":"] == (0x29, (codes.SHIFT,))
    assert "´" not in found  # a dead key writes nothing by itself
    assert "\x1b" not in found


def test_command_v_is_where_the_layout_has_it() -> None:
    def dvorak(key: int, flags: int, _dead: int) -> tuple[str, int]:
        return ("v" if key == 0x2F and flags & codes.FLAG_COMMAND else "k", 0)

    assert layout_table.paste_key(dvorak) == 0x2F
    assert layout_table.paste_key(lambda *_: ("", 0)) == codes.V


@pytest.mark.parametrize(
    ("kind", "mode", "wanted"),
    [
        ("TISTypeKeyboardLayout", "", False),
        ("TISTypeKeyboardInputMode", "com.apple.inputmethod.Japanese", True),
        ("TISTypeKeyboardInputMode", "com.apple.inputmethod.Roman", False),
        ("TISTypeKeyboardInputMethodWithoutModes", "", True),
        ("", "", False),
    ],
)
def test_an_input_method_is_known_by_its_type(kind: str, mode: str, *, wanted: bool) -> None:
    assert layout_table.composes(kind, mode) is wanted


def test_the_front_window_is_the_first_of_its_process() -> None:
    def listed(number: int, pid: int, layer: int = 0) -> dict[str, object]:
        return {"kCGWindowNumber": number, "kCGWindowOwnerPID": pid, "kCGWindowLayer": layer}

    windows = [listed(1, 10, 25), listed(2, 20), listed(3, 10), listed(4, 10)]
    assert windows_list.front_window(windows, 10) == 3
    without = windows_list.front_window(windows, 30)
    assert without == windows_list.front_window([], 30) != windows_list.front_window([], 31)
    assert windows_list.front_window(windows, 0) == 0


@pytest.mark.parametrize(
    ("bounds", "wanted"),
    [
        ({"X": 10.0, "Y": 20.5, "Width": 300.0, "Height": 200.0}, (10, 20, 300, 200)),
        ({"X": 10.0}, None),
        (None, None),
    ],
)
def test_where_the_window_in_front_stands(bounds: object, wanted: object) -> None:
    windows: list[dict[str, object]] = [
        {"kCGWindowOwnerPID": 10, "kCGWindowLayer": 25, "kCGWindowNumber": 1},
        {"kCGWindowOwnerPID": 10, "kCGWindowLayer": 0, "kCGWindowNumber": 3,
         "kCGWindowBounds": bounds},
    ]  # fmt: skip
    assert windows_list.front_box(windows, 10) == wanted
    assert windows_list.front_box(windows, 11) is None


@pytest.mark.parametrize(
    ("window", "wanted"),
    [
        ((0, 0, 1512, 982), True),
        ((0, 38, 1512, 944), True),  # below a camera's notch
        ((1512, 0, 1920, 1080), True),
        ((0, 38, 1512, 900), False),
        ((0, 0, 1000, 982), False),
        ((0, 100, 1512, 882), False),
    ],
)
def test_a_window_that_fills_a_screen(
    window: tuple[float, float, float, float], *, wanted: bool
) -> None:
    screens = [(0.0, 0.0, 1512.0, 982.0), (1512.0, 0.0, 1920.0, 1080.0)]
    assert windows_list.fills(window, screens) is wanted


def test_nothing_is_wrong_where_all_is_allowed() -> None:
    assert permissions.trouble(ALL) == ""
    found = permissions.checks(ALL, bundled=True)
    assert all(one.ok for one in found)


@pytest.mark.parametrize(
    ("allowed", "name", "words"),
    [
        (Allowed(accessibility=False, listening=True, posting=False), "keyboard", "Accessibility"),
        (Allowed(accessibility=True, listening=True, posting=False), "keyboard", "Accessibility"),
        (
            Allowed(accessibility=True, listening=False, posting=True),
            "input monitoring",
            "Input Monitoring",
        ),
    ],
)
def test_what_is_missing_is_said_with_where_it_is_given(
    allowed: Allowed, name: str, words: str
) -> None:
    assert words in permissions.trouble(allowed)
    found = {one.name: one for one in permissions.checks(allowed, bundled=False)}
    assert found[name].ok is False
    assert words in found[name].todo
    assert "Terminal" in found[name].todo
    bundled = {one.name: one for one in permissions.checks(allowed, bundled=True)}
    assert "Terminal" not in bundled[name].todo


def test_secure_input_is_said_with_who_has_asked_for_it() -> None:
    unknown = Allowed(accessibility=True, listening=True, posting=True, secure=True)
    named = Allowed(
        accessibility=True, listening=True, posting=True, secure=True, secure_by="Terminal"
    )
    assert permissions.trouble(unknown).startswith("A program keeps the keyboard to itself")
    assert permissions.trouble(named).startswith("“Terminal” keeps the keyboard to itself")
    found = {one.name: one for one in permissions.checks(named, bundled=True)}
    assert found["secure input"].ok is None
    assert "Terminal" in found["secure input"].why


@pytest.mark.parametrize(
    ("pasteboard", "wanted"),
    [
        (Pasteboard.UNKNOWN, True), (Pasteboard.ALLOW, True), (Pasteboard.DEFAULT, None),
        (Pasteboard.ASK, None), (Pasteboard.DENY, False),
    ],
)  # fmt: skip
def test_what_macos_says_of_the_clipboard(pasteboard: Pasteboard, *, wanted: bool | None) -> None:
    allowed = Allowed(accessibility=True, listening=True, posting=True, pasteboard=pasteboard)
    found = {one.name: one for one in permissions.checks(allowed, bundled=True)}
    assert found["clipboard"].ok is wanted


@pytest.mark.parametrize(
    ("version", "wanted"), [("14.2.1", True), ("26.0", True), ("13.6", None), ("", None)]
)
def test_what_depends_on_the_version(version: str, *, wanted: bool | None) -> None:
    found = {one.name: one for one in permissions.version_checks(version)}
    assert found["microphone"].ok is wanted


def test_marks_keep_secrets_and_passing_content_out_of_histories() -> None:
    assert marks.not_for_histories([marks.TEXT, marks.CONCEALED])
    assert marks.not_for_histories([marks.TEXT, "com.agilebits.onepassword"])
    assert marks.not_for_histories(marks.MARKS)
    assert not marks.not_for_histories([marks.TEXT, "public.html"])
    assert marks.is_ours([marks.TEXT, marks.PUT_BACK])
    assert not marks.is_ours([marks.TEXT])


def test_what_is_set_aside_is_the_persons_own() -> None:
    types = [
        "public.html",
        marks.PUT_BACK,
        marks.CONCEALED,
        "com.apple.pasteboard.promised-file-url",
    ]
    assert marks.kept_types(types) == ["public.html", marks.CONCEALED]
    item = Item((("public.html", b"<b>Ana</b>"), ("public.rtf", b"12")))
    assert marks.size_of([item, item]) == 24
    assert "Ana" not in repr(item)


class FakeAudio:
    """Core Audio with two devices (5 records, 6 only plays) and some programs."""

    def __init__(self) -> None:
        self.running = {5: 0, 6: 1}
        self.programs: dict[int, tuple[str, int]] | None = {}

    def numbers(self, of: int, selector: str, scope: str = "glob") -> Sequence[int] | None:
        if of == core_audio.SYSTEM and selector == core_audio.DEVICES:
            return [5, 6]
        if of == core_audio.SYSTEM and selector == core_audio.PROCESSES:
            return None if self.programs is None else list(self.programs)
        if selector == core_audio.STREAMS:
            return [50] if of == 5 and scope == core_audio.INPUT else []
        if selector == core_audio.RUNNING_SOMEWHERE and scope == core_audio.GLOBAL:
            return [self.running[of]]
        if selector == core_audio.RUNNING_INPUT:
            return [(self.programs or {})[of][1]]
        return [4711] if selector == core_audio.PID else None

    def text(self, of: int, selector: str, scope: str = "glob") -> str | None:
        return (self.programs or {})[of][0] if selector == core_audio.BUNDLE else None


def test_a_headset_that_only_plays_is_no_call() -> None:
    audio = FakeAudio()
    audio.programs = {90: ("us.zoom.xos", 1)}
    assert recorders(audio) == frozenset()
    audio.running[5] = 1
    assert recorders(audio) == {Recorder("us.zoom.xos")}
    audio.programs = {90: ("us.zoom.xos", 0), 91: ("com.apple.CoreSpeech", 0)}
    assert recorders(audio) == frozenset()


def test_the_system_that_listens_for_its_name_has_no_microphone_of_the_agents() -> None:
    audio = FakeAudio()
    audio.running[5] = 1
    audio.programs = {90: ("com.apple.corespeechd", 1), 91: ("", 1)}
    assert recorders(audio) == {Recorder("pid 4711")}


def test_before_macos_14_nobody_knows_who_it_is() -> None:
    audio = FakeAudio()
    audio.running[5], audio.programs = 1, None
    assert recorders(audio) == {Recorder("")}


def test_who_watches_hears_who_has_the_microphone() -> None:
    audio, heard, told = FakeAudio(), threading.Event(), []
    audio.running[5], audio.programs = 1, {90: ("us.zoom.xos", 1)}

    def tell(now: frozenset[Recorder]) -> None:
        told.append(now)
        heard.set()

    end = MacMicrophone(lambda: audio).watch(tell)
    assert heard.wait(5)
    end()
    assert told == [frozenset({Recorder("us.zoom.xos")})]


def test_four_letters_are_the_numbers_of_the_headers() -> None:
    assert core_audio.code(core_audio.RUNNING_SOMEWHERE) == 1735356005
    assert core_audio.code(core_audio.RUNNING_INPUT) == 1885958761
    assert core_audio.code(core_audio.PROCESSES) == 1886548771


@pytest.mark.skipif(sys.platform == "win32", reason="it needs a Unix")
def test_a_session_has_one_deskhand_with_xquartz_and_without(tmp_path: Path) -> None:
    from desktop.host.macos.host import session_environment
    from desktop.host.unix_instance import default_path

    plain = {"TMPDIR": str(tmp_path)}
    in_terminal = {**plain, "DISPLAY": "/private/tmp/com.apple.launchd.x/org.xquartz:0"}
    assert default_path(session_environment(in_terminal)) == default_path(plain)


def test_it_starts_at_login_and_no_more(tmp_path: Path) -> None:
    command = ["/Applications/Deskhand.app/Contents/MacOS/deskhand", "run"]
    agent = Autostart(command, tmp_path)
    agent.set(on=False)
    agent.set(on=True)
    found = plistlib.loads(agent.path.read_bytes())
    assert found["Label"] == agent.path.stem
    assert found["RunAtLoad"] is True
    assert found["ProgramArguments"] == [
        "/Applications/Deskhand.app/Contents/MacOS/deskhand",
        "run",
    ]
    written = agent.path.stat().st_mtime_ns
    agent.set(on=True)
    assert agent.path.stat().st_mtime_ns == written
    agent.set(on=False)
    assert not agent.path.exists()


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "Library").write_text("no folder")
    with pytest.raises(UserError, match="starts at login"):
        Autostart(["deskhand"], tmp_path).set(on=True)
