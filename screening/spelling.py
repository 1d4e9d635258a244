"""Which known words a possibly misspelt word may stand for, and how near they are.

Near words are found by shared fragments and measured with the optimal string
alignment distance (insert, drop, replace, swap neighbours).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# Words under four letters must agree: `Ali` is not `Al`, `NEC` is not `NEK`.
MIN_FUZZY_LENGTH = 4
# One edit up to seven letters (`Sereice`), two up to eleven (`Urrqltransmash`
# needs two of fourteen), three beyond.
_TWO_EDITS_FROM = 8
_THREE_EDITS_FROM = 14
# Similarity lost per edit is this share of the word's length: `sereice` for
# `service` keeps 0.81, `mapse` for `maples` 0.78.
_EDIT_COST = 1.3
# A wrong first letter is rarer than any other typing error (`Bank`, `Tank`).
_FIRST_LETTER_COST = 0.07
# Equal but for what OCR confuses: `Acaderny` for `Academy`, `Scicnce`.
OCR_SIMILARITY = 0.93
# A cut word: `Elec` for `Electronics`, `Semicon` for `Semiconductor`.
CUT_SIMILARITY = 0.8
MIN_CUT_LENGTH = 4
_FRAGMENT = 2
_SHORT = 5
_NOTHING: Mapping[str, float] = MappingProxyType({})

_OCR = str.maketrans({"c": "e", "i": "l", "j": "l", "1": "l", "0": "o", "q": "g", "5": "s", "8": "b", "u": "v"})
_OCR_PAIRS = re.compile("rn|cl|vv")
_PAIR_EACH_WAY = 2
_OCR_PAIR_FOR = {"rn": "m", "cl": "d", "vv": "w"}


def similarity(written: str, known: str) -> float:
    """Return how surely `written` stands for `known`, 0 to 1; 0 when it does not."""
    if written == known:
        return 1.0
    shorter, longer = sorted((len(written), len(known)))
    if shorter < MIN_FUZZY_LENGTH or written.isdigit() or known.isdigit():
        return 0.0
    edits = _edits_allowed(longer)
    distance = OSA.distance(written, known, score_cutoff=edits)
    best = _after_edits(distance, longer, same_start=written[0] == known[0]) if distance <= edits else 0.0
    if longer - shorter <= _PAIR_EACH_WAY and _ocr_form(written) == _ocr_form(known):
        best = max(best, OCR_SIMILARITY)
    return max(best, cut_similarity(written, known))


def loose_similarity(written: str, known: str) -> float:
    """Return how surely `written` stands for `known` where other words already agree; 0 when it does not.

    Two letters in five may differ: `Aeln` for `Allen` beside `Gregory Justice`.
    """
    length = max(len(written), len(known))
    if min(len(written), len(known)) < MIN_FUZZY_LENGTH or written.isdigit() or known.isdigit():
        return 0.0
    edits = length * 2 // 5
    distance = OSA.distance(written, known, score_cutoff=edits)
    return _after_edits(distance, length, same_start=written[0] == known[0]) if distance <= edits else 0.0


def _edits_allowed(length: int) -> int:
    if length < _TWO_EDITS_FROM:
        return 1
    return 2 if length < _THREE_EDITS_FROM else 3


@cache
def _lengths_in_reach(length: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return the lengths of the words that one of `length` letters may stand for, by the edits allowed to each."""
    by_edits: dict[int, list[int]] = {}
    reach = _edits_allowed(length + 2)
    for other in range(max(MIN_FUZZY_LENGTH, length - reach), length + reach + 1):
        edits = _edits_allowed(max(length, other))
        if abs(other - length) <= edits:
            by_edits.setdefault(edits, []).append(other)
    return tuple((edits, tuple(lengths)) for edits, lengths in by_edits.items())


def _after_edits(distance: int, length: int, *, same_start: bool) -> float:
    return 1.0 - _EDIT_COST * distance / length - (0.0 if same_start else _FIRST_LETTER_COST)


def _ocr_form(word: str) -> str:
    return _OCR_PAIRS.sub(lambda match: _OCR_PAIR_FOR[match[0]], word).translate(_OCR)


def cut_similarity(written: str, known: str) -> float:
    """Return how surely `written` is the start of `known` with the rest left out: `Expe.`, `Semicond.`."""
    return CUT_SIMILARITY if len(written) >= MIN_CUT_LENGTH and known.startswith(written) else 0.0


def is_cut(written: str, known: str) -> bool:
    """Return whether `written` is the start of `known` with more left out than a typing error would: `Semicon`."""
    return len(known) - len(written) > _edits_allowed(len(known)) and known.startswith(written)


@dataclass(frozen=True, slots=True)
class Spelling:
    """How surely a vendor's word stands for an entry's word, 0 to 1.

    Attributes:
        near: For any word.
        loose: For a word that stands alone where the rest of the name agrees.
    """

    near: Callable[[str, str], float]
    loose: Callable[[str, str], float]


SPELLING = Spelling(near=similarity, loose=loose_similarity)


class Speller:
    """Finds the known words that a word may stand for; answers are remembered.

    A word within one edit shares its first two letters, its last two, or its
    first and last with the word it stands for; words that OCR confuses share a
    form in which confused letters are one.
    """

    def __init__(self, spellings: Mapping[str, str], *, remember: int = 50_000) -> None:
        """Take in known spellings; they are indexed by length when first needed.

        Args:
            spellings: Form -> the word it stands for; a word stands for itself.
            remember: Most answers kept; memory stays bounded on long lists.
        """
        self._spellings = spellings
        self._remember = remember
        self._answers: dict[str, Mapping[str, float]] = {}
        self._by_length: dict[int, list[str]] = {}
        for form in spellings:
            if len(form) >= MIN_FUZZY_LENGTH and not form.isdigit():
                self._by_length.setdefault(len(form), []).append(form)
        self._fragments: dict[int, dict[str, list[str]]] = {}

    def near(self, word: str) -> Mapping[str, float]:
        """Return the known words that a misspelt `word` may stand for, with similarity, 0 to 1.

        The word itself is not among them.
        """
        answer = self._answers.get(word)
        if answer is None:
            if len(self._answers) >= self._remember:
                self._answers.clear()
            answer = self._answers[word] = self._measure(word)
        return answer

    def prepare(self) -> None:
        """Index all spellings now, so that processes forked from this one need not each do it."""
        for length in self._by_length:
            self._index(length)

    def _measure(self, word: str) -> Mapping[str, float]:
        if len(word) < MIN_FUZZY_LENGTH or word.isdigit():
            return _NOTHING
        found: dict[str, float] = {}
        for form, certainty in sorted((*self._within_reach(word), *self._look_alikes(word))):  # whatever the hash seed
            known = self._spellings[form]
            sure = max(certainty, cut_similarity(word, form))
            if known != word and sure > found.get(known, 0.0):
                found[known] = sure
        return found or _NOTHING

    def _within_reach(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield the forms within the edits allowed, and how surely `word` stands for each."""
        fragments = _fragments(word)
        for edits, lengths in _lengths_in_reach(len(word)):
            pool: list[str] = []
            for length in lengths:
                index = self._index(length)
                for fragment in fragments:
                    pool += index.get(fragment, ())
            for form, distance, _ in process.extract(word, pool, scorer=OSA.distance, score_cutoff=edits, limit=None):
                yield form, _after_edits(distance, max(len(word), len(form)), same_start=form[0] == word[0])

    def _look_alikes(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield the forms that OCR may read as `word`."""
        key = "=" + _ocr_form(word)
        for length in range(len(word) - _PAIR_EACH_WAY, len(word) + _PAIR_EACH_WAY + 1):
            for form in self._index(length).get(key, ()):
                yield form, OCR_SIMILARITY

    def _index(self, length: int) -> dict[str, list[str]]:
        """Return the forms of one length by fragment and by OCR form."""
        index = self._fragments.get(length)
        if index is None:
            index = self._fragments[length] = {}
            for form in self._by_length.get(length, ()):
                for fragment in (*_fragments(form), "=" + _ocr_form(form)):
                    index.setdefault(fragment, []).append(form)
        return index


def _fragments(word: str) -> tuple[str, ...]:
    start, end = word[:_FRAGMENT], "$" + word[-_FRAGMENT:]
    # A swap in the middle of a short word touches both ends: `kvran`, `kavrn`.
    return (start, end, f"{word[0]}^{word[-1]}") if len(word) <= _SHORT else (start, end)
