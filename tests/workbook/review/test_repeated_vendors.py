"""A vendor that stands in several rows, under several numbers, whose order differs from month to month."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from screening.review.ledger import Ledger
from screening.review.standing import Status
from tests.workbook.review.conftest import NOW
from tests.workbook.review.test_record import GOOD, fill
from tests.workbook.review.test_three_months import rows_of
from workbook.read.vendor_file import open_vendors
from workbook.review.audit import AuditOptions
from workbook.review.pipeline import ReviewOptions, write_review
from workbook.review.previous import read_previous
from workbook.review.record import record_decisions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from screening import Screener
    from workbook.review.tally import ReviewSummary

    Month = Callable[[Sequence[str]], ReviewSummary]

BAKERY = "0009,Borealis Bakery,US"
ONE, TWO = "0001,Kvarn Borealis Trading,CN", "0002,Kvarn Borealis Trading,CN"


@pytest.fixture
def month(tmp_path: Path, screener: Screener) -> Iterator[Month]:
    """Return a function that reviews these rows a month after the last ones, with the same ledger."""
    made: list[ReviewSummary] = []
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:

        def review(rows: Sequence[str]) -> ReviewSummary:
            now = NOW + timedelta(days=31 * len(made))
            source = tmp_path / f"vendors-{len(made)}.csv"
            with source.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([("Vendor no", "Vendor name", "Country"), *(row.split(",") for row in rows)])
            previous = read_previous(made[-1].path) if made else None
            audit = AuditOptions(tables=lambda _id: screener.table, previous=previous)
            out = tmp_path / f"audit-{len(made)}.xlsx"
            with open_vendors(source) as vendors:
                options = ReviewOptions(out=out, now=now, ledger=ledger, audit=audit)
                made.append(write_review(vendors, screener, options))
            return made[-1]

        def decided(rows: Sequence[str]) -> ReviewSummary:
            summary = review(rows)
            if len(made) == 1:
                _decide(summary.path, ledger, screener, NOW)
            return summary

        yield decided


def _decide(path: Path, ledger: Ledger, screener: Screener, now: datetime) -> None:
    copy = path.with_name("filled.xlsx")
    copy.write_bytes(path.read_bytes())
    fill(copy, {2: {**GOOD, "Decided on": now.date()}})
    report = record_decisions(copy, ledger, lambda _id: screener.table, now)
    assert len(report.recorded) == 1


def _changes(path: Path) -> list[tuple[Any, ...]]:
    return [(row["What"], row["Key"]) for row in rows_of(path, "Changes since last review") if row["Key"]]


def test_other_row_first(month: Month) -> None:
    """The decision, made under the number of the first row, holds; and nothing is new or gone."""
    assert month([ONE, TWO, BAKERY]).by_status[Status.NEW] == 1
    second = month([TWO, ONE, BAKERY])
    assert second.by_status == {**dict.fromkeys(Status, 0), Status.SILENCED: 1}
    assert _changes(second.path) == []


def test_first_row_left_the_file(month: Month) -> None:
    """Its number is what the decision was made under, so the hit is open again; the vendor itself is not gone."""
    month([ONE, TWO, BAKERY])
    second = month([TWO, BAKERY])
    assert second.by_status[Status.NEW] == 1
    assert _changes(second.path) == []


def test_number_of_another_vendor(month: Month) -> None:
    """The near miss: a repeated number brings no decision that was made on other facts."""
    month(["0002,Kvarn Borealis Trading,DE", BAKERY])
    second = month([ONE, TWO, BAKERY])
    assert second.by_status[Status.NEW] == 1
    assert second.by_status[Status.SILENCED] == 0


def test_renamed_repetition(month: Month) -> None:
    """A row that repeated another one and has a name of its own now is a changed vendor, not a new one."""
    month([ONE, TWO, BAKERY])
    second = month([ONE, "0002,Kvarn Borealis Commerce,CN", BAKERY])
    ((what, vendor),) = _changes(second.path)
    assert vendor == "0002"
    assert what != "Vendor added"


def test_both_left(month: Month) -> None:
    """Then the vendor is gone, and said so once."""
    month([ONE, TWO, BAKERY])
    second = month([BAKERY])
    assert [what for what, _ in _changes(second.path)] == ["Vendor gone"]


def test_order_of_decisions(month: Month) -> None:
    """Rows are told apart by what they hold, whichever the order; three of them, to be sure."""
    month([ONE, TWO, "0003,Kvarn Borealis Trading,CN", BAKERY])
    second = month(["0003,Kvarn Borealis Trading,CN", TWO, BAKERY, ONE])
    assert second.by_status[Status.SILENCED] == 1
    assert load_workbook(second.path)["Flagged"].max_row <= 2


def test_second_row_under_a_known_number(month: Month) -> None:
    """Is a new vendor: the one that was known is in the file as it was, and nobody was renamed."""
    month([ONE, BAKERY])
    second = month(["0001,Kvarn Borealis Commerce,CN", ONE, BAKERY])
    assert _changes(second.path) == [("Vendor added", "0001")]


def test_vendor_that_is_gone_while_flagged(month: Month) -> None:
    """Is counted on the Summary; the baker, who was CLEAR, is not."""
    month([ONE, BAKERY])
    second = month(["0005,Alder Metals,US"])
    assert second.audit is not None
    assert second.audit.gone_flagged == 1
    assert "Gone while flagged" in str(rows_of(second.path, "Summary"))
