"""The whole way of a key with a real keyring: from the agent's hands to the engine's server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.translation import keyring_session, vendors
from tests.contract.translation.stand_in import stand_in

KEY = "sesame-0123456789"

pytestmark = pytest.mark.skipif(
    not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")),
    reason="needs dbus and gnome-keyring",
)


@pytest.mark.parametrize("way", ["window", "command"])
def test_a_key_reaches_its_engine_and_nothing_else(tmp_path: Path, way: str) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"
    }
    environment |= {
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    with stand_in(vendors.deepl(lambda *_: "¿Dónde está?", key=KEY)) as server:
        (profile / "settings.toml").write_text(
            f'version = 1\n[translation]\nengines = ["deepl"]\n'
            f'[translation.services.deepl]\naddress = "{server.url()}"\n'
        )
        done = subprocess.run(
            ["dbus-run-session", "--", sys.executable, keyring_session.__file__, way, str(profile)],
            env=environment,
            input=KEY,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
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
