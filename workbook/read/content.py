"""What the cells of a column look like, where its header does not settle what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from anyascii import anyascii
from iso3166 import countries_by_alpha2

from screening.words import words
from workbook.read.grid import Kind, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Profile", "Profiles", "best_name", "country_column", "id_column", "is_name_like", "profile"]

_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_EAST_FORMS = ("公司", "会社", "集团", "集團", "有限", "厂", "廠")
# Legal forms that end many other texts as well: a country code, a house number.
_NO_PROOF = frozenset(["no", "in", "se", "as", "es", "us", "est", "ti", "mit", "so", "sl", "sc"])
# A column is one of names if at least half its cells look like one: remarks and
# codes stray in, but not into most rows.
_HALF = 0.5
# No header, two text columns: one column's cells must look a quarter better.
_CLEARLY = 1.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Shares, 0 to 1, over the sampled rows of one column.

    Attributes:
        filled: Cells that hold something.
        named: Filled cells that look like a name: more letters than digits.
        spaced: Filled cells of several words, or in a script that has no spaces.
        legal: Filled cells that end in a legal form.
        distinct: Different values among the filled cells.
    """

    filled: float
    named: float
    spaced: float
    legal: float
    distinct: float

    @property
    def is_names(self) -> bool:
        """Whether most filled cells look like names."""
        return self.named >= _HALF and self.filled > 0

    @property
    def is_codes(self) -> bool:
        """Whether the cells look like numbers or codes that tell rows apart."""
        return self.filled >= _HALF and self.distinct >= _HALF and not self.is_names


def profile(rows: Sequence[Row], column: int) -> Profile:
    """Return what the cells of a 0-based column look like."""
    cells = [(row.text(column), row.kinds.get(column)) for row in rows]
    filled = [(text.strip(), kind) for text, kind in cells if text.strip() or kind is Kind.NO_VALUE]
    texts = [text for text, kind in filled if kind is None]
    count = max(len(filled), 1)
    return Profile(
        filled=len(filled) / max(len(rows), 1),
        # A formula without its result may well be a name.
        named=(sum(map(is_name_like, texts)) + sum(kind is Kind.NO_VALUE for _, kind in filled)) / count,
        spaced=sum(" " in text or _EAST.search(text) is not None for text in texts) / count,
        legal=sum(map(_has_legal_form, texts)) / count,
        distinct=len({text for text, _ in filled}) / count,
    )


class Profiles(dict[int, Profile]):
    """Column -> its profile, made when it is first asked for."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Look at these rows."""
        super().__init__()
        self._rows = rows

    def __missing__(self, column: int) -> Profile:
        found = self[column] = profile(self._rows, column)
        return found


def is_name_like(text: str) -> bool:
    """Return whether a cell could be a name: two letters or more, and more letters than digits."""
    letters = sum(map(str.isalpha, text))
    return letters > 1 and letters > sum(map(str.isdecimal, text))


def best_name(profiles: Sequence[Profile]) -> int | None:
    """Return the 0-based column that is clearly the names; None if none is."""
    texts = {column: found for column, found in enumerate(profiles) if found.is_names and found.filled >= _HALF}
    if len(texts) == 1:
        return next(iter(texts))
    merits = {column: 2 * found.legal + found.distinct + found.spaced / 2 for column, found in texts.items()}
    ranked = sorted(merits, key=lambda column: -merits[column])
    if not ranked or merits[ranked[0]] < _CLEARLY * merits[ranked[1]]:
        return None
    return ranked[0]


def country_column(rows: Sequence[Row], width: int) -> int | None:
    """Return the first 0-based column that holds two-letter country codes."""
    for column in range(width):
        texts = [text for row in rows if (text := row.text(column).strip())]
        if len(texts) > len(rows) * _HALF and all(text.upper() in countries_by_alpha2 for text in texts):
            return column
    return None


def id_column(profiles: Sequence[Profile]) -> int | None:
    """Return the first 0-based column of codes that differ in every row."""
    return next((column for column, found in enumerate(profiles) if found.is_codes and found.distinct == 1), None)


@lru_cache(maxsize=8192)
def _has_legal_form(text: str) -> bool:
    if any(form in text for form in _EAST_FORMS):
        return True
    parts = anyascii(text).casefold().replace(".", "").replace(",", " ").split()
    return len(parts) > 1 and parts[-1] in words().legal - _NO_PROOF
