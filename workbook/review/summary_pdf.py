"""The Summary of an audit workbook as a PDF beside it, for who files or signs paper.

It names the workbook, the review and the hash of the Manifest, so that paper and file
can be matched.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from screening.errors import EntityCheckError
from workbook.office import PdfError, to_pdf
from workbook.review.output import FileKind, OutputExistsError, Replace, staged_output
from workbook.review.summary import SUMMARY_TITLE, write_summary
from workbook.review.write import open_workbook, save_workbook

if TYPE_CHECKING:
    from screening import Screener
    from workbook.read.vendor_file import VendorFile
    from workbook.review.pipeline import ReviewOptions
    from workbook.review.tally import ReviewSummary

__all__ = ["SummaryPdfError", "pdf_path", "refuse_taken", "write_summary_pdf"]

_END: Final = b"startxref"
_PDF: Final = FileKind(ending=".pdf", is_own=lambda _path: False)  # it may be signed: none gives way


class SummaryPdfError(PdfError):
    """The audit workbook is complete, its PDF was not made."""

    def __init__(self, workbook: str, pdf: str, why: str) -> None:
        """Name both files and what stood in the way."""
        super().__init__(workbook, pdf, why)
        self.workbook, self.pdf, self.why = workbook, pdf, why

    def __str__(self) -> str:
        return (
            f"The audit workbook {self.workbook} is complete, but {self.pdf} was not written: {self.why.rstrip('.')}. "
            "Print the sheet Summary instead, or run the review again with --pdf and another --out."
        )


def pdf_path(workbook: Path) -> Path:
    """Return where the PDF of an audit workbook goes."""
    return workbook.with_suffix(".pdf")


def refuse_taken(workbook: Path) -> None:
    """Refuse, before any work, to write the PDF where another file is.

    Raises:
        OutputExistsError: There is a file where the PDF of `workbook` goes.
    """
    target = pdf_path(workbook)
    if os.path.lexists(target):
        raise OutputExistsError(
            str(target),
            "it exists, and it may be signed",
            "Choose another name with --out, move that file away, or leave out --pdf.",
        )


def write_summary_pdf(
    office: Path,
    summary: ReviewSummary,
    vendors: VendorFile,
    screener: Screener,
    options: ReviewOptions,
) -> Path:
    """Write the Summary of a finished audit workbook as a PDF beside it, and return its path.

    A file that is there stays.

    Args:
        office: LibreOffice, as `find_office` returns it.
        summary: What `write_review` returned.
        vendors: The vendor file.
        screener: What it was screened with.
        options: What `write_review` was given.

    Raises:
        SummaryPdfError: It cannot be written; the workbook is complete.
    """
    target = pdf_path(summary.path)
    try:
        with (
            staged_output(target, vendors.path, replace=Replace.NONE, kind=_PDF) as staged,
            tempfile.TemporaryDirectory(prefix="entity-check-", ignore_cleanup_errors=True) as name,
        ):
            folder = Path(name)
            made = to_pdf(office, _summary_only(folder, summary, vendors, screener, options), folder)
            if _END not in made.read_bytes():
                raise PdfError("LibreOffice made a PDF without an end")
            shutil.copyfile(made, staged.part)
    except (EntityCheckError, OSError) as error:
        why = error.why if isinstance(error, OutputExistsError) else str(error)
        raise SummaryPdfError(str(summary.path), str(target), why) from error
    return target


def _summary_only(
    folder: Path, summary: ReviewSummary, vendors: VendorFile, screener: Screener, options: ReviewOptions
) -> Path:
    """Write a workbook that holds the Summary and nothing else: the other sheets may have a million rows."""
    path = folder / "summary.xlsx"
    subject = f"Summary of {summary.path.name}, review {summary.review}"
    with open_workbook(title="Vendor review", subject=subject, now=options.now) as book:
        write_summary(book.create_sheet(SUMMARY_TITLE), summary, vendors, screener, options, alone=True)
        save_workbook(book, path)
    return path
