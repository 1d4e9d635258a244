"""Listed addresses at which a vendor is -> hits that say so: REVIEW, never LISTED."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from screening.lists.countries import country_code
from screening.model import Hit, NameKind, Verdict
from screening.places.compare import Kind
from screening.places.index import PlaceIndex
from screening.settings import AddressHits

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from screening.model import Entry, Vendor
    from screening.places.index import Found
    from screening.table import EntityTable

__all__ = ["AddressScreener"]

# Points say how far addresses agree, so that hits rank; all lie above the REVIEW threshold
# that names have by default and below what says LISTED.
_POINTS: Final = {
    Kind.TEXT: 90.0,
    Kind.UNIT: 90.0,
    Kind.HOUSE: 88.0,
    Kind.BUILDING: 85.0,
    Kind.BOX: 84.0,
    Kind.OTHER_UNIT: 82.0,
}
_CLOSE: Final = frozenset({Kind.TEXT, Kind.UNIT, Kind.HOUSE})
# One address may be that of fourteen entries, and a trade centre that of thirty: so many are
# hits of their own, the others are named in the first one's reason.
_MOST_CLOSE: Final = 3
_MOST_SHARED: Final = 1
_NAMED: Final = 3


class AddressScreener:
    """Finds the entries at whose listed address a vendor is."""

    def __init__(self, table: EntityTable, mode: AddressHits) -> None:
        """Index the listed addresses of `table`; takes a fifth of a second for 6,000."""
        self._table = table
        self._mode = mode
        self._index = PlaceIndex(table.addresses())

    def hits(self, vendor: Vendor, day: date, known: Collection[str]) -> list[Hit]:
        """Return hits by address alone, the closest first.

        Args:
            vendor: The vendor; each of its addresses is looked at by itself.
            day: Judge by the entries in force on this day.
            known: Keys of entries that its name hits already.
        """
        country = country_code(vendor.country or "")
        best: dict[str, Hit] = {}
        for text in vendor.addresses:
            for hit in self._hits_at(vendor, text, country, day, known):
                if hit.entry.key not in best or hit.score > best[hit.entry.key].score:
                    best[hit.entry.key] = hit
        return sorted(best.values(), key=_closest_first)

    def _hits_at(self, vendor: Vendor, text: str, country: str, day: date, known: Collection[str]) -> list[Hit]:
        """Return the hits at one address: some of the closest, or one that stands for a shared building."""
        found: dict[str, tuple[Entry, Found]] = {}
        for one in self._index.find(text, country):
            entry = self._table[one.entry]
            if entry.is_in_force(day) and (entry.key not in found or _points(one) > _points(found[entry.key][1])):
                found[entry.key] = entry, one
        ranked = sorted(found.values(), key=_rank)
        close = [pair for pair in ranked if pair[1].agreement.kind in _CLOSE]
        if not close and self._mode is not AddressHits.BUILDING:
            return []
        shown = close[:_MOST_CLOSE] if close else ranked[:_MOST_SHARED]
        shown = [pair for pair in shown if pair[0].key not in known]
        others = [entry for entry, _ in ranked if entry.key not in known and entry.key not in {e.key for e, _ in shown}]
        return [
            Hit(
                vendor=vendor.name,
                entry=entry,
                matched_name=one.address.text,
                matched_kind=NameKind.ADDRESS,
                score=_points(one),
                verdict=Verdict.REVIEW,
                reason=_reason(text, entry, one, others),
            )
            for entry, one in shown
        ]


def _points(found: Found) -> float:
    return _POINTS[found.agreement.kind]


def _rank(pair: tuple[Entry, Found]) -> tuple[float, bool, str, str]:
    """Sort key: the closest first, then entries that are nothing but an address, then by list and key."""
    entry, found = pair
    return -_points(found), not entry.is_address_only, entry.list, entry.key


def _closest_first(hit: Hit) -> tuple[float, bool, str, str]:
    return -hit.score, not hit.entry.is_address_only, hit.entry.list, hit.entry.key


def _reason(text: str, entry: Entry, found: Found, others: Sequence[Entry]) -> str:
    kind, shared = found.agreement
    said = [
        f'The address matched, not the name: "{" ".join(text.split())}" is {kind} as the listed "{found.address.text}"'
    ]
    if shared:
        said[0] += f" ({', '.join(shared)})"
    if kind is Kind.OTHER_UNIT:
        said.append("A shared building is a reason to ask, no match")
    if entry.is_address_only:
        said.append("The entry lists an address and no name (15 CFR 744.16), so whoever is there counts")
    if others:
        names = ", ".join(f"{other.name} ({other.key})" for other in others[:_NAMED])
        more = f" and {len(others) - _NAMED:,} more" if len(others) > _NAMED else ""
        said.append(f"Other listed parties in that building: {names}{more}")
    return ". ".join(said) + "."
