"""The parts together: lifetime, settings, packs, interactions."""

from __future__ import annotations

import gc
import threading
import time
from pathlib import Path

import psutil
import pytest

from desktop.core.triggerfile import index_is_current
from desktop.host.base import Window
from desktop.interaction import MOST_OPEN, Channel
from desktop.keyboard import messages
from desktop.settings.sections import typing
from desktop.settings.sections.agent import AGENT_FIRST_NAME, AGENT_LANGUAGES
from desktop.settings.sections.snippets import PACK_FOLDERS, STARTER_LANGUAGES
from tests.unit.assembly.acting import Running
from tests.unit.assembly.conftest import Start


def pack(running: Running, name: str = "a.yml", text: str = "matches: []") -> Path:
    path = running.assembly.places.packs / name
    path.write_text(text, "utf-8")
    return path


def one(trigger: str, text: str = "text") -> str:
    return f"matches: [{{trigger: '{trigger}', replace: '{text}'}}]"


def count(running: Running) -> int:
    return len(running.assembly.library.snippets)


# --- life ---


def test_it_stops_before_it_started_and_twice(build: Start) -> None:
    made = build()
    made.assembly.stop()
    made.assembly.stop()
    assert made.link.stops == 0


def test_every_thread_is_joined(build: Start) -> None:
    before = threading.active_count()
    made = build()
    made.assembly.start()
    made.assembly.stop()
    made.assembly.stop()
    assert threading.active_count() == before
    assert made.link.stops == 1


def test_nothing_starts_again_after_the_end(running: Running) -> None:
    running.assembly.stop()
    running.assembly.settings.change(STARTER_LANGUAGES, ("en",))
    running.assembly.use(0, running.fingerprint, Window(9))
    assert not [one for one in threading.enumerate() if one.name in {"packs", "renderer"}]


# --- settings ---


def test_a_pause_by_hotkey(running: Running) -> None:
    running.link.say(messages.Hotkey("pause", 7, "editor", ""))
    running.settle()
    assert running.assembly.state.paused


def test_the_settings_file_is_read_again_when_somebody_edits_it(running: Running) -> None:
    running.assembly.places.settings.write_text(
        "version = 1\n[agent]\nfirst_name = 'Kim'\n[snippets]\nstarter_packs = []\n", "utf-8"
    )
    changed = threading.Event()
    running.assembly.settings.changed.connect(lambda _: changed.set())
    assert changed.wait(10) or running.assembly.settings.get(AGENT_FIRST_NAME) == "Kim"
    assert running.assembly.about_agent()["first_name"] == "Kim"


def test_the_agents_language_holds_at_once(running: Running) -> None:
    before = running.assembly._uses._newest
    running.assembly.settings.change(AGENT_LANGUAGES, ("de-DE",))
    running.settle()
    assert running.assembly._uses._newest is not before


# --- packs ---


def test_packs_that_change_are_loaded(running: Running) -> None:
    before = count(running)
    path = pack(running, text=one(":new"))
    running.until(lambda: count(running) == before + 1)
    running.type(":new")
    assert running.link.wait(messages.Expand).text == "text"
    path.unlink()
    running.until(lambda: count(running) == before)
    assert not running.problems


def test_a_broken_pack_is_told_once_and_the_others_work(running: Running) -> None:
    before = count(running)
    pack(running, text="matches:\n  - {trigger: ':a', replace: [}\n")
    running.until(lambda: bool(running.problems))
    (problem,) = running.problems
    assert problem.place == "a.yml:2"
    pack(running, "b.yml", one(":b"))
    running.until(lambda: count(running) == before + 1)
    running.settle()
    assert running.problems == [problem]
    running.type(":brb")
    running.link.wait(messages.Expand)


def test_many_broken_snippets_are_summed_up(running: Running) -> None:
    pack(running, text="matches:\n" + "  - {trigger: 5x, replcae: text}\n" * 40)
    running.until(lambda: len(running.problems) >= 4)
    running.settle()
    assert len(running.problems) == 4
    assert "more" in running.problems[-1].what


def test_starter_packs_and_folders_follow_the_settings(running: Running, tmp_path: Path) -> None:
    before = count(running)
    running.assembly.settings.change(STARTER_LANGUAGES, ("en", "es"))
    running.until(lambda: count(running) >= before + 60)
    running.assembly.settings.change(STARTER_LANGUAGES, ())
    running.until(lambda: count(running) == before)
    team = tmp_path / "team"
    team.mkdir()
    (team / "t.yml").write_text(one(":team"), "utf-8")
    running.assembly.settings.apply({PACK_FOLDERS: (str(team),)})
    running.until(lambda: count(running) == before + 1)
    (team / "t.yml").unlink()
    team.rmdir()
    running.until(lambda: count(running) == before)


def test_other_separators_make_another_index(running: Running) -> None:
    loads = len(running.link.of(messages.Load))
    running.assembly.settings.change(typing.WORD_SEPARATORS, " -")
    running.link.wait(messages.Load, loads + 1)
    index = running.assembly.places.cache / "triggers"
    assert index_is_current(index, running.fingerprint, " -")


def test_an_index_that_cannot_be_written_is_told_once(running: Running) -> None:
    cache = running.assembly.places.cache
    (cache / "triggers").unlink()
    (cache / "triggers").mkdir()
    before = count(running)
    pack(running, text=one(":new"))
    running.until(lambda: count(running) == before + 1)
    running.until(lambda: bool(running.problems))
    pack(running, "b.yml", one(":more"))
    running.until(lambda: count(running) == before + 2)
    running.settle()
    (problem,) = running.problems
    assert problem.what.startswith("New snippets can't be typed")


# --- interactions ---


def test_a_value_that_does_not_fit_opens_nothing(running: Running) -> None:
    seen: list[object] = []
    interactions = running.assembly.interactions
    interactions.opened.connect(seen.append)
    interactions.fronted.connect(seen.append)
    values = {"customer.name": "Ana", "interaction.language": "not a language"}
    assert running.assembly.fill_interaction(None, values) is not None
    assert seen == []


def test_one_is_opened_whole(running: Running) -> None:
    seen: list[str] = []
    interactions = running.assembly.interactions
    interactions.fronted.connect(lambda one: seen.append(one.customer.value("name") if one else ""))
    values = {"customer.name": "Ana", "interaction.language": "", "interaction.channel": "chat"}
    assert running.assembly.fill_interaction(None, values) is None
    assert seen == ["Ana"]
    front = interactions.front()
    assert front is not None
    assert front.channel is Channel.CHAT


def test_one_that_is_closed_meanwhile_is_told(running: Running) -> None:
    made = running.assembly.interactions.open("test", Channel.CHAT)
    running.assembly.interactions.close(made.id)
    problem = running.assembly.fill_interaction(made.id, {"customer.name": "Ana"})
    assert problem is not None
    assert problem.what == "This interaction is closed by now"


def test_too_many_is_a_message(running: Running) -> None:
    for _ in range(MOST_OPEN):
        running.assembly.interactions.open("test", Channel.CHAT)
    assert running.assembly.fill_interaction(None, {}) is not None


# --- for hours ---


@pytest.mark.slow
def test_two_hundred_libraries_leave_nothing_behind(running: Running) -> None:
    def reload() -> None:
        before = running.assembly.library
        running.assembly._shelf.load()
        running.until(lambda: running.assembly.library is not before)

    for _ in range(20):
        reload()
    running.settle()
    gc.collect()
    threads, memory = threading.active_count(), psutil.Process().memory_info().rss
    began = time.monotonic()
    for _ in range(200):
        reload()
    running.settle()
    gc.collect()
    assert threading.active_count() == threads
    assert psutil.Process().memory_info().rss - memory < 8 << 20
    assert time.monotonic() - began < 60
