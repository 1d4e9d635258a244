"""Tables kept by their hash."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import pytest

from screening import EntityTable, Entry
from screening.errors import TableDamagedError, TableError, TableMissingError
from screening.table.archive import Archive, data_folder

if TYPE_CHECKING:
    from pathlib import Path

# Dies between the last byte and the renaming.
KILLED = """
import os, pathlib, sys
from screening import EntityTable
from screening.table.archive import Archive
def rename(path, target):
    os._exit(9) if target.parent.name == "tables" else os.rename(path, target)
pathlib.Path.rename = rename
Archive(pathlib.Path(sys.argv[2])).keep(EntityTable.open(sys.argv[1]))
"""
ENTRIES = (
    Entry(key="EL-A", list="EL", name="Kvarn Borealis Trading", source_url="https://example.org/a"),
    Entry(key="SDN-1", list="SDN", name="Zephyr Quartz Shipping"),
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Return an empty archive."""
    return Archive(tmp_path / "data")


@pytest.fixture
def table() -> EntityTable:
    """Return a table that is on no disk."""
    return EntityTable.from_entries(ENTRIES, published=date(2026, 7, 31))


def test_kept_and_opened(archive: Archive, table: EntityTable) -> None:
    """The same id, the same entries; kept twice, it is there once."""
    archive.keep(table)
    archive.keep(table)
    again = archive.open(table.id)
    assert (again.id, again.entries) == (table.id, table.entries)
    assert archive.ids() == (table.id,)


def test_lists_that_were_not_chosen_are_kept_too(archive: Archive, table: EntityTable) -> None:
    """A review against one list can be repeated against all."""
    part = EntityTable.open(archive.keep(table), lists=["EL"])
    other = Archive(archive.root.parent / "other")
    other.keep(part)
    assert other.open(table.id).entries == table.entries
    assert other.open(table.id, lists=["SDN"]).lists == ("SDN",)


def test_never_kept(archive: Archive, table: EntityTable) -> None:
    """Is an error, but for the table that comes with the package."""
    with pytest.raises(TableMissingError, match=table.id):
        archive.open(table.id)
    assert archive.open(EntityTable.bundled_id(), lists=["UVL"]).lists == ("UVL",)


def test_damaged(archive: Archive, table: EntityTable) -> None:
    """Is never opened, and mended by keeping the table again."""
    folder = archive.keep(table)
    (folder / "EL.jsonl").write_bytes(b"{}\n")
    with pytest.raises(TableDamagedError):
        archive.open(table.id)
    archive.keep(table)
    assert archive.open(table.id).entries == table.entries


def test_another_table_under_the_name(archive: Archive, table: EntityTable) -> None:
    """A folder that bears the wrong id is noticed."""
    other = EntityTable.from_entries(ENTRIES[:1], published=date(2026, 7, 31))
    archive.keep(table).rename(archive.root / other.id)
    with pytest.raises(TableDamagedError, match="another one"):
        archive.open(other.id)


def test_source_that_was_changed(archive: Archive, table: EntityTable) -> None:
    """Is not blamed on the disk, and nothing is kept; the lists that were read do not stand for the rest."""
    folder = archive.keep(table)
    part = archive.open(table.id, ["EL"])
    (folder / "SDN.jsonl").write_bytes(b"{}\n")
    other = Archive(archive.root.parent / "other")
    with pytest.raises(TableDamagedError, match=r"List SDN .* was changed"):
        other.keep(part)
    (folder / "SDN.jsonl").unlink()
    with pytest.raises(TableDamagedError, match="cannot be read any more"):
        other.keep(part)
    assert other.ids() == ()


def test_many_writers(archive: Archive, table: EntityTable) -> None:
    """Leave one whole table and no work folders."""
    with ThreadPoolExecutor(8) as pool:
        folders = set(pool.map(lambda _: archive.keep(table), range(32)))
    assert folders == set(archive.root.iterdir())
    assert archive.open(table.id).entries == table.entries


def test_many_writers_mend(archive: Archive, table: EntityTable) -> None:
    """A damaged table is replaced once and for all, whoever comes first."""
    (archive.keep(table) / "EL.jsonl").write_bytes(b"{}\n")
    with ThreadPoolExecutor(8) as pool:
        folders = set(pool.map(lambda _: archive.keep(table), range(32)))
    assert folders == set(archive.root.iterdir())
    assert archive.open(table.id).entries == table.entries


def test_killed_writer(archive: Archive, table: EntityTable, tmp_path: Path) -> None:
    """Leaves none, and is in nobody's way."""
    source, data = Archive(tmp_path / "source").keep(table), archive.root.parent
    killed = subprocess.run([sys.executable, "-c", KILLED, source, data], check=False)
    assert killed.returncode == 9
    assert archive.ids() == ()
    archive.keep(table)
    assert archive.open(table.id).entries == table.entries


@pytest.mark.parametrize("asked", ["../tables", "", ".", "0123456789abcdef"])
def test_id_that_is_none(archive: Archive, table: EntityTable, asked: str) -> None:
    """An id comes from a workbook that anybody may have written; it never leads out of the archive."""
    archive.keep(table)
    with pytest.raises(TableMissingError):
        archive.open(asked)


def test_bundled_table(archive: Archive) -> None:
    """Is kept like any other, because the next version of the program brings another."""
    bundled = EntityTable.bundled(lists=["CAP"])
    folder = archive.keep(bundled)
    assert archive.open(bundled.id).lists == EntityTable.open(folder).lists == EntityTable.bundled().lists


def test_archive_that_may_not_be_read(bound_folder: Path, table: EntityTable) -> None:
    """In one line; an empty one holds nothing, which is no error."""
    archive = Archive(bound_folder)
    assert archive.ids() == ()
    archive.keep(table)
    archive.root.chmod(0)
    with pytest.raises(TableError, match="cannot be looked through") as caught:
        archive.open(table.id)
    archive.root.chmod(0o700)
    assert "\n" not in str(caught.value)


def test_disk_that_takes_nothing(bound_folder: Path, table: EntityTable) -> None:
    """In one line, with the way out."""
    bound_folder.chmod(0o500)
    with pytest.raises(TableError, match="cannot be kept") as caught:
        Archive(bound_folder / "data").keep(table)
    assert "(Permission denied)" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_folder_by_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests, and for accounts without a home."""
    monkeypatch.setenv("ENTITY_CHECK_DATA", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv("ENTITY_CHECK_DATA")
    assert data_folder().name == "entity-check"
