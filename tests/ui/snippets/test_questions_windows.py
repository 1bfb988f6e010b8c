"""Choice and form by keyboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.snippets.model import Value
from desktop.snippets.render.form_fields import form_fields
from desktop.snippets.render.outcome import Field, FieldKind, Option, Question, QuestionKind
from desktop.ui.snippets.choice import ChoiceWindow
from desktop.ui.snippets.form import FormWindow
from desktop.ui.snippets.source import Entry
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import CheckBox, DayBox
from tests.ui.keys import press, write

CONTROL = Qt.KeyboardModifier.ControlModifier
OPTIONS = [Entry("Today"), Entry("Tomorrow"), Entry("Friday", second="the 24th")]


class Asked:
    def __init__(self, qtbot: QtBot) -> None:
        self.window = ChoiceWindow()
        qtbot.addWidget(self.window)
        self.answers: list[int | None] = []
        self.window.ask("Which day?", OPTIONS, self.answers.append)


def test_enter_chooses_the_first(qtbot: QtBot) -> None:
    asked = Asked(qtbot)
    press(asked.window.line, Qt.Key.Key_Return)
    assert asked.answers == [0]
    assert not asked.window.isVisible()


def test_number_keys_choose_at_once(qtbot: QtBot) -> None:
    asked = Asked(qtbot)
    press(asked.window.line, Qt.Key.Key_3)
    assert asked.answers == [2]


def test_a_number_without_a_row_does_nothing(qtbot: QtBot) -> None:
    asked = Asked(qtbot)
    press(asked.window.line, Qt.Key.Key_9)
    assert asked.answers == []


def test_letters_narrow_and_then_numbers_are_letters(qtbot: QtBot) -> None:
    asked = Asked(qtbot)
    write(asked.window.line, "the 2")
    assert asked.window.results.rowCount() == 1
    press(asked.window.line, Qt.Key.Key_Return)
    assert asked.answers == [2]


def test_arrows_and_escape(qtbot: QtBot) -> None:
    asked = Asked(qtbot)
    press(asked.window.line, Qt.Key.Key_Down)
    press(asked.window.line, Qt.Key.Key_Escape)
    assert asked.answers == [None]


def test_a_new_question_ends_the_one_before(qtbot: QtBot) -> None:
    asked = Asked(qtbot)
    later: list[int | None] = []
    asked.window.ask("And when?", OPTIONS[:1], later.append)
    assert asked.answers == [None]
    press(asked.window.line, Qt.Key.Key_Return)
    assert later == [0]


DAYS = (Option("Today", "0"), Option("Tomorrow", "1"))


def question(*fields: Field) -> Question:
    return Question(
        kind=QuestionKind.FORM,
        variable="form1",
        title="Call back",
        fields=fields,
        state=None,  # type: ignore[arg-type]  # the window never looks at it
    )


class Filled:
    def __init__(self, qtbot: QtBot, *fields: Field) -> None:
        self.window = FormWindow()
        qtbot.addWidget(self.window)
        self.answers: list[Mapping[str, str] | None] = []
        self.window.ask(question(*fields), self.answers.append)
        self.fields: list[QWidget] = [row.editor.widget for row in self.window._rows]


def test_enter_goes_on_and_in_the_last_line_it_is_done(qtbot: QtBot) -> None:
    filled = Filled(qtbot, Field("name", default="Ana"), Field("order"))
    first, last = filled.fields
    press(first, Qt.Key.Key_Return)
    assert filled.answers == []
    write(last, "48213")
    press(last, Qt.Key.Key_Return)
    assert filled.answers == [{"name": "Ana", "order": "48213"}]


def test_in_a_field_of_several_lines_enter_is_a_line(qtbot: QtBot) -> None:
    filled = Filled(qtbot, Field("note", FieldKind.MULTILINE, "one"))
    note = filled.fields[0]
    assert isinstance(note, QPlainTextEdit)
    note.moveCursor(note.textCursor().MoveOperation.End)
    press(note, Qt.Key.Key_Return)
    write(note, "two")
    press(note, Qt.Key.Key_Return, CONTROL)
    assert filled.answers == [{"note": "one\ntwo"}]


@pytest.mark.parametrize("kind", [FieldKind.CHOICE, FieldKind.LIST])
def test_choices_answer_with_their_value(qtbot: QtBot, kind: FieldKind) -> None:
    filled = Filled(qtbot, Field("day", kind, "Tomorrow", DAYS))
    press(filled.fields[0], Qt.Key.Key_Up)
    press(filled.fields[0], Qt.Key.Key_Return, CONTROL)
    assert filled.answers == [{"day": "0"}]


@pytest.mark.parametrize("default", ["Tomorrow", "1"])
def test_a_default_may_be_label_or_value(qtbot: QtBot, default: str) -> None:
    filled = Filled(qtbot, Field("day", FieldKind.CHOICE, default, DAYS))
    press(filled.fields[0], Qt.Key.Key_Return, CONTROL)
    assert filled.answers == [{"day": "1"}]


def test_escape_gives_up(qtbot: QtBot) -> None:
    filled = Filled(qtbot, Field("name"))
    line = filled.fields[0]
    assert isinstance(line, QLineEdit)
    press(line, Qt.Key.Key_Escape)
    assert filled.answers == [None]


def of_layout(layout: str, about: dict[str, Value]) -> list[Field]:
    found = form_fields(layout, {"fields": about}, dt.date(2026, 11, 29))
    assert isinstance(found, list)
    return found


def test_a_part_comes_and_goes_with_its_box(qtbot: QtBot) -> None:
    layout = "[[order]] [[#voucher]] [[amount]] [[/voucher]]"
    filled = Filled(qtbot, *of_layout(layout, {}))
    order, box, amount = filled.fields
    low = filled.window.height()
    assert not amount.isVisibleTo(filled.window)
    press(order, Qt.Key.Key_Return)
    press(box, Qt.Key.Key_Space)
    assert amount.isVisibleTo(filled.window)
    assert filled.window.height() > low
    write(amount, "10")
    press(amount, Qt.Key.Key_Return)
    assert filled.answers == [{"order": "", "voucher": "yes", "amount": "10"}]


def test_in_the_last_field_that_is_asked_for_enter_is_done(qtbot: QtBot) -> None:
    filled = Filled(qtbot, *of_layout("[[#voucher]] [[amount]] [[/voucher]]", {}))
    press(filled.fields[0], Qt.Key.Key_Return)
    assert filled.answers == [{"voucher": "", "amount": ""}]


def test_what_does_not_fit_is_said_and_the_form_stays(qtbot: QtBot) -> None:
    about: dict[str, Value] = {"iban": {"check": "iban"}, "name": {"required": True}}
    filled = Filled(qtbot, *of_layout("[[iban]] [[name]]", about))
    iban, name = filled.fields
    write(iban, "DE02")
    press(name, Qt.Key.Key_Return)
    assert filled.answers == []
    said = [row._wrong.text() for row in filled.window._rows]
    assert all(said)
    assert all(row._wrong.isVisibleTo(filled.window) for row in filled.window._rows)
    write(iban, " 1203 0000 0000 2020 51")
    assert not filled.window._rows[0]._wrong.isVisibleTo(filled.window)
    write(name, "Ana")
    press(name, Qt.Key.Key_Return)
    assert filled.answers == [{"iban": "DE02 1203 0000 0000 2020 51", "name": "Ana"}]


def test_several_are_ticked_by_keys(qtbot: QtBot) -> None:
    about: dict[str, Value] = {
        "why": {"type": "several", "values": "late\nbroken", "default": "late"}
    }
    filled = Filled(qtbot, *of_layout("[[why]]", about))
    first, second = filled.fields[0].findChildren(CheckBox)
    press(first, Qt.Key.Key_Down)
    press(second, Qt.Key.Key_Space)
    press(second, Qt.Key.Key_Return)
    assert filled.answers == [{"why": "late\nbroken"}]


def test_a_day_may_be_left_out_and_is_moved_by_keys(qtbot: QtBot) -> None:
    about: dict[str, Value] = {
        "a": {"type": "date"},
        "b": {"type": "date", "default": "2026-12-24"},
    }
    filled = Filled(qtbot, *of_layout("[[a]] [[b]]", about))
    none, day = filled.fields
    assert isinstance(day, DayBox)
    press(day, Qt.Key.Key_Up)
    press(day, Qt.Key.Key_Return)
    assert filled.answers == [{"a": "", "b": "2026-12-25"}]
    assert isinstance(none, DayBox)
    none.stepBy(1)
    assert none.answer() == QDate.currentDate().toString(Qt.DateFormat.ISODate)


@pytest.fixture
def day(qtbot: QtBot) -> Iterator[DayBox]:
    """The second of three fields, with the keys at it, at the end of a month."""
    about: dict[str, Value] = {"day": {"type": "date", "default": "2026-11-30"}}
    filled = Filled(qtbot, *of_layout("[[before]] [[day]] [[after]]", about))
    with qtbot.waitActive(filled.window):
        filled.window.activateWindow()
    press(filled.fields[0], Qt.Key.Key_Tab)
    box = filled.fields[1]
    assert isinstance(box, DayBox)
    assert filled.window.focusWidget() is box
    yield box
    filled.window.hide()


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ([Qt.Key.Key_Up], "2026-12-01"),
        ([Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down], "2026-11-29"),
        ([Qt.Key.Key_PageUp], "2026-12-30"),
        ([Qt.Key.Key_PageDown, Qt.Key.Key_PageDown], "2026-09-30"),
        ([Qt.Key.Key_Delete], ""),
    ],
)
def test_keys_move_a_day_through_the_months(day: DayBox, keys: list[Qt.Key], answer: str) -> None:
    for key in keys:
        press(day, key)
    assert day.answer() == answer


def test_the_calendar_of_a_day_can_be_read_in_the_dark(qtbot: QtBot) -> None:
    look.theme().force(Qt.ColorScheme.Dark)
    box = DayBox()
    qtbot.addWidget(box)
    calendar = box.calendarWidget()
    for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        shown = calendar.weekdayTextFormat(weekday).foreground().color()
        assert shown == look.colour("ink")
    buttons = [one for one in calendar.findChildren(QToolButton) if "month" in one.accessibleName()]
    assert [one.text() for one in buttons] == ["‹", "›"]
    text_only = Qt.ToolButtonStyle.ToolButtonTextOnly
    assert {one.toolButtonStyle() for one in buttons} == {text_only}


def test_a_day_is_typed(day: DayBox) -> None:
    write(day, "24dec2027")
    assert day.answer() == "2027-12-24"


def test_a_day_is_typed_into_an_empty_field(day: DayBox) -> None:
    press(day, Qt.Key.Key_Delete)
    write(day, "24")
    today = QDate.currentDate()
    assert day.answer() == f"{today.year()}-{today.month():02}-24"


@pytest.mark.parametrize(
    ("key", "name"), [(Qt.Key.Key_Tab, "after"), (Qt.Key.Key_Backtab, "before")]
)
def test_tab_leaves_a_day_whatever_part_of_it_the_keys_are_at(
    day: DayBox, key: Qt.Key, name: str
) -> None:
    write(day, "24")
    press(day, key)
    reached = day.window().focusWidget()
    assert reached is not None
    assert reached.accessibleName() == name


def test_a_field_remembers_its_last_answer_only_where_that_is_wanted(qtbot: QtBot) -> None:
    about: dict[str, Value] = {"carrier": {"remember": True}}
    fields = of_layout("[[carrier]] [[name]]", about)
    filled = Filled(qtbot, *fields)
    for one, text in zip(filled.fields, ["DHL", "Ana"], strict=True):
        write(one, text)
    press(filled.fields[1], Qt.Key.Key_Return)
    filled.window.ask(question(*fields), filled.answers.append)
    press(filled.window._rows[1].editor.widget, Qt.Key.Key_Return)
    assert filled.answers[1] == {"carrier": "DHL", "name": ""}


LONG = "Rückerstattungsbestätigung für eine Lebensversicherungsgesellschaft " * 3


def test_long_words_make_no_form_wider_than_it_is(qtbot: QtBot) -> None:
    options = (Option(LONG, "long"), Option("short", "short"))
    filled = Filled(
        qtbot,
        Field("line", label=LONG),
        Field("choice", FieldKind.CHOICE, options=options),
        Field("list", FieldKind.LIST, options=options),
        Field("several", FieldKind.SEVERAL, options=options),
        Field("box", FieldKind.CHECKBOX, label=LONG),
    )
    area = filled.window._area
    page = area.widget()
    assert page is not None
    assert page.width() <= area.viewport().width()
    for row in filled.window._rows:
        assert page.rect().contains(row.geometry())
    box = filled.fields[-1]
    assert box.height() > 2 * box.fontMetrics().lineSpacing(), "its words are in one line"


def test_an_arrow_shows_the_box_that_it_leads_to(qtbot: QtBot) -> None:
    options = tuple(Option(f"Option {at}", str(at)) for at in range(60))
    filled = Filled(qtbot, Field("several", FieldKind.SEVERAL, options=options))
    with qtbot.waitActive(filled.window):
        filled.window.activateWindow()
    boxes = filled.fields[0].findChildren(CheckBox)
    for box in boxes[:40]:
        press(box, Qt.Key.Key_Down)
    reached = boxes[40]
    assert reached.hasFocus()
    assert reached.visibleRegion().boundingRect() == reached.rect()


def test_a_long_title_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    filled = Filled(qtbot, Field("name"))
    title = filled.window.title
    title.say(LONG)
    assert title.text().endswith("…")
    assert title.fontMetrics().horizontalAdvance(title.text()) <= title.contentsRect().width()


def test_a_form_has_the_height_that_its_fields_need(qtbot: QtBot) -> None:
    about: dict[str, Value] = {
        "line": {"label": "The name of the customer who wrote", "required": True},
        "why": {"type": "several", "values": "late\nbroken"},
        "box": {"type": "checkbox", "label": LONG[:90]},
        "iban": {"check": "iban", "label": "The customer's account, in Germany or elsewhere"},
    }
    filled = Filled(qtbot, *of_layout("[[line]] [[why]] [[box]] [[iban]]", about))
    bar = filled.window._area.verticalScrollBar()
    assert bar.maximum() == 0
    write(filled.fields[-1], "DE1")
    press(filled.fields[0], Qt.Key.Key_Return, CONTROL)
    assert filled.answers == []
    assert bar.maximum() == 0
