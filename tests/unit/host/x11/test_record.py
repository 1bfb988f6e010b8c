"""The stream of keys, told apart by the server's clock."""

from __future__ import annotations

import pytest
from Xlib import X

from desktop.host.x11.record import DeviceEvent, Item, MappingChange, split_at

BEGINS_ANEW = 1 << 32


def key(time: int) -> DeviceEvent:
    return DeviceEvent(X.KeyPress, 38, 0, time % BEGINS_ANEW)


@pytest.mark.parametrize("at", [5_000, BEGINS_ANEW - 1, BEGINS_ANEW, BEGINS_ANEW + 1])
def test_what_happened_before_a_moment_and_since(at: int) -> None:
    other = MappingChange(8, [])
    items: list[Item] = [key(at - 2), other, key(at - 1), other, key(at), other, key(at + 1)]
    assert split_at(items, at % BEGINS_ANEW) == (items[:4], items[4:])


def test_all_was_before() -> None:
    items: list[Item] = [key(1), key(2), MappingChange(8, [])]
    assert split_at(items, 3) == (items, [])
    assert split_at([], 3) == ([], [])
