"""What the window of customers' systems says about each: where it is, how it is, what to do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.results import Problem
from desktop.customers.system_checks import SystemState
from desktop.customers.system_list import Listed
from desktop.net.address import Reach
from desktop.ui.widgets.problem_words import ended, rest
from desktop.ui.widgets.service_words import Asking, beside_title, chip
from desktop.ui.widgets.side_rows import SideLine
from desktop.ui.widgets.theme import Tone

State = SystemState | Asking
"""What is known of how a system is."""


def line_of(one: Listed, state: State) -> SideLine:
    """What there is to say about a system in the list."""
    words, wrong = state_words(one, state)
    if not one.on and one.problem is not None:
        words = ""  # nobody needs what it lacks before they want it
    return SideLine(
        one.name,
        one.title,
        chip(one),
        Tone.ACCENT if one.on and not wrong else Tone.PLAIN,
        where(one),
        "",
        words,
        wrong,
    )


def where(one: Listed) -> str:
    """How far what is looked up goes; after that what it is, where its name does not say it."""
    place = {
        Reach.MACHINE: _tr("On this computer"),
        Reach.OFFICE: _tr("In this office"),
        Reach.INTERNET: _tr("On the internet"),
        None: "",
    }[one.reach]
    return " · ".join(part for part in (place, one.kind) if part)


def state_words(one: Listed, state: State) -> tuple[str, bool]:
    """How it is, and whether something is to be done about that."""
    if one.problem is not None:
        return beside_title(one, one.problem.what), one.on
    if isinstance(state, Asking):
        return (_tr("Asking…") if state is Asking.ASKED else ""), False
    if state.problem is not None:
        return beside_title(one, state.problem.what), True
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


def _tr(words: str) -> str:
    return QCoreApplication.translate("systems", words)
