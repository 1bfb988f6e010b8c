"""AutoHotkey's hotstrings, by what is typed afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.snippets.importers.autohotkey import IMPORTER, read
from desktop.snippets.importers.base import Importer
from desktop.snippets.importers.registry import importer_for
from desktop.snippets.model import Snippet
from desktop.snippets.where import EVERYWHERE, Where
from tests.unit.snippets.importers.conftest import Moved

Move = Callable[[Importer, Path], Moved]

SCRIPT = r"""
; a comment
#NoEnv
/* ::no::not this
*/
::btw::by the way ; said often
:*:]d::today
:C:Ana::Ana Souza
:?C1:ing::-ing
:B0:<b>::</b>{left 4}
::sig::
(
Kind regards,
  Kim
)
:R:raw::{Enter} ^c
::keys::one{Enter}two{Tab}{U+00e9}{!}{Esc}
::caret::Hi ,bye{Left 4}
:X:run::MsgBox hi
::code::
MsgBox, hello
return
::esc::50`% `; done`nnext
#Hotstring * C
::now::then
#Hotstring *0 C0
::q:r::colon
^j::Send hello
"""


@pytest.fixture
def moved(tmp_path: Path, move: Move) -> Moved:
    path = tmp_path / "my.ahk"
    path.write_text("\ufeff" + SCRIPT, "utf-8", newline="\r\n")
    assert importer_for(path).name == "autohotkey"
    return move(IMPORTER, path)


@pytest.mark.parametrize(
    ("trigger", "typed"),
    [
        ("btw", "by the way"), ("]d", "today"), ("Ana", "Ana Souza"), ("ing", "-ing"),
        ("<b>", "<b></b>"), ("sig", "Kind regards,\n  Kim"), ("raw", "{Enter} ^c"),
        ("keys", "one\ntwo\té!"), ("caret", "Hi ,bye"), ("esc", "50% ; done\nnext"),
        ("now", "then"), ("q:r", "colon"),
    ],
)  # fmt: skip
def test_texts(moved: Moved, trigger: str, typed: str) -> None:
    assert moved.text(trigger) == typed


def test_options(moved: Moved) -> None:
    def flags(trigger: str) -> tuple[bool, bool, bool]:
        [one] = moved.library.by_trigger(trigger)
        return one.left_word, one.right_word, one.propagate_case

    assert flags("btw") == (True, True, True)
    assert flags("]d") == (True, False, True)
    assert flags("Ana") == (True, True, False)
    assert flags("ing") == (False, True, True)
    assert flags("now") == (True, False, False)
    assert moved.typed("caret").caret == 4
    assert moved.typed("<b>").caret == 4


def test_the_report(moved: Moved) -> None:
    assert moved.told("btw") == "as it was"
    assert moved.told("run").startswith("left out It runs a program")
    assert moved.told("code").startswith("left out It runs a program")
    assert "line break" in moved.told("keys")
    assert "now the text begins with it" in moved.told("<b>")
    assert "no" not in [one.source for one in moved.report.items]


SECTION = """
::list::
(%s
    Dear %%s,
      one `t
  two
)
"""


@pytest.mark.parametrize(
    ("version", "options", "typed"),
    [
        ("#Requires AutoHotkey v2.0", "", "Dear %s,\n  one \t\n  two"),
        ('#Requires AutoHotkey ">=2.1-alpha"', "", "Dear %s,\n  one \t\n  two"),
        ("#HotIf", "LTrim0", "    Dear %s,\n      one \t\n  two"),
        ("#Requires AutoHotkey v1.1", "", "    Dear %s,\n      one \t\n  two"),
        ("", "LTrim", "Dear %s,\none \t\ntwo"),
    ],
)
def test_a_section_is_trimmed_as_its_version_does(
    tmp_path: Path, move: Move, version: str, options: str, typed: str
) -> None:
    path = tmp_path / "my.ahk"
    path.write_text(f"{version}\n{SECTION % options}", "utf-8")
    assert move(IMPORTER, path).text("list") == typed


@pytest.mark.parametrize(("options", "typed"), [("", "a\nb"), ("RTrim0", "a  \nb")])
def test_spaces_at_the_ends_of_a_section_go_unless_it_wants_them(
    tmp_path: Path, move: Move, options: str, typed: str
) -> None:
    path = tmp_path / "my.ahk"
    path.write_text(f"::x::\n({options}\na  \nb\n)\n", "utf-8")
    assert move(IMPORTER, path).text("x") == typed


@pytest.mark.parametrize(
    ("lines", "app", "title", "typed"),
    [
        ("#IfWinActive ahk_exe chrome.exe", "chrome.exe", "x", True),
        ("#IfWinActive ahk_exe chrome.exe", "chromedriver.exe", "x", False),
        ("#IfWinNotActive ahk_exe chrome.exe", "chrome.exe", "x", False),
        ("#IfWinNotActive ahk_exe chrome.exe", "word.exe", "x", True),
        ("#IfWinActive, Inbox - Mail (1)", "a.exe", "Inbox - Mail (1), new", True),
        ("#IfWinActive, Inbox", "a.exe", "My Inbox", False),
        ("SetTitleMatchMode, 2\n#IfWinActive, Inbox", "a.exe", "My Inbox", True),
        ("#IfWinActive Inbox ahk_exe a.exe", "a.exe", "Inbox", True),
        ("#IfWinActive Inbox ahk_exe a.exe", "b.exe", "Inbox", False),
        ('#HotIf WinActive("Inbox")', "a.exe", "My Inbox", True),
        ('#HotIf !WinActive("ahk_exe a.exe")', "a.exe", "x", False),
        ("#If not WinActive('ahk_exe a.exe')", "b.exe", "x", True),
    ],
)
def test_its_windows_are_filters_of_a_pack(
    tmp_path: Path, move: Move, lines: str, app: str, title: str, *, typed: bool
) -> None:
    path = tmp_path / "my.ahk"
    path.write_text(f"::all::x\n{lines}\n::there::y\n", "utf-8")
    moved = move(IMPORTER, path)
    assert moved.told("there") == "as it was"
    [there] = moved.library.by_trigger("there")
    [everywhere] = moved.library.by_trigger("all")
    assert where(moved, there).holds(app, title) is typed
    assert where(moved, everywhere) == EVERYWHERE


@pytest.mark.parametrize(
    "lines",
    [
        "#IfWinActive ahk_class Notepad",
        "#IfWinActive ahk_group Editors",
        "#IfWinExist Inbox",
        '#If WinActive("a") or WinActive("b")',
        "#HotIf GetKeyState('CapsLock', 'T')",
        "SetTitleMatchMode RegEx\n#IfWinActive In.*x",
        "#IfWinActive ahk_exe a.exe ahk_class b",
        "#IfWinActive " + "x" * 1200,
    ],
)
def test_windows_that_no_filter_can_say_are_told(tmp_path: Path, move: Move, lines: str) -> None:
    path = tmp_path / "my.ahk"
    path.write_text(f"{lines}\n::there::y\n", "utf-8")
    moved = move(IMPORTER, path)
    assert "some windows only; now it works in all" in moved.told("there")
    assert [one.name for one in moved.library.packs] == ["my"]


def where(moved: Moved, snippet: Snippet) -> Where:
    number = moved.library.number_of(snippet.id)
    assert number is not None
    return moved.library.where(number)


MORE = r"""
#Include lib\\more.ahk
#Hotstring EndChars -()
#IfWinActive ahk_exe chrome.exe
::web::only there
#IfWinActive
::all::everywhere
#HotIf WinActive("ahk_class Notepad") ; v2
::note::in Notepad
#HotIf ; and on
::list::
(LTrim Join,`s
  a
  b
)
::glued::
(Join
a
b
)
Hotstring("::made::while it runs")
Hotstring("EndChars", "-")
"""


def test_what_a_script_says_around_its_hotstrings_is_told(tmp_path: Path, move: Move) -> None:
    path = tmp_path / "my.ahk"
    path.write_text(MORE.replace("\\\\", "\\"), "utf-8")
    moved = move(IMPORTER, path)
    assert "some windows only" in moved.told("note")
    assert moved.told("web") == moved.told("all") == moved.told("list") == "as it was"
    assert (moved.text("list"), moved.text("glued")) == ("a, b", "ab")
    first, second, third = moved.report.notes
    assert first.startswith("It takes in lib")
    assert "signs that end an abbreviation" in second
    assert third.startswith("1 of its lines make hotstrings")


@given(st.text(":*?CROX0`{}()\n\r;#^+!abc <>\ufeff", max_size=120))
def test_any_script_is_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "a.ahk"
    path.write_text(text, "utf-8")
    try:
        read(path)
    except UserError:
        pass
