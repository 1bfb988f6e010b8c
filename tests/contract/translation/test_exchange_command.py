"""``deskhand memory`` and ``deskhand glossary``: what a team exchanges comes in, and goes out."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.core.clock import SystemClock
from desktop.interaction import Channel, Customer, Field, Interactions
from desktop.net.address import Reach
from desktop.settings.paths import places, prepare
from desktop.settings.secrets import Secrets
from desktop.settings.store import Settings
from desktop.translation.exchange import command
from desktop.translation.interpreter import Interpreter
from desktop.translation.masking import Masked
from desktop.translation.memory_rows import Origin, Pair
from desktop.translation.results import Translation
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


class Keys:
    """A keyring in memory."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self._kept.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        self._kept[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        del self._kept[service, name]


def confirmed(interpreter: Interpreter, interactions: Interactions, text: str, who: str) -> None:
    """Have the agent use a translation for a customer."""
    one = interactions.open("tray", Channel.CHAT)
    card = Customer().having("email", Field(who, "agent", dt.datetime.now(dt.UTC)))
    asked = interactions.ask(one.id)
    assert asked is not None
    interactions.deliver(asked, lambda now: dataclasses.replace(now, customer=card))
    translation = Translation(
        text[::-1], "en", "es", "one", "One", Reach.MACHINE, original=Masked(text), raw=text[::-1]
    )
    future = interpreter.confirm(translation, asked)
    assert future is not None
    future.result()


def test_forgetting_a_customer(tmp_path: Path) -> None:
    where = places(tmp_path)
    prepare(where)
    settings, keys = Settings(where.settings, SystemClock()), Secrets(None, Keys())
    interactions = Interactions(SystemClock())
    interpreter = Interpreter(where, settings, keys, SystemClock(), interactions)
    confirmed(interpreter, interactions, "only for anna", "anna@example.org")
    confirmed(interpreter, interactions, "only for ben", "ben@example.org")
    interpreter.close()
    assert command.forget(settings, where, keys, "nobody@example.org") == 0
    assert command.forget(settings, where, keys, "Anna@Example.org ") == 1
    assert kept(tmp_path) == {("only for ben", "neb rof ylno")}


def test_forgetting_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prepare(places(tmp_path))
    with open_memory(places(tmp_path), SystemClock()) as opened:
        assert opened.memory is not None
        opened.memory.remember(Pair("a", "b", "en", "es"), Origin.AGENT).result()
    words = ("memory", "forget", "--profile", tmp_path, "--all")
    assert run(capsys, *words) == (0, "forgotten: 1\n", "")
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
