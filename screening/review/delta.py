"""Known vendors re-checked when only the lists moved: whose screening comes out otherwise, and why.

Vendors are first screened against a small table of the entries that came, went or were
amended, as they were and as they are, with wide thresholds. Whoever resembles one of
them is screened against both tables whole; nobody else's hits can have changed, but for
the hair's breadth by which a few entries move the weights of words.
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
from screening.vendor_names import read_vendor_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from screening.model import Entry, Hit, Screening, Vendor
    from screening.review.list_changes import Amended, Renamed, Restated

__all__ = ["Delta", "VendorDelta", "delta"]

# Weights of words differ a little in a table of a few entries, so those are looked for with lower thresholds.
_WIDER = Settings(threshold_shift=-15.0, near_miss_margin=20.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorDelta:
    """A vendor whose hits, or what stands behind them, the new lists change.

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
        checked: How many vendors there were, without those whose names cannot be screened.
        not_screened: How many names cannot be screened.
    """

    changes: ListChanges
    vendors: tuple[VendorDelta, ...]
    checked: int
    not_screened: int = 0


def delta(vendors: Sequence[Vendor], then: EntityTable, now: EntityTable, settings: Settings | None = None) -> Delta:
    """Return whose screening differs between two tables.

    So is a hit whose entry was amended or renamed, for a decision on it counts no more. One
    that only gained or lost points, with its entry and verdict as they were, is no difference.

    Args:
        vendors: The known vendors.
        then: The table they were screened against last.
        now: The new one.
        settings: Thresholds for both; None for the defaults.
    """
    changes = list_changes(then, now)
    places, unusable = _touched(vendors, changes)
    near = [vendors[place] for place in places]
    old, new = (Screener(table, settings).screen_many(near) if near else [] for table in (then, now))
    causes = _causes(changes)
    return Delta(
        changes=changes,
        vendors=tuple(
            VendorDelta(
                place=place,
                vendor=vendors[place],
                then=before,
                now=after,
                causes=_of(before.hits, after.hits, causes),
            )
            for place, before, after in zip(places, old, new, strict=True)
            if _in_short(before) != _in_short(after) or any(hit.entry.key in causes for hit in after.hits)
        ),
        checked=len(vendors) - unusable,
        not_screened=unusable,
    )


def _touched(vendors: Sequence[Vendor], changes: ListChanges) -> tuple[list[int], int]:
    """Return the places of the vendors that resemble an entry that changed, and how many names cannot be screened."""
    stayed: tuple[Renamed | Amended | Restated, ...] = (*changes.renamed, *changes.amended, *changes.restated)
    then = (*changes.removed, *(pair.then for pair in stayed))
    now = (*changes.added, *(pair.now for pair in stayed))
    entries = [*_apart(then, "then"), *_apart(now, "now")]
    if not entries:
        return [], sum(read_vendor_name(vendor.name).cause is not None for vendor in vendors)
    table = EntityTable.from_entries(entries, published=date.max)
    # In this process: a handful of names is searched faster than workers are started.
    found = Screener(table, _WIDER).screen_many(vendors, workers=1)
    places = [place for place, screening in enumerate(found) if screening.hits or screening.near_misses]
    return places, sum(screening.not_screened is not None for screening in found)


def _apart(entries: Sequence[Entry], side: str) -> Iterator[Entry]:
    """Yield entries in force on any day, under keys of their own side."""
    for entry in entries:
        yield replace(entry, key=f"{entry.key}-{side}", effective_date=None, end_date=None)


def _in_short(screening: Screening) -> tuple[Verdict, frozenset[tuple[str, Verdict]]]:
    return screening.verdict, frozenset((hit.entry.key, hit.verdict) for hit in screening.hits)


def _causes(changes: ListChanges) -> dict[str, str]:
    found = {entry.key: f"{entry.key} ({entry.name}) is new on list {entry.list}" for entry in changes.added}
    found |= {entry.key: f"{entry.key} ({entry.name}) is no longer on list {entry.list}" for entry in changes.removed}
    for pair in changes.renamed:
        said = ", ".join((f"{pair.now.key} ({pair.now.name}) was called {pair.then.name}", *pair.changes))
        found[pair.then.key] = found[pair.now.key] = said
    found |= {one.now.key: f"{one.now.key} ({one.now.name}): {', '.join(one.changes)}" for one in changes.amended}
    found |= {one.now.key: f"{one.now.key} ({one.now.name}) is written or read otherwise" for one in changes.restated}
    return found


def _of(then: Sequence[Hit], now: Sequence[Hit], causes: dict[str, str]) -> tuple[str, ...]:
    """Return the causes of the hits that differ, or whose entries do."""
    before = {(hit.entry.key, hit.verdict) for hit in then}
    after = {(hit.entry.key, hit.verdict) for hit in now}
    keys = dict.fromkeys([*(key for key, _ in sorted(before ^ after)), *(hit.entry.key for hit in now)])
    said = tuple(dict.fromkeys(causes[key] for key in keys if key in causes))
    return said or ("its points moved with the weights of words on the lists",)
