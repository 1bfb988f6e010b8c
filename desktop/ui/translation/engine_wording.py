"""What the window of the engines says about each: where it is, how it is, what to know before."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desktop.core.results import Problem
from desktop.net.address import Reach
from desktop.translation.checks import EngineState
from desktop.translation.engine_list import Listed
from desktop.ui.widgets.problem_words import ended, rest
from desktop.ui.widgets.side_rows import SideLine
from desktop.ui.widgets.theme import Tone


class Asking(StrEnum):
    """How far the question is how an engine is."""

    NOT = "not asked"
    ASKED = "asked"


State = EngineState | Asking
"""What is known of how an engine is."""


def line_of(one: Listed, state: State, *, local_only: bool) -> SideLine:
    """What there is to say about an engine in the list."""
    held = is_held_back(one, local_only=local_only)
    words, wrong = state_words(one, state, held=held)
    return SideLine(
        one.name,
        title(one),
        chip(one),
        Tone.ACCENT if one.on and not held and not wrong else Tone.PLAIN,
        where(one),
        free_service() if one.notice else "",
        words,
        wrong,
    )


def title(one: Listed) -> str:
    """Its own, or the name that a person gave it."""
    return one.name if one.own or one.manifest is None else one.manifest.title


def chip(one: Listed) -> str:
    """Its place among those that are asked: ``2 · on``."""
    return _tr("off") if one.place is None else _tr("{} · on").format(one.place + 1)


def where(one: Listed) -> str:
    """How far texts go; after that what it is, where its name does not say it."""
    place = {
        Reach.MACHINE: _tr("On this computer"),
        Reach.OFFICE: _tr("In this office"),
        Reach.INTERNET: _tr("Leaves this computer"),
        None: "",
    }[one.reach]
    return " · ".join(part for part in (place, _kind(one)) if part)


def where_to(one: Listed) -> str:
    """How far texts go, in a sentence; before that what it is, as in :func:`where`."""
    place = {
        Reach.MACHINE: _tr("Texts stay on this computer."),
        Reach.OFFICE: _tr("Texts stay in this office, with private parts hidden."),
        Reach.INTERNET: _tr("Texts leave this computer, with private parts hidden."),
        None: "",
    }[one.reach]
    kind = _kind(one)
    return " ".join(part for part in (kind and ended(kind), place) if part)


def free_service() -> str:
    """The mark of a service that nobody answers for."""
    return _tr("Free service, no contract, not for customer data")


def is_held_back(one: Listed, *, local_only: bool) -> bool:
    """Is it not asked because nothing may leave this computer?"""
    return local_only and one.reach in {Reach.INTERNET, Reach.OFFICE}


def state_words(one: Listed, state: State, *, held: bool) -> tuple[str, bool]:
    """How it is, and whether something is to be done about that."""
    if held:
        return _tr("Not asked while nothing may leave this computer"), False
    if one.problem is not None:
        return _without(_names(one), one.problem.what), one.on
    if isinstance(state, Asking):
        return (_tr("Asking…") if state is Asking.ASKED else ""), False
    if state.needs_key:
        return _tr("Needs a key"), True
    if state.check.ok:
        return _answers(state), False
    return _without(_names(one), state.check.what), state.check.ok is False


def way_on(one: Listed, state: State, *, held: bool) -> str:
    """What to do about it, in a sentence; empty where nothing is to be done."""
    if held:
        return ""
    if one.problem is not None:
        return rest(one.problem)
    if isinstance(state, Asking) or state.check.ok:
        return ""
    if state.needs_key:
        return _tr("Enter it below.")
    return rest(Problem(state.check.what, state.check.why, state.check.todo))


def _kind(one: Listed) -> str:
    return one.manifest.title if one.own and one.manifest is not None else ""


def _answers(state: EngineState) -> str:
    takes = _tr("Answers in {} ms and takes the key")
    words = takes if "key" in state.check.what else _tr("Answers in {} ms")
    return words.format(f"{max(state.ms, 1):,}")


def _names(one: Listed) -> Sequence[str]:
    return [one.manifest.title] if one.manifest else []


def _without(names: Sequence[str], what: str) -> str:
    """``DeepL did not answer in time`` beside the title ``DeepL``: ``Did not answer in time``."""
    for name in names:
        what = what.removeprefix(f"{name} ")
    return what[:1].upper() + what[1:]


def _tr(words: str) -> str:
    return QCoreApplication.translate("engines", words)
