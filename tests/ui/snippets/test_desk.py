"""The snippets' windows at work: what they ask of the assembly, and where the focus goes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.assembly import Asking, TypingState
from desktop.core.clock import SystemClock
from desktop.core.events import Event
from desktop.core.results import Problem
from desktop.host.base import Window
from desktop.interaction import Channel, Interactions
from desktop.snippets.expand import Expansion
from desktop.snippets.library import Library, load_library
from desktop.snippets.render.outcome import (
    Answer,
    Field,
    FieldKind,
    Option,
    Question,
    QuestionKind,
    Rendered,
    State,
)
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.shell import Shell
from desktop.ui.snippets.choice import ChoiceWindow
from desktop.ui.snippets.desk import SnippetDesk
from desktop.ui.widgets.frame import BELOW
from tests.ui.keys import press


class FakeReading:
    """Knowledge bases that say only which there are."""

    def __init__(self, did: list[tuple[object, ...]]) -> None:
        self.known: Event[tuple[str, ...]] = Event("known")
        self.did = did

    def look(self) -> None:
        self.did.append(("look",))

    def copy(self, link: str) -> None:
        self.did.append(("copy link", link))


class FakeAssembly:
    """What the desk uses of an assembly, and a list of what it asked for."""

    def __init__(self) -> None:
        self.library_changed: Event[Library] = Event("library")
        self.reading: Event[float] = Event("reading")
        self.asked: Event[Asking] = Event("asked")
        self.withdrawn: Event[int] = Event("withdrawn")
        self.state_changed: Event[TypingState] = Event("state")
        self.interactions = Interactions(SystemClock())
        self.state = TypingState(can_type=True, reason="")
        self.did: list[tuple[object, ...]] = []
        self.clock = SystemClock()
        self.customers = SimpleNamespace(reading=FakeReading(self.did))
        self.caret: tuple[int, int] | None = None
        self.tells_caret = True
        self.caret_asked: list[Callable[[tuple[int, int] | None], None]] = []
        self.rendered = Rendered("as it comes out", "own#1", missing=("customer.first_name",))

    def find_caret(self, tell: Callable[[tuple[int, int] | None], None]) -> None:
        self.caret_asked.append(tell)
        if self.tells_caret:
            tell(self.caret)

    def answer(self, serial: int, answer: Answer) -> None:
        self.did.append(("answer", serial, answer))

    def cancel(self, serial: int) -> None:
        self.did.append(("cancel", serial))

    def use(self, number: int, library: str, window: Window) -> None:
        self.did.append(("use", number, window.id))

    def copy(self, number: int, library: str) -> None:
        self.did.append(("copy", number))

    def preview(self, number: int, library: str, tell: Callable[[Expansion | None], None]) -> None:
        tell(Expansion(self.rendered))


class FakeWindows:
    """Remembers which window was brought to the front."""

    def __init__(self, did: list[tuple[object, ...]]) -> None:
        self.did = did
        self.pointer: tuple[int, int] | None = None

    def foreground(self) -> Window:
        return Window(9, "editor")

    def activate(self, window: Window) -> bool:
        self.did.append(("front", window.id))
        return True

    def caret(self) -> tuple[int, int] | None:
        return self.pointer


class Desk:
    """A desk with its surroundings."""

    def __init__(self) -> None:
        self.assembly = FakeAssembly()
        self.did = self.assembly.did
        self.problems: list[Problem] = []
        self.bridge = Bridge()
        self.background = Background(self.bridge, self.problems.append)
        self.windows = FakeWindows(self.did)
        self.desk = SnippetDesk(
            self.assembly,  # type: ignore[arg-type]  # stands in for the real one
            self.windows,
            Shell(self.bridge, self.background, self.problems.append),
        )

    def close(self) -> None:
        self.bridge.close()
        self.desk.close()
        self.background.close()

    def ask(self, serial: int, kind: QuestionKind = QuestionKind.CHOICE, window: int = 7) -> None:
        options = (Option("One", "1"), Option("Two", "2"))
        field = Field("which", FieldKind.CHOICE, options=options)
        question = Question(kind, "which", "Which?", (field,), State(SystemClock().now(), {}))
        self.assembly.asked.emit(Asking(serial, question, window, ""))


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[Desk]:
    made = Desk()
    yield made
    made.close()


@pytest.fixture
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("packs")
    (folder / "own.yml").write_text(
        "matches:\n  - {trigger: ':a', replace: one}\n  - {trigger: ':b', replace: two}\n", "utf-8"
    )
    return load_library([folder])


def choice(desk: Desk) -> ChoiceWindow:
    window = desk.desk._choice
    assert window is not None
    assert window.isVisible()
    return window


# --- questions ---


def test_a_choice_is_answered_once_its_window_is_in_front(desk: Desk, qtbot: QtBot) -> None:
    desk.ask(1)
    qtbot.waitUntil(lambda: question_window(desk) is not None)
    press(choice(desk).line, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: len(desk.did) == 2)
    assert desk.did == [("front", 7), ("answer", 1, "2")]


def test_escape_cancels_and_gives_the_focus_back(desk: Desk, qtbot: QtBot) -> None:
    desk.ask(1)
    qtbot.waitUntil(lambda: question_window(desk) is not None)
    press(choice(desk).line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(desk.did) == 2)
    assert desk.did == [("cancel", 1), ("front", 7)]


def test_the_next_question_gives_the_one_before_up_and_keeps_the_focus(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.ask(1, window=7)
    desk.ask(2, window=8)
    qtbot.waitUntil(lambda: len(desk.did) == 1)
    press(choice(desk).line, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: len(desk.did) == 3)
    assert desk.did == [("cancel", 1), ("front", 8), ("answer", 2, "1")]


def test_a_form_and_a_choice_do_not_disturb_each_other(desk: Desk, qtbot: QtBot) -> None:
    desk.ask(1, QuestionKind.FORM, window=7)
    desk.ask(2, window=8)
    qtbot.waitUntil(lambda: question_window(desk) is not None)
    press(choice(desk).line, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: len(desk.did) == 2)
    form = desk.desk._form
    assert form is not None
    press(form._rows[0].editor.widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(desk.did) == 4)
    assert desk.did[2:] == [("front", 7), ("answer", 1, {"which": "1"})]


def test_a_question_that_nobody_waits_for_goes_away(desk: Desk, qtbot: QtBot) -> None:
    desk.ask(1)
    qtbot.waitUntil(lambda: desk.desk._choice is not None and desk.desk._choice.isVisible())
    window = choice(desk)
    desk.assembly.withdrawn.emit(2)
    desk.assembly.withdrawn.emit(1)
    qtbot.waitUntil(lambda: not window.isVisible())


# --- where they open ---


@pytest.mark.parametrize("kind", [QuestionKind.CHOICE, QuestionKind.FORM])
def test_a_question_opens_below_the_caret(desk: Desk, qtbot: QtBot, kind: QuestionKind) -> None:
    desk.assembly.caret, desk.windows.pointer = (40, 60), (300, 200)
    desk.ask(1, kind)
    qtbot.waitUntil(lambda: question_window(desk) is not None)
    window = question_window(desk)
    assert window is not None
    assert (window.x(), window.y()) == (40, 60 + BELOW)


def test_where_no_application_tells_the_system_is_asked(desk: Desk, qtbot: QtBot) -> None:
    desk.windows.pointer = (40, 60)
    desk.ask(1)
    qtbot.waitUntil(lambda: question_window(desk) is not None)
    assert choice(desk).pos() == QPoint(40, 60 + BELOW)


def test_an_application_that_hangs_keeps_no_question_waiting(desk: Desk, qtbot: QtBot) -> None:
    desk.windows.pointer = (40, 60)
    desk.assembly.tells_caret = False
    desk.ask(1)
    qtbot.waitUntil(lambda: question_window(desk) is not None)
    window = choice(desk)
    desk.assembly.caret_asked[0]((1, 2))  # too late
    turn(desk, qtbot)
    assert window.pos() == QPoint(40, 60 + BELOW)


def test_the_newest_question_stays_where_the_application_of_the_one_before_hangs(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.assembly.tells_caret = False
    desk.ask(1, window=7)
    desk.ask(2, window=8)
    qtbot.waitUntil(lambda: len(desk.assembly.caret_asked) == 2)
    for tell in reversed(desk.assembly.caret_asked):
        tell((40, 60))
    qtbot.waitUntil(lambda: bool(desk.did))
    press(choice(desk).line, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: len(desk.did) == 3)
    assert desk.did == [("cancel", 1), ("front", 8), ("answer", 2, "1")]


def test_a_question_is_over_before_its_place_is_known(desk: Desk, qtbot: QtBot) -> None:
    desk.assembly.tells_caret = False
    desk.ask(1)
    qtbot.waitUntil(lambda: bool(desk.assembly.caret_asked))
    desk.assembly.withdrawn.emit(1)
    turn(desk, qtbot)
    desk.assembly.caret_asked[0](None)
    turn(desk, qtbot)
    assert question_window(desk) is None
    assert desk.did == []


def question_window(desk: Desk) -> QWidget | None:
    """The choice or form that is shown."""
    shown = (desk.desk._choice, desk.desk._form)
    return next((one for one in shown if one is not None and one.isVisible()), None)


def turn(desk: Desk, qtbot: QtBot) -> None:
    """Wait until what was posted before has run."""
    done: list[bool] = []
    desk.bridge.post(lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done))


# --- the palette ---


def open_palette(desk: Desk, library: Library, qtbot: QtBot, window: Window) -> None:
    desk.assembly.library_changed.emit(library)
    qtbot.waitUntil(lambda: desk.desk._loaded)
    desk.desk.open_palette(window)
    palette = desk.desk.palette
    assert palette is not None
    qtbot.waitUntil(lambda: palette.isVisible() and palette.results.rowCount() == 2)


def enter(desk: Desk, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    palette = desk.desk.palette
    assert palette is not None
    press(palette.line, Qt.Key.Key_Return, modifiers)


def test_its_hotkey_again_before_it_is_there_keeps_it_away(
    desk: Desk, library: Library, qtbot: QtBot
) -> None:
    desk.assembly.tells_caret = False
    desk.desk.open_palette(Window(9, "editor"))
    assert desk.desk.close_palette()
    assert not desk.desk.close_palette()
    desk.assembly.caret_asked[0]((1, 2))
    turn(desk, qtbot)
    palette = desk.desk.palette
    assert palette is not None
    assert not palette.isVisible()
    desk.assembly.tells_caret = True
    open_palette(desk, library, qtbot, Window(9, "editor"))
    assert desk.desk.close_palette()
    assert not palette.isVisible()


def test_asked_for_twice_it_opens_once(desk: Desk, library: Library, qtbot: QtBot) -> None:
    desk.assembly.tells_caret = False
    desk.desk.open_palette(Window(9, "editor"))
    desk.assembly.tells_caret = True
    open_palette(desk, library, qtbot, Window(9, "editor"))
    palette = desk.desk.palette
    assert palette is not None
    palette.line.setText("on")
    desk.assembly.caret_asked[0]((1, 2))
    turn(desk, qtbot)
    assert palette.line.text() == "on"


def test_nothing_opens_behind_the_end(desk: Desk, library: Library, qtbot: QtBot) -> None:
    desk.assembly.tells_caret = False
    desk.desk.open_palette(Window(9, "editor"))
    desk.ask(1)
    qtbot.waitUntil(lambda: len(desk.assembly.caret_asked) == 2)
    desk.desk.close()
    for tell in desk.assembly.caret_asked:
        tell(None)
    turn(desk, qtbot)
    palette = desk.desk.palette
    assert palette is not None
    assert not palette.isVisible()
    assert question_window(desk) is None


def test_enter_types_into_the_window_that_was_in_front(
    desk: Desk, library: Library, qtbot: QtBot
) -> None:
    open_palette(desk, library, qtbot, Window(9, "editor"))
    enter(desk)
    qtbot.waitUntil(lambda: len(desk.did) == 2)
    assert desk.did == [("front", 9), ("use", 0, 9)]


def test_ctrl_enter_copies_and_gives_the_focus_back(
    desk: Desk, library: Library, qtbot: QtBot
) -> None:
    open_palette(desk, library, qtbot, Window(9, "editor"))
    enter(desk, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(desk.did) == 2)
    assert desk.did == [("copy", 0), ("front", 9)]


@pytest.mark.parametrize("hindrance", ["no window", "no keys"])
def test_with_a_hindrance_enter_copies_and_says_why(
    desk: Desk, library: Library, qtbot: QtBot, hindrance: str
) -> None:
    window = Window() if hindrance == "no window" else Window(9, "editor")
    if hindrance == "no keys":
        desk.assembly.state = TypingState(can_type=False, reason="Nobody knows.")
    open_palette(desk, library, qtbot, window)
    situation = desk.desk._situation()
    words = {"no window": "no application is in front", "no keys": "cannot type: Nobody knows"}
    assert situation.hindrance == words[hindrance]
    enter(desk)
    qtbot.waitUntil(lambda: ("copy", 0) in desk.did)
    assert not [one for one in desk.did if one[0] == "use"]


def test_who_is_in_front_follows_while_it_is_open(
    desk: Desk, library: Library, qtbot: QtBot
) -> None:
    open_palette(desk, library, qtbot, Window(9, "editor"))
    palette = desk.desk.palette
    assert palette is not None
    desk.assembly.interactions.open("test", Channel.CHAT, language="pt-BR")
    qtbot.waitUntil(lambda: "Português" in palette.chip.text())


def test_what_is_missing_stands_beside_the_preview(
    desk: Desk, library: Library, qtbot: QtBot
) -> None:
    open_palette(desk, library, qtbot, Window(9, "editor"))
    palette = desk.desk.palette
    assert palette is not None
    qtbot.waitUntil(lambda: palette.preview.toPlainText() == "as it comes out")
    assert palette.note.text() == "not known: first name"


@pytest.mark.parametrize(
    ("caret", "shown"),
    [(None, "Dear , hi"), (0, "Dear , hi"), (4, "Dear ▏, hi"), (9, "▏Dear , hi")],
)
def test_the_preview_shows_where_the_caret_will_stand(
    desk: Desk, library: Library, qtbot: QtBot, caret: int | None, shown: str
) -> None:
    desk.assembly.rendered = Rendered("Dear , hi", "own#1", caret)
    open_palette(desk, library, qtbot, Window(9, "editor"))
    palette = desk.desk.palette
    assert palette is not None
    qtbot.waitUntil(lambda: palette.preview.toPlainText() == shown)


def test_a_library_that_comes_while_it_is_open_is_searched(
    desk: Desk, library: Library, qtbot: QtBot
) -> None:
    desk.desk.open_palette(Window(9, "editor"))
    palette = desk.desk.palette
    assert palette is not None
    desk.assembly.library_changed.emit(library)
    qtbot.waitUntil(lambda: palette.results.rowCount() == 2)


# --- problems of packs ---


def test_a_problem_of_a_pack_leads_to_the_pack(
    desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    (tmp_path / "mail").mkdir()
    names = ("own.yml", "mail/own.yml", "broken.yml")
    outer, inner, broken = (tmp_path / name for name in names)
    outer.write_text("matches:\n  - {trigger: ':a'}\n", "utf-8")
    inner.write_text("matches:\n  - {trigger: ':b'}\n", "utf-8")
    broken.write_text("matches: [", "utf-8")
    packs = load_library([tmp_path])
    desk.assembly.library_changed.emit(packs)
    qtbot.waitUntil(lambda: desk.desk._loaded)
    assert len(packs.problems) == 3
    for problem in packs.problems:
        opener = desk.desk.opener_of(problem.place)
        assert opener is not None
        opener()
    assert sorted(opened) == sorted([outer, inner, broken])
    for place in ("", "deepl", "lost.yml:3", "wn.yml:2"):
        assert desk.desk.opener_of(place) is None


@pytest.mark.slow
def _threads() -> int:
    """Those that run, but for the pool's, of which a busy machine needs more, four at most."""
    return sum(one.name != "background" for one in threading.enumerate())


def test_two_hundred_openings_leave_no_thread_behind(
    desk: Desk, library: Library, qtbot: QtBot
) -> None:
    for at in range(200):
        desk.did.clear()
        open_palette(desk, library, qtbot, Window(9, "editor"))
        palette = desk.desk.palette
        assert palette is not None
        press(palette.line, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: bool(desk.did))
        if at == 20:
            threads = _threads()
    assert _threads() <= threads


def test_an_article_is_opened_or_its_link_copied(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def no_browser(url: QUrl) -> bool:
        opened.append(url.toString())
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", no_browser)
    desk.desk.open_palette(Window(3, "chat"))
    palette = desk.desk.palette
    assert palette is not None
    palette.link_opened.emit("https://wiki.example/x")
    assert opened == ["https://wiki.example/x"]
    assert [one.what for one in desk.problems] == ["No browser opens this"]
    palette.link_copied.emit("https://wiki.example/y")
    qtbot.waitUntil(lambda: ("front", 3) in desk.did)
    assert ("copy link", "https://wiki.example/y") in desk.did
    qtbot.waitUntil(lambda: ("look",) in desk.did)
