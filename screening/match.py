"""Alignment of two names -> points, and what may hold a verdict back.

The points are the weight of the words that agree over that weight plus what is
lost: words of either side that stand alone, and misspelt words in part. Every
constant below names the pair of names, or the measurement, that sets it; the
measurement is `benchmarks/quality.py` on labelled vendor names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.align import Alignment, WordPair, align
from screening.model import Pairing, ScorePart
from screening.spelling import SPELLING, Spelling
from screening.weights import is_generic
from screening.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening.names import NormalizedName
    from screening.weights import Weights

FULL = 100.0
# Words that agree with at least this rarity let the rest be spelt badly
# (`Gregory Aeln Justice`); `Star Elba` and `Star Elza` have not enough.
LOOSE_EVIDENCE = 0.6
# A word only the vendor has makes another party: `Huawei` and `Huawei Bakery`.
VENDOR_ALONE = 1.0
# Twice that against a listed name of one word, which is easily met by chance:
# `ICAP Energy Pte. Ltd.` is not the listed `ICAP`.
VENDOR_ALONE_AGAINST_ONE_WORD = 2.0
# A place or an office behind a name marks an affiliate, not a stranger:
# `Rassvet America Corp`, `Mahan Air - Dubai Office`.
PLACE_ALONE = 0.35
# A word only the entry has counts less, because buyers shorten names: `Hikvision`.
ENTRY_ALONE = 0.35
# After a name cut at a field's width nothing can be said of the rest.
ENTRY_ALONE_WHEN_CUT = 0.06
# What a misspelt word loses, as a share of its weight times its dissimilarity:
# `Chmmed Group` for `Chimmed Group` keeps 88 points.
MISSPELT_LOSS = 0.6
# Points off for another order, joined words and another legal form: enough to rank
# names, too little to decide.
_ORDER_POINTS = 1.0
_JOINED_POINTS = 1.0
_LEGAL_FORM_POINTS = 0.5
# Generic words alone keep this share of the points (`Star Global`, `Global
# Star`); all of them from this rarity on (`Innovative Technology` has 0.6,
# a word that no ordinary name holds has 1).
_GENERIC_KEEPS = 0.7
_FULL_EVIDENCE = 0.95
# `China North Industries` is the `China North Industries Group`, though its words
# are common; `Information Technology Development` is not `Marine Information
# Technology Development`, nor is `Innovative Technology` a group of that name.
_SEVERAL = 3
_GROUP = frozenset(("group", "holding"))
# Another number is another body, under any threshold.
NUMBERS_DIFFER_CAP = 60.0
# A single word that hardly any ordinary name holds finds the party that bears
# it among others: `Xunwei`, `Centec`; `Thread` is too common a word.
_BRAND_POINTS = 84.0
_BRAND_RARITY = 0.75
_BRAND_LENGTH = 5
# The whole name of a party, rare and not short, with words of a trade or a place
# around it looks like its affiliate: `Hikvision Security`, `Mahan Air Cargo`;
# `ICAP Energy` and `Silk Road Petroleum` do not. One strange word more is
# allowed beside a word that no ordinary name holds: `Prama Hikvision India`.
_AFFILIATE_POINTS = 82.0
_AFFILIATE_RARITY = 0.9
_AFFILIATE_LENGTH = 5
# What else the listed name holds weighs no more: `Hebei Brightway International`, not
# `East China Institute of Electronic Measuring Instruments`.
AFFILIATE_REST = 0.6
_UNIQUE = 0.9
_AS_WRITTEN = frozenset((Pairing.EQUAL, Pairing.ABBREVIATED, Pairing.JOINED))
# The first characters of a longer listed name, to a field's width: `China
# Communications Construct`. For a person to look at, before what only resembles
# it: of 200,119 ordinary names 32,667 have such a length, and none begins a
# longer listed name.
CUT_POINTS = 91.0
# The same letters, parted into words in another way: `ShenyangXinyuan`.
RUN_TOGETHER_POINTS = 97.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How near a vendor name is to one listed name.

    Attributes:
        alignment: The words that agree and those that do not.
        score: Points, 0 to 100.
        evidence: Rarity of the words that agree, 0 (generic words only) upwards;
            1 is one word that no ordinary name holds.
        parts: What the score lost or gained.
        brand: The vendor is one rare word of a longer listed name.
        cut: The vendor is the start of a longer listed name, cut at a field's width.
        numbers_differ: Each side has a number that the other lacks.
    """

    alignment: Alignment
    score: float
    evidence: float
    parts: tuple[ScorePart, ...] = ()
    brand: bool = False
    cut: bool = False
    numbers_differ: bool = False

    @property
    def equal(self) -> bool:
        """Whether both names have the same words in the same order."""
        return self.alignment.vendor.tokens == self.alignment.entry.tokens

    @property
    def legal_form_differs(self) -> bool:
        """Whether both names state a legal form and not the same one."""
        return _legal_form_differs(self.alignment)


def run_together_match(vendor: NormalizedName, entry: NormalizedName, weights: Weights) -> Match:
    """Return the match of two names with the same letters, parted into words in another way."""
    left, right = tuple(range(len(vendor.tokens))), tuple(range(len(entry.tokens)))
    alignment = Alignment(
        vendor=vendor,
        entry=entry,
        pairs=(WordPair(left, right, Pairing.JOINED, 1.0),),
        vendor_alone=(),
        entry_alone=(),
        cut=False,
    )
    parts = (ScorePart("joined or split", RUN_TOGETHER_POINTS - FULL),)
    return Match(alignment=alignment, score=RUN_TOGETHER_POINTS, evidence=_evidence(alignment, weights), parts=parts)


def match(
    vendor: NormalizedName,
    entry: NormalizedName,
    weights: Weights,
    spelling: Spelling = SPELLING,
    *,
    width: int = 0,
) -> Match:
    """Return how near `vendor` is to the listed name `entry`.

    Args:
        vendor: The vendor name.
        entry: The listed name.
        weights: How much each word says.
        spelling: How surely a vendor's word stands for an entry's word.
        width: Characters of the vendor cell, to recognise names cut at a field's width.
    """
    alignment = align(vendor, entry, spelling.near, width=width)
    evidence = _evidence(alignment, weights)
    if alignment.vendor_alone and alignment.entry_alone and evidence >= LOOSE_EVIDENCE:
        alignment = align(vendor, entry, spelling.near, spelling.loose, width=width)
        evidence = _evidence(alignment, weights)
    parts = list(_losses(alignment, weights))
    score = FULL + sum(part.points for part in parts)
    if not (_all_paired_in_order(alignment) or _lacks_only_the_group(alignment)):
        score = _step(parts, score, score * keeps(evidence), "only common words agree")
    numbers_differ = _has_number(alignment.vendor_words()) and _has_number(alignment.entry_words())
    if numbers_differ:
        score = _step(parts, score, min(score, NUMBERS_DIFFER_CAP), "the numbers differ")
    brand = _is_brand_alone(alignment, weights)
    if brand:
        score = _step(parts, score, max(score, _BRAND_POINTS + score / 20), "a rare word finds the party")
    if not numbers_differ and _is_affiliate(alignment, weights):
        score = _step(parts, score, max(score, _AFFILIATE_POINTS), "a rare name with words of a trade or a place")
    score = _step(parts, score, max(0.0, min(FULL, score)), "limit")
    cut = alignment.cut and bool(alignment.entry_alone or any(p.pairing is Pairing.CUT for p in alignment.pairs))
    return Match(
        alignment=alignment,
        score=score,
        evidence=evidence,
        parts=tuple(parts),
        brand=brand and bool(alignment.entry_alone) and len(vendor.tokens) == 1,
        cut=cut,
        numbers_differ=numbers_differ,
    )


def keeps(evidence: float) -> float:
    """Return the share of the points that names keep whose words do not all agree in order."""
    return min(1.0, _GENERIC_KEEPS + (1.0 - _GENERIC_KEEPS) * evidence / _FULL_EVIDENCE)


def cut_match(vendor: NormalizedName, entry: NormalizedName, weights: Weights) -> Match:
    """Return the match of a vendor name that is, letter for letter, the start of `entry`."""
    alignment = align(vendor, entry)
    rest = len(entry.folded) - len(vendor.folded)
    score = CUT_POINTS - min(rest / 20, 4.0)  # the nearest in length first
    parts = (ScorePart("cut off at a field's width", score - FULL),)
    return Match(alignment=alignment, score=score, evidence=_evidence(alignment, weights), parts=parts, cut=True)


def _losses(alignment: Alignment, weights: Weights) -> Iterator[ScorePart]:
    """Yield the points lost word by word; all of them where no word agrees."""
    shared = misspelt = 0.0
    for pair in alignment.pairs:
        weight = weights.sum(alignment.entry.tokens[at] for at in pair.entry)
        shared += weight * pair.likeness
        misspelt += weight * (1.0 - pair.likeness)
    if not shared:
        yield ScorePart("no word agrees", -FULL)
        return
    entry_share = ENTRY_ALONE_WHEN_CUT if alignment.cut else ENTRY_ALONE
    lost = {
        "spelling": MISSPELT_LOSS * misspelt,
        "only in the vendor name": _vendor_loss(alignment, weights),
        "only in the list": entry_share * weights.sum(alignment.entry_words()),
    }
    total = shared + sum(lost.values())
    for cause, weight in lost.items():
        if weight:
            yield ScorePart(cause, -FULL * weight / total)
    if not alignment.in_order:
        yield ScorePart("another order", -_ORDER_POINTS)
    if any(pair.pairing is Pairing.JOINED for pair in alignment.pairs):
        yield ScorePart("joined or split", -_JOINED_POINTS)
    if _legal_form_differs(alignment):
        yield ScorePart("another legal form", -_LEGAL_FORM_POINTS)


def _step(parts: list[ScorePart], score: float, after: float, cause: str) -> float:
    """Note what turned `score` into `after`, and return the latter."""
    if after != score:
        parts.append(ScorePart(cause, after - score))
    return after


def _vendor_loss(alignment: Alignment, weights: Weights) -> float:
    share = VENDOR_ALONE_AGAINST_ONE_WORD if len(alignment.entry.tokens) == 1 else VENDOR_ALONE
    return sum(weights.of(word) * (PLACE_ALONE if locates(word) else share) for word in alignment.vendor_words())


def locates(word: str) -> bool:
    """Return whether a word places a party, marks an office of it or ties words together, rather than naming it."""
    known = words()
    return word in known.places or word in known.establishments or word in known.connectors


def _legal_form_differs(alignment: Alignment) -> bool:
    vendor_form, entry_form = set(alignment.vendor.legal), set(alignment.entry.legal)
    return bool(vendor_form) and bool(entry_form) and vendor_form != entry_form


def _evidence(alignment: Alignment, weights: Weights) -> float:
    """Square root of summed squares: two half-rare words do not make a rare one (`Data Processing`)."""
    squares = sum(
        (weights.rarity(alignment.entry.tokens[at]) * pair.likeness) ** 2
        for pair in alignment.pairs
        if not is_initial(alignment, pair)
        for at in pair.entry
    )
    return float(squares**0.5)


def is_initial(alignment: Alignment, pair: WordPair) -> bool:
    """Return whether a single letter of the vendor stands for a word; it may stand for any, so it is no evidence."""
    return len(pair.vendor) == 1 and len(alignment.vendor.tokens[pair.vendor[0]]) == 1 and pair.likeness < 1


def _all_paired_in_order(alignment: Alignment) -> bool:
    return not alignment.vendor_alone and not alignment.entry_alone and alignment.in_order


def _lacks_only_the_group(alignment: Alignment) -> bool:
    """Return whether a name of several words has all that a listed one has but that it is a group."""
    return (
        not alignment.vendor_alone
        and alignment.in_order
        and len(alignment.vendor.tokens) >= _SEVERAL
        and len(alignment.entry_alone) == 1
        and _GROUP.issuperset(alignment.entry_words())
    )


def _has_number(found: tuple[str, ...]) -> bool:
    return any(word.isdigit() for word in found)


def _is_brand_alone(alignment: Alignment, weights: Weights) -> bool:
    """Return whether the vendor is nothing but words of the entry, one of them rare."""
    if alignment.vendor_alone or any(pair.pairing not in _AS_WRITTEN for pair in alignment.pairs):
        return False
    return any(finds_a_party(word, weights) for word in alignment.vendor.tokens)


def _is_affiliate(alignment: Alignment, weights: Weights) -> bool:
    """Return whether the vendor is the whole distinctive name of the entry and describes itself further."""
    rest = alignment.entry_words()
    if not alignment.vendor_alone or not all(map(describes, rest)) or weights.sum(rest) > AFFILIATE_REST:
        return False
    strangers = [word for word in alignment.vendor_words() if not describes(word)]
    if strangers:
        return _is_affiliate_with_strangers(alignment, strangers, weights)
    return all(pair.pairing in _AS_WRITTEN for pair in alignment.pairs) and any(
        _names_a_party(word, weights) for word in _paired(alignment)
    )


def _is_affiliate_with_strangers(alignment: Alignment, strangers: list[str], weights: Weights) -> bool:
    """Return whether one strange word stands beside the one word that names the entry, which is a brand."""
    if any(pair.pairing is not Pairing.EQUAL for pair in alignment.pairs):
        return False
    names = [word for word in _paired(alignment) if not describes(word)]
    return (
        len(strangers) == len(names) == 1
        and strangers[0].isalpha()
        and any(_is_brand(word, weights) for word in _paired(alignment))
    )


def _paired(alignment: Alignment) -> Iterator[str]:
    return (alignment.entry.tokens[at] for pair in alignment.pairs for at in pair.entry)


def finds_a_party(word: str, weights: Weights) -> bool:
    """Return whether a word is so rare and long that it finds the party among others; or even names it."""
    rare = min(weights.of(word), weights.rarity(word)) >= _BRAND_RARITY
    return rare and len(word) >= _BRAND_LENGTH and not describes(word)


def _names_a_party(word: str, weights: Weights) -> bool:
    """Return whether a word is so rare and long that words of a trade or a place beside it make an affiliate."""
    return len(word) >= _AFFILIATE_LENGTH and weights.rarity(word) >= _AFFILIATE_RARITY and not describes(word)


def _is_brand(word: str, weights: Weights) -> bool:
    """Return whether a word is so rare and long that it finds its party beside one strange word."""
    return len(word) > _AFFILIATE_LENGTH and weights.rarity(word) >= _UNIQUE and not describes(word)


def describes(word: str) -> bool:
    """Return whether a word describes or locates a party rather than naming it."""
    return is_generic(word) or locates(word) or word in words().descriptive
