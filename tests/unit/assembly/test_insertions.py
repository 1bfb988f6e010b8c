"""Texts that windows put into the application in front, and what is told of them."""

from __future__ import annotations

from desktop.assembly import Fate, Selection, Told
from desktop.keyboard.messages import Failed, Insert, State, TakeBack, Typed, Undone
from desktop.keyboard.reasons import Reason
from tests.unit.assembly.acting import Running

OLD = Selection("old", at=12.5)


class Hearing:
    """Who put a text in."""

    def __init__(self, running: Running, over: Selection | None = OLD) -> None:
        self.told: list[Told] = []
        self.running = running
        self.serial = running.assembly.insert(7, "new", self.told.append, over)
        running.settle()

    def fates(self) -> list[Fate]:
        self.running.settle()
        return [one.fate for one in self.told]


def test_a_text_goes_over_what_is_selected_and_comes_back_as_wished(running: Running) -> None:
    one = Hearing(running)
    assert running.link.of(Insert) == [
        Insert(one.serial, 7, "new", replaced="old", selected_at=12.5)
    ]
    running.link.say(Typed(one.serial, 5.0, pasted=False))
    assert one.fates() == [Fate.TYPED]
    running.assembly.take_back(one.serial)
    running.assembly.take_back(one.serial)
    running.settle()
    assert running.link.of(TakeBack) == [TakeBack(one.serial)]
    running.link.say(Undone(one.serial))
    assert one.fates() == [Fate.TYPED, Fate.UNDONE]
    running.assembly.take_back(one.serial)
    running.settle()
    assert len(running.link.of(TakeBack)) == 1


def test_backspace_takes_it_back_unasked(running: Running) -> None:
    one = Hearing(running)
    running.link.say(Typed(one.serial, 5.0, pasted=False))
    running.link.say(Undone(one.serial))
    assert one.fates() == [Fate.TYPED, Fate.UNDONE]


def test_why_it_was_not_typed_is_told_to_who_asked_and_to_nobody_else(running: Running) -> None:
    one = Hearing(running)
    running.link.say(Failed(one.serial, Reason.MOVED))
    running.settle()
    assert one.told == [Told(Fate.FAILED, "You went on in another place")]
    assert not running.problems
    assert running.clipboard.set == 0


def test_what_can_not_be_taken_back_stays_and_may_be_asked_for_again(running: Running) -> None:
    one = Hearing(running)
    running.link.say(Typed(one.serial, 5.0, pasted=False))
    for count in (1, 2):
        running.assembly.take_back(one.serial)
        running.settle()
        assert len(running.link.of(TakeBack)) == count
        running.link.say(Failed(one.serial, Reason.MOVED))
    assert one.fates() == [Fate.TYPED, Fate.STAYS, Fate.STAYS]


def test_without_keys_it_fails_at_once_and_says_why(running: Running) -> None:
    running.link.say(State(can_type=False, reason="The screen is locked."))
    one = Hearing(running)
    assert one.told == [Told(Fate.FAILED, "The screen is locked")]
    assert not running.link.of(Insert)


def test_a_keyboard_process_that_dies_takes_what_it_had_in_hand(running: Running) -> None:
    standing, going = Hearing(running), Hearing(running)
    running.link.say(Typed(standing.serial, 5.0, pasted=False))
    running.settle()
    running.link.begin(101)
    assert going.fates() == [Fate.FAILED]
    assert standing.fates() == [Fate.TYPED]
    running.assembly.take_back(standing.serial)  # the new process knows nothing of it
    running.settle()
    assert not running.link.of(TakeBack)


def test_only_the_newest_are_kept_in_mind(running: Running) -> None:
    ones = [Hearing(running) for _ in range(40)]
    for one in ones:
        running.link.say(Typed(one.serial, 5.0, pasted=False))
    newest = [Hearing(running) for _ in range(2)]
    running.settle()
    assert len(running.assembly._insertions._known) == 18
    assert all(one.fates() == [Fate.TYPED] for one in ones)
    assert all(one.fates() == [] for one in newest)
