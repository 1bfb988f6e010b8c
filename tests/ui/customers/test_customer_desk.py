"""The customer desk: selections, calls and what is typed come to the sidebar, and nothing acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from desktop.assembly.picking import Picking
from desktop.core.results import Problem
from desktop.customers.card import Card
from desktop.customers.inquiry import State
from desktop.host.base import Attendance, Window
from desktop.interaction import Channel
from desktop.settings.sections import customers
from desktop.snippets.expand import Expansion
from desktop.snippets.library import Library
from desktop.snippets.render.outcome import Rendered
from desktop.ui.customers import desk as module
from desktop.ui.customers.card_view import FieldRow, Record, What
from desktop.ui.customers.desk import CustomerDesk
from desktop.ui.customers.showing import Stage
from desktop.ui.customers.sidebar import Sidebar
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.shell import Shell
from tests.unit.assembly.customers.customer_room import NUMBER, Room
from tests.unit.customers.making import card

CHAT = Window(7, "chromium", "ACME chat", 70)
MS = 10_000
BO = "bo@example.com"


class FakeAssembly:
    """What the desk uses of an assembly."""

    def __init__(self, room: Room) -> None:
        self.customers = room.customers
        self.interactions = room.interactions
        self.settings = room.settings
        self.clock = room.clock
        self.noting = room.noting
        self.library = Library()
        self.picking = Picking(lambda: self.library, self.render)
        self.written_here: list[bool] = []

    def render(self, number: int, _library: str, tell: Callable[[Expansion], None]) -> None:
        tell(Expansion(Rendered(self.library.snippets[number].body, "own#1")))

    def write_here(self, on: bool) -> None:
        self.written_here.append(on)


class FakeWindows:
    """Which windows were brought to the front."""

    def __init__(self) -> None:
        self.activated: list[int] = []

    def foreground(self) -> Window:
        return CHAT

    def activate(self, window: Window) -> bool:
        self.activated.append(window.id)
        return True

    def caret(self) -> tuple[int, int] | None:
        return None


class FakePresence:
    """A screen that a test locks."""

    def __init__(self) -> None:
        self.tells: list[Callable[[Attendance], None]] = []

    def idle_s(self) -> float | None:
        return None

    def watch(self, tell: Callable[[Attendance], None]) -> Callable[[], None]:
        self.tells.append(tell)
        return lambda: self.tells.remove(tell)


class Desk:
    """A desk with all that it touches."""

    def __init__(
        self,
        bot: QtBot,
        home: Path,
        patch: pytest.MonkeyPatch,
        before: Callable[[Room], None] = lambda _room: None,
    ) -> None:
        self.bot = bot
        self.room = Room(home, patch)
        self.room.desk.knows[BO] = [card("desk", "2", name="Bo Lee", email=BO)]
        self.room.desk.knows["Kim"] = self.kims()
        self.room.customers.start()
        before(self.room)
        self.windows = FakeWindows()
        self.presence = FakePresence()
        self.problems: list[Problem] = []
        self.opened: list[str] = []
        self.urls: list[str] = []
        self.takes_urls = True
        self.bridge = Bridge()
        self.background = Background(self.bridge, self.problems.append)
        self.assembly = FakeAssembly(self.room)
        self.desk = CustomerDesk(
            self.assembly,  # type: ignore[arg-type]  # stands in for the real one
            self.windows,
            self.room.clipboard,
            self.presence,
            Shell(self.bridge, self.background, self.problems.append),
            open_system=lambda name: self.opened.append(f"system {name}"),
            open_interaction=lambda: self.opened.append("interaction"),
        )
        self.desk._open_url = self._open

    @staticmethod
    def kims() -> list[Card]:
        return [card("desk", "3", name="Kim One"), card("desk", "4", name="Kim Two")]

    def _open(self, url: QUrl) -> bool:
        self.urls.append(url.toString())
        return self.takes_urls

    @property
    def view(self) -> Sidebar:
        assert self.desk.view is not None
        return self.desk.view

    def until(self, done: Callable[[], bool]) -> None:
        self.bot.waitUntil(done, timeout=MS)

    def until_stage(self, stage: Stage) -> None:
        self.until(lambda: self.desk.view is not None and self.desk.view.stage is stage)

    def press(self, selected: str | None, window: Window = CHAT) -> None:
        self.room.clipboard.selected = selected
        self.desk.press(window)

    @property
    def front(self) -> str:
        front = self.room.interactions.front()
        return front.customer.value("name") if front is not None else ""

    def close(self) -> None:
        self.desk.close()
        self.assembly.picking.close()
        self.room.noting.close()
        self.room.customers.close()
        self.bridge.close()
        self.background.close(5.0)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path, monkeypatch)
    yield made
    made.close()


# --- ways in ---


def test_a_selection_shows_who_it_is_and_leaves_the_keys(desk: Desk) -> None:
    desk.room.interactions.open("tray", Channel.CHAT)
    desk.press(NUMBER)
    desk.until_stage(Stage.CARD)
    assert desk.view.isVisible()
    assert not desk.view.has_keys
    assert desk.front == "Ana Souza"
    assert desk.view.card is not None
    assert desk.view.card.name == "Ana Souza"


def test_the_same_selection_again_gives_the_keys_and_once_more_gives_them_back(desk: Desk) -> None:
    desk.press(NUMBER)
    desk.until_stage(Stage.CARD)
    desk.press(NUMBER)
    desk.until(lambda: desk.view.has_keys)
    desk.desk.press(Window(int(desk.view.winId())))
    desk.until(lambda: desk.windows.activated == [CHAT.id])
    assert desk.room.desk.asked == [NUMBER]


@pytest.mark.parametrize("selected", [None, "", "  \n"])
def test_without_a_selection_the_sidebar_waits_for_words(desk: Desk, selected: str | None) -> None:
    desk.press(selected)
    desk.until(lambda: desk.desk.view is not None and desk.view.has_keys)
    desk.view.searched.emit(BO)
    desk.until_stage(Stage.CARD)
    assert desk.front == "Bo Lee"


def test_what_is_no_address_is_said(desk: Desk) -> None:
    desk.press("{{customer.phone}}")
    desk.until_stage(Stage.FAILED)
    assert desk.room.interactions.all() == ()


def test_a_call_pops_up_and_a_hidden_sidebar_stays_hidden(desk: Desk) -> None:
    desk.room.customers.call(NUMBER, "1")
    desk.until_stage(Stage.CARD)
    assert desk.view.isVisible()
    assert not desk.view.has_keys
    first = desk.room.interactions.all()[0].id
    desk.view.hide()
    desk.room.interactions.open("tray", Channel.CHAT)
    desk.until_stage(Stage.NOTHING)
    desk.room.interactions.bring_forward(first)
    desk.until_stage(Stage.CARD)
    assert not desk.view.isVisible(), "the agent put it away"
    desk.room.customers.call("+49301111111", "2")
    desk.until_stage(Stage.UNKNOWN)
    assert desk.view.isVisible(), "another call"


def test_what_came_before_there_was_a_desk_is_shown(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ring(room: Room) -> None:
        room.customers.call(NUMBER, "1")
        room.until_state(State.CARD)

    desk = Desk(qtbot, tmp_path, monkeypatch, before=ring)
    try:
        desk.until_stage(Stage.CARD)
        assert desk.view.isVisible()
    finally:
        desk.close()


def test_that_nothing_was_there_before_wipes_nothing(desk: Desk) -> None:
    desk.press(NUMBER)
    desk.desk._take(None)
    desk.until_stage(Stage.CARD)
    asked = len(desk.room.desk.asked)
    desk.press(NUMBER)
    desk.until(lambda: desk.view.has_keys)
    assert len(desk.room.desk.asked) == asked


# --- whose it is ---


def test_nobodys_card_is_in_sight_while_another_is_in_front(desk: Desk) -> None:
    gate = desk.room.desk.hold(NUMBER)
    first = desk.room.interactions.open("tray", Channel.CHAT)
    desk.press(NUMBER)
    desk.until_stage(Stage.ASKING)
    desk.room.interactions.open("tray", Channel.CHAT)
    gate.set()
    desk.until_stage(Stage.NOTHING)
    desk.room.interactions.bring_forward(first.id)
    desk.until_stage(Stage.CARD)
    assert desk.front == "Ana Souza"
    desk.room.interactions.close(first.id)
    desk.until_stage(Stage.NOTHING)
    assert desk.view.card is None
    assert desk.front == ""


def test_an_answer_that_comes_late_to_the_window_is_not_shown(desk: Desk) -> None:
    desk.room.interactions.open("tray", Channel.CHAT)
    desk.press(NUMBER)
    desk.until_stage(Stage.CARD)
    late = desk.desk._inquiry
    desk.room.interactions.open("tray", Channel.CHAT)
    desk.until_stage(Stage.NOTHING)
    desk.desk._take(late)
    assert desk.view.stage is Stage.NOTHING


def test_the_agent_chooses_of_several(desk: Desk) -> None:
    desk.room.interactions.open("tray", Channel.CHAT)
    desk.press("Kim")
    desk.until_stage(Stage.SEVERAL)
    assert desk.front == ""
    desk.view.match_chosen.emit(7)
    desk.view.match_chosen.emit(1)
    desk.until(lambda: desk.front == "Kim Two")


def test_one_whom_nobody_knows_is_remembered_and_forgotten(desk: Desk) -> None:
    desk.room.interactions.open("tray", Channel.CHAT)
    desk.press("eva@example.com")
    desk.until_stage(Stage.UNKNOWN)
    desk.view.create_asked.emit()
    assert desk.opened == ["interaction"]
    assert len(desk.room.interactions.all()) == 1
    desk.view.remembered.emit()
    desk.until_stage(Stage.CARD)
    desk.view.forget_agreed.emit()
    desk.until_stage(Stage.NOTHING)
    desk.until(lambda: len(desk.room.forgotten) == 1)


def test_creating_without_an_interaction_opens_one(desk: Desk) -> None:
    desk.press("eva@example.com")
    desk.until_stage(Stage.UNKNOWN)
    desk.view.create_asked.emit()
    assert len(desk.room.interactions.all()) == 1
    assert desk.opened == ["interaction"]


def test_who_is_created_is_not_the_customer_in_front(desk: Desk) -> None:
    desk.room.settings.change(customers.PROVIDERS, ("book", "desk"))
    ana = desk.room.interactions.open("tray", Channel.PHONE)
    desk.press(NUMBER)
    desk.until(lambda: desk.front == "Ana Souza")
    desk.press("eva@example.com")
    desk.until_stage(Stage.UNKNOWN)
    desk.view.create_asked.emit()
    assert desk.opened == ["interaction"]
    front = desk.room.interactions.front()
    assert front is not None
    assert front.id != ana.id, "the form would have given Ana's interaction another's name"
    assert not front.customer
    # As the form does; then what was asked for is theirs, and nothing of Ana's.
    desk.room.interactions.set_value(front.id, "customer.name", "Eva Novak", "agent")

    def asked_anew() -> bool:
        asked = desk.desk._inquiry.asked if desk.desk._inquiry is not None else None
        return asked is not None and asked.interaction == front.id

    desk.until(asked_anew)
    desk.until_stage(Stage.UNKNOWN)
    desk.view.remembered.emit()
    desk.until_stage(Stage.CARD)
    known = desk.room.interactions.all()[0].customer
    assert {name: one.value for name, one in known.fields.items()} == {
        "name": "Eva Novak",
        "email": "eva@example.com",
    }


def test_a_call_that_shows_no_number_leaves_no_number_of_another_in_sight(desk: Desk) -> None:
    desk.press(NUMBER)
    desk.until_stage(Stage.CARD)
    assert desk.view.parts.line.text() == NUMBER
    desk.room.customers.call("%PFANI%", "7")
    desk.until_stage(Stage.FAILED)
    assert desk.view.parts.line.text() == "%PFANI%"
    assert desk.view.card is None


def test_the_same_is_asked_again(desk: Desk) -> None:
    desk.press(NUMBER)
    desk.until_stage(Stage.CARD)
    desk.view.refresh_asked.emit()
    desk.until(lambda: desk.room.desk.asked == [NUMBER, NUMBER])
    desk.until_stage(Stage.CARD)


def test_a_lock_wipes_what_is_shown(desk: Desk) -> None:
    desk.press(NUMBER)
    desk.until_stage(Stage.CARD)
    desk.until(lambda: bool(desk.presence.tells))
    for one in Attendance:
        if one is not Attendance.LOCKED:
            desk.presence.tells[0](one)
    desk.view.refresh_asked.emit()
    desk.until(lambda: len(desk.room.desk.asked) == 2)
    desk.until_stage(Stage.CARD)
    desk.presence.tells[0](Attendance.LOCKED)
    desk.until_stage(Stage.NOTHING)
    assert desk.view.card is None
    desk.desk.close()
    assert desk.presence.tells == []


# --- what goes out ---


def shown(desk: Desk) -> Sidebar:
    desk.press(NUMBER)
    desk.until_stage(Stage.CARD)
    return desk.view


def test_a_field_is_copied(desk: Desk) -> None:
    shown(desk).copied.emit("Ana Souza")
    desk.until(lambda: desk.room.clipboard.holds == "Ana Souza")


@pytest.mark.parametrize("number", ["tel:+4930123456", "tel:112", "tel:+15135557611;ext=12"])
def test_a_number_is_handed_to_the_telephone_program(desk: Desk, number: str) -> None:
    shown(desk).called.emit(number)
    assert desk.urls == [number]
    assert desk.problems == []


@pytest.mark.parametrize(
    "number",
    ["", "tel:", "tel:1", "tel:+49 30", "tel:*21*0900#", "sip:1@x", "https://x", "tel:123\n",
     "tel:12;phone-context=x", "tel:٣٣٣", "file:///bin/true"],
)  # fmt: skip
def test_nothing_but_a_number_is_called(desk: Desk, number: str) -> None:
    shown(desk).called.emit(number)
    assert desk.urls == []
    assert desk.problems == [module.NO_TELEPHONE]


def test_only_the_providers_own_page_is_opened(desk: Desk) -> None:
    row = customers.ProviderSettings(address="https://crm.example.com")
    desk.room.settings.change(customers.SERVICES, {"crm": row})
    view = shown(desk)
    view.record_opened.emit(Record("crm", What.TICKET, "1", "https://crm.example.com/t/1"))
    assert desk.urls == ["https://crm.example.com/t/1"]
    for url in ("https://evil.example/t/1", "http://crm.example.com/t/1", "file:///etc/passwd", ""):
        view.record_opened.emit(Record("crm", What.TICKET, "1", url))
    view.record_opened.emit(Record("desk", What.TICKET, "1", "https://crm.example.com/t/1"))
    assert desk.urls == ["https://crm.example.com/t/1"]
    assert desk.problems == [module.NOT_ITS_PAGE] * 5


def test_it_says_when_no_program_opens_it(desk: Desk) -> None:
    row = customers.ProviderSettings(address="https://crm.example.com")
    desk.room.settings.change(customers.SERVICES, {"crm": row})
    desk.takes_urls = False
    view = shown(desk)
    view.called.emit("tel:112")
    view.record_opened.emit(Record("crm", What.TICKET, "1", "https://crm.example.com/t/1"))
    assert desk.problems == [module.NO_TELEPHONE, module.NO_BROWSER]


def test_the_systems_open_where_they_are_asked_for(desk: Desk) -> None:
    view = shown(desk)
    view.settings_asked.emit()
    view.sign_in_asked.emit("crm")
    assert desk.opened == ["system ", "system crm"]


def test_the_focus_goes_back_to_where_it_was(desk: Desk) -> None:
    view = shown(desk)
    view.dismissed.emit(False)
    view.dismissed.emit(True)
    desk.until(lambda: desk.windows.activated == [CHAT.id])


def test_other_keys_and_another_country_hold_at_once(desk: Desk) -> None:
    view = shown(desk)
    desk.room.settings.change(customers.HOTKEY, "<ctrl>+<page_up>")
    desk.room.settings.change(customers.REGION, "FR")
    desk.until(lambda: view._hotkey == "Ctrl PgUp")
    desk.until(lambda: view._terms.region == "FR")


def test_the_fields_that_the_team_chose_stand_first(desk: Desk) -> None:
    desk.room.desk.knows[NUMBER] = [
        card("desk", "1", name="Ana Gil", phone=NUMBER, plan="Pro", next_step="renew", email=BO)
    ]
    desk.room.settings.change(customers.SHOWN_FIELDS, ("Plan", "Next step", "Mail", "since"))
    view = shown(desk)

    def labels() -> list[str]:
        rows = view.card.rows if view.card is not None else ()
        return [one.label for one in rows if isinstance(one, FieldRow)]

    assert labels() == ["plan", "next step", "mail", "since"]
    desk.room.settings.change(customers.SHOWN_FIELDS, ("phone",))
    desk.until(lambda: labels() == ["phone"])
    assert desk.room.desk.asked == [NUMBER], "nobody is asked anew for it"


def test_it_stands_where_and_as_wide_as_the_agent_wants(desk: Desk) -> None:
    desk.room.settings.change(customers.EDGE, "left")
    desk.room.settings.change(customers.WIDTH, 400)
    view = shown(desk)
    area = view.screen().availableGeometry()
    wide = min(400, area.width() // 2)
    assert (view.x(), view.width()) == (area.left(), wide)
    desk.room.settings.change(customers.EDGE, "right")
    desk.until(lambda: view.x() + view.width() == area.right() + 1)
    view._drag(300)
    view._grip.let_go.emit()
    assert desk.room.settings.get(customers.WIDTH) == 300
    desk.until(lambda: view.width() == 300)
    assert desk.room.desk.asked == [NUMBER], "nobody is asked anew for it"


def test_the_end_hides_it_and_nothing_comes_any_more(desk: Desk) -> None:
    view = shown(desk)
    desk.desk.close()
    assert not view.isVisible()
