"""What a cell's value shows."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from workbook.cells import as_text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param(None, "", id="blank"),
        pytest.param("Kvarn ", "Kvarn ", id="text-as-it-is"),
        pytest.param(12.0, "12", id="whole-number"),
        pytest.param(12.5, "12.5", id="fraction"),
        pytest.param(True, "TRUE", id="logical"),
        pytest.param(datetime(2026, 1, 31, 9, 30), "2026-01-31", id="datetime"),  # noqa: DTZ001 - Excel knows no zone
        pytest.param(date(2026, 1, 31), "2026-01-31", id="date"),
    ],
)
def test_as_text(cell: object, text: str) -> None:
    """As a buyer reads it."""
    assert as_text(cell) == text  # type: ignore[arg-type]
