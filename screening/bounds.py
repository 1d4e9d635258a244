"""What a pair of names can reach at best, so that most pairs need not be compared.

The bounds follow the points of `screening.match`; a property test holds that
no pair has more points than its bound.
"""

from __future__ import annotations

from dataclasses import dataclass

from screening.match import ENTRY_ALONE_WHEN_CUT, FULL, MISSPELT_LOSS, PLACE_ALONE, VENDOR_ALONE

# A word is paired loosely only beside shared words of this weight, and then
# stands for the other at most this surely: two edits of seven letters.
LOOSE_SHARED = 0.5
LOOSE_AT_BEST = 0.63


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorWeight:
    """What a vendor name weighs, and how much of it may stand alone for less than its weight.

    Attributes:
        own: All its words, each counted as the least it may share.
        places: Words that locate, a last word that may be cut, two words that may be one.
        unknown: Words that no listed name has, and that may be one misspelt.
    """

    own: float
    places: float = 0.0
    unknown: float = 0.0


def upper_bound(shared: float, vendor: VendorWeight, entry: float, *, cut: bool = False) -> float:
    """Return points that a pair cannot exceed.

    Args:
        shared: Most weight that the two names can share word by word.
        vendor: Weight of the vendor name.
        entry: Weight of the listed name.
        cut: The vendor name may be cut at a field's width.
    """
    if not shared:
        return 0.0
    alone = max(0.0, vendor.own - shared)
    left = max(0.0, entry - shared)
    loose = min(vendor.unknown, alone, left) if shared >= LOOSE_SHARED else 0.0
    cheap = min(alone - loose, vendor.places)
    # A misspelt word stands alone on both sides in part, for less than two words cost.
    entry_share = ENTRY_ALONE_WHEN_CUT if cut else MISSPELT_LOSS - PLACE_ALONE
    lost = (
        MISSPELT_LOSS * (1.0 - LOOSE_AT_BEST) * loose
        + PLACE_ALONE * cheap
        + VENDOR_ALONE * (alone - loose - cheap)
        + entry_share * (left - loose)
    )
    found = shared + LOOSE_AT_BEST * loose
    return FULL * found / (found + lost)


def least_shared(vendor: VendorWeight, floor: float) -> float:
    """Return the weight that a pair must share at the least to reach `floor` points by `upper_bound`.

    The bound with nothing left on the list's side, solved for what is shared:
    what stands alone costs the larger of two lines, so both must hold.
    """
    if floor <= 0:
        return 0.0
    worth = FULL / floor - 1.0
    rest = vendor.own - vendor.unknown
    gain = vendor.unknown * (LOOSE_AT_BEST * worth - MISSPELT_LOSS * (1.0 - LOOSE_AT_BEST))
    all_cheap = (PLACE_ALONE * rest - gain) / (worth + PLACE_ALONE)
    most_dear = (rest - (1.0 - PLACE_ALONE) * vendor.places - gain) / (worth + 1.0)
    return max(0.0, all_cheap, most_dear, LOOSE_SHARED if vendor.unknown else 0.0)
