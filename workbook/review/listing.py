"""A sheet of rows, streamed: header, Excel table, filter, frozen panes, printing.

Rows go to disk as they come, so a million of them take no more memory than ten.
Where a sheet is full the rows go on in a further one: `All screened (2)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Protection
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from workbook.review.digest import SheetDigest
from workbook.review.printing import across, fit, page_setup
from workbook.review.styles import (
    FRAME,
    HEADER,
    INK,
    INPUT,
    LINK,
    MUTED,
    RULE,
    font,
    height_of,
    mark_verdicts,
    protect,
    wrapped,
)
from workbook.review.visible import must_stay_text, put_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    Value: TypeAlias = str | int | float | date | None

__all__ = ["Column", "FillIn", "Kind", "Listing", "SheetDesign"]

SHEET_ROWS = 1_048_576  # Excel's own limit
SHEET_LINKS = 65_000  # Excel drops links above 65,530 a sheet
_LINK_LENGTH = 2_000  # Excel's limit is 2,079
_HEADER_HEIGHT = 32.0


class Kind(Enum):
    """What a column holds; the value is its number format."""

    TEXT = "General"
    VERDICT = " General"
    LINK = "General "
    COUNT = "#,##0"
    ROW = "0"
    SCORE = "0.0"
    DATE = "yyyy-mm-dd"
    DIGEST = " General "


_OPERATORS: Mapping[str, Literal["greaterThanOrEqual", "lessThanOrEqual"] | None] = {
    "list": None,
    "date": "greaterThanOrEqual",
    "textLength": "lessThanOrEqual",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FillIn:
    """Cells that a person fills in: unlocked, framed, with help.

    Attributes:
        kind: Excel's kind of validation: `list`, `date` or `textLength`.
        formula: Choices in quotation marks or a name of cells, the earliest day, or the most characters.
        title: Over the help, at most 32 characters.
        help: What to enter, at most 255 characters.
    """

    kind: Literal["list", "date", "textLength"]
    formula: str
    title: str
    help: str

    def validation(self, cells: str) -> DataValidation:
        """Return the validation of a range of cells; what it does not like it warns of, and lets pass."""
        return DataValidation(
            type=self.kind,
            operator=_OPERATORS[self.kind],
            formula1=self.formula,
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            errorTitle=self.title,
            error=self.help,
            showInputMessage=True,
            promptTitle=self.title,
            prompt=self.help,
            sqref=cells,
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column as declared once.

    Attributes:
        header: Unique within its sheet.
        width: In digits of the standard typeface.
        kind: What its cells hold.
        wrap: Whether long text goes on in further lines.
        fill_in: How a person fills the cells in; None for cells that nobody should change.
    """

    header: str
    width: float
    kind: Kind = Kind.TEXT
    wrap: bool = False
    fill_in: FillIn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDesign:
    """How one kind of sheet looks.

    Attributes:
        title: Sheet name.
        columns: In order.
        empty: The sentence that stands where there are no rows.
        frozen: Number of columns that stay in sight.
        ruled: Whether a hairline stands under every row, also under empty cells.
        pages: Headers of the columns with which further printed pages begin, side by
            side; none for a sheet that fits on the width of one.
        repeated: Columns printed on each of them, from the first one, for example `A:C`.
    """

    title: str
    columns: tuple[Column, ...]
    empty: str
    frozen: int = 0
    ruled: bool = True
    pages: tuple[str, ...] = ()
    repeated: str = ""


class Listing:
    """Rows of one design, in as many sheets as they need."""

    def __init__(self, book: Workbook, design: SheetDesign, *, footer: str, limit: int = SHEET_ROWS) -> None:
        """Open the first sheet.

        Args:
            book: A write-only workbook.
            design: Columns and looks.
            footer: Text at the bottom left of every printed page.
            limit: Most rows of a sheet, its header included.
        """
        self.rows = 0
        self._book, self._design, self._footer, self._limit = book, design, footer, limit
        self._sheets: list[_Sheet] = []
        self._open()

    def append(self, values: Sequence[Value]) -> None:
        """Write one row; `values` stand in the order of the columns."""
        if self._sheets[-1].row == self._limit:
            self._sheets[-1].finish()
            self._open()
        self._sheets[-1].append(values)
        self.rows += 1

    @property
    def digests(self) -> tuple[SheetDigest, ...]:
        """Digest of the content of each sheet so far."""
        return tuple(sheet.digest for sheet in self._sheets)

    def finish(self) -> None:
        """Turn what was written into an Excel table; nothing can be appended afterwards."""
        self._sheets[-1].finish()

    def _open(self) -> None:
        title, index = self._design.title, None
        if self._sheets:
            title = f"{title} ({len(self._sheets) + 1})"
            index = self._book.index(self._sheets[-1].sheet) + 1
        sheet = self._book.create_sheet(title, index)
        self._sheets.append(_Sheet(sheet, self._design, self._footer))


class _Sheet:
    """One sheet of a listing."""

    def __init__(self, sheet: Worksheet, design: SheetDesign, footer: str) -> None:
        self.sheet, self.row = sheet, 0
        self.digest = SheetDigest(sheet.title)
        self._design, self._links = design, 0
        self._wraps = any(column.wrap for column in design.columns)
        self._plain = [_prototype(sheet, column, design, quoted=False) for column in design.columns]
        self._quoted = [_prototype(sheet, column, design, quoted=True) for column in design.columns]
        for number, column in enumerate(design.columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.freeze_panes = f"{get_column_letter(design.frozen + 1)}2"
        sheet.sheet_view.showGridLines = False
        page_setup(sheet, footer)
        _lay_out(sheet, design)
        if any(column.fill_in for column in design.columns):
            protect(sheet)
        self._append_header()

    def append(self, values: Sequence[Value]) -> None:
        cells = [self._cell(place, value) for place, value in enumerate(values)]
        height = self._height(values) if self._wraps else None
        self.digest.append(values)
        self._append(cells, height)

    def finish(self) -> None:
        columns = self._design.columns
        if self.row == 1:
            self.sheet.append([_note(self.sheet, self._design.empty)])
            self.digest.append([self._design.empty])
            return
        cells = f"A1:{get_column_letter(len(columns))}{self.row}"
        self.sheet.print_area = cells  # or LibreOffice adds a page for what is too long for the last column
        name = "".join(letter for letter in self.sheet.title if letter.isalnum())
        table = Table(displayName=name, ref=cells, autoFilter=AutoFilter(ref=cells))
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        table.tableColumns = [TableColumn(id=n, name=column.header) for n, column in enumerate(columns, 1)]
        self.sheet.tables.add(table)  # `add_table` warns that the columns must be set, which they are
        for number, column in enumerate(columns, 1):
            letter = get_column_letter(number)
            if column.kind is Kind.VERDICT:
                mark_verdicts(self.sheet, f"{letter}2:{letter}{self.row}")
            if column.fill_in:
                self.sheet.data_validations.append(column.fill_in.validation(f"{letter}2:{letter}{self.row}"))

    def _append_header(self) -> None:
        cells = []
        for column in self._design.columns:
            cell = WriteOnlyCell(self.sheet, column.header)
            cell.font, cell.fill = font(HEADER.text, bold=True), HEADER.pattern
            cell.alignment = wrapped(_side(column.kind), "center")
            cells.append(cell)
        self._append(cells, _HEADER_HEIGHT)
        self.digest.append([column.header for column in self._design.columns])

    def _append(self, cells: list[Any], height: float | None) -> None:
        self.row += 1
        if height is None:
            self.sheet.append(cells)
            return
        self.sheet.row_dimensions[self.row].height = height
        self.sheet.append(cells)
        del self.sheet.row_dimensions[self.row]  # written; kept, it would cost memory for every row

    def _cell(self, place: int, value: Value) -> Cell | None:
        if value is None or value == "":
            cell = self._plain[place]
            cell.value = None
            return cell if self._design.ruled else None
        if not isinstance(value, str):
            cell = self._plain[place]
            cell.value = value
            return cell
        if self._design.columns[place].kind is Kind.LINK:
            return self._link(place, value)
        cell = (self._quoted if must_stay_text(value) else self._plain)[place]
        return put_text(cell, value)

    def _link(self, place: int, address: str) -> Cell:
        if self._links == SHEET_LINKS or len(address) > _LINK_LENGTH or not address.startswith("https://"):
            return put_text(self._plain[place], address)
        self._links += 1
        cell = _prototype(self.sheet, self._design.columns[place], self._design, quoted=False)
        cell.hyperlink = address
        cell.font = font(LINK, underline=True)
        return put_text(cell, address)

    def _height(self, values: Sequence[Value]) -> float:
        texts = zip(values, self._design.columns, strict=True)
        return height_of((text, column.width) for text, column in texts if column.wrap and isinstance(text, str))


def _prototype(sheet: Worksheet, column: Column, design: SheetDesign, *, quoted: bool) -> Cell:
    """Return a styled cell that is filled anew for every row: making a cell costs more than writing it."""
    cell: Cell = WriteOnlyCell(sheet)
    cell.font = font(INK, bold=column.kind is Kind.VERDICT)
    cell.alignment = wrapped(_side(column.kind), wrap=column.wrap)
    cell.number_format = column.kind.value.strip()
    if design.ruled:
        cell.border = RULE
    if column.fill_in:
        cell.fill, cell.border, cell.protection = INPUT.pattern, FRAME, Protection(locked=False)
    if quoted:
        cell.quotePrefix = True
    return cell


def _lay_out(sheet: Worksheet, design: SheetDesign) -> None:
    sheet.print_title_rows = "1:1"
    if not design.pages:
        fit(sheet)
        return
    headers = [column.header for column in design.columns]
    breaks = [headers.index(header) for header in design.pages]
    across(sheet, [column.width for column in design.columns], repeated=design.repeated, breaks=breaks)


def _note(sheet: Worksheet, text: str) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, text)
    cell.font, cell.alignment = font(MUTED), wrapped(wrap=False)
    return cell


def _side(kind: Kind) -> str:
    if kind is Kind.DIGEST:
        return "fill"  # text longer than its cell would print over what is beside it, and on a further page
    return "right" if kind in {Kind.COUNT, Kind.ROW, Kind.SCORE} else "left"
