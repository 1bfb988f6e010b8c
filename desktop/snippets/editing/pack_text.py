"""Edits of a pack's text, as values: the text before, the text after, nothing written.

An edit touches the lines of one snippet. Where these can't stand alone (they refer to an anchor of
another snippet, or the list is written in brackets), the whole file is written anew from its own
structure, which keeps comments, order and anchors, but not every space.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.core.results import Severity, UserError
from desktop.snippets.editing.entry_text import (
    NeedsTheWholeError,
    changed_entry,
    indented,
    keep_anchors,
    new_entry,
    round_trip,
    set_keys,
)
from desktop.snippets.editing.places import Places, comments, places_in
from desktop.snippets.model import Value
from desktop.snippets.pack import read_pack
from desktop.snippets.yaml_reader import YamlError


@dataclass(frozen=True, slots=True)
class PackText:
    """A pack as it stands in its file; numbers of snippets count from 1, as in their ids."""

    text: str
    places: Places

    @classmethod
    def read(cls, text: str) -> PackText:
        """Find the snippets.

        Raises:
            UserError: the pack can't be read, so it can't be edited either.
        """
        try:
            places = places_in(text)
        except YamlError:
            raise UserError(
                "This pack can't be edited here, because it can't be read",
                todo="Open its file, and mend what “deskhand snippets check” says",
            ) from None
        if places.twice:
            raise UserError(
                "This pack can't be edited here, because `matches` stands twice in it",
                todo="Open its file, and put all snippets below one of them",
            )
        return cls(text, places)

    def changed(self, number: int, changes: Mapping[str, Value | None]) -> str:
        """With keys of a snippet set, or taken away where the value is None.

        Raises:
            UserError: there is no such snippet, or it could not be read afterwards.
        """

        def whole(matches: Any) -> None:  # noqa: ANN401 - ruamel's
            set_keys(matches[number - 1], changes)

        self._check(number)
        if not self.places.by_lines:
            return self._whole(whole)
        lines = self.text.split("\n")
        place = self.places.snippets[number - 1]
        try:
            entry = changed_entry(lines[place.first : place.end], self.places.column, changes)
        except NeedsTheWholeError:
            return self._whole(whole)
        before = lines[place.first : place.end]
        lines[place.first : place.end] = entry
        return self._sound(lines, self._count(), entry, before)

    def added(self, entry: Mapping[str, Value], after: int | None = None) -> str:
        """With a new snippet behind another one, or at the end.

        Raises:
            UserError: it could not be read afterwards.
        """
        if not self.places.by_lines:
            return self._whole(lambda matches: matches.append(dict(entry)), more=1)
        return self._put(new_entry(entry, self.places.column), after)

    def taken_in(self, lines: str) -> str:
        """With an entry at the end as it is written elsewhere, comments and all.

        Raises:
            UserError: it could not be read afterwards.
        """
        if not self.places.by_lines:
            return self._whole(lambda matches: matches.append(round_trip().load(lines)[0]), more=1)
        return self._put(indented(lines.split("\n"), self.places.column), None)

    def _put(self, made: list[str], after: int | None) -> str:
        lines = self.text.split("\n")
        if after is not None:
            self._check(after)
        at = self.places.after if after is None else self.places.snippets[after - 1].end
        if not self.places.listed and not self.places.named:
            while at and not lines[at - 1].strip():
                at -= 1
            made = [*([""] if at else []), "matches:", *made, ""]
            del lines[at:]
        elif at == len(lines):
            made.append("")
        lines[at:at] = made
        return self._sound(lines, self._count() + 1, made, [])

    def with_globals(self, variables: Sequence[Mapping[str, Value]]) -> str:
        """With further ``global_vars``; where there are none yet they come at the end.

        Raises:
            UserError: it could not be read afterwards.
        """
        from desktop.snippets.importers.written import yaml_of

        if re.search(r"^global_vars\s*:", self.text, re.MULTILINE):

            def whole(root: Any) -> None:  # noqa: ANN401 - ruamel's
                root["global_vars"].extend([dict(one) for one in variables])

            return self._whole(lambda _matches: None, at_root=whole)
        block = yaml_of({"global_vars": [dict(one) for one in variables]}, "")
        return self._checked(f"{self.text.rstrip()}\n{block}", self._count())

    def find(self, entry: str, near: int) -> int | None:
        """The number of the snippet that is written just so, ``near`` if it is that one.

        None where there is none, or where several are and it can't be told which.
        """
        lines = self.text.split("\n")
        wanted = entry.split("\n")
        found = [
            number
            for number, place in enumerate(self.places.snippets, start=1)
            if place.end - place.first == len(wanted) and lines[place.first : place.end] == wanted
        ]
        if near in found:
            return near
        return found[0] if len(found) == 1 else None

    def removed(self, number: int) -> str:
        """Without a snippet.

        Raises:
            UserError: there is no such snippet, or others need something of it.
        """

        def whole(matches: Any) -> None:  # noqa: ANN401 - ruamel's
            del matches[number - 1]

        self._check(number)
        if not self.places.by_lines:
            return self._whole(whole, more=-1)
        lines = self.text.split("\n")
        place = self.places.snippets[number - 1]
        end = place.end
        if end < len(lines) and not lines[end].strip() and end + 1 < len(lines):
            end += 1  # the blank line that set it off
        removed = lines[place.first : end]
        del lines[place.first : end]
        if any("&" in line for line in removed):  # others may refer to it
            return self._whole(whole, more=-1)
        return self._sound(lines, self._count() - 1, [], [])

    def entry_lines(self, number: int) -> str:
        """A snippet as it is written.

        Raises:
            UserError: there is none of that number.
        """
        self._check(number)
        place = self.places.snippets[number - 1]
        return "\n".join(self.text.split("\n")[place.first : place.end])

    def entry_after(self, number: int, text: str) -> str:
        """How a snippet is written in ``text``, which this pack has become by changing only it."""
        if not self.places.by_lines:
            return text
        place = self.places.snippets[number - 1]
        before, after = self.text.split("\n"), text.split("\n")
        rest = len(before) - place.end
        alike = before[: place.first] == after[: place.first]
        if alike and before[place.end :] == after[len(after) - rest :]:
            return "\n".join(after[place.first : len(after) - rest])
        return PackText.read(text).entry_lines(number)  # it was written anew

    def _count(self) -> int:
        return len(self.places.snippets)

    def _check(self, number: int) -> None:
        if self.places.by_lines and not 1 <= number <= self._count():
            raise UserError(
                "This snippet is not in its pack any more",
                todo="Look again: the file was changed meanwhile",
            )

    def _whole(
        self,
        act: Callable[[Any], None],
        more: int = 0,
        at_root: Callable[[Any], None] | None = None,
    ) -> str:
        """Write the file anew from its structure."""
        from ruamel.yaml.error import YAMLError

        writer = round_trip()
        try:
            root = writer.load(self.text)
            matches = root["matches"]
            count = len(matches)
            act(matches)
            if at_root is not None:
                at_root(root)
        except (YAMLError, KeyError, IndexError, TypeError, AttributeError):
            raise _unfit() from None
        keep_anchors(root)
        made = io.StringIO()
        writer.dump(root, made)
        if not self.places.by_lines and comments(self.text) - comments(made.getvalue()):
            raise UserError(
                "This change can't be written into the pack",
                "Comments within the brackets of its list would be lost",
                "Write the list with a dash before each snippet, or change it in the file",
            )
        return self._checked(made.getvalue(), count + more)

    def _sound(self, lines: list[str], count: int, new: list[str], old: list[str]) -> str:
        """The new text, if it has as many snippets as it should, and the new one is sound.

        Of a long pack only what changed is read whole: all of it takes a second for 20,000.
        """
        text = "\n".join(lines)
        return self._counted(text, count, _errors(_alone(new)) > _errors(_alone(old)))

    def _checked(self, text: str, count: int) -> str:
        """The new text, if all of it is a sound pack with as many snippets as it should have."""
        return self._counted(text, count, _errors(text) > _errors(self.text))

    def _counted(self, text: str, count: int, worse: bool) -> str:
        try:
            found = places_in(text)
        except YamlError:
            raise _unfit() from None
        if worse or not (len(found.snippets) == count or not found.by_lines):
            raise _unfit()
        return text


def _alone(entry: list[str]) -> str:
    """An entry as a pack of its own."""
    if not entry or any(line.startswith("matches:") for line in entry):
        return "\n".join(entry)
    return "matches:\n" + "\n".join(entry) + "\n"


def _errors(text: str) -> int:
    """Errors in a pack, one that can't be read at all counts as many."""
    parsed = read_pack(text.encode("utf-8"))
    if not parsed.readable:
        return 1_000_000
    return sum(one.severity is Severity.ERROR for one in parsed.findings)


def _unfit() -> UserError:
    return UserError(
        "This change can't be written into the pack",
        "The file would not be sound afterwards",
        "Open the file and change it there",
    )
