"""What a step of the demo can do and see: the agent's hands, the practice window, the verbs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop.core.results import UserError
from desktop.demo import own_keyring
from desktop.demo.practice import Practice
from desktop.demo.programs import Programs, members
from desktop.demo.screen import Screen
from desktop.host.base import Window
from desktop.host.command import own_command
from desktop.host.unix_instance import UnixInstance
from desktop.host.x11.clipboard import X11Clipboard
from desktop.host.x11.hands import Hands
from desktop.host.x11.onlooker import Onlooker

COMPLAINTS = "complaints.txt"
"""What the application writes to standard error, beside its log."""
LOOK_S = 0.02
"""Between two looks at what nothing announces."""
_BRING_AGAIN_S = 1.0
_AT_REST_S = 0.3
_SEND_S = 2.0
_CLIPBOARD_S = 0.3
_VERB_S = 20.0


class StepFailed(Exception):  # noqa: N818 - a result of a step, not an error of the program
    """A step did not give what it should; says what came instead."""


class Interrupted(Exception):  # noqa: N818 - the same, of the whole demo
    """Another window took the focus, so nothing more may be typed."""


class Stage:
    """The application, the practice window, and who acts and looks."""

    def __init__(self, screen: Screen, programs: Programs, home: Path, pictures: Path) -> None:
        """Nothing is started yet.

        Raises:
            UserError: the screen or its keyboard can't be had.
        """
        self.screen = screen
        self.profile = home / "profile"
        self.pictures = pictures
        self.taken: list[Path] = []
        self._programs = programs
        self._complaints = (home / COMPLAINTS).open("wb")
        self.hands = Hands(screen.display, careful=not screen.virtual)
        self.onlooker = Onlooker(screen.display)
        self.clipboard = X11Clipboard(screen.display)
        self._borrowed = "" if screen.virtual else self.clipboard_text()
        self._instance: UnixInstance | None = None
        self.application: subprocess.Popen[bytes] | None = None
        self.practice = Practice(
            programs.start([*own_command(), "practice"], screen.environment, piped=True)
        )
        self.until = time.monotonic()
        """The deadline of the step that runs."""
        self.settled: str | None = None
        """What the last step left in the practice window, if it looked."""

    def close(self) -> None:
        """Let go of the screen; the programs are ended by who started them."""
        self.hands.close()
        self.onlooker.close()
        if self._borrowed:
            self.clipboard.set_text(self._borrowed)
        self.clipboard.close()
        self._complaints.close()

    # --- waiting ---

    def wait(self, done: Callable[[], bool], what: Callable[[], str] | str) -> None:
        """Until ``done``, at most until the step's deadline.

        Raises:
            StepFailed: it did not come; ``what`` says what was waited for.
            Interrupted: another window took the focus.
        """
        while not done():
            if self.hands.stranger:
                raise Interrupted
            if time.monotonic() > self.until:
                raise StepFailed(what if isinstance(what, str) else what())
            self.practice.wait(LOOK_S)

    # --- the application ---

    def start_application(self) -> None:
        """Start ``deskhand run`` as anybody would."""
        self.application = self._programs.start(
            self._words("run"),
            {**self.screen.environment, **own_keyring.environment(self.profile)},
            errors=self._complaints,
        )
        self._allow()

    @property
    def pid(self) -> int:
        """The application's process."""
        return self.application.pid if self.application is not None else 0

    def verb(self, *words: str) -> None:
        """A command line for the running application.

        Raises:
            StepFailed: it said that it could not be done.
        """
        done = subprocess.run(
            self._words(*words),
            env=dict(self.screen.environment),
            capture_output=True,
            text=True,
            timeout=_VERB_S,
            check=False,
        )
        if done.returncode:
            raise StepFailed(f"“{words[0]}” ended with {done.returncode}: {done.stderr.strip()}")

    def status(self) -> Mapping[str, Any]:
        """How far the application is; empty while it does not answer."""
        if self._instance is None:
            self._instance = UnixInstance(self._socket())
        answer = self._instance.send(["status"], _SEND_S)
        try:
            found = json.loads(answer or "{}")
        except ValueError:  # a sentence: it is just starting
            return {}
        return found if isinstance(found, dict) else {}

    def status_with(self, name: str) -> Mapping[str, Any]:
        """How far the application is, as soon as it tells this of itself.

        Raises:
            StepFailed: it does not.
        """
        found: Mapping[str, Any] = {}

        def is_told() -> bool:
            nonlocal found
            found = self.status()
            return name in found

        self.wait(is_told, "the application does not answer")
        return found

    def wait_ready(self, snippets: int = 1) -> None:
        """Until keys are followed and this many snippets are known.

        Raises:
            StepFailed: the application has ended, or is not ready in time.
        """

        def is_ready() -> bool:
            if self.application is None or self.application.poll() is not None:
                raise StepFailed("the application has ended")
            now = self.status()
            return bool(now.get("ready") and now["can_type"] and now["snippets"] >= snippets)

        self.wait(is_ready, lambda: f"the application is not ready: {self.status()}")

    def kill_keyboard(self) -> None:
        """Kill the keyboard process, and wait for the next one.

        Raises:
            StepFailed: there was none, or none comes.
        """
        before = self.status_with("keyboard")["keyboard"]
        if not before:
            raise StepFailed("there is no keyboard process")
        os.kill(before, signal.SIGKILL)
        # An application that does not answer has not noticed it yet.
        none = {0, before}
        self.wait(lambda: self.status().get("keyboard", 0) not in none, "none came back")
        self.wait_ready()

    def left_behind(self) -> Sequence[int]:
        """Processes of the application that still run."""
        return members(self.pid)

    # --- the practice window ---

    def to_practice(self) -> None:
        """Give the practice window the keyboard.

        Raises:
            StepFailed: it does not get it.
            Interrupted: another program's window has it.
        """
        self._allow()
        if not self.practice.window:
            self.practice.command("read")
        window = Window(id=self.practice.window, pid=self.practice.pid)
        again_at = 0.0

        def in_front() -> bool:
            nonlocal again_at
            if self.hands.front().id == window.id:
                return True
            if not self.hands.stranger and time.monotonic() >= again_at:
                # Not by the window itself: its wish may reach the window manager steps later.
                # Again, as a window that is opened or closed meanwhile may get the keyboard.
                self.hands.bring(window)
                again_at = time.monotonic() + _BRING_AGAIN_S
            return False

        self.wait(in_front, "the practice window is not in front")
        self.hands.watchful = True

    def start_over(self) -> None:
        """Empty the practice window.

        Raises:
            StepFailed: after the step before, something else was typed there.
        """
        before = self.practice.command("clear")["text"]
        settled, self.settled = self.settled, None
        if settled is not None and before != settled:
            raise StepFailed(f"after the step before, {settled!r} became {before!r}")
        self.wait(lambda: not self.practice.written.text, "the practice window is not empty")

    def type(self, text: str, ms: float) -> None:
        """Type into the window in front, which is ours.

        Raises:
            Interrupted: it is not, any more.
        """
        if not self.hands.type(text, ms):
            raise Interrupted

    def chord(self, *names: str) -> None:
        """Press keys together.

        Raises:
            Interrupted: another window took the focus.
        """
        if not self.hands.chord(*names):
            raise Interrupted

    # --- what is on the screen ---

    def window(self, title: str) -> Window | None:
        """A window of the application by the beginning of its title."""
        found = self.onlooker.windows(self.pid)
        return next((one for one in found if one.title.startswith(title)), None)

    def wait_window(self, title: str, *, front: bool = True) -> Window:
        """Until a window of the application is there, and has the keyboard if it is to.

        Raises:
            StepFailed: it does not come.
        """

        def there() -> bool:
            found = self.window(title)
            return found is not None and (not front or self.hands.front().id == found.id)

        self.wait(there, f"the window “{title}” is not there")
        found = self.window(title)
        if found is None:
            raise StepFailed(f"the window “{title}” has gone again")
        return found

    def wait_no_window(self, title: str) -> None:
        """Until a window of the application is gone, and the keyboard has come to rest.

        The window manager gives it to one window, and the application back to another: a hotkey
        in between would mean the first, where a person has seen the second.

        Raises:
            StepFailed: it stays.
        """
        self.wait(lambda: self.window(title) is None, f"the window “{title}” stays")
        front, since = self.hands.front().id, time.monotonic()

        def at_rest() -> bool:
            nonlocal front, since
            now = self.hands.front().id
            if now != front:
                front, since = now, time.monotonic()
            return time.monotonic() - since >= _AT_REST_S

        self.wait(at_rest, "the keyboard goes from window to window")

    def picture(self, name: str, window: int) -> float:
        """Save the picture of a window; how light it is, 0 to 1."""
        path = self.pictures / f"{name}.png"
        lightness = self.practice.picture(path, window)
        self.taken.append(path)
        return lightness

    def picture_all(self, name: str) -> None:
        """Save a picture of every window, to see what went wrong."""
        ours = [self.practice.window] if self.practice.window else []
        for window in [*ours, *(one.id for one in self.onlooker.windows(self.pid))]:
            try:
                self.picture(f"{name}-{window:x}", window)
            except UserError:
                continue  # it has gone meanwhile

    def clipboard_text(self) -> str:
        """What is on the clipboard; empty when there is no text."""
        return self.clipboard.text(_CLIPBOARD_S) or ""

    def _allow(self) -> None:
        self.hands.allowed = {self.practice.pid, self.pid} - {0}

    def _words(self, *words: str) -> list[str]:
        return [*own_command(), words[0], "--profile", str(self.profile), *words[1:]]

    def _socket(self) -> Path:
        from desktop.host.unix_instance import instance_path

        return instance_path(self.profile, self.screen.environment)
