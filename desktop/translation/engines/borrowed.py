"""Runs classes of deep-translator on our own client.

deep-translator 1.11 calls ``requests.get`` without a timeout, keeps the text in the instance, and
gives back error pages as translations (notes/translation.md). So each call gets a new instance,
and the module that it lives in gets, in place of requests, a stand-in that hands the call of the
present thread to a :class:`desktop.net.session.Client`: with a deadline, verified, bounded.
"""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Protocol

import msgspec

from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Failure, Reply
from desktop.net.session import Client
from desktop.translation.engines.base import EngineFault, FaultKind


class Borrowed(Protocol):
    """What is used of deep-translator's classes."""

    _base_url: str

    def translate(self, text: str) -> object:
        """The translation, or almost anything else."""


@dataclass(slots=True)
class Asking:
    """One call: how to make it, and what came of it."""

    client: Client
    deadline: Deadline
    cancellation: Cancellation
    reply: Reply | Failure | None = None


class _NoReplyError(Exception):
    """Ends a call of deep-translator that brought no reply; ``Asking.reply`` says why."""


_asking: contextvars.ContextVar[Asking] = contextvars.ContextVar("asking")


class _Response:
    """What deep-translator reads of a response of requests."""

    def __init__(self, reply: Reply, text: str) -> None:
        self.status_code = reply.status
        self.text = text

    def json(self) -> Any:  # noqa: ANN401 - whatever the server sent
        return msgspec.json.decode(self.text)

    def close(self) -> None:
        """Nothing is open."""


class _Requests:
    """In the place of requests."""

    @staticmethod
    def get(url: str, params: Mapping[str, str] | None = None, proxies: object = None) -> _Response:
        """Ask where the client says, which must be where deep-translator thinks it asks."""
        del proxies  # the client knows the system's
        asking = _asking.get()
        client = asking.client
        if url != client.address.at():
            raise _NoReplyError
        reply = client.get("", asking.deadline, query=params, cancellation=asking.cancellation)
        asking.reply = reply
        text = reply.text() if isinstance(reply, Reply) else None
        if text is None or isinstance(reply, Failure):
            raise _NoReplyError
        return _Response(reply, text)


def lend(module: ModuleType) -> None:
    """Have ``module``, one of deep-translator's, call through our client from now on."""
    if not isinstance(getattr(module, "requests", None), _Requests):
        vars(module)["requests"] = _Requests()


@contextlib.contextmanager
def _on_behalf_of(asking: Asking) -> Iterator[None]:
    token = _asking.set(asking)
    try:
        yield
    finally:
        _asking.reset(token)


def run(make: Callable[[], Borrowed], text: str, asking: Asking) -> str | EngineFault | None:
    """Translate with a new instance; None when the reply in ``asking`` says why there is nothing.

    Its errors are taken by their class alone: their words quote the text.
    """
    from deep_translator import exceptions

    try:
        with _on_behalf_of(asking):
            result = make().translate(text)
    except exceptions.LanguageNotSupportedException:
        return EngineFault(FaultKind.LANGUAGE)
    except exceptions.NotValidLength:
        return EngineFault(FaultKind.TOO_LONG)
    except Exception:  # noqa: BLE001 - it lets out whatever happens in it, AttributeErrors included
        return None
    return result if isinstance(result, str) else None
