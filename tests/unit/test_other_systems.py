"""What Windows and a Mac read of the tests can be read there: it imports nothing of Linux' own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.conftest import ONLY_LINUX

ROOT = Path(__file__).resolve().parents[2]
OURS = ("desktop", "tests", "installers")
NOT_THERE = frozenset({"fcntl", "grp", "jeepney", "pty", "pwd", "resource", "termios", "Xlib"})
"""Modules of POSIX, which Windows has not, and packages that come with Linux only."""


def imported(path: Path) -> Iterator[str]:
    """The modules that are imported as soon as this one is.

    Not under an ``if``, which asks for the system or for a checker of types, and not behind
    ``importorskip``, which leaves the rest unread.
    """
    inside = path.relative_to(ROOT).with_suffix("").parts
    package = inside[:-1] if inside[-1] != "__init__" else inside
    for one in ast.parse(path.read_bytes()).body:
        if isinstance(one, ast.Import):
            yield from (name.name for name in one.names)
        elif isinstance(one, ast.ImportFrom):
            above = package[: len(package) - one.level + 1] if one.level else ()
            base = ".".join([*above, *([one.module] if one.module else [])])
            yield base
            yield from (f"{base}.{name.name}" for name in one.names)
        elif isinstance(one, ast.Expr) and "importorskip" in ast.dump(one.value):
            return


@cache
def next_to(path: Path) -> tuple[frozenset[str], frozenset[Path]]:
    """What of :data:`NOT_THERE` a module imports itself, and which files of ours."""
    modules = set(imported(path))
    tops = {module: module.partition(".")[0] for module in modules}
    ours = [one for module in modules if tops[module] in OURS for one in files(module)]
    return NOT_THERE.intersection(tops.values()), frozenset(ours)


def files(module: str) -> Iterator[Path]:
    """Of a module of ours, with the packages around it."""
    parts = module.split(".")
    for length in range(1, len(parts) + 1):
        place = ROOT.joinpath(*parts[:length])
        yield from (
            one for one in (place / "__init__.py", place.with_suffix(".py")) if one.exists()
        )


def reached(path: Path) -> set[str]:
    """What of :data:`NOT_THERE` is imported with it, by whichever way."""
    found: set[str] = set()
    seen, waiting = {path}, [path]
    while waiting:
        own, more = next_to(waiting.pop())
        found |= own
        waiting += more - seen
        seen |= more
    return found


def test_what_other_systems_read_imports_nothing_of_linux() -> None:
    left_out = tuple(ROOT / "tests" / one for one in ONLY_LINUX)
    read = [
        path
        for folder in ("unit", "ui")
        for path in (ROOT / "tests" / folder).rglob("*.py")
        if not any(path.is_relative_to(one) for one in left_out)
    ]
    assert len(read) > 300
    wrong = {str(one.relative_to(ROOT)): sorted(reached(one)) for one in read if reached(one)}
    assert wrong == {}, "import it where it is used, or name the file in ONLY_LINUX (conftest.py)"


def test_it_would_be_seen() -> None:
    assert "fcntl" in reached(ROOT / "tests/unit/demo/test_steps.py")  # by three others
    assert reached(ROOT / "tests/unit/host/test_instance.py") == set()  # behind importorskip
