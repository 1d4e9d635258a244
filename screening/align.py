"""Pair the words of a vendor name with those of a listed name.

Order is free. Equal words pair first, then joined and split words (`Hua Wei`,
`SenseTime`), then misspelt ones, at last a word cut at a field's width.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.model import Pairing
from screening.spelling import similarity

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening.names import NormalizedName

# Field widths of ERP systems: a name of that length, or one short of it because
# a trailing blank was lost, may be cut.
CUT_WIDTHS = frozenset((29, 30, 34, 35, 39, 40))
# Two words that are joined must spell the other word this well: `Hua Wie`.
_JOINED_LIKENESS = 0.8
_MIN_JOINED_LENGTH = 4
# An initial may stand for many words.
INITIAL_LIKENESS = 0.6


@dataclass(frozen=True, slots=True)
class WordPair:
    """Words that agree: positions in both names, how, and how surely (0 to 1)."""

    vendor: tuple[int, ...]
    entry: tuple[int, ...]
    pairing: Pairing
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """What two names share and what they do not; words are named by position.

    Attributes:
        vendor: The vendor name.
        entry: The listed name.
        pairs: Words that agree, in the vendor's order.
        vendor_alone: Words only the vendor has.
        entry_alone: Words only the entry has.
        cut: The vendor name looks cut at a field's width.
    """

    vendor: NormalizedName
    entry: NormalizedName
    pairs: tuple[WordPair, ...]
    vendor_alone: tuple[int, ...]
    entry_alone: tuple[int, ...]
    cut: bool

    @property
    def in_order(self) -> bool:
        """Whether the words that agree stand in the same order on both sides."""
        order = [pair.entry[0] for pair in self.pairs]
        return order == sorted(order)

    def vendor_words(self) -> tuple[str, ...]:
        """Return the canonical words only the vendor has."""
        return tuple(self.vendor.tokens[at] for at in self.vendor_alone)

    def entry_words(self) -> tuple[str, ...]:
        """Return the canonical words only the entry has."""
        return tuple(self.entry.tokens[at] for at in self.entry_alone)


def align(
    vendor: NormalizedName,
    entry: NormalizedName,
    likeness: Callable[[str, str], float] = similarity,
    loose_likeness: Callable[[str, str], float] | None = None,
    *,
    width: int = 0,
) -> Alignment:
    """Return how `vendor` and `entry` agree word by word.

    Args:
        vendor: The vendor name.
        entry: The listed name.
        likeness: How surely a vendor's word stands for an entry's word, 0 to 1.
        loose_likeness: The same with more typing errors, for what is left where the
            rest agrees; None to leave it alone.
        width: Characters of the vendor cell; at a usual field width the name may be cut.
    """
    pairer = _Pairer(vendor, entry)
    pairer.pair_equal()
    if pairer.left and pairer.right:
        pairer.pair_joined()
        pairer.pair_misspelt(likeness)
        pairer.pair_initials()
        if loose_likeness and pairer.pairs:
            pairer.pair_misspelt(loose_likeness)
    cut = width in CUT_WIDTHS and pairer.pair_cut()
    return Alignment(
        vendor=vendor,
        entry=entry,
        pairs=tuple(sorted(pairer.pairs, key=_vendor_position)),
        vendor_alone=tuple(pairer.left),
        entry_alone=tuple(pairer.right),
        cut=cut,
    )


def _vendor_position(pair: WordPair) -> int:
    return pair.vendor[0]


class _Pairer:
    """Pairs step by step; `left` and `right` are the positions still alone."""

    def __init__(self, vendor: NormalizedName, entry: NormalizedName) -> None:
        self.vendor = vendor
        self.entry = entry
        self.left = list(range(len(vendor.tokens)))
        self.right = list(range(len(entry.tokens)))
        self.pairs: list[WordPair] = []

    def pair_equal(self) -> None:
        where: dict[str, list[int]] = {}
        for position in reversed(self.right):
            where.setdefault(self.entry.tokens[position], []).append(position)
        for left in tuple(self.left):
            if found := where.get(self.vendor.tokens[left]):
                right = found.pop()
                same = self.vendor.written[left] == self.entry.written[right]
                self._take((left,), (right,), Pairing.EQUAL if same else Pairing.ABBREVIATED)

    def pair_joined(self) -> None:
        for left in tuple(self.left):
            run = _run_that_spells(self.vendor.written[left], self.entry.written, self.right)
            if run:
                self._take((left,), run[0], Pairing.JOINED, run[1])
        for right in tuple(self.right):
            run = _run_that_spells(self.entry.written[right], self.vendor.written, self.left)
            if run:
                self._take(run[0], (right,), Pairing.JOINED, run[1])

    def pair_misspelt(self, likeness: Callable[[str, str], float]) -> None:
        found = [
            (sure, -abs(left - right), left, right)
            for left in self.left
            for right in self.right
            if (sure := likeness(self.vendor.tokens[left], self.entry.tokens[right])) > 0
        ]
        for sure, _, left, right in sorted(found, reverse=True):
            if left in self.left and right in self.right:
                self._take((left,), (right,), Pairing.MISSPELT, sure)

    def pair_initials(self) -> None:
        """`M. Borealis` for `Marta Borealis`: an initial of the vendor stands for a word of the entry."""
        for left in tuple(self.left):
            initial = self.vendor.tokens[left]
            if len(initial) == 1 and initial.isalpha() and self.pairs:
                right = next((at for at in self.right if self.entry.tokens[at][0] == initial), None)
                if right is not None:
                    self._take((left,), (right,), Pairing.ABBREVIATED, INITIAL_LIKENESS)

    def pair_cut(self) -> bool:
        """Pair a last word that is cut; return whether the name can be the start of the entry's."""
        last = len(self.vendor.tokens) - 1
        if last in self.left:
            start = self.vendor.written[last]
            right = next((at for at in self.right if self.entry.written[at].startswith(start)), None)
            if right is not None:
                self._take((last,), (right,), Pairing.CUT)
            elif any(word.startswith(start) for word in self.entry.legal):
                self.left.remove(last)
        paired = sorted(at for pair in self.pairs for at in pair.entry)
        return not self.left and paired == list(range(len(paired)))

    def _take(self, left: tuple[int, ...], right: tuple[int, ...], pairing: Pairing, likeness: float = 1.0) -> None:
        for position in left:
            self.left.remove(position)
        for position in right:
            self.right.remove(position)
        self.pairs.append(WordPair(left, right, pairing, likeness))


def _run_that_spells(word: str, written: tuple[str, ...], free: list[int]) -> tuple[tuple[int, ...], float] | None:
    """Return the neighbouring words among `free` that spell `word` together, and how well."""
    if len(word) < _MIN_JOINED_LENGTH or len(free) < 2:  # noqa: PLR2004 - a run is two words at least
        return None
    best: tuple[tuple[int, ...], float] | None = None
    for start in free:
        if written[start][0] != word[0]:
            continue
        run, joined = [start], written[start]
        while len(joined) <= len(word) and run[-1] + 1 in free:
            run.append(run[-1] + 1)
            joined += written[run[-1]]
            sure = similarity(joined, word) if abs(len(joined) - len(word)) <= 1 else 0.0
            if sure >= _JOINED_LIKENESS and (best is None or sure > best[1]):
                best = (tuple(run), sure)
    return best
