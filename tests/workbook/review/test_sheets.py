"""What stands on the sheets, opened again."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils.cell import get_column_letter

from screening.lists.catalog import legal_words, list_codes, list_info

if TYPE_CHECKING:
    from openpyxl import Workbook

    from tests.workbook.review.conftest import Review

SHEETS = ["Summary", "Flagged", "All screened", "Not screened", "Near misses", "Lists", "Settings"]


def _first(book: Workbook, sheet: str) -> dict[str, object]:
    header, row, *_ = book[sheet].iter_rows()
    return {str(name.value): cell.value for name, cell in zip(header, row, strict=True)}


def test_sheets_stand_in_order(book: Workbook) -> None:
    """Summary first, although it is written last."""
    assert book.sheetnames == SHEETS


def test_flagged_row(book: Workbook) -> None:
    """Everything that a reviewer needs stands in one row."""
    row = _first(book, "Flagged")
    assert row["Verdict"] == "LISTED"
    assert row["Vendor id"] == "0001"
    assert row["Vendor name"] == "Kvarn Borealis Trading"
    assert row["Compared as"] == "kvarn borealis trading"
    assert (row["List"], row["Entry key"]) == ("EL", "EL-7KQ2M9XA3F")
    assert row["Listed addresses"] == "No. 7 Harbour Road, Shenzhen, CN\nHK"
    assert row["Listed countries"] == "CN, HK"
    assert str(row["Licence requirement"]).startswith("ALL_ITEMS: A licence is needed for every item")
    assert row["Citations"] == "84 FR 54002, 85 FR 12345"
    assert row["Effective"] == datetime(2019, 10, 9)  # noqa: DTZ001 - Excel knows no time zones
    assert row["Consequence for a buyer"] == list_info("EL").consequence
    assert row["Consequence for an exporter"] == list_info("EL").consequence_exporter
    assert row["Legal source"] == legal_words("EL")
    assert row["Reason"]


def test_score_parts_make_the_score(book: Workbook) -> None:
    """100 and all parts; a name that agrees word for word has none."""
    header, *rows = book["Flagged"].iter_rows(values_only=True)
    found = [dict(zip(header, row, strict=True)) for row in rows]
    words = {str(row["Vendor name"]): str(row["Score parts"]) for row in found}
    assert "only in the vendor name" in words["Ostrava Lantern Electronics Service"]
    for row in found:
        parts = str(row["Score parts"]).split(", ")
        points = sum(float(part.split()[0]) for part in parts)
        assert points == pytest.approx(row["Score"], abs=0.1 * len(parts))  # each is rounded


def test_links(book: Workbook) -> None:
    """The entry's own address, or that of its list."""
    column = next(cell.column for cell in book["Flagged"][1] if cell.value == "Source")
    cells = [book["Flagged"].cell(row, column) for row in (2, 4)]
    targets = [cell.hyperlink.target for cell in cells if cell.hyperlink]
    assert targets == ["https://example.org/entity-list", list_info("UVL").link]
    inner = [cell.hyperlink.location for row in book["Summary"].iter_rows() for cell in row if cell.hyperlink]
    assert inner == ["'Flagged'!A1", "'Flagged'!A1", "'All screened'!A1", "'Not screened'!A1", "'Near misses'!A1"]


def test_verdicts_are_marked_by_more_than_colour(book: Workbook) -> None:
    """The word stands there, bold, on a fill."""
    formats = book["Flagged"].conditional_formatting
    rules = [rule for cells in formats for rule in cells.rules]
    assert [rule.formula for rule in rules] == [['"LISTED"'], ['"REVIEW"'], ['"CLEAR"'], ['"NOT_SCREENED"']]
    assert all(rule.dxf.font.b and rule.dxf.fill.bgColor.rgb for rule in rules)


def test_no_formula_anywhere(review: Review) -> None:
    """Values only: what an auditor sees is what was written."""
    vendors = [("=1", "=cmd|' /C calc'!A0", "@x", "-2+3"), ("#N/A", '=HYPERLINK("http://x","y")', "+1", "\t=1")]
    with ZipFile(review(vendors).path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        parts = [archive.read(name).decode() for name in sheets]
        assert "externalLink" not in "".join(archive.namelist())
    assert len(parts) == len(SHEETS)
    for xml in parts:
        assert not re.search(r"<f[ >/]", xml)
        assert not re.search(r' t="(e|d|b|str)"', xml)


def test_injected_text_is_shown_as_typed(review: Review) -> None:
    """Nothing is lost and nothing is run."""
    names = (
        "=1+1",
        "@SUM(A1) Ltd",
        "+Plus Metals",
        "-Minus Metals",
        "_x0041_ Metals",
        "Acme\x01 Metals",
        "\\x41" * 8_000,
    )
    book = load_workbook(review([(str(n), name, "", "") for n, name in enumerate(names)]).path)
    rows = [row for sheet in ("All screened", "Not screened") for row in book[sheet].iter_rows(min_row=2, max_col=3)]
    shown = {str(name.value) for _, _, name in rows}
    assert shown >= {"@SUM(A1) Ltd", "+Plus Metals", "-Minus Metals", "_x005F_x0041_ Metals"}
    assert any(text.endswith(" [cut: 40,000 characters]") for text in shown)


def test_lists_and_settings(book: Workbook) -> None:
    """What is needed to do it again."""
    lists = _first(book, "Lists")
    assert (lists["List"], lists["Rows"], lists["Age in days"]) == ("EL", 1, 14)
    assert lists["Source file"] == "invented.csv"
    settings = {row[0]: row[1] for row in book["Settings"].iter_rows(min_row=2, values_only=True)}
    assert settings["listed_threshold"] == 92
    assert settings["now"] == "2026-08-14T10:30:00+02:00"
    assert {"openpyxl version", "rapidfuzz version", "Python version", "entity-check version"} <= settings.keys()


def test_wide_columns_are_readable(book: Workbook) -> None:
    """Every column has a width of its own, and the first ones stay in sight."""
    for sheet in book.worksheets[1:]:
        letters = [get_column_letter(number) for number in range(1, sheet.max_column + 1)]
        assert all(sheet.column_dimensions[letter].width >= 8 for letter in letters)
        assert sheet.freeze_panes is not None


@pytest.mark.parametrize("code", list_codes())
def test_no_list_is_called_blocked_or_banned(code: str) -> None:
    """BIS forbids exports without a licence, not purchases."""
    info = list_info(code)
    assert not re.search(r"\b(blocked|banned)\b", f"{info.consequence} {info.consequence_exporter}", re.IGNORECASE)
