"""Who the agent is: what ``{{agent.*}}`` in a snippet stands for."""

from __future__ import annotations

import re

from desktop.settings.declare import Reader, Section, Surroundings
from desktop.settings.kinds import Text, Texts

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def _first_word(reader: Reader, _surroundings: Surroundings) -> str:
    words = reader.get(AGENT_NAME).split()
    return words[0] if words else ""


def _system_language(_reader: Reader, surroundings: Surroundings) -> tuple[str, ...]:
    return (surroundings.language,)


def _email(text: str) -> str:
    return "" if _EMAIL.fullmatch(text) else "It has to be an e-mail address"


def _tag(text: str) -> str:
    return (
        ""
        if _TAG.fullmatch(text)
        else "It has to be a list of language tags like en, pt-BR or zh-Hant"
    )


def _zone(name: str) -> str:
    import zoneinfo

    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return "It has to be the name of a time zone like Europe/Madrid"
    return ""


AGENT_NAME = Text(
    "agent.name",
    "",
    "Your name",
    "As you sign to customers. Snippets use it as {{agent.name}}.",
)
AGENT_FIRST_NAME = Text(
    "agent.first_name",
    "",
    "Your first name",
    "As customers call you. Snippets use it as {{agent.first_name}}.",
    computed=_first_word,
    computed_words="the first word of your name",
)
AGENT_TEAM = Text(
    "agent.team",
    "",
    "Your team",
    "Snippets use it as {{agent.team}}.",
)
AGENT_EMAIL = Text(
    "agent.email",
    "",
    "Your e-mail address",
    "The address at work. Snippets use it as {{agent.email}}.",
    longest=254,
    check=_email,
    form="an e-mail address",
)
AGENT_SIGNATURE = Text(
    "agent.signature",
    "",
    "Your signature",
    "The end of your mails. Snippets use it as {{agent.signature}}.",
    longest=2000,
    lines=True,
)
AGENT_LANGUAGES = Texts(
    "agent.languages",
    (),
    "Languages you speak",
    "The languages in which you write to customers, the best one first.",
    longest=35,
    check=_tag,
    entry="language tag",
    computed=_system_language,
    computed_words="the system's language",
)
AGENT_TIME_ZONE = Text(
    "agent.time_zone",
    "",
    "Your time zone",
    "For dates in snippets. Leave it empty to use the time zone of this computer.",
    advanced=True,
    longest=64,
    check=_zone,
    form="a name like Europe/Madrid",
)

SECTION = Section(
    "agent",
    "About you",
    "What your snippets can say about you.",
    order=40,
    settings=(
        AGENT_NAME,
        AGENT_FIRST_NAME,
        AGENT_TEAM,
        AGENT_EMAIL,
        AGENT_SIGNATURE,
        AGENT_LANGUAGES,
        AGENT_TIME_ZONE,
    ),
)
