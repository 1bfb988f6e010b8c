"""The application in a process of its own without a screen: its beginning, its icon, its end."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from desktop import __version__

ACTED = """
import sys, threading
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from desktop import app
from desktop.core.results import Problem, UserError
from desktop.host.base import Check
from desktop.host.nowhere import NowhereHost

begin = app.Application._begin

def acted(self):
    begin(self)
    steps = act(self)
    def step():
        try:
            over = next(steps, "over") == "over"
        except Exception as error:
            print("failed:", repr(error))
            over = True
        self.quit() if over else QTimer.singleShot(20, step)
    QTimer.singleShot(20, step)

def icon(self):
    tip = self.tray.icon.toolTip().splitlines()[0]
    print(self.tray.state.name, "|", tip, "|", self.tray.state_line.text())

app.Application._begin = acted
{act}
try:
    status = app.run(NowhereHost([Check("screen", ok=False, what="None")]), Path(sys.argv[1]))
except UserError as error:
    print("refused:", error)
    status = 1
print("threads:", sorted(one.name for one in threading.enumerate()))
sys.exit(status)
"""


def act(profile: Path, steps: str) -> subprocess.CompletedProcess[str]:
    script = ACTED.replace("{act}", textwrap.dedent(steps))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", script, str(profile)], env=environment, capture_output=True,
        text=True, timeout=60, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip


def lines(done: subprocess.CompletedProcess[str], status: int = 0) -> list[str]:
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    found = done.stdout.splitlines()
    assert found[-1] == "threads: ['MainThread']"
    return found[:-1]


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere keys can be followed without a screen"
)
def test_the_icon_shows_on_paused_off_and_cannot(tmp_path: Path) -> None:
    done = act(
        tmp_path,
        """
        def act(self):
            yield
            icon(self)
            self.assembly._switch.keys(can_type=True, reason="")
            yield
            icon(self)
            self._pause(30)
            yield
            icon(self)
            self.assembly.resume()
            from desktop.settings.sections.typing import TYPING_ENABLED
            self.settings.change(TYPING_ENABLED, False)
            yield
            icon(self)
        """,
    )
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
    done = act(
        tmp_path,
        """
        def act(self):
            from desktop.interaction import Channel
            yield
            print(self.tray.interaction.text())
            self._verbs.obey(["call", "1 2 3", "a", ""])
            yield
            print(self.tray.interaction.text())
            self._verbs.obey(["call", "4", "b", "Ana & Bo"])
            yield
            print(self.tray.interaction.text())
            self._verbs.obey(["call", "1 2 3", "a", ""])
            yield
            print(self.tray.interaction.text())
            self._close_interaction()
            self._close_interaction()
            self._close_interaction()
            yield
            print(self.tray.interaction.text())
        """,
    )
    assert lines(done) == [
        "Open interaction…",
        "1 2 3",
        "Ana && Bo",
        "1 2 3",
        "Open interaction…",
    ]


def test_a_call_brings_the_sidebar_up(tmp_path: Path) -> None:
    done = act(
        tmp_path,
        """
        def act(self):
            yield
            print("desktop.customers" in sys.modules, self.desks.customers.made)
            print(self._verbs.obey(["open", "deskhand://note?text=x"]).partition(".")[0])
            self._verbs.obey(["call", "anonymous", "a", ""])
            customers = self.desks.customers
            while customers.made is None or customers.made.view is None:
                yield
            print(customers.made.view.isVisible(), customers.made.view.has_keys)
            from desktop.keyboard.messages import Hotkey
            self._on_hotkey(Hotkey("customer", 0, "", ""))
            while not customers.made.view.has_keys:
                yield
            print("has the keys")
        """,
    )
    assert lines(done) == [
        "False None",
        "This link can't be opened",
        "True False",
        "has the keys",
    ]


def test_the_address_for_phone_systems_is_copied_or_it_says_why_not(tmp_path: Path) -> None:
    done = act(
        tmp_path,
        """
        def act(self):
            yield
            said = []
            self.messages.show = lambda problem, *_: said.append(problem.what)
            self.desks.copy_address()  # the tests' keyring keeps nothing
            while len(said) < 1:
                yield
            self.assembly.customers.phone_systems._token = lambda: "token"
            copied = []
            self._host.clipboard.set_text = copied.append
            self.desks.copy_address()
            while len(said) < 2:
                yield
            print(*said, *copied, sep="\\n")
        """,
    )
    assert lines(done) == [
        "The keyring of this computer does not keep secrets",
        "The address for phone systems is copied",
        "http://127.0.0.1:47820/call?token=token&number=NUMBER",
    ]


def test_a_message_has_a_button_for_what_it_speaks_of(tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "own.yml").write_text("matches: []", "utf-8")
    done = act(
        tmp_path,
        """
        def act(self):
            while not self.desk._loaded:
                yield
            self.messages.show = lambda _, *actions: print([one.title for one in actions])
            self._show(Problem("Wrong", place="own.yml:2"))
            self._show(Problem("Wrong", place="lost.yml:2"))
        """,
    )
    assert lines(done) == ["['Open the pack']", "[]"]


@pytest.mark.parametrize(
    "way", ["QCoreApplication.postEvent(self._qt, QEvent(QEvent.Type.Quit))", "self._qt.quit()"]
)
def test_the_end_of_the_session_is_a_clean_end(tmp_path: Path, way: str) -> None:
    done = act(
        tmp_path,
        f"""
        def act(self):
            yield
            self.windows.open_settings()
            self.open_palette()
            yield
            {way}
            while True:
                yield
        """,
    )
    assert lines(done) == []


def test_a_failure_while_it_begins_is_a_sentence_and_no_icon_that_does_nothing(
    tmp_path: Path,
) -> None:
    done = act(
        tmp_path,
        """
        def act(self):
            raise RuntimeError("customer's text")
        """,
    )
    (said,) = lines(done, 1)
    assert said.startswith("refused: Deskhand can't start.")
    assert "customer's text" not in done.stdout + done.stderr


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("in the way")
    done = act(tmp_path / "profile", "def act(self):\n    yield\n")
    (said,) = lines(done, 1)
    assert "--profile" in said


def test_a_fault_in_a_window_is_told_and_survived(tmp_path: Path) -> None:
    done = act(
        tmp_path,
        """
        def act(self):
            yield
            self.messages.show = lambda problem, *actions: print(problem.what)
            self.bridge.post(lambda: 1 / 0)
            yield
        """,
    )
    assert lines(done) == ["Something in Deskhand went wrong"]


def test_every_window_opens(tmp_path: Path) -> None:
    done = act(
        tmp_path,
        """
        def act(self):
            yield
            for name in ("open_settings", "open_messages", "open_about", "open_interaction"):
                getattr(self.windows, name)()
                getattr(self.windows, name)()
                yield
            self.tray.engines.trigger()
            self.tray.engines.trigger()
            while self.desks.engines.made is None:
                yield
            yield
            print(self.desks.engines.made.window.isVisible())
            self.desks.engines.made.window.close()
            self.desks.open_engines()
            yield
            print(self.desks.engines.made.window.isVisible())
            self.desks.engines.made.window.close()
            self.tray.systems.trigger()
            while self.desks.systems.made is None:
                yield
            yield
            systems = self.desks.systems.made.window
            print(systems.isVisible())
            systems.close()
            self.desks.open_system("salesforce")
            yield
            print(systems.isVisible() and systems.pane.shown())
            systems.close()
            self.desk.open_library()
            self._verbs.obey(["palette"])
            while self.desk.palette is None or not self.desk.palette.isVisible():
                yield
            print(sum(one.isVisible() for one in self._qt.topLevelWidgets()))
        """,
    )
    opened, again, systems, chosen, count = lines(done)
    assert (opened, again) == ("True", "True")
    assert (systems, chosen) == ("True", "salesforce")
    assert int(count) >= 6


def test_a_follow_up_is_told_after_the_interaction_and_never_in_it(tmp_path: Path) -> None:
    done = act(
        tmp_path,
        """
        def act(self):
            import datetime as dt
            from desktop.customers.followups.followup import FollowUp, Who
            from desktop.interaction import Channel
            from tests.unit.customers.book.keeping import MemoryKeyring
            from desktop.settings.secrets import Secrets
            assembly = self.assembly
            assembly.customers._secrets = Secrets(assembly.places.data, MemoryKeyring())
            yield
            one = assembly.interactions.open("test", Channel.PHONE)
            at = assembly.clock.now() + dt.timedelta(milliseconds=100)
            who = Who("Ana Souza", Channel.PHONE, "+4930123456")
            follow_up = FollowUp(0, who, "the invoice", at, "Europe/Berlin", True)
            assembly.following.make(follow_up, frozenset({("email", "ana@example.com")}))
            while self.tray.follow_ups.text() != "Follow-ups (1 due)":
                yield
            desk = self.desks.follow_ups.made
            for _ in range(20):
                yield
            print(desk.notice)
            assembly.interactions.close(one.id)
            while desk.notice is None or not desk.notice.isVisible():
                yield
            print(desk.notice.first.whole(), desk.notice.second.whole(), sep=" | ")
            print(self.tray.icon.toolTip().splitlines()[-1])
            self.tray.follow_ups.trigger()
            while desk.window is None or not desk.window.isVisible():
                yield
            desk.window.finished.emit(desk.window.chosen())
            while self.tray.follow_ups.text() != "Follow-ups":
                yield
            assembly.interactions.open("test", Channel.PHONE)
            while not self.tray.close_and_follow_up.isVisible():
                yield
            self.tray.close_and_follow_up.trigger()
            while desk.form is None or not desk.form.isVisible():
                yield
            print(len(assembly.interactions.all()), desk.form.name.whole())
        """,
    )
    assert lines(done) == [
        "None",
        "Follow up: Ana Souza | the invoice",
        "1 follow-up is due",
        "0 No name",
    ]


def test_what_snippets_save_is_counted_shown_given_out_and_deleted(tmp_path: Path) -> None:
    done = act(
        tmp_path,
        """
        def act(self):
            from desktop.snippets.savings.uses import Use
            from desktop.ui.snippets import savings_desk
            while not self.desk._loaded:
                yield
            self.desks.open_savings()
            while self.desks.savings.made is None:
                yield
            desk = self.desks.savings.made
            window = desk.window
            while not window.total.text():
                yield
            print(window.total.text())
            self.assembly.savings.used(Use("care: ;a", "editor", 610, 10))
            while not window.table.isVisible():
                yield
            print(window.total.text(), "|", window.table.item(0, 0).text())
            told = []
            self.messages.show = lambda problem, *_: told.append(problem.what)
            table = Path(sys.argv[1], "saved.csv")
            savings_desk.ask_where = lambda *_: table
            window.export_asked.emit()
            while not told:
                yield
            print(told[0], "|", table.read_text("utf-8-sig").splitlines()[1].partition(",")[2])
            window.forget.click()
            while window.table.isVisible():
                yield
            print(window.total.text())
        """,
    )
    assert lines(done) == [
        "Nothing is counted yet",
        "3 min of typing saved in 1 uses | care: ;a",
        "saved.csv is saved | care: ;a,editor,1,610,10,600",
        "Nothing is counted yet",
    ]


def test_what_is_often_typed_is_offered_in_the_tray_and_made_into_a_snippet(
    tmp_path: Path,
) -> None:
    done = act(
        tmp_path,
        """
        def act(self):
            from desktop.keyboard.messages import Often
            from desktop.settings.sections.snippets import SUGGEST
            while not self.desk._loaded:
                yield
            entry = self.tray.suggestions
            print(entry.isVisible())
            often = Often("How can I help you today?", b"mark")
            self.assembly.suggesting.heard(often)
            self.settings.change(SUGGEST, True)
            self.assembly.suggesting.heard(often)
            while not entry.isVisible():
                yield
            print(entry.text())
            entry.trigger()
            desk = self.desks.savings.made
            while not desk.window.isVisible():
                yield
            print(desk.window.suggestions.text.text())
            desk.window.suggestions.make.click()
            making = desk.suggestions.making
            while not making.trigger.text():
                yield
            print(making.trigger.text())
            making.further.click()
            while self.desk.editor.window is None or not self.desk.editor.window.isVisible():
                yield
            while entry.isVisible():
                yield
            print(making.isVisible(), desk.window.suggestions.isVisible())
            [number] = self.assembly.library.numbers_having(";hcih")
            print(self.assembly.library.snippets[number].id)
        """,
    )
    assert lines(done) == [
        "False",
        "Suggested snippets (1)…",
        "“How can I help you today?”",
        ";hcih",
        "False False",
        "my-snippets#1",
    ]
