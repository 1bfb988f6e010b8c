"""``variants`` of a snippet: other texts for other languages, channels, applications and tags."""

from __future__ import annotations

import re
from typing import Final

from desktop.snippets.fields import Fields
from desktop.snippets.model import Body, Variant

_KEYS: Final = frozenset({"when", "replace"})
_CONDITIONS: Final = frozenset({"language", "channel", "app", "tag"})
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


def read_variants(fields: Fields, kind: Body) -> tuple[Variant, ...]:
    """The variants, in order; one that can't be used makes the snippet bad."""
    if "variants" not in fields.node.items:
        return ()
    if not kind.has_text:
        fields.warn("Variants are for texts; this snippet has none.", fields.line_of("variants"))
    variants = []
    for group in fields.groups("variants", "This variant"):
        variant = _variant(group) if group is not None else None
        if group is not None and group.bad:
            fields.bad = True
        if variant is not None:
            variants.append(variant)
    return tuple(variants)


def _variant(fields: Fields) -> Variant | None:
    fields.check_keys(_KEYS)
    body = fields.text("replace")
    if body is None:
        fields.error("A variant needs a `replace` with its text.")
        return None
    conditions = _conditions(fields)
    if conditions is None or fields.bad:
        return None
    return Variant(body, **conditions)


def _conditions(fields: Fields) -> dict[str, str] | None:
    """As written: ``no`` is Norwegian, and a tag may be ``007``.

    An unknown condition must not be passed over: the variant would be chosen wrongly.
    """
    when = fields.inner("when")
    line = fields.line_of("when")
    found: dict[str, str] = {}
    if when is not None:
        if not when.node.items.keys() <= _CONDITIONS:
            fields.error(
                "A variant's `when` holds a condition that there is not.",
                line,
                todo="The conditions are language, channel, app and tag.",
            )
            return None
        found = {key: text for key in when.node.items if (text := when.text(key))}
        if when.bad:
            fields.bad = True
            return None
    if not found:
        fields.error("A variant needs a `when` with at least one condition.", line)
        return None
    language = found.get("language")
    if language is not None and not _LANGUAGE.fullmatch(language):
        fields.warn("This variant's language is no language tag such as pt or pt-BR.", line)
    return found
