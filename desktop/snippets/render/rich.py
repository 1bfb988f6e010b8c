"""Bodies in HTML or Markdown as plain text that reads well, for where nothing can be bold.

The text of the pack is converted, not the result, so that a customer's ``<b>`` or ``*`` stays.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser

_SPACED = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"}
)
_BLOCKS = _SPACED | {
    *("address", "article", "div", "dl", "dt", "footer", "form", "header", "li", "main"),
    *("section", "tr"),
}
_SILENT = frozenset({"script", "style", "head", "title"})

_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*\n?", re.MULTILINE)
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$", re.MULTILINE)
_QUOTE = re.compile(r"^[ ]{0,3}>[ ]?", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]*)[*+][ \t]+", re.MULTILINE)
_RULE = re.compile(r"^[ ]{0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)
# Nothing here may run over the same characters again and again: a pack may be anybody's.
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\([^()\[\]\n]*\)")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^()\[\]\s]+)(?:[ ]+\"[^\"\n]*\")?\)")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^>\s]+)>")
_STRONG = re.compile(r"(?<!\\)(\*\*|__)(?=\S)([^\n]{1,500}?)(?<=\S)\1")
_STARRED = re.compile(r"(?<![\\*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s\\])\*(?!\*)")
_UNDERLINED = re.compile(r"(?<![\w\\])_(?=\S)([^_\n{}]+?)(?<=\S)_(?!\w)")
_STRUCK = re.compile(r"~~(?=\S)([^\n]{1,500}?)(?<=\S)~~")
_CODE = re.compile(r"`([^`\n]+)`")
_ESCAPED = re.compile(r"\\([\\`*_\[\]()#+\-.!>~])")
_HARD_BREAK = re.compile(r"(?:(?<! ) {2,}|\\)\n")
_BLANK_LINES = re.compile(r"\n{3,}")


@lru_cache(maxsize=256)
def text_of_html(body: str) -> str:
    """The text of HTML: blocks on lines of their own, list items with a dash, links spelt out."""
    reader = _Reader()
    # No tag ends behind the last “>”, and html.parser would look for the end of each anew.
    end = body.rfind(">") + 1
    reader.feed(body[:end] + body[end:].replace("<", "&lt;"))
    reader.close()
    return reader.text()


@lru_cache(maxsize=256)
def text_of_markdown(body: str) -> str:
    """Markdown without its signs; the lines stay as they are."""
    text = _FENCE.sub("", body)
    text = _HEADING.sub(r"\1", text)
    text = _RULE.sub("", text)
    text = _QUOTE.sub("", text)
    text = _BULLET.sub(r"\1- ", text)
    text = _IMAGE.sub(r"\1", text)
    text = _LINK.sub(lambda link: _spelt_out(link[1], link[2]), text)
    text = _ADDRESS.sub(lambda link: link[1].removeprefix("mailto:"), text)
    text = _CODE.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    text = _STARRED.sub(r"\1", text)
    text = _UNDERLINED.sub(r"\1", text)
    text = _STRUCK.sub(r"\1", text)
    text = _HARD_BREAK.sub("\n", text)
    text = _ESCAPED.sub(r"\1", text)
    return _BLANK_LINES.sub("\n\n", text).strip("\n")


def _spelt_out(label: str, address: str) -> str:
    plain = address.removeprefix("mailto:").removeprefix("tel:")
    return label if plain in {label, ""} or address.startswith("#") else f"{label} ({plain})"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._blank = 0
        """So many of them, from the first, are known to have no words."""
        self._links: list[tuple[str, int]] = []
        self._silent = 0
        self._pre = 0
        self._lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._parts.append("\n")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._parts)))
        elif tag == "img":
            self._parts.append(dict(attrs).get("alt") or "")
        elif tag in _BLOCKS:
            self._start_block(tag)
        elif tag in {"td", "th"}:
            self._parts.append(" ")

    def _start_block(self, tag: str) -> None:
        self._break(2 if tag in _SPACED and not self._lists else 1)
        if tag in {"ul", "ol"}:
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "pre":
            self._pre += 1
        elif tag == "li":
            number = self._lists[-1] if self._lists else None
            if number is not None:
                self._lists[-1] = number + 1
            self._parts.append("- " if number is None else f"{number + 1}. ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "a" and self._links:
            address, start = self._links.pop()
            label = "".join(self._parts[start:])
            del self._parts[start:]
            self._blank = min(self._blank, start)
            plain = label.replace("$|$", "").strip()
            self._parts.append(label + _spelt_out(plain, address)[len(plain) :])
        elif tag in _BLOCKS:
            if tag in {"ul", "ol"} and self._lists:
                self._lists.pop()
            elif tag == "pre":
                self._pre = max(0, self._pre - 1)
            self._break(2 if tag in _SPACED and not self._lists else 1)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._pre:
            self._parts.append(data)
            return
        data = re.sub(r"[ \t\r\n\f]+", " ", data)
        if self._parts and self._parts[-1][-1:] in {"\n", " "}:
            data = data.lstrip(" ")
        if data:
            self._parts.append(data)

    def _break(self, lines: int) -> None:
        text = "".join(self._parts[-3:])
        have = len(text) - len(text.rstrip("\n"))
        if self._has_begun():
            self._parts.append("\n" * max(0, lines - have))

    def _has_begun(self) -> bool:
        while self._blank < len(self._parts) and not self._parts[self._blank].strip():
            self._blank += 1
        return self._blank < len(self._parts)

    def text(self) -> str:
        lines = "".join(self._parts).split("\n")
        return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip(" ") for line in lines)).strip("\n ")
