"""net.address: what an address is, and where nothing is sent in the clear."""

from __future__ import annotations

import pytest

from desktop.core.results import UserError
from desktop.net.address import Address, Reach


@pytest.mark.parametrize(
    ("text", "office", "origin", "path", "reach"),
    [
        ("https://api.example.org", False, "https://api.example.org:443", "", Reach.INTERNET),
        (
            "HTTPS://API.example.org./v1/",
            False,
            "https://api.example.org:443",
            "/v1",
            Reach.INTERNET,
        ),
        ("http://localhost:5000", False, "http://localhost:5000", "", Reach.MACHINE),
        ("http://127.8.9.1/x", False, "http://127.8.9.1:80", "/x", Reach.MACHINE),
        ("http://[::1]:8", False, "http://[::1]:8", "", Reach.MACHINE),
        ("http://mt.office:5000", True, "http://mt.office:5000", "", Reach.OFFICE),
        ("https://bücher.example", False, "https://xn--bcher-kva.example:443", "", Reach.INTERNET),
    ],
)
def test_what_is_understood(text: str, office: bool, origin: str, path: str, reach: Reach) -> None:
    address = Address.read(text, office=office)
    assert (address.origin, address.path, address.reach) == (origin, path, reach)
    assert address.serves(address.at("/more?of=it"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "localhost:5000",
        "ftp://localhost",
        "file:///etc/passwd",
        "https://",
        "https://user:word@example.org",
        "https://example.org/?key=1",
        "https://example.org/#part",
        "https://exa mple.org",
        "https://example.org\\@evil.example",
        "https://example.org:99999",
        "https://example.org/" + "x" * 600,
        "https://example.org\n.evil.example",
    ],
)
def test_what_is_none(text: str) -> None:
    with pytest.raises(UserError) as caught:
        Address.read(text)
    assert "word" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "http://example.org",
        "http://0.0.0.0",
        "http://127.0.0.1.example.org",
        "http://0x7f.1",
        "http://10.0.0.5",
    ],
)
def test_nothing_goes_over_the_internet_in_the_clear(text: str) -> None:
    with pytest.raises(UserError, match="not secure"):
        Address.read(text)


def test_another_scheme_host_or_port_is_another_server() -> None:
    address = Address.read("https://a.example/v1")
    assert address.serves("https://A.example:443/other")
    for other in (
        "http://a.example/",
        "https://b.example/",
        "https://a.example:444/",
        "//a.example",
    ):
        assert not address.serves(other)
