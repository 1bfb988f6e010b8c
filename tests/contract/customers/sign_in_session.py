"""A desktop session of a test's own with GNOME's keyring in it, for sign-ins of any length.

``dbus-run-session -- python sign_in_session.py PROFILE`` keeps the sign-in that stands on standard
input as JSON, looks an address up by ``deskhand lookup``, and signs out; what the keyring held and
what was printed goes to standard output as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import weakref
from pathlib import Path

import keyring

from desktop.customers.oauth.keeping import Keeping, Kept
from desktop.customers.oauth.tokens import Access
from desktop.settings.secrets import Secrets
from tests.contract.translation.keyring_session import DESKHAND, SECONDS, unlocked


def main(profile: str) -> int:
    """See the module."""
    given = json.load(sys.stdin)
    secrets = Secrets(Path(profile))
    keeping = Keeping(weakref.ref(secrets), "crm")
    with unlocked():
        access = Access(given["access"])
        keeping.write(Kept(given["refresh"], access, given["origin"], given["client"]))
        done = subprocess.run(
            [*DESKHAND, profile, "lookup", given["text"], "--json"],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        again = keeping.read()
        backend = type(keyring.get_keyring()).__module__
        keeping.forget()
        gone = keeping.read()
    print(
        json.dumps(
            {
                "backend": backend,
                "status": done.returncode,
                "out": done.stdout,
                "err": done.stderr,
                "refresh": again.refresh if again else None,
                "gone": gone is None,
            }
        )
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
