"""The clipboard and the primary selection, by X's own rules (ICCCM, chapter 2).

:class:`Selections` fits a loop that waits on several sockets: ``fileno()`` tells when there is
something, ``handle()`` deals with it. What must wait has a deadline and keeps serving meanwhile.

To put a text there for one paste: :meth:`Selections.set_aside`, :meth:`Selections.offer`, send
the paste keys, wait for ``on_taken``, :meth:`Selections.restore`. Nobody's copy is overwritten,
which is made sure by time and not by looking: a selection is always taken as of the moment before
its content was read, and the server refuses that when anybody took it since.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from Xlib import X, Xatom
from Xlib.protocol.rq import Event

from desktop.host.base import PLAIN, Rich
from desktop.host.x11.selection_link import CLIPBOARD, PRIMARY, Link
from desktop.host.x11.selection_read import Reader
from desktop.host.x11.selection_serve import Content, Serving
from desktop.host.x11.selection_text import TEXT_TARGETS, Format, all_encodings, decode
from desktop.host.x11.windows import active_window

__all__ = ["CLIPBOARD", "PRIMARY", "Saved", "Selections"]

HISTORY_HINT = "x-kde-passwordManagerHint"
"""What clipboard histories (Klipper, CopyQ, GPaste and others) look for, to leave a text out."""
OWN_MARK = "_DESKHAND_SELECTIONS"
"""A property of every window by which a Deskhand owns selections, in whatever process."""
_SERVER_S = 0.5
"""How long the server may take for its own clock."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What :meth:`Selections.set_aside` took out of selections."""

    formats: Mapping[str, tuple[Format, ...]] = field(repr=False)
    """By selection; empty for one that nobody owned."""


class Selections:
    """One connection to the X server for selections; used by one thread.

    Every method raises ``Xlib.error.ConnectionClosedError`` when the server is gone.
    """

    def __init__(
        self,
        display_name: str | None = None,
        on_taken: Callable[[], None] | None = None,
        on_fetching: Callable[[], None] | None = None,
    ) -> None:
        """Connect. ``on_taken`` hears when the expected application has fetched an offer.

        ``on_fetching`` hears when it asks for the first time, be it for what there is. Each is
        called from :meth:`handle` or another method, with nothing under way.
        Raises an error of ``Xlib.error`` (``DisplayError`` and its kind) without a server.
        """
        self._link = Link(display_name, self._on_event, self._on_lost_window)
        self._reader = Reader(self._link)
        self._serving = Serving(self._link, self._on_fetched, self._on_asked)
        self._on_taken = on_taken
        self._on_fetching = on_fetching
        self._taken = 0
        self._asked = self._told = False
        self._expected = 0
        self._changes: dict[int, int] = {}
        self._offered: Sequence[int] = []
        self._aside: dict[int, tuple[int, tuple[Format, ...]]] = {}
        self._manager = self._link.atom("CLIPBOARD_MANAGER")
        self._save = self._link.atom("SAVE_TARGETS")
        self._handed_over = False
        self._hint = self._link.atom(HISTORY_HINT)
        mark = self._link.atom(OWN_MARK)
        self._link.window.change_property(mark, Xatom.INTEGER, 32, [1])
        for name in (CLIPBOARD, PRIMARY):
            self._changes[self._link.atom(name)] = 0
            self._link.watch_owners(self._link.atom(name))
        self._link.pump()

    # --- the loop ---------------------------------------------------------------------------------

    def fileno(self) -> int:
        """The socket that becomes readable when there is something to handle."""
        return self._link.fileno()

    def handle(self) -> None:
        """Deal with whatever is there, without waiting."""
        self._link.pump()
        if self._asked and not self._told:
            self._told = True
            if self._on_fetching is not None:
                self._on_fetching()
        while self._taken:
            self._taken -= 1
            if self._on_taken is not None:
                self._on_taken()

    def close(self, hand_over_s: float = 0.5) -> None:
        """Let go; a clipboard manager, if there is one, takes over what stands in CLIPBOARD."""
        clipboard = self._link.atom(CLIPBOARD)
        content = self._serving.contents.get(clipboard)
        if content is not None and not content.offer and self._link.owner(self._manager):
            self._hand_over(content, time.monotonic() + hand_over_s)
        self._link.close()

    # --- text -------------------------------------------------------------------------------------

    def text(
        self, timeout: float, selection: str = CLIPBOARD, *, secrets: bool = True
    ) -> str | None:
        """The text in a selection; None: nobody's, no text, or no answer in ``timeout`` seconds.

        Without ``secrets`` also None for what is marked by :data:`HISTORY_HINT`, or may be: whose
        owner does not say what it has.
        """
        until = time.monotonic() + timeout
        atom = self._link.atom(selection)
        self._link.pump()
        own = self._serving.contents.get(atom)
        if own is not None:
            found: Sequence[Format] = own.formats if secrets else ()
        else:
            at = self._link.server_time(until)
            if at is None or not self._link.owner(atom):
                return None
            offered = self._reader.targets(atom, at, until)
            if not secrets and (offered is None or self._hint in offered):
                return None
            best = [self._link.atom(name) for name in TEXT_TARGETS]
            if offered is None:  # before ICCCM 2.6 nobody answered TARGETS
                targets = best[:1] + best[3:4]
            else:
                targets = [target for target in best if target in offered][:1]
            found = self._reader.formats({atom: targets}, at, until)[atom] or ()
        self.handle()
        return self._best_text(found)

    def selected(self, timeout: float) -> str | None:
        """The text selected in the window in front; else as :meth:`text`.

        PRIMARY stays with whoever selected last, in a window behind too; only that of the window
        in front is meant. An application that keeps it when its highlighting goes can't be told.
        """
        front = active_window(self._link.display)
        if not front or not self._is_primary_of(front):
            return None
        found = self.text(timeout, PRIMARY)
        # Another may have taken it before it was asked for the text.
        return found if self._is_primary_of(front) else None

    def selected_at(self, timeout: float) -> str | None:
        """Seconds on the server's clock, by TIMESTAMP (ICCCM 2.6.2); None: the owner says none."""
        until = time.monotonic() + timeout
        primary, target = self._link.atom(PRIMARY), self._link.atom("TIMESTAMP")
        at = self._link.server_time(until)
        if at is None or not self._link.owner(primary):
            return None
        found = self._reader.formats({primary: [target]}, at, until)[primary] or ()
        self.handle()
        number = int.from_bytes(found[0].data[:4], sys.byteorder) if found else 0
        return str(number / 1000) if number else None

    def set_text(self, text: str, rich: Rich = PLAIN) -> bool:
        """Own CLIPBOARD with ``text``, to stay; False when somebody was faster."""
        at = self._link.server_time(time.monotonic() + _SERVER_S)
        owned = at is not None and self._own(
            self._link.atom(CLIPBOARD), Content(self._formats(text, rich), at)
        )
        self.handle()
        return owned

    # --- a text for one paste ---------------------------------------------------------------------

    def set_aside(
        self, selections: Sequence[str] = (CLIPBOARD, PRIMARY), deadline_s: float = 0.3
    ) -> Saved | None:
        """Read all formats of selections; None when an owner does not hand over in time.

        Taking PRIMARY makes the application that has it lose its highlighting, which no restoring
        brings back: ask for it only where the paste comes from there.
        """
        until = time.monotonic() + deadline_s
        atoms = {self._link.atom(name): name for name in selections}
        while True:
            at = self._link.server_time(until)
            before = self._changes_of(atoms)
            found = None if at is None else self._read_all(list(atoms), at, until)
            self._link.pump()
            # Else somebody copied meanwhile, or an owner ended: what was read is of no use.
            unchanged = before == self._changes_of(atoms)
            if unchanged or time.monotonic() >= until:
                break
        self.handle()
        if at is None or found is None or not unchanged:
            return None
        self._aside.update({atom: (at, formats) for atom, formats in found.items()})
        return Saved({atoms[atom]: formats for atom, formats in found.items()})

    def offer(
        self,
        text: str,
        expect: int,
        selections: Sequence[str] = (CLIPBOARD, PRIMARY),
        rich: Rich = PLAIN,
    ) -> bool:
        """Own ``selections``, which were set aside just before, with ``text`` for one paste.

        ``expect`` is a window of the application that is to fetch it; others are answered too but
        do not count as taken. False, and nothing changed, when somebody copied since.
        """
        self._link.pump()
        self._taken = 0
        self._asked = self._told = False
        self._expected = expect
        formats = self._formats(text, rich)
        owned: list[int] = []
        for atom in map(self._link.atom, selections):
            aside = self._aside.get(atom)
            if aside is None or not self._own(atom, Content(formats, aside[0], offer=True)):
                break
            owned.append(atom)
        complete = len(owned) == len(selections)
        self._offered = owned if complete else []
        if not complete:
            for atom in owned:
                self._put_back(atom, self._aside[atom][1])
        self.handle()
        return complete

    def restore(self, saved: Saved) -> bool:
        """Put back what was set aside, byte for byte, where our offer still stands.

        False when somebody took one of the selections since; what they put there stays. The
        owner is again the one as of the offer's time, so that a copy that the agent made since
        wins even if its application tells the server only after this.
        """
        self._link.pump()
        self._taken = 0
        put_back = [
            self._put_back(self._link.atom(name), formats)
            for name, formats in saved.formats.items()
            if self._link.atom(name) in self._offered
        ]
        self._offered = []
        self._aside.clear()
        self.handle()
        return all(put_back)

    # --- owning -----------------------------------------------------------------------------------

    def _own(self, atom: int, content: Content) -> bool:
        """Take a selection as of ``content.time``; False when somebody has it since then."""
        self._link.window.set_selection_owner(atom, content.time)
        if self._link.owner(atom) != self._link.window.id:
            self._serving.contents.pop(atom, None)
            return False
        self._serving.contents[atom] = content
        return True

    def _put_back(self, atom: int, formats: tuple[Format, ...]) -> bool:
        content = self._serving.contents.get(atom)
        if content is None or not content.offer:
            return False
        if formats:
            return self._own(atom, Content(formats, content.time))
        del self._serving.contents[atom]
        # As of the same time: nothing happens when somebody else owns it since.
        self._link.any_window(X.NONE).set_selection_owner(atom, content.time)
        return True

    def _formats(self, text: str, rich: Rich = PLAIN) -> tuple[Format, ...]:
        link = self._link
        found = [
            Format(link.atom(target), link.atom(type_name), 8, data)
            for target, type_name, data in all_encodings(text, rich)
        ]
        found.append(Format(self._hint, self._hint, 8, b"secret"))
        return tuple(found)

    # --- reading ----------------------------------------------------------------------------------

    def _read_all(
        self, atoms: Sequence[int], at: int, until: float
    ) -> dict[int, tuple[Format, ...]] | None:
        """All formats of selections; None when one was not handed over."""
        found: dict[int, tuple[Format, ...]] = {}
        others = []
        for atom in atoms:
            own = self._serving.contents.get(atom)
            if own is not None:
                # An offer that was not put back is not worth keeping; what was before it is.
                found[atom] = self._aside[atom][1] if own.offer else own.formats
            elif self._link.owner(atom):
                others.append(atom)
            else:
                found[atom] = ()
        read = self._reader.everything(others, at, until)
        if read is None:
            return None
        found.update(read)
        return found

    def _is_primary_of(self, window: int) -> bool:
        owner = self._link.owner(self._link.atom(PRIMARY))
        return bool(owner) and self._link.same_application(owner, window)

    def _changes_of(self, atoms: Iterable[int]) -> Sequence[int]:
        return [self._changes[atom] for atom in atoms]

    def _best_text(self, formats: Sequence[Format]) -> str | None:
        names = [self._link.atom(name) for name in TEXT_TARGETS]
        for name in names:
            for one in formats:
                if one.target == name and one.bits == 8:
                    text = decode(self._link.name(one.type), one.data)
                    if text is not None:
                        return text
        return None

    def _hand_over(self, content: Content, until: float) -> None:
        """Ask the clipboard manager to fetch the content (freedesktop Clipboard Manager)."""
        at = self._link.server_time(until)
        if at is None:
            return
        window = self._link.window
        targets = [one.target for one in content.formats]
        window.change_property(self._save, Xatom.ATOM, 32, targets)
        window.convert_selection(self._manager, self._save, self._save, at)
        self._link.wait(lambda: self._handed_over, until)

    # --- events -----------------------------------------------------------------------------------

    def _on_event(self, event: Event) -> None:
        if event.type == X.SelectionRequest:
            self._serving.on_request(event)
        elif event.type == X.SelectionClear:
            # It may be older than our taking the selection back: the server knows.
            if self._link.owner(event.atom) != self._link.window.id:
                self._serving.contents.pop(event.atom, None)
        elif event.type == X.SelectionNotify:
            if event.selection == self._manager:
                self._handed_over = True
            else:
                self._reader.on_event(event.requestor.id, event)
        elif event.type == X.PropertyNotify:
            self._reader.on_event(event.window.id, event)
            if event.state == X.PropertyDelete:
                self._serving.on_deleted(event.window.id, event.atom)
        elif event.type == X.DestroyNotify:
            self._serving.forget(event.window.id)
        elif getattr(event, "selection_timestamp", None) is not None:
            self._on_new_owner(event)

    def _on_new_owner(self, event: Event) -> None:
        """XFIXES tells that a selection has another owner, or none any more."""
        owner = int(getattr(event.owner, "id", event.owner))
        if event.selection not in self._changes or owner == self._link.window.id:
            return
        self._changes[event.selection] += 1
        self._reader.on_new_owner(event.selection)

    def _on_lost_window(self, window_id: int) -> None:
        self._serving.forget(window_id)

    def _on_asked(self, window_id: int) -> None:
        if not self._asked:
            self._asked = self._link.same_application(window_id, self._expected)

    def _on_fetched(self, window_id: int, fetched: Format) -> None:
        if fetched.target != self._hint and self._link.same_application(window_id, self._expected):
            self._taken += 1
