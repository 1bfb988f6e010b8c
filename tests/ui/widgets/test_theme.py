"""Colours that can be read, in both themes, and a look that follows the system."""

from __future__ import annotations

import dataclasses
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from desktop.ui.widgets import theme as look
from desktop.ui.widgets.stylesheet import stylesheet
from desktop.ui.widgets.theme import DARK, LIGHT, Colours, contrast, theme

THEMES = {"light": LIGHT, "dark": DARK}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), look.TEXT_PAIRS)
def test_every_text_can_be_read_on_its_ground(name: str, ink: str, ground: str) -> None:
    colours = THEMES[name]
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= look.LEAST_CONTRAST


def test_contrast_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_every_colour_of_the_sheet_comes_from_the_theme() -> None:
    for colours in (LIGHT, DARK):
        known = {str(value).upper() for value in dataclasses.asdict(colours).values()}
        used = {found.upper() for found in re.findall(r"#[0-9A-Fa-f]{6}", stylesheet(colours))}
        assert used <= known


def test_the_theme_changes_while_windows_are_open(qapp: QApplication) -> None:
    news: list[bool] = []
    one = theme()
    one.changed.connect(lambda: news.append(one.dark))
    one.force(Qt.ColorScheme.Dark)
    assert news == [True]
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.window
    one.force(Qt.ColorScheme.Dark)
    assert news == [True], "no news when nothing changes"
    one.force(Qt.ColorScheme.Light)
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.window


def test_there_is_one_theme(qapp: QApplication) -> None:
    assert theme() is theme()


def test_two_weights_and_four_sizes(qapp: QApplication) -> None:
    sizes = (look.SIZE_KEY, look.SIZE_TEXT, look.SIZE_NAME, look.SIZE_SENTENCE)
    assert sizes == (11, 13, 17, 20)
    assert look.font().weight() == 400
    assert look.font(strong=True).weight() == 600
    assert isinstance(LIGHT, Colours)
