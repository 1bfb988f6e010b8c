"""Hotkeys in pynput's notation, as Windows wants them."""

import pytest

from desktop.host.windows import codes
from desktop.host.windows.hotkeys import Wanted

KEYS = {"t": ord("T"), "+": 0xBB, ";": 0xBA}


@pytest.mark.parametrize(
    ("keys", "flags", "key"),
    [
        ("<ctrl>+<alt>+<space>", 3, codes.SPACE),
        ("<ctrl>+<shift>+t", 6, ord("T")),
        ("<cmd>+;", 8, 0xBA),
        ("<ctrl>++", 2, 0xBB),
        ("<f12>", 0, 0x7B),
    ],
)
def test_what_is_asked_of_the_system(keys: str, flags: int, key: int) -> None:
    wanted = Wanted(keys, KEYS)
    assert (wanted.flags, wanted.key) == (flags, key)
    assert wanted.is_alt_graph is (flags == 3)


@pytest.mark.parametrize("keys", ["<ctrl>", "<ctrl>+é", "t+t", "", "<nonsense>+t"])
def test_what_is_no_hotkey(keys: str) -> None:
    with pytest.raises(ValueError, match=r"no such key|modifiers alone"):
        Wanted(keys, KEYS)
