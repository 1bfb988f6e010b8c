"""A snippet as one entry of ``matches``, what changed in it, and how a draft will be read.

A draft is a :class:`Snippet` that nobody has written yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.results import Problem, Severity
from desktop.snippets.importers.written import yaml_of
from desktop.snippets.model import Case, Snippet, Value, Variable, Variant
from desktop.snippets.pack import read_pack

Changes = dict[str, Value | None]
"""Keys with their new values; None takes one away."""


def variable_entry(variable: Variable) -> dict[str, Value]:
    """One entry of ``vars``."""
    kept: dict[str, Value] = {"name": variable.name, "type": variable.type}
    if variable.params:
        kept["params"] = dict(variable.params)
    if not variable.inject:
        kept["inject_vars"] = False
    if variable.depends_on:
        kept["depends_on"] = list(variable.depends_on)
    return kept


def flag_keys(one: Snippet) -> dict[str, Value]:
    """What is said of when it fires and how it comes out, where that is not the usual."""
    flags: dict[str, Value] = {}
    if one.left_word and one.right_word:
        flags["word"] = True
    elif one.left_word or one.right_word:
        flags["left_word" if one.left_word else "right_word"] = True
    if one.propagate_case:
        flags["propagate_case"] = True
        if one.uppercase_style is not Case.UPPERCASE:
            flags["uppercase_style"] = one.uppercase_style.value
    if one.force_mode:
        flags["force_mode"] = one.force_mode
    return flags


def explicit_flags(one: Snippet) -> dict[str, Value]:
    """The same, said in full: for files that have ``match_defaults``."""
    flags = {key: value for key, value in flag_keys(one).items() if not key.endswith("word")}
    flags["left_word"], flags["right_word"] = one.left_word, one.right_word
    return {"propagate_case": False, **flags}


def variant_entry(variant: Variant) -> dict[str, Value]:
    """One entry of ``variants``."""
    when: dict[str, Value] = {
        key: value
        for key in ("language", "channel", "app", "tag")
        if (value := getattr(variant, key))
    }
    return {"when": when, "replace": variant.body}


def entry_of(one: Snippet) -> dict[str, Value]:
    """All keys of a snippet, in the order in which people write them."""
    entry: dict[str, Value] = {
        key: value for key, value in _cause(one).items() if value is not None
    }
    if one.label:
        entry["label"] = one.label
    if one.search_terms:
        entry["search_terms"] = list(one.search_terms)
    entry.update(flag_keys(one))
    if one.approved_by:
        entry["approved_by"] = one.approved_by
    if one.variables:
        entry["vars"] = [variable_entry(variable) for variable in one.variables]
    entry[one.kind.value] = one.body
    if one.form_fields:
        entry["form_fields"] = dict(one.form_fields)
    if one.variants:
        entry["variants"] = [variant_entry(variant) for variant in one.variants]
    return entry


def changes_between(before: Snippet, after: Snippet) -> Changes:
    """What is to be written so that one becomes the other; keys that are alike stay untouched."""
    changes: Changes = {}
    if (before.triggers, before.regex) != (after.triggers, after.regex):
        changes |= _cause(after)
    if before.label != after.label:
        changes["label"] = after.label or None
    if before.search_terms != after.search_terms:
        changes["search_terms"] = list(after.search_terms) or None
    if before.approved_by != after.approved_by:
        changes["approved_by"] = after.approved_by or None
    changes |= _flag_changes(before, after)
    if before.variables != after.variables:
        changes["vars"] = [variable_entry(one) for one in after.variables] or None
    if before.kind is not after.kind:
        changes[before.kind.value] = None
    if (before.kind, before.body) != (after.kind, after.body):
        changes[after.kind.value] = after.body
    if before.form_fields != after.form_fields:
        changes["form_fields"] = dict(after.form_fields) or None
    if before.variants != after.variants:
        changes["variants"] = [variant_entry(one) for one in after.variants] or None
    return changes


def _cause(one: Snippet) -> Changes:
    several = len(one.triggers) > 1
    return {
        "trigger": one.triggers[0] if one.triggers and not several else None,
        "triggers": list(one.triggers) if several else None,
        "regex": one.regex if one.regex and not one.triggers else None,
    }


def _flag_changes(before: Snippet, after: Snippet) -> Changes:
    """What is off is written too: the file's ``match_defaults`` may have it on."""
    changes: Changes = {}
    left, right = after.left_word, after.right_word
    if (before.left_word, before.right_word) != (left, right):
        both = left is right
        changes["word"] = left if both else None
        changes["left_word"] = None if both else left
        changes["right_word"] = None if both else right
    if before.propagate_case is not after.propagate_case:
        changes["propagate_case"] = after.propagate_case
        if not after.propagate_case and after.uppercase_style is not Case.UPPERCASE:
            changes["uppercase_style"] = None
    return changes


@dataclass(frozen=True, slots=True)
class Reading:
    """How a draft will be read from its file."""

    snippet: Snippet | None
    """None where it can't be used as it is."""
    problems: tuple[Problem, ...]


def read_draft(draft: Snippet) -> Reading:
    """Read a draft as if it stood in a pack of its own."""
    parsed = read_pack(yaml_of({"matches": [entry_of(draft)]}, "").encode("utf-8"))
    problems = [Problem(one.what, one.why, one.todo, one.severity) for one in parsed.findings]
    if not parsed.records:
        return Reading(None, tuple(problems))
    if not any(text.strip() for text in (draft.body, *(one.body for one in draft.variants))):
        problems.append(
            Problem(
                "This snippet has no text yet",
                todo="Write what shall be typed",
                severity=Severity.WARNING if draft.id else Severity.ERROR,
            )
        )
    snippet = parsed.records[0].snippet(
        draft.pack, draft.path, draft.globals_of, trusted=draft.trusted
    )
    return Reading(snippet, tuple(problems))


def sound(problems: tuple[Problem, ...]) -> bool:
    """Can it be saved so?"""
    return not any(one.severity is Severity.ERROR for one in problems)
