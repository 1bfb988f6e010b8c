"""Approved snippets as translations: whoever types such a text gets its approved translation.

A snippet counts when somebody approved it, or when it came with Deskhand. Its plain text and each
of its variants for a language alone say the same, so each is the other's translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from desktop.core.resources import resources
from desktop.snippets.library import Library
from desktop.snippets.model import Body, Snippet
from desktop.translation.exchange.protection import protection
from desktop.translation.exchange.units import Protect
from desktop.translation.masking import Orders
from desktop.translation.memory_rows import Origin, Pair
from desktop.translation.tags import canonical

_STARTER = re.compile(r"care-([a-z]{2,3})")
_OF_AGENT = re.compile(r"\{\{\s*agent\.(\w+)\s*\}\}")
_CARET = "$|$"
_TOKEN = re.compile(r"XQ\d+QX")


def approved_pairs(
    library: Library,
    language: str,
    agent: Mapping[str, str],
    orders: Orders | None = None,
) -> Iterator[Pair]:
    """The pairs for :meth:`desktop.translation.memory.Memory.set_variants`, in both directions.

    Args:
        library: of all snippets.
        language: in which the agent's own packs are written, where nothing says it.
        agent: values of ``{{agent.*}}`` by name: they are typed as they are, so they are put in.
        orders: how order numbers are written here.

    Left out are texts with a place to fill in amid them, and pairs whose texts do not have the
    same placeholders: what stands for those can't be told from what is typed.
    """
    protect = protection(orders)
    starters = resources() / "packs"
    for snippet in library.snippets:
        if not snippet.variants or snippet.kind not in {Body.REPLACE, Body.FORM}:
            continue
        shipped = _shipped_language(snippet, starters)
        if shipped or snippet.approved_by:
            yield from _pairs(snippet, shipped or language, agent, protect)


def _pairs(
    snippet: Snippet, own: str, agent: Mapping[str, str], protect: Protect
) -> Iterator[Pair]:
    texts: dict[str, str] = {}
    for variant in snippet.variants:
        tag = canonical(variant.language)
        if tag is not None and not (variant.channel or variant.app or variant.tag):
            texts.setdefault(tag, variant.body)
    base = texts.pop(own, snippet.body)  # a variant for it is what is typed in that language
    for tag, body in texts.items():
        yield from _both_ways(_typed(base, agent), own, _typed(body, agent), tag, protect)


def _both_ways(one: str, own: str, other: str, tag: str, protect: Protect) -> Iterator[Pair]:
    if not one or not other:
        return
    for pair in (Pair(one, other, own, tag), Pair(other, one, tag, own)):
        found = protect(pair)
        if found is not None and any(map(str.isalpha, _TOKEN.sub("", found.source))):
            yield Pair(
                found.source, found.target, found.source_language, found.target_language,
                found.kinds, origin=Origin.VARIANT,
            )  # fmt: skip


def _typed(body: str, agent: Mapping[str, str]) -> str:
    """A text as it is typed, apart from what is not known yet; empty when something is missing."""
    text, _, after = body.strip().partition(_CARET)
    if after.strip():
        return ""
    return _OF_AGENT.sub(lambda found: agent.get(found[1]) or found[0], text).strip()


def _shipped_language(snippet: Snippet, starters: Path) -> str:
    """The language of a pack that came with Deskhand; empty for any other."""
    path = Path(snippet.path)
    name = _STARTER.fullmatch(path.stem)
    return name[1] if name and path.parent == starters else ""
