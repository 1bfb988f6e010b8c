"""The application without its windows: the parts, their threads and what connects them.

One thread renders: matches, answers to questions and new libraries come to it one after the
other. Nothing on it waits for a person.
"""

from __future__ import annotations

import datetime as dt
import logging
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.assembly import by_hand, packs, wording
from desktop.assembly.customers.side import CustomerSide
from desktop.assembly.editing import Editing
from desktop.assembly.insertions import Selection, Told
from desktop.assembly.interpreting import Interpreting
from desktop.assembly.keyboard import LinkMaker
from desktop.assembly.packs import PackNews
from desktop.assembly.picking import Picking
from desktop.assembly.programs import Programs
from desktop.assembly.rest.resting import Resting
from desktop.assembly.rest.senses import RestHost
from desktop.assembly.savings import Savings
from desktop.assembly.scene import make_renderer, values_of_agent
from desktop.assembly.state import TypingState
from desktop.assembly.suggesting import Suggesting
from desktop.assembly.typing_side import TypingSide
from desktop.core.clock import SleepClock
from desktop.core.events import Event
from desktop.core.faults import GOES_ON, problem_of
from desktop.core.results import Problem
from desktop.host.base import Clipboard, Places, Window
from desktop.interaction import Interactions
from desktop.keyboard import messages
from desktop.keyboard.link import KeyboardLink
from desktop.settings.secrets import Secrets
from desktop.settings.sections import agent, snippets, typing
from desktop.settings.store import Changed, Settings
from desktop.snippets.expand import Expander, Expansion
from desktop.snippets.library import Library
from desktop.snippets.render.outcome import Answer, Errand
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
        *,
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
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._programs = Programs(lambda: settings.get(snippets.PROGRAM_SECONDS))
        self._typing = TypingSide(
            keyboard_command,
            link,
            clock,
            self.interactions,
            clipboard,
            about_agent=self.about_agent,
            run=self._run_program,
            later=self._work.put,
            hear=self._hear,
        )
        self._switch = self._typing.switch
        self.state_changed = self._switch.changed
        self._uses, self._insertions = self._typing.uses, self._typing.insertions
        self.asked, self.withdrawn = self._uses.asked, self._uses.withdrawn
        self.savings = Savings(places, settings, clock)
        secrets = secrets or Secrets()
        presence = None if rest is None else rest.presence
        self._interpreting = Interpreting(places, settings, secrets, clock, self.interactions)
        self._side = CustomerSide(
            places,
            settings,
            secrets,
            clock,
            self.interactions,
            clipboard,
            forget_translations=self._interpreting.forget,
            presence=presence,
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
            library=lambda: self.library,
            editing=lambda: self.editing,
            keep=self._typing.keep,
            presence=presence,
        )
        self._shelf = Shelf(
            places.cache,
            clock,
            sources=lambda: packs.sources(places, settings.snapshot()),
            ready=lambda one: self._work.put(lambda: self._take(one)),
            look_s=look_s,
            progress=self.reading.emit,
        )
        self.editing = Editing(
            places.data,
            clock.now,
            library=lambda: self.library,
            separators=lambda: settings.get(typing.WORD_SEPARATORS),
            reload=self._shelf.load,
            read_uses=self.savings.read,
            try_out=self._uses.try_out,
            on_renderer=self._work.put,
        )
        self._renderer_thread = threading.Thread(target=self._run, name="renderer", daemon=True)
        self._previewed: tuple[int, str, Callable[[Expansion | None], None]] | None = None
        self._pack_news = PackNews(self.trouble.emit)
        self._disconnect: Callable[[], None] = lambda: None
        self._stopped = threading.Event()
        self._connect()

    def _connect(self) -> None:
        """The parts with each other; from them comes all trouble."""
        self._uses.used.connect(self.savings.used)
        self._uses.unused.connect(self.savings.unused)
        self._uses.opens.connect(self._open_palette)
        for part in (
            self._interpreting,
            self._side,
            self.resting,
            self.savings,
            self.suggesting,
            self._typing,
            self.editing,
        ):
            part.trouble.connect(self.trouble.emit)

    # --- life ---

    def start(self) -> None:
        """Start the threads and the keyboard process."""
        self._disconnect = self.settings.changed.connect(self._on_settings)
        self._renderer_thread.start()
        self._typing.start(self.settings.snapshot(), self.why_no_keyboard)
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
        self._typing.stop()
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
                self.trouble.emit(problem_of(error, GOES_ON))

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
        self._typing.follow(changed)

    def about_agent(self) -> dict[str, str]:
        """The values of ``{{agent.*}}``."""
        return values_of_agent(self.settings.snapshot())

    # --- packs ---

    def _take(self, shelved: Shelved) -> None:
        """A new library, on the rendering thread."""
        self.library = shelved.library
        self._renew_expander()
        self._typing.load(shelved)
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

    # --- what the keyboard process says of the agent, on the rendering thread ---

    def _hear(self, message: messages.Front | messages.Often | messages.Hotkey) -> None:
        match message:
            case messages.Front(app=app):
                self.application = app
            case messages.Often():
                self.suggesting.heard(message)
            case messages.Hotkey():
                self._on_hotkey(message)

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

    def _open_palette(self, window: Window) -> None:
        """By a trigger, as by its hotkey."""
        self.hotkey.emit(messages.Hotkey("palette", window.id, window.app, ""))

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

    def find_caret(self, tell: Callable[[tuple[int, int] | None], None]) -> None:
        """Where the agent writes, if the keyboard process is told so; on the rendering thread."""
        self._work.put(lambda: self._typing.find_caret(tell))

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

    def _run_program(self, errand: Errand, tell: Callable[[str | Problem], None]) -> None:
        self._programs.run(errand, lambda result: self._work.put(lambda: tell(result)))

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
        serial = next(self._typing.serials)
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

    def write_here(self, on: bool) -> None:
        """The agent writes in a field of Deskhand's own that wants snippets, or no more."""
        self._typing.keep(messages.Own(on))

    def status(self) -> dict[str, object]:
        """How far everything is, for whoever has to wait for it; any thread may ask."""
        keyboard, known = self._typing.process
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
