"""customers.book_command: a list from a file to the book, and out of it, as ``customers`` does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.core.clock import SystemClock
from desktop.core.results import UserError
from desktop.customers import book_command
from desktop.customers.providers.registry import secret_name
from desktop.host.base import Places
from desktop.settings.paths import places, prepare
from desktop.settings.secrets import Secrets
from desktop.settings.sections.customers import PROVIDERS
from desktop.settings.store import Settings
from tests.unit.translation.room import Ring

LIST = "Name,E-mail,Phone\nAna Ruiz,ana@shop.example,+34 612 345 678\n,,\n"


class Home:
    def __init__(self, folder: Path) -> None:
        self.places: Places = places(folder)
        prepare(self.places)
        self.settings = Settings(self.places.settings, SystemClock())
        self.secrets = Secrets(folder, Ring())
        self.file = folder / "people.csv"
        self.file.write_text(LIST, "utf-8")

    @property
    def all(self) -> tuple[Settings, Places, Secrets]:
        return self.settings, self.places, self.secrets


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_list_is_taken_in_listed_and_given_up(home: Home) -> None:
    told: list[str] = []
    taken = book_command.take(*home.all, home.file, tell=told.append)
    assert taken.customers == 1
    assert told == ["Name: name", "E-mail: email", "Phone: phone"]
    assert [(one.name, one.customers) for one in book_command.lists(*home.all)] == [("people", 1)]
    with pytest.raises(UserError, match="There is no list"):
        book_command.give_up(*home.all, "others")
    book_command.give_up(*home.all, "people")
    assert book_command.lists(*home.all) == ()


def test_a_book_whose_key_is_lost_gives_way_to_a_list_and_to_nothing_else(home: Home) -> None:
    book_command.take(*home.all, home.file)
    home.secrets.delete(secret_name("book"))
    with pytest.raises(UserError, match="import your lists again"):
        book_command.lists(*home.all)
    book_command.take(*home.all, home.file, "anew")
    assert [one.name for one in book_command.lists(*home.all)] == ["anew"]


def test_the_agent_knows_the_columns_better(home: Home) -> None:
    book_command.take(*home.all, home.file, "mine", ("", "email", ""))
    assert book_command.lists(*home.all)[0].columns == ("email",)
    with pytest.raises(UserError, match="3 columns, and 1 were named"):
        book_command.take(*home.all, home.file, columns=("email",))


def test_without_a_book_it_says_what_to_do(home: Home) -> None:
    home.settings.change(PROVIDERS, ())
    with pytest.raises(UserError, match="no customer book"):
        book_command.lists(*home.all)


def test_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ring = Ring()
    monkeypatch.setattr("keyring.get_keyring", lambda: ring)
    Home(tmp_path)
    profile = ["--profile", str(tmp_path), "--json"]
    assert main(["customers", "import", str(tmp_path / "people.csv"), *profile]) == 0
    assert json.loads(capsys.readouterr().out) == {"imported": 1, "left_out": 1}
    assert main(["customers", "list", *profile]) == 0
    assert json.loads(capsys.readouterr().out) == {"people": 1}
    assert main(["lookup", "ana@shop.example", *profile]) == 0
    assert "Ana Ruiz" in capsys.readouterr().out
    assert main(["customers", "remove", "people", *profile]) == 0
    assert main(["customers", "remove", "people", *profile]) == 1
    assert "There is no list" in capsys.readouterr().err
