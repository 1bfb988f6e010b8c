"""Whatever is typed on a simulated Mac, however fast: the text is what a hand would have typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.keyboard import messages
from tests.unit.host.macos.simulated import Desk
from tests.unit.keyboard.conftest import Trigger, make_index

TEXTS = {
    ":brb": "be right back",
    ":uni": "Grüße – 😀 日本",
    ":in": "<:brb>",
    ":ml": "one\ntwo",
    ":pa": "pasted short",
    ":)": "Thank You!",
}
WORDS = st.sampled_from([*TEXTS, *TEXTS, "ok", " ", "Xyz", "a.", "1", "B"])


def _answer(number: int) -> messages.Expand:
    trigger, text = list(TEXTS.items())[number]
    return messages.Expand(0, text, 0, "paste" if trigger == ":pa" else "auto")


@given(st.lists(st.tuples(WORDS, st.sampled_from([0, 1, 1, 8, 30])), max_size=12))
def test_nothing_is_lost_doubled_or_out_of_order(typed: list[tuple[str, int]]) -> None:
    index = make_index([Trigger(trigger, number) for number, trigger in enumerate(TEXTS)])
    desk = Desk(index, _answer)
    try:
        for word, delay in typed:
            desk.type(word, delay)
        wanted = "".join(TEXTS.get(word, word) for word, _ in typed)
        assert desk.text(wanted) == wanted
        assert desk.mac.board.content == "the agent's own"
        assert len(desk.of(messages.Typed)) == sum(word in TEXTS for word, _ in typed)
    finally:
        desk.keys_host.close()
