"""customers.oauth.redirect: the browser gets in once, and nobody else."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator

import pytest

from desktop.core.results import UserError
from desktop.customers.oauth.redirect import Arrival, Redirect

STATE = "state-of-this-test"


@pytest.fixture
def waiting() -> Iterator[Redirect]:
    one = Redirect(STATE, (0,))
    yield one
    one.close()


def ask(port: int, target: str, method: str = "GET", host: str = "") -> tuple[int, str]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        link.request(method, target, headers={"Host": host or f"127.0.0.1:{port}"})
        answer = link.getresponse()
        return answer.status, answer.read().decode()
    finally:
        link.close()


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (f"/?state={STATE}&code=c", 404),
        ("/favicon.ico", 404),
        ("/signed-in?state=other&code=c", 403),
        ("/signed-in?state=%ED%A0%80&code=c", 400),
        ("/signed-in?code=c", 403),
        (f"/signed-in?state={STATE}", 400),
        (f"/signed-in?state={STATE}&code=c&error=e", 400),
        (f"/signed-in?state={STATE}&code={'c' * 4001}", 400),
    ],
)
def test_what_is_not_it_changes_nothing(waiting: Redirect, target: str, status: int) -> None:
    assert ask(waiting.port, target)[0] == status
    assert (waiting.arrival, waiting.arrived.is_set()) == (None, False)
    assert ask(waiting.port, f"/signed-in?state={STATE}&code=c")[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1.evil.example:{}", "[::1]:{}"]
)
def test_another_name_for_this_computer_is_refused(waiting: Redirect, host: str) -> None:
    asked = ask(waiting.port, f"/signed-in?state={STATE}&code=c", host=host.format(waiting.port))
    assert asked[0] == 403
    assert waiting.arrival is None


def test_it_takes_one_and_says_nothing_secret(waiting: Redirect) -> None:
    status, text = ask(
        waiting.port, f"/signed-in?state={STATE}&code=c0de", host=f"localhost:{waiting.port}"
    )
    assert status == 200
    assert "You can close this page" in text
    assert "c0de" not in text
    assert STATE not in text
    assert waiting.arrival == Arrival("c0de")
    assert ask(waiting.port, f"/signed-in?state={STATE}&code=other")[0] == 403
    assert waiting.arrival == Arrival("c0de")
    assert "c0de" not in repr(waiting.arrival)


def test_nothing_may_be_posted(waiting: Redirect) -> None:
    assert ask(waiting.port, f"/signed-in?state={STATE}&code=c", "POST")[0] == 405


def test_a_port_that_is_taken_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            free = probe.getsockname()[1]
        one = Redirect(STATE, (port, free))
        assert one.port == free
        one.close()
        with pytest.raises(UserError, match=str(port)):
            Redirect(STATE, (port,))


def test_after_the_end_nobody_is_let_in(waiting: Redirect) -> None:
    waiting.close()
    with pytest.raises(ConnectionError):
        ask(waiting.port, f"/signed-in?state={STATE}&code=c")
