"""From points to figures: thresholds, recall per kind, verdicts counted.

How a matcher is judged: real names of unlisted companies set the threshold at
which the wanted share of them would alert; recall is then the share of listed
names in disguise whose right entry stays above it, taken per kind of noise and
averaged over the kinds, so that a kind with many names counts no more than others.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from benchmarks.labels import REAL
from screening.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

NOTHING = float("-inf")  # points of what was not found at all


@dataclass(frozen=True, slots=True)
class Scored:
    """What a matcher found for one query, in its own points.

    Attributes:
        kind: Kind of the query.
        top: Points of the best name found; `NOTHING` if none was.
        right: Points of the best right name found; `NOTHING` if none was.
    """

    kind: str
    top: float = NOTHING
    right: float = NOTHING


@dataclass(frozen=True, slots=True)
class Judged:
    """What Entity Check said of one query with its own thresholds.

    Attributes:
        kind: Kind of the query.
        verdict: Verdict on the query.
        right: What the right entry's hit says; None if it is not among the hits.
        first: Whether the right entry is the first hit.
    """

    kind: str
    verdict: Verdict
    right: Verdict | None = None
    first: bool = False

    @property
    def flagged(self) -> bool:
        """Whether somebody has to look at it."""
        return self.verdict in (Verdict.LISTED, Verdict.REVIEW)


Row = TypeVar("Row", Scored, Judged)


def threshold_at(real: Iterable[Scored], share: float) -> float:
    """Return the points that at most `share` of the unlisted names exceed.

    Equal scores stay together: where many names share the top score, the
    threshold is that score, and nothing exceeds it.

    Args:
        real: Unlisted names.
        share: Share that may alert, 0 to 1.
    """
    tops = sorted((scored.top for scored in real), reverse=True)
    allowed = int(share * len(tops) + 1e-9)
    return tops[allowed] if allowed < len(tops) else NOTHING


def shares(rows: Iterable[Row], test: Callable[[Row], bool]) -> dict[str, float]:
    """Return, per kind and sorted by it, the share of rows that pass `test`."""
    passed: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        passed[row.kind].append(test(row))
    return {kind: sum(found) / len(found) for kind, found in sorted(passed.items())}


def recall(positives: Iterable[Scored], above: float) -> dict[str, float]:
    """Return, per kind, the share of queries whose right entry has more than `above` points."""
    return shares(positives, lambda scored: scored.right > above)


def flagged(negatives: Iterable[Scored], above: float) -> float:
    """Return the share of names that alert although they are not listed."""
    alerts = [scored.top > above for scored in negatives]
    return sum(alerts) / len(alerts) if alerts else 0.0


def average(per_kind: Mapping[str, float]) -> float:
    """Return the average over kinds; 0 for none."""
    return sum(per_kind.values()) / len(per_kind) if per_kind else 0.0


def is_real(row: Scored | Judged) -> bool:
    """Whether the row is the real name of an unlisted company."""
    return row.kind.startswith(REAL)


def of_kind(rows: Sequence[Row], kind: str) -> list[Row]:
    """Return the rows of one kind."""
    return [row for row in rows if row.kind == kind]
