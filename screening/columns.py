"""The listed names of a table as plain columns: quick to store, to load and to search.

Columns hold what would else be half a million objects; a name becomes an object
only when it is compared.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, fields
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from screening.model import NameKind, Strength
from screening.names import NormalizedName, normalize
from screening.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KINDS = tuple(NameKind)
STRENGTHS = tuple(Strength)
_ADDRESS_ONLY = re.compile("address [0-9]+")


@dataclass(frozen=True, slots=True)
class NameOwner:
    """An entry that bears a listed name, and in what capacity."""

    entry: int  # position in the table
    ordinal: int  # 0 is the listed name, 1 the first alias
    kind: NameKind
    strength: Strength


@dataclass(frozen=True, slots=True, kw_only=True)
class NameColumns:
    """Distinct normalized names, one row each, and where their words occur.

    A column that ends in `_from` holds, for each row of another, where its
    values begin in a third; one more value at its end says where the last stops.

    Attributes:
        folded: All words of a name, legal form included.
        tokens: Its canonical words, parted by blanks.
        written: The same words as written; "" where they equal `tokens`.
        legal: Words of its legal form.
        weights: Weight of all its words.
        by_start: Rows in the order of `folded`.
        owners_from: For each name, where its owners begin.
        owner_entry: Position of the entry in the table.
        owner_ordinal: Which name of the entry; 0 is the listed one.
        owner_kind: Position in `KINDS`.
        owner_strength: Position in `STRENGTHS`.
        words: All canonical words, sorted.
        word_counts: In how many names each word occurs.
        postings_from: For each word, where its names begin.
        postings: Rows of names.
        joined: Each two neighbouring words as one, sorted.
        joined_from: For each of them, where its names begin.
        joined_postings: Rows of names.
        letters: Names without blanks, with and without legal form, sorted.
        letters_row: The row of each.
    """

    folded: list[str]
    tokens: list[str]
    written: list[str]
    legal: list[str]
    weights: array[float]
    by_start: array[int]
    owners_from: array[int]
    owner_entry: array[int]
    owner_ordinal: array[int]
    owner_kind: array[int]
    owner_strength: array[int]
    words: list[str]
    word_counts: array[int]
    postings_from: array[int]
    postings: array[int]
    joined: list[str]
    joined_from: array[int]
    joined_postings: array[int]
    letters: list[str]
    letters_row: array[int]

    def name(self, row: int) -> NormalizedName:
        """Return one name, ready to compare."""
        tokens = tuple(self.tokens[row].split(" "))
        written = self.written[row]
        return NormalizedName(
            tokens=tokens,
            written=tuple(written.split(" ")) if written else tokens,
            legal=tuple(self.legal[row].split()),
            folded=self.folded[row],
        )

    def owners(self, row: int) -> Iterator[NameOwner]:
        """Yield everybody who bears a name."""
        for at in range(self.owners_from[row], self.owners_from[row + 1]):
            yield NameOwner(
                self.owner_entry[at],
                self.owner_ordinal[at],
                KINDS[self.owner_kind[at]],
                STRENGTHS[self.owner_strength[at]],
            )

    def counts(self) -> dict[str, int]:
        """Return in how many names each word occurs."""
        return dict(zip(self.words, self.word_counts, strict=True))


TEXT_COLUMNS = frozenset(field.name for field in fields(NameColumns) if str(field.type) == "list[str]")


def build_columns(listed: Iterable[tuple[int, str, NameKind, Strength]]) -> NameColumns:
    """Return the columns of listed names, given as entry position, name, kind and strength.

    Each entry's listed name comes first, then its aliases in their order.
    """
    grouped = _group(listed)
    normals = [normal for normal, _ in grouped]
    owners = [owned for _, owned in grouped]
    words, word_counts, postings_from, postings = _postings(normal.tokens for normal in normals)
    pairs = (tuple(joined for _, joined in neighbours(normal)) for normal in normals)
    joined, _, joined_from, joined_postings = _postings(pairs)
    letters = sorted(
        {(squash(spelt), row) for row, normal in enumerate(normals) for spelt in (normal.folded, normal.written)}
    )
    weights = Weights(dict(zip(words, word_counts, strict=True)), len(normals))
    return NameColumns(
        folded=[normal.folded for normal in normals],
        tokens=[normal.text for normal in normals],
        written=["" if normal.written == normal.tokens else " ".join(normal.written) for normal in normals],
        legal=[" ".join(normal.legal) for normal in normals],
        weights=array("d", (weights.sum(normal.tokens) for normal in normals)),
        by_start=array("I", sorted(range(len(normals)), key=lambda row: normals[row].folded)),
        owners_from=array("I", accumulate((len(owned) for owned in owners), initial=0)),
        owner_entry=array("I", (owner.entry for owned in owners for owner in owned)),
        owner_ordinal=array("I", (owner.ordinal for owned in owners for owner in owned)),
        owner_kind=array("B", (KINDS.index(owner.kind) for owned in owners for owner in owned)),
        owner_strength=array("B", (STRENGTHS.index(owner.strength) for owned in owners for owner in owned)),
        words=words,
        word_counts=word_counts,
        postings_from=postings_from,
        postings=postings,
        joined=joined,
        joined_from=joined_from,
        joined_postings=joined_postings,
        letters=[letters for letters, _ in letters],
        letters_row=array("I", (row for _, row in letters)),
    )


def squash(words: str | tuple[str, ...]) -> str:
    """Return words without the blanks between them."""
    return words.replace(" ", "") if isinstance(words, str) else "".join(words)


def neighbours(name: NormalizedName) -> Iterator[tuple[int, str]]:
    """Yield each two neighbouring words as one, and where the first of them stands."""
    for at, (first, second) in enumerate(pairwise(name.written)):
        if not (first.isdigit() or second.isdigit()):
            yield at, first + second


def _group(
    listed: Iterable[tuple[int, str, NameKind, Strength]],
) -> list[tuple[NormalizedName, list[NameOwner]]]:
    grouped: dict[tuple[str, ...], tuple[NormalizedName, list[NameOwner]]] = {}
    last, ordinal = -1, 0
    for entry, name, kind, strength in listed:
        ordinal = ordinal + 1 if entry == last else 0
        last = entry
        normal = normalize(name)
        if normal.tokens and not _is_address_only(normal, kind):
            owned = grouped.setdefault(normal.tokens, (normal, []))[1]
            owned.append(NameOwner(entry, ordinal, kind, strength))
    return list(grouped.values())


def _is_address_only(name: NormalizedName, kind: NameKind) -> bool:
    """BIS lists some addresses without a party as `Address 07`: no name to compare."""
    return kind is NameKind.LISTED and _ADDRESS_ONLY.fullmatch(name.folded) is not None


def _postings(names: Iterable[tuple[str, ...]]) -> tuple[list[str], array[int], array[int], array[int]]:
    """Return the words sorted, how many names hold each, and which."""
    rows: dict[str, list[int]] = {}
    for row, words in enumerate(names):
        for word in dict.fromkeys(words):
            rows.setdefault(word, []).append(row)
    ordered = sorted(rows)
    counts = array("I", (len(rows[word]) for word in ordered))
    return (
        ordered,
        counts,
        array("I", accumulate(counts, initial=0)),
        array("I", (r for word in ordered for r in rows[word])),
    )
