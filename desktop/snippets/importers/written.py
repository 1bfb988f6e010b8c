"""A pack's YAML from drafts of snippets."""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from desktop.snippets.importers.base import Draft, DraftPack
from desktop.snippets.model import Value

_LINE = re.compile(r"^(?=[^\n])", re.MULTILINE)


class _Dumper(yaml.CSafeDumper):
    """Texts of several lines as blocks, everything in the order given, no aliases.

    It is libyaml's: PyYAML's own takes two minutes for half a million snippets.
    """

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    """Where a block can't hold the text as it is, quotes are taken all the same."""
    style = "|" if "\n" in text.strip("\n") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def entry_of(draft: Draft) -> dict[str, Value]:
    """The keys of one entry of ``matches``, in the order in which people write them."""
    entry: dict[str, Value] = {}
    triggers = list(dict.fromkeys(draft.triggers))
    if len(triggers) == 1:
        entry["trigger"] = triggers[0]
    elif triggers:
        entry["triggers"] = list(triggers)
    elif draft.regex:
        entry["regex"] = draft.regex
    if draft.label:
        entry["label"] = draft.label
    if draft.search_terms:
        entry["search_terms"] = list(draft.search_terms)
    entry.update(draft.flags)
    if draft.variables:
        entry["vars"] = list(draft.variables)
    entry[draft.kind] = draft.body
    if draft.form_fields:
        entry["form_fields"] = draft.form_fields
    return entry


def pack_text(pack: DraftPack, heading: str) -> str:
    """The file; ``heading`` is a comment at its top."""
    if pack.text:
        return pack.text
    return yaml_of({**pack.where, "matches": [entry_of(one) for one in pack.drafts]}, heading)


def yaml_of(content: Mapping[str, Value], heading: str) -> str:
    """Any content of a pack as YAML."""
    parts = ["".join(f"# {line}".rstrip() + "\n" for line in heading.splitlines()), "\n"]
    for key, value in content.items():
        if isinstance(value, list) and value:
            parts += [f"{key}:\n", _indented(_dumped(value))]
        else:
            parts.append(_dumped({key: value}))
    return "".join(parts)


def _dumped(value: Value) -> str:
    made: str = yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
        default_flow_style=False,
    )
    return made


def _indented(text: str) -> str:
    """As people write a list: its dashes stand below the word, not below its first letter."""
    return _LINE.sub("  ", text)
