"""The threshold is chosen without the kind and the countries it is judged on."""

from __future__ import annotations

from benchmarks.leave_out import choose_threshold, leave_one_kind_out
from benchmarks.scoring import NOTHING, Scored


def _found(kind: str, *points: float) -> list[Scored]:
    return [Scored(kind, top, top) for top in points]


def _real(country: str, *tops: float) -> list[Scored]:
    return [Scored(f"real_{country}", top) for top in tops]


def test_threshold_is_as_high_as_recall_allows() -> None:
    """Above the false alarms and just below the weakest find."""
    above = choose_threshold(_found("typing", 95, 90), _real("XX", 60, 50), share=0.0)
    assert 60 <= above < 90
    assert above > 89


def test_threshold_never_flags_more_than_the_share() -> None:
    """Finds among the false alarms are given up."""
    assert choose_threshold(_found("typing", 55, 90), _real("XX", 60, 50), share=0.0) >= 60


def test_kind_left_out_is_judged_by_the_others() -> None:
    """A kind that scores low loses by a threshold that suits the others, and half of the countries are unseen."""
    positives = [*_found("hard", 70, 95), *_found("easy", 90, 90), *_found("plain", 92)]
    real = [*_real("XX", 50, 60), *_real("YY", 75, NOTHING)]
    hard = {found.kind: found for found in leave_one_kind_out(positives, real, share=0.0)}["hard"]
    assert hard.recall == 0.5
    assert all(above < 90 for above in hard.thresholds)
    assert hard.flagged == 0
    assert len(hard.thresholds) == 2


def test_unseen_countries_can_be_flagged() -> None:
    """What one half of the countries allows may flag the other half."""
    positives = [*_found("low", 40), *_found("lower", 35)]
    real = [*_real("XX", 30, 30), *_real("YY", 80, 20)]
    results = leave_one_kind_out(positives, real, share=0.0)
    assert [found.flagged for found in results] == [0.25, 0.25]
    assert [found.recall for found in results] == [0.5, 0.0]
