"""Verbs of translation: languages, texts, what is kept of them, terms, and keys of engines."""

from __future__ import annotations

import argparse
import sys

from desktop.core.results import Problem, Severity, UserError
from desktop.settings.paths import places, prepare
from desktop.verbs.printing import print_counts, print_json, tell
from desktop.verbs.profile import own_settings


def detect(options: argparse.Namespace) -> int:
    """Print which language a text is in."""
    from desktop.translation.detect import Detector
    from desktop.translation.setup import make_detector

    if options.languages:
        detector = Detector(options.languages)
    else:
        settings = own_settings(options.profile)
        tell(settings.problems)
        detector = make_detector(settings)
    found = detector.detect(options.text)
    if options.json:
        print_json({"language": found.language, "confidence": found.confidence})
    else:
        print(found.language or "The language can't be told.")
    return 0


def translate(options: argparse.Namespace) -> int:
    """Print a text's translation."""
    from desktop.translation import command
    from desktop.translation.results import NoTranslation

    settings = own_settings(options.profile)
    outcome, problems = command.translate(
        settings,
        places(options.profile),
        options.profile,
        options.text,
        options.source,
        options.to,
        options.engine,
    )
    tell([*settings.problems, *problems])
    if isinstance(outcome, NoTranslation):
        raise UserError(outcome.problem.what, outcome.problem.why, outcome.problem.todo)
    cautions = [one.sentence for one in outcome.warnings]
    if options.json:
        result = {
            "text": outcome.text,
            "source": outcome.source,
            "target": outcome.target,
            "engine": outcome.engine,
            "from_memory": outcome.from_memory,
            "masked": dict(outcome.masked),
            "warnings": cautions,
        }
        print_json(result)
    else:
        print(outcome.text)
        tell([Problem(words, severity=Severity.WARNING) for words in cautions])
    return 0


def memory(options: argparse.Namespace) -> int:
    """Take kept translations in, give them out, forget them."""
    from desktop.translation.exchange import command

    where = places(options.profile)
    if options.act_on == "forget" and options.all:
        print_counts("forgotten", command.clear(where), as_json=options.json)
    elif options.act_on == "forget":
        from desktop.settings.secrets import Secrets

        settings = own_settings(options.profile)
        secrets = Secrets(options.profile)
        forgotten = command.forget(settings, where, secrets, options.customer)
        print_counts("forgotten", forgotten, as_json=options.json)
    elif options.act_on == "export":
        print_counts("written", command.export_memory(where, options.file), as_json=options.json)
    else:
        prepare(where)
        settings = own_settings(options.profile)
        tell(settings.problems)
        report = command.import_memory(
            settings,
            where,
            options.file,
            options.source or "",
            options.to or "",
            both_ways=options.both_ways,
        )
        left_out = sum(report.skipped.values())
        print_counts("imported", report.imported, known=report.doubled, left_out=left_out,
                     as_json=options.json)  # fmt: skip
        for one in report.places:
            sys.stderr.write(f"line {one.line} was left out: {one.reason}\n")
    return 0


def glossary(options: argparse.Namespace) -> int:
    """Take terms in, or give them out."""
    from desktop.translation.exchange import command

    where = places(options.profile)
    if options.act_on == "export":
        print_counts("written", command.export_glossary(where, options.file), as_json=options.json)
    else:
        prepare(where)
        terms, left_out = command.import_glossary(where, options.file)
        print_counts("imported", terms, left_out=left_out, as_json=options.json)
    return 0


def key(options: argparse.Namespace) -> int:
    """Keep or forget an engine's key, or print which there are."""
    from desktop.settings.secrets import Secrets
    from desktop.translation import key_command

    settings = own_settings(options.profile)
    secrets = Secrets(options.profile)
    if options.act_on == "set":
        key_command.set_key(settings, secrets, options.name, sys.stdin)
    elif options.act_on == "forget":
        key_command.forget_key(secrets, options.name)
    else:
        kept = key_command.kept_keys(settings, secrets)
        if options.json:
            print_json(kept)
        else:
            for name, there in kept.items():
                print(f"{name:<32} {'a key is kept' if there else 'no key'}")
        tell(settings.problems)
        return 0
    if options.json:
        print_json({options.name: options.act_on == "set"})
    return 0
