"""What the agent is told when a snippet was not typed, or not as it was meant."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.results import Problem, Severity
from desktop.keyboard.reasons import Reason

COPIED = "The text is copied: paste it where you want it"
_AGAIN = "Use the snippet again"
_NOT_TYPED = "The snippet was not typed"
_WHY = {
    Reason.LATE: "It took too long, and your keys went first",
    Reason.MOVED: "You went on in another place",
    Reason.SENT: "What you typed has been sent already",
    Reason.CLIPBOARD: "The program that you copied from last does not answer",
    Reason.NOT_TAKEN: "The application did not take the text",
    Reason.UNCERTAIN: "The trigger can't be taken away safely here",
    Reason.HELD: "A key stayed down",
    Reason.REMOTE: "A remote desktop takes only plain keys",
    Reason.UNSELECTED: "What was selected is not selected any more",
    Reason.LOST: "Deskhand lost the keyboard for a moment",
}

_HOTKEYS = {
    "translate": "Translate what is selected",
    "replace": "Replace what is selected by its translation",
    "live": "Live translation",
    "hard": "Hard contact",
    "contact": "A contact's beginning and end",
}


BREAKS_ARE_OFF = Problem(
    "How a contact was is not kept while breaks are off",
    todo="Turn them on in the settings",
    severity=Severity.INFO,
)
CONTACT_IS_OPEN = Problem("A contact is open; the same keys close it", severity=Severity.INFO)


def not_typed(reason: Reason, *, copied: bool) -> Problem:
    """Why the keyboard process did not type it."""
    return not_typed_because(why_not_typed(reason), copied=copied)


def why_not_typed(reason: Reason) -> str:
    """The reason in the agent's words, without a full stop."""
    return _WHY.get(reason, "")


def not_typed_because(why: str, *, copied: bool) -> Problem:
    """The same with other words."""
    return Problem(_NOT_TYPED, why, COPIED if copied else _AGAIN, Severity.WARNING)


OTHER_CUSTOMER = Problem(
    _NOT_TYPED, "Another customer is in front by now", _AGAIN, Severity.WARNING
)
"""The text would speak to the customer before this one: it is neither typed nor copied."""
CLOSED = Problem("This interaction is closed by now", todo="Open a new one")
LIBRARY_CHANGED = Problem("Your snippets have just changed", todo="Choose the snippet again")


def left_out(missing: Sequence[str]) -> Problem:
    """Values (``customer.first_name``) that were not known."""
    names = ", ".join(" ".join(name.split(".")).replace("_", " ") for name in missing)
    return Problem(
        "Something was left out of the snippet",
        f"Not known: {names}",
        "Fill it in: the interaction in front is in the tray's menu",
        Severity.INFO,
    )


def hotkey_refused(name: str, reason: str) -> Problem:
    """A hotkey can't be had; ``name`` as in :data:`desktop.assembly.keyboard.HOTKEYS`."""
    return Problem(
        f"The keys for “{_HOTKEYS.get(name, name)}” do not work",
        reason,
        "Choose other keys in the settings",
        Severity.WARNING,
    )


def more_in_packs(count: int) -> Problem:
    """More is wrong than can be shown one by one."""
    return Problem(
        f"{count} more snippets or packs can't be used",
        todo="“Snippets” in the tray's menu lists them",
    )
