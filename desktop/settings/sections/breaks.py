"""Breaks: when they come, what may be done with them, and which law is counted."""

from __future__ import annotations

import re

import msgspec

from desktop.settings.declare import Section
from desktop.settings.kinds import Choices, Hotkey, Number, Option, Switch, Table, Text, Texts

_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")


class TypedBreak(msgspec.Struct, frozen=True):
    """A rostered break that was typed in; None: not said."""

    at: str | None = None
    minutes: int | None = None


def _clock(text: str) -> str:
    return "" if _CLOCK.fullmatch(text) else "It is a time of the day like 10:30"


BREAKS_ON = Switch(
    "breaks.on",
    default=False,
    title="Remind me of breaks",
    help="Deskhand knows about calls and never puts a break into one.",
)
BREAKS_ASKED = Switch(
    "breaks.asked",
    default=False,
    title="Don't ask whether I want breaks",
    help="Deskhand asks once, where they were neither turned on nor off, and then sets this.",
    advanced=True,
)
SHORT_EVERY_MIN = Number(
    "breaks.short_every", 25, "Short break after", "So much work lies between two short breaks.",
    least=1, most=240, unit="minutes",
)  # fmt: skip
SHORT_LENGTH_S = Number(
    "breaks.short_length", 30, "Length of a short break", "Time to look away and to move a little.",
    least=5, most=900, unit="s",
)  # fmt: skip
SHORT_NOTICE_S = Number(
    "breaks.short_notice", 10, "Notice before a short break", "So long before, a notice comes.",
    advanced=True, least=0, most=300, unit="s",
)  # fmt: skip
SHORT_POSTPONE_S = Number(
    "breaks.short_postpone", 120, "Postpone a short break by", "It comes so much later then.",
    advanced=True, least=10, most=3600, unit="s",
)  # fmt: skip
SHORT_POSTPONES = Number(
    "breaks.short_postpones", 1, "Postpone a short break at most",
    "How often the same short break can be postponed.",
    advanced=True, least=0, most=20, unit="times",
)  # fmt: skip
LONG_EVERY_MIN = Number(
    "breaks.long_every", 55, "Long break after", "So much work lies between two long breaks.",
    least=2, most=480, unit="minutes",
)  # fmt: skip
LONG_LENGTH_MIN = Number(
    "breaks.long_length", 5, "Length of a long break", "Time to get up and go somewhere else.",
    least=1, most=60, unit="minutes",
)  # fmt: skip
LONG_NOTICE_S = Number(
    "breaks.long_notice", 30, "Notice before a long break", "So long before, a notice comes.",
    advanced=True, least=0, most=600, unit="s",
)  # fmt: skip
LONG_POSTPONE_S = Number(
    "breaks.long_postpone", 300, "Postpone a long break by", "It comes so much later then.",
    advanced=True, least=10, most=3600, unit="s",
)  # fmt: skip
LONG_POSTPONES = Number(
    "breaks.long_postpones", 1, "Postpone a long break at most",
    "How often the same long break can be postponed.",
    advanced=True, least=0, most=20, unit="times",
)  # fmt: skip
STRICT = Switch(
    "breaks.strict",
    default=False,
    title="Breaks can't be postponed or skipped",
    help="For those who know themselves. A call always goes before a break all the same.",
    advanced=True,
)
HARD_CONTACT_HOTKEY = Hotkey(
    "breaks.hard_contact_hotkey",
    "",
    "Keys for a hard contact",
    "Says that this contact was hard, which counts in the stress load.",
)
CONTACT_HOTKEY = Hotkey(
    "breaks.contact_hotkey",
    "",
    "Keys for a contact's beginning and end",
    "Opens an interaction, by telephone say, and closes the one in front when one is open.",
)
ASK_AFTER_CONTACT = Switch(
    "breaks.ask_after_contact",
    default=True,
    title="Ask how a contact was",
    help="After a contact three words stand in the corner for a moment, to be tapped or not. What "
    "you say counts in your stress load and never leaves this computer.",
)
SOUND = Switch(
    "breaks.sound",
    default=False,
    title="A soft sound at the beginning and the end of a break",
    help="For who closes their eyes or goes away.",
)
STILL = Switch(
    "breaks.still",
    default=False,
    title="Nothing moves in breathing",
    help="Words and a bar of whole seconds in place of the disc that grows and shrinks.",
)
MICROPHONE = Switch(
    "breaks.microphone",
    default=True,
    title="A microphone in use is a contact",
    help="While a program has the microphone you are in a contact, and no break comes. Only that "
    "it is in use is known; nothing is recorded.",
)
CALL_PROGRAMS = Texts(
    "breaks.call_programs",
    (),
    "Programs you make calls with",
    "Only these count when they have the microphone, by their names. Without any, every program "
    "does.",
    advanced=True,
    longest=100,
    entry="program",
)
NO_CALL_PROGRAMS = Texts(
    "breaks.no_call_programs",
    ("audacity", "gnome-sound-recorder", "obs", "pavucontrol", "speech-dispatcher"),
    "Programs that are never a call",
    "They may have the microphone, for dictation say, without being a contact.",
    advanced=True,
    longest=100,
    entry="program",
)
MIND_DO_NOT_DISTURB = Switch(
    "breaks.mind_do_not_disturb",
    default=True,
    title="No break while the system shall not disturb",
    help="Breaks wait while your computer's own do-not-disturb is on.",
)
MIND_FULL_SCREEN = Switch(
    "breaks.mind_full_screen",
    default=True,
    title="No break while a program fills the screen",
    help="As when you show something to others. Remote desktops don't count.",
)
TYPED_BREAKS = Table(
    "breaks.roster",
    {},
    "Breaks in your roster",
    "Breaks that your team has planned for you at fixed times, such as lunch. Deskhand tells you "
    "two minutes before.",
    row=TypedBreak,
    entry="break",
    open_words="not said",
    columns=(
        Text("at", "", "Begins at", "The time of the day.", check=_clock, form="a time like 10:30"),
        Number("minutes", 15, "Minutes", "How long it is.", least=1, most=180),
    ),
)
BREAK_WORDS = Texts(
    "breaks.calendar_words",
    (),
    "Breaks in your calendar",
    "More words for a break, as your schedule has them. Usual ones like lunch, break and pause are "
    "known.",
    advanced=True,
    longest=40,
    entry="word",
)
LAWS = Choices(
    "breaks.laws",
    (),
    "Warn before the law's breaks",
    "Deskhand warns half an hour before a break that the law asks for would be missed. This is not "
    "legal advice.",
    options=(
        Option("eu", "European Union"),
        Option("uk", "United Kingdom"),
        Option("de", "Germany"),
        Option("us-ca", "California"),
        Option("in", "India"),
        Option("ph", "Philippines"),
        Option("br", "Brazil (NR-17, Annex II)"),
    ),
)
HISTORY_DAYS = Number(
    "breaks.history_days", 90, "Keep the history for",
    "Work, breaks, what you said of contacts, and the load, for the views of days and weeks. "
    "They never leave this computer. With 0, nothing is kept and what is there is deleted.",
    least=0, most=3650, unit="days",
)  # fmt: skip

SECTION = Section(
    "breaks",
    "Breaks",
    "When to rest, and what may come between.",
    order=70,
    settings=(
        BREAKS_ON,
        BREAKS_ASKED,
        SHORT_EVERY_MIN,
        SHORT_LENGTH_S,
        SHORT_NOTICE_S,
        SHORT_POSTPONE_S,
        SHORT_POSTPONES,
        LONG_EVERY_MIN,
        LONG_LENGTH_MIN,
        LONG_NOTICE_S,
        LONG_POSTPONE_S,
        LONG_POSTPONES,
        STRICT,
        HARD_CONTACT_HOTKEY,
        CONTACT_HOTKEY,
        ASK_AFTER_CONTACT,
        SOUND,
        STILL,
        MICROPHONE,
        CALL_PROGRAMS,
        NO_CALL_PROGRAMS,
        MIND_DO_NOT_DISTURB,
        MIND_FULL_SCREEN,
        TYPED_BREAKS,
        BREAK_WORDS,
        LAWS,
        HISTORY_DAYS,
    ),
)
