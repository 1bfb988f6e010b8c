"""customers.articles.excerpt: words out of HTML, whatever it is."""

from __future__ import annotations

import time

import pytest

from desktop.customers.articles.excerpt import LONGEST, plain_text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plain", "plain"),
        ("a @@@hl@@@return@@@endhl@@@ is", "a return is"),
        ("<p>One</p><p>two</p>", "One two"),
        ("<ul><li>One<li>two</ul>", "One two"),
        ("fr<b>e</b>e of <a href='http://198.51.100.1'>charge</a>", "free of charge"),
        ("<script>alert(1)</script>seen<style>p{}</style>", "seen"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<img src=x onerror=y>", ""),
        ("a\u202eb\x00c\n\td", "abc d"),
        ("", ""),
    ],
)
def test_words(text: str, words: str) -> None:
    assert plain_text(text) == words


@pytest.mark.parametrize(
    "piece", ["<", "<!", "<!--", "<![CDATA[", "</", "&#", "<a ", "<a b='", "<script>", "<?", "&amp"]
)
def test_nothing_takes_long(piece: str) -> None:
    begun = time.perf_counter()
    assert len(plain_text(piece * (5_000_000 // len(piece)))) <= LONGEST
    assert time.perf_counter() - begun < 1
