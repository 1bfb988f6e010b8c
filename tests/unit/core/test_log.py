"""core.log: what an agent or a customer wrote does not reach the file."""

from __future__ import annotations

import io
import logging
import logging.handlers
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import log
from desktop.core.results import UserError

logger = logging.getLogger("desktop.test")


@pytest.fixture
def file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Path]:
    """A log that is set up; `caplog` because what is logged here is meant."""
    before = logging.getLogger("desktop").level
    assert log.set_up(tmp_path / "logs") is None
    yield tmp_path / "logs" / "deskhand.log"
    log.shut_down()
    logging.getLogger("desktop").setLevel(before)


@pytest.mark.parametrize(
    "secret",
    [
        "ana.lopez+x@example.org",
        "4111 1111 1111 1111",
        "+34 600 123 456",
        "5551234567",
    ],
)
def test_addresses_and_numbers_are_left_out(secret: str) -> None:
    assert secret not in log.redact(f"asked for {secret}, twice")
    assert log.redact(f"asked for {secret}, twice").startswith("asked for [")


@pytest.mark.parametrize(
    "text",
    [
        "token=hunter2x",
        "api_key: hunter2x",
        '{"password": "hunter2x"}',
        "Authorization: Bearer hunter2x",
        "Authorization: hunter2x",
        "'Authorization': 'Basic hunter2x'",
        "sent Bearer hunter2x to it",
        "https://me:hunter2x@example.org/path",
        "GET https://example.org/search?q=hunter2x",
        "deskhand://call#hunter2x",
    ],
)
def test_secrets_are_left_out(text: str) -> None:
    assert "hunter2x" not in log.redact(text)


def test_the_home_folder_is_left_out() -> None:
    assert log.redact(f"in {Path.home()}/x.toml") == "in ~/x.toml"


@pytest.mark.parametrize(
    "text", ["took 12.5 ms", "250000 triggers", "mail.yml:12: Bad.", "at 10:29:03", "1 + 1"]
)
def test_ordinary_words_stay(text: str) -> None:
    assert log.redact(text) == text


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX's")
def test_only_the_owner_may_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = next(one for one in logging.getLogger().handlers if "deskhand.log" in repr(one))
    assert isinstance(handler, logging.handlers.RotatingFileHandler)
    monkeypatch.setattr(handler, "maxBytes", 200)
    for _ in range(10):
        logger.info("x" * 50)
    files = sorted(file.parent.iterdir())
    assert len(files) > 2, "it was rotated"
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_message_is_one_line(file: Path) -> None:
    logger.info("one\ntwo \ud800 %s", "me@example.org")
    lines = file.read_text().splitlines()
    assert len(lines) == 1
    assert lines[0].endswith(r"INFO MainThread desktop.test: one\ntwo \ud800 [e-mail]")


def boom(text: str) -> None:
    try:
        int(text)
    except ValueError as error:
        raise KeyError(text) from error


def test_a_bug_is_its_class_and_its_places(file: Path) -> None:
    # Another handler formats first and leaves its text in the record.
    early = logging.StreamHandler(io.StringIO())
    logging.getLogger().handlers.insert(0, early)
    try:
        boom("what the customer said")
    except KeyError:
        logger.exception("it failed")
    finally:
        logging.getLogger().removeHandler(early)
    text = file.read_text()
    assert "builtins.KeyError" in text
    assert "caused by builtins.ValueError" in text
    assert "test_log.py" in text
    assert "in boom" in text
    assert "customer" not in text


def test_words_for_people_may_stand(file: Path) -> None:
    logger.error("it failed", exc_info=UserError("The pack can't be read", place="mail.yml:3"))
    assert "mail.yml:3: The pack can't be read." in file.read_text()


def test_of_other_packages_only_the_wording_stands(file: Path) -> None:
    other = logging.getLogger("others.pool")
    other.warning("Retrying %s", "/search/Ana")
    other.info("not kept")
    text = file.read_text()
    assert "Retrying %s" in text
    assert "Ana" not in text
    assert "not kept" not in text


def test_the_level_can_be_changed(file: Path) -> None:
    logger.debug("before")
    log.set_level("debug")
    logger.debug("after")
    text = file.read_text()
    assert "before" not in text
    assert "after" in text


def test_without_a_folder_it_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "logs").write_text("a file in its place")
    problem = log.set_up(tmp_path / "logs")
    assert problem is not None
    assert problem.place == str(tmp_path / "logs")
    logger.error("nobody hears")


def test_a_second_set_up_replaces_the_first(file: Path, tmp_path: Path) -> None:
    log.set_up(tmp_path / "other", "keyboard", "warning")
    logger.info("too little")
    logger.warning("once")
    assert file.read_text() == ""
    assert (tmp_path / "other" / "keyboard.log").read_text().count("\n") == 1


def test_a_full_disk_prints_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_: logging.LogRecord) -> str:
        raise OSError(28, "No space left on device")

    handler = next(one for one in logging.getLogger().handlers if "deskhand.log" in repr(one))
    monkeypatch.setattr(handler, "format", full)
    logger.error("what the customer said")
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    log.catch_unhandled()


@pytest.mark.usefixtures("hooks")
def test_what_nobody_caught_is_logged(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    thread = threading.Thread(target=boom, args=("what the customer said",), name="worker")
    thread.start()
    thread.join()
    try:
        boom("what the customer said")
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    text = file.read_text()
    assert text.count("builtins.KeyError") == 2
    assert "CRITICAL worker desktop.unhandled" in text
    assert "customer" not in text
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("hooks")
def test_ctrl_c_ends_as_always(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" in capsys.readouterr().err
    assert file.read_text() == ""
