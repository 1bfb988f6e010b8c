"""Verbs that the running Deskhand carries out: they are handed over to it."""

from __future__ import annotations

import argparse

from desktop.core.results import UserError
from desktop.host import choose

_HANDED_S = 5.0


def hand_over(options: argparse.Namespace) -> int:
    """Let the running one do it.

    Raises:
        UserError: none runs, it has another profile, or it says why not.
    """
    here = choose.host(options.profile)
    words = _handed(options)
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


def _handed(options: argparse.Namespace) -> list[str]:
    """The words that say the verb."""
    if options.verb == "pause" and options.minutes is not None:
        return ["pause", str(options.minutes)]
    if options.verb == "open":
        return ["open", options.url]
    if options.verb == "breaks":
        more = [vars(options)[one] for one in ("kind", "how") if one in options]
        return ["breaks", options.act_on, *more]
    if options.verb == "call":
        number, reference, name = (one or "" for one in (options.number, options.id, options.name))
        return ["hangup", number, reference] if options.ended else ["call", number, reference, name]
    return [options.verb]
