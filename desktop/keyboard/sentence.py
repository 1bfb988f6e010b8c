"""The sentence that the agent is writing by hand, as far as it may be known. Pure.

Of it no more is held than a regex trigger may see, and nothing of the sentences before it. A
longer one is handed out by its opening when it grows too long, and its rest is not held at all.
"""

from __future__ import annotations

from typing import Final

from desktop.core.text import certain_length
from desktop.core.triggers import REGEX_BUFFER

MOST: Final = REGEX_BUFFER
"""Characters."""
_MARKS: Final = frozenset(".!?…。！？؟।")
_CLOSING: Final = frozenset(")]}\"'”’»")
"""May stand behind the mark that ends a sentence."""
_LINE: Final = frozenset("\n\t")
"""What ends a sentence without a mark: the message is sent, or the next field begins."""


class Sentence:
    """Fed with characters and Backspaces; answers with a sentence, as typed, when it ends."""

    __slots__ = ("_marked", "_passing", "_typed")

    def __init__(self) -> None:
        """Nothing is known of what stands before the caret."""
        self._typed: list[str] = []
        self._passing = False
        """What is left of this sentence does not count: it is too long, or partly not typed."""
        self._marked = False
        """A mark that ends sentences was typed last; the space behind it will end this one."""

    @property
    def held(self) -> str:
        """What is held at this moment."""
        return "".join(self._typed)

    @property
    def passing(self) -> bool:
        """Does what is left of this sentence not count?"""
        return self._passing

    def feed(self, char: str) -> str:
        """One character was typed; the sentence that it ended, or empty."""
        if char in _LINE or (self._marked and char.isspace()):
            return self._end()
        if char not in _CLOSING:
            self._marked = char in _MARKS
        if self._passing:
            return ""
        typed = self._typed
        if len(typed) < MOST:
            typed.append(char)
            return ""
        # Too long: of whole words only, so that the opening is the same however it goes on.
        opening = "".join(typed) if char.isspace() else "".join(typed).rpartition(" ")[0]
        self.give_up()
        return opening

    def back(self) -> None:
        """Backspace."""
        self._marked = False
        if self._passing:
            return
        if not self._typed or certain_length(self._typed.pop()) is None:
            # It reaches into what is not held, or takes nobody knows how much.
            self.give_up()
        elif self._typed:
            self._marked = self._typed[-1] in _MARKS

    def leave(self) -> str:
        """The caret goes elsewhere: the sentence, if it had its mark, or empty."""
        ended = self._end() if self._marked else ""
        self.forget()
        return ended

    def forget(self) -> None:
        """Begin anew, and hold nothing."""
        self._typed.clear()
        self._passing = self._marked = False

    def give_up(self) -> None:
        """This sentence does not count, whatever follows."""
        self._typed.clear()
        self._passing = True

    def wrote(self, text: str) -> None:
        """Deskhand wrote this behind the caret; what it is part of was not typed by hand."""
        self.give_up()
        bare = text.rstrip()
        behind = text[len(bare) :]
        self._marked = bare.rstrip("".join(_CLOSING))[-1:] in _MARKS
        if set(behind) & _LINE or (self._marked and behind):
            self.forget()

    def _end(self) -> str:
        ended = "".join(self._typed)
        self.forget()
        return ended
