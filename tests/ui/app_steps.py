"""What the tests of the application act in it; see :mod:`tests.ui.acted_app`."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.app import Application
    from desktop.core.results import Problem
    from desktop.ui.shell.messages import Action


def whats_shown(app: Application) -> list[str]:
    """What messages say from now on, in place of showing them."""
    said: list[str] = []

    def show(problem: Problem, *_actions: Action) -> None:
        said.append(problem.what)

    app.messages.show = show  # type: ignore[method-assign]
    return said


def icon(app: Application) -> None:
    tip = app.tray.icon.toolTip().splitlines()[0]
    print(app.tray.state.name, "|", tip, "|", app.tray.state_line.text())


def nothing(_app: Application) -> Iterator[None]:
    yield


def icon_changes(app: Application) -> Iterator[None]:
    from desktop.settings.sections.typing import TYPING_ENABLED

    yield
    icon(app)
    app.assembly._switch.keys(can_type=True, reason="")
    yield
    icon(app)
    app._pause(30)
    yield
    icon(app)
    app.assembly.resume()
    app.settings.change(TYPING_ENABLED, False)
    yield
    icon(app)


def customers_call(app: Application) -> Iterator[None]:
    yield
    print(app.tray.interaction.text())
    app._verbs.obey(["call", "1 2 3", "a", ""])
    yield
    print(app.tray.interaction.text())
    app._verbs.obey(["call", "4", "b", "Ana & Bo"])
    yield
    print(app.tray.interaction.text())
    app._verbs.obey(["call", "1 2 3", "a", ""])
    yield
    print(app.tray.interaction.text())
    app._close_interaction()
    app._close_interaction()
    app._close_interaction()
    yield
    print(app.tray.interaction.text())


def nobody_known_calls(app: Application) -> Iterator[None]:
    from desktop.keyboard.messages import Hotkey

    yield
    print("desktop.customers" in sys.modules, app.desks.customers.made)
    print(app._verbs.obey(["open", "deskhand://note?text=x"]).partition(".")[0])
    app._verbs.obey(["call", "anonymous", "a", ""])
    customers = app.desks.customers
    while customers.made is None or customers.made.view is None:
        yield
    print(customers.made.view.isVisible(), customers.made.view.has_keys)
    app._on_hotkey(Hotkey("customer", 0, "", ""))
    while not customers.made.view.has_keys:
        yield
    print("has the keys")


def address_is_copied(app: Application) -> Iterator[None]:
    from desktop.host.base import PLAIN, Rich

    yield
    said = whats_shown(app)
    app.desks.copy_address()  # the tests' keyring keeps nothing
    while len(said) < 1:
        yield
    app.assembly.customers.phone_systems._token = lambda: "token"  # type: ignore[method-assign]
    copied: list[str] = []

    def set_text(text: str, rich: Rich = PLAIN) -> None:
        copied.append(text)

    app._host.clipboard.set_text = set_text  # type: ignore[method-assign]
    app.desks.copy_address()
    while len(said) < 2:
        yield
    print(*said, *copied, sep="\n")


def packs_have_problems(app: Application) -> Iterator[None]:
    from desktop.core.results import Problem

    while not app.desk._loaded:
        yield

    def show(problem: Problem, *actions: Action) -> None:
        print(problem.what, [one.title for one in actions])

    app.messages.show = show  # type: ignore[method-assign]
    app._show(Problem("Wrong", place="own.yml:2"))
    app._show(Problem("Wrong", place="lost.yml:2"))


def session_ends(app: Application) -> Iterator[None]:
    from PySide6.QtCore import QCoreApplication, QEvent

    yield from _two_windows(app)
    QCoreApplication.postEvent(app._qt, QEvent(QEvent.Type.Quit))
    while True:
        yield


def loop_ends(app: Application) -> Iterator[None]:
    yield from _two_windows(app)
    app._qt.quit()
    while True:
        yield


def _two_windows(app: Application) -> Iterator[None]:
    yield
    app.windows.open_settings()
    app.open_palette()
    # A window that is shown takes a posted end out of Qt's queue (``QWindowPrivate::setVisible``).
    while app.desk.palette is None or not app.desk.palette.isVisible():
        yield


def beginning_fails(_app: Application) -> Iterator[None]:
    raise RuntimeError("customer's text")


def window_fails(app: Application) -> Iterator[None]:
    yield
    shown = whats_shown(app)

    def fail() -> None:
        raise ZeroDivisionError

    app.bridge.post(fail)
    while not shown:
        yield
    print(*shown)


def windows_open(app: Application) -> Iterator[None]:
    yield
    windows = app.windows
    for open_one in (
        windows.open_settings,
        windows.open_messages,
        windows.open_about,
        windows.open_interaction,
    ):
        open_one()
        open_one()
        yield
    app.tray.engines.trigger()
    app.tray.engines.trigger()
    while app.desks.engines.made is None:
        yield
    yield
    print(app.desks.engines.made.window.isVisible())
    app.desks.engines.made.window.close()
    app.desks.open_engines()
    yield
    print(app.desks.engines.made.window.isVisible())
    app.desks.engines.made.window.close()
    app.tray.systems.trigger()
    while app.desks.systems.made is None:
        yield
    yield
    systems = app.desks.systems.made.window
    print(systems.isVisible())
    systems.close()
    app.desks.open_system("salesforce")
    yield
    print(systems.isVisible() and systems.pane.shown())
    systems.close()
    app.desk.open_library()
    app._verbs.obey(["palette"])
    while app.desk.palette is None or not app.desk.palette.isVisible():
        yield
    print(sum(one.isVisible() for one in app._qt.topLevelWidgets()))


def follow_up_is_due(app: Application) -> Iterator[None]:
    from desktop.customers.followups.followup import FollowUp, Who
    from desktop.interaction import Channel
    from desktop.settings.secrets import Secrets
    from tests.unit.customers.book.keeping import MemoryKeyring

    assembly = app.assembly
    assembly.customers._secrets = Secrets(assembly.places.data, MemoryKeyring())
    yield
    one = assembly.interactions.open("test", Channel.PHONE)
    at = assembly.clock.now() + dt.timedelta(milliseconds=100)
    who = Who("Ana Souza", Channel.PHONE, "+4930123456")
    follow_up = FollowUp(0, who, "the invoice", at, "Europe/Berlin", True)
    assembly.following.make(follow_up, frozenset({("email", "ana@example.com")}))
    while app.tray.follow_ups.text() != "Follow-ups (1 due)":
        yield
    desk = app.desks.follow_ups.made
    assert desk is not None
    for _ in range(20):
        yield
    print(desk.notice)
    assembly.interactions.close(one.id)
    while desk.notice is None or not desk.notice.isVisible():
        yield
    print(desk.notice.first.whole(), desk.notice.second.whole(), sep=" | ")
    print(app.tray.icon.toolTip().splitlines()[-1])
    app.tray.follow_ups.trigger()
    while desk.window is None or not desk.window.isVisible():
        yield
    desk.window.finished.emit(desk.window.chosen())
    while app.tray.follow_ups.text() != "Follow-ups":
        yield
    assembly.interactions.open("test", Channel.PHONE)
    while not app.tray.close_and_follow_up.isVisible():
        yield
    app.tray.close_and_follow_up.trigger()
    while desk.form is None or not desk.form.isVisible():
        yield
    print(len(assembly.interactions.all()), desk.form.name.whole())


def savings_are_shown(app: Application) -> Iterator[None]:
    from PySide6.QtWidgets import QFileDialog

    from desktop.snippets.savings.uses import Use

    while not app.desk._loaded:
        yield
    app.desks.open_savings()
    while app.desks.savings.made is None:
        yield
    desk = app.desks.savings.made
    window = desk.window
    while not window.total.text():
        yield
    print(window.total.text())
    app.assembly.savings.used(Use("care: ;a", "editor", 610, 10))
    while not window.table.isVisible():
        yield
    first = window.table.item(0, 0)
    assert first is not None
    print(window.total.text(), "|", first.text())
    told = whats_shown(app)
    table = app.assembly.places.data / "saved.csv"
    QFileDialog.getSaveFileName = lambda *_: (str(table), "")  # type: ignore[method-assign]
    window.export_asked.emit()
    while not told:
        yield
    print(told[0], "|", table.read_text("utf-8-sig").splitlines()[1].partition(",")[2])
    window.forget.click()
    while window.table.isVisible():
        yield
    print(window.total.text())


def suggestion_is_made(app: Application) -> Iterator[None]:
    from desktop.keyboard.messages import Often
    from desktop.settings.sections.snippets import SUGGEST

    while not app.desk._loaded:
        yield
    entry = app.tray.suggestions
    print(entry.isVisible())
    often = Often("How can I help you today?", b"mark")
    app.assembly.suggesting.heard(often)
    app.settings.change(SUGGEST, True)
    app.assembly.suggesting.heard(often)
    while not entry.isVisible():
        yield
    print(entry.text())
    entry.trigger()
    desk = app.desks.savings.made
    assert desk is not None
    while not desk.window.isVisible():
        yield
    print(desk.window.suggestions.text.text())
    desk.window.suggestions.make.click()
    making = desk.suggestions.making
    assert making is not None
    while not making.trigger.text():
        yield
    print(making.trigger.text())
    making.further.click()
    while app.desk.editor.window is None or not app.desk.editor.window.isVisible():
        yield
    while entry.isVisible():
        yield
    print(making.isVisible(), desk.window.suggestions.isVisible())
    [number] = app.assembly.library.numbers_having(";hcih")
    print(app.assembly.library.snippets[number].id)
