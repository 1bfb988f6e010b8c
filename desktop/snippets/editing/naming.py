"""Names of packs' files: from any name, and allowed on every system."""

from __future__ import annotations

import re
import unicodedata

_LONGEST_NAME = 60
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Names that no file may have on Windows."""


def file_name(name: str) -> str:
    """The file of a pack that an agent gave this name."""
    return f"{safe_part(name) or 'snippets'}.yml"


def safe_part(part: str) -> str:
    """One part of a path; empty where nothing is left of it."""
    if part in {"/", ".", ".."}:
        return ""
    shape = unicodedata.normalize("NFC", part)
    kept = "".join(char if char.isalnum() or char in "-_ " else "-" for char in shape)
    kept = re.sub(r"[- ]{2,}", "-", kept).strip("-_ ")[:_LONGEST_NAME].strip("-_ ")
    return f"{kept}-" if _RESERVED.fullmatch(kept) else kept
