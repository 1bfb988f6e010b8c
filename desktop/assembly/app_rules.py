"""How to type in one application: what Deskhand knows, and what the agent says instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from desktop.core.results import Problem
from desktop.host.apps import EXCLUDED, rule_for
from desktop.host.base import AppRule
from desktop.settings.sections.typing import (
    APP_RULES,
    EXCLUDED_APPS,
    MOST_SETTLE_MS,
    AppSettings,
)
from desktop.settings.store import Settings


@dataclass(frozen=True, slots=True)
class Held:
    """What holds in an application."""

    rule: AppRule
    types: bool
    """Snippets are typed there."""
    never: bool = False
    """Whatever is set: it is a password manager or a lock screen."""
    own: bool = False
    """The agent has said something of it."""

    @property
    def slow(self) -> bool:
        """The keys are held as long as they ever are."""
        return self.rule.settle_ms >= MOST_SETTLE_MS


class AppRules:
    """Reads and changes the settings. Any thread may call."""

    def __init__(self, settings: Settings) -> None:
        """Of the profile."""
        self._settings = settings

    def of(self, app: str) -> Held:
        """What holds in an application, whatever the case of its name."""
        name = app.casefold()
        row = self._rows().get(name, ("", None))[1]
        listed = any(one.casefold() == name for one in self._settings.get(EXCLUDED_APPS))
        never = name in EXCLUDED
        shipped = rule_for(app)
        return Held(
            shipped if row is None else row.over(shipped),
            types=not (never or listed or (row is not None and row.enabled is False)),
            never=never,
            own=row is not None or listed,
        )

    def change(self, app: str, cells: Mapping[str, object]) -> Problem | None:
        """Set some of its columns; None is as Deskhand knows it.

        A Problem says that the file was not written.

        Raises:
            UserError: a value does not fit.
        """
        written, row = self._rows().get(app.casefold(), (app, None))
        shipped = rule_for(app)
        new = msgspec.structs.replace(row or AppSettings(), **_unlike(cells, shipped))
        rows = {name: one for name, one in self._settings.get(APP_RULES).items() if name != written}
        if new != AppSettings():
            rows[written] = new
        if cells.get("enabled", False) is not False:
            return self._settings.apply({APP_RULES: rows, EXCLUDED_APPS: self._listed_but(app)})
        return self._settings.change(APP_RULES, rows)

    def forget(self, app: str) -> Problem | None:
        """As Deskhand knows it, in all."""
        name = app.casefold()
        rows = self._settings.get(APP_RULES).items()
        left = {written: row for written, row in rows if written.casefold() != name}
        return self._settings.apply({APP_RULES: left, EXCLUDED_APPS: self._listed_but(app)})

    def _listed_but(self, app: str) -> tuple[str, ...]:
        name = app.casefold()
        listed = self._settings.get(EXCLUDED_APPS)
        return tuple(one for one in listed if one.casefold() != name)

    def _rows(self) -> dict[str, tuple[str, AppSettings]]:
        rows = self._settings.get(APP_RULES).items()
        return {name.casefold(): (name, row) for name, row in rows}


def _unlike(cells: Mapping[str, object], shipped: AppRule) -> dict[str, object]:
    """The cells, with what is as shipped left open."""
    usual: dict[str, object] = {
        "enabled": True,
        "paste": shipped.paste.value,
        "newline": shipped.newline.value,
        "settle_ms": shipped.settle_ms,
        "remote": shipped.remote,
    }
    return {name: None if value == usual[name] else value for name, value in cells.items()}
