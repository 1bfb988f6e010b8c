"""Addresses of services: where they are, and whether that may be spoken to in the clear."""

from __future__ import annotations

import ipaddress
import urllib.parse
from dataclasses import dataclass
from enum import StrEnum

from desktop.core.results import UserError

LONGEST = 500
"""Characters of an address in the settings."""


class Reach(StrEnum):
    """How far away from the agent's machine what is sent comes to."""

    MACHINE = "this machine"
    OFFICE = "this office"
    INTERNET = "the internet"


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address without query, read by :meth:`read`."""

    scheme: str
    host: str
    """In small letters, an international name in its ASCII form, without brackets."""
    port: int
    path: str
    """Begins with a slash and does not end with one; empty for the top."""
    reach: Reach

    @classmethod
    def read(cls, text: str, *, office: bool = False, name: str = "") -> Address:
        """Understand an address. ``office`` says that the agent declared it to be in this office.

        ``name`` is what is reached there, for the error.

        Raises:
            UserError: it is none, or it would have to be spoken to in the clear over the internet.
        """
        scheme, host, port, path = _parts(text, name)
        reach = Reach.MACHINE if is_loopback(host) else Reach.OFFICE if office else Reach.INTERNET
        if scheme == "http" and reach is Reach.INTERNET:
            raise UserError(
                "This address is not secure, so nothing is sent there",
                "It begins with http://, which others can read on the way",
                "Use https://, or say in the settings that it is in this office",
                place=name,
            )
        return cls(scheme, host, port, path, reach)

    @property
    def origin(self) -> str:
        """Scheme, host and port: ``https://api.example.org:443``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    def at(self, path: str = "") -> str:
        """The whole address of a path below this one."""
        return f"{self.origin}{self.path}{path}" or "/"

    def serves(self, url: str) -> bool:
        """Is ``url`` at the same scheme, host and port?"""
        try:
            scheme, host, port, _ = _parts(url.partition("?")[0], "")
        except UserError:
            return False
        return (scheme, host, port) == (self.scheme, self.host, self.port)


def is_loopback(host: str) -> bool:
    """Does ``host`` mean this machine, without asking any name server?"""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _parts(text: str, name: str) -> tuple[str, str, int, str]:
    wrong = UserError(
        "This is not the address of a service",
        todo="Write it like https://translate.example.org or http://localhost:5000",
        place=name,
    )
    text = text.strip()
    if len(text) > LONGEST or any(char.isspace() or not char.isprintable() for char in text):
        raise wrong
    try:
        parts = urllib.parse.urlsplit(text)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        host = (parts.hostname or "").rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, KeyError):
        raise wrong from None
    # What stands before an @ would be a name and a password, which belong in the keyring.
    if not host or "@" in parts.netloc or "\\" in text or parts.query or parts.fragment:
        raise wrong
    return parts.scheme, host.lower(), port, parts.path.rstrip("/")
