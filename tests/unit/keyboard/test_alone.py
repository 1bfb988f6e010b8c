"""The keyboard process needs the core, the host and small packages, and nothing else (rule 1)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

IMPORT = """
import sys
import desktop.keyboard.process
from desktop.core.triggers import RegexTrigger, TriggerIndex
from desktop.keyboard.matcher import Matcher
Matcher(TriggerIndex("", regexes=(RegexTrigger("a", 1),)))
print(*sorted(sys.modules))
"""
PARTS = {"desktop", "desktop.core", "desktop.host", "desktop.keyboard"}


def test_it_runs_with_core_and_host_only() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT], check=True, capture_output=True, text=True, cwd=ROOT
    )
    loaded = done.stdout.split()
    ours = {".".join(name.split(".")[:2]) for name in loaded if name.split(".")[0] == "desktop"}
    assert ours <= PARTS
    foreign = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    foreign -= {"desktop", "__main__", "sitecustomize", "usercustomize"}
    # _virtualenv and the like come with the interpreter, not with us.
    foreign = {name for name in foreign if not name.startswith("_")}
    assert foreign <= {"msgspec", "re2", "typing_extensions"}
