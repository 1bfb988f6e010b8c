"""``deskhand doctor``: what works on this machine, what does not, and why."""

from __future__ import annotations

import argparse

from desktop import doctor
from desktop.host import choose
from desktop.settings.paths import places, prepare
from desktop.settings.secrets import Secrets
from desktop.verbs.printing import print_json
from desktop.verbs.profile import own_library, own_settings


def examine(options: argparse.Namespace) -> int:
    """Look at everything, and print what was found."""
    where = places(options.profile)
    prepare(where)
    settings = own_settings(options.profile)
    here = choose.host(options.profile)
    try:
        library = own_library(options.profile, settings)
        checks = doctor.examine(here, where, settings, library, Secrets(options.profile))
    finally:
        here.close()
    if options.json:
        print_json(doctor.as_json(checks))
    else:
        print(doctor.as_text(checks))
    return 0
