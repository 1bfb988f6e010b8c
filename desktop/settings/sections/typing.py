"""Typing snippets: when, where and how."""

from __future__ import annotations

import msgspec

from desktop.core.triggers import SEPARATORS
from desktop.host.base import AppRule, Newline, PasteWay
from desktop.settings.declare import Section
from desktop.settings.kinds import Choice, Hotkey, Number, Option, Switch, Table, Text, Texts

MOST_SETTLE_MS = 300
"""Nothing holds the agent's keys longer after a paste (docs/design.md, typing)."""


class AppSettings(msgspec.Struct, frozen=True):
    """What the agent says about one application; None: as Deskhand knows it."""

    enabled: bool | None = None
    paste: str | None = None
    newline: str | None = None
    settle_ms: int | None = None
    remote: bool | None = None

    def over(self, shipped: AppRule) -> AppRule:
        """The rule that holds, given the one that Deskhand ships for this application."""
        return AppRule(
            paste=shipped.paste if self.paste is None else PasteWay(self.paste),
            newline=shipped.newline if self.newline is None else Newline(self.newline),
            settle_ms=shipped.settle_ms if self.settle_ms is None else self.settle_ms,
            remote=shipped.remote if self.remote is None else self.remote,
            fetches=shipped.fetches,
            erases_late=shipped.erases_late,
        )


TYPING_ENABLED = Switch(
    "typing.enabled",
    default=True,
    title="Type snippets",
    help="Replace a trigger by its snippet as you type. The palette works without it.",
)
PALETTE_HOTKEY = Hotkey(
    "typing.palette_hotkey",
    "<ctrl>+<alt>+<space>",
    "Keys for the palette",
    "Opens the palette, in which you search for a snippet, from any application.",
)
PAUSE_HOTKEY = Hotkey(
    "typing.pause_hotkey",
    "",
    "Keys for a pause",
    "Stops the typing of snippets, and starts it again.",
)
PAUSE_TWICE = Choice(
    "typing.pause_twice",
    "off",
    "Pause by pressing twice",
    "A key that stops the typing of snippets, and starts it again, when it is pressed twice by "
    "itself.",
    advanced=True,
    options=(
        Option("off", "No key"),
        *(
            Option(f"{side}{key}", f"{words}{name}")
            for side, words in (("", ""), ("left_", "Left "), ("right_", "Right "))
            for key, name in (
                ("ctrl", "Ctrl"), ("alt", "Alt"), ("shift", "Shift"), ("meta", "Windows or Command")
            )
        ),
    ),
)  # fmt: skip
PASTE_OVER = Number(
    "typing.paste_over",
    100,
    "Paste texts longer than",
    "A longer text is pasted instead of being typed, which is faster. Your clipboard comes back.",
    advanced=True,
    least=1,
    most=10_000,
    unit="characters",
)
UNDO_BACKSPACE = Switch(
    "typing.undo_backspace",
    default=True,
    title="Backspace takes a snippet back",
    help="Backspace right after a snippet gives back exactly what you typed.",
)
EXCLUDED_APPS = Texts(
    "typing.excluded",
    (),
    "Never type in",
    "Applications in which Deskhand follows no keys. Password managers and lock screens are "
    "always among them.",
    entry="application",
)
APP_RULES = Table(
    "typing.applications",
    {},
    "Rules for applications",
    "How to type in an application where the usual way does not work.",
    advanced=True,
    row=AppSettings,
    entry="application",
    open_words="as Deskhand knows it",
    columns=(
        Switch("enabled", default=True, title="Type here", help="Off: no snippet is typed here."),
        Choice(
            "paste",
            PasteWay.CTRL_V.value,
            "Keys that paste",
            "The keys that paste in this application.",
            options=(
                Option(PasteWay.CTRL_V.value, "Ctrl+V"),
                Option(PasteWay.CTRL_SHIFT_V.value, "Ctrl+Shift+V"),
                Option(PasteWay.SHIFT_INSERT.value, "Shift+Insert"),
                Option(PasteWay.CMD_V.value, "Cmd+V"),
            ),
        ),
        Choice(
            "newline",
            Newline.PASTE.value,
            "Line breaks",
            "How a line break gets in without sending the message.",
            options=(
                Option(Newline.PASTE.value, "Paste the text"),
                Option(Newline.SHIFT_ENTER.value, "Shift+Enter"),
                Option(Newline.ENTER.value, "Enter"),
            ),
        ),
        Number(
            "settle_ms",
            40,
            "Wait after pasting",
            "How long your keys are still held after the application took a text.",
            least=0,
            most=MOST_SETTLE_MS,
            unit="ms",
        ),
        Switch(
            "remote",
            default=False,
            title="Remote desktop",
            help="The window of another computer: only keys of the keyboard are sent, slower.",
        ),
    ),
)
WORD_SEPARATORS = Text(
    "typing.word_separators",
    SEPARATORS,
    "Characters that end a word",
    "Snippets that are for whole words need one of these before or after them.",
    advanced=True,
    longest=100,
    lines=True,
)

SECTION = Section(
    "typing",
    "Typing",
    "When, where and how snippets are typed.",
    order=20,
    settings=(
        TYPING_ENABLED,
        PALETTE_HOTKEY,
        PAUSE_HOTKEY,
        PAUSE_TWICE,
        UNDO_BACKSPACE,
        EXCLUDED_APPS,
        PASTE_OVER,
        APP_RULES,
        WORD_SEPARATORS,
    ),
)
