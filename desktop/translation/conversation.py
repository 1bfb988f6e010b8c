"""Which language a conversation is in, when single messages are too short to say."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.translation.detect import Detected

STICKS = 10.0
"""How much likelier the language spoken so far is than another, before a message is read."""
CLEAR = 0.8
"""From this confidence on a message in another language counts for a change."""
CHANGES_AFTER = 2
"""Clear messages in a row in another language, after which the conversation is in that one."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What to do with a message."""

    language: str | None
    """What the message is in; None when only the agent can tell."""
    changed: bool = False
    """Whether the conversation is in another language than before it."""

    @property
    def ask(self) -> bool:
        """Whether to ask the agent."""
        return self.language is None


class ConversationLanguage:
    """Remembers the customer's language; one thread uses it.

    Short and doubtful messages are taken for the language that was spoken; one clear message in
    another is read as that; more of them change the conversation. What the agent chose or locked
    stays until it is unlocked.
    """

    def __init__(self, language: str | None = None) -> None:
        """``language`` may be known from the customer's card."""
        self._language = language
        self._locked = False
        self._other: str | None = None
        self._times = 0

    @property
    def language(self) -> str | None:
        """The conversation's, in which to reply."""
        return self._language

    @property
    def locked(self) -> bool:
        """Whether messages can't change it."""
        return self._locked

    def hear(self, detected: Detected) -> Heard:
        """Take in what the customer's next message looks like."""
        if self._locked and self._language is not None:
            return Heard(self._language)
        if self._language is None:
            return self._begin(detected)
        likely = self._likeliest(detected)
        if likely is None or likely == self._language:
            if detected.language == self._language:
                self._other, self._times = None, 0
            return Heard(self._language)
        if detected.confidence < CLEAR:
            return Heard(likely)
        self._times = self._times + 1 if likely == self._other else 1
        self._other = likely
        changes = self._times >= CHANGES_AFTER
        if changes:
            self.start_over(likely)
        return Heard(likely, changed=changes)

    def choose(self, language: str) -> None:
        """The agent says which it is: it stays so."""
        self.start_over(language)
        self._locked = True

    def toggle_lock(self) -> bool:
        """Lock or unlock, by one key; returns whether it is locked now. Nothing known, no lock."""
        self._locked = not self._locked and self._language is not None
        return self._locked

    def start_over(self, language: str | None = None) -> None:
        """Forget what was heard: another customer, or a language known for sure."""
        self._language, self._locked = language, False
        self._other, self._times = None, 0

    def _begin(self, detected: Detected) -> Heard:
        if detected.language is None:
            return Heard(None)
        self.start_over(detected.language)
        return Heard(detected.language, changed=True)

    def _likeliest(self, detected: Detected) -> str | None:
        """The message's language, the conversation's being the likelier one beforehand."""
        if detected.language is None:
            return None
        here = self._language or ""
        if detected.confidence_in(here) * STICKS >= detected.confidence:
            return here
        return detected.language
