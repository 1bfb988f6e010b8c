"""What the windows say about a translation: where it came from, what was kept back, how alike.

The words are for agents: an engine's title, not its name in the settings; what was done with their
text, not which parts of Deskhand did it.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.net.address import Reach
from desktop.translation.masking import Kind
from desktop.translation.results import Caution, Similar, Translation

_DIRECTING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Characters that change the order in which what follows them is read."""
_FIRST_STRONG = "\N{FIRST STRONG ISOLATE}"
_POP = "\N{POP DIRECTIONAL ISOLATE}"


def isolated(text: str) -> str:
    """``text`` to stand inside a sentence without turning the sentence's direction."""
    return f"{_FIRST_STRONG}{text.translate(_DIRECTING)}{_POP}"


def where_from(translation: Translation) -> str:
    """Who translated it and where the text went: ``Apertium · stayed on this computer``."""
    if translation.from_memory:
        return _tr("from your translation memory")
    if not translation.engine:
        return _tr("nothing to translate · stayed on this computer")
    title = translation.title
    before = [one.title for one in translation.tried if one.asked]
    if before and translation.left_machine:
        # It may have been the engines before that the text went away to.
        title = _tr("{0}, after {1}").format(title, ", ".join(before))
    return f"{title} · {where_to(translation)}"


def where_to(translation: Translation) -> str:
    """Where the text went: ``left this computer, 2 things hidden: card number, link``."""
    if translation.reach is Reach.MACHINE:
        return _tr("stayed on this computer")
    if translation.reach is Reach.OFFICE:
        went = _tr("stayed in this office")
    else:
        went = _tr("left this computer")
    kept = hidden(translation)
    return f"{went}, {kept}" if kept else went


def hidden(translation: Translation) -> str:
    """What was kept from the engine because it is private; empty when there was nothing.

    What only had to stay as it is, such as an amount, is not told.
    """
    parts = []
    count = 0
    for name, many in translation.masked.items():
        kind = Kind[name.upper()]
        if kind.sensitive:
            count += many
            parts.append(_kind(kind) if many == 1 else f"{many} {_kinds(kind)}")
    if not count:
        return ""
    words = _tr("1 thing hidden: {1}") if count == 1 else _tr("{0} things hidden: {1}")
    return words.format(count, ", ".join(parts))


def alike(similar: Similar) -> str:
    """``87 % like: Where is my order?``, and why one must look twice at what seems the same."""
    how = [_tr("{} % like").format(similar.score)]
    if similar.numbers_differ:
        how.append(_tr("other numbers"))
    if similar.other_region:
        how.append(_tr("for another region"))
    return f"{', '.join(how)}: {isolated(similar.source)}"


def grave(translation: Translation) -> list[str]:
    """What must be read before the translation is used."""
    return [_sentence(one) for one in translation.warnings if one.grave]


def remarks(translation: Translation) -> list[str]:
    """What is good to know about it."""
    return [_sentence(one) for one in translation.warnings if not one.grave]


def _sentence(caution: Caution) -> str:
    return caution.sentence.translate(_DIRECTING)


def _kind(kind: Kind) -> str:
    return {
        Kind.CARD: _tr("card number"),
        Kind.IBAN: _tr("bank account"),
        Kind.EMAIL: _tr("e-mail address"),
        Kind.PHONE: _tr("phone number"),
        Kind.ORDER: _tr("order number"),
        Kind.NAME: _tr("name"),
        Kind.LINK: _tr("link"),
    }[kind]


def _kinds(kind: Kind) -> str:
    return {
        Kind.CARD: _tr("card numbers"),
        Kind.IBAN: _tr("bank accounts"),
        Kind.EMAIL: _tr("e-mail addresses"),
        Kind.PHONE: _tr("phone numbers"),
        Kind.ORDER: _tr("order numbers"),
        Kind.NAME: _tr("names"),
        Kind.LINK: _tr("links"),
    }[kind]


def _tr(words: str) -> str:
    return QCoreApplication.translate("translation", words)
