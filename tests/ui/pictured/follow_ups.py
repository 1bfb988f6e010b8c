"""Pictures of follow-ups: the form, the list, the notice, and their rows in the sidebar."""

from __future__ import annotations

from collections.abc import Iterator

from tests.ui.pictured.look import Look


def pictures(look: Look) -> Iterator[tuple[str, object]]:
    from PySide6.QtCore import Qt

    from desktop.customers.followups.zones import whereabouts
    from desktop.ui.customers.followups.due_notice import DueNotice
    from desktop.ui.customers.followups.form import Draft, FollowUpForm
    from desktop.ui.customers.followups.watch_desk import rows as watched
    from desktop.ui.customers.followups.window import FollowUpsWindow
    from desktop.ui.customers.followups.wording import rows
    from tests.ui.customers import acted_customers
    from tests.ui.customers.followups import acted_followups as acted

    def form(when: str, draft: Draft = acted.DRAFT, where: str = "") -> FollowUpForm:
        made = FollowUpForm(lambda: acted.NOW)
        made.ask(draft, acted.WORDS, ("en-GB", "de"), lambda *_: None)
        made.where.setText(where)
        made.when.setText(when)
        made.when.textEdited.emit(when)
        return made

    yield "follow-up", form("")
    made = form("Tuesday 15:00")
    made.what.setText("whether the parcel came")
    yield "follow-up-read", made
    yield "follow-up-two", form("Tue 3")
    yield "follow-up-wrong", form("Tuesday aftr lunch")
    unknown = Draft(
        "Ana Souza", "+55 11 91234-5678", whereabouts([], ["+5511912345678"], [], "", acted.NOW)
    )
    yield "follow-up-where", form("tomorrow 9 their time", unknown)
    yield "follow-up-city", form("tomorrow 9", unknown, "sao p")

    window = FollowUpsWindow(acted.clock(), acted.WORDS)
    window.open()
    yield "follow-ups-none", window
    window.show_all(acted.EVERY)
    window.show_watched(watched(acted.WATCHED, acted.NOW))
    window.offer_undo("Done: Ana Souza")
    window.open()
    yield "follow-ups", window

    window.show_all(acted.EVERY[:1])
    window.offer_undo("")
    window.list.go(Qt.Key.Key_End)
    yield "follow-ups-watched", window

    notice = DueNotice()
    notice.tell(
        "Follow up: Ana Souza",
        "whether the parcel came",
        acted.WORDS.both(acted.EVERY[0].at, acted.SAO_PAULO, acted.NOW),
        "Open customer",
        one=True,
    )
    yield "due-notice", notice
    several = DueNotice()
    several.tell(
        "3 follow-ups are due", "Ana Souza, Bo Lund, أحمد منصور", "", "Show them", one=False
    )
    yield "due-notice-several", several

    sidebar = acted_customers.sidebar(acted_customers.ARABIC if look.rtl else acted_customers.WHOLE)
    sidebar.open_quietly(None)
    sidebar.setGeometry(0, 0, sidebar.width(), 720)
    own = [one for one in acted.EVERY if one.who is acted.ANA]
    sidebar.show_extra(rows(own, acted.WORDS, acted.NOW, named=False))
    sidebar.show_states(("watched",))
    yield "sidebar-follow-ups", sidebar
