"""What reading a published file brings: entries, rejected rows, and counts that add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from screening.lists.rows import RejectedRow
    from screening.model import Entry

__all__ = ["ImportedList", "ListCount", "count_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCount:
    """How the rows of one list ended; rows = entries + merged + rejected.

    Attributes:
        code: Code of the list.
        rows: Rows published.
        entries: Parties.
        merged: Rows that joined an entry of another row.
        rejected: Rows that became no entry.
        names: Listed names and aliases of the entries.
    """

    code: str
    rows: int
    entries: int
    merged: int
    rejected: int
    names: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedList:
    """What an import brought.

    Attributes:
        entries: Parties, in the order of their first row.
        rejected: Rows that became no entry, with their causes.
        counts: Counts per list, sorted by code.
        unread: Published texts that no rule could read, by `field: text`, with how often.
        published: Day the file states for itself, None if it states none.
    """

    entries: tuple[Entry, ...]
    rejected: tuple[RejectedRow, ...]
    counts: tuple[ListCount, ...]
    unread: dict[str, int]
    published: date | None


def count_rows(
    rows: Mapping[str, int], entries: Iterable[Entry], rejected: Iterable[RejectedRow]
) -> tuple[ListCount, ...]:
    """Return the counts of each list, sorted by code; what is no entry and not rejected was merged.

    Args:
        rows: Rows by code of the list.
        entries: What became of them.
        rejected: And what did not.
    """
    parties: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for entry in entries:
        parties[entry.list] += 1
        names[entry.list] += 1 + len(entry.aliases)
    lost = Counter(row.list for row in rejected)
    return tuple(
        ListCount(
            code=code,
            rows=rows[code],
            entries=parties[code],
            merged=rows[code] - parties[code] - lost[code],
            rejected=lost[code],
            names=names[code],
        )
        for code in sorted(rows)
    )
