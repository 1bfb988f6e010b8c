"""Links that macOS hands to the running application."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from desktop.ui.shell.opened_links import OpenedLinks
from desktop.ui.shell.verbs import Verbs


@pytest.mark.parametrize("link", ["deskhand:lookup?email=ana%40example.com", "deskhand://x?y=1&z"])
def test_a_link_is_obeyed_as_it_came(qapp: QApplication, link: str) -> None:
    obeyed: list[Sequence[str]] = []

    def obey(words: Sequence[str]) -> str:
        obeyed.append(words)
        return ""

    links = OpenedLinks(obey)
    qapp.installEventFilter(links)
    try:
        assert QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl(link)))
        QCoreApplication.sendEvent(qapp, QEvent(QEvent.Type.User))
    finally:
        qapp.removeEventFilter(links)
    assert obeyed == [["open", link]]


def test_one_that_is_not_ours_does_nothing(
    qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    links = OpenedLinks(Verbs().obey)
    qapp.installEventFilter(links)
    try:
        QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl("file:///etc/passwd")))
        QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl("deskhand:quit?secret=4711")))
    finally:
        qapp.removeEventFilter(links)
    assert "a link was not opened" in caplog.text
    assert "4711" not in caplog.text
