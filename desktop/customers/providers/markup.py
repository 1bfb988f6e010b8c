"""Plain text as the HTML that vendors take, and back from the HTML that they answer with."""

from __future__ import annotations

import html
import re

LONGEST = 200_000
"""Characters of HTML that are looked at."""

_SILENT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_BREAKS = re.compile(
    r"</?(?:p|div|br|li|ul|ol|tr|table|h[1-6]|blockquote|pre|hr)\b[^<>]*>", re.IGNORECASE
)
_TAGS = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n\s*\n\s*")


def as_html(text: str, tag: str = "div") -> str:
    """With its line breaks and its spaces, in one element."""
    escaped = html.escape(text, quote=False).replace("  ", "&nbsp; ")
    return f"<{tag}>{'<br>'.join(escaped.splitlines())}</{tag}>"


def as_text(markup: str) -> str:
    """What a person would read of it, its paragraphs on lines of their own."""
    shown = _SILENT.sub(" ", markup[:LONGEST])
    shown = _TAGS.sub("", _BREAKS.sub("\n", shown))
    lines = (" ".join(one.split()) for one in html.unescape(shown).split("\n"))
    return _BLANK_LINES.sub("\n", "\n".join(lines)).strip()
