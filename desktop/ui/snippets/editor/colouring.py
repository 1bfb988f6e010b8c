"""Shows in a text what will be filled in: values, questions, the place of the caret."""

from __future__ import annotations

import re

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from desktop.ui.widgets import theme as look

_MARKS = re.compile(r"\{\{[^{}\n]*\}\}|\[\[[^\[\]\n]*\]\]|\$\|\$")


class Colouring(QSyntaxHighlighter):
    """Follows the theme."""

    def __init__(self, document: QTextDocument) -> None:
        """Colours ``document`` from now on."""
        super().__init__(document)
        look.theme().changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        """One line."""
        style = QTextCharFormat()
        style.setForeground(look.colour("accent"))
        style.setFontWeight(look.font(strong=True).weight())
        wide = len(text) != len(text.encode("utf-16-le")) // 2
        for found in _MARKS.finditer(text):
            start, end = found.span()
            if wide:  # Qt counts UTF-16 units
                start, end = (len(text[:at].encode("utf-16-le")) // 2 for at in (start, end))
            self.setFormat(start, end - start, style)
