"""The pipeline: every row is screened, a duplicate or not screened, and the counts prove it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from screening import Screener, Settings, Verdict
from screening.errors import ArgumentError
from workbook.read.vendor_file import open_vendors
from workbook.review.pipeline import CHUNK, ReviewOptions, write_review
from workbook.review.tally import ReviewInconsistentError

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from tests.workbook.review.conftest import Review


def _rows(book: Workbook, sheet: str) -> list[dict[str, object]]:
    header, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def test_every_row_is_accounted_for(review: Review) -> None:
    """Blank and unusable names are never CLEAR, duplicates are not screened twice."""
    summary = review()
    assert (summary.rows_in, summary.screened, summary.duplicates, summary.not_screened) == (9, 5, 1, 3)
    assert summary.by_verdict == {Verdict.LISTED: 2, Verdict.REVIEW: 1, Verdict.CLEAR: 2}
    assert summary.duplicates_by_verdict[Verdict.LISTED] == 1
    assert {code: count.vendors for code, count in summary.by_list.items()} == {"EL": 2, "SDN": 0, "UVL": 1}


def test_duplicate_shares_the_verdict(book: Workbook) -> None:
    """The same name, country and address in other case and spacing is one vendor; another country is not."""
    rows = {row["Source row"]: row for row in _rows(book, "All screened")}
    assert rows[4]["Duplicate of row"] == 2
    assert rows[4]["Vendor name"] == "kvarn  BOREALIS trading"
    assert rows[4]["Verdict"] == rows[2]["Verdict"] == "LISTED"
    assert rows[5]["Duplicate of row"] is None
    flagged = _rows(book, "Flagged")
    assert [(row["Source row"], row["Same vendor again in rows"]) for row in flagged[:2]] == [(2, "4"), (5, None)]


def test_clear_vendors_stand_on_all_screened(book: Workbook) -> None:
    """Proof of non-matches: every vendor with a verdict is there, with the table that gave it."""
    rows = _rows(book, "All screened")
    assert [row["Source row"] for row in rows] == [2, 3, 4, 5, 9, 10]
    assert [row["Vendor name"] for row in rows if row["Verdict"] == "CLEAR"] == ["Borealis Bakery", "Alder Metals"]
    assert len({row["Table id"] for row in rows}) == 1


def test_not_screened_says_why_and_what_to_do(book: Workbook) -> None:
    """A repeated unusable name stands there too; it is no duplicate of a verdict."""
    rows = _rows(book, "Not screened")
    assert [row["Source row"] for row in rows] == [6, 7, 8]
    assert rows[0]["Cause"] == "The name is blank."
    assert all(row["What to do"] for row in rows)


def test_flagged_is_sorted(review: Review) -> None:
    """LISTED first, then points, then rows; the terminal shows the same order."""
    top = review().top
    assert [found.hit.verdict for found in top] == [Verdict.LISTED, Verdict.LISTED, Verdict.REVIEW]
    assert [found.row for found in top] == [2, 5, 9]


def test_duplicates_are_found_across_chunks(review: Review) -> None:
    """A million rows are screened in chunks; a duplicate may stand far from its first row."""
    done: list[int] = []
    vendors = [(f"{n:05}", f"Alder Metals {n:05}", "US", "") for n in range(CHUNK)]
    again = [("x", "Kvarn Borealis Trading", "", ""), ("y", "alder metals 00000", "us", "")]
    summary = review([*vendors, *again], progress=done.append)
    assert (summary.rows_in, summary.duplicates) == (CHUNK + 2, 1)
    assert done == [CHUNK, CHUNK + 2]


def test_same_input_gives_same_bytes(review: Review) -> None:
    """An audit can make the workbook anew; another clock gives another file."""
    first = hashlib.sha256(review().path.read_bytes()).digest()
    assert hashlib.sha256(review().path.read_bytes()).digest() == first
    later = datetime(2026, 8, 15, tzinfo=UTC)
    assert hashlib.sha256(review(now=later).path.read_bytes()).digest() != first


@pytest.mark.parametrize(
    ("now", "stale"),
    [
        pytest.param(datetime(2026, 8, 30, 23, 59, tzinfo=UTC), False, id="thirty-days-old"),
        pytest.param(datetime(2026, 8, 31, tzinfo=UTC), True, id="thirty-one-days-old"),
    ],
)
def test_stale(review: Review, now: datetime, *, stale: bool) -> None:
    """A table older than the setting allows still answers, and says so."""
    assert review(now=now).stale is stale


def test_naive_clock_is_refused(folder: Path) -> None:
    """A time without an offset proves nothing in an audit."""
    with pytest.raises(ArgumentError, match="UTC offset"):
        ReviewOptions(out=folder / "review.xlsx", now=datetime(2026, 8, 14))  # noqa: DTZ001 - the point of the case


class _Forgetful(Screener):
    """Loses the hits of a verdict."""

    def screen_many(self, vendors: object, **options: object) -> list[object]:  # type: ignore[override]
        """Return screenings without hits."""
        return [replace(one, hits=()) for one in super().screen_many(vendors, **options)]  # type: ignore[arg-type]


class _Short(Screener):
    """Loses a vendor."""

    def screen_many(self, vendors: object, **options: object) -> list[object]:  # type: ignore[override]
        """Return one screening too few."""
        return list(super().screen_many(vendors, **options)[1:])  # type: ignore[arg-type]


@pytest.mark.parametrize("broken", [pytest.param(_Forgetful, id="lost-hits"), pytest.param(_Short, id="lost-vendor")])
def test_inconsistent_review_is_never_written(review: Review, screener: Screener, broken: type[Screener]) -> None:
    """What does not add up raises; the earlier workbook stays."""
    summary = review()
    before = summary.path.read_bytes()
    faulty = broken(screener.table, Settings())
    source = summary.path.with_name("vendors.csv")
    options = ReviewOptions(out=summary.path, now=datetime(2026, 8, 15, tzinfo=UTC))
    with open_vendors(source) as vendors, pytest.raises(ReviewInconsistentError, match="does not add up"):
        write_review(vendors, faulty, options)
    assert summary.path.read_bytes() == before
    assert {path.name for path in source.parent.iterdir()} == {"review.xlsx", "vendors.csv"}
