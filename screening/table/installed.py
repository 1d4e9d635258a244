"""Which table is in force for this user, which were before, and the way back.

Tables are kept by their id (`screening.table.archive`) and stay there; what is in
force is one small file that names them. It is replaced in one step, so that whoever
is killed at any point leaves the old table in force, or the new one.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from screening.errors import TableDamagedError, TableError, TableMissingError
from screening.table.archive import Archive
from screening.table.plausible import bundled_manifest
from screening.table.table import EntityTable
from screening.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

__all__ = ["Installation", "Installed"]

_NAME: Final = "installed.json"
_SCHEMA: Final = 1
_MOST: Final = 500  # installations that are remembered; two a day for most of a year
_NEXT: Final = "run 'entity-check lists update', or 'entity-check lists rollback'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A table that was put in force.

    Attributes:
        table_id: Its id.
        at: When, with the offset from UTC.
    """

    table_id: str
    at: datetime


class Installed:
    """The tables that were put in force for a user, one after the other.

    Attributes:
        archive: Where they are.
    """

    def __init__(self, data: Path) -> None:
        """Look into the folder `data`, which need not exist."""
        self.archive = Archive(data)
        self._file = data / _NAME

    @property
    def history(self) -> tuple[Installation, ...]:
        """What was put in force and not taken back, oldest first; the last one is in force.

        Nothing while the table that comes with the package is.

        Raises:
            TableDamagedError: It cannot be told.
        """
        try:
            data = self._file.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise TableDamagedError(
                f"Which entity table is in force cannot be read from {self._file} ({error.strerror}), so no verdict is "
                "given; see that you may read it."
            ) from error
        try:
            return tuple(_read(json.loads(data)))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise TableDamagedError(
                f"The file {self._file} does not say any more which entity table is in force, so no verdict is given; "
                "remove it and run 'entity-check lists update'."
            ) from error

    @property
    def taken_back(self) -> frozenset[str]:
        """Ids of the tables that were in force, were taken back, and were not put in force again."""
        with suppress(OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return frozenset(map(str, json.loads(self._file.read_bytes()).get("taken_back", ())))
        return frozenset()

    def open(self, lists: Collection[str] | None = None) -> EntityTable:
        """Return the table in force: the one installed last, else the one that comes with the package.

        Args:
            lists: Codes of the lists to read; None for all.

        Raises:
            TableError: The table in force cannot be used; another one is never taken in its stead.
            UnknownListError: It has no such list.
        """
        history = self.history
        if not history:
            return EntityTable.bundled(lists=lists)
        try:
            return self.archive.open(history[-1].table_id, lists)
        except TableMissingError as error:
            raise TableMissingError(
                f"The entity table in force, {history[-1].table_id}, is not in {self.archive.root} any more, so no "
                f"verdict is given; {_NEXT}."
            ) from error
        except TableDamagedError as error:
            raise TableDamagedError(f"{str(error).rstrip('.')}; it is the one in force: {_NEXT}.") from error

    def last_good(self) -> EntityTable | None:
        """Return the table that a new one is held against: that in force, else the newest before it that is whole.

        None if not even the one that comes with the package is.
        """
        for one in reversed(self._told()):
            with suppress(TableError):
                return self.archive.open(one.table_id)
        with suppress(TableError):
            return EntityTable.bundled()
        return None

    @property
    def stamp(self) -> tuple[int, ...]:
        """What differs once another table was put in force; two looks may be compared."""
        try:
            found = self._file.stat()
        except OSError:
            return ()
        return found.st_mtime_ns, found.st_size, found.st_ino

    def install(self, table: EntityTable, now: datetime) -> None:
        """Keep a table and put it in force; one that is in force already stays as it is.

        Args:
            table: The table; it is read back from the disk before it counts.
            now: The time, with its offset from UTC.

        Raises:
            TableError: The disk refuses; what was in force stays so.
        """
        self.archive.keep(table)
        self.archive.open(table.id)
        history = self._told()
        if not history or history[-1].table_id != table.id:
            self._write((*history, Installation(table_id=table.id, at=now)), self.taken_back - {table.id})

    def roll_back(self) -> Installation | None:
        """Take back what was installed last, and return what is in force now; None for the package's own table.

        Nothing is removed: a table that was taken back can be installed again. Until then no past
        day is judged by it.

        Raises:
            TableMissingError: Nothing was installed, or what was before is not kept any more.
            TableError: It cannot be told or changed what is in force.
        """
        history = self.history
        if not history:
            raise TableMissingError(
                "The table that comes with the program is in force, and there is none before it; nothing was changed."
            )
        before = history[:-1]
        if before:
            self.archive.open(before[-1].table_id)
        bundled = bundled_manifest()
        gone = {history[-1].table_id} - {one.table_id for one in before} - {bundled.id if bundled else ""}
        self._write(before, self.taken_back | gone)
        return before[-1] if before else None

    def _told(self) -> tuple[Installation, ...]:
        """Return the history; none if it cannot be told, since a new table is what mends that."""
        try:
            return self.history
        except TableDamagedError:
            return ()

    def _write(self, history: Iterable[Installation], taken_back: Collection[str]) -> None:
        installations = [{"table": one.table_id, "at": one.at.isoformat(timespec="seconds")} for one in history]
        document = {"schema": _SCHEMA, "installed": installations[-_MOST:], "taken_back": sorted(taken_back)}
        text = json.dumps(document, indent=1)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, f"{text}\n".encode())
        except OSError as error:
            raise TableError(
                f"The table cannot be put in force: {self._file} cannot be written ({error.strerror}); what was in "
                "force stays so. See that the disk has room and that you may write there."
            ) from error


def _read(document: dict[str, Any]) -> Iterable[Installation]:
    if document["schema"] != _SCHEMA:
        raise ValueError(f"format {document['schema']}")
    for one in document["installed"]:
        yield Installation(table_id=str(one["table"]), at=datetime.fromisoformat(one["at"]))
