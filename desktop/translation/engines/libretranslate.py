"""LibreTranslate, usually one's own: JSON by POST (docs.libretranslate.com)."""

from __future__ import annotations

import msgspec

from desktop.core.tags import is_traditional, primary
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

_DEFAULT = "http://localhost:5000"


class _Answer(msgspec.Struct):
    translated: str = msgspec.field(name="translatedText")


class _Language(msgspec.Struct):
    code: str


class _Error(msgspec.Struct):
    error: str = ""


class LibreTranslate(HttpEngine):
    """See the module."""

    def __init__(self, setup: Setup) -> None:
        """At the address in the settings, else on this machine."""
        super().__init__(setup, setup.address(_DEFAULT))

    def probe(self, deadline: Deadline, cancellation: Cancellation) -> Probed | EngineFault:
        """Ask for its languages, which it tells without a key."""
        return self.visit("/languages", list[_Language], deadline, cancellation)

    def translate(
        self, request: Request, deadline: Deadline, cancellation: Cancellation
    ) -> Translated | EngineFault:
        """One call."""
        content = {
            "q": request.text,
            "source": _code(request.source),
            "target": _code(request.target),
            "format": "text",
        }
        if key := self.key():
            content["api_key"] = key
        reply = self.client.send_json(
            "POST", "/translate", content, deadline, cancellation=cancellation
        )
        if isinstance(reply, Reply):
            if reply.ok and (answer := reply.read(_Answer)):
                return Translated(answer.translated)
            if reply.status == 400 and (error := reply.read(_Error)):
                # “xx is not supported”, “request (2001) exceeds text limit (2000)”
                if "not supported" in error.error or "not available" in error.error:
                    return EngineFault(FaultKind.LANGUAGE)
                if "text limit" in error.error:
                    return EngineFault(FaultKind.TOO_LONG)
        return self.fault(reply)


def _code(tag: str) -> str:
    # zt is its alias for traditional Chinese in all versions.
    return "zt" if is_traditional(tag) else primary(tag)


ENGINE = Manifest(
    name="libretranslate",
    title="LibreTranslate",
    make=LibreTranslate,
    limit=Limit(2000),  # what its public servers take; one's own takes more
    needs=(Need("address", default=_DEFAULT),),
    key_optional=True,
)
