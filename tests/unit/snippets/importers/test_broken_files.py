"""Whatever a file holds: every importer says what is wrong, or writes packs that can be read."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.snippets.importers import taking
from desktop.snippets.importers.base import LARGEST
from desktop.snippets.importers.registry import importers
from desktop.snippets.pack import read_pack

NOW = dt.datetime(2026, 11, 29, tzinfo=dt.UTC)
COMBOS = {
    "groups": [{"uuid": "g", "name": "Care “1”"}],
    "combos": [{"keyword": "hi", "name": "Hi", "snippet": 'a #{input:Who} "b"', "group": "g"}],
}
FOLDERS = {
    "folders": [{"name": "C", "snippets": [{"shortcut": "/h", "text": "{formtext: name=a}"}]}]
}
PHRASE = {"type": "phrase", "modes": [1], "abbreviation": {"abbreviations": ["hi"]}}
YAML = """\
# c
matches:
  - trigger: ":hi"
    replace: "Hé \\"you\\""
  - {regex: a(b, replace: x}
"""
GROUP = """\
<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0">
<dict><key>groupInfo</key><dict><key>groupName</key><string>Désk</string></dict>
<key>snippetsTE2</key><array><dict><key>abbreviation</key><string>;hi</string><key>plainText</key>
<string>Hello &lt;%clipboard&gt; "é"
</string><key>snippetType</key><integer>0</integer></dict></array></dict></plist>
"""
SAMPLES: Mapping[str, tuple[str, str]] = {
    "autohotkey": ("a.ahk", ':*:hi::Hello "you"{Enter}\n::sig::\n(\nKind\nregards\n)\n'),
    "autokey": ("care/.hi.json", json.dumps(PHRASE)),
    "beeftext": ("a.json", json.dumps(COMBOS, ensure_ascii=False)),
    "csv": ("a.csv", 'trigger,text,label\n;hi,"Hello ""you"", é",Hi\n'),
    "espanso": ("match/a.yml", YAML),
    "textblaze": ("a.json", json.dumps(FOLDERS)),
    "textexpander": ("a.csv", ';hi,"%filltext:name=Who:default=a% ""b"" %@+3D%Y",Hi\n'),
    "textexpander, group": ("a.textexpander", GROUP),
    "textexpander, folder": ("./group_A_1.xml", GROUP),
}
"""A file of each program's in each of its forms, and what stands in it."""
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252")
EACH = pytest.mark.parametrize("name", SAMPLES)


def source(folder: Path, name: str, data: bytes) -> Path:
    """The file as its program would have it; what is to be taken over."""
    place, _ = SAMPLES[name]
    file = folder / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    if name == "autokey":
        file.with_name("hi.txt").write_bytes(data)
    if name == "espanso":
        (folder / "config").mkdir(exist_ok=True)
        (folder / "config/a.yml").write_bytes(b"filter_exec: x\n" + data)
    return folder if "/" in place else file


def planned(name: str, path: Path, packs: Path) -> taking.Plan | str:
    """What would come of it, or why nothing does."""
    try:
        return taking.plan(importers()[name.partition(",")[0]], path, packs)
    except UserError as error:
        return error.problem.sentence()


def taken(name: str, data: bytes) -> None:
    """Take it over and back: in between every pack can be read, afterwards all is as it was."""
    with TemporaryDirectory() as folder:
        packs, profile = Path(folder, "packs"), Path(folder, "data")
        packs.mkdir()
        (packs / "mine.yml").write_bytes(b"matches: []\n")
        plan = planned(name, source(Path(folder, "there"), name, data), packs)
        assert [one.name for one in packs.rglob("*")] == ["mine.yml"]
        if isinstance(plan, taking.Plan):
            taking.carry_out(plan, packs, profile, NOW)
            for file in plan.report.files:
                assert read_pack((packs / file).read_bytes()).readable
            if plan.files:
                taking.take_back(packs, profile)
        assert [one.name for one in packs.rglob("*")] == ["mine.yml"]
        assert (packs / "mine.yml").read_bytes() == b"matches: []\n"


def test_there_is_a_sample_of_each() -> None:
    assert {name.partition(",")[0] for name in SAMPLES} == set(importers())


@EACH
@pytest.mark.parametrize("line", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_and_line_end(name: str, encoding: str, line: str) -> None:
    text = SAMPLES[name][1].replace("\n", line)
    taken(name, text.encode(encoding, "replace"))


@st.composite
def broken(draw: Callable[..., object]) -> Callable[[str], bytes]:
    """A file cut off, with bytes of any kind in some places, or with pieces of it doubled."""
    cuts = draw(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=4))
    pieces = draw(
        st.lists(
            st.one_of(
                st.binary(max_size=6),
                st.sampled_from(
                    [b'"', b"'", b"\0", b"{", b"]", b"\xff\xfe", b"\n- ", b"&a *a", b": "]
                ),
            ),
            min_size=4,
            max_size=4,
        )
    )
    encoding = draw(st.sampled_from(ENCODINGS))
    assert isinstance(cuts, list)
    assert isinstance(pieces, list)
    assert isinstance(encoding, str)

    def apply(text: str) -> bytes:
        data = text.encode(encoding, "replace")
        for (begin, end), piece in zip(cuts, pieces, strict=False):
            first, last = sorted((int(begin * len(data)), int(end * len(data))))
            data = data[:first] + piece + data[first:last] + (b"" if piece else data)
        return data

    return apply


@EACH
@given(broken())
def test_broken_files(name: str, damage: Callable[[str], bytes]) -> None:
    taken(name, damage(SAMPLES[name][1]))


@EACH
def test_a_file_that_is_too_large_is_not_read(name: str, tmp_path: Path) -> None:
    path = source(tmp_path / "there", name, b"")
    for file in (tmp_path / "there").rglob("*.*"):
        with file.open("r+b") as opened:
            opened.truncate(LARGEST + 1)
    plan = planned(name, path, tmp_path / "packs")
    if isinstance(plan, taking.Plan):
        assert not plan.files
        plan = " ".join(one.how[0] for one in plan.report.items)
    assert "too large" in plan


@pytest.mark.slow
@EACH
def test_a_hundred_megabytes_of_text(name: str, tmp_path: Path) -> None:
    """As large as may be: it takes its time, and changes nothing."""
    text = SAMPLES[name][1]
    left = LARGEST - len(text.encode()) - 20
    if name in {"beeftext", "textblaze"}:
        at = text.rindex("}]")
        text = f'{text[:at]}, "more": "{"x" * left}"{text[at:]}'
    elif name != "autokey":
        text += "# " * (left // 2)
    path = source(tmp_path / "there", name, text.encode())
    if name == "autokey":
        (tmp_path / "there/care/hi.txt").write_text("x " * (left // 2))
    packs = tmp_path / "packs"
    packs.mkdir()
    plan = planned(name, path, packs)
    assert plan
    assert list(packs.iterdir()) == []
    shutil.rmtree(tmp_path / "there")
