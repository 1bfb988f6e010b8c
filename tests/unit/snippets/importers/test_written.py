"""Whatever a draft holds comes back out of the YAML as it went in."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from desktop.snippets.importers.base import Draft, DraftPack, escaped
from desktop.snippets.importers.written import entry_of, pack_text
from desktop.snippets.pack import read_pack
from desktop.snippets.render.template import parse

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t{}$|[] :#'\""))


@given(TEXT, TEXT, st.lists(TEXT, max_size=3))
def test_yaml_holds_any_text(body: str, label: str, triggers: list[str]) -> None:
    draft = Draft("x", body, triggers=triggers, label=label)
    text = pack_text(DraftPack("p", [draft]), "Taken over.\nFrom there.")
    assert yaml.safe_load(text)["matches"] == [entry_of(draft)]


@given(TEXT)
def test_escaped_text_is_typed_as_it_was(text: str) -> None:
    template = parse(escaped(text))
    whole = "".join(part for part in template.parts if isinstance(part, str))
    assert template.references == ()
    assert whole.replace("\ufdd0", "$|$") == "".join(c for c in text if c not in "\ufdd1\ufdd2")


def test_a_pack_reads_well() -> None:
    drafts = [
        Draft("a", "one line", triggers=[";a"], label="A", flags={"word": True}),
        Draft("b", "two\n\nlines [[x]]\n", kind="form", triggers=[";b", ";bb"],
              form_fields={"x": {"label": "X"}}),
    ]  # fmt: skip
    text = pack_text(DraftPack("p", drafts), "From there.")
    assert text == (
        "# From there.\n\n"
        "matches:\n"
        "  - trigger: ;a\n"
        "    label: A\n"
        "    word: true\n"
        "    replace: one line\n"
        "  - triggers:\n"
        "    - ;b\n"
        "    - ;bb\n"
        "    form: |\n"
        "      two\n"
        "\n"
        "      lines [[x]]\n"
        "    form_fields:\n"
        "      x:\n"
        "        label: X\n"
    )
    assert read_pack(text.encode()).findings == []
