"""Cuts a text into pieces that an engine takes, and puts the translated pieces together again.

Pieces are lines, since many engines lose line breaks, or pages of lines for those that keep them. A
line that is too long is cut between sentences, then between words, then between characters as
people see them; never inside of one, nor inside of a token. What stands between the pieces never
leaves, so it comes back as it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

_LINE_BREAKS = re.compile(r"([\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+)")
_SENTENCE_END = re.compile(
    r"(?<=[.!?…؟।։])[\"'»”’)\]]{0,3}(\s+)|(?<=[。！？｡])[」』”’）]{0,3}()(?=[^」』”’）。！？])"
)
_TOKEN = re.compile(r"XQ\d{1,7}QX")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")
_SPACING_MARKS = frozenset("\u0e33\u0eb3\u200c\u200d\u20e3\uff9e\uff9f")

LEAST_LIMIT = 16
"""The smallest limit that makes sense: a token and a letter."""


def utf8_bytes(char: str) -> int:
    """How many bytes a character takes in a body of JSON or a form in UTF-8."""
    code = ord(char)
    return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4


def url_bytes(char: str) -> int:
    """How many bytes a character takes in an address, where all but a few are written as %XX."""
    return 1 if char in _UNRESERVED else 3 * utf8_bytes(char)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str = field(repr=False)
    sent: bool


@dataclass(frozen=True, slots=True)
class Chunks:
    """A text in pieces, some to translate and what is between them."""

    _pieces: tuple[_Piece, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What to translate, in order; without spaces around it and never empty."""
        return tuple(piece.text for piece in self._pieces if piece.sent)

    def join(self, translated: Sequence[str]) -> str:
        """The whole from the translations of :attr:`texts`, in the same order.

        Raises:
            ValueError: there are more or fewer of them.
        """
        if len(translated) != len(self.texts):
            raise ValueError("as many translations are needed as there are texts")
        pending = iter(translated)
        return "".join(
            next(pending).strip() if piece.sent else piece.text for piece in self._pieces
        )


def split(
    text: str,
    limit: int,
    size: Callable[[str], int] = utf8_bytes,
    *,
    by_sentence: bool = False,
) -> Chunks:
    """Cut a text so that no piece is longer than ``limit``, measured by ``size`` of a character.

    ``by_sentence`` makes each sentence a piece of its own, for a second try. What has no letters
    beside tokens is not sent, nor is a single character that is over the limit (a letter with a
    hundred marks on it).

    Raises:
        ValueError: the limit is under :data:`LEAST_LIMIT`.
    """
    if limit < LEAST_LIMIT:
        raise ValueError(f"the limit must be at least {LEAST_LIMIT}")
    return Chunks(tuple(_pieces(text, limit, size, by_sentence=by_sentence)))


def pages(text: str, limit: int, size: Callable[[str], int] = utf8_bytes) -> Iterator[str]:
    """Cut a text between lines, each page as long as the limit allows; a longer line is one."""
    page: list[str] = []
    length = 0
    for line in text.splitlines(keepends=True):
        more = _length(line, size)
        if page and length + more > limit:
            yield "".join(page)
            page, length = [], 0
        page.append(line)
        length += more
    if page:
        yield "".join(page)


def _pieces(
    text: str, limit: int, size: Callable[[str], int], *, by_sentence: bool
) -> Iterator[_Piece]:
    for number, line in enumerate(_LINE_BREAKS.split(text)):
        if number % 2:
            yield _Piece(line, sent=False)
        elif not by_sentence and _length(line, size) <= limit:
            yield from _with_margins(line)
        else:
            sentences = _sentences(line)
            parts = sentences if by_sentence else _packed(sentences, limit, size)
            for part in parts:
                if _length(part.strip(), size) <= limit:
                    yield from _with_margins(part)
                else:
                    for word in _packed(_clusters(part), limit, size):
                        yield from _with_margins(word, may_send=_length(word, size) <= limit)


def _length(text: str, size: Callable[[str], int]) -> int:
    return sum(map(size, text))


def _with_margins(text: str, *, may_send: bool = True) -> Iterator[_Piece]:
    """A piece to send with the spaces around it kept back."""
    body = text.strip()
    if not may_send or not any(char.isalpha() for char in _TOKEN.sub("", body)):
        if text:
            yield _Piece(text, sent=False)
        return
    start = text.index(body)
    for part, sent in ((text[:start], False), (body, True), (text[start + len(body) :], False)):
        if part:
            yield _Piece(part, sent)


def _sentences(line: str) -> list[str]:
    """The sentences of a line, each with the spaces after it."""
    found = (match.end() for match in _SENTENCE_END.finditer(line))
    ends = [end for end in found if end < len(line) and not _holds(line[end - 1], line[end], 1)]
    return [line[a:b] for a, b in zip([0, *ends], [*ends, len(line)], strict=True) if a < b]


def _packed(parts: Sequence[str], limit: int, size: Callable[[str], int]) -> Iterator[str]:
    """Join parts while they stay within the limit; cut after a space where there is one."""
    pack: list[str] = []
    length = 0
    for part in parts:
        more = _length(part, size)
        while pack and length + more > limit:
            kept = _last_space(pack)
            yield "".join(pack[:kept])
            pack = pack[kept:]
            length = sum(_length(piece, size) for piece in pack)
        pack.append(part)
        length += more
    if pack:
        yield "".join(pack)


def _last_space(pack: Sequence[str]) -> int:
    """How many of the parts to give out: up to the last space in the later half, or all."""
    for number in range(len(pack), len(pack) // 2, -1):
        if pack[number - 1][-1:].isspace():
            return number
    return len(pack)


def _clusters(text: str) -> list[str]:
    """The characters as people see them, tokens whole.

    Follows Unicode's rules (UAX 29) where they matter to the reader, and is more cautious beyond.
    """
    found: list[str] = []
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        end = token.end() if token else at + 1
        flags = 1
        while end < len(text) and _holds(text[end - 1], text[end], flags):
            flags = flags + 1 if _is_flag(text[end]) else 1
            end += 1
        found.append(text[at:end])
        at = end
    return found


def _holds(before: str, after: str, flags: int) -> bool:
    """Whether there is no boundary between two characters."""
    if after < "\u0300" and before < "\u0300":
        return before == "\r" and after == "\n"
    if _is_flag(before) and _is_flag(after):
        return flags % 2 == 1
    code = ord(after)
    return (
        unicodedata.category(after) in {"Mn", "Mc", "Me"}
        or after in _SPACING_MARKS
        or 0x1F3FB <= code <= 0x1F3FF  # skin tones
        or 0xE0020 <= code <= 0xE007F  # the letters of regional flags
        or 0xDC00 <= code <= 0xDFFF  # the second half of a broken pair
        or (0x1160 <= code <= 0x11FF and 0x1100 <= ord(before) <= 0x11FF)  # Hangul in parts
        or before == "\u200d"
        or unicodedata.combining(before) == 9  # a virama, which joins Indic consonants
    )


def _is_flag(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF
