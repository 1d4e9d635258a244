"""A sheet that is read like a page: headings, fields, small tables, tiles, paragraphs.

The page is a grid of seven columns; parts span several of them. Heights are set
here, because no spreadsheet fits merged cells by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Border, Side
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break

from workbook.review.digest import SheetDigest
from workbook.review.printing import upright
from workbook.review.styles import INK, LINK, NAVY, RULE, SIZE, height_of, wrapped
from workbook.review.styles import font as house_font
from workbook.review.visible import must_stay_text, put_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell import Cell
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.review.styles import Tone

__all__ = ["WIDTHS", "Page", "Part"]

WIDTHS = (26.0, 13.0, 13.0, 13.0, 13.0, 13.0, 13.0)
_HEADING_RULE = Border(bottom=Side("medium", color=NAVY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some columns of one row.

    Attributes:
        value: Text or a number.
        span: Columns that it takes.
        font: Typeface; None for the plain one.
        tone: Text colour and fill; None for none.
        side: Where text stands: left, center or right.
        sheet: A sheet that a click leads to, "" for none.
    """

    value: str | int
    span: int = 1
    font: Font | None = None
    tone: Tone | None = None
    side: str = "left"
    sheet: str = ""


class Page:
    """Writes one row after the other."""

    def __init__(self, sheet: Worksheet, *, links: bool = True) -> None:
        """Set the columns of an empty sheet; without `links` a click leads nowhere."""
        self.sheet, self._links = sheet, links
        self.row = 0
        self.digest = SheetDigest(sheet.title)
        self._heights = [0.0]
        for number, width in enumerate(WIDTHS, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.sheet_view.showGridLines = False

    def put(self, *parts: Part, height: float | None = None, border: Border | None = None, middle: bool = False) -> int:
        """Write one row and return its number, counted from 1."""
        self.row += 1
        cells: list[Cell] = []
        for part in parts:
            first = len(cells) + 1
            cells.extend(self._cells(part, border, "center" if middle else "top"))
            if part.span > 1:
                span = f"{get_column_letter(first)}{self.row}:{get_column_letter(len(cells))}{self.row}"
                self.sheet.merged_cells.add(span)
        height = height or _height(parts)
        self.sheet.row_dimensions[self.row].height = height
        self._heights[-1] += height
        self.sheet.append(cells)
        self.digest.append([value for part in parts for value in (part.value, *(None for _ in range(part.span - 1)))])
        return self.row

    def heading(self, text: str) -> None:
        """Write the heading of a section, ruled off from what follows."""
        self.gap(10)
        name = house_font(NAVY, size=12, bold=True)
        self.put(Part(value=text, span=len(WIDTHS), font=name), height=19, border=_HEADING_RULE)
        self.gap(4)

    def field(self, label: str, value: str | int, note: str = "", *, sheet: str = "") -> None:
        """Write a label and its value; a number leaves room for a note."""
        name = Part(value=label, font=house_font(bold=True))
        if isinstance(value, int):
            self.put(name, Part(value=value, side="right", sheet=sheet), Part(value=note, span=5), border=RULE)
        else:
            self.put(name, Part(value=value, span=6, sheet=sheet), border=RULE)

    def paragraph(self, text: str, *, tone: Tone | None = None, bold: bool = False) -> None:
        """Write a paragraph over the whole width."""
        name = house_font(tone.text if tone else INK, bold=bold)
        self.put(Part(value=text, span=len(WIDTHS), tone=tone, font=name), middle=tone is not None)

    def new_page(self) -> None:
        """Begin a new printed page after the last row."""
        self.sheet.row_breaks.append(Break(id=self.row))
        self._heights.append(0.0)

    def finish(self) -> None:
        """Choose the scale at which the printed pages hold what they shall."""
        upright(self.sheet, WIDTHS, self._heights)

    def gap(self, height: float) -> None:
        """Leave a row empty, `height` points high."""
        self.put(height=height)

    def skip(self, rows: int) -> None:
        """Leave `rows` of the usual height empty, for a chart to stand over."""
        for _ in range(rows):
            self.put(height=15)

    def _cells(self, part: Part, border: Border | None, vertical: str) -> Sequence[Cell]:
        cells: list[Cell] = [WriteOnlyCell(self.sheet) for _ in range(part.span)]
        for cell in cells:
            cell.font = part.font or house_font(part.tone.text if part.tone else INK)
            cell.alignment = wrapped(part.side, vertical)
            if part.tone:
                cell.fill = part.tone.pattern
            if border:
                cell.border = border
        self._fill(cells[0], part)
        return cells

    def _fill(self, cell: Cell, part: Part) -> None:
        if isinstance(part.value, int):
            cell.value = part.value
            cell.number_format = "#,##0"
        elif part.value:
            put_text(cell, part.value)
            if must_stay_text(part.value):
                cell.quotePrefix = True
        if part.sheet and self._links:
            cell.hyperlink = Hyperlink(ref="", location=f"'{part.sheet}'!A1", display=str(part.value))
            look = part.font or house_font()
            cell.font = house_font(LINK, size=look.sz or SIZE, bold=bool(look.b), underline=True)


def _height(parts: Sequence[Part]) -> float:
    texts, first = [], 0
    for part in parts:
        if isinstance(part.value, str):
            texts.append((part.value, sum(WIDTHS[first : first + part.span])))
        first += part.span
    return height_of(texts)
