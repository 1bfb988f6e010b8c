"""The application as a whole."""

from __future__ import annotations

from desktop.settings.declare import Section
from desktop.settings.kinds import Choice, Option, Switch

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

SECTION = Section(
    "general",
    "General",
    "How Deskhand looks and starts.",
    order=10,
    settings=(THEME, START_AT_LOGIN),
)
