"""Cell values as COM, xlwings and openpyxl hand them over."""

from __future__ import annotations

import math
from datetime import date, datetime

import pytest

from addin.cells import as_codes, as_day, as_grid, error_of, is_blank
from screening.errors import ArgumentError


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        pytest.param(-2146826246, "#N/A", id="com-na"),
        pytest.param(-2146826273, "#VALUE!", id="com-value"),
        pytest.param(-2146826243, "#SPILL!", id="com-spill-which-xlwings-does-not-know"),
        pytest.param(-2146826000, "#VALUE!", id="com-error-of-a-later-excel"),
        pytest.param("#REF!", "#REF!", id="text"),
        pytest.param("#REF", None, id="no-error-text"),
        pytest.param(-2146826246.0, None, id="a-number-of-a-cell-is-a-float"),
        pytest.param(-5, None, id="small-integer"),
        pytest.param(True, None, id="logical"),
        pytest.param(None, None, id="blank"),
    ],
)
def test_error_of(cell: object, error: str | None) -> None:
    """Errors of all kinds are known; numbers and words near them are none."""
    assert error_of(cell) == error


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        pytest.param(None, None, id="blank"),
        pytest.param("  ", None, id="spaces"),
        pytest.param(43747.0, date(2019, 10, 9), id="serial"),
        pytest.param(43747.75, date(2019, 10, 9), id="serial-with-a-time"),
        pytest.param(61.0, date(1900, 3, 1), id="first-serial-that-is-right"),
        pytest.param(2_958_465.0, date(9999, 12, 31), id="last-serial"),
        pytest.param(datetime(2019, 10, 9, 23, 59), date(2019, 10, 9), id="datetime"),  # noqa: DTZ001 - Excel knows no zone
        pytest.param(date(2019, 10, 9), date(2019, 10, 9), id="date"),
        pytest.param(" 2019-10-09 ", date(2019, 10, 9), id="text"),
    ],
)
def test_as_day(cell: object, day: date | None) -> None:
    """A day is a day, however it comes."""
    assert as_day(cell) == day  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("09.10.2019", id="local-date"),
        pytest.param("soon", id="word"),
        pytest.param(60.0, id="the-day-that-never-was"),
        pytest.param(-1.0, id="negative"),
        pytest.param(2_958_466.0, id="after-the-calendar"),
        pytest.param(math.nan, id="nan"),
        pytest.param(math.inf, id="inf"),
        pytest.param(True, id="logical"),
    ],
)
def test_no_day(cell: object) -> None:
    """What is no date is an error, never today."""
    with pytest.raises(ArgumentError, match="no date"):
        as_day(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        pytest.param("EL", ("EL",), id="one"),
        pytest.param(" sdn; el,EL\n", ("EL", "SDN"), id="many-in-any-form"),
        pytest.param("", None, id="blank-is-all"),
        pytest.param(" , ", None, id="only-commas"),
    ],
)
def test_as_codes(cell: str, codes: tuple[str, ...] | None) -> None:
    """Codes in order, each once."""
    assert as_codes(cell) == codes


def test_a_number_is_no_code() -> None:
    """It is an error."""
    with pytest.raises(ArgumentError):
        as_codes(7.0)


@pytest.mark.parametrize(
    ("given", "grid"),
    [
        pytest.param("a", [["a"]], id="cell"),
        pytest.param(["a", "b"], [["a", "b"]], id="row"),
        pytest.param([["a"], ["b"]], [["a"], ["b"]], id="column"),
        pytest.param((("a", None),), [["a", None]], id="tuples"),
    ],
)
def test_as_grid(given: object, grid: list[list[str]]) -> None:
    """Rows of cells, always."""
    assert as_grid(given) == grid  # type: ignore[arg-type]


def test_is_blank() -> None:
    """Nothing and spaces are blank, zero is not."""
    assert is_blank(None)
    assert is_blank(" \t")
    assert not is_blank(0.0)
