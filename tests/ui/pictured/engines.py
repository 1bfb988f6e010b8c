"""Pictures of the translation engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.ui.pictured.look import Look


def pictures(look: Look) -> Iterator[tuple[str, object]]:
    yield from engines(look.profile)


def engines(profile: Path) -> Iterator[tuple[str, object]]:
    from desktop.ui.widgets.key_box import KeyState
    from desktop.ui.widgets.service_words import Asking
    from tests.ui.translation import engines_acted as acted

    yield "engines-empty", acted.window(profile)
    one = acted.three(profile)
    yield "engines", one
    one.rows.choose("deepl")
    yield "engines-key-kept", one
    one.rows.choose("team")
    yield "engines-silent", one
    one = acted.window(profile, ("deepl",))
    one.show_state("deepl", acted.NEEDS_KEY)
    one.show_key("deepl", KeyState(kept=False))
    one.pane.key.field.setText("0123456789:fx")
    yield "engines-key-typed", one
    one.show_key("deepl", KeyState(problem=acted.LOCKED))
    yield "engines-keyring-locked", one
    one.show_state("deepl", Asking.ASKED)
    one.show_key("deepl", KeyState(busy=True))
    yield "engines-asking", one
    one = acted.three(profile)
    one.rows.choose("google")
    yield "engines-free", one
    one.rows.turn_asked.emit("google")
    yield "engines-free-asked", one
    one = acted.three(profile, local_only=True)
    one.rows.choose("deepl")
    yield "engines-local-only", one
    one = acted.window(profile, (acted.LONG_NAME, "klingon", "mymemory"), acted.LONG)
    yield "engines-long", one
    one.rows.choose("klingon")
    yield "engines-unknown", one
    one = acted.three(profile)
    one.rows.choose("apertium")
    line = one.pane.fields.lines["address"]
    line.setText("http://mt.example")
    problem = acted.not_secure()
    one.show_fault("apertium", problem)
    yield "engines-address", one
    one.another.click()
    one.adding.name.setText("My Team")
    one.show_added("My Team", acted.UNFIT)
    yield "engines-adding", one
