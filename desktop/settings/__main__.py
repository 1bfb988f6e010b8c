"""``python -m desktop.settings`` writes ``docs/settings.md`` anew."""

import sys

from desktop.settings.docs import main

main(sys.argv[1:])
