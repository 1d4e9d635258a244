"""The group Check: verdicts beside the vendors, as values or as formulas, and taking them back."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from itertools import groupby, product
from typing import TYPE_CHECKING, Any, Final, TypeVar

from openpyxl.utils.cell import get_column_letter

from addin import undo
from addin.desk import Area
from addin.errors import DeskError
from addin.vendors import HEADERS, VendorCells, vendors_of_selection, vendors_of_sheet, worded
from screening.model import NameKind, NotScreened, Screening, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from addin.desk import Desk
    from addin.session import Session, TableStatus
    from workbook.cells import Cell
    from workbook.read import VendorRow

__all__ = ["check_selection", "check_sheet", "freeze", "insert_formulas", "screened", "take_back"]

_T = TypeVar("_T")

_CHUNK: Final = 2_000  # names between two looks at the Esc key
_NOT_BY_NAME: Final = {NameKind.ADDRESS: " (its address)", NameKind.OWNER: " (as an owner)"}
_FORMULA_HEADER: Final = "Entity Check"
_OURS: Final = "ENTITY_"


def check_selection(desk: Desk, session: Session) -> None:
    """Screen the selected vendors and write the verdicts as values."""
    _check(desk, session, vendors_of_selection(desk))


def check_sheet(desk: Desk, session: Session) -> None:
    """Screen the vendor list of the sheet and write the verdicts as values."""
    _check(desk, session, vendors_of_sheet(desk))


def insert_formulas(desk: Desk, _session: Session) -> None:
    """Write ENTITY_CHECK formulas beside the selected vendors."""
    if sys.platform == "darwin":
        raise DeskError("Worksheet functions need Excel for Windows. Check selection writes the verdicts as values.")
    found = vendors_of_selection(desk)
    country = f",{get_column_letter(found.country_column)}{{row}}" if found.country_column else ""
    pattern = f"=ENTITY_CHECK({get_column_letter(found.name_column)}{{row}}{country})"
    results = {row.row: (pattern.format(row=row.row),) for row in found.rows}
    earlier = _formula_column(desk, found)
    if earlier is not None:
        found = replace(found, target_column=earlier, is_rerun=True)
    with desk.quiet():
        area = _write(desk, found, (_FORMULA_HEADER,), results, desk.write_formulas)
    desk.tell(f"Formulas for {worded(found.rows)} are in {area.address}, {found.said}. Undo last run takes them back.")


def freeze(desk: Desk, _session: Session) -> None:
    """Replace our formulas in the selection, or on the sheet if one cell is selected, by what they show."""
    area = desk.selection()
    if area.rows == area.columns == 1:
        area = desk.used()
    with desk.quiet():
        changes = [(run, _anchored(run, desk.write(run, desk.values(run)))) for run in list(_runs(desk, area))]
        if changes:
            undo.remember(desk, changes)
    if not changes:
        raise DeskError(f"There are no ENTITY formulas in {area.address}; nothing was changed.")
    cells = sum(run.rows * run.columns for run, _ in changes)
    hold = "1 cell holds its value" if cells == 1 else f"{cells:,} cells hold values"
    desk.tell(f"{hold} now instead of an ENTITY formula. Undo last run brings the formulas back.")


def take_back(desk: Desk, _session: Session) -> None:
    """Put back what stood where the last run wrote."""
    with desk.quiet():
        said = undo.undo(desk)
    desk.tell(said)


def screened(desk: Desk, session: Session, rows: Sequence[VendorRow]) -> Iterator[Screening | NotScreened]:
    """Yield a screening for each vendor, or why it has none; shows progress and stops with Esc.

    Raises:
        CancelledError: The user pressed Esc.
        TableError: The entity table cannot be used.
    """
    screener = session.screener()
    for first in range(0, len(rows), _CHUNK):
        desk.progress(f"{first:,} of {len(rows):,} vendors screened (Esc stops)")
        part = rows[first : first + _CHUNK]
        found = iter(screener.screen_many([row.vendor for row in part if row.problem is None], workers=1))
        for row in part:
            yield row.problem if row.problem is not None else next(found)


def _check(desk: Desk, session: Session, found: VendorCells) -> None:
    if not found.rows:
        raise DeskError("There are no vendors below the headers; nothing was changed.")
    status = session.status()
    counts: Counter[Verdict] = Counter()
    results: dict[int, Sequence[Cell]] = {}
    with desk.quiet():
        for row, screening in zip(found.rows, screened(desk, session, found.rows), strict=True):
            counts[screening.verdict if isinstance(screening, Screening) else Verdict.NOT_SCREENED] += 1
            results[row.row] = _result(row, screening, status)
        desk.progress("writing the verdicts")
        area = _write(desk, found, HEADERS, results, desk.write)
    desk.tell(_said(found, counts, area, status), warning=status.stale)


def _write(
    desk: Desk,
    found: VendorCells,
    headers: Sequence[str],
    results: Mapping[int, Sequence[_T]],
    write: Callable[[Area, Sequence[Sequence[_T]]], list[list[str]]],
) -> Area:
    """Write headers and results in one step, so that the sheet is never half written, and return where."""
    headed = found.header_row is not None and not found.is_rerun
    first = found.header_row if headed and found.header_row is not None else found.first_row
    blank: Sequence[Any] = ("",) * len(headers)
    block: list[Sequence[Any]] = [results.get(row, blank) for row in range(first, found.last_row + 1)]
    if headed:
        block[0] = headers
    area = Area(first, found.target_column, len(block), len(headers))
    undo.remember(desk, [(area, write(area, block))])
    return area


def _formula_column(desk: Desk, found: VendorCells) -> int | None:
    """Return the column of formulas that an earlier run wrote, by its header."""
    if found.header_row is None:
        return None
    used = desk.used()
    headers = desk.values(Area(found.header_row, used.column, 1, used.columns))[0]
    return used.column + headers.index(_FORMULA_HEADER) if _FORMULA_HEADER in headers else None


def _result(row: VendorRow, screening: Screening | NotScreened, status: TableStatus) -> tuple[Cell, ...]:
    """Return the cells of `HEADERS` for one vendor."""
    of = f"{status.published} (STALE)" if status.stale else status.published
    if isinstance(screening, NotScreened) or screening.not_screened is not None:
        cause = screening if isinstance(screening, NotScreened) else screening.not_screened
        return row.vendor.name, "NOT SCREENED", cause.value if cause else "", "", "", of
    if not screening.hits:
        return row.vendor.name, screening.verdict.value, "", "", "", of
    best = screening.hits[0]
    name = best.entry.name + _NOT_BY_NAME.get(best.matched_kind, "")
    return row.vendor.name, screening.verdict.value, name, best.entry.list, int(best.score), of


def _said(found: VendorCells, counts: Counter[Verdict], area: Area, status: TableStatus) -> str:
    parts = [
        f"{counts[verdict]:,} {verdict.value.replace('_', ' ')}"
        for verdict in Verdict
        if counts[verdict] or verdict is Verdict.LISTED
    ]
    said = f"{worded(found.rows)} checked, {found.said}: {', '.join(parts)}. The verdicts are in {area.address}."
    stale = (
        f"\n\nThe lists are of {status.published}, {status.age_days} days old: parties listed since then are not found."
        if status.stale
        else ""
    )
    return f"{said} Undo last run takes them back.{stale}"


def _runs(desk: Desk, area: Area) -> Iterator[Area]:
    """Yield the blocks that our formulas fill: cells below one another together, what spills as a whole."""
    spilt: set[tuple[int, int]] = set()
    for run in _columns(area, desk.formulas(area)):
        if not desk.may_spill(run):
            yield run
            continue
        for row in range(run.row, run.row + run.rows):
            if (row, run.column) not in spilt:
                block = desk.spill(row, run.column)
                spilt |= set(
                    product(range(block.row, block.row + block.rows), range(block.column, block.column + block.columns))
                )
                yield block


def _columns(area: Area, formulas: Sequence[Sequence[str]]) -> Iterator[Area]:
    """Yield the stretches of a column that hold our formulas."""
    for column in range(area.columns):
        ours = [_is_ours(row[column]) for row in formulas]
        start = 0
        for is_ours, stretch in groupby(ours):
            length = len(list(stretch))
            if is_ours:
                yield Area(area.row + start, area.column + column, length, 1)
            start += length


def _is_ours(formula: str) -> bool:
    return formula.startswith("=") and _OURS in formula.upper()


def _anchored(area: Area, before: list[list[str]]) -> list[list[str]]:
    """Return what stood in a spilt block: its formula in the first cell, nothing of its own in the others."""
    if area.columns == 1 and all(_is_ours(row[0]) for row in before):
        return before
    return [
        [text if row == column == 0 else "" for column, text in enumerate(texts)] for row, texts in enumerate(before)
    ]
