"""What of the Windows test job can be wrong without Wine to notice it."""

from pathlib import Path

import pytest

from installers import environment, wine


def test_the_packages_for_windows_are_those_of_the_lock_that_wine_can_load() -> None:
    lock = (
        "# a comment\n"
        "msgspec==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
        "mypy==1.0 \\\n    --hash=sha256:cc\n"
        "pyside6-essentials==6.11 \\\n    --hash=sha256:dd\n"
        "colorama==0.4 ; sys_platform == 'win32' \\\n    --hash=sha256:ee\n"
    )
    assert wine.wanted(lock) == (
        "msgspec==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
        "colorama==0.4 ; sys_platform == 'win32' \\\n    --hash=sha256:ee\n"
    )


def test_all_that_is_left_out_is_in_the_lock() -> None:
    names = {line.partition("==")[0] for line in environment.LOCK.read_text().splitlines()}
    assert names >= wine.NOT_THERE


def test_no_lock_names_an_address() -> None:
    assert "://" not in wine.WINE_LOCK.read_text()


def test_what_could_not_be_made_whole_is_made_again(tmp_path: Path) -> None:
    place = tmp_path / "cache" / "thing"

    def fail() -> None:
        with wine._made(place) as half:
            assert half is not None
            (half / "part").touch()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not place.exists()
    with wine._made(place) as half:
        assert half is not None
        (half / "part").touch()
    with wine._made(place) as half:
        assert half is None
    assert [one.name for one in place.iterdir()] == ["part"]


def test_paths_are_told_as_windows_programs_know_them(tmp_path: Path) -> None:
    assert wine.windows_path(Path("/tmp")) == "Z:\\tmp"
