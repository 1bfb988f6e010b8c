"""What macOS is told of Deskhand.app; read by ``build.spec``, and by a test."""

from __future__ import annotations

IDENTIFIER = "com.deskhand.desktop"
NAME = "Deskhand.app"
MINIMUM = "13.0"
"""Qt's own, as PySide6's wheels are built."""


def info(version: str) -> dict[str, object]:
    """``Info.plist``, beside what PyInstaller writes into it."""
    return {
        "CFBundleName": "Deskhand",
        "CFBundleDisplayName": "Deskhand",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSMinimumSystemVersion": MINIMUM,
        # In the menu bar, and not in the Dock.
        "LSUIElement": True,
        # PyInstaller's word for programs that write to a terminal, which would keep windows away.
        "LSBackgroundOnly": False,
        "NSHighResolutionCapable": True,
        "CFBundleURLTypes": [
            {
                "CFBundleURLName": f"{IDENTIFIER}.links",
                "CFBundleTypeRole": "Viewer",
                "CFBundleURLSchemes": ["deskhand"],
            }
        ],
    }
