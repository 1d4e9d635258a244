"""Leave one kind out: how the product fares on noise and countries its threshold has not seen.

Entity Check's constants are set by hand, each with its reason; no model is
fitted to labelled names. One number is fitted: the REVIEW threshold. So that is
what is left out here. For each kind of noise the threshold is chosen on all
other kinds and on the unlisted names of one half of the countries: of the
thresholds that flag at most the wanted share of them, the one with the best
average recall, and among equals the highest. It is then judged on the kind left
out and on the unlisted names of the other half; both halves take both parts, and
the two results are averaged.

What this cannot show: constants that were set while looking at a kind. The
robustness kinds of `benchmarks.noise` are there for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.scoring import average, flagged, recall, threshold_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.scoring import Scored


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One kind, judged by thresholds that were chosen without it.

    Attributes:
        kind: Kind of noise left out.
        thresholds: Points at or below which nothing is flagged, one per half of the countries.
        recall: Share of the kind's queries that are flagged with the right entry.
        flagged: Share of unlisted names of unseen countries that are flagged.
    """

    kind: str
    thresholds: tuple[float, ...]
    recall: float
    flagged: float


def leave_one_kind_out(positives: Sequence[Scored], real: Sequence[Scored], share: float) -> list[LeftOut]:
    """Return each kind's result, sorted by kind.

    Args:
        positives: Listed names in disguise.
        real: Unlisted names, their kinds naming their countries.
        share: Share of unlisted names that may be flagged where the threshold is chosen, 0 to 1.
    """
    halves = _halves(real)
    results = []
    for kind in sorted({scored.kind for scored in positives}):
        others = [scored for scored in positives if scored.kind != kind]
        own = [scored for scored in positives if scored.kind == kind]
        chosen = tuple(choose_threshold(others, half, share) for half in halves)
        unseen = tuple(reversed(halves))
        results.append(
            LeftOut(
                kind,
                chosen,
                _mean([average(recall(own, above)) for above in chosen]),
                _mean([flagged(half, above) for half, above in zip(unseen, chosen, strict=True)]),
            )
        )
    return results


def choose_threshold(positives: Sequence[Scored], real: Sequence[Scored], share: float) -> float:
    """Return the highest threshold with the best average recall among those that flag at most `share`."""
    lowest = threshold_at(real, share)
    found = {round(scored.right, 1) for scored in positives if scored.right > lowest}
    best = average(recall(positives, lowest))
    # Recall only falls as the threshold rises, so the first that keeps it, from above, is the one.
    higher = sorted((points - 0.05 for points in found if points - 0.05 > lowest), reverse=True)
    return next((above for above in higher if average(recall(positives, above)) >= best), lowest)


def _halves(real: Sequence[Scored]) -> tuple[list[Scored], list[Scored]]:
    """Return the names in two halves of whole countries, about equal in names."""
    countries: dict[str, list[Scored]] = {}
    for scored in real:
        countries.setdefault(scored.kind, []).append(scored)
    first: list[Scored] = []
    second: list[Scored] = []
    for _, names in sorted(countries.items(), key=lambda item: (-len(item[1]), item[0])):
        (first if len(first) <= len(second) else second).extend(names)
    return first, second


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
