"""Where a window of ours opens: at the caret of another program, also one that it draws itself."""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass

import pytest

from desktop.host.base import Window
from desktop.host.beside import Box

assert sys.platform == "win32"

from desktop.host.windows import own_caret
from desktop.host.windows.own_caret import OwnCaret
from desktop.host.windows.windows import WindowsWindows
from tests.windows.inside.acted_automation import TABLES

SECONDS = 20.0
"""For what must come, on however busy a machine."""
CARET = Box(200, 210, 1, 18)


@dataclass(frozen=True)
class Shown:
    """Another program's window that draws its own caret."""

    window: int
    go_on: Callable[[], None]
    """If it is to hang: no longer."""


@contextmanager
def shown(caret: Box = CARET, **how: int) -> Iterator[Shown]:
    words = [sys.executable, "-m", "tests.windows.inside.caret_window"]
    told = json.dumps({"caret": caret, **how})
    with subprocess.Popen([*words, told], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        line, answers = program.stdin, program.stdout
        assert line is not None
        assert answers is not None

        def go_on() -> None:
            line.write(b"\n")
            line.flush()

        try:
            yield Shown(int(answers.readline()), go_on)
        finally:
            line.close()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_caret, "WITHIN_S", SECONDS)


def test_the_method_is_called_at_its_place() -> None:
    assert 3 + TABLES["IAccessible"].index("accLocation") == own_caret.LOCATION
    words = 2 if ctypes.sizeof(ctypes.c_void_p) == 8 else 1
    assert ctypes.sizeof(own_caret.Variant) == 8 * (1 + words)


@pytest.mark.usefixtures("patient")
def test_a_caret_that_a_program_draws_itself_is_where_it_says() -> None:
    with shown() as program, closing(OwnCaret()) as caret:
        assert caret.box(program.window) == CARET
        assert caret.box(program.window) == CARET
    with closing(OwnCaret()) as caret:
        assert caret.box(program.window) is None


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(
    ("caret", "told"), [(Box(200, 210, 0, 18), 0), (CARET, 1), (CARET, -2147467259)]
)
def test_a_caret_that_does_not_show_or_is_not_told(caret: Box, told: int) -> None:
    with shown(caret, told=told) as program, closing(OwnCaret()) as asked:
        assert asked.box(program.window) is None


@pytest.mark.usefixtures("patient")
def test_an_answer_without_an_object_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    class Library:
        @staticmethod
        def AccessibleObjectFromWindow(*_: object) -> int:
            return 0  # and gives nothing

    monkeypatch.setattr(own_caret, "_accessibility", lambda: nullcontext(Library))
    with closing(OwnCaret()) as asked:
        assert asked.box(1) is None


def test_a_program_that_hangs_is_not_waited_for() -> None:
    with shown(hangs=True) as program, closing(OwnCaret()) as caret:
        assert caret.box(program.window) is None
        program.go_on()


@pytest.mark.usefixtures("patient")
def test_ours_opens_below_it() -> None:
    with shown() as program, closing(WindowsWindows()) as windows:
        assert windows.activate(Window(id=program.window))
        assert windows.caret() == (200, 228)


@pytest.mark.usefixtures("patient")
def test_a_caret_outside_of_its_window_is_none() -> None:
    with shown(Box(0, 0, 1, 18)) as program, closing(WindowsWindows()) as windows:
        assert windows.activate(Window(id=program.window))
        found = windows.caret()
        assert found is not None
        assert found != (0, 18)
