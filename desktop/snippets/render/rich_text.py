"""Bodies in HTML or Markdown as a piece of HTML to paste, and pictures.

What stands beside it as plain text is made by :mod:`desktop.snippets.render.rich`. Values are
escaped: a customer's ``<b>`` stays one.
"""

from __future__ import annotations

import html
import os
import re
from functools import lru_cache
from pathlib import Path

from desktop.host.base import Rich
from desktop.snippets.render import casing
from desktop.snippets.render.programs import configuration_of, with_slashes
from desktop.snippets.render.template import CARET

MOST_PICTURE = 8 * 1024 * 1024
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)
_PLACE = re.compile(r"\{\{[^{}\n]*\}\}|\$\|\$|\\\{\\\{|\\\}\\\}")
_MARKUP = re.compile(r"(<[^>]*>|&#?\w+;)")
_BLOCK = re.compile(
    r"<(?!/)(?!(?:a|abbr|b|code|em|i|s|small|span|strong|sub|sup|u)\b)", re.IGNORECASE
)


def escaped(value: str) -> str:
    """A value as it stands in HTML, in texts and in attributes."""
    return html.escape(value).replace("\n", "<br>")


@lru_cache(maxsize=64)
def html_of_markdown(body: str) -> str:
    """Markdown as HTML; references and the caret mark stay, one paragraph has no tags."""
    from markdown_it import MarkdownIt  # few packs have any

    places: list[str] = []
    word = "qx"
    while word in body:
        word += "q"

    def keep(found: re.Match[str]) -> str:
        places.append(found[0])
        return f"{word}{len(places) - 1}z"

    made = MarkdownIt("commonmark", {"breaks": True}).enable(["table", "strikethrough"])
    text: str = made.render(_PLACE.sub(keep, body)).strip()
    text = re.sub(rf"{word}(\d+)z", lambda found: places[int(found[1])], text)
    if text.startswith("<p>") and text.count("<p>") == 1 and text.endswith("</p>"):
        text = text.removeprefix("<p>").removesuffix("</p>")
    return text


def in_style(text: str, style: casing.Style) -> str:
    """HTML in the style of a trigger's capitals; tags and entities stay."""
    if style is casing.Style.NONE:
        return text
    pieces = _MARKUP.split(text)
    for place in range(0, len(pieces), 2):
        if pieces[place].strip(CARET + " \n"):
            pieces[place] = casing.apply(pieces[place], style)
            if style is casing.Style.CAPITALIZE:
                break
    return "".join(pieces)


def caret_is_certain(text: str) -> bool:
    """Is what stands behind the caret mark on one line, character for character?"""
    return not _BLOCK.search(text.partition(CARET)[2])


def picture_path(written: str, pack: Path) -> Path:
    """Where the picture of an ``image_path`` is.

    ``$CONFIG`` and ``~`` are folders; a path that is not whole begins at the pack's own.
    """
    config = str(configuration_of(pack))
    for name in ("$CONFIG", "%CONFIG%"):
        written = with_slashes(written, name).replace(name, config)
    return pack.parent / Path(os.path.expanduser(written.strip()))  # noqa: PTH111 - not of others


def picture(written: str, pack: Path) -> Rich | str:
    """The picture of an ``image_path``, or why there is none."""
    try:
        with picture_path(written, pack).open("rb") as file:
            data = file.read(MOST_PICTURE + 1)
    except (OSError, ValueError):
        return "The picture of this snippet can't be read."
    kind = next((kind for head, kind in _KINDS if data.startswith(head)), "")
    if not kind:
        return "The file of this snippet is no picture that can be put in."
    if len(data) > MOST_PICTURE:
        return f"The picture of this snippet is larger than {MOST_PICTURE >> 20} MB."
    return Rich(picture=data, kind=kind)
