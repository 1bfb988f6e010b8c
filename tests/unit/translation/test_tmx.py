"""TMX files: ours again, those of other programs, broken ones, and ones made to harm."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.clock import FixedClock
from desktop.core.results import UserError
from desktop.storage.database import Database
from desktop.translation.exchange import tmx
from desktop.translation.exchange.tmx import read_tmx, write_tmx
from desktop.translation.exchange.units import (
    ImportRefused,
    Protect,
    Reason,
    Report,
    Skipped,
    Unit,
    import_units,
)
from desktop.translation.memory import Memory
from desktop.translation.memory_changes import Stopped, kept
from desktop.translation.memory_rows import MIGRATIONS, Origin, Pair, Segment
from tests.unit.translation.exchanged import pairs

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def file(path: Path, body: str, header: str = '<header srclang="en"/>') -> Path:
    path = path / "memory.tmx"
    path.write_text(f'<?xml version="1.0"?><tmx version="1.4">{header}<body>{body}</body></tmx>')
    return path


def tuv(tag: str, text: str) -> str:
    return f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>'


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    database = Database(tmp_path / "translation.db", MIGRATIONS)
    yield Memory(database, FixedClock(NOON))
    database.close()


def as_it_is(pair: Pair) -> Pair:
    return pair


def imported(memory: Memory, path: Path, protect: Protect = as_it_is) -> Report:
    return import_units(memory, read_tmx(path), protect).result()


def test_the_source_language_with_each_of_the_others(tmp_path: Path) -> None:
    body = f"<tu>{tuv('es', 'Hola')}{tuv('EN-us', 'Hello')}{tuv('pt_br', 'Olá')}</tu>"
    assert pairs(read_tmx(file(tmp_path, body))) == [
        ("en-US", "Hello", "es", "Hola"),
        ("en-US", "Hello", "pt-BR", "Olá"),
    ]


@pytest.mark.parametrize(
    ("header", "unit", "source"),
    [
        ("*all*", "", "es"),
        ("en", "", "en"),
        ("en-GB", "", "en"),
        ("en", ' srclang="fr"', "fr"),
        ("de", "", "es"),
        ("", "", "es"),
    ],
)
def test_which_is_the_source(tmp_path: Path, header: str, unit: str, source: str) -> None:
    body = f"<tu{unit}>{tuv('es', 'Hola')}{tuv('en', 'Hello')}{tuv('fr', 'Salut')}</tu>"
    found = pairs(read_tmx(file(tmp_path, body, f'<header srclang="{header}"/>')))
    assert {one[0] for one in found} == {source}


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('Press <bpt i="1">&lt;b&gt;</bpt>here<ept i="1">&lt;/b&gt;</ept> now', "Press here now"),
        ('Hello <ph x="1">{{name}}</ph>!', "Hello {{name}}!"),
        ("<ph>%s</ph> and <ph>%1$d</ph> and <ph>{0}</ph>", "%s and %1$d and {0}"),
        ("one<ph>&lt;br/&gt;</ph>two<ph/>", "one\ntwo"),
        ('a <hi type="x">marked</hi> word', "a marked word"),
        ('see <ph>&lt;img alt="<sub>a picture</sub>"/&gt;</ph>it', "see it"),
        ("<it pos='begin'>&lt;i&gt;</it>x<ut>{\\b</ut>", "x"),
        ("tom &amp; jerry &lt;3 &#233;", "tom & jerry <3 é"),
        ("<![CDATA[a < b]]><!-- note -->", "a < b"),
    ],
)
def test_mark_up_inside(tmp_path: Path, inside: str, text: str) -> None:
    body = f"<tu>{tuv('en', inside)}{tuv('es', 'x')}</tu>"
    assert [one[1] for one in pairs(read_tmx(file(tmp_path, body)))] == [text]


def test_notes_and_properties_are_not_text(tmp_path: Path) -> None:
    body = (
        "<tu><note>private</note><prop type='x'>y</prop>"
        "<tuv lang='en'><note>n</note><prop type='z'>w</prop><seg>Hello</seg></tuv>"
        f"{tuv('es', 'Hola')}</tu>"
    )
    assert pairs(read_tmx(file(tmp_path, body))) == [("en", "Hello", "es", "Hola")]


def test_what_is_left_out_is_named_with_its_line(tmp_path: Path, memory: Memory) -> None:
    body = "\n".join(
        f"<tu>{first}{second}</tu>"
        for first, second in [
            (tuv("en", "one"), ""),
            (tuv("en", " "), tuv("es", "x")),
            (tuv("en", "x"), tuv("Spanish", "x")),
            (tuv("en", "x"), tuv("EN", "x")),
            (tuv("en", "x" * 30_000), tuv("es", "x")),
            (tuv("en", "good"), tuv("es", "bueno")),
            (tuv("en", "good"), tuv("es", "bueno")),
            (tuv("en", "secret"), tuv("es", "secreto")),
            (tuv("en", "a\ufffeb".replace("\ufffe", "\ufffd")), tuv("es", "ok")),
        ]
    )
    report = imported(
        memory,
        file(tmp_path, "\n" + body),
        lambda pair: None if pair.source == "secret" else pair,
    )
    assert (report.imported, report.doubled) == (2, 1)
    assert report.places == tuple(
        Skipped(line, reason)
        for line, reason in [
            (2, Reason.NO_TRANSLATION),
            (3, Reason.EMPTY),
            (4, Reason.LANGUAGE),
            (5, Reason.SAME_LANGUAGE),
            (6, Reason.TOO_LONG),
            (9, Reason.PRIVATE),
        ]
    )
    assert sum(report.skipped.values()) == 6


def test_what_is_kept_is_what_protection_made_of_it(tmp_path: Path, memory: Memory) -> None:
    def protect(pair: Pair) -> Pair:
        source, target = (text.replace("Anna", "XQ1QX") for text in (pair.source, pair.target))
        return Pair(source, target, pair.source_language, pair.target_language, ("name",))

    body = f"<tu>{tuv('en', 'Hello Anna')}{tuv('es', 'Hola Anna')}</tu>"
    imported(memory, file(tmp_path, body), protect)
    (one,) = memory.segments()
    assert (one.source, one.target, one.kinds) == ("Hello XQ1QX", "Hola XQ1QX", ("name",))
    assert one.origin is Origin.IMPORT


def test_both_ways(tmp_path: Path, memory: Memory) -> None:
    body = f"<tu>{tuv('en', 'Hello')}{tuv('es', 'Hola')}</tu>"
    units = read_tmx(file(tmp_path, body))
    assert import_units(memory, units, as_it_is, both_ways=True).result().imported == 2
    assert memory.exact("Hola", "es", "en") == "Hello"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "memory.tmx"
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><tmx version="1.4"><header srclang="en"/>'
    text += f"<body><tu>{tuv('en', 'Hello')}{tuv('es', '¡Adiós!')}</tu></body></tmx>"
    path.write_bytes(text.encode(encoding))
    assert [one[3] for one in pairs(read_tmx(path))] == ["¡Adiós!"]


def test_a_document_type_is_no_harm_and_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    (tmp_path / "tmx14.dtd").write_text("<!ENTITY x 'y'>")
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4">'
        f'<header srclang="en"/><body><tu>{tuv("en", "a")}{tuv("es", "b")}</tu></body></tmx>'
    )
    assert len(pairs(read_tmx(path))) == 1


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE tmx [<!ENTITY a0 "x">{BOMB}]><tmx><body>&a9;</body></tmx>',
        '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/hostname">]><tmx>&x;</tmx>',
        '<!DOCTYPE tmx [<!ENTITY % x SYSTEM "http://example.invalid/x">%x;]><tmx/>',
        "<html></html>",
        "",
        "\0\0\0",
        "not xml",
        "<tmx><body><tu>",
        "<tmx>" + "<x>" * 100,
        '<?xml version="1.0" encoding="klingon"?><tmx/>',
        f'<tmx><header x="{"y" * 3_000_000}"/></tmx>',
        f"<tmx><!--{'y' * 3_000_000}--></tmx>",
        "<tmx>&unknown;</tmx>",
    ],
)
def test_what_is_refused(tmp_path: Path, memory: Memory, text: str) -> None:
    path = tmp_path / "memory.tmx"
    path.write_text(text)
    with pytest.raises(ImportRefused) as caught:
        imported(memory, path)
    assert "memory.tmx" in caught.value.problem.place
    assert list(memory.segments()) == []


def test_a_file_that_breaks_off_changes_nothing(tmp_path: Path, memory: Memory) -> None:
    body = f"<tu>{tuv('en', 'Hello')}{tuv('es', 'Hola')}</tu>" * 5_000
    path = file(tmp_path, body)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ImportRefused):
        imported(memory, path)
    assert list(memory.segments()) == []


def test_an_import_can_be_stopped(tmp_path: Path, memory: Memory) -> None:
    path = file(tmp_path, f"<tu>{tuv('en', 'Hello')}{tuv('es', 'Hola')}</tu>")
    with pytest.raises(Stopped):
        import_units(memory, read_tmx(path), as_it_is, go_on=lambda _: False).result()
    assert list(memory.segments()) == []


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused):
        list(read_tmx(tmp_path / "none.tmx"))


def segment(source: str, target: str, number: int = 1) -> Segment:
    return Segment(
        number, source, target, "en", "pt-BR", ("e-mail", "order"), Origin.AGENT,
        NOON, NOON + dt.timedelta(days=1), 7,
    )  # fmt: skip


def test_ours_comes_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    one = segment('Tom & <b>"Jerry"</b>\r\n\tXQ1QX 👍', "مرحبا  ]]>")
    assert write_tmx(path, [one]) == 1
    (item,) = read_tmx(path)
    assert isinstance(item, Unit)
    found = item.pair
    assert (found.source, found.target, found.kinds) == (one.source, one.target, one.kinds)
    assert (found.created, found.used, found.uses) == (one.created, one.used, one.uses)
    assert found.origin is Origin.AGENT


def test_a_stopped_or_failed_export_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    path.write_text("before")
    with pytest.raises(Stopped):
        write_tmx(path, [segment("a", "b")], lambda _: False)
    with pytest.raises(UserError):
        write_tmx(tmp_path / "none" / "out.tmx", [])
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


TEXT = st.text(min_size=1, max_size=80)


@given(texts=st.lists(st.tuples(TEXT, TEXT), max_size=10))
def test_whatever_can_be_kept_comes_back(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    made = [kept(Pair(source, target, "en", "pt-BR")) for source, target in texts]
    wanted = [(one.source, one.target) for one in made if one is not None]
    path = tmp_path_factory.mktemp("tmx") / "out.tmx"
    write_tmx(path, [segment(*one) for one in wanted])
    assert [(one[1], one[3]) for one in pairs(read_tmx(path))] == wanted


SAMPLE = (
    '<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header srclang="en">'
    f"</header><body><tu>{tuv('en', 'a <ph>%s</ph>')}{tuv('es', 'b')}</tu></body></tmx>"
).encode()


@settings(max_examples=300)
@given(cuts=st.lists(st.tuples(st.integers(0, len(SAMPLE)), st.binary(max_size=6)), max_size=4))
def test_a_damaged_file_is_refused_or_read_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[tuple[int, bytes]]
) -> None:
    data = SAMPLE
    for at, piece in cuts:
        data = data[:at] + piece + data[at + len(piece) :]
    path = tmp_path_factory.mktemp("tmx") / "in.tmx"
    path.write_bytes(data)
    try:
        list(read_tmx(path))
    except ImportRefused:
        pass


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a count that Windows has not")
def test_a_large_file_is_not_in_memory_at_once(tmp_path: Path) -> None:
    import resource  # POSIX has it

    path = tmp_path / "large.tmx"
    unit = f"<tu>{tuv('en', 'Hello there, ' * 400)}{tuv('es', 'Hola, ' * 600)}</tu>\n"
    count = 100_000_000 // len(unit)
    with path.open("w") as large:
        large.write('<tmx version="1.4"><header srclang="en"/><body>')
        for _ in range(count):
            large.write(unit)
        large.write("</body></tmx>")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _ in read_tmx(path)) == count
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    if sys.platform == "darwin":
        grown //= 1024  # macOS counts bytes
    assert grown < 20_000, f"{grown} kB"
    assert tmx._PIECE < 1 << 20
