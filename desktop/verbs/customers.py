"""Verbs of customers: who somebody is, and the lists in the customer book."""

from __future__ import annotations

import argparse
import sys

from desktop.core.results import UserError
from desktop.settings.paths import places, prepare
from desktop.verbs.printing import print_counts, print_json, print_result, tell
from desktop.verbs.profile import own_settings


def lookup(options: argparse.Namespace) -> int:
    """Print what the providers know of somebody."""
    from desktop.core.clock import SystemClock
    from desktop.customers import command

    settings = own_settings(options.profile)
    tell(settings.problems)
    where = places(options.profile)
    found, problems = command.lookup(
        settings, where, options.profile, options.text, options.provider
    )
    failed = command.all_failed(found)
    if options.json:
        print_json(command.as_json(found, SystemClock().now()))
    elif failed is None:
        print(command.as_text(found))
    if failed is not None:
        raise UserError(failed.what, failed.why, failed.todo, failed.place)
    tell(problems)
    return 0


def customers(options: argparse.Namespace) -> int:
    """Take a list in, give one up, or print which there are."""
    from desktop.customers import book_command
    from desktop.settings.secrets import Secrets

    where = places(options.profile)
    prepare(where)
    book = own_settings(options.profile), where, Secrets(options.profile)
    if options.act_on == "import":
        lines: list[str] = []
        taken = book_command.take(*book, options.file, options.name, options.columns, lines.append)
        print_counts("imported", taken.customers, left_out=taken.left_out, as_json=options.json)
        sys.stderr.writelines(f"{one}\n" for one in lines)
    elif options.act_on == "remove":
        book_command.give_up(*book, options.name)
    else:
        known = {one.name: one.customers for one in book_command.lists(*book)}
        words = (f"{name}: {count:,}" for name, count in known.items())
        print_result(known, words, as_json=options.json)
    return 0
