"""Candidate listed names for a vendor name: an inverted index over their words.

Every listed name that shares a word, a misspelt word or a joined word with the
vendor name gathers the weight of what it shares; those that can still reach
the wanted points are compared word by word.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.align import CUT_WIDTHS
from screening.match import least_shared, upper_bound
from screening.names import NormalizedName, normalize
from screening.spelling import Speller
from screening.weights import Weights
from screening.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from screening.model import NameKind, Strength

# Most candidates that are compared word by word; bounds the work per name.
CANDIDATES = 40
# A cut word of fewer letters says too little to search by: `G` of `Group`.
_MIN_CUT_START = 2
# Shorter variants are too easily met by misspelling: `Intel` is not `Intl`.
_MIN_VARIANT = 7
# A whole name cut at a field's width is at least this long.
_MIN_CUT_NAME = 20


@dataclass(frozen=True, slots=True)
class NameOwner:
    """An entry that bears a listed name, and in what capacity."""

    entry: int  # position in the table
    name: str  # as published
    kind: NameKind
    strength: Strength


@dataclass(frozen=True, slots=True)
class ListedName:
    """A listed name once normalized, its weight, and everybody who bears it."""

    normal: NormalizedName
    weight: float
    owners: tuple[NameOwner, ...]


class NameIndex:
    """The listed names of a table, ready to be searched.

    Attributes:
        names: Distinct listed names; searches answer with positions in it.
        weights: How much each word says.
        speller: Finds the listed words that a word may stand for.
    """

    def __init__(self, listed: Iterable[tuple[int, str, NameKind, Strength]]) -> None:
        """Index listed names, given as entry position, name, kind and strength."""
        grouped = _group(listed)
        counts = Counter(word for tokens in grouped for word in set(tokens))
        self.weights = Weights(counts, len(grouped))
        self.names = [
            ListedName(normal, self.weights.sum(tokens), tuple(owners)) for tokens, (normal, owners) in grouped.items()
        ]
        self.speller = Speller(_spellings(counts))
        self._sorted_words = sorted(counts)
        self._by_start = sorted(range(len(self.names)), key=self._folded)
        self._postings: dict[str, list[int]] = {word: [] for word in self._sorted_words}
        self._joined: dict[str, list[int]] = {}
        for position, name in enumerate(self.names):
            self._post(position, name.normal)

    def candidates(self, name: NormalizedName, *, width: int = 0, floor: float = 0.0) -> list[int]:
        """Return positions of the listed names that share most with `name`, best first.

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
            _gather(gathered, self._postings[word], shared[word])
        for word in name.written:
            _gather(gathered, self._joined.get(word, ()), self.weights.of(word))
        for word in followers:
            self._add_to_gathered(gathered, word, shared[word])
        return self._best(gathered, own, needed, floor)

    def starting_with(self, name: NormalizedName, width: int) -> list[int]:
        """Return positions of the longer listed names that begin, letter for letter, with a cut `name`."""
        if width not in CUT_WIDTHS or len(name.folded) < _MIN_CUT_NAME:
            return []
        at = bisect_left(self._by_start, name.folded, key=self._folded)
        found: list[int] = []
        while at < len(self._by_start) and len(found) < CANDIDATES:
            folded = self._folded(self._by_start[at])
            if not folded.startswith(name.folded):
                break
            if folded != name.folded:
                found.append(self._by_start[at])
            at += 1
        return found

    def likeness(self, vendor_word: str, entry_word: str) -> float:
        """Return how surely a vendor's word stands for a listed word, 0 to 1."""
        return self.speller.near(vendor_word).get(entry_word, 0.0)

    def _folded(self, position: int) -> str:
        return self.names[position].normal.folded

    def _post(self, position: int, normal: NormalizedName) -> None:
        for word in dict.fromkeys(normal.tokens):
            self._postings[word].append(position)
        for joined in _neighbours(normal):
            self._joined.setdefault(joined, []).append(position)

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
        for joined in _neighbours(name):
            for _ in self._readings(joined, shared):
                pass
        if width in CUT_WIDTHS:
            for word in self._words_starting(name.written[-1]):
                shared[word] = self.weights.of(word)
        return shared, own

    def _readings(self, word: str, shared: dict[str, float]) -> Iterator[float]:
        """Note in `shared` what `word` is or may stand for; yield the weight of each."""
        if word in self._postings:
            shared[word] = self.weights.of(word)
            yield shared[word]
        for near, sure in self.speller.near(word).items():
            weight = sure * self.weights.of(near)
            shared[near] = max(shared.get(near, 0.0), weight)
            yield weight

    def _words_starting(self, start: str) -> Iterator[str]:
        at = bisect_left(self._sorted_words, start) if len(start) >= _MIN_CUT_START else len(self._sorted_words)
        while at < len(self._sorted_words) and self._sorted_words[at].startswith(start):
            yield self._sorted_words[at]
            at += 1

    def _add_to_gathered(self, gathered: dict[int, float], word: str, weight: float) -> None:
        postings = self._postings[word]
        if len(postings) < len(gathered):
            for position in postings:
                if position in gathered:
                    gathered[position] += weight
        else:
            for position in gathered:
                if word in self.names[position].normal.tokens:
                    gathered[position] += weight

    def _best(self, gathered: dict[int, float], own: float, needed: float, floor: float) -> list[int]:
        names = self.names
        reachable = [
            (shared / (own + names[position].weight), -position)
            for position, shared in gathered.items()
            if shared >= needed and upper_bound(shared, own, names[position].weight) >= floor
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


def _group(
    listed: Iterable[tuple[int, str, NameKind, Strength]],
) -> dict[tuple[str, ...], tuple[NormalizedName, list[NameOwner]]]:
    grouped: dict[tuple[str, ...], tuple[NormalizedName, list[NameOwner]]] = {}
    for entry, name, kind, strength in listed:
        normal = normalize(name)
        if normal.tokens:
            owners = grouped.setdefault(normal.tokens, (normal, []))[1]
            owners.append(NameOwner(entry, name, kind, strength))
    return grouped


def _spellings(counts: Counter[str]) -> dict[str, str]:
    """Return every long form in which a listed word may be met misspelt, and the canonical word."""
    forms = {form: word for form, word in words().abbreviations.items() if word in counts and len(form) >= _MIN_VARIANT}
    return forms | {word: word for word in sorted(counts)}


def _gather(gathered: dict[int, float], positions: Iterable[int], weight: float) -> None:
    for position in positions:
        gathered[position] = gathered.get(position, 0.0) + weight


def _neighbours(name: NormalizedName) -> Iterator[str]:
    """Yield each two neighbouring words as one."""
    for first, second in zip(name.written, name.written[1:], strict=False):
        if not (first.isdigit() or second.isdigit()):
            yield first + second
