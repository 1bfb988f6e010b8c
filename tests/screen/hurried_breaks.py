"""The application with breaks of seconds, as a program of its own.

What the breaks say is printed, a word a line, and "call" where an interaction opens. ``open``
and ``close`` on standard input open an interaction and close all.
"""

from __future__ import annotations

import sys
import threading
from unittest.mock import patch

from desktop import app, cli
from desktop.breaks.planner.rules import rules_from
from desktop.interaction import Channel

RULES = rules_from(
    {
        "short": {"every": 6, "length": 4, "notice": 3, "postpone": 3},
        "long": {"every": 600, "length": 60},
        "wrap_up": 2,
        "insist_after": 2,
    }
)


def say(word: str) -> None:
    print(word, flush=True)


def obey(running: app.Application) -> None:
    interactions = running.assembly.interactions
    for line in sys.stdin:
        if line.strip() == "open":
            interactions.open("test", Channel.PHONE)
        else:
            for one in interactions.all():
                interactions.close(one.id)


def main() -> int:
    begin = app.Application._begin

    def begun(self: app.Application) -> None:
        begin(self)
        self.assembly.resting.happened.connect(lambda event: say(event.what.value))
        self.assembly.resting.changed.connect(
            lambda state: say("waiting") if state.waiting else None
        )
        self.assembly.interactions.opened.connect(lambda _one: say("call"))
        threading.Thread(target=obey, args=(self,), daemon=True).start()
        say("begun")

    with (
        patch.object(app.Application, "_begin", begun),
        patch("desktop.assembly.rest.rounds.make_rules", lambda _settings: (RULES, ())),
    ):
        return cli.main()


if __name__ == "__main__":
    sys.exit(main())
