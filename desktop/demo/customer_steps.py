"""A caller whom nobody knows is remembered, and known from then on, in the customer book."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.demo.stage import Stage
from desktop.demo.step import Step, in_turn, pictured, presses, runs, sees, sees_gone, types

SIDEBAR = "Deskhand customer"
FOLLOW_UP = "Follow up"
FOLLOW_UPS = "Follow-ups"
NUMBER = "+5511912345678"
GREETING = "Hi Ana, thank you for calling. How can I help?"


def _is_known(stage: Stage) -> None:
    stage.wait(lambda: bool(stage.status().get("customer")), "the caller is not known")


STEPS: Sequence[Step] = (
    Step(
        "the caller, whom nobody knows, is remembered by a key",
        in_turn(
            sees(SIDEBAR, front=False),
            pictured("customer-unknown", SIDEBAR),
            presses("ctrl", "alt", "c"),
            sees(SIDEBAR),
            types("r"),
            _is_known,
            presses("escape"),
        ),
        "",
    ),
    Step(
        "they call again without a name, and the greeting has it",
        in_turn(runs("call", "--number", NUMBER, "--id", "2"), _is_known, types(";greet")),
        GREETING,
    ),
    Step(
        "they want to be called back, and a key makes a follow-up of it",
        in_turn(
            presses("ctrl", "alt", "c"),
            sees(SIDEBAR),
            types("f"),
            sees(FOLLOW_UP),
            types("in 2 h"),
            pictured("follow-up-light", FOLLOW_UP),
            types("\n"),
            sees_gone(FOLLOW_UP),
            runs("follow-ups"),
            sees(FOLLOW_UPS),
            pictured("follow-ups-light", FOLLOW_UPS),
            presses("escape"),
            sees_gone(FOLLOW_UPS),
        ),
        "",
        seconds=20,
    ),
)
GOES = Step(
    "the sidebar goes when it is told to",
    in_turn(
        presses("ctrl", "alt", "c"),
        sees(SIDEBAR),
        pictured("customer-light", SIDEBAR),
        presses("shift", "escape"),
        sees_gone(SIDEBAR),
    ),
    "",
)
