"""The parts of the script that can be wrong without a fresh machine to notice it."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from installers import from_source as script

ROOT = Path(__file__).resolve().parents[3]


def put_program(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


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
    assert script.pip_settings(listing) == {
        "index-url": "https://inner.example/simple",
        "cert": "/env.pem",
        "find-links": "\n/wheels\nhttps://wheels.example/",
        "default-timeout": "180",
    }


def test_the_environment_wins_whatever_the_order_of_the_lines() -> None:
    assert script.pip_settings(":env:.proxy='a'\nglobal.proxy='b'\n") == {"proxy": "a"}


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
    told = script.uv_environment(pip, {"PATH": "/bin"})
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
    told = script.uv_environment({"cert": "/pip.pem"}, {"SSL_CERT_FILE": "/mine.pem"})
    assert told["SSL_CERT_FILE"] == "/mine.pem"


def test_without_a_bundle_the_system_s_certificates_hold() -> None:
    assert script.uv_environment({}, {})["UV_SYSTEM_CERTS"] == "true"
    told = script.uv_environment({}, {"REQUESTS_CA_BUNDLE": "/ca.pem"})
    assert told["SSL_CERT_FILE"] == "/ca.pem"
    assert "UV_SYSTEM_CERTS" not in told


def test_one_package_s_lines_are_cut_out_of_the_lock() -> None:
    wanted = "uv==2 \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n"
    other = "==1 \\\n    --hash=sha256:0\n"
    lock = f"# made by\na-uv{other}{wanted}uv-build{other}"
    assert script.locked("uv", lock) == wanted
    with pytest.raises(SystemExit, match="does not name pip"):
        script.locked("pip", lock)


def test_a_package_counts_under_the_names_that_it_provides(programs: Path) -> None:
    # Ubuntu's 64-bit time names, and one that was removed but for its settings.
    listing = (
        "installed xvfb, \\n"
        "installed libglib2.0-0t64, libglib2.0-0 (= 2.80), glib\\n"
        "config-files xterm, x-terminal-emulator\\n"
    )
    put_program(programs, "dpkg-query", f"printf '{listing}'")
    assert script.missing_packages(["xvfb", "libglib2.0-0", "xterm", "openbox"]) == [
        "xterm",
        "openbox",
    ]


def test_no_package_is_missing_where_the_system_is_of_another_kind(programs: Path) -> None:
    assert script.missing_packages(["xvfb"]) == []
    assert script.install_packages(["xvfb"])


def test_what_may_not_be_installed_is_a_line_to_run(
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    put_program(programs, "dpkg-query", "true")
    put_program(programs, "sudo", "exit 1")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not script.install_packages(["xvfb", "xterm"])
    assert "  sudo apt-get install --no-install-recommends xvfb xterm\n" in capsys.readouterr().err


def test_the_line_to_run_names_what_python_lacks_too(
    programs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put_program(programs, "dpkg-query", "true")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(script, "has_venv", lambda: False)
    assert not script.install_packages(["xvfb"])
    assert "--no-install-recommends python3-venv xvfb\n" in capsys.readouterr().err


def test_lists_are_renewed_before_a_package_is_installed(
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran = programs / "ran"
    put_program(programs, "dpkg-query", "true")
    put_program(programs, "env", 'shift; "$@"')
    put_program(programs, "apt-get", f'echo "$@" >> {ran}')
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert script.install_packages(["xvfb"])
    update, install = ran.read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("install --no-install-recommends xvfb")
    assert capsys.readouterr().err == "Installing system packages: xvfb\n"


@pytest.mark.parametrize(
    ("screen", "arguments", "started"),
    [
        ("", [], ["demo"]),
        ("", ["doctor", "--json"], ["doctor", "--json"]),
        (":7", [], []),
        (":7", ["run", "--profile", "x"], ["run", "--profile", "x"]),
    ],
)
def test_without_a_screen_the_demo_runs_on_a_virtual_one(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    screen: str,
    arguments: list[str],
    started: list[str],
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.setattr(script, "install_packages", lambda wanted: True)
    monkeypatch.setattr(script, "make_environment", lambda: None)
    monkeypatch.setattr(script, "start", commands.append)
    script.run(arguments)
    assert [command[1:] for command in commands] == [started]
    said = capsys.readouterr().err
    assert ("virtual" in said) == (started == ["demo"])


@pytest.mark.parametrize("ci", ["", "true"])
@pytest.mark.parametrize(("user", "systemd"), [(0, True), (0, False), (1000, False)])
def test_a_server_comes_only_where_nothing_starts_it_and_tests_can_shut_it_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, user: int, systemd: bool, ci: str
) -> None:
    monkeypatch.setenv("CI", ci)
    asked: list[str] = []
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(script, "SYSTEMD", tmp_path if systemd else tmp_path / "none")
    monkeypatch.setattr(script, "install_packages", asked.extend)
    monkeypatch.setattr(script, "make_environment", lambda: None)
    monkeypatch.setattr(script, "install_prism", lambda _: None)
    script.setup()
    assert ("apertium-apy" in asked) is (user == 0 and not systemd)
    assert ("pulseaudio" in asked) is ((user == 0 and not systemd) or bool(ci))
    assert {"xvfb", "apertium", "chromium", "libreoffice-writer"} <= set(asked)


def test_prism_is_fetched_once_whole_and_without_a_lock(
    programs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # npm of its own: it notes how it was called, and where it was to put things.
    folder, calls = tmp_path / "cache" / "prism", tmp_path / "calls"
    put_program(programs, "npm", f'echo "$@" >> {calls}\n/bin/mkdir -p "$3/node_modules"')
    script.install_prism(folder)
    script.install_prism(folder)
    (call,) = calls.read_text().splitlines()
    assert call.endswith(" ".join(script.what_prism_needs()))
    assert {"--no-package-lock", "--ignore-scripts"} <= set(call.split())
    assert re.fullmatch(r".*@\d+\.\d+\.\d+", script.PRISM)
    assert folder.is_dir()
    assert [one.name for one in folder.parent.iterdir()] == [folder.name]
    assert "Installing" in capsys.readouterr().err


def test_prism_that_can_not_be_fetched_stops_nothing(
    programs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "prism"
    script.install_prism(folder)  # no npm: nothing to say
    assert capsys.readouterr().err == ""
    put_program(programs, "npm", "echo no network >&2; exit 1")
    script.install_prism(folder)
    assert "no network" in capsys.readouterr().err
    assert not folder.exists()


def test_nothing_is_done_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = tmp_path / "stamp"
    stamp.write_text(script.fingerprint())
    monkeypatch.setattr(script, "STAMP", stamp)
    monkeypatch.setattr(subprocess, "run", pytest.fail)
    script.make_environment()
    lock = tmp_path / "requirements.lock"
    lock.write_text("changed")
    monkeypatch.setattr(script, "LOCK", lock)
    assert script.fingerprint() != stamp.read_text()


def test_an_unknown_verb_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main(["stop"]) == 2
    assert script.main(["setup", "now"]) == 2
    assert script.main([]) == 2
    assert script.main(["--help"]) == 0
    assert "run|test|setup|lock" in capsys.readouterr().err


def test_the_script_needs_the_standard_library_only() -> None:
    imported = re.findall(
        r"^(?:from|import) (\w+)", Path(script.__file__).read_text(), re.MULTILINE
    )
    assert set(imported) <= sys.stdlib_module_names


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


@pytest.fixture
def tries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Runs tests of timing of a small project; what came out, and what they wrote about it."""
    folder = tmp_path / script.TIMED
    folder.mkdir(parents=True)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)

    def run(**files: str) -> tuple[int, str]:
        said = tmp_path / "said"
        for name, text in files.items():
            (folder / f"{name}.py").write_text(f"said = open({str(said)!r}, 'a')\n{text}")
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", script.TIMED]
        result = script.timed(pytest)
        return result, said.read_text() if said.exists() else ""

    return run


FIRST = """
def test_one():
    said.write("one ")
    said.flush()
"""
ONCE = """
def test_it():
    said.write("it ")
    said.flush()
    assert open(said.name).read().count("it ") > 1
"""
NEVER = ONCE.replace("> 1", "> 9")


def test_tests_of_timing_that_failed_are_tried_once_more_by_themselves(
    tries: Callable[..., tuple[int, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert tries(test_a=FIRST, test_b=ONCE) == (0, "one it it ")
    assert f"{script.TIMED}/test_b.py::test_it" in capsys.readouterr().err


def test_what_fails_twice_has_failed(tries: Callable[..., tuple[int, str]]) -> None:
    assert tries(test_a=FIRST, test_b=NEVER) == (1, "one it it ")


def test_a_wrong_text_gets_no_second_try(tries: Callable[..., tuple[int, str]]) -> None:
    assert tries(test_a=FIRST, test_typing_b=ONCE) == (1, "one it ")


def test_many_that_failed_are_not_a_matter_of_timing(
    tries: Callable[..., tuple[int, str]],
) -> None:
    files = {f"test_{number}": NEVER for number in range(script.MOST_LATE + 1)}
    assert tries(**files) == (1, "it " * (script.MOST_LATE + 1))
