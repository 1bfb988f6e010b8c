"""The translation engines: which are asked and in which order, where they are, and their keys.

The window shows and asks; :mod:`desktop.ui.translation.engines_desk` does it and shows the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.settings.sections.translation import LOCAL_ONLY
from desktop.translation.engine_list import Listed
from desktop.translation.engines.registry import manifests
from desktop.ui.translation.engine_pane import EnginePane
from desktop.ui.translation.engine_wording import Asking, State, line_of
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.adding_form import AddingForm
from desktop.ui.widgets.fields import CheckBox
from desktop.ui.widgets.key_box import KeyState
from desktop.ui.widgets.side_rows import Headings
from desktop.ui.widgets.side_window import WIDTH, SideWindow
from desktop.ui.widgets.words import label, line

HEIGHT = 80 * look.GRID


class EnginesWindow(SideWindow):
    """Engines at the side, the chosen one beside them, and above all what may leave."""

    local_only_changed = Signal(bool)

    def __init__(self) -> None:
        """Empty at first; see :meth:`show_engines`."""
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
        self._engines: Sequence[Listed] = ()
        self._states: dict[str, State] = {}
        self._keys: dict[str, KeyState] = {}
        self._local_only = False
        self.local_only = CheckBox(LOCAL_ONLY.title)
        self.local_only.setFont(look.font(strong=True))
        self.local_only.toggled.connect(self.local_only_changed)
        self._build()

    def show_engines(self, engines: Sequence[Listed], *, local_only: bool) -> None:
        """The engines as the settings have them now."""
        self._engines = engines
        self._local_only = local_only
        with QSignalBlocker(self.local_only):
            self.local_only.setChecked(local_only)
        self.local_only.update()
        self._show()

    def show_state(self, name: str, state: State) -> None:
        """How an engine is."""
        self._states[name] = state
        self._show()

    def show_key(self, name: str, state: KeyState) -> None:
        """What the keyring says of an engine's key."""
        self._keys[name] = state
        self._show()

    def is_on(self, name: str) -> bool:
        """Is this engine asked?"""
        return any(one.on for one in self._engines if one.name == name)

    def show_chosen(self) -> None:
        """The engine that is chosen."""
        name = self.rows.current()
        one = next((one for one in self._engines if one.name == name), None)
        if one is None:
            return
        count = sum(each.on for each in self._engines)
        self.pane.show_engine(
            one,
            self._states.get(name, Asking.NOT),
            last=one.place == count - 1,
            local_only=self._local_only,
            key=self._keys.get(name, KeyState()),
        )

    def _show(self) -> None:
        lines = [
            line_of(one, self._states.get(one.name, Asking.NOT), local_only=self._local_only)
            for one in self._engines
        ]
        count = sum(one.on for one in self._engines)
        self.rows.show_lines(lines[:count], lines[count:])
        self.show_chosen()

    def _build(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID + look.HALF)
        top.setSpacing(0)
        top.addWidget(self.local_only)
        top.addWidget(label(LOCAL_ONLY.help, "muted", wrap=True))
        self.content.insertLayout(0, top)
        self.content.insertWidget(1, line())
