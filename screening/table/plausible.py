"""Signs that a published file is not what it is taken for: its day, and how long its lists are."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import resources
from typing import TYPE_CHECKING

from screening.errors import SourceError, TableError
from screening.table.opened import read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from screening.model import Entry
    from screening.table.manifest import ListCounts, TableManifest

__all__ = ["bundled_manifest", "check_published", "shrunk_lists"]

# An entry may be announced ahead of its first day; beyond a quarter the file's day is wrong. In the
# file of 2026-07-31 the newest entry counts from 2025-12-17.
_AHEAD = timedelta(days=90)
# That file cut in its middle lacks two lists and has lost 73 percent of SDN.
_LOST_PERCENT = 20
_NEXT = "give the day on which the file was published"


def check_published(published: date, entries: Iterable[Entry], today: date | None) -> None:
    """Refuse a day that the file cannot have been published on; a wrong day hides how old a table is.

    Args:
        published: Day in question.
        entries: What the file holds.
        today: No file is published after it; None if there is no clock.

    Raises:
        SourceError: The day lies after `today`, or an entry takes effect more than 90
            days after it.
    """
    if today and published > today:
        raise SourceError(
            f"The list file is said to be of {published}, but that is after today, {today}, so its age would be "
            f"wrong; {_NEXT}."
        )
    newest = max(((entry.effective_date, entry.key) for entry in entries if entry.effective_date), default=None)
    if newest and newest[0] - published > _AHEAD:
        raise SourceError(
            f"The list file is said to be of {published}, but its entry {newest[1]} takes effect on {newest[0]}, "
            f"more than {_AHEAD.days} days later, so the day is wrong; {_NEXT}."
        )


def shrunk_lists(built: TableManifest, known: TableManifest | None) -> tuple[str, ...]:
    """Return a sentence for each list of `built` that is over 20 percent shorter than in `known`.

    A file that was cut between two rows looks whole; only an older table tells. Lists
    that are gone altogether are `built.missing_lists`.

    Args:
        built: The new table.
        known: An older one; None, or one that is newer after all, tells nothing.
    """
    if known is None or built.published < known.published:
        return ()
    before = {counts.code: counts.entries for counts in known.lists}
    return tuple(
        _sentence(counts, before[counts.code], known.published)
        for counts in built.lists
        if (before.get(counts.code, 0) - counts.entries) * 100 > before.get(counts.code, 0) * _LOST_PERCENT
    )


def bundled_manifest() -> TableManifest | None:
    """Return the manifest of the table that comes with the package, None if it cannot be read."""
    try:
        return read_manifest(resources.files("screening.table").joinpath("data"))
    except TableError:
        return None  # a new table may be what mends the old


def _sentence(counts: ListCounts, before: int, day: date) -> str:
    return (
        f"List {counts.code} has shrunk from {before:,} entries to {counts.entries:,} since the table of {day}, "
        "so the file may be cut; compare it with the publisher's own count."
    )
