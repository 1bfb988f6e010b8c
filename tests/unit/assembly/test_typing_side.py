"""What the keyboard process is told, and who hears what it says."""

from __future__ import annotations

import os
from typing import Any

from desktop.assembly import Assembly
from desktop.core.clock import SystemClock
from desktop.core.results import Problem
from desktop.host.base import Window
from desktop.keyboard import messages
from desktop.settings.declare import Setting
from desktop.settings.kinds import Hotkey
from desktop.settings.registry import by_key
from desktop.settings.sections import breaks, translation, typing
from tests.unit.assembly.acting import Running


def test_without_a_keyboard_it_says_why(running: Running) -> None:
    before = running.assembly
    settings, clipboard = before.settings, running.clipboard
    without = Assembly(before.places, settings, SystemClock(), clipboard, None)
    without.why_no_keyboard = "Because."
    without.start()
    without.stop()
    assert not without.state.can_type
    assert without.state.reason == "Because."


def test_pauses_reach_the_keyboard_process_once(running: Running) -> None:
    told = running.link.of(messages.Pause)
    assert told == [messages.Pause(on=False)]
    running.assembly.pause(5)
    running.assembly.pause(10)
    running.assembly.resume()
    assert [one.on for one in running.link.of(messages.Pause)] == [False, True, False]


def test_typing_can_be_turned_off(running: Running) -> None:
    running.assembly.settings.change(typing.TYPING_ENABLED, value=False)
    running.link.wait(messages.Pause, 2)
    assert running.link.of(messages.Pause)[-1].on
    assert not running.assembly.state.enabled
    running.assembly.pause(5)
    running.assembly.resume()
    assert running.link.of(messages.Pause)[-1].on


def test_hotkeys_and_rules_follow_the_settings(running: Running) -> None:
    settings = running.assembly.settings
    settings.change(typing.PALETTE_HOTKEY, "<ctrl>+<alt>+p")
    settings.change(typing.EXCLUDED_APPS, ("Secret",))
    settings.change(
        typing.APP_RULES,
        {"chat": typing.AppSettings(settle_ms=90), "off": typing.AppSettings(enabled=False)},
    )
    told = running.link.of(messages.Configure)[-1]
    assert told.hotkeys["palette"] == "<ctrl>+<alt>+p"
    assert set(told.hotkeys) == {"palette", "translate", "replace", "live", "customer"}
    settings.change(translation.LIVE_HOTKEY, "")
    assert "live" not in running.link.of(messages.Configure)[-1].hotkeys
    assert {"Secret", "off"} <= set(told.excluded)
    assert told.rules["chat"]["settle_ms"] == 90
    assert "off" not in told.rules
    assert told.own_pids == [os.getpid()]


def test_every_hotkey_of_the_settings_is_followed_by_its_name(running: Running) -> None:
    every = [one for one in by_key().values() if isinstance(one, Hotkey)]
    keys: dict[Setting[Any], str] = {
        one: f"<ctrl>+<alt>+<f{number}>" for number, one in enumerate(every, 1)
    }
    running.assembly.settings.apply(keys)
    told = running.link.of(messages.Configure)[-1].hotkeys
    assert sorted(told.values()) == sorted(keys.values())
    assert told["hard"] == keys[breaks.HARD_CONTACT_HOTKEY]
    assert told["contact"] == keys[breaks.CONTACT_HOTKEY]


def test_a_refused_hotkey_is_told_once_until_it_changes(running: Running) -> None:
    refused = messages.Refused("palette", "Another program has it")
    running.link.say(refused)
    running.link.say(refused)
    running.settle()
    assert running.whys == ["Another program has it"]
    running.assembly.settings.change(typing.PALETTE_HOTKEY, "<ctrl>+<alt>+p")
    running.link.say(refused)
    running.settle()
    assert len(running.problems) == 2


# --- triggers ---


def test_the_keyboard_is_not_told_again_what_it_knows(running: Running) -> None:
    running.until(lambda: running.assembly.status()["ready"] is True)
    loads = len(running.link.of(messages.Load))
    seen: list[object] = []
    running.assembly.library_changed.connect(seen.append)
    running.assembly._shelf.load()
    running.until(lambda: bool(seen))
    assert len(running.link.of(messages.Load)) == loads


def test_problems_of_the_index_are_told_once(running: Running) -> None:
    loaded = messages.Loaded(running.fingerprint, 1, 0.0, ["A regular expression is too large."])
    running.link.say(loaded)
    running.link.say(loaded)
    running.settle()
    assert running.problems == [Problem("A regular expression is too large.")]


# --- a process that dies ---


def test_an_answer_to_a_dead_process_does_not_reach_the_next(running: Running) -> None:
    running.link.pid = 101  # it runs already, and has not spoken yet
    running.type(":brb")
    assert running.link.sent == []


def test_a_process_that_cannot_be_kept_alive_leaves_copying(running: Running) -> None:
    asking = running.ask(":ask")
    running.link.pid = None
    running.link.lose("It keeps failing.")
    running.settle()
    assert not running.assembly.state.can_type
    running.answer(asking, "one")
    assert running.clipboard.holds == "you chose one"
    running.assembly.use(running.number(":brb"), running.fingerprint, Window(9, "editor"))
    running.settle()
    assert running.clipboard.holds == "be right back"
    assert running.whys[-1] == "It keeps failing"


def test_where_the_agent_writes_is_asked_of_the_keyboard_process(running: Running) -> None:
    told: list[tuple[int, int] | None] = []
    for _ in range(2):
        running.assembly.find_caret(told.append)
    running.settle()
    first, second = (one.ticket for one in running.link.of(messages.FindCaret))
    running.link.say(messages.Caret(second, None))
    running.link.say(messages.Caret(first, (40, 60)))
    running.link.say(messages.Caret(first, (1, 2)))
    running.settle()
    assert told == [None, (40, 60)]


def test_one_that_dies_or_is_none_keeps_nobody_waiting(running: Running) -> None:
    told: list[tuple[int, int] | None] = []
    running.assembly.find_caret(told.append)
    running.settle()
    assert told == []
    running.link.pid = None  # it has died, and nobody has noticed
    running.assembly.find_caret(told.append)
    running.settle()
    assert told == [None]
    running.link.begin(101)
    running.settle()
    assert told == [None, None]
