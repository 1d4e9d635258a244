"""Screen a vendor file and write what was found as a review workbook.

    vendor rows -> duplicates set aside -> screened in chunks -> sheets, streamed

Memory does not grow with the number of rows: what must be remembered of them
goes to a spool on disk.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from screening.errors import ArgumentError, LedgerDamagedError
from screening.model import Verdict
from screening.review.policy import ReviewPolicy
from screening.review.standing import Status
from screening.table.as_of import JudgedBy
from workbook.review.audit import Auditor
from workbook.review.hits import put_hits, standings
from workbook.review.manifest import write_manifest
from workbook.review.output import Replace, refuse_checksum, staged_output, write_checksum
from workbook.review.reference_sheets import footer_of, judged_by, review_id, write_lists, write_settings
from workbook.review.sheets import ReviewSheets
from workbook.review.spool import Outcome, open_spool
from workbook.review.summary import SUMMARY_TITLE, write_summary
from workbook.review.tally import NearCount, ReviewInconsistentError, ReviewSummary, Tally
from workbook.review.write import open_workbook, save_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from screening import Screener
    from screening.model import NotScreened, Screening
    from screening.review.decision import Decision
    from screening.review.records import Record
    from workbook.read.vendor_file import VendorFile, VendorRow
    from workbook.review.audit import AuditNumbers, AuditOptions
    from workbook.review.previous import PreviousReview
    from workbook.review.spool import Found, Spool

__all__ = ["DecisionSource", "ReviewOptions", "write_review"]

CHUNK = 10_000  # rows screened together: enough to share between cores, too few to matter in memory
MOST_HITS = 1_000  # of one vendor that decisions are looked up for


class DecisionSource(Protocol):
    """Where earlier decisions are; a ledger."""

    @property
    def id(self) -> str:
        """Which ledger it is."""
        ...

    def must_hold(self) -> None:
        """Raise `LedgerDamagedError` if a record is not as it was written."""
        ...

    def decisions_on(self, vendor_keys: Iterable[str]) -> Mapping[tuple[str, str], Sequence[Decision]]:
        """Return the decisions on these vendors by vendor key and entry key, oldest first."""
        ...

    def records(self, since: int = 0) -> Iterator[Record]:
        """Yield the records after the first `since`, oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOptions:
    """How one review is made.

    Attributes:
        out: Where the review workbook goes; ends in `.xlsx`.
        now: The time of the review, with its offset from UTC; the one clock of the whole workbook.
        as_of: Judge by the entries in force on this day; None for the table's own date.
        replace: Which file at `out` may be replaced; that is looked at when the review is done.
        next_free: Gives another name in the same folder if `out` is taken; None to fail.
        ledger: Decisions of earlier reviews; None to leave every hit open.
        policy: Rules of the review.
        audit: What makes it an audit workbook; None for a review workbook.
        source_sha256: Hash of the vendor file; `write_review` sets it.

    Raises:
        ArgumentError: `now` has no offset from UTC.
    """

    out: Path
    now: datetime
    as_of: date | None = None
    replace: Replace = Replace.ANY
    next_free: Callable[[], Path] | None = None
    ledger: DecisionSource | None = None
    policy: ReviewPolicy = field(default_factory=ReviewPolicy)
    audit: AuditOptions | None = None
    source_sha256: str = ""

    def __post_init__(self) -> None:
        if self.now.utcoffset() is None:
            raise ArgumentError(f"The time of the review, {self.now}, has no UTC offset; pass an aware datetime.")


def write_review(
    vendors: VendorFile,
    screener: Screener,
    options: ReviewOptions,
    *,
    progress: Callable[[int], None] | None = None,
) -> ReviewSummary:
    """Screen every row of `vendors`, write the review workbook and return its numbers.

    A workbook that stands at `options.out` is replaced in one step if
    `options.replace` allows it, or stays as it was if anything fails. Equal vendors,
    table, settings and clock give equal bytes.

    Args:
        vendors: The vendor file; read once, never changed.
        screener: Entity table and settings to screen with.
        options: Target, clock and date.
        progress: Called with the number of rows done, after every chunk.

    Raises:
        OutputSameAsInputError: `options.out` is the vendor file.
        OutputExistsError: It exists and `options.replace` does not allow to replace it.
        OutputUnwritableError: It cannot be written; says why.
        ReviewInconsistentError: The counts do not add up.
        InputError: The vendor file cannot be read to its end.
        TableError: The entity table cannot be used.
        LedgerError: The ledger cannot be read, or is not as it was written.
    """
    if options.ledger is not None:
        options.ledger.must_hold()
        _refuse_older(options.ledger, options.audit.previous if options.audit else None)
    if options.audit and options.replace is not Replace.ANY:
        refuse_checksum(options.out)
    options = replace(options, source_sha256=vendors.sha256)
    with (
        staged_output(options.out, vendors.path, replace=options.replace, next_free=options.next_free) as staged,
        open_spool() as spool,
        open_workbook(title="Vendor review", subject=f"Screening of {vendors.path.name}", now=options.now) as book,
    ):
        summary_sheet = book.create_sheet(SUMMARY_TITLE)
        review = review_id(screener, options)
        footer = footer_of(screener.table, review)
        sheets = ReviewSheets(
            book,
            footer=footer,
            table_id=screener.table.id,
            review=review,
        )
        auditor = Auditor(book, screener, options, options.audit) if options.audit else None
        tally = Tally()
        # A limit of hits is one of rows to decide: what a decision silences must not stand in for a hit.
        wide = screener.keeping(MOST_HITS)
        for row, outcome, first in _outcomes(vendors, wide, spool, tally, options.as_of, progress):
            _put(sheets, tally, row, outcome, first)
            if first != row.row:
                spool.keep_twin(first, row.row, row.id)
            if auditor and outcome.verdict is not Verdict.NOT_SCREENED:
                auditor.see(row, outcome.verdict, is_duplicate=first != row.row)
        top = put_hits(
            sheets,
            spool,
            tally,
            standings(spool.flagged(), screener.table, options),
            auditor,
            screener,
            options.now.date(),
        )
        tally.check(written=sheets.screened.rows, not_screened=sheets.not_screened.rows, flagged=sheets.flagged.rows)
        sheets.finish()
        numbers = auditor.finish() if auditor else None
        summary = _summary(tally, screener, options, top, numbers)
        listings = [*sheets.listings, write_lists(book, screener, options)]
        listings.append(write_settings(book, screener, options, flagged=sheets.flagged.rows))
        if auditor and numbers:
            listings += [*auditor.listings, auditor.write_tests(numbers)]
        page = write_summary(summary_sheet, summary, vendors, screener, options)
        digests = [page.digest, *(digest for listing in listings for digest in listing.digests)]
        if auditor:
            summary = replace(summary, manifest=write_manifest(book, digests, footer))
        save_workbook(book, staged.part)
    if auditor:
        write_checksum(staged.path)
    return replace(summary, path=staged.path)


def _refuse_older(ledger: DecisionSource, previous: PreviousReview | None) -> None:
    """Refuse a ledger that lacks what the last review shows of it, as one restored from an old copy does."""
    if previous is None or previous.ledger != ledger.id or not previous.log_end[0]:
        return
    position, shown = previous.log_end
    held = next(ledger.records(position - 1), None)
    if held is None or held.hash != shown:
        raise LedgerDamagedError(
            f"The ledger lacks record {position} as the last review, {previous.file}, shows it: it is an older copy, "
            "or has another past, and decisions would be forgotten. Nothing was done; restore it from a newer export, "
            "or leave the last review out if there is none."
        )


def _outcomes(
    vendors: VendorFile,
    screener: Screener,
    spool: Spool,
    tally: Tally,
    as_of: date | None,
    progress: Callable[[int], None] | None,
) -> Iterator[tuple[VendorRow, Outcome, int]]:
    """Yield every row with its outcome and the row that held the same vendor first."""
    rows = iter(vendors.rows())
    while chunk := list(islice(rows, CHUNK)):
        firsts = [row.row if row.problem else spool.first_row(row.vendor, row.row) for row in chunk]
        fresh = [row for row, first in zip(chunk, firsts, strict=True) if first == row.row and not row.problem]
        for row, screening in zip(fresh, _screened(screener, fresh, as_of), strict=True):
            spool.keep(row.row, _outcome(screening))
            spool.keep_hits(row.row, row.id, row.vendor, screening)
            tally.add_screening(screening, screener.settings.review_at)
        tally.rows_in += len(chunk)
        for row, first in zip(chunk, firsts, strict=True):
            yield row, _unread(row.problem) if row.problem else spool.outcome(first), first
        if progress is not None:
            progress(tally.rows_in)


def _screened(screener: Screener, rows: list[VendorRow], as_of: date | None) -> list[Screening]:
    screenings = screener.screen_many([row.vendor for row in rows], as_of=as_of)
    if len(screenings) != len(rows):
        raise ReviewInconsistentError("screenings of a chunk", len(rows), len(screenings))
    return screenings


def _outcome(screening: Screening) -> Outcome:
    best = screening.best
    return Outcome(
        verdict=screening.verdict,
        score=best.score if best else 0.0,
        entry=best.entry if best else None,
        cause=screening.not_screened,
    )


def _unread(problem: NotScreened) -> Outcome:
    return Outcome(verdict=Verdict.NOT_SCREENED, cause=problem)


def _put(sheets: ReviewSheets, tally: Tally, row: VendorRow, outcome: Outcome, first: int) -> None:
    if outcome.verdict is Verdict.NOT_SCREENED:
        tally.not_screened += 1
        sheets.add_not_screened(row, outcome.cause)
        return
    counter = tally.vendors if first == row.row else tally.duplicates
    counter[outcome.verdict] += 1
    sheets.add_screened(row, outcome, first)


def _summary(
    tally: Tally, screener: Screener, options: ReviewOptions, top: tuple[Found, ...], audit: AuditNumbers | None
) -> ReviewSummary:
    table = screener.table
    basis = judged_by(screener, options)
    age = table.age_days(basis.day if basis and basis.by is not JudgedBy.DATES else options.now.date())
    verdicts = (Verdict.LISTED, Verdict.REVIEW, Verdict.CLEAR)
    return ReviewSummary(
        path=options.out,
        rows_in=tally.rows_in,
        screened=tally.vendors.total(),
        duplicates=tally.duplicates.total(),
        not_screened=tally.not_screened,
        by_verdict={verdict: tally.vendors[verdict] for verdict in verdicts},
        duplicates_by_verdict={verdict: tally.duplicates[verdict] for verdict in verdicts},
        by_list=tally.by_list(table.lists),
        flagged=tally.flagged,
        by_status={status: tally.statuses[status] for status in Status},
        overdue=tally.overdue,
        unshown=tally.unshown,
        unshown_vendors=len(tally.unshown_rows),
        near_misses=NearCount(close=tally.near_close, all=tally.near_all),
        top=top,
        table_id=table.id,
        published=table.published,
        age_days=age,
        stale=age > screener.settings.stale_after_days,
        review=review_id(screener, options),
        audit=audit,
        basis=basis,
    )
