"""Interactions that the agent opens, fills in and ends by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from desktop.assembly import wording
from desktop.core.results import Problem, UserError
from desktop.interaction import Channel, Interaction, Interactions


def fill_interaction(
    interactions: Interactions, now: dt.datetime, which: str | None, values: Mapping[str, str]
) -> Problem | None:
    """Open an interaction with these values (as in ``--set``), or correct one.

    The Problem says which value does not fit, or that it is closed; nothing is changed then.
    """

    def filled(one: Interaction) -> Interaction:
        for name, value in values.items():
            if value or which is not None:
                one = one.with_value(name, value, now, "agent")
        return one

    try:
        if which is None:
            new = filled(Interaction("", "tray", Channel.OTHER, now))
            interactions.open(
                new.source,
                new.channel,
                language=new.language,
                customer=new.customer,
                tags=new.tags,
            )
            return None
        asked = interactions.ask(which)
        if asked is not None and interactions.deliver(asked, filled):
            return None
    except UserError as error:
        return error.problem
    return wording.CLOSED


def begin_or_end_contact(interactions: Interactions) -> Problem | None:
    """By one hotkey, without a window; what is to be said of it."""
    front = interactions.front()
    if front is not None:
        interactions.close(front.id)
        return None
    try:
        interactions.open("hotkey", Channel.OTHER)
    except UserError as error:
        return error.problem
    return wording.CONTACT_IS_OPEN
