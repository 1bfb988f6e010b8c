"""core.declared: a file in a folder is all it takes."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.core.declared import declared

PACKAGE = "declared_in_a_test"


@dataclass(frozen=True)
class Thing:
    name: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    made = tmp_path / PACKAGE
    made.mkdir()
    (made / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield made
    for name in [one for one in sys.modules if one.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def test_what_the_files_declare_is_found_by_its_name(folder: Path) -> None:
    head = f"from {__name__} import Thing\n"
    (folder / "a.py").write_text(f"{head}THING = Thing('zebra')\n")
    (folder / "b.py").write_text(f"{head}THING = Thing('ant')\nOTHER = Thing('bee')\n")
    (folder / "no_thing.py").write_text("THING = 'only a word'\n")
    (folder / "helps.py").write_text("")
    found = declared(importlib.import_module(PACKAGE), "THING", Thing)
    assert list(found.items()) == [("ant", Thing("ant")), ("zebra", Thing("zebra"))]
