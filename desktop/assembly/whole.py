"""The application without its windows: the parts, their threads and what connects them.

One thread renders: matches, answers to questions and new libraries come to it one after the
other. Nothing on it waits for a person.
"""

from __future__ import annotations

import datetime as dt
import itertools
import logging
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.assembly import by_hand, packs, wording
from desktop.assembly.customer_side import CustomerSide
from desktop.assembly.editing import Editing
from desktop.assembly.insertions import Insertions, Selection, Told
from desktop.assembly.interpreting import Interpreting
from desktop.assembly.keyboard import HOTKEYS, Link, LinkMaker, configuration
from desktop.assembly.packs import PackNews
from desktop.assembly.picking import Picking
from desktop.assembly.programs import Programs
from desktop.assembly.rest_senses import RestHost
from desktop.assembly.resting import Resting
from desktop.assembly.savings import Savings
from desktop.assembly.scene import make_renderer, values_of_agent
from desktop.assembly.state import TypingState, TypingSwitch
from desktop.assembly.suggesting import Suggesting
from desktop.assembly.uses import Uses
from desktop.core.clock import SleepClock
from desktop.core.events import Event
from desktop.core.results import Problem
from desktop.host.base import Clipboard, Places, Window
from desktop.interaction import Interactions
from desktop.keyboard import messages
from desktop.keyboard.link import KeyboardLink
from desktop.keyboard.reasons import Reason
from desktop.settings.secrets import Secrets
from desktop.settings.sections import agent, snippets, typing
from desktop.settings.store import Changed, Settings
from desktop.settings.values import Snapshot
from desktop.snippets.expand import Expander, Expansion
from desktop.snippets.library import Library
from desktop.snippets.render.outcome import Answer
from desktop.snippets.shelf import LOOK_S, Shelf, Shelved

if TYPE_CHECKING:
    from desktop.translation.interpreter import Interpreter

log = logging.getLogger(__name__)

_CLIPBOARD_S = 0.3
"""For the clipboard's owner to answer ``{{clipboard}}``: well below the half second of a match."""
_GOODBYE_S = 5.0


class Assembly:
    """See the module. What is said by events comes on any thread."""

    application = ""
    """The program that the agent was last in; empty while it is not known."""

    def __init__(
        self,
        places: Places,
        settings: Settings,
        clock: SleepClock,
        clipboard: Clipboard,
        keyboard_command: Sequence[str] | None,
        link: LinkMaker = KeyboardLink,
        look_s: float = LOOK_S,
        secrets: Secrets | None = None,
        rest: RestHost | None = None,
    ) -> None:
        """Nothing runs before :meth:`start`.

        Args:
            places: the profile's folders.
            settings: of the profile.
            clock: for dates, pauses and the clocks of interactions.
            clipboard: for ``{{clipboard}}`` and for copying.
            keyboard_command: starts the keyboard process; None where keys are not followed.
            link: stands in for the keyboard process in tests.
            look_s: how often packs and settings are looked at for changes.
            secrets: of the profile.
            rest: what breaks need of the system; without it there are none.
        """
        self.places = places
        self.settings = settings
        self.clock = clock
        self.interactions = Interactions(clock)
        self.library = Library()
        self.why_no_keyboard = "Keys can't be followed on this system."
        """Said where there is no keyboard process."""
        self.library_changed: Event[Library] = Event("library changed")
        self.reading: Event[float] = Event("library being read")
        """How much of it is read, from 0 to 1, where that takes a while."""
        self.hotkey: Event[messages.Hotkey] = Event("hotkey")
        self.trouble: Event[Problem] = Event("trouble")
        self._clipboard = clipboard
        self._look_s = look_s
        self._link: Link | None = (
            link(keyboard_command, self._on_message, self._on_lost)
            if keyboard_command is not None
            else None
        )
        self._switch = TypingSwitch(clock)
        self.state_changed = self._switch.changed
        self._serials = itertools.count(-1, -1)
        """Of texts that no match asked for."""
        self._uses = Uses(
            self.interactions,
            clipboard,
            self.about_agent,
            self._send,
            self._hindrance,
            self._serials,
            lambda errand, tell: self._programs.run(
                errand, lambda result: self._work.put(lambda: tell(result))
            ),
        )
        self._programs = Programs(lambda: settings.get(snippets.PROGRAM_SECONDS))
        self.savings = Savings(places, settings, clock)
        self._uses.used.connect(self.savings.used)
        self._uses.unused.connect(self.savings.unused)
        self._insertions = Insertions(self._send, self._hindrance)
        secrets = secrets or Secrets()
        self._interpreting = Interpreting(places, settings, secrets, clock, self.interactions)
        self._side = CustomerSide(
            places,
            settings,
            secrets,
            clock,
            self.interactions,
            clipboard,
            self._interpreting.forget,
            None if rest is None else rest.presence,
        )
        self.customers = self._side.looking_up
        self.following = self._side.following
        self.watching, self.noting = self._side.watching, self._side.noting
        self.picking = Picking(lambda: self.library, self._render)
        self.resting = Resting(places, settings, clock, self.interactions, rest, secrets)
        self.suggesting = Suggesting(
            places,
            settings,
            secrets,
            clock,
            self.interactions,
            lambda: self.library,
            lambda: self.editing,
            lambda message: self._link.keep(message) if self._link is not None else None,
            None if rest is None else rest.presence,
        )
        for part in (
            self._interpreting,
            self._side,
            self.resting,
            self.savings,
            self.suggesting,
            self._uses,
        ):
            part.trouble.connect(self.trouble.emit)
        self.asked, self.withdrawn = self._uses.asked, self._uses.withdrawn
        self._shelf = Shelf(
            places.cache,
            clock,
            lambda: packs.sources(places, settings.snapshot()),
            lambda one: self._work.put(lambda: self._take(one)),
            look_s,
            self.reading.emit,
        )
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self.editing = Editing(
            places.data,
            clock.now,
            lambda: self.library,
            lambda: settings.get(typing.WORD_SEPARATORS),
            self._shelf.load,
            self.savings.read,
            self._uses.try_out,
            self._work.put,
        )
        self._renderer_thread = threading.Thread(target=self._run, name="renderer", daemon=True)
        self._previewed: tuple[int, str, Callable[[Expansion | None], None]] | None = None
        self._pack_news = PackNews(self.trouble.emit)
        self._told_keys: set[Problem] = set()
        """What is wrong now and was said."""
        self._kept_off: bool | None = None
        self._disconnect: Callable[[], None] = lambda: None
        self._stopped = threading.Event()
        self._keyboard = (0, "")
        """The keyboard process that speaks now, and the library whose triggers it knows."""

    # --- life ---

    def start(self) -> None:
        """Start the threads and the keyboard process."""
        self._disconnect = self.settings.changed.connect(self._on_settings)
        self._renderer_thread.start()
        self._switch.changed.connect(self._tell_off)
        self._configure(self.settings.snapshot())
        self._tell_off(self.state)
        if self._link is None:
            self._switch.keys(can_type=False, reason=self.why_no_keyboard)
        else:
            self._link.start()
        self._shelf.start()
        self.resting.start()
        self._side.start()
        self.suggesting.start()

    def stop(self) -> None:
        """Let the keys go and end the threads; again, or before :meth:`start`, it does nothing."""
        if self._stopped.is_set() or not self._renderer_thread.is_alive():
            return
        self._stopped.set()
        self._disconnect()
        if self._link is not None:
            self._link.stop()
        self._shelf.stop()
        self.resting.stop()
        self._programs.close()
        self._work.put(None)
        self._renderer_thread.join(_GOODBYE_S)
        self.picking.close()
        self.editing.close()
        self._side.close()
        self.suggesting.close()
        self._interpreting.close()
        self.savings.close()

    def _run(self) -> None:
        """The rendering thread: a dispatcher."""
        next_look = self.clock.monotonic() + self._look_s
        while not self._stopped.is_set():
            try:
                job = self._work.get(timeout=max(0.0, next_look - self.clock.monotonic()))
            except queue.Empty:
                job = self._look
                next_look = self.clock.monotonic() + self._look_s
            if job is None:
                return
            try:
                job()
            except Exception as error:
                log.error("a job on the rendering thread failed", exc_info=error)
                self.trouble.emit(wording.FAULT)

    def _look(self) -> None:
        """Did the agent edit the settings by hand? Is a pause over?"""
        self._switch.look()
        self.settings.reload_if_changed()

    # --- settings ---

    def _on_settings(self, changed: Changed) -> None:
        if changed.touches(
            snippets.STARTER_LANGUAGES,
            snippets.PACK_FOLDERS,
            snippets.TRUSTED_PACKS,
            typing.WORD_SEPARATORS,
        ):
            self._shelf.load()
        if changed.touches(agent.AGENT_LANGUAGES):
            self._work.put(self._renew_expander)
        of_hotkeys = changed.touches(*HOTKEYS.values())
        if of_hotkeys:
            self._work.put(self._told_keys.clear)
        if of_hotkeys or any(key.startswith("typing.") for key in changed.keys):
            self._configure(changed.now)

    def _configure(self, now: Snapshot) -> None:
        self._switch.enable(on=now.get(typing.TYPING_ENABLED))
        if self._link is not None:
            self._link.keep(configuration(now))

    def about_agent(self) -> dict[str, str]:
        """The values of ``{{agent.*}}``."""
        return values_of_agent(self.settings.snapshot())

    # --- packs ---

    def pack_roots(self) -> list[Path]:
        """Where packs are read from."""
        return packs.roots(self.places, self.settings.snapshot())

    def _take(self, shelved: Shelved) -> None:
        """A new library, on the rendering thread."""
        self.library = shelved.library
        self._renew_expander()
        # What it knows is not sent again: it would forget a trigger that is half typed.
        known = not shelved.renewed and self._keyboard[1] == shelved.library.fingerprint
        if self._link is not None and shelved.index is not None and not known:
            self._link.keep(messages.Load(str(shelved.index)))
        self.library_changed.emit(shelved.library)
        self._pack_news.hear(shelved)

    def _renew_expander(self) -> None:
        library = self.library
        languages = self.settings.get(agent.AGENT_LANGUAGES)
        renderer = make_renderer(
            library,
            self.clock,
            lambda: self._clipboard.text(_CLIPBOARD_S),
            locale=next(iter(languages), "en-US"),
        )
        self._uses.use_library(Expander(library, renderer))

    # --- interactions ---

    def fill_interaction(self, which: str | None, values: Mapping[str, str]) -> Problem | None:
        """Open an interaction with these values (as in ``--set``), or correct one.

        The Problem says which value does not fit, or that it is closed; nothing is changed then.
        """
        return by_hand.fill_interaction(self.interactions, self.clock.now(), which, values)

    def _begin_or_end_contact(self) -> None:
        """By one hotkey, without a window."""
        told = by_hand.begin_or_end_contact(self.interactions)
        if told is not None:
            self.trouble.emit(told)

    # --- the keyboard process ---

    def _on_message(self, message: messages.FromKeyboard) -> None:
        """On the link's thread: everything goes to the rendering thread, in order."""
        self._work.put(lambda: self._obey(message))

    def _on_lost(self, reason: str) -> None:
        """On the link's thread, too."""
        self._switch.keys(can_type=False, reason=reason)
        self._work.put(lambda: self._new_keyboard(0))

    def _new_keyboard(self, pid: int) -> None:
        self._keyboard = (pid, "")
        self._uses.restarted()
        self._insertions.restarted()

    def _obey(self, message: messages.FromKeyboard) -> None:
        match message:
            case messages.Matched():
                self._uses.matched(message)
            case messages.Typed() | messages.Failed() | messages.Undone():
                self._take_report(message)
            case messages.Front(app=app):
                self.application = app
            case messages.Often():
                self.suggesting.heard(message)
            case messages.Hotkey():
                self._on_hotkey(message)
            case messages.Refused(name=name, reason=reason):
                self._tell_once(wording.hotkey_refused(name, reason))
            case messages.State(can_type=can_type, reason=reason):
                self._switch.keys(can_type=can_type, reason=reason)
            case messages.Loaded(library=library, problems=problems):
                self._keyboard = (self._keyboard[0], library)
                self._uses.triggers_known(library)
                for words in problems:
                    self._tell_once(Problem(words))
            case messages.Ready(pid=pid):
                self._new_keyboard(pid)

    def _on_hotkey(self, pressed: messages.Hotkey) -> None:
        """What needs no window is done here."""
        if pressed.name == "pause":
            self._switch.toggle()
        elif pressed.name == "contact":
            self._begin_or_end_contact()
        elif pressed.name != "hard":
            self.hotkey.emit(pressed)
        elif self.resting.state.on:
            self.resting.tap("hard")
        else:
            self.trouble.emit(wording.BREAKS_ARE_OFF)

    def _take_report(self, message: messages.Typed | messages.Failed | messages.Undone) -> None:
        """What became of a text; a snippet that is taken back concerns nobody."""
        match message:
            case messages.Typed(serial=serial):
                if not self._insertions.typed(serial):
                    self._uses.typed(serial)
            case messages.Failed(serial=serial, reason=reason):
                if not self._insertions.failed(serial, Reason(reason)):
                    self._uses.failed(serial, Reason(reason))
            case messages.Undone(serial=serial):
                self._insertions.undone(serial)
                self._uses.undone(serial)

    def _tell_once(self, problem: Problem) -> None:
        """The same comes again with every start of the keyboard process and every setting."""
        if problem not in self._told_keys:
            self._told_keys.add(problem)
            self.trouble.emit(problem)

    def _send(self, message: messages.FromApplication) -> None:
        """Answer the process that asked; what it asked dies with it."""
        if self._link is not None and self._link.pid == self._keyboard[0]:
            self._link.send(message)

    def _hindrance(self) -> str:
        if self._link is not None and self.state.can_type:
            return ""
        return self.state.reason.removesuffix(".")

    # --- snippets: any thread may call, all happens on the rendering thread ---

    def answer(self, serial: int, answer: Answer) -> None:
        """The agent answered a question; the window that it is for should be in front again."""
        self._work.put(lambda: self._uses.answered(serial, answer))

    def cancel(self, serial: int) -> None:
        """The agent closed a question: the text stays as it was typed."""
        self._work.put(lambda: self._uses.cancelled(serial))

    def use(self, number: int, library: str, window: Window) -> None:
        """Type a snippet that was chosen in the palette into that window."""
        self._work.put(lambda: self._uses.chosen(number, library, window))

    def copy(self, number: int, library: str) -> None:
        """Put a snippet that was chosen in the palette on the clipboard."""
        self._work.put(lambda: self._uses.chosen(number, library, Window()))

    def preview(self, number: int, library: str, tell: Callable[[Expansion | None], None]) -> None:
        """What a snippet would come out as now; ``tell`` runs on the rendering thread.

        Only the newest wish is fulfilled: who scrolls through a list does not keep a match waiting.
        """
        self._previewed = number, library, tell

        def render() -> None:
            wish, self._previewed = self._previewed, None
            if wish is not None:
                number, library, tell = wish
                tell(self._uses.preview(number, library))

        self._work.put(render)

    def _render(self, number: int, library: str, tell: Callable[[Expansion | None], None]) -> None:
        self._work.put(lambda: tell(self._uses.preview(number, library)))

    # --- translation ---

    def interpreter(self) -> Interpreter:
        """The translator between agent and customer; made on first use, its modules included."""
        return self._interpreting.interpreter()

    def keep_approved(self) -> None:
        """Have the snippets' approved translations in the memory. Blocks; for the pool."""
        self._interpreting.keep_approved(self.library, self.about_agent())

    def insert(
        self,
        window: int,
        text: str,
        tell: Callable[[Told], None],
        over: Selection | None = None,
    ) -> int:
        """Type ``text`` into a window that has the focus again, ``over`` what is selected there.

        ``tell`` hears on the rendering thread what becomes of it. Returns what
        :meth:`take_back` wants.
        """
        serial = next(self._serials)
        self._work.put(lambda: self._insertions.put(serial, window, text, over, tell))
        return serial

    def take_back(self, serial: int) -> None:
        """Undo that, if nothing was typed since; its ``tell`` hears what becomes of it."""
        self._work.put(lambda: self._insertions.take_back(serial))

    # --- state ---

    @property
    def state(self) -> TypingState:
        """Whether snippets are typed now."""
        return self._switch.state

    def pause(self, minutes: float | None = None) -> None:
        """Stop typing for so many minutes; None: until tomorrow, 04:00."""
        self._switch.pause(minutes)

    def pause_until(self, until: dt.datetime) -> None:
        """Stop typing to that time; one that is over ends the pause at the next look."""
        self._switch.pause_until(until)

    def resume(self) -> None:
        """Type again."""
        self._switch.resume()

    def _tell_off(self, state: TypingState) -> None:
        if self._link is not None and state.off is not self._kept_off:
            self._kept_off = state.off
            self._link.keep(messages.Pause(state.off))

    def write_here(self, on: bool) -> None:
        """The agent writes in a field of Deskhand's own that wants snippets, or no more."""
        if self._link is not None:
            self._link.keep(messages.Own(on))

    def status(self) -> dict[str, object]:
        """How far everything is, for whoever has to wait for it; any thread may ask."""
        keyboard, known = self._keyboard
        front = self.interactions.front()
        return {
            "can_type": self.state.can_type,
            "reason": self.state.reason,
            "paused": self.state.paused,
            "enabled": self.state.enabled,
            "snippets": len(self.library.snippets),
            "library": self.library.fingerprint,
            "keyboard": keyboard,
            "customer": self.customers.knows(front) if front is not None else False,
            "breaks": self.resting.state.brief(),
            "suggestions": len(self.suggesting.offers()),
            "ready": bool(known) and known == self.library.fingerprint,
        }
