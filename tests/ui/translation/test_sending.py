"""When Enter counts, whatever comes in whatever order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.translation.conversation_view import Preview
from desktop.ui.translation.sending import Press, Sending

DRAFTS = ("", " ", "one", "two")
GOOD = Preview("one", "um", "one", "engine")
PREVIEWS = (
    None,
    GOOD,
    replace(GOOD, of="two"),
    replace(GOOD, waiting=True, text=""),
    replace(GOOD, problem="It failed.", text=""),
    replace(GOOD, grave=True, warnings=("Look.",)),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("press"), st.booleans()),
        st.tuples(st.just("draft"), st.sampled_from(DRAFTS)),
        st.tuples(st.just("preview"), st.sampled_from(PREVIEWS)),
        st.tuples(st.just("answer"), st.none()),
    ),
    max_size=30,
)


@given(STEPS)
def test_nothing_goes_out_but_what_was_in_sight(steps: list[tuple[str, object]]) -> None:
    sending = Sending()
    draft = ""
    preview: Preview | None = None
    pointed_at: Preview | None = None
    for what, value in steps:
        came_to = Press.NOTHING
        if what == "draft":
            draft = str(value)
            sending.take_back()
            sending.rewrite()
            pointed_at = None
        elif what == "preview":
            preview = value if isinstance(value, Preview) else None
            came_to = sending.arrive(draft, preview)
        elif what == "answer":
            sending.answered()
        else:
            came_to = sending.press(draft, preview, copying=bool(value))
        if came_to in {Press.SEND, Press.COPY}:
            assert preview is not None
            assert preview.is_ready_for(draft)
            assert not preview.grave or preview == pointed_at
        if came_to is Press.LOOK:
            assert preview is not None
            assert preview.grave
            pointed_at = preview
        if came_to is Press.SEND_WHEN_TRANSLATED:
            assert sending.awaits
            assert draft.strip()


def test_one_that_waits_is_sent_once() -> None:
    sending = Sending()
    assert sending.press("one", None, copying=False) is Press.SEND_WHEN_TRANSLATED
    assert sending.press("one", None, copying=False) is Press.NOTHING
    assert sending.arrive("one", GOOD) is Press.SEND
    assert sending.arrive("one", GOOD) is Press.NOTHING
    assert sending.press("one", GOOD, copying=False) is Press.NOTHING
    sending.answered()
    assert sending.press("one", GOOD, copying=False) is Press.SEND


def test_what_was_taken_back_is_not_sent() -> None:
    sending = Sending()
    sending.press("one", None, copying=False)
    assert sending.take_back()
    assert not sending.take_back()
    assert sending.arrive("one", GOOD) is Press.NOTHING
