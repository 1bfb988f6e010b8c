"""A step of the demo: what the agent does, and what must come of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from desktop.demo.stage import Stage, StepFailed

Act = Callable[[Stage], str | None]
"""Does something on the stage; what it returns is told beside the result."""
FAST_MS = 5.0
"""Between two keys where the pace is not what is tried: faster than anybody types."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step; the practice window is empty and in front when it begins."""

    name: str
    act: Act
    text: str | Callable[[], str] | None = None
    """What stands in the practice window afterwards; None: that is not what it is about."""
    sent: tuple[str, ...] = ()
    """What Enter has sent there."""
    caret: int | None = None
    seconds: float = 8.0
    """The deadline."""
    at_practice: bool = True
    """False for what is done without the practice window."""
    fresh: bool = True
    """False for a step that goes on with the text of the one before."""
    vital: bool = False
    """Without it there is nothing to try further."""

    def run(self, stage: Stage) -> str:
        """Act it out; what there is to say of it.

        Raises:
            StepFailed: it did not give what it should.
            Interrupted: another window took the focus.
        """
        stage.until = time.monotonic() + self.seconds
        if self.at_practice:
            stage.to_practice()
            if self.fresh:
                stage.start_over()
        said = self.act(stage)
        if self.text is not None:
            stage.wait(lambda: self._is_right(stage), lambda: self._wrong(stage))
            stage.settled = self._expected()
        return said or ""

    def _expected(self) -> str | None:
        return self.text() if callable(self.text) else self.text

    def _is_right(self, stage: Stage) -> bool:
        written = stage.practice.written
        right_caret = self.caret is None or written.caret == self.caret
        return written.text == self._expected() and written.sent == self.sent and right_caret

    def _wrong(self, stage: Stage) -> str:
        written = stage.practice.written
        return f"expected {_shown(self._expected() or '', self.sent, self.caret)}, there is " + (
            _shown(written.text, written.sent, None if self.caret is None else written.caret)
        )


def _shown(text: str, sent: tuple[str, ...], caret: int | None) -> str:
    more = [f"sent {list(sent)!r}"] if sent else []
    if caret is not None:
        more.append(f"caret at {caret}")
    return ", ".join([repr(text), *more])


def types(*texts: str, ms: float = FAST_MS) -> Act:
    """Type these texts one after the other."""

    def act(stage: Stage) -> None:
        for text in texts:
            stage.type(text, ms)

    return act


def waits_for(text: str) -> Act:
    """Wait until this stands in the practice window."""

    def act(stage: Stage) -> None:
        written = stage.practice
        stage.wait(lambda: written.written.text == text, lambda: _late(text, stage))

    return act


def _late(text: str, stage: Stage) -> str:
    return f"expected {text!r}, there is {stage.practice.written.text!r}"


def presses(*names: str) -> Act:
    """Press keys together."""
    return lambda stage: stage.chord(*names)


def in_turn(*acts: Act) -> Act:
    """One act after the other; what they say is said together."""

    def act(stage: Stage) -> str:
        return ", ".join(said for said in [one(stage) for one in acts] if said)

    return act


def pictured(name: str, title: str = "") -> Act:
    """Take a picture of the practice window, or of the application's window of this title."""

    def act(stage: Stage) -> None:
        window = stage.wait_window(title, front=False).id if title else stage.practice.window
        stage.picture(name, window)

    return act


def sees(title: str, *, front: bool = True) -> Act:
    """Wait for a window of the application."""

    def act(stage: Stage) -> None:
        stage.wait_window(title, front=front)

    return act


def sees_gone(title: str) -> Act:
    """Wait until a window of the application has gone."""
    return lambda stage: stage.wait_no_window(title)


def runs(*words: str) -> Act:
    """Give the running application a command line."""
    return lambda stage: stage.verb(*words)


def fail_unless(right: bool, what: str) -> None:
    """Raise StepFailed with these words unless ``right``."""
    if not right:
        raise StepFailed(what)
