"""The narrow port between the ribbon's commands and Excel: one open workbook, through xlwings.

A command reads blocks, writes a block, shows text; it can do nothing else. Whatever
is written is read back, and put back as it was if Excel refuses any of it.
"""

from __future__ import annotations

import ctypes
import webbrowser
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import platformdirs
from openpyxl.utils.cell import get_column_letter, range_boundaries

from addin.cells import as_grid, error_of
from addin.errors import BusyError, CancelledError, DeskError, NoSelectionError, RefusedError
from workbook.read.grid import MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import xlwings as xw

    from workbook.cells import Cell

__all__ = ["Area", "Desk"]

TITLE: Final = "Entity Check"
_BLOCK: Final = 20_000  # rows that cross to Excel at once
_BUSY: Final = (-2147418111, -2146777998, -2147417846)  # call rejected, cell in edit mode, application busy
_TEXT: Final = 2  # what Excel's InputBox asks for
_LONGEST_QUESTION: Final = 255  # characters that it shows
_ESCAPE: Final = 0x1B
_DOWN: Final = 0x8000


class Area(NamedTuple):
    """A block of cells: first row and column from 1, and how many of them."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def address(self) -> str:
        """Return the block as in Excel, for example `A2:C10`."""
        first = f"{get_column_letter(self.column)}{self.row}"
        last = f"{get_column_letter(self.column + self.columns - 1)}{self.row + self.rows - 1}"
        return first if first == last else f"{first}:{last}"

    def within(self, other: Area) -> Area | None:
        """Return the part of this block that `other` covers, None if there is none."""
        row, column = max(self.row, other.row), max(self.column, other.column)
        last_row = min(self.row + self.rows, other.row + other.rows)
        last_column = min(self.column + self.columns, other.column + other.columns)
        if row >= last_row or column >= last_column:
            return None
        return Area(row, column, last_row - row, last_column - column)


class Desk:
    """The active sheet of one open workbook, and what may be shown to its user."""

    def __init__(self, book: xw.Book, cancelled: Callable[[], bool] | None = None) -> None:
        """Work on `book`; `cancelled` says whether the user wants a long run to stop."""
        self._book = book
        self._app = book.app
        self._sheet = book.sheets.active
        self._cancelled = cancelled or _escape_is_down

    @property
    def book(self) -> str:
        """Name of the workbook."""
        return str(self._book.name)

    @property
    def sheet(self) -> str:
        """Name of the active sheet."""
        return str(self._sheet.name)

    @property
    def path(self) -> Path:
        """Where the workbook is; one that was never saved, or that lies in the cloud, counts as in Documents."""
        with suppress(Exception):  # xlwings cannot find the local copy of some cloud folders
            found = str(self._book.fullname)
            if "://" not in found and Path(found).is_absolute():
                return Path(found)
        documents = platformdirs.user_documents_path()
        return (documents if documents.is_dir() else Path.home()) / self.book

    def must_be_saved(self) -> None:
        """Refuse a workbook that has changes which no file holds yet.

        Raises:
            DeskError: It has, or it was never saved.
        """
        saved = True
        with suppress(Exception):  # a Mac, which does not tell
            saved = bool(self._book.api.Saved)
        if not saved:
            raise DeskError(f"{self.book} has changes that are not saved. Save it and try again.")
        if not self.path.is_file():
            raise DeskError(f"{self.book} is in no file yet, or lies in the cloud only. Save it here and try again.")

    def on(self, sheet: str) -> Desk:
        """Return the desk for another sheet of the same workbook.

        Raises:
            RefusedError: There is no such sheet any more.
        """
        other = Desk(self._book, self._cancelled)
        try:
            other._sheet = self._book.sheets[sheet]
        except Exception as error:
            raise RefusedError(f"There is no sheet {sheet!r} in {self.book} any more.") from error
        return other

    def selection(self) -> Area:
        """Return the selected cells, as far as the sheet is used.

        Raises:
            NoSelectionError: No cells are selected, several blocks are, or none that holds anything.
        """
        selected = self._app.selection
        address = str(selected.address) if selected is not None else ""
        if not address:
            raise NoSelectionError("No cells are selected. Select the vendor names and try again.")
        if "," in address:
            raise NoSelectionError("Several blocks are selected. Select one block of vendor names and try again.")
        found = _area(address).within(self.used())
        if found is None:
            raise NoSelectionError("The selected cells are empty. Select the vendor names and try again.")
        return found

    def selected_column(self) -> int | None:
        """Return the column of the first selected cell, None if no cells are selected."""
        selected = self._app.selection
        return None if selected is None else int(selected.column)

    def active_row(self) -> int:
        """Return the row of the first selected cell.

        Raises:
            NoSelectionError: No cells are selected.
        """
        selected = self._app.selection
        if selected is None:
            raise NoSelectionError("No cells are selected. Select a cell in the row you mean and try again.")
        return int(selected.row)

    def used(self) -> Area:
        """Return the block of the sheet that holds something."""
        found = self._sheet.used_range
        rows, columns = found.shape
        return Area(int(found.row), int(found.column), int(rows), int(columns))

    def tables(self) -> list[Area]:
        """Return the sheet's Excel tables."""
        return [_area(str(table.range.address)) for table in self._sheet.tables]

    def values(self, area: Area) -> list[list[Cell]]:
        """Return what the cells hold, errors as their text."""
        rows: list[list[Cell]] = []
        for part in _parts(area):
            block = as_grid(self._range(part).options(ndim=2, err_to_str=True).value)
            rows += [[error_of(cell) or cell for cell in row] for row in block]
        return rows

    def formulas(self, area: Area) -> list[list[str]]:
        """Return formulas as formulas and other cells as they would be typed, so that writing them back restores them.

        Text is marked with an apostrophe, as Excel does: `007` and `=1+1` can be text.
        """
        rows: list[list[str]] = []
        for part in _parts(area):
            typed = as_grid(_formulas_of(self._range(part)))
            for formulas, values in zip(typed, self.values(part), strict=True):
                rows.append([_retyped(*pair) for pair in zip(formulas, values, strict=True)])
        return rows

    def write(self, area: Area, rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
        """Write values and return the formulas that stood there; all of them, or none.

        Raises:
            RefusedError: Excel did not take them; what stood there stands there again.
        """
        return self._replace(area, lambda: self._put(area, rows), lambda: _same(self.values(area), rows))

    def write_formulas(self, area: Area, rows: Sequence[Sequence[str]]) -> list[list[str]]:
        """Write formulas and return those that stood there; all of them, or none.

        Raises:
            RefusedError: Excel did not take them; what stood there stands there again.
        """
        return self._replace(area, lambda: self._put_formulas(area, rows), lambda: True)

    def may_spill(self, area: Area) -> bool:
        """Return whether any formula in the block spills over others."""
        try:
            return self._range(area).api.HasSpill is not False  # None where some do and some do not
        except Exception:  # noqa: BLE001 - a Mac, or an Excel without dynamic arrays
            return False

    def spill(self, row: int, column: int) -> Area:
        """Return the block that the formula in a cell fills."""
        cell = self._range(Area(row, column, 1, 1))
        with suppress(Exception):  # a Mac, or an Excel without dynamic arrays
            if cell.api.HasSpill:
                spilt = cell.api.SpillingToRange
                return Area(row, column, int(spilt.Rows.Count), int(spilt.Columns.Count))
        return Area(row, column, 1, 1)

    def go_to(self, row: int, column: int) -> None:
        """Select a cell."""
        self._range(Area(row, column, 1, 1)).select()

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Keep the screen still and formulas uncalculated meanwhile; put back both, and the status bar."""
        app = self._app
        updating, calculation = app.screen_updating, app.calculation
        try:
            app.screen_updating = False
            app.calculation = "manual"
            yield
        finally:
            for name, value in (("calculation", calculation), ("screen_updating", updating), ("status_bar", False)):
                with suppress(Exception):  # each of them, whatever became of the others
                    setattr(app, name, value)

    def progress(self, text: str) -> None:
        """Show how far a long run is.

        Raises:
            CancelledError: The user pressed Esc.
        """
        with suppress(Exception):  # the status bar is a courtesy
            self._app.status_bar = f"{TITLE}: {text}"
        if self._cancelled():
            raise CancelledError("Stopped with Esc; nothing was changed.")

    def tell(self, text: str, *, warning: bool = False) -> None:
        """Show a message and wait until it was read."""
        self._app.alert(text, TITLE, "ok", "critical" if warning else "info")

    def ask(self, question: str, default: str = "") -> str | None:
        """Return what the user types, "" if nothing, None if they cancel; on Windows.

        Args:
            question: Shown above the field; what goes beyond 255 characters is cut off, as Excel would.
            default: Stands in the field.

        Raises:
            BusyError: Excel waits for its user.
            DeskError: Excel does not ask; a Mac never does, for xlwings has no such dialog there.
        """
        try:
            shown = question[:_LONGEST_QUESTION]
            answer = self._app.api.InputBox(Prompt=shown, Title=TITLE, Default=default, Type=_TEXT)
        except Exception as error:
            raise DeskError(f"Excel cannot ask for what is needed: {_reason(error)}. Nothing was done.") from error
        return None if answer is False else str(answer)

    def show_rows(self, name: str, rows: Sequence[Sequence[Cell]]) -> None:
        """Show rows on the only sheet of a new workbook."""
        book = self._app.books.add()
        sheet = book.sheets[0]
        sheet.name = name
        width = max(map(len, rows))
        block = [[_as_typed(cell) for cell in [*row, *[""] * (width - len(row))]] for row in rows]
        target = sheet.range((1, 1), (len(block), width))
        target.value = block
        with suppress(Exception):  # looks only
            target.columns.autofit()

    def open_book(self, path: Path, *, as_new: bool) -> None:
        """Open a workbook; `as_new` as one that has no file yet, so that saving asks for a name."""
        if as_new:
            self._app.books.api.Add(str(path))
        else:
            self._app.books.open(str(path))

    def to_pdf(self, path: Path, sheet: str, target: Path) -> None:
        """Save one sheet of a workbook as PDF; the workbook is opened for it and closed again."""
        book = self._app.books.open(str(path))
        try:
            book.sheets[sheet].to_pdf(str(target), show=False)
        finally:
            book.close()

    def open_link(self, address: str) -> bool:
        """Open a page in the browser; return whether there was one."""
        return webbrowser.open(address)

    def _range(self, area: Area) -> xw.Range:
        last = (area.row + area.rows - 1, area.column + area.columns - 1)
        return self._sheet.range((area.row, area.column), last)

    def _replace(self, area: Area, put: Callable[[], None], is_put: Callable[[], bool]) -> list[list[str]]:
        before = self.formulas(area)
        try:
            put()
            if is_put():
                return before
            why = "some cells kept what they held"
        except Exception as error:  # noqa: BLE001 - whatever it is, the cells go back first
            why = _reason(error)
        with suppress(Exception):  # a sheet that refuses to be written refuses this too, and holds what it held
            self._put_formulas(area, before)
        raise RefusedError(
            f"Excel does not let {area.address} of sheet {self.sheet!r} be written: {why}. The sheet is as it was. "
            "If it is protected, unprotect it (Review, Unprotect Sheet), or work on a copy."
        )

    def _put(self, area: Area, rows: Sequence[Sequence[Cell]]) -> None:
        done = 0
        for part in _parts(area):
            self._range(part).value = [[_as_typed(cell) for cell in row] for row in rows[done : done + part.rows]]
            done += part.rows

    def _put_formulas(self, area: Area, rows: Sequence[Sequence[str]]) -> None:
        done = 0
        for part in _parts(area):
            _set_formulas(self._range(part), tuple(tuple(row) for row in rows[done : done + part.rows]))
            done += part.rows


def is_busy(error: BaseException) -> bool:
    """Return whether Excel refused because it waits for its user: a cell is being edited, a dialog is open."""
    codes = {getattr(error, "hresult", None)}
    details = error.args[2] if len(error.args) > 2 else None  # noqa: PLR2004 - where COM keeps them
    if isinstance(details, tuple) and details:
        codes.add(details[-1])
    return bool(codes & set(_BUSY))


def _reason(error: Exception) -> str:
    if is_busy(error):
        raise BusyError(
            "Excel is waiting for you: finish editing the cell (Enter or Esc) or close the open dialog, then try again."
        ) from error
    details: Any = error.args[2] if len(error.args) > 2 else None  # noqa: PLR2004 - where COM keeps them
    text = details[2] if isinstance(details, tuple) and len(details) > 2 and details[2] else str(error)  # noqa: PLR2004
    return str(text).strip().rstrip(".")


def _area(address: str) -> Area:
    """Return the block that an address names; whole columns and rows go to the sheet's edge."""
    left, top, right, bottom = range_boundaries(address.replace("$", ""))
    row, column = top or 1, left or 1
    return Area(row, column, (bottom or MAX_ROWS) - row + 1, (right or MAX_COLUMNS) - column + 1)


def _parts(area: Area) -> Iterator[Area]:
    for first in range(0, area.rows, _BLOCK):
        yield area._replace(row=area.row + first, rows=min(_BLOCK, area.rows - first))


def _as_typed(cell: Cell) -> Cell:
    """Return text so that Excel keeps it as text: `=1+1`, `007` and `2026-07-31` are vendors' words, not formulas."""
    return f"'{cell}" if isinstance(cell, str) and cell and error_of(cell) is None else cell


def _retyped(formula: Cell, value: Cell) -> str:
    text = "" if formula is None else str(formula)
    return f"'{text}" if text and isinstance(value, str) and value == text and error_of(text) is None else text


def _formulas_of(cells: xw.Range) -> Any:  # noqa: ANN401 - xlwings types them so
    try:
        return cells.formula2
    except Exception:  # noqa: BLE001 - an Excel without dynamic arrays
        return cells.formula


def _set_formulas(cells: xw.Range, rows: tuple[tuple[str, ...], ...]) -> None:
    try:
        cells.formula2 = rows  # `formula` would put an @ before functions that spill
    except Exception:  # noqa: BLE001 - an Excel without dynamic arrays; a real refusal comes again
        cells.formula = rows


def _same(held: Sequence[Sequence[Cell]], rows: Sequence[Sequence[Cell]]) -> bool:
    return all(
        (one in (None, "") and other in (None, "")) or one == other
        for row, wanted in zip(held, rows, strict=True)
        for one, other in zip(row, wanted, strict=True)
    )


def _escape_is_down() -> bool:
    windll = getattr(ctypes, "windll", None)  # Windows only
    return windll is not None and bool(windll.user32.GetAsyncKeyState(_ESCAPE) & _DOWN)
