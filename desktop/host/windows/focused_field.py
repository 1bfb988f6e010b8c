"""The field that has the keyboard: does it hide what is typed?"""

from __future__ import annotations

import sys

from desktop.host.apps import is_excluded
from desktop.host.base import Window
from desktop.host.keys import KeysOptions

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows import front
from desktop.host.windows.password_fields import PasswordFields


class FocusedField:
    """A part of the keyboard's loop (:class:`desktop.host.windows.keys.WindowsKeys`)."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._fields = PasswordFields()
        self._field = 0
        self._window = Window()
        self._options = KeysOptions()
        self._hides = False
        """As far as the system's own field says."""

    def is_secret(self, field: int, window: Window, options: KeysOptions) -> bool:
        """Does ``field`` of ``window``, which is in front, hide what is typed?"""
        # Compared one by one: this is asked for each key.
        if field != self._field or window is not self._window or options is not self._options:
            self._field, self._window, self._options = field, window, options
            self._hides = front.is_secret(field)
            self._fields.move(asks=self._is_in_question())
        return self._hides or self._fields.is_secret()

    def stir(self) -> None:
        """A click or a key may have moved the keyboard to another field."""
        self._fields.stir()

    def close(self) -> None:
        """Let go."""
        self._fields.close()

    def _is_in_question(self) -> bool:
        """Does only its program know what the field is, and does it matter?"""
        window, options = self._window, self._options
        return not (
            not window.id
            or front.is_own_kind(self._field)
            or window.pid in options.own_pids
            or is_excluded(window.app, options.excluded)
        )
