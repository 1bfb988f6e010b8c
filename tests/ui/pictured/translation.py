"""Pictures of the windows of translation."""

from __future__ import annotations

from collections.abc import Iterator

from tests.ui.pictured.look import Look


def pictures(look: Look) -> Iterator[tuple[str, object]]:
    yield from selections(rtl=look.rtl)
    yield from conversations(rtl=look.rtl)


def selections(*, rtl: bool) -> Iterator[tuple[str, object]]:
    from desktop.ui.translation.notice import ReplacedNotice
    from desktop.ui.translation.selection_window import SelectionWindow
    from tests.ui.translation import spoken

    window = SelectionWindow(spoken.LANGUAGES)
    window.show_hotkey("Ctrl Alt T")
    window.wait(spoken.SPANISH, "en", None)
    yield "selection-waiting", window
    window._say_slow()
    yield "selection-slow", window
    for name, outcome in spoken.OUTCOMES.items():
        window.wait(spoken.originals(name), outcome.target, None)
        window.show_outcome(outcome, spoken.LIKES if "memory" in name else ())
        yield f"selection-{name}", window
    for name in ("translated", "grave", "no-engine"):
        window.wait(spoken.SPANISH, "en", None)
        window.take_keys()
        window.show_outcome(spoken.OUTCOMES[name])
        yield f"selection-{name}-keys", window
    window.can_replace = False
    window.wait(spoken.SPANISH, "en", None)
    window.take_keys()
    window.show_outcome(spoken.OUTCOMES["translated"])
    window.parts.copy.click()
    yield "selection-copied", window
    window.show_nothing_selected(None)
    yield "selection-nothing", window
    notice = ReplacedNotice()
    notice.working(None)
    yield "replaced-working", notice
    notice.done("es", "Apertium · stayed on this computer", "Backspace", None)
    yield "replaced-done", notice
    long = "DeepL, after Apertium · left this computer, 4 things hidden: card number, 3 links"
    notice.done("ar" if rtl else "pt", long, "Backspace", None)
    yield "replaced-long", notice


def conversations(*, rtl: bool) -> Iterator[tuple[str, object]]:
    from desktop.ui.translation.conversation_view import Preview
    from desktop.ui.translation.conversation_window import ConversationWindow
    from tests.ui.translation import conversations as acted

    def window(*lines: object, **changes: object) -> ConversationWindow:
        made = ConversationWindow()
        made.show_situation(acted.situation(**changes))
        made.show_lines(lines)  # type: ignore[arg-type]
        return made

    if rtl:
        one = window(*acted.ARABIC_TALK, acted.FAILED, acted.ASKING, customer="آنا سوزا")
        one.set_draft("سيصل يوم الخميس")
        yield "conversation-arabic", one
    yield "conversation-empty", window()
    yield (
        "conversation-nobody",
        window(customer="", language="", goes_to="", watching=False, locked=False),
    )
    one = window(*acted.TALK, acted.DOUBTFUL)
    one.set_draft(acted.FRIDAY)
    one.show_preview(acted.READY)
    yield "conversation", one
    one.bubbles.step(-1)
    one.bubbles.step(-1)
    yield "conversation-chosen", one
    one = window(*acted.TALK, acted.WAITING, locked=False, local_only=True)
    one.set_draft(acted.FRIDAY)
    one.reply.entered.emit(False)
    yield "conversation-waiting", one
    one = window(acted.THANKS, acted.FAILED, acted.ASKING, hindrance="typing is paused")
    one.set_draft(acted.FRIDAY)
    problem = "No engine is set up. Choose one in the settings."
    one.show_preview(Preview(acted.FRIDAY, "", "", "", problem=problem))
    yield "conversation-failed", one
    one = window(*acted.TALK)
    one.set_draft(acted.GRAVE.of)
    one.show_preview(acted.GRAVE)
    one.reply.entered.emit(False)
    yield "conversation-grave", one
    name = "Maria Fernanda dos Santos Albuquerque e Silva de Oliveira Guimarães Rosa"
    one = window(*acted.HOSTILE, customer=name, goes_to="ACME " * 40, watched_app="Chromium " * 9)
    one.set_draft("A long reply. " * 60)
    one.show_preview(
        Preview("A long reply. " * 60, "Uma longa resposta. " * 60, "Long. " * 200, "Engine")
    )
    one.bubbles.step(-1)
    for _ in range(4):
        one.bubbles.step(-1)
    yield "conversation-long", one
    one = window(*acted.many(2_000))
    yield "conversation-many", one
    one.bubbles.verticalScrollBar().setValue(40_000)
    one.put_line(acted.line(9_999, "A new message.", "Uma nova mensagem."))
    yield "conversation-new-message", one
    one.resize(one.minimumSize())
    one.set_draft("A long reply. " * 60)
    warnings = ("The number 48213 is missing, which the reply has. " * 3,) * 5
    one.show_preview(
        Preview(one.draft(), "Resposta. " * 90, "Long. " * 200, "Engine", warnings, grave=True)
    )
    one.reply.entered.emit(False)
    yield "conversation-small", one
    one = window(*acted.ARABIC_TALK, customer="Layla Haddad", language="ar")
    one.set_draft(acted.FRIDAY)
    one.show_preview(acted.ARABIC_READY)
    yield "conversation-arabic-customer", one
