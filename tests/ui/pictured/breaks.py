"""Pictures of notices, breaks and breathing."""

from __future__ import annotations

from collections.abc import Iterator

from tests.ui.pictured.look import Look


def pictures(_look: Look) -> Iterator[tuple[str, object]]:
    yield from breaks()


def breaks() -> Iterator[tuple[str, object]]:
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QApplication

    from desktop.ui.breaks.break_window import BreakWindow
    from desktop.ui.breaks.breathing import BreathingWindow
    from desktop.ui.breaks.notice import BreakNotice
    from desktop.ui.breaks.question import BreaksQuestion
    from desktop.ui.breaks.tap_notice import TapNotice
    from tests.ui.breaks import acted_breaks as acted

    notice = BreakNotice()
    notice.show_notice("short", 10, can_postpone=True, can_skip=True, postpone=120)
    yield "break-notice-short", notice
    notice.show_notice("long", 90, can_postpone=True, can_skip=True, postpone=300)
    yield "break-notice-long", notice
    notice.show_notice("rostered", 120, can_postpone=False, can_skip=False)
    yield "break-notice-strict", notice
    asking = TapNotice()
    asking.ask(None)
    yield "contact-question", asking
    window = BreakWindow()
    size = (960, 640)

    def shown(left: float) -> object:
        window.show_left(left)
        one = window.screens()[0]
        one.showNormal()
        QApplication.processEvents()
        one.resize(*size)
        return one

    window.begin("short", 30, acted.exercise("shoulders-drop"), True, True, postpone=120)
    yield "break-short", shown(18)
    window.begin("long", 300, acted.exercise("stretch-whole"), True, True, postpone=300)
    yield "break-long", shown(188)
    size = (480, 400)
    yield "break-long-on-a-low-screen", shown(188)
    size = (960, 640)
    window.begin("rostered", 900, None, False, False, name="Tea")
    yield "break-strict", shown(900)
    window.begin("short", 30, acted.exercise("shoulders-drop"), True, True)
    window.end(waiting=True)
    yield "break-waiting", shown(0)
    window.end(waiting=False)

    def breathing(elapsed: float, *, moves: bool = True) -> BreathingWindow:
        clock = [0.0]
        made = BreathingWindow(now=lambda: clock[0])
        made.begin(60, moves=moves)
        clock[0] = elapsed
        made._go_on()
        return made

    yield "breathing-in", breathing(3.2)
    yield "breathing-out", breathing(8.6)
    yield "breathing-still", breathing(3.2, moves=False)
    question = BreaksQuestion()
    question.ask(QRect(0, 0, 1280, 800))
    yield "breaks-question", question
