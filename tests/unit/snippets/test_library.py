"""Packs to library: what is found, what it is called, what is seen from where."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from desktop.core.results import Problem, Severity
from desktop.snippets import loading
from desktop.snippets.library import Library, load_library

unix = pytest.mark.skipif(sys.platform == "win32", reason="only on Windows are there no such files")


def _write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def _pack(*triggers: str) -> str:
    return "matches:\n" + "".join(
        f"  - {{trigger: '{one}', replace: '{one}!'}}\n" for one in triggers
    )


def _triggers(library: Library) -> list[str]:
    return [trigger for one in library.snippets for trigger in one.triggers]


def _errors(library: Library) -> list[Problem]:
    return [one for one in library.problems if one.severity is Severity.ERROR]


def test_a_folder_is_read_to_the_bottom_in_the_order_of_its_paths(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {
            "z.yml": _pack("z"),
            "a.yaml": _pack("a1", "a2"),
            "b/deep/c.YML": _pack("c"),
            "_part.yml": _pack("part"),
            "b/.hidden.yml": _pack("hidden"),
            ".git/x.yml": _pack("git"),
            "notes.txt": "no pack",
        },
    )
    library = load_library([tmp_path])
    assert _triggers(library) == ["a1", "a2", "c", "z"]
    assert [one.id for one in library.snippets] == ["a#1", "a#2", "c#1", "z#1"]
    assert not library.problems
    assert library.snippets[2].path == str((tmp_path / "b/deep/c.YML").resolve())


def test_the_snippets_are_a_sequence(tmp_path: Path) -> None:
    library = load_library(
        [_write(tmp_path, {"a.yml": "", "b.yml": _pack("1", "2"), "c.yml": _pack("3")})]
    )
    snippets = library.snippets
    assert len(snippets) == 3
    assert [snippets[n].triggers[0] for n in range(3)] == ["1", "2", "3"]
    assert snippets[-1] == snippets[2]
    assert snippets[1:] == tuple(snippets)[1:]
    for number in (3, -4):
        with pytest.raises(IndexError):
            snippets[number]


def test_found_by_id_and_by_trigger(tmp_path: Path) -> None:
    text = _pack("a") + "  - {trigger: bad}\n" + _pack("b", "a").split("\n", 1)[1]
    library = load_library([_write(tmp_path, {"p.yml": text, "q.yml": _pack("a", "ä")})])
    assert [one.id for one in library.snippets] == ["p#1", "p#3", "p#4", "q#1", "q#2"]
    for number, one in enumerate(library.snippets):
        assert library.number_of(one.id) == number
    for nothing in ("p#2", "p#0", "p#9", "x#1", "p", "p#", "p#-1", "p#²", ""):
        assert library.number_of(nothing) is None
    assert [one.id for one in library.by_trigger("a")] == ["p#1", "p#4", "q#1"]
    assert [one.id for one in library.by_trigger("ä")] == ["q#2"]
    assert library.by_trigger("A") == ()
    assert library.place(2) == "p.yml:5"


def test_packs_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {
            "mail.yml": _pack("1"),
            "de/mail.yml": _pack("2"),
            "packages/smile/package.yml": _pack("3"),
            "packages/frown/package.yml": _pack("4"),
            "packages/mail/package.yml": _pack("5"),
        },
    )
    library = load_library([tmp_path])
    names = {one.triggers[0]: one.pack for one in library.snippets}
    assert names == {"1": "mail", "2": "de/mail", "3": "smile", "4": "frown", "5": "packages/mail"}
    other = _write(tmp_path / "other", {"mail.yml": _pack("6")})
    both = load_library([tmp_path / "mail.yml", other / "mail.yml"])
    assert [pack.name for pack in both.packs] == ["mail", "mail~2"]


def test_of_espansos_own_folder_only_match_is_taken(tmp_path: Path) -> None:
    _write(tmp_path, {"config/default.yml": "toggle_key: ALT", "match/base.yml": _pack("x")})
    library = load_library([tmp_path])
    assert _triggers(library) == ["x"]
    assert not library.problems


def test_imports_are_relative_and_may_go_in_a_circle(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {
            "packs/a.yml": "imports: [_b.yml, ../outside/c.yml, a.yml]\n" + _pack("a"),
            "packs/_b.yml": "imports: [a.yml]\n" + _pack("b"),
            "outside/c.yml": _pack("c"),
        },
    )
    library = load_library([tmp_path / "packs"])
    assert sorted(_triggers(library)) == ["a", "b", "c"]
    assert _triggers(library)[0] == "a"
    assert not library.problems


def test_an_import_that_can_not_be_read_is_reported_with_its_line(tmp_path: Path) -> None:
    text = (
        "imports:\n  - none.yml\n  - '\\\\server\\share\\x.yml'\n  - //server/x.yml\n  - sub\n"
        + _pack("a")
    )
    library = load_library([_write(tmp_path, {"a.yml": text, "sub/x.txt": ""})])
    assert [one.place for one in library.problems] == ["a.yml:2", "a.yml:3", "a.yml:4", "a.yml:5"]
    assert "another computer" in library.problems[1].why
    assert _triggers(library) == ["a"]


def test_one_bad_file_does_not_harm_the_others(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {"a.yml": _pack("a"), "b.yml": "matches: [", "sub/c.yml": "- x", "d.yml": _pack("d")},
    )
    (tmp_path / "e.yml").write_bytes(b"\x00\x01\x02")
    library = load_library([tmp_path])
    assert _triggers(library) == ["a", "d"]
    assert [one.place for one in library.problems] == ["b.yml:1", "e.yml:1", "sub/c.yml:1"]
    assert [path.name for path in library.unreadable] == ["b.yml", "e.yml", "c.yml"]


def test_what_is_not_there_is_a_problem(tmp_path: Path) -> None:
    library = load_library([tmp_path / "none", _write(tmp_path, {"a.yml": _pack("a")}) / "a.yml"])
    assert _triggers(library) == ["a"]
    assert library.unreadable == (tmp_path / "none",)
    assert [one.place for one in library.problems] == ["none"]


def test_a_file_that_is_too_large_is_refused_without_reading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "MOST_BYTES", 100)
    library = load_library([_write(tmp_path, {"a.yml": _pack("a" * 200), "b.yml": _pack("b")})])
    assert _triggers(library) == ["b"]
    assert "too large" in library.problems[0].what


@unix
def test_pipes_and_links_that_lead_in_a_circle_do_no_harm(tmp_path: Path) -> None:
    _write(tmp_path, {"a/a.yml": _pack("a")})
    os.mkfifo(tmp_path / "pipe.yml")
    (tmp_path / "a/up").symlink_to(tmp_path)
    (tmp_path / "again.yml").symlink_to(tmp_path / "a/a.yml")
    (tmp_path / "lost.yml").symlink_to(tmp_path / "nowhere")
    library = load_library([tmp_path])
    assert _triggers(library) == ["a"]
    assert sorted(one.place for one in library.problems) == ["lost.yml", "pipe.yml"]


def test_the_fingerprint_changes_with_the_content_only(tmp_path: Path) -> None:
    _write(tmp_path, {"a.yml": _pack("a"), "b.yml": _pack("b")})
    first = load_library([tmp_path])
    os.utime(tmp_path / "a.yml", (1, 1))
    assert load_library([tmp_path]).fingerprint == first.fingerprint
    (tmp_path / "b.yml").write_text(_pack("c"), "utf-8")
    second = load_library([tmp_path])
    assert second.fingerprint != first.fingerprint
    (tmp_path / "a.yml").unlink()
    assert load_library([tmp_path]).fingerprint not in {first.fingerprint, second.fingerprint}
    assert _triggers(first) == ["a", "b"]  # a snapshot


def test_a_pack_that_breaks_goes_on_with_its_last_sound_version(tmp_path: Path) -> None:
    _write(tmp_path, {"a.yml": _pack("a"), "b.yml": _pack("b")})
    first = load_library([tmp_path])
    (tmp_path / "a.yml").write_text("matches: [", "utf-8")
    second = load_library([tmp_path], previous=first)
    assert _triggers(second) == ["a", "b"]
    assert second.fingerprint == first.fingerprint
    assert [path.name for path in second.unreadable] == ["a.yml"]
    assert [one.place for one in _errors(second)] == ["a.yml:1"]
    third = load_library([tmp_path], previous=second)  # still broken
    assert _triggers(third) == ["a", "b"]
    (tmp_path / "a.yml").write_text(_pack("new"), "utf-8")
    fourth = load_library([tmp_path], previous=third)
    assert _triggers(fourth) == ["new", "b"]
    assert not fourth.problems


def test_a_pack_that_fails_to_open_keeps_its_snippets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_library([_write(tmp_path, {"a.yml": _pack("a"), "b.yml": _pack("b")})])

    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(loading, "stamp_of", refuse)
    second = load_library([tmp_path], previous=first)
    assert _triggers(second) == ["a", "b"]
    assert [one.place for one in _errors(second)] == ["a.yml", "b.yml"]
    assert _errors(second)[0].why == "Permission denied"


def test_a_pack_that_is_deleted_is_gone(tmp_path: Path) -> None:
    first = load_library([_write(tmp_path, {"a.yml": _pack("a"), "b.yml": _pack("b")})])
    (tmp_path / "a.yml").unlink()
    assert _triggers(load_library([tmp_path], previous=first)) == ["b"]


# --- trust ------------------------------------------------------------------------------------

_PROGRAM = (
    "matches:\n  - trigger: x\n    replace: '{{v}}'\n    vars:\n"
    "      - {name: v, type: shell, params: {cmd: date}}\n"
)


def test_a_program_in_a_pack_that_is_not_trusted_gets_a_warning(tmp_path: Path) -> None:
    _write(tmp_path, {"a.yml": _PROGRAM, "in/b.yml": _PROGRAM})
    library = load_library([tmp_path])
    assert [one.place for one in library.problems] == ["a.yml:5", "in/b.yml:5"]
    assert library.problems[0].severity is Severity.WARNING
    assert not any(one.trusted for one in library.snippets)
    library = load_library([tmp_path], trusted=[tmp_path / "in"])
    assert [one.trusted for one in library.snippets] == [False, True]
    assert [one.place for one in library.problems] == ["a.yml:5"]
    assert not load_library([tmp_path], trusted=[tmp_path]).problems


# --- global variables -------------------------------------------------------------------------


def _defines(name: str, text: str, kind: str = "echo") -> str:
    return f"global_vars:\n  - {{name: {name}, type: {kind}, params: {{echo: {text}}}}}\n"


def _sees(library: Library, trigger: str) -> dict[str, object]:
    [snippet] = library.by_trigger(trigger)
    return {name: one.params["echo"] for name, one in library.globals[snippet.globals_of].items()}


def test_all_packs_share_their_globals(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {"a.yml": _defines("one", "1") + _pack("a"), "b.yml": _defines("two", "2") + _pack("b")},
    )
    library = load_library([tmp_path])
    assert _sees(library, "a") == _sees(library, "b") == {"one": 1, "two": 2}
    assert set(library.globals) == {""}


def test_a_packs_own_globals_and_its_imports_go_before_a_strangers(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {
            "a.yml": _defines("name", "own") + _pack("a"),
            "b.yml": "imports: [_c.yml]\n" + _pack("b"),
            "_c.yml": _defines("name", "imported"),
            "d.yml": _pack("d"),
            "e.yml": _defines("name", "last") + _pack("e"),
        },
    )
    library = load_library([tmp_path])
    seen = {trigger: _sees(library, trigger)["name"] for trigger in "abde"}
    assert seen == {"a": "own", "b": "imported", "d": "imported", "e": "last"}
    assert {one.severity for one in library.problems} == {Severity.INFO}


def test_a_trusted_pack_never_sees_the_program_of_one_that_is_not(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {
            "good.yml": "global_vars: [{name: day, type: shell, params: {echo: good}}]\n"
            + _pack("g"),
            "user.yml": _pack("u"),
            "evil.yml": _defines("day", "evil", "shell")
            + _defines("x", "y").replace("global_vars:\n", "")
            + _pack("e"),
        },
    )
    library = load_library([tmp_path], trusted=[tmp_path / "good.yml", tmp_path / "user.yml"])
    assert _sees(library, "u")["day"] == "good"
    assert _sees(library, "g")["day"] == "good"
    assert _sees(library, "e")["day"] == "evil"
    assert _sees(library, "u")["x"] == "y"
    assert [one.trusted for one in library.snippets] == [False, True, True]


def test_globals_in_a_circle_are_reported_with_their_line(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {
            "a.yml": _defines("one", "'{{two}}'") + _pack("a"),
            "b.yml": _defines("two", "'{{ one }}'"),
        },
    )
    [problem] = load_library([tmp_path]).problems
    assert "in a circle: one needs two needs one" in problem.what
    assert problem.place == "a.yml:2"


def test_an_empty_library_is_usable() -> None:
    library = Library()
    assert len(library.snippets) == 0
    assert list(library.snippets) == []
    assert library.by_trigger("x") == ()
    assert list(library.causes()) == []
