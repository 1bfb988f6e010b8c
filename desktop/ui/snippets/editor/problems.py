"""The page that says what is wrong with the packs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.core.results import Problem
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.problem_words import rest
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import label

MOST_SHOWN = 200


class ProblemsPage(QScrollArea):
    """A card for each."""

    def __init__(self) -> None:
        """Nothing is wrong yet."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def say(self, problems: Sequence[Problem], *, packs: bool) -> None:
        """These are wrong; ``packs``: there are any."""
        page = QWidget()
        as_role(page, "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        column.setSpacing(look.GRID)
        title, words = _head(bool(problems), packs=packs)
        column.addWidget(label(title, "name"))
        column.addWidget(label(words, "muted", wrap=True))
        for problem in problems[:MOST_SHOWN]:
            column.addWidget(_card(problem))
        more = len(problems) - MOST_SHOWN
        if more > 0:
            column.addWidget(label(_tr("And {} more.").format(f"{more:,}"), "muted"))
        column.addStretch(1)
        self.setWidget(page)


def _head(wrong: bool, *, packs: bool) -> tuple[str, str]:
    if not packs:
        return (
            _tr("No snippets yet"),
            _tr("Ctrl N writes the first one. Or put a pack into the packs folder, or choose"
                " starter packs in the settings."),
        )  # fmt: skip
    if wrong:
        return _tr("Problems"), _tr("All other snippets work.")
    return _tr("No problems"), _tr("All packs could be read.")


def _card(problem: Problem) -> QWidget:
    ground = QFrame()
    as_role(ground, "card")
    column = QVBoxLayout(ground)
    column.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
    column.setSpacing(look.HALF)
    column.addWidget(label(problem.place, "muted", wrap=True))
    column.addWidget(label(problem.what, "strong", wrap=True))
    if rest(problem):
        column.addWidget(label(rest(problem), "muted", wrap=True))
    return ground


def _tr(text: str) -> str:
    return QCoreApplication.translate("ProblemsPage", text)
