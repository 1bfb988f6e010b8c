"""Reading a customer in one's own language and answering in theirs, on a team's translations.

No engine is needed: the texts are in ``resources/demo/team.tmx``, which the agent takes in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.demo.stage import Stage
from desktop.demo.step import (
    Act,
    Step,
    in_turn,
    pictured,
    presses,
    sees,
    sees_gone,
    types,
    waits_for,
)

BESIDE = "Deskhand translation"
LIVE = "Deskhand live translation"
CANCEL = "Quero cancelar o meu pedido, por favor."
IN_ENGLISH = "I want to cancel my order, please."
WHEN = "Quando chega a minha encomenda?"
WHEN_IN_ENGLISH = "When does my parcel arrive?"
SORRY = "We are sorry that your parcel is late."
IN_PORTUGUESE = "Lamentamos que a sua encomenda esteja atrasada."
TOMORROW = "It arrives tomorrow before noon."
TOMORROW_IN_PORTUGUESE = "Chega amanhã antes do meio-dia."


def _takes_in(stage: Stage) -> None:
    stage.verb("memory", "import", str(stage.profile / "team.tmx"))


def _again(act: Act, until: Callable[[Stage], bool], what: str) -> Act:
    """Do it, and once more now and then, until something comes of it."""

    def acts(stage: Stage) -> None:
        def done() -> bool:
            act(stage)
            return until(stage)

        stage.wait(done, what)

    return acts


def _to_practice(stage: Stage) -> None:
    stage.to_practice()


STEPS: Sequence[Step] = (
    Step("a team's translations are taken in", _takes_in, at_practice=False, seconds=20),
    Step(
        "a message is selected, and stands beside it in English",
        in_turn(
            types(CANCEL),
            waits_for(CANCEL),
            presses("ctrl", "a"),
            presses("ctrl", "alt", "t"),
            sees(BESIDE, front=False),
            presses("ctrl", "alt", "t"),
            sees(BESIDE),
            _again(
                types("c"),
                lambda stage: stage.clipboard_text() == IN_ENGLISH,
                "the translation was not copied",
            ),
            pictured("translation-light", BESIDE),
            presses("escape"),
            sees_gone(BESIDE),
        ),
        CANCEL,
        seconds=20,
    ),
    Step(
        "a reply is put into the customer's language where it stands",
        in_turn(types(SORRY), waits_for(SORRY), presses("ctrl", "a"), presses("ctrl", "alt", "r")),
        IN_PORTUGUESE,
    ),
    Step(
        "and Backspace puts the agent's words back",
        types("\b"),
        SORRY,
        fresh=False,
    ),
    Step(
        "live: a message that is copied appears in English",
        in_turn(
            types(WHEN),
            waits_for(WHEN),
            presses("ctrl", "a"),
            presses("ctrl", "alt", "l"),
            sees(LIVE),
            presses("f8"),
            _again(
                in_turn(
                    _to_practice,
                    presses("ctrl", "c"),
                    presses("ctrl", "alt", "l"),
                    sees(LIVE),
                    presses("ctrl", "up"),
                    presses("ctrl", "c"),
                ),
                lambda stage: stage.clipboard_text() == WHEN_IN_ENGLISH,
                "the message is not there in English",
            ),
        ),
        WHEN,
        seconds=20,
    ),
    Step(
        "live: the answer goes into the chat in Portuguese, and is not sent",
        in_turn(
            presses("ctrl", "alt", "l"),
            sees(LIVE),
            types(TOMORROW),
            pictured("live-light", LIVE),
            presses("enter"),
            waits_for(TOMORROW_IN_PORTUGUESE),
            pictured("live-answered-light", LIVE),
        ),
        TOMORROW_IN_PORTUGUESE,
        fresh=False,
    ),
    Step(
        "live: closed by Escape",
        in_turn(presses("ctrl", "alt", "l"), sees(LIVE), presses("escape"), sees_gone(LIVE)),
    ),
)
