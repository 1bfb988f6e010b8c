"""The one Deskhand of a desktop session: a named pipe that takes verbs from later starts."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.core.digest import blake2b
from desktop.core.faults import traced
from desktop.host.handed_over import MOST_BYTES, answer_in, answer_line, question, words_in

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows import named_pipe

log = logging.getLogger(__name__)

_QUESTION_S = 2.0
"""How long a connection may take to ask, and to read its answer."""
_MOST_OPEN = 32
_RETRY_S = 0.02


class PipeInstance:
    """``Instance`` of :mod:`desktop.host.base`. Who has made the mark of this name is the one."""

    def __init__(self, name: str) -> None:
        """``name`` of the pipe."""
        self._name = rf"\\.\pipe\{name}"
        self._mark_name = rf"Local\{name}"
        self._mark: int | None = None
        self._handle: Callable[[Sequence[str]], str] = lambda _: ""
        self._one_by_one = threading.Lock()
        self._open = threading.Semaphore(_MOST_OPEN)
        self._over = threading.Event()
        self._pipe: int | None = None
        self._thread: threading.Thread | None = None

    def listen(self, handle: Callable[[Sequence[str]], str]) -> bool:
        """Become the one that listens; False when there is one already."""
        mark = named_pipe.take_mark(self._mark_name)
        if mark is None:
            return False
        pipe = named_pipe.create(self._name, first=True)
        if pipe is None:  # another program's
            named_pipe.close(mark)
            return False
        self._mark = mark
        self._handle, self._pipe = handle, pipe
        self._thread = threading.Thread(target=self._listen, name="instance", daemon=True)
        self._thread.start()
        return True

    def send(self, words: Sequence[str], timeout: float) -> str | None:
        """Hand a verb to the running one; None when nobody runs, else its answer."""
        asked = question(words)
        if len(asked) > MOST_BYTES:
            return "This is too long to hand over to the running Deskhand."
        until = time.monotonic() + timeout
        late = f"Deskhand is running but did not answer within {timeout:g} seconds."
        while True:
            try:
                pipe = named_pipe.connect(self._name)
                break
            except named_pipe.NobodyListensError:
                return None
            except named_pipe.BusyPipeError:
                if time.monotonic() > until:
                    return late
                time.sleep(_RETRY_S)
            except OSError:
                return "Another user's program listens in Deskhand's place."
        return _ask(pipe, asked, until, late)

    def close(self) -> None:
        """Stop listening."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._over.set()
        try:
            named_pipe.close(named_pipe.connect(self._name))  # wakes who waits for somebody
        except (named_pipe.NobodyListensError, named_pipe.BusyPipeError, OSError):
            pass
        thread.join(_QUESTION_S)
        if self._mark is not None:
            named_pipe.close(self._mark)
            self._mark = None

    # --- the threads ---

    def _listen(self) -> None:
        pipe = self._pipe
        while pipe is not None and not self._over.is_set():
            came = named_pipe.accept(pipe)
            if self._over.is_set() or not came:
                named_pipe.close(pipe)
                return
            following = named_pipe.create(self._name, first=False)  # before this one can go
            self._open.acquire()
            threading.Thread(
                target=self._serve, args=(pipe,), name="instance-answers", daemon=True
            ).start()
            pipe = following

    def _serve(self, pipe: int) -> None:
        with named_pipe.no_longer(_QUESTION_S):
            words = words_in(named_pipe.read_line(pipe, MOST_BYTES))
        if words is not None:
            answer = answer_line(self._answer_to(words))
            with named_pipe.no_longer(_QUESTION_S):
                named_pipe.write(pipe, answer)
                named_pipe.let_read(pipe)
        named_pipe.hang_up(pipe)
        named_pipe.close(pipe)
        self._open.release()

    def _answer_to(self, words: Sequence[str]) -> str:
        with self._one_by_one:
            try:
                return self._handle(words)
            except Exception as error:  # noqa: BLE001 - a dispatcher: one verb must not end the others
                log.error("a verb that was handed over failed: %s", traced(error))
                return "Deskhand could not do this; its log says more."


def instance_name(profile: Path | None, part: str = "") -> str:
    """The pipe of a profile's Deskhand in this desktop session."""
    one_name = "" if profile is None else os.path.normcase(os.path.realpath(profile))
    own = blake2b(one_name.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    which = part or (own if one_name else "main")
    return f"deskhand-{named_pipe.user_sid()}-{named_pipe.session()}-{which}"


def _ask(pipe: int, asked: bytes, until: float, late: str) -> str:
    """Ask on a thread, as a pipe has no deadline of its own."""
    answers: list[bytes] = []

    def ask() -> None:
        named_pipe.write(pipe, asked)
        answers.append(named_pipe.read_line(pipe, MOST_BYTES))
        named_pipe.close(pipe)

    thread = threading.Thread(target=ask, name="instance-question", daemon=True)
    thread.start()
    thread.join(max(0.0, until - time.monotonic()))
    if thread.is_alive():
        named_pipe.interrupt(thread.native_id or 0)
        thread.join(_QUESTION_S)
        return late
    if not answers[0]:
        # Not asked again: it may have been done already.
        return "The running Deskhand ended before it answered."
    return answer_in(answers[0])
