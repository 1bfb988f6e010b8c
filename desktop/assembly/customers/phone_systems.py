"""Phone systems on this computer, which tell of calls over HTTP: let in or not, by the settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections import customers
from desktop.settings.store import Settings

if TYPE_CHECKING:
    from desktop.customers.receiver import Call, Receiver

TOKEN = "customers.receiver.token"  # noqa: S105 - its name in the keyring


class PhoneSystems:
    """Blocks, so that one thread of the assembly's uses it."""

    def __init__(self, settings: Settings, secrets: Secrets, take: Callable[[Call], None]) -> None:
        """Nobody is let in yet; ``take`` is told of calls, on a thread of the receiver."""
        self._settings = settings
        self._secrets = secrets
        self._take = take
        self._receiver: Receiver | None = None

    def address(self) -> str:
        """What to enter in a phone program, with ``NUMBER`` where it puts the number.

        The secret in it is made if there is none. Any thread may ask.

        Raises:
            UserError: the keyring does not answer.
        """
        port = self._settings.get(customers.RECEIVER_PORT)
        return f"http://127.0.0.1:{port}/call?token={self._token()}&number=NUMBER"

    def listen(self) -> None:
        """Listen, or not, as the settings say now.

        Raises:
            UserError: the port or the secret can't be had.
        """
        from desktop.customers.receiver import Receiver

        self.close()
        if self._settings.get(customers.RECEIVER):
            port = self._settings.get(customers.RECEIVER_PORT)
            receiver = Receiver(port, self._token(), self._take)
            receiver.start()
            self._receiver = receiver

    def close(self) -> None:
        """Let nobody in any more."""
        before, self._receiver = self._receiver, None
        if before is not None:
            before.close()

    def _token(self) -> str:
        from desktop.customers.receiver import new_token

        known = self._secrets.get(TOKEN)
        if known is None:
            known = Secret(new_token())
            self._secrets.set(TOKEN, known)
        return known.reveal()
