"""Imports as they are without PySide6, which reads the source of every module for its features.

PySide6 looks whether a module's source says "PySide6", so that ``from __feature__ import`` there
changes no others, and by that :mod:`linecache` keeps all sources: 6 MB, and a third of the time
until the icon. Nobody here uses ``__feature__``. In a frozen application there are no sources, and
PySide6 takes every module for one without it, as here.
"""

from __future__ import annotations

import importlib
import linecache


def spare_sources() -> None:
    """Let no further import read a source, and forget those that were read."""
    importlib.import_module("PySide6.QtCore")  # brings the hook
    names = vars(importlib.import_module("PySide6.support.feature"))
    if "_mod_uses_pyside" in names:  # so it is called in 6.11
        names["_mod_uses_pyside"] = lambda _module: False
    linecache.clearcache()
