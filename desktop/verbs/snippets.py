"""``deskhand snippets``: the library listed and checked, taken in, given out, and its savings."""

from __future__ import annotations

import argparse

from desktop.core.results import Problem
from desktop.snippets import command
from desktop.snippets.library import load_library
from desktop.verbs.printing import print_result, tell
from desktop.verbs.profile import own_library, own_settings


def snippets(options: argparse.Namespace) -> int:
    """Do with the library what is asked."""
    if options.act_on == "import":
        return _take(options)
    if options.act_on == "stats":
        return _savings(options)
    if options.act_on != "export" and options.files:
        library = load_library(options.files)
    else:
        settings = own_settings(options.profile)
        tell(settings.problems)
        starters = options.act_on != "export"
        library = own_library(options.profile, settings, starters=starters)
    if options.act_on == "list":
        rows = command.rows(library)
        print_result(rows, command.lines(rows), as_json=options.json)
        command.refuse_unreadable(library)
        return 0
    if options.act_on == "export":
        command.refuse_unreadable(library)
        report, told = command.give_out(library, options.file)
        print_result(report, told, as_json=options.json)
        return 0
    problems, lines, well = command.checked(library)
    print_result([_as_json(problem) for problem in problems], lines, as_json=options.json)
    command.refuse_unchecked(library)
    return 0 if well else 1


def _take(options: argparse.Namespace) -> int:
    from desktop.core.clock import SystemClock
    from desktop.settings import paths

    places = paths.places(options.profile)
    paths.prepare(places)
    if options.undo:
        report, lines = command.take_back(places)
    else:
        report, lines = command.take_over(
            options.file, options.program, places, SystemClock(), dry_run=options.dry_run
        )
    print_result(report, lines, as_json=options.json)
    return 0


def _savings(options: argparse.Namespace) -> int:
    from desktop.settings.paths import places
    from desktop.settings.sections.snippets import TYPING_SPEED

    settings = own_settings(options.profile)
    tell(settings.problems)
    data = places(options.profile).data
    if options.csv is not None:
        print(command.savings_table(data, options.since, options.csv))
        return 0
    speed = float(settings.get(TYPING_SPEED))
    report, lines = command.savings(data, options.by, speed, options.since)
    print_result(report, lines, as_json=options.json)
    return 0


def _as_json(problem: Problem) -> dict[str, str]:
    return {
        "severity": problem.severity.value,
        "place": problem.place,
        "what": problem.what,
        "why": problem.why,
        "todo": problem.todo,
    }
