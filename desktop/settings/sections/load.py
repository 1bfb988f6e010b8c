"""The numbers of the stress load: each can be changed, and says what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.settings.declare import Section
from desktop.settings.kinds import Number


class Basis(StrEnum):
    """What a number rests on."""

    EVIDENCE = "evidence"
    """A study says it, or its shape."""
    ASSUMPTION = "assumption"
    """Chosen to fit; nobody has measured it."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number of the load, and its setting."""

    setting: Number
    basis: Basis
    why: str
    per: int = 1
    """The setting counts in so many parts of one: 100 for per cent."""

    def of(self, value: int) -> float:
        """The number that a value of the setting means."""
        return value / self.per if self.per > 1 else value


def _constant(
    name: str,
    default: int,
    title: str,
    basis: Basis,
    why: str,
    *,
    least: int,
    most: int,
    unit: str = "",
    per: int = 1,
    advanced: bool = True,
) -> Constant:
    words = f"{basis.value.capitalize()}. {why}"
    setting = Number(
        f"load.{name}",
        default,
        title,
        words,
        advanced=advanced,
        least=least,
        most=most,
        unit=unit,
    )
    return Constant(setting, basis, why, per)


_E, _A = Basis.EVIDENCE, Basis.ASSUMPTION

FIRST_PROMPT = _constant(
    "first_prompt", 50, "Offer breathing from", _A, "The load from which breathing is offered.",
    least=1, most=100, advanced=False,
)  # fmt: skip
SECOND_PROMPT = _constant(
    "second_prompt", 65, "Offer five minutes from", _A, "The load from which five minutes are.",
    least=1, most=100, advanced=False,
)  # fmt: skip
THIRD_PROMPT = _constant(
    "third_prompt", 80, "Offer ten minutes from", _A, "The load from which ten minutes are.",
    least=1, most=100, advanced=False,
)  # fmt: skip
HYSTERESIS = _constant(
    "hysteresis", 5, "Offer again after a fall of", _A,
    "The load sinks so far below a level before that is prompted again.", least=0, most=50,
)  # fmt: skip
PROMPT_PAUSE = _constant(
    "prompt_pause", 10, "Time between two offers", _A, "Time from one prompt to the next.",
    least=0, most=1440, unit="minutes",
)  # fmt: skip
OK = _constant(
    "ok", 0, "A contact that was all right adds", _A, "What a contact that was all right adds.",
    least=0, most=100,
)  # fmt: skip
HARD = _constant(
    "hard", 12, "A hard contact adds", _A,
    "What a hard contact adds to no load. That it adds is evidence: mistreatment exhausts on the "
    "same day (Zhan and Wang, 149 agents).", least=0, most=100, advanced=False,
)  # fmt: skip
ABUSIVE = _constant(
    "abusive", 25, "An abusive contact adds", _A,
    "What an abusive contact adds to no load. Direction as above, and HSE's study of call handlers "
    "asks for time to recover after one.", least=0, most=100, advanced=False,
)  # fmt: skip
FULL = _constant(
    "full", 55, "Load of nothing but interactions", _A,
    "Where the load settles with nothing but interactions, fresh and by day.", least=1, most=100,
)  # fmt: skip
CAP = _constant(
    "cap", 80, "Most that work alone makes", _A,
    "Work alone gets no higher; above it are hard contacts.", least=1, most=100,
)  # fmt: skip
RISE = _constant(
    "rise", 60, "The load builds up over", _A,
    "How fast load builds up. That it flattens out is evidence: risk rises from the first to the "
    "second half-hour since a break (Tucker 2006).", least=1, most=1440, unit="minutes",
)  # fmt: skip
FALL = _constant(
    "fall", 120, "It sinks in easier work over", _A,
    "How fast load above its level sinks in easier work.", least=1, most=1440, unit="minutes",
)  # fmt: skip
WINDOW = _constant(
    "window", 1800, "Interactions are counted over", _A,
    "Seconds of work over which the share of interactions is taken.",
    least=60, most=86_400, unit="s",
)  # fmt: skip
OVERTIME_FROM = _constant(
    "overtime_from", 8, "Hours weigh more after", _E,
    "Hours of work up to which they weigh nothing more (Salminen 2016).",
    least=1, most=9, unit="h",
)  # fmt: skip
OVERTIME_MIDDLE = _constant(
    "overtime_middle", 10, "The first step is reached after", _E,
    "Hours of work at which the first of the two numbers below is reached.",
    least=10, most=11, unit="h",
)  # fmt: skip
OVERTIME_TO = _constant(
    "overtime_to", 12, "The second step is reached after", _E,
    "Hours of work from which on the second number holds.",
    least=12, most=24, unit="h",
)  # fmt: skip
TEN_HOURS = _constant(
    "ten_hours", 115, "At the first step, times", _E,
    "Injury risk after 10 hours against 8 (Salminen 2016).",
    least=100, most=300, unit="%", per=100,
)  # fmt: skip
TWELVE_HOURS = _constant(
    "twelve_hours", 138, "At the second step, times", _E,
    "Injury risk after 12 hours against 8 (Salminen 2016).",
    least=100, most=300, unit="%", per=100,
)  # fmt: skip
NIGHT = _constant(
    "night", 10, "Night adds", _A, "What work at night adds.",
    least=0, most=100, unit="%", per=100,
)  # fmt: skip
NIGHT_ENDS = _constant(
    "night_ends", 6, "The night ends at", _A, "The hour at which a night that begins at 0 ends.",
    least=0, most=24, unit="o'clock",
)  # fmt: skip
DESK = _constant(
    "desk", 20, "At the desk the load halves in", _A,
    "Half-life of rest at the desk; news and mail there aggravate (Kim 2017).",
    least=1, most=1440, unit="minutes",
)  # fmt: skip
SHORT_BREAK = _constant(
    "short_break", 12, "In a short break it halves in", _A,
    "Half-life in a short break; mood is back 20 minutes after acute stress.",
    least=1, most=1440, unit="minutes",
)  # fmt: skip
AWAY = _constant(
    "away", 8, "Away from the desk it halves in", _A,
    "Half-life in a long break or away; relaxing and company help most (Kim 2018).",
    least=1, most=1440, unit="minutes",
)  # fmt: skip
BREATHING = _constant(
    "breathing", 6, "In slow breathing it halves in", _A,
    "Half-life in paced breathing; that it calms is evidence (Steffen 2017).",
    least=1, most=1440, unit="minutes",
)  # fmt: skip

CONSTANTS: Final = (
    FIRST_PROMPT,
    SECOND_PROMPT,
    THIRD_PROMPT,
    HARD,
    ABUSIVE,
    HYSTERESIS,
    PROMPT_PAUSE,
    OK,
    FULL,
    CAP,
    RISE,
    FALL,
    WINDOW,
    OVERTIME_FROM,
    OVERTIME_MIDDLE,
    OVERTIME_TO,
    TEN_HOURS,
    TWELVE_HOURS,
    NIGHT,
    NIGHT_ENDS,
    DESK,
    SHORT_BREAK,
    AWAY,
    BREATHING,
)

SECTION = Section(
    "load",
    "Stress load",
    "A planning aid, not a measurement: from hours, contacts and what you say of them, never from "
    "typing, voice or camera. Each number says whether it rests on evidence or is an assumption.",
    order=72,
    settings=tuple(one.setting for one in CONSTANTS),
)
