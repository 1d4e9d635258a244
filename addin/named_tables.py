"""Entity tables by the names under which a person knows them: a day, `previous`, a folder, an id, a list file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from addin.cli_options import own_settings
from screening import EntityTable
from screening.errors import SourceError, TableMissingError, UnknownListError
from screening.table.archive import Archive, data_folder
from screening.table.as_of import JudgedBy, basis_of, choose, known_manifests, lists_in
from screening.table.build import assemble, pack_sources, read_handed, read_sources
from screening.table.installed import Installed
from screening.table.plausible import bundled_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

__all__ = ["NamedTables", "ids_in_force", "narrowed_alike"]

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_ID: Final = re.compile(r"[0-9a-f]{16}")
_KINDS: Final = (
    "give a folder, the id of a kept table, a day such as 2026-07-31, 'current', 'previous' or a published list file"
)


def ids_in_force() -> Sequence[str]:
    """Return the ids of the tables that were put in force for this user, oldest first.

    The first is the one that comes with the package, which is in force until another one is.

    Raises:
        TableDamagedError: It cannot be told.
    """
    bundled = bundled_manifest()
    installed = (one.table_id for one in Installed(data_folder()).history)
    return (*([bundled.id] if bundled else []), *installed)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTables:
    """Opens tables by name.

    Attributes:
        current: Opens the table in use.
        lists: Codes of the lists that matter, which a table of a day must hold; None for those of the table in use.
        history: Ids of the tables that were in force, oldest first, that in use among them.
    """

    current: Callable[[], EntityTable]
    lists: Collection[str] | None = None
    history: Sequence[str] = ()

    def open(self, name: str) -> EntityTable:
        """Return a table, with all its lists.

        `current` and `previous` go before files and folders of that name (`./current`).

        Args:
            name: `current`, `previous`, a folder, a published list file, a day or an id.

        Raises:
            TableMissingError: There is none under that name.
            TableError: It cannot be used.
            SourceError: The list file cannot be read.
        """
        if name == "current":
            return self.current()
        if name == "previous":
            return self._previous()
        if Path(name).is_dir():
            return EntityTable.open(name)
        if Path(name).is_file():
            return _of_file(Path(name))
        if _DAY.fullmatch(name):
            return self._of_day(name)
        if _ID.fullmatch(name):
            return Archive(data_folder()).open(name)
        raise TableMissingError(f"There is no entity table {name!r}; {_KINDS}.")

    def _previous(self) -> EntityTable:
        """Return the table before the one in use: the one in force before, else the kept one that is next older."""
        now, archive = self.current(), Archive(data_folder())
        before = [table_id for table_id in self.history if table_id != now.id]
        if before and self.history[-1] == now.id:
            return archive.open(before[-1])
        here = now.published, now.latest
        older = [one for one in known_manifests(archive) if (one.published, one.latest) < here]
        if not older:
            raise TableMissingError(
                f"No entity table from before the one in use, {now.id} of {now.published}, is kept in {archive.root}; "
                "name the table itself, by its folder or as a list file."
            )
        return archive.open(max(older, key=lambda one: (one.published, one.latest, one.id)).id)

    def _of_day(self, name: str) -> EntityTable:
        try:
            day = date.fromisoformat(name)
        except ValueError as error:
            raise TableMissingError(f"{name} is no day; {_KINDS}.") from error
        now, archive, limit = self.current(), Archive(data_folder()), own_settings().stale_after_days
        choice = choose(now.manifest, self.lists or now.lists, day, known_manifests(archive), limit)
        if basis_of(choice.manifest, day, limit).by is not JudgedBy.TABLE:
            why = f" {choice.passed_over}" if choice.passed_over else ""
            raise TableMissingError(
                f"No entity table of {day}, or of the {limit} days before it, is kept in {archive.root}.{why} Name the "
                "table itself, by its folder or as a list file."
            )
        if choice.manifest.id == now.id:
            return now
        return archive.open(choice.manifest.id, lists_in(choice.manifest, now))


def narrowed_alike(
    then: EntityTable, now: EntityTable, lists: Collection[str] | None
) -> tuple[EntityTable, EntityTable]:
    """Return two tables with the chosen lists only.

    Args:
        then: The first table.
        now: The second.
        lists: Codes; None for all.

    Raises:
        UnknownListError: Neither holds a list, or one holds none of them.
    """
    if lists is None:
        return then, now
    known = sorted({*then.lists, *now.lists})
    for code in lists:
        if code not in known:
            raise UnknownListError(code, tuple(known))
    first, second = ([code for code in lists if code in table.lists] for table in (then, now))
    return then.narrowed(first or lists), now.narrowed(second or lists)


def _of_file(source: Path) -> EntityTable:
    """Return the table of a published list file and of the packs, which is on no disk."""
    try:
        built = assemble([*read_sources([read_handed(source)]), *pack_sources()])
    except SourceError as error:
        if _DAY.search(source.name):
            raise
        hint = f"The name may say the day of the file: {source.stem}-2026-07-31{source.suffix}."
        raise SourceError(f"{error} {hint}") from error
    return EntityTable.from_files(built.files, built.manifest)
