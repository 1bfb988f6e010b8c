"""When Enter counts: only for the translation of exactly what is written, and once."""

from __future__ import annotations

from enum import Enum, auto

from desktop.ui.translation.conversation_view import Preview

Warned = tuple[str, str, tuple[str, ...]]
"""What was warned of: the draft, its translation, the warnings; what it means translated back may
come later and is no new warning."""


class Press(Enum):
    """What one press of Enter comes to."""

    NOTHING = auto()
    SEND = auto()
    SEND_WHEN_TRANSLATED = auto()
    COPY = auto()
    NOT_YET = auto()
    """To copy there is nothing yet."""
    LOOK = auto()
    """There is a grave warning, and it has not been pointed at."""
    NO_TRANSLATION = auto()


class Sending:
    """What was asked for and has not come to anything yet."""

    def __init__(self) -> None:
        """Nothing was asked for."""
        self._asked = False
        self._awaits = False
        self._looked_at: Warned | None = None

    @property
    def awaits(self) -> bool:
        """A reply was asked to be sent and waits for its translation."""
        return self._awaits

    def press(self, draft: str, preview: Preview | None, *, copying: bool) -> Press:
        """Enter was pressed; ``copying`` when the translation shall be copied instead."""
        if not draft.strip() or (self._asked and not copying):
            return Press.NOTHING
        if preview is not None and preview.of == draft and preview.problem:
            return Press.NO_TRANSLATION
        if preview is None or not preview.is_ready_for(draft):
            if copying:
                return Press.NOT_YET
            self._asked = self._awaits = True
            return Press.SEND_WHEN_TRANSLATED
        if preview.grave and _warned(preview) != self._looked_at:
            self._looked_at = _warned(preview)
            return Press.LOOK
        self._asked = not copying
        return Press.COPY if copying else Press.SEND

    def arrive(self, draft: str, preview: Preview | None) -> Press:
        """A preview has come: what it means for the reply that waits for it."""
        if not self._awaits or preview is None or preview.of != draft:
            return Press.NOTHING
        if preview.problem:
            self.take_back()
            return Press.NO_TRANSLATION
        if not preview.is_ready_for(draft):
            return Press.NOTHING
        if preview.grave:
            self.take_back()
            self._looked_at = _warned(preview)
            return Press.LOOK
        self._awaits = False
        return Press.SEND

    def take_back(self) -> bool:
        """Nothing is asked for any more; True if a reply waited for its translation."""
        waited = self._awaits
        self._asked = self._awaits = False
        return waited

    def answered(self) -> None:
        """Something was said about what was asked for; a reply that waits goes on waiting."""
        self._asked = self._awaits

    def rewrite(self) -> None:
        """The draft is another one."""
        self._looked_at = None


def _warned(preview: Preview) -> Warned:
    return preview.of, preview.text, preview.warnings
