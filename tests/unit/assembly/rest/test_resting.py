"""The breaks' thread: it is driven by news here, since the clock stands still."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue

import pytest

from desktop.assembly import Assembly
from desktop.assembly.rest.file import NAME as KEPT
from desktop.assembly.rest.history import LookedBack
from desktop.assembly.rest.resting import Resting
from desktop.assembly.rest.senses import RestHost
from desktop.assembly.rest.state import RestState
from desktop.breaks.planner.news import What
from desktop.core.clock import FixedClock
from desktop.core.results import Problem
from desktop.host.base import Attendance, Quiet, Recorder
from desktop.host.memory_presence import MemoryCalm, MemoryMicrophone, MemoryPresence
from desktop.interaction import Channel, Interactions
from desktop.keyboard import messages
from desktop.settings.paths import places, prepare
from desktop.settings.sections.breaks import (
    BREAKS_ON,
    HISTORY_DAYS,
    MICROPHONE,
    MIND_DO_NOT_DISTURB,
    MIND_FULL_SCREEN,
    SHORT_EVERY_MIN,
)
from desktop.settings.store import Settings
from tests.unit.assembly.acting import FakeClipboard, FakeLink

NINE = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
SOON = 10.0


class Acting:
    """Breaks between a clock, a presence and interactions that a test moves."""

    def __init__(self, folder: Path) -> None:
        self.places = places(folder)
        prepare(self.places)
        self.clock = FixedClock(NINE)
        self.settings = Settings(self.places.settings, self.clock)
        self.settings.change(BREAKS_ON, True)
        self.interactions = Interactions(self.clock)
        self.presence = MemoryPresence(self.clock)
        self.microphone = MemoryMicrophone()
        self.calm = MemoryCalm()
        self.host = RestHost(lambda: self.presence, lambda: self.microphone, lambda: self.calm)
        self.states: SimpleQueue[RestState] = SimpleQueue()
        self.heard: SimpleQueue[str] = SimpleQueue()
        self.problems: SimpleQueue[Problem] = SimpleQueue()
        self.resting = self.make()

    def make(self) -> Resting:
        made = Resting(self.places, self.settings, self.clock, self.interactions, self.host)
        made.changed.connect(self.states.put)
        made.happened.connect(lambda one: self.heard.put(one.what.value))
        made.offered.connect(lambda one: self.heard.put(one.reason.value))
        made.noted.connect(self.heard.put)
        made.trouble.connect(self.problems.put)
        return made

    def start(self) -> None:
        self.resting.start()
        assert self.states.get(timeout=SOON).on

    def later(self, seconds: float) -> None:
        """So much time goes by with a key at its end, and the thread hears of something."""
        self.clock.advance(seconds)
        self.presence.touch()
        self.presence.tell(Attendance.AWAKE)

    def hear(self) -> str:
        return self.heard.get(timeout=SOON)

    def until_off(self) -> None:
        while self.states.get(timeout=SOON).on:
            pass


@pytest.fixture
def acting(tmp_path: Path) -> Iterator[Acting]:
    made = Acting(tmp_path)
    yield made
    made.resting.stop()


def test_what_the_planner_says_is_told(acting: Acting) -> None:
    acting.start()
    for _ in range(94):
        acting.later(16)
    assert [acting.hear(), acting.hear()] == [What.NOTICE, What.START]
    acting.resting.skip()
    assert acting.hear() == What.END


def test_an_interaction_keeps_breaks_off_until_it_is_closed(acting: Acting) -> None:
    acting.start()
    opened = acting.interactions.open("tray", Channel.PHONE)
    acting.resting.take("short")
    acting.resting.tap("abusive")
    assert acting.hear() == "abusive"  # noted
    acting.interactions.close(opened.id)
    assert acting.hear() == "abusive"  # offered
    acting.later(15)
    assert [acting.hear(), acting.hear()] == [What.NOTICE, What.START]


def test_an_interaction_that_was_open_before_is_known(acting: Acting) -> None:
    acting.interactions.open("tray", Channel.PHONE)
    acting.start()
    acting.resting.breathe(60)
    assert acting.hear() == What.REFUSED


def test_wishes_reach_the_planner(acting: Acting) -> None:
    acting.start()
    acting.resting.take("long")
    acting.resting.postpone()
    assert [acting.hear(), acting.hear()] == [What.START, What.POSTPONED]
    acting.resting.pause(60)
    while not (state := acting.states.get(timeout=SOON)).paused_s:
        pass
    assert state.paused_s == 3600
    acting.resting.pause(None)
    while state.paused_s == 3600:
        state = acting.states.get(timeout=SOON)
    assert state.paused_s == 19 * 3600
    acting.resting.resume()
    assert acting.states.get(timeout=SOON).paused_s == 0


def test_it_goes_on_after_a_restart(acting: Acting) -> None:
    acting.start()
    for _ in range(94):
        acting.later(15)
    acting.resting.stop()
    assert acting.resting.state == RestState()
    kept = json.loads((acting.places.data / KEPT).read_text())
    assert kept["planner"]["short"]["clock"] == 1_410_000
    acting.resting = acting.make()
    while not acting.states.empty():
        acting.states.get()
    acting.resting.start()
    assert acting.states.get(timeout=SOON).next_s == pytest.approx(90)


@pytest.mark.parametrize("content", [b"{", b"[]", b"{}", b"x" * ((1 << 20) + 1), b"[" * 100_000])
def test_a_damaged_file_is_said_and_written_anew(acting: Acting, content: bytes) -> None:
    (acting.places.data / KEPT).write_bytes(content)
    acting.start()
    assert "damaged" in acting.problems.get(timeout=SOON).why
    acting.resting.stop()
    assert json.loads((acting.places.data / KEPT).read_text())["version"] == 1


def test_a_full_disk_is_said_once_and_breaks_go_on(
    acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop.assembly.rest.file.write_atomically", full)
    acting.start()
    for _ in range(40):
        acting.later(16)
    acting.resting.take("short")
    assert acting.hear() == What.START
    acting.resting.stop()
    assert "can't be kept" in acting.problems.get(timeout=SOON).what
    assert acting.problems.empty()


def test_the_switch_turns_it_off_and_on(acting: Acting) -> None:
    acting.start()
    acting.settings.change(BREAKS_ON, False)
    acting.until_off()
    assert "breaks" not in {one.name for one in threading.enumerate()}
    acting.resting.take("short")  # of no effect
    acting.settings.change(BREAKS_ON, True)
    assert acting.states.get(timeout=SOON).underway is None
    assert acting.heard.empty()


def test_new_numbers_hold_at_once(acting: Acting) -> None:
    acting.start()
    acting.settings.change(SHORT_EVERY_MIN, 5)
    assert acting.states.get(timeout=SOON).next_s == 300


def test_a_fault_is_said_and_it_can_be_ended(
    acting: Acting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    acting.start()

    def broken(_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("desktop.assembly.rest.rounds.Rounds.go", broken)
    acting.presence.tell(Attendance.AWAKE)
    assert "went wrong" in acting.problems.get(timeout=SOON).what
    acting.resting.stop()
    assert caplog.records


def test_without_anybody_to_ask_nothing_runs(acting: Acting) -> None:
    made = Resting(acting.places, acting.settings, acting.clock, acting.interactions, None)
    made.start()
    made.take("short")
    made.stop()
    assert not made.state.on


def test_an_unknown_tap_is_refused(acting: Acting) -> None:
    with pytest.raises(ValueError, match="no tap"):
        acting.resting.tap("nice")


def test_nothing_of_breaks_is_imported_before_they_begin() -> None:
    program = (
        "import sys, desktop.assembly\n"
        "print(*[one for one in sys.modules if one.startswith('desktop.breaks')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, stdout=subprocess.PIPE, text=True
    )
    assert done.stdout.split() == []


def test_in_the_assembly_it_follows_the_hotkey_and_ends_with_it(acting: Acting) -> None:
    links: list[FakeLink] = []

    def link(
        command: Sequence[str],
        handle: Callable[[messages.FromKeyboard], None],
        lost: Callable[[str], None],
    ) -> FakeLink:
        links.append(FakeLink(command, handle, lost))
        return links[0]

    whole = Assembly(
        acting.places,
        acting.settings,
        acting.clock,
        FakeClipboard(),
        ["keyboard"],
        link=link,
        rest=RestHost(lambda: acting.presence),
    )
    begun: SimpleQueue[RestState] = SimpleQueue()
    whole.resting.changed.connect(begun.put)
    whole.resting.noted.connect(acting.heard.put)
    whole.start()
    try:
        assert begun.get(timeout=SOON).on
        links[0].say(messages.Hotkey("hard", 7, "editor", ""))
        assert acting.hear() == "hard"
        troubles: SimpleQueue[Problem] = SimpleQueue()
        opened: SimpleQueue[str] = SimpleQueue()
        whole.trouble.connect(troubles.put)
        whole.interactions.opened.connect(lambda one: opened.put(one.source))
        whole.interactions.closed.connect(lambda one: opened.put(f"no {one.source}"))
        for _ in range(2):
            links[0].say(messages.Hotkey("contact", 7, "editor", ""))
        assert [opened.get(timeout=SOON), opened.get(timeout=SOON)] == ["hotkey", "no hotkey"]
        assert "contact is open" in troubles.get(timeout=SOON).what
        whole.settings.change(BREAKS_ON, False)
        while whole.resting.state.on:
            begun.get(timeout=SOON)
        links[0].say(messages.Hotkey("hard", 7, "editor", ""))
        assert "breaks are off" in troubles.get(timeout=SOON).what
        assert acting.heard.empty()
    finally:
        whole.stop()
    assert not whole.resting.state.on


def test_what_happened_can_be_looked_back_at_and_outlives_the_end(acting: Acting) -> None:
    found: SimpleQueue[LookedBack] = SimpleQueue()
    acting.start()
    acting.presence.touch()
    acting.interactions.open("tray", Channel.PHONE)
    acting.resting.breathe(60)
    assert acting.hear() == What.REFUSED  # so the interaction is known by now
    acting.clock.advance(90)
    acting.resting.tap("hard")
    acting.resting.look_back(NINE, NINE + dt.timedelta(hours=1), found.put)
    records = found.get(timeout=SOON).records
    assert [one.tap for one in records.taps] == ["hard"]
    assert [one.activity for one in records.spent][-1:] == ["interaction"]
    acting.resting.stop()
    acting.resting.look_back(NINE, NINE + dt.timedelta(hours=1), found.put)
    assert found.get(timeout=SOON).records.taps == records.taps
    acting.settings.change(HISTORY_DAYS, 0)
    again = acting.make()
    again.start()
    again.stop()
    again.look_back(NINE, NINE + dt.timedelta(hours=1), found.put)
    assert not found.get(timeout=SOON).records
    again.stop()


def test_whoever_has_the_microphone_is_in_an_interaction(acting: Acting) -> None:
    opened: SimpleQueue[str] = SimpleQueue()
    closed: SimpleQueue[str] = SimpleQueue()
    acting.interactions.opened.connect(lambda one: opened.put(one.source))
    acting.interactions.closed.connect(lambda one: closed.put(one.source))
    acting.start()
    acting.microphone.say(Recorder("softphone"))
    acting.later(5)
    assert opened.get(timeout=SOON) == "microphone"
    acting.resting.breathe(60)
    assert acting.hear() == What.REFUSED
    acting.microphone.say()
    acting.later(5)
    assert closed.get(timeout=SOON) == "microphone"
    acting.resting.take("short")
    assert acting.hear() == What.START


def test_breaks_that_are_turned_off_follow_nothing(acting: Acting) -> None:
    acting.start()
    assert acting.microphone.is_watched()
    assert acting.calm.is_watched()
    acting.microphone.say(Recorder("softphone"))
    acting.later(6)
    acting.settings.change(BREAKS_ON, False)
    acting.until_off()
    assert not acting.microphone.is_watched()
    assert not acting.calm.is_watched()
    assert acting.interactions.all() == ()


def test_each_setting_says_what_is_followed(acting: Acting) -> None:
    acting.settings.apply({MICROPHONE: False, MIND_FULL_SCREEN: False})
    acting.start()
    assert not acting.microphone.is_watched()
    acting.calm.say(Quiet.FULL_SCREEN)
    acting.resting.take("short")
    assert acting.hear() == What.START
    acting.resting.skip()
    assert acting.hear() == What.END
    acting.calm.say(Quiet.FULL_SCREEN, Quiet.DO_NOT_DISTURB)
    acting.resting.take("short")  # withheld
    acting.calm.say(Quiet.FULL_SCREEN)
    while acting.heard.empty():  # the wrap-up begins when the thread has heard of the end
        acting.later(16)
        acting.states.get(timeout=SOON)
    assert acting.hear() in {What.NOTICE, What.START}
    acting.settings.change(MIND_DO_NOT_DISTURB, False)
    acting.resting.skip()
    while acting.hear() != What.END:
        pass
    assert not acting.calm.is_watched()


def test_a_history_that_is_not_wanted_any_more_is_deleted_at_once(acting: Acting) -> None:
    found: SimpleQueue[LookedBack] = SimpleQueue()
    acting.start()
    acting.resting.tap("hard")
    acting.resting.look_back(NINE, NINE + dt.timedelta(hours=1), found.put)
    assert found.get(timeout=SOON).records
    acting.settings.change(HISTORY_DAYS, 0)
    acting.resting.look_back(NINE, NINE + dt.timedelta(hours=1), found.put)
    assert not found.get(timeout=SOON).records
