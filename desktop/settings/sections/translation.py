"""Translation: which engines, in which order, and what may leave this machine."""

from __future__ import annotations

import re

import msgspec

from desktop.settings.declare import Reader, Section, Surroundings
from desktop.settings.kinds import Choice, Number, Option, Switch, Table, Text, Texts
from desktop.settings.sections.agent import AGENT_LANGUAGES

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}")


class ServiceSettings(msgspec.Struct, frozen=True):
    """What the agent says about one engine; None: as it comes."""

    kind: str | None = None
    address: str | None = None
    office: bool | None = None
    region: str | None = None
    model: str | None = None
    glossary: str | None = None


def _engine(name: str) -> str:
    return "" if _NAME.fullmatch(name) else "It is names like deepl or libretranslate"


def _tag(text: str) -> str:
    return "" if _TAG.fullmatch(text) else "It is the tag of a language, like en, pt-BR or zh-Hant"


def _agent_language(reader: Reader, surroundings: Surroundings) -> str:
    languages = reader.get(AGENT_LANGUAGES)
    return languages[0] if languages else surroundings.language


ENGINES = Texts(
    "translation.engines",
    (),
    "Engines",
    "The services that translate, in this order: the next one is asked when one fails. The names "
    "are apertium, deepl, google, libretranslate, microsoft, mymemory and openai_chat, or those "
    "you gave below. google and mymemory are free services without a contract: not for customer "
    "data.",
    longest=32,
    check=_engine,
    entry="engine",
)
SERVICES = Table(
    "translation.services",
    {},
    "About the engines",
    "Where an engine is and what it needs. Its key is not here: it is kept in the keyring of this "
    "computer.",
    row=ServiceSettings,
    entry="engine",
    open_words="as the engine has it",
    columns=(
        Text(
            "kind",
            "",
            "Kind",
            "Which engine it is, when its name is one that you made up.",
            longest=32,
            check=_engine,
            form="a name like openai_chat",
        ),
        Text(
            "address",
            "",
            "Address",
            "Where it is. Only this computer and this office may be spoken to without https.",
            longest=500,
        ),
        Switch(
            "office",
            default=False,
            title="In this office",
            help="Its address belongs to a computer of this office, so http is enough.",
        ),
        Text("region", "", "Region", "Where a Microsoft resource is, such as westeurope."),
        Text("model", "", "Model", "Which model a chat server should use."),
        Text("glossary", "", "Glossary", "The identifier of a glossary that is kept at DeepL."),
    ),
)
LOCAL_ONLY = Switch(
    "translation.local_only",
    default=False,
    title="Nothing leaves this computer",
    help="Only engines on this computer are asked; your translation memory and glossary still "
    "work.",
)
FORMALITY = Choice(
    "translation.formality",
    "default",
    "Form of address",
    "How customers are addressed in languages that have more than one way, by engines that know "
    "the difference.",
    options=(
        Option("default", "As the engine has it"),
        Option("formal", "Formal"),
        Option("informal", "Informal"),
    ),
)
AGENT_LANGUAGE = Text(
    "translation.language",
    "",
    "You read and write",
    "The language that messages are translated into for you, and from when you answer.",
    longest=35,
    check=_tag,
    form="a tag like en or pt-BR",
    computed=_agent_language,
    computed_words="the first of your languages",
)
CUSTOMER_LANGUAGES = Texts(
    "translation.languages",
    (),
    "Your customers write",
    "The languages to choose from when the language of a message is told. The fewer, the surer; "
    "none means all.",
    longest=35,
    check=_tag,
    entry="language",
)
PATIENCE_S = Number(
    "translation.patience",
    8,
    "Wait for a translation",
    "After this time Deskhand says that there is none. All engines together have no longer.",
    advanced=True,
    least=2,
    most=60,
    unit="s",
)

SECTION = Section(
    "translation",
    "Translation",
    "Reading customers in your language and answering in theirs.",
    order=50,
    settings=(
        ENGINES,
        SERVICES,
        LOCAL_ONLY,
        FORMALITY,
        AGENT_LANGUAGE,
        CUSTOMER_LANGUAGES,
        PATIENCE_S,
    ),
)
