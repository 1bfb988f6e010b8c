"""The file that describes a system of the company's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.core.results import UserError
from desktop.customers.providers.rest.description import LARGEST, load

PAGE = Path(__file__).parents[5] / "docs" / "rest-provider.md"
LEAST = 'id = "id"\n[fields]\nname = "name"\n[find.email]\npath = "/c?e={value}"\n'


def test_the_one_in_the_documents_is_right(tmp_path: Path) -> None:
    example = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
    file = tmp_path / "shop.toml"
    file.write_text(example, encoding="utf-8")
    described = load(file)
    assert set(described.find) == {"email", "phone"}
    assert described.find["phone"].body == {"phone": "{value}", "limit": 10}
    assert described.places("email") == ["email", "others[].address"]
    assert described.orders is not None
    assert described.orders.open == ["paid", "packed"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("id = ", ""),
        ('id = "id"', "find"),
        (LEAST + "more = 1", "more"),
        (LEAST.replace("find.email", "find.pigeon"), "pigeon"),
        (LEAST.replace("/c?e={value}", "https://elsewhere.example/"), "no path"),
        (LEAST.replace("/c?e={value}", "//elsewhere.example/{value}"), "no path"),
        (LEAST.replace("/c?e={value}", "/a/../../b"), "no path"),
        (LEAST.replace("/c?e={value}", "/c?key={secret}"), "{secret}"),
        (LEAST.replace('name = "name"', 'Name = "name"'), "Name"),
        (LEAST.replace('"name"', '"a..b"'), "a..b"),
        (LEAST + '[headers]\nHost = "x"', "Host"),
        (LEAST + '[headers]\nCookie = "x"', "Cookie"),
        (LEAST + '[headers]\n"X:" = "x"', "X:"),
        (LEAST + '[headers]\nX = "{value}"', "{value}"),
        (LEAST + '[tickets]\nid = "id"\npath = "/t/{value}"', "{value}"),
        (LEAST + '[tickets]\nid = "id"\nlink = "javascript:x"', "no path"),
        ("#" * (LARGEST + 1), "bytes"),
        ("\xff", ""),
    ],
)
def test_what_can_not_be_is_said(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "shop.toml"
    file.write_text(text, encoding="latin-1")
    with pytest.raises(UserError) as caught:
        load(file)
    problem = caught.value.problem
    assert why in problem.why
    assert problem.place == str(file)
    assert problem.todo


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="can't be read"):
        load(tmp_path / "none.toml")
    with pytest.raises(UserError, match="can't be read"):
        load(tmp_path)
