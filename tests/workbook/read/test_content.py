"""What cells say where headers do not."""

from __future__ import annotations

import pytest

from workbook.read.content import is_name_like, profile
from workbook.read.grid import Kind, Row


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Kvarn Trading", True, id="words"),
        pytest.param("公司", True, id="chinese"),
        pytest.param("Studio 54 Ltd", True, id="with-a-number"),
        pytest.param("V100042", False, id="code"),
        pytest.param("100042", False, id="number"),
        pytest.param("X", False, id="one-letter"),
        pytest.param("", False, id="blank"),
    ],
)
def test_name_like(text: str, *, expected: bool) -> None:
    """More letters than digits, and at least two."""
    assert is_name_like(text) is expected


def test_profile() -> None:
    """Shares are of the filled cells; an unsaved formula counts as a name."""
    cells: list[tuple[str, Kind | None]] = [("Kvarn GmbH", None), ("Tavola", None), ("", None), ("", Kind.NO_VALUE)]
    rows = [Row(i, [text], {} if kind is None else {0: kind}, hidden=False) for i, (text, kind) in enumerate(cells)]
    found = profile(rows, 0)
    assert (found.filled, found.named) == (0.75, 1.0)
    assert (round(found.legal, 2), round(found.spaced, 2), found.distinct) == (0.33, 0.33, 1.0)
    assert found.is_names
    assert not found.is_codes
