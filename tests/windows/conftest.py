"""Tests of Windows: ``inside`` runs in a Windows Python, ``beside`` on Linux with Wine's programs.

``python3 installers/from_source.py test --windows`` sets up what both need; without it nothing
here is collected.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """On Windows only what is inside; under the job, beside Wine, only the rest."""
    parts = collection_path.relative_to(Path(__file__).parent).parts
    if sys.platform == "win32":
        return True if parts[:1] == ("beside",) else None
    prepared = "DESKHAND_WINDOWS_PYTHON" in os.environ
    return None if prepared and parts[:1] != ("inside",) else True
