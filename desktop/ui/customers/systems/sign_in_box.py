"""Signing in by the browser: begun here, done there, and said here how it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.results import Problem
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.problem_words import sentences
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.words import Chip, button, label


@dataclass(frozen=True, slots=True)
class SignInState:
    """What is known of the sign-in of the system that is shown."""

    signed_in: bool | None = None
    """None: the keyring has not answered."""
    waiting: bool = False
    """For the browser."""
    busy: bool = False
    """The keyring was asked to do something."""
    problem: Problem | None = None


class SignInBox(QWidget):
    """One system's sign-in."""

    asked = Signal()
    """Open the browser."""
    cancelled = Signal()
    address_asked = Signal()
    """Copy what the browser is to open."""
    sign_out_asked = Signal()

    def __init__(self) -> None:
        """For no system at first."""
        super().__init__()
        self.chip = Chip("", Tone.PLAIN)
        self.explained = label("", "muted", wrap=True)
        self.sign_in = button("", "primary")
        self.cancel = button(self.tr("Cancel"))
        self.copy = button(self.tr("Copy the address for the browser"), "link")
        self.sign_out = button(self.tr("Sign out"), "link")
        self.told = label("", "error", wrap=True)
        self.addresses = label("", "muted", wrap=True)
        self.addresses.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._state = SignInState()
        self._build()
        self.sign_in.clicked.connect(self.asked)
        self.cancel.clicked.connect(self.cancelled)
        self.copy.clicked.connect(self.address_asked)
        self.sign_out.clicked.connect(self.sign_out_asked)

    def show_sign_in(self, state: SignInState, addresses: Sequence[str], *, ready: bool) -> None:
        """``addresses`` are to be registered; ``ready``: all that it needs is filled in."""
        self._state = state
        if state.waiting:
            self.chip.say(self.tr("waiting for the browser…"), Tone.PLAIN)
        elif state.busy or (ready and state.signed_in is None and state.problem is None):
            self.chip.say(self.tr("asking the keyring…"), Tone.PLAIN)
        elif state.signed_in:
            self.chip.say(self.tr("signed in"), Tone.ACCENT)
        else:
            tone = Tone.WARNING if ready else Tone.PLAIN
            self.chip.say(self.tr("not signed in"), tone)
        words = self.tr("Sign in anew…") if state.signed_in else self.tr("Sign in by the browser…")
        self.sign_in.setText(words)
        as_role(self.sign_in, "" if state.signed_in or not ready else "primary")
        self.sign_in.setVisible(not state.waiting)
        self.sign_in.setEnabled(ready and not state.busy)
        self.cancel.setVisible(state.waiting)
        self.copy.setVisible(state.waiting)
        self.sign_out.setVisible(state.signed_in is True and not state.waiting)
        self.sign_out.setEnabled(not state.busy)
        self.explained.setText(self._explained(ready=ready))
        self.told.setText(sentences(state.problem) if state.problem else "")
        self.told.setVisible(state.problem is not None)
        self.addresses.setText(
            self.tr("Whoever registers Deskhand there enters these addresses: {}").format(
                "\n" + "\n".join(addresses)
            )
        )

    def stops(self) -> list[QWidget]:
        """What Tab goes through."""
        return [self.sign_in, self.cancel, self.copy, self.sign_out]

    def _explained(self, *, ready: bool) -> str:
        if self._state.waiting:
            return self.tr(
                "Sign in there as you always do; Deskhand does not see your password. If no page "
                "came up, copy its address and open it yourself."
            )
        if not ready:
            return self.tr(
                "Fill in the address and the client identifier above; then you can sign in with "
                "your browser."
            )
        return self.tr(
            "A page of the system opens in your browser. What stays is a token in the keyring of "
            "this computer, never in a file."
        )

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(look.GRID)
        head.addWidget(label(self.tr("Sign-in"), "strong"))
        head.addWidget(self.chip)
        head.addWidget(self.sign_out)
        head.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        for one in (self.sign_in, self.cancel, self.copy):
            row.addWidget(one)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.HALF)
        column.addLayout(head)
        column.addWidget(self.explained)
        column.addSpacing(look.HALF)
        column.addLayout(row)
        column.addWidget(self.told)
        column.addSpacing(look.GRID)
        column.addWidget(self.addresses)
