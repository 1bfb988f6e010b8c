"""Verbs that other starts hand over: before there is anything to do them, while, and after."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from desktop.assembly.rest.state import Ahead, RestState, Underway
from desktop.core.results import UserError
from desktop.ui.shell.verbs import ENDING, Verbs


@dataclass
class FakeCustomers:
    """What verbs use of the customers."""

    did: list[object]
    refuses: bool = False

    def call(self, number: str, reference: str, name: str) -> None:
        if self.refuses:
            raise UserError("Too many are open", todo="Close some")
        self.did.append(("call", number, reference, name))

    def call_ended(self, number: str, reference: str) -> None:
        self.did.append(("hangup", number, reference))

    def open_link(self, url: str) -> None:
        self.did.append(url)


@dataclass
class FakeResting:
    """What verbs use of the breaks."""

    did: list[object]
    state: RestState = field(default_factory=RestState)

    def take(self, kind: str) -> None:
        self.did.append(("take", kind))

    def tap(self, how: str) -> None:
        self.did.append(("tap", how))

    def breathe(self) -> None:
        self.did.append("breathe")

    def postpone(self) -> None:
        self.did.append("postpone")

    def skip(self) -> None:
        self.did.append("skip")


@dataclass
class FakeAssembly:
    """What verbs use of an assembly."""

    did: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.customers = FakeCustomers(self.did)
        self.resting = FakeResting(self.did)

    def pause(self, minutes: float | None = None) -> None:
        self.did.append(("pause", minutes))

    def resume(self) -> None:
        self.did.append("resume")

    def status(self) -> dict[str, object]:
        return {"ready": True}


@pytest.fixture
def assembly() -> FakeAssembly:
    return FakeAssembly()


@pytest.fixture
def verbs() -> Verbs:
    return Verbs()


def begin(verbs: Verbs, assembly: FakeAssembly) -> None:
    def named(name: str) -> None:
        assembly.did.append(name)

    windows = {
        "show": lambda: named("show"),
        "palette": lambda: named("palette"),
        "settings": lambda: named("settings"),
        "quit": lambda: named("quit"),
    }
    verbs.begin(assembly, windows)  # type: ignore[arg-type]  # stands in for the real one


def test_verbs_wait_for_the_beginning_in_their_order(verbs: Verbs, assembly: FakeAssembly) -> None:
    for words in (["show"], ["pause", "5"], ["resume"], ["quit"]):
        assert verbs.obey(words) == ""
    assert json.loads(verbs.obey(["status"])) == {"ready": False}
    begin(verbs, assembly)
    assert assembly.did == ["show", ("pause", 5.0), "resume", "quit"]


def test_a_flood_before_the_beginning_is_bounded(verbs: Verbs, assembly: FakeAssembly) -> None:
    for _ in range(1000):
        verbs.obey(["show"])
    begin(verbs, assembly)
    assert len(assembly.did) == 100


def test_what_is_handed_over_is_done_when_it_is_answered(
    verbs: Verbs, assembly: FakeAssembly
) -> None:
    begin(verbs, assembly)
    for words in (["pause"], ["pause", "2.5"], ["resume"], ["palette"], ["settings"]):
        assert verbs.obey(words) == ""
    assert assembly.did == [("pause", None), ("pause", 2.5), "resume", "palette", "settings"]
    assert json.loads(verbs.obey(["status"])) == {"ready": True}


@pytest.mark.parametrize(
    "words",
    [
        [],
        [""],
        ["dance"],
        ["pause", "soon"],
        ["pause", "nan"],
        ["pause", "inf"],
        ["pause", "-1"],
        ["pause", "1", "2"],
        ["call"],
        ["call", "1", "2"],
        ["call", "1" * 3000, "", ""],
        ["hangup", "1"],
        ["breaks", "take", "all"],
        ["breaks", "tap"],
        ["breaks"],
        ["hangup", "1", "2", "3"],
        ["hangup", "1" * 3000, ""],
        ["quit", "now"],
        ["open"],
        ["open", "deskhand://x"],
        ["open", "https://example.org"],
        ["open", "deskhand://lookup?phone=1", "deskhand://lookup?phone=2"],
    ],
)
def test_what_fits_nothing_is_refused_in_words(
    verbs: Verbs, assembly: FakeAssembly, words: Sequence[str]
) -> None:
    early = verbs.obey(words)
    begin(verbs, assembly)
    assert verbs.obey(words) == early
    assert early.endswith(".")
    assert assembly.did == []


def test_calls_and_links_are_handed_on(verbs: Verbs, assembly: FakeAssembly) -> None:
    link = "deskhand://lookup?phone=1"
    assert verbs.obey(["open", link]) == ""
    begin(verbs, assembly)
    assert verbs.obey(["call", "+49 30 1", "call-1", "Ana"]) == ""
    assert verbs.obey(["open", link]) == ""
    assert verbs.obey(["hangup", "", "call-1"]) == ""
    call = ("call", "+49 30 1", "call-1", "Ana")
    assert assembly.did == [link, call, link, ("hangup", "", "call-1")]


def test_breaks_are_wished_for_where_there_are_some(verbs: Verbs, assembly: FakeAssembly) -> None:
    begin(verbs, assembly)
    assert "off" in verbs.obey(["breaks", "take", "short"])
    assert assembly.did == []
    assembly.resting.state = RestState(on=True)
    for words in ["take", "long"], ["tap", "hard"], ["breathe"]:
        assert verbs.obey(["breaks", *words]) == ""
    assert assembly.did == [("take", "long"), ("tap", "hard"), "breathe"]


def test_a_break_is_postponed_or_skipped_where_there_is_one_that_can_be(
    verbs: Verbs, assembly: FakeAssembly
) -> None:
    begin(verbs, assembly)
    assembly.resting.state = RestState(on=True)
    for wish in "postpone", "skip":
        assert "none is on" in verbs.obey(["breaks", wish])
    strict = Ahead("short", "", 9, can_postpone=False, can_skip=False, postpone_s=120)
    assembly.resting.state = RestState(on=True, notice=strict)
    assert verbs.obey(["breaks", "postpone"]) == "This break can't be postponed."
    assert verbs.obey(["breaks", "skip"]) == "This break can't be skipped."
    assert assembly.did == []
    underway = Underway("short", "", 0, 30, postpone_until=9, postpone_s=120, can_skip=True)
    for state in (
        RestState(on=True, notice=replace(strict, can_postpone=True, can_skip=True)),
        RestState(on=True, underway=underway),
    ):
        assembly.resting.state = state
        for wish in "postpone", "skip":
            assert verbs.obey(["breaks", wish]) == ""
    assert assembly.did == ["postpone", "skip"] * 2


def test_why_there_is_no_breathing_is_said(verbs: Verbs, assembly: FakeAssembly) -> None:
    begin(verbs, assembly)
    assembly.resting.state = RestState(on=True, in_contact=True)
    assert "contact is open" in verbs.obey(["breaks", "breathe"])
    underway = Underway("short", "", 0, 30, postpone_until=9, postpone_s=120, can_skip=True)
    assembly.resting.state = RestState(on=True, underway=underway)
    assert verbs.obey(["breaks", "breathe"]) == "A break is on."
    assert assembly.did == []


def test_why_a_call_is_not_taken_is_told_to_who_calls(verbs: Verbs, assembly: FakeAssembly) -> None:
    begin(verbs, assembly)
    assembly.customers.refuses = True
    assert verbs.obey(["call", "1", "", ""]) == "Too many are open. Close some."


def test_one_that_ends_says_so(verbs: Verbs, assembly: FakeAssembly) -> None:
    begin(verbs, assembly)
    verbs.end()
    assert verbs.obey(["show"]) == ENDING
    assert assembly.did == []
