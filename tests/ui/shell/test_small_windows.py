"""About, and the form that opens an interaction."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.core.results import Problem
from desktop.interaction import Channel
from desktop.ui.shell.about import AboutWindow
from desktop.ui.shell.interaction_window import Draft, InteractionWindow
from tests.ui.keys import press, write


def test_about_says_the_version_and_closes_by_escape(qtbot: QtBot) -> None:
    window = AboutWindow("1.2.3")
    qtbot.addWidget(window)
    window.come_forward()
    assert any("1.2.3" in one.text() for one in window.findChildren(QLabel))
    press(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_an_interaction_by_keys(qtbot: QtBot) -> None:
    window = InteractionWindow()
    qtbot.addWidget(window)
    drafts: list[Draft] = []
    window.ask(drafts.append)
    write(window.name, "Ana Souza")
    write(window.first_name, "Ana")
    write(window.language, "pt-BR")
    press(window.language, Qt.Key.Key_Return)
    assert drafts == [Draft(Channel.PHONE, "Ana Souza", "Ana", "pt-BR")]
    assert not window.isVisible()
    assert "Ana" not in repr(drafts)


def test_what_is_refused_is_said_and_the_window_stays(qtbot: QtBot) -> None:
    window = InteractionWindow()
    qtbot.addWidget(window)
    window.ask(
        lambda _draft: Problem("This is no language", todo="Write pt-BR"),
        Draft(Channel.CHAT, "Ana", language="xx yy"),
    )
    assert window.channel.currentText() == "Chat"
    press(window.name, Qt.Key.Key_Return)
    assert window.isVisible()
    assert window.error.text() == "This is no language. Write pt-BR."
    press(window.name, Qt.Key.Key_Escape)
    assert not window.isVisible()
