"""The hotstrings that stand in a script of AutoHotkey's, line by line.

Which ``#Hotstring`` and ``#If`` hold for each, and its text: on its line, in the continuation
section below it, or what the program below it says.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop.snippets.importers.autohotkey.keys import unescaped
from desktop.snippets.importers.autohotkey.names import called_with, corrects, senders

HOTSTRING = re.compile(r"^[ \t]*:([^:\n]*):((?:[^:\n`]|`.|:(?!:))+)::(.*)$")
_DIRECTIVE = re.compile(r"^[ \t]*#Hotstring[ ,]+(.*)$", re.IGNORECASE)
_CONTEXT = re.compile(
    r"^[ \t]*#(?:If|IfWin(?:Not)?(?:Active|Exist)|HotIf)\b[ ,\t]*(.*)$", re.IGNORECASE
)
_ENDS = re.compile(r"^endchars[ \t]+(.*)$", re.IGNORECASE)
_INCLUDE = re.compile(r"^[ \t]*#Include(?:Again)?[ ,]+(.+)$", re.IGNORECASE)
_MADE = re.compile(r"\bHotstring\(\s*[\"']:", re.IGNORECASE)
_MADE_OF_TEXTS = re.compile(
    r'^\s*Hotstring\(\s*":([^":]*):((?:[^"`]|`.)+)"\s*,\s*"((?:[^"`]|`.|"")*)"'
    r'\s*(?:,\s*(?:"On"|1|true)\s*)?\)$',
    re.IGNORECASE,
)
_SECOND = re.compile(
    r"^[ \t]*#(?:HotIf\b|Requires[ ,\t]+AutoHotkey(?:32|64)?[ \t]+[>=\"v]*2)"
    r"|\bFormatTime\(|\bSend\w*\([\"']",
    re.IGNORECASE | re.MULTILINE,
)
"""What only version 2 has."""
_LABEL = re.compile(r"^\s*[^\s,;\"'()]{1,40}(?:[ \t]*&[ \t]*\S{1,40})?::")
_INDENT = re.compile(r"[ ]+|\t+")
_JOIN = re.compile(r"\bjoin(\S{0,15})", re.IGNORECASE)
_COMMENTED = re.compile(r"^\s*\((?:.*\s)?c(?:om(?:ments?)?)?\b", re.IGNORECASE)
_OPTION = re.compile(r"\*0?|\?0?|B0?|C[01]?|K-?\d+|O0?|P\d+|R0?|T0?|S[IPE]|X0?|Z0?", re.IGNORECASE)
_FEW = 3
"""Signs that end an abbreviation, each of which makes a trigger."""
_MOST_STATEMENTS = 200
"""Of one program."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the signs before an abbreviation say."""

    at_once: bool = False
    inside: bool = False
    keeps: bool = False
    exact: bool = False
    conforms: bool = True
    omits: bool = False
    raw: bool = False
    runs: bool = False
    ends: str = ""
    """The few signs that alone end an abbreviation; empty: the usual ones."""
    windows: str = ""
    """The line that says in which windows it works; empty: in all."""

    def ended_by(self, signs: str) -> Options:
        """With signs of its own; many, or what is blank, can't be written into a trigger."""
        few = 1 <= len(signs) <= _FEW and signs.isprintable() and " " not in signs
        return replace(self, ends=signs if few else "")

    def told(self, words: str) -> Options:
        """With what further signs say."""
        found = self
        for one in _OPTION.finditer(words):
            sign, on = one[0].upper(), not one[0].endswith("0")
            changes: dict[str, Any] = {
                "*": {"at_once": on},
                "?": {"inside": on},
                "B": {"keeps": not on},
                "O": {"omits": on},
                "R": {"raw": on},
                "T": {"raw": on},
                "X": {"runs": on},
            }.get(sign[0], {})
            if sign[0] == "C":
                changes = {"exact": sign == "C", "conforms": sign == "C0"}
            found = replace(found, **changes)
        return found


@dataclass(frozen=True, slots=True)
class Found:
    """A hotstring as it stands in a script."""

    options: Options
    abbreviation: str
    text: str | None = None
    """None: it is a program."""
    program: Sequence[str] | None = None
    """Its lines; None where it does not end where it should."""
    made_later: bool = False
    """By the script while it runs."""


def is_second(script: str) -> bool:
    """Whether it is written for version 2."""
    return _SECOND.search(script) is not None


def passed_over(script: str, *, ended_as_usual: bool) -> Iterator[str]:
    """What else in a script makes hotstrings, or changes them: those of them ``ended_as_usual``."""
    lines = list(code(script))
    for line in lines:
        taken_in = _INCLUDE.match(line)
        if taken_in:
            yield f"It takes in {_bare(taken_in[1]).strip()[:60]}: take that over by itself."
    directives = (_DIRECTIVE.match(line) for line in lines)
    if ended_as_usual and any(one and _ENDS.match(one[1]) for one in directives):
        yield "Its own signs that end an abbreviation are left out: set them under Typing."
    made = [one for one in lines if _MADE.search(one) and not _MADE_OF_TEXTS.match(_bare(one))]
    if made:
        yield f"{len(made):,} of its lines make hotstrings while it runs; these did not come over."


def hotstrings(script: str, *, second: bool) -> Iterator[Found]:
    """All of a script, with what stands for each."""
    standing = Options()
    lines = list(code(script))
    sending = senders(script)
    stacked: list[Found] = []
    at = 0
    while at < len(lines):
        line, at = lines[at], at + 1
        standing = _directed(standing, line)
        yield from _made_of_texts(standing, line)
        found = HOTSTRING.match(line)
        if found is None:
            continue
        text = _bare(f":{found[3]}")[1:]  # a semicolon right behind the colons is text
        one = Found(standing.told(found[1]), found[2])
        below = at if text else _next(lines, at)
        if not text and below < len(lines) and lines[below].lstrip().startswith("("):
            text, at = _section(lines, below, smart=second)
            yield from (*stacked, replace(one, text=text))
            stacked = []
        elif text.strip() not in ("", "{"):
            runs = one.options.runs
            yield from (*stacked, _run(one, text, sending) if runs else replace(one, text=text))
            stacked = []
        else:
            at = _next(lines, at)
            stacked.append(one)
            if at < len(lines) and not text and HOTSTRING.match(lines[at]):
                continue  # it does what the one below does
            program, at = _program(lines, at, opened=bool(text))
            yield from (replace(other, program=program) for other in stacked)
            stacked = []


def _run(one: Found, statement: str, sending: Container[str]) -> Found:
    """A hotstring that is one statement."""
    called = called_with(statement)
    if called is not None and called[0] in sending:
        return replace(one, program=[f"Send({called[1]})"])
    if called is not None and corrects(called[0]) and one.options.keeps:
        options = replace(one.options, keeps=False, runs=False, raw=True)
        return replace(one, options=options, text=called[1][1:-1].replace('""', '"'))
    return replace(one, program=[statement])


def _directed(standing: Options, line: str) -> Options:
    """What holds for the hotstrings behind a line."""
    directive = _DIRECTIVE.match(line)
    ends = _ENDS.match(directive[1]) if directive else None
    if ends:
        return standing.ended_by(unescaped(_bare(ends[1])))
    if directive and not directive[1].casefold().startswith(("endchars", "nomouse")):
        return standing.told(_bare(directive[1]))
    context = _CONTEXT.match(line)
    if context:
        said = _bare(line).strip() if _bare(context[1]).strip() else ""
        return replace(standing, windows=said)
    return standing


def _made_of_texts(standing: Options, line: str) -> Iterator[Found]:
    """What ``Hotstring("::abbreviation", "text")`` makes."""
    found = _MADE_OF_TEXTS.match(_bare(line)) if _MADE.search(line) else None
    if found:
        text = found[3].replace('""', '"')
        yield Found(standing.told(found[1]), found[2], text, made_later=True)


def _next(lines: Sequence[str], at: int) -> int:
    """The next line with anything in it."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _section(lines: Sequence[str], at: int, *, smart: bool) -> tuple[str, int]:
    """A continuation section that begins here, and where the script goes on."""
    head, section = lines[at], []
    join = _JOIN.search(head)
    glue = unescaped(join[1].replace("`r`n", "\n")) if join else "\n"
    at += 1
    while at < len(lines) and not lines[at].lstrip().startswith(")"):
        section.append(lines[at])
        at += 1
    if _COMMENTED.match(head):
        section = [_bare(one) for one in section if not one.lstrip().startswith(";")]
    return glue.join(_trimmed(section, head, smart=smart)), at + 1


def _program(lines: Sequence[str], at: int, *, opened: bool) -> tuple[list[str] | None, int]:
    """The lines of a program that begins here, to its end, and where the script goes on."""
    start = at
    if not opened and at < len(lines) and lines[at].strip() == "{":
        opened, at = True, at + 1
    statements: list[str] = []
    while at < len(lines) and len(statements) < _MOST_STATEMENTS:
        statement, at = _bare(lines[at]).strip(), at + 1
        if statement == "}" if opened else statement.casefold() in {"return", "exit"}:
            return statements, at
        if not opened and _LABEL.match(statement):
            return None, start
        statements.append(statement)
    return (None, start) if opened or at < len(lines) else (statements, at)


def _trimmed(section: Sequence[str], head: str, *, smart: bool) -> list[str]:
    """The lines as the section's head wants them trimmed; ``smart`` as version 2 does by itself."""
    words = head.casefold()
    lines = [one if "rtrim0" in words else one.rstrip(" \t") for one in section]
    if "ltrim" in words:
        return lines if "ltrim0" in words else [one.lstrip(" \t") for one in lines]
    indent = _INDENT.match(lines[0]) if smart and lines else None
    return [one.removeprefix(indent[0]) for one in lines] if indent else lines


def code(script: str) -> Iterator[str]:
    """Lines outside of comments; in the text of a hotstring nothing is a comment."""
    inside = text = begins = False
    for line in script.split("\n"):
        bare = line.strip()
        if text:
            text = not bare.startswith(")")
            yield line
        elif inside or bare.startswith("/*"):
            inside = "*/" not in bare
        elif not bare.startswith(";"):
            text = begins and bare.startswith("(")
            found = HOTSTRING.match(line)
            begins = (begins and not bare) or (found is not None and not _bare(f":{found[3]}")[1:])
            yield line


def _bare(line: str) -> str:
    """Without its comment, and what is blank at its end."""
    place = line.find(";")
    while place > 0 and line[place - 1] not in " \t":
        place = line.find(";", place + 1)
    return (line if place < 0 else line[:place]).rstrip(" \t")
