"""``deskhand breaks``: the breaks that were kept, and the planner on a virtual clock."""

from __future__ import annotations

import argparse
import sys


def breaks(options: argparse.Namespace) -> int:
    """Print them, or let the running Deskhand do what is asked."""
    if options.act_on not in {"register", "simulate"}:
        from desktop.verbs.running import hand_over

        return hand_over(options)
    if options.act_on == "register":
        from desktop.breaks import register_command
        from desktop.settings.paths import places

        register_command.write(
            places(options.profile).data, sys.stdout, options.since, options.until
        )
        return 0
    from desktop.breaks.scenario import ScenarioError
    from desktop.breaks.simulate import run

    try:
        run(options.file, sys.stdout, load=options.load)
    except ScenarioError as error:  # the file is as much a part of the usage as the words are
        sys.stderr.write(f"deskhand: {error}\n")
        return 2
    return 0
