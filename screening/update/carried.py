"""What a new table takes over from the one in force: the company's own lists, which no publisher sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.lists.catalog import list_info
from screening.lists.imported import ImportedList, ListCount
from screening.lists.rows import RejectedRow
from screening.table.build import ReadSource

if TYPE_CHECKING:
    from collections.abc import Collection

    from screening.table.manifest import ListCounts
    from screening.table.table import EntityTable

__all__ = ["carried"]


def carried(table: EntityTable, leave_out: Collection[str] = ()) -> tuple[ReadSource, ...]:
    """Return the own lists of a table as if their files were read again, for a table that is to follow it.

    Args:
        table: The table in force, opened with all its lists.
        leave_out: Codes of lists that do not go into the next table, or that come anew.
    """
    return tuple(
        _source(table, counts)
        for counts in table.manifest.lists
        if list_info(counts.code).own and counts.code not in leave_out
    )


def _source(table: EntityTable, counts: ListCounts) -> ReadSource:
    file = next(source for source in table.manifest.sources if counts.code in source.lists)
    imported = ImportedList(
        entries=tuple(entry for entry in table.entries if entry.list == counts.code),
        rejected=(RejectedRow(number=0, list=counts.code, cause="known since its file was read"),) * counts.rejected,
        counts=(
            ListCount(
                code=counts.code,
                rows=counts.rows,
                entries=counts.entries,
                merged=counts.merged,
                rejected=counts.rejected,
                names=counts.names,
            ),
        ),
        unread={},
        published=counts.published,
    )
    return ReadSource(file=file, imported=imported)
