"""The Summary of an audit workbook as a PDF beside it, for who files or signs paper.

It names the workbook, the review and the hash of the Manifest, so that paper and file
can be matched. A PDF carries a seal as a workbook does: a comment before its last
lines with the digest of all its bytes, by which one that was changed is told.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
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

__all__ = ["PDF", "SummaryPdfError", "is_untouched_pdf", "pdf_path", "refuse_taken", "seal", "write_summary_pdf"]

_END: Final = b"startxref"
_OPEN: Final = b"0" * 64  # stands where the digest will
_SEAL: Final = re.compile(rb"%Entity Check seal ([0-9a-f]{64})\n(?=startxref\s)")
_LARGEST: Final = 20_000_000  # bytes; ours have under 100,000


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


def seal(pdf: bytes) -> bytes:
    """Return `pdf` with a comment that holds a digest of all its bytes.

    Raises:
        PdfError: It does not end as a PDF does.
    """
    place = pdf.rfind(_END)
    if place < 0:
        raise PdfError("LibreOffice made a PDF without an end")
    parts = pdf[:place] + b"%Entity Check seal ", b"\n" + pdf[place:]
    return hashlib.sha256(_OPEN.join(parts)).hexdigest().encode().join(parts)


def is_untouched_pdf(path: Path) -> bool:
    """Return whether `path` is, byte for byte, a PDF that this program wrote."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            return False
        data = path.read_bytes()
    except OSError:
        return False
    seals = list(_SEAL.finditer(data))
    if not seals:
        return False
    start, end = seals[-1].span(1)
    return hashlib.sha256(data[:start] + _OPEN + data[end:]).hexdigest().encode() == seals[-1][1]


PDF: Final = FileKind(ending=".pdf", is_own=is_untouched_pdf)


def refuse_taken(workbook: Path) -> None:
    """Refuse, before any work, to write the PDF where another file is.

    Raises:
        OutputExistsError: Beside `workbook` is a PDF that is not just as this program wrote it.
    """
    target = pdf_path(workbook)
    if os.path.lexists(target) and not is_untouched_pdf(target):
        raise OutputExistsError(
            str(target),
            "it exists, and it is not a PDF just as Entity Check wrote it",
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

    A PDF that is there gives way only if it is as this program wrote it.

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
            staged_output(target, vendors.path, replace=Replace.OWN, kind=PDF) as staged,
            tempfile.TemporaryDirectory(prefix="entity-check-", ignore_cleanup_errors=True) as name,
        ):
            folder = Path(name)
            made = to_pdf(office, _summary_only(folder, summary, vendors, screener, options), folder)
            made.write_bytes(seal(made.read_bytes()))
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
