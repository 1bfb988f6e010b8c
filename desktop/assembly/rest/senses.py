"""What the breaks hear of the agent's situation: the microphone, and what wants no interruption.

Each is followed only while its setting is on, so who wants none of it has no thread for it. All but
what the systems call lives on the breaks' thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.clock import SleepClock
from desktop.host.base import Calm, Microphone, Presence, Quiet, Recorder
from desktop.interaction import Interactions
from desktop.settings.sections import breaks as said
from desktop.settings.values import Snapshot

if TYPE_CHECKING:
    from desktop.assembly.rest.microphone_calls import MicrophoneCalls
    from desktop.assembly.rest.rounds import Rounds

Put = Callable[[Callable[["Rounds"], None]], None]


@dataclass(frozen=True, slots=True)
class RestHost:
    """What the breaks need of a system; each is asked for when it is first wanted."""

    presence: Callable[[], Presence]
    microphone: Callable[[], Microphone] | None = None
    calm: Callable[[], Calm] | None = None


class Senses:
    """See the module."""

    def __init__(
        self, host: RestHost, clock: SleepClock, interactions: Interactions, put: Put
    ) -> None:
        """Nothing is followed yet. ``put`` hands something to the breaks' thread."""
        self._host = host
        self._clock = clock
        self._interactions = interactions
        self._put = put
        self._calls: MicrophoneCalls | None = None
        self._unhear: list[Callable[[], None]] = []
        self._uncalm: Callable[[], None] | None = None
        self._quiet: frozenset[Quiet] = frozenset()
        self._minded: frozenset[Quiet] = frozenset()
        """What the agent wants to be minded."""
        self._unwanted = False

    def begin(self, rounds: Rounds, settings: Snapshot) -> None:
        """Follow what the settings want; what was kept of a former run holds no more."""
        rounds.disturb(unwanted=False)
        self.adopt(rounds, settings)

    def adopt(self, rounds: Rounds, settings: Snapshot) -> None:
        """Other settings are in force."""
        self._follow_microphone(settings)
        wanted = {
            Quiet.DO_NOT_DISTURB: settings.get(said.MIND_DO_NOT_DISTURB),
            Quiet.FULL_SCREEN: settings.get(said.MIND_FULL_SCREEN),
        }
        self._minded = frozenset(one for one, on in wanted.items() if on)
        self._follow_calm()
        self._mind(rounds, self._quiet)

    def step(self) -> float:
        """Do what is due; when, in seconds from now, more may be."""
        return float("inf") if self._calls is None else self._calls.step(self._clock.awake())

    def end(self) -> None:
        """Follow nothing any more."""
        self._end_microphone()
        uncalm, self._uncalm = self._uncalm, None
        if uncalm is not None:
            uncalm()

    # --- the microphone ---

    def _follow_microphone(self, settings: Snapshot) -> None:
        if self._host.microphone is None or not settings.get(said.MICROPHONE):
            self._end_microphone()
            return
        if self._calls is None:
            from desktop.assembly.rest.microphone_calls import MicrophoneCalls

            calls = self._calls = MicrophoneCalls(self._interactions)
            opened, closed = self._interactions.opened, self._interactions.closed
            self._unhear = [
                opened.connect(lambda one: self._put(lambda _: calls.opened(one))),
                closed.connect(lambda one: self._put(lambda _: calls.closed(one))),
                self._host.microphone().watch(self._on_recorders),
            ]
        only, never = settings.get(said.CALL_PROGRAMS), settings.get(said.NO_CALL_PROGRAMS)
        self._calls.count(only, never, self._clock.awake())

    def _end_microphone(self) -> None:
        for stop in self._unhear:
            stop()
        self._unhear.clear()
        calls, self._calls = self._calls, None
        if calls is not None:
            calls.end()

    def _on_recorders(self, recorders: frozenset[Recorder]) -> None:
        """On a thread of the system's side."""
        at = self._clock.awake()

        def hear(_: Rounds) -> None:
            if self._calls is not None:
                self._calls.hear(recorders, at)

        self._put(hear)

    # --- quiet ---

    def _follow_calm(self) -> None:
        if self._host.calm is not None and self._minded and self._uncalm is None:
            self._uncalm = self._host.calm().watch(
                lambda quiet: self._put(lambda rounds: self._mind(rounds, quiet))
            )
        elif not self._minded and self._uncalm is not None:
            uncalm, self._uncalm = self._uncalm, None
            uncalm()
            self._quiet = frozenset()

    def _mind(self, rounds: Rounds, quiet: frozenset[Quiet]) -> None:
        self._quiet = quiet
        unwanted = bool(quiet & self._minded)
        if unwanted is not self._unwanted:
            self._unwanted = unwanted
            rounds.disturb(unwanted=unwanted)
