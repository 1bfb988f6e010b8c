"""What works of translation and what does not, for ``deskhand doctor``. Changes nothing."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from desktop.core.clock import Clock
from desktop.core.faults import traced
from desktop.core.results import UserError
from desktop.host.base import Check, Places
from desktop.net.address import Reach
from desktop.net.at_once import ask_at_once
from desktop.net.deadline import Cancellation, Deadline
from desktop.settings.declare import Reader
from desktop.settings.secrets import Secrets
from desktop.settings.sections.translation import LOCAL_ONLY, SERVICES, ServiceSettings
from desktop.storage.migrations import version
from desktop.storage.trouble import StorageError, Trouble, told
from desktop.translation.engines.base import EngineFault, FaultKind, KeyMissing, Probing
from desktop.translation.engines.registry import Ready, build, make
from desktop.translation.memory_rows import MIGRATIONS
from desktop.translation.setup import make_detector, memory_file

log = logging.getLogger(__name__)

ANSWER_S: Final = 3.0
"""For an engine to answer."""
_ALL_S: Final = 4.0
"""For everything, a keyring that asks for its password included; all is asked at once."""

_NOTHING_KEPT: Final = "No translation was kept yet"
_PLACES: Final = {
    Reach.MACHINE: "Texts stay on this computer",
    Reach.OFFICE: "Texts stay in this office",
    Reach.INTERNET: "Texts leave this computer, with private parts hidden",
}


def examine(settings: Reader, places: Places, secrets: Secrets, clock: Clock) -> list[Check]:
    """A check for each engine of the settings, and for the memory and telling languages."""
    engines, problems = build(settings, secrets, clock)
    local_only = settings.get(LOCAL_ONLY)
    checks = [Check.failed(_name(one.place), one) for one in problems]
    if not engines and not problems:
        checks.append(
            Check(
                "translation",
                ok=None,
                what="No translation engine is set up",
                todo="Choose one under Translation in the settings",
            )
        )
    asked: list[tuple[str, Callable[[], Check]]] = [
        (_name(one.name), partial(_engine, one, clock, local_only=local_only)) for one in engines
    ]
    asked.append(("translation memory", partial(_memory, memory_file(places))))
    asked.append(("telling languages", partial(_languages, settings)))
    checks += _at_once(asked, clock)
    for one in engines:
        one.engine.close()
    return checks


@dataclass(frozen=True, slots=True)
class EngineState:
    """How one engine is now."""

    check: Check
    ms: int = 0
    """How long it took to answer."""
    needs_key: bool = False
    """It has none, and does not work without."""


def ask_engines(
    settings: Reader,
    names: Iterable[str],
    secrets: Secrets,
    clock: Clock,
    tell: Callable[[str, EngineState], None],
) -> None:
    """Ask engines how they are, turned on or not, all at once; no text is sent. Blocks.

    ``tell`` hears of each as it answers, on any thread, and of none twice.
    """
    services = settings.get(SERVICES)
    local_only = settings.get(LOCAL_ONLY)

    def ask(name: str) -> EngineState:
        began = clock.monotonic()
        try:
            one = make(name, services.get(name) or ServiceSettings(), secrets, clock)
            try:
                check = _engine(one, clock, local_only=local_only)
            finally:
                one.engine.close()
        except Exception as error:  # noqa: BLE001 - a dispatcher: the others are told all the same
            return EngineState(_broken(name, error), needs_key=isinstance(error, KeyMissing))
        return EngineState(check, round((clock.monotonic() - began) * 1000))

    ask_at_once(names, ask, lambda name: EngineState(_silent(name)), Deadline(clock, _ALL_S), tell)


def _name(engine: str) -> str:
    return "translation" if engine.startswith("translation.") else f"engine {engine}"


def _at_once(asked: Sequence[tuple[str, Callable[[], Check]]], clock: Clock) -> list[Check]:
    """Every answer in its order."""
    answers: dict[int, Check] = {}

    def ask(number: int) -> Check:
        name, check = asked[number]
        try:
            return check()
        except Exception as error:  # noqa: BLE001 - a dispatcher: the others are told all the same
            return _broken(name, error)

    def silent(number: int) -> Check:
        return _silent(asked[number][0])

    every = range(len(asked))
    ask_at_once(every, ask, silent, Deadline(clock, _ALL_S), answers.__setitem__)
    return [answers[number] for number in every]


def _broken(name: str, error: Exception) -> Check:
    if isinstance(error, UserError):
        return Check.failed(name, error.problem)
    log.error("the check of %s failed: %s", name, traced(error))
    return Check(name, ok=None, what="This could not be looked at", why=type(error).__name__)


def _silent(name: str) -> Check:
    return Check(
        name,
        ok=False,
        what="This could not be looked at in time",
        why="The keyring or the disk did not answer",
        todo="Unlock the keyring, and try again",
    )


def _engine(one: Ready, clock: Clock, *, local_only: bool) -> Check:
    name, title, reach = _name(one.name), one.manifest.title, one.engine.reach
    if local_only and reach is not Reach.MACHINE:
        return Check(
            name,
            ok=None,
            what=f"{title} is not asked",
            why="The settings say that nothing leaves this computer",
            todo="Change that under Translation, or take it from the engines",
        )
    if not isinstance(one.engine, Probing):
        return Check(name, ok=None, what=f"{title} can't be asked how it is", why=_PLACES[reach])
    answer = one.engine.probe(Deadline(clock, ANSWER_S), Cancellation())
    if isinstance(answer, EngineFault):
        return _fault(name, title, answer)
    what = f"{title} answers" + (" and takes the key" if answer.key else "")
    why = ". ".join(part.rstrip(".") for part in (_PLACES[reach], one.manifest.notice) if part)
    return Check(name, ok=True, what=what, why=why)


def _fault(name: str, title: str, fault: EngineFault) -> Check:
    if fault.kind in {FaultKind.BAD_ANSWER, FaultKind.REFUSED}:
        what = f"What answers at the address of {title} is something else"
        return Check(name, ok=False, what=what, todo="Check its address in the settings")
    return Check.failed(name, fault.problem(title))


def _memory(path: Path) -> Check:
    """Looks by itself: opening it as the application does would set a damaged one aside."""
    name = "translation memory"
    if not path.exists():
        return Check(name, ok=True, what=_NOTHING_KEPT)
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=1)
        try:
            made = version(connection)
            if made > len(MIGRATIONS):
                raise StorageError(Trouble.NEWER, path)
            if not made:
                return Check(name, ok=True, what=_NOTHING_KEPT)
            count = connection.execute("SELECT count(*) FROM segment").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise told(error, path) from error
    return Check(name, ok=True, what=f"{count:,} kept, with private parts hidden")


def _languages(settings: Reader) -> Check:
    make_detector(settings).warm()
    return Check("telling languages", ok=True, what="Languages are told on this computer")
