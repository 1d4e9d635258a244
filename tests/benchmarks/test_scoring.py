"""Thresholds and shares, on scores small enough to count by hand."""

from __future__ import annotations

import pytest

from benchmarks.scoring import NOTHING, Judged, Scored, average, flagged, is_real, of_kind, recall, shares, threshold_at
from screening.model import Verdict


def _real(*tops: float) -> list[Scored]:
    return [Scored("real_XX", top) for top in tops]


@pytest.mark.parametrize(
    ("share", "threshold"),
    [
        pytest.param(0.0, 90.0, id="none-may-alert"),
        pytest.param(0.25, 80.0, id="one-of-four-may"),
        pytest.param(0.49, 80.0, id="never-more-than-the-share"),
        pytest.param(0.5, 70.0, id="two-of-four-may"),
        pytest.param(1.0, NOTHING, id="all-may"),
    ],
)
def test_threshold(share: float, threshold: float) -> None:
    """At most the share of unlisted names has more points than the threshold."""
    names = _real(70, 90, NOTHING, 80)
    assert threshold_at(names, share) == threshold
    assert flagged(names, threshold) <= share


def test_equal_scores_stay_together() -> None:
    """A pile of perfect scores cannot be split, so nothing may alert."""
    names = _real(100, 100, 100, 10)
    assert threshold_at(names, 0.5) == 100
    assert flagged(names, 100) == 0


def test_recall_counts_the_right_entry_only() -> None:
    """A wrong name with many points is no find, and each kind counts once."""
    positives = [
        Scored("typing", top=99, right=95),
        Scored("typing", top=99, right=NOTHING),
        Scored("order", top=85, right=85),
        Scored("order", top=85, right=85),
        Scored("order", top=85, right=85),
    ]
    found = recall(positives, above=80)
    assert found == {"order": 1.0, "typing": 0.5}
    assert average(found) == 0.75
    assert recall(positives, above=85) == {"order": 0.0, "typing": 0.5}


def test_nothing_measured_is_zero() -> None:
    """Empty sets give figures, not exceptions."""
    assert average({}) == 0
    assert flagged([], 50) == 0
    assert threshold_at([], 0.5) == NOTHING


def test_verdicts_are_shared_out_by_kind() -> None:
    """NOT_SCREENED and CLEAR ask nobody to look; REVIEW and LISTED do."""
    rows = [
        Judged("real_XX", Verdict.CLEAR),
        Judged("real_XX", Verdict.REVIEW),
        Judged("real_YY", Verdict.NOT_SCREENED),
        Judged("sibling_swap", Verdict.LISTED),
    ]
    assert shares(rows, lambda row: row.flagged) == {"real_XX": 0.5, "real_YY": 0.0, "sibling_swap": 1.0}
    assert [is_real(row) for row in rows] == [True, True, True, False]
    assert of_kind(rows, "sibling_swap") == rows[3:]
