"""Triggers that another one of the same import comes out before."""

from __future__ import annotations

from desktop.snippets.importers.base import Draft, DraftPack, Imported
from desktop.snippets.importers.unreachable import note_unreachable
from desktop.snippets.model import Value


def draft(trigger: str, **flags: Value) -> Draft:
    return Draft(trigger, "text", triggers=[trigger], flags=flags)


def told(*packs: DraftPack) -> dict[str, str]:
    """What is said of each, by its trigger."""
    note_unreachable(Imported([*packs]))
    return {one.source: " ".join(one.changes) for pack in packs for one in pack.drafts}


def pack(*drafts: Draft, **where: Value) -> DraftPack:
    return DraftPack("p", [*drafts], where=where)


def test_the_longer_of_two_that_begin_alike_is_told() -> None:
    found = told(pack(draft("mail"), draft("post")), pack(draft("mail-late"), draft("p")))
    assert found["mail-late"].startswith("“mail” comes out before “mail-late” is typed whole")
    assert found["post"].startswith("“p” comes out before")
    assert found["mail"] == found["p"] == ""


def test_what_waits_for_the_end_of_a_word_is_in_nobodys_way() -> None:
    found = told(pack(draft("mail", right_word=True), draft("mails"), draft("email")))
    assert found == {"mail": "", "mails": "", "email": ""}


def test_another_case_is_another_trigger() -> None:
    assert told(pack(draft("Re"), draft("req")))["req"] == ""
    assert told(pack(draft("Re", propagate_case=True), draft("req")))["req"] != ""


def test_windows_of_their_own_are_apart() -> None:
    one = pack(draft("a1"), filter_exec="one")
    two = pack(draft("a1b"), filter_exec="two")
    general = pack(draft("a1c"), draft("x"))
    found = told(general, one, two, pack(draft("xy"), filter_exec="one"))
    assert found["a1b"] == found["a1c"] == ""
    assert found["xy"].startswith("“x” comes out before")


def test_packs_of_espansos_have_nothing_to_look_at() -> None:
    yaml = DraftPack("y", [Draft(":a")], "matches: []\n")
    assert told(yaml) == {":a": ""}
