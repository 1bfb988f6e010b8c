"""``deskhand memory`` and ``deskhand glossary``: what a team exchanges comes in, and goes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.core.clock import SystemClock
from desktop.settings.paths import places, prepare
from desktop.translation.memory_rows import Origin, Pair
from desktop.translation.setup import glossary_file, open_memory


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(one) for one in words])
    out, err = capsys.readouterr()
    return status, out, err


def kept(profile: Path) -> set[tuple[str, str]]:
    with open_memory(places(profile), SystemClock(), make=False) as opened:
        assert opened.memory is not None
        return {(one.source, one.target) for one in opened.memory.segments()}


@pytest.mark.parametrize("ending", ["tmx", "csv"])
def test_what_one_gives_out_another_takes_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    prepare(places(one))
    with open_memory(places(one), SystemClock()) as opened:
        assert opened.memory is not None
        opened.memory.remember(
            Pair("Where is XQ1QX?", "¿Dónde está XQ1QX?", "en", "es"), Origin.AGENT
        ).result()
    file = tmp_path / f"all.{ending}"
    assert run(capsys, "memory", "export", file, "--profile", one) == (0, "written: 1\n", "")
    status, out, err = run(
        capsys, "memory", "import", file, "--both-ways", "--profile", other, "--json"
    )
    assert (status, err) == (0, "")
    assert json.loads(out) == {"imported": 2, "known": 0, "left_out": 0}
    assert kept(other) == {
        ("Where is XQ1QX?", "¿Dónde está XQ1QX?"),
        ("¿Dónde está XQ1QX?", "Where is XQ1QX?"),
    }


def test_private_parts_never_come_to_the_disk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "settings.toml").write_text(
        'version = 1\n[translation]\norder_patterns = ["T##"]\n', encoding="utf-8"
    )
    file = tmp_path / "pairs.csv"
    file.write_text(
        "source,target\n"
        "Ticket T12 for a@b.example,Resguardo T12 para a@b.example\n"
        "Call T34,Llame\n",
        encoding="utf-8",
    )
    status, out, err = run(
        capsys, "memory", "import", file, "--from", "en", "--to", "es", "--profile", profile
    )
    assert (status, out) == (0, "imported: 1, known: 0, left out: 1\n")
    assert err.startswith("line 3 was left out: it has personal data")
    assert kept(profile) == {("Ticket XQ1QX for XQ2QX", "Resguardo XQ1QX para XQ2QX")}


def test_forgetting(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prepare(places(tmp_path))
    with open_memory(places(tmp_path), SystemClock()) as opened:
        assert opened.memory is not None
        opened.memory.remember(Pair("a", "b", "en", "es"), Origin.AGENT, "anna").result()
        opened.memory.remember(Pair("c", "d", "en", "es"), Origin.AGENT, "ben").result()
    words = ("memory", "forget", "--profile", tmp_path)
    assert run(capsys, *words, "--customer", "anna") == (0, "forgotten: 1\n", "")
    assert kept(tmp_path) == {("c", "d")}
    assert run(capsys, *words, "--all") == (0, "forgotten: 1\n", "")
    assert kept(tmp_path) == set()


def test_forgetting_says_what(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as wrong:
        main(["memory", "forget", "--profile", str(tmp_path)])
    assert wrong.value.code == 2


@pytest.mark.parametrize("act", ["import", "export"])
def test_other_files_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], act: str
) -> None:
    file = tmp_path / "memory.xlsx"
    status, out, err = run(capsys, "memory", act, file, "--profile", tmp_path)
    assert (status, out) == (1, "")
    assert ".tmx or .csv" in err


def test_nothing_to_give_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "memory.tmx"
    status, _, err = run(capsys, "memory", "export", file, "--profile", tmp_path)
    assert status == 1
    assert "No translation was kept yet" in err
    assert not file.exists()


def test_terms_are_added_and_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("source;target\nrefund;reembolso\nPhoneBox;\n", encoding="utf-8")
    second.write_text("source;target\nRefund;devolución\n;lost\n", encoding="utf-8")
    profile = tmp_path / "profile"
    words = ("glossary", "import")
    assert run(capsys, *words, first, "--profile", profile) == (0, "imported: 2, left out: 0\n", "")
    assert run(capsys, *words, second, "--profile", profile) == (
        0, "imported: 1, left out: 1\n", "",
    )  # fmt: skip
    out = tmp_path / "out.csv"
    assert run(capsys, "glossary", "export", out, "--profile", profile) == (0, "written: 2\n", "")
    assert out.read_bytes() == glossary_file(places(profile)).read_bytes()
    assert "devolución" in out.read_text("utf-8-sig")
    assert "reembolso" not in out.read_text("utf-8-sig")


def test_a_glossary_that_can_not_be_read_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "missing.csv"
    status, _, err = run(capsys, "glossary", "import", file, "--profile", tmp_path)
    assert status == 1
    assert err
    assert not glossary_file(places(tmp_path)).exists()
