"""Scripts of AutoHotkey as people really have them: programs that only type, comments, guards."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.snippets.importers.autohotkey import IMPORTER, read
from desktop.snippets.importers.base import Importer
from tests.unit.snippets.importers.conftest import Moved

Move = Callable[[Importer, Path], Moved]
Script = Callable[[str], Moved]


@pytest.fixture
def script(tmp_path: Path, move: Move) -> Script:
    def run(text: str) -> Moved:
        path = tmp_path / "desk.ahk"
        path.write_text(text, "utf-8")
        return move(IMPORTER, path)

    return run


FIRST = r"""
SendMode Input
::refund::
Send, Your money is on its way. ; said daily
return
::thanks::
    SendInput Thank you{!}{Enter}
    SendRaw {Kim} 100`%
    return
:*:;day::   ; as in the manual
FormatTime, Today,, d.M.yyyy h:mm tt
SendInput [%Today%]
return
:*:;iso::
Send, %A_YYYY%-%A_MM%-%A_DD%
return
:*:;due::
then = %A_Now%
then += 14, days
FormatTime, then, %then%, yyyy-MM-dd
Send %then%
return
:*:;was::
Stamp := A_Now
Send %Stamp%
return
::tag::
Send, <b></b>{left}{Left 3}
return
::long::
Kept := ClipboardAll
Clipboard = Dear customer, ^v is no key here.
ClipWait, 1
Send ^v
Sleep, 50
Clipboard := Kept
return
::quote::
Name := "Kim"
Send % "“" . Clipboard . "” " Name
return
::ended::
Send, with its key
SendRaw %A_EndChar%
return
:B0:keep::
Send, {Space}and more
return
::one::
::two::
Send, Both of us
return
"""
SECOND = r"""
#Requires AutoHotkey v2.0
::late:: {
    SendText("We are late.`nSorry!")
}
::soon::
{
    ; in a week
    global Desk
    when := FormatTime(DateAdd(A_Now, 7, "Days"), "dddd")
    Send 'On ' when . "."
}
:X:deg::Send("{U+00B0}")
:X*:;t::SendInput FormatTime(, "HH:mm")
::copied::{
    Send("^v")
}
"""


@pytest.mark.parametrize(
    ("trigger", "typed"),
    [
        ("refund", "Your money is on its way."), ("thanks", "Thank you!\n{Kim} 100%"),
        (";day", "[29.11.2026 10:05 AM]"), (";iso", "2026-11-29"), (";due", "2026-12-13"),
        (";was", "20261129100500"), ("tag", "<b></b>"),
        ("long", "Dear customer, ^v is no key here."), ("quote", "“copied” Kim"),
        ("ended", "with its key"), ("keep", "keep and more"), ("one", "Both of us"),
        ("two", "Both of us"),
    ],
)  # fmt: skip
def test_a_program_that_only_types_is_a_text(script: Script, trigger: str, typed: str) -> None:
    assert script(FIRST).text(trigger) == typed


@pytest.mark.parametrize(
    ("trigger", "typed"),
    [
        ("late", "We are late.\nSorry!"), ("soon", "On Sunday."), ("deg", "°"), (";t", "10:05"),
        ("copied", "copied"),
    ],
)  # fmt: skip
def test_the_same_in_version_2(script: Script, trigger: str, typed: str) -> None:
    assert script(SECOND).text(trigger) == typed


def test_what_is_different_of_them_is_told(script: Script) -> None:
    moved = script(FIRST)
    assert moved.typed("tag").caret == 4
    assert "pause" in moved.told("long")
    assert "key after its abbreviation" in moved.told("refund")
    assert "key after its abbreviation" not in moved.told("ended")
    assert "capitals" in moved.told("ended")


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("Run, notepad.exe\nreturn", "runs a program"),
        ("Send, hello\nMsgBox, sent\nreturn", "runs a program"),
        ("Send, ^c\nreturn", "runs a program"),
        ("Send, %Address%\nreturn", "runs a program"),
        ("Send, %A_EndChar%and on\nreturn", "runs a program"),
        ("FormatTime, x,, yyyy QQ\nSend %x%\nreturn", "runs a program"),
        ("if (x) {\nSend, a\n}\nreturn", "runs a program"),
        ("Gosub, Other\nreturn", "runs a program"),
        ("Send, {Right}{Esc}bi\nreturn", "presses keys"),
        ("Send, {Backspace 10}\nreturn", "presses keys"),
        ("return", "no text"),
        ("Send, falls through\n^j::Run, x\nreturn", "runs a program"),
        ("{\nSend, never closed", "runs a program"),
        (f"Send, {'x' * 20_000}\nreturn", "runs a program"),
    ],
)
def test_a_program_that_does_more_is_left_out(script: Script, lines: str, why: str) -> None:
    moved = script(f"::say::a word\n::x::\n{lines}\n")
    assert moved.told("x").startswith("left out")
    assert why in moved.told("x")
    assert moved.text("say") == "a word"


def test_a_comment_behind_a_directive_says_nothing(script: Script) -> None:
    """Its letters are no options: one of them would have made every text a program."""
    moved = script(
        "#Hotstring R  ; except once, back to the box\n::hi::{Hello} there\n"
        "#Hotstring B ; back on\n::so::long\n#Include more.ahk  ; my own\n"
    )
    assert (moved.text("hi"), moved.text("so")) == ("{Hello} there", "long")
    [hi] = moved.library.by_trigger("hi")
    assert hi.propagate_case
    assert moved.told("hi") == "as it was"
    assert moved.report.notes[0].startswith("It takes in more.ahk:")


def test_comments_and_blanks_around_a_text(script: Script) -> None:
    moved = script(
        "::bye::See you soon \t\n::wave:: ;a comment\n(\no/\n)\n:?:; wat::; what\n"
        "::in:: indented\n::gap::with{Space}\n"
    )
    assert moved.text("bye") == "See you soon"
    assert moved.text("wave") == "o/"
    assert moved.text("; wat") == "; what"
    assert moved.text("in") == " indented"
    assert moved.text("gap") == "with "


def test_words_that_a_shorter_abbreviation_must_not_change(script: Script) -> None:
    moved = script("#Hotstring B0\n::spoon::\n::moon::\nreturn\n#Hotstring B\n:?:oon::oone\n")
    assert (moved.text("spoon"), moved.text("moon"), moved.text("oon")) == ("spoon", "moon", "oone")
    assert "kept a shorter abbreviation from changing it" in moved.told("spoon")


def test_of_two_that_are_typed_alike_the_first_is_obeyed(script: Script) -> None:
    moved = script("::Teh::the\n::teh::The\n:C:BTW::By\n:C:btw::by\n:C:btw::again\n:*:teh::now\n")
    assert moved.text("Teh") == "the"
    told = [(one.source, one.how) for one in moved.report.items if one.fate == "left out"]
    assert [source for source, _ in told] == ["teh", "btw"]
    assert "earlier one" in told[0][1][0]


def test_few_signs_that_end_and_go_become_a_part_of_the_trigger(script: Script) -> None:
    moved = script("#Hotstring EndChars :!\n#Hotstring O\n:::ok::👌\n:*:yes::oui\n")
    assert moved.text(":ok:") == moved.text(":ok!") == "👌"
    [ok] = moved.library.by_trigger(":ok:")
    assert not ok.right_word
    assert moved.told(":ok") == "as it was"
    assert moved.report.notes == ()


def test_hotstrings_that_are_made_of_plain_texts(script: Script) -> None:
    moved = script(
        'if (formal) {\n    Hotstring("::gm", "Good ""morning""")\n'
        '    Hotstring(":*:gn", "Good night", "On") ; later\n}\n'
        'Hotstring("::off", "x", "Off")\nHotstring("::var", Text)\n'
    )
    assert (moved.text("gm"), moved.text("gn")) == ('Good "morning"', "Good night")
    assert "made it while it ran" in moved.told("gm")
    [note] = moved.report.notes
    assert note.startswith("2 of its lines make hotstrings while it runs;")


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("a{Ctrl Down}c{ctrl up}b", "ab"), ("typo{bs 2}me", "tyme"), ("{Text}{a}^b", "{a}^b"),
        ("x{Raw}{Tab}", "x{Tab}"), ("{Asc 0169}{ASC 233}", "©é"), ("{Click 10, 20}hi", "hi"),
        ("a{NumpadEnter}b", "a\nb"), ("go ^{Home}on", "go ^on"), ("one{BS 9}", "one"),
    ],
)  # fmt: skip
def test_more_keys(script: Script, text: str, typed: str) -> None:
    assert script(f"::x::{text}\n").text("x") == typed


def test_a_key_held_down_is_told_also_before_another_key(script: Script) -> None:
    assert "key held down" in script("::x::go ^{Home}on\n").told("x")
    assert "key held down" not in script("::x::1{+}1{!}x and U{U+00B0}\n").told("x")


PIECES = (
    "Send ", "SendInput ", "%A_DD%", '"a"', "FormatTime(", ")", ", ", "x := ", " += 1, days",
    "{Left}", "\n", "return\n", "::a::", "::b::\n", "{", "}", "ClipboardAll", "^v", " . ", ";",
    "FormatTime, x,, yyyy\n", "%x%", "A_Now", "#Hotstring EndChars :\n", "#Hotstring O\n",
    'Hotstring("::c", "d")\n', ":X:e::", "`", "%",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_program_is_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "a.ahk"
    path.write_text(text, "utf-8")
    try:
        read(path)
    except UserError:
        pass


NAMED = r"""
#Requires AutoHotkey v2.0
Phone := "555 0100"
Mood := "fine"
Mood := "better"
Put(words, slowly := 0) {
    SendText(words)
}
Log(words) {
    FileAppend(words, "log.txt")
    SendText(words)
}
::me::{
    Send("Call " Phone "{!}")
}
::mood::{
    Send(Mood)
}
:X:hey::Put("Hey `"you`"")
:X:log::Log("not only sent")
:B0X*?:recieve::f("receive") ; fixes it
:B0X:teh::_F("the")
:X:f::f("no")
"""


def test_names_of_the_script_are_followed(script: Script) -> None:
    moved = script(NAMED)
    assert moved.text("me") == "Call 555 0100!"
    assert moved.text("hey") == 'Hey "you"'
    assert (moved.text("recieve"), moved.text("teh")) == ("receive", "the")
    assert moved.told("recieve") == moved.told("teh") == "as it was"
    [one] = moved.library.by_trigger("recieve")
    assert (one.left_word, one.right_word, one.propagate_case) == (False, False, True)
    for name in ("mood", "log", "f"):
        assert moved.told(name) == "left out It runs a program instead of typing a text."


def test_names_of_version_1(script: Script) -> None:
    moved = script(
        'Town = Porto\nStreet := "Rua 1"\nDay = %A_DD%\nCount += 1\n'
        "::adr::\nSend, %Street%`n%Town%\nreturn\n::day::\nSend, %Day%%Count%\nreturn\n"
    )
    assert moved.text("adr") == "Rua 1\nPorto"
    assert moved.told("day").startswith("left out")


def test_nothing_in_a_section_is_a_comment(script: Script) -> None:
    moved = script(
        "::list::\n; of the script\n\n(\n; first\n/* second\nthird ; too\n)\n::on::still here\n"
        "::said::\n(Comments LTrim\n  one ; not this\n  ; nor this\n  two\n)\n"
        "::shut::\n(Join|\n  a ; b\n)\n"
    )
    assert moved.text("list") == "; first\n/* second\nthird ; too"
    assert moved.text("on") == "still here"
    assert moved.text("said") == "one\ntwo"
    assert moved.text("shut") == "  a ; b"


@pytest.mark.parametrize(
    "changes",
    [
        "InputBox, who, Who is it?",
        "InputBox who, Who is it?",
        "} else Who := A_UserName",
        "Ask(&who)",
        "FileRead, who, who.txt",
        "x := 1, who .= x",
    ],
)
def test_a_name_that_the_script_changes_in_another_way_is_no_text(
    script: Script, changes: str
) -> None:
    program = "::hi::\nSend Hello %who%\nreturn\n"
    assert script(f'who := "Kim"\n{program}').text("hi") == "Hello Kim"
    moved = script(f'who := "Kim"\n{program}F1::\n{changes}\nreturn\n')
    assert moved.told("hi").startswith("left out")


def test_variables_that_double_each_other_make_no_endless_text(script: Script) -> None:
    words = "x = 0123456789\n" + "x = %x%%x%%x%%x%%x%%x%%x%%x%%x%%x%\n" * 8
    assert script(f"::x::\n{words}Send %x%\nreturn\n").told("x").startswith("left out")
    dates = "x := A_YYYY\n" + "x := x x x x x x x x x x\n" * 8
    assert script(f"::x::\n{dates}Send % x\nreturn\n").told("x").startswith("left out")
    sent = "x = " + "0123456789" * 1_900 + "\n" + "Send %x%\n" * 150
    assert script(f"::x::\n{sent}return\n").told("x").startswith("left out")
    known = f'x := "{"0123456789" * 3_000}"\n'
    assert script(f"{known}::x::\nSend %x%\nreturn\n").told("x").startswith("left out")


@pytest.mark.parametrize(
    ("key", "typed"), [("{! %s}", "!" * 100), ("{Space %s}", " " * 100), ("{Asc %s}", "")]
)
def test_a_number_of_thousands_of_digits(script: Script, key: str, typed: str) -> None:
    assert script(f"::n::n{key % ('9' * 5_000)}\n").text("n") == f"n{typed}"


def test_blanks_in_a_brace_are_read_once(script: Script) -> None:
    begun = time.process_time()
    text = "{a" + " " * 30_000
    assert script(f"::b::{text}x\n").text("b") == f"{text}x"
    assert time.process_time() - begun < 2
