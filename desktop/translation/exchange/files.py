"""Writing a file that may be large so that it is either whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from desktop.core.results import UserError


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A text file in UTF-8 that gets its name, and replaces what had it, when the block is done.

    Raises:
        UserError: it can't be written; what was there is unchanged.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else ""
        raise UserError(
            "The file was not written",
            why,
            "Choose another folder, or make room on the disk",
            place=path.name,
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
