"""All sections, found by their files in :mod:`desktop.settings.sections`."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from desktop.settings import sections as package
from desktop.settings.declare import Section, Setting


@functools.cache
def sections() -> tuple[Section, ...]:
    """All of them, in the order of the dialog's pages."""
    found = []
    for module in pkgutil.iter_modules(package.__path__):
        declared = importlib.import_module(f"{package.__name__}.{module.name}").SECTION
        if not isinstance(declared, Section):
            raise TypeError(f"SECTION of {module.name} is no Section")
        found.append(declared)
    names = [one.name for one in found]
    if len(set(names)) < len(names) or "version" in names:
        raise ValueError(f"sections need names of their own, and not version: {names}")
    return tuple(sorted(found, key=lambda one: (one.order, one.name)))


@functools.cache
def by_key() -> Mapping[str, Setting[Any]]:
    """Every setting by its key."""
    return MappingProxyType(
        {setting.key: setting for section in sections() for setting in section.settings}
    )
