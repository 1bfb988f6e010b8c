"""A snippet is rewritten in the editor by keys, typed as it is then, and the change taken back."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.demo.stage import Stage
from desktop.demo.step import Act, Step, in_turn, pictured, presses, sees, sees_gone, types

PALETTE = "Deskhand palette"
EDITOR = "Deskhand snippets"
CHANGES = "Changes of snippets"
BEFORE = "be right back"
MORE = "I will "


def _changes_pack(to: str, *names: str) -> Act:
    """Press keys; the pack's file holds this then, and the application uses it."""

    def act(stage: Stage) -> None:
        before = _library(stage)
        stage.chord(*names)
        path = stage.profile / "packs" / "shop.yml"
        stage.wait(
            lambda: f'replace: "{to}"\n' in path.read_text("utf-8"),
            "the change is not in the pack",
        )
        stage.wait(lambda: _library(stage) != before, "the pack was not read again")
        stage.wait_ready()

    return act


def _library(stage: Stage) -> object:
    return stage.status_with("library")["library"]


def _begins_again(stage: Stage) -> None:
    """As a step begins: keys may come before it is seen that the editor is no longer in front."""
    stage.to_practice()
    stage.start_over()


STEPS: Sequence[Step] = (
    Step(
        "a snippet is rewritten in the editor, and typed as it is now",
        in_turn(
            presses("ctrl", "alt", "space"),
            sees(PALETTE),
            types("back in a moment"),
            presses("ctrl", "e"),
            sees(EDITOR),
            types(MORE),
            pictured("editor", EDITOR),
            _changes_pack(f"{MORE}{BEFORE}", "ctrl", "s"),
            presses("escape"),
            sees_gone(EDITOR),
            _begins_again,
            types("brb "),
        ),
        f"{MORE}{BEFORE} ",
        seconds=20.0,
    ),
    Step(
        "the change is taken back",
        in_turn(
            presses("ctrl", "alt", "space"),
            sees(PALETTE),
            types("back in a moment"),
            presses("ctrl", "e"),
            sees(EDITOR),
            presses("ctrl", "h"),
            sees(CHANGES),
            pictured("editor-changes", CHANGES),
            _changes_pack(BEFORE, "enter"),
            presses("escape"),
            sees_gone(CHANGES),
            presses("escape"),
            sees_gone(EDITOR),
            _begins_again,
            types("brb "),
        ),
        f"{BEFORE} ",
        seconds=20.0,
    ),
)
