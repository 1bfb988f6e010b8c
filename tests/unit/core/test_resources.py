import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import resources as module
from desktop.core.resources import resource, resources
from desktop.core.results import UserError


@pytest.fixture(autouse=True)
def forget_the_folder() -> Iterator[None]:
    resources.cache_clear()
    yield
    resources.cache_clear()


def lay_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "desktop"
    (package / "core").mkdir(parents=True)
    monkeypatch.setattr(module, "__file__", str(package / "core" / "resources.py"))
    return package


def test_from_the_sources_it_is_the_folder_beside_the_package() -> None:
    assert resources() == Path(__file__).resolve().parents[3] / "resources"
    assert resource("packs").is_dir()


def test_a_wheel_has_them_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = lay_out(tmp_path, monkeypatch)
    (package / "_resources").mkdir()
    assert resources() == package / "_resources"


def test_a_frozen_program_has_them_in_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    (tmp_path / "resources" / "packs").mkdir(parents=True)
    assert resource("packs") == tmp_path / "resources" / "packs"


def test_a_missing_one_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, monkeypatch)
    with pytest.raises(UserError, match="Install Deskhand again"):
        resource("packs/none.yml")
