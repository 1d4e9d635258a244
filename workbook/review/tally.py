"""Counts of a review, and the proof that they add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from screening.errors import EntityCheckError
from screening.model import Verdict
from screening.review.standing import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from screening.model import Screening
    from screening.table.as_of import Basis
    from workbook.review.audit import AuditNumbers
    from workbook.review.spool import Found

__all__ = ["ListCount", "NearCount", "ReviewInconsistentError", "ReviewSummary", "Tally"]

CLOSE_POINTS = 5.0  # the nearer of the two bands in which near misses are counted


class ReviewInconsistentError(EntityCheckError):
    """The counts of a review do not add up, so it is not written."""

    def __init__(self, what: str, expected: int, found: int) -> None:
        """Name the count and the two numbers that differ."""
        super().__init__(what, expected, found)
        self.what = what
        self.expected = expected
        self.found = found

    def __str__(self) -> str:
        return (
            f"The review does not add up: {self.what}, {self.expected:,} expected, {self.found:,} found. "
            "Nothing was written; please report this as a fault of Entity Check."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCount:
    """Hits on one list.

    Attributes:
        listed: Hits that say LISTED.
        review: Hits that say REVIEW.
        vendors: Vendors with at least one hit on the list.
    """

    listed: int = 0
    review: int = 0
    vendors: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCount:
    """CLEAR vendors that a lower REVIEW threshold would flag.

    Attributes:
        close: With a near miss at most 5 points under the threshold.
        all: With any near miss.
    """

    close: int = 0
    all: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSummary:
    """What a review found; the numbers on its Summary sheet.

    `rows_in = screened + duplicates + not_screened`, always.

    Attributes:
        path: The review workbook, under the name it got.
        rows_in: Vendor rows read.
        screened: Vendors that have a verdict of their own.
        duplicates: Rows that repeat such a vendor and share its verdict.
        not_screened: Rows without a verdict, their repetitions included.
        by_verdict: Vendors per LISTED, REVIEW and CLEAR; adds up to `screened`.
        duplicates_by_verdict: Duplicates likewise; adds up to `duplicates`.
        by_list: Hits per list code, every list of the table in its order.
        flagged: Hits: one per vendor and entry.
        by_status: Hits by where they stand; adds up to `flagged` less `unshown`. Those that a
            decision silences are on no Flagged sheet.
        overdue: Open hits that were to be decided before the day of the review.
        unshown: Open hits that are on no sheet, because their vendor has more than the settings allow to show.
        unshown_vendors: How many vendors those are.
        near_misses: CLEAR vendors just under the threshold.
        top: The first flagged vendors, in the order of the Flagged sheet, each with its best hit.
        table_id: Entity table that was used.
        published: Date of that table.
        age_days: Its age when the review was made; on the day to be judged by, if one not before the table was named.
        stale: Whether that is older than the settings allow.
        review: Id of the review.
        audit: What the audit sheets hold; None for a review without them.
        basis: What verdicts rest on if a day was named; else None.
        manifest: Hash of the whole content, as the sheet Manifest states it; "" without one.
    """

    path: Path
    rows_in: int
    screened: int
    duplicates: int
    not_screened: int
    by_verdict: Mapping[Verdict, int]
    duplicates_by_verdict: Mapping[Verdict, int]
    by_list: Mapping[str, ListCount]
    flagged: int
    by_status: Mapping[Status, int]
    overdue: int
    unshown: int
    unshown_vendors: int
    near_misses: NearCount
    top: tuple[Found, ...]
    table_id: str
    published: date
    age_days: int
    stale: bool
    review: str
    audit: AuditNumbers | None = None
    basis: Basis | None = None
    manifest: str = ""

    @property
    def open_items(self) -> int:
        """Hits that somebody must decide."""
        return sum(count for status, count in self.by_status.items() if status.is_open)


@dataclass(slots=True)
class Tally:
    """Counters of a review under way."""

    rows_in: int = 0
    vendors: Counter[Verdict] = field(default_factory=Counter)
    duplicates: Counter[Verdict] = field(default_factory=Counter)
    not_screened: int = 0
    listed: Counter[str] = field(default_factory=Counter)
    review: Counter[str] = field(default_factory=Counter)
    list_vendors: Counter[str] = field(default_factory=Counter)
    with_hits: int = 0
    near_all: int = 0
    near_close: int = 0
    statuses: Counter[Status] = field(default_factory=Counter)
    overdue: int = 0
    unshown: int = 0
    unshown_rows: set[int] = field(default_factory=set)

    def add_screening(self, screening: Screening, review_threshold: float) -> None:
        """Count the hits of one vendor and whether it is a near miss."""
        codes = set()
        for hit in screening.hits:
            (self.listed if hit.verdict is Verdict.LISTED else self.review)[hit.entry.list] += 1
            codes.add(hit.entry.list)
        self.list_vendors.update(codes)
        self.with_hits += bool(codes)
        if screening.verdict is Verdict.CLEAR and screening.near_misses:
            self.near_all += 1
            self.near_close += screening.near_misses[0].score >= review_threshold - CLOSE_POINTS

    def add_unshown(self, row: int) -> None:
        """Count an open hit that is left out, of the vendor in this row."""
        self.unshown += 1
        self.unshown_rows.add(row)

    @property
    def flagged(self) -> int:
        """Hits so far."""
        return self.listed.total() + self.review.total()

    def by_list(self, codes: Iterable[str]) -> dict[str, ListCount]:
        """Return the counts of every list of `codes`, in their order."""
        return {
            code: ListCount(listed=self.listed[code], review=self.review[code], vendors=self.list_vendors[code])
            for code in codes
        }

    def check(self, *, written: int, not_screened: int, flagged: int) -> None:
        """Compare the counters with the rows that stand on the sheets.

        Raises:
            ReviewInconsistentError: They differ.
        """
        screened, duplicates = self.vendors.total(), self.duplicates.total()
        flagged_vendors = self.vendors[Verdict.LISTED] + self.vendors[Verdict.REVIEW]
        for what, expected, found in (
            ("rows in = screened + duplicates + not screened", self.rows_in, screened + duplicates + self.not_screened),
            ("rows of All screened", screened + duplicates, written),
            ("rows of Not screened", self.not_screened, not_screened),
            ("hits with a status", self.flagged - self.unshown, self.statuses.total()),
            ("rows of Flagged", self.statuses.total() - self.statuses[Status.SILENCED], flagged),
            ("LISTED and REVIEW vendors that have a hit", flagged_vendors, self.with_hits),
        ):
            if expected != found:
                raise ReviewInconsistentError(what, expected, found)
