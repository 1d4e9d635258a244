"""Labelled names: what a vendor file might hold, and which listed names count as found."""

from __future__ import annotations

import csv
import random
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SEED = 20261123
REAL = "real_"  # class of an unlisted name: `real_` and the company's country
NUMBER_CHANGE = "number_change"
SIBLING_SWAP = "sibling_swap"


class LabelsError(Exception):
    """A labelled set is missing or cannot be read; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Query:
    """A name to screen and what is right about it.

    Attributes:
        text: Name as a vendor file holds it.
        kind: Kind of noise, or class of a name that is not listed.
        right: Spellings of the listed names that count as found; empty for a name that is not listed.
    """

    text: str
    kind: str
    right: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Labels:
    """Listed names in disguise, and names that are not listed."""

    positives: tuple[Query, ...]
    negatives: tuple[Query, ...]

    @property
    def real(self) -> tuple[Query, ...]:
        """Real names of companies that are on no list."""
        return tuple(query for query in self.negatives if query.kind.startswith(REAL))


def spelling(name: str) -> str:
    """Return the letters and digits of `name`; two names with the same ones count as one."""
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())


def read_labels(folder: Path, *, per_kind: int | None = None) -> Labels:
    """Return the labelled names of every `*-positive.csv` and `*-negative.csv` in `folder`.

    Args:
        folder: Where the files are; `benchmarks/README.md` describes their columns.
        per_kind: Take a seeded sample of so many names per kind; None for all.

    Raises:
        LabelsError: There is no such file, or a column is missing.
    """
    positives = [
        Query(row["query"], row["class"], frozenset(map(spelling, [row["expected_name"], *_acceptable(row)])))
        for row in _rows(folder, "*-positive.csv", {"query", "class", "expected_name", "acceptable_names"})
    ]
    negatives = [Query(row["query"], row["class"]) for row in _rows(folder, "*-negative.csv", {"query", "class"})]
    return Labels(tuple(sample(positives, per_kind)), tuple(sample(negatives, per_kind)))


def sample(queries: Iterable[Query], per_kind: int | None) -> list[Query]:
    """Return at most `per_kind` queries of each kind, the same ones on every run."""
    kinds: dict[str, list[Query]] = defaultdict(list)
    for query in queries:
        kinds[query.kind].append(query)
    draw = random.Random(SEED)  # noqa: S311 - no secret is made
    return [
        query
        for kind in sorted(kinds)
        for query in (
            kinds[kind] if per_kind is None or len(kinds[kind]) <= per_kind else draw.sample(kinds[kind], per_kind)
        )
    ]


def _acceptable(row: dict[str, str]) -> list[str]:
    return [name for name in row["acceptable_names"].split("|") if name]


def _rows(folder: Path, pattern: str, columns: set[str]) -> Iterator[dict[str, str]]:
    paths = sorted(folder.glob(pattern))
    if not paths:
        raise LabelsError(f"There is no {pattern} in {folder}; name a folder with labelled sets.")
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = columns.difference(reader.fieldnames or ())
            if missing:
                raise LabelsError(f"{path.name} lacks the columns {', '.join(sorted(missing))}; add them.")
            yield from reader
