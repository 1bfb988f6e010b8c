"""Desks of translation, closed after each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.translation.desk_room import Desk, Make
from tests.unit.translation.parts import Says, Spoken


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    made: list[Desk] = []

    def one(says: Says | None = None) -> Desk:
        made.append(Desk(qtbot, tmp_path, monkeypatch, Spoken(says) if says else None))
        return made[-1]

    yield one
    for desk in made:
        desk.close()


@pytest.fixture
def desk(make: Make) -> Desk:
    return make()
