"""Screen vendor names against an entity table: one name, or many."""

from __future__ import annotations

import copy
import gc
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from screening.addresses import addresses_agree
from screening.batch import WORTH_SHARING, screen_all
from screening.cache import cached_columns
from screening.candidates import Candidates
from screening.decide import PLACE_AGREES_POINTS, Facts, judge
from screening.errors import ArgumentError
from screening.explain import compare, explain
from screening.index import NameIndex
from screening.lists.catalog import is_review_only
from screening.lists.countries import country_code
from screening.match import Match, cut_match, match, run_together_match
from screening.model import Hit, NameKind, NotScreened, Screening, Vendor, Verdict
from screening.names import normalize
from screening.ownership import assess, read_owners
from screening.places.hits import AddressScreener
from screening.reach import Reach
from screening.settings import AddressHits, Settings
from screening.table import EntityTable
from screening.vendor_names import read_vendor_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from screening.columns import NameOwner
    from screening.model import Entry, ScorePart
    from screening.names import NormalizedName
    from screening.ownership import Assessment


# Among equal hits, the list with the weightier consequence for a buyer comes
# first: many parties stand on the Entity List and on an investment list too.
_LIST_ORDER = {
    code: rank
    for rank, code in enumerate(
        (
            "DENY",
            "EL",
            "SDN",
            "DPL",
            "MEU",
            "UVL",
            "SSI",
            "NS-MBS",
            "DTC",
            "ISN",
            "NDAA-889",
            "UFLPA",
            "NDAA-1260H",
            "FCC",
        )
    )
}


class Screener:
    """Screens vendors against one entity table with one set of settings.

    Equal inputs give equal results in equal order, so an audit workbook can be
    regenerated from the table it names.

    Attributes:
        table: The entity table in force.
        settings: Thresholds and limits.
    """

    def __init__(self, table: EntityTable, settings: Settings | None = None) -> None:
        """Index `table`; takes a second or two for all lists, unless the cache has it."""
        if settings is not None and not isinstance(settings, Settings):
            raise ArgumentError(f"settings must be a Settings object, not {type(settings).__name__}.")
        self.table = table
        self.settings = settings or Settings()
        with _collector_paused():
            self._index = NameIndex(cached_columns(table))
        self._floor = self.settings.near_miss_at - PLACE_AGREES_POINTS  # which a candidate may gain
        self._candidates = Candidates(self._index, self._floor)
        self._reach = Reach(self._index.columns)

    @classmethod
    def bundled(cls, lists: Collection[str] | None = None, settings: Settings | None = None) -> Screener:
        """Return a screener over the table that comes with the package.

        Args:
            lists: Codes of the lists to screen against, for example `["EL", "UVL"]`; None for all.
            settings: Thresholds and limits; None for the defaults.

        Raises:
            UnknownListError: A code is not in the table.
            TableError: The table is missing or damaged.
        """
        codes = [lists] if isinstance(lists, str) else lists
        return cls(EntityTable.bundled(lists=None if codes is None else [code.upper() for code in codes]), settings)

    def keeping(self, max_hits: int) -> Screener:
        """Return this screener with another limit of hits per vendor, over the same index.

        Raises:
            SettingError: The limit is outside its range.
        """
        other = copy.copy(self)
        other.settings = replace(self.settings, max_hits=max_hits)
        return other

    def screen(
        self,
        vendor: str | Vendor | None,
        *,
        country: str | None = None,
        address: str | None = None,
        as_of: date | None = None,
    ) -> Screening:
        """Return the verdict on `vendor` and the hits behind it, best first.

        A blank or unusable name is NOT_SCREENED with its cause, never CLEAR.

        Args:
            vendor: Name as typed, any script or case; or a `Vendor`.
            country: Where the vendor is, as code or name; ranks hits, never hides an equal name.
            address: Where the vendor is, as typed; like the country, it ranks hits and is a
                second indication beside a common name.
            as_of: Judge by the entries in force on this day; None for the table's own date.

        Raises:
            ArgumentError: `vendor` is no text, or `as_of` is no date.
        """
        day = self._day(as_of)
        if not all(text is None or isinstance(text, str) for text in (country, address)):
            raise ArgumentError("country and address must be text or None.")
        if not _is_vendor(vendor):
            raise ArgumentError(f"A vendor name must be text, not {type(vendor).__name__}; pass the name as text.")
        if isinstance(vendor, Vendor):
            return self._screen(_with_text_alone(vendor), day)
        return self._screen(Vendor(name=vendor or "", country=country, address=address), day)

    def screen_many(
        self, vendors: Iterable[str | Vendor | None], *, as_of: date | None = None, workers: int | None = None
    ) -> list[Screening]:
        """Return one screening per vendor, in input order; equal vendors are screened once.

        Blank and unusable names come back as NOT_SCREENED with their cause.

        Args:
            vendors: Names as typed, or `Vendor`s; None counts as blank.
            as_of: Judge by the entries in force on this day; None for the table's own date.
            workers: Processes to share long lists, 1 for none; None for one per core
                where that is safe (Linux, no other threads).

        Raises:
            ArgumentError: `as_of` is no date, or `workers` is no number above 0.
        """
        day = self._day(as_of)
        if isinstance(vendors, str):
            raise ArgumentError("screen_many takes a list of names, not one name; use screen for that.")
        if workers is not None and workers < 1:
            raise ArgumentError(f"workers must be 1 or more, not {workers!r}.")
        given = [_with_text_alone(vendor) if isinstance(vendor, Vendor) else vendor for vendor in vendors]
        distinct = list(dict.fromkeys([vendor for vendor in given if _is_vendor(vendor)]))
        if len(distinct) >= WORTH_SHARING:
            self._index.speller.prepare()
            if self.settings.address_hits is not AddressHits.OFF and any(map(_has_address, distinct)):
                _ = self._addresses  # indexed before workers are forked, so that they share it
        with _collector_paused():  # screening makes no cycles either
            known = dict(
                zip(distinct, screen_all(distinct, partial(self._screen_given, day=day), workers), strict=True)
            )
        return [
            known[vendor] if _is_vendor(vendor) else _not_screened(str(vendor), NotScreened.NOT_TEXT)
            for vendor in given
        ]

    def score(self, vendor: str, listed_name: str) -> float:
        """Return the points of one pair of names, 0 to 100, with this table's word weights.

        Names alone count: no country, no date, no weakness of an alias.
        """
        entry = normalize(listed_name)
        points = (
            match(part, entry, self._index.weights, width=len(vendor.strip())).score
            for part in read_vendor_name(vendor).parts
        )
        return round(max(points, default=0.0), 1) if entry.tokens else 0.0

    def _day(self, as_of: date | None) -> date:
        """Return the day to judge by."""
        return self.table.latest if as_of is None else _as_day(as_of)

    def _screen_given(self, vendor: str | Vendor | None, day: date) -> Screening:
        return self._screen(vendor if isinstance(vendor, Vendor) else Vendor(name=vendor or ""), day)

    def _screen(self, vendor: Vendor, day: date) -> Screening:
        name = read_vendor_name(vendor.name)
        if name.cause and not any(self._index.run_together(part) for part in name.parts):
            return _not_screened(vendor.name, name.cause)
        matches = self._matches(vendor, name.parts)
        by_name = list(self._found(vendor, matches, day)) if matches else []
        found = self._with_address(vendor, day, by_name) if vendor.addresses else by_name
        owned = self._assessed(vendor.owners, day) if vendor.owners else None
        if owned:
            found = _with_owners(vendor, found, owned)
        elif not found:
            return Screening(vendor=vendor.name, verdict=Verdict.CLEAR, normalized=name.parts[0].text)
        found.sort(key=_best_first)
        hits = [hit for hit, verdict in found if verdict]
        near = [hit for hit, verdict in found if not verdict]
        listed = any(verdict is Verdict.LISTED for _, verdict in found)
        verdict = Verdict.LISTED if listed else Verdict.REVIEW if hits else Verdict.CLEAR
        return Screening(
            vendor=vendor.name,
            verdict=verdict,
            hits=_kept(hits, self.settings.max_hits),
            near_misses=tuple(near[: self.settings.max_hits]),
            normalized=name.parts[0].text,
            ownership=owned.sentence if owned else "",
        )

    def _assessed(self, owners: str, day: date) -> Assessment:
        """Return what the stated owners say, each screened as a vendor of that name."""
        return assess(read_owners(owners), lambda name: self._screen(Vendor(name=name), day), self.settings)

    def _with_address(
        self, vendor: Vendor, day: date, by_name: list[tuple[Hit, Verdict | None]]
    ) -> list[tuple[Hit, Verdict | None]]:
        """Add the hits by address alone; they take the place of a near miss of the same entry."""
        if self.settings.address_hits is AddressHits.OFF:
            return by_name
        known = {hit.entry.key for hit, verdict in by_name if verdict}
        by_address = self._addresses.hits(vendor, day, known)
        keys = {hit.entry.key for hit in by_address}
        return [pair for pair in by_name if pair[0].entry.key not in keys] + [
            (hit, Verdict.REVIEW) for hit in by_address
        ]

    @cached_property
    def _addresses(self) -> AddressScreener:
        """The listed addresses, indexed when the first vendor with an address comes."""
        return AddressScreener(self.table, self.settings.address_hits)

    def _found(self, vendor: Vendor, matches: Mapping[int, Match], day: date) -> Iterator[tuple[Hit, Verdict | None]]:
        """Yield the best hit or near miss per entry."""
        best: dict[int, tuple[Hit, Verdict | None]] = {}
        for position, matched in matches.items():
            for owner in self._index.columns.owners(position):
                entry = self.table[owner.entry]
                if not entry.is_in_force(day):
                    continue
                found = self._hit(vendor, entry, owner, matched, self._facts(vendor, entry, owner, matched, day))
                if found and (owner.entry not in best or _best_first(found) < _best_first(best[owner.entry])):
                    best[owner.entry] = found
        yield from best.values()

    def _matches(self, vendor: Vendor, parts: tuple[NormalizedName, ...]) -> dict[int, Match]:
        """Return the best match per listed name that can reach a near miss."""
        width = len(vendor.name.strip())
        best: dict[int, Match] = {}
        borne: set[int] = set()  # for review whatever their points
        for part in parts:
            for position in self._candidates.find(part, width):
                normal = self._index.name(position)
                found = match(part, normal, self._index.weights, self._index.spelling, width=width)
                _keep_better(best, position, found)
            for position in self._reach.rows(part):
                normal = self._index.name(position)
                _keep_better(best, position, match(part, normal, self._index.weights, self._index.spelling))
                borne.add(position)
            for position in self._index.run_together(part):
                normal = self._index.name(position)
                equal = normal.tokens == part.tokens
                _keep_better(
                    best, position, (match if equal else run_together_match)(part, normal, self._index.weights)
                )
            for position in self._index.starting_with(part, width):
                _keep_better(best, position, cut_match(part, self._index.name(position), self._index.weights))
        return {position: found for position, found in best.items() if found.score >= self._floor or position in borne}

    def _facts(self, vendor: Vendor, entry: Entry, owner: NameOwner, matched: Match, day: date) -> Facts:
        return Facts(
            kind=owner.kind,
            strength=owner.strength,
            country_agrees=_country_agrees(country_code(vendor.country or ""), entry),
            address_agrees=_address_agrees(vendor, entry),
            verbatim=matched.equal and _as_written(matched.alignment.vendor, normalize(_name_of(entry, owner))),
            dated=day >= self.table.latest or entry.effective_date is not None,
            reaches=entry.reaches_affiliates,
            part_only=entry.reaches_affiliates and matched.alignment.vendor.tokens != _whole(vendor),
            review_only=is_review_only(entry.list),
        )

    def _hit(
        self, vendor: Vendor, entry: Entry, owner: NameOwner, matched: Match, facts: Facts
    ) -> tuple[Hit, Verdict | None] | None:
        judged = judge(matched, facts, self.settings)
        if judged.score < self.settings.near_miss_at:
            return None
        name = _name_of(entry, owner)
        hit = Hit(
            vendor=vendor.name,
            entry=entry,
            matched_name=name,
            matched_kind=owner.kind,
            score=judged.score,
            verdict=judged.verdict or Verdict.CLEAR,
            reason=explain(matched, name, owner.kind, judged.caveats, same_address=facts.address_agrees is True),
            words=compare(matched.alignment),
            parts=tuple(sorted(judged.parts, key=_points_of)),
        )
        return hit, judged.verdict


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause the search for reference cycles: an index is a million objects and no cycle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _has_address(given: object) -> bool:
    return isinstance(given, Vendor) and bool(given.addresses)


def _is_vendor(given: object) -> bool:
    """Return whether what was given is text, blank or a vendor whose name is text."""
    return given is None or isinstance(given, str) or (isinstance(given, Vendor) and isinstance(given.name, str))


def _with_text_alone(vendor: Vendor) -> Vendor:
    """Return a vendor without what is no text but its name; none of it is needed for a verdict."""
    country, address, owners = (
        text if isinstance(text, str) else None for text in (vendor.country, vendor.address, vendor.owners)
    )
    others = tuple(filter(_is_text, vendor.other_addresses))
    kept = replace(vendor, country=country, address=address, owners=owners, other_addresses=others)
    return vendor if kept == vendor else kept


def _is_text(given: object) -> bool:
    return isinstance(given, str)


def _as_day(given: object) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    raise ArgumentError(f"as_of must be a date such as date(2020, 1, 31), not {given!r}.")


def _whole(vendor: Vendor) -> tuple[str, ...]:
    """Return the words of the fullest form of a vendor's name."""
    parts = read_vendor_name(vendor.name).parts
    return parts[0].tokens if parts else ()


def _kept(hits: list[Hit], most: int) -> tuple[Hit, ...]:
    """Return the best `most` hits, in their order; the best on each list goes before further ones on the same.

    A hundred affiliates of Huawei stand on the Entity List; Section 889 must show beside them.
    """
    if len(hits) <= most:
        return tuple(hits)
    seen: set[str] = set()
    further: list[bool] = []
    for hit in hits:
        further.append(hit.entry.list in seen)
        seen.add(hit.entry.list)
    chosen = sorted(sorted(range(len(hits)), key=further.__getitem__)[:most])
    return tuple(hits[at] for at in chosen)


def _points_of(part: ScorePart) -> float:
    return part.points


def _name_of(entry: Entry, owner: NameOwner) -> str:
    return entry.aliases[owner.ordinal - 1].name if owner.ordinal else entry.name


def _as_written(name: NormalizedName, other: NormalizedName) -> bool:
    """Return whether two names are the same to the letter, wherever the legal form stands."""
    return name.written == other.written and sorted(name.legal) == sorted(other.legal)


def _not_screened(vendor: str, cause: NotScreened) -> Screening:
    return Screening(vendor=vendor, verdict=Verdict.NOT_SCREENED, not_screened=cause)


def _best_first(found: tuple[Hit, Verdict | None]) -> tuple[bool, float, int, str]:
    """Sort key: LISTED first, then points, then the Entity List, then key so that order never varies."""
    hit, verdict = found
    return verdict is not Verdict.LISTED, -hit.score, _LIST_ORDER.get(hit.entry.list, len(_LIST_ORDER)), hit.entry.key


def _keep_better(best: dict[int, Match], position: int, found: Match) -> None:
    if position not in best or found.score > best[position].score:
        best[position] = found


def _with_owners(
    vendor: Vendor, found: list[tuple[Hit, Verdict | None]], owned: Assessment
) -> list[tuple[Hit, Verdict | None]]:
    """Add what the owners say: to the hit of the same entry if there is one, else as a hit or near miss of its own."""
    if owned.hit is None:
        return found
    verdict = Verdict.REVIEW if owned.needs_review else None
    for at, (hit, said) in enumerate(found):
        if hit.entry.key == owned.hit.entry.key and (said or not verdict):
            return [*found[:at], (replace(hit, reason=f"{hit.reason} {owned.sentence}"), said), *found[at + 1 :]]
    others = [pair for pair in found if pair[0].entry.key != owned.hit.entry.key]
    hit = Hit(
        vendor=vendor.name,
        entry=owned.hit.entry,
        matched_name=owned.hit.matched_name,
        matched_kind=NameKind.OWNER,
        score=owned.hit.score,
        verdict=verdict or Verdict.CLEAR,
        reason=owned.sentence,
    )
    return [*others, (hit, verdict)]


def _address_agrees(vendor: Vendor, entry: Entry) -> bool | None:
    """Return whether one of the vendor's addresses is one of those listed, None if that cannot be told."""
    said = {addresses_agree(address, entry.addresses) for address in vendor.addresses}
    return True if True in said else None if None in said or not said else False


def _country_agrees(country: str, entry: Entry) -> bool | None:
    """Return whether the vendor is where the entry is; China and Hong Kong count as one place here.

    246 entries of the Entity List stand under both.
    """
    if not country or not entry.countries:
        return None
    near = {"CN", "HK", "MO"}
    return country in entry.countries or (country in near and not near.isdisjoint(entry.countries))
