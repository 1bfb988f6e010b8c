"""translation.fallback: order, breakers, rates, shares of the deadline, parts, and no mixing."""

from __future__ import annotations

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from desktop.core.clock import FixedClock, SystemClock
from desktop.core.results import UserError
from desktop.net.address import Reach
from desktop.net.deadline import Cancellation, Deadline
from desktop.translation.engines.base import (
    EngineFault,
    FaultKind,
    Limit,
    Measure,
    Request,
    Translated,
)
from desktop.translation.fallback import Chain, Check, Sought
from desktop.translation.verify import Flaw
from tests.unit.translation.parts import Spoken, chain, clock, ready

FINE: Check = lambda _: frozenset()  # noqa: E731 - reads better here


def seek(
    of: Chain,
    text: str = "Hola",
    on: FixedClock | None = None,
    check: Check = FINE,
    *,
    seconds: float = 8,
    token: Cancellation | None = None,
    local_only: bool = False,
    only: str = "",
) -> Sought:
    return of.seek(
        Request(text, "es", "en"),
        check,
        Deadline(on or clock(), seconds),
        token or Cancellation(),
        local_only=local_only,
        only=only,
    )


def fault(kind: FaultKind, after: float | None = None) -> Spoken:
    return Spoken(lambda _: EngineFault(kind, after))


def test_the_first_that_works_is_the_one() -> None:
    one, two, three = fault(FaultKind.UNREACHABLE), Spoken(str.upper), Spoken(str.lower)
    found = seek(chain(ready(one, "a"), ready(two, "b"), ready(three, "c")))
    assert found.found is not None
    assert (found.found.text, found.found.ready.name) == ("HOLA", "b")
    assert [(tried.engine, tried.fault) for tried in found.tried] == [("a", FaultKind.UNREACHABLE)]
    assert three.asked == []


def test_how_far_the_text_went_counts_those_that_failed() -> None:
    one = Spoken(lambda _: EngineFault(FaultKind.BAD_ANSWER), Reach.INTERNET)
    found = seek(chain(ready(one, "a"), ready(Spoken(str.upper), "b")))
    assert found.reach is Reach.INTERNET


def test_nothing_leaves_this_machine() -> None:
    cloud, office = Spoken(str.upper, Reach.INTERNET), Spoken(str.upper, Reach.OFFICE)
    near = Spoken(str.lower)
    found = seek(chain(ready(cloud, "a"), ready(office, "b"), ready(near, "c")), local_only=True)
    assert found.found is not None
    assert found.found.ready.name == "c"
    assert found.reach is Reach.MACHINE
    assert cloud.asked == office.asked == []
    assert seek(chain(ready(cloud, "a")), local_only=True) == Sought(None, (), Reach.MACHINE)


def test_only_the_one_that_was_named() -> None:
    one, two = Spoken(str.upper), Spoken(str.lower)
    found = seek(chain(ready(one, "a"), ready(two, "b")), only="b")
    assert found.found is not None
    assert found.found.ready.name == "b"
    assert one.asked == []


def test_a_pair_that_an_engine_does_not_know_is_not_sent() -> None:
    one = Spoken(str.upper, takes=False)
    found = seek(chain(ready(one, "a"), ready(Spoken(str.lower), "b")))
    assert one.asked == []
    assert found.tried[0].fault is FaultKind.LANGUAGE
    assert not found.tried[0].asked


def test_an_engine_that_keeps_failing_rests_and_is_tried_again() -> None:
    on = clock()
    broken = fault(FaultKind.TIMEOUT)
    of = chain(ready(broken, "a"), ready(Spoken(str.upper), "b"), on=on)
    for _ in range(5):
        assert seek(of, on=on).found is not None
    assert len(broken.asked) == 3
    on.advance(30)
    seek(of, on=on)
    seek(of, on=on)
    assert len(broken.asked) == 4


def test_who_answers_now_and_then_is_asked_on() -> None:
    on = clock()
    fails = itertools.cycle((True, True, False))
    one = Spoken(lambda text: EngineFault(FaultKind.TIMEOUT) if next(fails) else text.upper())
    of = chain(ready(one, "a"), ready(Spoken(str.upper), "b"), on=on)
    for _ in range(9):
        seek(of, on=on)
    assert len(one.asked) == 9


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (FaultKind.AUTH, 1),
        (FaultKind.QUOTA, 1),
        (FaultKind.CERTIFICATE, 1),
        (FaultKind.BAD_ANSWER, 3),
        (FaultKind.LANGUAGE, 5),
        (FaultKind.TOO_LONG, 5),
    ],
)
def test_how_soon_a_fault_makes_an_engine_rest(kind: FaultKind, asked: int) -> None:
    on = clock()
    broken = fault(kind)
    of = chain(ready(broken, "a"), ready(Spoken(str.upper), "b"), on=on)
    for _ in range(5):
        seek(of, on=on)
    assert len(broken.asked) == asked


def test_asked_too_often_it_is_left_alone_as_long_as_it_said() -> None:
    on = clock()
    busy = fault(FaultKind.RATE_LIMITED, 20)
    of = chain(ready(busy, "a"), ready(Spoken(str.upper), "b"), on=on)
    for _ in range(3):
        found = seek(of, on=on)
        assert found.tried[0].fault is FaultKind.RATE_LIMITED
    assert len(busy.asked) == 1
    on.advance(20)
    seek(of, on=on)
    assert len(busy.asked) == 2


def test_the_last_engine_is_given_the_short_time_it_asked_for() -> None:
    answers: list[str | EngineFault] = [EngineFault(FaultKind.RATE_LIMITED, 0.05), "HOLA"]
    one = Spoken(lambda _: answers.pop(0))
    real = SystemClock()
    of = Chain([ready(one)], real)
    found = of.seek(Request("Hola", "es", "en"), FINE, Deadline(real, 5), Cancellation())
    assert found.found is not None
    assert len(one.asked) == 2


def test_the_last_engine_is_not_waited_for_longer_than_there_is_time() -> None:
    one = fault(FaultKind.RATE_LIMITED, 60)
    begun = time.monotonic()
    assert seek(chain(ready(one))).found is None
    assert time.monotonic() - begun < 1
    assert len(one.asked) == 1


def test_every_engine_gets_its_share_of_the_deadline() -> None:
    engines = [fault(FaultKind.TIMEOUT) for _ in range(3)]
    seek(chain(*(ready(one, name) for one, name in zip(engines, "abc", strict=True))))
    assert [one.deadlines[0] for one in engines] == [4, 6, 8]


def test_nobody_is_asked_after_the_end_or_once_cancelled() -> None:
    one = Spoken(str.upper)
    assert seek(chain(ready(one)), seconds=0).found is None
    token = Cancellation()
    token.cancel()
    assert seek(chain(ready(one)), token=token).found is None
    assert one.asked == []


def test_cancelling_ends_a_wait_for_an_engines_turn() -> None:
    real = SystemClock()
    of = Chain([ready(Spoken(str.upper), per_second=0.05)], real)
    token = Cancellation()
    for _ in range(5):  # the burst
        of.seek(Request("Hola", "es", "en"), FINE, Deadline(real, 5), token)
    threading.Timer(0.1, token.cancel).start()
    begun = time.monotonic()
    found = of.seek(Request("Hola", "es", "en"), FINE, Deadline(real, 60), token)
    assert found.found is None
    assert time.monotonic() - begun < 2


def test_the_best_that_can_be_borne_is_kept_when_nobody_has_better() -> None:
    flaws = {"one": {Flaw.SAME, Flaw.NUMBERS}, "two": {Flaw.SAME}, "three": {Flaw.HTML}}
    engines = [ready(Spoken(lambda _, said=name: said), name) for name in flaws]  # type: ignore[misc]
    found = seek(chain(*engines), check=lambda answer: frozenset(flaws[answer]))
    assert found.found is not None
    assert found.found.ready.name == "two"
    assert [(one.engine, one.fault) for one in found.tried] == [("three", FaultKind.BAD_ANSWER)]


def test_an_engine_that_only_had_the_rest_of_the_time_does_not_rest_for_it() -> None:
    on = clock()
    slow = fault(FaultKind.TIMEOUT)
    of = chain(ready(Spoken(str.upper), "a"), ready(slow, "b"), on=on)
    for _ in range(5):
        found = seek(of, on=on, check=lambda _: frozenset({Flaw.SAME}))
        assert found.found is not None
    assert len(slow.asked) == 5
    assert slow.deadlines[0] < 3


def test_a_lost_token_is_tried_again_by_sentence() -> None:
    def says(text: str) -> str:
        return text.replace("XQ1QX", "") if ". " in text else text

    one = Spoken(says)
    found = seek(
        chain(ready(one)),
        "Uno XQ1QX. Dos cosas.",
        check=lambda answer: frozenset() if "XQ1QX" in answer else frozenset({Flaw.TOKENS}),
    )
    assert found.found is not None
    assert (found.found.text, found.found.flaws) == ("Uno XQ1QX. Dos cosas.", frozenset())
    assert one.asked[1:] == ["Uno XQ1QX.", "Dos cosas."]


LINES = "  Hola.\r\n\n\tAdiós,\u00a0amigo. \n\n👍\n"


@pytest.mark.parametrize("keeps_lines", [True, False])
def test_every_newline_and_space_comes_back(keeps_lines: bool) -> None:
    one = Spoken(lambda text: f" {text} ")
    found = seek(chain(ready(one, keeps_lines=keeps_lines)), LINES)
    assert found.found is not None
    assert found.found.text == LINES
    assert len(one.asked) == (1 if keeps_lines else 2)


def test_an_engine_that_joins_lines_gets_them_apart() -> None:
    one = Spoken(lambda text: text.replace("\n", ""))
    found = seek(chain(ready(one)), "uno\ndos")
    assert found.found is not None
    assert found.found.text == "uno\ndos"
    assert one.asked == ["uno\ndos", "uno", "dos"]


@pytest.mark.parametrize("measure", list(Measure))
def test_no_call_is_longer_than_the_engine_takes(measure: Measure) -> None:
    limit = Limit(120, measure)
    one = Spoken(lambda text: text)
    text = "Мой заказ ещё не пришёл. Где он? " * 20
    found = seek(chain(ready(one, limit=limit)), text)
    assert found.found is not None
    assert found.found.text == text
    assert all(limit.fits(part) for part in one.asked)


def test_a_long_text_of_many_lines_takes_few_calls() -> None:
    one = Spoken(lambda text: text.upper())
    text = "  ¿Dónde está?\r\n" * 150 + "\n" * 200 + " " + "No llega. " * 60 + "\nAdiós.\n"
    found = seek(chain(ready(one, limit=Limit(500))), text)
    assert found.found is not None
    assert found.found.text == text.upper()
    assert len(one.asked) < 12


def test_a_part_that_fails_fails_the_whole() -> None:
    one = Spoken(lambda text: EngineFault(FaultKind.BUSY) if text == "dos" else text)
    assert seek(chain(ready(one, keeps_lines=False)), "uno\ndos\ntres").found is None


def test_an_engine_that_breaks_does_not_break_the_chain(caplog: pytest.LogCaptureFixture) -> None:
    def breaks(_text: str) -> str:
        raise ZeroDivisionError("customer's text")

    found = seek(chain(ready(Spoken(breaks), "a"), ready(Spoken(str.upper), "b")))
    assert found.found is not None
    assert "customer" not in caplog.text


def test_a_missing_key_is_said_in_its_own_words() -> None:
    def asks(_text: str) -> str:
        raise UserError("This engine needs a key")

    found = seek(chain(ready(Spoken(asks), "a")))
    assert found.tried[0].problem is not None
    assert found.tried[0].problem.what == "This engine needs a key"


def test_600_calls_on_16_threads_never_mix() -> None:
    real = SystemClock()
    turn = threading.Semaphore(8)

    def slow(text: str) -> str:
        with turn:
            time.sleep(0.001)
        return text.upper()

    def flaky(text: str) -> str | EngineFault:
        return EngineFault(FaultKind.LANGUAGE) if hash(text) % 3 else text.upper()

    of = Chain(
        [ready(Spoken(flaky), "a", per_second=1e6), ready(Spoken(slow), "b", per_second=1e6)], real
    )

    def ask(number: int) -> bool:
        text = f"texto {number} de alguien"
        request = Request(text, "es", "en")
        found = of.seek(request, FINE, Deadline(real, 30), Cancellation()).found
        return found is not None and found.text == text.upper()

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(ask, range(600)))


def test_closing_closes_every_engine() -> None:
    engines = [Spoken(str.upper), Spoken(str.upper)]
    of = chain(*(ready(one) for one in engines))
    assert of.names == ("one", "one")
    of.close()
    assert all(one.closed for one in engines)


def test_what_an_engine_gave_does_not_show_in_logs() -> None:
    assert "secret" not in repr(Translated("secret"))
    assert "secret" not in repr(Request("secret", "es", "en"))
