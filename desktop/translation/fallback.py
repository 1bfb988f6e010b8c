"""Asks engines in their order until one gives a translation that holds, all within one deadline."""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.core.clock import Clock
from desktop.core.faults import traced
from desktop.core.results import UserError
from desktop.net.address import Reach
from desktop.net.deadline import Cancellation, Deadline
from desktop.translation.breaker import Breaker
from desktop.translation.chunks import Chunks, pages, split, url_bytes, utf8_bytes
from desktop.translation.engines.base import EngineFault, FaultKind, Limit, Measure, Request
from desktop.translation.engines.registry import Ready
from desktop.translation.ratelimit import Bucket
from desktop.translation.results import Attempt
from desktop.translation.verify import BEARABLE, Flaw

log = logging.getLogger(__name__)

RESERVE_S = 2.0
"""Kept back of the deadline for each engine that is still to come."""
BETTER_S = 2.5
"""How long a better one is looked for when there is a translation already."""
_QUEUE_S = 1.0
"""Longer than this nobody waits for an engine's turn while another can be asked."""

_TICK_S = 0.001
"""Less is not worth waiting for."""

_RESTS = {FaultKind.QUOTA: 600.0, FaultKind.AUTH: 120.0, FaultKind.CERTIFICATE: 60.0}
"""Seconds for which asking again makes no sense."""
_OF_THE_CALL = frozenset({FaultKind.LANGUAGE, FaultKind.TOO_LONG, FaultKind.CANCELLED})
"""These say nothing about the engine's health."""
_PASSING = frozenset({FaultKind.BUSY, FaultKind.UNREACHABLE, FaultKind.RATE_LIMITED})
_PAUSE_S = 5.0
"""After “too often” without a time."""

_LINE_BREAKS = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_SIZES: Mapping[Measure, Callable[[str], int]] = {
    Measure.CHARACTERS: lambda _: 1,
    Measure.BYTES: utf8_bytes,
    Measure.ENCODED: url_bytes,
}

Check = Callable[[str], frozenset[Flaw]]
"""What is wrong with an answer."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best answer there was."""

    text: str = field(repr=False)
    ready: Ready
    flaws: frozenset[Flaw]


@dataclass(frozen=True, slots=True)
class Sought:
    """What came of asking around."""

    found: Found | None
    tried: tuple[Attempt, ...]
    """Those who did not give it."""
    reach: Reach
    """The farthest that the text went."""


class _Guarded:
    """An engine with what protects it from us and us from it."""

    def __init__(self, ready: Ready, clock: Clock) -> None:
        self.ready = ready
        self.breaker = Breaker(clock)
        self.bucket = Bucket(clock, ready.manifest.per_second)


class Chain:
    """The engines that are set up, in order. Any thread may ask."""

    def __init__(
        self,
        engines: Sequence[Ready],
        clock: Clock,
    ) -> None:
        """With these, in this order."""
        self._engines = [_Guarded(one, clock) for one in engines]

    @property
    def names(self) -> tuple[str, ...]:
        """The engines, in order."""
        return tuple(one.ready.name for one in self._engines)

    def close(self) -> None:
        """Close all connections."""
        for one in self._engines:
            one.ready.engine.close()

    def seek(
        self,
        request: Request,
        check: Check,
        deadline: Deadline,
        cancellation: Cancellation,
        *,
        local_only: bool = False,
        only: str = "",
    ) -> Sought:
        """Ask until an answer has no flaw; else the best of those that can be borne."""
        tried: list[Attempt] = []
        usable: list[_Guarded] = []
        for one in self._engines:
            if only and one.ready.name != only:
                continue
            refused = _why_not(one, request, local_only=local_only)
            if refused is None:
                usable.append(one)
            elif refused is not FaultKind.REFUSED:
                tried.append(_left_out(one, refused))
        best: Found | None = None
        reach = Reach.MACHINE
        for place, one in enumerate(usable):
            if cancellation.cancelled or deadline.passed:
                break
            following = len(usable) - place - 1
            hurried = best is not None
            share = _share(deadline, following, hurried=hurried)
            result, asked = self._ask(
                one, request, check, share, cancellation, last=not following, hurried=hurried
            )
            if asked:
                reach = _farther(reach, one.ready.engine.reach)
            if isinstance(result, Attempt):
                tried.append(result)
                continue
            if best is None or len(result.flaws) < len(best.flaws):
                best = result
            if not best.flaws:
                break
        return Sought(best, tuple(tried), reach)

    def _ask(
        self,
        one: _Guarded,
        request: Request,
        check: Check,
        deadline: Deadline,
        cancellation: Cancellation,
        *,
        last: bool,
        hurried: bool,
    ) -> tuple[Found | Attempt, bool]:
        """One engine's answer, and whether it was asked for it."""
        if not one.breaker.allows():
            return _left_out(one, FaultKind.BUSY), False
        turn = _Turn(one, request, deadline, cancellation, patience=None if last else _QUEUE_S)
        try:
            answer = self._whole(turn, request.text)
            if last and isinstance(answer, EngineFault) and answer.kind in _PASSING:
                answer = self._again(turn, request.text, answer)
            found = self._judge(turn, request.text, answer, check)
        except UserError as error:  # no key, or no keyring
            one.breaker.undecided()
            attempt = Attempt(
                one.ready.name, one.ready.manifest.title, FaultKind.AUTH, turn.asked, error.problem
            )
            return attempt, turn.asked
        except Exception as error:  # noqa: BLE001 - a dispatcher: the next engine may do better
            log.error("the engine %s failed: %s", one.ready.name, traced(error))
            found = EngineFault(FaultKind.BAD_ANSWER)
        if isinstance(found, EngineFault):
            _record(one, found, hurried=hurried)
            return Attempt(
                one.ready.name, one.ready.manifest.title, found.kind, turn.asked
            ), turn.asked
        one.breaker.succeeded()
        return found, True

    def _judge(
        self, turn: _Turn, text: str, answer: str | EngineFault, check: Check
    ) -> Found | EngineFault:
        if isinstance(answer, EngineFault):
            return answer
        found = check(answer)
        if Flaw.TOKENS in found and found <= BEARABLE:
            # A token is lost most easily in a long text: once more, a sentence at a time.
            second = self._in_parts(turn, _split(turn, text, by_sentence=True))
            if isinstance(second, str) and len(again := check(second)) < len(found):
                answer, found = second, again
        if not found <= BEARABLE:
            return EngineFault(FaultKind.BAD_ANSWER)
        return Found(answer, turn.ready, found)

    def _again(self, turn: _Turn, text: str, fault: EngineFault) -> str | EngineFault:
        """A second try with the last engine, after the time it asked for, if there is enough."""
        jitter = random.uniform(0.2, 0.4)  # noqa: S311 - spreads calls, guards nothing
        wait = jitter if fault.retry_after is None else fault.retry_after
        if fault.kind is FaultKind.RATE_LIMITED and fault.retry_after is None:
            return fault
        if wait + 1 > turn.deadline.left() or turn.cancellation.wait(wait):
            return fault
        return self._whole(turn, text)

    def _whole(self, turn: _Turn, text: str) -> str | EngineFault:
        if not turn.ready.manifest.keeps_lines:
            return self._in_parts(turn, _split(turn, text))
        if turn.limit.fits(text):
            return self._page(turn, text)
        answers = []
        for page in pages(text, turn.limit.most, _SIZES[turn.limit.measure]):
            answer = self._page(turn, page)
            if isinstance(answer, EngineFault):
                return answer
            answers.append(answer)
        return "".join(answers)

    def _page(self, turn: _Turn, text: str) -> str | EngineFault:
        """A text of one call, or one line that is too long for it."""
        if not turn.limit.fits(text):
            return self._in_parts(turn, _split(turn, text))
        body = text.strip()
        if not body:
            return text
        answer = turn.translate(body)
        if isinstance(answer, str) and _LINE_BREAKS.findall(answer) != _LINE_BREAKS.findall(body):
            return self._in_parts(turn, _split(turn, text))
        if isinstance(answer, EngineFault):
            return answer
        before, _, after = text.partition(body)
        return before + answer + after

    def _in_parts(self, turn: _Turn, chunks: Chunks) -> str | EngineFault:
        answers = []
        for part in chunks.texts:
            answer = turn.translate(part)
            if isinstance(answer, EngineFault):
                return answer
            answers.append(answer)
        return chunks.join(answers)


def _split(turn: _Turn, text: str, *, by_sentence: bool = False) -> Chunks:
    return split(text, turn.limit.most, _SIZES[turn.limit.measure], by_sentence=by_sentence)


class _Turn:
    """One engine's go at one text."""

    def __init__(
        self,
        one: _Guarded,
        request: Request,
        deadline: Deadline,
        cancellation: Cancellation,
        patience: float | None,
    ) -> None:
        self.ready = one.ready
        self.limit: Limit = one.ready.manifest.limit
        self.deadline = deadline
        self.cancellation = cancellation
        self.asked = False
        """Was anything sent?"""
        self._request = request
        self._bucket = one.bucket
        self._patience = patience

    def translate(self, part: str) -> str | EngineFault:
        """A text that fits, without spaces around it."""
        if (fault := self._wait_for_turn()) is not None:
            return fault
        self.asked = True
        request = Request(part, self._request.source, self._request.target, self._request.formality)
        answer = self.ready.engine.translate(request, self.deadline, self.cancellation)
        if isinstance(answer, EngineFault):
            if answer.kind is FaultKind.RATE_LIMITED:
                self._bucket.pause(_PAUSE_S if answer.retry_after is None else answer.retry_after)
            return answer
        text = answer.text.strip()
        return text or EngineFault(FaultKind.BAD_ANSWER)

    def _wait_for_turn(self) -> EngineFault | None:
        left = self.deadline.left()
        wait = self._bucket.take(left if self._patience is None else min(left, self._patience))
        if wait is None:
            return EngineFault(FaultKind.RATE_LIMITED)
        if wait > _TICK_S and self.cancellation.wait(wait):
            return EngineFault(FaultKind.CANCELLED)
        return EngineFault(FaultKind.TIMEOUT) if self.deadline.passed else None


def _why_not(one: _Guarded, request: Request, *, local_only: bool) -> FaultKind | None:
    """Why this engine is not to be asked; ``REFUSED`` when the agent's settings say so."""
    if local_only and one.ready.engine.reach is not Reach.MACHINE:
        return FaultKind.REFUSED
    if not one.ready.engine.takes(request.source, request.target):
        return FaultKind.LANGUAGE
    return FaultKind.BUSY if one.breaker.is_open else None


def _left_out(one: _Guarded, kind: FaultKind) -> Attempt:
    return Attempt(one.ready.name, one.ready.manifest.title, kind, asked=False)


def _record(one: _Guarded, fault: EngineFault, *, hurried: bool) -> None:
    """Tell the breaker. Who had no time may be good; “too often” is the bucket's business."""
    slow = hurried and fault.kind is FaultKind.TIMEOUT
    if slow or fault.kind in _OF_THE_CALL or fault.kind is FaultKind.RATE_LIMITED:
        one.breaker.undecided()
    else:
        one.breaker.failed(_RESTS.get(fault.kind))


def _share(deadline: Deadline, following: int, *, hurried: bool) -> Deadline:
    """How long one engine may take, so that those after it have their chance."""
    left = deadline.left()
    share = max(left - RESERVE_S * following, left / (following + 1))
    return deadline.at_most(min(share, BETTER_S) if hurried else share)


def _farther(one: Reach, other: Reach) -> Reach:
    order = (Reach.MACHINE, Reach.OFFICE, Reach.INTERNET)
    return max(one, other, key=order.index)
