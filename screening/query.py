"""A vendor name, ready to be looked up: which of its words to look up, and what the others may add.

The words that many listed names hold are left out, as long as a name without
the others cannot reach the floor (MaxScore; Turtle and Flood 1995).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from screening.align import CUT_WIDTHS
from screening.columns import neighbours
from screening.folding import OCR_DIGITS
from screening.match import LOOSE_EVIDENCE
from screening.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening.names import NormalizedName
    from screening.terms import Reading, Term, Terms

# See `Query.shared`.
Shared = tuple[int, float, float, float, float]
# Sums of floats may miss a limit by so much.
ROUNDING = 1e-6


class Left(NamedTuple):
    """Words of the vendor that a listed name does not share.

    Attributes:
        terms: The words.
        cost: What they take.
        firm: Whether one of them can stand for no listed word.
        soft: Most that they give, over standing alone, by so many listed words that they may
            stand for after all.
        loose: The same, with words that may be spelt badly, beside words that agree.
    """

    terms: tuple[Term, ...]
    cost: float
    firm: bool
    soft: tuple[float, ...]
    loose: tuple[float, ...]


class Plan(NamedTuple):
    """Which words to look up.

    Attributes:
        starters: What to look up.
        others: What is not looked up.
        rest: Most that the latter give, and words by listed words that are no reading of them.
        soft: Most that the second of these give.
        loose: Most that words spelt badly give.
    """

    starters: list[Reading]
    others: frozenset[str]
    rest: float
    soft: float
    loose: float


class Query:
    """A vendor name, ready to be looked up.

    Attributes:
        name: The name.
        terms: Its words.
        total: What they take where all stand alone.
        joined: Listed words that two neighbouring words spell, and which ones, as bits.
        may_be_cut: Whether it may be cut at a field's width.
        last: Its last word as written.
        names: Its words that find a party by themselves, as bits.
    """

    __slots__ = ("_left", "_shared", "_terms", "joined", "last", "may_be_cut", "name", "names", "terms", "total")

    def __init__(self, name: NormalizedName, terms: Terms, width: int) -> None:
        """Take in a name; `width` is the number of characters of its cell."""
        self._terms = terms
        self.name = name
        self.terms = [terms.of(word) for word in name.tokens]
        self.joined = _joined(name, terms)
        self.may_be_cut = width in CUT_WIDTHS
        self.last = name.written[-1]
        self.total = sum([term.cost for term in self.terms])
        if self.may_be_cut:
            self.terms[-1] = terms.cut(self.terms[-1], self.last, legal=_starts_legal_form(self.last))
        self.names = sum([1 << at for at, term in enumerate(self.terms) if term.names])
        for joined, mask in self.joined.items():
            if terms.of(joined).names:
                self.names |= mask
        self._shared: dict[str, Shared] = {}
        self._left: dict[int, Left] = {}

    def shared(self) -> dict[str, Shared]:
        """What each listed word shares with the name.

        It shares which words of the vendor it may stand for, as bits; its
        weight; what of that agrees; what a misspelling takes; its evidence.
        A listed word that several words may stand for counts for all of them,
        as the surest.
        """
        shared = self._shared
        if not shared:
            for joined, mask in self.joined.items():
                listed = self._terms.listed(joined)
                shared[joined] = mask, listed.weight, listed.weight, 0.0, listed.evidence
            for at, term in enumerate(self.terms):
                for reading in term.readings:
                    word, part = reading.word, reading.shared
                    before = shared.get(word)
                    if before is None:
                        shared[word] = 1 << at, *part
                    else:
                        shared[word] = before[0] | 1 << at, *max(before[1:], part, key=_found)
        return shared

    def left(self, used: int) -> Left:
        """Return the words that are not in `used`, given as bits."""
        left = self._left.get(used)
        if left is None:
            terms = tuple([term for at, term in enumerate(self.terms) if not used >> at & 1])
            left = self._left[used] = Left(
                terms,
                sum([term.cost for term in terms]),
                not all(term.soft for term in terms),
                _largest([term.soft for term in terms if not term.loose]),
                _largest([term.soft for term in terms]),
            )
        return left

    def starts(self, word: str) -> bool:
        """Return whether the last word may be `word`, cut."""
        return word.startswith(self.last)

    def plan(self) -> Plan:
        """Leave frequent words out, as long as what is left out gives less than the vendor's words take.

        Words spelt badly count only beside others that say enough.
        """
        limit, least = self.total - ROUNDING, LOOSE_EVIDENCE**2 - ROUNDING
        given = [0.0 if term.loose else term.soft for term in self.terms]
        said = [0.0] * len(given)
        soft, loose = sum(given), sum([term.soft for term in self.terms if term.loose])
        rest, evidence = soft, 0.0
        starters: list[Reading] = []
        others: list[str] = []
        readings = [(reading, at) for at, term in enumerate(self.terms) for reading in term.readings]
        readings.sort(reverse=True)  # the most frequent first
        for reading, at in readings:
            more = rest + reading.worth - given[at]
            says = evidence + reading.evidence - said[at]
            if more < limit and (more + loose < limit or says < least):
                others.append(reading.word)
                if more > rest:
                    given[at], rest = reading.worth, more
                if says > evidence:
                    said[at], evidence = reading.evidence, says
            else:
                starters.append(reading)
        return Plan(starters, frozenset(others), rest, soft, loose)


def _largest(values: list[float]) -> tuple[float, ...]:
    """Return the sum of the largest values, by how many are taken."""
    return tuple(accumulate(sorted(values, reverse=True), initial=0.0)) if any(values) else (0.0,)


def _found(part: tuple[float, float, float, float]) -> float:
    return part[1]


def _joined(name: NormalizedName, terms: Terms) -> dict[str, int]:
    """Return the listed words that two neighbouring words spell, and which ones, as bits; most names have none."""
    joined: dict[str, int] = {}
    if not terms.listed_words.isdisjoint([first + second for first, second in pairwise(name.written)]):
        joined = {word: 0b11 << at for at, word in neighbours(name) if word in terms.listed_words}
    if any(map(str.isdigit, name.written)):
        joined |= {word: 0b11 << at for at, word in _joined_by_ocr(name) if word in terms.listed_words}
    return joined


def _joined_by_ocr(name: NormalizedName) -> Iterator[tuple[int, str]]:
    """Yield each word with the number behind it read as letters: `Carg0` was parted into `carg` and `0`."""
    for at, (word, number) in enumerate(pairwise(name.written)):
        if number.isdigit() and not word.isdigit():
            yield at, word + number.translate(OCR_DIGITS)


@lru_cache(maxsize=4_096)
def _starts_legal_form(start: str) -> bool:
    return any(word.startswith(start) for word in words().legal)
