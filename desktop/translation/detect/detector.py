"""Tells the language of a customer's message, offline, and says so when it can't be told."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.translation.detect import han, model
from desktop.translation.detect.languages import DEFAULT, PREVALENT, Script, primary, script_of
from desktop.translation.detect.words import words_of

FEWEST_LETTERS = 3
"""Fewer tell nothing: ``ok`` and ``no`` are words of many languages."""
FEWEST_SIGNS = 2
"""The same for Chinese, Japanese and Korean, where a sign is a syllable or a word."""
LEAST_CONFIDENCE = 0.2
"""Below it many languages are as likely: ask."""
LEAST_MARGIN = 1.05
"""How often as likely as the next the likeliest has to be."""
LEAST_MARGIN_OF_A_WORD = 1.4
"""The same for a word alone: ``hej`` and ``salut`` are said in several languages."""
LEAST_FOR_UNKNOWN = 0.5
"""The same where no word of the text is on a list: a name, a slip or no language at all."""
RARER = 2.0
"""How much less likely (natural logarithm) a message is in a language that few customers write."""
ELSEWHERE = 12.0
"""How much likelier (natural logarithm) a language that the agent has not is before we say so."""
_SPREAD = 3.0
"""Divides the logarithms, which are too sure because what they add up hangs together."""
_COMPACT = frozenset({"ja", "zh", "ko"})


@dataclass(frozen=True, slots=True)
class Detected:
    """What a text's language is, as far as it can be told."""

    language: str | None
    """The BCP 47 tag as the agent's list has it; None: ask."""
    confidence: float
    """From 0 to 1, of the likeliest language, also where that is not enough to name it."""
    ranking: tuple[tuple[str, float], ...] = ()
    """The likeliest languages, best first, with their confidences."""

    def confidence_in(self, language: str) -> float:
        """How likely the text is in this language."""
        return dict(self.ranking).get(language, 0.0)


NOTHING = Detected(None, 0.0)


class Detector:
    """Tells languages apart; any thread may call.

    The first call reads a file of 2 MB; :meth:`warm` does that ahead of time.
    """

    def __init__(self, languages: Sequence[str] = DEFAULT) -> None:
        """``languages`` are the agent's, as BCP 47 tags; of two with one language the first counts.

        Languages that can't be told (``tlh``) are never found, and none at all means the default.
        """
        self._tags: dict[str, str] = {}
        for tag in languages or DEFAULT:
            self._tags.setdefault(primary(tag), tag)
        self._tables: Mapping[Script, model.Table] | None = None
        self._loading = threading.Lock()

    def warm(self) -> None:
        """Read what is needed, in the background."""
        if self._tables is None:
            threading.Thread(target=self._load, name="language model").start()

    def detect(self, text: str) -> Detected:
        """The language of a text; links, numbers, addresses, emoji and codes don't count.

        Raises:
            UserError: the installation is damaged.
        """
        words = words_of(text)
        script, alone = _prevailing(words)
        if script is None:
            return NOTHING
        if alone:
            return self._named({alone: 1.0})
        if script is Script.HAN:
            return self._named(self._among(han.shares("".join(words))))
        return self._told_by_model(script, words)

    def _told_by_model(self, script: Script, words: Sequence[str]) -> Detected:
        table = self._load()[script]
        scores, known = table.scores(words)
        by_language = dict(zip(table.languages, scores, strict=True))
        ours = {
            name: score - (0 if name in PREVALENT else RARER)
            for name, score in by_language.items()
            if name in self._tags
        }
        if not ours:
            return NOTHING
        best = max(ours.values())
        if known > 1 and max(by_language.values()) - best > ELSEWHERE:
            return NOTHING
        parts = {name: math.exp((score - best) / _SPREAD) for name, score in ours.items()}
        whole = sum(parts.values())
        return self._named(
            {name: part / whole for name, part in parts.items()},
            least=LEAST_CONFIDENCE if known else LEAST_FOR_UNKNOWN,
            margin=LEAST_MARGIN if len(words) > 1 else LEAST_MARGIN_OF_A_WORD,
        )

    def _among(self, shares: Mapping[str, float]) -> dict[str, float]:
        """The same shares for the agent's languages alone."""
        ours = {name: share for name, share in shares.items() if name in self._tags}
        whole = sum(ours.values())
        return {name: share / whole for name, share in ours.items()} if whole else {}

    def _named(
        self, shares: Mapping[str, float], *, least: float = 0.0, margin: float = LEAST_MARGIN
    ) -> Detected:
        ours = {self._tags[name]: share for name, share in shares.items() if name in self._tags}
        ranking = tuple(sorted(ours.items(), key=lambda item: (-item[1], item[0])))[:5]
        if not ranking:
            return NOTHING
        language, confidence = ranking[0]
        runner_up = ranking[1][1] if len(ranking) > 1 else 0.0
        enough = confidence >= max(least, margin * runner_up)
        return Detected(language if enough else None, round(confidence, 3), ranking)

    def _load(self) -> Mapping[Script, model.Table]:
        with self._loading:
            if self._tables is None:
                self._tables = model.load()
            return self._tables


def _prevailing(words: Sequence[str]) -> tuple[Script | None, str]:
    """The script of a text and, where that tells it, the language; None for too few letters.

    Names of brands and products stay in Latin letters in any text, so these weigh less; and a few
    kana make a text of Chinese signs Japanese.
    """
    counts: Counter[tuple[Script, str]] = Counter()
    for char, times in Counter("".join(words)).items():
        if (key := script_of(char)) is not None:
            counts[key] += times
    if not counts:
        return None, ""
    kana, signs = counts[Script.OWN, "ja"], counts[Script.HAN, ""]
    if kana * 8 > signs:
        counts[Script.OWN, "ja"] += counts.pop((Script.HAN, ""), 0)
    weighted = {
        key: count * (1 if key[0] is Script.LATIN else 3) for key, count in counts.items() if count
    }
    script, alone = max(weighted, key=weighted.__getitem__)
    compact = script is Script.HAN or alone in _COMPACT
    if counts[script, alone] < (FEWEST_SIGNS if compact else FEWEST_LETTERS):
        return None, ""
    return script, alone
