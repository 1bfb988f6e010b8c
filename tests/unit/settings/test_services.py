"""settings.services: what any row says, and what is missing in it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from desktop.core.results import UserError
from desktop.settings.services import ServiceRow, filled, is_name

HERE = "https://x.example"


@dataclass(frozen=True)
class Need:
    name: str
    required: bool = False


class Row(ServiceRow, frozen=True):
    user: str | None = None


def lacks(name: str) -> str:
    return f"It needs its {name}"


@pytest.mark.parametrize(
    ("row", "values"),
    [
        (Row(address=HERE, user="ann"), {"address": HERE, "user": "ann"}),
        (Row(address=HERE, user=""), {"address": HERE}),
        (Row(address=HERE, kind="other"), {"address": HERE}),
    ],
)  # fmt: skip
def test_only_what_is_needed_and_filled_in(row: Row, values: dict[str, str]) -> None:
    needs = (Need("address", required=True), Need("user"))
    assert filled(row, needs, lacks, "team") == values


@pytest.mark.parametrize("row", [Row(user="ann"), Row(address="", user="ann")])
def test_what_is_missing_is_said_of_the_service(row: Row) -> None:
    with pytest.raises(UserError) as raised:
        filled(row, (Need("user"), Need("address", required=True)), lacks, "team")
    assert (raised.value.problem.what, raised.value.problem.place) == (
        "It needs its address",
        "team",
    )


@pytest.mark.parametrize(
    ("name", "may"),
    [("deepl", True), ("request_tracker-2", True), ("x" * 32, True), ("", False), ("x" * 33, False),
     ("2nd", False), ("Team", False), ("a b", False), ("a\n", False)],
)  # fmt: skip
def test_how_a_service_may_be_called(name: str, may: bool) -> None:
    assert is_name(name) is may
