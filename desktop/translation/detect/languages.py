"""The languages that can be told apart, and by what their writing alone gives them away."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from enum import StrEnum


class Script(StrEnum):
    """Writing systems that several of our languages share, and the others as one."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    ARABIC = "arabic"
    HAN = "han"
    OWN = "own"
    """A script that one language alone uses here."""


SHARED: Mapping[Script, tuple[str, ...]] = {
    Script.LATIN: (
        "ca", "cs", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv",
        "nl", "no", "pl", "pt", "ro", "sk", "sl", "sv", "tl", "tr", "vi",
    ),
    Script.CYRILLIC: ("bg", "mk", "ru", "sr", "uk"),
    Script.ARABIC: ("ar", "fa", "ur"),
    Script.HAN: ("ja", "zh"),
}  # fmt: skip
"""Which languages are written in each script that does not decide alone."""

RANGES: tuple[tuple[int, int, Script, str], ...] = (
    (0x41, 0x24F, Script.LATIN, ""),
    (0x1E00, 0x1EFF, Script.LATIN, ""),
    (0x370, 0x3FF, Script.OWN, "el"),
    (0x1F00, 0x1FFF, Script.OWN, "el"),
    (0x400, 0x52F, Script.CYRILLIC, ""),
    (0x531, 0x58F, Script.OWN, "hy"),
    (0x591, 0x5F4, Script.OWN, "he"),
    (0xFB1D, 0xFB4F, Script.OWN, "he"),
    (0x600, 0x6FF, Script.ARABIC, ""),
    (0x750, 0x77F, Script.ARABIC, ""),
    (0xFB50, 0xFEFC, Script.ARABIC, ""),
    (0x900, 0x97F, Script.OWN, "hi"),
    (0x980, 0x9FF, Script.OWN, "bn"),
    (0xA00, 0xA7F, Script.OWN, "pa"),
    (0xA80, 0xAFF, Script.OWN, "gu"),
    (0xB80, 0xBFF, Script.OWN, "ta"),
    (0xC00, 0xC7F, Script.OWN, "te"),
    (0xC80, 0xCFF, Script.OWN, "kn"),
    (0xD00, 0xD7F, Script.OWN, "ml"),
    (0xD80, 0xDFF, Script.OWN, "si"),
    (0xE01, 0xE5B, Script.OWN, "th"),
    (0xE81, 0xEDF, Script.OWN, "lo"),
    (0x1000, 0x109F, Script.OWN, "my"),
    (0x10A0, 0x10FF, Script.OWN, "ka"),
    (0x1200, 0x137F, Script.OWN, "am"),
    (0x1780, 0x17FF, Script.OWN, "km"),
    (0x1100, 0x11FF, Script.OWN, "ko"),
    (0x3130, 0x318F, Script.OWN, "ko"),
    (0xAC00, 0xD7AF, Script.OWN, "ko"),
    (0x3041, 0x30FF, Script.OWN, "ja"),
    (0xFF66, 0xFF9F, Script.OWN, "ja"),
    (0x3005, 0x3007, Script.HAN, ""),
    (0x3400, 0x4DBF, Script.HAN, ""),
    (0x4E00, 0x9FFF, Script.HAN, ""),
    (0xF900, 0xFAFF, Script.HAN, ""),
    (0x20000, 0x323AF, Script.HAN, ""),
)
"""First and last code point, the script, and the language if the script alone tells it."""

_LETTERS: Mapping[str, str] = {
    "ca": "àçéèíïóòúü·",
    "cs": "áčďéěíňóřšťúůýž",
    "da": "åæøéá",
    "de": "äöüßé",
    "en": "éïö",
    "es": "áéíñóúü",
    "et": "äõöüšž",
    "fi": "äöåšž",
    "fr": "àâæçèéêëîïôœùûüÿ",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "id": "é",
    "it": "àèéìíîòóùú",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "nl": "áäèéëïíóöúü",
    "no": "åæøéèêòóôà",
    "pl": "ąćęłńóśźż",
    "pt": "áàâãçéêíóôõúü",
    "ro": "ăâîșțşţ",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšžćđ",
    "sv": "åäöéà",
    "tl": "ñáàâéèêíìîóòôúùû",
    "tr": "çğıöşüâîû",
    "vi": "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
    "fa": "ءآأؤئابتثجحخدذرزسشصضطظعغفقلمنهوپچژکگیةكي",
    "ur": "ءآأؤئابتثجحخدذرزسشصضطظعغفقلمنوپچژکگیہھۂۃےۓںٹڈڑه",
}

LETTERS: Mapping[str, frozenset[str]] = {tag: frozenset(own) for tag, own in _LETTERS.items()}
"""Letters beyond a to z that words of a language have; another one speaks against it."""

PREVALENT = (
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hu", "id", "it", "ja", "ko",
    "nl", "no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip
"""What most customers write, and what most agents answer."""

DEFAULT = (
    *PREVALENT,
    *sorted(
        ({name for names in SHARED.values() for name in names} | {r[3] for r in RANGES if r[3]})
        - {*PREVALENT, "mk", "ur"}
    ),
)
"""What is told apart unless the agent says which languages come: all but near twins."""

ALIASES: Mapping[str, str] = {
    "nb": "no", "nn": "no", "iw": "he", "in": "id", "bs": "hr", "sh": "hr", "cmn": "zh",
    "yue": "zh", "fil": "tl", "prs": "fa", "pes": "fa", "arb": "ar",
}  # fmt: skip
"""Tags whose language is told as another one's."""


_STARTS = tuple(first for first, *_ in sorted(RANGES))
_SORTED = tuple(sorted(RANGES))


def script_of(char: str) -> tuple[Script, str] | None:
    """A letter's script and the language that alone has it, if one does; None for other signs."""
    code = ord(char)
    _, last, script, alone = _SORTED[bisect(_STARTS, code) - 1]
    return (script, alone) if code <= last and code >= _STARTS[0] else None


def primary(tag: str) -> str:
    """The language that is looked for when this BCP 47 tag is one of the agent's."""
    language = tag.replace("_", "-").partition("-")[0].lower()
    return ALIASES.get(language, language)
