"""The rules of a review: how long a clearance lasts, and who must look."""

from __future__ import annotations

from dataclasses import dataclass, replace

from screening.errors import SettingError

__all__ = ["ReviewPolicy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPolicy:
    """What a user may set about reviews; every field has a sound default.

    Attributes:
        valid_days: Days for which a false positive silences its hit, 1 to 3650. A year, so
            that each clearance is looked at again in the yearly audit.
        due_days: Days in which an open item is to be decided, 0 to 365.
        second_review: Whether a false positive needs a second reviewer, who is not the first.
        retain_years: Years for which the workbook is to be kept, 1 to 100. Ten where
            sanctions rules apply (31 CFR 501.601), five under 15 CFR 762.6.

    Raises:
        SettingError: A value is outside its range.
    """

    valid_days: int = 365
    due_days: int = 14
    second_review: bool = False
    retain_years: int = 10

    def changed(self, **rules: int | bool | None) -> ReviewPolicy:
        """Return these rules with some set anew; those that are None stay as they are.

        Raises:
            SettingError: A value is outside its range.
        """
        return replace(self, **{name: value for name, value in rules.items() if value is not None})  # type: ignore[arg-type]

    def __post_init__(self) -> None:
        for name, low, high in (("valid_days", 1, 3650), ("due_days", 0, 365), ("retain_years", 1, 100)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
                raise SettingError(name, value, f"a whole number from {low} to {high}")
        if not isinstance(self.second_review, bool):
            raise SettingError("second_review", self.second_review, "true or false")
