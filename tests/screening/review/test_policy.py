"""Rules of a review outside their range are refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from screening.errors import SettingError
from screening.review.policy import ReviewPolicy


@pytest.mark.parametrize(
    "rule",
    [{"valid_days": 0}, {"valid_days": 3651}, {"due_days": -1}, {"retain_years": True}, {"second_review": "yes"}],
    ids=str,
)
def test_refused(rule: dict[str, Any]) -> None:
    """With the range in the message."""
    with pytest.raises(SettingError, match=next(iter(rule))):
        ReviewPolicy(**rule)


@pytest.mark.parametrize("rule", [{"valid_days": 1}, {"valid_days": 3650}, {"due_days": 0}], ids=str)
def test_ends_are_included(rule: dict[str, Any]) -> None:
    """The near miss of the above."""
    assert {name: getattr(ReviewPolicy(**rule), name) for name in rule} == rule
