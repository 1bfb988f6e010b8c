"""DeepL by its interface v2: a POST with the key in a header (developers.deepl.com)."""

from __future__ import annotations

import msgspec

from desktop.core.tags import is_traditional, primary, subtags
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Failure, Reply
from desktop.net.session import Client
from desktop.translation.engines.base import (
    LARGEST_REPLY,
    EngineFault,
    FaultKind,
    Formality,
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

_PAID = "https://api.deepl.com"
_FREE = "https://api-free.deepl.com"
_FREE_KEY = ":fx"
"""How the keys of the free plan end, which has a host of its own."""

_LANGUAGES = frozenset(
    {
        "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hu", "id", "it",
        "ja", "ko", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "th", "tr",
        "uk", "vi", "zh",
    }
)  # fmt: skip
_STATUS = {456: FaultKind.QUOTA, 529: FaultKind.RATE_LIMITED}
# “prefer”: for a language without the difference it is no error.
_FORMALITY = {Formality.FORMAL: "prefer_more", Formality.INFORMAL: "prefer_less"}


class _One(msgspec.Struct):
    text: str


class _Answer(msgspec.Struct):
    translations: list[_One]


class _Usage(msgspec.Struct):
    used: int = msgspec.field(name="character_count")
    most: int = msgspec.field(name="character_limit")


class _Error(msgspec.Struct):
    message: str = ""


class DeepL(HttpEngine):
    """See the module."""

    def __init__(self, setup: Setup) -> None:
        """An address in the settings holds for keys of both plans."""
        super().__init__(setup, setup.address(_PAID))
        self._free = Client(setup.address(_FREE), LARGEST_REPLY)

    def close(self) -> None:
        """Both."""
        super().close()
        self._free.close()

    def takes(self, source: str, target: str) -> bool:
        """By DeepL's list."""
        return primary(source) in _LANGUAGES and primary(target) in _LANGUAGES

    def probe(self, deadline: Deadline, cancellation: Cancellation) -> Probed | EngineFault:
        """Ask how much of the plan is used."""
        client, headers = self._access()
        reply = client.get("/v2/usage", deadline, headers=headers, cancellation=cancellation)
        usage = reply.read(_Usage) if isinstance(reply, Reply) and reply.ok else None
        if usage is None:
            return self.fault(reply, _STATUS)
        return Probed(key=True) if usage.used < usage.most else EngineFault(FaultKind.QUOTA)

    def _access(self) -> tuple[Client, dict[str, str]]:
        """Where this key is good, and the header that it goes in."""
        key = self.key(required=True)
        client = self._free if key.endswith(_FREE_KEY) else self.client
        return client, {"Authorization": f"DeepL-Auth-Key {key}"}

    def translate(
        self, request: Request, deadline: Deadline, cancellation: Cancellation
    ) -> Translated | EngineFault:
        """One call."""
        client, headers = self._access()
        content: dict[str, object] = {
            "text": [request.text],
            "source_lang": primary(request.source).upper(),
            "target_lang": _target(request.target),
            "preserve_formatting": True,
        }
        if request.formality in _FORMALITY:
            content["formality"] = _FORMALITY[request.formality]
        if glossary := self.setup.values.get("glossary"):
            content["glossary_id"] = glossary
        reply = client.send_json(
            "POST", "/v2/translate", content, deadline, headers=headers, cancellation=cancellation
        )
        if isinstance(reply, Reply) and reply.ok:
            answer = reply.read(_Answer)
            if answer is not None and len(answer.translations) == 1:
                return Translated(answer.translations[0].text)
        if _is_about_languages(reply):
            return EngineFault(FaultKind.LANGUAGE)
        return self.fault(reply, _STATUS)


def _target(tag: str) -> str:
    """DeepL wants a variety of these three; else what most people mean (CLDR's likely subtags)."""
    language, rest = primary(tag), subtags(tag)
    if language == "en":
        return "EN-GB" if rest & {"gb", "ie", "au", "nz", "in", "za"} else "EN-US"
    if language == "pt":
        return "PT-PT" if rest & {"pt", "ao", "mz"} else "PT-BR"
    if language == "zh":
        return "ZH-HANT" if is_traditional(tag) else "ZH-HANS"
    return language.upper()


def _is_about_languages(reply: Reply | Failure) -> bool:
    """Does it say “Value for 'target_lang' not supported”?"""
    if isinstance(reply, Failure) or reply.status != 400:
        return False
    error = reply.read(_Error)
    return error is not None and "_lang" in error.message


ENGINE = Manifest(
    name="deepl",
    title="DeepL",
    make=DeepL,
    limit=Limit(50_000, Measure.BYTES),  # a whole call may have 128 KiB
    needs=(Need("address", default="by the key's plan"), Need("glossary")),
    key_required=True,
)
