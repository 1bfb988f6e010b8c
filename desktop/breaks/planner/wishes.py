"""What the agent wishes for: postponing, skipping, breaks at once, pauses and breathing."""

from __future__ import annotations

from desktop.breaks.planner.course import Course
from desktop.breaks.planner.inputs import Do, Wish
from desktop.breaks.planner.news import Outcome, What
from desktop.breaks.planner.plan import make_plan
from desktop.breaks.planner.rules import Kind
from desktop.breaks.planner.state import Booked


def fulfil(course: Course, wish: Wish, at: int) -> None:
    """Do what is wished for, or say that it is refused."""
    state = course.state
    if wish.do is Do.PAUSE:
        state.paused_until = at + round(wish.seconds * 1000) if wish.seconds > 0 else None
    elif wish.do is Do.RESUME:
        state.paused_until = None
    elif wish.do is Do.BREATHE:
        _breathe(course, at, round(wish.seconds * 1000))
    elif wish.do is Do.TAKE_SHORT:
        _take(course, Kind.SHORT, at, wish.seconds)
    elif wish.do is Do.TAKE_LONG:
        _take(course, Kind.LONG, at, wish.seconds)
    elif wish.do is Do.POSTPONE:
        _postpone(course, at)
    else:
        _skip(course, at)


def _breathe(course: Course, at: int, length: int) -> None:
    state = course.state
    if state.interaction or state.running is not None:
        course.refuse(at, state.running.of if state.running is not None else None)
    else:
        state.breathing_until = at + length if length > 0 else None


def _take(course: Course, kind: Kind, at: int, seconds: float) -> None:
    state = course.state
    if state.running is not None:
        course.refuse(at, kind)
    elif state.withheld():
        state.of(kind).make_due()
    else:
        course.start(kind, at, round(seconds * 1000) if seconds > 0 else None)


def _postpone(course: Course, at: int) -> None:
    state = course.state
    about = _in_hand(course, at)
    if not isinstance(about, Kind):
        course.refuse(at, about)
        return
    rules, one, running = course.rules.of(about), state.of(about), state.running
    late = running is not None and 10 * (at - running.began) >= 3 * running.length
    if rules.strict or late or one.postpones >= rules.postpone_limit:
        course.refuse(at, about)
        return
    one.postpones += 1
    one.noticed = False
    one.withheld_since = None
    one.overdue_told = False
    # In a pause the countdown begins when the pause is over.
    one.postponed_until = at + rules.postpone
    state.running = None
    rest_of_pause = max((state.paused_until or at) - at, 0)
    until = one.postponed_until + rest_of_pause
    course.tell(at, What.POSTPONED, about, until=until)
    if running is not None:
        _look_at_rest(course, at)


def _skip(course: Course, at: int) -> None:
    state = course.state
    about = _in_hand(course, at)
    if not _may_skip(course, about):
        course.refuse(at, about)
    elif state.running is not None:
        course.end(at, Outcome.SKIPPED)
        _look_at_rest(course, at)
    elif isinstance(about, Kind):
        course.tell(at, What.END, about, outcome=Outcome.SKIPPED)
        course.reset(about)


def _may_skip(course: Course, about: Kind | Booked | None) -> bool:
    """A rostered one can be ended once it is on, by who is back from lunch before its time."""
    if isinstance(about, Kind):
        return not course.rules.of(about).strict
    return about is not None and course.state.running is not None and not course.rules.strict


def _look_at_rest(course: Course, at: int) -> None:
    """A break ended by a wish: the rest that became long enough in it is credited now."""
    course.credit_rest(at, course.state.resting_since())


def _in_hand(course: Course, at: int) -> Kind | Booked | None:
    """The break that is on, or else the one of the notice, the next one of several."""
    state = course.state
    if state.running is not None:
        return state.running.of
    noticed = [kind for kind in Kind if state.of(kind).noticed]
    if len(noticed) > 1:
        plan = make_plan(state, course.rules, at, counting=True)
        noticed.sort(key=lambda kind: (plan.of(kind) is None, plan.of(kind)))
    if noticed:
        return noticed[0]
    return state.booked[0] if state.booked_noticed else None
