"""HTML and Markdown as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.snippets.render.rich import text_of_html, text_of_markdown


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<b>Hi</b> {{customer.first_name}}<br>bye", "Hi {{customer.first_name}}\nbye"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One</div>\n<div>Two</div>", "One\nTwo"),
        ("a  \n b", "a b"),
        ("x &lt;b&gt; &amp; &nbsp;y", "x <b> & \u00a0y"),
        ("<ul><li>one</li><li>two</li></ul>end", "- one\n- two\n\nend"),
        ("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two"),
        ('<a href="https://example.org/x">here</a>', "here (https://example.org/x)"),
        ('<a href="https://example.org">https://example.org</a>', "https://example.org"),
        ('<a href="mailto:a@example.org">write</a>', "write (a@example.org)"),
        ("<a href='{{clipb}}'>$|$</a>", "$|$ ({{clipb}})"),
        ('<img src="x.png" alt="Logo"> us', "Logo us"),
        ("<style>p {}</style><script>x</script>ok", "ok"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<h1>Title</h1>text", "Title\n\ntext"),
        ("plain", "plain"),
        ("</li></ol></a>", ""),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
    ],
)
def test_html(body: str, text: str) -> None:
    assert text_of_html(body) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("This *text* is **very _rich_**!", "This text is very rich!"),
        ("# Title #\n\ntext", "Title\n\ntext"),
        ("* one\n* two\n  + three", "- one\n- two\n  - three"),
        ("> quoted\n> twice", "quoted\ntwice"),
        ("[here](https://example.org)", "here (https://example.org)"),
        ("<https://example.org>", "https://example.org"),
        ("![logo](x.png) us", "logo us"),
        ("`code` and ~~gone~~", "code and gone"),
        ("```py\nx = 1\n```\n", "x = 1"),
        ("a\n\n---\n\nb", "a\n\nb"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("{{customer.first_name}} and {{agent.first_name}}", None),
        ("**{{customer.first_name}}**", "{{customer.first_name}}"),
        ("1\\. not a list \\*", "1. not a list *"),
        ("one  \ntwo", "one\ntwo"),
    ],
)
def test_markdown(body: str, text: str | None) -> None:
    assert text_of_markdown(body) == (body if text is None else text)


@given(st.text())
def test_any_text_can_be_read(body: str) -> None:
    text_of_html(body)
    text_of_markdown(body)


def test_long_runs_of_signs_take_no_time() -> None:
    for sign in ("*", "_", "[", "`", "<", "~", "> ", "[a](", "**a", "_a "):
        text_of_markdown(sign * 5_000)
        text_of_html(sign * 5_000)


@pytest.mark.parametrize("piece", ["<a ", "<td><p>", "<p>", "<a href=x></a><p>", "<!--", "</a "])
def test_long_runs_of_tags_take_no_time(piece: str) -> None:
    text_of_html(piece * 40_000)


def test_a_tag_that_does_not_end_is_text() -> None:
    assert text_of_html("<b>a</b> < b <i") == "a < b <i"


def test_a_link_without_words_is_the_first_line() -> None:
    body = "<td><a href='https://shop.example'> </a><p>one</p>two"
    assert text_of_html(body) == "(https://shop.example)\n\none\n\ntwo"
