"""The interactions an agent has open, and whom each is with: what the pillars share.

A snippet takes the customer's name from it, a translation its language.
"""

from desktop.interaction.in_hand import MOST_OPEN, Asked, Interactions
from desktop.interaction.snapshot import (
    LONGEST_VALUE,
    Channel,
    Customer,
    Field,
    Interaction,
    assignment,
    channel_named,
    values,
)

__all__ = [
    "LONGEST_VALUE",
    "MOST_OPEN",
    "Asked",
    "Channel",
    "Customer",
    "Field",
    "Interaction",
    "Interactions",
    "assignment",
    "channel_named",
    "values",
]
