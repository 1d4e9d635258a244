"""Read a vendor list that is already in memory: the sheet of a workbook that somebody has open.

What stands on the screen may not be saved yet, so the cells themselves are the
source: their content is hashed, and rows and columns keep the numbers they have there.
"""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date
from typing import TYPE_CHECKING

from workbook.cells import as_text
from workbook.errors import as_input_errors
from workbook.read.grid import MAX_TEXT, Kind, Row
from workbook.read.options import ReadOptions
from workbook.read.pick import pick_grid
from workbook.read.source import Source
from workbook.read.vendor_file import VendorFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from workbook.cells import Cell

__all__ = ["open_cells"]

_NOTE = "read from the open workbook; the SHA-256 is that of its cells as they stood, one JSON array a row"


def open_cells(
    cells: Sequence[Sequence[Cell]],
    *,
    path: Path,
    sheet: str,
    first_row: int = 1,
    first_column: int = 1,
    options: ReadOptions | None = None,
) -> VendorFile:
    """Return the vendor list in a block of cells, its columns found.

    Args:
        cells: Values row by row, errors as their text (`#N/A`).
        path: Where the workbook is, or would be; nothing is read from there.
        sheet: Name of the worksheet.
        first_row: Row of the block's first row on the sheet, from 1.
        first_column: Column of its first column, from 1.
        options: What the user says of the list; None to find everything out.

    Raises:
        InputError: The cells hold no vendor list; the subclass says why (`workbook.errors`).
    """
    grid = _CellGrid(cells, first_row, first_column - 1)
    data = grid.canonical()
    source = Source(
        path=path,
        stream=io.BytesIO(data),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=None,
        in_use=False,
    )
    with as_input_errors(path.name):
        return VendorFile(source, pick_grid(source, grid, sheet, options or ReadOptions(), (_NOTE,)))


class _CellGrid:
    """Rows of cells as a `Grid`."""

    def __init__(self, cells: Sequence[Sequence[Cell]], first_row: int, left: int) -> None:
        self._cells = cells
        self._first_row = first_row
        self._left = left
        self._done = 0
        self.cut = 0

    def rows(self) -> Iterator[Row]:
        """Yield the rows that hold something."""
        self._done = self.cut = 0
        for number, cells in enumerate(self._cells, self._first_row):
            self._done += 1
            texts = [*[""] * self._left, *map(self._text, cells)]
            if any(text.strip() for text in texts):
                yield Row(number, texts, _kinds(cells, self._left), hidden=False)

    @property
    def progress(self) -> float:
        """How many of the rows the last `rows` call has passed, 0 to 1."""
        return self._done / len(self._cells) if self._cells else 1.0

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._cells)

    def canonical(self) -> bytes:
        """Return the cells in the one form that is hashed."""
        lines = (json.dumps([as_text(cell) for cell in row], ensure_ascii=False) for row in self._cells)
        return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")

    def _text(self, cell: Cell) -> str:
        text = as_text(cell)
        self.cut += len(text) > MAX_TEXT
        return text[:MAX_TEXT]


def _kinds(cells: Sequence[Cell], left: int) -> dict[int, Kind]:
    kinds: dict[int, Kind] = {}
    for place, cell in enumerate(cells, left):
        if isinstance(cell, bool):
            kinds[place] = Kind.BOOLEAN
        elif isinstance(cell, float | int):
            kinds[place] = Kind.NUMBER
        elif isinstance(cell, date):
            kinds[place] = Kind.DATE
    return kinds
