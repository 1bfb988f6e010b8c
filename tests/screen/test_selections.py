"""Selections against a real X server: xclip, and clients that break every rule."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import Enum, auto
from pathlib import Path
from typing import Any, TypeVar

import pytest
from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import ConnectionClosedError, DisplayConnectionError
from Xlib.protocol.event import SelectionNotify

from desktop.host.x11 import selection_read
from desktop.host.x11.clipboard import X11Clipboard
from desktop.host.x11.selections import CLIPBOARD, HISTORY_HINT, PRIMARY, Saved, Selections

T = TypeVar("T")
LEAKS = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""python-xlib leaves the sockets of an attempt to connect that failed to the garbage collector."""
LONG_S = 20.0
"""For what must come, on however busy a machine."""
Format = tuple[str, int, bytes]
"""Type, bits and bytes."""
Copy = Callable[..., "subprocess.Popen[bytes]"]
"""Copies, and answers with the process that owns the selection."""


@pytest.fixture
def taken() -> list[float]:
    return []


@pytest.fixture
def selections(x_server: Any, taken: list[float]) -> Iterator[Selections]:
    made = Selections(x_server.display, lambda: taken.append(time.monotonic()))
    yield made
    made.close(hand_over_s=0)


@pytest.fixture
def copy(x_server: Any, tmp_path: Path, need: Callable[..., None]) -> Iterator[Copy]:
    """Copy by xclip, which then owns the selection until the end of the test."""
    need("xclip")
    display = Display(x_server.display)
    started: list[subprocess.Popen[bytes]] = []

    def run(
        data: bytes, target: str = "UTF8_STRING", selection: str = CLIPBOARD
    ) -> subprocess.Popen[bytes]:
        file = tmp_path / f"copy{len(started)}"
        file.write_bytes(data)
        atom = display.get_atom(selection)
        before = display.get_selection_owner(atom)
        words = ["xclip", "-quiet", "-selection", selection.lower(), "-t", target, str(file)]
        started.append(x_server.start(*words))
        until = time.monotonic() + LONG_S
        while (now := display.get_selection_owner(atom)) == before or now == X.NONE:
            assert time.monotonic() < until
            os.sched_yield()
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()
    display.close()


@pytest.fixture
def paste(x_server: Any, need: Callable[..., None]) -> Callable[..., bytes]:
    need("xclip")

    def run(target: str = "UTF8_STRING", selection: str = CLIPBOARD) -> bytes:
        words = ["xclip", "-o", "-selection", selection.lower(), "-t", target]
        return bytes(x_server.run(*words))

    return run


def serving(selections: Selections, job: Callable[[], T]) -> T:
    """Do a job on a thread while ``selections`` answers, as the keyboard process's loop does."""
    woken, wake = socket.socketpair()
    with woken, wake, ThreadPoolExecutor(1) as pool:
        done = pool.submit(job)
        done.add_done_callback(lambda _: wake.send(b"\0"))
        until = time.monotonic() + LONG_S
        while not done.done() and time.monotonic() < until:
            select.select([selections.fileno(), woken.fileno()], [], [], LONG_S)
            selections.handle()
        selections.handle()
        return done.result(LONG_S)


# --- clients of our own -------------------------------------------------------------------------


class Manner(Enum):
    """How an owner answers."""

    WELL = auto()
    INCR = auto()
    """Everything in pieces of 10,000 bytes."""
    SILENT = auto()
    NO_TARGETS = auto()
    """Serves, but refuses TARGETS, as before ICCCM 2.6."""
    LIES = auto()
    """Says that the answer is there, and it is not."""
    DIES = auto()
    """Ends in the middle of an INCR."""
    LATE = auto()
    """Answers the first question when the second has come, and that one never."""
    STALLS = auto()
    """Stops in the middle of an INCR."""


class Owner(threading.Thread):
    """A small client that owns selections and answers in its manner, on a thread of its own."""

    def __init__(
        self,
        name: str,
        formats: Mapping[str, Format],
        manner: Manner = Manner.WELL,
        selection: str = CLIPBOARD,
        at: int = 0,
    ) -> None:
        super().__init__(name="owner", daemon=True)
        self.display = Display(name)
        self.errors: list[object] = []
        self.display.set_error_handler(lambda error, _: self.errors.append(error))
        self.window = self.display.screen().root.create_window(0, 0, 1, 1, 0, 0, X.InputOnly)
        self.sent = threading.Event()
        """All pieces of an INCR."""
        self.manner = manner
        self.asked: list[str] = []
        self.late: Any = None
        atom = self.display.get_atom
        self.formats = {atom(target): (atom(one[0]), *one[1:]) for target, one in formats.items()}
        self.incr: dict[tuple[int, int], bytes] = {}
        self._ending, self._end = socket.socketpair()
        self.selection = atom(selection)
        self.window.set_selection_owner(self.selection, at or X.CurrentTime)
        self.owns = self.display.get_selection_owner(self.selection) == self.window
        self.start()

    def end(self) -> None:
        self._end.close()
        self.join()

    def run(self) -> None:
        with self._ending:
            while True:
                while self.display.pending_events():
                    if not self._answer(self.display.next_event()):
                        self.display.close()
                        return
                ready, _, _ = select.select([self.display.fileno(), self._ending.fileno()], [], [])
                if self._ending.fileno() in ready:
                    self.display.close()
                    return

    def _answer(self, event: Any) -> bool:
        if event.type == X.PropertyNotify and event.state == X.PropertyDelete:
            return self._next_piece(event)
        if event.type != X.SelectionRequest:
            return True
        self.asked.append(self.display.get_atom_name(event.target))
        if self.manner is Manner.SILENT:
            return True
        if self.manner is Manner.LATE and self.late is None:
            self.late = event
            return True
        if self.manner is Manner.LATE:
            event, self.formats = self.late, {}
        target, prop = event.target, event.property
        if target == self.display.get_atom("TARGETS") and self.manner is not Manner.NO_TARGETS:
            meta = [self.display.get_atom(one) for one in ("TARGETS", "DELETE", "SAVE_TARGETS")]
            event.requestor.change_property(prop, Xatom.ATOM, 32, [*meta, *self.formats])
        elif target not in self.formats:
            prop = X.NONE
        elif self.manner in {Manner.INCR, Manner.DIES, Manner.STALLS}:
            event.requestor.change_attributes(event_mask=X.PropertyChangeMask)
            self.incr[event.requestor.id, prop] = self.formats[target][2]
            event.requestor.change_property(prop, self.display.get_atom("INCR"), 32, [1])
        elif self.manner is not Manner.LIES:
            event.requestor.change_property(prop, *self.formats[target])
        event.requestor.send_event(
            SelectionNotify(
                time=event.time,
                requestor=event.requestor,
                selection=event.selection,
                target=target,
                property=prop,
            )
        )
        return True

    def _next_piece(self, event: Any) -> bool:
        key = (event.window.id, event.atom)
        if key not in self.incr:
            return True
        whole = self.formats[event.atom]
        rest = self.incr[key]
        if len(rest) < len(whole[2]) and self.manner is not Manner.INCR:
            return self.manner is Manner.STALLS
        self.incr[key] = rest[10_000:]
        event.window.change_property(event.atom, whole[0], whole[1], rest[:10_000])
        if not rest:
            del self.incr[key]
            self.display.sync()
            self.sent.set()
        return True


@pytest.fixture
def own(x_server: Any) -> Iterator[Callable[..., Owner]]:
    started: list[Owner] = []

    def start(*words: Any, **options: Any) -> Owner:
        started.append(Owner(x_server.display, *words, **options))
        return started[-1]

    yield start
    for owner in started:
        owner.end()


class Requestor:
    """A small client that asks for selections; ``window`` is what an application would show."""

    def __init__(self, name: str) -> None:
        self.display = Display(name)
        self.window = self._window()

    def close(self) -> None:
        self.display.close()

    def ask(self, target: str, selection: str = CLIPBOARD, *, delete: bool = True) -> Any:
        """Convert, and return the property, or None for a refusal."""
        atom = self.display.get_atom
        window = self._window()  # nobody asks with the window that the agent sees
        window.convert_selection(atom(selection), atom(target), atom("ANSWER"), X.CurrentTime)
        event = self.next(lambda event: event.type == X.SelectionNotify)
        if event.property == X.NONE:
            return None
        found = window.get_full_property(atom("ANSWER"), X.AnyPropertyType)
        if delete:
            window.delete_property(atom("ANSWER"))
            self.display.sync()
        return found

    def next(self, wanted: Callable[[Any], bool]) -> Any:
        until = time.monotonic() + LONG_S
        while time.monotonic() < until:
            while self.display.pending_events():
                event = self.display.next_event()
                if wanted(event):
                    return event
            select.select([self.display], [], [], 1)
        raise TimeoutError

    def server_time(self) -> int:
        self.window.change_property(Xatom.WM_NAME, Xatom.STRING, 8, b"")
        return int(self.next(lambda event: event.type == X.PropertyNotify).time)

    def _window(self) -> Any:
        root = self.display.screen().root
        return root.create_window(0, 0, 1, 1, 0, 0, X.InputOnly, event_mask=X.PropertyChangeMask)


@pytest.fixture
def requestor(x_server: Any) -> Iterator[Requestor]:
    made = Requestor(x_server.display)
    yield made
    made.close()


def text(data: str) -> Mapping[str, Format]:
    return {"UTF8_STRING": ("UTF8_STRING", 8, data.encode())}


def must(saved: Saved | None) -> Saved:
    assert saved is not None
    return saved


RICH: Mapping[str, Format] = {
    "text/html": ("text/html", 8, "<b>Grüße\0</b>".encode()),
    "image/png": ("image/png", 8, os.urandom(300_001)),
    "UTF8_STRING": ("UTF8_STRING", 8, "Grüße".encode()),
    "STRING": ("STRING", 8, "Grüße".encode("latin-1")),
    "empty": ("empty", 8, b""),
    "words": ("words", 16, b"\1\2\3\4\5\6"),
    "numbers": ("INTEGER", 32, bytes(range(16))),
}


# --- reading ------------------------------------------------------------------------------------


def test_text_of_another_application(selections: Selections, copy: Callable[..., None]) -> None:
    copy("Grüße – привет 👋".encode())
    assert selections.text(LONG_S) == "Grüße – привет 👋"


def test_text_of_the_primary_selection(selections: Selections, copy: Callable[..., None]) -> None:
    copy(b"copied")
    copy(b"selected", selection=PRIMARY)
    assert selections.text(LONG_S, PRIMARY) == "selected"


def test_what_another_application_selects_meanwhile_is_not_the_one_in_fronts(
    selections: Selections,
    own: Callable[..., Owner],
    copy: Copy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    front = own(text("selected"), selection=PRIMARY)
    module = "desktop.host.x11.selections"
    monkeypatch.setattr(f"{module}.active_window", lambda _: front.window.id)
    assert selections.selected(LONG_S) == "selected"
    read = selections.text

    def and_another(timeout: float, selection: str) -> str | None:
        copy(b"of another customer", selection=PRIMARY)
        return read(timeout, selection)

    monkeypatch.setattr(selections, "text", and_another)
    assert selections.selected(LONG_S) is None


def test_five_megabytes_in_pieces(selections: Selections, copy: Callable[..., None]) -> None:
    whole = "é234567890" * 500_000
    copy(whole.encode())
    assert selections.text(LONG_S) == whole


def test_what_is_marked_as_secret_is_left_where_no_secrets_are_wanted(
    selections: Selections, own: Callable[..., Owner]
) -> None:
    own(text("plain"))
    assert selections.text(LONG_S, secrets=False) == "plain"
    marked = own({**text("correct horse"), HISTORY_HINT: (HISTORY_HINT, 8, b"secret")})
    assert selections.text(LONG_S, secrets=False) is None
    assert "UTF8_STRING" not in marked.asked
    assert selections.text(LONG_S) == "correct horse"
    own(text("not told"), Manner.NO_TARGETS)
    assert selections.text(LONG_S, secrets=False) is None
    selections.set_text("our own")
    assert selections.text(LONG_S, secrets=False) is None


def test_nobody_has_the_clipboard(selections: Selections) -> None:
    assert selections.text(LONG_S) is None


def test_an_image_is_no_text(selections: Selections, own: Callable[..., Owner]) -> None:
    own({"image/png": ("image/png", 8, b"\x89PNG")})
    assert selections.text(LONG_S) is None


@pytest.mark.parametrize(
    ("target", "type_name", "data"),
    [
        ("STRING", "STRING", b"caf\xe9"),
        ("TEXT", "STRING", b"caf\xe9"),
        ("text/plain;charset=utf-8", "text/plain;charset=utf-8", "café".encode()),
        ("COMPOUND_TEXT", "COMPOUND_TEXT", b"caf\xe9"),
        ("COMPOUND_TEXT", "COMPOUND_TEXT", b"caf\x1b-B\xe9"),
        ("COMPOUND_TEXT", "COMPOUND_TEXT", b"caf\x1b%G\xc3\xa9\x1b%@"),
        ("UTF8_STRING", "UTF8_STRING", "café\0".encode()),
    ],
)
def test_text_is_decoded_by_its_type(
    selections: Selections, own: Callable[..., Owner], target: str, type_name: str, data: bytes
) -> None:
    own({target: (type_name, 8, data)})
    assert selections.text(LONG_S) == "café"


def test_compound_text_in_an_unknown_charset_is_not_guessed(
    selections: Selections, own: Callable[..., Owner]
) -> None:
    own({"COMPOUND_TEXT": ("COMPOUND_TEXT", 8, b"\x1b$(B\x46\x7c")})
    assert selections.text(LONG_S) is None


def test_an_owner_without_targets_is_asked_for_text(
    selections: Selections, own: Callable[..., Owner]
) -> None:
    own(text("old"), Manner.NO_TARGETS)
    assert selections.text(LONG_S) == "old"


@pytest.mark.parametrize("manner", [Manner.SILENT, Manner.STALLS])
def test_an_owner_that_does_not_answer_costs_the_time_given(
    selections: Selections, own: Callable[..., Owner], manner: Manner
) -> None:
    own(text("x" * 50_000), manner)
    began = time.monotonic()
    assert selections.text(0.1) is None
    assert 0.1 <= time.monotonic() - began < 1


def test_an_owner_that_ends_is_not_waited_for(
    selections: Selections, own: Callable[..., Owner]
) -> None:
    own(text("x" * 50_000), Manner.DIES)
    began = time.monotonic()
    assert selections.text(LONG_S) is None
    assert time.monotonic() - began < LONG_S / 2


def test_an_owner_that_lies_gives_nothing(
    selections: Selections, own: Callable[..., Owner]
) -> None:
    own(text("x"), Manner.LIES)
    assert selections.text(LONG_S) is None


def test_a_property_that_is_no_text_is_no_text(
    selections: Selections, own: Callable[..., Owner]
) -> None:
    own({"UTF8_STRING": ("INTEGER", 32, b"abcd")})
    assert selections.text(LONG_S) is None


# --- setting aside ------------------------------------------------------------------------------


@pytest.mark.parametrize("manner", [Manner.WELL, Manner.INCR])
def test_every_format_comes_back_byte_for_byte(
    selections: Selections, own: Callable[..., Owner], requestor: Requestor, manner: Manner
) -> None:
    if manner is Manner.WELL:
        formats = {**RICH, "image/png": ("image/png", 8, os.urandom(200_001))}
    else:
        formats = dict(RICH)
    owner = own(formats, manner)
    saved = must(selections.set_aside(deadline_s=LONG_S))
    assert {"DELETE", "SAVE_TARGETS"}.isdisjoint(owner.asked)
    assert selections.offer("Hallo", requestor.window.id)
    assert selections.restore(saved)
    owner.end()

    offered = serving(selections, lambda: requestor.ask("TARGETS"))
    names = [requestor.display.get_atom_name(one) for one in offered.value]
    assert names == ["TARGETS", "TIMESTAMP", "MULTIPLE", *formats]
    for target, (type_name, bits, data) in formats.items():
        if len(data) > 262_000:  # comes in pieces, which xclip is asked for below
            continue
        found = serving(selections, lambda target=target: requestor.ask(target))  # type: ignore[misc]  # the default binds it
        value = found.value if isinstance(found.value, bytes) else found.value.tobytes()
        assert (requestor.display.get_atom_name(found.property_type), found.format, value) == (
            type_name,
            bits,
            data,
        )


def test_an_image_of_five_megabytes_comes_back(
    selections: Selections, copy: Callable[..., None], paste: Callable[..., bytes]
) -> None:
    image = os.urandom(5_000_000)
    copy(image, "image/png")
    saved = must(selections.set_aside((CLIPBOARD,), deadline_s=LONG_S))
    assert selections.offer("Hallo", 0, (CLIPBOARD,))
    assert serving(selections, paste) == b"Hallo"
    assert selections.restore(saved)
    assert serving(selections, lambda: paste("image/png")) == image


def test_what_nobody_owned_is_nobodys_again(selections: Selections, requestor: Requestor) -> None:
    saved = must(selections.set_aside(deadline_s=LONG_S))
    assert saved.formats == {CLIPBOARD: (), PRIMARY: ()}
    assert selections.offer("Hallo", 0)
    assert selections.restore(saved)
    for name in (CLIPBOARD, PRIMARY):
        owner = requestor.display.get_selection_owner(requestor.display.get_atom(name))
        assert owner == X.NONE


@pytest.mark.parametrize("manner", [Manner.SILENT, Manner.STALLS, Manner.LIES, Manner.NO_TARGETS])
def test_an_owner_that_does_not_hand_over_keeps_its_selection(
    selections: Selections, own: Callable[..., Owner], manner: Manner
) -> None:
    owner = own(text("x" * 50_000), manner)
    began = time.monotonic()
    assert selections.set_aside(deadline_s=0.1) is None
    assert time.monotonic() - began < 1
    assert not selections.offer("Hallo", 0)
    assert owner.display.get_selection_owner(owner.selection) == owner.window


def test_more_than_fits_is_not_handed_over(
    selections: Selections, own: Callable[..., Owner], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection_read, "MOST_BYTES", 40_000)
    own({f"format{number}": ("STRING", 8, bytes(15_000)) for number in range(3)})
    assert selections.set_aside(deadline_s=LONG_S) is None
    own({"one": ("STRING", 8, bytes(50_000))}, Manner.INCR)
    assert selections.set_aside(deadline_s=LONG_S) is None
    own({"one": ("STRING", 8, bytes(30_000))})
    assert selections.set_aside(deadline_s=LONG_S) is not None


def test_an_owner_that_answers_late_lives_on(copy: Copy, selections: Selections) -> None:
    owner = copy(b"late")
    owner.send_signal(signal.SIGSTOP)
    for _ in range(3):
        assert selections.text(0.1) is None
    owner.send_signal(signal.SIGCONT)
    assert selections.text(LONG_S) == "late"
    assert owner.poll() is None


def test_an_owner_that_answers_when_somebody_else_has_copied_gets_no_error(
    x_server: Any, copy: Copy, selections: Selections
) -> None:
    """The server may also give a question of before to the new owner, whose copy would be lost."""
    owner = copy(b"before")
    owner.send_signal(signal.SIGSTOP)
    watcher = Display(x_server.display)
    root = watcher.screen().root
    root.change_attributes(event_mask=X.SubstructureNotifyMask)
    watcher.sync()
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(lambda: selections.text(LONG_S))
        while watcher.next_event().type != X.CreateNotify:  # the window of the question
            pass
        copy(b"since")
        assert reading.result(LONG_S) == "since"
    watcher.close()
    owner.send_signal(signal.SIGCONT)
    assert owner.wait(LONG_S) == 0


def test_an_owner_that_is_slow_to_send_its_pieces_gets_to_the_end(
    selections: Selections, own: Callable[..., Owner]
) -> None:
    owner = own(text("x" * 5_000_000), Manner.INCR)
    assert selections.text(0.1) is None
    serving(selections, lambda: owner.sent.wait(LONG_S))
    assert owner.sent.is_set()
    assert owner.errors == []


def test_windows_kept_for_late_answers_do_not_pile_up(
    x_server: Any, copy: Copy, selections: Selections, monkeypatch: pytest.MonkeyPatch
) -> None:
    def windows() -> int:
        return len(selections._link.root.query_tree().children)

    owner = copy(b"late")
    before = windows()
    owner.send_signal(signal.SIGSTOP)
    assert selections.text(0.01) is None
    assert windows() > before
    # They go once it has answered.
    owner.send_signal(signal.SIGCONT)
    assert selections.text(LONG_S) == "late"
    assert windows() == before
    # There are never many of them.
    owner.send_signal(signal.SIGSTOP)
    monkeypatch.setattr(selection_read, "_MOST_LATE", 4)
    for _ in range(10):
        assert selections.text(0.01) is None
    assert windows() == before + 4
    # And none is kept for long.
    monkeypatch.setattr(time, "monotonic", lambda now=time.monotonic: now() + 11)
    assert selections.text(0.01) is None
    assert windows() <= before + 2


def test_a_late_answer_is_not_taken_for_one_to_a_later_question(
    selections: Selections, own: Callable[..., Owner]
) -> None:
    own(text("x"), Manner.LATE)
    assert selections.set_aside(deadline_s=0.05) is None
    assert selections.set_aside(deadline_s=0.2) is None


def test_who_ended_while_being_read_leaves_nothing_to_put_back(
    selections: Selections, own: Callable[..., Owner]
) -> None:
    own(text("x" * 50_000), Manner.DIES)
    saved = must(selections.set_aside(deadline_s=LONG_S))
    assert saved.formats[CLIPBOARD] == ()


def test_what_was_put_back_is_set_aside_without_asking_anybody(
    selections: Selections, own: Callable[..., Owner]
) -> None:
    owner = own(RICH, Manner.INCR)
    saved = must(selections.set_aside(deadline_s=LONG_S))
    assert selections.offer("Hallo", 0)
    assert selections.restore(saved)
    owner.end()
    assert must(selections.set_aside(deadline_s=LONG_S)) == saved


def test_an_offer_that_was_never_put_back_is_not_taken_for_the_agents(
    selections: Selections, own: Callable[..., Owner]
) -> None:
    own(text("the agent's"))
    saved = must(selections.set_aside(deadline_s=LONG_S))
    assert selections.offer("first", 0)
    assert must(selections.set_aside(deadline_s=LONG_S)) == saved
    assert selections.offer("second", 0)
    assert selections.restore(saved)
    assert selections.text(LONG_S) == "the agent's"


def test_nothing_that_was_copied_is_shown_by_repr(
    selections: Selections, own: Callable[..., Owner]
) -> None:
    own(text("secret"))
    saved = must(selections.set_aside(deadline_s=LONG_S))
    assert "secret" not in repr(saved) + repr(saved.formats[CLIPBOARD])


# --- offering -----------------------------------------------------------------------------------


def offer(selections: Selections, words: str, expect: int = 0) -> Saved:
    saved = must(selections.set_aside(deadline_s=LONG_S))
    assert selections.offer(words, expect)
    return saved


@pytest.mark.parametrize(
    ("target", "words", "answer"),
    [
        ("UTF8_STRING", "привет", ("UTF8_STRING", "привет".encode())),
        ("text/plain;charset=utf-8", "привет", ("text/plain;charset=utf-8", "привет".encode())),
        ("text/plain", "é", ("text/plain", "é".encode())),
        ("STRING", "é", ("STRING", b"\xe9")),
        ("STRING", "привет", None),
        ("TEXT", "é", ("STRING", b"\xe9")),
        ("TEXT", "привет", ("UTF8_STRING", "привет".encode())),
        ("UTF8_STRING", "a\ud800b", ("UTF8_STRING", b"a?b")),
        ("x-kde-passwordManagerHint", "é", ("x-kde-passwordManagerHint", b"secret")),
        ("image/png", "é", None),
    ],
)
def test_a_text_is_offered_in_its_encodings(
    selections: Selections,
    requestor: Requestor,
    target: str,
    words: str,
    answer: tuple[str, bytes] | None,
) -> None:
    offer(selections, words)
    found = serving(selections, lambda: requestor.ask(target))
    name = requestor.display.get_atom_name
    assert answer == (None if found is None else (name(found.property_type), found.value))


def test_the_primary_selection_is_offered_too(
    selections: Selections, paste: Callable[..., bytes]
) -> None:
    offer(selections, "Hallo")
    assert serving(selections, lambda: paste(selection=PRIMARY)) == b"Hallo"


def test_the_time_is_the_servers_and_before_the_offer(
    selections: Selections, requestor: Requestor
) -> None:
    before = requestor.server_time()
    offer(selections, "Hallo")
    after = requestor.server_time()
    found = serving(selections, lambda: requestor.ask("TIMESTAMP"))
    assert before <= found.value[0] <= after
    assert (found.property_type, found.format) == (Xatom.INTEGER, 32)


def test_several_targets_in_one_question(selections: Selections, requestor: Requestor) -> None:
    offer(selections, "é")
    atom = requestor.display.get_atom
    wanted = ["STRING", "image/png", "MULTIPLE", "TIMESTAMP", "UTF8_STRING"]
    pairs = [part for name in wanted for part in (atom(name), atom(f"INTO_{name}"))]
    window = requestor.window
    window.change_property(atom("PAIRS"), atom("ATOM_PAIR"), 32, pairs)
    at = requestor.server_time()
    window.convert_selection(atom(CLIPBOARD), atom("MULTIPLE"), atom("PAIRS"), at)
    serving(selections, lambda: requestor.next(lambda event: event.type == X.SelectionNotify))
    answered = window.get_full_property(atom("PAIRS"), X.AnyPropertyType).value
    refused = {atom("image/png"), atom("MULTIPLE")}
    assert {answered[n] for n in range(0, len(pairs), 2) if answered[n + 1] == X.NONE} == refused
    assert window.get_full_property(atom("INTO_STRING"), X.AnyPropertyType).value == b"\xe9"
    assert (
        window.get_full_property(atom("INTO_UTF8_STRING"), X.AnyPropertyType).value == b"\xc3\xa9"
    )


@pytest.mark.parametrize("pairs", [None, [1], [0, 0]], ids=["missing", "odd", "none"])
def test_a_question_of_several_that_is_none_does_no_harm(
    selections: Selections, requestor: Requestor, pairs: Sequence[int] | None
) -> None:
    offer(selections, "é")
    atom, window = requestor.display.get_atom, requestor.window
    if pairs is not None:
        window.change_property(atom("PAIRS"), atom("ATOM_PAIR"), 32, pairs)
    window.convert_selection(atom(CLIPBOARD), atom("MULTIPLE"), atom("PAIRS"), X.CurrentTime)
    serving(selections, lambda: requestor.next(lambda event: event.type == X.SelectionNotify))
    assert serving(selections, lambda: requestor.ask("UTF8_STRING")).value == "é".encode()


def test_five_megabytes_for_four_requestors_at_once(
    selections: Selections, paste: Callable[..., bytes]
) -> None:
    whole = ("é234567890" * 500_000).encode()
    offer(selections, whole.decode())

    def all_at_once() -> Sequence[bytes]:
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(lambda _: paste(), range(4)))

    assert all(one == whole for one in serving(selections, all_at_once))


def test_a_requestor_that_ends_in_the_middle_does_no_harm(
    selections: Selections, x_server: Any, paste: Callable[..., bytes]
) -> None:
    offer(selections, "x" * 1_000_000)

    def end_in_the_middle() -> None:
        for target in ("UTF8_STRING", "TARGETS"):
            mad = Requestor(x_server.display)
            mad.ask(target, delete=target == "UTF8_STRING")  # the deletion asks for a piece
            mad.close()
        gone = Requestor(x_server.display)  # one that has gone before it is answered
        atom = gone.display.get_atom
        gone.window.convert_selection(atom(CLIPBOARD), atom("TEXT"), atom("X"), X.CurrentTime)
        gone.close()

    serving(selections, end_in_the_middle)
    assert serving(selections, paste) == b"x" * 1_000_000


def test_taken_when_the_expected_application_has_the_text(
    selections: Selections, requestor: Requestor, taken: list[float]
) -> None:
    offer(selections, "Hallo", requestor.window.id)
    serving(selections, lambda: requestor.ask("TARGETS"))
    serving(selections, lambda: requestor.ask("UTF8_STRING", delete=False))
    assert not taken
    found = serving(selections, lambda: requestor.ask("UTF8_STRING"))
    selections.handle()
    assert found.value == b"Hallo"
    assert len(taken) == 1


def test_taken_when_a_long_text_has_come_in_all_its_pieces(
    selections: Selections, requestor: Requestor, taken: list[float]
) -> None:
    whole = b"x" * 1_000_000
    offer(selections, whole.decode(), requestor.window.id)
    atom, window = requestor.display.get_atom, requestor.window
    got = bytearray()

    def fetch() -> None:
        window.convert_selection(atom(CLIPBOARD), atom("UTF8_STRING"), atom("INTO"), X.CurrentTime)
        requestor.next(lambda event: event.type == X.SelectionNotify)
        window.delete_property(atom("INTO"))
        while True:
            requestor.next(
                lambda event: (
                    event.type == X.PropertyNotify
                    and event.atom == atom("INTO")
                    and event.state == X.PropertyNewValue
                )
            )
            piece = window.get_full_property(atom("INTO"), X.AnyPropertyType).value
            assert not taken
            window.delete_property(atom("INTO"))
            requestor.display.sync()
            if not piece:
                return
            got.extend(piece)

    serving(selections, fetch)
    selections.handle()
    assert got == whole
    assert len(taken) == 1


def test_a_clipboard_history_does_not_count_as_taken(
    selections: Selections, requestor: Requestor, copy: Callable[..., None],
    paste: Callable[..., bytes], taken: list[float],
) -> None:  # fmt: skip
    offer(selections, "Hallo", requestor.window.id)
    assert serving(selections, paste) == b"Hallo"
    selections.handle()
    assert not taken


def test_another_connection_of_the_same_application_counts(
    selections: Selections, requestor: Requestor, x_server: Any, taken: list[float]
) -> None:
    other = Requestor(x_server.display)
    offer(selections, "Hallo", requestor.window.id)
    serving(selections, lambda: other.ask("UTF8_STRING"))
    selections.handle()
    other.close()
    assert len(taken) == 1


def test_nothing_is_offered_over_what_was_copied_after_setting_aside(
    selections: Selections, own: Callable[..., Owner], taken: list[float]
) -> None:
    own(text("before"))
    must(selections.set_aside(deadline_s=LONG_S))
    late = own(text("since"))
    assert not selections.offer("Hallo", 0)
    assert late.display.get_selection_owner(late.selection) == late.window
    assert selections.text(LONG_S) == "since"
    # PRIMARY, which could be had, is as it was too.
    primary = late.display.get_atom(PRIMARY)
    assert late.display.get_selection_owner(primary) == X.NONE


# --- putting back -------------------------------------------------------------------------------


def test_what_somebody_copied_meanwhile_stays(
    selections: Selections, own: Callable[..., Owner], paste: Callable[..., bytes]
) -> None:
    own(text("before"))
    own(text("selected"), selection=PRIMARY)
    saved = offer(selections, "Hallo")
    own(text("meanwhile"))
    assert not selections.restore(saved)
    assert serving(selections, paste) == b"meanwhile"
    assert serving(selections, lambda: paste(selection=PRIMARY)) == b"selected"


def test_a_copy_that_is_slow_to_reach_the_server_wins_over_putting_back(
    selections: Selections, own: Callable[..., Owner], requestor: Requestor
) -> None:
    own(text("before"))
    saved = offer(selections, "Hallo")
    at = requestor.server_time()
    while requestor.server_time() == at:  # the agent presses Ctrl+C a moment later
        pass
    pressed = requestor.server_time()
    while requestor.server_time() == pressed:
        pass
    assert selections.restore(saved)
    assert own(text("copied"), at=pressed).owns
    assert selections.text(LONG_S) == "copied"


def test_a_clipboard_manager_takes_over_at_the_end(
    x_server: Any, own: Callable[..., Owner], requestor: Requestor
) -> None:
    class Manager(Owner):
        """Fetches what is in CLIPBOARD when it is asked to save it."""

        saved = b""

        def _answer(self, event: Any) -> bool:
            if event.type == X.SelectionRequest:
                self.saved = bytes(requestor.ask("UTF8_STRING").value)
            return super()._answer(event)

    mine = Selections(x_server.display)
    mine.set_text("Hallo")
    manager = Manager(
        x_server.display, {"SAVE_TARGETS": ("NULL", 32, b"")}, selection="CLIPBOARD_MANAGER"
    )
    mine.close(hand_over_s=LONG_S)
    manager.end()
    assert manager.saved == b"Hallo"


# --- the server ---------------------------------------------------------------------------------


def test_a_server_that_goes_away_is_an_error(doomed_server: Any) -> None:
    screen, process = doomed_server
    selections = Selections(screen.display)
    process.kill()
    process.wait()
    with pytest.raises(ConnectionClosedError):
        selections.set_aside()
    with pytest.raises(ConnectionClosedError):
        selections.handle()
    selections.close()


@LEAKS
def test_no_server_is_an_error() -> None:
    with pytest.raises(DisplayConnectionError):
        Selections(":987")


# --- the application's clipboard ----------------------------------------------------------------


@pytest.fixture
def clipboard(x_server: Any) -> Iterator[X11Clipboard]:
    made = X11Clipboard(x_server.display)
    yield made
    made.close()


def test_the_application_copies_and_reads(
    clipboard: X11Clipboard, paste: Callable[..., bytes], copy: Callable[..., None]
) -> None:
    clipboard.set_text("Grüße")
    assert paste() == "Grüße".encode()
    assert paste("x-kde-passwordManagerHint") == b"secret"
    assert clipboard.text(LONG_S) == "Grüße"
    copy(b"theirs")
    assert clipboard.text(LONG_S) == "theirs"


def test_the_application_is_not_held_up(clipboard: X11Clipboard, own: Callable[..., Owner]) -> None:
    own(text("x"), Manner.SILENT)
    began = time.monotonic()
    assert clipboard.text(0.1) is None
    assert time.monotonic() - began < 1


@LEAKS
def test_the_application_lives_on_without_a_server(
    doomed_server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    screen, process = doomed_server
    clipboard = X11Clipboard(screen.display)
    clipboard.set_text("Grüße")
    process.kill()
    process.wait()
    assert clipboard.text(0.5) is None
    clipboard.set_text("Grüße")
    clipboard.close()
    assert "X server" in caplog.text
    assert "Grüße" not in caplog.text
