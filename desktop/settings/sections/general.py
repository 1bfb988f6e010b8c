"""The application as a whole."""

from __future__ import annotations

from desktop.settings.declare import Section
from desktop.settings.kinds import Choice, Option, Switch

INTERFACE_LANGUAGE = Choice(
    "general.language",
    "system",
    "Language of Deskhand",
    "The language of Deskhand's own windows and menus.",
    options=(Option("system", "As the system"), Option("en", "English")),
)
THEME = Choice(
    "general.theme",
    "system",
    "Appearance",
    "Light or dark windows.",
    options=(Option("system", "As the system"), Option("light", "Light"), Option("dark", "Dark")),
)
START_AT_LOGIN = Switch(
    "general.start_at_login",
    default=False,
    title="Start when I log in",
    help="Deskhand starts by itself, in the tray, when you log in to this computer.",
)
WELCOME_SEEN = Switch(
    "general.welcome_seen",
    default=False,
    title="Welcome was shown",
    help="The welcome window comes once, and again after this is set to off.",
    hidden=True,
)

SECTION = Section(
    "general",
    "General",
    "How Deskhand looks and starts.",
    order=10,
    settings=(INTERFACE_LANGUAGE, THEME, START_AT_LOGIN, WELCOME_SEEN),
)
