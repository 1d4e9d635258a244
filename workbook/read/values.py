"""The rows of one worksheet as values: text, numbers, dates; formulas and errors as what they are.

For workbooks that this program wrote and anybody may have saved since. A row of 14
cells takes a seventh of the time that openpyxl needs for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles.numbers import is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel, from_ISO8601

from workbook.errors import DamagedFileError
from workbook.read.grid import MAX_TEXT
from workbook.read.number_formats import unescape
from workbook.read.package import CHUNK
from workbook.read.sheet_parser import SheetParser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime, time, timedelta

    from workbook.cells import CellValue
    from workbook.read.sheetml import Book, SheetEntry

__all__ = ["ErrorValue", "Formula", "value_rows"]

_OURS = frozenset({"sheetData", "row", "c", "v", "is"})
_UNITS_CERTAIN = MAX_TEXT // 2  # characters that never exceed a cell's limit of UTF-16 units


class Formula(str):
    """A formula, with its equals sign."""

    __slots__ = ()


class ErrorValue(str):
    """A worksheet error, for example `#N/A`."""

    __slots__ = ()


def value_rows(book: Book, entry: SheetEntry) -> Iterator[tuple[int, list[CellValue]]]:
    """Yield the rows that hold something: number, counted from 1, and values from column A on.

    `Formula` and `ErrorValue` are texts that say so; None is a blank.

    Raises:
        DamagedFileError: Two cells stand in one place, or a text is longer than a cell may hold.
    """
    parser = _ValueParser(book)
    with book.package.open(entry.part) as part:
        while data := part.read(CHUNK):
            parser.feed(data)
            yield from parser.take()
    parser.close()
    yield from parser.take()


class _ValueParser(SheetParser):
    """Turns sheet XML into rows of values."""

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self._epoch = CALENDAR_MAC_1904 if book.mac else CALENDAR_WINDOWS_1900
        self._done: list[tuple[int, list[CellValue]]] = []
        self._values: list[CellValue] = []
        self._prefix: str | None = None
        self._parser.StartElementHandler = self._start_own

    def take(self) -> list[tuple[int, list[CellValue]]]:
        """Return the rows that are complete and forget them."""
        done, self._done = self._done, []
        return done

    def _start_own(self, tag: str, attributes: dict[str, str]) -> None:
        """Refuse cells of another vocabulary: other programs pass over them, and show nothing there."""
        prefix, _, name = tag.rpartition(":")
        if self._prefix is None:
            self._prefix = prefix
        elif name in _OURS and ("xmlns" in attributes or prefix != self._prefix):
            text = f"an element of row {self.number} is of another vocabulary. Open it in Excel and save it anew."
            raise DamagedFileError(self.book.package.file, text)
        self._start(tag, attributes)

    def start_row(self) -> None:
        self._values = []

    def end_row(self) -> None:
        if self._values:
            self._done.append((self.number, self._values))

    def end_cell(self, raw: str) -> None:
        value = self._value(raw)
        if value is None or value == "":
            return
        missing = self.column - len(self._values)
        if missing < 0:
            # One of the two would be read here and the other one shown elsewhere.
            text = f"row {self.number} has two cells in one place. Open it in Excel and save it anew."
            raise DamagedFileError(self.book.package.file, text)
        if missing:
            self._values += [None] * missing
        self._values.append(value)

    def _value(self, raw: str) -> CellValue:
        kind = self.type
        if self.formula is not None:
            return Formula(f"={self.formula}")
        if kind in {"s", "inlineStr", "str"}:
            return self._whole(self.shared(raw) if kind == "s" else unescape(raw))
        if kind == "b":
            return raw.strip() not in {"0", "false"}
        if kind == "e":
            return ErrorValue(raw)
        return self._iso(raw) if kind == "d" else self._numeric(raw.strip())

    def _whole(self, text: str) -> str:
        if self.cut or (len(text) > _UNITS_CERTAIN and len(text.encode("utf-16-le", "surrogatepass")) > 2 * MAX_TEXT):
            text = f"row {self.number} has a text that is longer than a cell can hold. Open it in Excel and save it."
            raise DamagedFileError(self.book.package.file, text)
        return text

    @staticmethod
    def _iso(raw: str) -> CellValue:
        moment: CellValue = from_ISO8601(raw)  # type: ignore[no-untyped-call]
        return moment

    def _numeric(self, raw: str) -> CellValue:
        if not raw:
            return None
        number = int(raw) if raw.lstrip("-").isdecimal() else float(raw)
        if self.style < len(self.book.dates) and self.book.dates[self.style]:
            return self._moment(number)
        return number

    def _moment(self, serial: float) -> CellValue:
        spans = is_timedelta_format(self.book.formats[self.style])
        try:
            moment: datetime | date | time | timedelta = from_excel(serial, self._epoch, timedelta=spans)
        except (OverflowError, ValueError):
            return serial  # a day that no calendar has stays a number
        return moment
