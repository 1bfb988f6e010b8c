"""The application in a process of its own without a screen: its beginning, its icon, its end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop import __version__
from tests.ui import app_steps as steps
from tests.ui.acted_app import Steps, act, lines


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere keys can be followed without a screen"
)
def test_the_icon_shows_on_paused_off_and_cannot(tmp_path: Path) -> None:
    done = act(tmp_path, steps.icon_changes)
    cannot, on, paused, off = lines(done)
    why = "Keys can't be followed on this system."
    assert cannot == f"CANNOT | Deskhand – cannot type: {why} | {why}"
    assert on.startswith("ON | Deskhand – typing is on")
    assert paused.startswith("PAUSED | Deskhand – typing is paused: paused until")
    assert "off in the settings" in off
    log = (tmp_path / "data" / "logs" / "deskhand.log").read_text(encoding="utf-8")
    told = [line.partition(" desktop.")[2].partition(": ")[2] for line in log.splitlines()]
    version = sys.version.partition(" ")[0]
    assert told == [
        "typing: Deskhand is starting.",
        f"Deskhand {__version__} on Python {version}",
        *(f"typing: {one}" for one in (why, "on", "paused", "on", "off")),
        "Deskhand ends",
    ]


def test_the_tray_names_the_customer_in_front(tmp_path: Path) -> None:
    done = act(tmp_path, steps.customers_call)
    assert lines(done) == [
        "Open interaction…",
        "1 2 3",
        "Ana && Bo",
        "1 2 3",
        "Open interaction…",
    ]


def test_a_call_brings_the_sidebar_up(tmp_path: Path) -> None:
    done = act(tmp_path, steps.nobody_known_calls)
    assert lines(done) == [
        "False None",
        "This link can't be opened",
        "True False",
        "has the keys",
    ]


def test_the_address_for_phone_systems_is_copied_or_it_says_why_not(tmp_path: Path) -> None:
    done = act(tmp_path, steps.address_is_copied)
    assert lines(done) == [
        "The keyring of this computer does not keep secrets",
        "The address for phone systems is copied",
        "http://127.0.0.1:47820/call?token=token&number=NUMBER",
    ]


def test_a_message_has_a_button_for_what_it_speaks_of(tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "own.yml").write_text("matches: []", "utf-8")
    done = act(tmp_path, steps.packs_have_problems)
    assert lines(done) == ["Wrong ['Open the pack']", "Wrong []"]


@pytest.mark.parametrize("end", [steps.session_ends, steps.loop_ends])
def test_the_end_of_the_session_is_a_clean_end(tmp_path: Path, end: Steps) -> None:
    assert lines(act(tmp_path, end)) == []


def test_a_failure_while_it_begins_is_a_sentence_and_no_icon_that_does_nothing(
    tmp_path: Path,
) -> None:
    done = act(tmp_path, steps.beginning_fails)
    (said,) = lines(done, 1)
    assert said.startswith("refused: Deskhand can't start.")
    assert "customer's text" not in done.stdout + done.stderr


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("in the way")
    done = act(tmp_path / "profile", steps.nothing)
    (said,) = lines(done, 1)
    assert "--profile" in said


def test_a_fault_in_a_window_is_told_and_survived(tmp_path: Path) -> None:
    done = act(tmp_path, steps.window_fails)
    assert lines(done) == ["Something in Deskhand went wrong"]


def test_every_window_opens(tmp_path: Path) -> None:
    done = act(tmp_path, steps.windows_open)
    opened, again, systems, chosen, count = lines(done)
    assert (opened, again) == ("True", "True")
    assert (systems, chosen) == ("True", "salesforce")
    assert int(count) >= 6


def test_a_follow_up_is_told_after_the_interaction_and_never_in_it(tmp_path: Path) -> None:
    done = act(tmp_path, steps.follow_up_is_due)
    assert lines(done) == [
        "None",
        "Follow up: Ana Souza | the invoice",
        "1 follow-up is due",
        "0 No name",
    ]


def test_what_snippets_save_is_counted_shown_given_out_and_deleted(tmp_path: Path) -> None:
    done = act(tmp_path, steps.savings_are_shown)
    assert lines(done) == [
        "Nothing is counted yet",
        "3 min of typing saved in 1 uses | care: ;a",
        "saved.csv is saved | care: ;a,editor,1,610,10,600",
        "Nothing is counted yet",
    ]


def test_what_is_often_typed_is_offered_in_the_tray_and_made_into_a_snippet(
    tmp_path: Path,
) -> None:
    done = act(tmp_path, steps.suggestion_is_made)
    assert lines(done) == [
        "False",
        "Suggested snippets (1)…",
        "“How can I help you today?”",
        ";hcih",
        "False False",
        "my-snippets#1",
    ]
