"""Days as people type them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from workbook.review.days import read_day

DAY = date(2026, 8, 14)


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(DAY, id="date"),
        pytest.param(datetime(2026, 8, 14, 9, 30), id="date-and-time"),  # noqa: DTZ001 - cells have no zone
        pytest.param("2026-08-14", id="iso"),
        pytest.param(" 2026/8/14 ", id="year-first"),
        pytest.param("14.08.2026", id="dots"),
        pytest.param("14. 8. 2026", id="dots-and-blanks"),
        pytest.param("14/08/2026", id="slashes-day-first"),
        pytest.param("08/14/2026", id="slashes-month-first"),
        pytest.param("8-14-2026", id="hyphens-month-first"),
    ],
)
def test_day(cell: str | date) -> None:
    """Each of these can mean one day only."""
    assert read_day(cell) == DAY


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        pytest.param("03/04/2026", "could be 2026-03-04 or 2026-04-03", id="two-days"),
        pytest.param("3-4-2026", "could be", id="two-days-with-hyphens"),
        pytest.param("31.02.2026", "no date", id="no-such-day"),
        pytest.param("2026-13-01", "no date", id="no-such-month"),
        pytest.param("14.8.26", "no date", id="two-digit-year"),
        pytest.param("yesterday", "no date", id="a-word"),
        pytest.param(46248.0, "no date", id="a-number"),
    ],
)
def test_no_day(cell: str | float, said: str) -> None:
    """What is not sure is not guessed."""
    with pytest.raises(ValueError, match=said):
        read_day(cell)


def test_same_day_twice_over() -> None:
    """The near miss of two readings: the fifth of May either way."""
    assert read_day("05/05/2026") == date(2026, 5, 5)
