"""The settings, a page for each section, made from the declarations; changes hold at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.results import Problem, UserError
from desktop.settings import kinds
from desktop.settings.declare import Section, Setting, Unfit
from desktop.settings.registry import sections
from desktop.settings.store import Changed, Settings
from desktop.ui.shell import setting_editors as editors
from desktop.ui.shell import setting_lists as lists
from desktop.ui.shell.bridge import Bridge
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import button, label, line

WIDTH = 96 * look.GRID
HEIGHT = 72 * look.GRID
SECTIONS_WIDTH = 24 * look.GRID
PAUSE_MS = 400
"""A text is written to the file when no key came for so long, or when the field is left."""


Actions = Mapping[str, Sequence[tuple[str, Callable[[], None]]]]
"""By section: the words of each button at its top, and what it does."""
_NO_ACTIONS: Actions = MappingProxyType({})

_EDITORS: Mapping[type[Setting[Any]], Callable[[Any], editors.Editor]] = {
    kinds.Switch: editors.SwitchEditor,
    kinds.Number: editors.NumberEditor,
    kinds.Text: editors.TextEditor,
    kinds.Choice: editors.ChoiceEditor,
    kinds.Choices: editors.ChoicesEditor,
    kinds.Texts: lists.ListEditor,
    kinds.Paths: lists.ListEditor,
    kinds.Hotkey: editors.HotkeyEditor,
    kinds.Table: lists.TableEditor,
}


def editor_for(setting: Setting[Any]) -> editors.Editor:
    """The control for a setting."""
    return _EDITORS[type(setting)](setting)


class SettingRow(QWidget):
    """One setting: title, help, control, and what is wrong with it."""

    troubled = Signal(object)
    """A Problem: the change holds, but could not be written."""

    def __init__(self, setting: Setting[Any], settings: Settings) -> None:
        """Shows the value in force."""
        super().__init__()
        self.setting = setting
        self._settings = settings
        self.editor = editor_for(setting)
        self.editor.setAccessibleName(setting.title)
        self.editor.setAccessibleDescription(setting.help)
        self.reset = button(self.tr("Reset to default"), "link")
        self.reset.clicked.connect(self._reset)
        self.error = label("", "error", wrap=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.apply)

        head = QHBoxLayout()
        head.setSpacing(look.GRID)
        if isinstance(setting, kinds.Switch):
            head.addWidget(self.editor, 1)
        else:
            head.addWidget(label(setting.title, "strong"), 1)
        head.addWidget(self.reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.HALF)
        column.addLayout(head)
        column.addWidget(label(setting.help, "muted", wrap=True))
        if not isinstance(setting, kinds.Switch):
            column.addSpacing(look.HALF)
            column.addWidget(self.editor)
        column.addWidget(self.error)
        self.editor.edited.connect(self._on_edit)
        self.show_value()

    def show_value(self) -> None:
        """What is in force, unless the agent is just typing something else."""
        if self._timer.isActive():
            return
        self.editor.show_value(self.setting.write(self._settings.get(self.setting)))
        self._say("")

    def apply(self) -> None:
        """Take what the control holds, now."""
        self._timer.stop()
        try:
            value = self.setting.read(self.editor.value())
            if value == self._settings.get(self.setting):
                self._say("")
                return
            problem = self._settings.change(self.setting, value)
        except Unfit as unfit:
            self._say_unfit(unfit)
        except UserError as error:
            self._say(error.problem.why or error.problem.what)
        else:
            self._after(problem)

    def finish(self) -> None:
        """The window closes: nothing that was typed gets lost."""
        if self._timer.isActive():
            self.apply()

    def _on_edit(self) -> None:
        try:
            self.setting.read(self.editor.value())
        except Unfit as unfit:
            self._timer.stop()
            self._say_unfit(unfit)
        else:
            self._say("")
            self._timer.start()

    def _reset(self) -> None:
        self._timer.stop()
        self._after(self._settings.reset(self.setting))
        self.editor.show_value(self.setting.write(self._settings.get(self.setting)))

    def _after(self, problem: Problem | None) -> None:
        self._say("")
        if problem is not None:
            self.troubled.emit(problem)

    def _say_unfit(self, unfit: Unfit) -> None:
        self._say(self.tr("That does not fit. {}").format(unfit))

    def _say(self, wrong: str) -> None:
        self.error.setText(wrong if not wrong or wrong.endswith(".") else f"{wrong}.")
        self.error.setVisible(bool(wrong))
        self.editor.show_wrong(bool(wrong))
        self.reset.setVisible(self._settings.snapshot().is_chosen(self.setting) or bool(wrong))


class SettingsWindow(PlainWindow):
    """Sections at the side, settings beside them, a search over all."""

    troubled = Signal(object)
    """A Problem to be shown to the agent."""

    def __init__(self, settings: Settings, bridge: Bridge, actions: Actions = _NO_ACTIONS) -> None:
        """Follows ``settings`` whoever changes them, on whatever thread."""
        super().__init__(
            "settings",
            self.tr("Deskhand settings"),
            [("Ctrl F", self.tr("search")), ("Tab", self.tr("next")), ("Esc", self.tr("close"))],
        )
        self.keys.say(self.tr("changes hold at once"))
        self.resize(WIDTH, HEIGHT)
        self._settings = settings
        self._actions = actions
        self._pages = sections()
        self._advanced: set[str] = set()
        self.rows: list[SettingRow] = []

        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search settings"))
        self.search.setAccessibleName(self.tr("Search settings"))
        self.search.setClearButtonEnabled(False)
        self.search.textChanged.connect(lambda _text: self._show_page())
        self.sections = QListWidget()
        self.sections.setObjectName("sections")
        self.sections.setAccessibleName(self.tr("Sections"))
        as_role(self.sections, "sections")
        self.sections.addItems([one.title for one in self._pages])
        self.sections.currentRowChanged.connect(self._on_section)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._build()
        settings.changed.connect(bridge.carry(self._on_changed))
        self.sections.setCurrentRow(0)

    def open(self, section: str = "") -> None:
        """Show the window, at this section if it is given."""
        names = [one.name for one in self._pages]
        if section in names:
            self.search.clear()
            self.sections.setCurrentRow(names.index(section))
        self.come_forward()
        self.sections.setFocus()

    def row_of(self, setting: Setting[Any]) -> SettingRow | None:
        """The row in which a setting is shown now."""
        return next((row for row in self.rows if row.setting is setting), None)

    def show_advanced(self) -> None:
        """Show the section's seldom needed settings, too."""
        self._advanced.add(self._section().name)
        self._show_page()

    def _section(self) -> Section:
        return self._pages[max(0, self.sections.currentRow())]

    def _on_section(self, _row: int) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self._show_page()

    def _show_page(self) -> None:
        for row in self.rows:
            row.finish()
        words = self.search.text().casefold().split()
        page = QWidget()
        as_role(page, "page")
        column = QVBoxLayout(page)
        margin = 3 * look.GRID
        column.setContentsMargins(margin, margin - look.HALF, margin, margin)
        column.setSpacing(margin)
        self.rows = []
        if words:
            self._fill_found(column, words)
        else:
            self._fill_section(column, self._section())
        column.addStretch(1)
        self._area.setWidget(page)

    def _fill_section(self, column: QVBoxLayout, section: Section) -> None:
        head = QVBoxLayout()
        head.setSpacing(look.HALF)
        head.addWidget(label(section.title, "name"))
        head.addWidget(label(section.help, "muted", wrap=True))
        for words, act in self._actions.get(section.name, ()):
            more = button(words)
            more.clicked.connect(act)
            head.addSpacing(look.GRID)
            head.addWidget(more)
        column.addLayout(head)
        usual = [one for one in section.settings if not one.advanced]
        self._add_rows(column, usual)
        seldom = [one for one in section.settings if one.advanced]
        if seldom and section.name in self._advanced:
            self._add_rows(column, seldom)
        elif seldom:
            words = (
                self.tr("Show one more, seldom needed")
                if len(seldom) == 1
                else self.tr("Show {} more, seldom needed").format(len(seldom))
            )
            more = button(words, "link")
            more.clicked.connect(self.show_advanced)
            column.addWidget(more)

    def _fill_found(self, column: QVBoxLayout, words: Sequence[str]) -> None:
        any_found = False
        for section in self._pages:
            found = [
                one
                for one in section.settings
                if all(word in f"{one.title} {one.help}".casefold() for word in words)
            ]
            if found:
                any_found = True
                column.addWidget(label(section.title, "section"))
                self._add_rows(column, found)
        if not any_found:
            column.addWidget(label(self.tr("No setting has these words"), "strong"))
            column.addWidget(
                label(self.tr("Search looks at titles and explanations."), "muted", wrap=True)
            )

    def _add_rows(self, column: QVBoxLayout, found: Sequence[Setting[Any]]) -> None:
        for setting in found:
            row = SettingRow(setting, self._settings)
            row.troubled.connect(self.troubled)
            self.rows.append(row)
            column.addWidget(row)

    def _on_changed(self, changed: Changed) -> None:
        for row in self.rows:
            if row.setting.key in changed.keys:
                row.show_value()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties the search, then closes; Ctrl+F searches."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            if self.search.text():
                self.search.clear()
            else:
                self.close()
        elif event.key() == Qt.Key.Key_F and control:
            self.search.setFocus()
            self.search.selectAll()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what was typed last."""
        for row in self.rows:
            row.finish()
        super().closeEvent(event)

    def _build(self) -> None:
        side = QWidget()
        side.setFixedWidth(SECTIONS_WIDTH)
        left = QVBoxLayout(side)
        left.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        left.setSpacing(look.MARGIN)
        left.addWidget(self.search)
        left.addWidget(self.sections, 1)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(side)
        both.addWidget(line(upright=True))
        both.addWidget(self._area, 1)
        self.content.addLayout(both, 1)
