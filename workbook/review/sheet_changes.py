"""What was changed on a sheet, told from digests alone: cells, rows, or the order of rows.

A changed cell shows in the digest of its row and in that of its column. Rows that
were removed, inserted or moved shift all columns; they are told by lining up the
digests of the rows, as programs do that compare texts line by line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from openpyxl.utils.cell import get_column_letter

from workbook.review.digest import BLANK, DIGEST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbook.review.digest import SheetRecord

__all__ = ["Change", "SheetChange", "compare"]

_MOST = 12  # ranges named in one sentence


class Change(Enum):
    """What happened."""

    CELLS = "cells were changed"
    ROWS_CHANGED = "rows were changed"
    ROWS_REMOVED = "rows were removed"
    ROWS_INSERTED = "rows were inserted"
    ROWS_REORDERED = "rows were put in another order"
    SOMEWHERE = "something was changed"
    SHEET_MISSING = "the sheet is missing"
    SHEET_ADDED = "the sheet was added"
    SHEET_RENAMED = "the sheet has another name"
    SHEET_HIDDEN = "the sheet was hidden"
    NO_MANIFEST = "there is no manifest"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChange:
    """One thing that was changed since the workbook was written.

    Attributes:
        sheet: Name of the sheet, as it was written; as it is now for one that was added; "" for the workbook.
        kind: What happened.
        where: Ranges such as `C7, C9:C12` or rows such as `5-7, 12`; the new name of a sheet; "" for neither.
            A row that was removed has the number it had, all others the number they have now.
        text: In one sentence.
    """

    sheet: str
    kind: Change
    where: str = ""
    text: str

    def __str__(self) -> str:
        return self.text


def compare(before: SheetRecord, after: SheetRecord) -> tuple[SheetChange, ...]:
    """Return what was changed between two states of a sheet; nothing if they are the same."""
    if before.sha256 == after.sha256:
        return ()
    title = before.title
    old, new = _parts(before.row_digests), _parts(after.row_digests)
    rows = _differing(old, new)
    columns = _differing(_parts(before.column_digests), _parts(after.column_digests))
    if not rows or not columns:
        return (SheetChange(sheet=title, kind=Change.SOMEWHERE, text=f"{title}: something was changed."),)
    if len(rows) == len(columns) == 1:
        return (_cells(title, rows, columns),)
    if Counter(old) == Counter(new):
        return (_rows(title, Change.ROWS_REORDERED, rows, "put in another order"),)
    found = _Alignment(old, new)
    if len(rows) < found.edits or (len(rows) == found.edits and len(old) == len(new)):
        return (_cells(title, rows, columns),)
    return tuple(
        _rows(title, kind, places, word)
        for kind, places, word in (
            (Change.ROWS_REMOVED, found.removed, "removed"),
            (Change.ROWS_INSERTED, found.inserted, "inserted"),
            (Change.ROWS_CHANGED, found.changed, "changed"),
            (Change.ROWS_REORDERED, found.moved, "moved"),
        )
        if places
    )


class _Alignment:
    """Rows of two states side by side: which of them went, came, changed or moved.

    Attributes:
        removed: Numbers of rows that went, as they were; all others as they are.
        inserted: Rows that came.
        changed: Rows that came where others went.
        moved: Rows that are there twice over, out of order.
    """

    def __init__(self, before: Sequence[bytes], after: Sequence[bytes]) -> None:
        head, tail = _shared_ends(before, after)
        old = _keyed(before[head : len(before) - tail], head)
        new = _keyed(after[head : len(after) - tail], head)
        both = [(old[key], place) for key, place in new.items() if key in old]
        kept = _rising(both)
        self.moved = sorted({place for _, place in both} - {place for _, place in kept})
        self.removed: list[int] = []
        self.inserted: list[int] = []
        self.changed: list[int] = []
        gone = _by_gap((place for key, place in old.items() if key not in new), [place for place, _ in kept])
        come = _by_gap((place for key, place in new.items() if key not in old), [place for _, place in kept])
        for gap in gone.keys() | come.keys():
            went, came = gone.get(gap, []), come.get(gap, [])
            pairs = min(len(went), len(came))
            self.changed += came[:pairs]
            self.removed += went[pairs:]
            self.inserted += came[pairs:]

    @property
    def edits(self) -> int:
        """Rows touched, by this account."""
        return sum(map(len, (self.removed, self.inserted, self.changed, self.moved)))


def _shared_ends(before: Sequence[bytes], after: Sequence[bytes]) -> tuple[int, int]:
    """Return how many rows the two states share at their beginning, and then at their end."""
    most = min(len(before), len(after))
    head = next((n for n in range(most) if before[n] != after[n]), most)
    most -= head
    tail = next((n for n in range(most) if before[-1 - n] != after[-1 - n]), most)
    return head, tail


def _keyed(digests: Iterable[bytes], first: int) -> dict[tuple[bytes, int], int]:
    """Return the row number of each digest; equal ones are told apart by their turn."""
    turns: Counter[bytes] = Counter()
    keyed = {}
    for number, digest in enumerate(digests, first + 1):
        keyed[digest, turns[digest]] = number
        turns[digest] += 1
    return keyed


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs whose first numbers rise (patience sorting)."""
    tops: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, (number, _) in enumerate(pairs):
        pile = bisect_left(tops, number)
        before.append(places[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [number]
        places[pile : pile + 1] = [place]
    run = []
    place = places[-1] if places else -1
    while place >= 0:
        run.append(pairs[place])
        place = before[place]
    return run[::-1]


def _by_gap(places: Iterable[int], kept: Sequence[int]) -> dict[int, list[int]]:
    """Return the row numbers that lie between the same two kept rows, by the number of rows kept before."""
    ordered = sorted(places)
    return {gap: list(group) for gap, group in groupby(ordered, lambda place: bisect_left(kept, place))}


def _parts(digests: bytes) -> list[bytes]:
    return [digests[place : place + DIGEST_BYTES] for place in range(0, len(digests), DIGEST_BYTES)]


def _differing(before: Sequence[bytes], after: Sequence[bytes]) -> list[int]:
    pairs = zip_longest(before, after, fillvalue=BLANK)
    return [number for number, (one, other) in enumerate(pairs, 1) if one != other]


def _cells(title: str, rows: Sequence[int], columns: Sequence[int]) -> SheetChange:
    down, across = _runs(rows), _runs(columns)
    where = _listed([_range(cells, lines) for lines in down for cells in across])
    if len(rows) == len(columns) == 1:
        text = f"{title}!{where}: the cell was changed."
    elif 1 in {len(rows), len(columns)}:
        text = f"{title}!{where}: the cells were changed."
    else:
        text = f"{title}!{where}: some of these cells were changed, at least one in each row and column."
    return SheetChange(sheet=title, kind=Change.CELLS, where=where, text=text)


def _range(columns: tuple[int, int], rows: tuple[int, int]) -> str:
    first, last = (f"{get_column_letter(column)}{row}" for column, row in zip(columns, rows, strict=True))
    return first if first == last else f"{first}:{last}"


def _rows(title: str, kind: Change, rows: Sequence[int], word: str) -> SheetChange:
    where = _listed([f"{first}-{last}" if last > first else str(first) for first, last in _runs(sorted(rows))])
    one = len(rows) == 1
    text = f"{title}: {'row' if one else 'rows'} {where} {'was' if one else 'were'} {word}."
    return SheetChange(sheet=title, kind=kind, where=where, text=text)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return first and last of each run of neighbours."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _listed(ranges: Sequence[str]) -> str:
    shown = ", ".join(ranges[:_MOST])
    return shown if len(ranges) <= _MOST else f"{shown} and {len(ranges) - _MOST:,} more"
