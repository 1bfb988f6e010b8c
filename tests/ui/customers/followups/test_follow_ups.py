"""Follow-ups' windows: what the form understands, what the list's keys do, what is announced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.events import Event
from desktop.core.results import Problem, UserError
from desktop.customers.followups.followup import FollowUp, State
from desktop.customers.followups.reading import Said
from desktop.customers.followups.zones import Whereabouts, whereabouts
from desktop.customers.kept.whose import Owner, owner
from desktop.customers.merge import CustomerCard
from desktop.customers.watching.watched import Watched
from desktop.interaction import Channel, Customer, Field
from desktop.settings.sections.agent import AGENT_LANGUAGES, AGENT_TIME_ZONE
from desktop.ui.customers.card_view import EntryRow
from desktop.ui.customers.followups import due_notice
from desktop.ui.customers.followups.desk import FollowUpsDesk
from desktop.ui.customers.followups.due_notice import DueNotice
from desktop.ui.customers.followups.form import Draft, FollowUpForm
from desktop.ui.customers.followups.window import FollowUpsWindow
from desktop.ui.customers.sidebar import Sidebar
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.shell import Shell
from tests.ui.customers import acted_customers
from tests.ui.customers.followups import acted_followups as acted
from tests.ui.keys import press, write
from tests.unit.assembly.customers.test_following_up import ANA, NOW, Room, follow_up

K = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
MS = 10_000


# --- the form ---


class Form:
    """A form in sight, and what it saved."""

    def __init__(self, draft: Draft = acted.DRAFT, now: dt.datetime = acted.NOW) -> None:
        self.now = now
        self.saved: list[tuple[Said, str, str]] = []
        self.window = FollowUpForm(lambda: self.now)
        self.window.ask(draft, acted.WORDS, ("en-GB", "de"), lambda *one: self.saved.append(one))
        QApplication.processEvents()

    def type(self, text: str) -> str:
        self.window.when.clear()
        write(self.window.when, text)
        return self.window.reading.text()


def test_the_reading_follows_every_key_in_both_times() -> None:
    form = Form()
    assert "Tuesday" in form.window.reading.text()
    assert form.type("Tuesday 15:0") == "Deskhand can't read this as a time"
    form.window.when.clear()
    assert form.type("Tuesday 15:00") == "Tue 1 Dec, 15:00 in \u2068Sao Paulo\u2069 = 19:00 here"
    assert form.type("Tuesday 22:00").endswith("= Wed 2 Dec, 02:00 here")
    assert form.type("Tuesday 15:00 my time").startswith("Tue 1 Dec, 11:00 in")


def test_enter_saves_once_and_leaves_nothing_of_the_customer() -> None:
    form = Form()
    form.type("Tuesday 15:00")
    write(form.window.what, "  whether the parcel   came ")
    press(form.window.what, K.Key_Return)
    press(form.window, K.Key_Return)
    assert [(f"{one.at:%d %H:%M}", what, zone) for one, what, zone in form.saved] == [
        ("01 18:00", "whether the parcel came", acted.SAO_PAULO)
    ]
    assert not form.window.isVisible()
    assert form.window.name.whole() == form.window.when.text() == form.window.what.text() == ""


def test_escape_saves_nothing() -> None:
    form = Form()
    form.type("Tuesday 15:00")
    press(form.window, K.Key_Escape)
    assert (form.saved, form.window.isVisible()) == ([], False)


@pytest.mark.parametrize("text", ["", "tomorrow", "Tuesday aftr lunch", "today 8:30", "Tue 3"])
def test_what_is_not_clear_is_not_saved(text: str) -> None:
    form = Form()
    form.type(text)
    press(form.window.when, K.Key_Return)
    assert (form.saved, form.window.isVisible()) == ([], True)
    assert not form.window.done.isEnabled()


def test_of_two_times_the_agent_chooses_one() -> None:
    form = Form()
    assert form.type("Tue 3") == "Which one?"
    shown = [one.text() for one in form.window.choices if one.isVisible()]
    assert shown == ["Tue 1 Dec, 15:00", "Tue 1 Dec, 03:00"]
    press(form.window, K.Key_2, ALT)
    assert form.window.when.text() == "Tue 1 Dec, 03:00"
    press(form.window, K.Key_Return)
    assert f"{form.saved[0][0].there():%H:%M}" == "03:00"


def test_an_hour_that_comes_twice_says_which() -> None:
    form = Form(replace(acted.DRAFT, where=Whereabouts(acted.MADRID)))
    form.type("31.10.2027 02:30")
    shown = [one.text() for one in form.window.choices if one.isVisible()]
    assert [one[-4:] for one in shown] == ["CEST", " CET"]
    press(form.window, K.Key_2, ALT)
    press(form.window, K.Key_Return)
    assert f"{form.saved[0][0].at:%H:%M}" == "01:30"


def test_the_other_clock_by_a_key() -> None:
    form = Form()
    form.type("Tuesday 15:00")
    press(form.window, K.Key_T, ALT)
    assert form.window.reading.text().endswith("= 15:00 here")
    press(form.window, K.Key_T, ALT)
    assert form.window.reading.text().endswith("= 19:00 here")


def test_who_is_nobody_knows_where_is_asked_for_a_city() -> None:
    where = whereabouts([], ["+5511912345678"], [], "", acted.NOW)
    form = Form(replace(acted.DRAFT, where=where))
    assert "Bahia" in form.window.where.placeholderText()
    assert form.type("tomorrow 9") == "Mon 30 Nov, 09:00"
    assert "where the customer is" in form.type("tomorrow 9 their time")
    write(form.window.where, "sao p")
    assert form.window.where_reading.text() == "\u2068Sao Paulo\u2069, 09:00 there"
    assert form.window.reading.text().endswith("= 13:00 here")
    form.window.where.clear()
    write(form.window.where, "qqqq")
    assert form.window.where_reading.text() == "Deskhand knows no such city"


def test_a_time_that_passes_while_the_form_is_open_is_not_saved() -> None:
    form = Form()
    form.type("today 9:30")
    form.now += dt.timedelta(hours=1)
    press(form.window, K.Key_Return)
    assert form.saved == []
    assert form.window.reading.text() == "That time is over"


def test_hostile_names_are_plain_words() -> None:
    form = Form(Draft("<b>Ana</b>\u202e\n" + "x" * 10_000, "<img src=x>" * 500))
    assert "<b>Ana</b>" in form.window.name.whole()
    assert "\u202e" not in form.window.name.whole()
    assert len(form.window.name.whole()) < 400


# --- the list ---


class Listed:
    """A list in sight, and what it told."""

    def __init__(self) -> None:
        self.window = FollowUpsWindow(acted.clock(), acted.WORDS)
        self.told: list[tuple[str, object]] = []
        for name in ("opened", "finished", "dropped", "put_off", "change_asked"):
            signal = getattr(self.window, name)
            signal.connect(lambda one, name=name: self.told.append((name, one.id)))
        self.window.undo_asked.connect(lambda: self.told.append(("undo", None)))
        self.window.show_all(acted.EVERY)
        self.window.open()
        QApplication.processEvents()

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            press(self.window.list, key)


def test_the_list_has_what_is_due_first_and_each_key_does_its_thing() -> None:
    listed = Listed()
    titles = [row.text for row in listed.window.list.rows.rows if not isinstance(row, EntryRow)]  # type: ignore[union-attr]  # only titles are left
    assert titles == ["due", "today", "later"]
    listed.press(K.Key_Return, K.Key_D, K.Key_S, K.Key_C, K.Key_Delete)
    assert listed.told == [
        ("opened", 1),
        ("finished", 1),
        ("put_off", 1),
        ("change_asked", 1),
        ("dropped", 1),
    ]
    listed.press(K.Key_Z)
    assert len(listed.told) == 5
    listed.window.offer_undo("Done: Ana")
    listed.press(K.Key_Z)
    assert listed.told[-1] == ("undo", None)


def test_after_one_is_done_the_keys_go_on_at_the_next() -> None:
    listed = Listed()
    listed.press(K.Key_D)
    listed.window.show_all(acted.EVERY[1:])
    chosen = listed.window.chosen()
    assert chosen is not None
    assert chosen.id == 2


def test_without_any_it_says_how_to_get_one() -> None:
    window = FollowUpsWindow(acted.clock(), acted.WORDS)
    window.open()
    assert window.nothing.isVisible()
    press(window.list, K.Key_D)
    press(window, K.Key_Escape)
    assert not window.isVisible()


# --- at work ---


class FakeWatching:
    """What the desk uses of the watch list."""

    def __init__(self) -> None:
        self.changed: Event[tuple[Watched, ...]] = Event("watched")
        self.list: list[Watched] = []
        self.held: list[object] = []
        self.names = frozenset({"zendesk"})

    def tell(self) -> None:
        self.changed.emit(tuple(self.list))

    def toggle(self, ones: tuple[Watched, ...], owner: Owner) -> None:
        assert owner
        keys = {one.key for one in ones}
        kept = [one for one in self.list if one.key not in keys]
        self.list = kept if len(kept) < len(self.list) else [*kept, *ones]
        self.list = [replace(one, id=at) for at, one in enumerate(self.list)]
        self.tell()

    def remove(self, one: Watched) -> None:
        self.list = [other for other in self.list if other.key != one.key]
        self.tell()

    def not_shown(self, news: object) -> None:
        self.held.append(news)

    def providers(self, tell: Callable[[frozenset[str]], None]) -> None:
        tell(self.names)


class FakeAssembly:
    """What the desk uses of an assembly."""

    def __init__(self, room: Room, watching: FakeWatching) -> None:
        self.following = room.following
        self.watching = watching
        self.interactions = room.interactions
        self.settings = room.settings
        self.clock = room.clock


class Desk:
    """A desk with all that it touches, in Madrid."""

    def __init__(self, bot: QtBot, home: Path) -> None:
        self.bot = bot
        self.room = Room(home)
        self.room.settings.change(AGENT_TIME_ZONE, acted.MADRID)
        self.room.settings.change(AGENT_LANGUAGES, ("en-GB",))
        self.problems: list[Problem] = []
        self.looked_up: list[str] = []
        self.counts: list[tuple[int, int]] = []
        self.watching = FakeWatching()
        self.bridge = Bridge()
        self.background = Background(self.bridge, self.problems.append)
        self.desk = FollowUpsDesk(
            FakeAssembly(self.room, self.watching),  # type: ignore[arg-type]  # stands in for the real one
            Shell(self.bridge, self.background, self.problems.append),
            look_up=self.looked_up.append,
            show_counts=lambda due, every: self.counts.append((due, every)),
        )

        def announced(ones: tuple[FollowUp, ...]) -> None:
            self.bridge.post(lambda: self.desk.announce(ones))

        self.room.following.announced.connect(announced)

    def until(self, done: Callable[[], bool]) -> None:
        self.bot.waitUntil(done, timeout=MS)

    def made(self, *ones: FollowUp) -> None:
        for one in ones:
            self.room.following.make(one, ANA)
        self.room.settled()
        QApplication.processEvents()

    @property
    def notice_shown(self) -> bool:
        return self.desk.notice is not None and self.desk.notice.isVisible()

    def waiting(self) -> list[FollowUp]:
        self.room.settled()
        return self.room.waiting()

    def close(self) -> None:
        self.desk.close()
        self.bridge.close()
        self.background.close()
        self.room.end()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.close()


def test_a_due_one_is_announced_and_counted(desk: Desk) -> None:
    desk.made(follow_up(1), follow_up(90, "Bo Lund"))
    desk.until(lambda: desk.counts[-1:] == [(0, 2)])
    desk.room.wake(2)
    desk.until(lambda: desk.notice_shown)
    notice = desk.desk.notice
    assert notice is not None
    assert notice.first.whole() == "Follow up: Ana Souza"
    assert notice.third.whole() == "Sun 29 Nov, 09:01 in \u2068Sao Paulo\u2069 = 13:01 here"
    desk.until(lambda: desk.counts[-1] == (1, 2))
    notice.open.click()
    assert desk.looked_up == ["+4930123456"]
    assert not desk.notice_shown
    assert notice.first.whole() == ""


def test_nothing_is_announced_in_an_interaction_and_all_of_it_after(desk: Desk) -> None:
    desk.made(follow_up(1), follow_up(2, "Bo Lund"))
    one = desk.room.interactions.open("test", Channel.PHONE)
    desk.room.wake(5)
    desk.until(lambda: desk.counts[-1] == (2, 2))
    assert not desk.notice_shown
    desk.room.interactions.close(one.id)
    desk.until(lambda: desk.notice_shown)
    assert desk.desk.notice is not None
    assert desk.desk.notice.first.whole() == "2 follow-ups are due"
    assert desk.desk.notice.second.whole() == "Ana Souza, Bo Lund"
    desk.desk.notice.open.click()
    assert desk.desk.window is not None
    assert desk.desk.window.isVisible()


def test_an_interaction_that_opens_just_then_goes_first(desk: Desk) -> None:
    desk.made(follow_up(1))
    desk.room.wake(2)  # the notice is on its way to this thread
    one = desk.room.interactions.open("test", Channel.PHONE)
    for _ in range(20):
        QApplication.processEvents()
    assert not desk.notice_shown
    desk.room.settled()
    desk.room.interactions.close(one.id)
    desk.until(lambda: desk.notice_shown)


def test_an_interaction_takes_the_notice_away(desk: Desk) -> None:
    desk.made(follow_up(1))
    desk.room.wake(2)
    desk.until(lambda: desk.notice_shown)
    one = desk.room.interactions.open("test", Channel.PHONE)
    desk.until(lambda: not desk.notice_shown)
    desk.room.settled()
    desk.room.interactions.close(one.id)
    desk.until(lambda: desk.notice_shown)  # nobody may have read it before


def test_a_notice_that_was_read_does_not_come_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_notice, "READ_MS", 0)
    desk.made(follow_up(1))
    desk.room.wake(2)
    desk.until(lambda: desk.notice_shown)
    notice = desk.desk.notice
    assert notice is not None
    desk.until(lambda: not notice.unread())
    one = desk.room.interactions.open("test", Channel.PHONE)
    desk.until(lambda: not desk.notice_shown)
    desk.room.interactions.close(one.id)
    desk.room.settled()
    QApplication.processEvents()
    assert not desk.notice_shown


def test_a_notice_waits_for_somebody_to_see_it() -> None:
    idle: list[float | None] = [90.0]
    notice = DueNotice(lambda: idle[0])
    notice.tell("Follow up: Ana", "", "", "Open customer", one=True)
    notice._timer.timeout.emit()
    assert notice.isVisible()
    idle[0] = 2.0
    notice._timer.timeout.emit()
    assert not notice.isVisible()


def test_done_and_later_from_the_notice(desk: Desk) -> None:
    desk.made(follow_up(1))
    desk.room.wake(2)
    desk.until(lambda: desk.notice_shown)
    assert desk.desk.notice is not None
    desk.desk.notice.later.click()
    assert [(one.state, one.at) for one in desk.waiting()] == [
        (State.SNOOZED, NOW + dt.timedelta(minutes=12))
    ]
    desk.room.wake(11)
    desk.until(lambda: desk.notice_shown)
    desk.desk.notice.done.click()
    assert desk.waiting() == []


def test_what_is_dropped_can_be_had_back(desk: Desk) -> None:
    desk.made(follow_up(30))
    desk.desk.open_window()
    window = desk.desk.window
    assert window is not None
    desk.until(lambda: window.chosen() is not None)
    press(window.list, K.Key_Delete)
    desk.until(window.nothing.isVisible)
    assert window.undo_words.text() == "Dropped: Ana Souza"
    window.undo.click()
    desk.until(window.list.isVisible)
    assert [one.state for one in desk.waiting()] == [State.OPEN]


def test_one_is_changed(desk: Desk) -> None:
    desk.made(follow_up(30))
    desk.desk.change(desk.waiting()[0])
    form = desk.desk.form
    assert form is not None
    assert form.when.text() == "Sun 29 Nov, 09:30 their time"
    assert form.reading.text() == "Sun 29 Nov, 09:30 in \u2068Sao Paulo\u2069 = 13:30 here"
    form.when.clear()
    write(form.when, "tomorrow 9")
    press(form.when, K.Key_Return)
    changed = desk.waiting()
    assert [one.at for one in changed] == [dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)]
    assert changed[0].what == "about the invoice"


def test_the_sidebar_has_the_customers_own_and_makes_more(desk: Desk) -> None:
    view = acted_customers.sidebar(acted_customers.WHOLE)
    view.open_quietly(None)
    desk.desk.attach(view)
    card = view.customer
    assert isinstance(card, CustomerCard)
    desk.made(follow_up(30, "Somebody else"))
    press(view, K.Key_F)
    desk.until(lambda: desk.desk.form is not None and desk.desk.form.isVisible())
    form = desk.desk.form
    assert form is not None
    assert form.name.whole() == "Ana Souza"
    write(form.when, "Tuesday 15:00")
    write(form.what, "the parcel")
    press(form.when, K.Key_Return)

    def own() -> list[str]:
        rows = view.parts.list.rows.rows
        return [
            row.second
            for row in rows
            if isinstance(row, EntryRow)
            and isinstance(row.key, tuple)
            and row.key[0] == "follow-up"
        ]

    desk.until(lambda: own() == ["Tue 1 Dec, 15:00 in \u2068Sao Paulo\u2069 = 19:00 here"])
    assert len(desk.room.following._open().of(owner(card))) == 1
    place = next(
        at for at, row in enumerate(view.parts.list.rows.rows) if isinstance(row, EntryRow)
    )
    view.parts.list.setCurrentIndex(view.parts.list.rows.index(place))
    view.show_keys()
    press(view.parts.list, K.Key_Return)
    assert form.isVisible()
    assert form.what.text() == "the parcel"
    press(form, K.Key_Escape)
    view.show_nothing()
    view.show_found(replace(acted_customers.ARABIC, serial=99))
    assert own() == []


def test_one_for_the_customer_of_an_interaction_that_is_over(desk: Desk) -> None:
    fields = {"name": Field("Bo Lund", "agent", NOW), "phone": Field("+46 70 174 06 35", "x", NOW)}
    one = desk.room.interactions.open("test", Channel.PHONE, customer=Customer(fields))
    closed = desk.room.interactions.close(one.id)
    assert closed is not None
    desk.desk.follow_up_interaction(closed)
    desk.until(lambda: desk.desk.form is not None and desk.desk.form.isVisible())
    form = desk.desk.form
    assert form is not None
    assert "Stockholm" in form.second.whole()
    write(form.when, "tomorrow 9")
    press(form.when, K.Key_Return)
    desk.until(lambda: bool(desk.counts) and desk.counts[-1] == (0, 1))
    assert [one.who.address for one in desk.waiting()] == ["+46 70 174 06 35"]


def test_what_could_not_be_kept_is_asked_again_as_it_was_typed(desk: Desk) -> None:
    fields = {"name": Field("Bo Lund", "agent", NOW), "phone": Field("+46 70 174 06 35", "x", NOW)}
    one = desk.room.interactions.open("test", Channel.PHONE, customer=Customer(fields))

    def refuse(*_: object) -> str:
        raise UserError("The keyring does not answer")

    desk.room.keyring.get_password = refuse  # type: ignore[assignment]
    desk.desk.follow_up_interaction(one)
    desk.until(lambda: desk.desk.form is not None and desk.desk.form.isVisible())
    form = desk.desk.form
    assert form is not None
    write(form.when, "tomorrow 9")
    write(form.what, "chairs")
    press(form.when, K.Key_Return)
    assert not form.isVisible()
    desk.until(form.isVisible)
    assert (form.name.whole(), form.what.text()) == ("Bo Lund", "chairs")
    assert form.reading.text() == "Mon 30 Nov, 09:00"


# --- the watch list ---


def watching_view(desk: Desk) -> Sidebar:
    view = acted_customers.sidebar(acted_customers.WHOLE)
    view.open_quietly(None)
    desk.desk.attach(view)
    return view


def change_shown(desk: Desk) -> DueNotice | None:
    return desk.desk.watch.notice


def chips(view: Sidebar) -> list[str]:
    return [text for text, _ in view.parts.header.tags._tags]


def test_a_customer_is_watched_by_a_key_and_no_more_by_the_same(desk: Desk) -> None:
    view = watching_view(desk)
    press(view, K.Key_W)
    desk.until(lambda: "watched" in chips(view))
    assert [one.key for one in desk.watching.list] == [("zendesk", "381", "")]
    assert view.parts.keys.words() == "customer watched"
    assert view.parts.watch.text() == "Watch no more"
    press(view, K.Key_W)
    desk.until(lambda: "watched" not in chips(view))
    assert desk.watching.list == []


def test_a_ticket_that_is_chosen_is_watched_alone(desk: Desk) -> None:
    view = watching_view(desk)
    place = next(
        at
        for at, row in enumerate(view.parts.list.rows.rows)
        if isinstance(row, EntryRow) and row.record is not None and row.record.id == "20871"
    )
    view.parts.list.setCurrentIndex(view.parts.list.rows.index(place))
    press(view, K.Key_W)
    desk.until(lambda: "watched: 20871" in chips(view))
    assert [one.ticket for one in desk.watching.list] == ["20871"]
    view.show_found(replace(acted_customers.ARABIC, serial=99))
    assert "watched: 20871" not in chips(view)


def test_whom_no_system_with_tickets_knows_is_told(desk: Desk) -> None:
    desk.watching.names = frozenset()
    view = watching_view(desk)
    press(view, K.Key_W)
    desk.until(lambda: "no system" in view.parts.keys.words())
    assert desk.watching.list == []


def test_a_change_is_announced_but_not_in_an_interaction(desk: Desk) -> None:
    one = acted.WATCHED[0]
    assert one.last is not None
    news = ((one, one.last),)
    call = desk.room.interactions.open("test", Channel.PHONE)
    desk.desk.watch.announce(news)
    assert desk.watching.held == [news]
    assert change_shown(desk) is None
    desk.room.interactions.close(call.id)
    desk.desk.watch.announce(news)
    notice = change_shown(desk)
    assert notice is not None
    assert notice.isVisible()
    assert notice.first.whole() == "\u2068Ana Souza\u2069: ticket \u206820871\u2069 is “solved” now"
    desk.desk.watch.announce(((acted.WATCHED[1], one.last),))
    assert notice.first.whole() == "2 changes in what you watch"
    notice.open.click()
    assert desk.desk.window is not None
    assert desk.desk.window.isVisible()


def test_the_window_has_the_watch_list_and_takes_off_by_a_key(desk: Desk) -> None:
    desk.watching.list = list(acted.WATCHED)
    desk.desk.open_window()
    desk.watching.tell()
    window = desk.desk.window
    assert window is not None
    desk.until(lambda: len(window.list.rows.rows) == 3)
    window.list.go(K.Key_Home)
    press(window.list, K.Key_Return)
    assert desk.looked_up == ["Ana Souza"]
    press(window.list, K.Key_Delete)
    desk.until(lambda: len(window.list.rows.rows) == 2)
    assert [one.name for one in desk.watching.list] == ["Bo Lund"]
