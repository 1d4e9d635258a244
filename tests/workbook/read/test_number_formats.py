"""Stored numbers and what the user sees."""

from __future__ import annotations

import pytest

from workbook.read.number_formats import as_date, as_number, builtin_format, is_date, unescape


@pytest.mark.parametrize(
    ("raw", "number_format", "shown"),
    [
        pytest.param("42", "00000", "00042", id="leading-zeros"),
        pytest.param("42", "General", "42", id="general"),
        pytest.param("12345.0", "General", "12345", id="whole-float"),
        pytest.param("1.5", "00000", "1.5", id="a-fraction-is-no-id"),
        pytest.param("1234567", "00000", "1234567", id="more-digits-than-places"),
        pytest.param("12345", "#,##0", "12345", id="thousands-are-left-out"),
        pytest.param("12345", "0.00", "12345", id="decimals-are-left-out"),
        pytest.param("42", '"V-"0000', "V-0042", id="quoted-prefix"),
        pytest.param("123456789", r"000\-00\-0000", "123-45-6789", id="escaped-signs"),
        pytest.param("5", "000-00", "000-05", id="plain-signs"),
        pytest.param("12345678901234567", "General", "12345678901234567", id="more-than-15-digits"),
        pytest.param("1.2E+3", "General", "1200", id="exponent"),
        pytest.param("1E+300", "General", "1e+300", id="huge"),
        pytest.param("-7", "000", "-7", id="negative"),
        pytest.param("0.10000000000000001", "General", "0.1", id="binary-noise"),
        pytest.param("oops", "General", "oops", id="no-number"),
    ],
)
def test_numbers(raw: str, number_format: str, shown: str) -> None:
    """Ids keep their zeros and lose what a float adds."""
    assert as_number(raw, number_format) == shown


def test_dates() -> None:
    """Days are ISO; both epochs; a serial beyond the calendar is none."""
    assert as_date(45292) == "2024-01-01"
    assert as_date(45292.5) == "2024-01-01T12:00:00"
    assert as_date(43830, mac=True) == "2024-01-01"
    assert as_date(0.5) == "12:00:00"
    assert as_date(1e12) is None


def test_date_formats() -> None:
    """Built-in and written formats of dates are told from those of numbers."""
    assert is_date(builtin_format(14))
    assert is_date(builtin_format(57))
    assert not is_date(builtin_format(1))
    assert is_date("dd.mm.yyyy")
    assert not is_date('0 "days"')


def test_escapes() -> None:
    """Excel's escapes are undone; a name that only resembles one is not."""
    assert unescape("A_x000D_B") == "A\rB"
    assert unescape("A_x00_B") == "A_x00_B"
