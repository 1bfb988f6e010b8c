"""The file that describes a system of the company's own; docs/rest-provider.md shows one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from desktop.core.results import UserError
from desktop.customers.identify import Kind
from desktop.customers.providers.rest.places import read_place

LARGEST = 64_000
"""Bytes of a file."""
_MOST = 60
"""Headers, and fields."""
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,60}")
# They belong to the connection; a cookie would be a sign-in that is not in the keyring.
_OURS = frozenset(
    {"host", "content-length", "content-type", "transfer-encoding", "connection", "cookie"}
)
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
OF_QUERY = frozenset({"value", "written", "digits", "tail"})
OF_RECORD = frozenset({"id"})
OF_SIGN_IN = frozenset({"secret", "user", "basic"})


class Find(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How somebody is looked for by one kind of query."""

    path: str
    body: dict[str, Any] | None = None
    """With one it is a POST of this as JSON."""
    items: str = ""
    """The place of the records: a list, or one record."""


class Things(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tickets or orders."""

    id: str
    path: str = ""
    """A call of its own; without one they are in the record."""
    items: str = "[]"
    subject: str = ""
    status: str = ""
    open: list[str] = []
    """The statuses in which something is still to be done; none said, and all are."""
    moment: str = ""
    link: str = ""


class Description(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    id: str
    find: dict[str, Find]
    fields: dict[str, str | list[str]]
    headers: dict[str, str] = {}
    link: str = ""
    tickets: Things | None = None
    orders: Things | None = None

    def places(self, field: str) -> list[str]:
        """Where the values of a field are."""
        known = self.fields[field]
        return [known] if isinstance(known, str) else known


def load(path: Path) -> Description:
    """Read and check a description.

    Raises:
        UserError: it can't be read, or says what can't be.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        raise UserError(
            "The description of this system can't be read",
            todo="Check the file that the settings name",
            place=str(path),
        ) from None
    if len(content) > LARGEST:
        _refuse(path, f"It has more than {LARGEST} bytes")
    try:
        description = msgspec.toml.decode(content, type=Description)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        _refuse(path, str(error).partition("\n")[0])
    wrong = next(_wrong(description), "")
    if wrong:
        _refuse(path, wrong)
    return description


def _refuse(path: Path, why: str) -> NoReturn:
    raise UserError(
        "The description of this system is not right",
        why,
        "Correct the file; docs/rest-provider.md shows one",
        place=str(path),
    )


def _wrong(description: Description) -> Iterator[str]:
    """What is not right, each in a sentence."""
    if len(description.headers) > _MOST or len(description.fields) > _MOST:
        yield f"It has more than {_MOST} headers or fields"
    for name, value in description.headers.items():
        if not _HEADER.fullmatch(name) or name.lower() in _OURS:
            yield f"“{name}” is no header that can be set"
        yield from _unknown(value, OF_SIGN_IN)
    for kind, find in description.find.items():
        if kind not in set(Kind):
            yield f"There is nothing to find by “{kind}”: use one of {', '.join(Kind)}"
        yield from _path(find.path, OF_QUERY)
        yield from _places([find.items])
    for field in description.fields:
        if not _FIELD.fullmatch(field):
            yield f"“{field}” is no name of a field: small letters, digits and _"
        yield from _places(description.places(field))
    yield from _places([description.id])
    if description.link:
        yield from _path(description.link, OF_RECORD)
    for things in (description.tickets, description.orders):
        if things is not None:
            yield from _things(things)


def _things(things: Things) -> Iterator[str]:
    yield from _places([things.id, things.items, things.subject, things.status, things.moment])
    for path in (things.path, things.link):
        if path:
            yield from _path(path, OF_RECORD)


def _path(path: str, known: frozenset[str]) -> Iterator[str]:
    """It stays below the address in the settings."""
    steps = path.partition("?")[0].split("/")
    if not path.startswith("/") or path.startswith("//") or ".." in steps or "\\" in path:
        yield f"“{path}” is no path: it begins with one / and goes on from the address"
    yield from _unknown(path, known)


def _unknown(text: str, known: frozenset[str]) -> Iterator[str]:
    for name in PLACEHOLDER.findall(text):
        if name not in known:
            names = ", ".join(f"{{{one}}}" for one in sorted(known))
            yield f"“{{{name}}}” stands for nothing here: use {names}"


def _places(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if read_place(text) is None:
            yield f"“{text}” is no place in an answer: write it like data.customers[].name"
