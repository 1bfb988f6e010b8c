"""The program that PyInstaller makes of build.spec: built here, and asked what it can do."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PyInstaller.archive.readers import CArchiveReader

ROOT = Path(__file__).resolve().parents[2]
REPLACEABLE = (
    "PySide6",
    "shiboken6",
    "pynput",
    "recurring_ical_events",
    "x_wr_timezone",
    "Xlib",
)
PROGRAM = "deskhand.exe" if sys.platform == "win32" else "deskhand"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    scratch = tmp_path_factory.mktemp("frozen")
    build = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR"]
    places = [f"--distpath={scratch}", f"--workpath={scratch / 'work'}"]
    done = subprocess.run(
        [*build, *places, "build.spec"], check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    yield scratch / "deskhand" / PROGRAM
    shutil.rmtree(scratch)  # pytest would keep three builds of 220 MB


def answer(program: Path, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [program, *arguments, "--json"],
        check=False,
        cwd=program.parent,  # nothing of the sources is near
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_it_says_what_works_here(program: Path, tmp_path: Path) -> None:
    assert answer(program, "doctor", "--profile", str(tmp_path))


def test_it_tells_a_language_and_knows_the_engines(program: Path, tmp_path: Path) -> None:
    told = answer(program, "detect", "Hola, no puedo entrar a mi cuenta desde ayer")
    assert told["language"] == "es"
    (tmp_path / "settings.toml").write_text(
        '[translation]\nengines = ["apertium"]\n'
        '[translation.services.apertium]\naddress = "http://127.0.0.1:9"\n',
        encoding="utf-8",
    )
    words = [str(program), "translate", "Where is it?", "--to", "es", "--profile", str(tmp_path)]
    done = subprocess.run(words, check=False, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 1
    assert "Apertium" in done.stderr


def test_it_types_a_snippet(program: Path, tmp_path: Path) -> None:
    pack = tmp_path / "greetings.yml"
    pack.write_text(
        "matches:\n"
        "  - trigger: ':brb'\n"
        "    replace: 'Back at {{at}}, déjà'\n"
        "    vars: [{name: at, type: date, params: {format: '%H:%M', tz: Asia/Tokyo}}]\n",
        encoding="utf-8",
    )
    typed = answer(
        program, "type", "--pack", str(pack), "--keys", "ok :brb ", "--now", "2026-01-01T00:00:00Z"
    )
    assert typed["text"] == "ok Back at 09:00, déjà "
    assert typed["problems"] == []
    assert [one["trigger"] for one in typed["expansions"]] == [":brb"]


def test_its_starter_packs_came_along(program: Path) -> None:
    packs = program.parent / "_internal" / "resources" / "packs"
    names = {path.name for path in packs.rglob("*.yml")}
    assert names
    assert names == {path.name for path in (ROOT / "resources" / "packs").rglob("*.yml")}


def test_lgpl_packages_are_plain_files_that_can_be_replaced(program: Path) -> None:
    archive = CArchiveReader(str(program))
    (inner,) = [name for name in archive.toc if name.startswith("PYZ")]
    packed = {name.partition(".")[0] for name in archive.open_embedded_archive(inner).toc}
    assert "desktop" in packed
    assert not packed & set(REPLACEABLE)
    inside = program.parent / "_internal"
    for name in REPLACEABLE[: None if sys.platform == "linux" else -1]:
        assert (inside / name / "__init__.py").is_file() or (inside / f"{name}.py").is_file()


def test_the_licences_of_what_is_replaceable_came_along(program: Path) -> None:
    inside = program.parent / "_internal"
    assert (inside / "LICENSE").is_file()
    assert list(inside.glob("pynput-*.dist-info/**/COPYING.LGPL"))
