"""All that types: the keyboard process, what is said to it, and who hears what it says.

What it says comes on its link's thread and is obeyed on the rendering thread, in order.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from desktop.assembly import wording
from desktop.assembly.insertions import Insertions
from desktop.assembly.keyboard import HOTKEYS, Link, LinkMaker, configuration
from desktop.assembly.state import TypingState, TypingSwitch
from desktop.assembly.uses import Uses
from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem
from desktop.host.base import Clipboard
from desktop.interaction import Interactions
from desktop.keyboard import messages
from desktop.keyboard.reasons import Reason
from desktop.settings.sections import typing
from desktop.settings.store import Changed
from desktop.settings.values import Snapshot
from desktop.snippets.render.outcome import Errand
from desktop.snippets.shelf import Shelved


class TypingSide:
    """See the module. Unless it says otherwise, a method is for the rendering thread."""

    def __init__(
        self,
        command: Sequence[str] | None,
        link: LinkMaker,
        clock: Clock,
        interactions: Interactions,
        clipboard: Clipboard,
        *,
        about_agent: Callable[[], dict[str, str]],
        run: Callable[[Errand, Callable[[str | Problem], None]], None],
        later: Callable[[Callable[[], None]], None],
        hear: Callable[[messages.Front | messages.Often | messages.Hotkey], None],
    ) -> None:
        """Nothing runs before :meth:`start`.

        Args:
            command: starts the keyboard process; None where keys are not followed.
            link: makes what speaks with it.
            clock: for pauses, and for how long programs take.
            interactions: for whom snippets are typed.
            clipboard: for what can't be typed.
            about_agent: the values of ``{{agent.*}}``.
            run: starts a program for a snippet; what it brings comes on the rendering thread.
            later: has something done on the rendering thread.
            hear: what is said of the agent, not of a text.
        """
        self.trouble: Event[Problem] = Event("trouble with typing")
        self.switch = TypingSwitch(clock)
        self.serials = itertools.count(-1, -1)
        """Of texts that no match asked for."""
        self.process = (0, "")
        """The keyboard process that speaks now, and the library whose triggers it knows."""
        self._later = later
        self._hear = hear
        self._link: Link | None = (
            link(command, self._on_message, self._on_lost) if command is not None else None
        )
        self.uses = Uses(
            interactions,
            clipboard,
            clock,
            self.serials,
            about_agent=about_agent,
            send=self._send,
            hindrance=self._hindrance,
            start=run,
        )
        self.uses.trouble.connect(self.trouble.emit)
        self.insertions = Insertions(self._send, self._hindrance)
        self._carets: dict[int, Callable[[tuple[int, int] | None], None]] = {}
        """Who waits to be told where the agent writes."""
        self._tickets = itertools.count(1)
        self._told: set[Problem] = set()
        """What is wrong now and was said."""
        self._kept_off: bool | None = None

    # --- any thread ---

    def start(self, now: Snapshot, why_no_keyboard: str) -> None:
        """Start the keyboard process, or say why there is none."""
        self.switch.changed.connect(self._tell_off)
        self._configure(now)
        self._tell_off(self.switch.state)
        if self._link is None:
            self.switch.keys(can_type=False, reason=why_no_keyboard)
        else:
            self._link.start()

    def stop(self) -> None:
        """Let the keys go."""
        if self._link is not None:
            self._link.stop()

    def keep(self, message: messages.FromApplication) -> None:
        """Tell the keyboard process, and each that comes after it."""
        if self._link is not None:
            self._link.keep(message)

    def follow(self, changed: Changed) -> None:
        """Other settings."""
        of_hotkeys = changed.touches(*HOTKEYS.values())
        if of_hotkeys:
            self._later(self._told.clear)
        if of_hotkeys or any(key.startswith("typing.") for key in changed.keys):
            self._configure(changed.now)

    def _configure(self, now: Snapshot) -> None:
        self.switch.enable(on=now.get(typing.TYPING_ENABLED))
        if self._link is not None:
            self._link.keep(configuration(now))

    def _tell_off(self, state: TypingState) -> None:
        if self._link is not None and state.off is not self._kept_off:
            self._kept_off = state.off
            self._link.keep(messages.Pause(state.off))

    # --- the link's thread ---

    def _on_message(self, message: messages.FromKeyboard) -> None:
        """Everything goes to the rendering thread, in order."""
        self._later(lambda: self._obey(message))

    def _on_lost(self, reason: str) -> None:
        self.switch.keys(can_type=False, reason=reason)
        self._later(lambda: self._new_process(0))

    # --- the rendering thread ---

    def load(self, shelved: Shelved) -> None:
        """Have the keyboard process know the triggers of another library."""
        # What it knows is not sent again: it would forget a trigger that is half typed.
        known = not shelved.renewed and self.process[1] == shelved.library.fingerprint
        if shelved.index is not None and not known:
            self.keep(messages.Load(str(shelved.index)))

    def find_caret(self, tell: Callable[[tuple[int, int] | None], None]) -> None:
        """Tell where the agent writes, if an application says so to the keyboard process."""
        if self._link is None or self._link.pid != self.process[0]:
            tell(None)
            return
        ticket = next(self._tickets)
        self._carets[ticket] = tell
        self._link.send(messages.FindCaret(ticket))

    def _tell_caret(self, ticket: int, place: tuple[int, int] | None) -> None:
        tell = self._carets.pop(ticket, None)
        if tell is not None:
            tell(place)

    def _new_process(self, pid: int) -> None:
        self.process = (pid, "")
        for ticket in list(self._carets):
            self._tell_caret(ticket, None)
        self.uses.restarted()
        self.insertions.restarted()

    def _obey(self, message: messages.FromKeyboard) -> None:
        match message:
            case messages.Matched():
                self.uses.matched(message)
            case messages.Typed() | messages.Failed() | messages.Undone():
                self._take_report(message)
            case messages.Front() | messages.Often() | messages.Hotkey():
                self._hear(message)
            case messages.Caret(ticket=ticket, place=place):
                self._tell_caret(ticket, place)
            case messages.Refused(name=name, reason=reason):
                self._tell_once(wording.hotkey_refused(name, reason))
            case messages.State(can_type=can_type, reason=reason):
                self.switch.keys(can_type=can_type, reason=reason)
            case messages.Loaded(library=library, problems=problems):
                self.process = (self.process[0], library)
                self.uses.triggers_known(library)
                for words in problems:
                    self._tell_once(Problem(words))
            case messages.Ready(pid=pid):
                self._new_process(pid)

    def _take_report(self, message: messages.Typed | messages.Failed | messages.Undone) -> None:
        """What became of a text; a snippet that is taken back concerns nobody."""
        match message:
            case messages.Typed(serial=serial):
                if not self.insertions.typed(serial):
                    self.uses.typed(serial)
            case messages.Failed(serial=serial, reason=reason):
                if not self.insertions.failed(serial, Reason(reason)):
                    self.uses.failed(serial, Reason(reason))
            case messages.Undone(serial=serial):
                self.insertions.undone(serial)
                self.uses.undone(serial)

    def _tell_once(self, problem: Problem) -> None:
        """The same comes again with every start of the keyboard process and every setting."""
        if problem not in self._told:
            self._told.add(problem)
            self.trouble.emit(problem)

    def _send(self, message: messages.FromApplication) -> None:
        """Answer the process that asked; what it asked dies with it."""
        if self._link is not None and self._link.pid == self.process[0]:
            self._link.send(message)

    def _hindrance(self) -> str:
        state = self.switch.state
        if self._link is not None and state.can_type:
            return ""
        return state.reason.removesuffix(".")
