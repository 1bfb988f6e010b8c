"""A snippet's text put together piece by piece from another program's macros."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from desktop.snippets.importers.base import Draft, escaped
from desktop.snippets.model import Value

SENDS_NOTHING = "A key Enter in it has become a line break: Deskhand never sends by itself."
_NAMELESS = re.compile(r"\W+")
_LONGEST_NAME = 40


class Building:
    """The text so far, with what it asks for and refers to."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.changes: dict[str, None] = {}
        self._pieces: list[tuple[bool, str]] = []
        """Whether it is plain text, and the text."""
        self._fields: dict[str, dict[str, Value]] = {}
        self._names: dict[tuple[str, str], str] = {}
        """Of fields and variables, by their kind and what they are called there."""
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}
        """The number that the next of a name may get."""
        self._variables: list[dict[str, Value]] = []
        self._parts: list[str] = []
        self._held: list[str] = []
        self._caret = False
        self._keys = False

    def changed(self, how: str) -> None:
        """Note what is different from what it was."""
        self.changes.setdefault(how)

    def text(self, text: str) -> None:
        """Text that stands for itself."""
        if not text:
            return
        before = self._pieces[-1] if self._pieces else (False, "")
        if before[0]:  # braces that come one by one are braces all the same
            self._pieces[-1] = (True, before[1] + text)
        else:
            self._pieces.append((True, text))

    def tab(self, count: int = 1) -> None:
        """The key Tab, which leads to the next field of an application."""
        self.text("\t" * count)
        self._keys = True

    def field(self, label: str, about: Mapping[str, Value] | None = None) -> None:
        """Something to fill in; of the same label it is asked for once."""
        name = self._field(label, about or {})
        self._pieces.append((False, f"[[{name}]]"))

    def begin_part(self, label: str, *, on: bool) -> None:
        """What follows comes out when a box is ticked."""
        about: dict[str, Value] = {"type": "checkbox"}
        if on:
            about["default"] = True
        name = self._field(label or "optional part", about)
        self._parts.append(name)
        self._pieces.append((False, f"[[#{name}]]"))

    def end_part(self) -> None:
        """Where the last part ends; one that was not begun ends nowhere."""
        if self._parts:
            self._pieces.append((False, f"[[/{self._parts.pop()}]]"))

    def caret(self) -> None:
        """Where the caret is left; only once."""
        if self._caret:
            self.changed("It had more than one place for the caret; the first is kept.")
            return
        self._caret = True
        self._pieces.append((False, "$|$"))

    def caret_back(self, count: int) -> bool:
        """Leave the caret so many characters before the end, if all of them stand there already."""
        plain, text = self._pieces[-1] if self._pieces else (False, "")
        if self._caret or not plain or len(text) < count:
            return False
        self._pieces[-1] = (True, text[:-count])
        self.caret()
        self.text(text[-count:])
        return True

    def erase(self, count: int) -> bool:
        """Take so many characters back, if all of them are text that stands there already."""
        plain, text = self._pieces[-1] if self._pieces else (False, "")
        if not plain or len(text) < count:
            return False
        self._pieces[-1] = (True, text[: len(text) - count])
        return True

    def hold(self, text: str) -> None:
        """Text for later: :meth:`let_go`."""
        self._held.append(text)

    def let_go(self) -> None:
        """The text that was held last, if there is any."""
        if self._held:
            self.text(self._held.pop())

    def clipboard(self) -> None:
        """What was copied."""
        self._refer("clipboard", "clipboard", {})

    def date(self, pattern: str, shift: str = "") -> None:
        """A date in chrono's words, so far from now."""
        params: dict[str, Value] = {"format": pattern}
        if shift:
            params["shift"] = shift
        self._refer("date", f"{pattern} {shift}", params)

    def nested(self, trigger: str) -> None:
        """The text of another snippet."""
        self._refer("match", trigger, {"trigger": trigger})

    def left_out(self, what: str) -> None:
        """Something that has no place in a snippet."""
        self.changed(f"{what} is left out.")

    def draft(self, source: str, triggers: Sequence[str]) -> Draft:
        """The whole as a snippet."""
        while self._parts:
            self.end_part()
        form = bool(self._fields)
        body = "".join(self._plain(text, form=form) if plain else text
                       for plain, text in self._pieces)  # fmt: skip
        if self._caret is False and "$|$" in body:
            self.changed("Deskhand takes $|$ in it for the place of the caret.")
        return Draft(
            source,
            body,
            "form" if form else "replace",
            triggers=list(triggers),
            flags={"force_mode": "keys"} if self._keys else {},
            variables=self._variables,
            form_fields={name: about for name, about in self._fields.items() if about},
            changes=list(self.changes),
        )

    def _plain(self, text: str, *, form: bool) -> str:
        text = escaped(text)
        return text.replace("[[", "\\[\\[").replace("]]", "\\]\\]") if form else text

    def _field(self, label: str, about: Mapping[str, Value]) -> str:
        name = self._name("field", label)
        words = {"label": label} if label and label != name.replace("_", " ") else {}
        if self._fields.get(name, words) == words:  # not there, or only referred to so far
            self._fields[name] = {**words, **about}
        return name

    def _refer(self, kind: str, what: str, params: Mapping[str, Value]) -> None:
        known = (kind, what) in self._names
        name = self._name(kind, what)
        if not known:
            variable: dict[str, Value] = {"name": name, "type": kind}
            if params:
                variable["params"] = dict(params)
            self._variables.append(variable)
        self._pieces.append((False, f"{{{{{name}}}}}"))

    def _name(self, kind: str, what: str) -> str:
        """A word that no other thing has for a name."""
        if (kind, what) not in self._names:
            base = _NAMELESS.sub("_", what).strip("_")[:_LONGEST_NAME] if kind == "field" else kind
            base = base or "field"
            number, name = self._next.get(base, 2), base
            while name in self._taken:
                name, number = f"{base}_{number}", number + 1
            self._next[base] = number
            self._taken.add(name)
            self._names[kind, what] = name
        return self._names[kind, what]
