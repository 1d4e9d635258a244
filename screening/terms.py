"""The words of vendor names: which listed words each may stand for, and what that is worth.

Worth is counted so that it adds up over the words of a name. A pair of names has
`FULL * found / (found + lost)` points before the smaller rules take their part,
so it reaches a floor if what is found, times `FULL / floor - 1`, outweighs what
is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from screening.align import INITIAL_LIKENESS
from screening.index import is_common
from screening.match import (
    ENTRY_ALONE,
    FULL,
    MISSPELT_LOSS,
    PLACE_ALONE,
    VENDOR_ALONE,
    VENDOR_ALONE_AGAINST_ONE_WORD,
    describes,
    finds_a_party,
    locates,
)
from screening.spelling import CUT_SIMILARITY, MIN_CUT_LENGTH, MIN_FUZZY_LENGTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from screening.index import NameIndex

# A word spelt badly stands for another at most this surely: two edits of seven letters.
_LOOSE_AT_BEST = 0.63
# Most listed words that a word may be the start of.
_COMPLETIONS = 100
# The same at the end of a name that is cut: `te` may be anything.
_COMPLETIONS_OF_CUT = 30
# Most words that are remembered.
_REMEMBERED = 20_000


class Reading(NamedTuple):
    """A listed word that a word of a vendor may stand for.

    Attributes:
        frequency: How many listed names hold it.
        word: The listed word.
        rows: The listed names that hold it.
        sure: How surely, 0 to 1.
        worth: What it gives over the vendor's word standing alone.
        gathered: The same, and that the listed word does not stand alone either.
        evidence: What it says of a party, squared.
        shared: Its weight, what of that agrees, what a misspelling takes, and the evidence.
    """

    frequency: int
    word: str
    rows: Sequence[int]
    sure: float
    worth: float
    gathered: float
    evidence: float
    shared: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of a vendor name.

    Attributes:
        word: The word.
        cost: What it takes where it stands alone.
        cost_against_one: The same against a listed name of one word.
        readings: Listed words that it may stand for, as far as they can be looked up.
        soft: Most that it gives, over standing alone, by a word that is not among them.
        loose: Whether that takes other words that agree.
        names: Whether it finds a listed party by itself.
    """

    word: str
    cost: float
    cost_against_one: float
    readings: tuple[Reading, ...]
    soft: float
    loose: bool
    names: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A word of a listed name.

    Attributes:
        weight: How much it says.
        evidence: What it says of a party, squared.
    """

    weight: float
    evidence: float


class Terms:
    """Makes terms against the words of an index, for pairs of names that reach a floor; remembers them."""

    def __init__(self, index: NameIndex, floor: float) -> None:
        """Make terms for pairs of at least `floor` points, 1 to 100."""
        self._index = index
        self.worth = FULL / floor - 1.0
        self.listed_words = index.words.keys()
        self._known: dict[str, Term] = {}
        self._listed: dict[str, Listed] = {}

    def of(self, word: str) -> Term:
        """Return the term of a vendor's word."""
        term = self._known.get(word)
        if term is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            term = self._known[word] = self._make(word, self._sure(word))
        return term

    def cut(self, term: Term, start: str, *, legal: bool) -> Term:
        """Return `term` as the start of any listed word, or of a legal form, cut at a field's width.

        Where that may be many words, it is not looked up and takes nothing.
        """
        completions = self._index.words_starting(start, most=_COMPLETIONS_OF_CUT + 1)
        if len(completions) <= _COMPLETIONS_OF_CUT:
            sure = {reading.word: reading.sure for reading in term.readings}
            term = self._make(term.word, sure | dict.fromkeys(completions, 1.0))
            if not legal:
                return term
        return replace(term, soft=max(term.soft, term.cost), loose=False)

    def listed(self, word: str) -> Listed:
        """Return what there is to know of a listed word."""
        listed = self._listed.get(word)
        if listed is None:
            weights = self._index.weights
            listed = self._listed[word] = Listed(weights.of(word), weights.rarity(word) ** 2)
        return listed

    def _sure(self, word: str) -> dict[str, float]:
        sure = dict(self._index.near(word))
        most = _COMPLETIONS_OF_CUT if is_common(word) else _COMPLETIONS
        if word in self._index.words:
            sure[word] = 1.0
            most = 0 if describes(word) else _COMPLETIONS_OF_CUT
        if most and len(word) >= MIN_CUT_LENGTH:
            for completed in self._index.words_starting(word, most=most):
                sure[completed] = max(sure.get(completed, 0.0), CUT_SIMILARITY)
        return sure

    def _make(self, word: str, sure: Mapping[str, float]) -> Term:
        weight, places = self._index.weights.of(word), locates(word)
        cost = weight * (PLACE_ALONE if places else VENDOR_ALONE)
        unknown = word not in self._index.words and not is_common(word)
        loose = unknown and len(word) >= MIN_FUZZY_LENGTH and word.isalpha() and not places
        likeness = _LOOSE_AT_BEST if loose else INITIAL_LIKENESS if len(word) == 1 and word.isalpha() else 0.0
        return Term(
            word=word,
            cost=cost,
            cost_against_one=cost if places else weight * VENDOR_ALONE_AGAINST_ONE_WORD,
            readings=tuple(self._reading(listed, certainty, cost) for listed, certainty in sure.items()),
            soft=cost + max(0.0, self._gain(likeness)) if likeness else 0.0,
            loose=loose,
            names=word in self._index.words and finds_a_party(word, self._index.weights),
        )

    def _reading(self, word: str, sure: float, cost: float) -> Reading:
        weight, evidence = self.listed(word).weight, self.listed(word).evidence * sure * sure
        worth = cost + weight * self._gain(sure)
        shared = weight, weight * sure, MISSPELT_LOSS * weight * (1.0 - sure), evidence
        rows = self._index.holding(word)
        return Reading(len(rows), word, rows, sure, worth, worth + ENTRY_ALONE * weight, evidence, shared)

    def _gain(self, sure: float) -> float:
        """Return what a listed word of weight 1 gives that a vendor's word stands for so surely."""
        return self.worth * sure - MISSPELT_LOSS * (1.0 - sure)
