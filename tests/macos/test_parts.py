"""Each part of ``host/macos`` by itself, on a real Mac."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from desktop.host.base import PLAIN, Rich
from desktop.host.macos import codes, core_audio, marks, units
from desktop.host.macos.login import Autostart


@pytest.mark.parametrize("text", ["a", "é", "😀", "👨\u200d👩\u200d👧", "x" * units.MOST_UNITS])
def test_an_event_carries_a_text_whole(text: str) -> None:
    import Quartz

    event = Quartz.CGEventCreateKeyboardEvent(None, codes.A, True)
    Quartz.CGEventKeyboardSetUnicodeString(event, units.length(text), text)
    assert Quartz.CGEventKeyboardGetUnicodeString(event, 64, None, None) == (
        units.length(text),
        text,
    )


def test_an_event_keeps_our_number_and_its_flags() -> None:
    import Quartz

    from desktop.host.macos.ledger import Ledger, is_own

    event = Quartz.CGEventCreateKeyboardEvent(None, codes.LEFT, True)
    field = Ledger(lambda: 0.0).next()
    Quartz.CGEventSetIntegerValueField(event, Quartz.kCGEventSourceUserData, field)
    Quartz.CGEventSetFlags(event, codes.own_flags(codes.LEFT))
    found = Quartz.CGEventGetIntegerValueField(event, Quartz.kCGEventSourceUserData)
    assert found == field
    assert is_own(found)
    assert Quartz.CGEventGetFlags(event) == codes.own_flags(codes.LEFT)


def test_a_modifier_is_an_event_of_its_own_kind() -> None:
    import Quartz

    event = Quartz.CGEventCreateKeyboardEvent(None, codes.SHIFT, True)
    assert Quartz.CGEventGetType(event) == Quartz.kCGEventFlagsChanged


def test_the_layout_has_letters_and_a_key_that_pastes(carbon: Any) -> None:
    from desktop.host.macos.carbon import MacLayout

    name, table = carbon.layout()
    layout = MacLayout(carbon)
    assert name
    assert table
    assert layout.translate(layout.paste_key(), codes.FLAG_COMMAND, 0)[0].lower() == "v"
    assert not layout.refresh()
    if name in {"com.apple.keylayout.US", "com.apple.keylayout.ABC"}:
        assert layout.key_for("a") == (codes.A, ())
        dead = layout.translate(0x0E, codes.FLAG_OPTION, 0)
        assert dead[0] == ""
        assert dead[1]
        assert layout.translate(0x0E, 0, dead[1]) == ("é", 0)


def test_input_sources_are_asked_on_the_main_thread_only(carbon: Any) -> None:
    said: list[str] = []

    def ask() -> None:
        try:
            carbon.method()
        except RuntimeError as error:
            said.append(str(error))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert said == ["input sources are for the main thread"]


def test_a_text_is_handed_out_when_another_program_reads_it() -> None:
    import AppKit
    import Foundation
    import Quartz

    from desktop.host.macos.board import MacBoard

    board = AppKit.NSPasteboard.generalPasteboard()
    item = AppKit.NSPasteboardItem.alloc().init()
    content = {"public.html": b"<b>x</b>", "public.png": b"\x89PNG", marks.TEXT: b"x"}
    for kind, data in content.items():
        bytes_ = Foundation.NSData.dataWithBytes_length_(data, len(data))
        item.setData_forType_(bytes_, kind)
    board.clearContents()
    board.writeObjects_([item])
    fetched: list[int] = []
    ours = MacBoard(lambda: None)
    done = ours.set_aside()
    while not done():
        pass
    promised = marks.contents("Dear Ana 😀", PLAIN)
    assert ours.promise(promised, 1, lambda: fetched.append(1))
    assert fetched == []
    reader = subprocess.Popen(["/usr/bin/pbpaste"], stdout=subprocess.PIPE)
    while reader.poll() is None:
        Quartz.CFRunLoopRunInMode(Quartz.kCFRunLoopDefaultMode, 0.05, True)
    assert reader.communicate()[0].decode() == "Dear Ana 😀"
    assert fetched == [1]
    ours.put_back()
    (back,) = board.pasteboardItems()
    assert {kind: bytes(back.dataForType_(kind)) for kind in content} == content


def test_the_application_sees_what_is_there() -> None:
    from desktop.host.macos.host import MacHost

    host = MacHost()
    try:
        assert (host.presence.idle_s() or 0.0) >= 0.0
        assert host.windows.foreground().app
        assert host.windows.caret() is not None
        host.clipboard.set_text("Olá", Rich(html="<i>Olá</i>"))
        assert host.clipboard.text(2) == "Olá"
        assert host.clipboard.text(2, secrets=False) is None
        assert {one.name for one in host.checks()} >= {"keyboard", "secure input", "clipboard"}
    finally:
        host.close()


def test_core_audio_names_its_devices() -> None:
    audio = core_audio.CoreAudio()
    assert audio.numbers(core_audio.SYSTEM, core_audio.DEVICES) is not None
    assert audio.numbers(core_audio.SYSTEM, "none") is None


def test_the_agent_of_login_is_one_that_launchd_takes(tmp_path: Path) -> None:
    agent = Autostart(["/usr/bin/true"], tmp_path)
    agent.set(on=True)
    done = subprocess.run(["/usr/bin/plutil", "-lint", agent.path], check=False)
    assert done.returncode == 0
