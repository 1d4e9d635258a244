"""What the add-in's VBA asks over COM: many calls of one function in one round trip.

Every answer begins with a row that names the table it comes from, so that VBA can
drop what it remembers of another one: id, ISO date, health and age in days, parted by tabs.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

import xlwings as xw

from addin import log, worksheet
from addin.cells import NA, Cell, as_grid
from addin.session import session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from addin.session import Session

__all__ = ["entity_answers", "entity_ping", "entity_recheck", "entity_spill"]

_log = logging.getLogger(log.LOGGER)
_LONGEST: Final = 32_767  # characters in a cell
_ANSWERS: Final[Mapping[str, Callable[[Session, Sequence[Sequence[Cell]]], list[Cell]]]] = {
    "ENTITY_CHECK": worksheet.check,
    "ENTITY_SCORE": worksheet.score,
    "ENTITY_INFO": worksheet.info,
}
_SPILLS: Final[Mapping[str, Callable[[Session, Sequence[Cell]], list[list[Cell]]]]] = {
    "ENTITY_MATCHES": worksheet.matches,
    "ENTITY_LISTS": worksheet.lists,
}


@xw.func
@xw.arg("calls", ndim=2, err_to_str=True)
def entity_answers(function: str, calls: Any) -> list[list[Cell]]:  # noqa: ANN401
    """Return the row that names the table, then one row of one cell for each call.

    Args:
        function: ENTITY_CHECK, ENTITY_SCORE or ENTITY_INFO.
        calls: Rows of arguments.
    """
    log.begin()
    rows = as_grid(calls)
    try:
        answers = _ANSWERS[function](session(), rows)
    except Exception:  # noqa: BLE001 - whatever it is: an error in the cells, its cause in the log
        _log.exception("%s failed for %d cells", function, len(rows))
        answers = [NA] * len(rows)
    return [[_table()], *[[_fitting(answer)] for answer in answers]]


@xw.func
@xw.arg("call", ndim=2, err_to_str=True)
def entity_spill(function: str, call: Any) -> list[list[Cell]]:  # noqa: ANN401
    """Return the row that names the table, then the rows that ENTITY_MATCHES or ENTITY_LISTS spill."""
    log.begin()
    try:
        rows = _SPILLS[function](session(), as_grid(call)[0])
    except Exception:  # noqa: BLE001 - the same
        _log.exception("%s failed", function)
        rows = [[NA]]
    padding: list[Cell] = [""] * (len(rows[0]) - 1)
    return [[_table(), *padding], *[[_fitting(cell) for cell in row] for row in rows]]


@xw.func
def entity_ping(_by: str = "") -> list[list[Cell]]:
    """Return the row that names the table, and a second row: one cell would arrive without its row.

    Args:
        _by: Who asks; COM needs an argument where VBA would pass an empty array.
    """
    return [[_table()], [""]]


@xw.func
def entity_recheck(_by: str = "") -> list[list[Cell]]:
    """Open the table anew and return what `entity_ping` returns."""
    session().forget()
    return entity_ping(_by)


def _table() -> str:
    status = session().status()
    return "\t".join((status.id, status.published, status.health.replace("\t", " "), str(status.age_days)))


def _fitting(cell: Cell) -> Cell:
    return cell[:_LONGEST] if isinstance(cell, str) else cell
