"""Which of a snippet's texts fits the interaction in hand, and in which language it speaks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from desktop.core.tags import fits, primary
from desktop.snippets.model import Body, Snippet, Value, Variable, Variant
from desktop.snippets.render import questions
from desktop.snippets.render.outcome import Request
from desktop.snippets.render.outside import LONGEST_TEXT, value_text


@dataclass(frozen=True, slots=True)
class Wording:
    """The text to fill in."""

    body: str
    own: tuple[Variable, ...]
    """The snippet's variables, with the one that a ``form:`` stands for."""
    speech: str
    """The language of dates and salutations in it."""
    html: str = ""
    """The same as rich text, where the pack has it."""
    picture: bool = False
    """The text is the path of a picture."""


def wording(snippet: Snippet, request: Request, locale: str) -> Wording | str:
    """The text of a snippet for this interaction as a plain template, or why there is none."""
    kind, body = snippet.kind, snippet.body
    speech = request.language or _customer_language(request) or locale
    if snippet.variants:
        chosen = fitting(
            snippet.variants,
            language=request.language,
            channel=request.channel,
            app=request.app,
            tags=_tags(request),
        )
        if chosen is not None:
            body = chosen.body
            kind = kind if kind is Body.FORM else Body.REPLACE
        elif not body:
            return "This snippet has no text for this language and channel."
        elif any(variant.language for variant in snippet.variants):
            speech = _language_of_the_rest(snippet.variants, request.language, locale)
    if len(body) > LONGEST_TEXT:
        return f"The text of this snippet is longer than {LONGEST_TEXT:,} characters."
    own = snippet.variables
    if kind is Body.FORM:
        if questions.has_fields(body):
            params: dict[str, Value] = {"layout": body, "fields": dict(snippet.form_fields)}
            own = (*own, Variable(questions.FORM_VARIABLE, "form", params, line=snippet.line))
        return Wording(questions.form_body(body), own, speech)
    if kind in {Body.HTML, Body.MARKDOWN}:
        from desktop.snippets.render.rich import text_of_html, text_of_markdown
        from desktop.snippets.render.rich_text import html_of_markdown

        if kind is Body.HTML:
            return Wording(text_of_html(body), own, speech, html=body)
        return Wording(text_of_markdown(body), own, speech, html=html_of_markdown(body))
    return Wording(body, own, speech, picture=kind is Body.IMAGE)


def fitting(
    variants: Sequence[Variant], *, language: str, channel: str, app: str, tags: Collection[str]
) -> Variant | None:
    """The variant with the most conditions that all hold, the first of equals; else None.

    ``tags`` are in small letters.
    """
    best: Variant | None = None
    most = -1
    for variant in variants:
        holds = [
            *([fits(variant.language, language)] if variant.language else ()),
            *([variant.channel.casefold() == channel.casefold()] if variant.channel else ()),
            *([variant.app.casefold() == app.casefold()] if variant.app else ()),
            *([variant.tag.casefold() in tags] if variant.tag else ()),
        ]
        if all(holds) and len(holds) > most:
            best, most = variant, len(holds)
    return best


def _language_of_the_rest(variants: Sequence[Variant], language: str, locale: str) -> str:
    """The language of the text for which there is no variant.

    Nothing says it; but it is none of the variants' languages, so it is the agent's own unless
    that has a variant, and then it is English.
    """
    taken = {_base(variant.language) for variant in variants}
    likely = "en-US" if _base(locale) in taken else locale
    return language if _base(language) == _base(likely) else likely


def _base(tag: str) -> str:
    return primary(tag.replace("_", "-"))


def _customer_language(request: Request) -> str:
    return value_text(request.context.get("customer", {}).get("language"))


def _tags(request: Request) -> frozenset[str]:
    tags = list(request.tags)
    for namespace in ("customer", "interaction"):
        found = request.context.get(namespace, {}).get("tags")
        if isinstance(found, str):
            tags.append(found)
        elif isinstance(found, list | tuple | set | frozenset):
            tags.extend(tag for tag in found if isinstance(tag, str))
    return frozenset(tag.casefold() for tag in tags)
