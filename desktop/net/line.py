"""One connection to one server, by requests, that can be cut from another thread.

Import this on first use only: it brings requests and urllib3 with it.
"""

from __future__ import annotations

import http.client
import http.cookiejar
import logging
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import Any

import requests
import requests.adapters
import requests.utils
import truststore
import urllib3
import urllib3.connection
import urllib3.connectionpool
import urllib3.exceptions
import urllib3.util

from desktop.net.address import Address, Reach
from desktop.net.deadline import Deadline
from desktop.net.replies import Failure, FailureKind, Reply

# Below this level it writes whole addresses, and thereby queries, into its records.
logging.getLogger("urllib3").setLevel(logging.ERROR)

CONNECT_S = 3.0
"""A server that has not taken the connection by then is not there."""

_AT_ONCE = 64 * 1024
_MOST_REDIRECTS = 2
_SAFE = frozenset({"GET", "HEAD"})
_KEEP_METHOD = frozenset({307, 308})
_REDIRECTS = frozenset({301, 302, 303}) | _KEEP_METHOD

_holder = threading.local()
"""On a thread that calls: the line whose connection is being made."""


class Line:
    """Used by one thread at a time, except for :meth:`cut`."""

    def __init__(self, address: Address) -> None:
        """Nothing is connected yet."""
        self._address = address
        self._lock = threading.Lock()
        self._end: socket.socket | None = None
        """A second handle on the connection's socket, to shut it down by."""
        self._dead = False
        self._session = _session(address)

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        largest: int,
        deadline: Deadline,
    ) -> Reply | Failure:
        """Call, and read at most ``largest`` bytes of the reply.

        Every wait has a limit, but their sum has none: whoever calls cuts the line at the deadline.
        """
        _holder.line = self
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                left = max(0.05, deadline.left())
                response = self._session.request(
                    method,
                    url,
                    headers=dict(headers),
                    data=body,
                    timeout=(min(CONNECT_S, left), left),
                    allow_redirects=False,
                    stream=True,
                )
                with response:
                    if response.status_code not in _REDIRECTS:
                        return _read(response, largest)
                    onward = self._onward(response, method, url)
                if onward is None:
                    return Failure(FailureKind.REDIRECT)
                url = onward
            return Failure(FailureKind.REDIRECT)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            return Failure(_kind_of(error))
        except (OSError, http.client.HTTPException):
            return Failure(FailureKind.UNREACHABLE)
        except ValueError:  # a header that is not Latin-1, and others that requests lets through
            return Failure(FailureKind.UNSENDABLE)
        finally:
            _holder.line = None

    def cut(self) -> None:
        """End it now, whatever is being done: who reads from it finds it closed."""
        with self._lock:
            self._dead = True
            _shut(self._end)

    def close(self) -> None:
        """Give everything back; nobody may be calling."""
        with self._lock:
            self._dead = True
            end, self._end = self._end, None
        self._session.close()
        if end is not None:
            end.close()

    def hold(self, made: socket.socket) -> None:
        """Know the connection that was made for this line.

        Raises:
            ConnectionAbortedError: the line was cut meanwhile.
        """
        with self._lock:
            if self._end is not None:
                self._end.close()
                self._end = None
            if not self._dead:
                self._end = made.dup()
                return
        made.close()
        raise ConnectionAbortedError

    def _onward(self, response: requests.Response, method: str, url: str) -> str | None:
        """Where a redirect leads, if that is the same server and the call stays what it is."""
        if method not in _SAFE and response.status_code not in _KEEP_METHOD:
            return None
        target = requests.compat.urljoin(url, response.headers.get("location", ""))
        return target if target != url and self._address.serves(target) else None


def _shut(end: socket.socket | None) -> None:
    if end is None:
        return
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:  # not connected any more
        pass


def _read(response: requests.Response, largest: int) -> Reply | Failure:
    announced = response.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > largest:
        return Failure(FailureKind.TOO_LARGE)
    body = bytearray()
    # Not iter_content, which waits until a whole block is there.
    while part := response.raw.read1(_AT_ONCE, decode_content=True):
        body += part
        if len(body) > largest:
            return Failure(FailureKind.TOO_LARGE)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Reply(response.status_code, headers, bytes(body))


def _kind_of(error: Exception) -> FailureKind:
    # urllib3 counts a connection that was refused among the timeouts.
    refused = urllib3.exceptions.NewConnectionError
    causes = [one for one in _causes(error) if not isinstance(one, refused)]
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in causes):
        return FailureKind.CERTIFICATE
    timeouts = (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
    if any(isinstance(one, timeouts) for one in causes):
        return FailureKind.TIMEOUT
    if isinstance(error, requests.exceptions.InvalidHeader):
        return FailureKind.UNSENDABLE
    return FailureKind.UNREACHABLE


def _causes(error: BaseException) -> list[BaseException]:
    """The error and what it is made of: both packages put causes into arguments and attributes."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting and len(found) < 20:
        one = waiting.pop()
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            waiting += [*one.args, one.__cause__, one.__context__, getattr(one, "reason", None)]
    return found


class _Connection(urllib3.connection.HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _held(super()._new_conn())


class _SecureConnection(urllib3.connection.HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _held(super()._new_conn())


def _held(made: socket.socket) -> socket.socket:
    line: Line | None = getattr(_holder, "line", None)
    if line is not None:
        line.hold(made)
    return made


class _Pool(urllib3.connectionpool.HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(urllib3.connectionpool.HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


_POOLS = {"http": _Pool, "https": _SecurePool}


class _Adapter(requests.adapters.HTTPAdapter):
    """Trusts whom the system trusts, the company's own certificates included."""

    def __init__(self) -> None:
        # One context a line: truststore holds a lock during the handshake.
        self._context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        retries = urllib3.util.Retry(
            total=1,
            connect=1,
            read=1,
            redirect=False,
            status=0,
            other=0,
            allowed_methods=_SAFE,
            backoff_factor=0,
            respect_retry_after_header=False,
            raise_on_status=False,
        )
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=retries)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - handed on
        super().init_poolmanager(*arguments, ssl_context=self._context, **options)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(
        self,
        proxy: str,
        **options: Any,  # noqa: ANN401 - handed on
    ) -> urllib3.ProxyManager:
        manager: urllib3.ProxyManager = super().proxy_manager_for(
            proxy, ssl_context=self._context, **options
        )
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def cert_verify(self, conn: Any, *_arguments: object) -> None:  # noqa: ANN401 - a pool of urllib3
        """Leave it to the context: requests would add its own list of authorities here."""
        conn.cert_reqs = "CERT_REQUIRED"


def _session(address: Address) -> requests.Session:
    session = requests.Session()
    # Neither ~/.netrc, which would replace our keys, nor certificates from the environment.
    session.trust_env = False
    session.proxies = _proxies(address)
    session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
    session.mount("https://", _Adapter())
    session.mount("http://", _Adapter())
    return session


def _proxies(address: Address) -> dict[str, str]:
    """The system's proxies for this address; none for what is in the house."""
    if address.reach is Reach.MACHINE:
        return {}
    return dict(requests.utils.get_environ_proxies(address.origin))
