"""Plain text as HTML, and back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.customers.providers.markup import as_html, as_text
from desktop.customers.providers.sending import same


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Hello <b>Jane</b></p><p>Bye</p>", "Hello Jane\nBye"),
        ("a<br/>b<br>c", "a\nb\nc"),
        ("&lt;b&gt; &amp;amp; 5 &lt; 6", "<b> &amp; 5 < 6"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<style>p{}</style><script>alert(1)</script>x<script>y", "x"),
        ("<img src=http://198.51.100.1/x>x<!-- hidden -->", "x"),
        ("<ul>\n<li>One</li>\n<li>Two</li></ul>", "One\nTwo"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_what_a_person_would_read(markup: str, text: str) -> None:
    assert as_text(markup) == text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\n"), max_size=80))
def test_what_was_written_comes_back_the_same(text: str) -> None:
    assert same(as_text(as_html(text)), text)
    assert "<" not in as_html(text).replace("<br>", "")[5:-6]


@pytest.mark.parametrize("part", ["<", "<p", "<script", "<!--", "&", "<p ", "\n \n"])
def test_no_text_takes_long(part: str) -> None:
    begun = time.perf_counter()
    as_text(part * (2_000_000 // len(part)))
    assert time.perf_counter() - begun < 2
