"""The XML of one worksheet, chunk by chunk: where its rows and cells begin and end, and what they hold.

What a cell means is left to those who build on it: `workbook.read.sheet` shows it as
text, `workbook.read.values` gives its value.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from openpyxl.utils.cell import column_index_from_string

from workbook.errors import DamagedFileError, HostileFileError
from workbook.read.grid import MAX_COLUMNS, MAX_ROWS
from workbook.read.package import local_names, safe_parser
from workbook.read.sheetml import LONGEST_TEXT

if TYPE_CHECKING:
    from workbook.read.sheetml import Book

__all__ = ["SheetParser"]

_DIMENSION = re.compile(r"(?:[A-Z]+(\d+):)?[A-Z]+(\d{1,7})")


class _Columns(dict[str, int]):
    """Letters of a cell reference -> 0-based column, remembered."""

    def __missing__(self, letters: str) -> int:
        index = self[letters] = column_index_from_string(letters) - 1
        return index


class SheetParser(ABC):
    """Follows the XML of a sheet; a subclass makes something of its cells and rows.

    While a cell ends, `number` and `column` say where it stands, `type` and `style` what
    the file says of it, and `formula` is its formula, None if it has none.

    Attributes:
        row_count: How many rows the sheet says it has; None if it does not say.
        cut: Cells whose text was cut to what Excel allows.
    """

    def __init__(self, book: Book) -> None:
        """Stand before the first row of a sheet of `book`."""
        self.book = book
        self.row_count: int | None = None
        self.cut = 0
        self.number = 0
        self.column = -1
        self.hidden = False
        self.type = "n"
        self.style = 0
        self.formula: str | None = None
        self.valued = False
        self._pieces: list[str] = []
        self._before_formula = 0
        self._listening = self._aid = False
        self._local = local_names()
        self._columns = _Columns()
        self._parser = safe_parser(book.package.file)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def feed(self, data: bytes) -> None:
        """Parse the next bytes."""
        self._parser.Parse(data, False)  # noqa: FBT003 - expat takes no keyword
        if sum(map(len, self._pieces)) > LONGEST_TEXT:
            text = f"row {self.number} holds a text of over a million characters in one cell. Remove it and try again."
            raise HostileFileError(self.book.package.file, text)

    def close(self) -> None:
        """Check that the XML is complete."""
        self._parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword

    @abstractmethod
    def start_row(self) -> None:
        """Begin row `number`."""

    @abstractmethod
    def end_cell(self, raw: str) -> None:
        """Take the cell in `column`, which holds `raw` or a formula or both."""

    @abstractmethod
    def end_row(self) -> None:
        """Finish row `number`."""

    def shared(self, raw: str) -> str:
        """Return the shared text that a cell points to."""
        number, texts = int(raw), self.book.texts
        if number >= len(texts):
            text = f"row {self.number} points to a text that is not there. Open it in Excel and save it anew."
            raise DamagedFileError(self.book.package.file, text)
        self.cut += number in texts.cut
        return texts[number]

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self._local[tag]
        if name == "c":
            self._start_cell(attributes)
        elif name in {"v", "t"}:
            self._listening = self.valued = not self._aid
        elif name == "f":
            self._before_formula, self._listening = len(self._pieces), True
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self._aid = True
        elif name == "dimension" and (found := _DIMENSION.fullmatch(attributes.get("ref", ""))):
            self.row_count = min(int(found[2]) - int(found[1] or 1) + 1, MAX_ROWS)

    def _end(self, tag: str) -> None:
        name = self._local[tag]
        if name == "c":
            if self._pieces or self.formula is not None:
                raw = "".join(self._pieces)
                self._pieces.clear()
                self.end_cell(raw)
        elif name in {"v", "t"}:
            self._listening = False
        elif name == "f":
            self.formula = "".join(self._pieces[self._before_formula :])
            del self._pieces[self._before_formula :]
            self._listening = False
        elif name == "row":
            self.end_row()
        elif name == "rPh":
            self._aid = False

    def _text(self, text: str) -> None:
        if self._listening:
            self._pieces.append(text)

    def _start_row(self, attributes: dict[str, str]) -> None:
        above = self.number
        self.number = int(attributes.get("r", above + 1))
        if self.number <= above:
            # Two rows of one number would be one vendor.
            text = f"its row {self.number} stands below row {above}" if above else f"it has a row {self.number}"
            raise DamagedFileError(
                self.book.package.file, f"{text}, which no sheet has. Open it in Excel and save it anew."
            )
        if self.number > MAX_ROWS:
            raise ValueError(f"row {self.number} is beyond the last row of a sheet")
        self.hidden = attributes.get("hidden", "") in {"1", "true"}
        self.column = -1
        self.start_row()

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        # An unnumbered cell follows the one before it.
        self.column = self._columns[reference.rstrip("0123456789")] if reference else self.column + 1
        if self.column >= MAX_COLUMNS:
            raise ValueError(f"row {self.number} has a cell beyond the last column of a sheet")
        self.type = attributes.get("t", "n")
        self.style = int(attributes.get("s", "0"))
        self.formula = None
        self._pieces.clear()
        self.valued = self._listening = False
