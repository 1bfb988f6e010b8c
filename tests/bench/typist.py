"""What the bench needs of a program that expands."""

from __future__ import annotations


class Typist:
    """A program that expands: ours, or another."""

    name = ""

    def over(self, matches: int) -> None:
        """Wait until so many expansions have come to their end."""

    def ms(self) -> list[float]:
        """How long each took, by its own account; forgotten with this."""
        return []

    def failed(self) -> list[str]:
        """Why some failed."""
        return []
