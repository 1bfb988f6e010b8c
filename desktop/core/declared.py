"""What is declared in the files of a folder, one in each: providers, engines, importers.

Adding one is writing a file; nothing else has to know of it (docs/design.md, rule 4).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import Protocol, TypeVar


class _Named(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)


def declared(package: ModuleType, constant: str, kind: type[N]) -> Mapping[str, N]:
    """By their names, sorted: what is called ``constant`` in the package's modules."""
    found = {}
    for module in pkgutil.iter_modules(package.__path__):
        one = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), constant, None)
        if isinstance(one, kind):
            found[one.name] = one
    return MappingProxyType(dict(sorted(found.items())))
