"""What may be said on the command line: the verbs, their options, and what each value may be.

:mod:`desktop.cli` carries them out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import NoReturn

from desktop import __version__
from desktop.core.results import UserError

_HANDED = {
    "palette": "open the palette of the running Deskhand",
    "day": "open the day's breaks and load in the running Deskhand",
    "resume": "type snippets again",
    "settings": "open the settings",
    "follow-ups": "open the list of follow-ups",
    "quit": "end the running Deskhand",
}

_OF_3CX = re.compile("/[NCTI]:", re.IGNORECASE)
"""Begins an argument with which 3CX starts a program."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"deskhand: {message}. Use --help to see what there is.\n")
        sys.exit(2)


class _Joined(argparse.Action):
    """Several words as one text."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - as argparse calls it
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        """Keep them."""
        words = values if isinstance(values, list) else [values]
        setattr(namespace, self.dest, " ".join(map(str, words)))


def parsed(words: Sequence[str]) -> argparse.Namespace:
    """The options of a command line, its ``verb`` among them; wrong usage ends the program."""
    parser, verbs = _parser()
    options = parser.parse_args(_with_verb(list(words), verbs))
    if options.verb == "call" and options.number is None and not options.ended:
        parser.error("the following arguments are required: --number")
    return options


def _with_verb(words: list[str], verbs: Collection[str]) -> list[str]:
    """``deskhand`` alone, or with options only, starts the application."""
    if any(word in {"-h", "--help", "--version"} for word in words[:1]):
        return words
    before = []
    rest = list(words)
    while rest and rest[0] == "--profile":
        before += rest[:2]
        rest = rest[2:]
    if rest and rest[0].startswith("--profile="):
        before.append(rest.pop(0))
    if rest and rest[0] in verbs:
        return [rest[0], *before, *rest[1:]]
    if not rest:
        return ["run", *before]
    if rest[0].lower().startswith("deskhand:"):
        return ["open", *before, *rest]
    if _OF_3CX.match(rest[0]):
        return ["call", *before, *_as_of_3cx(rest)]
    return words


def _as_of_3cx(words: Sequence[str]) -> list[str]:
    """``/N:S /C:<caller's number> /T:I /I:<id of the call>``, as 3CX starts a program for a call.

    What is not said so belongs to what stands before it: numbers come with spaces.
    """
    told: dict[str, str] = {}
    last = ""
    for word in words:
        name, colon, value = word.partition(":")
        if colon and _OF_3CX.match(word):
            last = name.upper()
            told[last] = value
        elif last:
            told[last] += f" {word}"
    return [f"--number={told.get('/C', '')}", f"--id={told.get('/I', '')}"]


def _parser() -> tuple[argparse.ArgumentParser, Collection[str]]:
    """The grammar, and the names of all verbs."""
    parser = _Parser(prog="deskhand", description="A desktop assistant for customer-care agents.")
    parser.add_argument("--version", action="version", version=f"Deskhand {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, parser_class=_Parser)

    def verb(name: str, text: str) -> _Parser:
        words = text[0].upper() + text[1:]
        sub: _Parser = verbs.add_parser(name, help=text, description=words, allow_abbrev=False)
        sub.add_argument("--profile", type=_folder, metavar="DIR", help="everything in this folder")
        return sub

    verb("run", "start the tray application, or bring the running one forward")
    for name, text in _HANDED.items():
        verb(name, text)
    pause = verb("pause", "stop typing snippets, for some minutes or until tomorrow")
    pause.add_argument("minutes", nargs="?", type=_minutes)
    link = verb("open", "open a deskhand: link in the running Deskhand")
    link.add_argument("url")
    call = verb("call", "tell the running Deskhand of a call, for phone systems")
    for name in ("number", "id", "name"):
        # Phone systems leave out what they do not know, and put nothing in quotes.
        call.add_argument(f"--{name}", nargs="*", action=_Joined)
    call.add_argument("--ended", action="store_true", help="somebody hung up")
    demo = verb("demo", "act out an agent's ten minutes in the real application")
    demo.add_argument("--stay", action="store_true", help="leave the application open at the end")
    demo.add_argument("--yes", action="store_true", help="act on this screen without asking")
    demo.add_argument("--out", type=Path, metavar="DIR", help="where the pictures go")
    _add_type(verb("type", "what typing these keys would give, in memory"))
    _add_snippets(verb("snippets", "the library of snippets"))
    _add_detect(verb("detect", "which language a text is in"))
    _add_translate(verb("translate", "translate a text with the engines set up"))
    _add_memory(verb("memory", "translations that are kept: take in, give out, forget"))
    _add_glossary(verb("glossary", "terms with a fixed translation: take in, give out"))
    _add_lookup(verb("lookup", "who this is, with the providers set up"))
    _add_customers(verb("customers", "lists in the customer book: take in, list, give up"))
    _add_key(verb("key", "keys of translation engines, in the keyring of this computer"))
    _add_breaks(verb("breaks", "the breaks that were kept, and the planner on a virtual clock"))
    _with_json(verb("doctor", "what works on this machine, what does not, and why"))
    return parser, verbs.choices


def _with_json(parser: _Parser) -> None:
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def _add_type(parser: _Parser) -> None:
    _with_json(parser)
    parser.add_argument("--pack", type=Path, nargs="+", required=True, metavar="FILE")
    keys = parser.add_mutually_exclusive_group(required=True)
    keys.add_argument("--keys", metavar="TEXT")
    keys.add_argument("--events", type=Path, metavar="FILE")
    parser.add_argument("--language", type=_tag, metavar="TAG")
    parser.add_argument("--channel", type=_channel, metavar="NAME")
    parser.add_argument("--app", default="", metavar="NAME")
    parser.add_argument(
        "--set", action="append", default=[], type=_assignment, metavar="NAME=VALUE"
    )
    parser.add_argument("--now", type=_time, metavar="ISO")
    parser.add_argument("--seed", type=int, metavar="N")


def _add_detect(parser: _Parser) -> None:
    _with_json(parser)
    parser.add_argument("text")
    parser.add_argument("--languages", type=_tags, default=(), metavar="TAG,...")


def _add_translate(parser: _Parser) -> None:
    _with_json(parser)
    parser.add_argument("text")
    parser.add_argument("--to", type=_tag, required=True, metavar="TAG")
    parser.add_argument("--from", type=_tag, dest="source", metavar="TAG")
    parser.add_argument("--engine", default="", metavar="NAME", help="only this one")


def _add_snippets(parser: _Parser) -> None:
    acts = parser.add_subparsers(dest="act_on", required=True, parser_class=_Parser)
    for name, text in (("list", "every snippet"), ("check", "what is wrong in the packs")):
        one = _act(acts.add_parser, name, text)
        one.add_argument("files", nargs="*", type=Path, metavar="FILE", help="packs; else your own")
    taken = _act(acts.add_parser, "import", "take snippets of another program over")
    which = taken.add_mutually_exclusive_group(required=True)
    which.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a file or folder of it")
    which.add_argument("--undo", action="store_true", help="take the last import back")
    taken.add_argument("--as", dest="program", default="", metavar="PROGRAM", help="which it is")
    taken.add_argument("--dry-run", action="store_true", help="only say what would come of it")
    given = _act(acts.add_parser, "export", "write your snippets to a file")
    given.add_argument("file", type=Path, metavar="FILE", help=".yml for espanso, or .csv")
    told = _act(acts.add_parser, "stats", "how often snippets were used, and what they saved")
    told.add_argument("--by", choices=["snippet", "day", "app"], default="snippet")
    told.add_argument("--since", type=_date, metavar="DATE", help="like 2026-01-31")
    told.add_argument("--csv", type=Path, metavar="FILE", help="write all of it as a table")


def _add_memory(parser: _Parser) -> None:
    acts = parser.add_subparsers(dest="act_on", required=True, parser_class=_Parser)
    taken = _act(acts.add_parser, "import", "take a TMX or CSV file in")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument(
        "--from", type=_tag, dest="source", metavar="TAG",
        help="the language of a CSV file's originals, where its rows name none",
    )  # fmt: skip
    taken.add_argument("--to", type=_tag, metavar="TAG", help="of its translations")
    taken.add_argument(
        "--both-ways", action="store_true", help="use each pair from its translation back, too"
    )
    given = _act(acts.add_parser, "export", "write all of them to a TMX or CSV file")
    given.add_argument("file", type=Path, metavar="FILE")
    gone = _act(acts.add_parser, "forget", "delete translations")
    which = gone.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--customer", metavar="WHO", help="made for this one alone: e-mail address, phone or name"
    )
    which.add_argument("--all", action="store_true", help="everything, imports included")


def _add_glossary(parser: _Parser) -> None:
    acts = parser.add_subparsers(dest="act_on", required=True, parser_class=_Parser)
    for name, text in (
        ("import", "add the terms of a CSV file"),
        ("export", "write the terms to a CSV file"),
    ):
        _act(acts.add_parser, name, text).add_argument("file", type=Path, metavar="FILE")


def _add_key(parser: _Parser) -> None:
    acts = parser.add_subparsers(dest="act_on", required=True, parser_class=_Parser)
    for name, text in (
        ("set", "keep the key that is on standard input"),
        ("forget", "forget a key"),
    ):
        _act(acts.add_parser, name, text).add_argument(
            "name", metavar="NAME", help="the engine's, as in the settings"
        )
    _act(acts.add_parser, "list", "for which engines a key is kept")


def _add_breaks(parser: _Parser) -> None:
    acts = parser.add_subparsers(dest="act_on", required=True, parser_class=_Parser)
    one = _plain_act(acts.add_parser, "simulate", "what would happen, as JSON lines")
    one.add_argument("file", type=Path, metavar="FILE", help="a YAML file with what happens when")
    one.add_argument("--load", action="store_true", help="with the stress load, once a minute")
    take = _plain_act(acts.add_parser, "take", "have a break in the running Deskhand now")
    take.add_argument("kind", nargs="?", choices=("short", "long"), default="short")
    tap = _plain_act(acts.add_parser, "tap", "say how the last contact was")
    tap.add_argument("how", choices=("ok", "hard", "abusive"))
    for name, words in (("breathe", "slow breathing, for a minute"),
                        ("postpone", "have the break later that is announced or has just begun"),
                        ("skip", "leave out the break that is announced or on")):  # fmt: skip
        _plain_act(acts.add_parser, name, words)
    kept = _plain_act(acts.add_parser, "register", "the breaks that were kept, as CSV")
    kept.add_argument("--from", dest="since", type=_date, metavar="DATE", help="like 2026-01-31")
    kept.add_argument("--to", dest="until", type=_date, metavar="DATE", help="this day included")


def _add_customers(parser: _Parser) -> None:
    acts = parser.add_subparsers(dest="act_on", required=True, parser_class=_Parser)
    taken = _act(acts.add_parser, "import", "take a CSV or Excel file in as a list")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--name", default="", help="of the list; else the file's")
    taken.add_argument(
        "--columns", type=lambda words: tuple(one.strip() for one in words.split(",")), default=(),
        metavar="FIELD,...", help="what they are, where the guess is wrong: name, email, phone, …",
    )  # fmt: skip
    _act(acts.add_parser, "list", "the lists that are there")
    gone = _act(acts.add_parser, "remove", "delete a list and everybody in it")
    gone.add_argument("name", metavar="NAME")


def _add_lookup(parser: _Parser) -> None:
    _with_json(parser)
    parser.add_argument("text", help="an e-mail address, a phone number, another number or a name")
    parser.add_argument("--provider", default="", metavar="NAME", help="only this one")


def _act(add: Callable[..., _Parser], name: str, text: str) -> _Parser:
    """One of the things that a verb does, with a result."""
    one = _plain_act(add, name, text)
    _with_json(one)
    return one


def _plain_act(add: Callable[..., _Parser], name: str, text: str) -> _Parser:
    """One without, or whose output is for programs anyway."""
    one = add(name, help=text, allow_abbrev=False)
    one.add_argument("--profile", type=_folder, metavar="DIR", default=argparse.SUPPRESS)
    return one


def _folder(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("a folder has a name")
    return Path(os.path.expanduser(text))  # noqa: PTH111 - Path's own fails where nobody has that name


def _minutes(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 1 <= value <= 24 * 60:
        raise argparse.ArgumentTypeError("minutes are a number from 1 to 1440")
    return value


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a date is written like 2026-01-31") from None


def _time(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a time is written like 2026-11-22T09:30+01:00") from error


def _channel(text: str) -> str:
    from desktop.interaction import channel_named

    try:
        return channel_named(text).value
    except UserError as error:
        raise argparse.ArgumentTypeError(error.problem.what) from error


def _assignment(text: str) -> tuple[str, str]:
    from desktop.interaction import assignment

    try:
        return assignment(text)
    except UserError as error:
        raise argparse.ArgumentTypeError(error.problem.what) from error


def _tag(text: str) -> str:
    from desktop.translation.tags import canonical

    tag = canonical(text)
    if tag is None:
        raise argparse.ArgumentTypeError("a language is a tag like en, pt-BR or zh-Hant")
    return tag


def _tags(text: str) -> tuple[str, ...]:
    return tuple(_tag(one.strip()) for one in text.split(","))
