"""What macOS is told of Deskhand.app."""

from __future__ import annotations

import plistlib
from pathlib import Path

from desktop.host.macos import login
from installers.macos import bundle

ROOT = Path(__file__).resolve().parents[3]


def test_it_opens_our_links_and_stays_out_of_the_dock() -> None:
    info = plistlib.loads(plistlib.dumps(bundle.info("1.2.3")))
    schemes = [scheme for kind in info["CFBundleURLTypes"] for scheme in kind["CFBundleURLSchemes"]]
    assert schemes == ["deskhand"]
    assert info["LSUIElement"] is True
    assert info["LSBackgroundOnly"] is False
    assert info["CFBundleShortVersionString"] == "1.2.3"


def test_one_name_everywhere() -> None:
    assert bundle.IDENTIFIER == login.LABEL


def test_the_entitlements_can_be_read() -> None:
    found = plistlib.loads((ROOT / "installers/macos/entitlements.plist").read_bytes())
    assert set(found.values()) == {True}
    assert all(name.startswith("com.apple.security.cs.") for name in found)
