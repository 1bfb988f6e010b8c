"""Between the agent and a customer: every way that a text goes from one to the other.

What asks an engine blocks, and is for a thread of the pool. ``asked`` says for which interaction
(:meth:`desktop.interaction.Interactions.ask`); None where none is open. Who shows an answer looks
first whether it may still be shown (``Interactions.holds``).
"""

from __future__ import annotations

import hashlib
import secrets as random
import threading
from collections.abc import Sequence
from concurrent.futures import Future

from desktop.core.clock import Clock
from desktop.core.results import Problem, UserError
from desktop.host.base import Places
from desktop.interaction import Asked, Customer, Interactions
from desktop.net.deadline import Cancellation
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections.translation import (
    AGENT_LANGUAGE,
    CUSTOMER_LANGUAGES,
    KEEP,
)
from desktop.settings.store import Settings
from desktop.storage.trouble import StorageError, Trouble
from desktop.translation import masking
from desktop.translation.conversation import CLEAR, STICKS
from desktop.translation.detect import DEFAULT, Detected
from desktop.translation.engines.codes import same_language
from desktop.translation.memory_changes import Added
from desktop.translation.memory_rows import Match, Origin, Pair
from desktop.translation.parts import Parts
from desktop.translation.results import (
    Context,
    Lack,
    NoTranslation,
    Outcome,
    Similar,
    Translation,
)
from desktop.translation.spoken import Spoken, SpokenLanguages

_ABOUT_KEY = "translation.about"
"""The keyring's name of the key by which customers are told apart in the memory."""
_TELLING = ("email", "phone", "name")
"""Fields of a card by which "forget this customer" finds what was about them, the surest first."""
_NAMES = ("name", "first_name", "last_name")
_COMPANIES = ("company",)
_TWICE = 4.0
"""How much likelier one of two languages must be where a text could be either."""
_SURE = 0.9
_FEW_WORDS = 3
"""Fewer say little about a language."""
_LIKE_ENOUGH = 70
_MOST_LIKE = 3


class Interpreter:
    """See the module. Any thread may call."""

    def __init__(
        self,
        places: Places,
        settings: Settings,
        secrets: Secrets,
        clock: Clock,
        interactions: Interactions,
    ) -> None:
        """Nothing is opened or read before the first use."""
        self._settings = settings
        self._secrets = secrets
        self._interactions = interactions
        self._parts = Parts(places, settings, secrets, clock)
        self._spoken = SpokenLanguages(interactions)
        self._about_key = b""
        self._lock = threading.Lock()
        self._told: set[Trouble] = set()
        """Why translations could not be kept, as the agent knows by now."""
        self.troubled = self._parts.troubled
        self.language_changed = self._spoken.changed

    def close(self) -> None:
        """Let go of files and connections."""
        self._spoken.close()
        self._parts.close()

    def warm(self) -> None:
        """Have everything ready for the first text. Blocks."""
        self._parts.detector().detect(_WARMING)
        self._parts.translator()

    # --- languages ---

    @property
    def own_language(self) -> str:
        """The agent's."""
        return self._settings.get(AGENT_LANGUAGE)

    def languages(self) -> tuple[str, ...]:
        """To choose from: the customers', and the agent's own at the end."""
        customers = self._settings.get(CUSTOMER_LANGUAGES) or DEFAULT
        return tuple(dict.fromkeys((*customers, self.own_language)))

    def spoken(self, asked: Asked | None) -> Spoken:
        """The customer's language, as far as it is known.

        Where the settings name but one language beside the agent's own, it can be no other.
        """
        spoken = self._spoken.of(asked)
        if spoken.language is None:
            customers = self._settings.get(CUSTOMER_LANGUAGES)
            others = [one for one in customers if not same_language(one, self.own_language)]
            if len(others) == 1:
                return Spoken(others[0])
        return spoken

    def choose(self, asked: Asked | None, language: str) -> None:
        """The agent says what the customer speaks."""
        self._spoken.choose(asked, language)

    def toggle_lock(self, asked: Asked | None) -> bool:
        """Let messages change the language no more, or again; whether it is locked now."""
        return self._spoken.toggle_lock(asked)

    # --- texts ---

    def read(
        self,
        text: str,
        asked: Asked | None,
        language: str | None = None,
        cancellation: Cancellation | None = None,
    ) -> Outcome:
        """A message of the customer's, in the agent's language.

        ``language``, where the agent says what this one is in; else the conversation hears it.
        """
        own = self.own_language
        source = language or self._spoken.hear(asked, self._detect(text)).language
        if source is None:
            return _which_language(own)
        return self._translated(text, source, own, asked, cancellation)

    def write(
        self, text: str, asked: Asked | None, cancellation: Cancellation | None = None
    ) -> Outcome:
        """The agent's words in the customer's language."""
        target = self.spoken(asked).language
        if target is None:
            return _into_which(self.own_language)
        source = self.own_language
        told = self._detect(text)
        enough = told.confidence >= _SURE and len(text.split()) >= _FEW_WORDS
        if told.language and enough and same_language(told.language, target):
            source = target  # the agent has written in it already
        return self._translated(text, source, target, asked, cancellation)

    def recall(self, text: str, asked: Asked | None) -> Translation | None:
        """The agent's words in the customer's language where the memory has them: at once."""
        target = self.spoken(asked).language
        if target is None:
            return None
        return self._parts.translator().recall(
            text, self.own_language, target, self._context(asked)
        )

    def back(
        self,
        translation: Translation,
        asked: Asked | None,
        cancellation: Cancellation | None = None,
    ) -> Outcome:
        """A translation translated back, to see what became of the sense."""
        return self._translated(
            translation.text,
            translation.target,
            translation.source,
            asked,
            cancellation,
            use_memory=False,  # which would give the original itself
        )

    def across(
        self,
        text: str,
        asked: Asked | None,
        source: str | None = None,
        target: str | None = None,
        cancellation: Cancellation | None = None,
    ) -> Outcome:
        """A selected text to the other side.

        The agent's own words go into the customer's language, anything else into the agent's.
        Where the agent says one of the languages, that holds.
        """
        own = self.own_language
        detected = self._detect(text)
        customers = self.spoken(asked).language
        source = source or self._which_of_two(detected, own, customers)
        if source is None:
            return _which_language(target or own)
        if target is None:
            target = own
            if same_language(source, own):
                if customers is None or same_language(customers, own):
                    return _into_which(source)
                target = customers
            else:
                self._spoken.hear(asked, detected)
        return self._translated(text, source, target, asked, cancellation)

    def similar(self, text: str, outcome: Outcome, asked: Asked | None) -> Sequence[Similar]:
        """What was translated before and is like ``text``, the likest first.

        Left out is what ``outcome`` says already. What was private in the text of then is not
        shown: in its place stands what is private in this one, or, where that does not fit, dots.
        """
        memory = self._parts.memory()
        if memory is None or not outcome.source or not outcome.target:
            return ()
        source, target = outcome.source, outcome.target
        said = outcome.raw.strip() if isinstance(outcome, Translation) else ""
        masked = self._parts.translator().masked(text, source, target, self._context(asked))
        found = memory.fuzzy(masked.text, source, target, _LIKE_ENOUGH, _MOST_LIKE)
        return [_similar(one, masked) for one in found if one.segment.target != said]

    # --- what is kept ---

    def confirm(self, translation: Translation, asked: Asked | None) -> Future[int] | None:
        """The agent has used it: keep it, private parts hidden. None: it is not to be kept.

        What comes from memory counts as used once more.
        """
        if not translation.engine or not translation.safe or not self._settings.get(KEEP):
            return None
        memory = self._parts.memory()
        about = self._about(asked)
        if memory is None or about is None:
            return None
        pair = Pair(
            translation.original.text,
            translation.raw,
            translation.source,
            translation.target,
            tuple(kind.name.lower() for kind in translation.original.kinds),
        )
        kept = memory.remember(pair, Origin.ENGINE, about)
        kept.add_done_callback(self._note_kept)
        return kept

    def _note_kept(self, kept: Future[int]) -> None:
        """On the writer's thread: a full disk is said once, not at every reply."""
        error = kept.exception()
        if isinstance(error, StorageError) and error.trouble is not Trouble.CLOSED:
            with self._lock:
                new = error.trouble not in self._told
                self._told.add(error.trouble)
            if new:
                self.troubled.emit(error.problem)

    def set_approved(self, pairs: Sequence[Pair]) -> Future[Added] | None:
        """Have these approved translations of snippets in the memory, in place of those before.

        None: there is no memory.
        """
        memory = self._parts.memory()
        return memory.set_variants(pairs) if memory is not None else None

    def forget(self, customer: Customer) -> Sequence[Future[int]]:
        """Forget what was about them."""
        memory = self._parts.memory()
        if memory is None:
            return ()
        key = self._key()
        values = [customer.value(name) for name in _TELLING]
        return [memory.forget(_hashed(value, key)) for value in values if value]

    # --- small things ---

    def _detect(self, text: str) -> Detected:
        return self._parts.detector().detect(text)

    def _translated(
        self,
        text: str,
        source: str,
        target: str,
        asked: Asked | None,
        cancellation: Cancellation | None,
        *,
        use_memory: bool = True,
    ) -> Outcome:
        if asked is not None and self._interactions.get(asked.interaction) is None:
            # Whose names are in it can't be told any more, and nobody may be shown what comes.
            return NoTranslation(Lack.CANCELLED, _OVER, source, target)
        about = self._context(asked, use_memory=use_memory)
        return self._parts.translator().translate(text, source, target, about, cancellation)

    def _context(self, asked: Asked | None, *, use_memory: bool = True) -> Context:
        """Names count from when they are known: it may turn out late who the customer is."""
        one = self._interactions.get(asked.interaction) if asked is not None else None
        customer = one.customer if one is not None else Customer()
        names, companies = (
            tuple(value for name in fields if (value := customer.value(name)))
            for fields in (_NAMES, _COMPANIES)
        )
        return Context(names, companies, use_memory=use_memory)

    def _customer(self, asked: Asked | None) -> Customer:
        one = self._interactions.get(asked.interaction) if asked is not None else None
        if one is None or asked is None or one.round != asked.round:
            return Customer()
        return one.customer

    def _which_of_two(self, told: Detected, own: str, customers: str | None) -> str | None:
        """The language of a text that is likely one of these two, or clearly another."""
        if told.language is None:
            if customers is None:
                return None
            shares = sorted(
                ((told.confidence_in(one), one) for one in (own, customers)), reverse=True
            )
            (more, language), (less, _) = shares
            return language if more and more >= _TWICE * less else None
        if customers is None or same_language(told.language, own):
            return told.language
        sticks = told.confidence_in(customers) * STICKS >= told.confidence
        return customers if sticks and told.confidence < CLEAR else told.language

    def _about(self, asked: Asked | None) -> str | None:
        """An id of the customer that names nobody; None where there can't be one."""
        if asked is not None and not self._interactions.holds(asked):
            return None  # it can't be told any more whose it was, so it could not be forgotten
        customer = self._customer(asked)
        value = next((known for name in _TELLING if (known := customer.value(name))), "")
        if not value:
            return ""
        try:
            return _hashed(value, self._key())
        except UserError:
            return None  # it could never be forgotten, so it is not kept

    def _key(self) -> bytes:
        if not self._about_key:
            known = self._secrets.get(_ABOUT_KEY)
            if known is None:
                known = Secret(random.token_hex(32))
                self._secrets.set(_ABOUT_KEY, known)
            self._about_key = bytes.fromhex(known.reveal())
        return self._about_key


_WARMING = "Where is my order?"
_OVER = Problem("Nothing was translated", "The conversation is over", "Translate it again")


def _hashed(value: str, key: bytes) -> str:
    plain = " ".join(value.casefold().split())
    return hashlib.blake2b(plain.encode(), key=key, digest_size=16).hexdigest()


def _similar(match: Match, masked: masking.Masked) -> Similar:
    segment = match.segment
    kinds = {kind.name.lower() for kind in masked.kinds}
    fits = set(segment.kinds) == kinds and not masking.check(masked, segment.target)
    target = masking.unmask(segment.target, masked) if fits else segment.target
    return Similar(
        match.score,
        masking.without_tokens(segment.source),
        masking.without_tokens(target),
        numbers_differ=match.numbers_differ,
        other_region=match.other_region,
    )


def _which_language(target: str) -> NoTranslation:
    problem = Problem(
        "The language of this text can't be told",
        "It is too short or too mixed",
        "Say which it is",
    )
    return NoTranslation(Lack.LANGUAGE_UNKNOWN, problem, None, target)


def _into_which(source: str) -> NoTranslation:
    """The source is known, and ``target`` empty."""
    problem = Problem(
        "The customer's language is not known yet",
        todo="Choose the language to translate into",
    )
    return NoTranslation(Lack.LANGUAGE_UNKNOWN, problem, source, "")
