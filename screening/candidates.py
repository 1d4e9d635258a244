"""Which listed names are worth comparing with a vendor name word by word.

Whether a pair of names reaches the floor is a sum over words (see
`screening.terms`). Names that hold the words worth looking up (see
`screening.query`) are added up in full, still without pairing position by
position; few are left. A property test holds that no name that reaches the
floor is lost. On the whole table some are, by choice: names that only short
starts of common words, initials, or misspelt words run together bring there.
"""

from __future__ import annotations

import heapq
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING

from screening.align import INITIAL_LIKENESS
from screening.match import (
    AFFILIATE_REST,
    ENTRY_ALONE,
    ENTRY_ALONE_WHEN_CUT,
    FULL,
    LOOSE_EVIDENCE,
    MISSPELT_LOSS,
    NUMBERS_DIFFER_CAP,
    keeps,
)
from screening.query import ROUNDING, Query, Shared
from screening.spelling import cut_similarity, is_cut, loose_similarity
from screening.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from screening.columns import NameColumns
    from screening.index import NameIndex
    from screening.names import NormalizedName
    from screening.terms import Term

# Most candidates that are compared word by word; bounds the work per name.
CANDIDATES = 40
# Most listed names whose words are added up.
_ADDED_UP = 400
_ENOUGH = LOOSE_EVIDENCE**2 - ROUNDING


class Candidates:
    """Finds the listed names that may have so many points with a vendor name.

    Attributes:
        index: The listed names.
        floor: Points that a listed name must be able to reach, 1 to 100.
    """

    def __init__(self, index: NameIndex, floor: float) -> None:
        """Search `index` for pairs of at least `floor` points."""
        self.index = index
        self.floor = max(floor, 1.0)
        self._terms = Terms(index, self.floor)

    def find(self, name: NormalizedName, width: int = 0) -> list[int]:
        """Return rows of the listed names that can reach the floor, the likeliest first.

        A name of one word finds every listed name that may hold the word,
        whatever its points: a rare word finds its party among others.

        Args:
            name: The vendor name.
            width: Characters of the vendor cell, to recognise names cut at a field's width.
        """
        query = Query(name, self._terms, width)
        if len(query.terms) == 1:
            ranked = self._with_one_word(query)
        else:
            rows = self._rows(query)
            shared = query.shared() if rows else {}
            ranked = [
                (points, -row)
                for row in rows
                if (points := self._points(row, query, shared, query.names)) >= self.floor
            ]
        found = [-row for _, row in heapq.nlargest(CANDIDATES, ranked)] if ranked else []
        for at, word in enumerate(name.written):
            if split := self.index.split_in_two(word):
                found += [row for row in split[:CANDIDATES] if row not in found and self._may_be_split(row, query, at)]
        return found

    def _with_one_word(self, query: Query) -> list[tuple[float, int]]:
        """Return how much of both names a name of one word shares with each listed name, and its row, negated."""
        weights, term = self.index.columns.weights, query.terms[0]
        return [
            (found / (term.cost + weights[row]), -row)
            for word, (_, _, found, _, _) in query.shared().items()
            if query.may_be_cut or not is_cut(term.word, word)
            for row in self.index.holding(word)
            if self._points(row, query, query.shared(), query.names) >= self.floor
        ]

    def _holding(self, words: Iterable[str]) -> list[int]:
        return list(dict.fromkeys(row for word in words for row in self.index.holding(word)))

    def _rows(self, query: Query) -> list[int]:
        """Return the rows that hold so much that the words not looked up may bring them to the floor."""
        plan = query.plan()
        worth: dict[int, float] = {}
        for reading in plan.starters:
            gathered = reading.gathered
            for row in reading.rows:
                worth[row] = worth.get(row, 0.0) + gathered
        fewest = len(query.terms) - 2 - len(query.joined)  # blanks; the last word may be of the legal form
        columns, others = self.index.columns, plan.others
        reach: list[tuple[float, int]] = []
        weights, rest = columns.weights, plan.rest + plan.loose - query.total + ROUNDING
        for row, given in worth.items():
            margin = given + rest - ENTRY_ALONE * weights[row]
            if query.may_be_cut and columns.tokens[row].count(" ") >= fewest:  # every word of the vendor may agree
                margin += (ENTRY_ALONE - ENTRY_ALONE_WHEN_CUT) * weights[row]
            if margin >= 0 and (
                margin >= plan.rest - plan.soft or not others.isdisjoint(columns.tokens[row].split(" "))
            ):
                reach.append((margin, row))
        if len(reach) > _ADDED_UP:
            reach = heapq.nlargest(_ADDED_UP, reach)
        rows = [row for _, row in reach]
        if query.joined or query.names:  # found by other rules than by what they give
            names = (term.word for term in query.terms if term.names)
            rows += [row for row in self._holding((*query.joined, *names))[:_ADDED_UP] if row not in rows]
        return rows

    def _may_be_split(self, row: int, query: Query, at: int) -> bool:
        """Return whether the pair may reach the floor where two words of the listed name spell one of the vendor's."""
        name, word = self.index.name(row), query.name.written[at]
        shared, names = query.shared().copy(), query.names
        for (first, second), tokens in zip(pairwise(name.written), pairwise(name.tokens), strict=True):
            if first + second == word:
                for token in tokens:
                    listed = self._terms.listed(token)
                    shared[token] = 1 << at, listed.weight, listed.weight, 0.0, listed.evidence
                    names |= self._terms.of(token).names << at
        return self._points(row, query, shared, names) >= self.floor

    def _points(self, row: int, query: Query, shared: Mapping[str, Shared], names: int) -> float:
        """Return points that the pair cannot exceed; at least the floor where a rule may raise it.

        Args:
            row: The listed name.
            query: The vendor name.
            shared: What listed words share with it.
            names: Which of its words find a party by themselves, as bits.
        """
        columns = self.index.columns
        used, found, taken, evidence, alone = 0, 0.0, 0.0, 0.0, columns.weights[row]
        others = 0
        for part in map(shared.get, columns.tokens[row].split(" ")):
            if part is None:
                others += 1
            else:
                words, weight, agrees, lost, says = part
                used |= words
                alone -= weight
                found += agrees
                taken += lost
                evidence += says
        left = query.left(used)
        raised = names & used and (not left.terms or alone <= AFFILIATE_REST + ROUNDING)
        least = self.floor if raised else 0.0
        share = ENTRY_ALONE_WHEN_CUT if query.may_be_cut and not left.firm else ENTRY_ALONE
        softly = left.loose if evidence >= _ENOUGH else left.soft
        soft = softly[-1 if query.may_be_cut else min(others, len(softly) - 1)]
        gives = self._terms.worth * found + soft + share * min(alone, len(left.terms))
        lost = taken + left.cost + share * alone
        if gives + ROUNDING < lost:
            return least
        if not (soft or query.may_be_cut) and (left.terms or others > 1):  # nothing else can agree
            points = FULL * found / (found + lost) * keeps(evidence**0.5)
            if points + ROUNDING < self.floor:
                return least
        return max(least, _Pair(query, shared, self._terms, columns, row).points())


class _Pair:
    """The words of a vendor name and a listed name: a sum of those that agree, and the others."""

    __slots__ = ("_listed", "alone", "evidence", "found", "left", "one_word", "query", "taken")

    def __init__(
        self, query: Query, shared: Mapping[str, Shared], terms: Terms, columns: NameColumns, row: int
    ) -> None:
        """Add up the words that agree, and pair others that may stand for each other after all."""
        entry = columns.tokens[row].split(" ")
        agreed = [part for word in entry if (part := shared.get(word))]
        words, _, found, taken, evidence = zip(*agreed, strict=True) if agreed else ((), (), (), (), ())
        self._listed = terms.listed
        self.query = query
        self.one_word = len(entry) == 1
        self.alone = [word for word in entry if word not in shared]
        self.left = list(query.left(reduce(or_, words, 0)).terms)
        self.found: float = sum(found)
        self.taken: float = sum(taken)
        self.evidence: float = sum(evidence)
        if self.found:
            self._pair_the_rest()
        last = query.terms[-1]
        if query.may_be_cut and last in self.left and any(map(query.starts, columns.legal[row].split())):
            self.left.remove(last)

    def points(self) -> float:
        """Return the points, before the rules that only take and those that raise."""
        if not self.found:
            return 0.0
        alone = sum([self._listed(word).weight for word in self.alone])
        share = ENTRY_ALONE_WHEN_CUT if self.query.may_be_cut and not self.left else ENTRY_ALONE
        costs = [term.cost_against_one if self.one_word else term.cost for term in self.left]
        points = FULL * self.found / (self.found + self.taken + sum(costs) + share * alone)
        if self.left or len(self.alone) > 1:
            points *= keeps(self.evidence**0.5)
            if any(map(str.isdigit, self.alone)) and any(term.word.isdigit() for term in self.left):
                points = min(points, NUMBERS_DIFFER_CAP)
        return points + ROUNDING

    def _pair_the_rest(self) -> None:
        for term in tuple(self.left):
            if not (term.soft or self.query.may_be_cut):
                continue
            sure, word = max(((self._likeness(term, word), word) for word in self.alone), default=(0.0, ""))
            if sure:
                listed = self._listed(word)
                self.alone.remove(word)
                self.left.remove(term)
                self.found += listed.weight * sure
                self.taken += MISSPELT_LOSS * listed.weight * (1.0 - sure)
                self.evidence += listed.evidence * sure * sure

    def _likeness(self, term: Term, word: str) -> float:
        if term.word == word[0]:
            return INITIAL_LIKENESS
        if self.query.may_be_cut and term is self.query.terms[-1] and self.query.starts(word):
            return 1.0
        loose = loose_similarity(term.word, word) if term.loose and self.evidence >= _ENOUGH else 0.0
        return max(cut_similarity(term.word, word), loose)
