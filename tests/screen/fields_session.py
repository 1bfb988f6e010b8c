"""Chromium on a page with the fields that chats are made of: one line, several, and rich text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.contract.translation.stand_in import Asked, Wire, answer_json, page, stand_in
from tests.screen.chat_session import QUIET
from tests.screen.typing_session import SECONDS, Agent, Application, eventually

HERE = Path(__file__).parent
KINDS = ("line", "lines", "free")
"""``<input>``, ``<textarea>`` and ``contenteditable``."""


class _Server:
    """``fields.html`` and what it tells."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}

    def answer(self, asked: Asked, wire: Wire) -> None:
        if asked.path == "/state":
            self.state = asked.json
            answer_json({})(asked, wire)
        elif asked.path == "/":
            page(200, (HERE / "fields.html").read_bytes(), "text/html")(asked, wire)
        else:
            page(404, "")(asked, wire)


class Fields(Application):
    """Chromium with that page and nothing else in its window; one of its fields is written in."""

    name = "chromium"

    def __init__(
        self, agent: Agent, server: _Server, address: str, folder: Path, *options: str
    ) -> None:
        """Wait until the page is there; ``options`` are the browser's."""
        self._server = server
        self.kind = "lines"
        profile = f"--user-data-dir={folder}"
        words = ["chromium", *QUIET, *options, "--window-size=720,520", profile]
        super().__init__(agent, folder, [*words, f"--app={address}"])

    def _await_ready(self) -> None:
        assert eventually(lambda: "lines" in self._server.state), "the page did not load"

    def look(self) -> dict[str, Any]:
        """What the page told last."""
        return dict(self._server.state)

    @property
    def html(self) -> str:
        """What stands in the rich field, as HTML."""
        return str(self.look()["free"]["html"])

    def go_to(self, kind: str) -> None:
        """Write in another field."""
        self.kind = kind
        self.click_behind()
        assert eventually(lambda: self.look()["focused"] == kind), self.look()

    def click_behind(self) -> None:
        across, down = self.look()[self.kind]["place"]
        place = ("--window", str(self.window), str(across), str(down))
        self._agent.do("mousemove", *place, "click", "1")
        self._agent.keys("ctrl+End")

    def clear(self) -> None:
        self.go_to(self.kind)
        self._agent.keys("ctrl+a", "Delete")
        assert self.text("") == ""

    def text(self, wanted: str, seconds: float = SECONDS) -> str:
        """With the spaces that browsers make unbreakable as plain ones."""

        def stands() -> str:
            return str(self.look()[self.kind]["text"]).replace("\u00a0", " ")

        eventually(lambda: stands() == wanted, seconds)
        return stands()

    @property
    def sent(self) -> Sequence[str]:
        """What Enter sent; spaces as for :meth:`text`."""
        return [str(one).replace("\u00a0", " ") for one in self.look()["sent"]]


@contextmanager
def fields(agent: Agent, folder: Path, *options: str) -> Iterator[Fields]:
    """The browser on the page, ended afterwards; ``options`` are its own."""
    with ExitStack() as stack:
        server = _Server()
        address = stack.enter_context(stand_in(server.answer)).url("/")
        browser = Fields(agent, server, address, folder, *options)
        stack.callback(browser.end)
        yield browser
