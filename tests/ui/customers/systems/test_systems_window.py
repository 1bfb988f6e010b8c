"""The window of customers' systems, by its keys: with a keyring, a browser and servers."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot

from desktop.core.clock import SystemClock
from desktop.core.results import Problem
from desktop.customers.book_lists import BookLists
from desktop.customers.oauth.keeping import entry_name
from desktop.customers.providers.registry import secret_name
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections.customers import PROVIDERS, SERVICES, ProviderSettings
from desktop.settings.store import Settings
from desktop.ui.customers.systems.desk import SystemsDesk, warm
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.shell import Shell
from desktop.ui.widgets.side_rows import SideLine
from tests.contract.customers.authority import CLIENT, Authority, browse
from tests.contract.customers.desk_of_salesforce import Desk as Salesforce
from tests.contract.customers.desk_of_zendesk import Desk as Zendesk
from tests.contract.customers.signing import company
from tests.contract.translation.stand_in import StandIn, stand_in
from tests.ui.keys import press, write
from tests.unit.customers.strict_keyring import StrictKeyring

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
KEY = "pass-word"
MS = 15_000


class Room:
    """The window at work on a profile in a folder."""

    def __init__(self, bot: QtBot, home: Path) -> None:
        self.bot = bot
        self.home = home
        self.settings = Settings(home / "settings.toml", SystemClock())
        self.ring = StrictKeyring()
        self.secrets = Secrets(None, self.ring)
        self.problems: list[Problem] = []
        self.copied: list[str] = []
        self.urls: list[str] = []
        self.browser: Callable[[str], object] = lambda _url: None
        self.browsers: list[threading.Thread] = []
        self.opens = True
        self.bridge = Bridge()
        self.background = Background(self.bridge, self.problems.append)
        warm()
        self.desk = SystemsDesk(
            self.settings,
            self.secrets,
            SystemClock(),
            home,
            Shell(self.bridge, self.background, self.problems.append),
            copy=self.copied.append,
            open_url=self._open,
        )
        self.window = self.desk.window
        self.pane = self.window.pane

    def _open(self, url: QUrl) -> bool:
        """What the person does in the browser, meanwhile."""
        self.urls.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        if self.opens:
            thread = threading.Thread(target=self.browser, args=(self.urls[-1],))
            self.browsers.append(thread)
            thread.start()
        return self.opens

    def open(self, *systems: str, name: str = "", **rows: ProviderSettings) -> None:
        self.settings.apply({PROVIDERS: systems, SERVICES: rows})
        self.desk.open(name)

    def until(self, done: Callable[[], bool]) -> None:
        self.bot.waitUntil(done, timeout=MS)

    def line(self, name: str) -> SideLine:
        (one,) = (one for one in self.window.rows.lines() if one.name == name)
        return one

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = ALT & ~ALT) -> None:
        target = self.window.focusWidget()
        assert target is not None
        press(target, key, modifiers)

    def fill(self, name: str, text: str) -> None:
        line = self.pane.fields.lines[name]
        line.setFocus()
        line.clear()
        write(line, text)

    def close(self) -> None:
        self.desk.close()
        for one in self.browsers:
            one.join()
        self.bridge.close()
        self.background.close(10)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    one = Room(qtbot, tmp_path)
    yield one
    one.close()


@pytest.fixture
def zendesk() -> Iterator[tuple[StandIn, Authority]]:
    with company("zendesk", Zendesk(open=True)) as both:
        yield both


def chip(room: Room) -> str:
    return room.pane.sign_in.chip.text()


def test_address_sign_in_test_done(room: Room, zendesk: tuple[StandIn, Authority]) -> None:
    """The whole way, from nothing to a system that is asked."""
    server, authority = zendesk
    room.browser = browse
    room.open("book")
    room.window.rows.choose("zendesk")
    assert room.pane.key.isVisible()  # it takes an old token, too
    room.fill("address", server.url())
    room.fill("client", CLIENT)
    room.pane.fields.finish()
    room.until(room.pane.sign_in.sign_in.isEnabled)
    assert chip(room) == "not signed in"
    assert not room.pane.key.isVisible()
    room.pane.sign_in.sign_in.click()
    room.until(lambda: "Ann Agent" in room.line("zendesk").state)
    assert chip(room) == "signed in"
    assert [name for _, name in room.ring.kept] == [entry_name("zendesk")]
    assert len(authority.asked_for) == 1
    room.window.rows.setFocus()
    room.press(Qt.Key.Key_Space)
    room.until(lambda: room.settings.get(PROVIDERS) == ("book", "zendesk"))
    room.until(lambda: room.line("zendesk").chip == "2 · on")
    rows = room.settings.get(SERVICES)
    assert rows["zendesk"] == ProviderSettings(address=server.url(), client=CLIENT)
    text = (room.home / "settings.toml").read_text()
    assert not any(token in text for token in authority.access | authority.refresh)
    assert room.problems == []


def test_a_sign_in_is_cancelled_and_begun_anew(
    room: Room, zendesk: tuple[StandIn, Authority]
) -> None:
    server, _ = zendesk
    room.opens = False
    row = ProviderSettings(address=server.url(), client=CLIENT)
    room.open("zendesk", name="zendesk", zendesk=row)
    room.until(lambda: chip(room) == "not signed in")
    box = room.pane.sign_in
    box.sign_in.click()
    assert chip(room) == "waiting for the browser…"
    assert "No browser could be opened" in box.told.text()
    box.copy.click()
    assert room.copied == room.urls
    box.cancel.click()
    room.until(lambda: chip(room) == "not signed in" and not box.cancel.isVisible())
    room.opens, room.browser = True, browse
    room.until(box.sign_in.isEnabled)
    box.sign_in.click()
    room.until(lambda: chip(room) == "signed in")
    box.sign_out.click()
    room.until(lambda: chip(room) == "not signed in" and room.ring.kept == {})
    room.until(lambda: "not signed in" in room.line("zendesk").state)
    assert room.line("zendesk").wrong


def test_who_said_no_is_told_and_can_go_on(room: Room, zendesk: tuple[StandIn, Authority]) -> None:
    server, authority = zendesk
    authority.no, room.browser = True, browse
    row = ProviderSettings(address=server.url(), client=CLIENT)
    room.open(name="zendesk", zendesk=row)
    room.until(room.pane.sign_in.sign_in.isEnabled)
    room.pane.sign_in.sign_in.click()
    room.until(lambda: "said no" in room.pane.sign_in.told.text())
    assert room.pane.sign_in.sign_in.isEnabled()
    assert room.ring.kept == {}


def test_a_keyring_that_keeps_nothing_is_said_and_the_sign_in_holds(
    room: Room, zendesk: tuple[StandIn, Authority]
) -> None:
    server, _ = zendesk
    room.ring.refuses_from, room.browser = 0, browse
    row = ProviderSettings(address=server.url(), client=CLIENT)
    room.open(name="zendesk", zendesk=row)
    room.until(room.pane.sign_in.sign_in.isEnabled)
    room.pane.sign_in.sign_in.click()
    room.until(lambda: "until Deskhand ends" in room.pane.sign_in.told.text())
    assert chip(room) == "signed in"
    room.until(lambda: "Ann Agent" in room.line("zendesk").state)


def test_what_the_account_may_not_do_is_said(room: Room) -> None:
    desk = Salesforce()
    desk.closed["CaseComment"] = {"createable"}
    room.browser = browse
    with company("salesforce", desk) as (server, _):
        row = ProviderSettings(address=server.url(), client=CLIENT)
        room.open(name="salesforce", salesforce=row)
        room.until(room.pane.sign_in.sign_in.isEnabled)
        room.pane.sign_in.sign_in.click()
        room.until(room.pane.may_not.isVisible)
        assert room.pane.may_not.text() == "– Your account can't write notes into cases."
        assert "Ann Agent" in room.pane.state.text()
        for words in room.pane.sign_in.addresses.text().split("\n")[1:]:
            assert words.startswith("http://localhost:4782")


def test_a_key_goes_into_the_keyring_and_is_tested(room: Room) -> None:
    with stand_in(Zendesk()) as server:
        row = ProviderSettings(address=server.url(), user="agent@desk.test")
        room.open("zendesk", name="zendesk", zendesk=row)
        room.until(lambda: room.line("zendesk").wrong)
        assert room.pane.key.title.text() == "Token"
        assert room.pane.way_on.text() == "Enter it below."
        write(room.pane.key.field, KEY)
        press(room.pane.key.field, Qt.Key.Key_Return)
        room.until(lambda: "Ann Agent" in room.line("zendesk").state)
        assert room.secrets.get(secret_name("zendesk")) == Secret(KEY)
        assert room.pane.key.field.text() == ""
        room.pane.key.forget.click()
        room.until(lambda: room.line("zendesk").wrong)
        assert room.ring.kept == {}


def test_a_server_that_is_none_is_told_in_a_sentence(room: Room) -> None:
    row = ProviderSettings(address="http://127.0.0.1:9", user="a@b.test")
    room.secrets.set(secret_name("zendesk"), Secret(KEY))
    room.open("zendesk", name="zendesk", zendesk=row)
    room.until(lambda: room.pane.state.text() == "Can't be reached")
    assert room.pane.way_on.text() == "Check the network and the address here."


def test_an_address_in_the_clear_is_refused_at_once(room: Room) -> None:
    room.open("book")
    room.window.rows.choose("freshdesk")
    room.fill("address", "http://desk.example.com")
    room.pane.fields.finish()
    assert "not secure" in room.pane.fields.told.text()
    assert "freshdesk" not in room.settings.get(SERVICES)


def test_order_another_one_and_its_end(room: Room) -> None:
    room.open("book", "zendesk", "freshdesk")
    room.window.rows.choose("freshdesk")
    room.press(Qt.Key.Key_Up, ALT)
    room.until(lambda: room.settings.get(PROVIDERS) == ("book", "freshdesk", "zendesk"))
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.window.adding
    form.kind.setCurrentIndex(form.kind.findData("zendesk"))
    write(form.name, "second")
    press(form.name, Qt.Key.Key_Return)
    room.until(lambda: room.pane.shown() == "second")
    assert room.settings.get(SERVICES)["second"].kind == "zendesk"
    room.secrets.set(secret_name("second"), Secret(KEY))
    room.pane.remove.click()
    room.until(lambda: "second" not in room.settings.get(SERVICES))
    assert room.ring.kept == {}
    room.press(Qt.Key.Key_Escape)
    assert not room.window.isVisible()


def test_every_provider_can_be_set_up_by_its_manifest_alone(room: Room) -> None:
    room.open()
    for one in room.desk._listed:
        room.window.rows.choose(one.name)
        assert one.manifest is not None
        assert set(room.pane.fields.lines) == {need.name for need in one.manifest.needs}
        assert room.pane.key.isVisible() == one.by_key
        assert room.pane.sign_in.isVisible() == (one.manifest.oauth is not None)


# --- the customer book ---


def a_list(folder: Path, rows: int = 3) -> Path:
    path = folder / "kunden.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["E-Mail", "Telefon", "Vorname", "Rabatt"])
        for one in range(rows):
            writer.writerow([f"kunde{one}@example.com", f"+4917112{one:06}", f"Ana {one}", "A"])
    return path


def test_a_list_comes_in_with_its_columns_confirmed(room: Room, tmp_path: Path) -> None:
    room.open("book")
    room.desk.book.choose = lambda: str(a_list(tmp_path))
    book = room.pane.book
    room.until(lambda: bool(book.rows) and "No list" in book.rows[0].text())  # type: ignore[attr-defined]  # a label
    book.bring.click()
    page = room.window.importing
    room.until(page.isVisible)
    assert page.columns() == ("email", "phone", "first_name", "rabatt")
    page.choices[3].setCurrentIndex(page.choices[3].findData(""))
    page.name.setText("customers")
    page.take.click()
    room.until(lambda: "3 customers are in “customers” now." in book.done.text())
    room.until(lambda: list(book.removers) == ["customers"])
    assert not page.isVisible()
    assert book.bring.isVisible()
    held = BookLists("book", room.settings.snapshot(), room.secrets, SystemClock(), room.home)
    (one,) = held.lists()
    assert one.columns == ("email", "phone", "first_name")
    # The same again takes its place, and says so before.
    book.bring.click()
    room.until(page.isVisible)
    page.name.setText("customers")
    assert page.replaces.isVisible()
    room.press(Qt.Key.Key_Escape)
    assert not page.isVisible()
    book.removers["customers"].click()
    assert book.removers["customers"].text() == "Delete it for good?"
    assert len(held.lists()) == 1
    book.removers["customers"].click()
    room.until(lambda: not book.removers)
    assert held.lists() == ()


def test_a_long_list_shows_how_far_it_is_and_can_be_stopped(room: Room, tmp_path: Path) -> None:
    room.open("book")
    path = a_list(tmp_path, 60_000)
    room.desk.book.choose = lambda: str(path)
    book, page = room.pane.book, room.window.importing
    book.bring.click()
    room.until(page.isVisible)
    page.take.click()
    assert book.bar.isVisible()
    room.until(lambda: 0 < book.bar.value() < 1000)
    # The window goes on: another system is looked at meanwhile.
    room.window.rows.choose("zendesk")
    assert room.pane.title.whole() == "Zendesk"
    room.window.rows.choose("book")
    assert book.stop.isVisible()
    book.stop.click()
    room.until(lambda: book.done.text() == "Stopped; nothing was changed.")
    room.until(lambda: not book.removers)


def test_a_file_that_is_no_list_is_told(room: Room, tmp_path: Path) -> None:
    room.open("book")
    path = tmp_path / "empty.csv"
    path.write_text("")
    room.desk.book.choose = lambda: str(path)
    room.pane.book.bring.click()
    room.until(lambda: "nothing in this list" in room.pane.book.told.text())
    room.desk.book.choose = lambda: str(a_list(tmp_path))
    room.pane.book.bring.click()
    page = room.window.importing
    room.until(page.isVisible)
    for one in page.choices:
        one.setCurrentIndex(one.findData(""))
    page.take.click()
    room.until(lambda: "Nobody could be found" in room.pane.book.told.text())
