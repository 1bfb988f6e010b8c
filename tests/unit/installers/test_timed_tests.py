"""Which tests get a second try, in a small project that fails as it is told to."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from installers import timed_tests


@pytest.fixture
def tries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Runs tests of timing of a small project; what came out, and what they wrote about it."""
    folder = tmp_path / timed_tests.TIMED
    folder.mkdir(parents=True)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    monkeypatch.setattr(timed_tests, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)

    def run(**files: str) -> tuple[int, str]:
        said = tmp_path / "said"
        for name, text in files.items():
            (folder / f"{name}.py").write_text(f"said = open({str(said)!r}, 'a')\n{text}")
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", timed_tests.TIMED]
        result = timed_tests.timed(pytest)
        return result, said.read_text() if said.exists() else ""

    return run


FIRST = """
def test_one():
    said.write("one ")
    said.flush()
"""
ONCE = """
def test_it():
    said.write("it ")
    said.flush()
    assert open(said.name).read().count("it ") > 1
"""
NEVER = ONCE.replace("> 1", "> 9")


def test_tests_of_timing_that_failed_are_tried_once_more_by_themselves(
    tries: Callable[..., tuple[int, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert tries(test_a=FIRST, test_b=ONCE) == (0, "one it it ")
    assert f"{timed_tests.TIMED}/test_b.py::test_it" in capsys.readouterr().err


def test_what_fails_twice_has_failed(tries: Callable[..., tuple[int, str]]) -> None:
    assert tries(test_a=FIRST, test_b=NEVER) == (1, "one it it ")


def test_a_wrong_text_gets_no_second_try(tries: Callable[..., tuple[int, str]]) -> None:
    assert tries(test_a=FIRST, test_typing_b=ONCE) == (1, "one it ")


def test_many_that_failed_are_not_a_matter_of_timing(
    tries: Callable[..., tuple[int, str]],
) -> None:
    files = {f"test_{number}": NEVER for number in range(timed_tests.MOST_LATE + 1)}
    assert tries(**files) == (1, "it " * (timed_tests.MOST_LATE + 1))
