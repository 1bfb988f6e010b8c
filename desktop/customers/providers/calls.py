"""The calls of one lookup or one message: signed in, in time, and at the provider's pace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from desktop.customers.providers.base import Fault, FaultKind, HttpProvider
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Failure, Reply

T = TypeVar("T")

Query = Mapping[str, str]


class Calls:
    """What a provider's server is asked, one call after the other."""

    def __init__(
        self,
        provider: HttpProvider,
        headers: Mapping[str, str],
        deadline: Deadline,
        cancellation: Cancellation,
    ) -> None:
        """``headers`` go with each, the sign-in among them."""
        self._provider = provider
        self._headers = headers
        self._deadline = deadline
        self._cancellation = cancellation

    def with_headers(self, more: Mapping[str, str]) -> Calls:
        """The same, with further headers for each."""
        return Calls(self._provider, {**self._headers, **more}, self._deadline, self._cancellation)

    def get(self, kind: type[T], path: str, query: Query | None = None) -> T | Fault | None:
        """One thing, in this shape; None when it is not there (404)."""
        reply = self._paced(
            lambda: self._provider.client.get(
                path,
                self._deadline,
                query=query,
                headers=self._headers,
                cancellation=self._cancellation,
            )
        )
        if isinstance(reply, Reply) and reply.status == 404:
            return None
        return self._read(kind, reply)

    def listed(self, kind: type[T], path: str, query: Query | None = None) -> T | Fault:
        """The same of a list, which is there although it may be empty: 404 is a fault."""
        found = self.get(kind, path, query)
        return Fault(FaultKind.REFUSED) if found is None else found

    def post(
        self, kind: type[T], path: str, content: object, query: Query | None = None
    ) -> T | Fault:
        """Send once."""
        return self._read(kind, self._paced(lambda: self._send("POST", path, content, query)))

    def put(self, kind: type[T], path: str, content: object) -> T | Fault:
        """Send once, in place of what is there."""
        return self._read(kind, self._paced(lambda: self._send("PUT", path, content, None)))

    def act(self, path: str, content: object) -> Fault | None:
        """Send once what a success alone answers, without a word; None: it was one."""
        reply = self._paced(lambda: self._send("POST", path, content, None))
        if isinstance(reply, Fault):
            return reply
        return None if reply.ok else self._provider.fault(reply)

    def _send(
        self, method: str, path: str, content: object, query: Query | None
    ) -> Reply | Failure:
        client = self._provider.client
        send = client.post_json if method == "POST" else client.put_json
        return send(
            path,
            content,
            self._deadline,
            query=query,
            headers=self._headers,
            cancellation=self._cancellation,
        )

    def _paced(self, call: Callable[[], Reply | Failure]) -> Reply | Fault:
        """The reply if it is one of success or 404."""
        pace = self._provider.pace
        if (rest := pace.rest()) > 0:
            return Fault(FaultKind.RATE_LIMITED, rest)
        reply = call()
        if isinstance(reply, Failure):
            return self._provider.fault(reply)
        fault = None if reply.ok or reply.status == 404 else self._provider.fault(reply)
        limited = fault is not None and fault.kind is FaultKind.RATE_LIMITED
        pace.heard(reply, refused=limited)
        if limited:
            return Fault(FaultKind.RATE_LIMITED, pace.rest())
        return fault or reply

    def _read(self, kind: type[T], reply: Reply | Fault) -> T | Fault:
        if isinstance(reply, Fault):
            return reply
        found = reply.read(kind) if reply.ok else None
        return self._provider.fault(reply) if found is None else found
