"""Rows that are vendors and rows that are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbook.read.columns import Columns
from workbook.read.grid import Column, Row
from workbook.read.layout import Header
from workbook.read.sift import Reason, Sift, Skipped

if TYPE_CHECKING:
    from collections.abc import Sequence

ID = Column(index=0, header="ID", why="")
NAME = Column(index=1, header="Name", why="")
COUNTRY = Column(index=2, header="Land", why="")
HEADER = Header(row=1, lines=(("ID", "Name", "Land"),), titles=(("Vendor list",),), first_row=2)


def sift(rows: Sequence[Sequence[str]], *, with_id: bool = True) -> tuple[list[int], Sift]:
    """Return the kept rows, numbered from 2, and the sift; an empty row is missing, as in a grid."""
    columns = Columns(name=NAME, id=ID if with_id else None, country=COUNTRY)
    sieve = Sift(HEADER, columns)
    grid = (Row(number, list(texts), {}, hidden=False) for number, texts in enumerate(rows, 2) if any(texts))
    return [row.number for row in sieve.vendors(grid)], sieve


@pytest.mark.parametrize(
    ("last", "with_id", "kept"),
    [
        pytest.param(("", "Total", ""), True, False, id="no-id-where-vendors-have-one"),
        pytest.param(("9", "Total", "FR"), True, True, id="a-vendor-called-total"),
        pytest.param(("9", "Total", ""), True, True, id="with-an-id"),
        pytest.param(("", "Total", ""), False, True, id="nothing-but-the-word"),
        pytest.param(("", "Total", "", "12.5"), False, False, id="with-an-amount"),
        pytest.param(("", "Total", "FR", "12.5"), False, True, id="with-a-country"),
        pytest.param(("Total", "", ""), True, False, id="in-another-column"),
        pytest.param(("Total", "412", ""), True, False, id="count-in-the-name-column"),
        pytest.param(("", "Grand total", ""), False, False, id="grand-total"),
        pytest.param(("", "Total Records Ltd", ""), True, True, id="a-name"),
        pytest.param(("Page 3 of 9", "", ""), True, False, id="page-number"),
        pytest.param(("", "", "DE"), True, True, id="a-row-without-name"),
        pytest.param(("Confidential, for internal use", "", ""), True, False, id="a-remark"),
        pytest.param(
            ("", "Confidential Internal Uses", ""), True, True, id="a-remark-in-the-name-column-may-be-a-name"
        ),
        pytest.param(("Unit 7 B", "", ""), True, True, id="an-id-without-name"),
        pytest.param(("", "Prepared by: J. Smith", ""), True, False, id="a-signature-in-the-name-column"),
        pytest.param(("Erstellt von: Muster, 3. Stock", "", ""), True, False, id="a-signature-with-a-number"),
        pytest.param(("9", "Prepared by: J. Smith", ""), True, True, id="a-signature-with-an-id"),
        pytest.param(("", "Approved By Design Ltd", ""), True, True, id="a-name-like-a-signature"),
        pytest.param(("", "Kvarn: Trading", ""), True, True, id="a-name-with-a-colon"),
    ],
)
def test_last_row(last: tuple[str, ...], *, with_id: bool, kept: bool) -> None:
    """Only what is clearly a total is left out, and only at the bottom."""
    assert sift([("1", "Kvarn", "DE"), last], with_id=with_id)[0] == ([2, 3] if kept else [2])
    assert sift([last, ("1", "Kvarn", "DE")], with_id=with_id)[0] == [2, 3]


def test_every_row_is_counted() -> None:
    """Vendors, blank rows and skipped rows add up; blank rows at the end are nothing."""
    rows = [
        ("1", "Kvarn"),
        (),
        ("Page 1", ""),
        ("Vendor list",),
        ("ID", " Name ", "Land", ""),
        ("----", "-----"),
        ("2", "Tavola"),
        (),
        (),
        ("Total", "2"),
        ("*** End of list ***",),
        (),
    ]
    kept, sieve = sift(rows)
    assert kept == [2, 8]
    assert (sieve.kept, sieve.blank, sieve.last) == (2, 3, 12)
    assert {reason: (skipped.count, skipped.where) for reason, skipped in sieve.skipped.items()} == {
        Reason.TOTAL: (4, "rows 4-5, 11-12"),
        Reason.HEADER: (1, "row 6"),
        Reason.RULE: (1, "row 7"),
    }


def test_a_flood_of_totals_is_not_a_footer() -> None:
    """A list of nothing but the word Total is kept but for a footer's length, and nothing is held back."""
    kept, sieve = sift([("Total", "")] * 1_000)
    assert len(kept) == 950
    assert sieve.skipped[Reason.TOTAL].count == 50


def test_ranges_stay_short() -> None:
    """However many rows are skipped, only the first few are named."""
    skipped = Skipped()
    for number in range(1, 10_000, 2):
        skipped.add(number)
    assert skipped.count == 5_000
    assert skipped.where == "rows 1, 3, 5, 7, 9, ..."
    assert len(skipped.ranges) == 6


def test_totals_above_a_signature() -> None:
    """A signature at the bottom does not shield the totals; a company there does."""
    rows = [("1", "Kvarn", "DE"), ("", "Grand Total:", ""), ("", "", "", "12"), ("", "Total", "", "7"), ()]
    assert sift([*rows[:2], *rows[3:], ("", "Prepared by: J. Smith", "")])[0] == [2]
    assert sift([*rows[:2], *rows[3:], ("", "Kvarn Trading", "")])[0] == [2, 3, 4, 6]
