"""One sign-in: an address for the browser, and tokens when it comes back (RFC 6749, 7636, 8252)."""

from __future__ import annotations

import base64
import hashlib
import secrets

from desktop.core.clock import Clock
from desktop.core.results import UserError
from desktop.customers.oauth.declared import PATH, PORTS
from desktop.customers.oauth.redirect import Redirect
from desktop.customers.oauth.tokens import Denied, Endpoint, Tokens, query_of
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Failure, Reply

PATIENCE_S = 300.0
"""For the person in the browser: passwords, a second factor."""
EXCHANGE_S = 20.0
_COURTESY_S = 1.0


class Flow:
    """From :meth:`begin` to :meth:`finish`, or :meth:`close`. Used once."""

    def __init__(self, endpoint: Endpoint, clock: Clock, ports: tuple[int, ...] = PORTS) -> None:
        """Listens for the browser from now on.

        Raises:
            UserError: there is no port for it to come back to.
        """
        self._endpoint = endpoint
        self._clock = clock
        self._verifier = secrets.token_urlsafe(48)
        self._state = secrets.token_urlsafe(24)
        self._waiting = Redirect(self._state, ports)
        self.redirect = f"http://{endpoint.oauth.host}:{self._waiting.port}{PATH}"

    def begin(self) -> str:
        """The address that the browser is to open."""
        digest = hashlib.sha256(self._verifier.encode("ascii")).digest()
        return query_of(
            self._endpoint.address.at(self._endpoint.oauth.authorize),
            {
                "response_type": "code",
                "client_id": self._endpoint.client,
                "redirect_uri": self.redirect,
                "scope": " ".join(self._endpoint.oauth.scopes),
                "state": self._state,
                "code_challenge": base64.urlsafe_b64encode(digest).decode("ascii").rstrip("="),
                "code_challenge_method": "S256",
            },
        )

    def finish(self, cancellation: Cancellation, seconds: float = PATIENCE_S) -> Tokens | None:
        """Wait for the browser, and get the tokens; None when cancelled. Closes it.

        Raises:
            UserError: nobody signed in, or the provider did not let them.
        """
        forget = cancellation.on_cancel(self._waiting.arrived.set)
        try:
            self._waiting.arrived.wait(seconds)
            arrival = self._waiting.arrival
        finally:
            forget()
            self.close()
        if cancellation.cancelled:
            return None
        if arrival is None:
            raise UserError(
                "Nobody signed in",
                f"The browser did not come back within {seconds / 60:.0f} minutes",
                "Sign in once more; if the browser said that an address does not match, register "
                f"{self.redirect} with the provider",
            )
        if not arrival.code:
            raise _refused(arrival.error)
        answer = self._endpoint.exchange(
            arrival.code, self._verifier, self.redirect, Deadline(self._clock, EXCHANGE_S)
        )
        if not isinstance(answer, Tokens):
            raise _no_tokens(answer)
        if not answer.refresh:
            raise UserError(
                "The provider lets you in for a short while only",
                "It gave no refresh token",
                "Ask your administrator to allow refresh tokens for Deskhand's client there",
            )
        return answer

    def close(self) -> None:
        """Wait no more; the page that the person sees is still handed out."""
        self._waiting.finish(_COURTESY_S)


def _refused(error: str) -> UserError:
    if error == "access_denied":
        return UserError(
            "The provider did not let Deskhand in",
            "You or your administrator said no",
            "Sign in once more and agree, or ask your administrator to allow it",
        )
    return UserError(
        "The provider did not let Deskhand in",
        "It does not take the sign-in as it is set up",
        "Ask your administrator to look at the client that is registered for Deskhand there",
    )


def _no_tokens(answer: Denied | Failure | Reply) -> UserError:
    if answer is Denied.CLIENT:
        return UserError(
            "The provider does not know this client",
            "Its identifier is wrong, or it is not registered as a public client",
            "Check it with whoever registered Deskhand there",
        )
    if isinstance(answer, Denied):
        return UserError(
            "The provider did not complete the sign-in",
            "It took too long, or the client is not registered as it has to be",
            "Sign in once more",
        )
    if isinstance(answer, Failure):
        return UserError(
            "The sign-in could not be completed",
            f"The provider's server did not answer as it should ({answer.kind})",
            "Check the network, and sign in once more",
        )
    return UserError(
        "The sign-in could not be completed",
        "The provider's server gave an answer that can't be used",
        "Check the address, and sign in once more",
    )
