"""A profile that writes into Request Tracker, as the program has it but without windows.

Run as a program it writes one note and waits, until somebody kills it.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from desktop.assembly.customers.looking_up import LookingUp
from desktop.assembly.customers.noting import Noting
from desktop.core.clock import SystemClock
from desktop.customers.inquiry import Inquiry, State
from desktop.customers.kept.whose import owner
from desktop.customers.merge import CustomerCard
from desktop.customers.providers.registry import secret_name
from desktop.customers.writing import note_writer
from desktop.customers.writing.note_writer import Told, Wanted
from desktop.customers.writing.places import Place
from desktop.customers.writing.unsent import Unsent
from desktop.demo.own_keyring import OwnKeyring
from desktop.interaction import Interactions
from desktop.settings.paths import places, prepare
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections import customers
from desktop.settings.store import Settings
from tests.unit.assembly.acting import FakeClipboard

SECONDS = 60.0


class Profile:
    """Looks customers up and writes about them."""

    def __init__(self, folder: Path, url: str) -> None:
        home = places(folder)
        prepare(home)
        clock = SystemClock()
        self.settings = Settings(home.settings, clock)
        self.settings.change(customers.PROVIDERS, ("request_tracker",))
        row = customers.ProviderSettings(address=url, user="root")
        self.settings.change(customers.SERVICES, {"request_tracker": row})
        self.settings.change(customers.PATIENCE_S, 5)
        secrets = Secrets(folder, OwnKeyring(folder))
        secrets.set(secret_name("request_tracker"), Secret("password"))
        interactions = Interactions(clock)
        self.customers = LookingUp(
            home,
            self.settings,
            secrets,
            clock,
            interactions,
            FakeClipboard(),
            forget_translations=lambda _: None,
        )
        self.noting = Noting(self.customers, self.settings, clock, interactions)
        self.news = threading.Condition()
        self.shown: list[Inquiry | None] = []
        self.told: list[Told] = []
        self.unsent: list[tuple[Unsent, ...]] = []
        self.customers.told.connect(lambda one: self._hear(lambda: self.shown.append(one)))
        self.noting.told.connect(lambda one: self._hear(lambda: self.told.append(one)))
        self.noting.found_unsent.connect(lambda every: self._hear(lambda: self._offer(every)))

    def close(self) -> None:
        self.noting.close()
        self.customers.close()

    def _offer(self, every: tuple[Unsent, ...]) -> None:
        self.unsent.append(every)

    def _hear(self, note: Callable[[], None]) -> None:
        with self.news:
            note()
            self.news.notify_all()

    def until(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + SECONDS
        with self.news:
            while not done():
                if time.monotonic() > end:
                    raise TimeoutError
                self.news.wait(0.05)

    def look_up(self, who: str) -> tuple[CustomerCard, list[Place]]:
        """Their card, and where something can be written."""
        self.customers.look_up(who, None)

        def card() -> CustomerCard | None:
            last = self.shown[-1] if self.shown else None
            return last.card if last is not None and last.state is State.CARD else None

        def done() -> bool:
            last = self.shown[-1] if self.shown else None
            if last is not None and last.state is State.FAILED:  # a busy machine
                self.shown.clear()
                self.customers.look_up(who, None)
            return card() is not None

        self.until(done)
        found = card()
        assert found is not None
        heard: list[list[Place]] = []
        self.noting.places(found, lambda every: self._hear(lambda: heard.append(every)))
        self.until(lambda: bool(heard))
        return found, heard[0]

    def write(self, who: CustomerCard, place: Place, text: str, to: str = "") -> str:
        """Begin to send it."""
        return self.noting.writer().write(Wanted(place, text, owner(who), to=to))

    def ended(self, key: str) -> Told:
        """What became of it."""
        going = note_writer.State.SENDING

        def ends() -> list[Told]:
            return [one for one in self.told if one.key == key and one.state is not going]

        self.until(lambda: bool(ends()))
        told = ends()[0]
        self.told.remove(told)
        return told


def main(folder: str, url: str, who: str, ticket: str, text: str) -> None:
    """Write a note, and wait to be killed."""
    profile = Profile(Path(folder), url)
    found, offered = profile.look_up(who)
    profile.write(found, next(one for one in offered if one.id == ticket), text)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
