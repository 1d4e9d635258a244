"""Rows of the data area -> vendor rows, with everything else counted by its row.

Totals are left out only at the bottom or before a page break, and only when
nothing about them could be a vendor: one company really is called Total.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from workbook.read.footers import Footer, footer, is_signature
from workbook.read.layout import is_rule, shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workbook.read.columns import Columns
    from workbook.read.grid import Row
    from workbook.read.layout import Header

__all__ = ["Reason", "Sift", "Skipped"]

# Totals per currency, signatures and a page number: a footer has fewer rows.
_LONGEST_FOOTER = 50
_SHOWN_RANGES = 5


class Reason(Enum):
    """Why a row that holds something is no vendor row; the value names one and several of them."""

    TOTAL = ("total or footer row", "total or footer rows")
    HEADER = ("repeated header row", "repeated header rows")
    RULE = ("drawn line", "drawn lines")


@dataclass(slots=True)
class Skipped:
    """How many rows were left out for one reason, and where.

    Attributes:
        count: Number of rows.
        ranges: First and last row of the first few runs.
    """

    count: int = 0
    ranges: list[tuple[int, int]] = field(default_factory=list)

    def add(self, number: int) -> None:
        """Count row `number`."""
        self.count += 1
        if self.ranges and self.ranges[-1][1] == number - 1:
            self.ranges[-1] = (self.ranges[-1][0], number)
        elif len(self.ranges) <= _SHOWN_RANGES:
            self.ranges.append((number, number))

    @property
    def where(self) -> str:
        """The rows, as `row 7` or `rows 7, 410-412`."""
        shown = [f"{first}-{last}" if last > first else str(first) for first, last in self.ranges[:_SHOWN_RANGES]]
        more = ", ..." if len(self.ranges) > _SHOWN_RANGES else ""
        return f"row{'s' if self.count > 1 else ''} {', '.join(shown)}{more}"


class Sift:
    """One pass over the data area.

    Attributes:
        blank: Rows that hold nothing, between others.
        hidden: Vendor rows that are hidden or filtered away.
        kept: Vendor rows.
        last: Last row that holds something.
        skipped: What was left out, by reason.
    """

    def __init__(self, header: Header, columns: Columns) -> None:
        """Begin below `header`."""
        self._name = columns.name.index
        self._id = columns.id.index if columns.id else None
        self._headers = frozenset(header.lines)
        self._titles = frozenset(title for title in header.titles if title)
        self._labels = {_label(line) for line in self._headers}
        self.blank = self.hidden = self.kept = 0
        self.last = header.first_row - 1
        self.skipped: dict[Reason, Skipped] = {}

    def vendors(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the vendor rows among the rows of the data area."""
        recent: deque[Row] = deque()
        for row in rows:
            self.blank += max(row.number - self.last - 1, 0)
            self.last = max(self.last, row.number)
            label = _label(row.texts)
            if label in self._labels and shape(row.texts) in self._headers:
                yield from self._without_footer(recent)
                self._skip(Reason.HEADER, row)
            elif label[:1] in "-=_*+|~" and not row.kinds and is_rule(row.texts):
                self._skip(Reason.RULE, row)
            else:
                recent.append(row)
                if len(recent) > _LONGEST_FOOTER:
                    yield self._keep(recent.popleft())
        yield from self._without_footer(recent)

    def _without_footer(self, recent: deque[Row]) -> Iterator[Row]:
        """Yield the rows above a page break or the end, less the totals and titles printed there."""
        left_out: deque[Row] = deque()
        while recent and (self._is_footer(recent[-1]) or shape(recent[-1].texts) in self._titles):
            left_out.appendleft(recent.pop())
        yield from map(self._keep, recent)
        recent.clear()
        for row in left_out:
            self._skip(Reason.TOTAL, row)

    def _keep(self, row: Row) -> Row:
        self.kept += 1
        self.hidden += row.hidden
        return row

    def _skip(self, reason: Reason, row: Row) -> None:
        self.skipped.setdefault(reason, Skipped()).add(row.number)

    def _is_footer(self, row: Row) -> bool:
        """Return whether a row is clearly a total, which says nothing else in words, or a lone remark or signature."""
        cells = [(column, text.strip()) for column, text in enumerate(row.texts) if text.strip()]
        if self._is_remark(cells) or (len(cells) == 1 and is_signature(cells[0][1])):
            return True
        kind = footer(_label(row.texts))
        if kind is None:
            return False
        others = [(column, text) for column, text in cells[1:] if not footer(text)]
        if any(column == self._id or any(map(str.isalpha, text)) for column, text in others):
            return False
        if kind is Footer.SURE or cells[0][0] != self._name:
            return True
        # `Total` in the name column: a vendor, unless it has an amount or lacks the id that vendors have.
        return bool(others) or self._id is not None

    def _is_remark(self, cells: list[tuple[int, str]]) -> bool:
        """Return whether a row is one sentence outside the name column: `Confidential, for internal use`."""
        if len(cells) != 1 or cells[0][0] == self._name:
            return False
        text = cells[0][1]
        return " " in text and any(map(str.isalpha, text)) and not any(map(str.isdecimal, text))


def _label(texts: Sequence[str]) -> str:
    """Return the first text of a row, in one line."""
    return next((" ".join(text.split()) for text in texts if text and not text.isspace()), "")
