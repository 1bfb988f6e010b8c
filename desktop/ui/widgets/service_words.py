"""What the windows of services say of each in the same words, whatever the services are for."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.settings.listed import ListedService


class Asking(StrEnum):
    """How far the question is how a service is."""

    NOT = "not asked"
    ASKED = "asked"


def chip(one: ListedService[Any, Any]) -> str:
    """Its place among those that are asked: ``2 · on``."""
    return _tr("off") if one.place is None else _tr("{} · on").format(one.place + 1)


def beside_title(one: ListedService[Any, Any], what: str) -> str:
    """``DeepL did not answer in time`` beside the title ``DeepL``: ``Did not answer in time``."""
    if one.manifest is not None:
        what = what.removeprefix(f"{one.manifest.title} ")
    return what[:1].upper() + what[1:]


def _tr(words: str) -> str:
    return QCoreApplication.translate("services", words)
