"""When to ask what the field with the keyboard is, and how long the answer counts.

Programs that draw their own fields are asked by UI Automation, which may take its time; whoever
types waits for none of it. So one thread tells what may have moved the focus and reads what is
known, the other asks, and neither takes a lock: each value is written at one place, in one step.
"""

from __future__ import annotations

from dataclasses import dataclass

DELAYS_S = (0.03, 0.25, 1.0)
"""So long behind a click or key it is asked: the program gets that after us, and a browser that is
asked for the first time has yet to build what it answers from."""
APART_S = 0.2
"""Between two questions, however often the focus moves."""
KEPT_S = 0.5
"""What was known counts so long behind a click or key that nobody has answered for yet."""


@dataclass(frozen=True, slots=True)
class Question:
    """One that goes out."""

    place: int
    """Which window and field of the system's it is about, by number."""
    at: float


@dataclass(frozen=True, slots=True)
class _Answer:
    question: Question
    secret: bool


class FieldWatch:
    """See the module. Times are those of one clock that never goes back."""

    def __init__(self) -> None:
        """Nothing is known, and nothing is to be asked."""
        self._place = 0
        self._asks = False
        self._stirred = 0.0
        self._waiting: float | None = None
        """Since when no question has gone out for what has moved the focus."""
        self._asked = 0.0
        self._answer = _Answer(Question(0, 0.0), secret=False)

    # --- the thread of the keys ---

    def move(self, now: float, *, asks: bool) -> None:
        """Another window or field of the system's has the keyboard: what was known is over.

        ``asks``: only its program knows what it is.
        """
        self._place += 1
        self._asks = asks
        self.stir(now)

    def stir(self, now: float) -> None:
        """Within its window the focus may have moved."""
        self._stirred = now
        if self._waiting is None:
            self._waiting = now

    def is_secret(self, now: float) -> bool:
        """Does it hide what is typed? What is not known, or not any more, does not."""
        answer = self._answer
        if not answer.secret or answer.question.place != self._place:
            return False
        return answer.question.at >= self._stirred or now - self._stirred <= KEPT_S

    # --- the thread that asks ---

    def next_at(self) -> float | None:
        """When to ask; None: when something has stirred."""
        if not self._asks:
            return None
        waiting, stirred = self._waiting, self._stirred
        if waiting is not None:
            return max(waiting + DELAYS_S[0], self._asked + APART_S)
        for delay in DELAYS_S[1:]:
            if stirred + delay > self._asked:
                return stirred + delay
        return None

    def question(self, now: float) -> Question:
        """Ask now; this is for :meth:`answer`."""
        self._waiting = None
        self._asked = now
        return Question(self._place, now)

    def answer(self, question: Question, *, secret: bool | None) -> None:
        """What came of it; None: nothing."""
        self._answer = _Answer(question, secret is True)
