"""What the stage makes of what the running application says of itself."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from typing import Any
from unittest.mock import Mock

import pytest

from desktop.demo.stage import Stage, StepFailed

LONG_S = 5.0
SILENT: Mapping[str, Any] = {}
"""It does not answer: it is busy, or just starting."""


def status(keyboard: int, snippets: int = 9) -> Mapping[str, Any]:
    return {"keyboard": keyboard, "ready": True, "can_type": True, "snippets": snippets}


@pytest.fixture
def answers() -> list[Mapping[str, Any]]:
    """What it says, one time after the other; the last for ever."""
    return []


@pytest.fixture
def stage(answers: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Stage:
    """One on which nothing runs."""
    made = Stage.__new__(Stage)
    made.until = time.monotonic() + LONG_S
    made.hands = Mock(stranger=False)
    made.practice = Mock()
    made.application = Mock(poll=Mock(return_value=None))
    said = iter(lambda: answers.pop(0) if len(answers) > 1 else answers[0], None)
    monkeypatch.setattr(made, "status", lambda: next(said))
    return made


def test_another_keyboard_process_is_waited_for_though_nobody_answers_at_first(
    stage: Stage, answers: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    kill = Mock()
    monkeypatch.setattr(os, "kill", kill)
    # That the old one has died is noticed late, and the answers until then are as before.
    answers += [SILENT, status(5), SILENT, status(5), status(0), SILENT, status(7)]
    stage.kill_keyboard()
    kill.assert_called_once_with(5, signal.SIGKILL)
    assert answers == [status(7)]


def test_what_it_says_is_known_as_soon_as_it_answers(
    stage: Stage, answers: list[Mapping[str, Any]]
) -> None:
    answers += [SILENT, {"ready": False}, status(5, snippets=3)]
    assert stage.status_with("snippets")["snippets"] == 3


def test_an_application_that_never_answers_fails_the_step(
    stage: Stage, answers: list[Mapping[str, Any]]
) -> None:
    answers.append(SILENT)
    stage.until = time.monotonic()
    with pytest.raises(StepFailed, match="does not answer"):
        stage.status_with("snippets")
