"""The sheets of a review that hold vendors: their columns, declared once, and their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.lists.catalog import legal_words, list_info, means_for_buyer, means_for_exporter
from screening.model import NotScreened
from workbook.review.decision_cells import CHECK, DECISION_COLUMNS, STATUS_COLUMNS, checked, decision_values
from workbook.review.listing import Column, Kind, Listing, SheetDesign
from workbook.review.wording import addresses_of, kind_words, licence_words, score_parts, what_to_do

if TYPE_CHECKING:
    from datetime import date

    from openpyxl import Workbook

    from screening.review.standing import Standing
    from workbook.read.vendor_file import VendorRow
    from workbook.review.listing import Value
    from workbook.review.spool import Found, Outcome

__all__ = ["FLAGGED", "NEAR_MISSES", "NOT_SCREENED", "SCREENED", "ReviewSheets"]

_VENDOR = (
    Column("Score", 8, Kind.SCORE),
    Column("Vendor id", 14, wrap=True),
    Column("Source row", 10, Kind.ROW),
    Column("Vendor name", 34, wrap=True),
)
_MATCH = (
    Column("List", 8),
    Column("Entry key", 20, wrap=True),
    Column("Listed name", 36, wrap=True),
    Column("Matched name", 34, wrap=True),
    Column("Matched name is", 15, wrap=True),
)

FLAGGED = SheetDesign(
    title="Flagged",
    empty="No vendor resembles an entry closely enough to be flagged.",
    frozen=4,
    # Printed side by side: where it stands; what it resembles; where both are, and what that
    # means; the decision; what it means for exports, by which law and since when; what the
    # listing says; where that comes from.
    pages=("List", "Vendor country", "Decision", "Consequence for an exporter", "Licence requirement", "Source"),
    repeated="A:C",
    columns=(
        Column("Item", 8, Kind.ROW),
        Column("Vendor id", 14, wrap=True),
        Column("Vendor name", 32, wrap=True),
        Column("Verdict", 12, Kind.VERDICT),
        Column("Score", 8, Kind.SCORE),
        Column("Source row", 10, Kind.ROW),
        Column("Same vendor again in rows", 14, wrap=True),
        *STATUS_COLUMNS,
        Column("Reason", 45, wrap=True),
        *_MATCH,
        Column("Compared as", 24, wrap=True),
        Column("Vendor country", 13, wrap=True),
        Column("Vendor address", 26, wrap=True),
        Column("Listed countries", 12, wrap=True),
        Column("Listed addresses", 35, wrap=True),
        Column("Consequence for a buyer", 51, wrap=True),
        *DECISION_COLUMNS,
        Column("Due", 11.5, Kind.DATE),
        Column("Consequence for an exporter", 58, wrap=True),
        Column("Legal source", 42, wrap=True),
        Column("Programs", 14, wrap=True),
        Column("Effective", 12, Kind.DATE),
        Column("Ends", 11.5, Kind.DATE),
        Column("Licence requirement", 55, wrap=True),
        Column("Licence policy", 44, wrap=True),
        Column("Citations", 24, wrap=True),
        Column("Source", 58, Kind.LINK, wrap=True),
        Column("List name", 20, wrap=True),
        Column("Score parts", 26, wrap=True),
        Column(CHECK, 10, Kind.DIGEST),
    ),
)
SCREENED = SheetDesign(
    title="All screened",
    empty="No row of the vendor file could be screened.",
    frozen=3,
    ruled=False,
    columns=(
        Column("Source row", 11, Kind.ROW),
        Column("Vendor id", 14),
        Column("Vendor name", 44),
        Column("Vendor country", 16),
        Column("Vendor address", 30),
        Column("Verdict", 13, Kind.VERDICT),
        Column("Best score", 11, Kind.SCORE),
        Column("Nearest listed name", 44),
        Column("List", 9),
        Column("Entry key", 20),
        Column("Duplicate of row", 12, Kind.ROW),
        Column("Table id", 22),
    ),
)
NOT_SCREENED = SheetDesign(
    title="Not screened",
    empty="Every row of the vendor file was screened.",
    frozen=2,
    columns=(
        Column("Source row", 11, Kind.ROW),
        Column("Vendor id", 16, wrap=True),
        Column("Vendor name", 34, wrap=True),
        Column("Vendor country", 16, wrap=True),
        Column("Cause", 46, wrap=True),
        Column("What to do", 56, wrap=True),
    ),
)
NEAR_MISSES = SheetDesign(
    title="Near misses",
    empty="No vendor came close to the REVIEW threshold without reaching it.",
    frozen=4,
    columns=(*_VENDOR, *_MATCH, Column("Vendor country", 14, wrap=True), Column("Reason", 46, wrap=True)),
)


class ReviewSheets:
    """Flagged, All screened, Not screened and Near misses, open side by side."""

    def __init__(self, book: Workbook, *, footer: str, table_id: str, review: str) -> None:
        """Create the sheets at the end of `book`, in the order in which they are read.

        Args:
            book: A write-only workbook.
            footer: Text at the foot of every printed page.
            table_id: Entity table that is used.
            review: Id of the review.
        """
        self._table_id, self._review = table_id, review
        self.flagged = Listing(book, FLAGGED, footer=footer)
        self.screened = Listing(book, SCREENED, footer=footer)
        self.not_screened = Listing(book, NOT_SCREENED, footer=footer)
        self.near_misses = Listing(book, NEAR_MISSES, footer=footer)

    def add_flagged(self, found: Found, standing: Standing, due: date | None) -> None:
        """Write one vendor and one entry, where they stand, and by when they are to be decided."""
        entry, vendor = found.hit.entry, found.vendor
        info = list_info(entry.list)
        self.flagged.append(
            checked(
                self._review,
                FLAGGED.columns,
                (
                    self.flagged.rows + 1,
                    found.id,
                    vendor.name,
                    found.hit.verdict.value,
                    round(found.hit.score, 1),
                    found.row,
                    _rows(found),
                    standing.status.value,
                    standing.why,
                    found.hit.reason,
                    *_match_cells(found),
                    found.normalized,
                    vendor.country,
                    vendor.address,
                    ", ".join(entry.countries),
                    addresses_of(entry, vendor.country),
                    means_for_buyer(entry),
                    *decision_values(standing),
                    due,
                    means_for_exporter(entry),
                    legal_words(entry.list),
                    ", ".join(entry.programs),
                    entry.effective_date,
                    entry.end_date,
                    licence_words(entry.license_requirement),
                    licence_words(entry.license_policy),
                    ", ".join(entry.citations),
                    entry.source_url or info.link,
                    info.name,
                    score_parts(found.hit),
                    "",
                ),
            )
        )

    def add_screened(self, row: VendorRow, outcome: Outcome, first: int) -> None:
        """Write one vendor that has a verdict; `first` is the row that held it first."""
        entry = outcome.entry
        self.screened.append(
            (
                row.row,
                row.id,
                row.vendor.name,
                row.vendor.country,
                row.vendor.details,
                outcome.verdict.value,
                round(outcome.score, 1) if entry else None,
                entry.name if entry else None,
                entry.list if entry else None,
                entry.key if entry else None,
                first if first != row.row else None,
                self._table_id,
            )
        )

    def add_not_screened(self, row: VendorRow, cause: NotScreened | None) -> None:
        """Write one row that has no verdict, why, and what mends it."""
        cause = cause or NotScreened.NO_LETTERS
        cells = (row.row, row.id, row.vendor.name, row.vendor.country, _sentence(cause.value), what_to_do(cause))
        self.not_screened.append(cells)

    def add_near_miss(self, found: Found) -> None:
        """Write one vendor and one entry that it nearly resembles."""
        self.near_misses.append((*_vendor_cells(found), *_match_cells(found), found.vendor.country, found.hit.reason))

    def finish(self) -> None:
        """Close the four listings."""
        for listing in self.listings:
            listing.finish()

    @property
    def listings(self) -> tuple[Listing, ...]:
        """The four listings."""
        return self.flagged, self.screened, self.not_screened, self.near_misses


def _vendor_cells(found: Found) -> tuple[Value, ...]:
    return round(found.hit.score, 1), found.id, found.row, found.vendor.name


def _match_cells(found: Found) -> tuple[Value, ...]:
    hit = found.hit
    return hit.entry.list, hit.entry.key, hit.entry.name, hit.matched_name, kind_words(hit.matched_kind)


def _rows(found: Found) -> str:
    rows = ", ".join(map(str, found.twins))
    more = found.twin_count - len(found.twins)
    return f"{rows} and {more:,} more, see All screened" if more else rows


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
