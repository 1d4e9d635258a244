"""One row of cells and the vendor made of it."""

from __future__ import annotations

import pytest

from screening.model import NotScreened
from workbook.read.columns import Columns
from workbook.read.grid import Column, Kind, Row
from workbook.read.vendors import Reader


def column(index: int) -> Column:
    """Return a column without a header."""
    return Column(index=index, header="", why="")


COLUMNS = Columns(
    name=column(1), name_more=(column(2),), id=column(0), country=column(3), address=(column(4), column(5))
)


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        pytest.param(
            "Hangzhou Kvarn Digital", "Technology Co., Ltd.", "Hangzhou Kvarn Digital Technology Co., Ltd.", id="form"
        ),
        pytest.param("Kvarn Trading &", "Sons", "Kvarn Trading & Sons", id="open-end"),
        pytest.param(
            "Kvarn Borealis Maschinenbau und Anl",
            "agentechnik",
            "Kvarn Borealis Maschinenbau und Anl agentechnik",
            id="cut",
        ),
        pytest.param("Kvarn", "formerly Tavola Ltd", "Kvarn formerly Tavola Ltd", id="former-name"),
        pytest.param("", "Kvarn", "Kvarn", id="only-the-second"),
        pytest.param("Kvarn GmbH", "Purchasing", "Kvarn GmbH", id="department"),
        pytest.param("Kvarn GmbH", "Tavola Ltd", "Kvarn GmbH", id="whole-name-before-it"),
        pytest.param(
            "Kvarn Borealis Maschinenbau und Anl",
            "z.Hd. Frau Muster",
            "Kvarn Borealis Maschinenbau und Anl",
            id="person",
        ),
        pytest.param("Kvarn", "a@kvarn.example", "Kvarn", id="mail"),
    ],
)
def test_continuation(first: str, second: str, name: str) -> None:
    """`Name 2` is joined only where it goes on with the name."""
    reader = Reader(COLUMNS)
    vendor = reader.vendor(Row(2, ["1", first, second], {}, hidden=False)).vendor
    assert vendor.name == name
    assert reader.continued == (vendor.name != first)


@pytest.mark.parametrize(
    ("text", "kind", "problem"),
    [
        pytest.param("", None, NotScreened.BLANK, id="blank"),
        pytest.param("\u3000 ", None, NotScreened.BLANK, id="wide-space"),
        pytest.param("#N/A", None, NotScreened.ERROR_CELL, id="error-text-of-a-csv"),
        pytest.param("#REF!", Kind.ERROR, NotScreened.ERROR_CELL, id="error-cell"),
        pytest.param("TRUE", Kind.BOOLEAN, NotScreened.NOT_TEXT, id="logical"),
        pytest.param("TRUE", None, None, id="a-text-may-say-true"),
        pytest.param("2024-01-01", Kind.DATE, NotScreened.ONLY_DATE, id="date"),
        pytest.param("", Kind.NO_VALUE, NotScreened.NO_CACHED_VALUE, id="formula"),
        pytest.param("42", Kind.NUMBER, None, id="number-is-left-to-screening"),
        pytest.param("#1 Tools", None, None, id="a-name-with-a-hash"),
    ],
)
def test_problems(text: str, kind: Kind | None, problem: NotScreened | None) -> None:
    """The cell's own kind settles why it cannot be screened."""
    kinds = {} if kind is None else {1: kind}
    row = Reader(Columns(name=column(1))).vendor(Row(2, ["", text], kinds, hidden=False))
    assert (row.vendor.name, row.problem) == (text, problem)


def test_further_cells() -> None:
    """Address parts are joined, breaks become spaces, errors and blanks are nothing."""
    texts = ["0017", " Kvarn ", "", "#N/A", "Main St\n1", ""]
    row = Reader(COLUMNS).vendor(Row(7, texts, {}, hidden=False))
    assert (row.row, row.id, row.vendor.name) == (7, "0017", " Kvarn ")
    assert (row.vendor.country, row.vendor.address) == (None, "Main St 1")
