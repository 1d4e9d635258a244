"""Where the header row is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbook.errors import HeaderRowError
from workbook.read.grid import Kind, Row
from workbook.read.layout import Header, find_header, is_rule
from workbook.read.options import ReadOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = ("17", "Kvarn Trading GmbH", "DE")


def found(rows: Sequence[Sequence[str]], options: ReadOptions | None = None) -> Header:
    """Return the header among rows numbered from 1; an empty row is missing, as in a grid."""
    grid = [Row(number, list(texts), {}, hidden=False) for number, texts in enumerate(rows, 1) if any(texts)]
    return find_header("list.csv", grid, options or ReadOptions())


@pytest.mark.parametrize(
    ("rows", "row", "first_row"),
    [
        pytest.param([("ID", "Vendor Name", "Country"), DATA], 1, 2, id="first-row"),
        pytest.param([("Vendor list",), (), ("ID", "Name", "Country"), DATA], 3, 4, id="below-a-title"),
        pytest.param([("Vendor", "all"), ("ID", "Name", "Country"), DATA], 2, 3, id="below-parameters"),
        pytest.param([("Suppliers",), ("ID", "Name", "Country"), DATA], 2, 3, id="below-a-title-that-is-a-header"),
        pytest.param([("ID", "Name"), ("1", "Kvarn"), ("ID", "Name"), ("2", "Tavola")], 1, 2, id="repeated"),
        pytest.param([("ID", "Name", "Land"), ("---", "----", "--"), DATA], 1, 3, id="drawn-line"),
        pytest.param([("ID", "Vendor Name"), ("LIFNR", "NAME1"), DATA], 1, 3, id="second-language"),
        pytest.param([DATA, DATA], None, 1, id="none"),
        pytest.param([("", "Kvarn Bank"), ("", "Trading Group Ltd")], None, 1, id="vendors-of-header-words"),
    ],
)
def test_header_row(rows: list[tuple[str, ...]], row: int | None, first_row: int) -> None:
    """The row with the most known headers is the header, wherever it stands."""
    header = found(rows)
    assert (header.row, header.first_row) == (row, first_row)


def test_two_lines() -> None:
    """An upper cell heads every column under it; a first vendor is no second line."""
    upper = ("Vendor", "", "Country", "Address")
    lower = ("Number", "Name", "Code", "Line 1")
    header = found([upper, lower, DATA])
    assert header.texts == ("Vendor Number", "Vendor Name", "Country Code", "Address Line 1")
    assert (header.row, header.first_row) == (1, 3)
    assert found([("ID", "Vendor Name", "City"), ("a", "Kvarn", "Bonn")]).first_row == 2


def test_asked_for() -> None:
    """A row that is asked for is taken; 0 means there is none; an empty one is an error."""
    rows = [("Foo", "Bar"), (), DATA]
    assert found(rows, ReadOptions(header_row=1)).texts == ("Foo", "Bar")
    assert found(rows, ReadOptions(header_row=0)).row is None
    with pytest.raises(HeaderRowError, match="row 2"):
        found(rows, ReadOptions(header_row=2))


def test_a_column_asked_for_marks_the_header() -> None:
    """A header nobody knows is found by the column that the user names."""
    assert found([("Report",), ("Foo", "Bar"), DATA], ReadOptions(name="bar")).row == 2


def test_figures_are_no_header() -> None:
    """Numbers and dates count against a row."""
    rows = [
        Row(1, ["Name", "2023", "Country"], {1: Kind.NUMBER}, hidden=False),
        Row(2, ["Vendor Name", "City", "Country"], {}, hidden=False),
    ]
    assert find_header("list.xlsx", rows, ReadOptions()).row == 2


def test_rules() -> None:
    """A line is drawn with at least three signs."""
    assert is_rule(["-----", "", "====="])
    assert not is_rule(["--"])
    assert not is_rule(["---", "a"])
