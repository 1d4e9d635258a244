"""The hits of a review: where each stands by the ledger, by when it is to be decided, in which order they are shown."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from screening.review.fingerprints import facts_in, vendor_facts
from screening.review.standing import Standing, Status, standing_of, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from screening import EntityTable, Screener
    from screening.review.fingerprints import VendorFacts
    from workbook.review.audit import Auditor
    from workbook.review.pipeline import ReviewOptions
    from workbook.review.sheets import ReviewSheets
    from workbook.review.spool import Found, Spool
    from workbook.review.tally import Tally

__all__ = ["put_hits", "standings"]

TOP = 10  # vendors
BATCH = 500  # hits whose decisions are looked up together


def standings(
    hits: Iterable[Found], table: EntityTable, options: ReviewOptions
) -> Iterator[tuple[Found, Standing, date | None]]:
    """Yield every hit with where it stands, and the day by which it is to be decided, None if it is.

    An item that was open in the last review, or in the workbook that this one closes, keeps its
    day, so that one which nobody decides becomes overdue.
    """
    facts_of, today = facts_in(table), options.now.date()
    reviews = [one for one in (options.audit.previous, options.audit.closes) if one] if options.audit else []
    due = today + timedelta(days=options.policy.due_days)
    hits = iter(hits)
    while batch := [(found, _numbered(found)) for found in islice(hits, BATCH)]:
        keys = {vendor.key for _, vendors in batch for vendor in vendors}
        decisions = options.ledger.decisions_on(keys) if options.ledger else {}
        for found, vendors in batch:
            entry = facts_of(found.hit.entry)
            known = together([decisions.get((vendor.key, entry.key), ()) for vendor in vendors], vendors[0])
            second = options.policy.second_review
            standing = standing_of(known, vendors[0], entry, found.hit.verdict, today, second_review=second)
            reopened = standing.decision.decided if standing.decision and standing.causes else None
            numbers = {vendor.key for vendor in vendors}
            days = [one.due_of(numbers, entry.key, reopened) for one in reviews]
            since = min(filter(None, days), default=None)
            yield found, standing, (since or due) if standing.status.is_open else None


def put_hits(
    sheets: ReviewSheets,
    spool: Spool,
    tally: Tally,
    hits: Iterable[tuple[Found, Standing, date | None]],
    auditor: Auditor | None,
    screener: Screener,
    today: date,
) -> tuple[Found, ...]:
    """Write the hits, open ones first, and the near misses; return the first vendors with their best hits.

    Of one vendor no more open hits are written than the settings allow; the others are counted.
    """
    most = screener.settings.max_hits
    top: dict[int, Found] = {}  # a vendor's first row on the sheet is its best hit
    decided: list[tuple[Found, Standing, date | None]] = []
    for found, standing, due in _limited(_audited(hits, auditor), tally, most):
        tally.statuses[standing.status] += 1
        tally.overdue += due is not None and due < today
        if standing.status is Status.SILENCED:
            continue
        if standing.status.is_open:
            sheets.add_flagged(found, standing, due)
        else:
            decided.append((found, standing, due))
        if len(top) < TOP:
            top.setdefault(found.row, found)
    for found, standing, due in decided:
        sheets.add_flagged(found, standing, due)
    _put_near_misses(sheets, spool, most)
    return tuple(top.values())


def _audited(
    hits: Iterable[tuple[Found, Standing, date | None]], auditor: Auditor | None
) -> Iterator[tuple[Found, Standing, date | None]]:
    """Yield hits as they are, once the audit sheets know of them, also of those that are not shown."""
    for found, standing, due in hits:
        if auditor:
            auditor.add_standing(found, standing)
        yield found, standing, due


def _limited(
    hits: Iterable[tuple[Found, Standing, date | None]], tally: Tally, most: int
) -> Iterator[tuple[Found, Standing, date | None]]:
    """Yield hits without the open ones that are too many of one vendor."""
    open_rows: Counter[int] = Counter()
    for found, standing, due in hits:
        open_rows[found.row] += standing.status.is_open
        if standing.status.is_open and open_rows[found.row] > most:
            tally.add_unshown(found.row)
        else:
            yield found, standing, due


def _put_near_misses(sheets: ReviewSheets, spool: Spool, most: int) -> None:
    rows: Counter[int] = Counter()
    for found in spool.near_misses():
        rows[found.row] += 1
        if rows[found.row] <= most:
            sheets.add_near_miss(found)


def _numbered(found: Found) -> list[VendorFacts]:
    """Return the facts of a vendor under its number, and under the other numbers at which the file repeats it."""
    return [vendor_facts(found.vendor, number) for number in (found.id, *found.twin_ids)]
