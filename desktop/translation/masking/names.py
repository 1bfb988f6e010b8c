"""Finds a customer's names in a text: whole, by their parts, and with the endings of a language.

Companies are found whole only: of "Best Price Travel" each word is one of any text.
A Pole writes "dla Anny Kowalskiej" of Anna Kowalska, a Russian "Марии Ивановой" of Мария Иванова.
What stays of a name when its ending goes is looked for with any usual ending; one too many is
hidden rather than one too few.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from desktop.translation.masking.kinds import Kind, Span
from desktop.translation.masking.terms import Terms

_HYPHEN = re.compile(r"[\-\u2010-\u2015]+")
_APOSTROPHE = re.compile(r"['’‘ʼ]")
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ħ": "h", "ß": "ss", "æ": "ae", "œ": "oe"}
    | {"Ł": "L", "Ø": "O", "Đ": "D", "Ð": "D", "Ħ": "H", "Æ": "AE", "Œ": "OE", "þ": "th", "Þ": "Th"}
)
"""Letters that are not taken apart by Unicode, as they are typed where no key has them."""
_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa"}
)
"""The other way in which these are typed."""
_PARTICLES = frozenset(
    {"al", "bin", "da", "das", "de", "del", "der", "des", "di", "do", "dos", "du", "el", "i", "la"}
    | {"las", "le", "los", "op", "ten", "ter", "van", "von", "y", "zu"}
)
"""What stands between a person's names and is a word of every text."""
_WORDS = frozenset(
    re.findall(
        r"\S+",
        "april august best bill black brown call case chase christian day dean faith frank grace "
        "grant gray green hope joy june king little long love mark page price rich rose small "
        "summer white will winter young blanco bueno calle campos casas costa delgado dolores "
        "flores franco mesa rosa santos gross groß jung klein lang neu sommer stark blanc grand "
        "marin noir petit",
    )
)
"""Names that are words of every text; alone they count with a capital letter only."""
_LEGAL_FORM = re.compile(
    r"^(?:ООО|ОАО|ЗАО|ТОВ)\s+|[\s,]+(?:&\s?co\.?\s)?(?:kg|gmbh|mbh|ag|ug|se|ltd|limited|llc|llp|inc"
    r"|corp|plc|pty|s\.?a|s\.?a\.?s|s\.?a\.?r\.?l|s\.?l|s\.?l\.?u|s\.?r\.?l|s\.?p\.?a|sp\. z o\.o"
    r"|b\.?v|n\.?v|oy|ab|as|a/s|aps|ltda)\.?$",
    re.IGNORECASE,
)
"""Left out when a company is spoken of."""
_UNSPACED = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]{3,4}")
"""A family name and a given one in one word, as in Chinese, Japanese and Korean."""

_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f]+")
# Without marks, й is и, and ё is е.
_ENDING = re.compile(r"ος|ης|ας|sk[aiy]|ck[aiy]|[аеиоуяієьαηοςaeiouy]")
_LONG_ENDING = re.compile(r"[ая]я|[иыі]и")
_FLEETING = re.compile(r"[еоe](?=[лкцlkc]$)")
"""A vowel that goes where an ending comes: Павел, Павла; Marek, Marka."""
_ENDINGS = frozenset(
    re.findall(
        r"\S+",
        "а у ю я е и ы і о ою ею еи ои оі ем єм ом ам ах ым им ого его ому ему іи ів ові еві єві "
        "ая яя ую юю ии ыи α ας ου ο ε η ης ων ος a u y e i o ou em iem om am owi ovi ie ii ego "
        "emu im ym iego ich ych ami ach ova ove ovou ska ski sky skie skiego skiej skiemu skim sku "
        "skou skeho skemu cka cki cky ckiej ckiego ckiemu ckim nak nek val vel anak enek aval evel "
        "lle lta lla ssa sta",
    )
)
"""Of Slavic languages, Greek, Hungarian and Finnish."""
_LONGEST = max(map(len, _ENDINGS))
_FEWEST_LETTERS = 3
_FEWEST_ALONE = 4
"""Of a name that ends in a consonant: in English "Same" is not of Sam."""


class Names:
    """Those of one customer."""

    def __init__(self, names: Iterable[str], companies: Iterable[str] = ()) -> None:
        """As they stand on the card."""
        every = of_names(names)
        words = {name for name in every if _is_word(name)}
        self._terms = Terms(
            (*(name for name in every if name not in words), *_of_companies(companies)), Kind.NAME
        )
        self._words = Terms(words, Kind.NAME)
        self._stems = {stem for name in every if " " not in name for stem in _stems(_bare(name))}

    def find(self, text: str) -> Iterator[Span]:
        """Every place where one of them stands."""
        yield from self._terms.find(text)
        for span in self._words.find(text):
            if text[span.start].isupper():
                yield span
        for word in _WORD.finditer(text) if self._stems else ():
            bare = _bare(word[0])
            # English words are like Western names with endings: Tiny and Tina.
            if (not bare.isascii() or word[0][0].isupper()) and self._inflected(bare):
                yield Span(word.start(), word.end(), Kind.NAME)

    def _inflected(self, word: str) -> bool:
        return any(
            word[:cut] in self._stems and word[cut:] in _ENDINGS
            for cut in range(max(_FEWEST_LETTERS, len(word) - _LONGEST), len(word))
        )


def of_names(names: Iterable[str]) -> list[str]:
    """Names with each of their parts, which customers and agents use alone, as keyboards allow."""
    found: dict[str, None] = {}
    for name in names:
        words = unicodedata.normalize("NFC", name).split()
        pieces = (piece for word in words for piece in (word, *_HYPHEN.split(word), *_given(word)))
        parts = [piece.strip(".,") for piece in pieces if piece.lower() not in _PARTICLES]
        for one in (" ".join(words), *(part for part in parts if len(part) > 1)):
            plain = one.translate(_PLAIN)
            found |= dict.fromkeys((one, plain, one.translate(_SPELT_OUT).translate(_PLAIN)))
            found |= dict.fromkeys((_APOSTROPHE.sub("", one), _APOSTROPHE.sub("", plain)))
    return list(found)


def _of_companies(companies: Iterable[str]) -> Iterator[str]:
    for company in companies:
        shorter = _LEGAL_FORM.sub("", company)
        for one in (company, shorter, _LEGAL_FORM.sub("", shorter)):  # GmbH & Co. KG
            yield from (one, one.translate(_PLAIN), one.translate(_SPELT_OUT).translate(_PLAIN))


def _given(word: str) -> Iterator[str]:
    """Parts of a name that is written in one word."""
    if _UNSPACED.fullmatch(word):
        family = len(word) // 2 if len(word) > 3 else 1
        yield from (word[:family], word[family:])
    elif _APOSTROPHE.search(word):
        yield from (part for part in _APOSTROPHE.split(word) if len(part) >= _FEWEST_ALONE)


def _is_word(name: str) -> bool:
    """Does it say little of anybody: "will" and "an", which a translation can't do without?"""
    short = len(name) < _FEWEST_LETTERS and name.isalpha() and name.lower() != name.upper()
    return short or name.lower() in _WORDS


def _bare(word: str) -> str:
    """In small letters without marks."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.lower().translate(_PLAIN))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _stems(name: str) -> Iterator[str]:
    """What stays of a name in front of an ending."""
    if not name.isalpha():
        return
    if len(name) >= _FEWEST_ALONE and not _ENDING.fullmatch(name[-1]):
        yield name
        yield _FLEETING.sub("", name)
    for pattern in (_ENDING, _LONG_ENDING):
        for length in (1, 2, 3):
            stem, ending = name[:-length], name[-length:]
            if len(stem) >= _FEWEST_LETTERS and pattern.fullmatch(ending):
                yield stem
