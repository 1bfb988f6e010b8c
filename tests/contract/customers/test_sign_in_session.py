"""A sign-in in a real keyring: tokens of 4 kB are renewed by ``deskhand lookup`` and kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.net.address import Address
from tests.contract.customers import sign_in_session
from tests.contract.customers.authority import CLIENT
from tests.contract.customers.desk_of_salesforce import CONTACT
from tests.contract.customers.desk_of_salesforce import Desk as Salesforce
from tests.contract.customers.desk_of_zendesk import JANE
from tests.contract.customers.desk_of_zendesk import Desk as Zendesk
from tests.contract.customers.signing import company
from tests.contract.real_keyring import needs_keyring, run_beside
from tests.contract.translation.stand_in import Answer

pytestmark = needs_keyring


KINDS: dict[str, tuple[Callable[[], Answer], str, str]] = {
    "zendesk": (lambda: Zendesk(open=True), JANE, "12"),
    "salesforce": (Salesforce, JANE, CONTACT),
}


@pytest.mark.parametrize(("kind", "size"), [("zendesk", 4096), ("salesforce", 110)])
def test_tokens_of_any_length_in_a_real_keyring(tmp_path: Path, kind: str, size: int) -> None:
    api, address, number = KINDS[kind]
    profile = tmp_path / "profile"
    profile.mkdir()
    with company(kind, api()) as (server, authority):
        authority.size = size
        access, refresh = authority.signed_in()
        authority.end_access()
        (profile / "settings.toml").write_text(
            'version = 1\n[customers]\nproviders = ["crm"]\n[customers.services.crm]\n'
            f'kind = "{kind}"\naddress = "{server.url()}"\nclient = "{CLIENT}"\n'
        )
        origin = Address.read(server.url()).origin
        given = {"access": access, "refresh": refresh, "origin": origin, "client": CLIENT}
        done = run_beside(
            tmp_path, sign_in_session.__file__, str(profile),
            given=json.dumps({**given, "text": address}),
        )  # fmt: skip
        result = json.loads(done.stdout)
        assert result["backend"] == "keyring.backends.SecretService"
        assert (result["status"], result["err"]) == (0, "")
        assert [card["id"] for card in json.loads(result["out"])["cards"]] == [number]
        assert authority.renewals == 1
        assert {result["refresh"]} == authority.refresh
        assert result["gone"]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    secret = refresh[:30].encode()
    assert not [path for path in files if secret in path.read_bytes()]
