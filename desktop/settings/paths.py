"""Where a profile keeps its files."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.core.results import UserError
from desktop.host.base import Places

_NAME = "Deskhand"


def places(profile: Path | None = None) -> Places:
    """The folders of a profile, which need not exist.

    With ``profile`` everything is inside it; without, it is where the system has such files.
    """
    if profile is not None:
        top = _from_home(profile).absolute()
        return Places(
            settings=top / "settings.toml",
            packs=top / "packs",
            data=top / "data",
            cache=top / "data" / "cache",
        )
    import platformdirs  # not needed with a profile

    folders = platformdirs.PlatformDirs(_NAME, appauthor=False)
    settings = folders.user_config_path
    data = folders.user_data_path
    if data == settings:  # macOS and Windows have one folder for both
        data /= "data"
    return Places(
        settings=settings / "settings.toml",
        packs=settings / "packs",
        data=data,
        cache=folders.user_cache_path,
    )


def prepare(places: Places) -> None:
    """Make the folders that are missing, for their owner only.

    Folders that are there keep their permissions: they may be shared on purpose.

    Raises:
        UserError: one can't be made.
    """
    for folder in (places.settings.parent, places.packs, places.data, places.cache):
        try:
            _make(folder)
        except OSError as error:
            raise UserError(
                "Deskhand can't make the folder for its files",
                os.strerror(error.errno) if error.errno else "",
                "Choose another with --profile, or see to its permissions",
                place=str(folder),
            ) from error


def _make(folder: Path) -> None:
    # Path.mkdir(parents=True) gives only the last one the mode.
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
    if not folder.is_dir():
        raise NotADirectoryError(20, "", str(folder))


def _from_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # a ~ that nobody's home belongs to is a name like others
        return path
