"""Pictures of customers' systems, of signing in, and of a list on its way into the book."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.ui.pictured.look import Look


def pictures(look: Look) -> Iterator[tuple[str, object]]:
    yield from systems(look.profile)
    yield from books(look.profile)


def systems(profile: Path) -> Iterator[tuple[str, object]]:
    from desktop.customers.system_checks import SystemState
    from desktop.ui.customers.systems.sign_in_box import SignInState
    from desktop.ui.widgets.key_box import KeyState
    from desktop.ui.widgets.service_words import Asking
    from tests.ui.customers.systems import systems_acted as acted

    yield "systems-empty", acted.window(profile)
    yield "systems-new", acted.window(profile, ("book",), chosen="salesforce")
    yield "systems-two-ways", acted.window(profile, ("book",), chosen="zendesk")
    one = acted.window(profile, ("book",), acted.ROWS, "salesforce")
    one.show_sign_in("salesforce", SignInState(signed_in=False))
    yield "systems-sign-in", one
    one.show_sign_in("salesforce", SignInState(waiting=True))
    yield "systems-waiting", one
    one.show_sign_in("salesforce", SignInState(signed_in=False, problem=acted.NOBODY))
    yield "systems-nobody-signed-in", one
    one.show_sign_in("salesforce", SignInState(signed_in=True))
    one.show_state("salesforce", Asking.ASKED)
    yield "systems-asking", one
    one = acted.three(profile, "salesforce")
    one.show_sign_in("salesforce", SignInState(signed_in=True))
    yield "systems-works", one
    one.show_state("salesforce", acted.SIGNED_OUT)
    one.show_sign_in("salesforce", SignInState(signed_in=False))
    yield "systems-signed-out", one
    one = acted.three(profile, "request_tracker")
    one.show_key("request_tracker", KeyState(kept=True))
    yield "systems-silent", one
    one.show_key("request_tracker", KeyState(problem=acted.LOCKED))
    yield "systems-keyring-locked", one
    one = acted.three(profile, "shop")
    one.show_state("shop", SystemState(ok=None))
    yield "systems-own", one
    one.another.click()
    yield "systems-adding", one


def books(profile: Path) -> Iterator[tuple[str, object]]:
    from desktop.ui.customers.systems.book_box import BookState
    from tests.ui.customers.systems import systems_acted as acted

    one = acted.three(profile, "book")
    one.show_book(BookState(()))
    yield "book-empty", one
    one.show_book(BookState(acted.LISTS, done="48,211 customers are in “customers 2026” now."))
    yield "book-lists", one
    one.show_book(BookState(acted.LISTS, coming="customers 2026", part=0.42, read=420_000))
    yield "book-coming", one
    one.show_file(Path("kunden 2026.csv"), acted.PREVIEW, frozenset({"kunden 2026"}))
    yield "book-columns", one
