"""Asking for the system's packages, with apt and dpkg played by scripts."""

import os
from pathlib import Path

import pytest

from installers import system_packages
from tests.unit.installers.programs import put_program


def test_a_package_counts_under_the_names_that_it_provides(programs: Path) -> None:
    # Ubuntu's 64-bit time names, and one that was removed but for its settings.
    listing = (
        "installed xvfb, \\n"
        "installed libglib2.0-0t64, libglib2.0-0 (= 2.80), glib\\n"
        "config-files xterm, x-terminal-emulator\\n"
    )
    put_program(programs, "dpkg-query", f"printf '{listing}'")
    assert system_packages.missing_packages(["xvfb", "libglib2.0-0", "xterm", "openbox"]) == [
        "xterm",
        "openbox",
    ]


def test_no_package_is_missing_where_the_system_is_of_another_kind(programs: Path) -> None:
    assert system_packages.missing_packages(["xvfb"]) == []
    assert system_packages.install_packages(["xvfb"])


def test_what_may_not_be_installed_is_a_line_to_run(
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    put_program(programs, "dpkg-query", "true")
    put_program(programs, "sudo", "exit 1")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not system_packages.install_packages(["xvfb", "xterm"])
    assert "  sudo apt-get install --no-install-recommends xvfb xterm\n" in capsys.readouterr().err


def test_the_line_to_run_names_what_python_lacks_too(
    programs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put_program(programs, "dpkg-query", "true")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system_packages, "has_venv", lambda: False)
    assert not system_packages.install_packages(["xvfb"])
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
    assert system_packages.install_packages(["xvfb"])
    update, install = ran.read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("install --no-install-recommends xvfb")
    assert capsys.readouterr().err == "Installing system packages: xvfb\n"


@pytest.mark.parametrize("ci", ["", "true"])
@pytest.mark.parametrize(("user", "systemd"), [(0, True), (0, False), (1000, False)])
def test_a_server_comes_only_where_nothing_starts_it_and_tests_can_shut_it_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, user: int, systemd: bool, ci: str
) -> None:
    monkeypatch.setenv("CI", ci)
    asked: list[str] = []
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(system_packages, "SYSTEMD", tmp_path if systemd else tmp_path / "none")
    monkeypatch.setattr(system_packages, "install_packages", asked.extend)
    system_packages.install_for_tests()
    assert ("apertium-apy" in asked) is (user == 0 and not systemd)
    assert ("pulseaudio" in asked) is ((user == 0 and not systemd) or bool(ci))
    assert {"xvfb", "apertium", "chromium", "libreoffice-writer"} <= set(asked)
