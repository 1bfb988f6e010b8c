"""A connection to the X server that is made once and kept, with no more than it needs."""

from __future__ import annotations

from Xlib.display import Display


class LeanDisplay(Display):  # type: ignore[misc]  # python-xlib says no types
    """Knows the extensions that it is given, and no others.

    python-xlib imports every extension that the server has, which takes more than a megabyte.
    """

    def __init__(self, display_name: str | None, *extensions: str) -> None:
        """Connect; as ``Display`` raises."""
        self._wanted = extensions
        super().__init__(display_name)

    def list_extensions(self) -> list[str]:
        """Those of the server that are wanted."""
        return [one for one in super().list_extensions() if one in self._wanted]
