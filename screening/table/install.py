"""Putting a built table in its folder, and keeping off folders that are none of ours."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from screening.errors import SourceError, TableDamagedError, TableError, TableMissingError
from screening.table.manifest import MANIFEST_NAME, TableManifest, dump_manifest
from screening.table.opened import read_manifest
from screening.table.table import EntityTable

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["install", "replaceable", "target_folder"]

_OLD = "old"


def target_folder(out: Path) -> Path:
    """Return the folder that `out` means: absolute, and a link's target, so that the link stays.

    Raises:
        SourceError: `out` cannot be followed, for example a link that leads to itself.
    """
    try:
        return out.resolve()
    except (OSError, RuntimeError) as error:  # Python 3.11 and 3.12 call a loop of links a RuntimeError
        raise SourceError(f"The folder {out} cannot be followed ({error}); choose another folder.") from error


def replaceable(folder: Path) -> TableManifest | None:
    """Return the manifest of the table in `folder`, None if there is nothing to replace.

    Replacing takes the folder away as a whole, so it may hold a table and nothing else.

    Raises:
        SourceError: `folder` is a file, cannot be read, or holds something that is
            no part of a table; names it.
    """
    try:
        if not folder.exists():
            return None
        if not folder.is_dir():
            raise SourceError(f"{folder} is a file, and a table is a folder of files; choose another folder.")
        found = sorted(folder.iterdir())
        if not found:
            return None
        manifest = _own_manifest(folder, found)
        own = {MANIFEST_NAME, *(counts.file for counts in manifest.lists)}
        # A folder that bears the name of a list file is somebody else's too.
        strangers = [path for path in found if path.name not in own or not path.is_file()]
    except OSError as error:
        raise SourceError(
            f"The folder {folder} cannot be looked into ({error.strerror}), so nothing was written; "
            "choose a folder that you may read and write."
        ) from error
    if strangers:
        raise _stranger(folder, strangers[0].name)
    return manifest


def install(files: Mapping[str, bytes], manifest: TableManifest, folder: Path) -> None:
    """Write a table beside `folder`, verify it there, and put it in its place.

    Args:
        files: Content of the list files by name.
        manifest: What they hold.
        folder: As `target_folder` returns it and `replaceable` allows it.

    Raises:
        SourceError: The disk refuses; what was in `folder` before stays.
    """
    work = _work_folder(folder)
    try:
        fresh = work / "fresh"
        _write(files, manifest, fresh)
        _swap(fresh, folder, work / _OLD)
    except OSError as error:
        raise SourceError(
            f"The table cannot be written to {folder} ({error.strerror}), so nothing was changed; "
            "close what uses the folder and see that the disk has room, or choose another folder."
        ) from error
    finally:
        # An old table that could not be put back is nowhere else.
        if folder.exists() or not (work / _OLD).exists():
            shutil.rmtree(work, ignore_errors=True)


def _own_manifest(folder: Path, found: list[Path]) -> TableManifest:
    try:
        return read_manifest(folder)
    except TableMissingError as error:
        raise _stranger(folder, found[0].name) from error
    except TableDamagedError as error:
        raise _stranger(folder, f"a {MANIFEST_NAME} that is not of a whole table") from error


def _stranger(folder: Path, what: str) -> SourceError:
    return SourceError(f"The folder {folder} holds something else than a table: {what}; choose another folder.")


def _write(files: Mapping[str, bytes], manifest: TableManifest, fresh: Path) -> None:
    fresh.mkdir()
    for name, content in files.items():
        _write_file(fresh / name, content)
    _write_file(fresh / MANIFEST_NAME, dump_manifest(manifest))
    try:
        read_back = len(EntityTable.open(fresh).entries)
    except TableError:
        read_back = -1
    if read_back != sum(counts.entries for counts in manifest.lists):
        raise SourceError(
            "The table that was just written does not read back, so nothing was changed; "
            "build it again on another disk, and report it if that fails too."
        )


def _write_file(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())  # whoever names the table must find it, whatever becomes of the machine


def _work_folder(folder: Path) -> Path:
    # Beside the table, because a folder can be renamed within one disk only.
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise SourceError(
            f"The folder {folder.parent} cannot be written to ({error.strerror}), so there is no place for the table; "
            "choose a folder that you may write."
        ) from error


def _swap(fresh: Path, folder: Path, old: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
        return
    folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        _put_back(old, folder)
        raise


def _put_back(old: Path, folder: Path) -> None:
    try:
        old.rename(folder)
    except OSError as error:
        raise SourceError(
            f"The table in {folder} could be neither replaced nor put back ({error.strerror}); "
            f"move it back yourself, it is in {old}."
        ) from error
