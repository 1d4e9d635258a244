"""A day that cannot be, and lists that are too short."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from screening.errors import SourceError, TableMissingError
from screening.model import Entry
from screening.table import EntityTable, TableManifest, plausible
from screening.table.plausible import bundled_manifest, check_published, shrunk_lists

DAY = date(2026, 7, 31)
QUARTER = timedelta(days=90)


def entry(number: int, effective: date | None = None, ends: date | None = None) -> Entry:
    """Return an invented entry."""
    return Entry(key=f"EL-{number:010}", list="EL", name=f"Kvarn {number}", effective_date=effective, end_date=ends)


def manifest(entries: int, published: date = DAY) -> TableManifest:
    """Return the manifest of a table with one list."""
    return EntityTable.from_entries([entry(number) for number in range(entries)], published=published).manifest


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([], id="none"),
        pytest.param([entry(1)], id="undated"),
        pytest.param([entry(1, DAY), entry(2, DAY + QUARTER)], id="90-days-ahead"),
        pytest.param([entry(1, DAY, DAY + 10 * QUARTER)], id="ends-late"),
    ],
)
def test_possible_days(entries: list[Entry]) -> None:
    """Announced entries and late ends are no sign of a wrong day."""
    check_published(DAY, entries, DAY)


def test_an_entry_long_after() -> None:
    """The newest entry is named with its day and the file's."""
    late = [entry(1, DAY), entry(2, DAY + QUARTER + timedelta(days=1)), entry(3)]
    with pytest.raises(SourceError, match=r"of 2026-07-31, but its entry EL-0000000002 takes effect on 2026-10-30"):
        check_published(DAY, late, None)


def test_a_day_in_the_future() -> None:
    """Tomorrow's file does not exist; without a clock nobody knows."""
    with pytest.raises(SourceError, match=r"of 2026-08-01, but that is after today, 2026-07-31"):
        check_published(DAY + timedelta(days=1), [], DAY)
    check_published(DAY + timedelta(days=1), [], None)


@pytest.mark.parametrize(("before", "now", "is_told"), [(10, 8, False), (10, 7, True), (10, 11, False), (2, 1, True)])
def test_shrunk(before: int, now: int, *, is_told: bool) -> None:
    """A fifth less is usual, more is told."""
    assert bool(shrunk_lists(manifest(now), manifest(before))) is is_told


def test_what_tells_nothing() -> None:
    """No older table, a newer one, or one without the list."""
    assert shrunk_lists(manifest(1), None) == ()
    assert shrunk_lists(manifest(1), manifest(10, DAY + timedelta(days=1))) == ()
    assert shrunk_lists(manifest(1), replace(manifest(10), lists=(replace(manifest(10).lists[0], code="UVL"),))) == ()
    assert len(shrunk_lists(manifest(1), manifest(10, DAY - timedelta(days=1)))) == 1


def test_bundled_manifest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package's own table is compared with if it can be read."""
    assert bundled_manifest() == EntityTable.bundled(["CAP"]).manifest

    def none(folder: Path) -> TableManifest:
        raise TableMissingError(f"There is no table in {folder}.")

    monkeypatch.setattr(plausible, "read_manifest", none)
    assert bundled_manifest() is None
