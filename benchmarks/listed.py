"""The names that every matcher of one run searches, and which of them are right for a query."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from benchmarks.labels import spelling

if TYPE_CHECKING:
    from benchmarks.labels import Query
    from screening import EntityTable


class ListedNames:
    """Distinct names of a table.

    Entries that share a spelling count as one: whoever is pointed to one of two
    entries called alike has found the party.

    Attributes:
        table: Where the names come from.
        names: Distinct names in table order.
    """

    def __init__(self, table: EntityTable) -> None:
        """Collect the names of `table`."""
        self.table = table
        self._entries: dict[str, set[int]] = defaultdict(set)  # spelling -> entries
        positions: dict[str, int] = {}
        self._of_entry: dict[int, set[int]] = defaultdict(set)  # entry -> positions
        for entry, name, _, _ in table.names():
            self._of_entry[entry].add(positions.setdefault(name, len(positions)))
            self._entries[spelling(name)].add(entry)
        self.names = list(positions)

    def right_entries(self, query: Query) -> set[int]:
        """Return the entries that count as found; empty if the table holds none of the names."""
        return {entry for name in query.right for entry in self._by_spelling.get(name, ())}

    def right_names(self, query: Query) -> set[int]:
        """Return the positions in `names` that count as found."""
        return {position for entry in self.right_entries(query) for position in self._of_entry[entry]}

    @cached_property
    def _by_spelling(self) -> dict[str, set[int]]:
        """Spelling -> entries, the publisher's exact text included."""
        found = {name: set(entries) for name, entries in self._entries.items()}
        for index, entry in enumerate(self.table.entries):
            if entry.listed_as:
                found.setdefault(spelling(entry.listed_as), set()).add(index)
        return found
