"""The rules of tests/conftest.py, tried on tests that break them."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parents[2]

TRIED = """
import logging, pathlib, socket, subprocess, threading, time, warnings
import pytest

def test_skip(): pytest.skip("not installed: xterm")
@pytest.mark.skipif(True, reason="not installed: xclip")
def test_skip_by_mark(): ...
def test_skip_for_another_system(): pytest.skip("only on Windows: no registry")
def test_record(): logging.getLogger("deskhand").warning("lost")
def test_expected_record(caplog): logging.getLogger("deskhand").warning("lost")
def test_warning(): warnings.warn("old")
def test_far():
    with pytest.raises(PermissionError): socket.create_connection(("192.0.2.1", 9), timeout=1)
def test_name():
    with pytest.raises(PermissionError): socket.create_connection(("deskhand.invalid", 9))
def test_near():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
def test_thread(): threading.Thread(target=time.sleep, args=(2,), daemon=True).start()
def test_child(): test_child.kept = subprocess.Popen(["sleep", "2"])
def test_ended_child(): subprocess.run(["true"])
def test_home(): assert "deskhand-tests-" in str(pathlib.Path.home())
"""

KEPT = {
    "test_skip_for_another_system": "skipped",
    "test_record": "error",
    "test_expected_record": "passed",
    "test_warning": "failure",
    "test_far": "passed",
    "test_name": "passed",
    "test_near": "passed",
    "test_thread": "error",
    "test_child": "error",
    "test_ended_child": "passed",
    "test_home": "passed",
}


@pytest.mark.parametrize(("ci", "skip"), [("true", {"failure", "error"}), ("", {"skipped"})])
def test_a_test_that_breaks_a_rule_does_not_pass(ci: str, skip: set[str], tmp_path: Path) -> None:
    rules = (ROOT / "tests" / "conftest.py").read_text()
    assert "GRACE = 3.0" in rules
    (tmp_path / "conftest.py").write_text(rules.replace("GRACE = 3.0", "GRACE = 0.1"))
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    (tmp_path / "test_tried.py").write_text(TRIED)
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--junitxml=report.xml"],
        check=False,
        cwd=tmp_path,
        env={**os.environ, "CI": ci},
        capture_output=True,
    )
    outcomes = {
        case.attrib["name"]: case[0].tag if len(case) else "passed"
        for case in ET.parse(tmp_path / "report.xml").iter("testcase")
    }
    assert {outcomes.pop("test_skip"), outcomes.pop("test_skip_by_mark")} <= skip
    assert outcomes == KEPT
