"""The window of savings at work: read when it opens, given out, forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from desktop.assembly import Assembly
from desktop.core.results import Problem, Severity
from desktop.settings.sections.snippets import TYPING_SPEED
from desktop.snippets.savings.table import as_csv
from desktop.snippets.savings.uses import Sum
from desktop.ui.shell.shell import Shell
from desktop.ui.snippets.savings_window import SavingsWindow
from desktop.ui.snippets.suggestions_desk import SuggestionsDesk
from desktop.ui.widgets.table_file import ask_where, save_table


class SavingsDesk(QObject):
    """Main thread only."""

    def __init__(
        self,
        assembly: Assembly,
        shell: Shell,
        *,
        idle_s: Callable[[], float | None],
        tell: Callable[[Problem], None],
        count: Callable[[int], None],
        edit: Callable[[int], None],
    ) -> None:
        """Build the window hidden.

        The last four are for suggestions: see :class:`SuggestionsDesk`.
        """
        super().__init__()
        self._assembly = assembly
        self._shell = shell
        self._sums: Sequence[Sum] = ()
        self.window = SavingsWindow()
        self.window.export_asked.connect(self._export)
        self.window.forget_asked.connect(self._forget)
        self.suggestions = SuggestionsDesk(
            assembly,
            self.window,
            shell.bridge,
            idle_s=idle_s,
            tell=tell,
            count=count,
            edit=edit,
        )
        self._stop = assembly.savings.changed.connect(lambda _: shell.bridge.post(self._on_change))

    def open(self) -> None:
        """Show what was counted so far."""
        self.window.come_forward()
        self.suggestions.look()
        self._read()

    def close(self) -> None:
        """Before the end."""
        self._stop()
        self.suggestions.close()
        self.window.hide()

    def _on_change(self) -> None:
        if self.window.isVisible():
            self._read()

    def _read(self) -> None:
        savings = self._assembly.savings
        self._shell.background.start(savings.read, self._take, owner=self)

    def _take(self, sums: list[Sum]) -> None:
        self._sums = sums
        speed = float(self._assembly.settings.get(TYPING_SPEED))
        self.window.show_sums(sums, speed, self._today())

    def _today(self) -> dt.date:
        return self._assembly.clock.now().date()

    def _export(self) -> None:
        if not self._sums:
            return
        name = self.tr("Savings by snippets, {}").format(self._today().isoformat())
        path = ask_where(self.window, name)
        if path is None:
            return
        text = as_csv(self._sums)
        saved = Problem(self.tr("{} is saved").format(path.name), severity=Severity.INFO)
        self._shell.background.start(
            lambda: save_table(path, text), lambda _: self._shell.show(saved)
        )

    def _forget(self) -> None:
        self._shell.background.start(self._assembly.savings.forget, lambda _: self._read())
