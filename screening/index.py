"""Candidate listed names for a vendor name: an inverted index over their words.

Every listed name that shares a word, a misspelt word or a joined word with the
vendor name gathers the weight of what it shares; those that can still reach
the wanted points are compared word by word.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from screening.align import CUT_WIDTHS
from screening.bounds import VendorWeight, least_shared, upper_bound
from screening.columns import neighbours, squash
from screening.match import is_brand, locates
from screening.spelling import Speller, Spelling, cut_similarity, loose_similarity
from screening.weights import Weights
from screening.words import words

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Iterator, Mapping

    from screening.columns import NameColumns
    from screening.names import NormalizedName

# Most candidates that are compared word by word; bounds the work per name.
CANDIDATES = 40
# A cut word of fewer letters says too little to search by: `G` of `Group`.
_MIN_CUT_START = 2
# Shorter variants are too easily met by misspelling: `Intel` is not `Intl`.
_MIN_VARIANT = 7
# A whole name cut at a field's width is at least this long.
_MIN_CUT_NAME = 20
# A rare word of this weight may be the whole distinctive name of a party, and
# its other words then weigh no more than this: `Huawei Technologies Polska`.
_BRAND_WEIGHT = 0.6
_REST_WEIGHT = 0.4
# Most names kept as objects; the same ones are compared again and again.
_REMEMBERED_NAMES = 20_000


class NameIndex:
    """The listed names of a table, ready to be searched.

    Attributes:
        columns: Distinct listed names; searches answer with rows of it.
        weights: How much each word says.
        speller: Finds the listed words that a word may stand for.
        spelling: How surely a vendor's word stands for a listed word.
    """

    def __init__(self, columns: NameColumns) -> None:
        """Make `columns` searchable."""
        self.columns = columns
        counts = columns.counts()
        self.weights = Weights(counts, len(columns.tokens))
        self.speller = Speller(_spellings(counts))
        self.spelling = Spelling(near=self._near, loose=self._loose)
        self._words = {word: at for at, word in enumerate(columns.words)}
        self._joined = {word: at for at, word in enumerate(columns.joined)}
        self._names: dict[int, NormalizedName] = {}

    def __len__(self) -> int:
        return len(self.columns.tokens)

    def name(self, row: int) -> NormalizedName:
        """Return one listed name, ready to compare."""
        name = self._names.get(row)
        if name is None:
            if len(self._names) >= _REMEMBERED_NAMES:
                self._names.clear()
            name = self._names[row] = self.columns.name(row)
        return name

    def candidates(self, name: NormalizedName, *, width: int = 0, floor: float = 0.0) -> list[int]:
        """Return rows of the listed names that share most with `name`, best first.

        Args:
            name: The vendor name.
            width: Characters of the vendor cell, to recognise names cut at a field's width.
            floor: Points that a candidate must be able to reach.
        """
        vendor = self._vendor(name, width)
        limits = _Limits(
            floor=floor,
            plain=least_shared(vendor.plain, floor),
            loose=least_shared(vendor.weight, floor) if vendor.strangers else math.inf,
            whole=_BRAND_WEIGHT if any(map(self._is_brand, name.tokens)) else math.inf,
        )
        starters, followers = _part(vendor.shared, min(limits.plain, limits.loose, limits.whole))
        gathered: dict[int, float] = {}
        for word in starters:
            _gather(gathered, self._postings(word), vendor.shared[word])
        for word in name.written:
            if word in self._joined:
                _gather(gathered, self._joined_postings(word), self.weights.of(word))
        for word in followers:
            self._add_to_gathered(gathered, word, vendor.shared[word])
        return self._best(gathered, vendor, limits)

    def starting_with(self, name: NormalizedName, width: int) -> list[int]:
        """Return rows of the longer listed names that begin, letter for letter, with a cut `name`."""
        if width not in CUT_WIDTHS or len(name.folded) < _MIN_CUT_NAME:
            return []
        by_start, folded = self.columns.by_start, self.columns.folded
        at = bisect_left(by_start, name.folded, key=folded.__getitem__)
        found: list[int] = []
        while at < len(by_start) and len(found) < CANDIDATES and folded[by_start[at]].startswith(name.folded):
            if folded[by_start[at]] != name.folded:
                found.append(by_start[at])
            at += 1
        return found

    def run_together(self, name: NormalizedName) -> list[int]:
        """Return rows of the listed names that have the same letters, however they are parted into words."""
        joined = self.columns.letters
        found: list[int] = []
        for letters in {squash(name.folded), squash(name.written)}:
            at = bisect_left(joined, letters)
            while at < len(joined) and joined[at] == letters:
                found.append(self.columns.letters_row[at])
                at += 1
        return found

    def _near(self, vendor_word: str, entry_word: str) -> float:
        return self.speller.near(vendor_word).get(entry_word, 0.0) or cut_similarity(vendor_word, entry_word)

    def _loose(self, vendor_word: str, entry_word: str) -> float:
        """A word that is a listed word itself is no bad spelling of another."""
        return 0.0 if vendor_word in self._words else loose_similarity(vendor_word, entry_word)

    def _is_brand(self, word: str) -> bool:
        return word in self._words and is_brand(word, self.weights)

    def _postings(self, word: str) -> array[int]:
        at = self._words[word]
        return self.columns.postings[self.columns.postings_from[at] : self.columns.postings_from[at + 1]]

    def _joined_postings(self, word: str) -> array[int]:
        at = self._joined[word]
        return self.columns.joined_postings[self.columns.joined_from[at] : self.columns.joined_from[at + 1]]

    def _vendor(self, name: NormalizedName, width: int) -> _Vendor:
        """Return what the words of `name` are or may stand for, and what they weigh.

        A word that may be misspelt weighs the least that it may add to what is
        shared, so that `upper_bound` holds whichever word it stands for.
        """
        shared: dict[str, float] = {}
        weights = [min(self._readings(word, shared), default=self.weights.of(word)) for word in name.tokens]
        cheap = {at for at, word in enumerate(name.tokens) if locates(word)}
        if width in CUT_WIDTHS:
            cheap.add(len(name.tokens) - 1)
        for at, joined in neighbours(name):
            if joined in self._words:
                shared[joined] = self.weights.of(joined)
                cheap.update((at, at + 1))  # two words of the vendor may be one of the list
        strange = {
            at for at, word in enumerate(name.tokens) if at not in cheap and word not in self._words and word.isalpha()
        }
        if width in CUT_WIDTHS:
            for word in self._words_starting(name.written[-1]):
                shared[word] = self.weights.of(word)
        whole = VendorWeight(
            own=sum(weights),
            places=sum(weights[at] for at in cheap),
            unknown=sum(weights[at] for at in strange),
        )
        strangers = tuple(name.tokens[at] for at in strange)
        return _Vendor(shared, whole, replace(whole, unknown=0.0), strangers, width in CUT_WIDTHS)

    def _readings(self, word: str, shared: dict[str, float]) -> Iterator[float]:
        """Note in `shared` what `word` is or may stand for; yield the weight of each."""
        if word in self._words:
            shared[word] = self.weights.of(word)
            yield shared[word]
        for near, sure in self.speller.near(word).items():
            weight = sure * self.weights.of(near)
            shared[near] = max(shared.get(near, 0.0), weight)
            yield weight

    def _words_starting(self, start: str) -> Iterator[str]:
        known = self.columns.words
        at = bisect_left(known, start) if len(start) >= _MIN_CUT_START else len(known)
        while at < len(known) and known[at].startswith(start):
            yield known[at]
            at += 1

    def _add_to_gathered(self, gathered: dict[int, float], word: str, weight: float) -> None:
        if self.columns.word_counts[self._words[word]] < len(gathered):
            for row in self._postings(word):
                if row in gathered:
                    gathered[row] += weight
        else:
            for row in gathered:
                if word in self.columns.tokens[row].split(" "):
                    gathered[row] += weight

    def _best(self, gathered: dict[int, float], vendor: _Vendor, limits: _Limits) -> list[int]:
        reachable: list[tuple[float, int]] = []
        for row, shared in gathered.items():
            if shared >= min(limits.plain, limits.loose, limits.whole) and self._reaches(row, shared, vendor, limits):
                reachable.append((shared / (vendor.weight.own + self.columns.weights[row]), -row))
        return [-negated for _, negated in heapq.nlargest(CANDIDATES, reachable)]

    def _reaches(self, row: int, shared: float, vendor: _Vendor, limits: _Limits) -> bool:
        """Return whether a listed name can reach the floor, be it that a stranger is a bad spelling of its word."""
        entry, cut = self.columns.weights[row], vendor.may_be_cut
        if shared >= limits.whole and entry - shared <= _REST_WEIGHT:
            return True
        if shared >= limits.plain and upper_bound(shared, vendor.plain, entry, cut=cut) >= limits.floor:
            return True
        return (
            shared >= limits.loose
            and upper_bound(shared, vendor.weight, entry, cut=cut) >= limits.floor
            and self._resembles_one(vendor.strangers, row)
        )

    def _resembles_one(self, strangers: tuple[str, ...], row: int) -> bool:
        """Return whether a word of a listed name may be a bad spelling of one that no listed name has."""
        return any(
            cut_similarity(stranger, word)
            or (
                (word[0] == stranger[0] or word[-1] == stranger[-1])
                and abs(len(word) - len(stranger)) * 5 <= max(len(word), len(stranger)) * 2
                and loose_similarity(stranger, word)
            )
            for word in self.columns.tokens[row].split(" ")
            for stranger in strangers
        )


@dataclass(frozen=True, slots=True)
class _Vendor:
    """What the words of a vendor name may share with listed names: see `upper_bound`."""

    shared: dict[str, float]
    weight: VendorWeight
    plain: VendorWeight  # the same where no word is spelt badly
    strangers: tuple[str, ...]  # words that no listed name has
    may_be_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """What a listed name must share with the vendor's to be worth comparing.

    Attributes:
        floor: Points to be reached.
        plain: Least weight to share, word by word.
        loose: The same where a word may be spelt badly.
        whole: The same where it is the whole distinctive name of a party.
    """

    floor: float
    plain: float
    loose: float
    whole: float


def _part(shared: dict[str, float], needed: float) -> tuple[list[str], list[str]]:
    """Return the words that a name worth comparing must share one of, and the rest.

    All of the rest together stay under what is needed, so they only add to
    names that another word found (MaxScore; Turtle and Flood 1995).
    """
    by_weight = sorted(shared, key=shared.__getitem__)
    total, at = 0.0, 0
    while at < len(by_weight) and total + shared[by_weight[at]] < needed:
        total += shared[by_weight[at]]
        at += 1
    return by_weight[at:], by_weight[:at]


def _spellings(counts: Mapping[str, int]) -> dict[str, str]:
    """Return every long form in which a listed word may be met misspelt, and the canonical word."""
    forms = {form: word for form, word in words().abbreviations.items() if word in counts and len(form) >= _MIN_VARIANT}
    return forms | {word: word for word in counts}


def _gather(gathered: dict[int, float], rows: Iterable[int], weight: float) -> None:
    for row in rows:
        gathered[row] = gathered.get(row, 0.0) + weight
