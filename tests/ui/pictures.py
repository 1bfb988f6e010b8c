"""Draws every window and state, to be looked at: ``python tests/ui/pictures.py FOLDER``.

Light and dark, at 100 % and 200 %, and right to left; each in a process of its own, because Qt
reads its scale when it starts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

LOOKS = (
    ("light", "1", "ltr"),
    ("dark", "1", "ltr"),
    ("light", "2", "ltr"),
    ("dark", "2", "ltr"),
    ("light", "1", "rtl"),
    ("dark", "1", "rtl"),
)
EDGE = 24


def main(words: list[str]) -> int:
    """Without a look all of them; with one just that, in this process."""
    folder = Path(words[0])
    if len(words) > 1:
        draw(folder, words[1], words[3])
        return 0
    for scheme, scale, direction in LOOKS:
        part = folder / f"{scheme}-{scale}x-{direction}"
        part.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": scale,
            "QT_LOGGING_RULES": "qt.qpa.*=false",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        command = [sys.executable, __file__, str(part), scheme, scale, direction]
        subprocess.run(command, env=environment, check=True)
    return 0


def draw(folder: Path, scheme: str, direction: str) -> None:
    """Draw all windows in one look."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtWidgets import QApplication, QWidget

    from desktop.ui.widgets import theme as look

    application = QApplication([])
    if direction == "rtl":
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    dark = Qt.ColorScheme.Dark if scheme == "dark" else Qt.ColorScheme.Light
    look.theme().force(dark)
    with tempfile.TemporaryDirectory() as profile:
        for name, window in windows(Path(profile), rtl=direction == "rtl"):
            assert isinstance(window, QWidget)
            window.show()
            for _ in range(3):
                application.processEvents()
            picture = window.grab()
            ratio = picture.devicePixelRatio()
            size = picture.deviceIndependentSize().toSize()
            canvas = QImage(
                round((size.width() + 2 * EDGE) * ratio),
                round((size.height() + 2 * EDGE) * ratio),
                QImage.Format.Format_RGB32,
            )
            canvas.setDevicePixelRatio(ratio)
            canvas.fill(look.colour("page"))
            painter = QPainter(canvas)
            painter.drawPixmap(QPoint(EDGE, EDGE), picture)
            painter.end()
            canvas.save(str(folder / f"{name}.png"))
            window.hide()


def windows(profile: Path, *, rtl: bool) -> Iterator[tuple[str, object]]:
    """Every window in every state, one after the other, ready to be grabbed."""
    yield from palettes(rtl=rtl)
    yield from questions()
    yield from tray()
    yield from messages()
    yield from settings(profile)
    yield from others()
    yield from selections(rtl=rtl)
    yield from conversations(rtl=rtl)
    yield from engines(profile)
    yield from sidebars(rtl=rtl)
    yield from breaks()
    yield from days()


def palettes(*, rtl: bool) -> Iterator[tuple[str, object]]:
    from desktop.ui.snippets.palette import Palette, Situation
    from desktop.ui.snippets.source import Entry
    from tests.ui import acting

    def palette(entries: object = None, text: str = acting.TEXT, note: str = "") -> Palette:
        chosen = entries if isinstance(entries, tuple) else acting.ENTRIES
        return Palette(
            acting.DirectSearch(chosen), acting.describer(chosen), acting.previewer(text, note)
        )

    ana = Situation("Ana Souza", "Português")
    if rtl:
        one = palette(acting.ARABIC, acting.ARABIC_TEXT)
        one.use_library(212)
        one.open(Situation("آنا سوزا", "العربية"))
        one.line.setText("استرداد")
        yield "palette", one
    one = palette()
    one.use_library(212)
    one.open(ana)
    one.line.setText("refu")
    yield "palette-refu", one
    one.open(Situation())
    yield "palette-all", one
    one.open(ana)
    one.line.setText("zebra")
    yield "palette-no-hit", one
    one.open(Situation("Ana Souza", "Português", "typing is paused"))
    yield "palette-paused", one
    one.use_library(0)
    one.open(Situation())
    yield "palette-empty", one
    one.use_library(None)
    one.open(Situation())
    yield "palette-loading", one
    many = tuple(Entry(f"Answer number {n}", f";a{n}", "en") for n in range(50_000))
    one = palette(many, acting.TEXT * 12, "asks for the order number")
    one.use_library(50_000)
    one.open(Situation("Maria Fernanda dos Santos Albuquerque e Silva", "Português (Brasil)"))
    one.line.setText("answer")
    one.list.select(24_000)
    yield "palette-many", one
    long = (Entry("A very long label that " * 6, ";" + "averylongtrigger" * 4, "en · pt · " * 20),)
    one = palette((*long, *acting.ENTRIES), acting.ARABIC_TEXT + "\n\n" + "x" * 400)
    one.use_library(7)
    one.open(ana)
    yield "palette-long", one


def questions() -> Iterator[tuple[str, object]]:
    from desktop.snippets.render.outcome import Field, FieldKind, Option, Question, QuestionKind
    from desktop.ui.snippets.choice import ChoiceWindow
    from desktop.ui.snippets.form import FormWindow
    from desktop.ui.snippets.source import Entry

    choice = ChoiceWindow()
    entries = [
        Entry("Refund confirmed", ";refund", "base · pt · en"),
        Entry("Refund, in short", ";refund", "team · en"),
        Entry("Refund by voucher", ";refund", "team · en"),
    ]
    choice.ask("Which one for “;refund”?", entries, lambda _place: None)
    yield "choice", choice
    choice.line.setText("vou")
    yield "choice-narrowed", choice
    choice.line.setText("zebra")
    yield "choice-none", choice
    days = (Option("today", "today"), Option("tomorrow", "tomorrow"), Option("Friday", "friday"))
    question = Question(
        kind=QuestionKind.FORM,
        variable="form1",
        title="Call back",
        fields=(
            Field("customer_name", default="Ana"),
            Field("day", FieldKind.CHOICE, "tomorrow", days),
            Field("reason", FieldKind.LIST, "", days),
            Field("note", FieldKind.MULTILINE, "Wants to know when the parcel comes."),
            Field("order_number"),
        ),
        state=None,  # type: ignore[arg-type]  # the window never looks at it
    )
    form = FormWindow()
    form.ask(question, lambda _answers: None)
    yield "form", form


def tray() -> Iterator[tuple[str, object]]:
    from PySide6.QtGui import QColor, QPainter, QPixmap
    from PySide6.QtWidgets import QLabel

    from desktop.ui.shell.icons import TrayState, pixmap
    from desktop.ui.shell.tray import Tray

    one = Tray()
    one.show_hotkeys({"palette": "Ctrl Alt Space"})
    one.show_customer("Ana Souza")
    one.show_messages(2)
    one.menu.setActiveAction(one.palette)
    yield "tray-on", one.menu
    one.show_state(TrayState.PAUSED, "paused until 14:30")
    one.show_customer("")
    yield "tray-paused", one.menu
    yield "tray-pause-menu", one.pause_menu
    strip = QPixmap(2 * 4 * 100, 100)
    strip.fill(QColor("#F0F0F0"))
    painter = QPainter(strip)
    painter.fillRect(400, 0, 400, 100, QColor("#1B1B1B"))
    for side in (0, 400):
        for at, state in enumerate(TrayState):
            painter.drawPixmap(side + 20 + at * 40, 10, pixmap(state, 22))
            painter.drawPixmap(side + 20 + at * 80, 44, pixmap(state, 44))
    painter.end()
    icons = QLabel()
    icons.setPixmap(strip)
    yield "icons", icons


def messages() -> Iterator[tuple[str, object]]:
    from desktop.core.results import Problem, Severity
    from desktop.ui.shell.messages import Action, Messages, MessagesWindow

    told = Messages()
    window = MessagesWindow(told)
    yield "messages-empty", window
    told.show(
        Problem("“gm.yml” has a snippet without a trigger", todo="Add one", place="gm.yml:12"),
        Action("Open the pack", lambda: None),
    )
    told.show(Problem("Typing is on again", severity=Severity.INFO))
    told.show(
        Problem(
            "Typing is held back",
            "“Payroll” runs as administrator: Windows lets nobody type there",
            "The palette can copy",
            Severity.WARNING,
        ),
        Action("Open palette", lambda: None),
        Action("Not for Payroll", lambda: None),
    )
    assert told.notice is not None
    yield "notice", told.notice
    yield "messages", window


def settings(profile: Path) -> Iterator[tuple[str, object]]:
    from desktop.core.clock import SystemClock
    from desktop.settings.registry import sections
    from desktop.settings.sections.agent import AGENT_EMAIL
    from desktop.settings.sections.typing import APP_RULES, EXCLUDED_APPS, AppSettings
    from desktop.settings.store import Settings
    from desktop.ui.shell.bridge import Bridge
    from desktop.ui.shell.settings_window import SettingsWindow

    held = Settings(profile / "settings.toml", SystemClock())
    held.change(EXCLUDED_APPS, ("KeePassXC", "Payroll"))
    held.change(APP_RULES, {"citrix": AppSettings(remote=True), "xterm": AppSettings(settle_ms=80)})
    actions = {"translation": ("Engines and their keys…", lambda: None)}
    window = SettingsWindow(held, Bridge(), actions)
    for section in sections():
        window.open(section.name)
        yield f"settings-{section.name}", window
    window.open("typing")
    window.show_advanced()
    yield "settings-typing-advanced", window
    window.resize(window.width(), 1500)
    yield "settings-typing-whole", window
    window.resize(window.width(), 576)
    window.open("agent")
    row = window.row_of(AGENT_EMAIL)
    assert row is not None
    row.editor.show_value("kim at example")
    row.editor.edited.emit()
    yield "settings-wrong", window
    window.search.setText("keys")
    yield "settings-search", window
    window.search.setText("zebra")
    yield "settings-search-none", window


def others() -> Iterator[tuple[str, object]]:
    from desktop.core.results import Problem
    from desktop.ui.shell.about import AboutWindow
    from desktop.ui.shell.interaction_window import Draft, InteractionWindow
    from desktop.ui.snippets.packs_window import PackRow, PacksWindow
    from tests.ui import acting

    yield "about", AboutWindow("0.1")
    form = InteractionWindow()
    form.ask(lambda _draft: None)
    yield "interaction-open", form
    form.ask(
        lambda _draft: Problem("This is no language", todo="Write a tag like pt-BR"),
        Draft(name="Ana Souza", first_name="Ana", language="portuguese"),
    )
    form.submit()
    yield "interaction-wrong", form
    packs = PacksWindow(acting.describer(acting.ENTRIES))
    packs.show_library((), ())
    yield "packs-empty", packs
    rows = (PackRow("refunds", "packs/refunds.yml", 0, 4), PackRow("base", "packs/base.yml", 4, 2))
    packs.show_library(rows, ())
    packs.packs.setCurrentRow(1)
    yield "packs", packs
    problem = Problem(
        "This snippet has no trigger", "It can only be found in the palette", place="base.yml:12"
    )
    packs.show_library(rows, (problem, problem))
    packs.packs.setCurrentRow(0)
    yield "packs-problems", packs


def selections(*, rtl: bool) -> Iterator[tuple[str, object]]:
    from desktop.ui.translation.notice import ReplacedNotice
    from desktop.ui.translation.selection_window import SelectionWindow
    from tests.ui.translation import spoken

    window = SelectionWindow(spoken.LANGUAGES)
    window.show_hotkey("Ctrl Alt T")
    window.wait(spoken.SPANISH, "en", None)
    yield "selection-waiting", window
    window._say_slow()
    yield "selection-slow", window
    for name, outcome in spoken.OUTCOMES.items():
        window.wait(spoken.originals(name), outcome.target, None)
        window.show_outcome(outcome, spoken.LIKES if "memory" in name else ())
        yield f"selection-{name}", window
    for name in ("translated", "grave", "no-engine"):
        window.wait(spoken.SPANISH, "en", None)
        window.take_keys()
        window.show_outcome(spoken.OUTCOMES[name])
        yield f"selection-{name}-keys", window
    window.can_replace = False
    window.wait(spoken.SPANISH, "en", None)
    window.take_keys()
    window.show_outcome(spoken.OUTCOMES["translated"])
    window.parts.copy.click()
    yield "selection-copied", window
    window.show_nothing_selected(None)
    yield "selection-nothing", window
    notice = ReplacedNotice()
    notice.working(None)
    yield "replaced-working", notice
    notice.done("es", "Apertium · stayed on this computer", "Backspace", None)
    yield "replaced-done", notice
    long = "DeepL, after Apertium · left this computer, 4 things hidden: card number, 3 links"
    notice.done("ar" if rtl else "pt", long, "Backspace", None)
    yield "replaced-long", notice


def conversations(*, rtl: bool) -> Iterator[tuple[str, object]]:
    from desktop.ui.translation.conversation_view import Preview
    from desktop.ui.translation.conversation_window import ConversationWindow
    from tests.ui.translation import conversations as acted

    def window(*lines: object, **changes: object) -> ConversationWindow:
        made = ConversationWindow()
        made.show_situation(acted.situation(**changes))
        made.show_lines(lines)  # type: ignore[arg-type]
        return made

    if rtl:
        one = window(*acted.ARABIC_TALK, acted.FAILED, acted.ASKING, customer="آنا سوزا")
        one.set_draft("سيصل يوم الخميس")
        yield "conversation-arabic", one
    yield "conversation-empty", window()
    yield (
        "conversation-nobody",
        window(customer="", language="", goes_to="", watching=False, locked=False),
    )
    one = window(*acted.TALK, acted.DOUBTFUL)
    one.set_draft(acted.FRIDAY)
    one.show_preview(acted.READY)
    yield "conversation", one
    one.bubbles.step(-1)
    one.bubbles.step(-1)
    yield "conversation-chosen", one
    one = window(*acted.TALK, acted.WAITING, locked=False, local_only=True)
    one.set_draft(acted.FRIDAY)
    one.reply.entered.emit(False)
    yield "conversation-waiting", one
    one = window(acted.THANKS, acted.FAILED, acted.ASKING, hindrance="typing is paused")
    one.set_draft(acted.FRIDAY)
    problem = "No engine is set up. Choose one in the settings."
    one.show_preview(Preview(acted.FRIDAY, "", "", "", problem=problem))
    yield "conversation-failed", one
    one = window(*acted.TALK)
    one.set_draft(acted.GRAVE.of)
    one.show_preview(acted.GRAVE)
    one.reply.entered.emit(False)
    yield "conversation-grave", one
    name = "Maria Fernanda dos Santos Albuquerque e Silva de Oliveira Guimarães Rosa"
    one = window(*acted.HOSTILE, customer=name, goes_to="ACME " * 40, watched_app="Chromium " * 9)
    one.set_draft("A long reply. " * 60)
    one.show_preview(
        Preview("A long reply. " * 60, "Uma longa resposta. " * 60, "Long. " * 200, "Engine")
    )
    one.bubbles.step(-1)
    for _ in range(4):
        one.bubbles.step(-1)
    yield "conversation-long", one
    one = window(*acted.many(2_000))
    yield "conversation-many", one
    one.bubbles.verticalScrollBar().setValue(40_000)
    one.put_line(acted.line(9_999, "A new message.", "Uma nova mensagem."))
    yield "conversation-new-message", one
    one.resize(one.minimumSize())
    one.set_draft("A long reply. " * 60)
    warnings = ("The number 48213 is missing, which the reply has. " * 3,) * 5
    one.show_preview(
        Preview(one.draft(), "Resposta. " * 90, "Long. " * 200, "Engine", warnings, grave=True)
    )
    one.reply.entered.emit(False)
    yield "conversation-small", one
    one = window(*acted.ARABIC_TALK, customer="Layla Haddad", language="ar")
    one.set_draft(acted.FRIDAY)
    one.show_preview(acted.ARABIC_READY)
    yield "conversation-arabic-customer", one


def engines(profile: Path) -> Iterator[tuple[str, object]]:
    from desktop.ui.translation.engine_key import KeyState
    from desktop.ui.translation.engine_wording import Asking
    from tests.ui.translation import engines_acted as acted

    yield "engines-empty", acted.window(profile)
    one = acted.three(profile)
    yield "engines", one
    one.rows.choose("deepl")
    yield "engines-key-kept", one
    one.rows.choose("team")
    yield "engines-silent", one
    one = acted.window(profile, ("deepl",))
    one.show_state("deepl", acted.NEEDS_KEY)
    one.show_key("deepl", KeyState(kept=False))
    one.pane.key.field.setText("0123456789:fx")
    yield "engines-key-typed", one
    one.show_key("deepl", KeyState(problem=acted.LOCKED))
    yield "engines-keyring-locked", one
    one.show_state("deepl", Asking.ASKED)
    one.show_key("deepl", KeyState(busy=True))
    yield "engines-asking", one
    one = acted.three(profile)
    one.rows.choose("google")
    yield "engines-free", one
    one.rows.turn_asked.emit("google")
    yield "engines-free-asked", one
    one = acted.three(profile, local_only=True)
    one.rows.choose("deepl")
    yield "engines-local-only", one
    one = acted.window(profile, (acted.LONG_NAME, "klingon", "mymemory"), acted.LONG)
    yield "engines-long", one
    one.rows.choose("klingon")
    yield "engines-unknown", one
    one = acted.three(profile)
    one.rows.choose("apertium")
    line = one.pane.fields.lines["address"]
    line.setText("http://mt.example")
    problem = acted.not_secure()
    one.show_fault("apertium", problem)
    yield "engines-address", one
    one.another.click()
    one.adding.name.setText("My Team")
    one.show_added("My Team", acted.UNFIT)
    yield "engines-adding", one


def sidebars(*, rtl: bool) -> Iterator[tuple[str, object]]:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from desktop.customers.identify.query import Why
    from desktop.ui.customers.sidebar import Sidebar
    from tests.ui import keys
    from tests.ui.customers import acted_customers as acted

    def opened(one: Sidebar, *pressed: Qt.Key) -> Sidebar:
        one.open_quietly(None)
        one.setGeometry(0, 0, one.width(), 720)
        if pressed:
            one.take_keys()
            QApplication.processEvents()
            for key in pressed:
                keys.press(one.focusWidget(), key)
        return one

    down = Qt.Key.Key_Down
    yield "sidebar", opened(acted.sidebar(acted.ARABIC if rtl else acted.WHOLE))
    yield "sidebar-keys", opened(acted.sidebar(acted.WHOLE, acted.TEAM), down, down, down)
    yield "sidebar-copied", opened(acted.sidebar(acted.WHOLE), Qt.Key.Key_2)
    yield "sidebar-arabic-customer", opened(acted.sidebar(acted.ARABIC))
    yield "sidebar-several", opened(acted.sidebar(acted.TWO_SURE), down)
    yield "sidebar-maybe", opened(acted.sidebar(acted.MAYBE))
    one = opened(acted.sidebar(acted.SEVERAL), down, Qt.Key.Key_Return)
    yield "sidebar-maybe-chosen", one
    yield "sidebar-unknown", opened(acted.sidebar(acted.UNKNOWN), Qt.Key.Key_Up)
    yield "sidebar-unknown-silent", opened(acted.sidebar(acted.UNKNOWN_AND_SILENT))
    yield "sidebar-signed-out", opened(acted.sidebar(acted.SIGNED_OUT))
    yield "sidebar-asking", opened(acted.sidebar(acted.ASKING))
    one = opened(acted.sidebar(acted.PARTIAL, acted.TEAM))
    one.parts.providers.call_slow()
    yield "sidebar-slow", one
    yield "sidebar-failed", opened(acted.sidebar(acted.FAILED))
    yield "sidebar-all-failed", opened(acted.sidebar(acted.ALL_FAILED))
    one = opened(acted.sidebar(acted.LONG), down)
    yield "sidebar-long", one
    yield "sidebar-hostile", opened(acted.sidebar(acted.HOSTILE), down, down)
    one = opened(acted.sidebar(acted.MANY), *(down,) * 40)
    yield "sidebar-many", one
    one = acted.sidebar()
    one.show_nothing()
    yield "sidebar-nothing", opened(one)
    one.show_nothing(set_up=False)
    yield "sidebar-not-set-up", opened(one)
    one.show_not_understood(Why.WITHHELD)
    yield "sidebar-withheld", opened(one)


def breaks() -> Iterator[tuple[str, object]]:
    from PySide6.QtWidgets import QApplication

    from desktop.ui.breaks.break_window import BreakWindow
    from desktop.ui.breaks.breathing import BreathingWindow
    from desktop.ui.breaks.notice import BreakNotice
    from tests.ui.breaks import acted_breaks as acted

    notice = BreakNotice()
    notice.show_notice("short", 10, can_postpone=True, can_skip=True, postpone=120)
    yield "break-notice-short", notice
    notice.show_notice("long", 90, can_postpone=True, can_skip=True, postpone=300)
    yield "break-notice-long", notice
    notice.show_notice("rostered", 120, can_postpone=False, can_skip=False)
    yield "break-notice-strict", notice
    window = BreakWindow()
    size = (960, 640)

    def shown(left: float) -> object:
        window.show_left(left)
        one = window.screens()[0]
        one.showNormal()
        QApplication.processEvents()
        one.resize(*size)
        return one

    window.begin("short", 30, acted.exercise("shoulders-drop"), True, True, postpone=120)
    yield "break-short", shown(18)
    window.begin("long", 300, acted.exercise("stretch-whole"), True, True, postpone=300)
    yield "break-long", shown(188)
    size = (480, 400)
    yield "break-long-on-a-low-screen", shown(188)
    size = (960, 640)
    window.begin("rostered", 900, None, False, False, name="Tea")
    yield "break-strict", shown(900)
    window.begin("short", 30, acted.exercise("shoulders-drop"), True, True)
    window.end(waiting=True)
    yield "break-waiting", shown(0)
    window.end(waiting=False)

    def breathing(elapsed: float, *, moves: bool = True) -> BreathingWindow:
        clock = [0.0]
        made = BreathingWindow(now=lambda: clock[0])
        made.begin(60, moves=moves)
        clock[0] = elapsed
        made._go_on()
        return made

    yield "breathing-in", breathing(3.2)
    yield "breathing-out", breathing(8.6)
    yield "breathing-still", breathing(3.2, moves=False)


def days() -> Iterator[tuple[str, object]]:
    from PySide6.QtCore import Qt

    from desktop.ui.breaks.day_view import DayView
    from desktop.ui.breaks.week_view import WeekView
    from tests.ui import keys
    from tests.ui.breaks import acted_breaks as acted

    day = DayView()
    day.show_day(acted.day(today=True))
    yield "day", day
    for _ in range(5):
        keys.press(day.chart, Qt.Key.Key_PageUp)
    yield "day-pointed", day
    day.show_day(acted.day(acted.MONDAY, hour=8, minutes=640, shift=660, taps=acted.MANY_TAPS))
    keys.press(day.chart, Qt.Key.Key_End)
    yield "day-hard", day
    day.show_day(acted.night())
    yield "day-night", day
    day.show_day(acted.empty())
    yield "day-empty", day
    week = WeekView()
    week.show_week(acted.week())
    yield "week", week
    week.show_week([acted.empty(acted.MONDAY, today=False)])
    yield "week-empty", week


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
