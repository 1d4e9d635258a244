"""Which table answers for a past day: several kept ones, entries that came and went."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from screening import EntityTable, Entry, Screener, Verdict
from screening.errors import TableDamagedError
from screening.table.archive import Archive
from screening.table.as_of import Basis, JudgedBy, basis_of, choose, known_manifests, table_of_day

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 30
STAYED = Entry(key="EL-A", list="EL", name="Kvarn Borealis Trading", effective_date=date(2024, 1, 1))
REMOVED = Entry(key="EL-B", list="EL", name="Zephyr Quartz Shipping", effective_date=date(2024, 2, 1))
ADDED = Entry(key="EL-C", list="EL", name="Ostrava Lantern Electronics", effective_date=date(2025, 6, 10))
UNVERIFIED = Entry(key="UVL-A", list="UVL", name="Tarnholm Foundry", effective_date=date(2024, 1, 1))


def _table(day: date, *entries: Entry) -> EntityTable:
    return EntityTable.from_entries([*entries, UNVERIFIED], published=day)


MAY = _table(date(2025, 5, 1), STAYED, REMOVED)
JUNE = _table(date(2025, 6, 1), STAYED, REMOVED)
JULY = _table(date(2025, 7, 1), STAYED, ADDED)
NOW = _table(date(2026, 6, 1), STAYED, ADDED)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Return an archive of three tables, one a month."""
    archive = Archive(tmp_path)
    for table in (MAY, JUNE, JULY):
        archive.keep(table)
    return archive


@pytest.mark.parametrize(
    ("day", "table", "by"),
    [
        pytest.param(date(2025, 5, 1), MAY, JudgedBy.TABLE, id="its-own-day"),
        pytest.param(date(2025, 5, 31), MAY, JudgedBy.TABLE, id="last-day-before-the-next"),
        pytest.param(date(2025, 6, 1), JUNE, JudgedBy.TABLE, id="first-day-of-the-next"),
        pytest.param(date(2025, 7, 31), JULY, JudgedBy.TABLE, id="30-days"),
        pytest.param(date(2025, 8, 1), NOW, JudgedBy.DATES, id="31-days"),
        pytest.param(date(2025, 4, 30), NOW, JudgedBy.DATES, id="before-everything"),
        pytest.param(date(2026, 6, 1), NOW, JudgedBy.TABLE, id="the-table-at-hand"),
        pytest.param(date(2026, 7, 1), NOW, JudgedBy.TABLE, id="the-table-at-hand-for-30-days"),
        pytest.param(date(2026, 7, 2), NOW, JudgedBy.OLDER, id="the-table-at-hand-for-want-of-a-newer-one"),
    ],
)
def test_which_table(archive: Archive, day: date, table: EntityTable, by: JudgedBy) -> None:
    """The newest one that is not after the day, as long as it would not be called stale on it."""
    found, _ = table_of_day(NOW, day, archive, LIMIT)
    assert found.id == table.id
    assert basis_of(found.manifest, day, LIMIT) == Basis(day=day, by=by, table=table.id, published=table.published)


def test_no_day(archive: Archive) -> None:
    """Nothing was asked of the past."""
    assert table_of_day(NOW, None, archive, LIMIT) == (NOW, "")


def test_entries_that_came_and_went(archive: Archive) -> None:
    """A removed entry is found by the kept table alone; an added one counts from its day on."""

    def verdict(name: str, day: date, archive: Archive) -> Verdict:
        return Screener(table_of_day(NOW, day, archive, LIMIT)[0]).screen(name, as_of=day).verdict

    empty = Archive(archive.root.parent / "empty")
    assert verdict(REMOVED.name, date(2025, 6, 15), archive) is Verdict.LISTED
    assert verdict(REMOVED.name, date(2025, 6, 15), empty) is Verdict.CLEAR
    assert verdict(REMOVED.name, date(2025, 7, 15), archive) is Verdict.CLEAR
    assert verdict(ADDED.name, date(2025, 7, 15), archive) is Verdict.LISTED
    assert verdict(ADDED.name, date(2025, 6, 9), archive) is Verdict.CLEAR
    assert verdict(ADDED.name, date(2025, 6, 10), empty) is Verdict.LISTED


def test_what_the_table_of_that_day_lacks_is_said(archive: Archive) -> None:
    """An entry that took effect between the table and the day is counted, one of the next day is not."""
    assert "does not hold 1 entry" in table_of_day(NOW, date(2025, 6, 10), archive, LIMIT)[1]
    assert table_of_day(NOW, date(2025, 6, 9), archive, LIMIT)[1] == ""


def test_table_that_is_too_old_is_named(archive: Archive) -> None:
    """Who expects the kept table learns why it did not answer."""
    said = table_of_day(NOW, date(2025, 8, 1), archive, LIMIT)[1]
    assert (
        said
        == f"The table {JULY.id}, published 2025-07-01, is not used: it is 31 days older than 2025-08-01, more than 30."
    )
    assert table_of_day(NOW, date(2025, 4, 30), archive, LIMIT)[1] == ""


def test_table_that_lacks_lists(tmp_path: Path) -> None:
    """A table of one list answers for that list alone; the next older whole one is taken instead."""
    archive = Archive(tmp_path)
    half = EntityTable.from_entries([STAYED, REMOVED], published=date(2025, 5, 20))
    archive.keep(half)
    found, said = table_of_day(NOW, date(2025, 5, 21), archive, LIMIT)
    assert (found.id, said) == (NOW.id, f"The table {half.id}, published 2025-05-20, is not used: it lacks UVL.")
    archive.keep(MAY)
    found, said = table_of_day(NOW, date(2025, 5, 21), archive, LIMIT)
    assert (found.id, "it lacks UVL" in said) == (MAY.id, True)
    archive.keep(NOW)
    chosen = archive.open(NOW.id, ["EL"])
    found, said = table_of_day(chosen, date(2025, 5, 21), archive, LIMIT)
    assert (found.id, found.lists, said) == (half.id, ("EL",), "")


def test_chosen_lists_stay_chosen(archive: Archive) -> None:
    """The kept table is read with the lists of the one at hand."""
    archive.keep(NOW)
    found, _ = table_of_day(archive.open(NOW.id, ["UVL"]), date(2025, 6, 2), archive, LIMIT)
    assert (found.id, found.lists) == (JUNE.id, ("UVL",))


def test_of_two_tables_of_one_day_the_longer_counts() -> None:
    """A file that was cut is no reason to lose entries; the table at hand goes before both."""
    cut = _table(date(2025, 6, 1), STAYED)
    for kept in ([cut.manifest, JUNE.manifest], [JUNE.manifest, cut.manifest]):
        assert choose(NOW.manifest, ("EL",), date(2025, 6, 2), kept, LIMIT).manifest.id == JUNE.id
        assert choose(cut.manifest, ("EL",), date(2025, 6, 2), kept, LIMIT).manifest.id == cut.id


def test_newer_table_than_the_one_at_hand(archive: Archive) -> None:
    """Who works with an old table still gets the table of the day that is asked about."""
    assert table_of_day(MAY, date(2025, 7, 2), archive, LIMIT)[0].id == JULY.id


def test_damaged_table(archive: Archive) -> None:
    """A kept table that was changed gives no verdict; one whose manifest cannot be read is as good as gone."""
    (archive.root / JUNE.id / "EL.jsonl").write_bytes(b"{}\n")
    with pytest.raises(TableDamagedError):
        table_of_day(NOW, date(2025, 6, 2), archive, LIMIT)
    (archive.root / JUNE.id / "manifest.json").write_bytes(b"{}")
    assert table_of_day(NOW, date(2025, 5, 31), archive, LIMIT)[0].id == MAY.id
    assert JUNE.id not in {manifest.id for manifest in known_manifests(archive)}


def test_words() -> None:
    """What the answer rests on, and what it cannot know."""
    assert basis_of(MAY.manifest, date(2025, 5, 1), LIMIT).words == "by the table of that day, published 2025-05-01"
    assert "9 days before; what was listed in between" in basis_of(MAY.manifest, date(2025, 5, 10), LIMIT).words
    assert "cannot show entries removed" in basis_of(MAY.manifest, date(2025, 4, 30), LIMIT).words
    assert "for want of a newer one" in basis_of(MAY.manifest, date(2025, 6, 1), LIMIT).words
