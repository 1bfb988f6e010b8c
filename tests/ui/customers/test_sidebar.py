"""The sidebar: what it shows, what its keys do, and what it never does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.customers.answers import Found
from desktop.customers.identify.query import Why
from desktop.customers.inquiry import Inquiry, Origin
from desktop.ui.customers import sidebar_view
from desktop.ui.customers.card_view import EntryRow, FieldRow, FoldRow, Record
from desktop.ui.customers.edge import LEAST, USUAL, WIDEST, Edge, docked
from desktop.ui.customers.row_drawing import RowDrawing
from desktop.ui.customers.showing import Stage
from desktop.ui.customers.sidebar import Sidebar
from desktop.ui.widgets.passage import ELLIPSIS
from tests.ui.customers import acted_customers as acted
from tests.ui.keys import press, write

K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
TALL = 900
CALLED = "Called about delivery, calm. Prefers to be called in the afternoon, her time."


class Scene:
    """A sidebar in sight, and what it told."""

    def __init__(self, window: Sidebar, qtbot: QtBot) -> None:
        self.window = window
        self.told: list[tuple[object, ...]] = []
        self._qtbot = qtbot
        for name, signal in vars(type(window)).items():
            if isinstance(signal, Signal):
                self._listen(name, getattr(window, name))

    def _listen(self, name: str, signal: SignalInstance) -> None:
        signal.connect(lambda *values: self.told.append((name, *values)))

    def show(self, found: Found) -> None:
        self.window.show_found(found)
        QApplication.processEvents()

    def take_keys(self) -> None:
        self.window.take_keys()
        self._qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        for key in keys:
            press(self.window.focusWidget(), key, modifiers or Qt.KeyboardModifier.NoModifier)

    def stage(self) -> Stage:
        return self.window.stage

    def name(self) -> str:
        """Of the customer in sight."""
        return self.window.card.name if self.window.card is not None else ""

    def told_once(self) -> tuple[object, ...]:
        assert len(self.told) == 1, self.told
        return self.told.pop()

    def rows(self) -> list[str]:
        model = self.window.parts.list.rows
        return [str(model.index(at).data()) for at in range(model.rowCount())]

    def place_of(self, words: str) -> int:
        return next(at for at, row in enumerate(self.rows()) if words in row)

    def top_of(self, words: str) -> int:
        here = self.window.parts.list
        return here.visualRect(here.rows.index(self.place_of(words))).top()

    def choose_row(self, words: str) -> None:
        here = self.window.parts.list
        here.setCurrentIndex(here.rows.index(self.place_of(words)))
        here.scrollTo(here.currentIndex())


@pytest.fixture
def scene(qtbot: QtBot) -> Callable[..., Scene]:
    def make(
        found: Found | None = None, terms: object = acted.TERMS, *, keys: bool = True
    ) -> Scene:
        window = acted.sidebar(found, terms)  # type: ignore[arg-type]  # Terms
        qtbot.addWidget(window)
        window.open_quietly(None)
        window.setGeometry(0, 0, USUAL, TALL)
        QApplication.processEvents()
        made = Scene(window, qtbot)
        if keys:
            made.take_keys()
        return made

    return make


Make = Callable[..., Scene]

# --- what it shows --------------------------------------------------------------------------------


def test_a_customer_stands_there_with_fields_and_timeline(scene: Make) -> None:
    one = scene(acted.WHOLE, keys=False)
    header = one.window.parts.header
    assert one.stage() is Stage.CARD
    assert header.name.text() == "Ana Souza"
    assert header.clock.whole() == "Sao Paulo, 14:32 there"
    assert header.second.whole() == "\u2068Souza & Filhos\u2069"
    assert header.tags.accessibleName() == "VIP, wholesale"
    assert one.rows() == [
        "mail, ana@souza.example, \u2068Your customer book\u2069 · 15 Nov",
        "email, compras@souza.example, \u2068Zendesk\u2069 · just now",
        "phone, +55 11 91234-5678, \u2068Your customer book\u2069 · 15 Nov",
        "speaks, Português, \u2068Your customer book\u2069 · 15 Nov",
        "plan, Business, since 2021, \u2068Salesforce\u2069 · 4 min ago",
        "4 more fields",
        "timeline, 1 open",
        "Parcel not delivered, open, \u2068Zendesk\u2069 \u206820871\u2069 · today 09:41",
        "Order 48213 · R$ 129,90, shipped, \u2068Shop\u2069 · yesterday 16:32",
        "Invoice address changed, solved, \u2068Zendesk\u2069 \u206819102\u2069 · 2 Nov",
        f"{CALLED}, note, \u2068Salesforce\u2069 · 28 Oct · by \u2068Kim\u2069",
    ]


def test_the_fields_of_the_team_have_their_places_from_the_start(scene: Make) -> None:
    one = scene(acted.PARTIAL, acted.TEAM, keys=False)
    labels = [row.split(",")[0] for row in one.rows()[:5]]
    assert labels == ["mail", "phone", "speaks", "plan", "since"]
    assert one.rows()[3:5] == ["plan, …", "since, …"]
    one.show(acted.WHOLE)
    one.show(replace(acted.WHOLE, serial=2))
    assert "plan, Business, since 2021, \u2068Salesforce\u2069 · 4 min ago" in one.rows()
    assert "since, not known" in one.rows()


def test_nothing_says_what_would_be_here_and_how_to_get_it(scene: Make) -> None:
    one = scene(keys=False)
    assert one.window.parts.header.what.text() == "No customer yet"
    assert "Type an e-mail address" in one.window.parts.header.how.text()
    one.window.show_nothing(set_up=False)
    one.take_keys()
    one.press(K.Key_Return)
    assert one.told_once() == ("settings_asked",)


def test_several_are_never_chosen_by_itself(scene: Make) -> None:
    one = scene(acted.TWO_SURE)
    assert one.stage() is Stage.SEVERAL
    assert not one.name()
    one.press(K.Key_Return)
    assert one.stage() is Stage.SEVERAL
    assert one.told == []
    one.press(K.Key_Down, K.Key_Down, K.Key_Return)
    assert one.told_once() == ("match_chosen", 1)
    assert one.name() == "Rui Souza"
    customer = one.window.customer_at(1)
    assert customer is not None
    assert [card.id for card in customer.cards] == ["9"]


def test_a_maybe_waits_for_the_agent_and_says_so(scene: Make) -> None:
    one = scene(acted.MAYBE)
    assert one.stage() is Stage.SEVERAL
    assert one.rows()[0].startswith("Ana Souza Pereira, maybe,")
    one.press(K.Key_1)
    assert one.told_once() == ("match_chosen", 0)
    assert one.window.card is not None
    assert one.window.card.maybe
    assert one.window.parts.header.tags.accessibleName() == "maybe"


def test_what_the_agent_chose_stays_chosen_while_answers_come(scene: Make) -> None:
    one = scene(acted.TWO_SURE)
    one.press(K.Key_2)
    later = acted.found(*acted.TWO_SURE.cards, ("salesforce", None))
    one.show(later)
    assert one.name() == "Rui Souza"


def test_a_second_sure_one_takes_the_card_away(
    scene: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = scene(acted.found(acted.BOOK, waiting=("zendesk",)))
    assert one.window.card is not None
    one.show(acted.TWO_SURE)
    assert one.stage() is Stage.SEVERAL
    one.press(K.Key_2)  # meant for the second field of the card
    assert one.told == []
    monkeypatch.setattr(sidebar_view, "CALM_MS", 0)
    QTest.qWait(1)
    one.press(K.Key_2)
    assert one.told_once() == ("match_chosen", 1)


def test_candidates_keep_their_digits_when_more_come(scene: Make) -> None:
    one = scene(acted.found(acted.OTHER, waiting=("zendesk",), query=acted.PHONE))
    one.show(acted.found(acted.CLOSED, acted.OTHER, query=acted.PHONE))
    assert one.window.customer_at(0) is not None
    one.press(K.Key_1)
    name, place = one.told_once()
    assert name == "match_chosen"
    assert isinstance(place, int)
    customer = one.window.customer_at(place)
    assert customer is not None
    assert customer.cards[0].id == acted.OTHER.id


def test_another_can_be_chosen_after_all(scene: Make) -> None:
    one = scene(acted.SEVERAL)
    one.press(K.Key_1, K.Key_M)
    assert one.stage() is Stage.SEVERAL
    one.told.clear()
    one.press(K.Key_2)
    assert one.told_once() == ("match_chosen", 1)


def test_unknown_offers_to_create_and_to_remember(scene: Make) -> None:
    one = scene(acted.UNKNOWN)
    header = one.window.parts.header
    assert header.what.text() == "Nobody is known by “11 91234-5678”"
    one.press(K.Key_Return)
    assert one.told_once() == ("create_asked",)
    one.press(K.Key_R)
    assert one.told_once() == ("remembered",)
    one.show(replace(acted.UNKNOWN_AND_SILENT, serial=2))
    assert "Zendesk did not answer" in header.how.text()


def test_failed_says_why_and_offers_the_way_on(scene: Make) -> None:
    one = scene(acted.FAILED)
    header = one.window.parts.header
    assert (one.stage(), header.what.text()) == (Stage.FAILED, "Zendesk can't be reached")
    assert header.how.text() == "Check the network and the address in the settings."
    assert not one.window.parts.providers.isVisible(), "it is said above already"
    one.press(K.Key_F5)
    assert one.told_once() == ("refresh_asked",)


def test_all_failed_leads_to_the_one_that_can_be_mended(scene: Make) -> None:
    one = scene(acted.ALL_FAILED)
    assert one.window.parts.header.what.text() == "No provider answered"
    assert one.window.parts.providers.words()[0] == "Zendesk: signed out"
    one.press(K.Key_I)
    assert one.told_once() == ("sign_in_asked", "zendesk")


def test_no_provider_takes_such_a_question(scene: Make) -> None:
    one = scene(acted.found(query=acted.PHONE), keys=False)
    what = one.window.parts.header.what.text()
    assert what == "None of your providers can be asked by a phone number"


def test_providers_say_what_they_do(scene: Make, qtbot: QtBot) -> None:
    one = scene(acted.SIGNED_OUT)
    panel = one.window.parts.providers
    assert panel.words() == ["Zendesk: signed out", "Freshdesk: still asking…"]
    panel.call_slow()
    assert panel.words() == ["Zendesk: signed out", "Freshdesk is slow, still asking…"]
    sign_in = next(part for part in panel.findChildren(QPushButton) if part.text() == "Sign in")
    QTest.mouseClick(sign_in, Qt.MouseButton.LeftButton)
    assert one.told_once() == ("sign_in_asked", "zendesk")
    one.show(replace(acted.PARTIAL, serial=2))
    assert "Zendesk: still asking…" in panel.words(), "another lookup is not slow yet"


def test_a_provider_that_is_slow_is_called_so(scene: Make, qtbot: QtBot) -> None:
    one = scene(keys=False)
    panel = one.window.parts.providers
    panel._timer.setInterval(1)
    one.show(acted.PARTIAL)
    qtbot.waitUntil(lambda: panel.slow)
    assert panel.words()[0] == "Zendesk is slow, still asking…"


def test_who_is_waited_for_is_called_as_afterwards(scene: Make) -> None:
    waiting = acted.found(acted.BOOK, waiting=("hubspot", "shop"))
    one = scene(replace(waiting, titles={"hubspot": "HubSpot", "shop": "shop"}), keys=False)
    assert one.window.parts.providers.words() == ["HubSpot: still asking…", "shop: still asking…"]


def test_many_providers_take_few_lines(scene: Make) -> None:
    names = tuple(f"team_{n}" for n in range(12))
    one = scene(acted.found(acted.BOOK, waiting=names), keys=False)
    panel = one.window.parts.providers
    assert panel.words() == [f"Team {n}: still asking…" for n in range(3)]
    more = next(part for part in panel.findChildren(QPushButton) if part.text() == "and 9 more")
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    assert len(panel.words()) == 12


def test_an_inquiry_is_shown_as_far_as_it_has_come(scene: Make) -> None:
    one = scene(keys=False)
    inquiry = Inquiry(1, Origin.AGENT, "anonymous", why=Why.WITHHELD)
    one.window.show_inquiry(inquiry)
    assert one.window.parts.header.what.text() == "The caller does not show a number"
    chosen = acted.SEVERAL.customers()[1]
    found = replace(acted.SEVERAL, serial=2)
    one.window.show_inquiry(Inquiry(2, Origin.AGENT, "11 91234-5678", found=found, chosen=chosen))
    assert one.name() == "Souza & Filhos, Einkauf"
    one.window.show_inquiry(None)
    assert one.stage() is Stage.NOTHING
    assert one.rows() == []


# --- right, or nothing ------------------------------------------------------------------------


def test_an_earlier_lookup_paints_over_nothing(scene: Make) -> None:
    one = scene(replace(acted.UNKNOWN, serial=5), keys=False)
    one.show(replace(acted.WHOLE, serial=4))
    assert one.stage() is Stage.UNKNOWN
    one.window.show_nothing()
    one.show(replace(acted.WHOLE, serial=5))
    assert one.stage() is Stage.NOTHING


def test_another_lookup_leaves_nothing_of_the_one_before(scene: Make) -> None:
    one = scene(acted.WHOLE, keys=False)
    one.show(replace(acted.ASKING, serial=2))
    assert one.stage() is Stage.ASKING, "the same address, but nobody asked to refresh it"
    assert one.rows() == []
    assert not any(
        "Souza" in part.text() and part.isVisible() for part in one.window.findChildren(QLabel)
    )


def test_a_refresh_leaves_the_card_in_sight_until_all_is_known(scene: Make) -> None:
    one = scene(acted.WHOLE)
    one.press(K.Key_F5)
    assert one.told_once() == ("refresh_asked",)
    before = one.rows()
    one.show(replace(acted.ASKING, serial=2))
    one.show(acted.found(acted.BOOK, waiting=("zendesk",), serial=2))
    assert one.rows() == before
    assert one.window.parts.providers.words() == ["Zendesk: still asking…"]
    one.show(acted.found(acted.BOOK, ("zendesk", None), serial=2))
    assert len(one.rows()) < len(before)
    one.show(replace(acted.ASKING, serial=3))
    assert one.stage() is Stage.ASKING, "it was refreshed once"


def test_a_refresh_of_one_shows_no_other(scene: Make) -> None:
    one = scene(acted.WHOLE)
    one.press(K.Key_F5)
    one.show(acted.found(waiting=("book",), query=acted.PHONE, serial=2))
    assert one.stage() is Stage.ASKING


# --- keys -----------------------------------------------------------------------------------------


def test_a_digit_copies_what_it_stands_at(scene: Make) -> None:
    one = scene(acted.WHOLE)
    one.press(K.Key_1)
    assert one.told_once() == ("copied", "ana@souza.example")
    assert one.window.parts.keys.words() == "mail copied"
    one.press(K.Key_5)
    assert one.told_once() == ("copied", "Business, since 2021")
    one.press(K.Key_0)
    assert one.told_once() == ("copied", "Ana Souza")
    one.press(K.Key_9)
    assert one.told == []


def test_digits_stay_with_their_values_as_answers_come(scene: Make) -> None:
    one = scene(acted.found(acted.SALESFORCE, waiting=("book",)), acted.TEAM)
    one.press(K.Key_2)
    assert one.told == [], "there is no number yet"
    one.show(acted.found(acted.BOOK, acted.ZENDESK, acted.SALESFORCE))
    one.press(K.Key_4)
    assert one.told_once() == ("copied", "Business, since 2021")
    one.press(K.Key_2)
    assert one.told_once() == ("copied", "+55 11 91234-5678")


def test_arrows_and_c_copy_any_row(scene: Make) -> None:
    one = scene(acted.WHOLE)
    one.press(K.Key_Down, K.Key_Down, K.Key_C)
    assert one.told_once() == ("copied", "compras@souza.example")
    one.choose_row("Parcel not delivered")
    one.press(K.Key_C)
    assert one.told_once() == ("copied", "20871")
    one.press(K.Key_End)
    one.press(K.Key_C, modifiers=CONTROL)
    assert str(one.told_once()[1]).startswith("Called about delivery")


def test_calling_is_a_signal_with_an_address_to_call(scene: Make) -> None:
    one = scene(acted.WHOLE)
    one.press(K.Key_T)
    assert one.told_once() == ("called", "tel:+5511912345678")
    one.choose_row("+55 11 91234-5678")
    one.press(K.Key_Return)
    assert one.told_once() == ("called", "tel:+5511912345678")


def test_the_browser_opens_a_ticket_or_the_customer(scene: Make) -> None:
    one = scene(acted.WHOLE)
    one.press(K.Key_O)
    record = one.told_once()[1]
    assert isinstance(record, Record)
    assert (record.provider, record.what, record.id) == ("zendesk", "customer", "381")
    one.choose_row("Parcel not delivered")
    one.press(K.Key_Return)
    record = one.told_once()[1]
    assert isinstance(record, Record)
    assert (record.what, record.url) == (
        "ticket",
        "https://acme.zendesk.example/agent/tickets/20871",
    )
    one.choose_row("Order 48213")
    one.press(K.Key_Return)
    assert one.told_once() == ("copied", "48213"), "it has no address"


def test_notes_are_asked_for(scene: Make) -> None:
    one = scene(acted.WHOLE)
    one.press(K.Key_N)
    assert one.told_once() == ("note_asked",)
    one.show(replace(acted.UNKNOWN, serial=2))
    one.press(K.Key_N)
    assert one.told == []


def test_a_customer_is_forgotten_only_by_the_button_that_says_so(scene: Make) -> None:
    one = scene(acted.WHOLE)
    parts, panel = one.window.parts, one.window.parts.writing.forget
    one.press(K.Key_Delete)
    assert panel.asks.text() == f"Forget {one.name()}?"
    assert not parts.actions.isVisible()
    one.press(K.Key_Return)  # as when it was hit by mistake
    assert not panel.isVisible()
    QTest.mouseClick(parts.forget, Qt.MouseButton.LeftButton)
    one.press(K.Key_Escape)
    assert not panel.isVisible()
    assert not one.told
    one.press(K.Key_Delete)
    panel.forget.setFocus()
    one.press(K.Key_Return)
    assert one.told_once() == ("forget_agreed",)
    assert not panel.isVisible()


def test_who_came_meanwhile_is_not_asked_about(scene: Make) -> None:
    one = scene(acted.WHOLE)
    panel = one.window.parts.writing.forget
    one.press(K.Key_Delete)
    assert panel.isVisible()
    one.show(acted.SEVERAL)
    assert not panel.isVisible()
    panel.forget.click()
    assert "forget_agreed" not in [name for name, *_ in one.told]


def test_the_fold_opens_and_closes(scene: Make) -> None:
    one = scene(acted.WHOLE)
    one.choose_row("4 more fields")
    one.press(K.Key_Return)
    assert "company, Souza & Filhos, \u2068Your customer book\u2069 · 15 Nov" in one.rows()
    one.choose_row("company")
    one.press(K.Key_C)
    assert one.told_once() == ("copied", "Souza & Filhos")
    one.choose_row("4 more fields")
    one.press(K.Key_Return)
    assert not any("company" in row for row in one.rows())


def test_typing_looks_up(scene: Make) -> None:
    one = scene(acted.WHOLE)
    one.press(K.Key_Slash)
    line = one.window.parts.line
    assert line.hasFocus()
    write(line, "48213")
    assert one.told == [], "digits belong to the line now"
    one.press(K.Key_Return)
    assert one.told_once() == ("searched", "48213")
    assert one.stage() is Stage.ASKING
    assert one.rows() == []


def test_the_key_that_leads_to_the_line_is_no_letter_for_whoever_is_there(scene: Make) -> None:
    one = scene(acted.UNKNOWN)
    line = one.window.parts.line
    one.press(K.Key_Slash)
    one.press(K.Key_Slash)
    assert line.selectedText() == line.text() != ""
    write(line, "/12/34")
    assert line.text() == "12/34"


def test_what_is_being_typed_is_not_taken_away(scene: Make) -> None:
    one = scene(acted.WHOLE)
    one.press(K.Key_F, modifiers=CONTROL)
    write(one.window.parts.line, "rui@")
    one.show(replace(acted.UNKNOWN, serial=2))
    assert one.window.parts.line.text() == "rui@"
    assert one.window.parts.line.hasFocus()


def test_up_and_down_lead_between_line_and_rows(scene: Make) -> None:
    one = scene(acted.WHOLE)
    one.press(K.Key_Up)
    assert one.window.parts.line.hasFocus()
    one.press(K.Key_Down)
    row = one.window.parts.list.chosen()
    assert isinstance(row, FieldRow)
    assert row.copies == "ana@souza.example"
    one.press(K.Key_Down, K.Key_Up, K.Key_Up)
    assert one.window.parts.line.hasFocus()


def test_enter_on_a_button_is_for_the_button(scene: Make) -> None:
    one = scene(acted.WHOLE)
    one.choose_row("+55")
    one.press(K.Key_Tab)
    reached = []
    while one.window.focusWidget() is not one.window.parts.hide:
        reached.append(one.window.focusWidget())
        assert len(reached) < 20, "Tab does not reach it"
        one.press(K.Key_Tab)
    one.press(K.Key_Return)
    assert one.told_once() == ("dismissed", True), "and nobody is called"


def test_a_key_that_is_held_does_nothing_again(scene: Make) -> None:
    one = scene(acted.WHOLE)
    plain = Qt.KeyboardModifier.NoModifier
    for key, text in ((K.Key_Return, "\r"), (K.Key_N, "n"), (K.Key_1, "1")):
        again = QKeyEvent(QEvent.Type.KeyPress, key, plain, text, autorep=True)
        QApplication.sendEvent(one.window.parts.list, again)
    assert one.told == []


def test_escape_gives_the_keys_back_and_the_sidebar_stays(scene: Make) -> None:
    one = scene(acted.WHOLE)
    one.press(K.Key_Escape)
    assert one.told_once() == ("dismissed", True)
    assert one.window.isVisible()
    one.press(K.Key_Slash, K.Key_Escape)
    assert one.told_once() == ("dismissed", True)
    one.press(K.Key_Escape, modifiers=SHIFT)
    assert one.told_once() == ("dismissed", True)
    assert not one.window.isVisible()


def test_the_last_line_says_which_keys_work(scene: Make) -> None:
    one = scene(acted.WHOLE, keys=False)
    keys = one.window.parts.keys
    assert keys.shown() == (("Ctrl Alt C", "use the keys here"),)
    one.take_keys()
    assert keys.shown() == (("1–9", "copy"), ("/", "search"), ("Esc", "back"))
    one.choose_row("+55")
    assert keys.shown()[:2] == (("Enter", "call"), ("C", "copy"))
    one.choose_row("Parcel")
    assert keys.shown()[:2] == (("Enter", "open"), ("C", "copy"))
    one.press(K.Key_Slash)
    assert keys.shown() == (("Enter", "look up"), ("↓", "customer"), ("Esc", "back"))


def test_a_popped_card_takes_no_keys(scene: Make) -> None:
    one = scene(acted.WHOLE, keys=False)
    assert not one.window.has_keys
    assert one.window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert one.window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


# --- mouse ----------------------------------------------------------------------------------------


def click(one: Scene, words: str, spot: QPoint | None = None) -> None:
    here = one.window.parts.list
    index = here.rows.index(one.place_of(words))
    here.scrollTo(index)
    at = here.visualRect(index).center() if spot is None else spot
    QTest.mouseClick(here.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_clicks_copy_call_and_open(scene: Make) -> None:
    one = scene(acted.WHOLE, keys=False)
    click(one, "compras@")
    assert one.told_once() == ("copied", "compras@souza.example")
    here = one.window.parts.list
    row = here.rows.row(here.rows.index(one.place_of("+55")))
    assert isinstance(row, FieldRow)
    rect = here.visualRect(here.rows.index(one.place_of("+55")))
    click(one, "+55", here._delegate.drawing.call_rect(row, rect).center())
    assert one.told_once() == ("called", "tel:+5511912345678")
    click(one, "+55")
    assert one.told_once() == ("copied", "+55 11 91234-5678")
    click(one, "Parcel not")
    assert one.told_once()[0] == "record_opened"
    click(one, "timeline")
    assert one.told == []
    click(one, "4 more fields")
    assert isinstance(here.rows.rows[one.place_of("4 more")], FoldRow)
    assert any("company" in words for words in one.rows())


def test_a_click_that_ends_elsewhere_does_nothing(scene: Make) -> None:
    one = scene(acted.WHOLE, keys=False)
    here = one.window.parts.list
    first, other = (
        here.visualRect(here.rows.index(one.place_of(words))).center()
        for words in ("compras@", "Parcel not")
    )
    QTest.mousePress(here.viewport(), Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseRelease(here.viewport(), Qt.MouseButton.LeftButton, pos=other)
    assert one.told == []


def test_the_buttons_do_what_their_keys_do(scene: Make) -> None:
    one = scene(acted.WHOLE, keys=False)
    parts = one.window.parts
    for part, name in (
        (parts.note, "note_asked"),
        (parts.call, "called"),
        (parts.open, "record_opened"),
        (parts.header.refresh, "refresh_asked"),
    ):
        QTest.mouseClick(part, Qt.MouseButton.LeftButton)
        assert one.told_once()[0] == name
    QTest.mouseClick(parts.hide, Qt.MouseButton.LeftButton)
    assert one.told_once() == ("dismissed", False)


# --- staying in place -----------------------------------------------------------------------------


def test_the_chosen_row_stays_where_it_is(scene: Make) -> None:
    many = acted.card("zendesk", name="Ana Souza", email="ana@souza.example",
                      tickets=acted.tickets(200))  # fmt: skip
    one = scene(acted.found(many, waiting=("book", "salesforce")))
    one.window.setGeometry(0, 0, USUAL, 500)
    one.choose_row("Question 90 ")
    before = one.top_of("Question 90 ")
    one.show(acted.found(acted.BOOK, many, acted.SALESFORCE))
    assert any("plan" in row for row in one.rows()), "rows came above"
    assert one.top_of("Question 90 ") == before
    row = one.window.parts.list.chosen()
    assert isinstance(row, EntryRow)
    assert row.text.startswith("Question 90 ")


def test_what_was_scrolled_to_stays_where_it_is(scene: Make) -> None:
    many = acted.card("zendesk", name="Ana Souza", email="ana@souza.example",
                      tickets=acted.tickets(200))  # fmt: skip
    one = scene(acted.found(many, waiting=("book", "salesforce")), keys=False)
    bar = one.window.parts.list.verticalScrollBar()
    bar.setValue(2_000)
    held = one.window.parts.list
    at = held.indexAt(QPoint(20, 100)).row()
    words = one.rows()[at]
    before = one.top_of(words)
    one.show(acted.found(acted.BOOK, many, acted.SALESFORCE))
    assert one.top_of(words) == before
    assert bar.value() > 2_000


def test_the_beginning_stays_the_beginning(scene: Make) -> None:
    one = scene(acted.found(acted.ZENDESK, waiting=("salesforce",)), keys=False)
    one.show(acted.found(acted.ZENDESK, acted.SALESFORCE))
    assert one.window.parts.list.verticalScrollBar().value() == 0
    assert one.rows()[0].startswith("mail, ana@souza.example")


# --- hostile, many, other directions --------------------------------------------------------------


def test_what_is_hostile_is_shown_as_text_and_nothing_else(scene: Make) -> None:
    one = scene(acted.HOSTILE)
    name = one.window.parts.header.name.text()
    assert name.startswith("<h1 style='font-size:90px'>Ana</h1><img")
    assert name.endswith(ELLIPSIS)
    assert len(name) <= 300
    shown = "".join([name, *one.rows(), *(part.text() for part in labels(one.window))])
    assert not {"\u202e", "\u202d", "\x00", "\x1b"} & set(shown)
    assert max(map(len, one.rows())) < 1_000
    for part in labels(one.window):
        assert part.textFormat() is Qt.TextFormat.PlainText
    assert not one.window.parts.header.clock.isVisible(), "there is no such time zone"
    one.choose_row("javascript:alert(1)")
    one.press(K.Key_Return)
    assert one.told_once()[0] == "copied", "nothing to call"
    QApplication.processEvents()
    assert not one.window.grab().isNull()


def labels(window: QWidget) -> list[QLabel]:
    return window.findChildren(QLabel)


def counted(
    drawing: RowDrawing, monkeypatch: pytest.MonkeyPatch, name: str = "height"
) -> list[object]:
    """What a method of the drawing is called with from now on."""
    calls: list[object] = []
    real = getattr(drawing, name)

    def call(*values: object, **more: object) -> object:
        calls.append(values)
        return real(*values, **more)

    monkeypatch.setattr(drawing, name, call)
    return calls


def test_five_hundred_entries_scroll_smoothly(scene: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    one = scene(acted.MANY, keys=False)
    here = one.window.parts.list
    bar = here.verticalScrollBar()
    drawing = here._delegate.drawing
    drawn = counted(drawing, monkeypatch, "draw")
    measured = counted(drawing, monkeypatch)
    for value in range(0, bar.maximum(), bar.maximum() // 50):
        drawn.clear()
        bar.setValue(value)
        here.viewport().repaint()
        assert 0 < len(drawn) < 60, "only what is in sight is drawn"
    assert measured == [], "scrolling measures nothing"
    assert len(one.rows()) > 500


def test_an_answer_measures_only_what_is_new(scene: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    one = scene(acted.MANY, keys=False)
    drawing = one.window.parts.list._delegate.drawing
    measured = counted(drawing, monkeypatch)
    cards = acted.MANY.cards
    one.show(acted.found(*cards, acted.SALESFORCE))
    assert 0 < len(measured) < 30


def test_right_to_left_mirrors_the_rows(scene: Make, qapp: QApplication) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    one = scene(acted.ARABIC, keys=False)
    here = one.window.parts.list
    at = one.place_of("+971")
    row = here.rows.rows[at]
    assert isinstance(row, FieldRow)
    rect = here.visualRect(here.rows.index(at))
    call = here._delegate.drawing.call_rect(row, rect)
    assert call.center().x() < rect.center().x()


def test_ages_and_the_customers_clock_go_on(scene: Make) -> None:
    one = scene(acted.WHOLE, keys=False)
    clock = one.window._clock
    clock.advance(3_600)  # type: ignore[attr-defined]  # a FixedClock
    one.window._aging.timeout.emit()
    assert one.window.parts.header.clock.whole() == "Sao Paulo, 15:32 there"
    assert any("1 h ago" in row for row in one.rows())
    assert one.window._aging.isActive()
    one.window.hide()
    assert not one.window._aging.isActive()


# --- place ----------------------------------------------------------------------------------------

AREA = QRect(100, 30, 1280, 700)


@pytest.mark.parametrize(("edge", "left"), [(Edge.LEFT, 100), (Edge.RIGHT, 100 + 1280 - 400)])
def test_it_stands_at_its_edge_as_tall_as_the_screen(edge: Edge, left: int) -> None:
    assert docked(AREA, edge, 400) == QRect(left, 30, 400, 700)


def test_it_is_never_too_narrow_nor_takes_over_the_screen() -> None:
    assert docked(AREA, Edge.LEFT, 10).width() == LEAST
    assert docked(AREA, Edge.LEFT, 5_000).width() == WIDEST
    small = QRect(0, 0, 700, 500)
    assert docked(small, Edge.RIGHT, 5_000).width() == 350
    tiny = QRect(0, 0, 200, 500)
    assert docked(tiny, Edge.RIGHT, 300) == tiny


def test_the_mouse_makes_it_wider_and_that_is_told(scene: Make) -> None:
    one = scene(acted.WHOLE, keys=False)
    window = one.window
    area = QGuiApplication.primaryScreen().availableGeometry()
    told: list[int] = []
    window.width_changed.connect(told.append)
    for edge, way in ((Edge.LEFT, 1), (Edge.RIGHT, -1)):
        window.use_place(edge, USUAL)
        assert window.geometry() == docked(area, edge, USUAL)
        grip = window._grip
        middle = grip.rect().center()
        QTest.mousePress(grip, Qt.MouseButton.LeftButton, pos=middle)
        QTest.mouseMove(grip, middle + QPoint(way * 24, 0))
        QTest.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=middle)
        assert window.geometry() == docked(area, edge, USUAL + 24)
        assert told.pop() == USUAL + 24
