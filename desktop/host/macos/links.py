"""``deskhand:`` links: the application declares them, and the person's choice is asked for here.

Which program opens a scheme is declared in the application's ``Info.plist``
(``CFBundleURLTypes``, see ``build.spec``), so that Launch Services knows it as soon as it lies in
the Applications folder; a link arrives as an event that Qt hands on. Read:
``NSWorkspace.setDefaultApplicationAtURL:toOpenURLsWithScheme:completionHandler:`` (macOS 12), and
"Launch Services Keys" in the Information Property List Key Reference.
"""

from __future__ import annotations

import sys

from desktop.core.results import UserError
from desktop.host.macos.main_thread import on_main

SCHEME = "deskhand"
_WITHIN_S = 5.0


class Links:
    """``Links`` of :mod:`desktop.host.base`."""

    def set(self, *, on: bool) -> None:
        """Open them from now on, or no more.

        Raises:
            UserError: this Deskhand is none that macOS knows as an application.
        """
        if not getattr(sys, "frozen", False):
            if on:
                raise UserError(
                    "macOS opens links with applications only, and this Deskhand is a Python",
                    todo="Use Deskhand.app from the Applications folder",
                )
            return
        if on:
            on_main(_choose, None, _WITHIN_S)
        # Off: nobody can give a scheme back; a link is then answered with a message.


def _choose() -> None:
    import AppKit

    workspace = AppKit.NSWorkspace.sharedWorkspace()
    if workspace.respondsToSelector_(
        b"setDefaultApplicationAtURL:toOpenURLsWithScheme:completionHandler:"
    ):
        workspace.setDefaultApplicationAtURL_toOpenURLsWithScheme_completionHandler_(
            AppKit.NSBundle.mainBundle().bundleURL(), SCHEME, lambda _error: None
        )
