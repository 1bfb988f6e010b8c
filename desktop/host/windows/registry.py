"""What Deskhand writes into this user's part of the registry: its start at login, its links."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence

from desktop.core.results import UserError

assert sys.platform == "win32"  # says it to mypy

import winreg

_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_RUN_NAME = "Deskhand"
_SCHEME = r"Software\Classes\deskhand"


class Autostart:
    """``Autostart`` of :mod:`desktop.host.base`; ``command`` starts Deskhand."""

    def __init__(self, command: Sequence[str]) -> None:
        """Nothing is written yet."""
        self._command = subprocess.list2cmdline(command)

    def set(self, *, on: bool) -> None:
        """See the Protocol.

        Raises:
            UserError: the registry does not take it.
        """
        try:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                if on:
                    winreg.SetValueEx(key, _RUN_NAME, 0, winreg.REG_SZ, self._command)
                else:
                    _delete_value(key, _RUN_NAME)
        except OSError as error:
            raise _refusal("whether it starts at login", error) from error


class Links:
    """``Links`` of :mod:`desktop.host.base`; ``command`` is what the link is put after."""

    def __init__(self, command: Sequence[str]) -> None:
        """Nothing is written yet."""
        # The link is one word whatever stands in it: browsers escape its quotation marks.
        self._command = subprocess.list2cmdline(command) + ' "%1"'

    def set(self, *, on: bool) -> None:
        """See the Protocol.

        Raises:
            UserError: the registry does not take it.
        """
        try:
            if on:
                _write(_SCHEME, {"": "URL:Deskhand", "URL Protocol": ""})
                _write(rf"{_SCHEME}\shell\open\command", {"": self._command})
            else:
                _delete_tree(_SCHEME)
        except OSError as error:
            raise _refusal("whether it opens links", error) from error


def _write(path: str, values: Mapping[str, str]) -> None:
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, path) as key:
        for name, value in values.items():
            winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)


def _delete_value(key: winreg.HKEYType, name: str) -> None:
    try:
        winreg.DeleteValue(key, name)
    except FileNotFoundError:
        return


def _delete_tree(path: str) -> None:
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            names = [winreg.EnumKey(key, place) for place in range(winreg.QueryInfoKey(key)[0])]
    except FileNotFoundError:
        return
    for name in names:
        _delete_tree(rf"{path}\{name}")
    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, path)


def _refusal(what: str, error: OSError) -> UserError:
    return UserError(
        f"Deskhand can't change {what}",
        f"Windows said: {error.strerror}",
        "Ask who looks after this computer",
    )
