"""What was written and not saved yet, kept on the disk, so that not even a crash loses it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from desktop.core.atomic import write_atomically
from desktop.core.results import UserError
from desktop.snippets.model import Body, Case, Snippet, Variable, Variant

FILE = "unsaved.json"
"""In the profile's folder for data."""


class Leftover(msgspec.Struct, frozen=True):
    """One snippet that was being written."""

    saved: Snippet
    """As it was in its pack."""
    draft: Snippet
    place: int
    """In its pack's ``matches``, from 1; 0 for a new one."""


def keep_leftovers(data: Path, leftovers: Sequence[Leftover]) -> None:
    """Write them down, or that there are none.

    Raises:
        UserError: it can't be written.
    """
    path = data / FILE
    try:
        if leftovers:
            data.mkdir(parents=True, exist_ok=True)
            write_atomically(path, msgspec.json.encode(list(leftovers)))
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            "What you write can't be kept in case that Deskhand ends",
            error.strerror or "",
            "Make room on the disk, and save soon",
        ) from error


def read_leftovers(data: Path) -> list[Leftover]:
    """What was kept; nothing where that can't be read."""
    try:
        found = msgspec.json.decode((data / FILE).read_bytes())
        return [
            Leftover(_snippet(one["saved"]), _snippet(one["draft"]), int(one["place"]))
            for one in found
        ]
    except (OSError, msgspec.DecodeError, msgspec.ValidationError, KeyError, TypeError, ValueError):
        return []


def _snippet(found: dict[str, Any]) -> Snippet:
    """Msgspec can't read what YAML may hold, a type that contains itself; so part by part."""
    return Snippet(
        **{
            **found,
            "triggers": tuple(found["triggers"]),
            "search_terms": tuple(found["search_terms"]),
            "kind": Body(found["kind"]),
            "uppercase_style": Case(found["uppercase_style"]),
            "variants": tuple(Variant(**one) for one in found["variants"]),
            "variables": tuple(
                Variable(**{**one, "depends_on": tuple(one["depends_on"])})
                for one in found["variables"]
            ),
        }
    )
