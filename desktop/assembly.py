"""Builds the parts from the settings and connects them, without windows.

``app.py`` puts windows in front of it; the command line uses pieces of it. One thread renders:
matches, answers to questions and reloads of the packs come to it one after the other. Nothing
here waits for a person.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import queue
import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.resources import resource
from desktop.core.results import Problem, Severity, UserError
from desktop.host.apps import EXCLUDED, rule_for
from desktop.host.base import AppRule, Clipboard, Places, Window
from desktop.host.command import own_command
from desktop.interaction import Channel, Interaction, Interactions
from desktop.keyboard import messages
from desktop.keyboard.link import KeyboardLink
from desktop.keyboard.reasons import Reason
from desktop.settings.sections import agent, snippets, typing
from desktop.settings.store import Changed, Settings
from desktop.snippets.expand import Expander, Expansion, Scene
from desktop.snippets.library import Library
from desktop.snippets.render.outcome import Answer, Question, Rendered
from desktop.snippets.shelf import Shelf, Shelved, Sources

if TYPE_CHECKING:
    from desktop.snippets.render.renderer import Renderer

log = logging.getLogger(__name__)

_LOOK_S = 1.5
"""How often packs and settings are looked at for changes."""
_CLIPBOARD_S = 0.3


@dataclass(frozen=True, slots=True)
class TypingState:
    """Whether snippets are typed now."""

    can_type: bool = False
    reason: str = "Deskhand is starting."
    paused_until: dt.datetime | None = None
    """The end of a pause; None while there is none."""

    @property
    def paused(self) -> bool:
        """The agent has paused typing."""
        return self.paused_until is not None


@dataclass(frozen=True, slots=True)
class Asking:
    """A question for the agent; its text goes into the window that it came from."""

    serial: int
    question: Question
    window: int
    title: str


def keyboard_command() -> list[str] | None:
    """How to start the keyboard process; None where keys can't be followed."""
    from desktop.host.choose import keyboard_works

    return [*own_command(), "keyboard"] if keyboard_works() else None


def starter_packs(languages: Sequence[str]) -> list[Path]:
    """The packs that ship, for these languages."""
    return [resource(f"packs/care-{language}.yml") for language in languages]


def make_renderer(
    library: Library,
    clock: Clock,
    clipboard: Callable[[], str | None],
    source: random.Random | None = None,
    locale: str = "en-US",
) -> Renderer:
    """A renderer for the snippets of a library."""
    from desktop.snippets.render.renderer import Renderer

    return Renderer(
        clock=clock,
        source=source or random.Random(),  # noqa: S311 - picks a greeting, guards nothing
        clipboard=clipboard,
        find=lambda trigger: next(iter(library.by_trigger(trigger)), None),
        global_variables=library.globals,
        locale=locale,
    )


def scene_of(
    interactions: Interactions,
    interaction: Interaction | None,
    about_agent: Mapping[str, str],
    app: str = "",
) -> Scene:
    """What a snippet may know now."""
    values = interactions.values(interaction)
    return Scene(
        context={**values, "agent": dict(about_agent)},
        language=interaction.language if interaction else "",
        channel=interaction.channel.value if interaction else "",
        app=app,
        tags=interaction.tags if interaction else (),
        interaction=interaction.id if interaction else "",
    )


class Assembly:
    """The application without its windows."""

    def __init__(
        self,
        places: Places,
        settings: Settings,
        clock: Clock,
        clipboard: Clipboard,
        keyboard_command: Sequence[str] | None,
    ) -> None:
        """Nothing runs before :meth:`start`.

        ``keyboard_command`` starts the keyboard process; None where keys can't be followed.
        """
        self.places = places
        self.settings = settings
        self.clock = clock
        self.interactions = Interactions(clock)
        self.library = Library()
        self.state = TypingState()
        self.state_changed: Event[TypingState] = Event("typing state changed")
        self.library_changed: Event[Library] = Event("library changed")
        self.asked: Event[Asking] = Event("a snippet asks")
        self.withdrawn: Event[int] = Event("a question is over")
        self.hotkey: Event[messages.Hotkey] = Event("hotkey")
        self.trouble: Event[Problem] = Event("trouble")
        self._clipboard = clipboard
        self._command = keyboard_command
        self._link: KeyboardLink | None = None
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._renderer_thread = threading.Thread(target=self._run, name="renderer", daemon=True)
        self._expander: Expander | None = None
        self._open: dict[int, tuple[Expansion, int]] = {}
        self._inserts = -1
        self._shelf = Shelf(
            places.cache, clock, self._sources, lambda one: self._work.put(lambda: self._take(one))
        )
        self._stopped = threading.Event()
        self._keys_state = (False, self.state.reason)
        self._keyboard = (0, "")
        """The keyboard process that speaks now, and the library whose triggers it knows."""

    # --- life ---

    def start(self) -> None:
        """Start the threads and the keyboard process."""
        self.settings.changed.connect(self._on_settings)
        self._renderer_thread.start()
        if self._command is None:
            self._set_keys_state(can_type=False, reason="Keys can't be followed on this system.")
        elif not os.environ.get("DESKHAND_NO_KEYBOARD"):
            self._link = KeyboardLink(self._command, self._on_message, self._on_lost)
            self._configure()
            self._link.start()
        self._shelf.load()

    def stop(self) -> None:
        """End the keyboard process and the threads."""
        self._stopped.set()
        if self._link is not None:
            self._link.stop()
        self._shelf.stop()
        self._work.put(None)
        if self._renderer_thread.is_alive():
            self._renderer_thread.join(5)

    def _run(self) -> None:
        """The rendering thread: a dispatcher."""
        next_look = self.clock.monotonic() + _LOOK_S
        while not self._stopped.is_set():
            try:
                job = self._work.get(timeout=max(0.0, next_look - self.clock.monotonic()))
            except queue.Empty:
                job = self._look
                next_look = self.clock.monotonic() + _LOOK_S
            if job is None:
                return
            try:
                job()
            except Exception as error:
                log.error("a job on the rendering thread failed", exc_info=error)
                self.trouble.emit(Problem("Something in Deskhand went wrong; it goes on."))

    def _look(self) -> None:
        """Did the agent edit something by hand? Is a pause over?"""
        until = self.state.paused_until
        if until is not None and self.clock.now() >= until:
            self.resume()
        self.settings.reload_if_changed()
        self._shelf.look()

    # --- settings ---

    def _on_settings(self, changed: Changed) -> None:
        if changed.touches(
            snippets.STARTER_LANGUAGES, snippets.PACK_FOLDERS, snippets.TRUSTED_PACKS
        ) or changed.touches(typing.WORD_SEPARATORS):
            self._shelf.load()
        if any(key.startswith("typing.") for key in changed.keys):
            self._configure()

    def _configure(self) -> None:
        if self._link is None:
            return
        now = self.settings.snapshot()
        rows = now.get(typing.APP_RULES)
        rules = {
            app: asdict(row.over(rule_for(app)))
            for app, row in rows.items()
            if row.enabled is not False
        }
        excluded = [*EXCLUDED, *now.get(typing.EXCLUDED_APPS)]
        excluded += [app for app, row in rows.items() if row.enabled is False]
        hotkeys = {
            "palette": now.get(typing.PALETTE_HOTKEY),
            "pause": now.get(typing.PAUSE_HOTKEY),
        }
        self._link.keep(
            messages.Configure(
                hotkeys={name: keys for name, keys in hotkeys.items() if keys},
                excluded=excluded,
                rules={app: _plain(rule) for app, rule in rules.items()},
                paste_over=now.get(typing.PASTE_OVER),
                undo_backspace=now.get(typing.UNDO_BACKSPACE),
                own_pids=[os.getpid()],
            )
        )
        self._tell_pause()

    def about_agent(self) -> dict[str, str]:
        """The values of ``{{agent.*}}``."""
        now = self.settings.snapshot()
        return {
            "name": now.get(agent.AGENT_NAME),
            "first_name": now.get(agent.AGENT_FIRST_NAME),
            "team": now.get(agent.AGENT_TEAM),
            "email": now.get(agent.AGENT_EMAIL),
            "signature": now.get(agent.AGENT_SIGNATURE),
        }

    # --- packs ---

    def pack_roots(self) -> list[Path]:
        """Where packs are read from."""
        now = self.settings.snapshot()
        languages = now.get(snippets.STARTER_LANGUAGES)
        return [
            self.places.packs,
            *starter_packs(languages),
            *(Path(folder) for folder in now.get(snippets.PACK_FOLDERS)),
        ]

    def _sources(self) -> Sources:
        now = self.settings.snapshot()
        return Sources(
            self.pack_roots(),
            [Path(one) for one in now.get(snippets.TRUSTED_PACKS)],
            now.get(typing.WORD_SEPARATORS),
        )

    def _take(self, shelved: Shelved) -> None:
        """A new library, on the rendering thread."""
        before, self.library = self.library, shelved.library
        languages = self.settings.get(agent.AGENT_LANGUAGES)
        self._expander = Expander(
            shelved.library,
            make_renderer(
                shelved.library,
                self.clock,
                lambda: self._clipboard.text(_CLIPBOARD_S),
                locale=next(iter(languages), "en-US"),
            ),
        )
        if self._link is not None and shelved.index is not None:
            self._link.keep(messages.Load(str(shelved.index)))
        self.library_changed.emit(shelved.library)
        if shelved.problem is not None:
            self.trouble.emit(shelved.problem)
        known = set(before.problems)
        for problem in shelved.library.problems:
            if problem.severity is Severity.ERROR and problem not in known:
                self.trouble.emit(problem)

    # --- interactions ---

    def fill_interaction(self, which: str | None, values: Mapping[str, str]) -> Problem | None:
        """Open an interaction with these values (as in ``--set``), or correct one.

        The Problem says which value does not fit; nothing is changed then.
        """
        interactions = self.interactions
        made = interactions.open("tray", Channel.OTHER) if which is None else None
        target = made.id if made is not None else which or ""
        try:
            for name, value in values.items():
                if value or made is None:
                    interactions.set_value(target, name, value)
        except UserError as error:
            if made is not None:
                interactions.close(made.id)
            return error.problem
        return None

    # --- typing ---

    def _on_message(self, message: messages.FromKeyboard) -> None:
        """On the link's thread: everything goes to the rendering thread, in order."""
        self._work.put(lambda: self._obey(message))

    def _obey(self, message: messages.FromKeyboard) -> None:
        match message:
            case messages.Matched():
                self._expand(message)
            case messages.Failed(serial=serial, reason=reason):
                self._failed(serial, Reason(reason))
            case messages.Hotkey(name="pause"):
                self.resume() if self.state.paused else self.pause()
            case messages.Hotkey():
                self.hotkey.emit(message)
            case messages.Refused(name=name, reason=reason):
                self.trouble.emit(
                    Problem(
                        f"The hotkey for “{name}” does not work",
                        reason,
                        "Choose other keys in the settings.",
                        Severity.WARNING,
                    )
                )
            case messages.State(can_type=can_type, reason=reason):
                self._set_keys_state(can_type=can_type, reason=reason)
            case messages.Loaded(library=library, problems=problems):
                self._keyboard = (self._keyboard[0], library)
                for words in problems:
                    self.trouble.emit(Problem(words))
            case messages.Typed(serial=serial):
                self._open.pop(serial, None)
            case messages.Ready(pid=pid):
                self._keyboard = (pid, "")
            case messages.Undone():
                pass

    def _expand(self, match: messages.Matched) -> None:
        expander = self._expander
        if expander is None or match.library != expander.library.fingerprint:
            self._send(messages.Decline(match.serial))
            return
        expansion = expander.begin(match.numbers, match.typed, match.groups, self._scene(match.app))
        self._go_on(match.serial, expansion, match.window)

    def _go_on(self, serial: int, expansion: Expansion, window: int) -> None:
        """A text goes out, a question to the agent, a problem to both."""
        outcome = expansion.outcome
        asked_before = serial in self._open
        if isinstance(outcome, Question):
            if serial > 0 and not asked_before:
                self._send(messages.Park(serial))
            self._open[serial] = (expansion, window)
            title = expansion.request.snippet.label if expansion.request else ""
            self.asked.emit(Asking(serial, outcome, window, title))
        elif not isinstance(outcome, Rendered):
            self._drop(serial)
            self.trouble.emit(outcome)
        elif serial < 0 and not window:
            self._open.pop(serial, None)
            self._clipboard.set_text(outcome.text)
            self._warn_of(outcome)
        else:
            self._open[serial] = (expansion, window)
            text, left, way = outcome.text, outcome.left, outcome.way.value
            self._send(
                messages.Expand(serial, text, left, way)
                if serial > 0
                else messages.Insert(serial, window, text, left, way)
            )
            self._warn_of(outcome)

    def _send(self, message: messages.FromApplication) -> None:
        if self._link is not None:
            self._link.send(message)

    def _warn_of(self, rendered: Rendered) -> None:
        if rendered.missing and self.interactions.front() is not None:
            names = ", ".join(name.replace(".", "’s ", 1) for name in rendered.missing)
            self.trouble.emit(
                Problem(
                    "Something was left out of the snippet",
                    f"{names} is not known",
                    "Open an interaction and fill it in.",
                    Severity.INFO,
                )
            )

    def answer(self, serial: int, answer: Answer) -> None:
        """The agent answered a question; the window that it is for should be in front again."""
        self._work.put(lambda: self._answered(serial, answer))

    def _answered(self, serial: int, answer: Answer) -> None:
        found = self._open.get(serial)
        if found is None or self._expander is None:
            return
        expansion, window = found
        front = self.interactions.front()
        if expansion.scene.interaction != (front.id if front else ""):
            # The text would speak to the customer before this one.
            self._drop(serial)
            self.trouble.emit(
                Problem(
                    "The snippet was not typed",
                    "Another interaction is in front now",
                    "Use the snippet again.",
                    Severity.WARNING,
                )
            )
            return
        self._go_on(serial, self._expander.answer(expansion, answer), window)

    def cancel(self, serial: int) -> None:
        """The agent closed a question: the text stays as it was typed."""
        self._work.put(lambda: self._drop(serial))

    def _drop(self, serial: int) -> None:
        """The same, on the rendering thread."""
        self._open.pop(serial, None)
        if serial > 0:
            self._send(messages.Decline(serial))

    def use(self, number: int, library: str, window: Window) -> None:
        """Type a snippet that was chosen in the palette into that window."""
        self._work.put(lambda: self._use(number, library, window))

    def copy(self, number: int, library: str) -> None:
        """Put a snippet that was chosen in the palette on the clipboard."""
        self._work.put(lambda: self._use(number, library, Window()))

    def _use(self, number: int, library: str, window: Window) -> None:
        expander = self._expander
        if expander is None or expander.library.fingerprint != library:
            self.trouble.emit(
                Problem("Your snippets have just changed", todo="Choose the snippet again")
            )
            return
        self._inserts -= 1
        expansion = expander.begin([number], "", {}, self._scene(window.app))
        self._go_on(self._inserts, expansion, window.id)

    def _scene(self, app: str = "") -> Scene:
        front = self.interactions.front()
        return scene_of(self.interactions, front, self.about_agent(), app)

    def preview(self, number: int, library: str, tell: Callable[[Expansion | None], None]) -> None:
        """What a snippet would come out as now; ``tell`` runs on the rendering thread."""

        def render() -> None:
            expander = self._expander
            if expander is None or expander.library.fingerprint != library:
                tell(None)
                return
            tell(expander.begin([number], "", {}, self._scene()))

        self._work.put(render)

    def _failed(self, serial: int, reason: Reason) -> None:
        found = self._open.pop(serial, None)
        text = ""
        if found is not None and isinstance(found[0].outcome, Rendered):
            text = found[0].outcome.text
        self.withdrawn.emit(serial)
        if reason in {Reason.SENT, Reason.LATE} and serial > 0:
            return  # the agent typed on: what they typed stands, and nothing is to be done
        copied = bool(text)
        if copied:
            self._clipboard.set_text(text)
        self.trouble.emit(_why(reason, copied=copied))

    # --- state ---

    def pause(self, minutes: float | None = None) -> None:
        """Stop typing for so many minutes; None: until tomorrow, 04:00."""
        now = self.clock.now()
        if minutes is None:
            until = now.replace(hour=4, minute=0, second=0, microsecond=0)
            until += dt.timedelta(days=1 if until <= now else 0)
        else:
            until = now + dt.timedelta(minutes=minutes)
        self._set_state(paused_until=until)
        self._tell_pause()

    def resume(self) -> None:
        """Type again."""
        self._set_state(paused_until=None)
        self._tell_pause()

    def _tell_pause(self) -> None:
        if self._link is not None:
            off = self.state.paused or not self.settings.get(typing.TYPING_ENABLED)
            self._link.keep(messages.Pause(off))

    def status(self) -> dict[str, object]:
        """How far everything is, for whoever has to wait for it; any thread may ask."""
        keyboard, known = self._keyboard
        return {
            "can_type": self.state.can_type,
            "reason": self.state.reason,
            "paused": self.state.paused,
            "snippets": len(self.library.snippets),
            "keyboard": keyboard,
            "ready": bool(known) and known == self.library.fingerprint,
        }

    def _set_keys_state(self, *, can_type: bool, reason: str) -> None:
        self.state = TypingState(can_type, reason, self.state.paused_until)
        self.state_changed.emit(self.state)

    def _set_state(self, paused_until: dt.datetime | None) -> None:
        self.state = TypingState(self.state.can_type, self.state.reason, paused_until)
        self.state_changed.emit(self.state)

    def _on_lost(self, reason: str) -> None:
        self._set_keys_state(can_type=False, reason=reason)


def _plain(rule: Mapping[str, object] | AppRule) -> dict[str, str | int | bool]:
    values = rule if isinstance(rule, Mapping) else asdict(rule)
    return {key: value for key, value in values.items() if isinstance(value, str | int | bool)}


def _why(reason: Reason, *, copied: bool) -> Problem:
    """Words for a snippet that was not typed."""
    whys = {
        Reason.LATE: "it took too long",
        Reason.MOVED: "you went on in another place",
        Reason.SENT: "what you typed has been sent already",
        Reason.CLIPBOARD: "the program that you copied from last does not answer",
        Reason.NOT_TAKEN: "the application did not take the text",
        Reason.UNCERTAIN: "the trigger can't be taken away safely here",
        Reason.HELD: "a key stayed down",
        Reason.REMOTE: "a remote desktop takes only plain keys",
        Reason.LOST: "the connection to the screen broke",
    }
    todo = "The text is copied: paste it where you want it." if copied else "Try it again."
    return Problem("The snippet was not typed", whys[reason], todo, Severity.WARNING)
