"""Every verb of ``deskhand``; only ``run`` and ``demo`` start Qt.

Results go to standard output, errors to standard error in one sentence. The exit status is 0
when it was done, 1 when it could not be done, 2 for wrong usage.
"""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.results import Problem, Severity, UserError

if TYPE_CHECKING:
    import argparse

    from desktop.settings.store import Settings
    from desktop.snippets.library import Library

_HANDED_S = 5.0


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a command line; the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["keyboard"]:
        return _keyboard()
    if words[:1] == ["practice"]:
        return _practice()
    from desktop.arguments import parsed

    _print_whatever_comes()
    options = parsed(words)
    try:
        status = _VERBS[options.verb](options)
        sys.stdout.flush()
    except UserError as error:
        sys.stderr.write(f"deskhand: {error}\n")
        return 1
    except OSError as error:
        if error.errno not in {errno.EPIPE, errno.ENOSPC}:
            raise
        # What is still to be written would fail again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno == errno.ENOSPC:  # else whoever reads has seen enough (``| head``)
            sys.stderr.write("deskhand: The disk is full. Make room, and try again.\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _print_whatever_comes() -> None:
    """A terminal without some letters shows their codes; that is no reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _print_json(value: object) -> None:
    plain = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not plain))


# --- verbs ---


def _keyboard() -> int:
    from desktop.keyboard.process import main as keyboard

    return keyboard()


def _practice() -> int:
    from desktop.ui.shell.practice_process import main as practice

    return practice()


def _run(options: argparse.Namespace) -> int:
    from desktop.host.allocation import share_one_arena

    share_one_arena()
    from desktop.ui.imports import spare_sources

    spare_sources()
    from desktop.app import run
    from desktop.host.choose import host

    return run(host(options.profile), options.profile)


def _demo(options: argparse.Namespace) -> int:
    from desktop.demo.run import run

    return run(stay=options.stay, agreed=options.yes, out=options.out)


def _hand(options: argparse.Namespace) -> int:
    from desktop.host.choose import host

    here = host(options.profile)
    words = [options.verb]
    if options.verb == "pause" and options.minutes is not None:
        words.append(str(options.minutes))
    elif options.verb == "open":
        words.append(options.url)
    elif options.verb == "breaks":
        words.append(options.act_on)
        words += [vars(options)[one] for one in ("kind", "how") if one in options]
    elif options.verb == "call":
        number, reference, name = (one or "" for one in (options.number, options.id, options.name))
        words = (
            ["hangup", number, reference] if options.ended else ["call", number, reference, name]
        )
    try:
        answer = here.instance.send(words, _HANDED_S)
        other = answer is None and here.typist.send(["status"], _HANDED_S) is not None
    finally:
        here.close()
    if other:
        todo = "Leave out --profile, or name its folder" if options.profile else ""
        raise UserError(
            "Deskhand runs with another profile",
            todo=todo or "Add --profile with that profile's folder",
        )
    if answer is None:
        raise UserError("Deskhand is not running", todo="Start it with “deskhand run”")
    if answer:
        raise UserError(answer)
    return 0


def _type(options: argparse.Namespace) -> int:
    from desktop.rehearsal import Circumstances, Rehearsal
    from desktop.snippets.library import load_library

    values = dict(options.set)
    events: Sequence[str | dict[str, object]] = (
        _events(options.events) if options.events else [options.keys]
    )
    library = load_library(options.pack)
    about = Circumstances(
        options.app,
        options.language or "",
        options.channel or "",
        values,
        options.now,
        options.seed,
    )
    rehearsal = Rehearsal(library, about)
    rehearsal.run(events)
    desktop = rehearsal.desktop
    if options.json:
        result = {
            "text": desktop.field.text,
            "cursor": desktop.field.caret,
            "fields": {name: field.text for name, field in desktop.fields.items()},
            "sent": desktop.sent,
            "clipboard": desktop.clipboard_text(),
            "expansions": [
                {"trigger": one.trigger, "snippet": one.snippet, "ms": one.ms}
                for one in rehearsal.expansions
            ],
            "problems": [problem.sentence() for problem in rehearsal.problems],
        }
        _print_json(result)
    else:
        print(desktop.field.text)
        _tell(rehearsal.problems)
    from desktop.snippets.command import refuse_unreadable

    refuse_unreadable(library)
    return 0


def _events(path: Path) -> list[str | dict[str, object]]:
    try:
        events = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"The events in {path.name} can't be read", todo="It is a JSON list") from (
            error
        )
    if not isinstance(events, list) or not all(isinstance(one, str | dict) for one in events):
        raise UserError(f"{path.name} is not a list of texts and objects")
    return events


def _own_settings(profile: Path | None) -> Settings:
    """As they are: a broken file stays where it is. Who calls says what its ``problems`` are."""
    from desktop.core.clock import SystemClock
    from desktop.settings.declare import Surroundings
    from desktop.settings.paths import places
    from desktop.settings.store import Settings

    path = places(profile).settings
    surroundings = Surroundings.from_environment(os.environ)
    return Settings(path, SystemClock(), surroundings, look_only=True)


def _detect(options: argparse.Namespace) -> int:
    from desktop.translation.detect import Detector
    from desktop.translation.setup import make_detector

    if options.languages:
        detector = Detector(options.languages)
    else:
        settings = _own_settings(options.profile)
        _tell(settings.problems)
        detector = make_detector(settings)
    found = detector.detect(options.text)
    if options.json:
        _print_json({"language": found.language, "confidence": found.confidence})
    else:
        print(found.language or "The language can't be told.")
    return 0


def _translate(options: argparse.Namespace) -> int:
    from desktop.settings.paths import places
    from desktop.translation.command import translate
    from desktop.translation.results import NoTranslation

    settings = _own_settings(options.profile)
    outcome, problems = translate(
        settings,
        places(options.profile),
        options.profile,
        options.text,
        options.source,
        options.to,
        options.engine,
    )
    _tell([*settings.problems, *problems])
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
        _print_json(result)
    else:
        print(outcome.text)
        _tell([Problem(words, severity=Severity.WARNING) for words in cautions])
    return 0


def _own_library(profile: Path | None, settings: Settings, *, starters: bool = True) -> Library:
    from desktop.assembly import starter_packs
    from desktop.settings.paths import places
    from desktop.settings.sections.snippets import PACK_FOLDERS, STARTER_LANGUAGES, TRUSTED_PACKS
    from desktop.snippets.library import load_library

    packs = places(profile).packs
    languages = settings.get(STARTER_LANGUAGES)
    folders = settings.get(PACK_FOLDERS)
    trusted = settings.get(TRUSTED_PACKS)
    own = [packs] if packs.is_dir() else []
    shipped = starter_packs(languages) if starters else []
    roots = [*own, *shipped, *map(Path, folders)]
    return load_library(roots, trusted=map(Path, trusted))


def _snippets(options: argparse.Namespace) -> int:
    from desktop.snippets import command
    from desktop.snippets.library import load_library

    if options.act_on == "import":
        return _take_snippets(options)
    if options.act_on == "stats":
        return _savings(options)
    if options.act_on != "export" and options.files:
        library = load_library(options.files)
    else:
        settings = _own_settings(options.profile)
        _tell(settings.problems)
        starters = options.act_on != "export"
        library = _own_library(options.profile, settings, starters=starters)
    if options.act_on == "list":
        rows = command.rows(library)
        _print_result(rows, command.lines(rows), as_json=options.json)
        command.refuse_unreadable(library)
        return 0
    if options.act_on == "export":
        command.refuse_unreadable(library)
        words = command.give_out(library, options.file)
        _print_result({"file": options.file.name, "snippets": len(library.snippets)}, [words],
                      as_json=options.json)  # fmt: skip
        return 0
    problems, lines, well = command.checked(library)
    _print_result([_as_json(problem) for problem in problems], lines, as_json=options.json)
    command.refuse_unchecked(library)
    return 0 if well else 1


def _take_snippets(options: argparse.Namespace) -> int:
    from desktop.core.clock import SystemClock
    from desktop.settings import paths
    from desktop.snippets import command

    places = paths.places(options.profile)
    paths.prepare(places)
    if options.undo:
        report, lines = command.take_back(places)
    else:
        report, lines = command.take_over(
            options.file, options.program, places, SystemClock(), dry_run=options.dry_run
        )
    _print_result(report, lines, as_json=options.json)
    return 0


def _savings(options: argparse.Namespace) -> int:
    from desktop.settings.paths import places
    from desktop.settings.sections.snippets import TYPING_SPEED
    from desktop.snippets import command

    settings = _own_settings(options.profile)
    _tell(settings.problems)
    data = places(options.profile).data
    if options.csv is not None:
        print(command.savings_table(data, options.since, options.csv))
        return 0
    speed = float(settings.get(TYPING_SPEED))
    report, lines = command.savings(data, options.by, speed, options.since)
    _print_result(report, lines, as_json=options.json)
    return 0


def _print_result(value: object, lines: Iterable[str], *, as_json: bool) -> None:
    if as_json:
        _print_json(value)
    else:
        print(*lines, sep="\n")


def _as_json(problem: Problem) -> dict[str, str]:
    return {
        "severity": problem.severity.value,
        "place": problem.place,
        "what": problem.what,
        "why": problem.why,
        "todo": problem.todo,
    }


def _memory(options: argparse.Namespace) -> int:
    from desktop.settings.paths import places, prepare
    from desktop.translation.exchange import command

    where = places(options.profile)
    if options.act_on == "forget" and options.all:
        _say(options, "forgotten", command.clear(where))
    elif options.act_on == "forget":
        from desktop.settings.secrets import Secrets

        settings = _own_settings(options.profile)
        secrets = Secrets(options.profile)
        _say(options, "forgotten", command.forget(settings, where, secrets, options.customer))
    elif options.act_on == "export":
        _say(options, "written", command.export_memory(where, options.file))
    else:
        prepare(where)
        settings = _own_settings(options.profile)
        _tell(settings.problems)
        report = command.import_memory(
            settings,
            where,
            options.file,
            options.source or "",
            options.to or "",
            both_ways=options.both_ways,
        )
        left_out = sum(report.skipped.values())
        _say(options, "imported", report.imported, known=report.doubled, left_out=left_out)
        for one in report.places:
            sys.stderr.write(f"line {one.line} was left out: {one.reason}\n")
    return 0


def _glossary(options: argparse.Namespace) -> int:
    from desktop.settings.paths import places, prepare
    from desktop.translation.exchange import command

    where = places(options.profile)
    if options.act_on == "export":
        _say(options, "written", command.export_glossary(where, options.file))
    else:
        prepare(where)
        terms, left_out = command.import_glossary(where, options.file)
        _say(options, "imported", terms, left_out=left_out)
    return 0


def _key(options: argparse.Namespace) -> int:
    from desktop.settings.secrets import Secrets
    from desktop.translation import key_command

    settings = _own_settings(options.profile)
    secrets = Secrets(options.profile)
    if options.act_on == "set":
        key_command.set_key(settings, secrets, options.name, sys.stdin)
    elif options.act_on == "forget":
        key_command.forget_key(secrets, options.name)
    else:
        kept = key_command.kept_keys(settings, secrets)
        if options.json:
            _print_json(kept)
        else:
            for name, there in kept.items():
                print(f"{name:<32} {'a key is kept' if there else 'no key'}")
        _tell(settings.problems)
        return 0
    if options.json:
        _print_json({options.name: options.act_on == "set"})
    return 0


def _say(options: argparse.Namespace, what: str, count: int, **more: int) -> None:
    """How many: ``imported: 3, known: 1``."""
    counts = {what: count, **more}
    if options.json:
        _print_json(counts)
    else:
        print(", ".join(f"{name.replace('_', ' ')}: {n:,}" for name, n in counts.items()))


def _breaks(options: argparse.Namespace) -> int:
    if options.act_on not in {"register", "simulate"}:
        return _hand(options)
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


def _lookup(options: argparse.Namespace) -> int:
    from desktop.core.clock import SystemClock
    from desktop.customers.command import all_failed, as_json, as_text, lookup
    from desktop.settings.paths import places

    settings = _own_settings(options.profile)
    _tell(settings.problems)
    where = places(options.profile)
    found, problems = lookup(settings, where, options.profile, options.text, options.provider)
    failed = all_failed(found)
    if options.json:
        _print_json(as_json(found, SystemClock().now()))
    elif failed is None:
        print(as_text(found))
    if failed is not None:
        raise UserError(failed.what, failed.why, failed.todo, failed.place)
    _tell(problems)
    return 0


def _customers(options: argparse.Namespace) -> int:
    from desktop.customers import book_command
    from desktop.settings.paths import places, prepare
    from desktop.settings.secrets import Secrets

    where = places(options.profile)
    prepare(where)
    book = _own_settings(options.profile), where, Secrets(options.profile)
    if options.act_on == "import":
        lines: list[str] = []
        taken = book_command.take(*book, options.file, options.name, options.columns, lines.append)
        _say(options, "imported", taken.customers, left_out=taken.left_out)
        sys.stderr.writelines(f"{one}\n" for one in lines)
    elif options.act_on == "remove":
        book_command.give_up(*book, options.name)
    else:
        known = {one.name: one.customers for one in book_command.lists(*book)}
        if options.json:
            _print_json(known)
        else:
            print("\n".join(f"{name}: {count:,}" for name, count in known.items()))
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from desktop import doctor
    from desktop.host.choose import host
    from desktop.settings.paths import places, prepare
    from desktop.settings.secrets import Secrets

    where = places(options.profile)
    prepare(where)
    settings = _own_settings(options.profile)
    here = host(options.profile)
    try:
        library = _own_library(options.profile, settings)
        checks = doctor.examine(here, where, settings, library, Secrets(options.profile))
    finally:
        here.close()
    if options.json:
        _print_json(doctor.as_json(checks))
    else:
        print(doctor.as_text(checks))
    return 0


def _tell(problems: Sequence[Problem]) -> None:
    for problem in problems:
        sys.stderr.write(f"{problem.severity.value}: {problem.sentence()}\n")


_VERBS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "palette": _hand,
    "day": _hand,
    "pause": _hand,
    "resume": _hand,
    "settings": _hand,
    "follow-ups": _hand,
    "quit": _hand,
    "open": _hand,
    "call": _hand,
    "demo": _demo,
    "type": _type,
    "snippets": _snippets,
    "detect": _detect,
    "translate": _translate,
    "memory": _memory,
    "glossary": _glossary,
    "lookup": _lookup,
    "customers": _customers,
    "key": _key,
    "breaks": _breaks,
    "doctor": _doctor,
}
