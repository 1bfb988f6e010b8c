"""Logs that hold no customer's text: a private file, bugs without their messages, redaction last.

The rule for who logs is that of docs/design.md: no customer text, no query, no secret. This module
is the net under it. An exception is written as its class and the places it went through, because
its message may quote what an agent typed (a :class:`UserError`, whose words may be shown, keeps
them). Other packages do not know the rule, so of theirs only the wording is kept, not what is
filled into it.
"""

from __future__ import annotations

import contextlib
import io
import logging
import logging.handlers
import os
import re
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from desktop.core.results import Problem, UserError

OWN = "desktop"
"""The loggers of this package begin so."""

_SIZE = 1_000_000
_OLD_FILES = 3
_LONGEST = 4000
"""Characters of one message; what is over is cut off."""
_DEEPEST = 5
"""How many causes of an exception are followed."""

_REDACTIONS = (
    (re.compile(r"(?i)\b(authorization\W{1,4})(?:(?:basic|bearer|digest|token)\s+)?\S+"), r"\1[…]"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), r"\1 […]"),
    (
        re.compile(
            r"(?i)((?:token|secret|password|passwd|api[_-]?key|apikey|signature|code)"
            r"[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;]+"
        ),
        r"\1[…]",
    ),
    (re.compile(r"(?i)(\w{2,}://)[^\s/@]+@"), r"\1[…]@"),
    (re.compile(r"(\w{2,}://[^\s?#]*)[?#]\S*"), r"\1?[…]"),
    (re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:]+"), "[e-mail]"),
    (re.compile(r"(?<![\w.])\+?\d(?:[ .\-/()]{0,2}\d){6,}"), "[number]"),
)


def redact(text: str) -> str:
    """``text`` without what looks like an address, a long number, a secret or the home folder."""
    home = str(Path.home())
    if len(home) > 1:
        text = text.replace(home, "~")
    for pattern, instead in _REDACTIONS:
        text = pattern.sub(instead, text)
    return text


class SafeFormatter(logging.Formatter):
    """Writes a record by the rules of this module."""

    def __init__(self) -> None:
        """Time with its zone, level, thread, logger, words."""
        super().__init__("%(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        """One line, and after it the places of an exception, indented."""
        own = record.name == OWN or record.name.startswith(OWN + ".")
        words = record.getMessage() if own else str(record.msg)
        words = words[:_LONGEST].replace("\r", "\\r").replace("\n", "\\n")
        head = f"{record.levelname} {record.threadName} {record.name}: {redact(words)}"
        lines = [f"{self.formatTime(record, self.datefmt)} {head}"]
        # Not record.exc_text: another handler may have left the exception's message there.
        if record.exc_info and record.exc_info[1] is not None:
            lines.append(self.formatException(record.exc_info))
        return "\n".join(lines)

    def formatException(  # noqa: N802 - the name that logging calls
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """The exception and its causes: their classes and places, not their messages."""
        lines: list[str] = []
        error = ei[1]
        for _ in range(_DEEPEST):
            if error is None:
                break
            lines += _describe(error, "  caused by " if lines else "  ")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


def _describe(error: BaseException, before: str) -> list[str]:
    kind = type(error)
    words = f": {redact(error.problem.sentence())}" if isinstance(error, UserError) else ""
    lines = [f"{before}{kind.__module__}.{kind.__qualname__}{words}"]
    frames = traceback.extract_tb(error.__traceback__)
    lines += [f"    {redact(one.filename)}:{one.lineno} in {one.name}" for one in frames]
    return lines


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """A file that its owner alone may read, from the first byte on, also after each rotation."""

    def _open(self) -> io.TextIOWrapper:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        return io.TextIOWrapper(
            os.fdopen(os.open(self.baseFilename, flags, 0o600), "ab"),
            encoding=self.encoding,
            errors="backslashreplace",
        )

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Drop the record: a full disk must not stop the work, and stderr must not get the text."""


def set_up(folder: Path, name: str = "deskhand", level: str = "info") -> Problem | None:
    """Log to ``folder/name.log`` from now on, in place of a file that was set up before.

    ``level`` holds for Deskhand; of other packages only warnings are kept. Each process needs a
    ``name`` of its own, because a file can't be rotated by two. A Problem means that there is no
    log, which is no reason not to run.
    """
    shut_down()
    set_level(level)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _PrivateFile(
            folder / f"{name}.log", maxBytes=_SIZE, backupCount=_OLD_FILES, encoding="utf-8"
        )
    except OSError as error:
        return Problem(
            "Deskhand can't write its log",
            os.strerror(error.errno) if error.errno else "",
            "Check that the folder can be written to",
            place=str(folder),
        )
    handler.setFormatter(SafeFormatter())
    logging.getLogger().addHandler(handler)
    return None


def set_level(level: str) -> None:
    """Change how much of Deskhand's own is logged: debug, info, warning or error."""
    logging.getLogger(OWN).setLevel(level.upper())


def shut_down() -> None:
    """Close the file of :func:`set_up`."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _PrivateFile)]:
        root.removeHandler(handler)
        with contextlib.suppress(OSError):  # a full disk, on which the last lines are lost
            handler.close()


def catch_unhandled() -> None:
    """Log what nobody caught, in any thread, instead of printing it with its message."""
    logger = logging.getLogger(OWN + ".unhandled")

    def in_main(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        logger.critical("a failure that nobody caught", exc_info=(kind, error, trace))

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            logger.critical(
                "a thread ended by a failure",
                exc_info=(args.exc_type, args.exc_value, args.exc_traceback),
            )

    def unraisable(args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            logger.error(
                "a failure where none can be raised",
                exc_info=(args.exc_type, args.exc_value, args.exc_traceback),
            )

    sys.excepthook = in_main
    threading.excepthook = in_thread
    sys.unraisablehook = unraisable
