"""HTML as Windows' clipboard has it: with a head that says where what begins (CF_HTML)."""

from __future__ import annotations

NAME = "HTML Format"
_HEAD = (
    "Version:0.9\r\nStartHTML:{:010d}\r\nEndHTML:{:010d}\r\n"
    "StartFragment:{:010d}\r\nEndFragment:{:010d}\r\n"
)
_BEFORE = b"<html><body><!--StartFragment-->"
_AFTER = b"<!--EndFragment--></body></html>"


def html_format(piece: str) -> bytes:
    """A piece of HTML in that form; the places are counted in bytes of UTF-8."""
    data = piece.encode("utf-8", "replace")
    start = len(_HEAD.format(0, 0, 0, 0))
    begin = start + len(_BEFORE)
    end = begin + len(data)
    head = _HEAD.format(start, end + len(_AFTER), begin, end).encode("ascii")
    return head + _BEFORE + data + _AFTER + b"\0"
