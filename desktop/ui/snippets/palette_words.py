"""What the palette says in words: the page where there is no list, and the last line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.ui.snippets.palette_articles import TailRow
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.words import KeysLine, button, label


class InWords(QWidget):
    """Why there is no list, and what can be done."""

    def __init__(self) -> None:
        """Nothing is said yet."""
        super().__init__()
        self.message = label("", "strong", wrap=True)
        self.help = label("", "muted", wrap=True)
        self.reading = QProgressBar()
        self.reading.setRange(0, 1000)
        self.reading.setTextVisible(False)
        self.reading.setAccessibleName(self.tr("How much of your snippets is read"))
        self.reading.hide()
        self.way_on = button(self.tr("Open the packs folder"), "primary")
        self.read_up = button("")
        self.read_up.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.read_up.hide()
        said = QVBoxLayout(self)
        said.setContentsMargins(look.MARGIN + 2, look.MARGIN, 12 * look.GRID, look.MARGIN)
        said.setSpacing(look.GRID)
        said.addWidget(self.message)
        said.addWidget(self.help)
        said.addWidget(self.reading)
        said.addSpacing(look.HALF)
        said.addWidget(self.way_on)
        said.addWidget(self.read_up, 0, Qt.AlignmentFlag.AlignLeading)
        said.addStretch(1)

    def say_being_read(self) -> None:
        """The library is not there yet."""
        begun = self.reading.value() > 0
        self._say(
            self.tr("Your snippets are being read"), self.tr("A moment, please."), reading=begun
        )

    def say_empty(self) -> None:
        """There is no snippet at all."""
        self._say(
            self.tr("No snippets yet"),
            self.tr(
                "Snippets live in packs: files in the packs folder. Put a pack there, or"
                " choose starter packs in the settings, and they appear here at once."
            ),
            way_on=True,
        )

    def say_nothing_found(self, query: str, offer: str) -> None:
        """``offer``: where else can be searched; empty for nowhere."""
        self._say(
            self.tr("Nothing found for “{}”").format(query[:60]),
            self.tr(
                "Every word has to stand in a snippet's trigger, label, search terms or text."
                " Fewer words find more."
            ),
            offer=offer,
        )

    def _say(
        self, what: str, how: str, *, way_on: bool = False, reading: bool = False, offer: str = ""
    ) -> None:
        self.message.setText(what)
        self.help.setText(how)
        self.way_on.setVisible(way_on)
        self.reading.setVisible(reading)
        self.read_up.setText(offer)
        self.read_up.setVisible(bool(offer))


class PaletteKeys(KeysLine):
    """The keys that work now, and how much was found."""

    def tell(
        self, tail: TailRow | None, found: int, total: int | None, hindrance: str, *, articles: bool
    ) -> None:
        """So many were found, and this is chosen.

        ``tail`` is None for a snippet; ``articles``: they can be searched now.
        """
        keys: list[tuple[str, str]] = []
        if tail is not None:
            keys += self._of_tail(tail)
        elif found:
            if hindrance:
                keys.append(("Enter", self.tr("copy")))
            else:
                keys += [("Enter", self.tr("type")), ("Ctrl Enter", self.tr("copy"))]
            keys.append(("Ctrl E", self.tr("edit")))
        elif total == 0:
            keys.append(("Enter", self.tr("open the folder")))
        if articles and tail is None:
            keys.append(("Ctrl K", self.tr("articles")))
        keys.append(("Esc", self.tr("close")))
        self.show_keys(keys)
        count = self.tr("{0} of {1}").format(f"{found:,}", f"{total:,}") if total else ""
        words = " · ".join(part for part in (hindrance, count) if part)
        self.say(words, "warning" if hindrance else "muted")

    def _of_tail(self, tail: TailRow) -> list[tuple[str, str]]:
        if tail.asks:
            return [("Enter", self.tr("search articles"))]
        if tail.url:
            return [("Enter", self.tr("open")), ("Ctrl Enter", self.tr("copy the link"))]
        return []
