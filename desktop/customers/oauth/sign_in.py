"""A provider's sign-in as everybody in this process shares it: one access token, renewed once.

A renewal may end the refresh token that it used. So it runs on a thread of its own that nobody's
deadline or cancellation ends, one at a time in all processes, and what it brings is in the keyring
before it is used. If the keyring does not take it, it is held in memory, told of and tried again.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from desktop.core.clock import Clock
from desktop.core.faults import traced
from desktop.core.results import Problem, Severity, UserError
from desktop.customers.oauth.alone import alone
from desktop.customers.oauth.keeping import Keeping, Kept
from desktop.customers.oauth.tokens import Access, Denied, Endpoint, Tokens
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Failure, FailureKind, Reply

log = logging.getLogger(__name__)

RENEW_S = 10.0
"""For the token endpoint to answer."""
_OTHERS_S = 15.0
"""For another process to be done with its renewal."""
_AGAIN_S = 30.0
"""Between two tries to put into the keyring what it did not take."""


class NotSignedIn(UserError):  # noqa: N818 - a state that is told, like any UserError
    """Nobody signed in, or not there; signing in would help."""


class SignedOut:
    """There was a sign-in, and the provider does not take it any more."""


NoAccess = SignedOut | Failure | Reply
"""Why there is no access token; a reply is one of the token endpoint that was not expected."""


@dataclass(slots=True)
class _Renewal:
    """One that is under way, with who waits for it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: list[threading.Event] = field(default_factory=list)
    result: Access | NoAccess | UserError | None = None

    def join(self) -> threading.Event:
        """An event for when it is done."""
        event = threading.Event()
        with self.lock:
            if self.result is None:
                self.waiting.append(event)
            else:
                event.set()
        return event

    def end(self, result: Access | NoAccess | UserError) -> None:
        with self.lock:
            self.result = result
            waiting, self.waiting = self.waiting, []
        for event in waiting:
            event.set()


class SignIn:
    """See the module. Any thread may call."""

    def __init__(
        self,
        endpoint: Endpoint,
        keeping: Keeping,
        lock: Path,
        clock: Clock,
        name: str,
        tell: Callable[[Problem], None],
    ) -> None:
        """``lock`` is the file by which processes keep out of each other's way.

        ``tell`` hears what the agent has to know although nothing stops.
        """
        self.endpoint = endpoint
        self._keeping = keeping
        self._path = lock
        self._clock = clock
        self._name = name
        self._tell = tell
        self._lock = threading.Lock()
        self._kept: Kept | None = None
        self._unsaved: Kept | None = None
        self._try_again = 0.0
        self._dead = ""
        """A refresh token that the provider does not take."""
        self._renewal: _Renewal | None = None
        self._turn = 0
        """Counts sign-ins and sign-outs: what a renewal brings is of the one it began with."""

    def access(self, deadline: Deadline, cancellation: Cancellation) -> Access | NoAccess:
        """An access token that may be good.

        Raises:
            UserError: nobody is signed in, or the keyring does not answer.
        """
        self._save_again()
        access = self._known().access
        if access is not None and access.fresh(self._clock.now()):
            return access
        return self.renewed(access, deadline, cancellation)

    def renewed(
        self, refused: Access | None, deadline: Deadline, cancellation: Cancellation
    ) -> Access | NoAccess:
        """Another access token than the one that was refused.

        Raises:
            UserError: nobody is signed in, or the keyring does not answer.
        """
        with self._lock:
            known = self._kept.access if self._kept is not None else None
            if known is not None and known != refused and known.fresh(self._clock.now()):
                return known  # somebody renewed it meanwhile
            renewal = self._renewal
            if renewal is None:
                renewal = self._renewal = _Renewal()
                # No daemon: a process that ends now would lose what is on its way.
                threading.Thread(target=self._run, args=(renewal, refused), name="renewal").start()
        done = renewal.join()
        forget = cancellation.on_cancel(done.set)
        done.wait(deadline.left())
        forget()
        if cancellation.cancelled:
            return Failure(FailureKind.CANCELLED)
        result = renewal.result
        if isinstance(result, UserError):
            problem = result.problem
            raise type(result)(problem.what, problem.why, problem.todo, problem.place)
        return Failure(FailureKind.TIMEOUT) if result is None else result

    def adopt(self, tokens: Tokens) -> None:
        """Somebody signed in just now.

        Raises:
            UserError: the keyring does not keep it; it holds all the same until the end.
        """
        kept = Kept(
            tokens.refresh, tokens.access, self.endpoint.address.origin, self.endpoint.client
        )
        with alone(self._path, RENEW_S):
            with self._lock:
                self._turn += 1
                self._kept, self._dead, self._unsaved = kept, "", kept
                self._try_again = self._clock.monotonic() + _AGAIN_S
            self._keeping.write(kept)
            with self._lock:
                self._unsaved = None

    def forget(self) -> None:
        """Sign out on this computer.

        Raises:
            UserError: the keyring does not answer, or keeps it.
        """
        with alone(self._path, RENEW_S):
            with self._lock:
                self._turn += 1
                self._kept = self._unsaved = None
            self._keeping.forget()

    def look_again(self) -> None:
        """The keyring's entry may have changed."""
        with self._lock:
            if self._unsaved is None:
                self._kept = None

    def is_signed_in(self) -> bool:
        """Is there a sign-in for this address and client? Asks the keyring.

        Raises:
            UserError: the keyring does not answer.
        """
        with self._lock:
            if self._unsaved is not None:
                return True
        kept = self._keeping.read()
        return kept is not None and self._is_ours(kept) and kept.refresh != self._dead

    # --- inside ---

    def _known(self) -> Kept:
        with self._lock:
            if self._kept is not None:
                return self._kept
        kept = self._keeping.read()
        if kept is None:
            raise NotSignedIn(
                "You are not signed in", todo="Sign in in the settings", place=self._name
            )
        if not self._is_ours(kept):
            raise NotSignedIn(
                "You are not signed in at this address",
                "The sign-in that is kept is for another address or another client",
                "Sign in again in the settings",
                place=self._name,
            )
        with self._lock:
            if self._kept is None:
                self._kept = kept
            return self._kept

    def _is_ours(self, kept: Kept) -> bool:
        return (kept.origin, kept.client) == (
            self.endpoint.address.origin,
            self.endpoint.client,
        )

    def _run(self, renewal: _Renewal, refused: Access | None) -> None:
        result: Access | NoAccess | UserError = Failure(FailureKind.UNREACHABLE)
        try:
            result = self._renew(refused)
        except UserError as error:
            result = error
        except Exception as error:  # noqa: BLE001 - a dispatcher: those who wait must hear of it
            log.error("a sign-in could not be renewed: %s", traced(error))
        with self._lock:
            self._renewal = None
        renewal.end(result)

    def _renew(self, refused: Access | None) -> Access | NoAccess:
        with alone(self._path, _OTHERS_S) as had:
            if not had:
                return Failure(FailureKind.TIMEOUT)
            # What another process left, unless this one holds something newer.
            self.look_again()
            kept = self._known()
            access = kept.access
            if access is not None and access != refused and access.fresh(self._clock.now()):
                return access
            with self._lock:
                turn = self._turn
                if kept.refresh == self._dead:
                    return SignedOut()
            answer = self.endpoint.renew(kept.refresh, Deadline(self._clock, RENEW_S))
            if isinstance(answer, Tokens):
                self._keep(
                    Kept(answer.refresh or kept.refresh, answer.access, kept.origin, kept.client),
                    turn,
                )
                return answer.access
        if isinstance(answer, Denied):
            with self._lock:
                self._dead = kept.refresh if answer is not Denied.OTHER else ""
            return SignedOut()
        return answer

    def _keep(self, kept: Kept, turn: int) -> None:
        with self._lock:
            if turn != self._turn:
                return
            self._kept = self._unsaved = kept
        try:
            self._keeping.write(kept)
        except UserError as error:
            with self._lock:
                self._try_again = self._clock.monotonic() + _AGAIN_S
            self._tell(
                Problem(
                    "The keyring did not keep the new sign-in",
                    error.problem.why or error.problem.what,
                    "Unlock the keyring while Deskhand runs: it tries again, and you stay signed "
                    "in; otherwise you have to sign in anew after the next start",
                    Severity.WARNING,
                    self._name,
                )
            )
        else:
            with self._lock:
                self._unsaved = None

    def _save_again(self) -> None:
        """What the keyring did not take it may take by now."""
        with self._lock:
            kept = self._unsaved
            if kept is None or self._clock.monotonic() < self._try_again:
                return
            self._try_again = self._clock.monotonic() + _AGAIN_S
        with contextlib.suppress(UserError):  # it was said
            self._keeping.write(kept)
            with self._lock:
                if self._unsaved is kept:
                    self._unsaved = None
