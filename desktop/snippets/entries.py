"""One entry of ``matches``: from YAML keys to a record, with what is wrong in it.

The keys and their meaning are espanso's (match files, version 2); ``variants`` and
``approved_by`` are Deskhand's own.
"""

from __future__ import annotations

from typing import Final

import msgspec

from desktop.snippets.fields import Fields
from desktop.snippets.model import Body, Case
from desktop.snippets.record import Record, StoredVariable, flags_of, kind_number
from desktop.snippets.variables import check_order, read_variables
from desktop.snippets.variants import read_variants

MOST_TRIGGER: Final = 256
"""Characters; the keyboard process keeps as many as the longest trigger has."""
MOST_REGEX: Final = 1000

_DEFAULT_KEYS: Final = frozenset({
    "word", "left_word", "right_word", "propagate_case", "uppercase_style", "force_mode",
    "force_clipboard",
})  # fmt: skip
_KEYS: Final = _DEFAULT_KEYS | {
    "trigger", "triggers", "regex", "replace", "markdown", "html", "form", "form_fields",
    "image_path", "opens", "label", "search_terms", "vars", "paragraph", "variants", "approved_by",
}  # fmt: skip
_SLIPS: Final = {"capitalize_words": "uppercase_style: capitalize_words", "text": "replace"}
_BODIES: Final = {kind.value: kind for kind in Body}
_WINDOWS: Final = frozenset({"palette"})
_MODES: Final = frozenset({"clipboard", "keys"})


class Defaults(msgspec.Struct, frozen=True):
    """A file's ``match_defaults``: for entries that don't say it themselves."""

    left_word: bool = False
    right_word: bool = False
    propagate_case: bool = False
    uppercase_style: Case | None = None
    force_mode: str = ""


def read_defaults(fields: Fields) -> Defaults:
    """The file's ``match_defaults``."""
    fields.check_keys(_DEFAULT_KEYS)
    word = fields.flag("word") or False
    left, right = fields.flag("left_word"), fields.flag("right_word")
    return Defaults(
        word if left is None else left,
        word if right is None else right,
        fields.flag("propagate_case") or False,
        _style(fields),
        _force_mode(fields),
    )


def read_entry(fields: Fields, number: int, defaults: Defaults) -> Record | None:
    """The snippet, or None where it can't be used; either way with findings by line."""
    fields.check_keys(_KEYS, _SLIPS)
    triggers, regex = _triggers(fields), fields.text("regex") or ""
    if triggers and regex:
        fields.warn(
            "This snippet has both a trigger and a regex; only the trigger counts.",
            fields.line_of("regex"),
        )
        regex = ""
    if regex:
        _check_regex(fields, regex)
    flags = _flags(fields, defaults)
    kind, body = _body(fields)
    variables = read_variables(fields, "vars")
    check_order(fields, variables)
    record = Record(
        triggers,
        flags,
        regex,
        number,
        fields.line,
        kind_number(kind),
        body,
        fields.text("label") or "",
        tuple([text for text, _ in fields.texts("search_terms") if text]),
        fields.text("approved_by") or "",
        _force_mode(fields) or defaults.force_mode,
        read_variants(fields, kind),
        tuple([StoredVariable.of(one) for one in variables]),
        fields.values("form_fields"),
    )
    return None if fields.bad else record


def _triggers(fields: Fields) -> tuple[str, ...]:
    """Of ``trigger`` and ``triggers`` together, each once; an empty one is reported."""
    items = fields.node.items
    found: list[tuple[str, int]] = []
    if "trigger" in items:
        one = fields.text("trigger")
        if not fields.bad:
            found.append((one or "", fields.line_of("trigger")))
    if "triggers" in items:
        found += fields.texts("triggers")
    kept: dict[str, None] = {}
    empty = 0
    for text, line in found:
        # espanso too takes a trigger of nothing but spaces for an empty one.
        if not text.strip():
            empty = empty or line
        elif len(text) > MOST_TRIGGER:
            fields.error(f"This trigger is longer than {MOST_TRIGGER} characters.", line)
        else:
            kept[text] = None
    if empty:
        report = fields.warn if kept else fields.error
        report(
            "This snippet has an empty trigger, which can never be typed.",
            empty,
            todo="Give it a trigger in quotes, or take the key away to find it by search only.",
        )
    return tuple(kept)


def _check_regex(fields: Fields, pattern: str) -> None:
    """RE2 must accept it, and it must not match where nothing was typed."""
    line = fields.line_of("regex")
    if len(pattern) > MOST_REGEX:
        fields.error(f"This regex is longer than {MOST_REGEX} characters.", line)
        return
    import re2  # few packs have one

    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(f"(?:{pattern})\\z", options)
    except re2.error as error:
        fields.error(
            f"This regex can't be read: {_regex_fault(error)}.",
            line,
            todo="Look-ahead and back-references are not possible, as in espanso.",
        )
        return
    for sample in ("", "a", "a "):
        match = compiled.search(sample)
        if match is not None and match.start() == match.end():
            fields.error(
                "This regex matches even where nothing was typed, so it would fire at every key.",
                line,
                todo="Make at least one character of it compulsory.",
            )
            return


def _regex_fault(error: Exception) -> str:
    """RE2's words without the piece of the pattern that it quotes after the colon."""
    words = error.args[0] if error.args else b""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return text.split(":", 1)[0].strip() or "unknown syntax"


def _style(fields: Fields) -> Case | None:
    word = fields.text("uppercase_style")
    if word is None:
        return None
    try:
        return Case(word.lower())
    except ValueError:
        fields.warn(
            "`uppercase_style` is none of uppercase, capitalize, capitalize_words; "
            "uppercase is used.",
            fields.line_of("uppercase_style"),
        )
        return None


def _flags(fields: Fields, defaults: Defaults) -> int:
    word = fields.flag("word")
    left, right = fields.flag("left_word"), fields.flag("right_word")
    if left is None:
        left = defaults.left_word if word is None else word
    if right is None:
        right = defaults.right_word if word is None else word
    propagate = fields.flag("propagate_case")
    if propagate is None:
        propagate = defaults.propagate_case
    style = _style(fields)
    if style is not None and not propagate:
        fields.warn(
            "`uppercase_style` does nothing without `propagate_case: true`.",
            fields.line_of("uppercase_style"),
        )
    style = style or defaults.uppercase_style or Case.UPPERCASE
    return flags_of(left=left, right=right, propagate=propagate, style=style)


def _force_mode(fields: Fields) -> str:
    if fields.flag("force_clipboard"):
        return "clipboard"
    mode = (fields.text("force_mode") or "").lower()
    if mode and mode not in _MODES:
        fields.warn(
            "`force_mode` is neither clipboard nor keys; it is taken as not given.",
            fields.line_of("force_mode"),
        )
        return ""
    return mode


def _body(fields: Fields) -> tuple[Body, str]:
    """The first of espanso's effects that is there."""
    items = fields.node.items
    found = [
        (kind, text)
        for key, kind in _BODIES.items()
        if key in items and (text := fields.text(key)) is not None
    ]
    if not found:
        if not fields.bad:
            fields.error(
                "This snippet has no text.",
                todo="Add `replace:` (or markdown, html, form or image_path) with what to type.",
            )
        return Body.REPLACE, ""
    kind, text = found[0]
    if kind is Body.OPENS and text not in _WINDOWS:
        fields.error("`opens` can open `palette` and nothing else.", line=fields.line_of("opens"))
    if len(found) > 1:
        others = " and ".join(f"`{other.value}`" for other, _ in found[1:])
        fields.warn(f"This snippet has {others} beside `{kind.value}`, which alone counts.")
    return kind, text
