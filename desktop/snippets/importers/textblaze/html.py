"""Formatted snippets of Text Blaze: which can stay HTML, and the HTML made ready for a pack.

An export has their ``html`` beside the plain ``text`` (so converters of others read it).
"""

from __future__ import annotations

import html
import re

from desktop.snippets.render.rich import text_of_html

_FORMATS = re.compile(
    r"<(?:a|b|strong|em|i|u|s|strike|del|ul|ol|table|img|h[1-6]|hr|blockquote|code|pre|sub|sup|font)"
    r"\b|style=\"[^\"]*(?:color|font|weight|decoration|background)",
    re.IGNORECASE,
)
_EDITORS = re.compile(r"\s(?:data-[\w-]{1,40}|class|id)=\"[^\"]*\"")
"""What its editor needs for itself."""
_INSIDE = re.compile(r"\{[^{}<>]*\}")


def is_formatted(written: str) -> bool:
    """Whether it looks different from its plain text."""
    return _FORMATS.search(written) is not None


def ready(written: str) -> str:
    """The HTML with commands as they are in a plain text."""
    bare = _EDITORS.sub("", written).replace("\u200b", "").strip()
    return _INSIDE.sub(lambda found: html.unescape(found[0]).replace("\xa0", " "), bare)


def plain(written: str) -> str:
    """Its text, where an export has none."""
    return text_of_html(ready(written))
