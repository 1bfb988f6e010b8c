"""Where snippets come from."""

from __future__ import annotations

from desktop.core.tags import fits
from desktop.settings.declare import Reader, Section, Surroundings
from desktop.settings.kinds import Choices, Number, Option, Paths, Switch

_STARTERS = (
    Option("en", "English"),
    Option("es", "Spanish"),
    Option("fr", "French"),
    Option("de", "German"),
    Option("pt", "Portuguese"),
    Option("ar", "Arabic"),
    Option("zh", "Chinese (simplified)"),
    Option("hi", "Hindi"),
    Option("fil", "Filipino"),
)
_IN_CHARACTERS = {"zh": "zh-Hans"}
"""Packs whose file does not say in which of their language's characters they are."""


def _starters(_reader: Reader, surroundings: Surroundings) -> tuple[str, ...]:
    return tuple(
        one.value
        for one in _STARTERS
        if one.value == "en"
        or fits(_IN_CHARACTERS.get(one.value, one.value), surroundings.language)
    )


STARTER_LANGUAGES = Choices(
    "snippets.starter_packs",
    ("en",),
    "Starter packs",
    "Ready-made snippets that come with Deskhand, by language.",
    options=_STARTERS,
    computed=_starters,
    computed_words="the system's language and English",
)
PACK_FOLDERS = Paths(
    "snippets.folders",
    (),
    "More folders with packs",
    "Deskhand reads the packs in these folders too, such as one that your team shares.",
    folders=True,
)
TRUSTED_PACKS = Paths(
    "snippets.trusted_packs",
    (),
    "Packs that may run programs",
    "A snippet can run a program on this computer only if its pack is in this list. Add a pack "
    "only if you know what it does.",
    advanced=True,
    folders=False,
)

PROGRAM_SECONDS = Number(
    "snippets.program_seconds",
    10,
    "Time for programs",
    "A program that a snippet runs is ended after so long. You type on meanwhile.",
    advanced=True,
    least=1,
    most=300,
    unit="seconds",
)

USES_KEPT = Switch(
    "snippets.count_uses",
    default=True,
    title="Count what snippets save",
    help="How often a snippet was used, by day and application, and how many keystrokes it saved. "
    "No text is kept, and nothing leaves this computer.",
)
KEEP_USES_DAYS = Number(
    "snippets.keep_uses",
    400,
    "Keep these counts for",
    "Older ones are deleted.",
    advanced=True,
    least=1,
    most=3650,
    unit="days",
)
TYPING_SPEED = Number(
    "snippets.typing_speed",
    200,
    "Your typing",
    "Keystrokes a minute, by which saved keystrokes are told as minutes. 200 are 40 words.",
    advanced=True,
    least=50,
    most=800,
    unit="keys/min",
)
SUGGEST = Switch(
    "snippets.suggest",
    default=False,
    title="Suggest snippets for what you often type",
    help="Deskhand notices a sentence that you typed by hand five times, and offers to make a "
    "snippet of it. It holds the sentence that you are typing, at most 64 characters, until it "
    "ends, and keeps a count under a fingerprint in memory; no text is kept.",
)

SECTION = Section(
    "snippets",
    "Snippets",
    "Where your snippets come from.",
    order=30,
    settings=(
        STARTER_LANGUAGES,
        PACK_FOLDERS,
        TRUSTED_PACKS,
        PROGRAM_SECONDS,
        USES_KEPT,
        KEEP_USES_DAYS,
        TYPING_SPEED,
        SUGGEST,
    ),
)
