"""From a text to its translation: detect, mask, remember, ask, verify, unmask.

Nothing here waits for anything but the engine, and nothing here knows a window, a file or the
network: the parts are handed in.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.core.clock import Clock
from desktop.core.results import Problem
from desktop.net.address import Reach
from desktop.net.deadline import Cancellation, Deadline
from desktop.translation import masking
from desktop.translation.engines.base import EngineFault, FaultKind, Formality, Request
from desktop.translation.engines.codes import same_language
from desktop.translation.fallback import Chain, Found, Sought
from desktop.translation.masking import Masked
from desktop.translation.results import (
    Attempt,
    Caution,
    Context,
    Detector,
    Doubt,
    Glossary,
    Lack,
    Memory,
    NoTranslation,
    Outcome,
    Translation,
)
from desktop.translation.verify import Flaw, Sent, flaws

LONGEST = 50_000
"""Characters; more is no message, and would cost somebody's quota."""
MEMORY = "memory"
"""The engine's name when the translation memory had it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the settings say."""

    patience: float = 8.0
    """Seconds for all engines together."""
    local_only: bool = False
    formality: Formality = Formality.DEFAULT
    orders: masking.Orders = field(default_factory=masking.Orders)
    """How order numbers are written here."""


class Translator:
    """See the module. Any thread may call; it keeps nothing of a text."""

    def __init__(
        self,
        detector: Detector,
        chain: Chain,
        clock: Clock,
        *,
        rules: Rules = Rules(),
        memory: Memory | None = None,
        glossary: Glossary | None = None,
    ) -> None:
        """With these parts; a change of the settings makes a new one."""
        self._detector = detector
        self._chain = chain
        self._clock = clock
        self._rules = rules
        self._memory = memory
        self._glossary = glossary

    def translate(
        self,
        text: str,
        source: str | None,
        target: str,
        context: Context | None = None,
        cancellation: Cancellation | None = None,
    ) -> Outcome:
        """The translation of ``text``, or why there is none. Blocks; not for a thread of windows.

        ``source`` and ``target`` are BCP 47 tags; without ``source`` it is told from the text.
        """
        about = context or Context()
        if len(text) > LONGEST:
            return NoTranslation(Lack.FAILED, _TOO_LONG, source, target)
        if not any(char.isalpha() for char in text):
            return _as_it_is(text, source or target, target)
        language = source or self._detector.detect(text).language
        if language is None:
            return NoTranslation(Lack.LANGUAGE_UNKNOWN, _UNKNOWN, None, target)
        if same_language(language, target):
            caution = Caution(Doubt.SAME_LANGUAGE, "It is in that language already.", grave=False)
            return _as_it_is(text, language, target, caution)
        return self._between(text, language, target, about, cancellation or Cancellation())

    def recall(
        self, text: str, source: str, target: str, context: Context | None = None
    ) -> Translation | None:
        """What the memory has for exactly this text: no engine is asked, nothing waits."""
        if not any(char.isalpha() for char in text) or same_language(source, target):
            return None
        about = context or Context()
        masked = self.masked(text, source, target, about)
        return self._known(text, masked, source, target, about)

    def close(self) -> None:
        """Give the engines' connections back."""
        self._chain.close()

    def _between(
        self, text: str, source: str, target: str, about: Context, cancellation: Cancellation
    ) -> Outcome:
        putting = self.masked(text, source, target, about)
        if about.use_memory and (known := self._known(text, putting, source, target, about)):
            return known
        if not _has_words(putting):
            return _without_engine(putting, putting.text, source, target)
        return self._ask(putting, source, target, about, cancellation)

    def masked(self, text: str, source: str, target: str, about: Context) -> Masked:
        """The text as an engine would get it, and as the memory has it."""
        terms = self._glossary.terms(text, source, target) if self._glossary else {}
        secrets = masking.Secrets(about.names, terms, self._rules.orders, about.companies)
        return _putting_terms(masking.mask(text, secrets), terms)

    def _known(
        self, text: str, masked: Masked, source: str, target: str, about: Context
    ) -> Translation | None:
        """What the memory has; also from before the glossary had a term, if it keeps to it."""
        known = self._remember(masked, source, target)
        terms = [one.original for one in masked.tokens if one.kind is masking.Kind.TERM]
        if known is not None or not terms:
            return known
        secrets = masking.Secrets(about.names, orders=self._rules.orders, companies=about.companies)
        known = self._remember(masking.mask(text, secrets), source, target)
        if known is None:
            return None
        written = known.text.casefold()
        return known if all(term.casefold() in written for term in terms) else None

    def _remember(self, masked: Masked, source: str, target: str) -> Translation | None:
        if self._memory is None:
            return None
        known = self._memory.exact(masked.text, source, target)
        if known is None or masking.check(masked, known):
            return None
        margin = len(masked.text) - len(masked.text.lstrip())
        end = len(masked.text.rstrip())
        raw = masked.text[:margin] + known.strip() + masked.text[end:]  # it keeps no spaces around
        return _without_engine(masked, raw, source, target, MEMORY)

    def _ask(
        self, masked: Masked, source: str, target: str, about: Context, cancellation: Cancellation
    ) -> Outcome:
        if (lack := self._lack(source, target, about)) is not None:
            return lack
        sent = Sent(masked.text, source, target, tuple(map(str, masked.tokens)))
        sought = self._chain.seek(
            Request(masked.text, source, target, about.formality or self._rules.formality),
            lambda answer: flaws(sent, answer, lost=bool(masking.check(masked, answer))),
            Deadline(self._clock, self._rules.patience),
            cancellation,
            local_only=self._rules.local_only,
            only=about.engine,
        )
        if cancellation.cancelled:
            problem = Problem("The translation was stopped")
            return NoTranslation(Lack.CANCELLED, problem, source, target, sought.tried)
        if sought.found is None:
            lack_kind, problem = self._why_none(sought)
            return NoTranslation(lack_kind, problem, source, target, sought.tried)
        return _translation(masked, sought, sought.found, source, target)

    def _lack(self, source: str, target: str, about: Context) -> NoTranslation | None:
        names = self._chain.names
        if about.engine and about.engine not in names:
            problem = Problem(
                f"The engine “{about.engine}” is not set up",
                todo=f"Use one of {', '.join(names)}" if names else _SET_UP,
            )
        elif not names:
            problem = Problem("No translation engine is set up", todo=_SET_UP)
        else:
            return None
        return NoTranslation(Lack.NO_ENGINE, problem, source, target)

    def _why_none(self, sought: Sought) -> tuple[Lack, Problem]:
        if not sought.tried:
            if self._rules.local_only:
                return Lack.NO_ENGINE, _LOCAL_ONLY
            return Lack.FAILED, Problem("No engine answered in time", todo="Try again")
        problems = [_problem(attempt) for attempt in sought.tried]
        if len(problems) == 1:
            return Lack.FAILED, problems[0]
        reasons = "; ".join(problem.what for problem in problems)
        return Lack.FAILED, Problem(
            "None of the engines gave a translation", reasons, "Try again in a minute"
        )


def _translation(
    masked: Masked, sought: Sought, found: Found, source: str, target: str
) -> Translation:
    manifest = found.ready.manifest
    cautions = _cautions(masked, found)
    if sought.tried:
        words = f"{_problem(sought.tried[0]).what}, so {manifest.title} translated it."
        cautions = (*cautions, Caution(Doubt.FALLBACK, words, grave=False))
    return Translation(
        text=masking.unmask(found.text, masked),
        source=source,
        target=target,
        engine=found.ready.name,
        title=manifest.title,
        reach=sought.reach,
        original=masked,
        raw=found.text,
        warnings=cautions,
        tried=sought.tried,
    )


def _cautions(masked: Masked, found: Found) -> tuple[Caution, ...]:
    cautions = []
    if Flaw.TOKENS in found.flaws:
        faults = masking.check(masked, found.text)
        for tokens, what in ((faults.lost, "missing"), (faults.doubled, "there twice")):
            for kind, count in Counter(token.kind for token in tokens).items():
                many = kind.value if count == 1 else f"{kind.value} ({count} times)"
                words = f"Something is {what} in the translation: {many}. Compare the texts."
                cautions.append(Caution(Doubt.LOST, words))
        if not cautions:
            words = "The engine changed something that it was to leave alone. Compare the texts."
            cautions.append(Caution(Doubt.LOST, words))
    if Flaw.SAME in found.flaws:
        cautions.append(Caution(Doubt.SAME, "The engine gave the text back untranslated."))
    if Flaw.NUMBERS in found.flaws:
        words = "The translation has a number that the original does not have. Compare the texts."
        cautions.append(Caution(Doubt.NUMBERS, words))
    return tuple(cautions)


_TOO_LONG = Problem(
    f"A text of more than {LONGEST:,} characters is not translated", todo="Translate it in parts"
)
_SET_UP = "Choose one under Translation in the settings"
_UNKNOWN = Problem(
    "The language of this text can't be told", "It is too short or too mixed", "Say which it is"
)
_LOCAL_ONLY = Problem(
    "No engine on this computer is set up",
    "The settings say that nothing leaves it",
    "Set up one that runs here, or change that setting",
)


def _problem(attempt: Attempt) -> Problem:
    if attempt.problem is not None:
        return attempt.problem
    if not attempt.asked and attempt.fault is FaultKind.BUSY:
        return Problem(f"{attempt.title} failed a moment ago and is resting", todo="Try again")
    return EngineFault(attempt.fault).problem(attempt.title)


def _putting_terms(masked: Masked, terms: Mapping[str, str]) -> Masked:
    """The same, with what the glossary has for a term in place of the term."""
    tokens = (
        dataclasses.replace(token, original=terms.get(token.original, token.original))
        if token.kind is masking.Kind.TERM
        else token
        for token in masked.tokens
    )
    return Masked(masked.text, tuple(tokens))


def _has_words(masked: Masked) -> bool:
    """Is anything left to translate between the tokens?"""
    text = masked.text
    for token in masked.tokens:
        text = text.replace(str(token), "")
    return any(char.isalpha() for char in text)


def _without_engine(
    masked: Masked, raw: str, source: str, target: str, engine: str = ""
) -> Translation:
    return Translation(
        text=masking.unmask(raw, masked),
        source=source,
        target=target,
        engine=engine,
        title="Translation memory" if engine else "",
        reach=Reach.MACHINE,
        from_memory=engine == MEMORY,
        original=masked,
        raw=raw,
    )


def _as_it_is(text: str, source: str, target: str, *cautions: Caution) -> Translation:
    return Translation(
        text=text,
        source=source,
        target=target,
        engine="",
        title="",
        reach=Reach.MACHINE,
        original=Masked(text),
        raw=text,
        warnings=cautions,
    )
