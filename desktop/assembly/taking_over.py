"""Takes snippets over from other programs for a window: planned, carried out, taken back."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop.core.faults import problem_of, traced
from desktop.core.results import Problem, UserError
from desktop.host.base import Places

if TYPE_CHECKING:
    from desktop.snippets.importers.taking import Plan, TakenBack

log = logging.getLogger(__name__)
T = TypeVar("T")


class TakingOver:
    """Any thread may call; all happens, and is told, on the thread that ``put`` gives it to."""

    def __init__(
        self,
        places: Places,
        now: Callable[[], dt.datetime],
        put: Callable[[Callable[[], None]], None],
        reload: Callable[[], None],
    ) -> None:
        """``reload`` has the packs read anew."""
        self._places = places
        self._now = now
        self._put = put
        self._reload = reload

    def programs(self) -> list[tuple[str, str]]:
        """Names and titles of the programs that are known."""
        from desktop.snippets.importers.registry import importers

        return [(one.name, one.title) for one in importers().values()]

    def plan(self, source: Path, program: str, tell: Callable[[Plan | Problem], None]) -> None:
        """What would come of a file or folder; ``program`` is a name, or empty to find out."""

        def work() -> Plan:
            from desktop.snippets.importers.registry import importer_for
            from desktop.snippets.importers.taking import plan

            return plan(importer_for(source, program), source, self._places.packs)

        self._do(work, tell)

    def carry_out(self, plan: Plan, tell: Callable[[Plan | Problem], None]) -> None:
        """Write all of it, or nothing."""

        def work() -> Plan:
            from desktop.snippets.importers.taking import carry_out

            carry_out(plan, self._places.packs, self._places.data, self._now())
            self._reload()
            return plan

        self._do(work, tell)

    def take_back(self, tell: Callable[[TakenBack | Problem], None]) -> None:
        """Undo the last one."""

        def work() -> TakenBack:
            from desktop.snippets.importers.taking import take_back

            done = take_back(self._places.packs, self._places.data)
            self._reload()
            return done

        self._do(work, tell)

    def _do(self, work: Callable[[], T], tell: Callable[[T | Problem], None]) -> None:
        def job() -> None:
            try:
                done = work()
            except UserError as error:
                tell(error.problem)
            except Exception as error:  # noqa: BLE001 - a dispatcher; a stranger's file may be anything
                log.error("taking snippets over failed: %s", traced(error))
                tell(problem_of(error, "Nothing was taken over: try another file, or report it"))
            else:
                tell(done)

        self._put(job)
