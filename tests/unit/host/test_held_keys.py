"""What the hooks of Windows and macOS have in common, without either system."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest

from desktop.host.base import AppRule, Window
from desktop.host.held_keys import HeldKeys
from desktop.host.keys import Insertion, Key, KeysOptions, Stroke


class Out:
    """``Sends``: keeps what was flushed."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.batch: list[str] = []
        self.meanwhile: list[Callable[[], None]] = []
        """What comes in while a batch goes out."""

    def release(self) -> None:
        self.batch.append("release")

    def insert(self, insertion: Insertion, *, by_layout: bool = False) -> None:
        self.batch.append(f"{'keys' if by_layout else 'text'} {insertion.text}")

    def replay(self, strokes: Iterable[Stroke]) -> None:
        for stroke in strokes:
            self.again(stroke)

    def again(self, stroke: Stroke) -> None:
        self.batch.append(stroke.text)

    def flush(self) -> None:
        batch, self.batch = self.batch, []
        self.sent += batch
        while self.meanwhile:
            self.meanwhile.pop(0)()


class Hooked(HeldKeys):
    """A system whose hook is this test; also who listens, and wants ``wanted``."""

    def __init__(self) -> None:
        self.out = Out()
        super().__init__(self.out)
        self.wanted: set[str] = set()
        self.heard: list[str] = []
        self.on_the_way = False
        self._listener = self  # type: ignore[assignment]  # the rest of it is never called

    def _is_out(self) -> bool:
        return self.on_the_way

    def on_stroke(self, stroke: Stroke) -> bool:
        self.heard.append(stroke.text or stroke.key)
        return stroke.text in self.wanted

    def type(self, text: str, *, composed: bool = False) -> str:
        """What of it goes straight to the application."""
        passed = ""
        for char in text:
            stroke = Stroke(Key.TEXT, char, code=ord(char), held=True)
            if self._is_busy():
                self._queue.append(stroke)
            elif not self._keeps(stroke, composed=composed):
                passed += char
        return passed


@pytest.fixture
def keys() -> Iterator[Hooked]:
    made = Hooked()
    yield made
    made._watchdog.close()


def test_keys_that_wait_are_asked_about_in_their_order_and_go_out_as_one(keys: Hooked) -> None:
    assert keys.type("a") == "a"
    keys.hold()
    assert keys.type("bc") == ""
    keys.on_click(1.0)
    keys.type("d")
    assert keys.heard == ["a"]
    keys.release()
    assert keys.type("e") == ""  # it may not overtake those
    keys._hand_out()
    assert keys.heard == ["a", "b", "c", Key.CLICK, "d", "e"]
    assert keys.out.sent == ["b", "c", "d", "e"]
    assert keys.type("f") == "f"


def test_a_click_that_comes_last_leaves_no_key_behind(keys: Hooked) -> None:
    keys.hold()
    keys.type("a")
    keys.on_click(1.0)
    keys.release()
    keys._hand_out()
    assert (keys.out.sent, keys.out.batch) == (["a"], [])


def test_what_the_machine_keeps_is_let_go_before_what_came_behind_it(keys: Hooked) -> None:
    keys.wanted = {"x"}
    assert keys.type("xa") == "a"
    keys.hold()
    keys.type("b")
    keys.release()
    keys._hand_out()
    assert keys.out.sent == ["x", "b"]


def test_what_is_gathered_is_the_callers_from_clear_on(keys: Hooked) -> None:
    keys.hold()
    keys.type("a")
    keys.on_click(1.0)
    strokes = keys.gather()
    assert [one.key for one in strokes] == [Key.TEXT, Key.CLICK]
    keys.clear()
    keys.insert(Insertion(text="hello"))
    keys.replay([one for one in strokes if one.held])
    assert keys.out.sent == []
    keys.finish(hold=True)
    assert keys.out.sent == ["release", "text hello", "a"]
    assert keys.type("b") == ""
    keys.gather()
    keys.finish(hold=False)  # without `clear` it is ours to let go
    assert keys.out.sent[3:] == ["b"]
    assert keys.type("c") == "c"


def test_a_key_waits_while_anything_is_on_its_way(keys: Hooked) -> None:
    keys.on_the_way = True
    assert keys.type("a") == ""
    keys.on_the_way = False
    assert keys.type("b") == ""
    keys._hand_out()
    assert keys.out.sent == ["a", "b"]


def test_a_key_that_ends_a_sequence_is_never_kept(keys: Hooked) -> None:
    keys.wanted = {"é"}
    assert keys.type("é", composed=True) == "é"
    assert keys._kept == []


def test_at_the_end_everything_goes_out_and_nobody_is_asked(keys: Hooked) -> None:
    keys.wanted = {"x"}
    keys.type("x")
    keys.hold()
    keys.type("ab")
    keys.out.meanwhile = [lambda: None, lambda: keys._queue.append(Stroke(Key.TEXT, "c"))]
    keys._let_all_go()
    assert keys.out.sent == ["x", "a", "b", "c"]
    assert keys.heard == ["x"]


def test_remote_windows_get_keys_of_the_layout(keys: Hooked) -> None:
    keys._options = KeysOptions(rules={"far": AppRule(remote=True)})
    keys._window = Window(1, "far")
    keys.insert(Insertion(text="hello"))
    assert keys.out.batch == ["keys hello"]
