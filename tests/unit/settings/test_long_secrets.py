"""settings.long_secrets: a token of any length is there as a whole, the old one or the new."""

from __future__ import annotations

import pytest

from desktop.core.results import UserError
from desktop.settings.long_secrets import MOST_PARTS, LongSecrets
from desktop.settings.secrets import LONGEST, Secret, Secrets
from tests.unit.customers.strict_keyring import StrictKeyring

LONG = "".join(chr(33 + at % 90) for at in range(4096))
WIDE = "🙂é" * 700


@pytest.fixture
def ring() -> StrictKeyring:
    return StrictKeyring()


@pytest.fixture
def secrets(ring: StrictKeyring) -> LongSecrets:
    return LongSecrets(Secrets(backend=ring))


@pytest.mark.parametrize("text", ["short", "x" * LONGEST, LONG, WIDE, "in parts:abc:2:0000"])
def test_what_is_kept_comes_back(secrets: LongSecrets, ring: StrictKeyring, text: str) -> None:
    for one in (text, "between", LONG, text):
        secrets.set("sign-in", Secret(one))
        assert secrets.get("sign-in") == Secret(one)
    secrets.delete("sign-in")
    assert secrets.get("sign-in") is None
    assert ring.kept == {}


def test_a_short_one_is_as_it_always_was(ring: StrictKeyring) -> None:
    secrets = Secrets(backend=ring)
    secrets.set("key", Secret("short"))
    assert LongSecrets(secrets).get("key") == Secret("short")
    assert LongSecrets(secrets).get("nothing") is None


@pytest.mark.parametrize("before", ["old", LONG[::-1]])
@pytest.mark.parametrize("after", ["new", LONG])
def test_whenever_the_keyring_fails_one_of_the_two_is_whole(
    ring: StrictKeyring, before: str, after: str
) -> None:
    secrets = LongSecrets(Secrets(backend=ring))
    secrets.set("sign-in", Secret(before))
    written = len(ring.writes)
    for more in range(10):
        ring.refuses_from = written + more
        try:
            secrets.set("sign-in", Secret(after))
        except UserError:
            assert secrets.get("sign-in") == Secret(before), more
        else:
            break
        written = len(ring.writes)
    assert more == (5 if after == LONG else 1)
    assert secrets.get("sign-in") == Secret(after)
    assert len(ring.kept) == (5 if after == LONG else 1)


def test_too_long_is_refused_and_nothing_lost(secrets: LongSecrets) -> None:
    secrets.set("sign-in", Secret("old"))
    with pytest.raises(UserError, match="too long"):
        secrets.set("sign-in", Secret("x" * (MOST_PARTS * LONGEST + 1)))
    assert secrets.get("sign-in") == Secret("old")


def test_a_part_that_is_gone_leaves_none(secrets: LongSecrets, ring: StrictKeyring) -> None:
    secrets.set("sign-in", Secret(LONG))
    parts = sorted(name for name in ring.kept if name[1].endswith(".2"))
    del ring.kept[parts[0]]
    assert secrets.get("sign-in") is None


def test_one_that_changes_while_it_is_read_is_there_all_the_same(ring: StrictKeyring) -> None:
    """As when the application renews a sign-in while ``deskhand lookup`` reads it."""
    writer = LongSecrets(Secrets(backend=ring))
    writer.set("sign-in", Secret(LONG))

    class Reading(Secrets):
        def get(self, name: str) -> Secret | None:
            found = super().get(name)
            if name == "sign-in" and news:
                writer.set("sign-in", news.pop())
            return found

    for new in (Secret(LONG[::-1]), Secret("short")):
        news = [new]
        assert LongSecrets(Reading(backend=ring)).get("sign-in") == new
