"""How much a word says about who a party is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from screening.words import ORDINARY_NAMES, ordinary_counts, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Words of a trade and places say little about who a party is, however rare
# they are in the samples: `Kvarn Ticaret`, `Kvarn Dongguan`.
_GENERIC_SHARE = 0.45
# A legal form says next to nothing, where it counts at all.
_LEGAL_SHARE = 0.2
# Lightest weight of a word, so that a shared generic word still ranks names.
_MIN_WEIGHT = 0.04
# A number that differs makes another body: `No. 5 Institute`, `No. 55 Institute`.
_NUMBER_WEIGHT = 0.8
# What generic words, numbers and places name of a party: two generic words
# next to nothing (`Star Global`), four and a place something (`Urumqi Public
# Security Bureau`).
_GENERIC_RARITY = 0.2
_NUMBER_RARITY = 0.3
_PLACE_RARITY = 0.6  # of what the word itself has


class Weights:
    """Word weights, 0.04 (says nothing) to 1 (found nowhere else).

    A weight is the mean of two rarities, each the logarithm of how seldom names
    hold the word: among listed names (`Gazprom` is on 300 of them) and among
    ordinary company names (`Galaxy` is on few of the former, many of the latter).
    """

    def __init__(self, listed_counts: Mapping[str, int], listed_names: int) -> None:
        """Take in how many of the `listed_names` names hold each canonical word."""
        self._listed = listed_counts
        self._listed_top = math.log(listed_names + 2)
        self._ordinary_top = math.log(ORDINARY_NAMES + 2)
        self._known: dict[str, float] = {}

    def of(self, word: str) -> float:
        """Return the weight of a canonical word."""
        weight = self._known.get(word)
        if weight is None:
            weight = self._measure(word)
            if word in self._listed:  # only listed words are kept, so that memory stays bounded
                self._known[word] = weight
        return weight

    def sum(self, tokens: Iterable[str]) -> float:
        """Return the weight of several words."""
        return sum(map(self.of, tokens))

    def rarity(self, word: str) -> float:
        """Return how much of a party `word` names by itself: 0 (nothing) to 1 (no ordinary name holds it)."""
        if word.isdigit():
            return _NUMBER_RARITY
        known = words()
        if word in known.generic or word in known.legal:
            return _GENERIC_RARITY
        rarity = 1.0 - math.log(ordinary_counts().get(word, 0) + 1) / self._ordinary_top
        return rarity * _PLACE_RARITY if word in known.places else rarity

    def _measure(self, word: str) -> float:
        if word.isdigit():
            return _NUMBER_WEIGHT
        listed = self._listed_top - math.log(self._listed.get(word, 0) + 1)
        ordinary = self._ordinary_top - math.log(ordinary_counts().get(word, 0) + 1)
        weight = (listed + ordinary) / (self._listed_top + self._ordinary_top)
        if word in words().legal:
            weight *= _LEGAL_SHARE
        elif is_generic(word):
            weight *= _GENERIC_SHARE
        return max(_MIN_WEIGHT, weight)


def is_generic(word: str) -> bool:
    """Return whether a canonical word describes a trade or a place rather than a party."""
    known = words()
    return word in known.generic or word in known.places
