"""Taking over: a plan that changes nothing, all or nothing, and back again."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from desktop.core import atomic
from desktop.core.results import UserError
from desktop.snippets.importers import taking
from desktop.snippets.importers.base import Draft, DraftPack, Imported, Importer, LeftOut
from desktop.snippets.importers.report import Fate
from desktop.snippets.library import load_library

NOW = dt.datetime(2026, 11, 29, 10, tzinfo=dt.UTC)
BRB = Draft("brb", "be right back", triggers=[";brb"])


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    (tmp_path / "packs").mkdir()
    return tmp_path / "packs"


def importer(*packs: DraftPack, left_out: list[LeftOut] | None = None) -> Importer:
    found = Imported(list(packs), left_out or [])
    return Importer("own", "Own", lambda *_: True, lambda _: found)


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_plan_says_what_would_come_and_changes_nothing(packs: Path) -> None:
    changed = Draft("hi", "hi", triggers=[";hi"], changes=["It is shorter."])
    made = taking.plan(
        importer(DraftPack("mine", [BRB, changed]), left_out=[LeftOut("x", "It is a program.")]),
        Path("x"),
        packs,
    )
    counts = [made.report.count(fate) for fate in Fate]
    assert counts == [1, 1, 1]
    assert made.report.files == ("mine.yml",)
    assert made.report.as_json()["left_out"] == 1
    assert made.report.as_lines()[-1] == "From Own: 1 as it was, 1 changed, 1 left out"
    assert everything(packs) == {}


def test_it_is_taken_over_and_back(packs: Path, tmp_path: Path) -> None:
    (packs / "Mine.yml").write_text("matches: []\n")
    before = everything(packs)
    made = taking.plan(importer(DraftPack("mine", [BRB])), Path("x"), packs)
    assert made.report.files == ("mine-2.yml",)  # no file is ever replaced
    taking.carry_out(made, packs, tmp_path / "data", NOW)
    [snippet] = load_library([packs]).snippets
    assert (snippet.triggers, snippet.body) == ((";brb",), "be right back")
    back = taking.take_back(packs, tmp_path / "data")
    assert back.deleted == ("mine-2.yml",)
    assert everything(packs) == before
    with pytest.raises(UserError, match="no import"):
        taking.take_back(packs, tmp_path / "data")


def test_what_was_changed_since_stays(packs: Path, tmp_path: Path) -> None:
    made = taking.plan(importer(DraftPack("a", [BRB]), DraftPack("b", [BRB])), Path("x"), packs)
    taking.carry_out(made, packs, tmp_path / "data", NOW)
    (packs / "a.yml").write_text("matches: []  # mine now\n")
    back = taking.take_back(packs, tmp_path / "data")
    assert (back.deleted, back.kept) == (("b.yml",), ("a.yml",))
    assert list(everything(packs)) == ["a.yml"]


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_full_disk_changes_nothing(
    packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    made = taking.plan(importer(DraftPack("a", [BRB]), DraftPack("b", [BRB])), Path("x"), packs)
    calls = 0

    def full(path: Path, data: bytes, mode: int = 0o600) -> None:
        nonlocal calls
        calls += 1
        if calls == failing:
            raise OSError(28, os.strerror(28))
        atomic.write_atomically(path, data, mode)

    monkeypatch.setattr(taking, "write_atomically", full)
    with pytest.raises(UserError, match="nothing was changed"):
        taking.carry_out(made, packs, tmp_path / "data", NOW)
    assert everything(packs) == {}


def test_a_file_that_came_meanwhile_is_not_replaced(packs: Path, tmp_path: Path) -> None:
    made = taking.plan(importer(DraftPack("a", [BRB])), Path("x"), packs)
    (packs / "a.yml").write_bytes(b"mine\n")
    with pytest.raises(UserError):
        taking.carry_out(made, packs, tmp_path / "data", NOW)
    assert everything(packs) == {"a.yml": b"mine\n"}


def test_a_journal_that_cant_be_read_loses_only_the_way_back(packs: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / taking.JOURNAL).write_text("{")
    made = taking.plan(importer(DraftPack("a", [BRB])), Path("x"), packs)
    taking.carry_out(made, packs, tmp_path / "data", NOW)
    assert taking.take_back(packs, tmp_path / "data").deleted == ("a.yml",)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("../../etc/passwd", "etc/passwd.yml"), ("/abs", "abs.yml"), ("CON", "CON-.yml"),
        ("a:b*c?", "a-b-c.yml"), ("", "imported.yml"), ("..", "imported.yml"),
        ("Grüße 日本", "Grüße 日本.yml"), ("x" * 300, "x" * 60 + ".yml"), ("a\\b", "a/b.yml"),
        ("re\u202enamed", "re-named.yml"),
    ],
)  # fmt: skip
def test_names_are_safe(packs: Path, name: str, file: str) -> None:
    made = taking.plan(importer(DraftPack(name, [BRB])), Path("x"), packs)
    assert made.report.files == (file,)


def test_what_deskhand_finds_in_the_pack_is_in_the_report(packs: Path) -> None:
    bad = Draft("x", "{{a}}", triggers=["x" * 300])
    made = taking.plan(importer(DraftPack("a", [BRB, bad])), Path("x"), packs)
    [problem] = made.report.problems
    assert problem.place.startswith("a.yml:")
