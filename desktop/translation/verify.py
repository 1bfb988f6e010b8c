"""Is what an engine gave a translation at all? Services answer 200 with much that is none.

Everything here is judged against the text that was sent: what a customer wrote themselves, an
error message for instance, may come back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from desktop.core.tags import primary, subtags
from desktop.translation.engines.codes import same_language


class Flaw(StrEnum):
    """What is wrong."""

    EMPTY = "empty"
    ERROR_PAGE = "error page"
    QUOTA_NOTICE = "quota notice"
    HTML = "html"
    ENCODING = "encoding"
    SCRIPT = "script"
    LENGTH = "length"
    FOREIGN = "foreign"
    """It holds a link, an address or a long number that was not sent: somebody else's text."""
    TOKENS = "tokens"
    SAME = "same"
    NUMBERS = "numbers"


BEARABLE = frozenset({Flaw.TOKENS, Flaw.SAME, Flaw.NUMBERS})
"""With these a result may be shown, with a warning, if nobody has a better one."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What an engine was given."""

    text: str
    source: str
    target: str
    tokens: tuple[str, ...] = ()
    """Masks in the text; they are no words."""


_ERROR_PAGE = re.compile(
    r"\A\W{0,5}(?:HTTP\S* )?(?:Error\W{1,3})?(?P<code>[45]\d\d)\W{1,4}"
    r"(?:\(?(?:Server Error|Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable"
    r"|Gateway Time-?out|Too Many Requests|Forbidden|Not Found|Bad Request|Unauthorized))"
    r"|That’s an error\.|Our systems have detected unusual traffic",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"MYMEMORY WARNING|YOU USED ALL AVAILABLE FREE TRANSLATIONS|QUERY LENGTH LIMIT EXCEEDED"
    r"|INVALID (?:SOURCE|TARGET) LANGUAGE|INVALID LANGUAGE PAIR"
    r"|PLEASE SELECT TWO DISTINCT LANGUAGES"
    r"|NO QUERY SPECIFIED|AMOUNT OF REQUESTS EXCEEDED"
)
_HTML = re.compile(
    r"<!doctype|</?(?:html|head|body|div|span|p|br|a|b|i|u|em|strong|font|title|script|style|table"
    r"|ul|li|h[1-6]|meta|center)\b[^<>]{0,200}>|&(?:#\d{1,6}|#x[0-9a-f]{1,6}|quot|amp|lt|gt|apos|nbsp);",
    re.IGNORECASE,
)
_MOJIBAKE = re.compile(r"[ÃÂÐÑ][\x80-\xbf]|â€|�")
"""UTF-8 that was read as Latin-1, and what could not be read at all."""
_ADDRESS = re.compile(r"https?://|www\.\w|[\w.+-]@[\w-]{1,63}\.\w", re.IGNORECASE)
_DIGITS = re.compile(r"\d(?:[\d.,'\u00a0\u202f ]*\d)?")
_LONG_NUMBER = 6

_CJK = frozenset({"HAN", "HIRAGANA", "KATAKANA", "HANGUL", "THAI"})
_SCRIPTS = {
    "ar": {"ARABIC"}, "fa": {"ARABIC"}, "ur": {"ARABIC"}, "ps": {"ARABIC"}, "he": {"HEBREW"},
    "yi": {"HEBREW"}, "el": {"GREEK"}, "ru": {"CYRILLIC"}, "uk": {"CYRILLIC"}, "be": {"CYRILLIC"},
    "bg": {"CYRILLIC"}, "mk": {"CYRILLIC"}, "sr": {"CYRILLIC", "LATIN"},
    "kk": {"CYRILLIC", "LATIN", "ARABIC"}, "mn": {"CYRILLIC", "MONGOLIAN"},
    "zh": {"HAN"}, "ja": {"HAN", "HIRAGANA", "KATAKANA"}, "ko": {"HANGUL", "HAN"},
    "th": {"THAI"}, "hi": {"DEVANAGARI"}, "mr": {"DEVANAGARI"}, "ne": {"DEVANAGARI"},
    "bn": {"BENGALI"}, "ta": {"TAMIL"}, "te": {"TELUGU"}, "gu": {"GUJARATI"}, "pa": {"GURMUKHI"},
    "kn": {"KANNADA"}, "ml": {"MALAYALAM"}, "si": {"SINHALA"}, "ka": {"GEORGIAN"},
    "hy": {"ARMENIAN"}, "am": {"ETHIOPIC"}, "km": {"KHMER"}, "lo": {"LAO"}, "my": {"MYANMAR"},
}  # fmt: skip
_LATIN = frozenset(
    {
        "af", "az", "bs", "ca", "cs", "cy", "da", "de", "en", "es", "et", "eu", "fi", "fr", "ga",
        "gl", "hr", "hu", "id", "is", "it", "lt", "lv", "ms", "mt", "nb", "nl", "nn", "pl", "pt",
        "ro", "sk", "sl", "sq", "sv", "sw", "tl", "tr", "vi",
    }
)  # fmt: skip


def flaws(sent: Sent, answer: str, *, lost: bool) -> frozenset[Flaw]:
    """All that is wrong with ``answer``; ``lost``: its tokens are not right."""
    if not answer.strip():
        return frozenset({Flaw.EMPTY})
    if len(answer) > 10 * len(sent.text) + 200:  # too much to be worth a closer look
        return frozenset({Flaw.LENGTH})
    found = set()
    if _says_error(sent.text, answer):
        found.add(Flaw.ERROR_PAGE)
    for pattern, flaw in (
        (_NOTICE, Flaw.QUOTA_NOTICE),
        (_HTML, Flaw.HTML),
        (_MOJIBAKE, Flaw.ENCODING),
    ):
        if pattern.search(answer) and not pattern.search(sent.text):
            found.add(flaw)
    before, after = _words(sent.text, sent.tokens), _words(answer, sent.tokens)
    found |= _strange(before, after)
    if _is_wrong_script(before, after, sent.target):
        found.add(Flaw.SCRIPT)
    if _is_same(before, after) and not same_language(sent.source, sent.target):
        found.add(Flaw.SAME)
    if not _has_likely_length(before, after):
        found.add(Flaw.LENGTH)
    if lost:
        found.add(Flaw.TOKENS)
    return frozenset(found)


def _says_error(text: str, answer: str) -> bool:
    match = _ERROR_PAGE.search(answer)
    return match is not None and (match["code"] or match[0]) not in text


def _words(text: str, tokens: Sequence[str]) -> str:
    for token in tokens:
        text = text.replace(token, " ")
    return text


def _strange(before: str, after: str) -> set[Flaw]:
    """Addresses and numbers that were not sent."""
    if _ADDRESS.search(after) and not _ADDRESS.search(before):
        return {Flaw.FOREIGN}
    known = _numbers(before)
    joined = "".join(known)
    new = {one for one in _numbers(after) - known if len(one) >= 3 and one not in joined}
    if any(len(one) >= _LONG_NUMBER for one in new):
        return {Flaw.FOREIGN}
    return {Flaw.NUMBERS} if new else set()


def _numbers(text: str) -> set[str]:
    """As plain digits: neither the way of grouping them nor the script's digits count."""
    found = set()
    for match in _DIGITS.finditer(text):
        digits = "".join(str(unicodedata.digit(char, "")) for char in match[0])
        found.add(digits.lstrip("0"))
        found.update(part.lstrip("0") for part in re.split(r"\D+", match[0]))
    return found


def _is_same(before: str, after: str) -> bool:
    plain = _letters(before)
    return len(plain) >= 4 and plain == _letters(after)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalpha())


def _is_wrong_script(before: str, after: str, target: str) -> bool:
    """Hardly a letter of the target's script, though the text is long enough to have some."""
    expected = {"LATIN"} if _is_in_latin(target) else _SCRIPTS.get(primary(target))
    if expected is None:
        return False
    scripts = [script(char) for char in after if char.isalpha()]
    right = sum(one in expected for one in scripts)
    # Names and products keep theirs, so some letters of another script are normal.
    few = len(scripts) < (3 if scripts and scripts[0] in _CJK else 8)
    if few or right >= 0.3 * len(scripts):
        return False
    return _letters(before) != _letters(after)


def _is_in_latin(target: str) -> bool:
    return primary(target) in _LATIN or "latn" in subtags(target)


@lru_cache(maxsize=4096)
def script(char: str) -> str:
    """The script of a letter, by the first word of its name in Unicode; CJK is ``HAN``."""
    name = unicodedata.name(char, "").partition(" ")[0]
    return "HAN" if name == "CJK" else name


def _has_likely_length(before: str, after: str) -> bool:
    """Within what languages differ by; a sign of Chinese or Japanese counts as two to three."""
    one, other = _weight(before), _weight(after)
    return other <= 4 * one + 40 and one <= 6 * other + 20


def _weight(text: str) -> float:
    return sum(2.5 if script(char) in _CJK else 1.0 for char in text if char.isalnum())
