"""customers.receiver: phone programs get through, and whoever else may knock does not."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.customers.loopback import MOST_AT_ONCE, MOST_BODY, MOST_HEAD
from desktop.customers.receiver import Call, Receiver, new_token

TOKEN = "t0ken-of-this-test"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class House:
    """A receiver and what it was told."""

    def __init__(self, patience_s: float = 10.0) -> None:
        self.calls: list[Call] = []
        self.receiver = Receiver(0, TOKEN, self.calls.append, patience_s)
        self.receiver.start()

    @property
    def port(self) -> int:
        return self.receiver.port

    def ask(
        self,
        method: str,
        path: str,
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, Mapping[str, str], bytes]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            link.request(method, path, body, dict(headers or {}))
            answer = link.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            link.close()

    def get(self, token: str = TOKEN, **query: str) -> int:
        words = urllib.parse.urlencode({"token": token, **query})
        return self.ask("GET", f"/call?{words}")[0]

    def cti(self, token: str = TOKEN, **fields: str) -> int:
        return self.ask("POST", f"/cti/{token}", urllib.parse.urlencode(fields), FORM)[0]

    def raw(self, data: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), 10) as link:
            link.sendall(data)
            return read_all(link)


def read_all(link: socket.socket) -> bytes:
    found = b""
    try:
        while piece := link.recv(4096):
            found += piece
    except ConnectionError:
        pass
    return found


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.fixture
def house() -> Iterator[House]:
    made = House()
    yield made
    made.receiver.close()


# --- phone systems ---


def test_a_plain_address_tells_of_a_call(house: House) -> None:
    assert house.get(number="+4930123456", id="c-1", name="Ana Souza") == 200
    assert house.calls == [Call("+4930123456", "c-1", "Ana Souza")]


def test_zammads_form_tells_of_a_call(house: House) -> None:
    fields = {"event": "newCall", "from": "4930123456", "to": "4930999", "direction": "in"}
    assert house.cti(**fields, callId="307fa962", **{"user[]": "Alice"}) == 200
    assert house.cti(**{**fields, "direction": "out"}, callId="2") == 200
    assert house.cti(event="hangup", callId="2", cause="normalClearing") == 200
    assert house.cti(event="answer", callId="2", answeringNumber="4930999") == 200
    ended = {**fields, "event": "hangup", "cause": "cancel"}
    assert house.cti(**ended, callId="307fa962") == 200
    assert house.calls == [
        Call("4930123456", "307fa962"),
        Call("4930999", "2"),
        Call("", "2", ended=True),
        Call("4930123456", "307fa962", ended=True),
    ]


def test_the_plain_address_can_say_that_somebody_hung_up(house: House) -> None:
    assert house.get(number="030 1", id="7", event="hangup") == 200
    assert house.get(event="hangup") == 200
    assert house.calls == [Call("030 1", "7", ended=True), Call("", ended=True)]


def test_zammads_form_as_json(house: House) -> None:
    said = {"event": "newCall", "from": "030 1", "direction": "in", "callId": "x", "user": ["A"]}
    kind = {"Content-Type": "application/json; charset=utf-8"}
    status, headers, body = house.ask("POST", f"/cti/{TOKEN}", json.dumps(said), kind)
    assert (status, body) == (200, b"{}")
    assert house.calls == [Call("030 1", "x")]
    assert not [name for name in headers if name.lower().startswith("access-control")]


def test_a_bearers_token_does_as_well(house: House) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert house.ask("GET", "/call?number=1", headers=bearer)[0] == 200
    assert house.ask("POST", "/cti", "event=newCall&from=2", {**FORM, **bearer})[0] == 200
    assert [call.number for call in house.calls] == ["1", "2"]


def test_it_may_be_called_localhost(house: House) -> None:
    answer = house.ask(
        "GET", f"/call?token={TOKEN}&number=1", headers={"Host": f"localhost:{house.port}"}
    )
    assert answer[0] == 200


# --- whoever else ---


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "é"])
def test_without_the_token_nothing_is_told(house: House, token: str) -> None:
    assert house.get(token, number="1") == 401
    assert house.cti(urllib.parse.quote(token), event="newCall", **{"from": "1"}) == 401
    assert house.ask("GET", "/call?number=1", headers={"Authorization": "Bearer"})[0] == 401
    assert house.ask("POST", f"/cti?token={TOKEN}", "event=newCall&from=1", FORM)[0] == 401
    assert house.calls == []


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.evil.com:{port}",
        "127.0.0.1.evil.com:{port}",
        "localhost.evil.com:{port}",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1:{port}.evil.com",
        "127.0.0.1:{port}@evil.com",
        "127.1:{port}",
        "0.0.0.0:{port}",
        "[::1]:{port}",
        "LOCALHOST:{port}",
        "",
    ],
)
def test_a_name_that_leads_here_by_a_trick_is_refused(house: House, host: str) -> None:
    host = host.format(port=house.port)
    path = f"/call?token={TOKEN}&number=1"
    assert house.ask("GET", path, headers={"Host": host})[0] == 403
    assert house.calls == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:{port}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_no_page_gets_in_whatever_its_token(house: House, headers: Mapping[str, str]) -> None:
    sent = {name: value.format(port=house.port) for name, value in headers.items()}
    status, answered, body = house.ask("GET", f"/call?token={TOKEN}&number=1", headers=sent)
    assert (status, body) == (403, b"")
    assert not [name for name in answered if name.lower().startswith("access-control")]
    assert house.calls == []


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "HEAD", "CONNECT", "get"])
def test_other_methods_are_refused(house: House, method: str) -> None:
    said = f"{method} /call?token={TOKEN}&number=1 HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\n\r\n"
    answer = house.raw(said.encode())
    assert status_of(answer) == 405
    assert b"access-control" not in answer.lower()


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("GET /call HTTP/1.1\r\n\r\n", 403),
        ("GET /call\r\nHost: {host}\r\n\r\n", 400),
        ("GET http://{host}/call HTTP/1.1\r\nHost: {host}\r\n\r\n", 400),
        ("GET /x?token={token} HTTP/1.1\r\nHost: {host}\r\n\r\n", 404),
        ("GET /call?token={token} HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\n\r\n", 400),
        ("GET /call?token={token} HTTP/1.1\r\nHost: {host}\r\n folded: 1\r\n\r\n", 400),
        ("GET /call?token={token} HTTP/1.1\r\nHost : {host}\r\n\r\n", 400),
        ("GET /call?token={token} HTTP/1.1\r\nno colon\r\n\r\n", 400),
        ("GET /call?token={token}&number=%FF HTTP/1.1\r\nHost: {host}\r\n\r\n", 400),
        ("GET /call?token={token}&number=%00 HTTP/1.1\r\nHost: {host}\r\n\r\n", 400),
        ("GET /call?token={token}&" + "a=1&" * 50 + " HTTP/1.1\r\nHost: {host}\r\n\r\n", 400),
        ("GET /call?token={token}&name=" + "x" * 201 + " HTTP/1.1\r\nHost: {host}\r\n\r\n", 400),
        ("GET /" + "x" * MOST_HEAD + " HTTP/1.1\r\nHost: {host}\r\n\r\n", 431),
        ("POST /cti/{token} HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST /cti/{token} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1e3\r\n\r\n", 400),
        ("POST /cti/{token} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999\r\n\r\n", 413),
        ("POST /cti/{token} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9999999999\r\n\r\n", 413),
        (
            "POST /cti/{token} HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
            400,
        ),
        ("POST /cti/{token} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n", 415),
    ],
)
def test_what_is_no_request_is_refused(house: House, said: str, status: int) -> None:
    host = f"127.0.0.1:{house.port}"
    answer = house.raw(said.replace("{host}", host).replace("{token}", TOKEN).encode())
    assert status_of(answer) == status
    assert house.calls == []
    assert house.get(number="1") == 200, "and the next one gets through"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", "[" * 15_000),
        ("application/json", "[1]"),
        ("application/json", '{"event": 5}'),
        ("application/json", '{"event": "newCall", "from": {"a": 1}}'),
        ("application/json", "{"),
        ("application/x-www-form-urlencoded", "event=newCall"),
        ("application/x-www-form-urlencoded", "event=dial&from=1"),
        ("application/x-www-form-urlencoded", ""),
        ("application/x-www-form-urlencoded", "event=newCall&from=" + "1" * 500),
    ],
)
def test_a_body_that_means_nothing_is_refused(house: House, kind: str, body: str) -> None:
    assert house.ask("POST", f"/cti/{TOKEN}", body, {"Content-Type": kind})[0] == 400
    assert house.calls == []


def test_a_body_of_another_kind_is_refused(house: House) -> None:
    kind = {"Content-Type": "text/plain"}
    assert house.ask("POST", f"/cti/{TOKEN}", "event=newCall&from=1", kind)[0] == 415
    assert house.ask("POST", f"/cti/{TOKEN}", "x" * (MOST_BODY + 1), FORM)[0] == 413


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(house: House, data: bytes) -> None:
    answer = house.raw(data.replace(b"\r\n\r\n", b"") + b"\r\n\r\n")
    assert status_of(answer) in {400, 401, 403, 405}
    assert house.calls == []


def test_who_sends_slowly_is_cut_off_and_holds_up_nobody() -> None:
    house = House(patience_s=0.3)
    try:
        with socket.create_connection(("127.0.0.1", house.port), 10) as link:
            begun = time.monotonic()
            stop = threading.Event()

            def drip() -> None:
                while not stop.wait(0.05):
                    try:
                        link.sendall(b"G")
                    except OSError:
                        return

            dripping = threading.Thread(target=drip)
            dripping.start()
            assert house.get(number="1") == 200
            answer = read_all(link)
            stop.set()
            dripping.join()
            assert answer == b"" or status_of(answer) == 408
            assert time.monotonic() - begun < 8
    finally:
        house.receiver.close()


def test_more_than_can_be_taken_at_once_are_closed_at_once(house: House) -> None:
    idle = [socket.create_connection(("127.0.0.1", house.port), 10) for _ in range(MOST_AT_ONCE)]
    try:
        until(lambda: len(house.receiver._open) == MOST_AT_ONCE)
        with socket.create_connection(("127.0.0.1", house.port), 10) as link:
            assert read_all(link) == b""
    finally:
        for one in idle:
            one.close()
    until(lambda: not house.receiver._open)
    assert house.get(number="1") == 200


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


# --- its life ---


def test_it_listens_on_this_computer_only(house: House) -> None:
    assert house.receiver._socket is not None
    assert house.receiver._socket.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_said(house: House) -> None:
    with pytest.raises(UserError, match=f"Another program has the port {house.port}"):
        Receiver(house.port, TOKEN, house.calls.append).start()


def test_the_end_cuts_off_whoever_is_sending(house: House) -> None:
    with socket.create_connection(("127.0.0.1", house.port), 10) as link:
        link.sendall(b"GET /call")
        until(lambda: bool(house.receiver._open))
        house.receiver.close()
        read_all(link)
    house.receiver.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", house.port), 1).close()


def test_it_never_runs_without_a_token() -> None:
    with pytest.raises(ValueError, match="without a token"):
        Receiver(0, "", print)
    assert len({new_token() for _ in range(10)}) == 10
    assert len(new_token()) >= 32


def test_a_fault_in_who_is_told_is_survived(caplog: pytest.LogCaptureFixture) -> None:
    def tell(call: Call) -> None:
        raise RuntimeError(call.number)

    receiver = Receiver(0, TOKEN, tell)
    receiver.start()
    try:
        host = f"Host: 127.0.0.1:{receiver.port}"
        words = f"GET /call?token={TOKEN}&number=555 HTTP/1.1\r\n{host}\r\n\r\n"
        for _ in range(MOST_AT_ONCE + 1):
            with socket.create_connection(("127.0.0.1", receiver.port), 10) as link:
                link.sendall(words.encode())
                assert read_all(link) == b""
            until(lambda: not receiver._open)
    finally:
        receiver.close()
    assert "RuntimeError" in caplog.text
    assert "555" not in caplog.text


def test_nothing_shows_itself() -> None:
    assert "Ana" not in repr(Call("1", "2", "Ana"))
