"""Pictures of writing in the sidebar: its panels, what was not sent, and forgetting."""

from __future__ import annotations

from collections.abc import Iterator

from tests.ui.pictured.look import Look


def pictures(look: Look) -> Iterator[tuple[str, object]]:
    from PySide6.QtWidgets import QApplication

    from desktop.core.results import Problem
    from desktop.customers.writing.drafts import Draft
    from desktop.customers.writing.places import Place, Way
    from desktop.interaction import Channel
    from desktop.ui.customers.sidebar import Sidebar
    from desktop.ui.customers.writing.unsent_panel import Waiting
    from tests.ui.customers import acted_customers as acted

    parcel = Place(Way.TICKET, "zendesk", "Zendesk", "20871", "Parcel not delivered", "open",
                   address="ana@souza.example", changes=True)  # fmt: skip
    book = Place(Way.BOOK, "book", "Your customer book")
    words = "Rang about the parcel.\nIt is at the neighbour's; she will look there tonight."
    outcomes = ("Solved", "Not solved yet", "Passed on", "Call back", "No answer")

    def opened() -> Sidebar:
        one = acted.sidebar(acted.ARABIC if look.rtl else acted.WHOLE)
        one.open_quietly(None)
        one.setGeometry(0, 0, one.width(), 760)
        one.take_keys()
        QApplication.processEvents()
        return one

    def composing(draft: Draft, minutes: int = 0) -> Sidebar:
        one = opened()
        compose = one.parts.writing.compose
        compose.open(draft, outcomes, minutes, Channel.PHONE)
        compose.use_places((parcel, book))
        one.parts.writing.show_panel(compose)
        return one

    yield "writing-note", composing(Draft(words))
    yield "writing-note-empty", composing(Draft())
    yield "writing-log", composing(Draft(words, logs=True, outcome="Solved"), 12)
    one = composing(Draft("Rang about the parcel. "))
    one.parts.writing.compose.snippets.open()
    one.parts.writing.compose.snippets.show_offers(
        [("Parcel is at the neighbour's", ":neighbour"), ("Parcel was sent again", ":again"),
         ("Ask for another address", ":address")]
    )  # fmt: skip
    QApplication.processEvents()
    yield "writing-snippet", one
    one = composing(Draft("Dear Ana,\n\nyour parcel is at your neighbour's.\n\nKim"))
    composed = one.parts.writing.compose.composed("ana@souza.example")
    assert composed is not None
    one.parts.writing.review.show_message(composed)
    one.parts.writing.show_panel(one.parts.writing.review)
    yield "writing-to-customer", one
    one = composing(Draft(words))
    one.parts.writing.compose.use_places(())
    yield "writing-nowhere", one
    one = opened()
    one.parts.writing.status.open((parcel,), None)
    one.parts.writing.show_panel(one.parts.writing.status)
    one.parts.writing.status.show_statuses(parcel, ("open", "pending", "solved"))
    one.parts.writing.status.status.setCurrentIndex(2)
    yield "writing-status", one
    one.parts.writing.status.show_statuses(
        parcel, Problem("Zendesk did not answer in time", todo="Try it again in a moment")
    )
    yield "writing-status-failed", one
    one = opened()
    one.parts.writing.forget.ask("Ana Souza")
    one.parts.writing.show_panel(one.parts.writing.forget)
    yield "writing-forget", one
    failed = Waiting(
        "1",
        "Note for Zendesk 20871 was not sent",
        "Zendesk can't be reached. It is kept here: check the network, then send it again.",
        words,
    )
    unsure = Waiting(
        "2",
        "Note for Zendesk 19102 may not have arrived",
        "Sending again looks there first and never writes it twice.",
        "Invoice sent to the new address.",
    )
    one = opened()
    one.parts.writing.unsent.show_waiting((failed,), draft=False)
    yield "writing-failed", one
    one = opened()
    one.parts.writing.unsent.show_waiting((failed, unsure), draft=True)
    yield "writing-kept", one
    one = opened()
    going = Waiting("3", "Note for Zendesk 20871: on its way…", on_its_way=True)
    one.parts.writing.unsent.show_waiting((going,), draft=False)
    yield "writing-sending", one
