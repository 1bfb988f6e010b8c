"""Breaks of seconds: a call that ends and was hard, a break put off, one that is had, breathing."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from desktop.demo.stage import Stage
from desktop.demo.step import Step, in_turn, pictured, presses, runs, sees, sees_gone

BREAK = "Deskhand break"
BREATHING = "Deskhand breathing"
QUESTION = "Deskhand contact"
MESSAGE = "Deskhand message"
OFF = "[breaks]\nasked = true\n"
"""As the demo's profile has them at first; the question would come into the middle of a step."""
ON = """\
[breaks]
on = true
short_length = 15
short_postpone = 10
short_notice = 10
hard_contact_hotkey = "<ctrl>+<alt>+h"
"""
_SETTLED_S = 2.3
"""Keys count in a break's window when nothing was typed since it came up, and for a while."""


def _breaks(stage: Stage) -> Mapping[str, Any]:
    found = stage.status().get("breaks")
    return found if isinstance(found, dict) else {}


def _turns_on(stage: Stage) -> None:
    path = stage.profile / "settings.toml"
    path.write_text(path.read_text("utf-8").replace(OFF, ON), "utf-8")
    stage.wait(lambda: _breaks(stage).get("on") is True, "breaks are not on")


def _begins(stage: Stage) -> None:
    stage.wait(lambda: _breaks(stage).get("underway") == "short", "no break is on")
    stage.wait_window(BREAK)


def _puts_off(stage: Stage) -> None:
    """By Tab and Enter, once the hands have come to rest."""
    until = time.monotonic() + _SETTLED_S
    stage.wait(lambda: time.monotonic() >= until, "time stands still")
    stage.chord("tab")
    stage.chord("enter")
    stage.wait(lambda: _breaks(stage).get("notice") == "short", "the break was not put off")
    stage.picture("break-notice", stage.wait_window(BREAK, front=False).id)


def _is_over(stage: Stage) -> None:
    stage.wait(lambda: _breaks(stage).get("waiting") is True, "the break does not end")
    stage.picture("break-waiting", stage.wait_window(BREAK).id)
    stage.chord("shift")
    stage.wait_no_window(BREAK)


BEGIN = Step("breaks are turned on", _turns_on, at_practice=False)
STEPS: Sequence[Step] = (
    Step(
        "the call is over, and was hard",
        in_turn(
            runs("call", "--id", "2", "--ended"),
            runs("call", "--ended"),
            sees(QUESTION, front=False),
            pictured("contact-question", QUESTION),
            presses("ctrl", "alt", "h"),
            sees_gone(QUESTION),
            sees(MESSAGE, front=False),
        ),
        "",
    ),
    Step(
        "a break, put off by keys",
        in_turn(runs("breaks", "take", "short"), _begins, pictured("break", BREAK), _puts_off),
        at_practice=False,
        seconds=30,
    ),
    Step(
        "the break comes, and waits for who had it",
        in_turn(_begins, _is_over),
        at_practice=False,
        seconds=40,
    ),
    Step(
        "slow breathing, stopped by a key",
        in_turn(
            runs("breaks", "breathe"),
            sees(BREATHING),
            pictured("breathing", BREATHING),
            presses("escape"),
            sees_gone(BREATHING),
        ),
        at_practice=False,
    ),
)
