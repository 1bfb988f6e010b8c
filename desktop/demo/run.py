"""``deskhand demo``: an agent's ten minutes, acted out in the real application."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from desktop.core.resources import resource
from desktop.core.results import UserError
from desktop.demo.programs import Programs
from desktop.demo.screen import open_screen

if TYPE_CHECKING:
    from desktop.demo.stage import Stage
    from desktop.demo.step import Step

_ENDED = 128
"""Exit status with a signal's number added, as shells have it."""


def run(*, stay: bool, agreed: bool, out: Path | None) -> int:
    """Act it out; the exit status: 0 only if every step gave what it should.

    ``agreed``: act on this screen, which the agent sits at. ``out`` is where the pictures go.

    Raises:
        UserError: there is no screen to act on; says what to install.
    """
    with ExitStack() as ending:
        home = Path(tempfile.mkdtemp(prefix="deskhand-demo-"))
        ending.callback(shutil.rmtree, home, ignore_errors=True)
        pictures = out or home / "pictures"
        try:
            pictures.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                f"No pictures can be put into {pictures}",
                str(error.strerror),
                "Choose another --out",
            ) from error
        programs = Programs()
        ending.callback(programs.end)
        ending.enter_context(_ended_by_signals())
        screen = open_screen(programs, home, agreed=agreed)
        shutil.copytree(resource("demo"), home / "profile")
        from desktop.demo.stage import COMPLAINTS, Stage

        stage = Stage(screen, programs, home, pictures.absolute())
        ending.callback(stage.close)
        print(f"Deskhand's demo, {screen.words}")
        status = _play(stage, stay=stay)
        if out is not None:
            print(f"{len(set(stage.taken))} pictures in {out}")
        if status and out is not None:
            for one in [home / COMPLAINTS, *(home / "profile" / "data" / "logs").glob("*")]:
                shutil.copy(one, out)
        return status


def _play(stage: Stage, *, stay: bool) -> int:
    from desktop.demo.stage import Interrupted
    from desktop.demo.steps import END, WORK

    begun = time.monotonic()
    right = 0
    steps = [*WORK, END]
    try:
        for step in steps:
            if stay and step is END:
                _stay(stage)
            went_well = _perform(step, stage)
            right += went_well
            if step.vital and not went_well:
                break
    except Interrupted as stopped:
        raise UserError(
            "The demo has stopped",
            "Another window took the focus, and the demo types only into its own",
            "Start it again, and leave the screen alone meanwhile",
        ) from stopped
    took = time.monotonic() - begun
    print(f"{right} of {len(steps)} steps gave what they should, in {took:.0f} s")
    return 0 if right == len(steps) else 1


def _perform(step: Step, stage: Stage) -> bool:
    from desktop.demo.stage import StepFailed

    begun = time.monotonic()
    try:
        said = step.run(stage)
    except StepFailed as failed:
        _tell(begun, "FAIL", step.name, str(failed))
        stage.settled = None
        stage.picture_all(f"failed-{step.name[:20].replace(' ', '-')}")
        _escape(stage)
        return False
    _tell(begun, "ok", step.name, said)
    return True


def _tell(begun: float, result: str, name: str, said: str) -> None:
    more = f" ({said})" if said else ""
    print(f"{time.monotonic() - begun:6.2f} s  {result:<4}  {name}{more}", flush=True)


def _escape(stage: Stage) -> None:
    """Close what a step that failed has left open, so that the next one has its chance."""
    front = stage.hands.front()
    if front.pid == stage.pid and front.pid:
        stage.chord("escape")


def _stay(stage: Stage) -> None:
    stage.hands.watchful = False  # the agent goes where they like
    where = f" on display {stage.screen.display}" if stage.screen.virtual else ""
    print(f"Close the practice window{where} to end, or press Ctrl+C here.", flush=True)
    stage.practice.wait_closed()


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM and SIGHUP end the demo as Ctrl+C does, with all that it started."""

    def end(number: int, _frame: FrameType | None) -> None:
        sys.exit(_ENDED + number)

    numbers = [signal.SIGTERM]
    if sys.platform != "win32":  # has no other
        numbers.append(signal.SIGHUP)
    before = [signal.signal(number, end) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
