"""The application as a program of its own that asks for breaks a moment after its start."""

from __future__ import annotations

import sys
from unittest.mock import patch

from desktop import cli


def main() -> int:
    with (
        patch("desktop.ui.desks._ASK_MS", 500),
        patch("desktop.assembly.rest.question.SETTLED_S", 1.0),
        patch("desktop.ui.breaks.question_desk.LOOK_MS", 200),
        patch("desktop.ui.breaks.question_desk.LOOKS", 500),
    ):
        return cli.main()


if __name__ == "__main__":
    sys.exit(main())
