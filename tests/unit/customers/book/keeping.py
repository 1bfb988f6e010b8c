"""A keyring in memory, and books for tests."""

from __future__ import annotations

from pathlib import Path

from desktop.core.clock import FixedClock
from desktop.customers.book.book import Book
from desktop.customers.seal import Seal, new_key
from tests.unit.customers.making import NOW

KEY = new_key()
COLUMNS = ("name", "email", "phone", "customer_number", "company")
PEOPLE = (
    ("Ana Gil", "ana@example.com", "+34 612 345 678", "K-1", "Gil SL"),
    ("José Peña López", "Jose@Example.com", "0171/1234567", "K-2", ""),
    ("Mariana Silva", "", "(513) 555-7611 ext 12", "", ""),
    ("Maria Costa", "maria@example.com", "", "K-4", ""),
)


class MemoryKeyring:
    """What is used of a keyring."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def open_book(folder: Path, key: str = KEY) -> Book:
    """The book in this folder."""
    return Book(folder / "customers.db", Seal(key), FixedClock(NOW))
