"""The real application on an X server of its own: how it starts, ends, and what outlives what."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest
from Xlib.display import Display

from desktop.host.unix_instance import UnixInstance, instance_path
from tests.screen.conftest import BEFORE, Screen, end, require
from tests.screen.typing_session import Agent, TextWindow, eventually, in_front

SECONDS = 30.0
MARK = "qzmarker"
"""Stands in every text, trigger and customer's name here, and must not stand in any log."""
PACK = f"""\
matches:
  - {{trigger: ":zq", replace: "{MARK} be right back"}}
  - {{trigger: ":zname", replace: "Dear {{{{customer.first_name}}}}, {MARK}"}}
  - {{trigger: ":zclip", replace: "<{{{{c}}}}>", vars: [{{name: c, type: clipboard}}]}}
  - trigger: ":zask"
    replace: "{MARK} {{{{which}}}}"
    vars:
      - name: which
        type: choice
        params: {{values: [{MARK}one, {MARK}two]}}
  - {{trigger: ":zform", form: "{MARK} [[number]]"}}
  - {{trigger: ":zfind", opens: palette}}
  - {{trigger: ":ztwo", replace: "first {MARK}"}}
  - {{trigger: ":ztwo", replace: "second {MARK}"}}
"""
SETTINGS = """\
[breaks]
on = false
[snippets]
starter_packs = []
[privacy]
log_level = 'debug'
"""


class Deskhand:
    """One running application."""

    def __init__(
        self,
        environment: Mapping[str, str],
        profile: Path,
        *before: str,
        settings: str = SETTINGS,
        program: Sequence[str] = ("-m", "desktop"),
    ) -> None:
        self.program = program
        self.environment = dict(environment)
        self.profile = profile
        packs = profile / "packs"
        packs.mkdir(parents=True, exist_ok=True)
        (packs / "own.yml").write_text(PACK, "utf-8")
        if not (profile / "settings.toml").exists():
            (profile / "settings.toml").write_text(settings, "utf-8")
        self.output = profile.with_suffix(".out").open("ab")
        self.process = self.start(*before)

    def start(self, *before: str) -> subprocess.Popen[bytes]:
        """Start it, by another program that the words ``before`` name."""
        self.process = subprocess.Popen(
            [*before, sys.executable, *self.program, "run", "--profile", str(self.profile)],
            env=self.environment, stdin=subprocess.DEVNULL, stdout=self.output, stderr=self.output,
        )  # fmt: skip
        return self.process

    def verb(self, *words: str) -> subprocess.CompletedProcess[str]:
        return run_verb(self.environment, [*words, "--profile", str(self.profile)])

    def status(self) -> dict[str, Any]:
        path = instance_path(self.profile, self.environment)
        answer = UnixInstance(path).send(["status"], SECONDS)
        found = json.loads(answer or "{}")
        assert isinstance(found, dict)
        return found

    def until(self, done: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait for its status to be so."""
        seen: list[dict[str, Any]] = []

        def so() -> bool:
            seen[:] = [self.status()]
            return done(seen[0])

        assert eventually(so, SECONDS), f"{seen}, {self.said()}"
        return seen[0]

    def ready(self) -> dict[str, Any]:
        return self.until(lambda now: bool(now.get("ready") and now.get("can_type")))

    def keyboard(self) -> psutil.Process:
        return psutil.Process(self.ready()["keyboard"])

    def ended(self) -> int:
        return self.process.wait(SECONDS)

    def said(self) -> str:
        """All that both processes printed, or wrote to logs."""
        files = [self.profile.with_suffix(".out"), *self.profile.glob("data/logs/*")]
        return "\n".join(file.read_text("utf-8", "replace") for file in files)

    def end(self) -> None:
        end(self.process)
        self.output.close()


def run_verb(
    environment: Mapping[str, str], words: Sequence[str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "desktop", *words], env=dict(environment), capture_output=True,
        text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def agent(own_agent: Agent) -> Agent:
    return own_agent


@pytest.fixture
def field(agent: Agent, tmp_path: Path) -> Iterator[TextWindow]:
    made = TextWindow(agent, tmp_path / "field")
    made.focus()
    yield made
    made.end()


StartDeskhand = Callable[..., Deskhand]


@pytest.fixture
def start(session: Screen, tmp_path: Path) -> Iterator[StartDeskhand]:
    started: list[Deskhand] = []

    def one(name: str = "profile", *before: str, **options: str) -> Deskhand:
        started.append(Deskhand(session.environment, tmp_path / name, *before, **options))
        return started[-1]

    yield one
    for app in started:
        app.end()
    for app in started:
        assert MARK not in app.said()
        assert "Traceback" not in app.said()


def nothing_left(app: Deskhand, keyboard: psutil.Process, agent: Agent) -> None:
    """No process, no key, no grab, and the clipboard as it was."""
    assert eventually(lambda: not keyboard.is_running() or keyboard.status() == "zombie", 5)
    assert eventually(lambda: not agent.keys_down(), 2)
    assert eventually(agent.keyboard_is_free, 2)
    assert eventually(lambda: agent.copied() == BEFORE, 2)
    assert app.verb("quit").returncode == 1


def shown(agent: Agent, title: str) -> bool:
    """A window whose title begins so is on the screen."""
    words = ["xdotool", "search", "--onlyvisible", "--name", f"^{title}"]
    done = subprocess.run(
        words, env=dict(agent.environment), capture_output=True, timeout=30, check=False
    )
    return bool(done.stdout.strip())


def by_quit(app: Deskhand) -> None:
    assert app.verb("quit").returncode == 0


def by_sigterm(app: Deskhand) -> None:
    app.process.terminate()


def by_sigint(app: Deskhand) -> None:
    app.process.send_signal(signal.SIGINT)


def by_sighup(app: Deskhand) -> None:
    app.process.send_signal(signal.SIGHUP)


@pytest.mark.parametrize("way", [by_quit, by_sigterm, by_sigint, by_sighup])
def test_it_types_and_ends_without_leaving_anything(
    way: Callable[[Deskhand], None], start: StartDeskhand, agent: Agent, field: TextWindow
) -> None:
    app = start()
    keyboard = app.keyboard()
    agent.type("a :zq b")
    wanted = f"a {MARK} be right back b"
    assert field.text(wanted) == wanted
    way(app)
    assert app.ended() == 0
    nothing_left(app, keyboard, agent)


def test_killed_it_takes_the_keyboard_process_with_it(
    start: StartDeskhand, agent: Agent, field: TextWindow
) -> None:
    app = start()
    keyboard = app.keyboard()
    app.process.kill()
    app.ended()
    nothing_left(app, keyboard, agent)
    agent.type(":zq")
    assert field.text(":zq") == ":zq"
    # The next start is not kept out by what the killed one left.
    app.start()
    app.ready()
    agent.type(" :zq")
    wanted = f":zq {MARK} be right back"
    assert field.text(wanted) == wanted


def test_a_killed_keyboard_process_is_started_again(
    start: StartDeskhand, agent: Agent, field: TextWindow
) -> None:
    app = start()
    keyboard = app.keyboard()
    agent.down("a")
    keyboard.kill()
    agent.up("a")
    again = app.until(lambda now: now["keyboard"] not in {0, keyboard.pid} and now["ready"])
    assert again["can_type"]
    field.clear()
    agent.type(":zq")
    wanted = f"{MARK} be right back"
    assert field.text(wanted) == wanted
    assert not agent.keys_down()


def test_a_keyboard_process_that_always_dies_is_given_up(
    start: StartDeskhand, agent: Agent, field: TextWindow
) -> None:
    app = start()
    dead: set[int] = set()

    def given_up() -> bool:
        now = app.status()
        pid = now["keyboard"]
        if pid and pid not in dead:
            dead.add(pid)
            os.kill(pid, signal.SIGKILL)
        return not now["can_type"] and bool(dead)

    app.ready()
    assert eventually(given_up, SECONDS)
    assert app.status()["reason"]
    spent = sum(psutil.Process(app.process.pid).cpu_times()[:2])
    select.select([], [], [], 1.0)
    assert sum(psutil.Process(app.process.pid).cpu_times()[:2]) - spent < 0.2
    doctor = json.loads(app.verb("doctor", "--json").stdout)
    (said,) = [one for one in doctor["checks"] if one["name"] == "application"]
    assert not said["ok"]
    assert said["why"] == app.status()["reason"]
    # What it can't type it copies: the palette goes on, and so do the verbs.
    assert app.verb("palette").returncode == 0
    assert app.verb("quit").returncode == 0
    assert app.ended() == 0


def test_twenty_starts_at_once_are_one(start: StartDeskhand) -> None:
    app = start()
    all_of_them = [app.process, *(app.start() for _ in range(19))]
    try:

        def ended() -> list[int]:
            return [code for one in all_of_them if (code := one.poll()) is not None]

        assert eventually(lambda: len(ended()) >= 19, 2 * SECONDS)
        app.ready()
        assert ended() == [0] * 19, app.said()
        assert app.verb("quit").returncode == 0
        assert eventually(lambda: ended() == [0] * 20)
    finally:
        for one in all_of_them:
            end(one)


def test_a_second_start_opens_the_palette_of_the_first(start: StartDeskhand, agent: Agent) -> None:
    app = start()
    app.ready()
    assert not shown(agent, "Deskhand palette")
    assert run_verb(app.environment, ["--profile", str(app.profile)]).returncode == 0
    assert eventually(lambda: shown(agent, "Deskhand palette"))


def test_a_start_while_one_ends_becomes_the_next(start: StartDeskhand) -> None:
    app = start()
    app.ready()
    first = app.process
    app.process.terminate()
    app.start()
    assert first.wait(SECONDS) == 0
    assert app.ready()["can_type"]


def test_another_profile_starts_with_typing_off(
    start: StartDeskhand, agent: Agent, field: TextWindow
) -> None:
    first = start("first")
    first.ready()
    second = start("second")
    state = second.until(lambda now: now.get("snippets", 0) > 0)
    assert not state["can_type"]
    assert state["reason"] == "Another Deskhand types in this session."
    assert state["keyboard"] == 0
    agent.type(":zq.")
    wanted = f"{MARK} be right back."
    assert field.text(wanted) == wanted
    # Each takes its own verbs.
    without = run_verb(first.environment, ["resume"])
    assert without.returncode == 1
    assert "another profile" in without.stderr
    assert second.verb("quit").returncode == 0
    assert second.ended() == 0
    assert first.ready()["can_type"]
    assert first.verb("quit").returncode == 0
    assert first.ended() == 0
    second.start()
    assert second.ready()["can_type"]


def test_verbs_before_and_after_the_profile(start: StartDeskhand) -> None:
    app = start()
    app.ready()
    profile = ["--profile", str(app.profile)]

    def paused() -> object:
        return app.status()["paused"]

    assert run_verb(app.environment, [*profile, "pause", "5"]).returncode == 0
    assert paused()
    assert run_verb(app.environment, ["resume", *profile]).returncode == 0
    assert not paused()
    assert app.verb("pause").returncode == 0
    assert paused()
    assert app.verb("call", "--number", "123", "--id", "7", "--name", MARK).returncode == 0
    link = run_verb(app.environment, ["deskhand://x", *profile])
    assert link.returncode == 1
    assert link.stderr.count("\n") == 1
    assert app.verb("pause", "none").returncode == 2
    assert app.verb("quit").returncode == 0
    assert app.ended() == 0
    gone = app.verb("palette")
    assert gone.returncode == 1
    assert gone.stderr == "deskhand: Deskhand is not running. Start it with “deskhand run”.\n"


def test_the_customer_in_front_is_in_the_text(
    start: StartDeskhand, agent: Agent, field: TextWindow
) -> None:
    app = start()
    app.ready()
    app.verb("call", "--number", "1", "--id", "7", "--name", "Ana")
    agent.type(":zname")
    wanted = f"Dear Ana, {MARK}"
    assert field.text(wanted) == wanted


def test_a_trigger_opens_the_palette_and_is_gone(
    start: StartDeskhand, agent: Agent, field: TextWindow
) -> None:
    app = start()
    app.ready()
    agent.type("x :zfind")
    assert eventually(
        lambda: shown(agent, "Deskhand palette") and in_front(agent.display) != field.window
    )
    agent.type("right back\n")
    wanted = f"x {MARK} be right back"
    assert field.text(wanted) == wanted


def test_a_question_is_answered_where_it_was_asked(
    start: StartDeskhand, agent: Agent, field: TextWindow
) -> None:
    app = start()
    app.ready()
    agent.type("x :zask")
    assert eventually(lambda: shown(agent, ":zask") and in_front(agent.display) != field.window)
    agent.keys("2")
    wanted = f"x {MARK} {MARK}two"
    assert field.text(wanted) == wanted
    agent.type(" :ztwo")
    assert eventually(lambda: shown(agent, "Which") and in_front(agent.display) != field.window)
    agent.keys("Escape")
    assert eventually(lambda: in_front(agent.display) == field.window)
    assert field.text(wanted + " :ztwo") == wanted + " :ztwo"


def test_a_program_runs_while_the_agent_types_on_and_ends_with_deskhand(
    start: StartDeskhand, agent: Agent, field: TextWindow, tmp_path: Path
) -> None:
    gate, pack = tmp_path / "gate", tmp_path / "profile" / "packs" / "run.yml"
    os.mkfifo(gate)
    pack.parent.mkdir(parents=True)
    pack.write_text(
        "matches:\n  - trigger: ':zrun'\n    replace: '<{{o}}>'\n"
        f"    vars: [{{name: o, type: shell, params: {{cmd: 'cat {gate}'}}}}]\n",
        "utf-8",
    )
    app = start(settings=SETTINGS.replace("[]", f"[]\ntrusted_packs = ['{pack}']", 1))
    app.ready()
    agent.type("a :zrun then", 1)
    assert field.text("a :zrun then") == "a :zrun then"
    gate.write_text(f"{MARK}\n", "utf-8")
    assert field.text(f"a <{MARK}> then") == f"a <{MARK}> then"
    agent.type(" :zrun")

    def runs() -> bool:
        found = psutil.Process(app.process.pid).children(recursive=True)
        return any(str(gate) in " ".join(one.cmdline()) for one in found)

    assert eventually(runs)
    left = psutil.Process(app.process.pid).children(recursive=True)
    assert app.verb("quit").returncode == 0
    assert app.ended() == 0
    assert eventually(lambda: not any(one.is_running() for one in left), 5)


def test_packs_come_and_go_while_it_runs(
    start: StartDeskhand, agent: Agent, field: TextWindow
) -> None:
    app = start()
    count = app.ready()["snippets"]
    new = app.profile / "packs" / "new.yml"
    new.write_text("matches:\n  - {trigger: ':znew', replace: 'fresh'}\n", "utf-8")
    app.until(lambda now: now["snippets"] == count + 1 and now["ready"])
    agent.type(":znew ")
    assert field.text("fresh ") == "fresh "
    new.write_text("matches: [", "utf-8")
    (app.profile / "packs" / "other.yml").write_text(
        "matches:\n  - {trigger: ':zoth', replace: 'other'}\n", "utf-8"
    )
    # The broken one goes on as it was, beside the one that came.
    app.until(lambda now: now["snippets"] == count + 2 and now["ready"])
    agent.type(":znew :zoth")
    assert field.text("fresh fresh other") == "fresh fresh other"


def test_a_clipboard_that_does_not_answer_does_not_hold_the_text(
    start: StartDeskhand, agent: Agent, field: TextWindow, session: Screen
) -> None:
    app = start()
    app.ready()
    owner = Display(session.display)
    window = owner.screen().root.create_window(0, 0, 1, 1, 0, 0)
    window.set_selection_owner(owner.get_atom("CLIPBOARD"), 0)
    owner.sync()
    try:
        agent.type(":zclip! :zq")
        # It says what it misses instead of typing it; the next snippet does not wait for that.
        wanted = f":zclip! {MARK} be right back"
        assert field.text(wanted) == wanted
        assert eventually(lambda: shown(agent, "Deskhand"))
    finally:
        owner.close()
        agent.copy(BEFORE)


@pytest.mark.parametrize("place", ["a file in its way", "no rights"])
def test_a_profile_that_cannot_be_made_is_one_sentence(
    place: str, session: Screen, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    if place == "no rights":
        if os.geteuid() == 0:
            profile = Path("/proc/deskhand")  # where not even root may make anything
        else:
            tmp_path.chmod(0o500)
    else:
        profile.write_text("not a folder")
    done = run_verb(session.environment, ["run", "--profile", str(profile)])
    assert done.returncode == 1
    assert done.stderr.startswith("deskhand: ")
    assert done.stderr.count("\n") == 1
    assert "--profile" in done.stderr


@pytest.mark.parametrize("display", ["", ":59999"])
def test_without_a_screen_it_says_so(display: str, session: Screen, tmp_path: Path) -> None:
    environment = {**session.environment, "DISPLAY": display}
    del environment["QT_QPA_PLATFORM"]
    done = run_verb(environment, ["run", "--profile", str(tmp_path)])
    assert done.returncode == 1
    assert done.stderr.startswith("deskhand: ")
    assert done.stderr.count("\n") == 1


def test_a_broken_settings_file_is_set_aside(start: StartDeskhand) -> None:
    app = start(settings="[typing\n")
    app.ready()
    (kept,) = app.profile.glob("settings.broken-*.toml")
    assert kept.read_text("utf-8") == "[typing\n"


def test_a_full_disk_is_a_message_and_it_goes_on(start: StartDeskhand, agent: Agent) -> None:
    """No file may grow: neither triggers nor cache nor log can be written."""
    require("prlimit")
    app = start("profile", "prlimit", "--fsize=0")
    app.until(lambda now: now.get("snippets", 0) > 0 and bool(now["can_type"]))
    assert eventually(lambda: shown(agent, "Deskhand message"))
    assert app.verb("palette").returncode == 0
    assert eventually(lambda: shown(agent, "Deskhand palette"))
    assert app.verb("quit").returncode == 0
    assert app.ended() == 0


def test_it_starts_hidden(start: StartDeskhand, agent: Agent) -> None:
    app = start()
    app.ready()
    assert not shown(agent, "Deskhand")
