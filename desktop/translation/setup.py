"""Makes the translator that the settings ask for, for the application and the command line."""

from __future__ import annotations

from pathlib import Path

from desktop.core.clock import Clock
from desktop.core.results import Problem
from desktop.host.base import Places
from desktop.settings.declare import Reader
from desktop.settings.secrets import Secrets
from desktop.settings.sections.translation import (
    CUSTOMER_LANGUAGES,
    FORMALITY,
    LOCAL_ONLY,
    ORDER_PATTERNS,
    PATIENCE_S,
)
from desktop.translation.detect import Detector
from desktop.translation.engines.base import Formality
from desktop.translation.engines.registry import build
from desktop.translation.fallback import Chain
from desktop.translation.glossary import Glossary
from desktop.translation.masking import Orders
from desktop.translation.pipeline import Rules, Translator
from desktop.translation.results import Memory


def memory_file(places: Places) -> Path:
    """Where a profile keeps its translation memory."""
    return places.data / "translations.db"


def glossary_file(places: Places) -> Path:
    """Where a profile keeps its glossary; a person may edit it."""
    return places.settings.with_name("glossary.csv")


def make_detector(settings: Reader) -> Detector:
    """For the languages that customers write in."""
    languages = settings.get(CUSTOMER_LANGUAGES)
    return Detector(languages) if languages else Detector()


def make_translator(
    settings: Reader,
    secrets: Secrets,
    clock: Clock,
    *,
    detector: Detector | None = None,
    memory: Memory | None = None,
    glossary: Glossary | None = None,
) -> tuple[Translator, tuple[Problem, ...]]:
    """The translator, and why some engines of the settings are not in it.

    Made anew when settings of the section change; :meth:`Translator.close` the one before.
    """
    engines, problems = build(settings, secrets, clock)
    orders = settings.get(ORDER_PATTERNS)
    rules = Rules(
        patience=float(settings.get(PATIENCE_S)),
        local_only=settings.get(LOCAL_ONLY),
        formality=Formality(settings.get(FORMALITY)),
        orders=Orders(orders),
    )
    translator = Translator(
        detector or make_detector(settings),
        Chain(engines, clock),
        clock,
        rules=rules,
        memory=memory,
        glossary=glossary,
    )
    return translator, problems
