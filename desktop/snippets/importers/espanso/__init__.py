"""espanso: its whole folder, a package of its hub, or one match file.

Its match files are packs already, so they are kept to the letter, each at its place below a folder
of their own, with the pictures and programs of that folder which they refer to: whatever they name
by relative paths is found as before. What only some applications have gets that said at its top.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.core.results import UserError
from desktop.snippets.editing.naming import safe_part
from desktop.snippets.importers.base import (
    MOST_FILES,
    Draft,
    DraftPack,
    Imported,
    Importer,
    LeftOut,
    read_bytes,
)
from desktop.snippets.importers.espanso.settings import use_configurations
from desktop.snippets.model import Body
from desktop.snippets.pack import ParsedPack, read_pack
from desktop.snippets.render.programs import configuration_of, with_slashes
from desktop.snippets.render.rich_text import MOST_PICTURE
from desktop.snippets.variables import PROGRAMS
from desktop.snippets.yaml_nodes import Mapping, Scalar
from desktop.snippets.yaml_reader import YamlError, read_yaml

_PACKS = frozenset({".yml", ".yaml"})
_NOT_PACKS = frozenset({"_manifest.yml", "_pkgsource.yml"})
_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,3}")
_CONFIG = ("$CONFIG", "%CONFIG%")
_PACKAGES = "%PACKAGES%"
_REFERRED = re.compile(r"(?:\$CONFIG|%CONFIG%|%PACKAGES%)[/\\][^\s\"'`|;&<>()]{1,300}")
"""A file that a program or its data is in."""
_INSTALLED = re.compile(r"(?:CONFIG%?[/\\]match[/\\]packages|%PACKAGES%)[/\\]([\w.-]{1,80})[/\\]")
"""A package by the name that it has in espanso's folder."""
_MOST_REFERRED = 1000
"""Of one file."""
_MOST_BESIDE = 200
"""Files beside a program."""
_TRUST = "which Deskhand does only in packs that you trust (Settings, Snippets)."


@dataclass(frozen=True, slots=True)
class _Source:
    """A folder that is taken over."""

    root: Path
    installed: str = ""
    """Where its files would be in espanso's folder, if they call each other by that."""

    def place(self, file: Path) -> str:
        """Of one of its files, in the folder that comes of it."""
        return self.installed + file.relative_to(self.root).as_posix()

    def actual(self, written: str, file: Path) -> str:
        """A path without espanso's names for its folders."""
        config = configuration_of(file)
        packages = config / "match" / "packages"
        for name in (*_CONFIG, _PACKAGES):
            written = with_slashes(written, name)
        if self.installed:
            own = f"{self.root.as_posix()}/"
            for name in _CONFIG:
                written = written.replace(f"{name}/{self.installed}", own)
            short = self.installed.removeprefix("match/packages/")
            written = written.replace(f"{_PACKAGES}/{short}", own)
        for name in _CONFIG:
            written = written.replace(name, str(config))
        return written.replace(_PACKAGES, str(packages))


def read(path: Path) -> Imported:
    """All match files; each snippet in them is told in the report.

    Raises:
        UserError: nothing of espanso's is there.
    """
    if path.is_file():
        found = Imported(folder="espanso")
        pack, parsed = _pack(path.stem, path)
        found.packs.append(pack)
        _look_beside(found, pack, parsed, path, None)
        return found
    versions = _versions(path)
    path = versions[-1] if versions else path
    found = Imported(folder=_package(path) if _is_package(path) else "espanso")
    if len(versions) > 1:
        found.notes.append(f"Of {len(versions)} versions the newest was taken: {path.name}.")
    alone = _is_package(path) and not (path / "match").is_dir()
    source = _Source(path, _installed(path, found.folder) if alone else "")
    base = path / "match" if (path / "match").is_dir() else path
    imports: dict[str, Sequence[str]] = {}
    found.notes += _links(base)
    for number, file in enumerate(match_files(base)):
        if number >= MOST_FILES:
            found.notes.append(f"Only the first {MOST_FILES:,} files were looked at.")
            break
        name = source.place(file).removesuffix(file.suffix)
        try:
            pack, parsed = _pack(name, file)
        except UserError as error:
            found.left_out.append(LeftOut(name, error.problem.sentence()))
            continue
        found.packs.append(pack)
        _look_beside(found, pack, parsed, file, source)
        imports[file.relative_to(base).as_posix()] = [written for written, _ in parsed.imports]
    if not found.packs and not found.left_out:
        raise UserError(
            "There are no match files of espanso's here",
            todo="Take the folder that “espanso path” names as Config",
            place=path.name,
        )
    if base is not path:
        use_configurations(found, path, imports)
    return found


def _is_package(folder: Path) -> bool:
    return (folder / "package.yml").is_file()


def _versions(folder: Path) -> Sequence[Path]:
    """The versions in a package's folder as the hub has it, the newest last; none in others."""
    if (folder / "match").is_dir() or _is_package(folder):
        return ()
    inside = {one.parent for one in folder.glob("*/package.yml")}  # quiet where it may not look
    found = [one for one in inside if _VERSION.fullmatch(one.name) and _is_package(one)]
    return sorted(found, key=lambda one: [int(part) for part in one.name.split(".")])


def _package(folder: Path) -> str:
    """What a package calls itself: on the hub its folder is called by its version."""
    above = [folder.parent] if _VERSION.fullmatch(folder.name) else []  # as it was at first
    for one in (folder, *above):
        try:
            about = read_yaml(read_bytes(one / "_manifest.yml"))
        except (UserError, YamlError):
            continue
        name = about.items.get("name") if isinstance(about, Mapping) else None
        if isinstance(name, Scalar) and name.text.strip():
            return name.text.strip()
    return folder.name


def _installed(folder: Path, name: str) -> str:
    """Where espanso would have a package whose files are called by their place there."""
    text = read_bytes(folder / "package.yml").decode("utf-8", "replace")
    if not any(one in text for one in (*_CONFIG, _PACKAGES)):
        return ""
    called = {one for one in _INSTALLED.findall(text) if one.strip(".")}
    known = called.pop() if len(called) == 1 else re.sub(r"[/\\]", " ", name)
    return f"match/packages/{safe_part(known) or 'package'}/"


def match_files(folder: Path) -> Iterator[Path]:
    """YAML files below a folder in a fixed order; links to other folders are not followed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            file = Path(place, name)
            if file.suffix.lower() in _PACKS and name not in _NOT_PACKS and file.is_file():
                yield file


def _links(folder: Path) -> Iterator[str]:
    for place, folders, _ in os.walk(folder):
        for one in sorted(folders):
            if Path(place, one).is_symlink():
                shown = Path(place, one).relative_to(folder).as_posix()
                yield f"{shown} is a link to another folder: take that over by itself."


def _look_beside(
    found: Imported, pack: DraftPack, parsed: ParsedPack, file: Path, source: _Source | None
) -> None:
    """What the snippets of a match file refer to, and which of its entries are none."""
    shown = file.stem if source is None else file.relative_to(source.root).as_posix()
    found.left_out += [
        LeftOut(f"{shown}, snippet {number}", "It can't be used: what is told below says why.")
        for number in parsed.lost
    ]
    if any(one.type in PROGRAMS for one in parsed.globals):
        found.notes.append(f"Variables for all snippets in {shown} run programs, {_TRUST}")
    if parsed.programs:
        for written in list(dict.fromkeys(_REFERRED.findall(pack.text)))[:_MOST_REFERRED]:
            _take_along(found, written, file, source, with_its_kind=True)
    for record, draft in zip(parsed.records, pack.drafts, strict=True):
        one = record.snippet("", str(file), "", trusted=False)
        programs = [variable for variable in one.variables if variable.type in PROGRAMS]
        if programs:
            draft.changed(f"It runs a program, {_TRUST}")
        for variable in programs:
            args = variable.params.get("args")
            for word in map(str, args if isinstance(args, list) else ()):
                there = _take_along(found, word, file, source, with_its_kind=True)
                if not there and _REFERRED.match(f"{word} "):
                    draft.changed(f"“{word[:80]}” was not found and did not come along.")
        if one.kind is Body.IMAGE and not _take_along(found, one.body, file, source):
            draft.changed("Its picture was not found, or is too large.")


def _take_along(
    found: Imported,
    written: str,
    file: Path,
    source: _Source | None,
    *,
    with_its_kind: bool = False,
) -> bool:
    """Have a file come along that is named by a path; True if it is there afterwards.

    ``with_its_kind``: with those of its kind beside it, which a program may need.
    """
    try:
        fixed = Path(written.strip()).expanduser().is_absolute()
        written = (source or _Source(file.parent)).actual(written, file)
        path = (file.parent / Path(written.strip()).expanduser()).resolve()
        there = path.is_file() and path.stat().st_size <= MOST_PICTURE
        root = source.root.resolve() if source is not None else None
        inside = root is not None and path.is_relative_to(root)
    except (OSError, RuntimeError, ValueError):
        return False
    if fixed or not there:
        return there
    if not inside or source is None or root is None or path.suffix.lower() in _PACKS:
        return False
    kin = sorted(path.parent.glob(f"*{path.suffix}")) if with_its_kind and path.suffix else []
    for one in (path, *kin[:_MOST_BESIDE]):
        inside = one.resolve().is_relative_to(root)
        if inside and one.is_file() and one.stat().st_size <= MOST_PICTURE:
            place = source.installed + one.relative_to(root).as_posix()
            found.beside[place] = one
    return True


def _pack(name: str, file: Path) -> tuple[DraftPack, ParsedPack]:
    data = read_bytes(file)
    parsed = read_pack(data)
    if not parsed.readable:
        what = parsed.findings[0].what if parsed.findings else "It can't be read."
        raise UserError(what, place=file.name)
    drafts = [
        Draft(", ".join(one.triggers) or one.regex or one.label or f"line {one.line}")
        for one in parsed.records
    ]
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    return DraftPack(name, drafts, text, file.suffix), parsed


def recognises(path: Path, _sample: bytes) -> bool:
    """Its folder, also of its first version; a package, also with its versions; or any YAML."""
    if path.is_dir():
        of_first_version = (path / "default.yml").is_file()
        whole = (path / "match").is_dir() or of_first_version
        return whole or _is_package(path) or bool(_versions(path))
    return path.suffix.lower() in _PACKS


IMPORTER = Importer("espanso", "espanso", recognises, read)
