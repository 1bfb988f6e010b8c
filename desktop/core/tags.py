"""Tags of languages (BCP 47): one language by several names, and Chinese in its two scripts."""

from __future__ import annotations

_SAME = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "no": "nb", "fil": "tl", "cmn": "zh"}
"""Old, wide and narrow names of one language."""

_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
_CHINESE_SCRIPTS = frozenset({"hans", "hant"})


def primary(tag: str) -> str:
    """The language alone, in its present name: ``he`` for ``iw-IL``."""
    first = tag.partition("-")[0].lower()
    return _SAME.get(first, first)


def subtags(tag: str) -> frozenset[str]:
    """Script, region and whatever else follows the language, in small letters."""
    return frozenset(tag.lower().split("-")[1:])


def is_traditional(tag: str) -> bool:
    """Is it Chinese in traditional characters?"""
    found = subtags(tag)
    return primary(tag) == "zh" and bool(found & _TRADITIONAL) and "hans" not in found


def fits(wanted: str, actual: str) -> bool:
    """Is a text for ``wanted`` one for ``actual``? ``pt`` fits ``pt-BR``, not the reverse.

    Two names of a language are one, ``fil`` and ``tl`` as well. Chinese rarely says in which
    characters, but its region does: ``zh-Hans`` fits ``zh`` and ``zh-SG``, and not ``zh-TW``.
    """
    wanted, actual = (tag.replace("_", "-").lower() for tag in (wanted, actual))
    if primary(wanted) != primary(actual):
        return False
    wide, narrow = wanted.split("-")[1:], actual.split("-")[1:]
    if primary(wanted) == "zh" and _CHINESE_SCRIPTS & {*wide}:
        if is_traditional(wanted) != is_traditional(actual):
            return False
        wide, narrow = (_without_script(parts) for parts in (wide, narrow))
    return narrow[: len(wide)] == wide


def _without_script(parts: list[str]) -> list[str]:
    return [part for part in parts if part not in _CHINESE_SCRIPTS]
