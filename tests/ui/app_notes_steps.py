"""What the test of unsent notes acts in the application; see :mod:`tests.ui.acted_app`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.app import Application


def unsent_note_is_shown(app: Application) -> Iterator[None]:
    messages = app.messages
    while not messages.recent:
        yield
    message = messages.recent[0]
    print(message.problem.what, "|", message.actions[0].title)
    print("Ana" in repr(message.problem), "Rang" in repr(message.problem))
    message.actions[0].run()
    customers = app.desks.customers
    while customers.made is None or customers.made.view is None:
        yield
    view = customers.made.view
    while "ana@example.com" not in view.parts.line.text():
        yield
    print(view.isVisible(), app.assembly.customers.kept().count("unsent note"))
