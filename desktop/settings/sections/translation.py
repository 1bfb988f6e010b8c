"""Translation: which engines, in which order, and what may leave this machine."""

from __future__ import annotations

import re

from desktop.settings.declare import Reader, Section, Surroundings
from desktop.settings.hotkey_defaults import ctrl_alt
from desktop.settings.kinds import Choice, Hotkey, Number, Option, Switch, Table, Text, Texts
from desktop.settings.sections.agent import AGENT_LANGUAGES
from desktop.settings.services import ADDRESS, OFFICE, ServiceRow, is_name

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_SHORTEST_ORDER = 3
"""Signs; a shorter form would hide every small number."""


class ServiceSettings(ServiceRow, frozen=True):
    """What the agent says about one engine; None: as it comes."""

    region: str | None = None
    model: str | None = None
    glossary: str | None = None


def _engine(name: str) -> str:
    return "" if is_name(name) else "It is names like deepl or libretranslate"


def _tag(text: str) -> str:
    return "" if _TAG.fullmatch(text) else "It is the tag of a language, like en, pt-BR or zh-Hant"


def _order_form(text: str) -> str:
    signs = [char for char in text if not char.isspace()]
    if "#" in signs and len(signs) >= _SHORTEST_ORDER:
        return ""
    return "It is forms like AB-######, with # for a digit and ? for a letter, three signs or more"


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
    advanced=True,
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
    advanced=True,
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
        ADDRESS,
        OFFICE,
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
SELECTION_HOTKEY = Hotkey(
    "translation.selection_hotkey",
    ctrl_alt("t", "f9"),
    "Translate what is selected",
    "Shows the selected text in your language, in a small window beside it.",
)
REPLACE_HOTKEY = Hotkey(
    "translation.replace_hotkey",
    ctrl_alt("r", "f10"),
    "Replace what is selected by its translation",
    "Puts the selected text into the customer's language, where it stands.",
)
LIVE_HOTKEY = Hotkey(
    "translation.live_hotkey",
    ctrl_alt("l", "f11"),
    "Live translation",
    "Opens the window in which you read a conversation in your language and answer in theirs.",
)
BACK_TRANSLATION = Switch(
    "translation.back_translation",
    default=True,
    title="Show your reply translated back",
    help="Under the translation of your reply, so that you see what the customer will read. Your "
    "engines are asked twice as much for it.",
)
KEEP = Switch(
    "translation.remember",
    default=True,
    title="Keep translations that you used",
    help="With private parts hidden, on this computer, to offer them again.",
)
RETENTION_DAYS = Number(
    "translation.retention_days",
    365,
    "Forget translations after",
    "A translation that you did not use for so long is deleted. 0 keeps them for ever. What you "
    "imported and your snippets' own translations stay.",
    least=0,
    most=3650,
    unit="days",
)
ORDER_PATTERNS = Texts(
    "translation.order_patterns",
    (),
    "Your order and ticket numbers",
    "How they are written, to be hidden from engines: # is a digit, ? a letter, everything else "
    "itself, as in AB-###### or ??##-#####. Numbers of five digits or more, and most with letters "
    "and digits, are hidden without that.",
    longest=60,
    check=_order_form,
    entry="form",
    most=20,
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
        SELECTION_HOTKEY,
        REPLACE_HOTKEY,
        LIVE_HOTKEY,
        BACK_TRANSLATION,
        KEEP,
        RETENTION_DAYS,
        ORDER_PATTERNS,
        PATIENCE_S,
    ),
)
