"""Live translation: the conversation window, and whose conversation it shows.

It follows the interaction in front. What was said stays in memory as long as its interaction is
open, and a late answer lands in the conversation that it was asked for.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.host.base import MOST_SELECTED, Window
from desktop.interaction import Asked, Channel, Interaction
from desktop.settings.sections.translation import LOCAL_ONLY
from desktop.translation.results import Outcome, Translation
from desktop.ui.translation import wording
from desktop.ui.translation.conversation_view import Line, Situation
from desktop.ui.translation.conversation_window import ConversationWindow
from desktop.ui.translation.conversations import Conversation
from desktop.ui.translation.replying import Replying
from desktop.ui.translation.workplace import CLIPBOARD_S, Workplace, is_own, none
from desktop.ui.widgets.theme import Tone

LONGEST = MOST_SELECTED
"""Characters of a message; more is a document that was copied."""
LONGEST_TITLE = 80
"""Characters of a window's title; more would push everything else out."""


class Live(QObject):
    """See the module."""

    def __init__(self, workplace: Workplace) -> None:
        """No window is built before :meth:`press`."""
        super().__init__()
        self._workplace = workplace
        self._view: ConversationWindow | None = None
        self._replying: Replying | None = None
        self._conversations: dict[Asked | None, Conversation] = {}
        self._shown: Asked | None = None
        self._chat = Window()
        """Where the agent was when they last asked for the window: copies are watched there."""
        self._wants_watch = False
        self._unwatch: Callable[[], None] | None = None
        self._copies = 0
        self._copied_for: tuple[Asked | None, Window] | None = None
        """Whose message the newest copy is, and where it stands; None: nobody's, or it was read."""
        self._reading = False
        interactions, bridge = workplace.assembly.interactions, workplace.shell.bridge
        self._stops = [
            interactions.changed.connect(bridge.carry(self._note_customer)),
            interactions.fronted.connect(lambda _: bridge.post(self._follow)),
            interactions.closed.connect(bridge.carry(self._drop)),
            workplace.interpreter.language_changed.connect(lambda _: bridge.post(self._follow)),
            workplace.assembly.state_changed.connect(lambda _: bridge.post(self._follow)),
        ]

    @property
    def view(self) -> ConversationWindow | None:
        """The window, once it was opened."""
        return self._view

    def close(self) -> None:
        """Before the end."""
        for stop in self._stops:
            stop()
        self._watch(on=False)
        if self._replying is not None:
            self._replying.stop()
        if self._view is not None:
            self._view.hide()
        self._conversations.clear()

    def press(self, window: Window) -> None:
        """The hotkey, or the tray: open the window for the chat in ``window``.

        In a window of Deskhand's own it goes on with the chat of before.
        """
        interactions = self._workplace.assembly.interactions
        if interactions.front() is None:
            interactions.open("live translation", Channel.CHAT)
        if window.id and not is_own(window):
            self._chat = window
            self._conversation(self._workplace.front()).chat = window
        view = self._view or self._build()
        self._show()
        view.come_forward()

    # --- whose conversation ---

    def _follow(self) -> None:
        if self._view is not None and self._view.isVisible():
            self._show()

    def _show(self) -> None:
        if self._view is None or self._replying is None:
            return
        asked = self._workplace.front()
        if self._shown in self._conversations:
            self._conversations[self._shown].draft = self._view.draft()
        conversation = self._conversation(asked)
        self._view.show_situation(self._situation(asked))
        if asked != self._shown:
            self._shown = asked
            self._view.show_lines(list(conversation.lines.values()))
        self._replying.turn_to(asked, conversation.chat, conversation.draft)

    def _conversation(self, asked: Asked | None) -> Conversation:
        known = self._conversations.get(asked)
        if known is None:
            known = self._of_unknown(asked) or Conversation(asked)
            interactions = self._workplace.assembly.interactions
            one = interactions.get(asked.interaction) if asked is not None else None
            known.asked, known.knows_customer = asked, one is not None and bool(one.customer)
            self._conversations[asked] = known
        return known

    def _note_customer(self, one: Interaction) -> None:
        """It may turn out who the customer is without its being another one."""
        known = self._conversations.get(Asked(one.id, one.round))
        if known is not None and one.customer:
            known.knows_customer = True

    def _asked_by(self, asked: Asked | None) -> Conversation | None:
        """Where an answer belongs; None when it belongs nowhere any more."""
        known = self._conversations.get(asked)
        if known is None and asked is not None:
            conversations = self._conversations.values()
            known = next((one for one in conversations if asked in one.before), None)
        return known

    def _of_unknown(self, asked: Asked | None) -> Conversation | None:
        """What was said in this interaction before it turned out who the customer is."""
        for key, one in self._conversations.items():
            same = key is not None and asked is not None and key.interaction == asked.interaction
            if key is not None and same and not one.knows_customer:
                one.before.add(key)
                return self._conversations.pop(key)
        return None

    def _drop(self, closed: Interaction) -> None:
        for key in [key for key in self._conversations if key and key.interaction == closed.id]:
            del self._conversations[key]
            if key == self._shown and self._view is not None:
                self._shown = None
                self._view.set_draft("")  # nothing of it may turn up under another name
                self._view.show_lines([])
        self._follow()

    def _situation(self, asked: Asked | None) -> Situation:
        workplace = self._workplace
        assembly, interpreter = workplace.assembly, workplace.interpreter
        front = assembly.interactions.get(asked.interaction) if asked is not None else None
        spoken = interpreter.spoken(asked)
        state = assembly.state
        chat = self._conversation(asked).chat
        parts = (chat.app.capitalize(), chat.title[:LONGEST_TITLE])
        return Situation(
            customer=front.customer.value("name") if front is not None else "",
            language=spoken.language or "",
            locked=spoken.locked,
            own_language=interpreter.own_language,
            languages=interpreter.languages(),
            goes_to=" – ".join(part for part in parts if part) if chat.id else "",
            watching=self._unwatch is not None,
            watched_app=self._chat.app.capitalize(),
            local_only=assembly.settings.get(LOCAL_ONLY),
            hindrance="" if state.can_type else state.reason,
        )

    # --- messages ---

    def _paste(self) -> None:
        """The agent says that what is on the clipboard is a message."""
        asked, clipboard = self._shown, self._workplace.clipboard

        def take(text: str | None) -> None:
            if not text or not text.strip():
                self._say(self.tr("There is no text on the clipboard."), Tone.WARNING)
            elif len(text) > LONGEST:
                self._say(self.tr("What you copied is too long for a message."), Tone.WARNING)
            elif not self._hear(asked, text):
                self._say(self.tr("That is here already."))

        self._workplace.reach(lambda _: clipboard.text(CLIPBOARD_S), take, self)

    def _watch(self, *, on: bool) -> None:
        """Hear of copies, or no more; the switch shows it once it is so."""
        self._wants_watch = on
        if not on and self._unwatch is not None:
            self._unwatch()
            self._unwatch = None
        elif on and self._unwatch is None:
            bridge, clipboard = self._workplace.shell.bridge, self._workplace.clipboard

            def tell(window: Window) -> None:
                asked = self._workplace.front()  # now: another may be in front when it is read
                bridge.post(lambda: self._on_copy(window, asked))

            self._workplace.reach(lambda _: clipboard.watch(tell), self._watches, self)
        self._follow()

    def _watches(self, stop: Callable[[], None]) -> None:
        if self._wants_watch and self._unwatch is None:
            self._unwatch = stop
        else:
            stop()
        self._follow()

    def _on_copy(self, window: Window, asked: Asked | None) -> None:
        """Somebody copied: a message, if it was done in the chat's application."""
        if self._unwatch is None:
            return
        self._copies += 1
        ours = bool(window.app) and window.app == self._chat.app
        self._copied_for = (asked, window) if ours else None
        self._read_copy()

    def _read_copy(self) -> None:
        """One at a time: what stands there then is the newest copy, and no other's text."""
        if self._reading or self._copied_for is None:
            return
        workplace, copies, (asked, window) = self._workplace, self._copies, self._copied_for
        self._reading = True

        def take(text: str | None) -> None:
            self._reading = False
            if copies != self._copies:
                self._read_copy()
                return
            self._copied_for = None
            fits = text is not None and bool(text.strip()) and len(text) <= LONGEST
            if text is not None and fits and workplace.holds(asked):
                self._conversation(asked).chat = window  # the answer goes where the message stands
                self._hear(asked, text)
                self._follow()

        workplace.reach(
            lambda _: workplace.clipboard.text(CLIPBOARD_S, secrets=False),
            take,
            self,
            lambda _: take(None),
        )

    def _hear(self, asked: Asked | None, text: str) -> bool:
        """Take in a message of the customer's; False when it is there already."""
        line = self._conversation(asked).heard(text, self._now())
        if line is None:
            return False
        self._put(asked, line)
        self._translate(asked, line.serial)
        return True

    def _translate(self, asked: Asked | None, serial: int, language: str | None = None) -> None:
        workplace = self._workplace
        interpreter, time = workplace.interpreter, self._now()
        text = self._conversation(asked).original(serial)

        def show(outcome: Outcome) -> None:
            conversation = self._asked_by(asked)
            if conversation is not None:
                self._put(conversation.asked, conversation.translated(serial, outcome, time))

        workplace.ask(
            lambda cancellation: interpreter.read(text, asked, language, cancellation),
            show,
            self,
            lambda problem: show(none(problem)),
        )

    def _put(self, asked: Asked | None, line: Line | None) -> None:
        if line is not None and asked == self._shown and self._view is not None:
            self._view.put_line(line)

    def _again(self, serial: int, language: str | None = None) -> None:
        asked = self._shown
        self._put(asked, self._conversation(asked).waiting(serial))
        self._translate(asked, serial, language)

    # --- what the agent wants ---

    def _build(self) -> ConversationWindow:
        view = ConversationWindow()
        view.message_pasted.connect(self._paste)
        view.copied.connect(self._copy)
        view.language_chosen.connect(self._choose)
        view.lock_asked.connect(lambda: self._workplace.interpreter.toggle_lock(self._shown))
        view.watch_asked.connect(lambda on: self._watch(on=on))
        view.line_language_chosen.connect(self._choose_for_line)
        view.retry_asked.connect(self._again)
        view.settings_asked.connect(self._workplace.open_settings)
        view.closed.connect(self._closed)
        self._view = view
        self._replying = Replying(self._workplace, view, self._sent)
        return view

    def _choose(self, language: str) -> None:
        """The customer speaks this: what could not be told is in it, and the reply goes into it."""
        self._workplace.interpreter.choose(self._shown, language)
        for serial in self._conversation(self._shown).asking():
            self._again(serial, language)
        if self._replying is not None:
            self._replying.again()

    def _choose_for_line(self, serial: int, language: str) -> None:
        if self._workplace.interpreter.spoken(self._shown).language is None:
            self._choose(language)
        else:
            self._again(serial, language)

    def _sent(self, asked: Asked | None, words: str, translation: Translation) -> None:
        """A reply stands in the chat."""
        interpreter, conversation = self._workplace.interpreter, self._asked_by(asked)
        if conversation is None:
            return
        asked = conversation.asked
        self._workplace.shell.background.start(
            lambda: interpreter.confirm(translation, conversation.asked)
        )
        note = f"{wording.where_from(translation)} · {self._now()}"
        line = conversation.said(words, translation, note)
        conversation.draft = ""
        if asked == self._shown and self._view is not None and self._view.draft() == words:
            self._view.set_draft("")
            self._view.show_preview(None)
        self._put(asked, line)

    def _copy(self, text: str) -> None:
        self._workplace.copy(text)

    def _closed(self) -> None:
        self._watch(on=False)
        if self._view is not None:
            self._conversation(self._shown).draft = self._view.draft()
        if self._replying is not None:
            self._replying.stop()
        chat, windows = self._conversation(self._shown).chat, self._workplace.windows
        if chat.id:
            self._workplace.hands.start(lambda: windows.activate(chat))

    def _say(self, sentence: str, tone: Tone = Tone.PLAIN) -> None:
        if self._view is not None:
            self._view.say(sentence, tone)

    def _now(self) -> str:
        return self._workplace.assembly.clock.now().strftime("%H:%M")
