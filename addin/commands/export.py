"""The group Export: the review of the sheet's vendors as a workbook of its own, or its summary as PDF."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from addin.errors import DeskError
from addin.target import free_target
from addin.vendors import sheet_list
from screening.model import Verdict
from workbook.review.output import OutputUnwritableError, Replace
from workbook.review.pipeline import ReviewOptions, write_review
from workbook.review.summary import SUMMARY_TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from addin.desk import Desk
    from addin.session import Session
    from workbook.review.tally import ReviewSummary

__all__ = ["export_pdf", "export_review", "export_summary"]


def export_summary(desk: Desk, session: Session) -> None:
    """Open the review of the sheet's vendors as a new workbook, which no file holds yet."""
    if sys.platform == "darwin":  # Excel for Mac opens files only
        export_review(desk, session)
        return
    with _scratch() as folder:
        summary = _write(desk, session, folder / f"{Path(desk.book).stem}-review.xlsx", Replace.ANY)
        desk.open_book(summary.path, as_new=True)
    desk.tell(f"{_said(summary)} The new workbook is not saved yet; {desk.book} is as it was.")


def export_review(desk: Desk, session: Session) -> None:
    """Save the review of the sheet's vendors beside the workbook and open it."""
    source = desk.path
    summary = _write(desk, session, free_target(source), Replace.NONE)
    desk.open_book(summary.path, as_new=False)
    desk.tell(f"{_said(summary)} The review is saved as {summary.path}; {desk.book} is as it was.")


def export_pdf(desk: Desk, session: Session) -> None:
    """Save the Summary sheet of the review of the sheet's vendors as PDF beside the workbook."""
    target = _free_pdf(desk.path)
    with _scratch() as folder:
        summary = _write(desk, session, folder / "review.xlsx", Replace.ANY)
        try:
            with desk.quiet():
                desk.to_pdf(summary.path, SUMMARY_TITLE, target)
        except Exception as error:
            raise DeskError(f"Excel did not make the PDF ({error}). Make the review workbook and print it.") from error
    desk.tell(f"{_said(summary)} The summary is saved as {target}.")


def _write(desk: Desk, session: Session, out: Path, replace: Replace) -> ReviewSummary:
    """Screen the vendor list of the sheet and write the review; nothing is written if the user presses Esc."""
    screener = session.screener()
    vendors, _ = sheet_list(desk)
    options = ReviewOptions(
        out=out,
        now=datetime.now(UTC).astimezone(),
        replace=replace,
        next_free=partial(free_target, desk.path) if replace is Replace.NONE else None,
    )
    with desk.quiet(), vendors:
        desk.progress("screening (Esc stops)")
        return write_review(
            vendors,
            screener,
            options,
            progress=lambda rows: desk.progress(f"{rows:,} rows screened (Esc stops)"),
        )


def _said(summary: ReviewSummary) -> str:
    flagged = ", ".join(
        f"{summary.by_verdict[verdict]:,} {verdict.value}" for verdict in (Verdict.LISTED, Verdict.REVIEW)
    )
    return f"{summary.rows_in:,} rows read: {flagged}, {summary.not_screened:,} not screened."


def _free_pdf(source: Path) -> Path:
    number = 1
    while True:
        target = source.with_name(f"{source.stem}-summary{f'-{number}' if number > 1 else ''}.pdf")
        if not target.exists():
            return target
        number += 1


@contextmanager
def _scratch() -> Iterator[Path]:
    """Yield a folder that is gone afterwards; Excel keeps what it opened as new in memory."""
    try:
        with tempfile.TemporaryDirectory(prefix="entity-check-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    except OSError as error:
        raise OutputUnwritableError(tempfile.gettempdir(), str(error), "Free some space and try again.") from error
