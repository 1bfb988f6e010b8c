"""Imports under PySide6 that read no sources."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import linecache, sys
from desktop.ui.imports import spare_sources
{}
import desktop.snippets.library, difflib
print(len(linecache.cache))
"""


def _sources_kept(call: str) -> int:
    words = [sys.executable, "-c", PROGRAM.format(call)]
    return int(subprocess.run(words, check=True, stdout=subprocess.PIPE, timeout=60).stdout)


def test_no_source_is_kept() -> None:
    assert _sources_kept("spare_sources()") == 0


def test_pyside_reads_them_otherwise() -> None:
    """When this fails, PySide6 has changed and the module can go."""
    assert _sources_kept("import PySide6.QtCore") > 10
