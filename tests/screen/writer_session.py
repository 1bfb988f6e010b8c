"""LibreOffice Writer to type into; what stands in it is seen by saving.

It runs on a profile of its own without what would change the text while it is typed, on a flat
document, which is saved without a question. Its own program is started, not the script before it:
that leaves the program behind when it is ended.
"""

from __future__ import annotations

import select
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

from Xlib import X
from Xlib.display import Display

from tests.screen.typing_session import SECONDS, Agent, Application, eventually

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
 <office:body><office:text><text:p/></office:text></office:body>
</office:document>
"""
SETTINGS = {
    "/org.openoffice.Office.Common/AutoCorrect": {
        "CapitalAtStartSentence": "false",
        "TwoCapitalsAtStart": "false",
        "ChangeDash": "false",
        "SetInetAttr": "false",
        "UseReplacementTable": "false",
        "ReplaceSingleQuote": "false",
        "ReplaceDoubleQuote": "false",
    },
    "/org.openoffice.Office.Writer/AutoFunction/Completion": {"Enable": "false"},
    "/org.openoffice.Office.Common/Misc": {"ShowTipOfTheDay": "false", "FirstRun": "false"},
    "/org.openoffice.Setup/Office": {
        "LastCompatibilityCheckID": "",
        "ooSetupInstCompleted": "true",
    },
}
"""What else would write, complete or ask by itself."""


class Writer(Application):
    """A window of Writer on an empty document."""

    name = "soffice"

    def __init__(self, agent: Agent, folder: Path) -> None:
        """On a document and a profile of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "typed.fodt"
        self._file.write_text(DOCUMENT)
        _write_settings(folder / "profile/user/registrymodifications.xcu")
        program = Path(shutil.which(self.name) or self.name).resolve().with_name("soffice.bin")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        words = [str(program), profile, "--norestore", "--nologo"]
        # The first start only makes the profile, and ends to be started again.
        subprocess.run(
            [*words, "--headless", "--terminate_after_init"], env=dict(agent.environment),
            check=False, timeout=60, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        super().__init__(agent, folder, [*words, "--writer", str(self._file)])

    def _await_ready(self) -> None:
        if not eventually(self._takes_keys):
            raise AssertionError("Writer takes no keys")

    def clear(self) -> None:
        def emptied() -> bool:
            self._agent.keys("ctrl+a", "Delete")
            return not self.text("", 2)

        if not eventually(emptied):
            raise AssertionError("Writer does not empty its document")

    def text(self, wanted: str, seconds: float = SECONDS) -> str:
        until = time.monotonic() + seconds
        while True:
            self._agent.keys("ctrl+s")
            if eventually(lambda: self._read() == wanted, 1) or time.monotonic() > until:
                return self._read()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """As an application is for a while on a machine that is short of breath."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def _takes_keys(self) -> bool:
        """Does what is typed stand in the document? Its window is there before that is."""
        self._agent.keys("x", "ctrl+s")
        return eventually(lambda: "x" in self._read(), 1)

    def _read(self) -> str:
        try:
            root = ET.parse(self._file).getroot()
        except (FileNotFoundError, ET.ParseError):  # between the old file and the new one
            return ""
        return "\n".join(_written(one) for one in root.iter(f"{TEXT}p"))


class Fetched:
    """What Writer takes from the clipboard: the formats that there are, then one of them.

    It comes into a property of one of Writer's own windows, and is taken away from there.
    """

    def __init__(self, display: Display, writer: Writer) -> None:
        """Of what is taken from now on."""
        self._display = display
        self._property = display.get_atom("GDK_SELECTION")
        ours = ~display.display.info.resource_id_mask
        for window in display.screen().root.query_tree().children:
            if window.id & ours == writer.window & ours:
                window.change_attributes(event_mask=X.PropertyChangeMask)
        display.sync()

    def wait(self, times: int) -> None:
        """Wait until it has taken something so often."""
        until = time.monotonic() + SECONDS
        while times:
            left = until - time.monotonic()
            ready = (
                self._display.pending_events() or select.select([self._display], [], [], left)[0]
            )
            assert ready, "Writer has not fetched the text"
            while times and self._display.pending_events():
                event = self._display.next_event()
                if event.type == X.PropertyNotify and event.atom == self._property:
                    times -= event.state == X.PropertyDelete


def _written(element: ET.Element) -> str:
    """A paragraph's text; runs of spaces, tabs and line breaks are elements of their own."""
    own = {
        f"{TEXT}s": " " * int(element.get(f"{TEXT}c", "1")),
        f"{TEXT}tab": "\t",
        f"{TEXT}line-break": "\n",
    }
    parts = [own.get(element.tag, ""), element.text or ""]
    for child in element:
        parts += [_written(child), child.tail or ""]
    return "".join(parts)


def _write_settings(file: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, values in SETTINGS.items()
        for name, value in values.items()
    )
    file.parent.mkdir(parents=True)
    file.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        f'xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    )
