"""Match -> verdict: which points say LISTED or REVIEW, and what holds a hit back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from screening.match import is_initial
from screening.model import NameKind, Pairing, ScorePart, Strength, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening.match import Match
    from screening.settings import Settings

# A weak name with other words around it is no hit: `Mod Pizza` and the alias `MOD`.
_WEAK_CAP = 60.0
# Two equal words say nothing if ordinary names are full of them: `Star Global`
# is for review where the whole name is listed so, and else a near miss
# (`Digital Technology Co., Ltd.` and the listed `Digital Technologies LLC`).
_SCANT_EVIDENCE = 0.5
_SCANT_WORDS = 2
# Up to here a name of one or two words stays for review: `Prime Technology
# Corp.` and the alias `Prime Tech`.
_COMMON_EVIDENCE = 0.85
_SCANT_CAP = 75.0
# Where a party is counts where names differ: the same country or house adds,
# another country takes, and another house, of which a party may have many, takes little.
PLACE_AGREES_POINTS = 2.0
_COUNTRY_DIFFERS_POINTS = 3.0
_ADDRESS_DIFFERS_POINTS = 1.0
# A vendor that bears the distinctive name of a party whose affiliates the law names too is
# for review, whatever else it calls itself and wherever it is: `ZTE (USA) Inc.`; just
# above the REVIEW threshold, like what only looks like an affiliate.
_REACH_POINTS = 82.0
_AS_WRITTEN = frozenset((Pairing.EQUAL, Pairing.JOINED))
# Only equal names have 100 points, so that scores rank.
_BELOW_EQUAL = 99.5


class Caveat(StrEnum):
    """Why a hit says REVIEW where its points alone would say LISTED; the value is the sentence shown."""

    AFFILIATE = "looks like an affiliate or branch of the listed party"
    BRAND = "only one distinctive word of the listed name"
    COUNTRY = "the vendor is in another country"
    CUT = "the vendor name looks cut at a field's width"
    GENERIC = "only common words agree"
    INITIAL = "an initial stands for a word"
    NO_DATE = "the entry has no effective date, so it may not have been in force on the day asked for"
    NUMBER = "the numbers differ"
    PARENT = "this is the group that the listed party belongs to"
    PART = "only a part of the listed name"
    REACH = "the law names any subsidiary or affiliate of the listed party too, and the vendor bears its name"
    WATCH = "the list is one to watch, and says nothing against the party by itself"
    WEAK = "a short or common name, needs a second indication"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known beside the names.

    Attributes:
        kind: How the listed name relates to its entry.
        strength: Whether the listed name can stand alone.
        country_agrees: Vendor and entry share a country; None if either is unknown.
        address_agrees: Vendor and entry share a house; None if that cannot be told.
        verbatim: The vendor name is the listed name to the letter, case and punctuation aside.
        dated: False if the day asked for lies in the past and the entry has no effective date.
        reaches: The law behind the listing names the party's subsidiaries and affiliates too.
        part_only: Words of the vendor name were left out of the comparison: `(USA)` of `ZTE (USA) Inc.`.
        review_only: A hit on the list is for review at most.
    """

    kind: NameKind = NameKind.LISTED
    strength: Strength = Strength.STRONG
    country_agrees: bool | None = None
    address_agrees: bool | None = None
    verbatim: bool = False
    dated: bool = True
    reaches: bool = False
    part_only: bool = False
    review_only: bool = False

    @property
    def place_agrees(self) -> bool:
        """Whether country or address is a second indication."""
        return self.country_agrees is True or self.address_agrees is True


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Points, verdict, caveats and parts of one hit; no verdict below the REVIEW threshold."""

    score: float
    verdict: Verdict | None
    caveats: tuple[Caveat, ...]
    parts: tuple[ScorePart, ...]


def judge(match: Match, facts: Facts, settings: Settings) -> Judgement:
    """Return what `match` says of the vendor.

    LISTED needs the points and no caveat; a caveat makes it REVIEW. More points
    never make a verdict milder.
    """
    caveats = tuple(_caveats(match, facts))
    adjustments = tuple(_adjustments(match, facts))
    score = round(match.score + sum(part.points for part in adjustments), 1)  # judged as it is shown
    if score >= settings.listed_at and not caveats:
        verdict: Verdict | None = Verdict.LISTED
    else:
        verdict = Verdict.REVIEW if score >= settings.review_at else None
    return Judgement(score=score, verdict=verdict, caveats=caveats, parts=(*match.parts, *adjustments))


def _adjustments(match: Match, facts: Facts) -> Iterator[ScorePart]:
    """Yield what facts beside the names add to the points or take."""
    score = match.score
    if facts.kind is NameKind.BRAND and _bears(match):
        if score < _REACH_POINTS:
            yield ScorePart("bears a name whose affiliates are named too", _REACH_POINTS - score)
        return
    if _names_little(match, _SCANT_EVIDENCE) and not facts.verbatim and not facts.place_agrees:
        if score > _SCANT_CAP:
            yield ScorePart("only common words agree", _SCANT_CAP - score)
        return
    if match.equal:
        return
    if facts.strength is Strength.WEAK and score > _WEAK_CAP and facts.address_agrees is not True:
        yield ScorePart("a short or common name", _WEAK_CAP - score)
        score = _WEAK_CAP
    yield from _placed(match, facts, score)


def _placed(match: Match, facts: Facts, score: float) -> Iterator[ScorePart]:
    """Yield what the place of vendor and entry adds to `score` or takes."""
    if facts.place_agrees and not match.numbers_differ:
        cause = "the address agrees" if facts.address_agrees else "the country agrees"
        yield ScorePart(cause, max(0.0, min(PLACE_AGREES_POINTS, _BELOW_EQUAL - score)))
    elif facts.country_agrees is False:
        yield ScorePart("another country", -min(_COUNTRY_DIFFERS_POINTS, score))
    if facts.address_agrees is False and facts.country_agrees is not False:
        yield ScorePart("another address", -min(_ADDRESS_DIFFERS_POINTS, score))


def _caveats(match: Match, facts: Facts) -> list[Caveat]:
    alignment = match.alignment
    found = {
        Caveat.AFFILIATE: _adds_words(match) and not facts.reaches,
        Caveat.PART: bool(alignment.vendor_alone) and bool(alignment.entry_alone),
        Caveat.BRAND: match.brand,
        Caveat.COUNTRY: facts.country_agrees is False
        and facts.kind is not NameKind.BRAND
        and not facts.place_agrees
        and (not match.equal or match.legal_form_differs),
        Caveat.CUT: match.cut,
        Caveat.GENERIC: _names_little(match, _COMMON_EVIDENCE) and not facts.place_agrees,
        Caveat.INITIAL: any(is_initial(alignment, pair) for pair in alignment.pairs),
        Caveat.NO_DATE: not facts.dated,
        Caveat.NUMBER: match.numbers_differ,
        Caveat.PARENT: facts.kind is NameKind.PARENT,
        Caveat.REACH: facts.reaches and (facts.kind is NameKind.BRAND or facts.part_only or _adds_words(match)),
        Caveat.WATCH: facts.review_only,
        Caveat.WEAK: facts.strength is Strength.WEAK and not (match.equal and facts.address_agrees),
    }
    return [caveat for caveat, holds in found.items() if holds]


def _adds_words(match: Match) -> bool:
    """Return whether the vendor has the whole listed name, and more words."""
    return bool(match.alignment.vendor_alone) and not match.alignment.entry_alone


def _bears(match: Match) -> bool:
    """Return whether the vendor holds every word of the listed name as it is written."""
    return not match.alignment.entry_alone and all(pair.pairing in _AS_WRITTEN for pair in match.alignment.pairs)


def _names_little(match: Match, evidence: float) -> bool:
    return match.evidence < evidence and len(match.alignment.vendor.tokens) <= _SCANT_WORDS
