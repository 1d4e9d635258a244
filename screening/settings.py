"""The settings of one screening run: loaded once, frozen, passed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from screening.errors import SettingError

# BIS Affiliates Rule, 90 FR 47201: what listed parties own by 50 percent or more counts
# as listed. The rule of 2025-11-12 suspended it for a year, both days inclusive. Names
# cannot show ownership, so every report says so; whoever knows of a later suspension
# sets the days.
AFFILIATES_RULE_SINCE = date(2025, 9, 29)
AFFILIATES_RULE_SUSPENDED_FROM = date(2025, 11, 10)
AFFILIATES_RULE_SUSPENDED_UNTIL = date(2026, 11, 9)


class AddressHits(StrEnum):
    """Which vendor addresses are hits by themselves, without a name that matches."""

    OFF = "off"
    HOUSE = "house"  # the same room, or the same house where a room is not named
    BUILDING = "building"  # other rooms of a building too


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user may change about screening; every field has a sound default.

    The two thresholds are stated as expected alerts per 1,000 ordinary vendors:
    see `docs/explanation/verdicts.md`, measured by `benchmarks/quality.py`.
    `threshold_shift` moves both at once.

    Attributes:
        listed_threshold: Points at or above which a hit may say LISTED, 0 to 100.
        review_threshold: Points at or above which a hit says REVIEW, 0 to `listed_threshold`.
        threshold_shift: Points added to both thresholds, -15 to 15; more points,
            fewer alerts.
        near_miss_margin: Points under `review_threshold` that are still reported
            as near misses, 0 to 50.
        address_hits: Which addresses are hits by themselves; they say REVIEW whatever the thresholds.
        max_hits: Most hits and most near misses kept per vendor, 1 to 1000.
        stale_after_days: Age in days above which the table calls itself stale, 1 to 3650.
        affiliates_rule_suspended_from: First day on which the BIS Affiliates Rule is suspended.
            It is said in reports and changes no verdict, for names cannot show ownership.
        affiliates_rule_suspended_until: Last day of that suspension, inclusive.

    Raises:
        SettingError: A value is outside its range; names the setting and the range.
    """

    listed_threshold: float = 92.0
    review_threshold: float = 81.0
    threshold_shift: float = 0.0
    near_miss_margin: float = 10.0
    address_hits: AddressHits = AddressHits.BUILDING
    max_hits: int = 10
    stale_after_days: int = 30
    affiliates_rule_suspended_from: date = AFFILIATES_RULE_SUSPENDED_FROM
    affiliates_rule_suspended_until: date = AFFILIATES_RULE_SUSPENDED_UNTIL

    def __post_init__(self) -> None:
        _check("listed_threshold", self.listed_threshold, 0, 100)
        _check("review_threshold", self.review_threshold, 0, 100)
        _check("threshold_shift", self.threshold_shift, -15, 15)
        _check("near_miss_margin", self.near_miss_margin, 0, 50)
        _check("max_hits", self.max_hits, 1, 1000)
        _check("stale_after_days", self.stale_after_days, 1, 3650)
        if not isinstance(self.address_hits, AddressHits):
            raise SettingError("address_hits", self.address_hits, f"one of {', '.join(AddressHits)}")
        for name in ("max_hits", "stale_after_days"):
            if not isinstance(getattr(self, name), int):
                raise SettingError(name, getattr(self, name), "a whole number")
        if self.review_threshold > self.listed_threshold:
            raise SettingError(
                "review_threshold",
                self.review_threshold,
                f"at most listed_threshold ({self.listed_threshold:g})",
            )
        for name in ("affiliates_rule_suspended_from", "affiliates_rule_suspended_until"):
            if type(getattr(self, name)) is not date:
                raise SettingError(name, getattr(self, name), "a date such as date(2026, 11, 9)")
        if self.affiliates_rule_suspended_until < self.affiliates_rule_suspended_from:
            raise SettingError(
                "affiliates_rule_suspended_until",
                self.affiliates_rule_suspended_until.isoformat(),
                f"not before affiliates_rule_suspended_from ({self.affiliates_rule_suspended_from})",
            )

    @property
    def listed_at(self) -> float:
        """Points from which a hit may say LISTED, the shift counted in; never more than equal names have."""
        return max(0.0, min(100.0, self.listed_threshold + self.threshold_shift))

    @property
    def review_at(self) -> float:
        """Points from which a hit says REVIEW, the shift counted in."""
        return min(self.listed_at, max(0.0, self.review_threshold + self.threshold_shift))

    @property
    def near_miss_at(self) -> float:
        """Points from which a resemblance is reported as a near miss."""
        return self.review_at - self.near_miss_margin


def _check(name: str, value: object, low: float, high: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise SettingError(name, value, f"a number from {low:g} to {high:g}")
