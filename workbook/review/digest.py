r"""A digest of what a sheet says: its values, row by row, and nothing of its looks.

Fed while the sheet is written, and again from the file: equal content gives an equal
digest, whoever has saved the workbook since. A row and a column each have a short
digest of their own, so that a cell that was changed is found where the two cross.

    cell    -> type tag and value; nothing for a blank
    row     -> its cells, without blanks at its end: SHA-256, of which 6 bytes are kept
    column  -> its cells in all rows, without blanks at its end: likewise
    sheet   -> its name, then the SHA-256 of every row in full

A million rows take 6 MB.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from workbook.review.visible import CELL_LIMIT, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbook.cells import CellValue

__all__ = [
    "BLANK",
    "DIGEST_BYTES",
    "SheetDigest",
    "SheetRecord",
    "formula_token",
    "token",
    "written_token",
]

DIGEST_BYTES: Final = 6
"""Of a row or a column: two of 200,000 rows are alike by chance once in 14,000 workbooks, and the sheet's own
SHA-256 shows the change all the same."""

BLANK: Final = hashlib.sha256(b"").digest()[:DIGEST_BYTES]
"""Digest of a row or a column without content."""

_CELL, _ROW = "\x1f", "\x1e"  # no text in a workbook can hold either: XML forbids them
_BATCH = 1024  # rows whose columns are digested together; one by one takes three times as long
_EXACT = 10**15  # Excel keeps 15 digits of a number


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRecord:
    """What is known of a sheet's content without the content.

    Attributes:
        title: Name of the sheet.
        rows: Number of its last row that is not blank.
        columns: Number of its last column that is not blank.
        sha256: Of its name and all its cells, in hexadecimal digits.
        column_digests: `DIGEST_BYTES` for each column.
        row_digests: `DIGEST_BYTES` for each row.
    """

    title: str
    rows: int
    columns: int
    sha256: str
    column_digests: bytes
    row_digests: bytes


class SheetDigest:
    """Takes the rows of one sheet and says what they come to."""

    def __init__(self, title: str) -> None:
        """Begin with no rows.

        Args:
            title: Name of the sheet; part of its digest.
        """
        self.title = title
        self._sheet = hashlib.sha256(f"{title}{_ROW}".encode())
        self._rows = bytearray()
        self._blank_rows = 0  # not digested unless something follows
        self._columns: list[_ColumnDigest] = []
        self._batch: list[list[str]] = []

    def append(self, values: Iterable[CellValue]) -> None:
        """Add the next row, as it is handed over to be written."""
        self.append_tokens([written_token(value) for value in values])

    def append_tokens(self, tokens: list[str]) -> None:
        """Add the next row by the tokens of its cells."""
        text = _CELL.join(tokens).rstrip(_CELL)
        if not text:
            self._blank_rows += 1
            return
        while self._blank_rows:
            self._blank_rows -= 1
            self._add([], "")
        self._add(tokens, text)

    def record(self) -> SheetRecord:
        """Return what the rows so far come to; further rows may follow."""
        self._flush()
        digests = [column.digest() for column in self._columns]
        while digests and digests[-1] == BLANK:
            digests.pop()
        return SheetRecord(
            title=self.title,
            rows=len(self._rows) // DIGEST_BYTES,
            columns=len(digests),
            sha256=self._sheet.hexdigest(),
            column_digests=b"".join(digests),
            row_digests=bytes(self._rows),
        )

    def _add(self, tokens: list[str], text: str) -> None:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        self._sheet.update(digest)
        self._rows += digest[:DIGEST_BYTES]
        self._batch.append(tokens)
        if len(self._batch) == _BATCH:
            self._flush()

    def _flush(self) -> None:
        if not self._batch:
            return
        before = (len(self._rows) // DIGEST_BYTES) - len(self._batch)
        width = max(map(len, self._batch))
        self._columns += [_ColumnDigest(before) for _ in range(width - len(self._columns))]
        cells = zip_longest(*self._batch, fillvalue="")
        nothing = ("",) * len(self._batch)
        for column in self._columns:
            column.append(_ROW.join(next(cells, nothing)))
        self._batch.clear()


class _ColumnDigest:
    """The cells of one column, some rows at a time."""

    def __init__(self, blank: int) -> None:
        """Begin under `blank` rows in which the column has no cell."""
        self._digest = hashlib.sha256()
        self._blank = blank

    def append(self, cells: str) -> None:
        """Add cells, parted by `_ROW`; blank ones at the end count once others follow."""
        text = f"{cells}{_ROW}"
        content = text.rstrip(_ROW)
        if content:
            self._digest.update(f"{_ROW * self._blank}{content}".encode("utf-8", "surrogatepass"))
            self._blank = 0
        self._blank += len(text) - len(content)

    def digest(self) -> bytes:
        """Return the digest of the cells so far."""
        return self._digest.digest()[:DIGEST_BYTES]


def written_token(value: CellValue) -> str:
    """Return the token of a value that is about to be written: of what a reader will find in the file."""
    if isinstance(value, str):
        if value.isprintable() and "\\" not in value and len(value) <= CELL_LIMIT // 2:
            return f"s{value}" if value else ""  # nearly every text; the long way takes four times as long
        value = shown(value)
    return token(value)


def token(value: CellValue) -> str:
    """Return type and value as text that is the same before and after any program has saved the workbook.

    A whole number is the same with and without a point, a number has 15 digits, a blank
    is nothing.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return f"s{value}"
    if isinstance(value, bool):
        return f"b{value:d}"
    if isinstance(value, int | float):
        return f"n{_number(value)}"
    return f"d{_moment(value)}"


def formula_token(formula: object) -> str:
    """Return the token of a formula, which is a change even where its result is the old value."""
    return f"f{getattr(formula, 'text', formula)}"


def _number(value: float) -> str:
    if isinstance(value, int) and -_EXACT < value < _EXACT:
        return str(value)
    try:
        return f"{value + 0.0:.15g}"  # no zero below zero
    except OverflowError:  # a whole number with hundreds of digits, which no spreadsheet writes
        return hex(value) if isinstance(value, int) else str(value)


def _moment(value: date | time | timedelta) -> str:
    if isinstance(value, timedelta):
        return f"{value.total_seconds():.6f}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat()
