"""AutoKey with the same phrases, as Debian ships it; a program of others, run as it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.desk import until
from tests.bench.typist import Typist
from tests.screen.conftest import Screen
from tests.screen.typing_session import Agent, TextWindow
from tests.typing_cases import Snippet

START_S = 30.0
_NO_FILTER = {"regex": None, "isRecursive": False}
_NO_HOTKEY: Mapping[str, object] = {"hotKey": None, "modifiers": []}

_CONFIG: Mapping[str, object] = {
    "version": "0.95.10",
    "userCodeDir": None,
    "settings": {
        "isFirstRun": False,
        "serviceRunning": True,
        "showTrayIcon": True,
        "interfaceType": "XRecord",
        "undoUsingBackspace": True,
        "notificationIcon": "autokey-status",
        "workAroundApps": ".*VirtualBox.*|krdc.Krdc",
        "disabledModifiers": [],
        "scriptGlobals": {},
    },
    "folders": [],
    "toggleServiceHotkey": {"enabled": False, **_NO_HOTKEY},
    "configHotkey": {"enabled": False, **_NO_HOTKEY},
}
"""As it writes it itself; without one it starts with samples and reads no other folder."""


class AutoKey(Typist):
    """Says nothing of what it does: the text shows it."""

    name = "AutoKey"


@contextmanager
def autokey(
    screen: Screen, folder: Path, snippets: Sequence[Snippet], window: str
) -> Iterator[AutoKey]:
    """AutoKey, warm: it has expanded once."""
    home = folder / f"autokey-{window}"
    _write(home / ".config" / "autokey" / "data" / "bench", snippets, window)
    environment = {
        **screen.environment,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
    }
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    process = subprocess.Popen(
        ["dbus-run-session", "--", "autokey-gtk"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    agent = Agent(screen.environment)
    field = TextWindow(agent, folder / f"warm-{window}")
    try:

        def expands() -> bool:
            field.clear()
            agent.type(f"{snippets[0].trigger} ", 60)
            return field.text(f"{snippets[0].text} ", 1.0) == f"{snippets[0].text} "

        if until(START_S, expands) is None:
            raise RuntimeError("AutoKey does not expand")
        field.end()
        yield AutoKey()
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        agent.close()


def _write(folder: Path, snippets: Sequence[Snippet], window: str) -> None:
    folder.mkdir(parents=True)
    (folder.parent.parent / "autokey.json").write_text(json.dumps(_CONFIG))
    nothing = {
        "wordChars": "[^\\s]",
        "abbreviations": [],
        "immediate": False,
        "ignoreCase": False,
        "backspace": True,
        "triggerInside": False,
    }
    settings = {
        "usageCount": 0,
        "abbreviation": nothing,
        "modes": [],
        "hotkey": _NO_HOTKEY,
        "filter": _NO_FILTER,
        "showInTrayMenu": False,
    }
    (folder / ".folder.json").write_text(
        json.dumps({**settings, "title": "bench", "type": "folder"})
    )
    for number, one in enumerate(snippets):
        name = f"phrase{number}"
        (folder / f"{name}.txt").write_text(one.text, encoding="utf-8")
        plain = one.text.isascii() and "\n" not in one.text
        paste = "<shift>+<insert>" if window == "xterm" else "<ctrl>+v"
        phrase = {
            **settings,
            "type": "phrase",
            "description": name,
            "modes": [1],
            "prompt": False,
            "omitTrigger": False,
            "matchCase": False,
            "sendMode": "kb" if plain else paste,
            "abbreviation": {
                **nothing,
                "abbreviations": [one.trigger],
                "immediate": True,
                "triggerInside": True,
            },
        }
        (folder / f".{name}.json").write_text(json.dumps(phrase))
