"""Two entity tables side by side, counted list by list."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.review.list_changes import list_changes

if TYPE_CHECKING:
    from screening.review.list_changes import ListChanges
    from screening.table import EntityTable
    from screening.table.manifest import TableManifest

__all__ = ["Difference", "ListDifference", "difference"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDifference:
    """How one list differs.

    Attributes:
        code: Code of the list.
        then: Its entries in the first table; None if that table has no such list.
        now: Its entries in the second; likewise.
        added: Entries that came.
        removed: Entries that went.
        renamed: Entries under another name.
        amended: Entries that say something else.
    """

    code: str
    then: int | None
    now: int | None
    added: int
    removed: int
    renamed: int
    amended: int

    @property
    def is_whole(self) -> bool:
        """Whether the list is in one table only, so that all its entries have come or gone."""
        return self.then is None or self.now is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs between two tables.

    Attributes:
        then: The first table.
        now: The second.
        changes: Entry by entry.
        lists: List by list, sorted by code; lists that do not differ too.
    """

    then: TableManifest
    now: TableManifest
    changes: ListChanges
    lists: tuple[ListDifference, ...]

    @property
    def whole_lists(self) -> frozenset[str]:
        """Codes of the lists that are in one table only."""
        return frozenset(counts.code for counts in self.lists if counts.is_whole)


def difference(then: EntityTable, now: EntityTable, changes: ListChanges | None = None) -> Difference:
    """Return what differs between two tables, on the lists that they were opened with.

    Args:
        then: The first table.
        now: The second.
        changes: What differs entry by entry if that is known already; None to find out.
    """
    changes = list_changes(then, now) if changes is None else changes
    before, after = _entries(then), _entries(now)
    added, removed = (Counter(entry.list for entry in part) for part in (changes.added, changes.removed))
    renamed, amended = (Counter(pair.now.list for pair in part) for part in (changes.renamed, changes.amended))
    return Difference(
        then=then.manifest,
        now=now.manifest,
        changes=changes,
        lists=tuple(
            ListDifference(
                code=code,
                then=before.get(code),
                now=after.get(code),
                added=added[code],
                removed=removed[code],
                renamed=renamed[code],
                amended=amended[code],
            )
            for code in sorted(before.keys() | after.keys())
        ),
    )


def _entries(table: EntityTable) -> dict[str, int]:
    return {counts.code: counts.entries for counts in table.manifest.lists if counts.code in table.lists}
