"""What the command line and the ribbon share about audit workbooks: archive, verifying, the ledger's word."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from addin.target import last_target
from screening import EntityTable
from screening.errors import LedgerMissingError, TableError
from screening.review.ledger import Ledger
from screening.table.archive import Archive, data_folder
from screening.table.opened import read_manifest
from workbook.errors import InputError
from workbook.review.audit import AuditOptions
from workbook.review.previous import read_open_items
from workbook.review.signatures import check_ledger
from workbook.review.verify import verify_audit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date
    from pathlib import Path

    from workbook.review.previous import PreviousReview
    from workbook.review.signatures import LedgerCheck
    from workbook.review.verify import Verification

__all__ = ["archived_tables", "audit_options", "closing", "ledger_check", "published_day", "verified"]


def archived_tables(folder: Path | None = None) -> Callable[..., EntityTable]:
    """Return what opens the entity table with an id, and chosen lists of it, from this user's archive.

    Args:
        folder: A table that need not be in the archive; None for none.
    """
    archive = Archive(data_folder())

    def opened(table_id: str, lists: Collection[str] | None = None) -> EntityTable:
        if folder is not None and read_manifest(folder).id == table_id:
            return EntityTable.open(folder, lists=lists)
        return archive.open(table_id, lists)

    return opened


def audit_options(
    table: EntityTable,
    previous: PreviousReview | None,
    *,
    period: str,
    preparer: str = "",
    closes: PreviousReview | None = None,
) -> AuditOptions:
    """Keep the table of a review in the archive and return what makes the review one for an auditor.

    Raises:
        TableError: The table cannot be kept.
    """
    archive = Archive(data_folder())
    archive.keep(table)
    tables = partial(archive.open, lists=previous.lists if previous else None)
    return AuditOptions(tables=tables, previous=previous, closes=closes, preparer=preparer, period=period)


def published_day(table_id: str) -> date | None:
    """Return of which day an archived table is, None if it is not in the archive."""
    with suppress(TableError):
        return read_manifest(Archive(data_folder()).root / table_id).published
    return None


def closing(named: Path | None, vendors: Path, previous: Path | None) -> PreviousReview | None:
    """Return the workbook of this same review in which decisions were filled in, None if there is none.

    Args:
        named: It, if the user names it.
        vendors: The vendor file, else: the last audit workbook beside it counts.
        previous: The workbook of the last review, which is another one.

    Raises:
        InputError: The one that the user names cannot be used.
    """
    if named:
        return read_open_items(named)
    found = last_target(vendors, "audit")
    if found is None or (previous and previous.exists() and found.samefile(previous)):
        return None
    with suppress(InputError, OSError):  # nobody said that it should count
        return read_open_items(found)
    return None


def verified(audit: Path, folder: Path | None = None, progress: Callable[[float], None] | None = None) -> Verification:
    """Return what can be said for and against an audit workbook, its vendors screened once more.

    Args:
        audit: The workbook.
        folder: A table that need not be in the archive; None for none.
        progress: Called again and again with how much is done, 0 to 1.
    """
    return verify_audit(audit, archived_tables(folder), progress=progress)


def ledger_check(audit: Path, found: Verification, where: str | None) -> LedgerCheck | None:
    """Return what the ledger says of an audit workbook; None if there is no ledger or nothing to ask it.

    Args:
        audit: The workbook.
        found: What came of verifying it.
        where: The ledger; None for this user's own.

    Raises:
        LedgerMissingError: There is none at `where`: who names one wants it to be asked.
    """
    if not found.content.signed:
        return None
    try:
        with Ledger.open(where, create=False) as opened:
            return check_ledger(audit, found.content.signed, opened)
    except LedgerMissingError:
        if where:
            raise
        return None
