"""Microsoft Translator v3 (learn.microsoft.com/azure/ai-services/translator/text-translation)."""

from __future__ import annotations

import msgspec

from desktop.core.tags import is_traditional, primary, subtags
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Failure, Reply
from desktop.translation.engines.base import (
    EngineFault,
    FaultKind,
    HttpEngine,
    Limit,
    Manifest,
    Need,
    Probed,
    Request,
    Setup,
    Translated,
)

_DEFAULT = "https://api.cognitive.microsofttranslator.com"
_LANGUAGE = frozenset({400018, 400019, 400023, 400035, 400036})
_QUOTA = frozenset({403001})
"""“The operation isn't allowed because the subscription has exceeded its free quota.”"""


class _One(msgspec.Struct):
    text: str


class _Item(msgspec.Struct):
    translations: list[_One]


class _Languages(msgspec.Struct):
    translation: dict[str, msgspec.Raw]


class _Detail(msgspec.Struct):
    code: int = 0


class _Error(msgspec.Struct):
    error: _Detail


class Microsoft(HttpEngine):
    """See the module."""

    def __init__(self, setup: Setup) -> None:
        """At the global address, unless the settings name another."""
        super().__init__(setup, setup.address(_DEFAULT))

    def probe(self, deadline: Deadline, cancellation: Cancellation) -> Probed | EngineFault:
        """Ask for its languages, which it tells without a key; that there is one is looked at."""
        self.key(required=True)
        query = {"api-version": "3.0", "scope": "translation"}
        return self.visit("/languages", _Languages, deadline, cancellation, query=query)

    def translate(
        self, request: Request, deadline: Deadline, cancellation: Cancellation
    ) -> Translated | EngineFault:
        """One call."""
        headers = {"Ocp-Apim-Subscription-Key": self.key(required=True)}
        if region := self.setup.values.get("region"):
            headers["Ocp-Apim-Subscription-Region"] = region
        query = {
            "api-version": "3.0",
            "from": _code(request.source),
            "to": _code(request.target),
            "textType": "plain",
        }
        reply = self.client.send_json(
            "POST",
            "/translate",
            [{"Text": request.text}],
            deadline,
            query=query,
            headers=headers,
            cancellation=cancellation,
        )
        if isinstance(reply, Reply) and reply.ok:
            items = reply.read(list[_Item])
            if items and len(items) == 1 and len(items[0].translations) == 1:
                return Translated(items[0].translations[0].text)
        code = _code_of(reply)
        if code in _LANGUAGE:
            return EngineFault(FaultKind.LANGUAGE)
        if code in _QUOTA:
            return EngineFault(FaultKind.QUOTA)
        return self.fault(reply, {408: FaultKind.TIMEOUT})


def _code_of(reply: Reply | Failure) -> int:
    """The six digits of an error, the first three being the status; 0 when there is none."""
    if isinstance(reply, Failure) or reply.ok:
        return 0
    error = reply.read(_Error)
    return error.error.code if error else 0


def _code(tag: str) -> str:
    language, rest = primary(tag), subtags(tag)
    if language == "zh":
        return "zh-Hant" if is_traditional(tag) else "zh-Hans"
    if language == "pt":
        return "pt-pt" if rest & {"pt", "ao", "mz"} else "pt"  # pt is Brazil's
    if language == "fr" and "ca" in rest:
        return "fr-ca"
    if language == "sr":
        return "sr-Latn" if "latn" in rest else "sr-Cyrl"
    return {"tl": "fil"}.get(language, language)


ENGINE = Manifest(
    name="microsoft",
    title="Microsoft Translator",
    make=Microsoft,
    limit=Limit(10_000),  # one call takes 50,000, of which a plan's hour has not many
    needs=(Need("address", default=_DEFAULT), Need("region")),
    key_required=True,
)
