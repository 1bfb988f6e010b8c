"""net.replies: what is read out of a reply, and what of none."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from desktop.net.replies import LONGEST_PAUSE, Reply

NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)


class Shape(msgspec.Struct):
    text: str


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3", 3),
        (" 0 ", 0),
        ("Sun, 22 Nov 2026 10:01:00 GMT", 60),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 0),
        ("Sun, 22 Nov 2026 10:00:30 -0000", 30),
        ("999999", LONGEST_PAUSE),
        ("9" * 500, None),
        ("-1", None),
        ("soon", None),
        ("", None),
        ("٣", None),
    ],
)
def test_when_to_ask_again(value: str, seconds: float | None) -> None:
    assert Reply(429, {"retry-after": value}, b"").retry_after(NOW) == seconds


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"text": 3}', b'{"text": "\xff"}', b"[" * 100_000]
)
def test_what_is_not_of_the_shape_is_nothing(body: bytes) -> None:
    assert Reply(200, {}, body).read(Shape) is None


def test_a_reply_shows_nothing_of_itself() -> None:
    reply = Reply(200, {"set-cookie": "secret"}, b'{"text": "private"}')
    assert reply.read(Shape) == Shape("private")
    assert repr(reply) == "Reply(status=200)"


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/html; charset=ISO-8859-1", b"\xe9", "é"),
        ('text/html; charset="utf-8"; x=y', "é".encode(), "é"),
        ("text/html", "é".encode(), "é"),
        ("text/html", b"\xe9", None),
        ("text/html; charset=klingon", b"a", None),
    ],
)
def test_text_in_its_encoding(kind: str, body: bytes, text: str | None) -> None:
    assert Reply(200, {"content-type": kind}, body).text() == text
