"""Which hits are shown of a review, in which order, and by when they are to be decided."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from screening import EntityTable, Entry, Settings
from screening.review.ledger import Ledger
from screening.review.standing import Status
from screening.table.archive import Archive
from tests.workbook.review.test_record import GOOD, fill
from tests.workbook.review.test_three_months import Story, rows_of
from workbook.review.record import record_decisions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workbook.review.tally import ReviewSummary

WORDS = ("Alder", "Birch", "Cedar", "Dogwood")
TABLE = EntityTable.from_entries(
    [Entry(key=f"EL-{word}", list="EL", name=f"Kvarn Borealis {word} Ltd.") for word in WORDS],
    published=date(2026, 6, 1),
)
VENDORS = (("0001", "Kvarn Borealis", ""), ("0002", "Kvarn Borealis Cedar", ""), ("0003", "Alder Valley Foods", ""))
JUNE = datetime(2026, 6, 14, 9, tzinfo=UTC)
TWO = Settings(max_hits=2)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """Return an empty story: no month yet, a ledger and an archive of its own."""
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        yield Story(tmp_path, ledger, Archive(tmp_path / "data"))


def _decide(story: Story, rows: dict[int, dict[str, object]], now: datetime) -> None:
    filled = story.folder / "filled.xlsx"
    filled.write_bytes(story.workbooks[-1].read_bytes())
    fill(filled, {row: {**GOOD, **cells, "Decided on": now.date()} for row, cells in rows.items()})
    assert len(record_decisions(filled, story.ledger, story.archive.open, now).recorded) == len(rows)


def _of(summary: ReviewSummary, vendor: str) -> list[str]:
    return [row["Entry key"] for row in rows_of(summary.path, "Flagged") if row["Vendor id"] == vendor]


def test_decisions_make_room_for_further_hits(story: Story) -> None:
    """A limit of two is two to decide: what was decided does not hide the third, and what is hidden is counted."""
    first = story.month(TABLE, VENDORS, JUNE, TWO)
    shown = _of(first, "0001")
    assert (len(shown), first.unshown, first.unshown_vendors) == (2, 2, 1)
    assert sum(first.by_status.values()) == first.flagged - first.unshown
    rows = [n for n, row in enumerate(rows_of(first.path, "Flagged"), 2) if row["Vendor id"] == "0001"]
    _decide(story, {row: {} for row in rows}, JUNE)
    second = story.month(TABLE, VENDORS, JUNE + timedelta(days=1), TWO)
    rest = _of(second, "0001")
    assert set(rest) == {entry.key for entry in TABLE.entries} - set(shown)
    assert second.by_status[Status.SILENCED] == 2
    assert "More open hits are not shown, 2 (vendors: 1)" in str(rows_of(first.path, "Summary"))
    assert (second.unshown, "More open hits" in str(rows_of(second.path, "Summary"))) == (0, False)


def test_enough_room(story: Story) -> None:
    """The near miss: nothing is hidden, and nothing is said of it."""
    summary = story.month(TABLE, VENDORS, JUNE, Settings(max_hits=4))
    assert (summary.unshown, summary.unshown_vendors) == (0, 0)
    assert "More open hits" not in str(rows_of(summary.path, "Summary"))


def test_open_rows_come_first(story: Story) -> None:
    """A true match stays on the sheet, under what waits for somebody."""
    story.month(TABLE, VENDORS, JUNE)
    _decide(story, {2: {"Decision": "True match", "Reason code": "TM-IDENTITY"}}, JUNE)
    second = story.month(TABLE, VENDORS, JUNE + timedelta(days=1))
    statuses = [row["Status"] for row in rows_of(second.path, "Flagged")]
    assert statuses[-1] == Status.TRUE_MATCH.value
    assert set(statuses[:-1]) == {Status.NEW.value}


def test_day_until_which_an_item_is_to_be_decided(story: Story) -> None:
    """It does not start anew with every review, so that what nobody decides becomes overdue; a new item has its own."""
    story.month(TABLE, VENDORS[1:], JUNE)
    due = {row["Due"].date() for row in rows_of(story.workbooks[-1], "Flagged")}
    assert due == {date(2026, 6, 28)}
    second = story.month(TABLE, VENDORS, JUNE + timedelta(days=14))
    assert second.overdue == 0
    third = story.month(TABLE, VENDORS, JUNE + timedelta(days=15))
    by_vendor = {row["Vendor id"]: row["Due"].date() for row in rows_of(third.path, "Flagged")}
    assert by_vendor == {"0001": date(2026, 7, 12), "0002": date(2026, 6, 28)}
    assert third.overdue == len(_of(third, "0002")) > 0
    assert f"{third.overdue} overdue" in str(rows_of(third.path, "Summary"))
    fill(third.path, {})  # saved again, as by whoever decides
    fourth = story.month(TABLE, VENDORS, JUNE + timedelta(days=16))
    assert fourth.overdue == third.overdue


def test_day_of_an_item_that_is_opened_again(story: Story) -> None:
    """Counts from when it was opened."""
    story.month(TABLE, VENDORS[1:], JUNE)
    rows = range(2, 2 + len(rows_of(story.workbooks[-1], "Flagged")))
    _decide(story, {row: {} for row in rows}, JUNE)
    renamed = [("0002", "Kvarn Borealis Cedars", "")]
    summary = story.month(TABLE, renamed, JUNE + timedelta(days=31))
    assert summary.by_status[Status.REOPENED] == len(rows)
    assert {row["Due"].date() for row in rows_of(summary.path, "Flagged")} == {date(2026, 7, 29)}
