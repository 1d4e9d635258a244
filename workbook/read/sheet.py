"""The rows of one worksheet, streamed: values, formulas and hidden rows in one pass.

The `dimension` record is not believed (writers leave `A1` there), only shown as
an estimate. A formula counts as unsaved when its cell holds no result.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openpyxl.utils.cell import column_index_from_string

from workbook.errors import DamagedFileError, HostileFileError
from workbook.read.grid import MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Kind, Row
from workbook.read.number_formats import as_date, as_number, unescape
from workbook.read.package import CHUNK, local_names, safe_parser
from workbook.read.sheetml import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.read.sheetml import Book, SheetEntry

__all__ = ["SheetGrid"]

_DIMENSION = re.compile(r"(?:[A-Z]+(\d+):)?[A-Z]+(\d{1,7})")
_ROW_END = b"</row>"
_CONTENT = re.compile(rb"<(?:\w+:)?(?:v|f|is|t)[\s/>]|<[!?]")
_TEXTS = frozenset({"str", "inlineStr", "s"})
_OTHERS = {"e": Kind.ERROR, "d": Kind.DATE}


class SheetGrid:
    """A worksheet as a grid; see `workbook.read.grid.Grid`."""

    def __init__(self, book: Book, entry: SheetEntry) -> None:
        """Stand ready to read `entry` of `book`."""
        self._book = book
        self._entry = entry
        self._size = max(book.package.size(entry.part), 1)
        self._read = 0
        self.row_count: int | None = None
        self.cut = 0

    @property
    def progress(self) -> float:
        """How much of the sheet's bytes the last `rows` call has consumed, 0 to 1."""
        return min(self._read / self._size, 1.0)

    def rows(self) -> Iterator[Row]:
        """Yield the rows that hold something, in order, in constant memory."""
        self._read = 0
        reader = _SheetReader(self._book)
        with self._book.package.open(self._entry.part) as part:
            while data := part.read(CHUNK):
                self._read += len(data)
                reader.feed(_without_empty_rows(data))
                self.row_count, self.cut = reader.row_count, reader.cut
                yield from reader.take()
        reader.close()
        self.cut = reader.cut
        yield from reader.take()


def _without_empty_rows(data: bytes) -> bytes:
    """Return sheet XML less whole rows of formatted but empty cells, if it holds nothing else.

    A column formatted to the bottom makes a million such rows; parsed, ten
    columns of them took 12 seconds, left out like this one second.
    """
    first, last = data.find(_ROW_END), data.rfind(_ROW_END)
    if first == last or _CONTENT.search(data):
        return data
    # Rows without a number are counted, so they cannot be left out.
    numbered = data.count(b'<row r="', first, last) == data.count(b"<row", first, last)
    return data[:first] + data[last:] if numbered else data


class _Columns(dict[str, int]):
    """Letters of a cell reference -> 0-based column, remembered."""

    def __missing__(self, letters: str) -> int:
        index = self[letters] = column_index_from_string(letters) - 1
        return index


class _SheetReader:
    """Turns sheet XML into rows, chunk by chunk."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._parser = safe_parser(book.package.file)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._local = local_names()
        self._columns = _Columns()
        self._done: list[Row] = []
        self.row_count: int | None = None
        self.cut = 0
        self._number = 0
        self._hidden = False
        self._texts: list[str] = []
        self._kinds: dict[int, Kind] = {}
        self._pieces: list[str] = []
        self._column = -1
        self._type = "n"
        self._style = 0
        self._formula = self._valued = self._listening = self._aid = False

    def feed(self, data: bytes) -> None:
        """Parse the next bytes."""
        self._parser.Parse(data, False)  # noqa: FBT003 - expat takes no keyword
        if sum(map(len, self._pieces)) > LONGEST_TEXT:
            text = f"row {self._number} holds a text of over a million characters in one cell. Remove it and try again."
            raise HostileFileError(self._book.package.file, text)

    def close(self) -> None:
        """Check that the XML is complete."""
        self._parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword

    def take(self) -> list[Row]:
        """Return the rows that are complete and forget them."""
        done, self._done = self._done, []
        return done

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self._local[tag]
        if name == "c":
            self._start_cell(attributes)
        elif name in {"v", "t"}:
            self._listening = self._valued = not self._aid
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self._aid = True
        elif name == "dimension" and (found := _DIMENSION.fullmatch(attributes.get("ref", ""))):
            self.row_count = min(int(found[2]) - int(found[1] or 1) + 1, MAX_ROWS)

    def _end(self, tag: str) -> None:
        name = self._local[tag]
        if name == "c":
            if self._pieces or self._formula:
                self._end_cell()
        elif name in {"v", "t"}:
            self._listening = False
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._aid = False

    def _text(self, text: str) -> None:
        if self._listening:
            self._pieces.append(text)

    def _start_row(self, attributes: dict[str, str]) -> None:
        above = self._number
        self._number = int(attributes.get("r", above + 1))
        if self._number <= above:
            # Two rows of one number would be one vendor.
            text = f"its row {self._number} stands below row {above}" if above else f"it has a row {self._number}"
            raise DamagedFileError(
                self._book.package.file, f"{text}, which no sheet has. Open it in Excel and save it anew."
            )
        if self._number > MAX_ROWS:
            raise ValueError(f"row {self._number} is beyond the last row of a sheet")
        self._hidden = attributes.get("hidden", "") in {"1", "true"}
        self._column = -1
        self._texts, self._kinds = [], {}

    def _end_row(self) -> None:
        if self._kinds or (self._texts and "".join(self._texts).strip()):
            self._done.append(Row(self._number, self._texts, self._kinds, self._hidden))
        self._texts, self._kinds = [], {}

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        # An unnumbered cell follows the one before it.
        self._column = self._columns[reference.rstrip("0123456789")] if reference else self._column + 1
        if self._column >= MAX_COLUMNS:
            raise ValueError(f"row {self._number} has a cell beyond the last column of a sheet")
        self._type = attributes.get("t", "n")
        self._style = int(attributes.get("s", "0"))
        self._pieces.clear()
        self._formula = self._valued = self._listening = False

    def _end_cell(self) -> None:
        text, kind = self._value("".join(self._pieces))
        self._pieces.clear()
        if not text and kind is None:
            return
        if len(text) > MAX_TEXT:
            text = text[:MAX_TEXT]
            self.cut += 1
        texts, column = self._texts, self._column
        if column >= len(texts):
            texts.extend([""] * (column - len(texts) + 1))
        texts[column] = text
        if kind is not None:
            self._kinds[column] = kind

    def _value(self, raw: str) -> tuple[str, Kind | None]:
        kind = self._type
        if kind == "s" and raw:
            return self._shared(int(raw)), None
        if self._formula and not raw and not (kind == "str" and self._valued):
            return "", Kind.NO_VALUE
        if kind in _TEXTS:
            return unescape(raw), None
        if kind == "b":
            return ("FALSE" if raw.strip() in {"0", "false"} else "TRUE"), Kind.BOOLEAN
        if kind in _OTHERS:
            return raw.removesuffix("T00:00:00"), _OTHERS[kind]
        return self._numeric(raw.strip())

    def _shared(self, number: int) -> str:
        if number >= len(self._book.texts):
            text = f"row {self._number} points to a text that is not there. Open it in Excel and save it anew."
            raise DamagedFileError(self._book.package.file, text)
        self.cut += number in self._book.texts.cut
        return self._book.texts[number]

    def _numeric(self, raw: str) -> tuple[str, Kind | None]:
        if not raw:
            return "", None
        known = self._style < len(self._book.formats)
        if known and self._book.dates[self._style]:
            day = as_date(float(raw), mac=self._book.mac)
            if day is not None:
                return day, Kind.DATE
        return as_number(raw, self._book.formats[self._style] if known else "General"), Kind.NUMBER
