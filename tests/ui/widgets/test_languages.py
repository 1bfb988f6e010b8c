"""Languages by their own names, and the box that chooses one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.languages import WIDEST, LanguageBox, language_name
from tests.ui.keys import press, write

TAGS = ("de", "en", "es", "pt", "pt-BR", "ru", "zh", "zh-Hant")


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("", ""),
        ("de", "Deutsch"),
        ("pt-BR", "Português"),
        ("en", "English"),
        ("es", "Español"),
        ("en-GB", "British English"),
        ("tlh", "tlh"),
    ],
)
def test_languages_are_called_by_their_own_names(tag: str, name: str) -> None:
    assert language_name(tag) == name


@pytest.fixture
def box(qtbot: QtBot) -> LanguageBox:
    made = LanguageBox("The customer's language")
    qtbot.addWidget(made)
    made.offer(TAGS, "es")
    made.show()
    return made


def test_what_is_offered_is_no_choice_of_the_person(box: LanguageBox, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(box.chosen):
        box.offer(TAGS, "ru")
        box.offer(TAGS, "")
    assert box.current() == ""


def test_a_language_that_was_not_offered_is_shown_all_the_same(box: LanguageBox) -> None:
    box.offer(TAGS, "fr")
    assert (box.current(), box.currentText(), box.count()) == ("fr", "Français", len(TAGS) + 1)
    box.offer(TAGS, "de")
    assert [box.itemData(row) for row in range(box.count())] == list(TAGS)


def test_no_language_shows_words_that_cannot_be_chosen(box: LanguageBox) -> None:
    box.offer(TAGS, "", unknown="Which language?")
    assert box.current() == ""
    assert box.placeholderText() == "Which language?"
    assert box.count() == len(TAGS)


def test_two_of_the_same_name_are_told_apart(box: LanguageBox) -> None:
    shown = [box.itemText(row) for row in range(box.count())]
    assert shown[3:5] == ["Português", "Português (Brasil)"]
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("rus", "ru"),
        ("portugues", "pt"),
        ("portugues (b", "pt-BR"),
        ("german", "de"),
        ("рус", "ru"),
        ("zh-h", "zh-Hant"),
        ("ESPAÑOL", "es"),
    ],
)
def test_typing_finds_a_language_and_enter_chooses_it(
    box: LanguageBox, qtbot: QtBot, typed: str, tag: str
) -> None:
    box.offer(TAGS, "en")
    chosen: list[str] = []
    box.chosen.connect(chosen.append)
    write(box, typed[0]) if typed.isascii() else box.view().keyboardSearch(typed[0])
    if not box.view().isVisible():
        box.showPopup()
    for letter in typed[1:]:
        box.view().keyboardSearch(letter)
    assert not chosen
    press(box.view(), Qt.Key.Key_Return)
    assert chosen == [tag]
    assert box.current() == tag


def test_letters_that_no_language_has_change_nothing(box: LanguageBox) -> None:
    write(box, "x")
    assert box.view().isVisible()
    press(box.view(), Qt.Key.Key_Escape)
    assert box.current() == "es"


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Up])
def test_arrows_open_the_list_and_choose_nothing_before_enter(
    box: LanguageBox, qtbot: QtBot, key: Qt.Key
) -> None:
    with qtbot.assertNotEmitted(box.chosen):
        press(box, key)
    assert box.view().isVisible()
    assert box.current() == "es"


def test_a_box_is_as_wide_as_its_language(box: LanguageBox) -> None:
    narrow = box.sizeHint().width()
    box.offer((), "en-GB")
    assert box.sizeHint().width() > narrow
    box.offer((), "", unknown="Which language is this? " * 9)
    assert box.sizeHint().width() <= WIDEST
