"""Saving a table where the agent wants it, for the spreadsheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.atomic import write_atomically
from desktop.core.results import UserError

_BYTE_ORDER_MARK = "\ufeff"
"""By which Excel knows that it is UTF-8."""


def ask_where(parent: QWidget | None, name: str) -> Path | None:
    """Where a table of this name is to be saved; None when the agent thought better of it."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _ = QFileDialog.getSaveFileName(
        parent, _tr("Save as a table"), str(Path(folder, f"{name}.csv")), _tr("Tables (*.csv)")
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(".csv")


def save_table(path: Path, text: str) -> None:
    """Write it, whole or not at all. Blocks: not for the main thread.

    Raises:
        UserError: it can't be written.
    """
    try:
        write_atomically(path, (_BYTE_ORDER_MARK + text).encode())
    except OSError as error:
        raise UserError(
            "The table could not be saved",
            error.strerror or type(error).__name__,
            "Choose another folder",
            place=path.name,
        ) from error


def _tr(text: str) -> str:
    return QCoreApplication.translate("TableFile", text)
