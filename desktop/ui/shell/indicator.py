"""What the tray says of the work in hand: whether snippets are typed, who is in front, the keys."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.ui.shell.icons import TrayState
from desktop.ui.shell.tray import Tray
from desktop.ui.widgets.key_words import key_words

if TYPE_CHECKING:
    from desktop.assembly import TypingState
    from desktop.interaction import Interaction
    from desktop.settings.declare import Reader

log = logging.getLogger(__name__)


class Indicator(QObject):
    """Main thread only."""

    def __init__(self, tray: Tray) -> None:
        """Until there is news the tray says that Deskhand is starting."""
        super().__init__()
        self._tray = tray
        self._logged: TypingState | None = None
        tray.show_state(TrayState.CANNOT, self.tr("Deskhand is starting"))

    def show_state(self, state: TypingState) -> None:
        """Whether snippets are typed now, for the log too."""
        if state != self._logged:
            self._logged = state
            log.info(
                "typing: %s",
                state.reason or ("paused" if state.paused else "on" if state.enabled else "off"),
            )
        if not state.can_type:
            self._tray.show_state(TrayState.CANNOT, state.reason)
        elif state.paused_until is not None:
            until = state.paused_until.strftime("%H:%M")
            self._tray.show_state(TrayState.PAUSED, self.tr("paused until {}").format(until))
        elif not state.enabled:
            self._tray.show_state(TrayState.PAUSED, self.tr("off in the settings"))
        elif state.reason:
            # Keys can be sent and not followed: an input method composes.
            self._tray.show_state(TrayState.CANNOT, state.reason)
        else:
            self._tray.show_state(TrayState.ON)

    def show_front(self, front: Interaction | None) -> None:
        """Who is in front now."""
        name = ""
        if front is not None:
            name = front.customer.value("name") or front.customer.value("phone")
            name = name or self.tr("Interaction")
        self._tray.show_customer(name)

    def show_hotkeys(self, settings: Reader) -> None:
        """The keys as they are set now."""
        from desktop.assembly.keyboard import HOTKEYS

        self._tray.show_hotkeys(
            {name: key_words(settings.get(one)) for name, one in HOTKEYS.items()}
        )
