"""What the breaks say as messages: offers, what is overdue, what the law asks for."""

from __future__ import annotations

from desktop.breaks.planner.rules import Kind
from desktop.breaks.prompts import Prompt, Reason
from desktop.breaks.statutory import StatutoryWarning
from desktop.core.results import Problem, Severity
from desktop.ui.breaks.wording import span, tr


def rest_s(prompt: Prompt) -> int:
    """How long the break is that is offered with it."""
    return 600 if level(prompt) == 3 else 300


def level(prompt: Prompt) -> int:
    """1 to 3: breathing, a break, a longer one."""
    return prompt.step


def offer(prompt: Prompt) -> Problem:
    """What is offered, and why. Nothing of it urges."""
    if prompt.reason is Reason.ABUSIVE:
        return Problem(
            tr("That was not all right. A pause is yours now"),
            tr("After an abusive contact it helps to get up and to talk to somebody"),
            severity=Severity.INFO,
        )
    what = {
        1: tr("Would a minute of slow breathing be good now?"),
        2: tr("Would five minutes away be good now?"),
    }.get(level(prompt), tr("Ten minutes away would be good, and a word with your team lead"))
    why = tr("Your stress load is {} or more, by the hours and contacts of this shift")
    return Problem(what, why.format(round(prompt.level)), severity=Severity.INFO)


def sentence_for_team_lead() -> str:
    """Ready to be sent, for those who would rather not look for words."""
    return tr("I have had a heavy stretch of contacts and need ten minutes away from the desk.")


def overdue(kind: Kind | None) -> Problem:
    """A break that has been kept from starting for long; it is never forced."""
    what = tr("Your long break has been due for a while")
    if kind is Kind.SHORT:
        what = tr("Your short break has been due for a while")
    return Problem(what, todo=tr("It comes after this contact"), severity=Severity.INFO)


def statutory(warning: StatutoryWarning) -> Problem:
    """A break that the law asks for; not legal advice."""
    return Problem(
        tr("A break by law is due within {}").format(span(warning.left)),
        warning.rule.says,
        tr("Take it before then. This is not legal advice"),
        Severity.WARNING,
    )


def noted(tap: str) -> Problem:
    """The answer to a tap."""
    words = {"ok": tr("all right"), "hard": tr("hard"), "abusive": tr("abusive")}[tap]
    return Problem(tr("Noted: this contact was {}").format(words), severity=Severity.INFO)
