"""What this program is, which version, and whose work it stands on."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from desktop.ui.shell.icons import TrayState, pixmap
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import label

MARK = 48


class AboutWindow(PlainWindow):
    """Small, and read once."""

    def __init__(self, version: str) -> None:
        """``version`` of Deskhand."""
        super().__init__("about", self.tr("About Deskhand"), [("Esc", self.tr("close"))])
        self.setFixedWidth(52 * look.GRID)
        mark = QLabel()
        picture = pixmap(TrayState.ON, round(MARK * self.devicePixelRatioF()))
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        mark.setPixmap(picture)
        mark.setFixedSize(MARK, MARK)
        mark.setAccessibleName("Deskhand")
        words = QVBoxLayout()
        words.setSpacing(look.HALF)
        words.addWidget(label("Deskhand", "name"))
        words.addWidget(label(self.tr("Version {}").format(version), "muted"))
        words.addSpacing(look.GRID)
        words.addWidget(
            label(
                self.tr(
                    "Sits beside the tools you work in and types your snippets. What you type"
                    " stays on this computer."
                ),
                wrap=True,
            )
        )
        words.addSpacing(look.GRID)
        python = ".".join(str(part) for part in sys.version_info[:3])
        self.parts = label(
            self.tr(
                "MIT licence. Built with Qt {0} (LGPL, replaceable), Python {1} and other"
                " free software."
            ).format(qVersion(), python),
            "muted",
            wrap=True,
        )
        self.parts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(self.parts)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(*[3 * look.GRID] * 4)
        row.setSpacing(look.MARGIN)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.content.addLayout(row)
