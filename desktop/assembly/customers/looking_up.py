"""Customers as the assembly has them: made on first use, modules included, and all the ways in.

What comes by links ends here as a lookup and nothing else; phone systems also open the interaction
of a call and close it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.assembly.customers.phone_calls import PHONE_SYSTEM, ended_one
from desktop.assembly.customers.phone_systems import PhoneSystems
from desktop.assembly.customers.reading_up import ReadingUp
from desktop.assembly.own_thread import OwnThread
from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem, UserError
from desktop.host.base import Clipboard, Places
from desktop.interaction import Asked, Channel, Customer, Field, Interaction, Interactions
from desktop.settings.secrets import Secrets
from desktop.settings.sections import customers
from desktop.settings.store import Changed, Settings

if TYPE_CHECKING:
    from desktop.customers.fanout import Lookups
    from desktop.customers.finder import Finder, Means
    from desktop.customers.inquiry import Inquiry, Origin
    from desktop.customers.kept.rows import SealedRows
    from desktop.customers.kept.whose import Owner
    from desktop.customers.link import Link
    from desktop.customers.receiver import Call

LINK_PAUSE_S = 0.3
"""Between two links that are looked up; of those that come meanwhile only the newest is."""
KEPT_FILE = "kept.db"
"""As :data:`desktop.customers.kept.rows.FILE`, which is not imported to ask whether it is there."""
_CLIPBOARD_S = 0.3
"""For whoever copied to hand it over."""
_LONGEST_URL = 2_000
_MOST_CALLS = 64
"""Ids of calls that came by links and are known again."""
_NOT_THE_SIDEBARS = (
    customers.HOTKEY,
    customers.SHOWN_FIELDS,
    customers.EDGE,
    customers.WIDTH,
    customers.WATCH_COPIES,
    customers.LINKS,
    customers.RECEIVER,
    customers.RECEIVER_PORT,
)


def wrong_with_link(url: str) -> str:
    """Why a link can't be opened, in a sentence; empty when it can."""
    from desktop.customers.link import read_link

    try:
        read_link(url)
    except UserError as error:
        return str(error)
    return ""


class LookingUp:
    """See the module. Any thread may call; the first use imports, so none of windows'."""

    def __init__(
        self,
        places: Places,
        settings: Settings,
        secrets: Secrets,
        clock: Clock,
        interactions: Interactions,
        clipboard: Clipboard,
        *,
        forget_translations: Callable[[Customer], None],
    ) -> None:
        """Nothing is made yet. ``forget_translations`` blocks until they are gone."""
        self.told: Event[Inquiry | None] = Event("customer to show")
        """What the sidebar is to show now; None: nothing is known of who is in front."""
        self.trouble: Event[Problem] = Event("trouble with customers")
        self.forgot: Event[Owner] = Event("customer forgotten")
        """What was kept of a customer is gone from the disk; by what they were known."""
        self.reading = ReadingUp(places, settings, secrets, clock, clipboard)
        self.reading.trouble.connect(self.trouble.emit)
        self._places = places
        self._settings = settings
        self._secrets = secrets
        self._clock = clock
        self._interactions = interactions
        self._clipboard = clipboard
        self._unwatch: Callable[[], None] | None = None
        self._forget_translations = forget_translations
        self._lock = threading.Lock()
        self._made: Finder | None = None
        self._errands = OwnThread("customers' ways in", self.trouble)
        self._kept: SealedRows | None = None
        self._link: Link | None = None
        self._resting = False
        self._calls: OrderedDict[str, None] = OrderedDict()
        self.phone_systems = PhoneSystems(settings, secrets, self._take)
        self._ended = False
        self._disconnect: Callable[[], None] = lambda: None
        self._stop_secrets: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Follow the settings; let phone systems and copies in if they may come."""
        self._disconnect = self._settings.changed.connect(self._on_settings)
        if self._settings.get(customers.RECEIVER):
            self._errands.put(self.phone_systems.listen)
        if self._settings.get(customers.WATCH_COPIES):
            self._errands.put(self._watch)

    def close(self) -> None:
        """Wipe and let go of everything."""
        self._disconnect()
        self.reading.close()
        with self._lock:
            self._ended = True
            made, kept = self._made, self._kept
        self._stop_secrets()
        self._errands.drop()
        self.phone_systems.close()
        unwatch, self._unwatch = self._unwatch, None
        if unwatch is not None:
            unwatch()
        if made is not None:
            made.close()
        if kept is not None:
            kept.close()

    def forget(self) -> None:
        """Wipe what providers answered, as when the screen is locked."""
        with self._lock:
            made = self._made
        if made is not None:
            made.forget()

    # --- looking up ---

    def finder(self) -> Finder:
        """Who finds out whose interaction it is."""
        from desktop.customers.finder import Finder
        from desktop.customers.oauth.shared import sign_ins_of

        with self._lock:
            if self._made is None:
                self._made = Finder(self._means, self._interactions)
                self._made.told.connect(self.told.emit)
                self._stop_secrets = self._secrets.changed.connect(self._made.signed_in)
                self._made.troubled.connect(self.trouble.emit)
                sign_ins_of(self._secrets).trouble.connect(self.trouble.emit)
            return self._made

    def kept(self) -> SealedRows:
        """What is kept of customers until it is done: notes not sent yet, follow-ups."""
        from desktop.customers.kept.rows import SealedRows

        with self._lock:
            if self._kept is None:
                self._kept = SealedRows(self._places.data, self._secrets, self._clock)
                self._kept.trouble.connect(self.trouble.emit)
                if self._ended:
                    self._kept.close()
            return self._kept

    def has_kept(self) -> bool:
        """May something be kept from before? Imports and asks nothing."""
        return (self._places.data / KEPT_FILE).exists()

    def look_up(self, text: str, asked: Asked | None) -> None:
        """The agent asks, on behalf of the interaction that was in front."""
        self.finder().look_up(text, asked)

    def call(self, number: str, reference: str = "", name: str = "") -> None:
        """A phone system tells of a call, once or again: its interaction comes to the front.

        Raises:
            UserError: too many interactions are open.
        """
        now = self._clock.now()
        known = {"phone": _told(number), "name": _told(name)}
        fields = {key: Field(one, PHONE_SYSTEM, now) for key, one in known.items() if one}
        one = self._interactions.open(
            PHONE_SYSTEM, Channel.PHONE, reference=_told(reference), customer=Customer(fields)
        )
        asked = self._interactions.ask(one.id)
        if asked is None:
            return
        if "phone" in fields and not one.customer.value("phone"):  # it rang without
            self._interactions.set_value(one.id, "customer.phone", known["phone"], PHONE_SYSTEM)
        self.finder().called(asked, number if number.strip() else "anonymous", known["name"])

    def call_ended(self, number: str, reference: str = "") -> None:
        """A phone system tells that somebody hung up: the interaction of that call is over."""
        one = ended_one(self._interactions.all(), _told(number), _told(reference))
        if one is not None:
            self._interactions.close(one.id)

    def open_link(self, url: str) -> None:
        """Look up what a link asks for. However many come, few are looked up: the newest.

        Raises:
            UserError: it is none that may be opened.
        """
        from desktop.customers.link import read_link

        link = read_link(url)
        with self._lock:
            if link.call and link.call in self._calls:  # it rings, and is answered
                return
            if link.call:
                self._calls[link.call] = None
                while len(self._calls) > _MOST_CALLS:
                    self._calls.popitem(last=False)
            self._link = link
            resting = self._resting
            self._resting = True
        if not resting:
            self._errands.put(self._follow_link)

    def remember(self, serial: int) -> None:
        """Keep whom this inquiry is about in the customer book, then look again."""
        finder = self.finder()

        def act(lookups: Lookups, inquiry: Inquiry) -> None:
            from desktop.customers.remembering import remember

            one = self._interactions.get(inquiry.asked.interaction) if inquiry.asked else None
            # Whom a provider knows is somebody else than one whom nobody knows.
            if one is None or (inquiry.card is None and self.knows(one)):
                remember(lookups, inquiry, Customer())
            else:
                remember(lookups, inquiry, one.customer)
            finder.again()

        finder.do(act, serial)

    def forget_customer(self, seen: Inquiry) -> None:
        """Forget whom this inquiry is about, wherever something is kept of them.

        Nobody, if by now it is about another one than the agent saw.
        """
        finder = self.finder()

        def act(lookups: Lookups, inquiry: Inquiry) -> None:
            from desktop.customers.joining import same
            from desktop.customers.kept.whose import forgetting
            from desktop.customers.remembering import forget

            if seen.card is not None and inquiry.card is not None and same(seen.card, inquiry.card):
                whose = forgetting(inquiry.card)
                self.kept().forget(whose)
                self.forgot.emit(whose)
                forget(lookups, inquiry.card)
                finder.release(inquiry.card)
                self._forget_translations(inquiry.card.customer())

        finder.do(act, seen.serial)

    def knows(self, one: Interaction) -> bool:
        """Does a provider know this customer?"""
        providers = self._settings.get(customers.PROVIDERS)
        return any(known.source in providers for known in one.customer.fields.values())

    def may_open(self, provider: str, url: str) -> bool:
        """Is this the address of a record where the settings or its kind say that it shows?

        Else anything that a provider has in an answer could open any page or program.
        """
        from desktop.customers.providers.registry import manifests
        from desktop.net.address import Address

        row = self._settings.get(customers.SERVICES).get(provider)
        if row is None or not row.address or not _is_plain(url):
            return False
        try:
            if Address.read(row.address, office=row.office is True).serves(url):
                return True
        except UserError:
            return False
        manifest = manifests().get(row.kind or provider)
        return manifest is not None and manifest.shows(url)

    # --- phone systems ---

    def _take(self, call: Call) -> None:
        if call.ended:
            self.call_ended(call.number, call.id)
            return
        try:
            self.call(call.number, call.id, call.name)
        except UserError as error:
            self.trouble.emit(error.problem)

    # --- copies ---

    def _watch(self) -> None:
        """Hear of copies, or no more, as the settings say now. Of the errands' thread."""
        before, self._unwatch = self._unwatch, None
        if before is not None:
            before()
        if self._settings.get(customers.WATCH_COPIES):
            self._unwatch = self._clipboard.watch(
                lambda _window: self._errands.put(self._read_copy)
            )

    def _read_copy(self) -> None:
        """Somebody copied: look it up if it surely is an address or a number."""
        text = self._clipboard.text(_CLIPBOARD_S, secrets=False)
        if text and text.strip():
            self.finder().look_up(text, self._front(), _origin().COPY)

    # --- inside ---

    def _means(self) -> Means:
        from desktop.customers.finder import Means
        from desktop.customers.setup import make_lookups, make_patterns

        now = self._settings.snapshot()
        lookups, problems = make_lookups(now, self._secrets, self._clock, self._places)
        return Means(lookups, make_patterns(now), now.get(customers.REGION), problems)

    def _follow_link(self) -> None:
        with self._lock:
            link, self._link = self._link, None
            self._resting = link is not None
        if link is None:
            return
        self._errands.later(LINK_PAUSE_S, self._follow_link)
        if link.texts:
            first, *others = link.texts
            self.finder().look_up(first, self._front(), _origin().LINK, others)

    def _front(self) -> Asked | None:
        front = self._interactions.front()
        return self._interactions.ask(front.id) if front is not None else None

    def _on_settings(self, changed: Changed) -> None:
        if changed.touches(customers.RECEIVER, customers.RECEIVER_PORT):
            self._errands.put(self.phone_systems.listen)
        if changed.touches(customers.WATCH_COPIES):
            self._errands.put(self._watch)
        others = set(changed.keys) - {one.key for one in _NOT_THE_SIDEBARS}
        with self._lock:
            made = self._made
        if made is not None and any(key.startswith("customers.") for key in others):
            made.renew()


def _told(value: str) -> str:
    """What a phone system says, or empty where it says nothing."""
    from desktop.customers.identify.absent import is_placeholder, is_withheld

    value = value.strip()
    return "" if is_placeholder(value) or is_withheld(value) else value


def _is_plain(url: str) -> bool:
    return (
        len(url) <= _LONGEST_URL
        and url.isascii()
        and url.isprintable()
        and not {" ", "\\", '"', "<", ">"} & set(url)
    )


def _origin() -> type[Origin]:
    from desktop.customers.inquiry import Origin

    return Origin
