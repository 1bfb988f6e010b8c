"""``docs/settings.md``, made from the declarations."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from desktop.settings.declare import Section, Setting
from desktop.settings.kinds import Choice, Choices, Option, Table
from desktop.settings.registry import sections

_INTRODUCTION = """\
# Settings

<!-- Made by `python -m desktop.settings` from desktop/settings/sections; don't edit it here. -->

Deskhand keeps its settings in `settings.toml`, which you may edit with any text editor. What is
not in the file has its default. Your comments, the order and keys that Deskhand does not know
stay when you change something in the settings window. A value that Deskhand does not understand
is reported with its line, and the default holds until you correct it; a file that can't be read
as TOML at all gets another name, and nothing in it is lost. Leave `version` to Deskhand.

```toml
version = 1

[typing]
paste_over = 200
excluded = ["my-bank"]

[typing.applications.mattermost]
newline = "shift+enter"
```
"""


def document() -> str:
    """The whole page in Markdown."""
    return "\n".join([_INTRODUCTION, *(_section(one) for one in sections())])


def _section(section: Section) -> str:
    parts = [f"## {section.title}: `[{section.name}]`\n\n{section.help}\n"]
    parts += [_setting(setting) for setting in section.settings]
    return "\n".join(parts)


def _setting(setting: Setting[Any]) -> str:
    notes = "Advanced. " if setting.advanced else ""
    lines = [
        f"### `{setting.key}`",
        "",
        f"**{setting.title}.** {setting.help}",
        "",
        f"{notes}Takes {setting.limits()}. Default: {_default(setting)}.",
        "",
    ]
    if isinstance(setting, Choice | Choices):
        lines += [*_options(setting.options), ""]
    if isinstance(setting, Table):
        lines += [f"A column that is left out is {setting.open_words}.", ""]
        lines += ["| column | | takes |", "|---|---|---|"]
        lines += [
            f"| `{one.key}` | **{one.title}.** {one.help} | {one.limits()} |"
            for one in setting.columns
        ]
        lines.append("")
    return "\n".join(lines)


def _options(options: Iterable[Option]) -> list[str]:
    return [f"- `{one.value}`: {one.title}" for one in options]


def _default(setting: Setting[Any]) -> str:
    if setting.computed is not None:
        return setting.computed_words
    written = setting.write(setting.default)
    if written in ("", [], {}):
        return "nothing"
    # TOML's texts, numbers, truth values and lists are JSON's.
    text = msgspec.json.encode(written).decode().replace("\xa0", "\\u00a0")
    return f"`{text}`"


def main(arguments: list[str]) -> None:
    """Write the page to the file named, else to ``docs/settings.md`` of this checkout."""
    here = Path(__file__).resolve().parents[2] / "docs" / "settings.md"
    target = Path(arguments[0]) if arguments else here
    target.write_text(document(), encoding="utf-8", newline="\n")
