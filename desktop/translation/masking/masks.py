"""Puts tokens in the place of what no engine may see or change, and puts it back."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from desktop.translation.masking.kinds import Kind, Span, merged
from desktop.translation.masking.names import Names
from desktop.translation.masking.numbers import numbers
from desktop.translation.masking.orders import Orders
from desktop.translation.masking.patterns import things
from desktop.translation.masking.terms import Terms

_GAP = r"[\s\u200b-\u200f\u2060-\u2069\ufeff]{0,2}"
_TOKEN = re.compile(
    rf"X{_GAP}Q{_GAP}(\d{{1,7}}){_GAP}Q{_GAP}X".replace("X", "[Xx]").replace("Q", "[Qq]")
)
"""A token as engines may give it back: in small letters, with spaces in it, in other digits."""
_NUMBER = re.compile(r"\d{1,7}")
_USUAL_ORDERS = Orders()


class Secrets:
    """What is private or fixed in one conversation; patterns and lists are made ready once."""

    def __init__(
        self,
        names: Iterable[str] = (),
        terms: Iterable[str] = (),
        orders: Orders = _USUAL_ORDERS,
        companies: Iterable[str] = (),
    ) -> None:
        """``names`` and ``companies`` are of the card, ``terms`` what the glossary keeps."""
        self._names = Names(names, companies)
        self._terms = Terms(terms, Kind.TERM)
        self._orders = orders

    def find(self, text: str) -> list[Span]:
        """Everything to mask, in order and without overlaps."""
        return merged(self._all(text))

    def _all(self, text: str) -> Iterator[Span]:
        yield from things(text)
        yield from numbers(text)
        yield from self._orders.find(text)
        yield from self._names.find(text)
        yield from self._terms.find(text)


@dataclass(frozen=True, slots=True)
class Token:
    """What stands in the place of something, and what that was."""

    number: int
    kind: Kind
    original: str = field(repr=False)

    def __str__(self) -> str:
        """As it stands in the text: letters that no language puts so, which engines let be."""
        return f"XQ{self.number}QX"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text that may leave the machine, and what brings the rest of it back."""

    text: str = field(repr=False)
    tokens: tuple[Token, ...] = ()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What was masked, each kind once, what matters most first."""
        present = {token.kind for token in self.tokens}
        return tuple(kind for kind in Kind if kind in present)


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with the tokens of a translation; false when nothing is."""

    lost: tuple[Token, ...] = ()
    doubled: tuple[Token, ...] = ()
    made_up: int = 0
    """Tokens that the engine changed into others, or invented."""

    def __bool__(self) -> bool:
        """Whether the translation must not be used silently."""
        return bool(self.lost or self.doubled or self.made_up)


def mask(text: str, secrets: Secrets) -> Masked:
    """The text with a token for everything that the secrets and the known forms find in it."""
    spans = secrets.find(text)
    if not spans:
        return Masked(text)
    taken = {int(number) for rest in _between(text, spans) for number in _NUMBER.findall(rest)}
    free = (number for number in range(1, len(spans) + len(taken) + 1) if number not in taken)
    pieces, tokens, at = [], [], 0
    # No number that stays in the text is used, so nothing in it can be taken for a token. Those
    # that go do not count: the memory finds a text again whatever is hidden in it.
    for span, number in zip(spans, free, strict=False):
        token = Token(number, span.kind, text[span.start : span.end])
        pieces += [text[at : span.start], str(token)]
        tokens.append(token)
        at = span.end
    return Masked("".join(pieces) + text[at:], tuple(tokens))


def mask_alike(source: str, target: str, secrets: Secrets) -> tuple[Masked, str] | None:
    """A text masked, and its translation with the same tokens; None when what is hidden differs."""
    masked = mask(source, secrets)
    left: defaultdict[str, deque[Token]] = defaultdict(deque)
    for token in masked.tokens:
        left[token.original].append(token)
    pieces, at = [], 0
    for span in secrets.find(target):
        same = left[target[span.start : span.end]]
        if not same:
            return None
        pieces += [target[at : span.start], str(same.popleft())]
        at = span.end
    return None if any(left.values()) else (masked, "".join(pieces) + target[at:])


def check(masked: Masked, translated: str) -> Faults:
    """Compare the tokens of a translation with those that were sent."""
    own = {token.number: token for token in masked.tokens}
    counts = Counter(number for number, _ in _tokens(translated, own))
    return Faults(
        lost=tuple(token for token in masked.tokens if counts[token.number] == 0),
        doubled=tuple(token for token in masked.tokens if counts[token.number] > 1),
        made_up=max(0, _others(translated, own) - _others(masked.text, own)) if own else 0,
    )


def unmask(translated: str, masked: Masked) -> str:
    """The translation with what the tokens stand for; ask :func:`check` first whether it is all."""
    own = {token.number: token for token in masked.tokens}
    pieces, at = [], 0
    for number, match in _tokens(translated, own):
        pieces += [translated[at : match.start()], own[number].original]
        at = match.end()
    return "".join(pieces) + translated[at:]


def without_tokens(text: str) -> str:
    """A masked text to be read where what its tokens stand for is not known."""
    return _TOKEN.sub("[…]", text)


def _between(text: str, spans: Iterable[Span]) -> Iterator[str]:
    """What stays of a text."""
    at = 0
    for span in spans:
        yield text[at : span.start]
        at = span.end
    yield text[at:]


def _tokens(text: str, own: dict[int, Token]) -> Iterator[tuple[int, re.Match[str]]]:
    """Our tokens in a text; what looks like one and is not may overlap with one that is."""
    at = 0
    while match := _TOKEN.search(text, at):
        number = _number(match)
        if number in own:
            yield number, match
            at = match.end()
        else:
            at = match.start() + 1


def _number(match: re.Match[str]) -> int:
    return -1 if match[1].startswith("0") else int(match[1])


def _others(text: str, own: dict[int, Token]) -> int:
    return sum(_number(match) not in own for match in _TOKEN.finditer(text))
