"""Signing in by the browser and staying signed in, with Zendesk's ways: tokens rotate."""

from __future__ import annotations

import dataclasses
import json
import logging
import subprocess
import sys
import threading
import urllib.parse
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.clock import SystemClock
from desktop.core.results import UserError
from desktop.customers.identify import Kind, Query
from desktop.customers.oauth.flow import Flow
from desktop.customers.oauth.keeping import Keeping, Kept
from desktop.customers.oauth.sign_in import SignedOut
from desktop.customers.oauth.tokens import Access, Endpoint, Tokens
from desktop.customers.providers.base import (
    Fault,
    FaultKind,
    InternalNote,
    Provider,
    Writer,
)
from desktop.customers.providers.sending import Delivered, Outgoing
from desktop.net.address import Address
from desktop.net.deadline import Cancellation, Deadline
from desktop.settings.secrets import LONGEST, Secrets
from tests.contract.customers.asking import CLOCK, written
from tests.contract.customers.authority import CLIENT, Authority, browse
from tests.contract.customers.desk_of_zendesk import JANE, Desk
from tests.contract.customers.signing import Profile, company, of
from tests.contract.translation.stand_in import Answer, StandIn, answer_json, page, reset
from tests.unit.customers.strict_keyring import StrictKeyring


@pytest.fixture
def desk() -> Desk:
    return Desk(open=True)


@pytest.fixture
def both(desk: Desk) -> Iterator[tuple[StandIn, Authority]]:
    with company("zendesk", desk) as found:
        yield found


@pytest.fixture
def server(both: tuple[StandIn, Authority]) -> StandIn:
    return both[0]


@pytest.fixture
def authority(both: tuple[StandIn, Authority]) -> Authority:
    return both[1]


@pytest.fixture
def keyring() -> StrictKeyring:
    return StrictKeyring()


@pytest.fixture
def profile(server: StandIn, keyring: StrictKeyring, tmp_path: Path) -> Iterator[Profile]:
    one = Profile(tmp_path, server.url(), "zendesk", keyring)
    yield one
    one.close()


def asked(provider: Provider, seconds: float = 20) -> object:
    found = provider.find(Query(Kind.EMAIL, JANE), Deadline(CLOCK, seconds), Cancellation())
    return found.kind if isinstance(found, Fault) else [card.id for card in found]


Start = Callable[..., Flow]


@pytest.fixture
def flow(server: StandIn) -> Start:
    def start(host: str = "127.0.0.1") -> Flow:
        declared = dataclasses.replace(of("zendesk"), host=host)
        return Flow(Endpoint(declared, Address.read(server.url()), CLIENT, CLOCK), CLOCK)

    return start


# --- in the browser ---


def test_a_person_signs_in_by_the_browser(
    server: StandIn, authority: Authority, profile: Profile, keyring: StrictKeyring
) -> None:
    signing = Flow(profile.sign_in.endpoint, CLOCK)
    url = signing.begin()
    query = dict(urllib.parse.parse_qsl(url.partition("?")[2]))
    assert url.startswith(server.url("/oauth/authorizations/new?"))
    assert query["code_challenge_method"] == "S256"
    assert query["scope"] == "read write"
    assert len(query["state"]) >= 32
    status, text = browse(url)
    assert (status, "You can close this page" in text) == (200, True)
    tokens = signing.finish(Cancellation())
    assert isinstance(tokens, Tokens)
    profile.sign_in.adopt(tokens)
    (given,) = authority.asked_for
    assert 43 <= len(given["code_verifier"]) <= 128
    assert "client_secret" not in given
    assert str(given["expires_in"]) == "86400"
    assert asked(profile.provider()) == ["12"]
    assert authority.renewals == 0
    with pytest.raises(ConnectionError):  # nobody waits there any more
        browse(signing.redirect + "?state=x&code=y")
    # Another process finds it.
    later = Profile(profile.folder, profile.url, "zendesk", keyring)
    assert later.sign_in.is_signed_in()
    assert asked(later.provider()) == ["12"]
    later.close()


def test_localhost_where_the_vendor_wants_that(flow: Start, authority: Authority) -> None:
    authority.redirects = dataclasses.replace(of("zendesk"), host="localhost").addresses()
    signing = flow("localhost")
    assert signing.redirect.startswith("http://localhost:478")
    assert browse(signing.begin())[0] == 200
    assert isinstance(signing.finish(Cancellation()), Tokens)


def test_no_is_said_to_be_one(flow: Start, authority: Authority) -> None:
    authority.no = True
    signing = flow()
    assert "not signed in" in browse(signing.begin())[1]
    with pytest.raises(UserError, match="said no"):
        signing.finish(Cancellation())
    assert authority.asked_for == []


def test_an_address_that_is_not_registered_never_comes_back(
    flow: Start, authority: Authority
) -> None:
    authority.redirects = ("http://127.0.0.1:1/signed-in",)
    signing = flow()
    assert browse(signing.begin())[0] == 400
    with pytest.raises(UserError, match=r"register http://127\.0\.0\.1:4782\d/signed-in"):
        signing.finish(Cancellation(), seconds=0.05)


def test_a_sign_in_that_nobody_wants_any_more_ends_at_once(flow: Start) -> None:
    signing = flow()
    cancellation = Cancellation()
    threading.Timer(0.05, cancellation.cancel).start()
    assert signing.finish(cancellation) is None
    with pytest.raises(ConnectionError):
        browse(signing.redirect)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (answer_json({"error": "invalid_client"}, 401), "does not know this client"),
        (answer_json({"error": "invalid_grant"}, 400), "Sign in once more"),
        (answer_json({"access_token": "a"}), "no refresh token"),
        (answer_json({"access_token": "a b", "refresh_token": "r"}), "can't be used"),
        (answer_json({"access_token": "a\r\nX: y", "refresh_token": "r"}), "can't be used"),
        (answer_json(["a"]), "can't be used"),
        (page(200, "<html>Sign in to the network</html>", "text/html"), "can't be used"),
        (page(302, "", Location="https://198.51.100.1/oauth/tokens"), "could not be completed"),
        (page(307, "", Location="https://198.51.100.1/oauth/tokens"), "could not be completed"),
        (page(503, "busy"), "can't be used"),
        (reset, "could not be completed"),
    ],
)
def test_an_endpoint_that_does_not_give_tokens(
    flow: Start, authority: Authority, answer: Answer, words: str
) -> None:
    authority.refuse = answer
    signing = flow()
    browse(signing.begin())
    with pytest.raises(UserError, match=words) as caught:
        signing.finish(Cancellation())
    assert "code+/" not in str(caught.value)


# --- staying signed in ---


def test_a_token_that_ended_is_renewed_and_the_read_made_again(
    profile: Profile, authority: Authority, server: StandIn
) -> None:
    profile.adopt(authority.signed_in())
    provider = profile.provider()
    authority.end_access()
    assert asked(provider) == ["12"]
    assert authority.renewals == 1
    assert [one.path for one in server.asked[:3]] == [
        "/api/v2/users/search", "/oauth/tokens", "/api/v2/users/search",
    ]  # fmt: skip


def test_a_token_that_is_about_to_end_is_renewed_before(
    profile: Profile, authority: Authority, server: StandIn
) -> None:
    access, refresh = authority.signed_in()
    soon = CLOCK.now().timestamp() + 30
    profile.sign_in.adopt(Tokens(Access(access, soon), refresh))
    assert asked(profile.provider()) == ["12"]
    assert server.asked[0].path == "/oauth/tokens"


def test_everybody_waits_for_one_renewal(profile: Profile, authority: Authority) -> None:
    profile.adopt(authority.signed_in())
    authority.end_access()
    authority.before_tokens = threading.Event()
    results: list[object] = []
    providers = [profile.provider() for _ in range(12)]
    threads = [threading.Thread(target=lambda x=one: results.append(asked(x))) for one in providers]
    for one in threads:
        one.start()
    threading.Timer(0.3, authority.before_tokens.set).start()
    for one in threads:
        one.join()
    assert results == [["12"]] * 12
    assert authority.renewals == 1


def test_who_does_not_wait_does_not_lose_the_renewal(
    profile: Profile, authority: Authority
) -> None:
    profile.adopt(authority.signed_in())
    authority.end_access()
    authority.before_tokens = threading.Event()
    assert asked(profile.provider(), seconds=0.2) is FaultKind.TIMEOUT
    cancellation = Cancellation()
    threading.Timer(0.1, cancellation.cancel).start()
    found = profile.provider().find(Query(Kind.EMAIL, JANE), Deadline(CLOCK, 20), cancellation)
    assert found == Fault(FaultKind.CANCELLED)
    authority.before_tokens.set()
    assert asked(profile.provider()) == ["12"]
    assert authority.renewals == 1


def test_a_write_is_not_made_again(profile: Profile, authority: Authority, desk: Desk) -> None:
    profile.adopt(authority.signed_in())
    writer = profile.provider()
    assert isinstance(writer, Writer)
    authority.end_access()
    deadline, token = Deadline(CLOCK, 20), Cancellation()
    fault = writer.add_note(InternalNote("1", "text"), deadline, token)
    assert isinstance(fault, Fault)
    assert fault.kind is FaultKind.AUTH
    assert "nothing was sent" in fault.problem("Zendesk").sentence()
    assert desk.comments == {}
    assert authority.renewals == 1  # and so the next try gets through
    assert written(writer, Outgoing(InternalNote("1", "text")))[0] == Delivered()


def test_who_is_signed_out_there_is_told_to_sign_in_and_not_tried_again(
    profile: Profile, authority: Authority, server: StandIn
) -> None:
    profile.adopt(("a", "r"))
    for _ in range(3):
        assert asked(profile.provider()) is FaultKind.AUTH
    assert [one.path for one in server.asked].count("/oauth/tokens") == 1
    assert not profile.sign_in.is_signed_in()
    profile.adopt(authority.signed_in())
    assert asked(profile.provider()) == ["12"]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (page(503, "later"), FaultKind.BUSY),
        (answer_json({"error": "slow_down"}, 429), FaultKind.RATE_LIMITED),
        (page(200, "<html>network</html>", "text/html"), FaultKind.BAD_ANSWER),
        (answer_json({"access_token": 5}), FaultKind.BAD_ANSWER),
        (reset, FaultKind.UNREACHABLE),
        (page(302, "", Location="https://198.51.100.1/"), FaultKind.BAD_ANSWER),
    ],
)
def test_an_endpoint_in_trouble_ends_no_sign_in(
    profile: Profile, authority: Authority, answer: Answer, kind: FaultKind
) -> None:
    profile.adopt(authority.signed_in())
    authority.end_access()
    authority.refuse = answer
    assert asked(profile.provider()) is kind
    authority.refuse = None
    assert asked(profile.provider()) == ["12"]


def test_a_new_refresh_token_is_in_the_keyring_before_it_is_used(
    profile: Profile, authority: Authority, keyring: StrictKeyring
) -> None:
    profile.adopt(authority.signed_in())
    for _ in range(3):
        authority.end_access()
        assert asked(profile.provider()) == ["12"]
        (kept,) = keyring.kept.values()
        assert json.loads(kept)["refresh"] in authority.refresh
        assert json.loads(kept)["access"] in authority.access


def test_a_keyring_that_does_not_take_it_is_said_and_loses_nothing(
    server: StandIn, authority: Authority, keyring: StrictKeyring, tmp_path: Path
) -> None:
    class Later(SystemClock):
        ahead = 0.0

        def monotonic(self) -> float:
            return super().monotonic() + self.ahead

    clock = Later()
    profile = Profile(tmp_path, server.url(), "zendesk", keyring, clock)
    profile.adopt(authority.signed_in())
    before = dict(keyring.kept)
    keyring.refuses_from = 0
    for _ in range(2):
        authority.end_access()
        assert asked(profile.provider()) == ["12"]
    assert keyring.kept == before
    assert len(profile.told) == 2
    assert "The keyring did not keep the new sign-in" in profile.told[0]
    assert not any(token in profile.told[0] for token in authority.refresh | authority.access)
    keyring.refuses_from = None
    clock.ahead = 60
    assert asked(profile.provider()) == ["12"]
    (kept,) = keyring.kept.values()
    assert json.loads(kept)["refresh"] in authority.refresh
    profile.close()


def test_a_sign_in_that_the_keyring_does_not_take_holds_until_the_end(
    profile: Profile, authority: Authority, keyring: StrictKeyring
) -> None:
    keyring.refuses_from = 0
    with pytest.raises(UserError, match="keyring"):
        profile.adopt(authority.signed_in())
    assert asked(profile.provider()) == ["12"]
    assert profile.sign_in.is_signed_in()


@pytest.mark.parametrize("size", [600, 1280, 4096])
def test_tokens_of_any_length(
    profile: Profile, authority: Authority, keyring: StrictKeyring, size: int
) -> None:
    authority.size = size
    profile.adopt(authority.signed_in())
    for _ in range(3):
        authority.end_access()
        assert asked(profile.provider()) == ["12"]
    later = Profile(profile.folder, profile.url, "zendesk", keyring)
    assert asked(later.provider()) == ["12"]
    later.close()
    assert all(len(value) <= LONGEST for value in keyring.kept.values())
    assert len(keyring.kept) == {600: 3, 1280: 3, 4096: 5}[size] or size == 600
    profile.sign_in.forget()
    assert keyring.kept == {}


def test_a_token_goes_to_the_address_that_it_is_for(
    profile: Profile, authority: Authority, keyring: StrictKeyring, desk: Desk
) -> None:
    profile.adopt(authority.signed_in())
    with company("zendesk", desk) as (other, _):
        moved = Profile(profile.folder, other.url(), "zendesk", keyring)
        with pytest.raises(UserError, match="not signed in at this address"):
            asked(moved.provider())
        assert not moved.sign_in.is_signed_in()
        moved.close()
        assert other.asked == []


def test_who_signs_out_meanwhile_stays_signed_out(
    profile: Profile, authority: Authority, keyring: StrictKeyring
) -> None:
    profile.adopt(authority.signed_in())
    authority.end_access()
    provider = profile.provider()
    profile.sign_in.forget()
    with pytest.raises(UserError, match="not signed in"):
        asked(provider)
    assert keyring.kept == {}


def test_another_process_that_renewed_it_is_noticed(
    profile: Profile, authority: Authority, keyring: StrictKeyring
) -> None:
    profile.adopt(authority.signed_in())
    here = profile.provider()
    assert asked(here) == ["12"]
    there = Profile(profile.folder, profile.url, "zendesk", keyring)
    authority.end_access()
    assert asked(there.provider()) == ["12"]
    assert asked(here) == ["12"]  # with what the other one kept
    assert authority.renewals == 1
    there.close()


def test_nothing_secret_is_logged_or_shown(
    profile: Profile, authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    profile.adopt(authority.signed_in())
    for answer in (None, page(400, json.dumps({"error": "invalid_grant"})), reset):
        authority.end_access()
        authority.refuse = answer
        asked(profile.provider())
    shown = f"{caplog.text} {profile.sign_in._kept!r} {SignedOut()!r}"
    assert shown
    assert not any(token in shown for token in authority.access | authority.refresh)
    assert "!xxx" not in shown


# --- beside other processes ---


def run(folder: Path, keyring: Path) -> subprocess.Popen[str]:
    environment = {
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "PYTHON_KEYRING_BACKEND": "desktop.demo.own_keyring.OwnKeyring",
        "DESKHAND_DEMO_KEYRING": str(keyring),
        "HOME": str(folder),
        "PATH": "/usr/bin:/bin",
    }
    command = [sys.executable, "-m", "desktop", "lookup", JANE, "--profile", str(folder), "--json"]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_processes_beside_each_other_use_up_one_token(
    server: StandIn, authority: Authority, tmp_path: Path
) -> None:
    """Four ``deskhand lookup`` at once, with a token that has ended."""
    folder, kept = tmp_path / "profile", tmp_path / "keyring.json"
    folder.mkdir()
    (folder / "settings.toml").write_text(
        'version = 1\n[customers]\nproviders = ["crm"]\n[customers.services.crm]\n'
        f'kind = "zendesk"\naddress = "{server.url()}"\nclient = "{CLIENT}"\n'
    )
    access, refresh = authority.signed_in()
    authority.end_access()
    ring = StrictKeyring()
    secrets = Secrets(folder, ring)
    entry = Kept(refresh, Access(access), Address.read(server.url()).origin, CLIENT)
    Keeping(weakref.ref(secrets), "crm").write(entry)
    kept.write_text(
        json.dumps({f"{where}/{name}": text for (where, name), text in ring.kept.items()})
    )
    running = [run(folder, kept) for _ in range(4)]
    for one in running:
        out, err = one.communicate(timeout=60)
        assert (one.returncode, err) == (0, "")
        assert [card["id"] for card in json.loads(out)["cards"]] == ["12"]
    assert authority.renewals == 1
