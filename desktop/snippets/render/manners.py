"""How customers are greeted and addressed, language by language.

What the agent would say on the phone and write at the top of a message. Languages that bend a
name when it is spoken to (Polish, Czech, Ukrainian, Greek) are greeted without it unless they
are on familiar terms, where the plain form is accepted; where nothing tells how to address
somebody the wording fits everyone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manners:
    """One language. In the patterns ``{first}``, ``{last}`` and ``{full}`` stand for the name."""

    hours: tuple[tuple[int, str], ...]
    """Greetings, each with the hour from which it is said; before the first the last one."""
    formal: bool
    """Whether a customer is addressed formally when nothing else is known."""
    sir: str
    madam: str
    neutral: str
    """Formal, to somebody of whom only the name is known."""
    nobody: str
    """Formal, to somebody of whom nothing is known."""
    friendly: str
    hello: str
    """Not formal, to somebody of whom nothing is known."""


_ENGLISH = Manners(
    hours=((5, "Good morning"), (12, "Good afternoon"), (18, "Good evening")),
    formal=False,
    sir="Dear Mr {last}", madam="Dear Ms {last}", neutral="Dear {full}", nobody="Hello",
    friendly="Hi {first}", hello="Hello",
)  # fmt: skip

MANNERS: dict[str, Manners] = {
    "en": _ENGLISH,
    "es": Manners(
        hours=((6, "Buenos días"), (12, "Buenas tardes"), (20, "Buenas noches")),
        formal=True,
        sir="Estimado Sr. {last}", madam="Estimada Sra. {last}", neutral="Hola, {full}",
        nobody="Hola", friendly="Hola, {first}", hello="Hola",
    ),
    "fr": Manners(
        hours=((5, "Bonjour"), (18, "Bonsoir")),
        formal=True,
        sir="Bonjour Monsieur {last}", madam="Bonjour Madame {last}", neutral="Bonjour {full}",
        nobody="Bonjour", friendly="Bonjour {first}", hello="Bonjour",
    ),
    "de": Manners(
        hours=((5, "Guten Morgen"), (11, "Guten Tag"), (18, "Guten Abend")),
        formal=True,
        sir="Sehr geehrter Herr {last}", madam="Sehr geehrte Frau {last}",
        neutral="Guten Tag {full}", nobody="Guten Tag", friendly="Hallo {first}", hello="Hallo",
    ),
    "pt": Manners(
        hours=((5, "Bom dia"), (12, "Boa tarde"), (19, "Boa noite")),
        formal=True,
        sir="Caro Sr. {last}", madam="Cara Sra. {last}", neutral="Olá, {full}", nobody="Olá",
        friendly="Olá, {first}", hello="Olá",
    ),
    "pt-br": Manners(
        hours=((5, "Bom dia"), (12, "Boa tarde"), (18, "Boa noite")),
        formal=False,
        sir="Prezado Sr. {last}", madam="Prezada Sra. {last}", neutral="Olá, {full}",
        nobody="Olá", friendly="Olá, {first}", hello="Olá",
    ),
    "ar": Manners(
        hours=((5, "صباح الخير"), (12, "مساء الخير")),
        formal=True,
        sir="السيد {full} المحترم", madam="السيدة {full} المحترمة", neutral="مرحبًا {full}",
        nobody="مرحبًا", friendly="مرحبًا {first}", hello="مرحبًا",
    ),
    "it": Manners(
        hours=((5, "Buongiorno"), (14, "Buon pomeriggio"), (18, "Buonasera")),
        formal=True,
        sir="Gentile Sig. {last}", madam="Gentile Sig.ra {last}", neutral="Gentile {full}",
        nobody="Gentile cliente", friendly="Ciao {first}", hello="Ciao",
    ),
    "nl": Manners(
        hours=((5, "Goedemorgen"), (12, "Goedemiddag"), (18, "Goedenavond")),
        formal=True,
        sir="Geachte heer {last}", madam="Geachte mevrouw {last}", neutral="Beste {full}",
        nobody="Geachte klant", friendly="Beste {first}", hello="Hallo",
    ),
    "pl": Manners(
        hours=((5, "Dzień dobry"), (18, "Dobry wieczór")),
        formal=True,
        sir="Szanowny Panie", madam="Szanowna Pani", neutral="Dzień dobry",
        nobody="Dzień dobry", friendly="Cześć {first}", hello="Cześć",
    ),
    "tr": Manners(
        hours=((5, "Günaydın"), (11, "İyi günler"), (18, "İyi akşamlar")),
        formal=True,
        sir="Sayın {last}", madam="Sayın {last}", neutral="Sayın {full}",
        nobody="Değerli müşterimiz", friendly="Merhaba {first}", hello="Merhaba",
    ),
    "sv": Manners(
        hours=((5, "God morgon"), (10, "Hej"), (18, "God kväll")),
        formal=False,
        sir="Hej {full}", madam="Hej {full}", neutral="Hej {full}", nobody="Hej",
        friendly="Hej {first}", hello="Hej",
    ),
    "da": Manners(
        hours=((5, "Godmorgen"), (10, "Goddag"), (18, "Godaften")),
        formal=False,
        sir="Kære {full}", madam="Kære {full}", neutral="Kære {full}", nobody="Hej",
        friendly="Hej {first}", hello="Hej",
    ),
    "nb": Manners(
        hours=((5, "God morgen"), (10, "God dag"), (18, "God kveld")),
        formal=False,
        sir="Hei {full}", madam="Hei {full}", neutral="Hei {full}", nobody="Hei",
        friendly="Hei {first}", hello="Hei",
    ),
    "fi": Manners(
        hours=((5, "Hyvää huomenta"), (10, "Hyvää päivää"), (18, "Hyvää iltaa")),
        formal=False,
        sir="Hyvä {full}", madam="Hyvä {full}", neutral="Hyvä {full}", nobody="Hyvä asiakas",
        friendly="Hei {first}", hello="Hei",
    ),
    "cs": Manners(
        hours=((5, "Dobré ráno"), (9, "Dobrý den"), (18, "Dobrý večer")),
        formal=True,
        sir="Vážený pane", madam="Vážená paní", neutral="Dobrý den", nobody="Dobrý den",
        friendly="Ahoj", hello="Ahoj",
    ),
    "uk": Manners(
        hours=((5, "Доброго ранку"), (11, "Доброго дня"), (18, "Доброго вечора")),
        formal=True,
        sir="Доброго дня", madam="Доброго дня", neutral="Доброго дня", nobody="Доброго дня",
        friendly="Привіт", hello="Привіт",
    ),
    "ru": Manners(
        hours=((5, "Доброе утро"), (12, "Добрый день"), (18, "Добрый вечер")),
        formal=True,
        sir="Здравствуйте, {full}", madam="Здравствуйте, {full}",
        neutral="Здравствуйте, {full}", nobody="Здравствуйте", friendly="Привет, {first}",
        hello="Привет",
    ),
    "el": Manners(
        hours=((5, "Καλημέρα"), (12, "Καλησπέρα")),
        formal=True,
        sir="Αξιότιμε κύριε", madam="Αξιότιμη κυρία", neutral="Γεια σας", nobody="Γεια σας",
        friendly="Γεια σου", hello="Γεια σου",
    ),
    "ja": Manners(
        hours=((5, "おはようございます"), (11, "こんにちは"), (18, "こんばんは")),
        formal=True,
        sir="{full}様", madam="{full}様", neutral="{full}様", nobody="お客様",
        friendly="{full}さん", hello="こんにちは",
    ),
    "zh": Manners(
        hours=((5, "早上好"), (12, "下午好"), (18, "晚上好")),
        formal=True,
        sir="尊敬的{full}先生", madam="尊敬的{full}女士", neutral="尊敬的{full}",
        nobody="您好", friendly="{full}，你好", hello="你好",
    ),
    "hi": Manners(
        hours=((5, "सुप्रभात"), (11, "नमस्ते"), (17, "शुभ संध्या"), (21, "नमस्ते")),
        formal=True,
        sir="आदरणीय श्री {full}", madam="आदरणीया सुश्री {full}", neutral="नमस्ते {full} जी",
        nobody="नमस्ते", friendly="नमस्ते {first}", hello="नमस्ते",
    ),
    "fil": Manners(
        hours=(
            (5, "Magandang umaga po"), (11, "Magandang tanghali po"), (13, "Magandang hapon po"),
            (18, "Magandang gabi po"),
        ),
        formal=True,
        sir="Magandang araw po, Sir {last}", madam="Magandang araw po, Ma’am {last}",
        neutral="Magandang araw po, {full}", nobody="Magandang araw po",
        friendly="Hello, {first}", hello="Hello",
    ),
    "ko": Manners(
        hours=((0, "안녕하세요"),),
        formal=True,
        sir="{full} 고객님", madam="{full} 고객님", neutral="{full} 고객님", nobody="고객님",
        friendly="{full} 님", hello="안녕하세요",
    ),
}  # fmt: skip
MANNERS["no"] = MANNERS["nb"]
MANNERS["tl"] = MANNERS["fil"]

FAMILY_NAME_FIRST = frozenset({"hu", "ja", "ko", "zh", "vi"})

_SIR = (
    "m male man mr herr monsieur señor senor sr signor sig dhr heer pan bay hr senhor السيد "
    "先生 男 shri sri श्री श्रीमान पुरुष sir ginoo lalaki"
)
_MADAM = (
    "f female woman ms mrs miss frau madame mme señora senora sra signora sigra mevrouw mevr mw "
    "pani bayan fru senhora السيدة 女士 小姐 女 smt shrimati sushri kumari श्रीमती सुश्री महिला "
    "ma'am ma’am madam gng ginang bb binibini babae"
)
_FORMAL = (
    "formal polite sie usted vous lei u siz ni pan pani vy вы senhor senhora 您 आप aap po kayo"
)
_INFORMAL = "informal familiar casual du tú tu je jij sen ty ты você 你 तुम tum ikaw"

SIR = frozenset(_SIR.split())
MADAM = frozenset(_MADAM.split())
"""Titles and genders as CRMs hold them, in small letters and without a full stop at the end."""
FORMAL = frozenset(_FORMAL.split())
INFORMAL = frozenset(_INFORMAL.split())
"""How a customer's wish may be written: the word, or the pronoun they want to hear."""


def manners_of(language: str) -> Manners | None:
    """By BCP 47 tag, the region's own before the language's; None for an unknown language."""
    tag = language.replace("_", "-").lower()
    return MANNERS.get(tag) or MANNERS.get(tag.partition("-")[0])


def greeting(manners: Manners, hour: int) -> str:
    """What is said at that hour of the day."""
    said = manners.hours[-1][1]
    for start, words in manners.hours:
        if hour >= start:
            said = words
    return said
