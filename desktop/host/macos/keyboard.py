"""Puts the keys of a Mac together, in the keyboard process and on its main thread."""

from __future__ import annotations

import AppKit

from desktop.host.macos.allowed import ask_for_it
from desktop.host.macos.board import MacBoard
from desktop.host.macos.carbon import Carbon, MacLayout
from desktop.host.macos.keys import MacKeys
from desktop.host.macos.loop import MacMachine


def mac_keys() -> MacKeys:
    """The keyboard of this Mac; where the person has not been asked yet, macOS asks now."""
    # A program without a place in the Dock, that never comes to the front.
    application = AppKit.NSApplication.sharedApplication()
    application.setActivationPolicy_(AppKit.NSApplicationActivationPolicyProhibited)
    ask_for_it()
    carbon = Carbon()
    machine = MacMachine(carbon)
    return MacKeys(machine, MacLayout(carbon), MacBoard(machine.wake))
