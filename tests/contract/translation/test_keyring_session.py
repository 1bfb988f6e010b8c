"""The whole way of a key with a real keyring: from the agent's hands to the engine's server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.contract.real_keyring import needs_keyring, run_beside
from tests.contract.translation import keyring_session, vendors
from tests.contract.translation.stand_in import stand_in

KEY = "sesame-0123456789"

pytestmark = needs_keyring


@pytest.mark.parametrize("way", ["window", "command"])
def test_a_key_reaches_its_engine_and_nothing_else(tmp_path: Path, way: str) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    with stand_in(vendors.deepl(lambda *_: "¿Dónde está?", key=KEY)) as server:
        (profile / "settings.toml").write_text(
            f'version = 1\n[translation]\nengines = ["deepl"]\n'
            f'[translation.services.deepl]\naddress = "{server.url()}"\n'
        )
        done = run_beside(tmp_path, keyring_session.__file__, way, str(profile), given=KEY)
        given, kept, translated, forgotten, gone = json.loads(done.stdout)
        for one in (given, kept, translated, forgotten, gone):
            assert (one["status"], one["err"]) == (0, "")
        assert json.loads(kept["out"])["deepl"] is True
        assert json.loads(translated["out"])["text"] == "¿Dónde está?"
        assert json.loads(gone["out"])["deepl"] is False
        assert [one.headers["authorization"] for one in server.asked if one.method == "POST"] == [
            f"DeepL-Auth-Key {KEY}"
        ]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (tmp_path / "data" / "keyrings" / "login.keyring") in files
    assert not [path for path in files if KEY.encode() in path.read_bytes()]
    assert KEY not in done.stdout + done.stderr
