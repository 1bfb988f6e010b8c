"""Text Blaze's export and commands, by what is typed afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.snippets.importers.base import Importer
from desktop.snippets.importers.registry import importer_for
from desktop.snippets.importers.textblaze import IMPORTER, commands, read
from desktop.snippets.render.template import parse
from tests.unit.snippets.importers.conftest import Moved

Move = Callable[[Importer, Path], Moved]


def file(path: Path, *snippets: dict[str, Any], name: str = "Care") -> Path:
    content = {"version": 7, "folders": [{"name": name, "snippets": snippets}]}
    path.write_text(json.dumps(content), "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Hi {formtext: name=Who; default=you}", "Hi you"),
        ("{formtext}", ""),
        ('{formparagraph: name=N; default="a; b"}', "a; b"),
        ("{formtoggle: name=v; default=yes}on{endformtoggle}.", "on."),
        ("{formtoggle: name=v}off{endformtoggle}.", "."),
        ("{formmenu: a; b; default=b; name=m}", "b"),
        ("{formmenu: a; b; c; multiple=yes; name=m; default=a}", "a"),
        ("{formdate: YYYY-MM-DD; name=d}", ""),
        ("{=who}: {formtext: name=who; default=Ana} {=who}", "Ana: Ana Ana"),
        ("{formtext: name=who; default=Ana} {=who & 1}", "Ana {=who & 1}"),
        ("{formtext: name=Your Topic; default=b}{=`your topic`}{=Other}", "bb{=Other}"),
        ("a {formtoggle: name=v; default=yes} b", "a {formtoggle: name=v; default=yes} b"),
        ("<{snippet: shortcut}{snippet: trigger}{snippet: id}>", "</x/x>"),
        ("{time: YYYY-MM-DD}", "2026-11-29"),
        ("{time: [Do it by] D}", "Do it by 29"),
        ("{time: dddd, MMMM D; shift=+3D}", "Wednesday, December 2"),
        ("{time: MMM YY; shift=-1M}", "Oct 26"),
        ("{clipboard}{key: tab}x{key: enter}", "copied\tx\n"),
        ("{import: /sig}", "Kim"),
        ("a{note}secret{endnote}b{wait: 3s}", "ab"),
        ("{link: https://x.example/a}here{endlink}!", "here (https://x.example/a)!"),
        ("{if: x > 3}a{endif} {=1+1}", "{if: x > 3}a{endif} {=1+1}"),
        ("\\{not a command\\} {unknown} {{x}}", "{not a command} {unknown} {{x}}"),
    ],
)
def test_commands(tmp_path: Path, move: Move, text: str, typed: str) -> None:
    path = file(
        tmp_path / "a.json",
        {"name": "X", "shortcut": "/x", "text": text, "type": "text"},
        {"name": "Sig", "shortcut": "/sig", "text": "Kim"},
    )
    assert move(IMPORTER, path).text("/x") == typed


def test_the_report(tmp_path: Path, move: Move) -> None:
    path = file(
        tmp_path / "a.json",
        {"name": "Caret", "shortcut": "/c", "text": "Hi {cursor}you"},
        {"name": "Load", "shortcut": "/l", "text": "{urlload: https://x.example}"},
        {"name": "Logic", "shortcut": "/g", "text": "{if: a}b{endif}"},
        {"name": "Empty", "shortcut": "/e", "text": ""},
        {"name": 7},
    )
    assert importer_for(path).name == "textblaze"
    moved = move(IMPORTER, path)
    assert moved.report.files == ("Care.yml",)
    assert moved.typed("/c").caret == 3
    assert moved.told("/c") == "as it was"
    assert moved.told("/l").startswith("left out It reads from")
    assert "decides or counts" in moved.told("/g")
    assert moved.told("snippet 5") == "left out It is damaged."


FORMATTED = (
    '<p data-mce-style="x" class="y">Hi <strong>{clipboard}</strong> on {time:&nbsp;DD.MM.}</p>'
    '<ul><li><a href="https://x.example/?a=1&amp;b=2">here</a>{cursor}</li></ul>'
)


def test_formatted_snippets_stay_so(tmp_path: Path, move: Move) -> None:
    path = file(
        tmp_path / "a.json",
        {"shortcut": "/f", "type": "html", "html": FORMATTED, "text": "Hi {clipboard}"},
        {"shortcut": "/p", "type": "html", "html": "<p>a</p><p>b</p>", "text": "a\nb"},
        {
            "shortcut": "/w",
            "type": "html",
            "html": "<b>{formtext: name=a}</b>",
            "text": "{formtext: name=a}",
        },
        {"shortcut": "/e", "type": "html", "html": "<p>one<br>two {formtext: name=b}</p>"},
        {"shortcut": "/n", "type": "text", "html": None, "text": "<b>"},
    )
    moved = move(IMPORTER, path)
    rich = moved.typed("/f").rich
    assert rich.html == (
        "<p>Hi <strong>copied</strong> on 29.11.</p>"
        '<ul><li><a href="https://x.example/?a=1&amp;b=2">here</a></li></ul>'
    )
    assert moved.told("/f") == moved.told("/p") == moved.told("/n") == "as it was"
    assert (moved.text("/p"), moved.typed("/p").rich.html) == ("a\nb", "")
    assert moved.told("/w") == "changed Its formatting is left out."
    assert moved.text("/e") == "one\ntwo "
    assert moved.text("/n") == "<b>"


@pytest.mark.parametrize(
    ("text", "values"),
    [("{formmenu: a; default=b; c; b}", "acb"), ("{formmenu: default=a; b}", "ab")],
)
def test_a_menu_keeps_its_order(text: str, values: str) -> None:
    [about] = commands(text).draft("x", []).form_fields.values()
    assert isinstance(about, dict)
    assert about["values"] == list(values)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{shout: a}", "command that Deskhand does not know"),
        ("{formtext: name=a; formatter=x}", "option of a command"),
        ("{formdate: YYYY; name=a; default=2026-01-01}", "option of a command"),
        ("{time: YYYY; locale=de}", "option of a command"),
        ("{time: MMMM Do}", "letters of its ordinal"),
        ("{formdate: Do MMMM; name=d}", "letters of its ordinal"),
        ("{snippet: id}", "mark of the snippet's own"),
        ("{formtext: name=a; default=b; cols=3}", ""),
        ("{} { }", ""),
    ],
)
def test_what_is_not_understood_is_told(text: str, told: str) -> None:
    changes = " ".join(commands(text).changes)
    assert told in changes
    assert bool(told) is bool(changes)


@pytest.mark.parametrize("content", ["{", "[]", '{"folders": 1}', "", '{"folders":' + "[" * 9000])
def test_what_is_no_export_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(UserError, match="Text Blaze"):
        read(tmp_path / "a.json")


@given(st.text('{}:;="\\/ abcformtextnoteimpl', max_size=80))
def test_any_text_becomes_a_template(text: str) -> None:
    parse(commands(text).draft("x", []).body)
