"""Live translation: what the customer wrote, and the reply as the customer will read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.translation.bubbles import Bubbles
from desktop.ui.translation.conversation_header import ConversationHeader
from desktop.ui.translation.conversation_view import NOBODY, Line, Preview, Situation
from desktop.ui.translation.preview_pane import PreviewPane
from desktop.ui.translation.reply_box import CONTROL, MODIFIER_KEYS, SHIFT, ReplyBox
from desktop.ui.translation.sending import Press, Sending
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import KeyCap, button, label, line

WIDTH = 84 * look.GRID
HEIGHT = 90 * look.GRID
LEAST_WIDTH = 64 * look.GRID
LEAST_HEIGHT = 76 * look.GRID
_SAID_ROLES = {Tone.PLAIN: "muted", Tone.ACCENT: "strong", Tone.WARNING: "warning"}


class ConversationWindow(PlainWindow):
    """Shows what it is told and tells what the agent wants; decides nothing but when Enter counts.

    Enter counts when the preview is of exactly what is written, or still on its way: then whoever
    listens sends when it has come. With a grave warning it counts the second time.
    """

    draft_changed = Signal(str)
    send_asked = Signal()
    send_cancelled = Signal()
    """What ``send_asked`` asked for is not wanted any more; told only while it waits for the
    translation."""
    copy_asked = Signal()
    """Copy the reply's translation, which is in sight."""
    message_pasted = Signal()
    """What is on the clipboard is a message of the customer."""
    copied = Signal(str)
    """Copy this text of the conversation."""
    language_chosen = Signal(str)
    lock_asked = Signal()
    watch_asked = Signal(bool)
    line_language_chosen = Signal(int, str)
    retry_asked = Signal(int)
    settings_asked = Signal()
    closed = Signal()

    def __init__(self) -> None:
        """Build it hidden and empty."""
        super().__init__("conversation", self.tr("Deskhand live translation"), ())
        self.resize(WIDTH, HEIGHT)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self._situation = NOBODY
        self._preview: Preview | None = None
        self._sending = Sending()
        self.header = ConversationHeader()
        self.bubbles = Bubbles()
        self.add = button(self.tr("Add what I copied"), "primary")
        self.help = label("", "muted", wrap=True)
        self.pages = QStackedWidget()
        self.pages.setMinimumHeight(1)
        self.reply = ReplyBox()
        self.pane = PreviewPane()
        self.said = label("", "muted", wrap=True)
        self.said.setContentsMargins(look.GRID + look.HALF, 0, look.GRID + look.HALF, 0)
        self._build()
        self._connect()
        self.show_situation(NOBODY)
        self._show_page()
        self.reply.setFocus()

    # --- what the application calls ---------------------------------------------------------

    def show_situation(self, now: Situation) -> None:
        """Whom the agent writes with, how, and into which window.

        A reply that waits for its translation was meant as things were before.
        """
        before, self._situation = self._situation, now
        if (before.customer, before.language, before.goes_to, before.hindrance) != (
            now.customer,
            now.language,
            now.goes_to,
            now.hindrance,
        ):
            self._take_back()
        self.header.show_situation(now)
        self.bubbles.offer(now.languages)
        if now.watching and now.watched_app:
            help_ = self.tr(
                "Copy a message in {}, and it appears here in your language. A message that you"
                " have copied already comes with Ctrl Shift V."
            ).format(now.watched_app)
        else:
            help_ = self.tr(
                "Copy a message in your chat, then press Ctrl Shift V, and it appears here in your"
                " language. With F8 every message that you copy there comes by itself."
            )
        self.help.setText(help_)
        self._show_keys()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show another conversation; its draft and its preview come after it."""
        self._take_back()
        self.bubbles.show_lines(lines)
        self._show_page()

    def put_line(self, line: Line) -> None:
        """Show a new line, or the change of the one with its serial."""
        self.bubbles.put(line)
        self._show_page()

    def show_preview(self, preview: Preview | None) -> None:
        """Show the reply as the customer will read it; None: there is nothing to show."""
        self._preview = preview
        draft = self.draft()
        self.pane.show_preview(preview, draft)
        came_to = self._sending.arrive(draft, preview)
        if came_to in {Press.LOOK, Press.NO_TRANSLATION}:
            self.send_cancelled.emit()
        self._tell(came_to)

    def draft(self) -> str:
        """What is written."""
        return self.reply.draft()

    def set_draft(self, text: str) -> None:
        """Write ``text`` into the reply box, for a conversation or after a reply was sent.

        The preview goes, even one of the same words: it may be in another customer's language.
        """
        if self._sending.take_back():
            self._show_said("")
        self._sending.rewrite()
        self.reply.set_draft(text)
        self._preview = None
        self.pane.show_preview(None, self.draft())

    def say(self, sentence: str, tone: Tone = Tone.PLAIN) -> None:
        """A sentence above the keys, until the next letter is written."""
        self._sending.answered()
        self._show_said(sentence, tone)

    # --- the reply --------------------------------------------------------------------------

    def _on_enter(self, with_control: bool) -> None:
        if with_control:
            self._take_back()
        copying = with_control or bool(self._situation.hindrance)
        press = self._sending.press(self.draft(), self._preview, copying=copying)
        self._tell(press, with_control=with_control)
        if press in {Press.SEND, Press.SEND_WHEN_TRANSLATED}:
            self.send_asked.emit()
        elif press is Press.COPY:
            self.copy_asked.emit()

    def _tell(self, press: Press, *, with_control: bool = False) -> None:
        match press:
            case Press.NOTHING:
                pass
            case Press.SEND | Press.COPY:
                self._show_said("")
            case Press.SEND_WHEN_TRANSLATED:
                self._show_said(self.tr("Sending when translated\u2026 Any other key stops it."))
            case Press.NOT_YET:
                words = self.tr("This is still being translated. Press the key again in a moment.")
                self._show_said(words)
            case Press.LOOK:
                key = "Ctrl Enter" if with_control else "Enter"
                words = self.tr("Look at the warning, then press {} again.").format(key)
                self._show_said(words, Tone.WARNING)
            case Press.NO_TRANSLATION:
                words = self.tr("There is no translation, so nothing was put into the chat.")
                self._show_said(words, Tone.WARNING)

    def _take_back(self) -> bool:
        """Stop what waits for its translation; False if nothing does."""
        if not self._sending.take_back():
            return False
        self._show_said("")
        self.send_cancelled.emit()
        return True

    def _on_draft(self, draft: str) -> None:
        self._take_back()
        self._show_said("")
        self._sending.rewrite()
        self.pane.show_preview(self._preview, draft)
        self.draft_changed.emit(draft)

    def _on_language(self, tag: str) -> None:
        """What was translated so far is in another language."""
        self._take_back()
        self._preview = None
        self.pane.show_preview(None, self.draft())
        self.language_chosen.emit(tag)

    # --- what is shown ----------------------------------------------------------------------

    def _show_said(self, sentence: str, tone: Tone = Tone.PLAIN) -> None:
        if self.said.text() != sentence or self.said.property("role") != _SAID_ROLES[tone]:
            as_role(self.said, _SAID_ROLES[tone])
            self.said.setText(sentence)

    def _show_page(self) -> None:
        empty = self.bubbles.lines.rowCount() == 0
        self.pages.setCurrentIndex(0 if empty else 1)
        self.header.offer_to_add(offered=not empty)  # the empty page offers it itself

    def _show_keys(self) -> None:
        chosen = self.bubbles.chosen() is not None
        hindered = bool(self._situation.hindrance)
        enter = self.tr("copy the translation") if hindered else self.tr("put into the chat")
        keys = [("Enter", enter)]
        if chosen:
            keys.append(("Ctrl C", self.tr("copy this message")))
        elif not hindered:
            keys.append(("Ctrl Enter", self.tr("copy")))
        arrows = "Ctrl \u2191 \u2193" if chosen else "Ctrl \u2191"
        keys += [(arrows, self.tr("messages")), ("Esc", self.tr("close"))]
        self.keys.show_keys(keys)
        # In a narrow window the keys need the room.
        wide = self.width() >= WIDTH - 2 * look.GRID and not chosen
        self.keys.say(self.tr("never sent for you") if wide else "")

    def _say_shortened(self) -> None:
        self._show_said(
            self.tr("That was longer than a reply can be: only its beginning was taken."),
            Tone.WARNING,
        )

    # --- Qt ---------------------------------------------------------------------------------

    def come_forward(self) -> None:
        """Show the window with the keyboard in the reply box: the agent asked for it."""
        super().come_forward()
        self.reply.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that work everywhere in the window; letters go on to the reply box."""
        if self._on_key(event):
            event.accept()
        elif self._is_text(event) and not self.reply.hasFocus():
            self.reply.setFocus()
            QCoreApplication.sendEvent(self.reply, event)
        else:
            event.ignore()

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        stopped = key not in MODIFIER_KEYS and self._take_back()
        if key is Qt.Key.Key_Escape:
            if not stopped:
                self.close()
        elif key is Qt.Key.Key_F8 and modifiers == Qt.KeyboardModifier.NoModifier:
            self._once(event, self.header.watch.click)
        elif modifiers == CONTROL and key is Qt.Key.Key_L:
            self._once(event, self.header.lock.click)
        elif modifiers == CONTROL and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.bubbles.step(-1 if key is Qt.Key.Key_Up else 1)
        elif modifiers == CONTROL and key is Qt.Key.Key_C:
            return self.bubbles.copy_chosen()
        elif key is Qt.Key.Key_V and modifiers in {CONTROL, CONTROL | SHIFT}:
            self._once(event, self.message_pasted.emit)
        else:
            return False
        return True

    @staticmethod
    def _once(event: QKeyEvent, act: Callable[[], object]) -> None:
        """Not again and again while the key is held down."""
        if not event.isAutoRepeat():
            act()

    @staticmethod
    def _is_text(event: QKeyEvent) -> bool:
        held = event.modifiers() & (CONTROL | Qt.KeyboardModifier.AltModifier)
        return event.text().isprintable() and bool(event.text().strip()) and not held

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self.pane.use_room(roomy=self.height() >= HEIGHT)
        self._show_keys()

    def changeEvent(self, event: QEvent) -> None:
        """Who comes back from the chat window has seen what became of the reply."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._sending.answered()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed, with the draft kept."""
        self._take_back()
        super().closeEvent(event)
        self.closed.emit()

    def _connect(self) -> None:
        header, bubbles, reply = self.header, self.bubbles, self.reply
        header.language_chosen.connect(self._on_language)
        header.lock_asked.connect(self.lock_asked)
        header.watch_asked.connect(self.watch_asked)
        for adds in (header.message_pasted, self.add.clicked):
            adds.connect(lambda *_: self.message_pasted.emit())
        for settings in (header.settings_asked, bubbles.settings_asked, self.pane.settings_asked):
            settings.connect(self.settings_asked)
        bubbles.copied.connect(self.copied)
        bubbles.retry_asked.connect(self.retry_asked)
        bubbles.line_language_chosen.connect(self.line_language_chosen)
        bubbles.chosen_changed.connect(self._show_keys)
        reply.drafted.connect(self._on_draft)
        reply.entered.connect(self._on_enter)
        reply.touched.connect(self._take_back)
        reply.shortened.connect(self._say_shortened)

    def _build(self) -> None:
        empty = QWidget()
        words = QVBoxLayout(empty)
        words.setContentsMargins(look.MARGIN, 3 * look.GRID, look.MARGIN, look.MARGIN)
        words.setSpacing(look.GRID)
        words.addWidget(label(self.tr("No messages yet"), "strong"))
        told = QHBoxLayout()
        told.addWidget(self.help, 1)
        told.addSpacing(10 * look.GRID)
        words.addLayout(told)
        words.addSpacing(look.HALF)
        adds = QHBoxLayout()
        adds.setSpacing(look.GRID)
        adds.addWidget(self.add)
        adds.addWidget(KeyCap("Ctrl Shift V"))
        adds.addStretch(1)
        words.addLayout(adds)
        words.addStretch(1)
        self.pages.addWidget(empty)
        self.pages.addWidget(self.bubbles)

        below = QVBoxLayout()
        below.setContentsMargins(look.MARGIN, look.GRID + look.HALF, look.MARGIN, look.GRID)
        below.setSpacing(look.GRID)
        below.addWidget(self.reply)
        below.addWidget(self.pane)
        below.addWidget(self.said)
        for widget in (self.header, line()):
            self.content.addWidget(widget)
        self.content.addWidget(self.pages, 1)
        self.content.addWidget(line())
        self.content.addLayout(below)
