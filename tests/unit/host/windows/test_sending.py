"""The batch that goes to Windows: characters, modifiers, and the agent's own keys again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.host.base import Newline, PasteWay
from desktop.host.keys import Insertion, Key, Stroke
from desktop.host.windows import codes
from desktop.host.windows.codes import Code, key
from desktop.host.windows.sending import EXTENDED, UNICODE, UP, Sending, Sent


class Letters:
    def key_for(self, char: str) -> tuple[int, tuple[int, ...]] | None:
        if not char.isascii() or not char.isalpha():
            return None
        return ord(char.upper()), (codes.LSHIFT,) if char.isupper() else ()

    def scan_of(self, number: int) -> int:
        return number % 100


class Board:
    """Where the batches go: what is down, and what was written."""

    def __init__(self) -> None:
        self.sending = Sending(self.take, Letters())
        self.batches: list[list[Sent]] = []
        self.down: set[int] = set()

    def take(self, batch: Sequence[Sent]) -> None:
        self.batches.append(list(batch))
        for one in batch:
            if not one.flags & UNICODE:
                (self.down.discard if one.flags & UP else self.down.add)(one.key)

    def agent(self, number: int, *, down: bool = True) -> None:
        """The agent's key goes straight through."""
        (self.down.add if down else self.down.discard)(number)
        self.sending.passed(key(number), down=down)

    def keys(self) -> list[str]:
        """The last batch in words."""
        names = {
            value: name
            for name, value in vars(codes).items()
            if name.isupper() and isinstance(value, int)
        }
        return [
            ("-" if one.flags & UP else "+") + names.get(one.key, chr(one.key or one.scan))
            for one in self.batches[-1]
        ]


@pytest.fixture
def board() -> Board:
    return Board()


def stroke(number: int, *, down: bool = True) -> Stroke:
    return Stroke(Key.TEXT, "", key(number, 30).packed(), down=down, held=True)


def test_nothing_is_sent_before_the_end_and_all_of_it_at_once(board: Board) -> None:
    board.sending.release()
    board.sending.insert(Insertion(erase=2, text="hi"))
    board.sending.replay([stroke(ord("X")), stroke(ord("X"), down=False)])
    assert not board.batches
    board.sending.flush()
    assert board.keys() == ["+BACK", "-BACK", "+BACK", "-BACK", "+h", "-h", "+i", "-i", "+X", "-X"]
    board.sending.flush()
    assert len(board.batches) == 1


@given(st.text(st.characters(exclude_characters="\n\t", exclude_categories=["Cs"])))
def test_every_character_arrives_as_its_units_down_and_up(text: str) -> None:
    board = Board()
    board.sending.insert(Insertion(text=text))
    board.sending.flush()
    sent = [one for batch in board.batches for one in batch]
    assert all(one.flags & UNICODE and not one.key for one in sent)
    assert [one.flags & UP for one in sent] == [0, UP] * (len(sent) // 2)
    units = b"".join(one.scan.to_bytes(2, "little") for one in sent[::2])
    assert units.decode("utf-16-le") == text


def test_shift_that_the_agent_holds_is_up_for_the_text_and_down_again_behind_it(
    board: Board,
) -> None:
    board.agent(codes.LSHIFT)
    board.sending.release()
    board.sending.insert(Insertion(erase=1, text="a"))
    board.sending.replay([stroke(ord("B"))])
    board.sending.flush()
    assert board.keys() == ["-LSHIFT", "+BACK", "-BACK", "+a", "-a", "+LSHIFT", "+B"]


def test_shift_that_was_let_go_of_meanwhile_stays_up(board: Board) -> None:
    board.agent(codes.LSHIFT)
    board.sending.release()
    board.sending.insert(Insertion(text="a"))
    board.sending.replay([stroke(codes.LSHIFT, down=False)])
    board.sending.flush()
    assert not board.down
    assert board.sending.agent_down == []


@pytest.mark.parametrize("held", [codes.LMENU, codes.LWIN, codes.RMENU])
def test_letting_go_of_alt_opens_no_menu(board: Board, held: int) -> None:
    board.agent(held)
    board.sending.release()
    board.sending.flush()
    assert [one.key for one in board.batches[-1]] == [codes.MASK, codes.MASK, held]


@pytest.mark.parametrize(
    ("way", "keys"),
    [
        (PasteWay.CTRL_V, ["+LCONTROL", "+V", "-V", "-LCONTROL"]),
        (PasteWay.CTRL_SHIFT_V, ["+LCONTROL", "+LSHIFT", "+V", "-V", "-LSHIFT", "-LCONTROL"]),
        (PasteWay.SHIFT_INSERT, ["+LSHIFT", "+INSERT", "-INSERT", "-LSHIFT"]),
    ],
)
def test_the_keys_that_paste(board: Board, way: PasteWay, keys: list[str]) -> None:
    board.sending.insert(Insertion(paste=way))
    board.sending.flush()
    assert board.keys() == keys
    insert = [one for one in board.batches[-1] if one.key == codes.INSERT]
    assert all(one.flags & EXTENDED for one in insert)  # else it is the zero of the number pad


def test_a_line_break_that_sends_nothing(board: Board) -> None:
    board.sending.insert(Insertion(text="a\nb", newline=Newline.SHIFT_ENTER))
    board.sending.flush()
    wanted = ["+a", "-a", "+LSHIFT", "+RETURN", "-RETURN", "-LSHIFT", "+b", "-b"]
    assert board.keys() == wanted
    board.sending.insert(Insertion(text="\n", newline=Newline.ENTER, left=1))
    board.sending.flush()
    assert board.keys() == ["+RETURN", "-RETURN", "+LEFT", "-LEFT"]


def test_a_window_of_another_computer_gets_keys_of_the_layout(board: Board) -> None:
    assert board.sending.can_type("aB")
    assert not board.sending.can_type("é")
    board.sending.insert(Insertion(text="aB"), by_layout=True)
    board.sending.flush()
    assert board.keys() == ["+A", "-A", "+LSHIFT", "+B", "-B", "-LSHIFT"]


def test_a_character_of_another_program_s_is_one_again(board: Board) -> None:
    code = Code(codes.PACKET, ord("é"))
    board.sending.again(Stroke(Key.TEXT, "é", code.packed(), held=True))
    board.sending.flush()
    assert board.batches[-1] == [Sent(0, ord("é"), UNICODE)]


def test_a_click_can_t_be_sent_again(board: Board) -> None:
    board.sending.again(Stroke(Key.CLICK))
    board.sending.flush()
    assert not board.batches


MODIFIERS = sorted(codes.HELD_MODIFIERS)


@given(st.lists(st.sampled_from(MODIFIERS)), st.lists(st.sampled_from(MODIFIERS)))
def test_behind_a_burst_is_down_what_the_agent_holds(
    before: list[int], meanwhile: list[int]
) -> None:
    board = Board()
    held: set[int] = set()
    for number in before:
        board.agent(number, down=number not in held)
        held ^= {number}
    journal = []
    for number in meanwhile:
        journal.append(stroke(number, down=number not in held))
        held ^= {number}
    board.sending.release()
    board.sending.insert(Insertion(text="x"))
    board.sending.replay(journal)
    board.sending.flush()
    assert board.down - {codes.MASK} == held == board.sending.down
    assert {one.key for one in board.sending.agent_down} == held
