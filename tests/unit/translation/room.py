"""An interpreter with all that it needs, on engines in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core.results import Problem
from desktop.interaction import Asked, Channel, Customer, Field, Interactions
from desktop.settings.paths import places, prepare
from desktop.settings.secrets import Secrets
from desktop.settings.sections.agent import AGENT_LANGUAGES
from desktop.settings.store import Settings
from desktop.translation import parts as parts_module
from desktop.translation.fallback import Chain
from desktop.translation.interpreter import Interpreter
from desktop.translation.pipeline import Translator
from desktop.translation.results import Outcome, Translation
from tests.unit.translation.parts import Spoken, clock, ready


class Ring:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.broken:
            raise OSError("no keyring")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Room:
    """See the module. The engine turns a text round, word by word, which is no language."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch, engine: Spoken | None = None) -> None:
        self.clock = clock()
        self.places = places(home)
        prepare(self.places)
        self.settings = Settings(self.places.settings, self.clock)
        self.settings.change(AGENT_LANGUAGES, ("en",))
        self.ring = Ring()
        self.secrets = Secrets(None, self.ring)
        self.interactions = Interactions(self.clock)
        self.engine = engine or Spoken(lambda text: " ".join(reversed(text.split())))
        self.made = 0
        patch.setattr(parts_module, "make_translator", self._make)
        self.interpreter = Interpreter(
            self.places,
            self.settings,
            self.secrets,
            self.clock,
            self.interactions,
        )
        self.problems: list[Problem] = []
        self.interpreter.troubled.connect(self.problems.append)

    def _make(
        self, *_: object, detector: object, memory: object, glossary: object
    ) -> tuple[Translator, tuple[Problem, ...]]:
        self.made += 1
        engines = Chain([ready(self.engine)], self.clock)
        translator = Translator(
            detector,  # type: ignore[arg-type]  # handed through from Parts
            engines,
            self.clock,
            memory=memory,  # type: ignore[arg-type]  # the same
            glossary=glossary,  # type: ignore[arg-type]  # the same
        )
        return translator, (Problem("One engine can't be used"),)

    def open(self, language: str = "", **customer: str) -> Asked:
        """An interaction in front, with a customer of whom this is known."""
        fields = {name: Field(value, "test", self.clock.now()) for name, value in customer.items()}
        one = self.interactions.open(
            "test", Channel.CHAT, language=language, customer=Customer(fields)
        )
        asked = self.interactions.ask(one.id)
        assert asked is not None
        return asked

    def language(self, asked: Asked) -> str:
        one = self.interactions.get(asked.interaction)
        assert one is not None
        return one.language


def done(outcome: Outcome) -> Translation:
    assert isinstance(outcome, Translation), outcome
    return outcome


Rooms = Callable[[], Room]
