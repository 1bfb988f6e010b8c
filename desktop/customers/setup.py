"""Makes the lookups that the settings ask for, for the application and the command line."""

from __future__ import annotations

from desktop.core.clock import Clock
from desktop.core.results import Problem
from desktop.customers.articles.search import ArticleSearch
from desktop.customers.fanout import Lookups
from desktop.customers.identify import Patterns
from desktop.customers.providers.base import Can
from desktop.customers.providers.registry import build, kinds
from desktop.host.base import Places
from desktop.settings.declare import Reader
from desktop.settings.secrets import Secrets
from desktop.settings.sections.customers import (
    CUSTOMER_FORMS,
    KEEP_MIN,
    ORDER_FORMS,
    PATIENCE_S,
    REGION,
    TICKET_FORMS,
)


def make_patterns(settings: Reader) -> Patterns:
    """What the company's numbers look like."""
    tickets = settings.get(TICKET_FORMS)
    orders = settings.get(ORDER_FORMS)
    customers = settings.get(CUSTOMER_FORMS)
    return Patterns(tickets, orders, customers)


def make_lookups(
    settings: Reader, secrets: Secrets, clock: Clock, places: Places
) -> tuple[Lookups, tuple[Problem, ...]]:
    """The lookups, and why some providers of the settings are not in them.

    Made anew when settings of the section change; :meth:`Lookups.close` the ones before.
    """
    providers, problems = build(settings, secrets, clock, places.data)
    lookups = Lookups(
        providers,
        clock,
        region=settings.get(REGION),
        patience=float(settings.get(PATIENCE_S)),
        keep=settings.get(KEEP_MIN) * 60.0,
    )
    return lookups, problems


def make_articles(
    settings: Reader, secrets: Secrets, clock: Clock, places: Places
) -> tuple[ArticleSearch, tuple[Problem, ...]]:
    """The search of knowledge bases, and why some of the settings are not in it."""
    names = [name for name, one in kinds(settings).items() if Can.ARTICLES in one.can]
    patience = float(settings.get(PATIENCE_S))
    if not names:
        return ArticleSearch((), clock, patience), ()
    providers, problems = build(settings, secrets, clock, places.data, names)
    return ArticleSearch(providers, clock, patience), problems
