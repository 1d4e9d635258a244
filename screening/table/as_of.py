"""Which table a question about a past day is put to, and what its answer cannot know.

A table of that day shows entries that were removed since; effective dates in a later table
do not. A table that is much older than the day lacks what was listed in between. So a kept
table counts for a day if

- its lists are known up to a day that is not after it, and at most so many days before it
  that a table is not called stale, and
- it holds every list that the question is about, but for the company's own, which may be
  younger than it.

Of several the newest counts. If none does, the table at hand answers, by its effective dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from screening.lists.catalog import list_info
from screening.table.installed import Installed
from screening.table.plausible import bundled_manifest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from screening.table.archive import Archive
    from screening.table.manifest import TableManifest
    from screening.table.table import EntityTable

__all__ = [
    "Basis",
    "Choice",
    "JudgedBy",
    "basis_of",
    "choose",
    "counted_days",
    "known_manifests",
    "lists_in",
    "table_of_day",
]


def counted_days(count: int) -> str:
    """Return `1 day` or `1,234 days`."""
    return "1 day" if count == 1 else f"{count:,} days"


class JudgedBy(StrEnum):
    """What a verdict on a named day rests on; the value stands in JSON."""

    TABLE = "table of that day"
    DATES = "effective dates"
    OLDER = "older table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What verdicts on a named day rest on.

    Attributes:
        day: The day.
        by: What they rest on.
        table: Id of the table that gave them.
        published: Day up to which its lists are known.
    """

    day: date
    by: JudgedBy
    table: str
    published: date

    @property
    def words(self) -> str:
        """What follows `judged as of that day`."""
        days = (self.day - self.published).days
        if self.by is JudgedBy.TABLE:
            later = f", {counted_days(days)} before; what was listed in between is not in it" if days else ""
            return f"by the table of that day, published {self.published}{later}"
        if self.by is JudgedBy.DATES:
            return (
                f"by effective dates in the table published {self.published}, which cannot show entries removed "
                "between the two days"
            )
        return (
            f"by the table published {self.published}, {counted_days(days)} before, for want of a newer one; what was "
            "listed in between is not in it"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The table that a question about a day is put to.

    Attributes:
        manifest: Its manifest; that of the table at hand if no other counts.
        passed_over: Why a kept table from before that day does not count, a sentence; "" if none was passed over.
    """

    manifest: TableManifest
    passed_over: str = ""


def basis_of(manifest: TableManifest, day: date, limit: int) -> Basis:
    """Return what verdicts of a table on a day rest on.

    Args:
        manifest: The table that gives them.
        day: Day in question.
        limit: Days, 0 or more, up to which a table counts for a later day.
    """
    before = (day - manifest.published).days
    by = JudgedBy.DATES if before < 0 else JudgedBy.TABLE if before <= limit else JudgedBy.OLDER
    return Basis(day=day, by=by, table=manifest.id, published=manifest.published)


def choose(
    at_hand: TableManifest, lists: Collection[str], day: date, kept: Iterable[TableManifest], limit: int
) -> Choice:
    """Return the table that a question about a day is put to.

    Args:
        at_hand: The table in use; among equals it counts.
        lists: Codes of its lists that the question is about.
        day: Day in question.
        kept: Other tables.
        limit: Days, 0 or more, up to which a table counts for a later day.
    """
    earlier = [manifest for manifest in (at_hand, *kept) if manifest.published <= day]
    sound = [one for one in earlier if _reaches(one, day, limit) and not _lacking(one, lists)]
    chosen = max(sound, key=lambda one: _newest_last(one, at_hand), default=at_hand)
    newest = max(earlier, key=lambda one: _newest_last(one, at_hand), default=chosen)
    better = newest.id != chosen.id and (chosen.published > day or newest.published > chosen.published)
    return Choice(manifest=chosen, passed_over=_why_not(newest, lists, day, limit) if better else "")


def known_manifests(archive: Archive) -> Iterator[TableManifest]:
    """Yield the manifests of the kept tables that can be read, and of the one that comes with the package.

    Those that were taken back with `lists rollback` are left out: something was wrong with them.

    Raises:
        TableError: The archive cannot be looked through.
    """
    taken_back = Installed(archive.root.parent).taken_back
    yield from (manifest for manifest in archive.manifests() if manifest.id not in taken_back)
    if bundled := bundled_manifest():
        yield bundled


def table_of_day(at_hand: EntityTable, day: date | None, archive: Archive, limit: int) -> tuple[EntityTable, str]:
    """Return the table that a question about a day is put to, with the same lists chosen, and what to say of it.

    What is said is why a kept table does not count, and how many entries of the table at
    hand took effect too late for the one that does; "" if there is nothing to say.

    Args:
        at_hand: The table in use.
        day: Day in question; None for that of the table at hand.
        archive: Where other tables are kept.
        limit: Days, 0 or more, up to which a table counts for a later day.

    Raises:
        TableDamagedError: The table of that day is kept, and is not what it was.
        TableError: The archive cannot be looked through.
    """
    if day is None:
        return at_hand, ""
    choice = choose(at_hand.manifest, at_hand.lists, day, known_manifests(archive), limit)
    if choice.manifest.id == at_hand.id:
        return at_hand, choice.passed_over
    table = archive.open(choice.manifest.id, lists_in(choice.manifest, at_hand))
    return table, " ".join(filter(None, (choice.passed_over, _too_late(table, at_hand, day))))


def lists_in(manifest: TableManifest, at_hand: EntityTable) -> Collection[str] | None:
    """Return the codes of the lists to read from another table; None if all of the table at hand were chosen."""
    if len(at_hand.lists) == len(at_hand.manifest.lists):
        return None
    held = {counts.code for counts in manifest.lists}
    return [code for code in at_hand.lists if code in held]


def _too_late(table: EntityTable, at_hand: EntityTable, day: date) -> str:
    count = at_hand.effective_count(after=table.latest, until=day)
    if not count:
        return ""
    entries = "1 entry" if count == 1 else f"{count:,} entries"
    return (
        f"The table of that day, published {table.published}, does not hold {entries} of the table in use that took "
        f"effect from then to {day}."
    )


def _reaches(manifest: TableManifest, day: date, limit: int) -> bool:
    return 0 <= (day - manifest.published).days <= limit


def _lacking(manifest: TableManifest, lists: Collection[str]) -> list[str]:
    held = {counts.code for counts in manifest.lists}
    return sorted(code for code in lists if code not in held and not list_info(code).own)


def _newest_last(manifest: TableManifest, at_hand: TableManifest) -> tuple[date, bool, date, int, str]:
    """Sort key; of tables of one day the one at hand counts, then the one whose lists are longer."""
    rows = sum(counts.rows for counts in manifest.lists)
    return manifest.published, manifest.id == at_hand.id, manifest.latest, rows, manifest.id


def _why_not(manifest: TableManifest, lists: Collection[str], day: date, limit: int) -> str:
    if not _reaches(manifest, day, limit):
        days = (day - manifest.published).days
        why = f"it is {counted_days(days)} older than {day}, more than {limit}"
    else:
        why = f"it lacks {', '.join(_lacking(manifest, lists))}"
    return f"The table {manifest.id}, published {manifest.published}, is not used: {why}."
