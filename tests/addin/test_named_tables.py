"""Tables by the names that a person gives them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from addin.named_tables import NamedTables, narrowed_alike
from screening import EntityTable, Entry
from screening.errors import SourceError, TableMissingError, UnknownListError
from screening.lists.packs import pack_codes
from screening.table.archive import ENVIRONMENT, Archive
from tests.addin.conftest import write_source

if TYPE_CHECKING:
    from pathlib import Path

KVARN = Entry(key="EL-A", list="EL", name="Kvarn Borealis Trading")
ZEPHYR = Entry(key="SDN-1", list="SDN", name="Zephyr Quartz Shipping")


def _table(day: date) -> EntityTable:
    return EntityTable.from_entries([KVARN, ZEPHYR], published=day)


MAY, JUNE, NOW = _table(date(2026, 5, 1)), _table(date(2026, 6, 1)), _table(date(2026, 7, 1))


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Return this user's archive, with two older tables and the one in use."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "data"))
    archive = Archive(tmp_path / "data")
    for table in (MAY, JUNE, NOW):
        archive.keep(table)
    return archive


@pytest.fixture
def named(archive: Archive) -> NamedTables:
    """Return the names that hold while the table of July is in use."""
    return NamedTables(current=lambda: archive.open(NOW.id))


@pytest.mark.parametrize(
    ("name", "table"),
    [
        pytest.param("current", NOW, id="current"),
        pytest.param("previous", JUNE, id="previous"),
        pytest.param("2026-06-30", JUNE, id="day"),
        pytest.param("2026-05-31", MAY, id="day-before-the-next-table"),
        pytest.param("2026-07-30", NOW, id="day-of-the-table-in-use"),
        pytest.param(MAY.id, MAY, id="id"),
    ],
)
def test_kept_tables(named: NamedTables, name: str, table: EntityTable) -> None:
    """By word, day and id."""
    assert named.open(name).id == table.id


def test_folder_and_file(named: NamedTables, archive: Archive, tmp_path: Path) -> None:
    """A folder with a table, and a list file that is built on the way and leaves nothing behind."""
    assert named.open(str(archive.root / MAY.id)).id == MAY.id
    source = write_source(tmp_path / "consolidated-2026-01-31.csv")
    table = named.open(str(source))
    assert (table.published, {entry.list for entry in table.entries}) == (
        date(2026, 1, 31),
        {"EL", "SDN", *pack_codes()},
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["consolidated-2026-01-31.csv", "data"]
    with pytest.raises(SourceError, match=r"The name may say the day of the file: list-2026-07-31\.csv"):
        named.open(str(write_source(tmp_path / "list.csv")))


def test_words_go_before_folders(named: NamedTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that happens to be called so is reached by its path."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "current").mkdir()
    assert named.open("current").id == NOW.id
    with pytest.raises(TableMissingError):
        named.open("./current")


@pytest.mark.parametrize("name", ["nowhere", "0123456789abcdef", "2026-02-30", "2026-04-30", "2026-8-1"])
def test_no_table(named: NamedTables, name: str) -> None:
    """A name that leads to none is told, a day before everything too."""
    with pytest.raises(TableMissingError, match=name):
        named.open(name)


def test_previous_by_what_was_in_force(archive: Archive) -> None:
    """What was installed before goes before what is merely older; the history must be that of the table in use."""
    tables = NamedTables(current=lambda: NOW, history=(JUNE.id, MAY.id, NOW.id))
    assert tables.open("previous").id == MAY.id
    tables = NamedTables(current=lambda: NOW, history=(NOW.id, MAY.id, JUNE.id))
    assert tables.open("previous").id == JUNE.id
    assert NamedTables(current=lambda: NOW, history=(MAY.id,)).open("previous").id == JUNE.id
    with pytest.raises(TableMissingError, match="No entity table from before"):
        NamedTables(current=lambda: archive.open(MAY.id)).open("previous")


def test_day_of_chosen_lists(archive: Archive) -> None:
    """A kept table of one list answers where that list alone is compared, and not else."""
    half = EntityTable.from_entries([KVARN], published=date(2026, 5, 20))
    archive.keep(half)
    assert NamedTables(current=lambda: NOW, lists=["EL"]).open("2026-05-21").id == half.id
    assert NamedTables(current=lambda: NOW).open("2026-05-21").id == MAY.id


def test_narrowed_alike() -> None:
    """Chosen lists of both; a list that is in one only has come or gone; one in neither is an error."""
    half = EntityTable.from_entries([KVARN], published=date(2026, 5, 20))
    assert [table.lists for table in narrowed_alike(half, NOW, ["EL", "SDN"])] == [("EL",), ("EL", "SDN")]
    assert narrowed_alike(half, NOW, None) == (half, NOW)
    for lists in (["XX"], ["SDN"]):
        with pytest.raises(UnknownListError):
            narrowed_alike(half, NOW, lists)
