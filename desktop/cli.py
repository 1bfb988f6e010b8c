"""The command line: which verb is meant, and what its exit status is.

The verbs are in :mod:`desktop.verbs`, but for those that start a process; of all of them only what
runs is loaded, and only ``run`` and ``demo`` start Qt.

Results go to standard output, errors to standard error in one sentence. The exit status is 0
when it was done, 1 when it could not be done, 2 for wrong usage.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.core.results import UserError

if TYPE_CHECKING:
    import argparse


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
        if error.errno != errno.ENOSPC and not _has_no_reader(error):
            raise
        # What is still to be written would fail again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno == errno.ENOSPC:  # else whoever reads has seen enough (``| head``)
            sys.stderr.write("deskhand: The disk is full. Make room, and try again.\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _has_no_reader(error: OSError) -> bool:
    """Did a pipe's other end go? Windows calls that an argument that is not valid."""
    gone = {errno.EPIPE, errno.EINVAL} if sys.platform == "win32" else {errno.EPIPE}
    return error.errno in gone and error.filename is None


def _print_whatever_comes() -> None:
    """A terminal without some letters shows their codes; that is no reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


# --- what starts a process ---


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


# --- verbs ---


def _hand(options: argparse.Namespace) -> int:
    from desktop.verbs.running import hand_over

    return hand_over(options)


def _type(options: argparse.Namespace) -> int:
    from desktop.verbs.rehearsal import rehearse

    return rehearse(options)


def _snippets(options: argparse.Namespace) -> int:
    from desktop.verbs.snippets import snippets

    return snippets(options)


def _detect(options: argparse.Namespace) -> int:
    from desktop.verbs.translation import detect

    return detect(options)


def _translate(options: argparse.Namespace) -> int:
    from desktop.verbs.translation import translate

    return translate(options)


def _memory(options: argparse.Namespace) -> int:
    from desktop.verbs.translation import memory

    return memory(options)


def _glossary(options: argparse.Namespace) -> int:
    from desktop.verbs.translation import glossary

    return glossary(options)


def _key(options: argparse.Namespace) -> int:
    from desktop.verbs.translation import key

    return key(options)


def _lookup(options: argparse.Namespace) -> int:
    from desktop.verbs.customers import lookup

    return lookup(options)


def _customers(options: argparse.Namespace) -> int:
    from desktop.verbs.customers import customers

    return customers(options)


def _breaks(options: argparse.Namespace) -> int:
    from desktop.verbs.breaks import breaks

    return breaks(options)


def _doctor(options: argparse.Namespace) -> int:
    from desktop.verbs.doctor import examine

    return examine(options)


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
