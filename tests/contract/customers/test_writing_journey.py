"""From the customer into Request Tracker's ticket and back, whatever happens between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from desktop.core.results import Problem
from desktop.customers.writing.note_writer import State
from desktop.customers.writing.places import Way
from tests.contract.customers.real_request_tracker import Tracker
from tests.contract.customers.test_real_request_tracker_writing import (
    entries,
    mailed,
    swallowing,
)
from tests.contract.customers.writing_profile import SECONDS, Profile

pytestmark = pytest.mark.slow

JANE = Tracker.jane
NOTE = "Rang twice — <b>calm</b>.\n\n🙂 100%"


@pytest.fixture
def profile(tracker: Tracker, tmp_path: Path) -> Iterator[Profile]:
    made = Profile(tmp_path, tracker.url)
    yield made
    made.close()


def test_a_note_a_message_and_a_status(tracker: Tracker, profile: Profile) -> None:
    ticket = tracker.add_ticket(JANE, "Parcel")
    who, offered = profile.look_up(JANE)
    place = next(one for one in offered if one.id == str(ticket))
    assert (place.way, place.address.casefold(), place.changes) == (Way.TICKET, JANE, True)
    before = mailed(tracker, ticket)
    assert profile.ended(profile.write(who, place, NOTE)).state is State.SENT
    assert entries(tracker, ticket) == [("Comment", NOTE)]
    assert mailed(tracker, ticket) == before, "nobody outside hears of a note"
    key = profile.write(who, place, "Dear Jane", to=place.address)
    assert profile.ended(key).state is State.SENT
    assert entries(tracker, ticket)[1] == ("Correspond", "Dear Jane")
    heard: list[Sequence[str] | Problem] = []
    profile.noting.writer().statuses(place, heard.append)
    profile.until(lambda: len(heard) == 1)
    profile.noting.writer().set_status(place, "resolved", heard.append)
    profile.until(lambda: len(heard) == 2)
    assert heard[1] == "resolved"
    assert tracker.ticket(ticket)["Status"] == "resolved"
    assert not profile.customers.kept().count("unsent note")


def test_a_lost_answer_is_found_in_the_history(tracker: Tracker, tmp_path: Path) -> None:
    ticket = tracker.add_ticket(JANE, "Parcel")
    with swallowing(tracker) as between:
        profile = Profile(tmp_path, between.url)
        try:
            who, offered = profile.look_up(JANE)
            place = next(one for one in offered if one.id == str(ticket))
            told = profile.ended(profile.write(who, place, NOTE))
            assert (told.state, told.found) == (State.SENT, True)
        finally:
            profile.close()
    assert entries(tracker, ticket) == [("Comment", NOTE)]


@pytest.mark.skipif(sys.platform == "win32", reason="only on systems with kill -9")
def test_killed_between_sending_and_answer_nothing_is_lost_or_doubled(
    tracker: Tracker, tmp_path: Path
) -> None:
    ticket = tracker.add_ticket(JANE, "Parcel")
    with swallowing(tracker) as between:
        words = [str(tmp_path), between.url, JANE, str(ticket), NOTE]
        module = "tests.contract.customers.writing_profile"
        program = subprocess.Popen([sys.executable, "-m", module, *words])
        end, pause = time.monotonic() + SECONDS, threading.Event()
        while between.lost == 0 and program.poll() is None and time.monotonic() < end:
            pause.wait(0.02)
        os.kill(program.pid, signal.SIGKILL)
        program.wait()
        assert between.lost == 1
    assert entries(tracker, ticket) == [("Comment", NOTE)], "it had arrived"
    profile = Profile(tmp_path, tracker.url)
    try:
        profile.noting.start(any_kept=profile.customers.has_kept())
        profile.until(lambda: bool(profile.unsent))
        ((one,),) = profile.unsent
        assert one.tried is not None
        profile.noting.writer().again(one.key)
        told = profile.ended(one.key)
        assert (told.state, told.found) == (State.SENT, True)
        assert not profile.customers.kept().count("unsent note")
    finally:
        profile.close()
    assert entries(tracker, ticket) == [("Comment", NOTE)], "and is there once"
    written = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert b"calm" not in written
