"""The XML of the Electronic Code of Federal Regulations -> the rows of one supplement's table.

Only the tags that carry the table are looked at. Document types are refused, so no
entity can be declared; sizes are bounded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from screening.errors import SourceError

__all__ = ["COLUMNS", "Supplement", "TableRow", "read_supplement"]

COLUMNS = 5
# Part 744 is about 6 MB, title 15 about 30 MB.
MOST_BYTES = 200_000_000
# The longest cell, that of Huawei, has about 10,000 characters.
_LONGEST_CELL = 50_000
_NAME = "supplement no. 4 to part 744"
_BREAKS = frozenset({"BR", "P", "FP", "LI", "DIV"})
_MARKS = frozenset({"SU", "SUP"})  # of footnotes
_NEXT = "download part 744 again"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the table.

    Attributes:
        number: Its place among the rows with cells, from 1.
        cells: Text of each cell, line breaks as line feeds; footnote marks are left out
            of the first two.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Supplement:
    """What the file says.

    Attributes:
        rows: Rows of the supplement's tables that hold anything.
        amended: The text of AMDDATE, "" if there is none.
    """

    rows: tuple[TableRow, ...]
    amended: str


def read_supplement(data: bytes) -> Supplement:
    """Return the rows of Supplement No. 4 to Part 744.

    Raises:
        SourceError: The file is too large, no UTF-8, no whole XML, declares a document
            type, or holds no such supplement.
    """
    if len(data) > MOST_BYTES:
        raise SourceError(f"The file has {len(data):,} bytes, more than title 15 ever had; {_NEXT}.")
    reader = _Reader()
    # The encoding is named here because one that the file declares may be any codec.
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        for position in range(0, len(data), _CHUNK):
            parser.Parse(data[position : position + _CHUNK], False)  # noqa: FBT003 - expat takes no keyword
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword
    except expat.ExpatError as error:
        raise SourceError(
            f"The file is no whole XML ({expat.ErrorString(error.code)}, line {error.lineno}), so it is damaged or "
            f"breaks off; {_NEXT}."
        ) from error
    if not reader.is_found:
        raise SourceError(f"The file holds no Supplement No. 4 to Part 744, where the Entity List stands; {_NEXT}.")
    return Supplement(tuple(reader.rows), " ".join(reader.amended.split()))


def _refuse(*_: object) -> None:
    raise SourceError(f"The file declares a document type, which no file of the eCFR does; {_NEXT}.")


@dataclass(slots=True)
class _Cell:
    columns: int
    rows: int
    parts: list[str] = field(default_factory=list)
    length: int = 0


class _Reader:
    """Follows the tags from the supplement's DIV9 to its end."""

    def __init__(self) -> None:
        self.rows: list[TableRow] = []
        self.amended = ""
        self.is_found = False
        self._depth = 0
        self._begins_at = 0
        self._cells: list[_Cell] | None = None
        self._cell: _Cell | None = None
        self._spans: dict[int, tuple[str, int]] = {}
        self._in_amended = False
        self._in_mark = False
        self._number = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        name = tag.upper()
        self._in_amended = name == "AMDDATE"
        if not self._begins_at:
            if _NAME in " ".join(attributes.get("N", "").casefold().split()) and name.startswith("DIV"):
                self._begins_at, self.is_found = self._depth, True
            return
        if name == "TABLE":
            self._spans = {}
        elif name == "TR":
            self._cells, self._cell = [], None
        elif name == "TD" and self._cells is not None:
            self._cell = _Cell(_span(attributes, "colspan"), _span(attributes, "rowspan"))
            self._cells.append(self._cell)
        elif name in _BREAKS:
            self._add("\n")
        elif name in _MARKS:
            self._in_mark = len(self._cells or ()) + len(self._spans) <= 2  # noqa: PLR2004 - country and entity

    def end(self, tag: str) -> None:
        name = tag.upper()
        if self._depth == self._begins_at:
            self._begins_at = 0
        self._depth -= 1
        self._in_amended = False
        if name in _MARKS:
            self._in_mark = False
        elif name == "TD":
            self._cell = None
        elif name in _BREAKS and name != "BR":
            self._add("\n")
        elif name == "TR" and self._cells is not None:
            self._finish(self._cells)
            self._cells = None

    def text(self, data: str) -> None:
        if self._in_amended:
            self.amended = (self.amended + data)[:_LONGEST_CELL]
        elif not self._in_mark:
            # A line of the file is no line of the cell.
            self._add(data.replace("\n", " "))

    def _add(self, text: str) -> None:
        cell = self._cell
        if cell is None:
            return
        cell.length += len(text)
        if cell.length > _LONGEST_CELL:
            raise SourceError(f"A cell of Supplement No. 4 is longer than any page of it; {_NEXT}.")
        cell.parts.append(text)

    def _finish(self, cells: list[_Cell]) -> None:
        """Put the cells of a row in their columns, with those that reach down from rows above."""
        if not cells:  # a row of headings has TH only
            return
        texts: list[str] = []
        spans: dict[int, tuple[str, int]] = {}
        waiting = list(cells)
        while waiting or len(texts) in self._spans:
            column = len(texts)
            if column in self._spans:
                text, left = self._spans[column]
                width = 1
            else:
                cell = waiting.pop(0)
                text, left, width = "".join(cell.parts).strip(), cell.rows - 1, cell.columns
            for place in range(width):
                texts.append("" if place else text)
                if left > 0:
                    spans[column + place] = ("" if place else text, left - (column in self._spans))
        self._spans = {column: span for column, span in spans.items() if span[1] > 0}
        if any(character.isalnum() for text in texts for character in text):
            self._number += 1
            self.rows.append(TableRow(self._number, tuple(texts)))


def _span(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name) or attributes.get(name.upper()) or "1"
    # An Entity List country has about 1,200 rows; more columns than five are no row anyway.
    most = COLUMNS + 1 if name == "colspan" else 10_000
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) <= len("10000") else 1
