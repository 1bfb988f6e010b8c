"""Draws every window in every state: ``python tests/ui/pictures.py FOLDER [SUBJECT...]``.

A subject is a module of ``tests/ui/pictured``; without one all are drawn. Light and dark, at 100 %
and 200 %, and right to left; each in a process of its own, because Qt reads its scale when it
starts.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

LOOKS = (
    ("light", "1", "ltr"),
    ("dark", "1", "ltr"),
    ("light", "2", "ltr"),
    ("dark", "2", "ltr"),
    ("light", "1", "rtl"),
    ("dark", "1", "rtl"),
)
EDGE = 24
SUBJECTS = sorted(
    path.stem for path in (Path(__file__).parent / "pictured").glob("*.py") if path.stem != "look"
)


def main(words: Sequence[str]) -> int:
    """Every look in a process of its own, or the one asked for in this."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("subjects", nargs="*", choices=[[], *SUBJECTS])
    parser.add_argument("--look", help=argparse.SUPPRESS)
    asked = parser.parse_args(words)
    if asked.look:
        scheme, _scale, direction = asked.look.split("-")
        draw(asked.folder, asked.subjects or SUBJECTS, scheme, direction)
        return 0
    for scheme, scale, direction in LOOKS:
        part = asked.folder / f"{scheme}-{scale}x-{direction}"
        part.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": scale,
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        command = [sys.executable, __file__, str(part), *asked.subjects]
        command += ["--look", f"{scheme}-{scale}-{direction}"]
        subprocess.run(command, env=environment, check=True)
    return 0


def draw(folder: Path, subjects: Sequence[str], scheme: str, direction: str) -> None:
    """Draw the windows of these subjects in one look."""
    from PySide6.QtCore import Qt, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from desktop.ui.widgets import theme as look
    from tests import fonts

    os.environ.update(fonts.environment())
    qInstallMessageHandler(_say_what_matters)
    application = QApplication([])
    if direction == "rtl":
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    dark = Qt.ColorScheme.Dark if scheme == "dark" else Qt.ColorScheme.Light
    look.theme().force(dark)
    for subject in subjects:
        draw_subject(folder, subject, rtl=direction == "rtl")


def draw_subject(folder: Path, subject: str, *, rtl: bool) -> list[Path]:
    """Draw the windows of one subject as the application looks now."""
    from PySide6.QtWidgets import QApplication, QWidget

    from tests.ui.pictured.look import Look

    module = importlib.import_module(f"tests.ui.pictured.{subject}")
    drawn = []
    with tempfile.TemporaryDirectory() as profile:
        for name, window in module.pictures(Look(Path(profile), rtl=rtl)):
            assert isinstance(window, QWidget)
            window.show()
            for _ in range(3):
                QApplication.processEvents()
            drawn.append(folder / f"{name}.png")
            save(window, drawn[-1])
            window.hide()
    return drawn


def _say_what_matters(_kind: object, _where: object, said: str) -> None:
    """All but that the offscreen platform has no windows to raise."""
    if not said.startswith("This plugin does not support"):
        print(said, file=sys.stderr)


def save(window: object, path: Path) -> None:
    """Take a picture of a window on the page that is behind windows."""
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtWidgets import QWidget

    from desktop.ui.widgets import theme as look

    assert isinstance(window, QWidget)
    picture = window.grab()
    ratio = picture.devicePixelRatio()
    size = picture.deviceIndependentSize().toSize()
    canvas = QImage(
        round((size.width() + 2 * EDGE) * ratio),
        round((size.height() + 2 * EDGE) * ratio),
        QImage.Format.Format_RGB32,
    )
    canvas.setDevicePixelRatio(ratio)
    canvas.fill(look.colour("page"))
    painter = QPainter(canvas)
    painter.drawPixmap(QPoint(EDGE, EDGE), picture)
    painter.end()
    canvas.save(str(path))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
