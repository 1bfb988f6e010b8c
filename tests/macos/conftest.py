"""Tests for a real Mac: ``.venv/bin/python -m pytest tests/macos``. Elsewhere they are skipped.

Those of typing want Accessibility and Input Monitoring for the program they are started from, type
into a window of their own, and use the clipboard: leave keyboard and mouse alone meanwhile.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what is here on any other system."""
    if sys.platform == "darwin":
        return
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="only on macOS"))


@pytest.fixture(scope="session")
def carbon() -> Any:
    from desktop.host.macos.carbon import Carbon

    return Carbon()


@pytest.fixture(scope="session")
def allowed(carbon: Any) -> Any:
    """What macOS lets this program do; a test that types needs all of it."""
    from desktop.host.macos import permissions
    from desktop.host.macos.allowed import ask_for_it, now_allowed

    ask_for_it()
    found = now_allowed(carbon)
    trouble = permissions.trouble(found)
    if trouble:
        pytest.skip(f"only on macOS with permission: {trouble}")
    return found


@pytest.fixture(scope="session")
def keyboard(allowed: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from tests.macos.session import Ear
    from tests.typing_cases import SNIPPETS

    made = Ear(tmp_path_factory.mktemp("keyboard"), SNIPPETS)
    yield made
    made.stop()


@pytest.fixture(scope="session")
def field(allowed: Any) -> Iterator[Any]:
    from tests.macos.session import Field

    made = Field()
    yield made
    made.end()


@pytest.fixture
def desk(carbon: Any, keyboard: Any, field: Any) -> Any:
    """An empty field in front."""
    from desktop.host.macos.carbon import MacLayout
    from tests.macos.session import Desk, Hands

    field.clear()
    keyboard.forget()
    return Desk(Hands(MacLayout(carbon)), keyboard, field)
