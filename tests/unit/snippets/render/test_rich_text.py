"""HTML and Markdown as something to paste, and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.snippets.model import Body
from desktop.snippets.render.rich_text import MOST_PICTURE, html_of_markdown
from tests.unit.snippets.render.bench import Bench, echo, snippet, var

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture
def bench() -> Bench:
    return Bench()


def html(bench: Bench, body: str, *own: Any, kind: Body = Body.HTML, **request: Any) -> str:
    fields = {name: request.pop(name) for name in ("propagate_case",) if name in request}
    return bench.rendered(snippet(body, *own, kind=kind, **fields), **request).rich.html


def test_html_is_pasted_with_a_text_beside_it(bench: Bench) -> None:
    found = bench.rendered(snippet("<p>Dear <b>Ann</b></p><ul><li>one</li></ul>", kind=Body.HTML))
    assert found.rich.html == "<p>Dear <b>Ann</b></p><ul><li>one</li></ul>"
    assert found.text == "Dear Ann\n\n- one"
    assert "Ann" not in repr(found)


def test_a_plain_snippet_has_nothing_beside_its_text(bench: Bench) -> None:
    assert not bench.rendered("<b>no</b>").rich


def test_values_are_escaped_in_texts_and_attributes(bench: Bench) -> None:
    context = {"customer": {"name": 'A <b> "C" & D', "url": "https://x/?a=1&b='2"}}
    body = '<a href="{{customer.url}}">{{customer.name}}</a>{{x}}'
    found = html(bench, body, echo("x", "1\n2"), context=context)
    assert found == (
        '<a href="https://x/?a=1&amp;b=&#x27;2">A &lt;b&gt; &quot;C&quot; &amp; D</a>1<br>2'
    )


def test_a_value_that_only_an_attribute_uses_is_found_out_too(bench: Bench) -> None:
    assert html(bench, '<img alt="" src="{{x}}">', echo("x", "a.png")) == '<img alt="" src="a.png">'


def test_random_picks_are_the_same_in_both(bench: Bench) -> None:
    many = var("n", "random", choices=[str(n) for n in range(99)])
    found = bench.rendered(snippet("<i>{{n}}</i>", many, kind=Body.HTML))
    assert found.rich.html == f"<i>{found.text}</i>"


def test_holes_close_and_optional_parts_go(bench: Bench) -> None:
    part = "{{#customer.city}}of <b>{{customer.city}}</b> {{/customer.city}}"
    body = f"Hi {{{{customer.first_name}}}}, {part}<i>you</i>"
    assert html(bench, body) == "Hi, <i>you</i>"
    context = {"customer": {"first_name": "Ann", "city": "Bonn"}}
    assert html(bench, body, context=context) == "Hi Ann, of <b>Bonn</b> <i>you</i>"


def test_capitals_of_a_trigger_leave_tags_and_entities(bench: Bench) -> None:
    body = '<b class="x">dear</b>&nbsp;all'
    assert html(bench, body, propagate_case=True, typed=":AB") == '<b class="x">DEAR</b>&nbsp;ALL'
    assert html(bench, body, propagate_case=True, typed=":Ab") == '<b class="x">Dear</b>&nbsp;all'


def test_the_caret_mark_counts_only_where_its_place_is_certain(bench: Bench) -> None:
    found = bench.rendered(snippet("<p>Dear $|$, <b>hi</b></p>", kind=Body.HTML))
    assert (found.rich.html, found.left) == ("<p>Dear , <b>hi</b></p>", 4)
    for unsure in ("$|$<ul><li>a</li></ul>", "$|$<p>a</p>", "$|$<br>a", "$|$<img alt='abc'>"):
        found = bench.rendered(snippet(f"Dear {unsure}", kind=Body.HTML))
        assert found.left == 0
        assert "$|$" not in found.rich.html


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("This is **very** *fine*", "This is <strong>very</strong> <em>fine</em>"),
        ("one\ntwo", "one<br />\ntwo"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("# T", "<h1>T</h1>"),
        ("[{{a.b_c}}](https://x/{{d}})", '<a href="https://x/{{d}}">{{a.b_c}}</a>'),
        ("*{{a}}* $|$ \\{\\{x\\}\\}", "<em>{{a}}</em> $|$ \\{\\{x\\}\\}"),
        ("a qx0z {{b}}", "a qx0z {{b}}"),
        ("~~old~~ `x`", "<s>old</s> <code>x</code>"),
    ],
)
def test_markdown_becomes_html(body: str, wanted: str) -> None:
    assert html_of_markdown(body) == wanted


def test_a_value_in_markdown_is_no_markdown(bench: Bench) -> None:
    context = {"customer": {"name": "*A* <b>"}}
    found = html(bench, "**{{customer.name}}**", kind=Body.MARKDOWN, context=context)
    assert found == "<strong>*A* &lt;b&gt;</strong>"


# --- pictures -------------------------------------------------------------------------------------


def picture(bench: Bench, folder: Path, written: str, *own: Any) -> Any:
    pack = str(folder / "match" / "base.yml")
    return bench.outcome(snippet(written, *own, kind=Body.IMAGE, path=pack))


@pytest.mark.parametrize("written", ["a.png", "$CONFIG/match/a.png", "{{x}}.png"])
def test_a_picture_is_read_where_the_pack_says(bench: Bench, tmp_path: Path, written: str) -> None:
    (tmp_path / "match").mkdir()
    (tmp_path / "match" / "a.png").write_bytes(PNG)
    found = picture(bench, tmp_path, written, echo("x", "a"))
    assert (found.text, found.rich.picture, found.rich.kind) == ("", PNG, "image/png")
    assert "PNG" not in repr(found)


def test_what_is_no_picture_is_told(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "match").mkdir()
    (tmp_path / "match" / "a.png").write_text("secret")
    (tmp_path / "match" / "big.png").write_bytes(PNG + bytes(MOST_PICTURE))
    assert "no picture" in picture(bench, tmp_path, "a.png").what
    assert "can't be read" in picture(bench, tmp_path, "b.png").what
    assert "can't be read" in picture(bench, tmp_path, ".").what
    assert "larger than 8 MB" in picture(bench, tmp_path, "big.png").what
    assert picture(bench, tmp_path, "b.png").place == "base.yml:7"


def test_a_picture_is_not_taken_into_a_text(bench: Bench) -> None:
    bench.snippets["p"] = snippet("a.png", kind=Body.IMAGE, id="care#2")
    found = bench.problem("see {{p}}", var("p", "match", trigger="p"))
    assert "can't be taken into a text" in found.what
