"""What the window of the engines says about each: where it is, how it is, what to know before."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.results import Problem
from desktop.net.address import Reach
from desktop.translation.checks import EngineState
from desktop.translation.engine_list import Listed
from desktop.ui.widgets.problem_words import ended, rest
from desktop.ui.widgets.service_words import Asking, beside_title, chip
from desktop.ui.widgets.side_rows import SideLine
from desktop.ui.widgets.theme import Tone

State = EngineState | Asking
"""What is known of how an engine is."""


def line_of(one: Listed, state: State, *, local_only: bool) -> SideLine:
    """What there is to say about an engine in the list."""
    held = is_held_back(one, local_only=local_only)
    words, wrong = state_words(one, state, held=held)
    return SideLine(
        one.name,
        one.title,
        chip(one),
        Tone.ACCENT if one.on and not held and not wrong else Tone.PLAIN,
        where(one),
        free_service() if one.notice else "",
        words,
        wrong,
    )


def where(one: Listed) -> str:
    """How far texts go; after that what it is, where its name does not say it."""
    place = {
        Reach.MACHINE: _tr("On this computer"),
        Reach.OFFICE: _tr("In this office"),
        Reach.INTERNET: _tr("Leaves this computer"),
        None: "",
    }[one.reach]
    return " · ".join(part for part in (place, one.kind) if part)


def where_to(one: Listed) -> str:
    """How far texts go, in a sentence; before that what it is, as in :func:`where`."""
    place = {
        Reach.MACHINE: _tr("Texts stay on this computer."),
        Reach.OFFICE: _tr("Texts stay in this office, with private parts hidden."),
        Reach.INTERNET: _tr("Texts leave this computer, with private parts hidden."),
        None: "",
    }[one.reach]
    kind = one.kind and ended(one.kind)
    return " ".join(part for part in (kind, place) if part)


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
        return beside_title(one, one.problem.what), one.on
    if isinstance(state, Asking):
        return (_tr("Asking…") if state is Asking.ASKED else ""), False
    if state.needs_key:
        return _tr("Needs a key"), True
    if state.check.ok:
        return _answers(state), False
    return beside_title(one, state.check.what), state.check.ok is False


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


def _answers(state: EngineState) -> str:
    takes = _tr("Answers in {} ms and takes the key")
    words = takes if "key" in state.check.what else _tr("Answers in {} ms")
    return words.format(f"{max(state.ms, 1):,}")


def _tr(words: str) -> str:
    return QCoreApplication.translate("engines", words)
