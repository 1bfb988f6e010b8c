"""Pictures of the customer sidebar."""

from __future__ import annotations

from collections.abc import Iterator

from tests.ui.pictured.look import Look


def pictures(look: Look) -> Iterator[tuple[str, object]]:
    yield from sidebars(rtl=look.rtl)
    yield from articles()


def sidebars(*, rtl: bool) -> Iterator[tuple[str, object]]:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from desktop.customers.identify.query import Why
    from desktop.ui.customers.sidebar import Sidebar
    from tests.ui import keys
    from tests.ui.customers import acted_customers as acted

    def opened(one: Sidebar, *pressed: Qt.Key) -> Sidebar:
        one.open_quietly(None)
        one.setGeometry(0, 0, one.width(), 720)
        if pressed:
            one.take_keys()
            QApplication.processEvents()
            for key in pressed:
                keys.press(one.focusWidget(), key)
        return one

    down = Qt.Key.Key_Down
    yield "sidebar", opened(acted.sidebar(acted.ARABIC if rtl else acted.WHOLE))
    yield "sidebar-keys", opened(acted.sidebar(acted.WHOLE, acted.TEAM), down, down, down)
    yield "sidebar-copied", opened(acted.sidebar(acted.WHOLE), Qt.Key.Key_2)
    yield "sidebar-arabic-customer", opened(acted.sidebar(acted.ARABIC))
    yield "sidebar-several", opened(acted.sidebar(acted.TWO_SURE), down)
    yield "sidebar-maybe", opened(acted.sidebar(acted.MAYBE))
    one = opened(acted.sidebar(acted.SEVERAL), down, Qt.Key.Key_Return)
    yield "sidebar-maybe-chosen", one
    yield "sidebar-unknown", opened(acted.sidebar(acted.UNKNOWN), Qt.Key.Key_Up)
    yield "sidebar-unknown-silent", opened(acted.sidebar(acted.UNKNOWN_AND_SILENT))
    yield "sidebar-signed-out", opened(acted.sidebar(acted.SIGNED_OUT))
    yield "sidebar-asking", opened(acted.sidebar(acted.ASKING))
    one = opened(acted.sidebar(acted.PARTIAL, acted.TEAM))
    one.parts.providers.call_slow()
    yield "sidebar-slow", one
    yield "sidebar-failed", opened(acted.sidebar(acted.FAILED))
    yield "sidebar-all-failed", opened(acted.sidebar(acted.ALL_FAILED))
    one = opened(acted.sidebar(acted.LONG), down)
    yield "sidebar-long", one
    yield "sidebar-hostile", opened(acted.sidebar(acted.HOSTILE), down, down)
    one = opened(acted.sidebar(acted.MANY), *(down,) * 40)
    yield "sidebar-many", one
    one = acted.sidebar()
    one.show_nothing()
    yield "sidebar-nothing", opened(one)
    one.show_nothing(set_up=False)
    yield "sidebar-not-set-up", opened(one)
    one.show_not_understood(Why.WITHHELD)
    yield "sidebar-withheld", opened(one)


def articles() -> Iterator[tuple[str, object]]:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from desktop.core.clock import FixedClock
    from desktop.ui.customers.article_panel import ArticlePanel
    from desktop.ui.customers.sidebar import Sidebar
    from tests.ui import articles_acted
    from tests.ui.customers import acted_customers as acted
    from tests.ui.keys import press

    def sidebar() -> tuple[Sidebar, ArticlePanel, articles_acted.ActedReader]:
        one, reader = acted.sidebar(acted.WHOLE), articles_acted.ActedReader()
        panel = ArticlePanel(one, reader, FixedClock(articles_acted.NOW))
        panel.use(articles_acted.BOTH)
        one.use_cover(panel)
        one.open_quietly(None)
        one.setGeometry(0, 0, one.width(), 720)
        one.take_keys()
        QApplication.processEvents()
        return one, panel, reader

    one, _, _ = sidebar()
    yield "sidebar-with-articles", one
    one, panel, _ = sidebar()
    panel.come(one.subject())
    yield "sidebar-articles-before", one
    confluence, guru = articles_acted.CONFLUENCE, articles_acted.GURU
    for name, answers in (
        ("asking", ()),
        ("found", (confluence, guru)),
        ("failed", (confluence, articles_acted.LATE)),
    ):
        one, panel, reader = sidebar()
        panel.come("refund after return")
        press(panel.line, Qt.Key.Key_Return)
        if answers:
            reader.say(*answers)
        yield f"sidebar-articles-{name}", one
