"""What an audit workbook has beyond a review workbook: the ledger, the last review, test vendors, signatures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from screening.review.canaries import run_canaries
from workbook.review.audit_sheets import AuditSheets, write_tests
from workbook.review.comparison import Comparison
from workbook.review.reference_sheets import all_settings, footer_of, review_id, setting_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openpyxl import Workbook

    from screening import EntityTable, Screener
    from screening.model import Verdict
    from screening.review.canaries import CanaryResult
    from screening.review.standing import Standing
    from workbook.read.vendor_file import VendorRow
    from workbook.review.listing import Listing
    from workbook.review.pipeline import ReviewOptions
    from workbook.review.previous import PreviousReview
    from workbook.review.spool import Found

__all__ = ["AuditNumbers", "AuditOptions", "Auditor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOptions:
    """What makes a review one for an auditor.

    Attributes:
        tables: Returns the entity table with an id, from the archive; raises `TableError` if there is none.
        previous: The last review; None for the first.
        closes: A workbook of this same review, in which decisions were filled in since; None for none.
            Of it only `due` counts: by when its open items are to be decided.
        preparer: Who made the review; "" if not said.
        period: What period it is for, for example `2026-08`.
    """

    tables: Callable[[str], EntityTable]
    previous: PreviousReview | None = None
    closes: PreviousReview | None = None
    preparer: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditNumbers:
    """What the audit sheets hold, for the Summary.

    Attributes:
        previous: Name of the last review's workbook, "" for the first review.
        newly_flagged: Vendors that are LISTED or REVIEW now and were not.
        newly_cleared: Vendors that were and are not.
        gone_flagged: Vendors that were LISTED or REVIEW and are no longer in the vendor file.
        causes: How many verdicts changed, by cause; one verdict may have several.
        records: Length of the ledger.
        head: Hash of its last record, "" if it is empty.
        tests: The test vendors' results.
    """

    previous: str
    newly_flagged: int
    newly_cleared: int
    gone_flagged: int
    causes: Mapping[str, int]
    records: int
    head: str
    tests: tuple[CanaryResult, ...] = field(default=())

    @property
    def failed_tests(self) -> int:
        """Test vendors whose verdict is not what it must be."""
        return sum(not test.ok for test in self.tests)


class Auditor:
    """Fills the audit sheets while a review goes on."""

    def __init__(self, book: Workbook, screener: Screener, options: ReviewOptions, audit: AuditOptions) -> None:
        """Create the sheets at the end of `book`."""
        self._book, self._screener, self._options, self._audit = book, screener, options, audit
        lists, today = screener.table.lists, options.now.date()
        self._footer = footer_of(screener.table, review_id(screener, options))
        self._sheets = AuditSheets(book, footer=self._footer, today=today, lists=lists)
        self._comparison = Comparison(audit.previous) if audit.previous else None

    def see(self, row: VendorRow, verdict: Verdict, *, is_duplicate: bool) -> None:
        """Compare a vendor with the last review, at the first row that holds it; a duplicate is only ticked off."""
        if self._comparison and is_duplicate:
            self._comparison.see_again(row)
        elif self._comparison:
            self._comparison.see(row, verdict)

    def add_standing(self, found: Found, standing: Standing) -> None:
        """Write the false positive that bears on a hit, if there is one."""
        self._sheets.add_standing(found, standing)

    def finish(self) -> AuditNumbers:
        """Write the ledger and what changed, run the test vendors, and close the sheets but Tests."""
        ledger, comparison = self._options.ledger, self._comparison
        records, head = self._sheets.add_log(ledger.records()) if ledger else (0, "")
        if comparison:
            settings = {name: setting_text(value) for name, value, _ in all_settings(self._screener, self._options)}
            for change in comparison.changes(self._screener, self._audit.tables, settings):
                self._sheets.add_change(change)
        self._sheets.finish()
        return AuditNumbers(
            previous=self._audit.previous.file if self._audit.previous else "",
            newly_flagged=comparison.newly_flagged if comparison else 0,
            newly_cleared=comparison.newly_cleared if comparison else 0,
            gone_flagged=comparison.gone_flagged if comparison else 0,
            causes={kind.value: count for kind, count in comparison.causes.items()} if comparison else {},
            records=records,
            head=head,
            tests=run_canaries(self._screener),
        )

    @property
    def listings(self) -> tuple[Listing, ...]:
        """The listings of the three sheets."""
        return self._sheets.log, self._sheets.changes, self._sheets.clearances

    def write_tests(self, numbers: AuditNumbers) -> Listing:
        """Write the sheet Tests at the end of the book."""
        return write_tests(self._book, numbers.tests, self._footer)
