"""A desktop in memory: for tests and for ``deskhand type``. Complete, and as awkward as real ones.

Text fields, one of them in front, a clipboard and a clock that stands still. Its keyboard is in
:mod:`desktop.host.memory_keys`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from desktop.core.clock import FixedClock
from desktop.host.apps import rule_for
from desktop.host.base import MOST_SELECTED, PLAIN, AppRule, Newline, Rich, Window


@dataclass(slots=True)
class TextField:
    """One application's text field. Enter sends, except in an editor."""

    app: str = ""
    id: int = 1
    text: str = ""
    caret: int = 0
    sent: list[str] = field(default_factory=list)
    rule: AppRule = field(default_factory=AppRule)
    anchor: int | None = None
    """Where a selection begins that the caret is the other end of; None without one."""

    def select(self, start: int, end: int) -> None:
        """Select from ``start`` to ``end``, where the caret goes."""
        self.anchor, self.caret = start, end

    @property
    def selection(self) -> tuple[int, int]:
        """From where to where text is selected; twice the caret when none is."""
        ends = (self.caret, self.caret if self.anchor is None else self.anchor)
        return min(ends), max(ends)

    @property
    def selected(self) -> str:
        """The text that is selected."""
        start, end = self.selection
        return self.text[start:end]

    def write(self, text: str) -> None:
        """Put characters before the caret, in the place of what is selected."""
        start, end = self.selection
        self.text = self.text[:start] + text + self.text[end:]
        self.caret, self.anchor = start + len(text), None

    def press(self, name: str) -> None:
        """One of the keys that don't write."""
        start, end = self.selection
        if name in {"backspace", "delete"} and start != end:
            self.write("")
        elif name == "backspace":
            self.text = self.text[: max(0, start - 1)] + self.text[start:]
            self._go(start - 1)
        elif name == "delete":
            self.text = self.text[:start] + self.text[start + 1 :]
        elif name == "left":
            self._go(start if start != end else start - 1)
        elif name == "right":
            self._go(end if start != end else end + 1)
        elif name == "home":
            self._go(0)
        elif name == "end":
            self._go(len(self.text))
        elif name == "tab":
            self.write("\t")
        elif name == "enter" and self.rule.newline is Newline.ENTER:
            self.write("\n")
        elif name == "enter":
            self.sent.append(self.text)
            self.text = ""
            self._go(0)

    def _go(self, place: int) -> None:
        self.caret, self.anchor = min(max(0, place), len(self.text)), None


class MemoryDesktop:
    """Fields, clipboard and time; :class:`MemoryKeys` is its keyboard."""

    def __init__(self, app: str = "", now: dt.datetime | None = None) -> None:
        """One field, of ``app``, in front."""
        self.clock = FixedClock(now or dt.datetime.now().astimezone())
        self.clipboard: dict[str, bytes] = {}
        self.changes = 0
        """How often the clipboard was changed."""
        self.watchers: list[Callable[[Window], None]] = []
        """Told when somebody copies, and not when Deskhand puts something there."""
        self.fields: dict[str, TextField] = {}
        self.sent: list[str] = []
        """What Enter sent, from any field."""
        self.front = ""
        self.focus(app)

    def focus(self, name: str) -> TextField:
        """Bring a field to the front, a new one if need be; its name is its application's."""
        if name not in self.fields:
            number = len(self.fields) + 1
            self.fields[name] = TextField(name, number, sent=self.sent, rule=rule_for(name))
        self.front = name
        return self.fields[name]

    @property
    def field(self) -> TextField:
        """The one in front."""
        return self.fields[self.front]

    def copy(self, text: str) -> None:
        """Somebody copies a text."""
        self.set_clipboard({"text": text.encode()})
        for tell in tuple(self.watchers):
            tell(Window(self.field.id, self.field.app))

    def set_clipboard(self, formats: dict[str, bytes]) -> None:
        """Change the clipboard, all formats at once."""
        self.clipboard = dict(formats)
        self.changes += 1

    def set_text(self, text: str, rich: Rich) -> None:
        """Change the clipboard to a text, in all its formats."""
        every = {"text": text.encode(), "html": rich.html.encode(), "picture": rich.picture}
        self.set_clipboard({name: data for name, data in every.items() if data or name == "text"})

    def clipboard_text(self) -> str:
        """Its text, or nothing."""
        return self.clipboard.get("text", b"").decode()


class MemoryClipboard:
    """See :class:`desktop.host.base.Clipboard`."""

    def __init__(self, desktop: MemoryDesktop) -> None:
        """The clipboard of that desktop."""
        self._desktop = desktop

    def text(self, timeout: float, *, secrets: bool = True) -> str | None:  # noqa: ARG002 - Protocol
        """The text, or None where there is none."""
        return self._desktop.clipboard_text() or None

    def set_text(self, text: str, rich: Rich = PLAIN) -> None:
        """Copy."""
        self._desktop.set_text(text, rich)

    def selection(self, timeout: float) -> str | None:  # noqa: ARG002 - Protocol
        """What is selected in the field in front, or None."""
        selected = self._desktop.field.selected
        return selected if 0 < len(selected) <= MOST_SELECTED else None

    def selected_at(self, timeout: float) -> float | None:  # noqa: ARG002 - Protocol
        """A selection here is always what is highlighted."""
        return None

    def watch(self, tell: Callable[[Window], None]) -> Callable[[], None]:
        """Told within :meth:`MemoryDesktop.copy`, on its thread."""
        told = partial(tell)  # one of its own for each that watches

        def stop() -> None:
            if told in self._desktop.watchers:
                self._desktop.watchers.remove(told)

        self._desktop.watchers.append(told)
        return stop
