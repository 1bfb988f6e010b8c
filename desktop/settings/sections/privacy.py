"""What Deskhand writes about its own work."""

from __future__ import annotations

from desktop.settings.declare import Section
from desktop.settings.kinds import Choice, Option

LOG_LEVEL = Choice(
    "privacy.log_level",
    "info",
    "Log",
    "How much Deskhand notes about its own work, for finding faults. It never notes what you or "
    "your customers write.",
    advanced=True,
    options=(
        Option("error", "Faults only"),
        Option("warning", "Faults and warnings"),
        Option("info", "What happens"),
        Option("debug", "Everything"),
    ),
)

SECTION = Section(
    "privacy",
    "Privacy",
    "What Deskhand keeps.",
    order=90,
    settings=(LOG_LEVEL,),
)
