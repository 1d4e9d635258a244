"""Screeners over the kept tables of past days, for a worksheet that asks about many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from screening import Screener
from screening.table.archive import Archive, data_folder
from screening.table.as_of import choose, known_manifests, lists_in

if TYPE_CHECKING:
    from datetime import date

    from screening.table.manifest import TableManifest

__all__ = ["ScreenersOfDays"]

_MOST: Final = 2  # tables held beside the one in use; each is some 100 MB


class ScreenersOfDays:
    """Finds the kept table of a day, and opens it once for all the cells that ask about its days."""

    def __init__(self) -> None:
        """Hold no table yet."""
        self._known: tuple[TableManifest, ...] | None = None
        self._open: dict[tuple[str, tuple[str, ...]], Screener] = {}

    def forget(self) -> None:
        """Look anew which tables are kept, and open them anew."""
        self._known = None
        self._open.clear()

    def screener(self, at_hand: Screener, day: date) -> Screener:
        """Return the screener over the kept table of a day, `at_hand` if none counts for it.

        Raises:
            TableError: The table of that day is not what it was, or the kept ones cannot be looked through.
        """
        archive = Archive(data_folder())
        if self._known is None:
            self._known = tuple(known_manifests(archive))
        table, limit = at_hand.table, at_hand.settings.stale_after_days
        chosen = choose(table.manifest, table.lists, day, self._known, limit).manifest
        if chosen.id == table.id:
            return at_hand
        key = chosen.id, table.lists
        if key not in self._open:
            if len(self._open) == _MOST:
                del self._open[next(iter(self._open))]
            self._open[key] = Screener(archive.open(chosen.id, lists_in(chosen, table)), at_hand.settings)
        return self._open[key]
