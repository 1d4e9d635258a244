"""False positives in force: what each recorded one does today, those in force first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from screening import Screener, Vendor, Verdict
from screening.review.decision import Choice, Decision, Reason
from screening.review.fingerprints import facts_in, vendor_facts
from screening.review.ledger import Ledger
from screening.table.archive import Archive
from tests.workbook.review.conftest import NOW, VENDORS
from tests.workbook.review.test_three_months import rows_of
from workbook.read.vendor_file import open_vendors
from workbook.review.audit import AuditOptions
from workbook.review.pipeline import ReviewOptions, write_review

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.workbook.review.conftest import Review

SHEET = "False positives in force"
EL, UVL, SDN = "EL-7KQ2M9XA3F", "UVL-LANTERN", "SDN-QX41"
LAST_DAY, DAY_BEFORE, LATER = NOW.date(), date(2026, 8, 13), date(2027, 1, 1)
_ROWS = {row[0]: row for row in VENDORS}


@pytest.fixture
def archive(tmp_path: Path, screener: Screener) -> Archive:
    """Return an archive that holds the invented table."""
    kept = Archive(tmp_path / "data")
    kept.keep(screener.table)
    return kept


def _cleared(screener: Screener, number: str, entry: str, expires: date, *, address: str = "") -> Decision:
    """Return the false positive of a vendor, which may have had another address when it was decided."""
    _, name, country, now = _ROWS.get(number, (number, "Zephyr Quartz", "IR", ""))
    found = screener.table.entry(entry)
    assert found is not None
    vendor = Vendor(name=name, country=country, address=address or now or None)
    return Decision(
        vendor=vendor_facts(vendor, number),
        entry=facts_in(screener.table)(found),
        choice=Choice.FALSE_POSITIVE,
        reason=Reason.FP_BUSINESS,
        decider="A. Reviewer",
        decided=date(2026, 6, 1),
        expires=expires,
        verdict=Verdict.LISTED,
        score=90.0,
    )


def _shown(folder: Path, archive: Archive, table: str, lists: Iterable[str], decisions: list[Decision]) -> list[str]:
    """Return vendor, state and cause of every false positive, as a review against some lists shows them."""
    out = folder / "audit.xlsx"
    with Ledger.open(folder / "ledger.sqlite") as ledger, open_vendors(folder / "vendors.csv") as vendors:
        ledger.append(decisions, NOW)
        options = ReviewOptions(out=out, now=NOW, ledger=ledger, audit=AuditOptions(tables=archive.open))
        write_review(vendors, Screener(archive.open(table, tuple(lists))), options)
    return [f"{row['Vendor key']} {row['State']}: {row['Because'] or ''}".strip() for row in rows_of(out, SHEET)]


def test_in_force_stands_first(review: Review, folder: Path, screener: Screener, archive: Archive) -> None:
    """Whatever was recorded first; a decision counts on its last day, and no more on the day after."""
    review()
    shown = _shown(
        folder,
        archive,
        screener.table.id,
        ["EL", "UVL", "SDN"],
        [
            _cleared(screener, "0404", SDN, DAY_BEFORE),
            _cleared(screener, "0405", SDN, LAST_DAY),
            _cleared(screener, "0001", EL, DAY_BEFORE),
            _cleared(screener, "0004", EL, LATER, address="Another Road 1"),
            _cleared(screener, "0008", UVL, LAST_DAY),
        ],
    )
    assert shown == [
        "id:0008 In force:",
        "id:0004 Opened again: Vendor address changed from 'Another Road 1' to 'Harbour Road 7'.",
        "id:0001 Expired, opened again: The decision expired on 2026-08-13.",
        "id:0405 No such hit today:",
        "id:0404 Expired, no such hit today: The decision expired on 2026-08-13.",
    ]


def test_list_that_was_left_out(review: Review, folder: Path, screener: Screener, archive: Archive) -> None:
    """Nobody looked, so nothing is said of a hit; the list is named, and an expiry too."""
    review()
    decisions = [
        _cleared(screener, "0404", SDN, LATER),
        _cleared(screener, "0008", UVL, DAY_BEFORE),
        _cleared(screener, "0001", EL, LATER),
    ]
    assert _shown(folder, archive, screener.table.id, ["EL", "SDN"], decisions) == [
        "id:0001 In force:",
        "id:0008 Not screened: List UVL was left out of this review. The decision expired on 2026-08-13.",
        "id:0404 No such hit today:",
    ]
