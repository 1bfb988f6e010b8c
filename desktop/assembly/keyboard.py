"""The keyboard process as the assembly knows it: how it is started, what it is told."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Protocol

from desktop.host.apps import EXCLUDED, rule_for
from desktop.host.base import AppRule
from desktop.host.command import own_command
from desktop.keyboard import messages
from desktop.settings.sections import breaks, customers, translation, typing
from desktop.settings.values import Snapshot

HOTKEYS = {
    "palette": typing.PALETTE_HOTKEY,
    "pause": typing.PAUSE_HOTKEY,
    "translate": translation.SELECTION_HOTKEY,
    "replace": translation.REPLACE_HOTKEY,
    "live": translation.LIVE_HOTKEY,
    "hard": breaks.HARD_CONTACT_HOTKEY,
    "contact": breaks.CONTACT_HOTKEY,
    "customer": customers.HOTKEY,
}
"""By the names that come back when one is pressed."""


class Link(Protocol):
    """What is used of :class:`desktop.keyboard.link.KeyboardLink`."""

    @property
    def pid(self) -> int | None:
        """Of the process that runs now."""

    def start(self) -> None:
        """Start the process."""

    def stop(self) -> None:
        """End it, and wait for it."""

    def keep(self, message: messages.FromApplication) -> None:
        """Send a message that holds until another of its kind replaces it."""

    def send(self, message: messages.FromApplication) -> None:
        """Send a message once."""


LinkMaker = Callable[
    [Sequence[str], Callable[[messages.FromKeyboard], None], Callable[[str], None]], Link
]
"""Takes the command, who hears every message, and who hears that it can't be kept alive."""


def keyboard_command() -> list[str] | None:
    """How to start the keyboard process; None where keys can't be followed."""
    from desktop.host.choose import keyboard_works

    return [*own_command(), "keyboard"] if keyboard_works() else None


def configuration(now: Snapshot) -> messages.Configure:
    """What the settings say to it."""
    rows = now.get(typing.APP_RULES)
    excluded = [*EXCLUDED, *now.get(typing.EXCLUDED_APPS)]
    excluded += [app for app, row in rows.items() if row.enabled is False]
    rules = {
        app: _plain(row.over(rule_for(app)))
        for app, row in rows.items()
        if row.enabled is not False
    }
    hotkeys = {name: now.get(setting) for name, setting in HOTKEYS.items()}
    return messages.Configure(
        hotkeys={name: keys for name, keys in hotkeys.items() if keys},
        excluded=excluded,
        rules=rules,
        paste_over=now.get(typing.PASTE_OVER),
        undo_backspace=now.get(typing.UNDO_BACKSPACE),
        own_pids=[os.getpid()],
        twice={"pause": now.get(typing.PAUSE_TWICE)},
    )


def _plain(rule: AppRule) -> dict[str, str | int | bool]:
    values = asdict(rule).items()
    return {key: value for key, value in values if isinstance(value, str | int | bool)}
