"""The Summary as a PDF: what stands in it, and that no file gives way to it."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.workbook.review.conftest import NOW
from workbook.read.vendor_file import open_vendors
from workbook.review.checksum import checksum_path
from workbook.review.output import OutputExistsError
from workbook.review.pipeline import ReviewOptions
from workbook.review.seal import is_untouched_review
from workbook.review.summary_pdf import SummaryPdfError, pdf_path, refuse_taken, write_summary_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening import Screener
    from workbook.review.tally import ReviewSummary

    Write = Callable[[Path], Path]

PLAIN = b"%PDF-1.6\n1 0 obj\nendobj\nxref\ntrailer\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def write(audit: ReviewSummary, screener: Screener, folder: Path) -> Write:
    """Return a function that writes the PDF of an audit workbook with a given program."""

    def make(office: Path) -> Path:
        options = ReviewOptions(out=audit.path, now=NOW)
        with open_vendors(folder / "vendors.csv") as file:
            return write_summary_pdf(office, audit, file, screener, options)

    return make


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    """Return a program that makes a small PDF."""
    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")
    path = tmp_path / "soffice"
    (tmp_path / "plain.pdf").write_bytes(PLAIN)
    path.write_text(f'#!/bin/sh\ncp "{tmp_path}/plain.pdf" summary.pdf\n', encoding="utf-8")
    path.chmod(0o755)
    return path


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_pages(soffice: str, write: Write, audit: ReviewSummary) -> None:
    """The Summary alone, its charts included, and all by which it is matched to its workbook."""
    path = write(Path(soffice))
    assert path == audit.path.with_suffix(".pdf")
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) == 3
    assert all(f"review {audit.review}, table {audit.table_id}" in page for page in pages)
    assert all(f"Page {number} of 3" in page for number, page in enumerate(pages, 1))
    assert "Summary of the audit workbook audit.xlsx" in pages[0]
    assert len(audit.manifest) == 64
    assert audit.manifest in pages[0]
    assert "Vendors by verdict" in pages[0]  # the title of a chart
    assert pages[1].lstrip().startswith("Hits per list")
    assert "Kvarn" not in text  # no vendor: they are on other sheets
    assert is_untouched_review(audit.path)


def test_pdf_is_read_by_others(soffice: str, write: Write) -> None:
    """Without a word of warning."""
    found = subprocess.run(["pdfinfo", str(write(Path(soffice)))], check=True, capture_output=True, text=True)
    assert found.stderr == ""
    assert "Summary of audit.xlsx, review R-" in found.stdout


def test_nothing_else_is_left(stand_in: Path, write: Write, folder: Path) -> None:
    """The PDF is what LibreOffice made, and no other file is in the folder."""
    path = write(stand_in)
    assert path.read_bytes() == PLAIN
    assert _names(folder) == {"vendors.csv", "review.xlsx", "audit.xlsx", "audit.pdf", "audit.xlsx.sha256"}


def test_other_pdf_stays(stand_in: Path, write: Write, audit: ReviewSummary) -> None:
    """One that somebody has signed, say; the workbook is complete all the same."""
    path = pdf_path(audit.path)
    path.write_bytes(signed := PLAIN + b"signature")
    with pytest.raises(SummaryPdfError, match=r"audit\.xlsx is complete, but .*audit\.pdf was not written: it exists"):
        write(stand_in)
    assert path.read_bytes() == signed
    assert is_untouched_review(audit.path)
    assert checksum_path(audit.path).is_file()


@pytest.mark.parametrize("script", ["exit 1", "echo nonsense > summary.pdf", "printf %%PDF-1.6 > summary.pdf"])
def test_failure_leaves_nothing(stand_in: Path, write: Write, folder: Path, script: str) -> None:
    """No PDF and no part of one; the error says which of the two files there is, also from another process."""
    stand_in.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    before = _names(folder)
    with pytest.raises(SummaryPdfError, match="is complete, but") as caught:
        write(stand_in)
    assert _names(folder) == before
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own bytes


def test_taken(tmp_path: Path) -> None:
    """A file and a folder hinder; where nothing is, nothing does."""
    refuse_taken(tmp_path / "a.xlsx")
    (tmp_path / "a.pdf").write_bytes(PLAIN)
    (tmp_path / "b.pdf").mkdir()
    for name in ("a.xlsx", "b.xlsx"):
        with pytest.raises(OutputExistsError, match=r"\.pdf.*leave out --pdf"):
            refuse_taken(tmp_path / name)
