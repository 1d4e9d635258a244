"""A vendor list in the cells of an open workbook is read like one in a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from screening.model import NotScreened
from workbook.errors import EmptyFileError, NoColumnError
from workbook.read import ReadOptions, open_vendors
from workbook.read.live import open_cells

if TYPE_CHECKING:
    from workbook.cells import Cell

BOOK = Path("Vendors.xlsx")
ROWS: list[list[Cell]] = [
    ["Plant list", None, None],
    ["No", "Vendor name", "Country"],
    [1.0, "Kvarn AB", "SE"],
    [None, None, None],
    [2.0, "Ostervik Bakery", "NO"],
    [3.0, datetime(2026, 1, 31), None],  # noqa: DTZ001 - Excel knows no zone
    [4.0, "#N/A", "DE"],
    [5.0, True, "DE"],
]


def test_rows_and_columns_keep_their_numbers() -> None:
    """A block that begins at C5 has its first vendor in row 7, its names in column D."""
    file = open_cells(ROWS, path=BOOK, sheet="Plant", first_row=5, first_column=3)
    rows = list(file.rows())
    assert [(row.row, row.id, row.vendor.name) for row in rows[:2]] == [
        (7, "1", "Kvarn AB"),
        (9, "2", "Ostervik Bakery"),
    ]
    assert file.layout.name.letter == "D"
    assert file.layout.data_range == "C7:E12"
    assert (file.sheet, file.path) == ("Plant", BOOK)
    assert any("open workbook" in note for note in file.layout.notes)


def test_what_is_no_name_has_its_cause() -> None:
    """Dates, errors and logical values, as in a file."""
    rows = list(open_cells(ROWS, path=BOOK, sheet="Plant").rows())
    assert [row.problem for row in rows[2:]] == [NotScreened.ONLY_DATE, NotScreened.ERROR_CELL, NotScreened.NOT_TEXT]


def test_the_same_as_from_the_saved_file(tmp_path: Path) -> None:
    """Vendors, layout and causes do not depend on whether the workbook was saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    book.save(tmp_path / "Vendors.xlsx")
    live = open_cells(ROWS, path=BOOK, sheet="Sheet")
    with open_vendors(tmp_path / "Vendors.xlsx") as saved:
        assert [(row.row, row.id, row.vendor.country, row.problem) for row in saved.rows()] == [
            (row.row, row.id, row.vendor.country, row.problem) for row in live.rows()
        ]
        assert saved.layout.data_range == live.layout.data_range


def test_hash_is_that_of_the_cells() -> None:
    """Equal cells, equal hash; one letter more, another."""
    first = open_cells(ROWS, path=BOOK, sheet="Plant")
    same = open_cells([list(row) for row in ROWS], path=Path("Other.xlsx"), sheet="Other")
    other = open_cells([*ROWS, [6.0, "Kvarn BB", "SE"]], path=BOOK, sheet="Plant")
    assert first.sha256 == same.sha256 != other.sha256


def test_chosen_column() -> None:
    """What the user says of the list holds here too."""
    file = open_cells(ROWS, path=BOOK, sheet="Plant", options=ReadOptions(name="C"))
    assert file.layout.name.letter == "C"


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        pytest.param([], EmptyFileError, id="nothing"),
        pytest.param([[None, "  "]], EmptyFileError, id="blanks"),
        pytest.param([["x"], [1.0]], NoColumnError, id="no-names"),
    ],
)
def test_no_list(cells: list[list[Cell]], error: type[Exception]) -> None:
    """Says what is missing."""
    with pytest.raises(error, match=r"Vendors\.xlsx"):
        open_cells(cells, path=BOOK, sheet="Plant")


def test_lone_surrogates_and_long_texts() -> None:
    """Neither breaks the hash; a text longer than a cell allows is cut and counted."""
    file = open_cells([["Vendor name"], ["Kvarn \ud800 AB"], ["x" * 40_000]], path=BOOK, sheet="S")
    rows = list(file.rows())
    assert len(rows[1].vendor.name) == 32_767
    assert any("cut to" in note for note in file.layout.notes)
