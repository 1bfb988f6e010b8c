"""What the window of customers' systems says about each: where it is, how it is, what to do."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desktop.core.results import Problem
from desktop.customers.system_checks import SystemState
from desktop.customers.system_list import Listed
from desktop.net.address import Reach
from desktop.ui.widgets.problem_words import ended, rest
from desktop.ui.widgets.side_rows import SideLine
from desktop.ui.widgets.theme import Tone


class Asking(StrEnum):
    """How far the question is how a system is."""

    NOT = "not asked"
    ASKED = "asked"


State = SystemState | Asking
"""What is known of how a system is."""


def line_of(one: Listed, state: State) -> SideLine:
    """What there is to say about a system in the list."""
    words, wrong = state_words(one, state)
    if not one.on and one.problem is not None:
        words = ""  # nobody needs what it lacks before they want it
    return SideLine(
        one.name,
        title(one),
        chip(one),
        Tone.ACCENT if one.on and not wrong else Tone.PLAIN,
        where(one),
        "",
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
    """How far what is looked up goes; after that what it is, where its name does not say it."""
    place = {
        Reach.MACHINE: _tr("On this computer"),
        Reach.OFFICE: _tr("In this office"),
        Reach.INTERNET: _tr("On the internet"),
        None: "",
    }[one.reach]
    kind = one.manifest.title if one.own and one.manifest is not None else ""
    return " · ".join(part for part in (place, kind) if part)


def state_words(one: Listed, state: State) -> tuple[str, bool]:
    """How it is, and whether something is to be done about that."""
    if one.problem is not None:
        return _without(one, one.problem.what), one.on
    if isinstance(state, Asking):
        return (_tr("Asking…") if state is Asking.ASKED else ""), False
    if state.problem is not None:
        return _without(one, state.problem.what), True
    return _works(state), False


def _works(state: SystemState) -> str:
    if state.ok is None:
        return _tr("Can't be tested without looking somebody up")
    if state.who:
        return _tr("Works: it knows you as {}").format(state.who)
    return _tr("Works: it answers in {} ms").format(f"{state.ms:,}") if state.ms else _tr("Works")


def way_on(one: Listed, state: State) -> str:
    """What to do about it, in a sentence; empty where nothing is to be done."""
    if one.problem is not None:
        return rest(Problem("", one.problem.why, _here(one.problem.todo)))
    if isinstance(state, Asking) or state.problem is None:
        return ""
    if state.signed_out:
        return _tr("Sign in below.") if one.by_browser else _tr("Enter it below.")
    return rest(Problem("", state.problem.why, _here(state.problem.todo)))


def may_not(state: State) -> str:
    """What the account can't do of what could be done here, a line each."""
    if isinstance(state, Asking) or not state.may_not:
        return ""
    return "\n".join(f"– {ended(one)}" for one in state.may_not)


def key_words(one: Listed) -> str:
    """What its key or password is called there, to begin a line."""
    words = one.manifest.key_words if one.manifest else ""
    return words[:1].upper() + words[1:]


def _here(todo: str) -> str:
    """The same in this window, which is where the settings are."""
    return todo.replace(" in the settings", " here")


def _without(one: Listed, what: str) -> str:
    """``Zendesk did not answer`` beside the title ``Zendesk``: ``Did not answer``."""
    if one.manifest is not None:
        what = what.removeprefix(f"{one.manifest.title} ")
    return what[:1].upper() + what[1:]


def _tr(words: str) -> str:
    return QCoreApplication.translate("systems", words)
