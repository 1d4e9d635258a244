"""On A4 and on Letter no column is cut, and columns that belong together share a page."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tests.workbook.review.conftest import converted
from workbook.review.audit_sheets import CHANGES, CLEARANCES, DECISION_LOG, TESTS
from workbook.review.manifest import MANIFEST
from workbook.review.printing import scale_of
from workbook.review.reference_sheets import LISTS, SETTINGS
from workbook.review.sheets import FLAGGED, NEAR_MISSES, NOT_SCREENED, SCREENED

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.review.listing import SheetDesign
    from workbook.review.tally import ReviewSummary

DESIGNS = (
    FLAGGED,
    SCREENED,
    NOT_SCREENED,
    NEAR_MISSES,
    DECISION_LOG,
    CHANGES,
    CLEARANCES,
    LISTS,
    SETTINGS,
    TESTS,
    MANIFEST,
)
MANY_PAGES = [design for design in DESIGNS if design.pages]
PAPERS = {"letter": ("1", (612.0, 792.0)), "a4": ("9", (595.3, 841.9))}
_FOOTER = re.compile(r"review (?P<review>\S+), table \S+\s+(?P<sheet>\S.*?)\s+Page (?P<page>\d+) of (?P<pages>\d+)")


def _on(paper: str, path: Path, out: Path) -> Path:
    """Return a copy of a workbook whose sheets are printed on `paper`."""
    number, _ = PAPERS[paper]
    copy = out / f"{paper}.xlsx"
    with ZipFile(path) as source, ZipFile(copy, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb' paperSize="\d+"', f' paperSize="{number}"'.encode(), data)
            target.writestr(part, data)
    return copy


def _printed(soffice: str, path: Path, out: Path) -> list[str]:
    """Return the text of each page, as LibreOffice prints it."""
    texts = ["pdftotext", "-layout", str(converted(soffice, path, "pdf", out)), "-"]
    return subprocess.run(texts, check=True, capture_output=True, text=True, timeout=60).stdout.split("\f")[:-1]


def _words(text: str) -> set[str]:
    return set(re.split(r"\s+", text))


def _groups(design: SheetDesign) -> list[list[str]]:
    """Return the headers of each page across, the repeated ones on all of them."""
    headers = [column.header for column in design.columns]
    if not design.pages:
        return [headers]
    repeated = headers[: ord(design.repeated[-1]) - ord("A") + 1]
    starts = [len(repeated), *(headers.index(header) for header in design.pages), len(headers)]
    return [[*repeated, *headers[one:next_]] for one, next_ in pairwise(starts)]


@pytest.mark.parametrize("paper", PAPERS)
def test_both_papers(soffice: str, audit: ReviewSummary, tmp_path: Path, paper: str) -> None:
    """Each page across begins with the columns that it should, all of them legible, whole and named at its foot."""
    pages = _printed(soffice, _on(paper, audit.path, tmp_path), tmp_path)
    size = subprocess.run(
        ["pdfinfo", str(tmp_path / f"{paper}.pdf")], check=True, capture_output=True, text=True
    ).stdout
    assert all(f"{side:g}"[:3] in size for side in PAPERS[paper][1])
    feet = [_FOOTER.search(page) for page in pages]
    assert all(feet), [page for page, foot in zip(pages, feet, strict=True) if not foot]
    found = [(foot["sheet"], page) for foot, page in zip(feet, pages, strict=True) if foot]
    assert {foot["review"] for foot in feet if foot} == {audit.review}
    for design in DESIGNS:
        printed = [page for sheet, page in found if sheet == design.title]
        groups = _groups(design)
        down = len(printed) // len(groups)
        assert len(printed) == down * len(groups) > 0, design.title
        for number, headers in enumerate(groups):
            for page in printed[number * down : (number + 1) * down]:
                missing = {word for header in headers for word in header.split()} - _words(page)
                assert not missing, (design.title, number, missing)


@pytest.mark.parametrize("paper", PAPERS)
def test_summary_pages(soffice: str, audit: ReviewSummary, tmp_path: Path, paper: str) -> None:
    """The first page ends with the verdicts, and the second begins with the lists; three pages in all."""
    pages = _printed(soffice, _on(paper, audit.path, tmp_path), tmp_path)
    summary = [page for page in pages if re.search(r"\bSummary\s+Page", page)]
    assert len(summary) == 3
    assert "Verdicts" in summary[0]
    assert summary[0].index("Total") > summary[0].index("Verdicts")
    assert summary[1].lstrip().startswith("Hits per list")
    assert summary[2].lstrip().startswith("Since the last review")


@pytest.mark.parametrize("design", MANY_PAGES, ids=lambda design: design.title)
def test_scale_is_legible(audit: ReviewSummary, design: SheetDesign) -> None:
    """At least 5.5 points of 10, with breaks of its own: Excel ignores breaks where it fits a sheet to pages."""
    sheet = load_workbook(audit.path)[design.title]
    assert not (sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
    assert sheet.page_setup.scale is not None
    assert 55 <= sheet.page_setup.scale <= 100
    assert len(sheet.col_breaks.brk) == len(design.pages)
    assert sheet.print_title_cols == "${}:${}".format(*design.repeated.split(":"))


@pytest.mark.parametrize(
    ("widths", "repeated", "breaks", "scale"),
    [
        pytest.param([10.0, 50.0, 50.0], 1, [2], 100, id="small-sheets-are-not-blown-up"),
        pytest.param([25.0, 200.0, 200.0], 1, [2], 50, id="repeated-columns-count-on-each-page"),
        pytest.param([25.0, 200.0, 10.0], 1, [2], 50, id="the-widest-page-decides"),
        pytest.param([25.0, 200.0, 200.0], 0, [2], 50, id="nothing-repeated"),
        pytest.param([25.0, 9_000.0], 1, [], 10, id="not-below-the-limit-of-excel"),
    ],
)
def test_scale(widths: list[float], repeated: int, breaks: list[int], scale: int) -> None:
    """720 points of room for digits of 6.4 points."""
    assert scale_of(widths, repeated, breaks) == scale
