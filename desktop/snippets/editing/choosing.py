"""Which text of a snippet comes out for whom, and where a new one would go. Pure."""

from __future__ import annotations

from msgspec import structs

from desktop.snippets.model import Snippet, Variant


def text_of(draft: Snippet, column: int) -> str:
    """The text in a column: 0 is the one for all others, then the variants in order."""
    return draft.body if column == 0 else draft.variants[column - 1].body


def with_text(draft: Snippet, column: int, text: str) -> Snippet:
    """Another text in a column."""
    if column == 0:
        return structs.replace(draft, body=text)
    return with_variant(draft, column, structs.replace(draft.variants[column - 1], body=text))


def with_variant(draft: Snippet, column: int, variant: Variant) -> Snippet:
    """Another variant in a column."""
    variants = list(draft.variants)
    variants[column - 1] = variant
    return structs.replace(draft, variants=tuple(variants))


def without_column(draft: Snippet, column: int) -> Snippet:
    """Without a variant."""
    variants = tuple(one for at, one in enumerate(draft.variants, start=1) if at != column)
    return structs.replace(draft, variants=variants)


def alone(draft: Snippet, column: int) -> tuple[Snippet, str, str]:
    """The draft with one of its texts only, and the language and channel that this is for."""
    if column == 0 or column > len(draft.variants):
        return structs.replace(draft, variants=()), "", ""
    variant = draft.variants[column - 1]
    return (
        structs.replace(draft, body=variant.body, variants=()),
        variant.language,
        variant.channel,
    )
