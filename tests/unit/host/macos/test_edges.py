"""The parts that call macOS, on stand-ins of pyobjc that do what the documentation says.

They show that these parts are called and connected rightly, not what a Mac does:
``tests/macos`` is for that.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import platform
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest

import desktop.host.macos
from desktop.host.base import PLAIN, Rich
from desktop.host.macos import codes, marks
from desktop.host.macos.sending import Sent
from desktop.host.macos.strokes import Event

NUMBERS = {
    "kCGEventLeftMouseDown": 1, "kCGEventRightMouseDown": 3, "kCGEventOtherMouseDown": 25,
    "kCGEventKeyDown": 10, "kCGEventKeyUp": 11, "kCGEventFlagsChanged": 12,
    "kCGEventTapDisabledByTimeout": 0xFFFFFFFE, "kCGEventTapDisabledByUserInput": 0xFFFFFFFF,
    "kCGSessionEventTap": 1, "kCGHeadInsertEventTap": 0, "kCGEventTapOptionDefault": 0,
    "kCGKeyboardEventKeycode": 9, "kCGEventSourceUnixProcessID": 41, "kCGEventSourceUserData": 42,
    "kCGEventSourceStatePrivate": -1, "kCGEventSourceStateHIDSystemState": 1,
}  # fmt: skip


class FakeEvent:
    """CGEvent."""

    def __init__(self, key: int = 0, *, down: bool = True) -> None:
        self.down = down
        self.fields = {NUMBERS["kCGKeyboardEventKeycode"]: key}
        self.flags = 0
        self.text = ""


class FakeQuartz(ModuleType):
    """Quartz, as far as events go; anything else answers nothing in particular."""

    def __init__(self) -> None:
        super().__init__("Quartz")
        self.posted: list[FakeEvent] = []
        self.enabled: list[bool] = []
        self.allowed = True

    def __getattr__(self, name: str) -> Any:
        return NUMBERS[name] if name in NUMBERS else MagicMock(name=name)

    def CGEventTapCreate(self, *arguments: Any) -> Any:
        self.callback = arguments[4]
        return object() if self.allowed else None

    def CGEventTapEnable(self, _port: object, on: bool) -> None:
        self.enabled.append(on)

    def CGEventTapIsEnabled(self, _port: object) -> bool:
        return self.enabled[-1]

    def CGEventMaskBit(self, kind: int) -> int:
        return 1 << kind

    def CGEventGetIntegerValueField(self, event: FakeEvent, field: int) -> int:
        return event.fields.get(field, 0)

    def CGEventSetIntegerValueField(self, event: FakeEvent, field: int, value: int) -> None:
        event.fields[field] = value

    def CGEventGetFlags(self, event: FakeEvent) -> int:
        return event.flags

    def CGEventSetFlags(self, event: FakeEvent, flags: int) -> None:
        event.flags = flags

    def CGEventGetTimestamp(self, _event: FakeEvent) -> int:
        return 2_500_000_000

    def CGEventCreateKeyboardEvent(self, _source: object, key: int, down: bool) -> FakeEvent:
        return FakeEvent(key, down=down)

    def CGEventKeyboardSetUnicodeString(self, event: FakeEvent, units: int, text: str) -> None:
        event.text = text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "replace")

    def CGEventKeyboardGetUnicodeString(
        self, event: FakeEvent, _most: int, _length: None, _text: None
    ) -> tuple[int, str]:
        return len(event.text), event.text

    def CGEventPost(self, place: int, event: FakeEvent) -> None:
        assert place == NUMBERS["kCGSessionEventTap"]
        self.posted.append(event)


class FakeItem:
    """NSPasteboardItem."""

    @classmethod
    def alloc(cls) -> FakeItem:
        return cls()

    def init(self) -> FakeItem:
        self.data: dict[str, bytes | None] = {}
        self.provider: Any = None
        return self

    def types(self) -> list[str]:
        return list(self.data)

    def setData_forType_(self, data: bytes, kind: str) -> bool:
        self.data[kind] = data
        return True

    def setString_forType_(self, text: str, kind: str) -> bool:
        return self.setData_forType_(text.encode(), kind)

    def setDataProvider_forTypes_(self, provider: Any, kinds: list[str]) -> bool:
        self.provider = provider
        self.data.update(dict.fromkeys(kinds))
        return True

    def dataForType_(self, kind: str) -> bytes | None:
        if self.data.get(kind) is None and self.provider is not None:
            self.provider.pasteboard_item_provideDataForType_(None, self, kind)
        return self.data.get(kind)


class FakePasteboard:
    """NSPasteboard."""

    def __init__(self) -> None:
        self.items: list[FakeItem] = []
        self.count = 100

    def changeCount(self) -> int:
        return self.count

    def clearContents(self) -> int:
        self.items, self.count = [], self.count + 1
        return self.count

    def writeObjects_(self, items: list[FakeItem]) -> bool:
        self.items += items
        return True

    def respondsToSelector_(self, name: bytes) -> bool:
        return name == b"accessBehavior"

    def accessBehavior(self) -> int:
        return 1

    def pasteboardItems(self) -> list[FakeItem]:
        return self.items

    def copy(self, **content: bytes | None) -> None:
        """Another program copies."""
        self.clearContents()
        item = FakeItem().init()
        item.data = {kind.replace("_", "."): data for kind, data in content.items()}
        self.writeObjects_([item])

    def content(self) -> list[dict[str, bytes | None]]:
        return [dict(item.data) for item in self.items]


class FakeObject:
    """NSObject."""

    @classmethod
    def alloc(cls) -> Any:
        return cls()

    def init(self) -> Any:
        return self


class Mac:
    """The stand-ins."""

    def __init__(self) -> None:
        self.quartz = FakeQuartz()
        self.pasteboard = FakePasteboard()
        self.later: list[Callable[[], None]] = []
        self.kit = MagicMock(NSObject=FakeObject, NSPasteboardItem=FakeItem)
        self.kit.NSPasteboard.generalPasteboard.return_value = self.pasteboard
        self.foundation = MagicMock()
        self.foundation.NSData.data.return_value = b""
        self.foundation.NSData.dataWithBytes_length_ = lambda data, _length: data
        main = self.foundation.NSOperationQueue.mainQueue.return_value
        main.addOperationWithBlock_ = self.later.append


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mac]:
    made = Mac()
    pyobjc = MagicMock()
    pyobjc.super = super
    stands = {
        "Quartz": made.quartz, "AppKit": made.kit, "Foundation": made.foundation,
        "ApplicationServices": MagicMock(), "objc": pyobjc,
    }  # fmt: skip
    for name, module in stands.items():
        monkeypatch.setitem(sys.modules, name, module)
    before = {name for name in sys.modules if name.startswith("desktop.host.macos.")}
    yield made
    for name in set(sys.modules) - before:
        if name.startswith("desktop.host.macos."):
            del sys.modules[name]


class Heard:
    """Who is told by the tap."""

    def __init__(self) -> None:
        self.keys: list[Event] = []
        self.own: list[int] = []
        self.clicks: list[float] = []
        self.gaps = 0
        self.keep = False

    def on_key(self, event: Event) -> bool:
        self.keys.append(event)
        return self.keep

    def on_own(self, field: int) -> None:
        self.own.append(field)

    def on_click(self, at: float) -> None:
        self.clicks.append(at)

    def on_gap(self) -> None:
        self.gaps += 1


@pytest.mark.skipif(sys.platform == "win32", reason="it needs a Unix")
def test_every_part_can_be_read(mac: Mac) -> None:
    for module in pkgutil.iter_modules(desktop.host.macos.__path__, "desktop.host.macos."):
        importlib.import_module(module.name)


def _tap(mac: Mac) -> tuple[Any, Heard, Callable[[int, FakeEvent], Any]]:
    from desktop.host.macos.tap import Tap

    heard = Heard()
    tap = Tap(heard, ("mode",))
    assert tap.create()
    return tap, heard, lambda kind, event: mac.quartz.callback(None, kind, event, None)


def test_the_tap_keeps_a_key_or_lets_it_pass(mac: Mac) -> None:
    _, heard, comes = _tap(mac)
    event = FakeEvent(0x0B)
    assert comes(NUMBERS["kCGEventKeyDown"], event) is event
    heard.keep = True
    assert comes(NUMBERS["kCGEventKeyUp"], event) is None
    assert [(one.key, one.down, one.at) for one in heard.keys] == [
        (0x0B, True, 2.5), (0x0B, False, 2.5),
    ]  # fmt: skip


def test_the_tap_knows_its_own_and_never_keeps_them(mac: Mac) -> None:
    from desktop.host.macos.ledger import Ledger

    _, heard, comes = _tap(mac)
    heard.keep = True
    event = FakeEvent()
    event.fields[NUMBERS["kCGEventSourceUserData"]] = field = Ledger(lambda: 0.0).next()
    assert comes(NUMBERS["kCGEventKeyDown"], event) is event
    assert heard.own == [field]
    assert heard.keys == []


@pytest.mark.parametrize(
    "reason", ["kCGEventTapDisabledByTimeout", "kCGEventTapDisabledByUserInput"]
)
def test_a_tap_that_was_turned_off_is_turned_on_again(mac: Mac, reason: str) -> None:
    tap, heard, comes = _tap(mac)
    mac.quartz.enabled.append(False)
    comes(NUMBERS[reason], FakeEvent())
    assert mac.quartz.enabled[-1]
    assert heard.gaps == 1
    mac.quartz.enabled.append(False)  # and where nobody has told
    assert tap.is_there
    assert heard.gaps == 2


def test_without_permission_there_is_no_tap(mac: Mac) -> None:
    from desktop.host.macos.tap import Tap

    mac.quartz.allowed = False
    tap = Tap(Heard(), ("mode",))
    assert not tap.create()
    assert not tap.is_there


def test_a_click_passes_and_is_told(mac: Mac) -> None:
    _, heard, comes = _tap(mac)
    heard.keep = True
    event = FakeEvent()
    assert comes(NUMBERS["kCGEventLeftMouseDown"], event) is event
    assert heard.clicks == [2.5]


def test_a_modifier_is_down_by_its_flag(mac: Mac) -> None:
    _, heard, comes = _tap(mac)
    event = FakeEvent(codes.SHIFT)
    event.flags = codes.flags_of({codes.SHIFT})
    comes(NUMBERS["kCGEventFlagsChanged"], event)
    event.flags = 0
    comes(NUMBERS["kCGEventFlagsChanged"], event)
    assert [one.down for one in heard.keys] == [True, False]


def test_what_a_program_sends_comes_with_its_text(mac: Mac) -> None:
    _, heard, comes = _tap(mac)
    event = FakeEvent()
    event.text = "Olá"
    comes(NUMBERS["kCGEventKeyDown"], event)
    event.fields[NUMBERS["kCGEventSourceUnixProcessID"]] = 4711
    comes(NUMBERS["kCGEventKeyDown"], event)
    assert [(one.by_program, one.text) for one in heard.keys] == [(False, ""), (True, "Olá")]


def test_what_is_posted_has_its_text_flags_and_number(mac: Mac) -> None:
    from desktop.host.macos.tap import Posting

    batch = [Sent(0, down=True, flags=0, text="😀é"), Sent(9, down=False, flags=5)]
    Posting().post(batch, [71, 72])
    first, second = mac.quartz.posted
    assert (first.text, first.down, first.flags) == ("😀é", True, 0)
    assert (second.text, second.down, second.flags) == ("", False, 5)
    field = NUMBERS["kCGEventSourceUserData"]
    assert [first.fields[field], second.fields[field]] == [71, 72]


# --- the loop ---


class FakeCarbon:
    """What HIToolbox tells."""

    def __init__(self) -> None:
        self.secure = False

    def is_secure(self) -> bool:
        return self.secure

    def method(self) -> str:
        return "Hiragana"


@pytest.mark.skipif(sys.platform == "win32", reason="it needs a Unix")
def test_the_tap_is_set_as_soon_as_macos_lets_us(mac: Mac) -> None:
    from desktop.host.macos.loop import MacMachine

    reading, writing = os.pipe()
    mac.quartz.allowed = False
    machine = MacMachine(FakeCarbon())  # type: ignore[arg-type] # a stand-in
    machine.begin(Heard())
    assert not machine.run(reading, 0.0)
    assert "no keys yet" in machine.trouble()
    mac.quartz.allowed = True
    machine.window_changed()
    assert not machine.run(reading, 0.0)
    assert machine.trouble() == ""
    assert machine.window_changed()  # what is in front is read anew
    os.write(writing, b"x")
    assert machine.run(reading, 0.0)
    assert os.read(reading, 1) == b"x"
    os.close(writing)  # the application is gone, and so the thread ends
    assert machine.run(reading, 0.0)
    machine.end()
    assert mac.quartz.enabled[-1] is False
    os.close(reading)


def test_keys_alone_are_waited_for_no_longer_than_is_said(mac: Mac) -> None:
    from desktop.host.macos.loop import MacMachine

    machine = MacMachine(FakeCarbon())  # type: ignore[arg-type] # a stand-in
    begun = time.monotonic()
    assert not machine.run_keys(lambda: False, 0.02)
    assert 0.02 <= time.monotonic() - begun < 2
    assert machine.run_keys(lambda: True, 60.0)


def test_doctor_says_how_it_stands(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.host.macos import checks, permissions

    monkeypatch.setattr(checks, "Carbon", FakeCarbon)
    monkeypatch.setattr(platform, "mac_ver", lambda: ("15.5", ("", "", ""), "arm64"))
    found = {one.name: one for one in checks.checks(bundled=True)}
    assert found["keyboard"].ok
    assert found["clipboard"].ok is None  # macOS asks
    assert "Hiragana" in found["input method"].what
    assert found["microphone"].ok
    assert permissions.Pasteboard.ASK.value == 1


# --- the application's part ---


def _elsewhere(job: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(job()))
    thread.start()
    return thread, answers


def test_what_belongs_on_the_main_thread_is_done_there(mac: Mac) -> None:
    from desktop.host.macos.main_thread import on_main

    late: list[int] = []
    thread, answers = _elsewhere(lambda: on_main(threading.current_thread, None, 5.0))
    while not mac.later:
        pass
    mac.later.pop()()
    thread.join()
    assert answers == [threading.main_thread()]
    thread, answers = _elsewhere(lambda: on_main(lambda: late.append(1), None, 0.01))
    thread.join()
    assert answers == [None]
    mac.later.pop()()  # too late: nobody wants it any more
    assert late == []


def test_sleep_and_the_lock_are_told_once_each(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.host.base import Attendance
    from desktop.host.macos import observers
    from desktop.host.macos.presence import MacPresence

    session = MagicMock(return_value={"CGSSessionScreenIsLocked": 1})
    monkeypatch.setattr(type(mac.quartz), "CGSessionCopyCurrentDictionary", session, raising=False)
    told: queue.Queue[Attendance] = queue.Queue()
    end = MacPresence().watch(told.put)
    mac.later.pop(0)()
    assert told.get(timeout=5) is Attendance.LOCKED
    center = mac.kit.NSWorkspace.sharedWorkspace().notificationCenter()
    distributed = mac.foundation.NSDistributedNotificationCenter.defaultCenter()
    tellers = {
        call.args[2]: call.args[0]
        for call in (
            *center.addObserver_selector_name_object_.call_args_list,
            *distributed.addObserver_selector_name_object_.call_args_list,
        )
    }
    for name in (
        observers.LOCKED, observers.UNLOCKED, "NSWorkspaceWillSleepNotification",
        "NSWorkspaceWillSleepNotification", "NSWorkspaceDidWakeNotification",
    ):  # fmt: skip
        tellers[name].told_(None)
    wanted = [Attendance.UNLOCKED, Attendance.ASLEEP, Attendance.AWAKE]
    assert [told.get(timeout=5) for _ in wanted] == wanted
    end()
    mac.later.pop(0)()
    assert center.removeObserver_.called
    assert told.empty()


# --- the pasteboard ---


def _board(mac: Mac) -> Any:
    from desktop.host.macos.board import MacBoard

    return MacBoard(lambda: None)


def _offer(board: Any, text: str, fetches: int = 1) -> tuple[bool, list[int]]:
    done, fetched = board.set_aside(), [0]
    while not done():
        pass

    def on_fetch() -> None:
        fetched[0] += 1

    return board.promise(marks.contents(text, PLAIN), fetches, on_fetch), fetched


def test_a_text_is_handed_out_when_it_is_read_and_the_clipboard_comes_back(mac: Mac) -> None:
    mac.pasteboard.copy(public_html=b"<b>x</b>", public_png=b"\x89PNG", com_unknown=b"\0\1")
    before = mac.pasteboard.content()
    board = _board(mac)
    offered, fetched = _offer(board, "Dear Ana 😀")
    assert offered
    assert fetched == [0]
    (item,) = mac.pasteboard.items
    assert set(marks.MARKS) < set(item.types())
    assert item.dataForType_(marks.TEXT) == "Dear Ana 😀".encode()
    assert fetched == [1]
    board.put_back()
    (after,) = mac.pasteboard.content()
    assert after.pop(marks.PUT_BACK) == b""
    assert [after] == before


def test_what_somebody_copied_meanwhile_stays(mac: Mac) -> None:
    mac.pasteboard.copy(public_html=b"old")
    board = _board(mac)
    _offer(board, "text")
    mac.pasteboard.copy(public_html=b"new")
    board.put_back()
    assert mac.pasteboard.content() == [{"public.html": b"new"}]
    _offer(board, "again")
    board.put_back()
    assert mac.pasteboard.content() == [{"public.html": b"new", marks.PUT_BACK: b""}]


def test_two_in_a_row_give_back_what_was_there_first(mac: Mac) -> None:
    mac.pasteboard.copy(public_html=b"old")
    board = _board(mac)
    _offer(board, "one")
    _offer(board, "two")
    assert mac.pasteboard.items[0].dataForType_(marks.TEXT) == b"two"
    board.put_back()
    assert mac.pasteboard.content() == [{"public.html": b"old", marks.PUT_BACK: b""}]


def test_what_its_owner_does_not_hand_over_is_not_touched(mac: Mac) -> None:
    mac.pasteboard.copy(public_html=b"x", com_promised=None)
    before = mac.pasteboard.content(), mac.pasteboard.count
    offered, _ = _offer(_board(mac), "text")
    assert not offered
    assert (mac.pasteboard.content(), mac.pasteboard.count) == before


def test_a_copy_between_setting_aside_and_promising_is_not_lost(mac: Mac) -> None:
    mac.pasteboard.copy(public_html=b"old")
    board = _board(mac)
    done = board.set_aside()
    while not done():
        pass
    mac.pasteboard.copy(public_html=b"new")
    assert not board.promise([(marks.TEXT, b"text")], 1, lambda: None)
    assert mac.pasteboard.content() == [{"public.html": b"new"}]


def test_who_reads_twice_is_promised_it_twice(mac: Mac) -> None:
    board = _board(mac)
    _, fetched = _offer(board, "text", fetches=2)
    assert mac.pasteboard.items[0].dataForType_(marks.TEXT) == b"text"
    (again,) = mac.later
    again()
    assert mac.pasteboard.items[0].dataForType_(marks.TEXT) == b"text"
    assert fetched == [2]
    board.put_back()
    assert mac.pasteboard.items == []  # as empty as it was


def test_a_rich_text_is_offered_in_all_its_types(mac: Mac) -> None:
    board = _board(mac)
    done = board.set_aside()
    while not done():
        pass
    rich = Rich(html="<b>Olá</b>")
    assert board.promise(marks.contents("Olá", rich), 1, lambda: None)
    (item,) = mac.pasteboard.items
    assert item.types()[:2] == [marks.HTML, marks.TEXT]
    assert item.dataForType_(marks.HTML) == '<meta charset="utf-8"><b>Olá</b>'.encode()
    assert item.dataForType_(marks.TEXT) == "Olá".encode()
    assert marks.contents("", Rich(picture=b"\xff\xd8", kind="image/jpeg")) == (
        ("public.jpeg", b"\xff\xd8"),
    )
