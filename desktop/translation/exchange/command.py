"""What ``deskhand memory`` and ``deskhand glossary`` do with a profile's files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from desktop.core.clock import SystemClock
from desktop.core.results import UserError
from desktop.host.base import Places
from desktop.interaction import Customer, Field, Interactions
from desktop.settings.declare import Reader
from desktop.settings.secrets import Secrets
from desktop.settings.sections.translation import ORDER_PATTERNS
from desktop.settings.store import Settings
from desktop.translation.exchange.csv import read_csv, read_glossary, write_csv, write_glossary
from desktop.translation.exchange.protection import protection
from desktop.translation.exchange.tmx import read_tmx, write_tmx
from desktop.translation.exchange.units import Report, import_units
from desktop.translation.glossary import MOST, Term
from desktop.translation.interpreter import Interpreter
from desktop.translation.masking import Orders
from desktop.translation.memory import Memory
from desktop.translation.setup import glossary_file, open_memory

T = TypeVar("T")

_WAITED_S: Final = 3600.0
"""For a million segments, on a slow disk; Ctrl+C ends it before, and nothing was kept then."""


def import_memory(
    settings: Reader,
    places: Places,
    file: Path,
    source: str = "",
    target: str = "",
    *,
    both_ways: bool = False,
) -> Report:
    """Take a TMX or CSV file in, masked as everything in the memory is.

    ``source`` and ``target`` are the languages of a CSV file's rows that name none.

    Raises:
        UserError: the file can't be read, or the memory can't be opened; nothing was kept.
    """
    items = read_tmx(file) if _is_tmx(file) else read_csv(file, source, target)
    orders = settings.get(ORDER_PATTERNS)
    with _memory(places) as memory:
        protect = protection(Orders(orders))
        return _done(import_units(memory, items, protect, both_ways=both_ways))


def export_memory(places: Places, file: Path) -> int:
    """Write everything that is kept to a TMX or CSV file; gives how many.

    Raises:
        UserError: the memory can't be opened, or the file not be written.
    """
    write: Callable[..., int] = write_tmx if _is_tmx(file) else write_csv
    with _memory(places, make=False) as memory:
        return write(file, memory.segments())


def clear(places: Places) -> int:
    """Delete everything that is kept; gives how many segments.

    Raises:
        UserError: the memory can't be opened, or there is none.
    """
    with _memory(places, make=False) as memory:
        return _done(memory.clear())


def forget(settings: Settings, places: Places, secrets: Secrets, customer: str) -> int:
    """Delete what was translated for one customer alone; gives how many segments.

    ``customer`` is their e-mail address, phone number or name, as their card had it.

    Raises:
        UserError: the memory or the keyring can't be opened, or there is no memory.
    """
    clock = SystemClock()
    with _memory(places, make=False):
        known = Field(customer, "command line", clock.now())
        card = Customer(MappingProxyType(dict.fromkeys(("email", "phone", "name"), known)))
        interpreter = Interpreter(places, settings, secrets, clock, Interactions(clock))
        try:
            return sum(map(_done, interpreter.forget(card)))
        finally:
            interpreter.close()


def import_glossary(places: Places, file: Path) -> tuple[int, int]:
    """Add a file's terms to the glossary, in place of those for the same words and languages.

    Gives how many came, and how many of the file's rows could not be used.

    Raises:
        UserError: one of the files can't be read, or the glossary not be written.
    """
    new, skipped = read_glossary(file)
    terms = {_what(one): one for one in (*_glossary(places), *new)}
    if len(terms) > MOST:
        raise UserError(
            f"The glossary would have more than {MOST:,} terms", todo="Shorten the file"
        )
    write_glossary(glossary_file(places), terms.values())
    return len({_what(one) for one in new}), len(skipped)


def export_glossary(places: Places, file: Path) -> int:
    """Write the glossary's terms to a CSV file; gives how many.

    Raises:
        UserError: the glossary can't be read, or the file not be written.
    """
    terms = _glossary(places)
    write_glossary(file, terms)
    return len(terms)


def _is_tmx(file: Path) -> bool:
    ending = file.suffix.lower()
    if ending not in {".tmx", ".csv", ".tsv", ".txt"}:
        raise UserError(
            "Only TMX and CSV files can be exchanged",
            todo="Give the file a name that ends in .tmx or .csv",
            place=file.name,
        )
    return ending == ".tmx"


@contextmanager
def _memory(places: Places, *, make: bool = True) -> Iterator[Memory]:
    with open_memory(places, SystemClock(), make=make) as opened:
        if opened.problem is not None:
            problem = opened.problem
            raise UserError(problem.what, problem.why, problem.todo, place=problem.place)
        if opened.memory is None:
            raise UserError("No translation was kept yet in this profile")
        yield opened.memory


def _done(future: Future[T]) -> T:
    return future.result(_WAITED_S)


def _glossary(places: Places) -> list[Term]:
    path = glossary_file(places)
    return read_glossary(path)[0] if path.is_file() else []


def _what(term: Term) -> tuple[str, str, str, bool]:
    words = term.source if term.exact_case else term.source.casefold()
    return words, term.source_language, term.target_language, term.exact_case
