"""Engines as the window shows them, acted out: their settings, how they are, what is kept."""

from __future__ import annotations

from pathlib import Path

from desktop.core.clock import SystemClock
from desktop.core.results import Problem, UserError
from desktop.host.base import Check
from desktop.net.address import Address
from desktop.settings.secrets import Secrets
from desktop.settings.sections.translation import ENGINES, LOCAL_ONLY, SERVICES, ServiceSettings
from desktop.settings.store import Settings
from desktop.translation import engine_list
from desktop.translation.checks import EngineState
from desktop.ui.translation.engines_window import EnginesWindow
from desktop.ui.widgets.key_box import KeyState
from tests.unit.translation.room import Ring

ANSWERS = EngineState(Check("", ok=True, what="Apertium answers"), 40)
TAKES_KEY = EngineState(Check("", ok=True, what="DeepL answers and takes the key"), 212)
NEEDS_KEY = EngineState(
    Check("", ok=False, what="This engine needs a key", todo="Enter it in the settings"),
    needs_key=True,
)
SILENT = EngineState(
    Check(
        "",
        ok=False,
        what="LibreTranslate can't be reached",
        todo="Check the network and the engine's address",
    )
)
LOCKED = Problem(
    "The keyring did not keep the key",
    "It is locked",
    "Unlock the keyring of this computer, or install one (on Linux GNOME Keyring or KWallet)",
)
UNFIT = Problem(
    "This name does not fit",
    "It is names like deepl or libretranslate",
    "Use small letters, digits, - and _, and begin with a letter",
)
TEAM = {"team": ServiceSettings(kind="libretranslate", address="https://mt.example.org")}
THREE = ("apertium", "deepl", "team")
LONG_NAME = "the-translator-in-the-back-room"
LONG = {
    LONG_NAME: ServiceSettings(
        kind="openai_chat",
        address="https://translation." + "example-" * 20 + "example.org/v1",
        model="a-model-with-a-very-long-name-" * 6,
    )
}


def not_secure() -> Problem:
    """What is said of an address that others can read along with."""
    try:
        Address.read("http://mt.example")
    except UserError as error:
        return error.problem
    raise AssertionError


def window(
    profile: Path,
    engines: tuple[str, ...] = (),
    services: dict[str, ServiceSettings] | None = None,
    *,
    local_only: bool = False,
) -> EnginesWindow:
    """The window with these engines in its settings."""
    profile.mkdir(exist_ok=True)
    settings = Settings(profile / "engines.toml", SystemClock())
    settings.apply({ENGINES: engines, SERVICES: services or {}, LOCAL_ONLY: local_only})
    made = EnginesWindow()
    listed = engine_list.listed(settings, Secrets(None, Ring()), SystemClock())
    made.show_local_only(on=local_only)
    made.show_listed(listed)
    made.rows.setFocus()
    return made


def three(profile: Path, *, local_only: bool = False) -> EnginesWindow:
    """Three engines that were asked how they are."""
    made = window(profile, THREE, TEAM, local_only=local_only)
    made.show_state("apertium", ANSWERS)
    made.show_state("deepl", TAKES_KEY)
    made.show_state("team", SILENT)
    made.show_key("deepl", KeyState(kept=True))
    made.show_key("team", KeyState(kept=False))
    return made
