"""An assembly between a keyboard process and a clipboard that tests act out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from desktop.assembly import Assembly
from desktop.core.clock import SystemClock
from desktop.keyboard import messages
from desktop.settings.paths import places, prepare
from desktop.settings.sections.snippets import STARTER_LANGUAGES
from desktop.settings.store import Settings
from tests.unit.assembly.acting import PACK, FakeClipboard, FakeLink, Running

Start = Callable[[], Running]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Start]:
    """An assembly that has not been started; its packs are in ``tmp_path / "packs"``."""
    made: list[Running] = []
    home = places(tmp_path)
    prepare(home)
    (home.packs / "own.yml").write_text(PACK, "utf-8")

    def one() -> Running:
        clock = SystemClock()
        settings = Settings(home.settings, clock)
        settings.change(STARTER_LANGUAGES, ())
        clipboard = FakeClipboard()
        links: list[FakeLink] = []

        def link(
            command: Sequence[str],
            handle: Callable[[messages.FromKeyboard], None],
            lost: Callable[[str], None],
        ) -> FakeLink:
            links.append(FakeLink(command, handle, lost))
            return links[0]

        assembly = Assembly(home, settings, clock, clipboard, ["keyboard"], link=link, look_s=0.02)
        made.append(Running(assembly, links[0], clipboard))
        made[-1].listen()
        return made[-1]

    yield one
    for running in made:
        running.assembly.stop()


@pytest.fixture
def running(build: Start) -> Running:
    """One whose library is there and whose keyboard process types."""
    made = build()
    made.assembly.start()
    made.until(lambda: bool(made.assembly.status()["ready"] and made.assembly.state.can_type))
    return made
