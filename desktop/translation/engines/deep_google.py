"""Google Translate's page for small screens, by deep-translator: free, and unreliable.

Since 2025 it answers with error pages now and then (deep-translator, issues 282 and 307).
"""

from __future__ import annotations

from desktop.core.tags import is_traditional, primary
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Reply
from desktop.net.session import Client
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

_DEFAULT = "https://translate.google.com/m"
_LARGEST_PAGE = 200_000
"""Bytes; a larger page takes long to parse, and is none of Google's."""
_NAMES = {"he": "iw", "jv": "jw", "nb": "no", "nn": "no"}


class DeepGoogle(HttpEngine):
    """See the module."""

    def __init__(self, setup: Setup) -> None:
        """At Google, unless the settings name a stand-in."""
        super().__init__(setup, setup.address(_DEFAULT))
        self.client = Client(self.client.address, _LARGEST_PAGE)

    def probe(self, deadline: Deadline, cancellation: Cancellation) -> Probed | EngineFault:
        """See whether it is there; it has nothing to ask that is no translation."""
        reply = self.client.get("", deadline, cancellation=cancellation)
        return Probed() if isinstance(reply, Reply) and reply.ok else self.fault(reply)

    def translate(
        self, request: Request, deadline: Deadline, cancellation: Cancellation
    ) -> Translated | EngineFault:
        """One call, with an instance of its own."""
        from deep_translator import google

        borrowed.lend(google)

        def make() -> borrowed.Borrowed:
            source, target = _code(request.source), _code(request.target)
            one: borrowed.Borrowed = google.GoogleTranslator(source, target)
            one._base_url = self.client.address.at()  # noqa: SLF001 - else it is the whole module's
            return one

        asking = borrowed.Asking(self.client, deadline, cancellation)
        result = borrowed.run(make, request.text, asking)
        if isinstance(result, str):
            return Translated(result)
        if isinstance(result, EngineFault):
            return result
        reply = asking.reply
        if reply is None or (isinstance(reply, Reply) and reply.ok):
            return EngineFault(FaultKind.BAD_ANSWER)
        return self.fault(reply, {403: FaultKind.RATE_LIMITED})


def _code(tag: str) -> str:
    language = primary(tag)
    if language == "zh":
        return "zh-TW" if is_traditional(tag) else "zh-CN"
    return _NAMES.get(language, language)


ENGINE = Manifest(
    name="google",
    title="Google Translate (free page)",
    make=DeepGoogle,
    limit=Limit(6000, Measure.ENCODED),  # the text stands in the address
    needs=(Need("address", default=_DEFAULT),),
    keeps_lines=False,
    per_second=5,
    notice=FREE_SERVICE,
)
