"""Test vendors that run in every review."""

from __future__ import annotations

from datetime import date

import pytest

from screening import EntityTable, Entry, Screener, Verdict
from screening.review.canaries import canaries, run_canaries

OTHER = Entry(key="EL-7KQ2M9XA3F", list="EL", name="Kvarn Borealis Trading Co., Ltd.")
RESEMBLED = Entry(key="EL-8KQ2M9XA3F", list="EL", name="Kvarn Hikvision Borealis")


def _table(*entries: Entry) -> EntityTable:
    return EntityTable.from_entries(entries, published=date(2026, 7, 31))


@pytest.fixture(scope="module")
def bundled() -> Screener:
    """Return a screener over the table that comes with the package."""
    return Screener.bundled()


def test_bundled_table(bundled: Screener) -> None:
    """Every one comes out as it must, on the list that it must be on."""
    results = run_canaries(bundled)
    assert [result.name for result in results if not result.ok or result.found is None] == []
    assert all(result.entry_key.startswith(f"{result.list}-") for result in results if result.list)


def test_table_that_lost_its_rows() -> None:
    """The list is there, its entries are not: wrong; a list that is not there was not asked."""
    screener = Screener(_table(OTHER))
    results = {result.name: result.result for result in run_canaries(screener)}
    assert results["Hikvision"] == "WRONG"
    assert results["Bank VTB"] == "not run"
    assert results["Borealis Bakery"] == "as it must"


def test_row_lost_on_one_list_of_two(bundled: Screener) -> None:
    """That the party still stands on another list does not hide it; with both rows all is well."""
    rows = {entry.list: entry for entry in bundled.table.entries if "Hikvision Digital" in entry.name}
    lost, resembled, whole = (
        {result.name: result for result in run_canaries(Screener(_table(entry, rows["CMIC"])))}["Hikvision"]
        for entry in (OTHER, RESEMBLED, rows["EL"])
    )
    assert (lost.found, lost.ok, lost.entry_key) == (Verdict.CLEAR, False, "")
    assert (resembled.found, resembled.ok, resembled.entry_key) == (Verdict.REVIEW, False, RESEMBLED.key)
    assert (whole.found, whole.ok, whole.entry_key) == (Verdict.LISTED, True, rows["EL"].key)


def test_every_list_that_names_companies(bundled: Screener) -> None:
    """A list whose rows were lost shows itself; PLC names persons only."""
    assert {canary.list for canary in canaries()} - {""} == {*bundled.table.lists} - {"PLC"}


def test_names_differ() -> None:
    """A result is told by its vendor and list."""
    assert len({(canary.name, canary.list) for canary in canaries()}) == len(canaries())


def test_some_must_be_clear() -> None:
    """A matcher that flags everything would pass otherwise."""
    assert {bool(canary.list) for canary in canaries()} == {True, False}
