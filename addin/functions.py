"""The worksheet functions, for xlwings on Windows (COM) and for xlwings Server.

Inside our add-in the formulas call VBA functions of the same names, which gather
the calls of a filled-down column and ask `addin.calls`; both come to `addin.worksheet`.
Elsewhere these functions are what a formula calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import xlwings as xw

from addin import worksheet
from addin.cells import VALUE, Cell, as_grid
from addin.session import session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["CATEGORY", "ENTITY_CHECK", "ENTITY_INFO", "ENTITY_LISTS", "ENTITY_MATCHES", "ENTITY_SCORE", "FUNCTIONS"]

CATEGORY: Final = "Entity Check"
FUNCTIONS: Final = ("ENTITY_CHECK", "ENTITY_MATCHES", "ENTITY_SCORE", "ENTITY_INFO", "ENTITY_LISTS")
_ROWS: Final = {"ndim": 2, "err_to_str": True}


@xw.func(category=CATEGORY, call_in_wizard=False)
@xw.arg("vendor", doc="Vendor name: a cell or a range.", **_ROWS)
@xw.arg("country", doc="Country of the vendor, a name or a code such as CN, if you know it; optional.", **_ROWS)
@xw.arg("as_of", doc="Judge by the entries in force on this day; optional, else the date of the lists.", **_ROWS)
@xw.arg("lists", doc="Codes of the lists to screen against, for example EL,SDN; optional, else all lists.", **_ROWS)
def ENTITY_CHECK(vendor: Any, country: Any = None, as_of: Any = None, lists: Any = None) -> list[list[Cell]]:  # noqa: N802, ANN401
    """Says whether a vendor is on an official list: LISTED or REVIEW with entry, list and points, or CLEAR."""
    return _cell_by_cell(worksheet.check, vendor, country, as_of, lists)


@xw.func(category=CATEGORY, call_in_wizard=False)
@xw.arg("vendor", doc="Vendor name: one cell.", **_ROWS)
@xw.arg("max_hits", doc="Most hits to show, from 1 on; optional, else up to ten.", **_ROWS)
@xw.arg("country", doc="Country of the vendor, a name or a code such as CN, if you know it; optional.", **_ROWS)
@xw.arg("address", doc="Address of the vendor in one line, if you know it; optional.", **_ROWS)
def ENTITY_MATCHES(  # noqa: N802
    vendor: Any,  # noqa: ANN401
    max_hits: Any = None,  # noqa: ANN401
    country: Any = None,  # noqa: ANN401
    address: Any = None,  # noqa: ANN401
) -> list[list[Cell]]:
    """Spills the listed parties that a vendor name resembles, with dates, citation, consequences and reason."""
    call = _single(vendor, max_hits, country, address)
    return [[VALUE]] if call is None else worksheet.matches(session(), call)


@xw.func(category=CATEGORY, call_in_wizard=False)
@xw.arg("vendor", doc="Vendor name: a cell or a range.", **_ROWS)
def ENTITY_SCORE(vendor: Any) -> list[list[Cell]]:  # noqa: N802, ANN401
    """Gives the points, 0 to 100, of the listed name that a vendor name resembles most."""
    return _cell_by_cell(worksheet.score, vendor)


@xw.func(category=CATEGORY, call_in_wizard=False)
@xw.arg("key", doc="Key of a listed entry, as ENTITY_MATCHES shows it: a cell or a range.", **_ROWS)
@xw.arg(
    "field", doc="What to show of it: name, list, aliases, countries, addresses, effective date, citation ...", **_ROWS
)
def ENTITY_INFO(key: Any, field: Any) -> list[list[Cell]]:  # noqa: N802, ANN401
    """Shows one field of a listed entry."""
    return _cell_by_cell(worksheet.info, key, field)


@xw.func(category=CATEGORY, call_in_wizard=False)
@xw.arg("field", doc="date, age, health, rows or hash; optional, else all of them.", **_ROWS)
def ENTITY_LISTS(field: Any = None) -> list[list[Cell]]:  # noqa: N802, ANN401
    """Shows which lists are in force: their date, age in days, health, number of rows and hash."""
    call = _single(field)
    return [[VALUE]] if call is None else worksheet.lists(session(), call)


def _single(*arguments: Any) -> list[Cell] | None:  # noqa: ANN401
    """Return arguments of one cell each as one call, None if one of them is a range."""
    grids = [as_grid(argument) for argument in arguments]
    if any(len(grid) != 1 or len(grid[0]) != 1 for grid in grids):
        return None
    return [grid[0][0] for grid in grids]


def _cell_by_cell(answer: Callable[..., list[Cell]], *arguments: Any) -> list[list[Cell]]:  # noqa: ANN401
    """Return an answer for each cell of the first argument; the others are of its shape, or single cells."""
    grids = [as_grid(argument) for argument in arguments]
    rows, columns = len(grids[0]), len(grids[0][0])
    if any((len(grid), len(grid[0])) not in {(1, 1), (rows, columns)} for grid in grids):
        return [[VALUE]]
    calls = [[_cell(grid, row, column) for grid in grids] for row in range(rows) for column in range(columns)]
    answers = answer(session(), calls)
    return [answers[row * columns : (row + 1) * columns] for row in range(rows)]


def _cell(grid: Sequence[Sequence[Cell]], row: int, column: int) -> Cell:
    return grid[0][0] if len(grid) == len(grid[0]) == 1 else grid[row][column]
