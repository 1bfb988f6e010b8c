"""Links, addresses, placeholders, amounts, codes and emoji in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.translation.masking.kinds import Kind, Span

_STOP = r"\s<>\"«»“”、。，！？；：「」（）"
# Countries whose code is no word of a common language: "done.it" has no link in it.
_ENDINGS = (
    "com|net|org|info|biz|io|app|dev|shop|store|online|site|cloud|eu|uk|de|fr|es|pt|nl|pl|ru|ua|cz"
    "|sk|ro|hu|gr|bg|tr|br|mx|jp|cn|kr|au|ca|ch|se|dk|fi|vn|th|il|ae|ph|nz|sg|hk|tw|ie|hr|rs|lt|lv|ee|cl|kz|pk"
    "|xyz|tech|tv|gg|example|test"
)
_HOST = r"(?<![\w.@-]) [\w-]{1,63} (?:\.[\w-]{1,63}){0,4}"
_LINK = re.compile(
    rf"""
      (?<![^\W_]) (?:[a-z][a-z0-9+.-]{{1,15}}://|www\.|mailto:|tel:) [^{_STOP}]+
    | {_HOST} \.[a-z]{{2,12}} (?::\d{{1,5}})? /[^{_STOP}]*
    | {_HOST} \.(?:{_ENDINGS}) (?![\w@-])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AFTER_LINK = ".,;:!?…)]}'’*_"
_AT = r"(?:\s?[@＠]\s?|\s?[(\[{]\s?(?:at|arroba|arobase|ät)\s?[)\]}]\s?)"
_DOT = r"(?:[.．]|\s?[(\[{]\s?(?:dot|punto|ponto|punkt|point)\s?[)\]}]\s?)"
_EMAIL = re.compile(
    rf"(?<![\w.+%-])[\w.+%'’-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,8}}",
    re.IGNORECASE,
)
"""Also as people write it where they think that an address is not let through."""
_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{1,200}\}\}|\$\{[^{}\n]{1,200}\}|\{[\w.:!-]{0,60}\}|\[\[[^\[\]\n]{1,200}\]\]"
    r"|%\([\w. -]{1,60}\)[a-zA-Z]|(?<![\d%])%(?:\d\$)?[sdif@](?![^\W\d_])|%%[\w.-]{1,60}%%"
    r"|</?[a-zA-Z][^<>\n]{0,300}>|&(?:[a-z]{2,8}|#\d{1,6});"
)
_CURRENCY = (
    r"(?:[$€£¥₽₴₺₪₩₫₹฿₱₦₸元円원]|US\$|R\$|\bRs\.|\b(?:USD|EUR|GBP|CHF|PLN|CZK|SEK|NOK|DKK|HUF|RON|BGN|TRY"
    r"|UAH|RUB|JPY|CNY|BRL|MXN|ARS|CLP|COP|PEN|IDR|PHP|MYR|SGD|HKD|VND|THB|KRW|ILS|AED|SAR|EGP|INR|CAD|AUD"
    r"|NZD|ZAR|euros?|dollars?|pesos?|reais|rupees|Rs|kr|zł|zl|Kč|Ft|lei|TL|грн|руб|рублей|лв"
    r"|ريال|درهم|جنيه|रुपये|रुपए)\b)"
)
_AMOUNT = r"\d{1,9}(?:[.,'’ \u00a0\u202f]\d{3}){0,4}(?:[.,]\d{1,2})?"
_MONEY = re.compile(
    rf"[-+]?{_CURRENCY}[ \u00a0\u202f]?{_AMOUNT}|{_AMOUNT}[ \u00a0\u202f]?{_CURRENCY}",
    re.IGNORECASE,
)
_ALPHANUMERIC = re.compile(r"[A-Za-z0-9]+(?:[-_/][A-Za-z0-9]+)*")
_EMOJI = re.compile(
    "(?:[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u25aa-\u25fe\u2600-\u27bf"
    "\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
    "|[0-9#*]\ufe0f?\u20e3)"
    "(?:[\ufe0e\ufe0f\u200d\u20e3\u2600-\u27bf\U0001f000-\U0001faff\U000e0020-\U000e007f])*"
)


def things(text: str) -> Iterator[Span]:
    """Everything that is known by its form alone, numbers aside."""
    for match in _LINK.finditer(text):
        yield Span(match.start(), match.start() + _link_length(match[0]), Kind.LINK)
    for pattern, kind in (
        (_EMAIL, Kind.EMAIL),
        (_PLACEHOLDER, Kind.PLACEHOLDER),
        (_EMOJI, Kind.EMOJI),
    ):
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), kind)
    for match in _MONEY.finditer(text):
        yield Span(match.start(), match.end(), Kind.MONEY)
    for match in _ALPHANUMERIC.finditer(text):
        digits = sum(char.isdigit() for char in match[0])
        letters = sum(char.isalpha() for char in match[0])
        if digits and letters and digits + letters >= 4:
            yield Span(match.start(), match.end(), Kind.ORDER if digits > 4 else Kind.CODE)


def _link_length(link: str) -> int:
    """How much of it is the link, without the full stop or bracket of the sentence around it."""
    surplus = link.count(")") - link.count("(")
    length = len(link)
    while length and link[length - 1] in _AFTER_LINK:
        if link[length - 1] == ")":
            if surplus <= 0:
                break
            surplus -= 1
        length -= 1
    return length
