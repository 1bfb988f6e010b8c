"""Offers snippets for sentences that the agent often types, if they want that.

The keyboard process notices them (``keyboard/habits.py``) and hands over the one that was just
typed. Here it is held until the agent has decided, for half an hour at most, and never on the disk;
what stays of a decision is the sentence's fingerprint. The key of the fingerprints is in the
keyring; without a keyring there is one for as long as Deskhand runs.
"""

from __future__ import annotations

import base64
import dataclasses
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.assembly.editing import Editing
from desktop.assembly.opened import Opened
from desktop.assembly.own_thread import OwnThread
from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem, Severity, UserError
from desktop.host.base import Attendance, Places, Presence
from desktop.interaction import Interactions
from desktop.keyboard import messages
from desktop.keyboard.countable import sameness
from desktop.keyboard.tally import KEY_BYTES
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections.snippets import SUGGEST
from desktop.settings.sections.typing import WORD_SEPARATORS
from desktop.settings.store import Changed, Settings
from desktop.snippets.library import Library

if TYPE_CHECKING:
    from desktop.snippets.editing.trigger_check import TriggerCheck
    from desktop.snippets.suggestions.settled import Settled

KEY = "suggestions"
"""The key's name in the keyring."""
PACK = "my-snippets.yml"
"""Where they go, in the folder of the agent's packs."""
MOST = 3
"""Offers at one time; a newer one takes the place of the oldest."""
HELD_S = 30 * 60.0
NOT_FOR_GOOD = Problem(
    "What you decide on suggestions is forgotten when Deskhand ends",
    "This computer has no keyring that keeps their key",
    "Unlock its keyring, or install one, and start Deskhand again",
    Severity.WARNING,
)
NO_TEXT = Problem("A snippet needs a text", todo="Write what the trigger is to type")
_SHORTEST_NAME = 3
_MOST_COMPARED = 20_000
"""With more snippets than this nobody looks whether one has the text already."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A sentence that could be a snippet."""

    text: str = field(repr=False)
    mark: bytes
    until: float
    """When it is let go, on the clock."""
    opening: bool = False
    """It goes on; this is how it begins."""
    trigger: str = ""
    """Of the snippet that has just this text."""


class Suggesting:
    """See the module. Any thread may call; all is done on a thread of its own."""

    def __init__(
        self,
        places: Places,
        settings: Settings,
        secrets: Secrets,
        clock: Clock,
        interactions: Interactions,
        *,
        library: Callable[[], Library],
        editing: Callable[[], Editing],
        keep: Callable[[messages.Suggest], None],
        presence: Callable[[], Presence] | None,
    ) -> None:
        """Nothing runs before :meth:`start`.

        Args:
            places: the profile's folders.
            settings: of the profile.
            secrets: of the profile.
            clock: for how long offers are held.
            interactions: whose names are nobody's sentence.
            library: the snippets in use.
            editing: writes them.
            keep: tells the keyboard process, and each that comes after it.
            presence: says when the screen is locked; None where nobody can tell.
        """
        self.changed: Event[int] = Event("suggestions changed")
        """How many offers there are."""
        self.trouble: Event[Problem] = Event("trouble with suggestions")
        self._places = places
        self._settings = settings
        self._secrets = secrets
        self._clock = clock
        self._interactions = interactions
        self._library = library
        self._editing = editing
        self._keep = keep
        self._presence = presence
        self._thread = OwnThread("suggestions", self.trouble)
        self._offers: tuple[Offer, ...] = ()
        self._key = b""
        """Empty while nothing is noticed."""
        self._made: Settled | None = None
        self._told = False
        self._disconnect: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Notice sentences if the agent wants it, from now on or from when they do."""
        self._disconnect = self._settings.changed.connect(self._on_settings)
        if self._settings.get(SUGGEST):
            self._thread.put(self._begin)

    def close(self) -> None:
        """Finish what was decided, and let go of every sentence."""
        self._disconnect()
        self._thread.close()
        self._offers = ()

    def offers(self) -> tuple[Offer, ...]:
        """What could be snippets, the newest first."""
        now = self._clock.monotonic()
        return tuple(one for one in self._offers if one.until > now)

    def heard(self, often: messages.Often) -> None:
        """The keyboard process tells of a sentence."""
        self._thread.poke(lambda: self._take(often))

    def propose(self, offer: Offer, tell: Callable[[str], None]) -> None:
        """A trigger for an offer; ``tell`` is called on the own thread."""

        def find() -> None:
            from desktop.snippets.suggestions.proposal import propose

            tell(propose(offer.text, self._trigger_check()))

        self._thread.put(find)

    def decline(self, offer: Offer) -> None:
        """Never offer it again."""
        self._thread.put(lambda: self._settle(offer.mark))

    def make(
        self, offer: Offer, trigger: str, text: str, tell: Callable[[Problem | None], None]
    ) -> None:
        """Make a snippet of it; ``tell`` hears on another thread why not, or None."""

        def added(result: Opened | Problem) -> None:
            if isinstance(result, Problem):
                tell(result)
                return
            tell(None)
            self.decline(offer)

        def work() -> None:
            from desktop.snippets.suggestions.proposal import draft, objection

            problem = objection(trigger, self._trigger_check())
            if problem is None and not text.strip():
                problem = NO_TEXT
            if problem is not None:
                tell(problem)
                return
            editing, path, snippet = (
                self._editing(),
                self._places.packs / PACK,
                draft(trigger, text),
            )

            def begun(problem: Problem | None) -> None:
                if problem is not None:
                    tell(problem)
                else:
                    editing.add(str(path), snippet, added)

            if path.exists():
                begun(None)
            else:
                editing.create_pack(path, begun)

        self._thread.put(work)

    # --- the thread ---

    def _trigger_check(self) -> TriggerCheck:
        from desktop.snippets.editing.trigger_check import TriggerCheck

        return TriggerCheck(self._library(), self._settings.get(WORD_SEPARATORS))

    def _on_settings(self, changed: Changed) -> None:
        if changed.touches(SUGGEST):
            on = changed.now.get(SUGGEST)
            self._thread.put(self._begin if on else self._end)

    def _begin(self) -> None:
        from desktop.snippets.suggestions.settled import FILE, Settled

        if self._key:
            return
        kept = self._kept_key()
        self._key = kept or os.urandom(KEY_BYTES)
        self._made = Settled(self._places.data / FILE if kept else None)
        self._thread.watch(self._presence, self._hear)
        self._keep(messages.Suggest(self._key, self._made.marks))

    def _kept_key(self) -> bytes:
        """From the keyring, made there the first time; empty where it keeps none."""
        try:
            kept = self._secrets.get(KEY)
            key = _decoded(kept.reveal()) if kept is not None else b""
            if not key:
                key = os.urandom(KEY_BYTES)
                self._secrets.set(KEY, Secret(base64.b64encode(key).decode("ascii")))
        except UserError:
            return b""
        return key

    def _end(self) -> None:
        self._key = b""
        self._keep(messages.Suggest(b"", []))
        self._show(())

    def _hear(self, one: Attendance) -> None:
        if one is Attendance.LOCKED:
            self._show(())

    def _take(self, often: messages.Often) -> None:
        settled = self._made.marks if self._made is not None else []
        if not self._key or often.mark in settled or self._names_somebody(often.text):
            return
        until = self._clock.monotonic() + HELD_S
        offer = Offer(often.text, often.mark, until, often.opening)
        offer = dataclasses.replace(offer, trigger=self._trigger_of(offer))
        others = [one for one in self._offers if one.mark != offer.mark]
        self._show((offer, *others)[:MOST])
        self._thread.later(HELD_S, self._let_go)

    def _let_go(self) -> None:
        self._show(self.offers())

    def _settle(self, mark: bytes) -> None:
        self._show(tuple(one for one in self._offers if one.mark != mark))
        made = self._made
        if made is None:
            return
        try:
            made.add(mark)
        finally:
            if self._key:
                self._keep(messages.Suggest(self._key, made.marks))
        if not made.lasts and not self._told:
            self._told = True
            self.trouble.emit(NOT_FOR_GOOD)

    def _show(self, offers: tuple[Offer, ...]) -> None:
        if offers != self._offers:
            self._offers = offers
            self.changed.emit(len(offers))

    def _names_somebody(self, text: str) -> bool:
        """Is there a word of an open customer's name in it? Then it is about them."""
        names: set[str] = set()
        for one in self._interactions.all():
            for name in ("name", "first_name", "last_name"):
                names.update(_words(one.customer.value(name)))
        return bool(names & _words(text))

    def _trigger_of(self, offer: Offer) -> str:
        """The trigger of a snippet that has this text already; empty if there is none."""
        snippets = self._library().snippets
        if offer.opening or len(snippets) > _MOST_COMPARED:
            return ""
        wanted = sameness(offer.text)
        for one in snippets:
            short = one.triggers and len(one.body) < 2 * len(offer.text)
            if short and sameness(" ".join(one.body.split())) == wanted:
                return one.triggers[0]
        return ""


def _decoded(kept: str) -> bytes:
    """A key as the keyring has it; empty where that is none."""
    try:
        key = base64.b64decode(kept, validate=True)
    except ValueError:
        return b""
    return key if len(key) == KEY_BYTES else b""


def _words(text: str) -> set[str]:
    letters = "".join(char if char.isalpha() else " " for char in text.casefold())
    return {word for word in letters.split() if len(word) >= _SHORTEST_NAME}
