"""Which cells of the active sheet are vendors, and where our own columns stand."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from openpyxl.utils.cell import get_column_letter

from addin.desk import Area
from addin.errors import NoListError, NoSelectionError
from screening.model import Vendor
from workbook.cells import as_text
from workbook.errors import AmbiguousColumnError, EmptyFileError, InputError
from workbook.read import ReadOptions, VendorRow
from workbook.read.headers import Role, meaning
from workbook.read.live import open_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from addin.desk import Desk
    from workbook.cells import Cell
    from workbook.read import VendorFile

__all__ = ["HEADERS", "VendorCells", "own_block", "sheet_list", "vendors_of_selection", "vendors_of_sheet"]

# The name as it was checked comes first: whoever sorts the list without these columns can see it.
HEADERS: Final = ("Checked name", "Verdict", "Entry or cause", "List", "Points", "Lists of")
FLAGS: Final = ("LISTED", "REVIEW", "CLEAR", "NOT SCREENED")
_OF_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_DEPTH: Final = 100  # rows from the top in which our headers are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorCells:
    """Vendors on the active sheet.

    Attributes:
        rows: The vendors, in sheet order.
        header_row: Row of the headers; None if there are none.
        first_row: First row that was looked at below the headers.
        last_row: Last row that was looked at.
        name_column: Column of the names, from 1.
        country_column: Column of the countries; None if there is none.
        target_column: First column that our results go to.
        is_rerun: Whether our columns stand there already, with their headers.
        said: What was found out, for the user to check.
    """

    rows: tuple[VendorRow, ...]
    header_row: int | None
    first_row: int
    last_row: int
    name_column: int
    country_column: int | None
    target_column: int
    is_rerun: bool
    said: str


def own_block(desk: Desk, used: Area | None = None) -> Area | None:
    """Return the header cells of the columns that an earlier run wrote, None if there are none.

    A list without headers has none of ours either: there the verdicts themselves are
    known again, and the row above them counts as that of the headers.
    """
    area = used or desk.used()
    top = desk.values(area._replace(rows=min(area.rows, _DEPTH)))
    for row, cells in enumerate(top, area.row):
        for place in range(len(cells) - len(HEADERS) + 1):
            if tuple(cells[place : place + len(HEADERS)]) == HEADERS:
                return Area(row, area.column + place, 1, len(HEADERS))
    for place in range(area.columns - len(HEADERS) + 1):
        if _are_results([row[place : place + len(HEADERS)] for row in top]):
            return Area(area.row - 1, area.column + place, 1, len(HEADERS))
    return None


def _are_results(rows: Sequence[Sequence[Cell]]) -> bool:
    """Return whether all rows that hold anything are results of ours."""
    filled = [row for row in rows if any(cell not in (None, "") for cell in row)]
    return bool(filled) and all(row[1] in FLAGS and _OF_DAY.match(as_text(row[-1])) for row in filled)


def sheet_list(desk: Desk, options: ReadOptions | None = None) -> tuple[VendorFile, Area | None]:
    """Return the vendor list on the active sheet without our own columns, and where those stand.

    Args:
        desk: The sheet.
        options: What is known of the list. For None everything is found out; where that
            fails, the names are taken from the column of the selected cell.

    Raises:
        NoListError: The sheet holds no vendor list; says why and what to do.
    """
    used = desk.used()
    own = own_block(desk, used)
    cells = desk.values(used)
    if own is not None:
        left = own.column - used.column
        cells = [[*row[:left], *[None] * own.columns, *row[left + own.columns :]] for row in cells]
    opened = partial(open_cells, cells, path=desk.path, sheet=desk.sheet, first_row=used.row, first_column=used.column)
    try:
        return opened(options=options), own
    except InputError as error:
        column = desk.selected_column() if options is None else None
        if column is not None:
            with suppress(InputError):
                chosen = opened(options=ReadOptions(name=get_column_letter(column)))
                if _holds_names(chosen):
                    return chosen, own
        raise NoListError(_why_no_list(desk, error)) from error


def _holds_names(file: VendorFile) -> bool:
    """Return whether most rows of a chosen column could be names: a cursor may stand anywhere."""
    rows = list(file.rows())
    named = sum(row.problem is None and any(map(str.isalpha, row.vendor.name)) for row in rows)
    return named * 2 > len(rows)


def _why_no_list(desk: Desk, error: InputError) -> str:
    """Return in Excel's terms what the reader says in those of a file."""
    if isinstance(error, EmptyFileError):
        return f"The sheet {desk.sheet!r} holds no vendors. Activate the sheet with the vendor list and try again."
    if isinstance(error, AmbiguousColumnError):
        found = f"several columns could hold the vendor names: {', '.join(error.candidates)}"
    else:
        found = "no column of vendor names was recognised"
    return f"On the sheet {desk.sheet!r} {found}. Select a cell in the column of the names and try again."


def vendors_of_sheet(desk: Desk, options: ReadOptions | None = None) -> VendorCells:
    """Return the vendors of the active sheet, everything about it found out.

    Raises:
        NoListError: The sheet holds no vendor list; says why and what to do.
    """
    file, own = sheet_list(desk, options)
    rows = tuple(file.rows())
    layout = file.layout
    country = layout.country
    return VendorCells(
        rows=rows,
        header_row=layout.header_row,
        first_row=layout.first_row,
        last_row=max(layout.last_row, layout.first_row),
        name_column=layout.name.index + 1,
        country_column=country.index + 1 if country else None,
        target_column=_target(desk, own),
        is_rerun=own is not None,
        said=f"names from {layout.name}" + (f", countries from {country}" if country else ""),
    )


def vendors_of_selection(desk: Desk) -> VendorCells:
    """Return the vendors in the selected cells, with country and address where the sheet has them.

    Raises:
        NoSelectionError: Nothing usable is selected.
    """
    area = desk.selection()
    own = own_block(desk)
    if own is not None and own.column <= area.column < own.column + own.columns:
        raise NoSelectionError("The selected cells are results of Entity Check. Select the vendor names and try again.")
    column = _name_column(desk, area)
    found = _of_list(desk, column)
    if found is None:
        return _plain(desk, area, column, own)
    first, last = max(area.row, found.first_row), area.row + area.rows - 1
    rows = tuple(row for row in found.rows if first <= row.row <= last)
    if not rows:
        raise NoSelectionError("The selected cells hold no vendor names. Select the names and try again.")
    return VendorCells(
        rows=rows,
        header_row=found.header_row,
        first_row=first,
        last_row=last,
        name_column=found.name_column,
        country_column=found.country_column,
        target_column=found.target_column,
        is_rerun=found.is_rerun,
        said=found.said,
    )


def _name_column(desk: Desk, area: Area) -> int:
    """Return the column of the names in a selection: the only one, or the one that looks like names."""
    if area.columns == 1:
        return area.column
    try:
        found = vendors_of_sheet(desk).name_column
    except NoListError as error:
        raise NoSelectionError(
            "Several columns are selected, and which of them holds the names is not clear. Select the names alone."
        ) from error
    if not area.column <= found < area.column + area.columns:
        raise NoSelectionError(
            f"The names look to be in column {get_column_letter(found)}, which is not selected. Select the names alone."
        )
    return found


def _of_list(desk: Desk, column: int) -> VendorCells | None:
    """Return the list whose names stand in `column`; None if the sheet is no list."""
    letter = get_column_letter(column)
    try:
        return vendors_of_sheet(desk, ReadOptions(name=letter))
    except NoListError:
        return None


def _plain(desk: Desk, area: Area, column: int, own: Area | None) -> VendorCells:
    """Return the selected cells as names, whatever else the sheet holds."""
    names = [row[0] for row in desk.values(Area(area.row, column, area.rows, 1))]
    header = area.row if _is_header(names[0]) and len(names) > 1 else None
    file = open_cells(
        [[name] for name in names],
        path=desk.path,
        sheet=desk.sheet,
        first_row=area.row,
        options=ReadOptions(name="A", header_row=header or 0),
    )
    rows = tuple(file.rows())
    if not rows:
        raise NoSelectionError("The selected cells hold no vendor names. Select the names and try again.")
    return VendorCells(
        rows=rows,
        header_row=header,
        first_row=area.row + (header is not None),
        last_row=area.row + area.rows - 1,
        name_column=column,
        country_column=None,
        target_column=_target(desk, own),
        is_rerun=own is not None,
        said=f"names from column {get_column_letter(column)}",
    )


def _is_header(cell: Cell) -> bool:
    found = meaning(cell) if isinstance(cell, str) else None
    return found is not None and found.role is Role.NAME


def _target(desk: Desk, own: Area | None) -> int:
    """Return where our columns begin: where they stand already, else right of everything."""
    if own is not None:
        return own.column
    used = desk.used()
    right = used.column + used.columns
    # A column written right beside an Excel table becomes part of it, and could not be taken back.
    return right + any(table.column + table.columns == right for table in desk.tables())


def vendor_in_row(desk: Desk, row: int) -> Vendor:
    """Return the vendor in a row: as it was checked, else as the list of this sheet has it.

    Raises:
        NoSelectionError: There is none.
    """
    own = own_block(desk)
    try:
        found = {vendor.row: vendor.vendor for vendor in vendors_of_sheet(desk).rows}.get(row)
    except NoListError:
        found = None
    if found is None and own is not None and row > own.row:
        name = desk.values(Area(row, own.column, 1, 1))[0][0]
        found = Vendor(name=name) if isinstance(name, str) and name.strip() else None
    if found is None:
        found = _selected_name(desk)
    if found is None:
        raise NoSelectionError(f"Row {row} holds no vendor. Select a cell in the row of a vendor and try again.")
    return found


def _selected_name(desk: Desk) -> Vendor | None:
    area = desk.selection()
    cell = desk.values(area._replace(rows=1, columns=1))[0][0]
    return Vendor(name=cell) if isinstance(cell, str) and cell.strip() else None


def worded(rows: Sequence[VendorRow]) -> str:
    """Return how many vendors there are, in words."""
    return "1 vendor" if len(rows) == 1 else f"{len(rows):,} vendors"
