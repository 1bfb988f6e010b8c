"""Rich text: bold where it can be, and always the words; what was copied before comes back."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.demo.stage import Stage
from desktop.demo.step import Step, in_turn, types, waits_for

RESET = "Hold both keys for five seconds, then let go."
_COPIED = "48213"


def _copies(stage: Stage) -> None:
    stage.clipboard.set_text(_COPIED)


def _comes_back(stage: Stage) -> None:
    stage.wait(lambda: stage.clipboard_text() == _COPIED, "the clipboard has changed")


STEPS: Sequence[Step] = (
    Step(
        "a snippet in Markdown, as its words where nothing can be bold",
        in_turn(_copies, types("ah ;twokeys so", ms=1), waits_for(f"ah {RESET} so"), _comes_back),
        f"ah {RESET} so",
    ),
)
