"""From BCP 47 tags to what engines call languages, which is rarely the same."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.tags import is_traditional, primary


def same_language(one: str, other: str) -> bool:
    """Would a translation from one to the other change nothing but a region's habits?"""
    return primary(one) == primary(other) and is_traditional(one) == is_traditional(other)


ISO_639_3: Mapping[str, str] = {
    "af": "afr", "an": "arg", "ar": "ara", "ast": "ast", "be": "bel", "bg": "bul", "bn": "ben",
    "br": "bre", "bs": "hbs", "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan", "de": "deu",
    "el": "ell", "en": "eng", "eo": "epo", "es": "spa", "et": "est", "eu": "eus", "fa": "pes",
    "fi": "fin", "fo": "fao", "fr": "fra", "ga": "gle", "gl": "glg", "he": "heb", "hi": "hin",
    "hr": "hbs", "hu": "hun", "id": "ind", "is": "isl", "it": "ita", "ja": "jpn", "kk": "kaz",
    "ko": "kor", "lt": "lit", "lv": "lav", "mk": "mkd", "ms": "zlm", "mt": "mlt", "nb": "nob",
    "nl": "nld", "nn": "nno", "oc": "oci", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus",
    "sc": "srd", "se": "sme", "sk": "slk", "sl": "slv", "sr": "hbs", "sv": "swe", "th": "tha",
    "tr": "tur", "tt": "tat", "uk": "ukr", "ur": "urd", "vi": "vie", "zh": "zho",
}  # fmt: skip
"""What Apertium goes by; Bosnian, Croatian and Serbian are one there."""
