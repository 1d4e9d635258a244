"""Test vendors that run in every review."""

from __future__ import annotations

from datetime import date

import pytest

from screening import EntityTable, Entry, Screener
from screening.review.canaries import canaries, run_canaries

OTHER = Entry(key="EL-7KQ2M9XA3F", list="EL", name="Kvarn Borealis Trading Co., Ltd.")


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
    screener = Screener(EntityTable.from_entries([OTHER], published=date(2026, 7, 31)))
    results = {result.name: result.result for result in run_canaries(screener)}
    assert results["Hikvision"] == "WRONG"
    assert results["Bank VTB"] == "not run"
    assert results["Borealis Bakery"] == "as it must"


def test_some_must_be_clear() -> None:
    """A matcher that flags everything would pass otherwise."""
    assert {bool(canary.list) for canary in canaries()} == {True, False}
