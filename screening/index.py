"""Candidate listed names for a vendor name: an inverted index over their words.

Every listed name that shares a word, a misspelt word or a joined word with the
vendor name gathers the weight of what it shares; those that can still reach
the wanted points are compared word by word.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from typing import TYPE_CHECKING

from screening.align import CUT_WIDTHS
from screening.columns import neighbours
from screening.match import least_shared, upper_bound
from screening.spelling import Speller
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
# Most names kept as objects; the same ones are compared again and again.
_REMEMBERED_NAMES = 20_000


class NameIndex:
    """The listed names of a table, ready to be searched.

    Attributes:
        columns: Distinct listed names; searches answer with rows of it.
        weights: How much each word says.
        speller: Finds the listed words that a word may stand for.
    """

    def __init__(self, columns: NameColumns) -> None:
        """Make `columns` searchable."""
        self.columns = columns
        counts = columns.counts()
        self.weights = Weights(counts, len(columns.tokens))
        self.speller = Speller(_spellings(counts))
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
        shared, own = self._shared(name, width)
        needed = least_shared(own, floor)
        starters, followers = _part(shared, needed)
        gathered: dict[int, float] = {}
        for word in starters:
            _gather(gathered, self._postings(word), shared[word])
        for word in name.written:
            if word in self._joined:
                _gather(gathered, self._joined_postings(word), self.weights.of(word))
        for word in followers:
            self._add_to_gathered(gathered, word, shared[word])
        return self._best(gathered, own, needed, floor)

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

    def likeness(self, vendor_word: str, entry_word: str) -> float:
        """Return how surely a vendor's word stands for a listed word, 0 to 1."""
        return self.speller.near(vendor_word).get(entry_word, 0.0)

    def _postings(self, word: str) -> array[int]:
        at = self._words[word]
        return self.columns.postings[self.columns.postings_from[at] : self.columns.postings_from[at + 1]]

    def _joined_postings(self, word: str) -> array[int]:
        at = self._joined[word]
        return self.columns.joined_postings[self.columns.joined_from[at] : self.columns.joined_from[at + 1]]

    def _shared(self, name: NormalizedName, width: int) -> tuple[dict[str, float], float]:
        """Return the listed words that words of `name` are or may stand for, and the weight of `name`.

        Each listed word comes with the weight it may add to what is shared. The
        weight of `name` counts a word that may be misspelt by the least it may
        add, so that `upper_bound` of both holds whichever it stands for.
        """
        shared: dict[str, float] = {}
        own = 0.0
        for word in name.tokens:
            own += min(self._readings(word, shared), default=self.weights.of(word))
        for joined in neighbours(name):
            for _ in self._readings(joined, shared):
                pass
        if width in CUT_WIDTHS:
            for word in self._words_starting(name.written[-1]):
                shared[word] = self.weights.of(word)
        return shared, own

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
                if word in self.name(row).tokens:
                    gathered[row] += weight

    def _best(self, gathered: dict[int, float], own: float, needed: float, floor: float) -> list[int]:
        weights = self.columns.weights
        reachable = [
            (shared / (own + weights[row]), -row)
            for row, shared in gathered.items()
            if shared >= needed and upper_bound(shared, own, weights[row]) >= floor
        ]
        return [-negated for _, negated in heapq.nlargest(CANDIDATES, reachable)]


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
