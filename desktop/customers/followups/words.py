"""What people write for times, in the words of their languages.

Names of weekdays and months are Babel's (CLDR). The other words here are those of English, Spanish,
French, German and Portuguese; who works in another language writes figures and names of days.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

EVERYWHERE = ("en", "es", "fr", "de", "pt")
"""Understood whatever the agent's languages are, after these."""
_MARKS = re.compile(r"[\u0300-\u036f]")
_NAME = re.compile(r"[^\W\d_]+")


def folded(text: str) -> str:
    """Small letters without accents: ``manana`` of ``Mañana``."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))


class Whose(Enum):
    """By whose clock a time was said."""

    MINE = auto()
    THEIRS = auto()


class Half(Enum):
    """Of the day."""

    MORNING = auto()
    LATER = auto()


class Unit(Enum):
    """Of a span; its value is in minutes."""

    MINUTE = 1
    HOUR = 60
    DAY = 24 * 60
    WEEK = 7 * 24 * 60


def _table(words: Mapping[str, str]) -> dict[str, str]:
    """``{"tomorrow": "…", …}`` by word."""
    return {folded(one.strip()): meant for meant, all_ in words.items() for one in all_.split(",")}


PHRASES: Mapping[str, str] = _table(
    {
        " @theirs ": "their time, customer's time, customers time, customer time, local time there,"
        " there, hora del cliente, su hora, hora local, alli, heure du client, son heure,"
        " heure locale, la-bas, zeit des kunden, kundenzeit, ortszeit, dort, hora do cliente,"
        " hora dele, hora dela, hora deles",
        " @mine ": "my time, our time, here, mi hora, nuestra hora, aqui, mon heure, notre heure,"
        " ici, meine zeit, meiner zeit, unserer zeit, hier, minha hora, nossa hora",
        " @overmorrow ": "day after tomorrow, the day after tomorrow, pasado manana, apres-demain,"
        " apres demain, ubermorgen, depois de amanha",
        " @morning ": "in the morning, de la manana, por la manana, du matin, am morgen,"
        " am vormittag, da manha, de manha",
        " @later ": "in the afternoon, in the evening, de la tarde, por la tarde, de la noche,"
        " de l'apres-midi, l'apres-midi, apres-midi, du soir, am nachmittag, am abend, da tarde,"
        " a tarde, de tarde, da noite, a noite",
        " 30 min ": "half an hour, media hora, une demi-heure, demi-heure, einer halben stunde,"
        " eine halbe stunde, meia hora",
    }
)
"""Of more than one word, or whose words mean something else alone."""

WORDS: Mapping[str, str] = _table(
    {
        "today": "today, hoy, aujourd'hui, aujourdhui, heute, hoje",
        "tomorrow": "tomorrow, tmrw, manana, demain, morgen, amanha",
        "overmorrow": "@overmorrow",
        "mine": "@mine",
        "theirs": "@theirs",
        "morning": "@morning, a.m, a.m., morgens, fruh, vormittag, vormittags, matin",
        "later": "@later, pm, p.m, p.m., nachmittag, nachmittags, abend, abends, soir, evening,"
        " afternoon, tarde, noite",
        "noon": "noon, midday, mediodia, midi, mittag, mittags, meio-dia",
        "next": "next, proximo, proxima, prochain, prochaine, nachster, nachsten, nachste,"
        " nachstes, kommenden",
        "span": "in, dentro, dans, em, daqui",
        "oclock": "uhr, hrs, hs, o'clock, oclock, heure, heures, hora, horas",
        "": "at, on, the, of, um, den, der, dem, a, as, las, los, el, le, la, de, del, o, os, do,"
        " da, to, ce, am, this, esta, este",
    }
)
ONE = frozenset(
    folded(one) for one in ("a", "an", "one", "un", "una", "une", "ein", "eine", "einer", "einem")
) | {"um", "uma"}
UNITS: Mapping[str, Unit] = {
    folded(word): unit
    for unit, words in {
        Unit.MINUTE: "m min mins minute minutes minuto minutos minuten minuta minutas",
        Unit.HOUR: "h hr hrs hs hour hours hora horas heure heures std stunde stunden",
        Unit.DAY: "d day days dia dias jour jours tag tage tagen",
        Unit.WEEK: "w week weeks semana semanas semaine semaines woche wochen",
    }.items()
    for word in words.split()
}


@dataclass(frozen=True)
class Names:
    """Weekdays and months by what they are called, each with all that a word may mean."""

    days: Mapping[str, tuple[int, ...]]
    """From Monday, 0. More than one: the agent's languages differ."""
    months: Mapping[str, tuple[int, ...]]
    day_first: bool | None
    """How dates in figures are written; None: the agent's languages differ."""


@lru_cache(maxsize=16)
def names_of(languages: tuple[str, ...]) -> Names:
    """By tags (BCP 47); what the agent's own languages mean by a word counts before the others."""
    own = [_names(tag) for tag in languages]
    others = [_names(tag) for tag in EVERYWHERE]
    days: dict[str, tuple[int, ...]] = {}
    months: dict[str, tuple[int, ...]] = {}
    for level in (own, others):
        _learn(days, [one[0] for one in level])
        _learn(months, [one[1] for one in level])
    orders = {_day_first(tag) for tag in languages} or {True}
    return Names(days, months, orders.pop() if len(orders) == 1 else None)


def _learn(known: dict[str, tuple[int, ...]], level: Iterable[Mapping[str, int]]) -> None:
    meant: dict[str, list[int]] = {}
    for names in level:
        for word, number in names.items():
            if number not in meant.setdefault(word, []):
                meant[word].append(number)
    for word, numbers in meant.items():
        known.setdefault(word, tuple(numbers))


@lru_cache(maxsize=32)
def _names(tag: str) -> tuple[dict[str, int], dict[str, int]]:
    from babel import Locale, UnknownLocaleError  # takes 40 ms

    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, TypeError, UnknownLocaleError):
        return {}, {}
    found: list[dict[str, int]] = []
    for table in (locale.days, locale.months):
        words: dict[str, set[int]] = {}
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in table[context].get(width, {}).items():
                    for word in _spellings(str(name)):
                        words.setdefault(word, set()).add(int(number))
        # What begins two names stands for neither: jui(n), jui(llet).
        found.append({word: one.pop() for word, one in words.items() if len(one) == 1})
    return found[0], found[1]


def _spellings(name: str) -> Sequence[str]:
    """``segunda-feira`` is also called ``segunda``, ``sept.`` also ``sep``."""
    whole = folded(name).strip(" .")
    first = whole.partition("-")[0]
    every = {whole, first if len(first) > 2 else whole}
    if len(whole) >= 4 and _NAME.fullmatch(first):
        every.add(whole[:3])
    return sorted(every)


def _day_first(tag: str) -> bool:
    from babel import Locale, UnknownLocaleError

    try:
        pattern = Locale.parse(tag, sep="-").date_formats["short"].pattern
    except (ValueError, TypeError, UnknownLocaleError):
        return True
    return "M" not in pattern or -1 < pattern.find("d") < pattern.find("M")
