"""Streamed sheets: tables, text that stays text, further sheets where one is full."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from workbook.review import listing
from workbook.review.listing import Column, Kind, Listing, SheetDesign
from workbook.review.write import open_workbook, save_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl import Workbook

DESIGN = SheetDesign(
    title="Found rows",
    empty="Nothing was found.",
    frozen=1,
    columns=(
        Column("Row", 10, Kind.ROW),
        Column("Name", 20, wrap=True),
        Column("Day", 12, Kind.DATE),
        Column("Link", 30, Kind.LINK),
    ),
)
RISKY = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'quoted", "#N/A", "00123", "TRUE", "2026-01-31")
TEXTS = (*RISKY, "a\x01b")


def _write(path: Path, rows: Sequence[Sequence[str | int | date | None]], limit: int = 100) -> Workbook:
    with open_workbook(title="T", subject="S", now=datetime(2026, 8, 14, tzinfo=UTC)) as book:
        sheet = Listing(book, DESIGN, footer="A & B", limit=limit)
        for row in rows:
            sheet.append(row)
        sheet.finish()
        save_workbook(book, path)
    return load_workbook(path)


def _xml(path: Path, part: str = "xl/worksheets/sheet1.xml") -> str:
    with ZipFile(path) as archive:
        return archive.read(part).decode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the workbook goes."""
    return tmp_path / "listing.xlsx"


def test_vendor_text_stays_text(path: Path) -> None:
    """No formula, no error value, no number; marked so that editing keeps it text."""
    sheet = _write(path, [(n, text, None, None) for n, text in enumerate(TEXTS, 2)])["Found rows"]
    cells = [sheet.cell(row, 2) for row in range(2, len(TEXTS) + 2)]
    shown = [text.replace("\r", "\\x0d").replace("\x01", "\\x01") for text in TEXTS]
    assert [cell.value for cell in cells] == shown
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells] == [True] * len(RISKY) + [False]
    xml = _xml(path)
    assert not re.search(r"<f[ >/]", xml)
    assert set(re.findall(r' t="(\w+)"', xml)) == {"inlineStr", "n"}


def test_table(path: Path) -> None:
    """Header, filter and frozen panes fit the rows."""
    sheet = _write(path, [(2, "Kvarn", date(2026, 1, 31), "https://example.org/")])["Found rows"]
    table = sheet.tables["Foundrows"]
    assert (table.ref, table.autoFilter.ref) == ("A1:D2", "A1:D2")
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref is None  # two filters over one range make Excel repair the file
    assert sheet["C2"].value.date() == date(2026, 1, 31)
    assert sheet["D2"].hyperlink.target == "https://example.org/"


def test_printing(path: Path) -> None:
    """Header row on every page, page x of y, an ampersand in the footer is no code."""
    sheet = _write(path, [])["Found rows"]
    assert sheet.print_title_rows == "$1:$1"
    assert "Page &amp;P of &amp;N" in _xml(path)
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert "A &amp;&amp; B" in _xml(path)


def test_no_rows(path: Path) -> None:
    """An empty sheet says so and holds no table, since Excel allows none without rows."""
    sheet = _write(path, [])["Found rows"]
    assert not sheet.tables
    assert sheet["A2"].value == "Nothing was found."


def test_full_sheet_goes_on_in_a_further_one(path: Path) -> None:
    """Each sheet has its header and its own table; no row is lost."""
    book = _write(path, [(n, f"Vendor {n}", None, None) for n in range(7)], limit=4)
    assert book.sheetnames == ["Found rows", "Found rows (2)", "Found rows (3)"]
    assert [sheet.max_row for sheet in book] == [4, 4, 2]
    assert [row[0] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)] == list(range(7))
    assert [name for sheet in book for name in sheet.tables] == ["Foundrows", "Foundrows2", "Foundrows3"]


def test_links_are_rationed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel drops links above 65,530 a sheet; only web addresses become links at all."""
    monkeypatch.setattr(listing, "SHEET_LINKS", 1)
    addresses = ("javascript:alert(1)", "https://example.org/1", "https://example.org/2")
    sheet = _write(path, [(n, "K", None, address) for n, address in enumerate(addresses)])["Found rows"]
    assert [sheet.cell(row, 4).value for row in (2, 3, 4)] == list(addresses)
    assert [sheet.cell(row, 4).hyperlink is not None for row in (2, 3, 4)] == [False, True, False]


def test_nothing_is_kept_of_written_rows(tmp_path: Path) -> None:
    """Constant memory by construction: neither heights nor cells nor texts stay."""
    with open_workbook(title="T", subject="S", now=datetime(2026, 8, 14, tzinfo=UTC)) as book:
        sheet = Listing(book, DESIGN, footer="")
        for number in range(500):
            sheet.append((number, "Kvarn " * 10, None, None))
        streamed = book.worksheets[0]
        assert len(streamed.row_dimensions) == 0
        assert not hasattr(streamed, "_cells") or not streamed._cells
        sheet.finish()
        save_workbook(book, tmp_path / "listing.xlsx")


def test_heights_show_the_text(path: Path) -> None:
    """A row is as high as its longest wrapped cell."""
    sheet = _write(path, [(2, "Kvarn", None, None), (3, "Kvarn Borealis " * 6, None, None)])["Found rows"]
    short, long = sheet.row_dimensions[2].height, sheet.row_dimensions[3].height
    assert short is not None
    assert long is not None
    assert long > 4 * short
