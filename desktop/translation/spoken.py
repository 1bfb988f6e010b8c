"""Which language is spoken in each interaction: heard from messages, told by the agent or the card.

``interaction.language`` follows, so that snippets come out in the customer's language; and where
the agent sets that, this follows.
"""

from __future__ import annotations

import dataclasses
import threading
from dataclasses import dataclass

from desktop.core.events import Event
from desktop.interaction import Asked, Interaction, Interactions
from desktop.translation.conversation import ConversationLanguage, Heard
from desktop.translation.detect import Detected


@dataclass(frozen=True, slots=True)
class Spoken:
    """The customer's language as far as it is known."""

    language: str | None = None
    locked: bool = False


class SpokenLanguages:
    """See the module. Any thread may call; ``asked`` None stands for no interaction at all."""

    def __init__(self, interactions: Interactions) -> None:
        """Follow these interactions until :meth:`close`."""
        self.changed: Event[Asked | None] = Event("language spoken")
        self._interactions = interactions
        self._lock = threading.Lock()
        self._heard: dict[Asked | None, ConversationLanguage] = {}
        self._stops = [
            interactions.changed.connect(self._on_changed),
            interactions.closed.connect(self._on_closed),
        ]

    def close(self) -> None:
        """Follow no more, and forget."""
        for stop in self._stops:
            stop()
        with self._lock:
            self._heard.clear()

    def of(self, asked: Asked | None) -> Spoken:
        """What is known now."""
        with self._lock:
            conversation = self._conversation(asked)
            return Spoken(conversation.language, conversation.locked)

    def hear(self, asked: Asked | None, detected: Detected) -> Heard:
        """Take in a message of the customer's."""
        with self._lock:
            heard = self._conversation(asked).hear(detected)
        if heard.changed:
            self._tell(asked, heard.language or "")
        return heard

    def choose(self, asked: Asked | None, language: str) -> None:
        """The agent says which it is; it stays so."""
        with self._lock:
            self._conversation(asked).choose(language)
        self._tell(asked, language)

    def toggle_lock(self, asked: Asked | None) -> bool:
        """Lock or unlock; returns whether it is locked now."""
        with self._lock:
            locked = self._conversation(asked).toggle_lock()
        self.changed.emit(asked)
        return locked

    def _conversation(self, asked: Asked | None) -> ConversationLanguage:
        known = self._heard.get(asked)
        if known is None:
            one = self._interactions.get(asked.interaction) if asked is not None else None
            right = one is not None and asked is not None and one.round == asked.round
            known = ConversationLanguage(_language_of(one) or None if right else None)
            if right or asked is None:  # else it is over, and what is heard leads nowhere
                self._heard[asked] = known
        return known

    def _tell(self, asked: Asked | None, language: str) -> None:
        if asked is not None:
            self._interactions.deliver(
                asked, lambda one: dataclasses.replace(one, language=language)
            )
        self.changed.emit(asked)

    def _on_changed(self, one: Interaction) -> None:
        asked = Asked(one.id, one.round)
        with self._lock:
            for other in [key for key in self._heard if key and key.interaction == one.id]:
                if other != asked:
                    del self._heard[other]
            known = self._heard.get(asked)
            set_by_hand = known is not None and bool(one.language)
            if known is None or not set_by_hand or known.language == one.language:
                return
            known.choose(one.language)
        self.changed.emit(asked)

    def _on_closed(self, one: Interaction) -> None:
        with self._lock:
            for key in [key for key in self._heard if key and key.interaction == one.id]:
                del self._heard[key]


def _language_of(one: Interaction | None) -> str:
    return one.language or one.customer.value("language") if one is not None else ""
