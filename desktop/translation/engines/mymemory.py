"""MyMemory, by deep-translator, whose own address for it is not secure: ours is, or it is refused.

Its error messages come as translations (“MYMEMORY WARNING: …”), with the truth beside them in
``responseStatus`` and ``quotaFinished`` (mymemory.translated.net/doc/spec.php).
"""

from __future__ import annotations

import html

import msgspec

from desktop.core.tags import is_traditional, primary, subtags
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Failure, Reply
from desktop.translation.engines import borrowed
from desktop.translation.engines.base import (
    FREE_SERVICE,
    EngineFault,
    FaultKind,
    HttpEngine,
    Limit,
    Manifest,
    Measure,
    Need,
    Probed,
    Request,
    Setup,
    Translated,
)

_DEFAULT = "https://api.mymemory.translated.net/get"
_CODES = {
    "af": "af-ZA", "ar": "ar-SA", "bg": "bg-BG", "bn": "bn-IN", "bs": "bs-BA", "ca": "ca-ES",
    "cs": "cs-CZ", "da": "da-DK", "de": "de-DE", "el": "el-GR", "en": "en-GB", "es": "es-ES",
    "et": "et-EE", "eu": "eu-ES", "fa": "fa-IR", "fi": "fi-FI", "fr": "fr-FR", "ga": "ga-IE",
    "gl": "gl-ES", "he": "he-IL", "hi": "hi-IN", "hr": "hr-HR", "hu": "hu-HU", "hy": "hy-AM",
    "id": "id-ID", "is": "is-IS", "it": "it-IT", "ja": "ja-JP", "ka": "ka-GE", "kk": "kk-KZ",
    "ko": "ko-KR", "lt": "lt-LT", "lv": "lv-LV", "mk": "mk-MK", "ms": "ms-MY", "nb": "nb-NO",
    "nl": "nl-NL", "nn": "nn-NO", "pl": "pl-PL", "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU",
    "sk": "sk-SK", "sl": "sl-SI", "sq": "sq-AL", "sr": "sr-Latn-RS", "sv": "sv-SE", "sw": "sw-KE",
    "th": "th-TH", "tl": "tl-PH", "tr": "tr-TR", "uk": "uk-UA", "ur": "ur-PK", "vi": "vi-VN",
}  # fmt: skip
"""It knows languages by a country only."""


class _Said(msgspec.Struct):
    status: int | str | None = msgspec.field(name="responseStatus", default=None)
    finished: bool | None = msgspec.field(name="quotaFinished", default=None)


class MyMemory(HttpEngine):
    """See the module."""

    def __init__(self, setup: Setup) -> None:
        """At MyMemory over TLS, unless the settings name a stand-in."""
        super().__init__(setup, setup.address(_DEFAULT))

    def takes(self, source: str, target: str) -> bool:
        """By the list above."""
        return all(primary(tag) in _CODES or primary(tag) == "zh" for tag in (source, target))

    def probe(self, deadline: Deadline, cancellation: Cancellation) -> Probed | EngineFault:
        """See whether it is there; it has nothing to ask that is no translation, and says so."""
        reply = self.client.get("", deadline, cancellation=cancellation)
        there = isinstance(reply, Reply) and (reply.ok or reply.status == 403)
        return Probed() if there else self.fault(reply)

    def translate(
        self, request: Request, deadline: Deadline, cancellation: Cancellation
    ) -> Translated | EngineFault:
        """One call, with an instance of its own."""
        from deep_translator import mymemory

        borrowed.lend(mymemory)

        def make() -> borrowed.Borrowed:
            source, target = _code(request.source), _code(request.target)
            one: borrowed.Borrowed = mymemory.MyMemoryTranslator(source, target)
            one._base_url = self.client.address.at()  # noqa: SLF001 - its own is http://
            return one

        asking = borrowed.Asking(self.client, deadline, cancellation)
        result = borrowed.run(make, request.text, asking)
        if isinstance(result, EngineFault):
            return result
        reply = asking.reply
        if reply is None:
            return EngineFault(FaultKind.BAD_ANSWER)
        if isinstance(reply, Failure) or not reply.ok:
            return self.fault(reply)
        if (kind := _kind_of(reply)) is not None:
            return EngineFault(kind)
        if not isinstance(result, str):
            return EngineFault(FaultKind.BAD_ANSWER)
        # It writes apostrophes and quotation marks as HTML does.
        return Translated(result if "&" in request.text else html.unescape(result))


def _kind_of(reply: Reply) -> FaultKind | None:
    """What the fields beside the translation say; None when all is well."""
    said = reply.read(_Said)
    if said is None:
        return FaultKind.BAD_ANSWER
    if said.finished:
        return FaultKind.QUOTA
    kinds = {"200": None, "429": FaultKind.QUOTA, "403": FaultKind.LANGUAGE}
    return kinds.get(str(said.status), FaultKind.BAD_ANSWER)


def _code(tag: str) -> str:
    if primary(tag) == "zh":
        return "zh-TW" if is_traditional(tag) else "zh-CN"
    if primary(tag) == "pt" and "br" in subtags(tag):
        return "pt-BR"
    return _CODES[primary(tag)]


ENGINE = Manifest(
    name="mymemory",
    title="MyMemory",
    make=MyMemory,
    limit=Limit(480, Measure.BYTES),  # it takes 500 bytes
    needs=(Need("address", default=_DEFAULT),),
    keeps_lines=False,
    per_second=3,
    notice=FREE_SERVICE,
)
