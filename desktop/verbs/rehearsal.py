"""``deskhand type``: what typing some keys would give."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from desktop.core.results import UserError
from desktop.rehearsal import Circumstances, Rehearsal
from desktop.snippets.command import refuse_unreadable
from desktop.snippets.library import load_library
from desktop.verbs.printing import print_json, tell


def rehearse(options: argparse.Namespace) -> int:
    """Type, and print what stands in the text field then."""
    values = dict(options.set)
    events: Sequence[str | dict[str, object]] = (
        _events(options.events) if options.events else [options.keys]
    )
    library = load_library(options.pack)
    about = Circumstances(
        options.app,
        options.language or "",
        options.channel or "",
        values,
        options.now,
        options.seed,
    )
    rehearsal = Rehearsal(library, about)
    rehearsal.run(events)
    desktop = rehearsal.desktop
    if options.json:
        result = {
            "text": desktop.field.text,
            "cursor": desktop.field.caret,
            "fields": {name: field.text for name, field in desktop.fields.items()},
            "sent": desktop.sent,
            "clipboard": desktop.clipboard_text(),
            "expansions": [
                {"trigger": one.trigger, "snippet": one.snippet, "ms": one.ms}
                for one in rehearsal.expansions
            ],
            "problems": [problem.sentence() for problem in rehearsal.problems],
        }
        print_json(result)
    else:
        print(desktop.field.text)
        tell(rehearsal.problems)
    refuse_unreadable(library)
    return 0


def _events(path: Path) -> list[str | dict[str, object]]:
    try:
        events = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"The events in {path.name} can't be read", todo="It is a JSON list") from (
            error
        )
    if not isinstance(events, list) or not all(isinstance(one, str | dict) for one in events):
        raise UserError(f"{path.name} is not a list of texts and objects")
    return events
