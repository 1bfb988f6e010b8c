"""The agent's ten minutes: every step with what must come of it.

The snippets are in ``resources/demo/packs``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from desktop.demo import (
    breaks_steps,
    customer_steps,
    day_steps,
    editor_steps,
    language_steps,
    note_steps,
    translation_steps,
)
from desktop.demo.stage import Stage
from desktop.demo.step import (
    FAST_MS,
    Step,
    fail_unless,
    in_turn,
    pictured,
    presses,
    runs,
    sees,
    sees_gone,
    types,
    waits_for,
)

PALETTE = "Deskhand palette"
MESSAGE = "Deskhand message"
SETTINGS = "Deskhand settings"
GREETING = "Hi, thank you for calling. How can I help?"
PATIENCE = "Thank you for your patience."
PARCEL = "Your parcel left us today and is on its way."
STEPS = "1. Unplug the router.\n2. Count to thirty.\n3. Plug it in again."
SEE_YOU = "Até já às 9 h – до скорого – 再见 🙂"
COPIED = "48213"
"""What the agent had copied before: an order number."""


def _today() -> str:
    return f"Today is {dt.date.today():%A, %-d %B %Y}."  # noqa: DTZ011 - as the agent's clock says


def _starts(stage: Stage) -> str:
    stage.start_application()
    stage.wait_ready()
    return f"{stage.status().get('snippets')} snippets"


def _stands_in_tray(stage: Stage) -> str:
    if not stage.onlooker.has_tray():
        return "this screen has no tray to look at"
    if not stage.screen.virtual and not stage.onlooker.tray_icon(stage.pid):
        return "this desktop shows icons in a way that can't be looked at from outside"
    stage.wait(lambda: bool(stage.onlooker.tray_icon(stage.pid)), "no icon stands in the tray")
    stage.picture("tray", stage.onlooker.tray_icon(stage.pid))
    return ""


def _copies(stage: Stage) -> None:
    """The agent copies an order number from somewhere else."""
    stage.clipboard.set_text(COPIED)


def _still_copied(stage: Stage) -> str:
    stage.wait(lambda: stage.clipboard_text() == COPIED, "the clipboard has changed")
    return "clipboard as before"


def _copied_parcel(stage: Stage) -> None:
    stage.wait(lambda: stage.clipboard_text() == PARCEL, "the snippet is not on the clipboard")
    _copies(stage)


def _is_paused(stage: Stage) -> None:
    stage.wait(lambda: bool(stage.status().get("paused")), "typing is not paused")


def _goes_on(stage: Stage) -> None:
    stage.wait(lambda: not stage.status().get("paused", True), "typing is still paused")


def _edits_pack(stage: Stage) -> None:
    known = stage.status_with("snippets")["snippets"]
    path = stage.profile / "packs" / "team.yml"
    path.write_text('matches:\n  - {trigger: ";brandnew", replace: "Just added."}\n', "utf-8")
    stage.wait_ready(known + 1)


def _breaks_pack(stage: Stage) -> None:
    path = stage.profile / "packs" / "team.yml"
    path.write_text('matches:\n  - trigger: ";brandnew\n    replace: [\n', "utf-8")


def _mends_pack(stage: Stage) -> None:
    (stage.profile / "packs" / "team.yml").unlink()


def _kills_keyboard(stage: Stage) -> None:
    stage.kill_keyboard()


def _darkens(stage: Stage) -> str:
    """Light and dark pictures of the windows; the theme is chosen by keys, as an agent would."""
    stage.verb("settings")
    window = stage.wait_window(SETTINGS)
    light = stage.picture("settings-light", window.id)
    stage.chord("ctrl", "f")
    stage.type("appearance", FAST_MS)
    stage.chord("shift", "tab")  # the last field of the window: what was found
    stage.type("d", FAST_MS)
    file = stage.profile / "settings.toml"
    stage.wait(lambda: 'theme = "dark"' in file.read_text("utf-8"), "the theme was not chosen")
    stage.chord("escape")
    dark = 1.0

    def is_dark() -> bool:
        nonlocal dark
        dark = stage.picture("settings-dark", window.id)
        return dark < 0.4

    stage.wait(is_dark, "the window is not dark")
    fail_unless(light > 0.6, "the window was not light before")
    stage.chord("escape")
    stage.wait_no_window(SETTINGS)
    return f"lightness {light:.0%}, then {dark:.0%}"


def _dark_practice(stage: Stage) -> None:
    stage.practice.command("say And where is parcel 48214?")
    stage.practice.command("theme dark")
    stage.picture("practice-dark", stage.practice.window)


def _says_hello(stage: Stage) -> None:
    stage.practice.command("say Hello, my parcel 48213 has not come. Where is it?")


def _starts_again(stage: Stage) -> None:
    stage.verb("run")
    stage.wait_window(PALETTE)
    stage.chord("escape")
    stage.wait_no_window(PALETTE)


def _quits(stage: Stage) -> str:
    _copies(stage)
    stage.verb("quit")
    stage.wait(
        lambda: stage.application is not None and stage.application.poll() is not None,
        "the application does not end",
    )
    status = stage.application.returncode if stage.application is not None else None
    fail_unless(status == 0, f"the application ended with {status}")
    stage.wait(lambda: not stage.left_behind(), "a process was left behind")
    stage.wait(lambda: not stage.hands.keys_down(), "a key was left down")
    _still_copied(stage)
    return "no process, no key and no clipboard change left behind"


WORK: Sequence[Step] = (
    Step("the application starts", _starts, seconds=30, at_practice=False, vital=True),
    Step("first expansion, right after the start", types(";patience"), PATIENCE),
    Step("its icon stands in the tray", _stands_in_tray, at_practice=False),
    Step(
        "greeting, with keys 1 ms apart arriving while it runs",
        in_turn(_copies, types("ok ;greet and ;patience so on ", ms=1)),
        f"ok {GREETING} and {PATIENCE} so on ",
    ),
    Step(
        "greeting, with keys 30 ms apart",
        types("ok ;greet and so on ", ms=30),
        f"ok {GREETING} and so on ",
    ),
    Step("letters that no key has", types("ah ;seeyou bye"), f"ah {SEE_YOU} bye"),
    Step(
        "several lines that send nothing",
        in_turn(types(";threesteps"), waits_for(STEPS), _still_copied),
        STEPS,
    ),
    *language_steps.STEPS,
    Step(
        "Enter sends, once",
        in_turn(
            _says_hello,
            types(";greet"),
            waits_for(GREETING),
            types("\n;parcel"),
            waits_for(PARCEL),
            types("\n"),
        ),
        "",
        (GREETING, PARCEL),
    ),
    Step("two triggers in one go", types(";patience;parcel"), f"{PATIENCE}{PARCEL}"),
    Step("a snippet for a whole word", types("xbrb brb, "), "xbrb be right back, "),
    Step(
        "the case of what was typed",
        types("asap Asap ASAP "),
        "as soon as possible As soon as possible AS SOON AS POSSIBLE ",
    ),
    Step("a date", types(";today"), _today),
    Step("the caret where the text goes on", types(";order48213"), "Order 48213 is on its way."),
    Step(
        "Backspace gives back what was typed",
        in_turn(types(";patience"), waits_for(PATIENCE), types("\b")),
        ";patience",
    ),
    Step(
        "a choice, answered by keys",
        in_turn(
            types("Hm. ;whenback"),
            sees("When we call back"),
            pictured("choice", "When we call back"),
            presses("down"),
            presses("enter"),
        ),
        "Hm. We will call you back tomorrow morning.",
    ),
    Step(
        "a form, filled in by keys",
        in_turn(
            types(";payback"),
            sees("Refund with amount"),
            types("12.50 EUR\t48213"),
            pictured("form", "Refund with amount"),
            presses("ctrl", "enter"),
        ),
        "The refund of 12.50 EUR for order 48213 is on its way.",
    ),
    breaks_steps.BEGIN,
    Step(
        "a call comes in, and the greeting knows who it is",
        in_turn(runs("call", "--number", "+5511912345678", "--name", "Ana Souza"), types(";greet")),
        GREETING.replace("Hi", "Hi Ana"),
    ),
    *customer_steps.STEPS,
    *note_steps.STEPS,
    customer_steps.GOES,
    *translation_steps.STEPS,
    *day_steps.STEPS,
    Step(
        "the palette finds a snippet in spite of a slip, and types it",
        in_turn(
            presses("ctrl", "alt", "space"),
            sees(PALETTE),
            types("refund"),
            pictured("palette-light", PALETTE),
            types("\b" * len("refund") + "parsel on its"),
            pictured("palette-slip", PALETTE),
            presses("enter"),
            sees_gone(PALETTE),
        ),
        PARCEL,
    ),
    Step(
        "the palette copies",
        in_turn(
            presses("ctrl", "alt", "space"),
            sees(PALETTE),
            types("parcel on its"),
            presses("ctrl", "enter"),
            sees_gone(PALETTE),
            _copied_parcel,
        ),
        "",
    ),
    *editor_steps.STEPS,
    Step(
        "while paused nothing is typed",
        in_turn(runs("pause"), _is_paused, types(";patience so")),
        ";patience so",
    ),
    Step(
        "after the pause it goes on",
        in_turn(runs("resume"), _goes_on, types(" ;patience")),
        f";patience so {PATIENCE}",
        fresh=False,
    ),
    Step(
        "a pack that was edited is read again",
        in_turn(_edits_pack, types(";brandnew")),
        "Just added.",
    ),
    Step(
        "a broken pack is told of, and the others work",
        in_turn(
            _breaks_pack,
            sees(MESSAGE, front=False),
            pictured("message", MESSAGE),
            _mends_pack,
            types(";parcel"),
        ),
        PARCEL,
    ),
    Step(
        "the keyboard process is killed, and comes back",
        in_turn(_kills_keyboard, types(";patience and on ")),
        f"{PATIENCE} and on ",
    ),
    Step("the settings, and from light to dark", _darkens),
    Step(
        "the palette in the dark",
        in_turn(
            presses("ctrl", "alt", "space"),
            sees(PALETTE),
            types("refund"),
            pictured("palette-dark", PALETTE),
            presses("escape"),
            sees_gone(PALETTE),
        ),
        "",
    ),
    Step(
        "a chat with it all",
        in_turn(
            _says_hello,
            types(";greet"),
            waits_for(GREETING.replace("Hi", "Hi Ana")),
            types("\n;parcel"),
            waits_for(PARCEL),
            types("\n;threesteps"),
            waits_for(STEPS),
            pictured("practice-light"),
            _dark_practice,
        ),
        STEPS,
        (GREETING.replace("Hi", "Hi Ana"), PARCEL),
    ),
    *breaks_steps.STEPS,
    Step("a second start brings the first forward", _starts_again),
)
END = Step("quit", _quits, at_practice=False)
