"""How customers' systems are: whether they answer, as whom they know us, what we may not do."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desktop.core.clock import Clock
from desktop.core.faults import traced
from desktop.core.results import Problem, UserError
from desktop.customers.oauth.sign_in import NotSignedIn
from desktop.customers.providers.base import Checkable, Fault, FaultKind
from desktop.customers.providers.book import BookProvider
from desktop.customers.providers.registry import Ready, make
from desktop.host.base import Check
from desktop.net.at_once import ask_at_once
from desktop.net.deadline import Cancellation, Deadline
from desktop.settings.declare import Reader
from desktop.settings.secrets import Secrets
from desktop.settings.sections.customers import PROVIDERS

log = logging.getLogger(__name__)

ANSWER_S: Final = 10.0
"""For a system to answer all that is asked of it."""
_ALL_S: Final = 12.0
"""With a keyring that asks for its password."""
_LATE: Final = Problem(
    "This could not be looked at in time",
    "The keyring or the system did not answer",
    "Unlock the keyring, and try again",
)


@dataclass(frozen=True, slots=True)
class SystemState:
    """How one system is now."""

    ok: bool | None
    """None: it can't be told without looking somebody up."""
    who: str = field(default="", repr=False)
    """As whom it knows the agent, where it says that."""
    may_not: tuple[str, ...] = ()
    """What the account can't do of what could be done here, each a sentence."""
    problem: Problem | None = None
    signed_out: bool = False
    """Signing in would help."""
    ms: int = 0


def ask_systems(
    settings: Reader,
    names: Iterable[str],
    secrets: Secrets,
    clock: Clock,
    data: Path,
    tell: Callable[[str, SystemState], None],
) -> None:
    """Ask systems how they are, asked for customers or not, all at once. Blocks.

    Nobody is looked up. ``tell`` hears of each as it answers, on any thread, and of none twice.
    """

    def ask(name: str) -> SystemState:
        try:
            ready = make(name, settings, secrets, clock, data)
            try:
                return _asked(ready, clock)
            finally:
                ready.provider.close()
        except UserError as error:
            return SystemState(
                ok=False, problem=error.problem, signed_out=isinstance(error, NotSignedIn)
            )
        except Exception as error:  # noqa: BLE001 - a dispatcher: the others are told all the same
            log.error("the check of %s failed: %s", name, traced(error))
            problem = Problem("This could not be looked at", type(error).__name__)
            return SystemState(ok=False, problem=problem)

    late = SystemState(ok=False, problem=_LATE)
    ask_at_once(names, ask, lambda _: late, Deadline(clock, _ALL_S), tell)


def _asked(ready: Ready, clock: Clock) -> SystemState:
    provider = ready.provider
    if isinstance(provider, BookProvider):
        return SystemState(ok=True)
    if not isinstance(provider, Checkable):
        return SystemState(ok=None)
    began = clock.monotonic()
    answer = provider.check(Deadline(clock, ANSWER_S), Cancellation())
    ms = round((clock.monotonic() - began) * 1000)
    if isinstance(answer, Fault):
        problem = answer.problem(ready.manifest.title)
        return SystemState(
            ok=False, problem=problem, signed_out=answer.kind is FaultKind.AUTH, ms=ms
        )
    return SystemState(ok=True, who=answer.name, may_not=answer.may_not, ms=ms)


def examine(settings: Reader, secrets: Secrets, clock: Clock, data: Path) -> list[Check]:
    """For ``deskhand doctor``: a check for each system that customers are looked up in."""
    found: dict[str, SystemState] = {}
    names = settings.get(PROVIDERS)

    def tell(name: str, state: SystemState) -> None:
        found[name] = state

    ask_systems(settings, names, secrets, clock, data, tell)
    return [_check(name, found[name]) for name in names]


def _check(name: str, state: SystemState) -> Check:
    title = f"customers {name}"
    if state.problem is not None:
        return Check.failed(title, state.problem)
    if state.ok is None:
        return Check(title, ok=None, what="It can't be tested without looking somebody up")
    # Not as whom: what doctor says is sent to others who help.
    return Check(title, ok=True, what="It answers", why=". ".join(state.may_not))
