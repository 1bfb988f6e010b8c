"""What espanso's configurations say: where its snippets are typed, and settings of its own.

Where they are typed is written into the packs. Settings have no place there: the report says what
to set in Deskhand instead.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from desktop.core.results import UserError
from desktop.snippets.importers.base import Draft, DraftPack, Imported, read_bytes
from desktop.snippets.importers.espanso.profiles import (
    CHOOSING,
    DEFAULT,
    Decision,
    MatchFiles,
    Profile,
    decisions,
    profiles,
)
from desktop.snippets.model import Value
from desktop.snippets.pack import read_pack
from desktop.snippets.where import EVERYWHERE, FILTERS, PATTERNS, RULES, TYPED, fault_of
from desktop.snippets.yaml_nodes import Mapping as YamlMapping
from desktop.snippets.yaml_nodes import Node, Scalar, value_of
from desktop.snippets.yaml_reader import YamlError, read_yaml

_NO_TRIGGER = "off"
_BEGINNING = re.compile(r"\A((?:[ \t]*(?:#[^\n]*+)?+\r?\n)*+)---[ \t]*+\r?\n")
"""The sign that a document begins, which must not come behind what is put before it."""
_ELSEWHERE = {
    "toggle_key": "a key for a pause: Settings, Typing, “Pause by pressing twice”",
    "search_shortcut": "the shortcut of the search: Settings, Snippets (the palette's key)",
    "word_separators": "word separators: Settings, Typing",
    "undo_backspace": "undo by Backspace: Settings, Typing",
    "auto_restart": "", "preserve_clipboard": "", "show_icon": "", "show_notifications": "",
    "paste_shortcut": "the keys that paste: tray, “In …”, “Keys that paste”",
    "backend": "the way of typing: Settings, Typing, for the applications that need another",
    "clipboard_threshold": "which texts are pasted: Settings, Typing, “Paste texts longer than”",
}  # fmt: skip
"""Settings of its own, and where Deskhand has them; empty where nothing is to be done."""
_NOWHERE = frozenset({
    "apply_patch", "backspace_delay", "backspace_limit", "disable_x11_fast_inject",
    "emulate_alt_codes", "evdev_modifier_delay", "inject_delay", "key_delay", "keyboard_layout",
    "max_form_height", "max_form_width", "max_regex_buffer_size", "paste_shortcut_event_delay",
    "post_form_delay", "post_search_delay", "pre_paste_delay", "restore_clipboard_delay",
    "secure_input_notification", "stats", "win32_exclude_orphan_events",
    "win32_keyboard_layout_cache_interval", "x11_use_xclip_backend", "x11_use_xdotool_backend",
})  # fmt: skip
"""Those that Deskhand has no setting for; docs/espanso.md says of each why."""
_TOLD_OTHERWISE = CHOOSING | {*FILTERS, "$schema", "enable", "label", "search_trigger"}


def use_configurations(found: Imported, folder: Path, imports: Mapping[str, Sequence[str]]) -> None:
    """Write into each pack where espanso's configurations have its snippets typed."""
    configs, notes = _configurations(folder / "config")
    found.notes += notes
    found.notes += _missing(imports)
    files = MatchFiles(folder.resolve().as_posix(), imports)
    by = profiles(configs, files)
    found.notes += _told(by)
    by_itself = files.with_imports(files.usual())
    asked_for = []
    for pack, file in zip(found.packs, imports, strict=True):
        decided = decisions(file, by)
        typed = not decided or any(one.typed for one in decided)
        if decided and (typed or file in by_itself):
            _write_where(found, pack, decided)
        if typed and file not in by_itself:
            asked_for.append(file)
    if asked_for:
        found.packs.append(_reading(asked_for, {pack.name for pack in found.packs}))
    trigger = configs.get(DEFAULT, {}).get("search_trigger")
    if isinstance(trigger, str) and trigger.lower() not in {"", _NO_TRIGGER}:
        found.packs.append(_searching(trigger, {pack.name for pack in found.packs}))


def _searching(trigger: str, taken: Container[str]) -> DraftPack:
    """A pack whose one trigger opens the palette, as espanso's opens its search."""
    entry = f"matches:\n  - trigger: {json.dumps(trigger)}\n    opens: palette\n"
    draft = Draft("search_trigger", "palette", "opens", [trigger])
    return DraftPack(_free("match/search", taken), [draft], entry)


def _free(name: str, taken: Container[str]) -> str:
    while name in taken:
        name += "-2"
    return name


def _reading(files: Iterable[str], taken: Container[str]) -> DraftPack:
    """A pack that has those read which are not read by themselves."""
    name = _free("match/for-some-applications", taken)
    lines = "".join(f"  - {json.dumps(one)}\n" for one in files)
    heading = "# Has these packs read; each says at its top where it is for.\n"
    return DraftPack(name, text=f"{heading}imports:\n{lines}")


def _missing(imports: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, written in imports.items():
        for one in written:
            if _resolved(name, one) not in imports and not posixpath.isabs(one):
                yield (
                    f"{name} imports “{one[:60]}”, which is not in the match folder and did not "
                    "come along: take it over by itself."
                )


def _resolved(name: str, written: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), written))


def _write_where(found: Imported, pack: DraftPack, decided: Sequence[Decision]) -> None:
    only = len(decided) == 2 and decided[0].typed and not decided[1].filters
    if only:  # written as one would by hand
        head = "".join(f"{key}: {json.dumps(one)}\n" for key, one in decided[0].filters.items())
    else:
        rules = [{**one.filters, TYPED: one.typed} for one in decided]
        head = "".join([f"{RULES}:\n", *(f"  - {json.dumps(one)}\n" for one in rules)])
    text = head + _BEGINNING.sub(r"\1", pack.text)
    if read_pack(text.encode()).where == EVERYWHERE:
        found.notes.append(
            f"{pack.name}: where its snippets are typed can't be written into it, so they are "
            "typed everywhere. Take it over by hand."
        )
        return
    pack.text = text


def _told(by: Sequence[Profile]) -> Iterator[str]:
    """What became of the configurations' choice of files."""
    *some, default = by
    for one in some:
        for names, what in (
            (one.files - default.files, "typed only"),
            (default.files - one.files, "not typed"),
        ):
            if names:
                shown = _listed(names)
                yield (f"config/{one.name}: the snippets of {shown} are {what} where it says so.")
    for one in by:
        for glob in one.outside:
            yield (
                f"config/{one.name} includes “{glob[:60]}”, which is not in the match folder and "
                "did not come along: take it over by itself."
            )


def _listed(names: Iterable[str]) -> str:
    shown = sorted(names)
    more = f" and {len(shown) - 5} more" if len(shown) > 5 else ""
    return ", ".join(shown[:5]) + more


def _configurations(folder: Path) -> tuple[dict[str, Mapping[str, Value]], list[str]]:
    """Each configuration by its name, and what they say that Deskhand has elsewhere."""
    found: dict[str, Mapping[str, Value]] = {}
    notes: list[str] = []
    for file in sorted(folder.glob("*")):
        if file.suffix.lower() not in {".yml", ".yaml"} or not file.is_file():
            continue
        try:
            root = read_yaml(read_bytes(file))
        except (YamlError, UserError):
            notes.append(f"config/{file.name} can't be read, so what it sets is not known.")
            continue
        if not isinstance(root, YamlMapping):
            continue
        notes += _notes(file.name, root.items)
        said = {key: value_of(node) for key, node in root.items.items()}
        if any(fault_of(str(said[key])) for key in PATTERNS if said.get(key) is not None):
            notes.append(
                f"config/{file.name} has a filter that can't be read, so it is passed over."
            )
        else:
            found[file.stem if file.stem == DEFAULT else file.name] = said
    return found, notes


def _notes(file: str, items: Mapping[str, Node]) -> Iterator[str]:
    filters = [f"{name} {_shown(items[name])}" for name in FILTERS if name in items]
    others = set(items) - CHOOSING - {*FILTERS, "label"}
    if filters and others:
        off = _says_no(items, "enable")
        what = "switched espanso off in" if off else "had settings of its own for"
        where = "“Never type in”" if off else "“Rules for applications”"
        yield (
            f"config/{file} {what} applications with {', '.join(filters)}: set that from the "
            f"tray, “In …”, while you are there, or under Settings, Typing, {where}."
        )
    if not filters and CHOOSING & set(items) and not file.startswith(f"{DEFAULT}."):
        yield f"config/{file} has no filter, so espanso never used it."
    for name in items:
        words = _ELSEWHERE.get(name, "")
        if words:
            yield f"config/{file} sets {words}."
    if not filters and _says_no(items, "enable"):
        yield (
            f"config/{file} switched espanso off wherever no other configuration switches it on. "
            "Deskhand types everywhere but in what stands under Settings, Typing, “Never type in”."
        )
    without = [name for name in items if name in _NOWHERE]
    if without and not filters:
        yield f"config/{file} sets {', '.join(without)}: Deskhand has no such settings."
    known = _ELSEWHERE.keys() | _NOWHERE | _TOLD_OTHERWISE
    unknown = [name[:40] for name in items if name not in known]
    if unknown:
        yield (f"config/{file} sets {_listed(unknown)}, which Deskhand does not know of espanso.")


def _says_no(items: Mapping[str, Node], name: str) -> bool:
    return name in items and value_of(items[name]) in (False, "false")


def _shown(node: Node) -> str:
    return f"“{node.text[:60]}”" if isinstance(node, Scalar) else "of several kinds"
