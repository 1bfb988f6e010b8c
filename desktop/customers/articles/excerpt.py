"""Plain lines out of what knowledge bases send: HTML, whole or in pieces, with marks of their own.

Nothing of it is ever rendered: what could load, run or hide something is left out with its words.
"""

from __future__ import annotations

import html
import re

from desktop.customers.plain import line

LONGEST = 400
"""Characters of an excerpt."""
_READ = 20_000
"""Characters of a text that are read; the rest says no more."""
_HIGHLIGHT = re.compile(r"@@@(?:end)?hl@@@")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,20})[^<>]*(?:>|$)|<[!?][^<>]*(?:>|$)")
_UNSEEN = frozenset({"script", "style", "head", "template", "iframe", "object", "svg"})
_WITHIN = frozenset({"b", "i", "em", "strong", "span", "a", "u", "code", "mark", "sub", "sup"})


def plain_text(text: str, longest: int = LONGEST) -> str:
    """One line of words.

    By one pass from the beginning to the end, as Python's own reader of HTML takes seconds for a
    few thousand tags that never end.
    """
    source = _HIGHLIGHT.sub("", text[:_READ])
    words: list[str] = []
    at = 0
    while (begin := source.find("<", at)) >= 0:
        words.append(source[at:begin])
        tag = _TAG.match(source, begin)
        if source.startswith("<!--", begin):
            end = source.find("-->", begin)
            at = end + 3 if end >= 0 else len(source)
        elif tag is None:
            words.append("<")
            at = begin + 1
        else:
            name = (tag[1] or "").lower()
            at = tag.end()
            if name in _UNSEEN and source[begin + 1] != "/":
                close = re.compile(f"</{name}", re.IGNORECASE).search(source, at)
                at = close.start() if close else len(source)
            words.append("" if name in _WITHIN else " ")
    words.append(source[at:])
    return line(html.unescape("".join(words)), longest)
