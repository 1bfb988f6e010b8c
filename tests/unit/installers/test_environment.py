"""What of making `.venv` can be wrong without a fresh machine to notice it."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from installers import environment

ROOT = Path(__file__).resolve().parents[3]


def test_pip_s_settings_are_read_as_pip_ranks_them() -> None:
    listing = (
        "global.index-url='https://mirror.example/simple'\n"
        "global.cert='/etc/company.pem'\n"
        "install.index-url='https://inner.example/simple'\n"
        "install.find-links='\\n/wheels\\nhttps://wheels.example/'\n"
        "download.cert='/not/this'\n"
        ":env:.cert='/env.pem'\n"
        ":env:.default_timeout='180'\n"
        "a line of another kind\n"
    )
    assert environment.pip_settings(listing) == {
        "index-url": "https://inner.example/simple",
        "cert": "/env.pem",
        "find-links": "\n/wheels\nhttps://wheels.example/",
        "default-timeout": "180",
    }


def test_the_environment_wins_whatever_the_order_of_the_lines() -> None:
    assert environment.pip_settings(":env:.proxy='a'\nglobal.proxy='b'\n") == {"proxy": "a"}


def test_uv_is_told_what_pip_knows(tmp_path: Path) -> None:
    pip = {
        "index-url": "https://mirror.example/simple",
        "extra-index-url": "\nhttps://a.example\nhttps://b.example",
        "find-links": f"{tmp_path} {tmp_path}/missing https://wheels.example/",
        "trusted-host": "mirror.example",
        "timeout": "60",
        "cert": "/company.pem",
        "proxy": "http://proxy.example:3128",
    }
    told = environment.uv_environment(pip, {"PATH": "/bin"})
    assert told == {
        "PATH": "/bin",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_EXTRA_INDEX_URL": "https://a.example https://b.example",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_FIND_LINKS": f"{tmp_path},https://wheels.example/",
        "UV_INSECURE_HOST": "mirror.example",
        "UV_HTTP_TIMEOUT": "60",
        "SSL_CERT_FILE": "/company.pem",
        "HTTP_PROXY": "http://proxy.example:3128",
        "HTTPS_PROXY": "http://proxy.example:3128",
    }


def test_what_was_set_for_uv_itself_stays() -> None:
    told = environment.uv_environment({"cert": "/pip.pem"}, {"SSL_CERT_FILE": "/mine.pem"})
    assert told["SSL_CERT_FILE"] == "/mine.pem"


def test_without_a_bundle_the_system_s_certificates_hold() -> None:
    assert environment.uv_environment({}, {})["UV_SYSTEM_CERTS"] == "true"
    told = environment.uv_environment({}, {"REQUESTS_CA_BUNDLE": "/ca.pem"})
    assert told["SSL_CERT_FILE"] == "/ca.pem"
    assert "UV_SYSTEM_CERTS" not in told


def test_one_package_s_lines_are_cut_out_of_the_lock() -> None:
    wanted = "uv==2 \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n"
    other = "==1 \\\n    --hash=sha256:0\n"
    lock = f"# made by\na-uv{other}{wanted}uv-build{other}"
    assert environment.locked("uv", lock) == wanted
    with pytest.raises(SystemExit, match="does not name pip"):
        environment.locked("pip", lock)


def test_nothing_is_done_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = tmp_path / "stamp"
    stamp.write_text(environment.fingerprint())
    monkeypatch.setattr(environment, "STAMP", stamp)
    monkeypatch.setattr(subprocess, "run", pytest.fail)
    environment.make_environment()
    lock = tmp_path / "requirements.lock"
    lock.write_text("changed")
    monkeypatch.setattr(environment, "LOCK", lock)
    assert environment.fingerprint() != stamp.read_text()


def test_the_lock_pins_all_that_the_project_asks_for_and_names_no_place() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {
        re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-").replace(".", "-")
        for requirement in asked
    }
    pinned = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    assert names <= pinned
    assert "://" not in lock
    assert not re.search(r"^(--|-[a-z] )", lock, re.MULTILINE)
    assert re.search(r"^evdev==\S+ ; sys_platform == 'never'", lock, re.MULTILINE)
