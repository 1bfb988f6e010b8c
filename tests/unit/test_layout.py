"""The rules of the house (docs/design.md) that no linter sees: what really gets imported."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "desktop"

WITHOUT_QT = (
    "core",
    "interaction",
    "settings",
    "storage",
    "net",
    "snippets",
    "translation",
    "customers",
    "breaks",
    "assembly",
    "verbs",
)
SLOW = (
    *("requests", "urllib3", "keyring", "ruamel", "babel", "deep_translator", "py3langid"),
    *("phonenumbers", "email_validator", "cryptography", "openpyxl"),
)
"""What comes on first use, never before the tray icon shows (rule 5)."""

IMPORT = """
import importlib, sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r}:
            raise ImportError(f"{{name}} is not installed here")

sys.meta_path.insert(0, Blocker())
for name in {names!r}:
    importlib.import_module(name)
print(*sys.modules)
"""


def modules(*parts: str) -> list[str]:
    """All modules below the parts that exist, a file or a folder each."""
    found = []
    for part in parts:
        inside = (PACKAGE / part).rglob("*.py")
        for path in [*inside, PACKAGE / f"{part}.py"]:
            if path.is_file() and path.name != "__main__.py":
                names = path.relative_to(PACKAGE.parent).with_suffix("").parts
                found.append(".".join(names).removesuffix(".__init__"))
    return sorted(found)


def imported(names: list[str], blocked: tuple[str, ...] = ()) -> set[str]:
    """What an interpreter of its own holds once it has imported ``names``."""
    code = IMPORT.format(blocked=set(blocked), names=names)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=PACKAGE.parent)
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in done.stdout.split()} | set(done.stdout.split())


def test_all_below_the_windows_imports_without_qt() -> None:
    names = modules(*WITHOUT_QT)
    assert "desktop.snippets.model" in names
    imported(names, blocked=("PySide6", "shiboken6"))


def test_the_keyboard_process_is_small() -> None:
    """No Qt, no network, no packs, no database (rule 6): it starts fast and stays small."""
    loaded = imported(modules("keyboard"))
    assert not loaded & {"PySide6", "yaml", "sqlite3", "ssl", "asyncio", *SLOW}
    assert {name for name in loaded if name.startswith("desktop.")} <= set(
        modules("core", "host", "keyboard")
    )


@pytest.mark.parametrize("part", ["cli", "assembly", "app", "customers"])
def test_nothing_slow_comes_before_the_tray_icon(part: str) -> None:
    loaded = imported(modules(part))
    assert not loaded & set(SLOW)


def test_the_command_line_loads_no_verb_before_it_runs() -> None:
    """Of all that starts by it, the application and the keyboard too."""
    loaded = {name for name in imported(modules("cli", "arguments")) if name.startswith("desktop.")}
    assert loaded <= set(modules("cli", "arguments", "core"))


def test_core_needs_the_standard_library_only() -> None:
    outside = set()
    for path in (PACKAGE / "core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                outside |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                outside.add(node.module or "")
    allowed = {*sys.stdlib_module_names, "desktop"}
    assert {name for name in outside if name.partition(".")[0] not in allowed} == set()


def test_nothing_of_qt_is_named_outside_of_windows_and_application() -> None:
    """Beside ruff's rule, which ``# noqa`` could silence."""
    for path in PACKAGE.rglob("*.py"):
        part = path.relative_to(PACKAGE).parts[0]
        if part not in {"ui", "app.py"}:
            assert "import PySide6" not in path.read_text(encoding="utf-8")
            assert "from PySide6" not in path.read_text(encoding="utf-8")
