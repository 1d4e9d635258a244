"""A review workbook read back: what it says of itself, and the rows of its Flagged sheet.

Rows may have been sorted, filtered or saved by another program, and columns moved;
they are found by their headers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from workbook.errors import AnotherFormatError, NotAReviewError, listed
from workbook.review.digest_file import opened
from workbook.review.reference_sheets import (
    FORMAT,
    FORMAT_SETTING,
    LEDGER_SETTING,
    NO_LEDGER,
    REVIEW_SETTING,
    SETTINGS,
    TABLE_SETTING,
)
from workbook.review.sheets import FLAGGED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from workbook.cells import Cell
    from workbook.review.listing import SheetDesign

__all__ = ["FlaggedRow", "ReviewWorkbook", "is_sheet_of", "read_review", "read_settings", "setting_text", "table_rows"]

_ENGINE_SETTING = "entity-check version"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedRow:
    """One row of a Flagged sheet as it stands now.

    Attributes:
        sheet: Name of the sheet.
        row: Its row there, counted from 1.
        cells: What its cells hold, by header.
    """

    sheet: str
    row: int
    cells: Mapping[str, Cell]

    def text(self, header: str) -> str:
        """Return what a cell holds as text in one line, "" if nothing."""
        value = self.cells[header]
        return "" if value is None else " ".join(str(value).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWorkbook:
    """A review workbook read back.

    Attributes:
        file: Its name.
        review: Id of the review.
        ledger: Id of the ledger that it was made with; "" if with none.
        table: Id of the entity table.
        engine: Version of the program that made it.
        made: When it was made.
        settings: Everything on its Settings sheet.
        rows: Rows of its Flagged sheets.
    """

    file: str
    review: str
    ledger: str
    table: str
    engine: str
    made: datetime
    settings: Mapping[str, str]
    rows: tuple[FlaggedRow, ...]


def read_review(path: Path) -> ReviewWorkbook:
    """Return the review workbook at `path`.

    Raises:
        NotAReviewError: It is no review workbook, or a sheet or column of it is missing.
        AnotherFormatError: Another version of this program made it.
        InputError: It cannot be read.
    """
    with opened(path) as book:
        settings = read_settings(path.name, book)
        return ReviewWorkbook(
            file=path.name,
            review=_needed(path.name, settings, REVIEW_SETTING),
            ledger=_needed(path.name, settings, LEDGER_SETTING).replace(NO_LEDGER, ""),
            table=_needed(path.name, settings, TABLE_SETTING),
            engine=_needed(path.name, settings, _ENGINE_SETTING),
            made=_moment(path.name, _needed(path.name, settings, "now")),
            settings=settings,
            rows=tuple(
                FlaggedRow(sheet=title, row=number, cells=cells)
                for title, number, cells in table_rows(path.name, book, FLAGGED)
            ),
        )


def read_settings(file: str, book: Any) -> dict[str, str]:  # noqa: ANN401 - openpyxl types it so
    """Return the Settings sheet of an open workbook: value by setting.

    Raises:
        NotAReviewError: It is no sheet of ours.
        AnotherFormatError: Another version of this program wrote it.
    """
    if SETTINGS.title not in book.sheetnames:
        there = listed(tuple(book.sheetnames))
        raise NotAReviewError(
            file,
            f"it has no sheet {SETTINGS.title!r}, so it is no review workbook of Entity Check, or the sheet was "
            f"deleted. It has {there}. Nothing was done.",
        )
    found = {
        str(row[0]): setting_text(row[1])
        for row in book[SETTINGS.title].iter_rows(min_row=2, max_col=2, values_only=True)
        if len(row) > 1 and row[0] is not None
    }
    said = found.get(FORMAT_SETTING, "")
    if not said and REVIEW_SETTING in found:
        raise NotAReviewError(file, f"the row {FORMAT_SETTING!r} of its sheet Settings is gone. Nothing was done.")
    if not said and "table id" not in found:
        raise NotAReviewError(file, "its sheet Settings is none of Entity Check's. Nothing was done.")
    if said != str(FORMAT):
        older = not said.isdigit() or int(said) < FORMAT
        raise AnotherFormatError(
            file,
            f"it was made by {'an older' if older else 'a newer'} version of Entity Check (layout {said or '1'}, this "
            f"program reads {FORMAT}), so nothing was done. "
            + ("Run the review again and decide in the new workbook." if older else "Update the program."),
        )
    return found


def setting_text(value: object) -> str:
    """Return the value of a setting as text, numbers alike however a program has saved them."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _needed(file: str, settings: Mapping[str, str], name: str) -> str:
    if not settings.get(name):
        raise NotAReviewError(file, f"the row {name!r} of its sheet Settings is gone or empty. Nothing was done.")
    return settings[name]


def _moment(file: str, text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise NotAReviewError(file, f"its time of review, {text!r}, is none. Nothing was done.") from error


def is_sheet_of(design: SheetDesign, title: str) -> bool:
    """Return whether a sheet is one of a design: the first, or one of those that hold what does not fit on it."""
    return title == design.title or title.startswith(f"{design.title} (")


def table_rows(file: str, book: Any, design: SheetDesign) -> Iterator[tuple[str, int, dict[str, Any]]]:  # noqa: ANN401 - openpyxl types it so
    """Yield the rows of all sheets of one design in an open workbook: sheet, row number, cells by header.

    Blank rows and the sentence that stands where there are no rows are passed over.

    Raises:
        NotAReviewError: The sheet or a column of it is missing, or a column stands twice.
    """
    titles = [title for title in book.sheetnames if is_sheet_of(design, title)]
    if design.title not in titles:
        raise NotAReviewError(file, f"its sheet {design.title!r} is gone. Nothing was done.")
    for title in titles:
        book[title].reset_dimensions()  # what the file says of its size may be less than it holds
        rows = book[title].iter_rows(values_only=True)
        places = _places(file, title, next(rows, ()), design)
        for number, cells in enumerate(rows, 2):
            row = {header: cells[place] if place < len(cells) else None for header, place in places.items()}
            held = [value for value in row.values() if value is not None]
            if held and held != [design.empty]:
                yield title, number, row


def _places(file: str, title: str, headers: tuple[Any, ...], design: SheetDesign) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        text = " ".join(str(header or "").split())
        if text in found:
            raise NotAReviewError(file, f"sheet {title!r} has two columns {text!r}. Nothing was done.")
        if text:
            found[text] = place
    for column in design.columns:
        if column.header not in found:
            raise NotAReviewError(
                file,
                f"sheet {title!r} has no column {column.header!r} any more. Undo that change. Nothing was done.",
            )
    return {column.header: found[column.header] for column in design.columns}
