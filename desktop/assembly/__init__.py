"""Builds the parts from the settings and connects them, without windows.

``app.py`` puts windows in front of the :class:`Assembly`; the command line uses pieces of it.
"""

from desktop.assembly.insertions import Fate, Selection, Told
from desktop.assembly.keyboard import keyboard_command
from desktop.assembly.packs import starter_packs
from desktop.assembly.scene import make_renderer, scene_of
from desktop.assembly.state import TypingState
from desktop.assembly.uses import Asking
from desktop.assembly.whole import Assembly

__all__ = [
    "Asking",
    "Assembly",
    "Fate",
    "Selection",
    "Told",
    "TypingState",
    "keyboard_command",
    "make_renderer",
    "scene_of",
    "starter_packs",
]
