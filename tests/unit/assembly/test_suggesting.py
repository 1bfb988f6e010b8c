"""Suggestions between the keyboard process and the agent: offered, made, declined, forgotten."""

from __future__ import annotations

import datetime as dt
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.assembly import suggesting
from desktop.assembly.editing import Editing
from desktop.assembly.suggesting import HELD_S, KEY, MOST, PACK, Offer, Suggesting
from desktop.core.clock import FixedClock
from desktop.core.results import Problem
from desktop.core.triggers import SEPARATORS
from desktop.host.base import Attendance
from desktop.host.memory_presence import MemoryPresence
from desktop.interaction import Channel, Interactions
from desktop.keyboard.messages import Often, Suggest
from desktop.keyboard.tally import KEY_BYTES
from desktop.settings.paths import places, prepare
from desktop.settings.secrets import Secrets
from desktop.settings.sections.snippets import SUGGEST
from desktop.settings.store import Settings
from desktop.snippets.library import Library, load_library
from desktop.snippets.suggestions.settled import FILE
from tests.unit.assembly.acting import Running
from tests.unit.customers.book.keeping import MemoryKeyring
from tests.unit.customers.strict_keyring import StrictKeyring

SECONDS = 10.0
TEXT = "How can I help you today?"
OTHER = "Thank you very much for waiting."
START = dt.datetime(2026, 11, 29, 9, tzinfo=dt.UTC)


@dataclass
class Desk:
    """Suggestions with everything around them."""

    folder: Path
    keyring: MemoryKeyring | StrictKeyring = field(default_factory=MemoryKeyring)
    library: Library = field(default_factory=Library)

    def __post_init__(self) -> None:
        self.closed = False
        self.places = places(self.folder)
        prepare(self.places)
        self.clock = FixedClock(START)
        self.settings = Settings(self.places.settings, self.clock)
        self.interactions = Interactions(self.clock)
        self.presence = MemoryPresence(self.clock)
        self.kept: list[Suggest] = []
        self.counts: list[int] = []
        self.problems: list[Problem] = []
        self.reloads: list[None] = []
        self.editing = Editing(
            self.places.data,
            self.clock.now,
            library=lambda: self.library,
            separators=lambda: SEPARATORS,
            reload=lambda: self.reloads.append(None),
            read_uses=list,
            try_out=lambda *_: None,
            on_renderer=lambda job: job(),
        )
        self.suggesting = Suggesting(
            self.places,
            self.settings,
            Secrets(backend=self.keyring),
            self.clock,
            self.interactions,
            library=lambda: self.library,
            editing=lambda: self.editing,
            keep=self.kept.append,
            presence=lambda: self.presence,
        )
        self.suggesting.changed.connect(self.counts.append)
        self.suggesting.trouble.connect(self.problems.append)

    def start(self, *, on: bool = True) -> None:
        self.settings.change(SUGGEST, on)
        self.suggesting.start()
        self.settle()

    def settle(self) -> None:
        done = threading.Event()
        self.suggesting._thread.put(done.set)
        assert done.wait(SECONDS)

    def hear(self, text: str, mark: bytes = b"mark", *, opening: bool = False) -> None:
        self.suggesting.heard(Often(text, mark, opening))
        self.settle()

    def texts(self) -> list[str]:
        return [one.text for one in self.suggesting.offers()]

    def make(self, offer: Offer, trigger: str, text: str) -> Problem | None:
        told: queue.SimpleQueue[Problem | None] = queue.SimpleQueue()
        self.suggesting.make(offer, trigger, text, told.put)
        found = told.get(timeout=SECONDS)
        self.settle_editing()
        self.settle()
        return found

    def settle_editing(self) -> None:
        """Its thread has done all that it was asked for."""
        done = threading.Event()
        self.editing.put(done.set)
        assert done.wait(SECONDS)

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self.suggesting.close()
            self.editing.close()


Begin = Callable[..., Desk]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    made: list[Desk] = []

    def one(**options: object) -> Desk:
        made.append(Desk(tmp_path, **options))  # type: ignore[arg-type]  # options pass through
        return made[-1]

    yield one
    for desk in made:
        desk.close()


def test_off_it_asks_for_nothing_and_has_no_thread(begin: Begin) -> None:
    desk = begin()
    desk.suggesting.start()
    desk.suggesting.heard(Often(TEXT, b"mark"))
    assert not desk.suggesting._thread.runs
    assert desk.kept == []
    assert desk.keyring.kept == {}


def test_it_is_off_unless_switched_on(begin: Begin) -> None:
    assert begin().settings.get(SUGGEST) is False


def test_switched_on_and_off_while_it_runs(begin: Begin) -> None:
    desk = begin()
    desk.start(on=False)
    desk.settings.change(SUGGEST, True)
    desk.settle()
    assert len(desk.kept[-1].key) == KEY_BYTES
    desk.hear(TEXT)
    assert desk.texts() == [TEXT]
    desk.settings.change(SUGGEST, False)
    desk.settle()
    assert desk.kept[-1] == Suggest(b"", [])
    assert desk.texts() == []
    desk.hear(TEXT)
    assert desk.texts() == []


def test_the_key_is_in_the_keyring_and_serves_again(begin: Begin) -> None:
    keyring = MemoryKeyring()
    first, second = begin(keyring=keyring), begin(keyring=keyring)
    first.start()
    second.start()
    assert first.kept == second.kept
    assert [name for _, name in keyring.kept] == [KEY]


@pytest.mark.parametrize("there", ["", "short", "not base 64 !", "ä" * 44])
def test_a_key_that_is_none_is_made_anew(begin: Begin, there: str) -> None:
    keyring = MemoryKeyring()
    keyring.kept["Deskhand", KEY] = there
    desk, later = begin(keyring=keyring), begin(keyring=keyring)
    desk.start()
    later.start()
    assert len(desk.kept[-1].key) == KEY_BYTES
    assert later.kept[-1].key == desk.kept[-1].key


def test_what_is_declined_is_so_for_good(begin: Begin) -> None:
    keyring = MemoryKeyring()
    desk = begin(keyring=keyring)
    desk.start()
    desk.hear(TEXT, b"one")
    desk.hear(OTHER, b"two")
    desk.suggesting.decline(desk.suggesting.offers()[1])
    desk.settle()
    assert desk.texts() == [OTHER]
    assert desk.kept[-1].settled == [b"one"]
    desk.hear(TEXT, b"one")
    assert desk.texts() == [OTHER]
    desk.close()
    later = begin(keyring=keyring)
    later.start()
    assert later.kept[-1].settled == [b"one"]
    assert later.problems == []


def test_no_file_of_the_profile_holds_a_sentence(begin: Begin) -> None:
    desk = begin()
    desk.start()
    desk.hear(TEXT)
    desk.suggesting.decline(desk.suggesting.offers()[0])
    desk.settle()
    assert (desk.places.data / FILE).exists()
    for path in desk.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes().lower()
            assert b"help you" not in content
            assert TEXT.encode("utf-16-le").lower() not in content


def test_without_a_keyring_it_works_until_the_end_and_says_so_once(begin: Begin) -> None:
    keyring = StrictKeyring()
    keyring.refuses_from = 0
    desk = begin(keyring=keyring)
    desk.start()
    assert desk.problems == []
    for mark in (b"one", b"two"):
        desk.hear(TEXT, mark)
        desk.suggesting.decline(desk.suggesting.offers()[0])
        desk.settle()
    assert desk.kept[-1].settled == [b"one", b"two"]
    assert desk.problems == [suggesting.NOT_FOR_GOOD]
    assert not (desk.places.data / FILE).exists()


def test_one_that_is_made_is_a_snippet_and_not_offered_again(begin: Begin) -> None:
    desk = begin()
    desk.start()
    desk.hear(TEXT)
    [offer] = desk.suggesting.offers()
    proposed: list[str] = []
    desk.suggesting.propose(offer, proposed.append)
    desk.settle()
    assert proposed == [";hcih"]
    assert desk.make(offer, ";help", "How may I help?") is None
    [one] = load_library([desk.places.packs]).snippets
    assert (one.triggers, one.body) == ((";help",), "How may I help?")
    assert desk.texts() == []
    desk.hear(TEXT)
    assert desk.texts() == []


def test_a_trigger_that_is_taken_is_refused_and_the_offer_stands(begin: Begin) -> None:
    desk = begin()
    (desk.places.packs / "own.yml").write_text("matches: [{trigger: ;help, replace: x}]", "utf-8")
    desk.library = load_library([desk.places.packs])
    desk.start()
    desk.hear(TEXT)
    problem = desk.make(desk.suggesting.offers()[0], ";help", TEXT)
    assert problem is not None
    assert problem.what == "There is a snippet with this trigger"
    assert desk.texts() == [TEXT]
    assert len(list(desk.places.packs.iterdir())) == 1


def test_the_next_is_added_and_what_the_agent_wrote_in_the_pack_stays(begin: Begin) -> None:
    desk = begin()
    path = desk.places.packs / PACK
    path.write_text("# mine\nmatches:\n  # the first\n  - {trigger: ;a, replace: x}\n", "utf-8")
    desk.library = load_library([desk.places.packs])
    desk.start()
    desk.hear(TEXT)
    text = "Two lines:\n- “a” & 'b' # no comment\n"
    assert desk.make(desk.suggesting.offers()[0], ";two", text) is None
    assert path.read_text("utf-8").startswith("# mine\nmatches:\n  # the first\n  - {trigger: ;a")
    known = load_library([desk.places.packs])
    assert not known.problems
    assert [one.body for one in known.snippets] == ["x", text]
    assert desk.reloads


@pytest.mark.parametrize(("trigger", "text"), [("", TEXT), ("a", TEXT), (";help", " \n")])
def test_what_is_no_snippet_is_not_written(begin: Begin, trigger: str, text: str) -> None:
    desk = begin()
    desk.start()
    desk.hear(TEXT)
    assert desk.make(desk.suggesting.offers()[0], trigger, text) is not None
    assert list(desk.places.packs.iterdir()) == []
    assert desk.texts() == [TEXT]


def test_a_pack_that_can_not_be_read_is_left_alone(begin: Begin) -> None:
    desk = begin()
    path = desk.places.packs / PACK
    path.write_text("matches: [", "utf-8")
    desk.start()
    desk.hear(TEXT)
    assert desk.make(desk.suggesting.offers()[0], ";help", TEXT) is not None
    assert path.read_text("utf-8") == "matches: ["
    assert desk.texts() == [TEXT]


def test_a_full_disk_is_told_and_the_offer_stands(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.snippets.editing import edits

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    desk = begin()
    desk.start()
    desk.hear(TEXT)
    monkeypatch.setattr(edits, "write_atomically", full)
    problem = desk.make(desk.suggesting.offers()[0], ";help", TEXT)
    assert problem is not None
    assert problem.why == "No space left on device"
    assert desk.texts() == [TEXT]


def test_one_for_which_there_is_a_snippet_says_its_trigger(begin: Begin) -> None:
    desk = begin()
    (desk.places.packs / "own.yml").write_text(
        "matches: [{trigger: ;ty, replace: 'thank you very much  for waiting'}]", "utf-8"
    )
    desk.library = load_library([desk.places.packs])
    desk.start()
    desk.hear(OTHER, b"one")
    desk.hear(TEXT, b"two")
    assert [one.trigger for one in desk.suggesting.offers()] == ["", ";ty"]


@pytest.mark.parametrize(
    ("name", "text", "offered"),
    [
        ("Ana Souza", "Thank you so much, Ana, for that.", False),
        ("Ana Souza", "Good morning Mrs SOUZA, how are you?", False),
        ("José Peña-Lopez", "Mr Lopez is back again today.", False),
        ("Ana Souza", "I can analyse that for you now.", True),
        ("", TEXT, True),
    ],
)
def test_nobodys_name_is_offered(begin: Begin, name: str, text: str, offered: bool) -> None:
    desk = begin()
    desk.start()
    one = desk.interactions.open("test", Channel.CHAT)
    desk.interactions.open("test", Channel.PHONE)  # in front of it

    def set_name(interaction: object) -> object:
        return interaction.with_value("customer.name", name, START, "agent")  # type: ignore[attr-defined]  # an Interaction

    asked = desk.interactions.ask(one.id)
    assert asked is not None
    assert desk.interactions.deliver(asked, set_name)  # type: ignore[arg-type]  # as above
    desk.hear(text)
    assert desk.texts() == ([text] if offered else [])


def test_offers_are_few_and_go_by_themselves(begin: Begin) -> None:
    desk = begin()
    desk.start()
    for number in range(MOST + 1):
        desk.hear(f"{TEXT} {number}", bytes([number]))
        desk.clock.advance(60)
    assert desk.texts() == [f"{TEXT} {number}" for number in (3, 2, 1)]
    desk.hear(TEXT, bytes([2]))
    assert desk.texts() == [TEXT, f"{TEXT} 3", f"{TEXT} 1"]
    desk.clock.advance(HELD_S - 150)
    assert desk.texts() == [TEXT, f"{TEXT} 3"]
    desk.suggesting._thread.put(desk.suggesting._let_go)
    desk.settle()
    assert len(desk.suggesting._offers) == 2
    assert desk.counts[-1] == 2


def test_a_locked_screen_wipes_them(begin: Begin) -> None:
    desk = begin()
    desk.start()
    desk.hear(TEXT)
    desk.presence.tell(Attendance.LOCKED)
    desk.settle()
    assert desk.texts() == []
    assert desk.counts == [1, 0]


def test_the_end_wipes_them(begin: Begin) -> None:
    desk = begin()
    desk.start()
    desk.hear(TEXT)
    desk.close()
    assert desk.suggesting._offers == ()


def test_an_offer_does_not_show_its_text(begin: Begin) -> None:
    desk = begin()
    desk.start()
    desk.hear(TEXT)
    assert TEXT not in repr(desk.suggesting.offers())


def test_in_the_assembly(running: Running) -> None:
    """Every keyboard process is told, and what it tells arrives."""
    counts: list[int] = []
    running.assembly.suggesting.changed.connect(counts.append)
    running.assembly.settings.change(SUGGEST, True)
    assert len(running.link.wait(Suggest).key) == KEY_BYTES
    running.link.say(Often(TEXT, b"mark"))
    running.until(lambda: bool(counts))
    assert running.assembly.status()["suggestions"] == 1
