r"""Read a vendor file: `.xlsx`, `.xlsm`, `.csv`, `.tsv` or `.txt`, as it comes out of an ERP system.

    with open_vendors(path) as file:
        print(file.layout.name, *file.layout.notes, sep="\n")
        for row in file.rows():
            ...

The file is opened read-only and never changed. Everything that was guessed is
said in `layout`; every row is either yielded or counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from openpyxl.utils.cell import get_column_letter

from workbook.errors import as_input_errors
from workbook.read.delimited import TextGrid
from workbook.read.grid import MAX_TEXT
from workbook.read.layout import Layout
from workbook.read.options import ReadOptions
from workbook.read.pick import Pick, pick_sheet, pick_text
from workbook.read.sift import Reason, Sift, Skipped
from workbook.read.source import Source, open_source
from workbook.read.vendors import Reader, VendorRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import TracebackType


__all__ = ["Layout", "ReadOptions", "VendorFile", "VendorRow", "open_vendors"]


def open_vendors(path: Path, options: ReadOptions | None = None) -> VendorFile:
    """Return the vendor file at `path`, its columns found.

    Args:
        path: The file.
        options: What the user says of the file; None to find everything out.

    Raises:
        InputError: The file cannot be used; the subclass says why (`workbook.errors`).
    """
    with as_input_errors(path.name):
        source = open_source(path)
        try:
            pick = (pick_text if source.encoding else pick_sheet)(source, options or ReadOptions())
        except BaseException:
            source.stream.close()
            raise
    return VendorFile(source, pick)


class VendorFile:
    """An open vendor file; use it as a context manager.

    Attributes:
        path: Where it is.
        sha256: Of its bytes, in hexadecimal.
        size: In bytes.
        sheet: Worksheet that is read; "" in a text file.
    """

    def __init__(self, source: Source, pick: Pick) -> None:
        """Use `open_vendors` instead."""
        self._source = source
        self._pick = pick
        self._sift = Sift(pick.header, pick.columns)
        self._reader = Reader(pick.columns)
        self._overlong = Skipped()
        self.path = source.path
        self.sha256 = source.sha256
        self.size = source.size
        self.sheet = pick.sheet

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._source.stream.close()

    def rows(self) -> Iterator[VendorRow]:
        """Yield the vendors in order, in constant memory; each call begins anew.

        Raises:
            InputError: The file turned out to be damaged further down.
        """
        self._sift, self._reader = Sift(self._pick.header, self._pick.columns), Reader(self._pick.columns)
        sift, reader, first = self._sift, self._reader, self._pick.header.first_row
        self._overlong, width = Skipped(), self._header_width()
        with as_input_errors(self._source.file):
            below = (row for row in self._pick.grid.rows() if row.number >= first)
            for row in sift.vendors(below):
                if width is not None and len(row.texts) > width and "".join(row.texts[width:]).strip():
                    self._overlong.add(row.number)
                yield reader.vendor(row)

    def _header_width(self) -> int | None:
        """Return how many cells the header of a text file has; None if that says nothing of its rows."""
        texts = self._pick.header.texts
        if not isinstance(self._pick.grid, TextGrid) or self._pick.header.row is None:
            return None
        return max((place for place, text in enumerate(texts, 1) if text.strip()), default=None)

    @property
    def progress(self) -> float:
        """How much of the file the running `rows` call has consumed, 0 to 1."""
        return self._pick.grid.progress

    @property
    def row_count(self) -> int | None:
        """Rows of the data area as far as the file itself says, for a progress bar; None if it does not."""
        count, first = self._pick.grid.row_count, self._pick.header.first_row
        # Some writers claim one cell, whatever they wrote.
        return None if count is None or count < max(first, self._sift.last) else count - first + 1

    @property
    def blank_rows(self) -> int:
        """Rows that hold nothing, between others; final once `rows` is exhausted."""
        return self._sift.blank

    @property
    def skipped(self) -> Mapping[Reason, Skipped]:
        """Rows that hold no vendor, by reason; final once `rows` is exhausted.

        Yielded, blank and skipped rows add up to `layout.last_row - layout.first_row + 1`.
        """
        return self._sift.skipped

    @property
    def layout(self) -> Layout:
        """What was found and chosen; its counts are final once `rows` is exhausted."""
        columns, header = self._pick.columns, self._pick.header
        first = get_column_letter(self._pick.first_column + 1)
        last = get_column_letter(self._pick.last_column + 1)
        return Layout(
            header_row=header.row,
            first_row=header.first_row,
            last_row=self._sift.last,
            name=columns.name,
            name_more=columns.name_more,
            id=columns.id,
            country=columns.country,
            address=columns.address,
            other_addresses=columns.other_addresses,
            owners=tuple(column for pair in columns.owners for column in pair if column),
            data_range=f"{first}{header.first_row}:{last}{max(self._sift.last, header.first_row)}",
            other_sheets=self._pick.other_sheets,
            notes=(*self._pick.notes, *self._counted()),
        )

    def _counted(self) -> Iterator[str]:
        sift, reader, grid = self._sift, self._reader, self._pick.grid
        if sift.hidden:
            yield f"{_rows(sift.hidden, 'hidden row')} screened too"
        for reason, skipped in sift.skipped.items():
            one, several = reason.value
            verb = "was" if skipped.count == 1 else "were"
            yield f"{skipped.count} {one if skipped.count == 1 else several} {verb} left out ({skipped.where})"
        if sift.blank:
            yield f"{_rows(sift.blank, 'blank row')} left out"
        if reader.continued:
            more = ", ".join(str(column) for column in self._pick.columns.name_more)
            yield f"names joined with their continuation in {more}: {reader.continued}"
        if reader.unbroken:
            yield f"names whose line breaks were read as spaces: {reader.unbroken}"
        if reader.not_added_up:
            rows = "1 row" if reader.not_added_up == 1 else f"{reader.not_added_up:,} rows"
            yield (
                f"owners that cannot be added up in {rows} (first in row {reader.first_not_added_up}): their names are "
                "screened, their shares are not; write for example Kvarn AB 30%; Borealis Ltd 25%; rest unknown"
            )
        if grid.cut:
            cells = "1 cell was" if grid.cut == 1 else f"{grid.cut} cells were"
            yield f"{cells} cut to {MAX_TEXT:,} characters, the most that Excel holds"
        if isinstance(grid, TextGrid):
            yield from self._counted_in_text(grid)

    def _counted_in_text(self, grid: TextGrid) -> Iterator[str]:
        if over := self._overlong.count:
            rows = "1 row has" if over == 1 else f"{over} rows have"
            check = f"check for {grid.delimiter_name}s that are not quoted"
            yield f"{rows} more cells than the header ({self._overlong.where}): {check}"
        if grid.had_zeros:
            yield "zero bytes in the text were left out"
        if grid.replaced:
            yield "some characters could not be read; save the list as UTF-8 or .xlsx if names look wrong"


def _rows(count: int, what: str) -> str:
    return f"{count} {what} is" if count == 1 else f"{count} {what}s are"
