"""Language tags as files and people write them, made alike, and compared (BCP 47)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from desktop.core.tags import is_traditional, primary
from desktop.translation.engines.codes import ISO_639_3

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,6}")
_LONG: Final[Mapping[str, str]] = {
    **{long: short for short, long in ISO_639_3.items() if long != "hbs"},
    "hrv": "hr", "srp": "sr", "bos": "bs", "fas": "fa", "msa": "ms", "nor": "no",
    "alb": "sq", "sqi": "sq", "arm": "hy", "hye": "hy", "baq": "eu", "chi": "zh", "cze": "cs",
    "dut": "nl", "fre": "fr", "geo": "ka", "kat": "ka", "ger": "de", "gre": "el", "ice": "is",
    "mac": "mk", "may": "ms", "per": "fa", "rum": "ro", "slo": "sk", "wel": "cy",
}  # fmt: skip
"""Codes of three letters (ISO 639-2 and 639-3) of languages that have one of two."""


@lru_cache(1024)
def canonical(tag: str) -> str | None:
    """``tag`` in the usual writing: ``pt-BR`` for ``PT_br``; None when it is none."""
    if not _TAG.fullmatch(tag):
        return None
    first, *rest = tag.replace("_", "-").split("-")
    language = first.lower()
    parts = [_LONG.get(language, language)]
    for part in rest:
        if len(parts[-1]) == 1 or len(part) < 2 or len(part) > 4:
            parts.append(part.lower())
        elif len(part) == 4 and part.isalpha():
            parts.append(part.title())
        else:
            parts.append(part.upper() if len(part) < 4 else part.lower())
    return "-".join(parts)


def covers(general: str, tag: str) -> bool:
    """Is what is said of ``general`` said of ``tag``? ``pt`` covers ``pt-BR``, not the reverse.

    ``*`` covers every language.
    """
    if general == "*":
        return True
    wide, narrow = general.lower().split("-"), tag.lower().split("-")
    if primary(general) != primary(tag):
        return False
    return narrow[1 : len(wide)] == wide[1:]


def same_writing(one: str, other: str) -> bool:
    """The same language in the same script, where both say in which; regions may differ."""
    if primary(one) != primary(other) or is_traditional(one) != is_traditional(other):
        return False
    scripts = {script for tag in (one, other) if (script := _script(tag))}
    return len(scripts) < 2 or primary(one) == "zh"


def region(tag: str) -> str:
    """``BR`` of ``pt-BR``; empty when it names none."""
    for part in tag.split("-")[1:]:
        if re.fullmatch(r"[A-Za-z]{2}|\d{3}", part):
            return part.upper()
    return ""


def _script(tag: str) -> str:
    for part in tag.lower().split("-")[1:]:
        if len(part) == 4 and part.isalpha():
            return part
    return ""
