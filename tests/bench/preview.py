"""Live translation: from a key in the reply box to the preview, when the memory has the reply.

The real window, desk and interpreter on a memory of 50,000 segments; only the desktop around them
(windows, clipboard, keyboard) is nobody's. Each reply is typed whole; the time is that of its last
key, from the key event to the preview in sight. The reference is a key in a plain text field of
Qt, painted: what no program on this machine can do without.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.palette import WORDS
from tests.bench.report import Row, percentile

if TYPE_CHECKING:
    from desktop.translation.memory_rows import Pair

_PATIENCE_S = 5.0


def measure(quick: bool) -> list[Row]:
    """Type replies that are known, and see when each is there."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    kept, replies = (500, 10) if quick else (50_000, 200)
    with tempfile.TemporaryDirectory() as folder, _window(Path(folder), kept) as type_reply:
        type_reply(_reply(0))  # the first one makes what all others use
        times = [type_reply(_reply(number)) for number in range(1, replies + 1)]
    plain = [_plain_key() for _ in range(replies)]
    return [
        Row("a key in a plain field of Qt: median", percentile(plain, 0.5), "ms"),
        Row(f"key to preview, {kept:,} segments: median", percentile(times, 0.5), "ms"),
        Row(f"key to preview, {kept:,} segments: 95 %", percentile(times, 0.95), "ms", target=40),
    ]


@contextmanager
def _window(home: Path, kept: int) -> Iterator[Callable[[str], float]]:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from desktop.assembly import Assembly
    from desktop.core.clock import SystemClock
    from desktop.host.base import Window
    from desktop.host.nowhere import NowhereHost
    from desktop.interaction import Channel
    from desktop.settings.paths import places, prepare
    from desktop.settings.sections.agent import AGENT_LANGUAGES
    from desktop.settings.store import Settings
    from desktop.translation.memory_rows import Origin
    from desktop.ui.shell.background import Background
    from desktop.ui.shell.bridge import Bridge
    from desktop.ui.shell.shell import Shell
    from desktop.ui.translation.conversation_view import Preview
    from desktop.ui.translation.desk import TranslationDesk

    application = QApplication.instance() or QApplication([])
    profile, clock, host = places(home), SystemClock(), NowhereHost(())
    prepare(profile)
    settings = Settings(profile.settings, clock)
    settings.change(AGENT_LANGUAGES, ("en",))
    assembly = Assembly(profile, settings, clock, host.clipboard, None)
    memory = assembly.interpreter()._parts.memory()
    if memory is None:
        raise RuntimeError("no memory could be opened")
    memory.add(_pairs(kept), Origin.IMPORT).result()
    assembly.interactions.open("bench", Channel.CHAT, language="es")
    bridge = Bridge()
    background = Background(bridge, print)
    desk = TranslationDesk(
        assembly,
        host.windows,
        host.clipboard,
        Shell(bridge, background, print),
        open_settings=lambda: None,
    )
    desk.press("live", Window(7, "browser", "chat"))
    view = desk.live.view
    if view is None:
        raise RuntimeError("the window did not open")
    shown: list[Preview] = []
    show = view.show_preview

    def see(preview: Preview | None) -> None:
        show(preview)
        if preview is not None and preview.is_ready_for(preview.of):
            shown.append(preview)

    view.show_preview = see  # type: ignore[method-assign]  # watched, not replaced

    def type_reply(text: str) -> float:
        view.reply.clear()
        QTest.keyClicks(view.reply, text[:-1])
        application.processEvents()
        begun = time.perf_counter()
        QTest.keyClicks(view.reply, text[-1])
        while not (shown and shown[-1].of == text):
            application.processEvents()
            if time.perf_counter() - begun > _PATIENCE_S:
                raise RuntimeError("the memory did not answer")
        view.pane.repaint()
        return (time.perf_counter() - begun) * 1000

    try:
        yield type_reply
    finally:
        desk.close()
        bridge.close()
        background.close()
        assembly.interpreter().close()


def _pairs(count: int) -> Iterator[Pair]:
    from desktop.translation.memory_rows import Pair

    for number in range(count):
        text = _reply(number)
        yield Pair(text, " ".join(reversed(text.split())), "en", "es")


def _reply(number: int) -> str:
    """Without anything that is masked, and no two alike."""
    words = [WORDS[number // len(WORDS) ** place % len(WORDS)] for place in range(4)]
    return f"Thank you for your patience with the {' '.join(words)} that we wrote of."


def _plain_key() -> float:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QPlainTextEdit

    field = QPlainTextEdit()
    field.resize(600, 60)
    field.show()
    begun = time.perf_counter()
    QTest.keyClicks(field, "x")
    field.repaint()
    took = (time.perf_counter() - begun) * 1000
    field.close()
    return took
