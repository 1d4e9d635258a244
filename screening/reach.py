"""Which vendors bear the distinctive name of a party whose affiliates the law names too.

Section 889 and the FCC Covered List name companies and "any subsidiary or affiliate".
Such a vendor is for review however little of its name agrees (`ZTE (USA) Inc.`), so its
entry is looked up by the word itself and not among the candidates of a score.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from screening.columns import KINDS
from screening.model import NameKind

if TYPE_CHECKING:
    from screening.columns import NameColumns
    from screening.names import NormalizedName

__all__ = ["Reach"]


class Reach:
    """Finds the brands, listed as such, that a vendor name holds word by word."""

    def __init__(self, columns: NameColumns) -> None:
        """Take in the brands among the listed names; most tables have a handful or none."""
        brand = KINDS.index(NameKind.BRAND)
        rows = {
            bisect_right(columns.owners_from, at) - 1 for at, kind in enumerate(columns.owner_kind) if kind == brand
        }
        self._brands = {row: frozenset(columns.tokens[row].split(" ")) for row in sorted(rows)}
        self._words = frozenset(word for words in self._brands.values() for word in words)

    def rows(self, name: NormalizedName) -> list[int]:
        """Return the rows of the brands whose words `name` holds, whole and as they are written."""
        if self._words.isdisjoint(name.tokens):
            return []
        return [row for row, words in self._brands.items() if words.issubset(name.tokens)]
