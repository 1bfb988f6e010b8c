"""The calls of one lookup or one message: signed in, in time, and at the provider's pace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from desktop.core.results import Problem
from desktop.customers.oauth.tokens import Access
from desktop.customers.providers.base import Fault, FaultKind
from desktop.customers.providers.http_provider import HttpProvider
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Failure, Reply
from desktop.net.session import Client, Sending

T = TypeVar("T")

Query = Mapping[str, str]
_Headers = Mapping[str, str]
_Call = Callable[[Client, _Headers], Reply | Failure]


class Calls:
    """What a provider's server is asked, one call after the other.

    Who is signed in by the browser has an access token that ends: a read that is refused for it is
    made once more with another one, a write never.
    """

    def __init__(
        self,
        provider: HttpProvider,
        headers: Mapping[str, str],
        deadline: Deadline,
        cancellation: Cancellation,
    ) -> None:
        """``headers`` go with each; a sign-in that is no OAuth is among them."""
        self._provider = provider
        self._headers = headers
        self._deadline = deadline
        self._cancellation = cancellation

    def with_headers(self, more: Mapping[str, str]) -> Calls:
        """The same, with further headers for each."""
        return Calls(self._provider, {**self._headers, **more}, self._deadline, self._cancellation)

    def get(self, kind: type[T], path: str, query: Query | None = None) -> T | Fault | None:
        """One thing, in this shape; None when it is not there (404)."""
        reply = self.reply(path, query)
        if isinstance(reply, Reply) and reply.status == 404:
            return None
        return self._read(kind, reply)

    def found(self, kind: type[T], path: str, query: Query | None = None) -> T | Fault | None:
        """What a search brings; None when it says so without a word (204). 404 is a fault."""
        reply = self.reply(path, query)
        if isinstance(reply, Reply) and reply.status == 204:
            return None
        return self._read(kind, reply)

    def listed(self, kind: type[T], path: str, query: Query | None = None) -> T | Fault:
        """The same of a list, which is there although it may be empty: 404 is a fault."""
        found = self.get(kind, path, query)
        return Fault(FaultKind.REFUSED) if found is None else found

    def reply(self, path: str, query: Query | None = None) -> Reply | Fault:
        """The same with all that was said: a reply of success, or 404."""

        def call(client: Client, headers: _Headers) -> Reply | Failure:
            return client.get(
                path,
                self._deadline,
                query=query,
                headers=headers,
                cancellation=self._cancellation,
            )

        return self._paced(call, again=True)

    def post(
        self, kind: type[T], path: str, content: object, query: Query | None = None
    ) -> T | Fault:
        """Send once."""
        return self._read(kind, self._send("POST", path, content, query))

    def put(self, kind: type[T], path: str, content: object) -> T | Fault:
        """Send once, in place of what is there."""
        return self._read(kind, self._send("PUT", path, content, None))

    def act(self, path: str, content: object) -> Fault | None:
        """Send once what a success alone answers, without a word; None: it was one."""
        return self._done("POST", path, content)

    def patch(self, path: str, content: object) -> Fault | None:
        """Change what is there, once; what is said to a success is not looked at."""
        return self._done("PATCH", path, content)

    def _done(self, method: Sending, path: str, content: object) -> Fault | None:
        reply = self._send(method, path, content, None)
        if isinstance(reply, Fault):
            return reply
        return None if reply.ok else self._provider.fault(reply)

    def _send(
        self, method: Sending, path: str, content: object, query: Query | None
    ) -> Reply | Fault:
        def call(client: Client, headers: _Headers) -> Reply | Failure:
            return client.send_json(
                method,
                path,
                content,
                self._deadline,
                query=query,
                headers=headers,
                cancellation=self._cancellation,
            )

        return self._paced(call, again=False)

    def _paced(self, call: _Call, *, again: bool) -> Reply | Fault:
        """The reply if it is one of success or 404."""
        pace = self._provider.pace
        if (rest := pace.rest()) > 0:
            return Fault(FaultKind.RATE_LIMITED, rest)
        reply = self._signed(call, again=again)
        if isinstance(reply, Fault):
            return reply
        if isinstance(reply, Failure):
            return self._provider.fault(reply)
        fault = None if reply.ok or reply.status == 404 else self._provider.fault(reply)
        limited = fault is not None and fault.kind is FaultKind.RATE_LIMITED
        pace.heard(reply, refused=limited)
        if limited and fault is not None and fault.retry_after:
            pace.pause(fault.retry_after)
        if limited:
            return Fault(FaultKind.RATE_LIMITED, pace.rest())
        return fault or reply

    def _signed(self, call: _Call, *, again: bool) -> Reply | Failure | Fault:
        """Call with what the sign-in gives now, or only with the headers where there is none."""
        sign_in = self._provider.setup.sign_in
        if sign_in is None:
            return call(self._provider.client, self._headers)
        access = sign_in.access(self._deadline, self._cancellation)
        if not isinstance(access, Access):
            return self._provider.no_access(access)
        reply = self._with(call, access)
        if isinstance(reply, Failure) or reply.status != 401:
            return reply
        other = sign_in.renewed(access, self._deadline, self._cancellation)
        if not isinstance(other, Access):
            return self._provider.no_access(other)
        return self._with(call, other) if again else Fault(FaultKind.AUTH, told=_RUN_OUT)

    def _with(self, call: _Call, access: Access) -> Reply | Failure:
        headers = {**self._headers, "Authorization": f"Bearer {access.token}"}
        return call(self._provider.client_at(access.instance), headers)

    def _read(self, kind: type[T], reply: Reply | Fault) -> T | Fault:
        if isinstance(reply, Fault):
            return reply
        found = reply.read(kind) if reply.ok else None
        return self._provider.fault(reply) if found is None else found


_RUN_OUT = Problem(
    "Your sign-in had just run out, so nothing was sent",
    todo="Send it once more: the sign-in is renewed",
)
