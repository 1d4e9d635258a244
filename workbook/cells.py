"""Values of cells in memory, as Excel's object model and openpyxl hand them over."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TypeAlias

__all__ = ["Cell", "CellValue", "as_text"]

Cell: TypeAlias = str | float | bool | date | datetime | None

CellValue: TypeAlias = Cell | time | timedelta
"""What a cell of a workbook file holds; None is a blank."""


def as_text(cell: Cell) -> str:
    """Return what a cell shows, as far as names go: whole numbers without `.0`, dates as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
