"""Made-up translations in every state, for tests and pictures."""

from __future__ import annotations

import dataclasses

from desktop.core.results import Problem
from desktop.net.address import Reach
from desktop.translation.engines.base import FaultKind
from desktop.translation.masking import Masked, Secrets, mask
from desktop.translation.results import (
    Attempt,
    Caution,
    Doubt,
    Lack,
    NoTranslation,
    Similar,
    Translation,
)

LANGUAGES = ("en", "es", "pt", "de", "fr", "ar", "he", "ru", "uk", "zh", "ja")
SPANISH = (
    "Hola, mi paquete no ha llegado y el seguimiento dice entregado. ¿Dónde está mi pedido 48213?"
)
ENGLISH = (
    "Hello, my package has not arrived and the tracking says delivered. Where is my order 48213?"
)
ARABIC = "مرحبًا، لم يصل الطرد الخاص بي رقم 48213 ويقول التتبع إنه تم التسليم. أين طلبي؟"
HEBREW = "שלום, החבילה שלי לא הגיעה. איפה ההזמנה שלי?"
CARD = "Mi tarjeta es 4111 1111 1111 1111, mire https://tienda.example/x y https://a.example/y."
HOSTILE = '<b onclick="x">fett</b> &amp; \u202etxt.exe\u202c <img src="file:///etc/passwd">\x00 end'
ENDLESS = "w" * 50_000


def translation(text: str = ENGLISH, **other: object) -> Translation:
    plain = Translation(
        text=text,
        source="es",
        target="en",
        engine="apertium",
        title="Apertium",
        reach=Reach.MACHINE,
        original=Masked(SPANISH),
        raw=text,
    )
    return dataclasses.replace(plain, **other)  # type: ignore[arg-type]  # the tests know


LOST = Caution(
    Doubt.LOST, "Something is missing in the translation: order number. Compare the texts."
)
FELL_BACK = Caution(
    Doubt.FALLBACK, "DeepL did not answer in time, so Apertium translated it.", grave=False
)
SAME_LANGUAGE = Caution(Doubt.SAME_LANGUAGE, "It is in that language already.", grave=False)
LATE = Attempt("deepl", "DeepL", FaultKind.TIMEOUT)
LIKES = (
    Similar(87, "Hola, mi paquete no ha llegado todavía.", "Hello, my parcel has not arrived yet."),
    Similar(74, "¿Dónde está mi pedido?", "Where is my order?"),
    Similar(100, "El seguimiento dice entregado. " * 9, "The tracking says delivered. " * 9),
    Similar(61, "Gracias", "Thank you"),
)
NO_ENGINE = NoTranslation(
    Lack.NO_ENGINE,
    Problem("No translation engine is set up", todo="Choose one under Translation in the settings"),
    "es",
    "en",
)
UNKNOWN = NoTranslation(
    Lack.LANGUAGE_UNKNOWN,
    Problem(
        "The language of this text can't be told", "It is too short or too mixed", "Say which it is"
    ),
    None,
    "en",
)
FAILED = NoTranslation(
    Lack.FAILED,
    Problem(
        "None of the engines gave a translation",
        "DeepL did not answer in time; Apertium does not know this pair of languages",
        "Try again in a minute",
    ),
    "es",
    "en",
    (LATE,),
)
STOPPED = NoTranslation(Lack.CANCELLED, Problem("The translation was stopped"), "es", "en")

OUTCOMES: dict[str, Translation | NoTranslation] = {
    "translated": translation(),
    "short": translation("Thank you", original=Masked("Gracias")),
    "hidden": translation(
        "My card is 4111 1111 1111 1111, look at https://tienda.example/x and https://a.example/y.",
        engine="deepl",
        title="DeepL",
        reach=Reach.INTERNET,
        original=mask(CARD, Secrets()),
    ),
    "grave": translation("Hello, where is my order?", warnings=(LOST,)),
    "fallback": translation(warnings=(FELL_BACK,), tried=(LATE,), reach=Reach.INTERNET),
    "same-language": translation(
        SPANISH, target="es", engine="", title="", warnings=(SAME_LANGUAGE,)
    ),
    "memory": translation(engine="memory", title="Translation memory", from_memory=True),
    "no-engine": NO_ENGINE,
    "no-engine-memory": NO_ENGINE,
    "unknown": UNKNOWN,
    "failed": FAILED,
    "stopped": STOPPED,
    "long": translation((ENGLISH + "\n\n") * 60),
    "long-memory-grave": translation(
        (ENGLISH + "\n\n") * 60, warnings=(LOST, LOST, FELL_BACK), tried=(LATE,)
    ),
    "endless": translation(ENDLESS),
    "hostile": translation(HOSTILE),
    "arabic": translation(ARABIC, source="en", target="ar"),
    "from-arabic": translation(source="ar"),
    "hebrew": translation(HEBREW, target="he"),
    "unknown-name": translation(source="tlh", target="pt-BR"),
}


def originals(name: str) -> str:
    return {
        "short": "Gracias",
        "hidden": CARD,
        "unknown": "ok merci",
        "long": (SPANISH + "\n\n") * 60,
        "long-memory-grave": (SPANISH + "\n\n") * 60,
        "endless": ENDLESS,
        "hostile": HOSTILE,
        "arabic": ENGLISH,
        "from-arabic": ARABIC,
    }.get(name, SPANISH)
