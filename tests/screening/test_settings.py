"""Tests of settings."""

from datetime import date, datetime

import pytest

from screening.errors import SettingError
from screening.settings import Settings


def test_defaults_are_valid() -> None:
    """The defaults pass their own checks."""
    assert Settings().review_threshold <= Settings().listed_threshold


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("listed_threshold", 101, id="above"),
        pytest.param("review_threshold", -1, id="below"),
        pytest.param("max_hits", 0, id="none"),
        pytest.param("max_hits", 2.5, id="half-a-hit"),
        pytest.param("near_miss_margin", float("nan"), id="not-a-number"),
        pytest.param("stale_after_days", True, id="a-truth-value"),
        pytest.param("threshold_shift", 16, id="shift-too-far"),
        pytest.param("review_threshold", 95, id="above-listed"),
    ],
)
def test_bad_value_names_setting_and_range(name: str, value: float) -> None:
    """A bad setting is an error that says which and what is allowed; it never becomes a default."""
    with pytest.raises(SettingError, match=name):
        Settings(**{name: value})  # type: ignore[arg-type]


def test_one_setting_moves_both_thresholds() -> None:
    """The shift counts in, and never past equal names or below nothing."""
    assert (Settings(threshold_shift=3).listed_at, Settings(threshold_shift=3).review_at) == (95, 84)
    assert Settings(threshold_shift=15).listed_at == 100
    assert Settings(listed_threshold=10, review_threshold=5, threshold_shift=-15).review_at == 0


def test_days_of_the_affiliates_rule() -> None:
    """A later end can be set; what is no day, or a time, or lies before the first day cannot."""
    assert Settings(affiliates_rule_suspended_until=date(2027, 11, 9)).affiliates_rule_suspended_until.year == 2027
    one = date(2025, 11, 10)
    assert Settings(affiliates_rule_suspended_until=one).affiliates_rule_suspended_until == one
    for bad in (date(2025, 11, 9), datetime(2026, 11, 9), "2026-11-09"):  # noqa: DTZ001 - a time is refused, whatever its zone
        with pytest.raises(SettingError, match="affiliates_rule_suspended_until"):
            Settings(affiliates_rule_suspended_until=bad)  # type: ignore[arg-type]
