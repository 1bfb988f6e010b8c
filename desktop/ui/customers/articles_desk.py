"""Joins the sidebar's articles to the knowledge bases."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.assembly.customers.reading_up import ReadingUp
from desktop.core.clock import Clock
from desktop.core.results import Problem
from desktop.ui.customers.article_panel import ArticlePanel
from desktop.ui.customers.sidebar import Sidebar
from desktop.ui.shell.shell import Shell
from desktop.ui.widgets.articles import BridgedReader, open_link

_LOOK_MS = 500
"""After the sidebar was built it is found out which there are."""


class ArticlesDesk(QObject):
    """See the module."""

    def __init__(
        self,
        view: Sidebar,
        reading: ReadingUp,
        clock: Clock,
        shell: Shell,
        no_browser: Problem,
    ) -> None:
        """Make it with the sidebar; ``no_browser`` is shown where nothing opens an article."""
        super().__init__(view)
        self._view = view
        self.open_link: Callable[[str], bool] = open_link
        self.panel = ArticlePanel(view, BridgedReader(reading, shell.bridge), clock)
        view.articles_asked.connect(lambda: self.panel.come(view.subject()))
        self.panel.copied.connect(reading.copy)
        self.panel.opened.connect(
            lambda url: None if self.open_link(url) else shell.show(no_browser)
        )
        self._stop = reading.known.connect(shell.bridge.carry(self._use))
        QTimer.singleShot(_LOOK_MS, self, reading.look)

    def _use(self, titles: tuple[str, ...]) -> None:
        self.panel.use(titles)
        self._view.use_cover(self.panel if titles else None)

    def close(self) -> None:
        """Before the end."""
        self._stop()
