"""What a Mac lets us do and what it does not, in the agent's words. Without pyobjc.

A Mac asks the person for two things, and each holds for one program only, by its signature:
Accessibility (to keep keys back, to type, to read titles) and Input Monitoring (to hear keys).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from desktop.host.base import Check

ACCESSIBILITY_PANE = "x-apple.systempreferences:com.apple.preference.security?Privacy_Accessibility"
INPUT_PANE = "x-apple.systempreferences:com.apple.preference.security?Privacy_ListenEvent"

_WHERE = "System Settings → Privacy & Security"
_AGAIN = "If Deskhand stands there already, take it out with − and add it again"


class Pasteboard(Enum):
    """What ``NSPasteboard.accessBehavior`` says of reading without a paste key (macOS 15.4)."""

    UNKNOWN = -1
    """This macOS does not ask."""
    DEFAULT = 0
    ASK = 1
    ALLOW = 2
    DENY = 3


@dataclass(frozen=True, slots=True)
class Allowed:
    """What holds now."""

    accessibility: bool
    listening: bool
    posting: bool
    secure: bool = False
    """Some program has asked that keys reach it alone."""
    secure_by: str = ""
    """Its name, where it is known."""
    pasteboard: Pasteboard = Pasteboard.UNKNOWN


def trouble(allowed: Allowed) -> str:
    """Why nothing can be typed now, for the menu bar; empty when it can."""
    if not allowed.accessibility or not allowed.posting:
        return (
            "macOS does not let Deskhand type yet: switch it on in "
            f"{_WHERE} → Accessibility. Until then the palette copies."
        )
    if not allowed.listening:
        return (
            "macOS does not let Deskhand hear the keys yet: switch it on in "
            f"{_WHERE} → Input Monitoring. Until then the palette copies."
        )
    if allowed.secure:
        who = f"“{allowed.secure_by}”" if allowed.secure_by else "A program"
        return (
            f"{who} keeps the keyboard to itself, as for a password: snippets rest "
            "until it lets go. Use the palette and copy the text."
        )
    return ""


def checks(allowed: Allowed, *, bundled: bool) -> list[Check]:
    """The lines for ``doctor``; ``bundled``: it is the application and not a Python."""
    whose = "Deskhand" if bundled else "the program that you start Deskhand with (Terminal)"
    return [
        _accessibility(allowed, whose),
        _listening(allowed, whose),
        _secure(allowed),
        _passwords(allowed),
        _pasteboard(allowed),
    ]


def _accessibility(allowed: Allowed, whose: str) -> Check:
    if allowed.accessibility and allowed.posting:
        return Check("keyboard", ok=True, what="Keys can be kept back and typed")
    return Check(
        "keyboard",
        ok=False,
        what="Snippets are not typed",
        why="macOS has not been told that Deskhand may",
        todo=f"Switch {whose} on in {_WHERE} → Accessibility. {_AGAIN}",
    )


def _listening(allowed: Allowed, whose: str) -> Check:
    if allowed.listening:
        return Check("input monitoring", ok=True, what="Keys can be followed")
    return Check(
        "input monitoring",
        ok=False,
        what="Keys can't be followed",
        why="macOS has not been told that Deskhand may",
        todo=f"Switch {whose} on in {_WHERE} → Input Monitoring. {_AGAIN}",
    )


def _secure(allowed: Allowed) -> Check:
    if not allowed.secure:
        return Check("secure input", ok=True, what="No program keeps the keyboard to itself")
    return Check(
        "secure input",
        ok=None,
        what="A program keeps the keyboard to itself, so that keys can't be followed now",
        why=f"It is “{allowed.secure_by}”" if allowed.secure_by else "Some do it for a password",
        todo="Leave its field for passwords; in Terminal turn “Secure Keyboard Entry” off. "
        "One that never lets go has to be quit",
    )


def _passwords(allowed: Allowed) -> Check:
    return Check(
        "password fields",
        ok=True if allowed.accessibility else None,
        what="Password fields are left alone"
        if allowed.accessibility
        else "Only password fields that ask for secure input are known",
        why="" if allowed.accessibility else "Without Accessibility nobody tells of the others",
        todo="" if allowed.accessibility else f"Switch it on in {_WHERE} → Accessibility",
    )


def _pasteboard(allowed: Allowed) -> Check:
    if allowed.pasteboard in {Pasteboard.UNKNOWN, Pasteboard.ALLOW}:
        return Check("clipboard", ok=True, what="Texts are pasted, and your clipboard comes back")
    denied = allowed.pasteboard is Pasteboard.DENY
    return Check(
        "clipboard",
        ok=False if denied else None,
        what="Long texts are not pasted" if denied else "macOS may ask when a text is pasted",
        why="Deskhand reads the clipboard to give it back afterwards, and macOS "
        + ("has been told not to let it" if denied else "asks before that"),
        todo=f"Choose “Allow” for Deskhand in {_WHERE} → Paste from Other Apps",
    )


def version_checks(version: str) -> list[Check]:
    """What depends on which macOS it is, as ``platform.mac_ver`` says it."""
    major = int(version.partition(".")[0] or 0) if version[:1].isdigit() else 0
    return [
        Check(
            "microphone",
            ok=True if major >= 14 else None,
            what="Deskhand sees which program has the microphone"
            if major >= 14
            else "Deskhand sees that the microphone is in use, but not by which program",
            why="" if major >= 14 else "macOS tells it from version 14 on",
        ),
        Check(
            "do not disturb",
            ok=None,
            what="Deskhand sees full screen, but not Focus or Do Not Disturb",
            why="macOS tells other programs nothing of it",
            todo="Turn notices off in Deskhand's menu for as long as you want quiet",
        ),
    ]
