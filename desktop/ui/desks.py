"""The pillars' desks: each is made on its first use, and opened from hotkeys and the tray."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.assembly import Assembly
from desktop.assembly.rest.question import is_due, is_open
from desktop.core.results import Problem, Severity
from desktop.host.base import Host, Window
from desktop.settings.secrets import Secrets
from desktop.settings.values import Snapshot
from desktop.ui.shell.first_use import FirstUse
from desktop.ui.shell.messages import Action, Messages
from desktop.ui.shell.shell import Shell
from desktop.ui.shell.tray import Tray
from desktop.ui.shell.windows import ShellWindows

if TYPE_CHECKING:
    from desktop.ui.breaks.calendars_desk import CalendarsDesk
    from desktop.ui.breaks.desk import BreaksDesk
    from desktop.ui.breaks.question_desk import QuestionDesk
    from desktop.ui.breaks.views import Views
    from desktop.ui.customers.desk import CustomerDesk
    from desktop.ui.customers.followups.desk import FollowUpsDesk
    from desktop.ui.customers.systems.desk import SystemsDesk
    from desktop.ui.snippets.savings_desk import SavingsDesk
    from desktop.ui.translation.desk import TranslationDesk
    from desktop.ui.translation.engines_desk import EnginesDesk

_ASK_MS = 15_000
"""After the start, when everything else is there; and then it waits for a quiet moment."""


class Desks(QObject):
    """See the module. Use it from the main thread; snippets' desk is there from the start."""

    def __init__(
        self,
        host: Host,
        assembly: Assembly,
        secrets: Secrets,
        tray: Tray,
        windows: ShellWindows,
        messages: Messages,
        shell: Shell,
        *,
        edit: Callable[[int], None],
    ) -> None:
        """Open what the tray asks for and what is told, from now on; nothing is loaded yet."""
        super().__init__()
        self._host = host
        self._assembly = assembly
        self._secrets = secrets
        self._tray = tray
        self._windows = windows
        self._messages = messages
        self._shell = shell
        self._post = shell.bridge.post
        self._edit = edit
        self.translation = FirstUse(shell.background, self._load_translation)
        self.engines = FirstUse(shell.background, self._load_engines)
        self.customers = FirstUse(shell.background, self._load_customers)
        self.systems = FirstUse(shell.background, self._load_systems)
        self.views = FirstUse(shell.background, self._load_views)
        self.calendars = FirstUse(shell.background, self._load_calendars)
        self.breaks_question = FirstUse(shell.background, self._load_breaks_question)
        self.follow_ups = FirstUse(shell.background, self._load_follow_ups)
        self.savings = FirstUse(shell.background, self._load_savings)
        self.breaks: BreaksDesk | None = None
        """From when breaks begin."""
        windows.offer("translation", self.tr("Engines and their keys…"), self.open_engines)
        windows.offer("snippets", self.tr("What they saved…"), self.open_savings)
        windows.offer("roster", self.tr("Calendars and their addresses…"), self.open_calendars)
        windows.offer("customers", self.tr("Customers' systems…"), self.open_system)
        windows.offer("customers", self.tr("Copy the address for phone systems"), self.copy_address)
        front = host.windows.foreground
        tray.translation_asked.connect(lambda name: self.translate(name, front()))
        tray.engines_asked.connect(self.open_engines)
        tray.systems_asked.connect(self.open_system)
        tray.suggestions_asked.connect(self.open_savings)
        assembly.suggesting.changed.connect(
            lambda count: self._post(self.savings.use) if count else None
        )
        tray.customer_asked.connect(lambda: self.look_up(front()))
        assembly.customers.told.connect(
            lambda inquiry: self._post(self.customers.use) if inquiry is not None else None
        )
        self._connect_application()
        self._connect_follow_ups()
        assembly.noting.found_unsent.connect(
            lambda every: self._post(lambda: self._say_unsent(len(every), every[0].seek))
        )
        self._connect_breaks()

    def close(self) -> None:
        """Before the end."""
        for part in (
            self.translation,
            self.engines,
            self.customers,
            self.systems,
            self.follow_ups,
            self.breaks,
            self.views,
            self.calendars,
            self.breaks_question,
            self.savings,
        ):
            if part is not None:
                part.close()

    # --- snippets ---

    def _connect_application(self) -> None:
        """How to type in the application that the agent was last in."""
        from desktop.assembly.app_rules import AppRules

        rules, menu = AppRules(self._assembly.settings), self._tray.application_menu

        def show() -> None:
            app = self._assembly.application
            menu.show_rule(app, rules.of(app))

        def change(cells: dict[str, object]) -> None:
            problem = rules.change(menu.app, cells) if cells else rules.forget(menu.app)
            if problem is not None:
                self._shell.show(problem)

        self._tray.menu.aboutToShow.connect(show)
        menu.wished.connect(change)

    def open_savings(self) -> None:
        """How much typing snippets saved."""
        self.savings.use(lambda desk: desk.open())

    def _load_savings(self) -> Callable[[], SavingsDesk]:
        from desktop.ui.snippets.savings_desk import SavingsDesk

        return lambda: SavingsDesk(
            self._assembly,
            self._shell,
            idle_s=self._idle_s,
            tell=lambda told: self._messages.show(
                told, Action(self.tr("Show it"), self.open_savings)
            ),
            count=self._tray.show_suggestions,
            edit=self._edit,
        )

    # --- translation ---

    def translate(self, name: str, window: Window) -> None:
        """One of the ways of translation."""
        self.translation.use(lambda desk: desk.press(name, window))

    def open_engines(self) -> None:
        """The translation engines and their keys."""
        self.engines.use(lambda desk: desk.open())

    def _load_translation(self) -> Callable[[], TranslationDesk]:
        from desktop.ui.translation.desk import TranslationDesk

        self._assembly.interpreter()
        return lambda: TranslationDesk(
            self._assembly,
            self._host.windows,
            self._host.clipboard,
            self._shell,
            open_settings=self.open_engines,
        )

    def _load_engines(self) -> Callable[[], EnginesDesk]:
        from desktop.ui.translation.engines_desk import EnginesDesk, warm

        warm()
        assembly = self._assembly
        return lambda: EnginesDesk(
            assembly.settings,
            self._secrets,
            assembly.clock,
            self._shell,
        )

    # --- customers ---

    def look_up(self, window: Window) -> None:
        """Who is selected in that window."""
        self.customers.use(lambda desk: desk.press(window))

    def _say_unsent(self, count: int, seek: str) -> None:
        """After a start: what was not sent is offered, never sent by itself."""
        from desktop.ui.customers.writing.desk import not_sent

        def look() -> None:
            self.customers.use(lambda desk: desk.look_up(seek))

        self._messages.show(not_sent(count), Action(self.tr("Show the customer"), look))

    def copy_address(self) -> None:
        """What a phone program on this computer opens for a call; a secret of the agent's."""

        def say(_: None) -> None:
            self._shell.show(
                Problem(
                    self.tr("The address for phone systems is copied"),
                    "",
                    self.tr(
                        "Enter it in your phone program, with its word for the caller's number in"
                        " place of NUMBER, and let phone systems in by the setting on this page"
                    ),
                    Severity.INFO,
                )
            )

        def copy() -> None:
            self._host.clipboard.set_text(self._assembly.customers.phone_systems.address())

        self._shell.background.start(copy, say)

    def _load_customers(self) -> Callable[[], CustomerDesk]:
        from desktop.ui.customers.desk import CustomerDesk

        self._assembly.customers.finder()
        return lambda: CustomerDesk(
            self._assembly,
            self._host.windows,
            self._host.clipboard,
            self._host.presence,
            self._shell,
            open_system=self.open_system,
            open_interaction=self._windows.open_interaction,
            attach=lambda view: self.follow_ups.use(lambda desk: desk.attach(view)),
        )

    def open_system(self, name: str = "") -> None:
        """Customers' systems, with one of them chosen."""
        self.systems.use(lambda desk: desk.open(name))

    def _load_systems(self) -> Callable[[], SystemsDesk]:
        from desktop.ui.customers.systems.desk import SystemsDesk, warm

        warm()
        assembly = self._assembly

        def copy(text: str) -> None:
            self._shell.background.start(lambda: self._host.clipboard.set_text(text))

        return lambda: SystemsDesk(
            assembly.settings,
            self._secrets,
            assembly.clock,
            assembly.places.data,
            self._shell,
            copy=copy,
        )

    # --- follow-ups ---

    def open_follow_ups(self) -> None:
        """The list."""
        self.follow_ups.use(lambda desk: desk.open_window())

    def _connect_follow_ups(self) -> None:
        following, tray = self._assembly.following, self._tray
        tray.follow_ups_asked.connect(self.open_follow_ups)
        tray.follow_up_asked.connect(self._close_and_follow_up)
        following.changed.connect(lambda ones: self._post(self.follow_ups.use) if ones else None)
        following.announced.connect(
            lambda ones: self._post(lambda: self.follow_ups.use(lambda desk: desk.announce(ones)))
        )

        watching = self._assembly.watching
        watching.changed.connect(lambda ones: self._post(self.follow_ups.use) if ones else None)
        watching.announced.connect(
            lambda news: self._post(
                lambda: self.follow_ups.use(lambda desk: desk.watch.announce(news))
            )
        )

    def _idle_s(self) -> float | None:
        return self._host.presence.idle_s()

    def _close_and_follow_up(self) -> None:
        interactions = self._assembly.interactions
        front = interactions.front()
        if front is not None:
            interactions.close(front.id)
            self.follow_ups.use(lambda desk: desk.follow_up_interaction(front))

    def _load_follow_ups(self) -> Callable[[], FollowUpsDesk]:
        from desktop.ui.customers.followups.desk import FollowUpsDesk, warm

        warm(self._assembly)
        return lambda: FollowUpsDesk(
            self._assembly,
            self._shell,
            look_up=lambda text: self.customers.use(lambda desk: desk.look_up(text)),
            show_counts=lambda due, _all: self._tray.show_follow_ups(due),
            idle_s=self._idle_s,
        )

    # --- breaks ---

    def _connect_breaks(self) -> None:
        resting, menu = self._assembly.resting, self._tray.breaks_menu
        # One of them is told soon after the start, where breaks are on.
        resting.changed.connect(lambda _: self._post(self._with_breaks))
        menu.taken.connect(resting.take)
        menu.paused.connect(lambda minutes: resting.pause(minutes or None))
        menu.resumed.connect(resting.resume)
        menu.tapped.connect(resting.tap)
        menu.postponed.connect(resting.postpone)
        menu.skipped.connect(resting.skip)
        menu.breathed.connect(resting.breathe)
        menu.day_asked.connect(self.open_day)
        menu.week_asked.connect(lambda: self.views.use(lambda views: views.open_week()))

    def ask_for_breaks(self) -> None:
        """Once, in a quiet moment, whether there shall be any; until that is said the tray asks."""
        tray = self._tray

        def show(settings: Snapshot) -> None:
            tray.show_breaks_question(is_open=is_open(settings))

        show(self._assembly.settings.snapshot())
        self._assembly.settings.changed.connect(lambda change: self._post(lambda: show(change.now)))
        tray.breaks_question_asked.connect(
            lambda: self.breaks_question.use(lambda desk: desk.open())
        )
        if is_due(self._assembly.settings.snapshot()):
            QTimer.singleShot(
                _ASK_MS, self, lambda: self.breaks_question.use(lambda desk: desk.ask_in_a_lull())
            )

    def _load_breaks_question(self) -> Callable[[], QuestionDesk]:
        from desktop.ui.breaks.question_desk import QuestionDesk

        assembly, host = self._assembly, self._host
        senses = (host.microphone, host.calm)
        return lambda: QuestionDesk(
            assembly.settings,
            assembly.interactions,
            senses,
            assembly.clock,
            self._shell,
            idle_s=self._idle_s,
            icon=self._tray.icon.geometry,
        )

    def open_day(self) -> None:
        """What today was spent with, and the load."""
        self.views.use(lambda views: views.open_day())

    def open_calendars(self) -> None:
        """The calendars with the roster."""
        self.calendars.use(lambda desk: desk.open())

    def _load_calendars(self) -> Callable[[], CalendarsDesk]:
        from desktop.ui.breaks.calendars_desk import CalendarsDesk

        assembly = self._assembly
        return lambda: CalendarsDesk(
            assembly.resting.feeds,
            assembly.settings,
            self._secrets,
            assembly.clock,
            self._shell,
        )

    def _load_views(self) -> Callable[[], Views]:
        from desktop.ui.breaks.views import Views

        assembly = self._assembly
        return lambda: Views(assembly.resting, assembly.clock, self._shell)

    def _with_breaks(self) -> None:
        """Notices and breaks; their modules come when breaks begin."""
        if self.breaks is not None:
            return
        from desktop.ui.breaks.desk import BreaksDesk

        self.breaks = BreaksDesk(
            self._assembly.resting,
            self._assembly.clock,
            self._host.windows,
            self._host.sounds,
            self._assembly.settings,
            self._shell,
            show=self._messages.show,
            show_in_tray=self._tray.show_rest,
        )
