"""Known vendors re-checked when only the lists moved: whose screening comes out otherwise, and why.

All vendors are screened against the new table. Against the old one only those are
screened that resemble anybody in the new table, or an entry that went or was amended:
nobody else can have resembled anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from screening.model import Verdict
from screening.review.list_changes import ListChanges, list_changes
from screening.screener import Screener
from screening.settings import Settings
from screening.table import EntityTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening.model import Entry, Hit, Screening, Vendor

__all__ = ["Delta", "VendorDelta", "delta"]

# Weights of words differ a little in a table of a few entries, so those are looked for with lower thresholds.
_WIDER = Settings(threshold_shift=-15.0, near_miss_margin=20.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorDelta:
    """A vendor whose screening the new lists change.

    Attributes:
        place: Its place among the vendors given, from 0.
        vendor: The vendor.
        then: Its screening against the old table.
        now: Its screening against the new one.
        causes: What became of the entries behind it, a phrase each.
    """

    place: int
    vendor: Vendor
    then: Screening
    now: Screening
    causes: tuple[str, ...]

    @property
    def is_new_alert(self) -> bool:
        """Whether a hit is there that was not, or one says LISTED that did not."""
        before = {hit.entry.key: hit.verdict for hit in self.then.hits}
        return any(
            hit.entry.key not in before or (hit.verdict is Verdict.LISTED and before[hit.entry.key] is not hit.verdict)
            for hit in self.now.hits
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """What a change of the lists means for known vendors.

    Attributes:
        changes: What changed on the lists.
        vendors: The vendors that it touches, in the order given.
        checked: How many vendors there were.
    """

    changes: ListChanges
    vendors: tuple[VendorDelta, ...]
    checked: int


def delta(vendors: Sequence[Vendor], then: EntityTable, now: EntityTable, settings: Settings | None = None) -> Delta:
    """Return whose screening differs between two tables.

    A hit that only gained or lost points, with its entry and verdict as they were, is
    no difference.

    Args:
        vendors: The known vendors.
        then: The table they were screened against last.
        now: The new one.
        settings: Thresholds for both; None for the defaults.
    """
    changes = list_changes(then, now)
    new = Screener(now, settings)
    screenings = new.screen_many(vendors)
    maybe = _resembling_old(vendors, changes)
    places = [place for place, found in enumerate(screenings) if found.hits or found.near_misses or place in maybe]
    old = Screener(then, settings).screen_many([vendors[place] for place in places])
    causes = _causes(changes)
    return Delta(
        changes=changes,
        vendors=tuple(
            VendorDelta(
                place=place,
                vendor=vendors[place],
                then=before,
                now=screenings[place],
                causes=_of(before.hits, screenings[place].hits, causes),
            )
            for place, before in zip(places, old, strict=True)
            if _in_short(before) != _in_short(screenings[place])
        ),
        checked=len(vendors),
    )


def _resembling_old(vendors: Sequence[Vendor], changes: ListChanges) -> set[int]:
    """Return the places of the vendors that resemble an entry as it was."""
    entries = [
        *changes.removed,
        *(pair.then for pair in changes.renamed),
        *(pair.then for pair in changes.amended),
    ]
    if not entries:
        return set()
    table = EntityTable.from_entries([_undated(entry) for entry in entries], published=date.max)
    found = Screener(table, _WIDER).screen_many(vendors)
    return {place for place, screening in enumerate(found) if screening.hits or screening.near_misses}


def _undated(entry: Entry) -> Entry:
    return replace(entry, effective_date=None, end_date=None)


def _in_short(screening: Screening) -> tuple[Verdict, frozenset[tuple[str, Verdict]]]:
    return screening.verdict, frozenset((hit.entry.key, hit.verdict) for hit in screening.hits)


def _causes(changes: ListChanges) -> dict[str, str]:
    found = {entry.key: f"{entry.key} ({entry.name}) is new on list {entry.list}" for entry in changes.added}
    found |= {entry.key: f"{entry.key} ({entry.name}) is no longer on list {entry.list}" for entry in changes.removed}
    for pair in changes.renamed:
        found[pair.then.key] = found[pair.now.key] = f"{pair.now.key} ({pair.now.name}) was called {pair.then.name}"
    found |= {one.now.key: f"{one.now.key} ({one.now.name}): {', '.join(one.changes)}" for one in changes.amended}
    return found


def _of(then: Sequence[Hit], now: Sequence[Hit], causes: dict[str, str]) -> tuple[str, ...]:
    """Return the causes of the hits that differ."""
    before = {(hit.entry.key, hit.verdict) for hit in then}
    after = {(hit.entry.key, hit.verdict) for hit in now}
    keys = dict.fromkeys(key for key, _ in sorted(before ^ after))
    said = tuple(dict.fromkeys(causes[key] for key in keys if key in causes))
    return said or ("its points moved with the weights of words on the lists",)
