"""Variables of type ``shell`` and ``script``: which program runs, and what it is told.

The names and their meaning are espanso's (espanso.org/docs/matches/extensions). Nothing is run
here: rendering ends with an :class:`~desktop.snippets.render.outcome.Errand`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.snippets.render.outcome import Errand, Text
from desktop.snippets.render.variables import Unfit, scalar

_POSIX = ("bash", "sh", "zsh", "nu")
_WINDOWS = ("cmd", "powershell", "pwsh", "wsl", "wsl2")
SHELLS = (*_WINDOWS, *_POSIX)


@dataclass(frozen=True, slots=True)
class Command:
    """A program with all that it needs."""

    words: list[str] | str = field(repr=False)
    """Its name and arguments; one text for ``cmd``, which has its own rules of quoting."""
    environment: dict[str, str] = field(repr=False)
    """Beside that of Deskhand itself."""
    ignore_error: bool = False
    """Take what it wrote even if it failed."""
    trim: bool = True


def environment(values: Mapping[str, Text]) -> dict[str, str]:
    """``ESPANSO_NAME`` for each variable so far, ``ESPANSO_FORM1_FIELD`` for a form's fields."""
    variables: dict[str, str] = {}
    for name, value in values.items():
        key = f"ESPANSO_{name.upper()}"
        if isinstance(value, str):
            variables[key] = value
        else:
            variables.update({f"{key}_{sub.upper()}": text for sub, text in value.items()})
    return variables


def configuration_of(pack: Path) -> Path:
    """The folder that espanso calls CONFIG: above ``match``, else the pack's own."""
    for folder in pack.parents:
        if folder.name == "match":
            return folder.parent
    return pack.parent


def command_of(errand: Errand, system: str, home: Path) -> Command | Unfit:
    """What to start on a system (``linux``, ``darwin``, ``win32``), or why nothing can be."""
    config = configuration_of(Path(errand.pack))
    told = {**errand.environment, "CONFIG": str(config)}
    params = errand.params
    words: list[str] | str | Unfit
    if errand.kind == "shell":
        words = _shell(scalar(params.get("cmd")), scalar(params.get("shell")), system)
        if scalar(params.get("shell")) in {"wsl", "wsl2"}:
            told["WSLENV"] = ":".join(["CONFIG/p", *errand.environment])
    else:
        places = {
            "%HOME%": home,
            "%CONFIG%": config,
            "%PACKAGES%": config / "match" / "packages",
        }
        words = _script(params.get("args"), places)
    if isinstance(words, Unfit):
        return words
    return Command(
        words,
        told,
        ignore_error=params.get("ignore_error") is True,
        trim=params.get("trim") is not False,
    )


def _shell(cmd: str | None, shell: str | None, system: str) -> list[str] | str | Unfit:
    if not cmd:
        return Unfit("has no command under cmd")
    if shell is None:
        shell = {"win32": "powershell", "darwin": "sh"}.get(system, "bash")
    if shell not in SHELLS:
        return Unfit("has a shell that there is not", f"The shells are {', '.join(SHELLS)}.")
    if shell in _WINDOWS and system != "win32" and shell != "pwsh":
        return Unfit(f"needs the shell {shell}, which only Windows has")
    if shell == "cmd":
        return f'cmd /S /C "{cmd}"'
    before = {
        "powershell": ["powershell", "-Command"],
        "pwsh": ["pwsh", "-Command"],
        "wsl": ["bash", "-c"],
        "wsl2": ["wsl", "bash", "-c"],
    }
    return [*before.get(shell, [shell, "-c"]), cmd]


def _script(args: object, places: Mapping[str, Path]) -> list[str] | Unfit:
    texts = [text for one in args if (text := scalar(one))] if isinstance(args, list) else []
    if not texts:
        return Unfit("has no list with a program under args")
    for name, place in places.items():
        texts = [with_slashes(text, name).replace(name, str(place)) for text in texts]
    return texts


def with_slashes(path: str, place: str) -> str:
    """A path at a place of espanso's as every system reads it, also if it is one of Windows."""
    return path.replace("\\", "/") if path.startswith(f"{place}\\") else path
