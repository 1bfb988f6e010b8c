"""Why an expansion was not typed: words for the wire, sentences are the application's."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """See each."""

    LATE = "late"
    """No text within half a second."""
    MOVED = "moved"
    """Another window, a click or a caret key came between."""
    SENT = "sent"
    """Enter or another key that can't be taken back reached the application first."""
    CLIPBOARD = "clipboard"
    """The text must be pasted, and the clipboard's content could not be set aside."""
    NOT_TAKEN = "not_taken"
    """The application was given the text to paste and did not fetch it."""
    UNCERTAIN = "uncertain"
    """The number of Backspaces is not certain (joined characters)."""
    HELD = "held"
    """A key stayed down that can't be released."""
    REMOTE = "remote"
    """A remote desktop takes only keys of the layout."""
    UNSELECTED = "unselected"
    """What was to be replaced is not selected any more."""
    LOST = "lost"
    """The connection to the screen broke."""
