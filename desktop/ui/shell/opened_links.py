"""Links that the system hands to the running application as an event: macOS does, nobody else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent

log = logging.getLogger(__name__)


class OpenedLinks(QObject):
    """Filters the application's events; ``obey`` is :meth:`desktop.ui.shell.verbs.Verbs.obey`.

    Whether the link is one of ours, and harmless, is seen to there, as for those that come by a
    second start.
    """

    def __init__(self, obey: Callable[[Sequence[str]], str]) -> None:
        """Filter as soon as it is installed."""
        super().__init__()
        self._obey = obey

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See Qt."""
        if event.type() is QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent):
            wrong = self._obey(["open", event.url().toString()])
            if wrong:
                log.info("a link was not opened")  # its words may be a customer's
            return True
        return super().eventFilter(watched, event)
