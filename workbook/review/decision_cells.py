"""The cells of the Flagged sheet in which a reviewer decides, and how they come back.

What stands in a row beside them is bound by the row's check: a digest for each cell,
so that a row that was changed, or put together from others, is told from one that was
only sorted, filtered or saved by another program. It guards against accidents; it is
no security.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from openpyxl.workbook.defined_name import DefinedName

from screening.review.decision import COMMENT_LIMIT, NAME_LIMIT, Choice, Reason
from workbook.review.listing import Column, FillIn, Kind
from workbook.review.visible import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl import Workbook

    from screening.review.standing import Standing
    from workbook.review.listing import Value

__all__ = [
    "CHECK",
    "DECISION_COLUMNS",
    "STATUS_COLUMNS",
    "as_value",
    "changed_cells",
    "checked",
    "decision_values",
    "name_reasons",
    "reason_rows",
    "row_check",
]

_REASONS: Final = "EntityCheckReasons"
_DIGITS: Final = 4  # hexadecimal digits for each cell
_YEAR_2000: Final = "36526"  # as Excel counts days

CHECK: Final = "Row check"
STATUS_COLUMNS: Final = (
    Column("Status", 20, wrap=True),
    Column("Opened again because", 28, wrap=True),
)
DECISION_COLUMNS: Final = (
    Column(
        "Decision",
        17,
        wrap=True,
        fill_in=FillIn(
            kind="list",
            formula=f'"{",".join(choice.value for choice in Choice)}"',
            title="Decision",
            help="Is the vendor this listed party? Choose from the list; leave blank to keep the row open.",
        ),
    ),
    Column(
        "Reason code",
        28,
        wrap=True,
        fill_in=FillIn(
            kind="list",
            formula=_REASONS,
            title="Reason code",
            help="FP for a false positive, TM for a true match, ES to escalate. -OTHER needs a comment.",
        ),
    ),
    Column(
        "Comment",
        36,
        wrap=True,
        fill_in=FillIn(
            kind="textLength",
            formula=str(COMMENT_LIMIT),
            title="Comment",
            help=f"What you looked at and what it showed; at most {COMMENT_LIMIT:,} characters.",
        ),
    ),
    Column(
        "Decided by",
        16,
        wrap=True,
        fill_in=FillIn(kind="textLength", formula=str(NAME_LIMIT), title="Decided by", help="Your name."),
    ),
    Column(
        "Decided on",
        13,
        Kind.DATE,
        fill_in=FillIn(
            kind="date", formula=_YEAR_2000, title="Decided on", help="The day, best as 2026-08-14; not after today."
        ),
    ),
    Column(
        "Second reviewer",
        16,
        wrap=True,
        fill_in=FillIn(
            kind="textLength",
            formula=str(NAME_LIMIT),
            title="Second reviewer",
            help="Who looked a second time, where your rules ask for it; not the person who decided.",
        ),
    ),
)


def decision_values(standing: Standing) -> tuple[Value, ...]:
    """Return what the decision cells hold: the decision in force; nothing where somebody must decide."""
    decision = standing.decision
    if decision is None or standing.status.is_open:
        return ("", "", "", "", None, "")
    return (
        decision.choice.value,
        decision.reason.value,
        decision.comment,
        decision.decider,
        decision.decided,
        decision.second,
    )


def name_reasons(book: Workbook, sheet: str, column: str, rows: tuple[int, int]) -> None:
    """Name the cells that list the reasons, first and last row included, for the drop-down to find."""
    cells = f"'{sheet}'!${column}${rows[0]}:${column}${rows[1]}"
    book.defined_names[_REASONS] = DefinedName(_REASONS, attr_text=cells)


def reason_rows() -> Iterator[tuple[str, str, str]]:
    """Yield the reasons as rows of the Settings sheet."""
    for reason in Reason:
        comment = "; needs a comment" if reason.needs_comment else ""
        yield f"reason {reason.code}", reason.value, f"May be given for: {reason.choice.value}{comment}."


def row_check(review: str, columns: Sequence[Column], values: Sequence[Value]) -> str:
    """Return the check of a row.

    Args:
        review: Id of the review.
        columns: Columns of the row; those to fill in, and the check's own, do not count.
        values: Their values, text as the cells show it.
    """
    return "".join(
        hashlib.sha256(f"{review}\x1f{column.header}\x1f{_canonical(value)}".encode()).hexdigest()[:_DIGITS]
        for column, value in _bound(columns, values)
    )


def checked(review: str, columns: Sequence[Column], values: Sequence[Value]) -> tuple[Value, ...]:
    """Return a row that is about to be written, with its check in place of the last value."""
    texts = [shown(value) if isinstance(value, str) else value for value in values]
    return (*values[:-1], row_check(review, columns, texts))


def as_value(cell: object) -> str | int | float | date | None:
    """Return what a cell holds as one of the values that rows are checked by."""
    return cell if isinstance(cell, str | int | float | date) or cell is None else str(cell)


def changed_cells(review: str, columns: Sequence[Column], values: Sequence[Value], check: str) -> tuple[str, ...]:
    """Return the headers of the cells that do not agree with a row's check; all of them if it is none."""
    bound = [column.header for column, _ in _bound(columns, values)]
    now = row_check(review, columns, values)
    if len(now) != len(check):
        return (CHECK,)
    return tuple(
        header
        for place, header in enumerate(bound)
        if now[place * _DIGITS : (place + 1) * _DIGITS] != check[place * _DIGITS : (place + 1) * _DIGITS]
    )


def _bound(columns: Sequence[Column], values: Sequence[Value]) -> Iterator[tuple[Column, Value]]:
    for column, value in zip(columns, values, strict=True):
        if column.fill_in is None and column.header != CHECK:
            yield column, value


def _canonical(value: Value) -> str:
    """Return a value as text that is the same before and after a spreadsheet program has saved it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return " ".join(value.split())  # white space is broken anew by some programs
    return f"{float(value):.6g}"
