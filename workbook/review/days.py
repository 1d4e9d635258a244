"""A day as people type it into a cell: a date cell, ISO, or a local form that can mean one day only."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbook.cells import CellValue

__all__ = ["read_day"]

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00:00)?")
_LOCAL = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?(\d{4})")


def read_day(cell: CellValue) -> date:
    """Return the day that a cell states.

    With dots the day comes first (`14.8.2026`). With slashes or hyphens it may be the
    month, so such a text is taken only if one of the two readings is no date.

    Raises:
        ValueError: It states none, or could mean two; the text says which.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = cell.strip() if isinstance(cell, str) else str(cell)
    if iso := _ISO.fullmatch(text):
        return _one(text, {_day(int(iso[1]), int(iso[2]), int(iso[3]))})
    if local := _LOCAL.fullmatch(text):
        first, second, year = int(local[1]), int(local[3]), int(local[4])
        readings = {_day(year, second, first)}
        if local[2] != ".":
            readings.add(_day(year, first, second))
        return _one(text, readings)
    raise ValueError(f"{text!r} is no date; write it as 2026-08-14")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _one(text: str, readings: set[date | None]) -> date:
    found = sorted(reading for reading in readings if reading)
    if not found:
        raise ValueError(f"{text!r} is no date; write it as 2026-08-14")
    if len(found) > 1:
        raise ValueError(f"{text!r} could be {found[0]} or {found[1]}; write it as {found[0]}")
    return found[0]
