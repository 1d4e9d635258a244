"""Cell values as Excel hands them over -> what the functions ask about.

The same value arrives in several ways: over COM an error is a negative integer
and a date a serial number, through xlwings an error may be its text and a date a
`datetime`. Numbers of a cell are never integers there, so an integer is an error.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from screening.errors import ArgumentError
from workbook.cells import Cell, as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NA", "VALUE", "Cell", "as_codes", "as_day", "as_grid", "as_text", "error_of", "is_blank"]

VALUE: Final = "#VALUE!"  # an argument cannot be used
NA: Final = "#N/A"  # no answer can be given

# https://learn.microsoft.com/office/client-developer/excel/excel-worksheet-and-expression-evaluation, xlErr*
_ERRORS: Final = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: VALUE, 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!", 2042: NA,
    2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!", 2047: "#BLOCKED!", 2048: "#UNKNOWN!",
    2049: "#FIELD!", 2050: "#CALC!",
}  # fmt: skip
_ERROR_TEXTS: Final = frozenset(_ERRORS.values())
_COM_BASE: Final = -2146828288  # SCODE 0x800A0000, to which Excel adds its error number
_COM_MOST: Final = 0xFFFF
# Day 0 of a workbook that counts from 1900; right from 1900-03-01 on, for Excel has a 29th of February that year.
_EPOCH: Final = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 61, 2_958_465  # 1900-03-01 and 9999-12-31
_CODES: Final = re.compile(r"[,;\s]+")


def error_of(cell: object) -> str | None:
    """Return the text of the error that a cell holds, for example `#N/A`; None if it holds none."""
    if isinstance(cell, str):
        return cell if cell in _ERROR_TEXTS else None
    if type(cell) is int and 0 < cell - _COM_BASE <= _COM_MOST:
        return _ERRORS.get(cell - _COM_BASE, VALUE)
    return None


def is_blank(cell: Cell) -> bool:
    """Return whether a cell holds nothing, or nothing but spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_day(cell: Cell) -> date | None:
    """Return the day in a cell, None if it is blank.

    Args:
        cell: A date, Excel's serial number of one, or ISO text such as `2025-10-07`.

    Raises:
        ArgumentError: It is none of these.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if math.isfinite(cell) and _FIRST_SERIAL <= cell < _LAST_SERIAL + 1:
            return _EPOCH + timedelta(days=int(cell))
    elif isinstance(cell, str):
        try:
            return date.fromisoformat(cell.strip())
        except ValueError:
            pass
    raise ArgumentError(f"{cell!r} is no date; give a date cell or text such as 2025-10-07.")


def as_codes(cell: Cell) -> tuple[str, ...] | None:
    """Return the list codes in a cell such as `EL, SDN`, upper case and sorted; None for a blank cell: all lists.

    Raises:
        ArgumentError: The cell holds no text.
    """
    if is_blank(cell):
        return None
    if not isinstance(cell, str):
        raise ArgumentError(f"{cell!r} names no lists; give codes such as EL,SDN.")
    return tuple(sorted({code.upper() for code in _CODES.split(cell) if code})) or None


def as_grid(given: Cell | Sequence[Cell] | Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Return a cell, a row of cells or a block as rows of cells."""
    if not isinstance(given, list | tuple):
        return [[given]]  # type: ignore[list-item]
    if all(isinstance(row, list | tuple) for row in given):
        return [list(row) for row in given]
    return [list(given)]
