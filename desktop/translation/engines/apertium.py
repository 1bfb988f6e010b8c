"""Apertium APy, rule-based translation that runs in the house (wiki.apertium.org/wiki/APy)."""

from __future__ import annotations

import msgspec

from desktop.core.tags import primary
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Reply
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
from desktop.translation.engines.codes import ISO_639_3

_DEFAULT = "http://localhost:2737"


class _Data(msgspec.Struct):
    translated: str = msgspec.field(name="translatedText")


class _Answer(msgspec.Struct):
    data: _Data = msgspec.field(name="responseData")


class _Pair(msgspec.Struct):
    source: str = msgspec.field(name="sourceLanguage")


class _Pairs(msgspec.Struct):
    data: list[_Pair] = msgspec.field(name="responseData")


class _Error(msgspec.Struct):
    explanation: str = ""


class Apertium(HttpEngine):
    """See the module."""

    def __init__(self, setup: Setup) -> None:
        """At the address in the settings, else on this machine."""
        super().__init__(setup, setup.address(_DEFAULT))

    def takes(self, source: str, target: str) -> bool:
        """Whether it knows both at all; the pair need not be installed."""
        return primary(source) in ISO_639_3 and primary(target) in ISO_639_3

    def probe(self, deadline: Deadline, cancellation: Cancellation) -> Probed | EngineFault:
        """Ask for the pairs that are installed."""
        return self.visit("/listPairs", _Pairs, deadline, cancellation)

    def translate(
        self, request: Request, deadline: Deadline, cancellation: Cancellation
    ) -> Translated | EngineFault:
        """One call, as a form: in the address, the text would stand in its log."""
        pair = (ISO_639_3[primary(tag)] for tag in (request.source, request.target))
        fields = {
            "langpair": "|".join(pair),
            "q": request.text,
            "markUnknown": "no",  # else an asterisk stands before every word that it does not know
            "format": "txt",
        }
        reply = self.client.post_form("/translate", fields, deadline, cancellation=cancellation)
        if isinstance(reply, Reply):
            if reply.ok and (answer := reply.read(_Answer)):
                return Translated(answer.data.translated)
            # “That pair is not installed”, “That pair is invalid, use e.g. eng|spa”
            error = reply.read(_Error) if reply.status == 400 else None
            if error is not None and "pair" in error.explanation:
                return EngineFault(FaultKind.LANGUAGE)
        return self.fault(reply)


ENGINE = Manifest(
    name="apertium",
    title="Apertium",
    make=Apertium,
    limit=Limit(5000),
    needs=(Need("address", default=_DEFAULT),),
)
