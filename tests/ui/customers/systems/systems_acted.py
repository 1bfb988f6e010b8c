"""Customers' systems as the window shows them, acted out: settings, how they are, what is kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from desktop.core.clock import SystemClock
from desktop.core.results import Problem
from desktop.customers import system_list
from desktop.customers.book.book import BookList
from desktop.customers.book.importing import Preview
from desktop.customers.system_checks import SystemState
from desktop.settings.secrets import Secrets
from desktop.settings.sections.customers import PROVIDERS, SERVICES, ProviderSettings
from desktop.settings.store import Settings
from desktop.ui.customers.systems.window import SystemsWindow
from tests.unit.customers.strict_keyring import StrictKeyring

WORKS = SystemState(ok=True, who="Ann Agent", ms=412)
LIMITED = SystemState(
    ok=True,
    who="Ann Agent",
    may_not=(
        "Your account can't write notes into cases",
        "Your account does not see customers' phone numbers",
    ),
    ms=812,
)
SILENT = SystemState(
    ok=False,
    problem=Problem(
        "Request Tracker can't be reached",
        todo="Check the network and the address in the settings",
    ),
    ms=3000,
)
SIGNED_OUT = SystemState(
    ok=False,
    problem=Problem("You are not signed in", todo="Sign in in the settings"),
    signed_out=True,
)
LOCKED = Problem("The keyring did not keep the key", "It is locked", "Unlock the keyring")
NOBODY = Problem(
    "Nobody signed in",
    "The browser did not come back within 5 minutes",
    "Sign in once more; if the browser said that an address does not match, register "
    "http://127.0.0.1:47821/signed-in with the provider",
)
ROWS = {
    "salesforce": ProviderSettings(
        address="https://example.my.salesforce.com", client="3MVG9.example.key"
    ),
    "zendesk": ProviderSettings(address="https://example.zendesk.com", client="deskhand"),
    "request_tracker": ProviderSettings(address="https://rt.example.org", user="ann"),
    "shop": ProviderSettings(kind="rest", address="https://shop.example.org", file="shop.toml"),
}
THREE = ("book", "salesforce", "request_tracker")
LISTS = (
    BookList("customers 2026", dt.datetime(2026, 11, 3, 9, tzinfo=dt.UTC), ("email",), 48_211),
    BookList("trade fair", dt.datetime(2026, 9, 12, 9, tzinfo=dt.UTC), ("email", "name"), 312),
)
PREVIEW = Preview(
    ("E-Mail", "Telefon", "Kundennummer", "Vorname", "Nachname", "Rabattstufe", ""),
    ("email", "phone", "customer_number", "first_name", "last_name", "rabattstufe", "column_7"),
    (
        ("ana@example.com", "0171 123 45 67", "K-1001", "Ana", "Souza", "A", ""),
        ("bob@example.com", "(513) 555-7611", "K-1002", "Bob", "O'Neil", "", "x"),
    ),
    has_titles=True,
)


def window(
    profile: Path,
    systems: tuple[str, ...] = (),
    rows: dict[str, ProviderSettings] | None = None,
    chosen: str = "",
) -> SystemsWindow:
    """The window with these systems in its settings."""
    profile.mkdir(exist_ok=True)
    settings = Settings(profile / "systems.toml", SystemClock())
    settings.apply({PROVIDERS: systems, SERVICES: rows or {}})
    made = SystemsWindow()
    secrets = Secrets(None, StrictKeyring())
    made.show_listed(system_list.listed(settings, secrets, SystemClock(), profile))
    if chosen:
        made.rows.choose(chosen)
    made.rows.setFocus()
    return made


def three(profile: Path, chosen: str = "") -> SystemsWindow:
    """Three systems that were asked how they are."""
    made = window(profile, THREE, ROWS, chosen)
    made.show_state("book", SystemState(ok=True))
    made.show_state("salesforce", LIMITED)
    made.show_state("request_tracker", SILENT)
    return made
