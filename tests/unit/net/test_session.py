"""net.session: calls end, stay within bounds, verify whom they talk to, and say nothing."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop.core.clock import SystemClock
from desktop.net.address import Address
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Failure, FailureKind, Reply
from desktop.net.session import Client
from tests.contract.translation import self_signed
from tests.contract.translation.stand_in import (
    Answer,
    Asked,
    StandIn,
    Wire,
    answer_json,
    drip_body,
    drip_head,
    endless,
    hang,
    page,
    reset,
    reset_midway,
    stand_in,
)

CLOCK = SystemClock()


def within(seconds: float = 5) -> Deadline:
    return Deadline(CLOCK, seconds)


def client(server: StandIn, path: str = "", largest: int = 100_000) -> Client:
    return Client(Address.read(server.url(path)), largest)


def test_a_reply_comes_whole_and_the_connection_is_used_again() -> None:
    connections = []

    def answer(asked: Asked, wire: Wire) -> None:
        connections.append(id(wire))
        page(200, asked.body, "text/plain")(asked, wire)

    with stand_in(answer) as server:
        one = client(server, "/base")
        for number in range(3):
            reply = one.send_json("POST", "/x", {"é": number}, within(), query={"a": "b c"})
            assert isinstance(reply, Reply)
            assert reply.body == f'{{"é":{number}}}'.encode()
        one.close()
    assert {asked.target for asked in server.asked} == {"/base/x?a=b+c"}
    assert len(set(connections)) == 1


def test_a_reply_in_chunks() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    parts = head + b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
    with stand_in(lambda _, wire: wire.send(parts)) as server:
        one = client(server)
        reply = one.get("/", within())
        one.close()
    assert isinstance(reply, Reply)
    assert reply.body == b"hello world"


@pytest.mark.parametrize("answer", [hang, drip_head, drip_body])
def test_a_deadline_is_kept_whatever_the_server_does(answer: Answer) -> None:
    with stand_in(answer) as server:
        one = client(server)
        begun = time.monotonic()
        result = one.send_json("POST", "/", {}, within(0.4))
        took = time.monotonic() - begun
        one.close()
    assert result == Failure(FailureKind.TIMEOUT)
    assert 0.35 < took < 2


def test_no_time_left_sends_nothing() -> None:
    with stand_in(hang) as server:
        one = client(server)
        assert one.get("/", within(0)) == Failure(FailureKind.TIMEOUT)
        one.close()


@pytest.mark.parametrize("answer", [hang, drip_head])
def test_cancelling_ends_a_call_at_once(answer: Answer) -> None:
    token = Cancellation()
    with stand_in(answer) as server:
        one = client(server)
        threading.Timer(0.15, token.cancel).start()
        begun = time.monotonic()
        assert one.get("/", within(20), cancellation=token) == Failure(FailureKind.CANCELLED)
        assert time.monotonic() - begun < 1
        assert one.get("/", within(), cancellation=token) == Failure(FailureKind.CANCELLED)
        one.close()


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reset, FailureKind.UNREACHABLE),
        (reset_midway, FailureKind.UNREACHABLE),
        (endless, FailureKind.TOO_LARGE),
        (page(200, b"x" * 100_001), FailureKind.TOO_LARGE),
        (lambda _, wire: wire.send(b"this is no HTTP\r\n\r\n"), FailureKind.UNREACHABLE),
        (page(302, "", Location="https://elsewhere.example/"), FailureKind.REDIRECT),
        (page(307, "", Location="//127.0.0.1:1/"), FailureKind.REDIRECT),
        (page(307, "", Location="/other"), FailureKind.REDIRECT),
        (page(302, ""), FailureKind.REDIRECT),
    ],
)
def test_what_is_no_reply(answer: Answer, kind: FailureKind) -> None:
    def once(asked: Asked, wire: Wire) -> None:
        answer(asked, wire)
        # A redirect is followed on the same connection, which therefore must not be closing.
        wire.keep = kind is FailureKind.REDIRECT

    with stand_in(once) as server:
        one = client(server)
        assert one.send_json("POST", "/", {}, within()) == Failure(kind)
        one.close()


def test_nobody_listens() -> None:
    with stand_in(hang) as server:
        address = Address.read(server.url())
    one = Client(address)
    assert one.get("/", within()) == Failure(FailureKind.UNREACHABLE)
    one.close()


def test_a_gzip_bomb_is_cut_off() -> None:
    import gzip

    bomb = gzip.compress(b"\0" * 20_000_000)
    with stand_in(page(200, bomb, Content_Encoding="gzip")) as server:
        one = client(server)
        assert one.get("/", within()) == Failure(FailureKind.TOO_LARGE)
        one.close()
    assert server.asked[0].headers["accept-encoding"] == "identity"


def test_a_redirect_on_the_same_server_is_followed_with_its_body() -> None:
    def answer(asked: Asked, wire: Wire) -> None:
        if asked.path == "/old":
            page(308, "", Location="/new")(asked, wire)
        else:
            page(200, asked.body)(asked, wire)

    with stand_in(answer) as server:
        one = client(server)
        reply = one.send_json("POST", "/old", [1], within())
        one.close()
    assert isinstance(reply, Reply)
    assert reply.body == b"[1]"


def test_a_post_is_sent_once_and_a_get_twice() -> None:
    with stand_in(reset) as server:
        one = client(server)
        one.send_json("POST", "/", {}, within())
        assert len(server.asked) == 1
        one.get("/", within())
        assert len(server.asked) == 3
        one.close()


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    context, _ = self_signed.make(tmp_path)
    with stand_in(answer_json({}), context) as server:
        one = client(server)
        assert one.send_json("POST", "/", {}, within()) == Failure(FailureKind.CERTIFICATE)
        one.close()
    assert server.asked == []


@pytest.mark.skipif(
    not sys.platform.startswith("linux"),
    reason="the system's store is no file that a test may name",
)
def test_a_companys_certificate_is_taken_from_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, certificate = self_signed.make(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with stand_in(answer_json({"a": 1}), context) as server:
        one = client(server)
        reply = one.send_json("POST", "/", {}, within())
        one.close()
    assert isinstance(reply, Reply)


def test_the_environment_neither_disarms_nor_diverts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login other password other\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with stand_in(answer_json({}, Set_Cookie="a=b; Path=/")) as server:
        one = client(server)
        for _ in range(2):
            one.get("/", within(), headers={"Authorization": "Key mine"})
        one.close()
    assert [asked.headers["authorization"] for asked in server.asked] == ["Key mine"] * 2
    assert "cookie" not in server.asked[1].headers


def test_the_systems_proxy_is_used_and_sees_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    with stand_in(page(502, "")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url())
        one = Client(Address.read("https://mt.example.org/v2"))
        result = one.send_json("POST", "/x", {"q": "private"}, within(), query={"k": "private"})
        one.close()
    assert result == Failure(FailureKind.UNREACHABLE)
    assert [(asked.method, asked.target) for asked in proxy.asked] == [
        ("CONNECT", "mt.example.org:443")
    ]


@pytest.mark.parametrize("header", ["clé €", "two\nlines"])
def test_a_secret_that_no_header_can_hold(header: str, caplog: pytest.LogCaptureFixture) -> None:
    with stand_in(answer_json({})) as server:
        one = client(server)
        result = one.get("/", within(), headers={"Authorization": header})
        one.close()
    assert result == Failure(FailureKind.UNSENDABLE)
    assert caplog.text == ""
    assert server.asked == []


@pytest.mark.parametrize("answer", [reset, hang, page(500, "no"), page(200, "{}")])
def test_nothing_private_is_logged(answer: Answer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with stand_in(answer) as server:
        one = client(server)
        one.get("/p", within(0.3), query={"q": "private"}, headers={"Authorization": "private"})
        one.post_form("/p", {"q": "private"}, within(0.3))
        one.close()
    assert "private" not in caplog.text


def test_threads_never_get_each_others_replies() -> None:
    def answer(asked: Asked, wire: Wire) -> None:
        page(200, asked.body)(asked, wire)

    with stand_in(answer) as server:
        one = client(server)

        def ask(number: int) -> bool:
            reply = one.send_json("POST", "/", number, within(20))
            return isinstance(reply, Reply) and reply.body == str(number).encode()

        with ThreadPoolExecutor(16) as pool:
            assert all(pool.map(ask, range(300)))
        one.close()


def test_a_line_that_is_cut_before_it_connects_never_does() -> None:
    from desktop.net.line import Line

    with stand_in(answer_json({})) as server:
        address = Address.read(server.url())
        line = Line(address)
        line.cut()
        result = line.send("GET", address.at("/"), {}, None, 100, within())
        line.close()
    assert isinstance(result, Failure)
    assert server.asked == []


def _imports(names: str) -> str:
    code = f"import sys, {names}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout


def test_requests_comes_with_the_first_call_only() -> None:
    loaded = _imports("desktop.net.session").split()
    assert not {"requests", "urllib3", "truststore", "ssl"} & set(loaded)
