"""Where snippets come from."""

from __future__ import annotations

from desktop.settings.declare import Reader, Section, Surroundings
from desktop.settings.kinds import Choices, Option, Paths

_STARTERS = (
    Option("en", "English"),
    Option("es", "Spanish"),
    Option("fr", "French"),
    Option("de", "German"),
    Option("pt", "Portuguese"),
    Option("ar", "Arabic"),
)


def _starters(_reader: Reader, surroundings: Surroundings) -> tuple[str, ...]:
    wanted = {"en", surroundings.language.partition("-")[0].lower()}
    return tuple(one.value for one in _STARTERS if one.value in wanted)


STARTER_LANGUAGES = Choices(
    "snippets.starter_packs",
    ("en",),
    "Starter packs",
    "Ready-made snippets that come with Deskhand, by language.",
    options=_STARTERS,
    computed=_starters,
    computed_words="the system's language and English",
)
PACK_FOLDERS = Paths(
    "snippets.folders",
    (),
    "More folders with packs",
    "Deskhand reads the packs in these folders too, such as one that your team shares.",
    folders=True,
)
TRUSTED_PACKS = Paths(
    "snippets.trusted_packs",
    (),
    "Packs that may run programs",
    "A snippet can run a program on this computer only if its pack is in this list. Add a pack "
    "only if you know what it does.",
    advanced=True,
    folders=False,
)

SECTION = Section(
    "snippets",
    "Snippets",
    "Where your snippets come from.",
    order=30,
    settings=(STARTER_LANGUAGES, PACK_FOLDERS, TRUSTED_PACKS),
)
