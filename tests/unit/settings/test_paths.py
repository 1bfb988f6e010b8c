"""settings.paths: everything of a profile in one folder, else in the system's places."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from desktop.core.results import UserError
from desktop.host.base import Places
from desktop.settings.paths import places, prepare


def test_a_profile_has_everything_inside(tmp_path: Path) -> None:
    assert places(tmp_path) == Places(
        settings=tmp_path / "settings.toml",
        packs=tmp_path / "packs",
        data=tmp_path / "data",
        cache=tmp_path / "data" / "cache",
    )


def test_a_profile_is_a_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert places(Path("mine")).data == tmp_path / "mine" / "data"
    assert places(Path("~/mine")).data == Path.home() / "mine" / "data"
    assert places(Path("~nobody-of-this-name")).data.is_absolute()


def test_without_one_the_places_are_apart_and_the_persons_own() -> None:
    usual = places()
    folders = [usual.settings.parent, usual.packs, usual.data, usual.cache]
    assert len(set(folders)) == 4
    if sys.platform != "win32":  # which asks the system, not the environment, for them
        assert all(folder.is_relative_to(Path.home()) for folder in folders)
    assert all("Deskhand" in folder.parts for folder in folders)
    assert usual.settings.name == "settings.toml"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX's")
def test_folders_are_made_for_their_owner_and_old_ones_left_alone(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    its = places(shared / "a" / "b")
    prepare(its)
    prepare(its)
    made = [shared / "a", shared / "a" / "b", its.packs, its.data, its.cache]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in made} == {0o700}
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755


@pytest.mark.parametrize("where", ["profile", "profile/packs"])
def test_a_file_in_the_way_is_said(tmp_path: Path, where: str) -> None:
    in_the_way = tmp_path / where
    in_the_way.parent.mkdir(exist_ok=True)
    in_the_way.touch()
    with pytest.raises(UserError) as caught:
        prepare(places(tmp_path / "profile"))
    assert caught.value.problem.place.startswith(str(in_the_way))
    assert "--profile" in caught.value.problem.todo
