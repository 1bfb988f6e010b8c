"""What ``deskhand translate`` does: one text, with the profile's engines, memory and glossary."""

from __future__ import annotations

import contextlib
from pathlib import Path

from desktop.core.clock import SystemClock
from desktop.core.results import Problem, UserError
from desktop.host.base import Places
from desktop.settings.declare import Reader
from desktop.settings.secrets import Secrets
from desktop.translation.exchange.csv import read_glossary
from desktop.translation.glossary import Glossary
from desktop.translation.results import Context, Lack, NoTranslation, Outcome
from desktop.translation.setup import glossary_file, make_translator, open_memory


def translate(
    settings: Reader,
    places: Places,
    profile: Path | None,
    text: str,
    source: str | None,
    target: str,
    engine: str = "",
) -> tuple[Outcome, tuple[Problem, ...]]:
    """The outcome, and warnings about what could not be used. Changes nothing on disk.

    Raises:
        UserError: the installation is damaged.
    """
    clock = SystemClock()
    problems: list[Problem] = []
    with contextlib.ExitStack() as stack:
        opened = stack.enter_context(open_memory(places, clock, make=False))
        if opened.problem is not None:
            problems.append(opened.problem.as_warning())
        if opened.memory is not None:
            opened.memory.troubled.connect(problems.append)
        glossary: Glossary | None = None
        try:
            if glossary_file(places).is_file():
                glossary = Glossary(read_glossary(glossary_file(places))[0])
        except UserError as error:
            problems.append(error.problem.as_warning())
        translator, unusable = make_translator(
            settings, Secrets(profile), clock, memory=opened.memory, glossary=glossary
        )
        stack.callback(translator.close)
        outcome = translator.translate(text, source, target, Context(engine=engine))
    if isinstance(outcome, NoTranslation) and outcome.lack is Lack.NO_ENGINE and unusable:
        # That none could be made is the reason, and no warning beside it.
        outcome = NoTranslation(outcome.lack, unusable[0], outcome.source, outcome.target)
        unusable = unusable[1:]
    return outcome, (*problems, *map(Problem.as_warning, unusable))
