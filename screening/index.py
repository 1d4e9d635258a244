"""The listed names of a table, ready to be searched: by word, by start, by letters."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from screening.align import CUT_WIDTHS
from screening.columns import squash
from screening.spelling import Speller, Spelling, cut_similarity, loose_similarity, similarity
from screening.weights import Weights
from screening.words import ordinary_counts, words

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator, Mapping

    from screening.columns import NameColumns
    from screening.names import NormalizedName

# Most names that are compared because they begin with a cut name.
_LONGER_NAMES = 40
# A cut word of fewer letters says too little to search by: `G` of `Group`.
_MIN_CUT_START = 2
# Shorter variants are too easily met by misspelling: `Intel` is not `Intl`.
_MIN_VARIANT = 7
# A whole name cut at a field's width is at least this long.
_MIN_CUT_NAME = 20
# A word that so many of 200,119 ordinary names hold is no misspelling: `SL
# Industrial` is not the listed `Industrix`.
_COMMON = 30
# Most names kept as objects; the same ones are compared again and again.
_REMEMBERED_NAMES = 20_000


class NameIndex:
    """The listed names of a table, ready to be searched.

    Attributes:
        columns: Distinct listed names; searches answer with rows of it.
        weights: How much each word says.
        speller: Finds the listed words that a word may stand for.
        spelling: How surely a vendor's word stands for a listed word.
        words: Listed words, each with its place among the columns' words.
    """

    def __init__(self, columns: NameColumns) -> None:
        """Make `columns` searchable."""
        self.columns = columns
        counts = columns.counts()
        self.weights = Weights(counts, len(columns.tokens))
        self.speller = Speller(_spellings(counts))
        self.spelling = Spelling(near=self._near, loose=self._loose)
        self.words = {word: at for at, word in enumerate(columns.words)}
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

    def starting_with(self, name: NormalizedName, width: int) -> list[int]:
        """Return rows of the longer listed names that begin, letter for letter, with a cut `name`."""
        if width not in CUT_WIDTHS or len(name.folded) < _MIN_CUT_NAME:
            return []
        by_start, folded = self.columns.by_start, self.columns.folded
        at = bisect_left(by_start, name.folded, key=folded.__getitem__)
        found: list[int] = []
        while at < len(by_start) and len(found) < _LONGER_NAMES and folded[by_start[at]].startswith(name.folded):
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

    def near(self, word: str) -> Mapping[str, float]:
        """Return the listed words that a vendor's word may stand for, with similarity, 0 to 1.

        A common word is spelt as it is meant, but may be the plural or the
        singular of a listed one.
        """
        if is_common(word):
            return {other: similarity(word, other) for other in _other_numbers(word) if other in self.words}
        return self.speller.near(word)

    def _near(self, vendor_word: str, entry_word: str) -> float:
        return self.near(vendor_word).get(entry_word, 0.0) or cut_similarity(vendor_word, entry_word)

    def _loose(self, vendor_word: str, entry_word: str) -> float:
        """A common word, or one that is a listed word itself, is no bad spelling of another."""
        if vendor_word in self.words or is_common(vendor_word):
            return 0.0
        return loose_similarity(vendor_word, entry_word)

    def holding(self, word: str) -> array[int] | tuple[int, ...]:
        """Return the rows that hold a word."""
        at = self.words.get(word)
        if at is None:
            return ()
        return self.columns.postings[self.columns.postings_from[at] : self.columns.postings_from[at + 1]]

    def split_in_two(self, word: str) -> array[int] | tuple[int, ...]:
        """Return the rows of the names in which two neighbouring words spell `word`: `SenseTime`."""
        at = self._joined.get(word)
        if at is None:
            return ()
        return self.columns.joined_postings[self.columns.joined_from[at] : self.columns.joined_from[at + 1]]

    def words_starting(self, start: str, most: int | None = None) -> list[str]:
        """Return the listed words that begin with `start`, in order; `most` of them at most."""
        known = self.columns.words
        if len(start) < _MIN_CUT_START:
            return []
        at = bisect_left(known, start)
        end = bisect_left(known, start + "{", at)  # the sign after z
        return known[at : end if most is None else min(end, at + most)]


def _spellings(counts: Mapping[str, int]) -> dict[str, str]:
    """Return every long form in which a listed word may be met misspelt, and the canonical word."""
    forms = {form: word for form, word in words().abbreviations.items() if word in counts and len(form) >= _MIN_VARIANT}
    return forms | {word: word for word in counts}


def is_common(word: str) -> bool:
    """Return whether so many ordinary names hold a word that it is spelt as it is meant."""
    return ordinary_counts().get(word, 0) >= _COMMON


def _other_numbers(word: str) -> Iterator[str]:
    """Yield what may be the plural or the singular of a word."""
    yield from (f"{word}s", f"{word}es")
    for ending, other in (("y", "ies"), ("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending):
            yield word.removesuffix(ending) + other
