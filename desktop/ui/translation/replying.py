"""The reply in the conversation window: translated as it is written, put into the chat on Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.assembly import Fate, Told
from desktop.core.results import Problem, Severity
from desktop.host.base import Window
from desktop.interaction import Asked
from desktop.net.deadline import Cancellation
from desktop.settings.sections.translation import BACK_TRANSLATION
from desktop.translation.results import NoTranslation, Outcome, Translation
from desktop.ui.translation.conversation_view import Preview
from desktop.ui.translation.conversation_window import ConversationWindow
from desktop.ui.translation.conversations import preview_of
from desktop.ui.translation.replacing import OTHER_CUSTOMER
from desktop.ui.translation.workplace import COPIED, ELSEWHERE, Workplace, none
from desktop.ui.widgets.theme import Tone

REST_MS = 350
"""So long after the last letter an engine is asked; the memory answers every letter."""

NOT_PUT_IN = "A reply was not put into the chat"

Sent = Callable[[Asked | None, str, Translation], None]
"""Hears for which interaction, the agent's words, and what stands in the chat."""


class Replying(QObject):
    """See the module."""

    def __init__(self, workplace: Workplace, view: ConversationWindow, sent: Sent) -> None:
        """Follow the reply box of ``view``."""
        super().__init__(view)
        self._workplace = workplace
        self._view = view
        self._sent = sent
        self._asked: Asked | None = None
        self._chat = Window()
        self._draft = ""
        self._ready: Translation | None = None
        """What the draft comes out as."""
        self._send_when_ready = False
        self._running = Cancellation()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._translate)
        view.draft_changed.connect(self._on_draft)
        view.send_asked.connect(self._on_send)
        view.send_cancelled.connect(self._on_cancelled)
        view.copy_asked.connect(self._copy)

    def turn_to(self, asked: Asked | None, chat: Window, draft: str) -> None:
        """Write to this customer, into this window, and go on with that draft."""
        other = asked != self._asked
        self._asked, self._chat = asked, chat
        if other or draft != self._view.draft():
            self._view.set_draft(draft)
            self._on_draft(draft)

    def again(self) -> None:
        """The language is another, so the draft comes out as something else."""
        self._on_draft(self._view.draft())

    def stop(self) -> None:
        """Ask nobody any more."""
        self._rest.stop()
        self._running.cancel()
        self._send_when_ready = False

    # --- the preview ---

    def _on_draft(self, draft: str) -> None:
        self.stop()
        self._draft, self._ready = draft, None
        if not draft.strip():
            self._view.show_preview(None)
            return
        asked, interpreter = self._asked, self._workplace.interpreter
        self._rest.start()
        self._running = self._workplace.ask(
            lambda _: interpreter.recall(draft, asked), self._recalled, self
        )

    def _recalled(self, known: Translation | None) -> None:
        if known is not None:
            self._rest.stop()
            self._show(known)

    def _translate(self) -> None:
        draft, asked, interpreter = self._draft, self._asked, self._workplace.interpreter
        self._running.cancel()
        self._view.show_preview(Preview(draft, "", "", "", waiting=True))
        self._running = self._workplace.ask(
            lambda cancellation: interpreter.write(draft, asked, cancellation),
            self._show,
            self,
            lambda problem: self._show(none(problem)),
        )

    def _show(self, outcome: Outcome) -> None:
        draft = self._draft
        self._ready = outcome if isinstance(outcome, Translation) else None
        send, self._send_when_ready = self._send_when_ready, False
        preview = preview_of(draft, outcome)
        self._view.show_preview(preview)
        if send and self._ready is not None and not preview.grave:
            self._on_send()
        elif self._ready is not None and self._ready.engine:
            self._translate_back(self._ready)

    def _translate_back(self, translation: Translation) -> None:
        if not self._workplace.assembly.settings.get(BACK_TRANSLATION):
            return
        draft, asked, interpreter = self._draft, self._asked, self._workplace.interpreter

        def show(outcome: Outcome) -> None:
            if not isinstance(outcome, NoTranslation) and self._ready is translation:
                self._view.show_preview(preview_of(draft, translation, outcome.text))

        self._running = self._workplace.ask(
            lambda cancellation: interpreter.back(translation, asked, cancellation),
            show,
            self,
            lambda _: None,  # the reply is there, only the proof of it is not
        )

    # --- into the chat ---

    def _on_send(self) -> None:
        if self._ready is None:
            self._send_when_ready = True
            if self._rest.isActive():
                self._rest.stop()
                self._translate()
            return
        workplace, asked, chat = self._workplace, self._asked, self._chat
        words, translation = self._draft, self._ready
        if not chat.id:
            self._copy()
            return
        if asked != workplace.front():
            self._refuse(OTHER_CUSTOMER)
            return

        def done(gone: bool) -> None:
            if asked != workplace.front():
                self._refuse(OTHER_CUSTOMER)
            elif not gone:
                self._refuse(ELSEWHERE)
            else:
                workplace.insert(chat, translation.text, lambda told: self._hear(told, whole))

        whole = asked, words, translation
        workplace.reach(lambda _: workplace.bring(chat), done, self)

    def _refuse(self, why: str) -> None:
        self._view.say(f"Not put in: {why}.", Tone.WARNING)

    def _hear(self, told: Told, whole: tuple[Asked | None, str, Translation]) -> None:
        asked, words, translation = whole
        if told.fate is Fate.TYPED:
            self._sent(asked, words, translation)
        elif told.fate is Fate.FAILED and asked != self._workplace.front():
            # Neither its words nor a sentence about them are for the conversation in sight.
            todo = "Bring its customer forward: the reply is in the conversation there"
            self._workplace.shell.show(Problem(NOT_PUT_IN, told.why, todo, Severity.WARNING))
        elif told.fate is Fate.FAILED:
            self._workplace.copy(translation.text)
            why = f" {told.why}." if told.why else ""
            self._view.say(f"It was not put into the chat.{why} {COPIED}.", Tone.WARNING)
            self._view.come_forward()

    def _on_cancelled(self) -> None:
        self._send_when_ready = False

    def _copy(self) -> None:
        if self._ready is not None:
            self._workplace.copy(self._ready.text)
            self._view.say(self.tr("Copied."))
