"""Tables kept by their content hash, so that a review can be screened once more years later."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from platformdirs import user_data_path

from screening.errors import SourceError, TableDamagedError, TableError, TableMissingError
from screening.table.install import install
from screening.table.manifest import MANIFEST_NAME
from screening.table.opened import read_manifest
from screening.table.table import EntityTable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from screening.table.manifest import TableManifest

__all__ = ["Archive", "data_folder"]

ENVIRONMENT: Final = "ENTITY_CHECK_DATA"
"""Names another folder for what is kept, for tests and for accounts without a home."""

# Of writers that mend one damaged table at once, each may move it away before the other has placed its own.
_ATTEMPTS: Final = 3
_DAY: Final = 86_400  # seconds; no writer takes so long


def data_folder() -> Path:
    """Return the folder in which this program keeps what must not be lost; it need not exist."""
    named = os.environ.get(ENVIRONMENT)
    return Path(named) if named else user_data_path("entity-check", appauthor=False)


class Archive:
    """Entity tables by their id.

    Attributes:
        root: Folder of the tables, one folder each, called by its id.
    """

    def __init__(self, data: Path) -> None:
        """Keep tables below the folder `data`."""
        self.root = data / "tables"

    def keep(self, table: EntityTable) -> Path:
        """Keep all lists of `table`, also those that were not chosen, and return where.

        A table that is there and whole stays as it is, a damaged one is replaced.

        Raises:
            TableError: The table cannot be read once more, or the disk does not take it.
        """
        folder = self.root / table.id
        if self._is_whole(folder):
            return folder
        files = table.files()
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self._sweep()
            # Within the archive, because a folder can be renamed within one disk only.
            with TemporaryDirectory(prefix=f".{table.id}-", dir=self.root, ignore_cleanup_errors=True) as work:
                fresh = Path(work) / table.id
                install(files, table.manifest, fresh)
                self._place(fresh, folder)
        except (OSError, SourceError) as error:
            raise TableError(
                f"The entity table cannot be kept in {folder} ({_why(error)}), so it is not in force, and no review "
                f"with it could be repeated later; see that the disk has room, or name another folder in {ENVIRONMENT}."
            ) from error
        return folder

    def open(self, table_id: str, lists: Collection[str] | None = None) -> EntityTable:
        """Return the table with an id, from the archive, or the one that comes with the package if that is it.

        Args:
            table_id: 16 hexadecimal digits.
            lists: Codes of the lists to read; None for all.

        Raises:
            TableMissingError: It was never kept here.
            TableDamagedError: What was kept is not what it was.
            TableError: The archive cannot be looked through.
            UnknownListError: The table has no such list.
        """
        folder = self.root / table_id
        if table_id in self.ids():
            table = EntityTable.open(folder, lists=lists)
            if table.id != table_id:
                raise TableDamagedError(f"The table kept in {folder} is another one, {table.id}; keep the right one.")
            return table
        return self._bundled(table_id, lists)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of the tables that are kept, sorted.

        Raises:
            TableError: The archive cannot be looked through.
        """
        try:
            if not self.root.is_dir():
                return ()
            return tuple(sorted(path.name for path in self.root.iterdir() if (path / MANIFEST_NAME).is_file()))
        except OSError as error:
            raise TableError(
                f"The kept entity tables in {self.root} cannot be looked through ({error.strerror}); "
                f"choose a folder that you may read, and name it in {ENVIRONMENT}."
            ) from error

    def manifests(self) -> Iterator[TableManifest]:
        """Yield the manifests of the tables that are kept, by id; what cannot be read is left out.

        Raises:
            TableError: The archive cannot be looked through.
        """
        for table_id in self.ids():
            with suppress(TableError):
                yield read_manifest(self.root / table_id)

    def _bundled(self, table_id: str, lists: Collection[str] | None) -> EntityTable:
        if EntityTable.bundled_id() != table_id:
            raise TableMissingError(
                f"The entity table {table_id} is not kept in {self.root}; copy it there from the machine that made "
                "the review, or name a folder that holds it."
            )
        return EntityTable.bundled(lists=lists)

    def _sweep(self) -> None:
        """Remove what writers that were killed have left, a day later."""
        before = time.time() - _DAY
        for path in self.root.glob(".*"):
            with suppress(OSError):
                if path.stat().st_mtime < before:
                    shutil.rmtree(path)

    def _place(self, fresh: Path, folder: Path) -> None:
        """Rename `fresh` to `folder`, unless somebody else has just done so.

        What is in `folder` goes only when it is seen to be damaged, so that no reader
        finds a whole table gone.

        Raises:
            OSError: The disk refuses.
        """
        for attempt in range(_ATTEMPTS):
            try:
                fresh.rename(folder)
            except OSError:
                if self._is_whole(folder):
                    return
                with suppress(FileNotFoundError):
                    folder.rename(fresh.with_name(f"damaged-{attempt}"))
            else:
                return
        fresh.rename(folder)

    def _is_whole(self, folder: Path) -> bool:
        try:
            return bool(read_manifest(folder)) and EntityTable.open(folder).id == folder.name
        except TableError:
            return False


def _why(error: OSError | SourceError) -> str:
    """Return what the disk said; the sentence of `install` has a next step of its own."""
    cause = error if isinstance(error, OSError) else error.__cause__
    said = cause.strerror if isinstance(cause, OSError) else None
    return said or "what was written does not read back"
