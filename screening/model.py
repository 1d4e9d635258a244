"""What screening talks about: vendors, listed entries, hits, screenings.

All types are frozen. Dates are `datetime.date` (ISO 8601 in files), countries
are ISO 3166-1 alpha-2 codes, scores are points from 0 to 100, ids are text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


# Between what `Vendor.details` joins; part of fingerprints in every ledger.
_BETWEEN_DETAILS = " | "
_OWNERS = "owners: "


class Verdict(StrEnum):
    """What a screening says of a vendor."""

    LISTED = "LISTED"
    REVIEW = "REVIEW"
    CLEAR = "CLEAR"
    NOT_SCREENED = "NOT_SCREENED"


class NotScreened(StrEnum):
    """Why a vendor has no verdict; the value is the sentence shown to the user."""

    BLANK = "the name is blank"
    NO_LETTERS = "the name holds no letter or digit"
    ONLY_LEGAL_FORM = "the name is nothing but a legal form such as Co., Ltd."
    PLACEHOLDER = "the name is a placeholder such as TBD or N/A"
    TOO_LONG = "the name has more than 1,000 characters; check the chosen name column"
    ONLY_DIGITS = "the name is only a number; check the chosen name column"
    ONLY_DATE = "the name is a date; check the chosen name column"
    NOT_TEXT = "the name is a logical value, not a name; check the chosen name column"
    ERROR_CELL = "the name cell holds a spreadsheet error"
    NO_CACHED_VALUE = "the name cell is a formula without a saved value; open the file in Excel, save it and run again"


class EntityType(StrEnum):
    """Kind of listed party, as its publisher states it; most lists state none."""

    ENTITY = "entity"
    INDIVIDUAL = "individual"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    UNKNOWN = "unknown"


class NameKind(StrEnum):
    """How a name relates to its entry; the last two are hits of another kind than names."""

    LISTED = "listed"  # the name the publisher lists first
    AKA = "aka"  # published as also known as
    FKA = "fka"  # published as formerly known as
    DBA = "dba"  # published as doing business as
    ACRONYM = "acronym"  # short form cut out of a listed name: `... (PAEC)`
    EMBEDDED = "embedded"  # the party itself, cut out of `X (Huawei). Affiliated Entity: Y`
    PARENT = "parent"  # the group that the listed name places the party in
    ADDRESS = "address"  # no name: the vendor is where the entry is
    OWNER = "owner"  # no name of the vendor's: its owners, as the user states them, are listed
    BRAND = "brand"  # the distinctive name of a party whose subsidiaries and affiliates the law reaches too


class Strength(StrEnum):
    """Whether a name can stand alone as evidence.

    WEAK names (`Al`, `MOD`, a place, a common word) need company: they yield
    REVIEW at most.
    """

    STRONG = "strong"
    WEAK = "weak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A further name of an entry."""

    name: str
    kind: NameKind = NameKind.AKA
    strength: Strength = Strength.STRONG


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A listed address: one line of text and its country, either may be missing.

    Attributes:
        text: Street, town and so on in one line; "" if only the country is listed.
        country: ISO 3166-1 alpha-2, or "" if none is stated or recognised.
    """

    text: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One listed party on one list.

    Attributes:
        key: Our own stable key, for example `EL-7KQ2M9XA3F`; survives amended
            citations and re-imports.
        list: Code of the list, for example `EL`.
        name: Listed name, freed of typing accidents but not of its wording.
        name_strength: WEAK if the listed name alone is no evidence (a vessel called
            `HOPE`, an `Address 01`).
        aliases: Further names, in published order.
        countries: ISO 3166-1 alpha-2 codes, in published order.
        addresses: Listed addresses.
        entity_type: As published; `unknown` where the publisher states none.
        effective_date: First day the entry counts; None if not published.
        end_date: Last day the entry counts, inclusive; None if open-ended.
        citations: Federal Register citations, for example `84 FR 54002`.
        programs: Sanctions programme codes, for example `SDGT`.
        license_requirement: Codes of `screening.lists`, in our own words there.
        license_policy: Codes of `screening.lists`.
        listed_as: The publisher's exact text where it differs from `name`, else "".
        covers_successors: The listing says that successors, sub-units or
            subsidiaries are covered too.
        source_id: The publisher's own number where it has a stable one (OFAC), else "".
        source_url: Where the publisher shows the list.
        remark: Why the company itself lists the party, in its own words; "" on official lists.
    """

    key: str
    list: str
    name: str
    name_strength: Strength = Strength.STRONG
    aliases: tuple[Alias, ...] = ()
    countries: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    entity_type: EntityType = EntityType.UNKNOWN
    effective_date: date | None = None
    end_date: date | None = None
    citations: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    license_requirement: tuple[str, ...] = ()
    license_policy: tuple[str, ...] = ()
    listed_as: str = ""
    covers_successors: bool = False
    source_id: str = ""
    source_url: str = ""
    remark: str = ""

    @property
    def reaches_affiliates(self) -> bool:
        """Whether the law behind the listing names the party's subsidiaries and affiliates too."""
        return any(alias.kind is NameKind.BRAND for alias in self.aliases)

    @property
    def is_address_only(self) -> bool:
        """Whether BIS listed an address without a party's name (15 CFR 744.16)."""
        return self.name.startswith("Address ") and self.name[8:].strip().isdigit()

    def is_in_force(self, day: date) -> bool:
        """Return whether the entry counts on this day; an unknown start is no obstacle."""
        started = self.effective_date is None or self.effective_date <= day
        return started and (self.end_date is None or day <= self.end_date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A buyer's vendor as far as screening needs it.

    Attributes:
        name: As typed, any script or case.
        country: As typed: a code or a name; None if not known.
        address: As typed, one line; None if not known.
        other_addresses: Further addresses as typed, such as remit-to and bank.
        owners: Owners and their shares as typed, for example `Kvarn AB 30%; rest unknown`;
            None if not known.
    """

    name: str
    country: str | None = None
    address: str | None = None
    other_addresses: tuple[str, ...] = ()
    owners: str | None = None

    @classmethod
    def of_details(cls, name: str, country: str, details: str) -> Vendor:
        """Return a vendor from what `details` returned; the details of both are the same text."""
        addresses = details.split(_BETWEEN_DETAILS)
        owners = addresses.pop().removeprefix(_OWNERS) if addresses[-1].startswith(_OWNERS) else ""
        first, *others = addresses or [""]
        return cls(
            name=name,
            country=country or None,
            address=first or None,
            other_addresses=tuple(others),
            owners=owners or None,
        )

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses, the first one first."""
        return (*((self.address,) if self.address else ()), *self.other_addresses)

    @property
    def details(self) -> str | None:
        """All addresses, and the owners, in one text; just the address where that is all there is.

        Review workbooks show it as the vendor's address, and decisions rest on it: a vendor
        that has one address keeps its fingerprint.
        """
        parts = [*self.addresses, *((f"{_OWNERS}{self.owners}",) if self.owners else ())]
        return _BETWEEN_DETAILS.join(parts) if self.other_addresses or self.owners else self.address


class Pairing(StrEnum):
    """How words of a vendor name and of a listed name stand to each other."""

    EQUAL = "equal"
    ABBREVIATED = "abbreviated"
    MISSPELT = "misspelt"
    JOINED = "joined or split"
    CUT = "cut off"
    NUMBER_DIFFERS = "number differs"
    VENDOR_ONLY = "only in the vendor name"
    LIST_ONLY = "only in the list"


@dataclass(frozen=True, slots=True)
class WordMatch:
    """One step of the word-by-word comparison behind a hit.

    Attributes:
        vendor: Word or words of the vendor name, folded; "" for LIST_ONLY.
        listed: Word or words of the listed name, folded; "" for VENDOR_ONLY.
        pairing: How they stand to each other.
    """

    vendor: str
    listed: str
    pairing: Pairing


@dataclass(frozen=True, slots=True)
class ScorePart:
    """Points that a score has gained or lost, and for what; 100 plus all parts is the score."""

    cause: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A listed name that a vendor name resembles: evidence, not a verdict.

    Attributes:
        vendor: Vendor name exactly as it stood in the cell.
        entry: Entry it resembles, traceable to its publisher.
        matched_name: The entry's name or alias that matched; of an ADDRESS hit the listed
            address, of an OWNER hit the owner's listed name.
        matched_kind: How that name relates to the entry.
        score: Similarity in points, 0 (nothing shared) to 100 (equal once normalized); of an
            ADDRESS hit how far the addresses agree, of an OWNER hit the points of the owner's name.
        verdict: What this hit alone says of the vendor: LISTED or REVIEW, CLEAR for a near miss.
        reason: One plain sentence for a reviewer.
        words: The comparison word by word, in the vendor's order, then what only
            the list has.
        parts: What the score lost or gained, the largest loss first.
    """

    vendor: str
    entry: Entry
    matched_name: str
    matched_kind: NameKind
    score: float
    verdict: Verdict
    reason: str
    words: tuple[WordMatch, ...] = ()
    parts: tuple[ScorePart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The verdict on one vendor and the evidence behind it.

    Attributes:
        vendor: Vendor name exactly as given ("" for a missing one).
        verdict: LISTED, REVIEW, CLEAR or NOT_SCREENED.
        hits: Hits at or above the REVIEW threshold, best first.
        near_misses: Resemblances under the threshold, best first.
        not_screened: The cause if the verdict is NOT_SCREENED, else None.
        normalized: The vendor name as it was compared, for the audit trail.
        ownership: What the stated owners say of the vendor, one sentence; "" if none are stated.
    """

    vendor: str
    verdict: Verdict
    hits: tuple[Hit, ...] = ()
    near_misses: tuple[Hit, ...] = ()
    not_screened: NotScreened | None = None
    normalized: str = ""
    ownership: str = ""

    @property
    def best(self) -> Hit | None:
        """The best hit, else the best near miss; None if nothing resembles the vendor."""
        return next(iter((*self.hits[:1], *self.near_misses[:1])), None)

    @property
    def score(self) -> float:
        """Points of the best hit or near miss; 0 if nothing resembles the vendor."""
        return max((hit.score for hit in (*self.hits[:1], *self.near_misses[:1])), default=0.0)
