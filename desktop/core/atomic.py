"""Writing a file so that it is, at every moment, either the old one or the new one."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_TRIES = 10
_PAUSE = 0.02


def write_atomically(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put ``data`` in the place of ``path``, readable by its owner only unless ``mode`` says else.

    The data is on the disk before the name points to it, so neither a crash nor a power cut leaves
    half a file. A symbolic link stays one: the file that it leads to is replaced.

    Raises:
        OSError: nothing was changed, and nothing is left behind.
    """
    import tempfile  # the keyboard process only reads

    target = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        _replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _replace(temporary: Path, target: Path) -> None:
    """Rename; on Windows again for a moment while a virus scanner or indexer has the file open."""
    for left in reversed(range(_TRIES if sys.platform == "win32" else 1)):
        try:
            temporary.replace(target)
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _sync_folder(folder: Path) -> None:
    """Make the new name last too; the file itself is safe, so a refusal here changes nothing."""
    if sys.platform == "win32":  # has no such thing for folders
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:  # some network file systems
        pass
    finally:
        os.close(handle)
