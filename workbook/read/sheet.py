"""The rows of one worksheet, streamed: values, formulas and hidden rows in one pass.

The `dimension` record is not believed (writers leave `A1` there), only shown as
an estimate. A formula counts as unsaved when its cell holds no result.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbook.read.grid import MAX_TEXT, Kind, Row
from workbook.read.number_formats import as_date, as_number, unescape
from workbook.read.package import CHUNK
from workbook.read.sheet_parser import SheetParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.read.sheetml import Book, SheetEntry

__all__ = ["SheetGrid"]

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
        parser = _TextParser(self._book)
        with self._book.package.open(self._entry.part) as part:
            while data := part.read(CHUNK):
                self._read += len(data)
                parser.feed(_without_empty_rows(data))
                self.row_count, self.cut = parser.row_count, parser.cut
                yield from parser.take()
        parser.close()
        self.cut = parser.cut
        yield from parser.take()


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


class _TextParser(SheetParser):
    """Turns sheet XML into rows of texts, as they are shown."""

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self._done: list[Row] = []
        self._texts: list[str] = []
        self._kinds: dict[int, Kind] = {}

    def take(self) -> list[Row]:
        """Return the rows that are complete and forget them."""
        done, self._done = self._done, []
        return done

    def start_row(self) -> None:
        self._texts, self._kinds = [], {}

    def end_row(self) -> None:
        if self._kinds or (self._texts and "".join(self._texts).strip()):
            self._done.append(Row(self.number, self._texts, self._kinds, self.hidden))
        self._texts, self._kinds = [], {}

    def end_cell(self, raw: str) -> None:
        text, kind = self._value(raw)
        if not text and kind is None:
            return
        if len(text) > MAX_TEXT:
            text = text[:MAX_TEXT]
            self.cut += 1
        texts, column = self._texts, self.column
        if column >= len(texts):
            texts.extend([""] * (column - len(texts) + 1))
        texts[column] = text
        if kind is not None:
            self._kinds[column] = kind

    def _value(self, raw: str) -> tuple[str, Kind | None]:
        kind = self.type
        if kind == "s" and raw:
            return self.shared(raw), None
        if self.formula is not None and not raw and not (kind == "str" and self.valued):
            return "", Kind.NO_VALUE
        if kind in _TEXTS:
            return unescape(raw), None
        if kind == "b":
            return ("FALSE" if raw.strip() in {"0", "false"} else "TRUE"), Kind.BOOLEAN
        if kind in _OTHERS:
            return raw.removesuffix("T00:00:00"), _OTHERS[kind]
        return self._numeric(raw.strip())

    def _numeric(self, raw: str) -> tuple[str, Kind | None]:
        if not raw:
            return "", None
        known = self.style < len(self.book.formats)
        if known and self.book.dates[self.style]:
            day = as_date(float(raw), mac=self.book.mac)
            if day is not None:
                return day, Kind.DATE
        return as_number(raw, self.book.formats[self.style] if known else "General"), Kind.NUMBER
