"""What a text file of somebody else's is written in: its encoding, and what divides its columns."""

from __future__ import annotations

import csv

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ",;\t|"
_ALIKE = 0.6
"""Of the lines have the same number of columns, if the delimiter is right."""


def encoding_of(sample: bytes) -> str:
    """By its mark, else UTF-8 if it is that, else the one of Windows in western countries."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if sample[1:2] == b"\0" and b"\0" not in sample[:1]:
        return "utf-16-le"
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        # The last character of the sample may be cut through.
        if error.start < len(sample) - 4:
            return "cp1252"
    return "utf-8"


def delimiter_of(text: str) -> str:
    """The sign that divides most lines into the same number of columns; a comma if none does.

    One that only begins lines divides nothing: abbreviations often begin with a semicolon.
    """
    lines = [line[:5000] for line in text.splitlines()[:30]]
    lines = lines[:-1] if len(lines) > 1 and len(lines) < 30 else lines
    best, most = ",", (_ALIKE, 1)
    for sign in _DELIMITERS:
        rows = [row for row in csv.reader(lines, delimiter=sign) if row]
        if not any(row[0] for row in rows):
            continue
        widths = [len(row) for row in rows]
        usual = max(widths, key=widths.count)
        merit = (widths.count(usual) / len(widths), usual) if usual > 1 else (0.0, 1)
        if merit > most:
            best, most = sign, merit
    return best
