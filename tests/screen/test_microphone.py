"""Who has the microphone, from a real PulseAudio with real programs that record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from desktop.host.base import Recorder
from desktop.host.sound_players import LINUX, PlayedSounds
from desktop.host.x11.microphone import PulseMicrophone, check
from tests.screen.conftest import end
from tests.screen.sound_server import MONITOR, SoundServer

SOON = 20.0
PAREC = Recorder("pacat", "parec")
NOBODY: frozenset[Recorder] = frozenset()
Told = SimpleQueue[frozenset[Recorder]]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SoundServer]:
    made = SoundServer(tmp_path)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def told(server: SoundServer) -> Iterator[Told]:
    made = PulseMicrophone(server.environment, retry_s=0.1)
    found: Told = SimpleQueue()
    made.watch(found.put)
    yield found
    made.close()


def test_a_program_that_records_is_told_and_that_it_ends(server: SoundServer, told: Told) -> None:
    first = server.record()
    assert told.get(timeout=SOON) == {PAREC}
    second = server.record("microphone", "--client-name=Meeting")
    assert told.get(timeout=SOON) == {PAREC, Recorder("pacat", "Meeting")}
    end(first)
    assert told.get(timeout=SOON) == {Recorder("pacat", "Meeting")}
    end(second)
    assert told.get(timeout=SOON) == NOBODY


def test_one_that_records_already_is_told(server: SoundServer) -> None:
    server.record()
    found: Told = SimpleQueue()
    made = PulseMicrophone(server.environment)
    stop = made.watch(found.put)
    assert found.get(timeout=SOON) == {PAREC}
    stop()
    made.close()


def test_what_is_played_is_nobody_s_voice(server: SoundServer, told: Told) -> None:
    server.record(MONITOR, "--client-name=Listener")
    server.record("microphone", "--client-name=Meter", "--property=media.name=Peak detect")
    server.record()
    # Each is asked for when the one before has come or gone, so the third proves the others.
    found = told.get(timeout=SOON)
    while found != {PAREC}:
        assert found <= {PAREC}
        found = told.get(timeout=SOON)
    with pytest.raises(Empty):
        told.get_nowait()


def test_a_server_that_dies_frees_the_microphone_and_its_successor_is_found(
    server: SoundServer, told: Told
) -> None:
    server.record()
    assert told.get(timeout=SOON) == {PAREC}
    server.kill()
    assert told.get(timeout=SOON) == NOBODY
    server.start()
    server.record()
    assert told.get(timeout=SOON) == {PAREC}


def test_a_sound_is_played_and_another_takes_its_place(server: SoundServer) -> None:
    sounds = PlayedSounds(LINUX, server.environment)
    path = Path(__file__).parents[2] / "resources/sounds/bell.wav"
    assert sounds.play(path)
    assert sounds.play(path)
    sounds.close()
    assert not PlayedSounds(LINUX, {"PATH": "/nowhere"}).play(path)


def test_the_doctor_says_whether_it_can_be_known(server: SoundServer) -> None:
    assert check(server.environment).ok
    server.kill()
    assert check(server.environment).ok is None
    assert "sound server" in check({}).why
