"""The translation engines: which are asked and in which order, where they are, and their keys.

The window shows and asks; :mod:`desktop.ui.translation.engines_desk` does it and shows the rest.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.settings.sections.translation import LOCAL_ONLY
from desktop.translation.checks import EngineState
from desktop.translation.engine_list import Listed
from desktop.translation.engines.registry import manifests
from desktop.ui.translation.engine_pane import EnginePane
from desktop.ui.translation.engine_wording import State, line_of
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.adding_form import AddingForm
from desktop.ui.widgets.fields import CheckBox
from desktop.ui.widgets.key_box import KeyState
from desktop.ui.widgets.side_rows import Headings, SideLine
from desktop.ui.widgets.side_window import WIDTH, SideWindow
from desktop.ui.widgets.words import label, line

HEIGHT = 80 * look.GRID


class EnginesWindow(SideWindow[Listed, EngineState]):
    """Engines at the side, the chosen one beside them, and above all what may leave."""

    local_only_changed = Signal(bool)

    def __init__(self) -> None:
        """Empty at first; see :meth:`show_local_only` and :meth:`show_listed`."""
        # A free service is there once, and that is enough.
        kinds = [(one.title, name) for name, one in manifests().items() if not one.notice]
        self.pane = EnginePane()
        super().__init__(
            "engines",
            self.tr("Deskhand translation engines"),
            Headings(
                self.tr("Engines"),
                self.tr("Asked in this order"),
                self.tr("No engine is turned on"),
                self.tr(
                    "Your translation memory, your glossary and approved snippets work all "
                    "the same. Choose an engine below, and turn it on."
                ),
                self.tr("Turned off"),
            ),
            self.tr("Another engine…"),
            self.pane,
            AddingForm(
                self.tr("Another engine"),
                self.tr("For a second server of the same kind. It has its own address and key."),
                kinds,
                "libretranslate",
            ),
        )
        self.resize(WIDTH, HEIGHT)
        self._local_only = False
        self.local_only = CheckBox(LOCAL_ONLY.title)
        self.local_only.setFont(look.font(strong=True))
        self.local_only.toggled.connect(self.local_only_changed)
        self._build()

    def show_local_only(self, *, on: bool) -> None:
        """May nothing leave? The engines are shown after it."""
        self._local_only = on
        with QSignalBlocker(self.local_only):
            self.local_only.setChecked(on)
        self.local_only.update()

    def line_of(self, one: Listed, state: State) -> SideLine:
        """What there is to say about an engine in the list."""
        return line_of(one, state, local_only=self._local_only)

    def show_one(self, one: Listed, state: State, key: KeyState, *, last: bool) -> None:
        """The engine that is chosen."""
        self.pane.show_engine(one, state, last=last, local_only=self._local_only, key=key)

    def _build(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID + look.HALF)
        top.setSpacing(0)
        top.addWidget(self.local_only)
        top.addWidget(label(LOCAL_ONLY.help, "muted", wrap=True))
        self.content.insertLayout(0, top)
        self.content.insertWidget(1, line())
