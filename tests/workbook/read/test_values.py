"""Cells of a sheet as values: what openpyxl finds in them, at a seventh of its time."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.workbook.read.test_sheet import data, opened_sheet
from workbook.errors import DamagedFileError, InputError, as_input_errors
from workbook.read.package import Package
from workbook.read.sheetml import open_book
from workbook.read.values import ErrorValue, Formula, value_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from workbook.cells import CellValue

# What XML can hold; `_x0041_` is left out, for openpyxl reads it in one way and writes it in another.
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="_\ufffe\uffff"), max_size=12)
DAYS = st.datetimes(datetime(1900, 3, 1), datetime(2100, 1, 1)).map(lambda day: day.replace(microsecond=0))  # noqa: DTZ001 - cells know no zone
VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e12, 1e12, allow_nan=False).map(lambda number: float(f"{number:.15g}")),
    DAYS,
    DAYS.map(datetime.date),
    st.sampled_from(["#N/A", "#VALUE!", "=1+1", "=SUM(A1:A3)"]),
)


@given(st.lists(st.lists(VALUES, max_size=5), max_size=6))
def test_as_openpyxl_reads(rows: list[list[CellValue]]) -> None:
    """Numbers, days, texts, errors and formulas alike; blank rows are passed over."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    theirs = load_workbook(file, read_only=True).worksheets[0]
    theirs.reset_dimensions()
    expected = {number: _trimmed(row) for number, row in enumerate(theirs.iter_rows(values_only=True), 1)}
    found = open_book(Package(file, "list.xlsx"))
    mine = {number: _trimmed(values) for number, values in value_rows(found, found.sheets[0])}
    assert mine == {number: row for number, row in expected.items() if row}


def _trimmed(row: Iterable[Any]) -> list[Any]:
    kept = list(row)
    while kept and kept[-1] in {None, ""}:
        kept.pop()
    return [None if value == "" else value for value in kept]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        pytest.param("<c r='A1' t='s'><v>1</v></c>", "Kvarn Trading", id="shared-rich"),
        pytest.param("<c r='A1' t='s'><v>2</v></c>", "株式会社", id="shared-without-reading-aid"),
        pytest.param("<c r='A1' t='inlineStr'><is><t>_x0041_ _x005F_x0041_</t></is></c>", "A _x0041_", id="escapes"),
        pytest.param("<c r='A1'><v>7</v></c>", 7, id="whole-number"),
        pytest.param("<c r='A1'><v>-7</v></c>", -7, id="negative"),
        pytest.param("<c r='A1'><v>1.5E3</v></c>", 1500.0, id="exponent"),
        pytest.param("<c r='A1' s='2'><v>46248</v></c>", datetime(2026, 8, 14), id="day"),  # noqa: DTZ001
        pytest.param("<c r='A1' s='2'><v>0.5</v></c>", time(12), id="time"),
        pytest.param("<c r='A1' s='2'><v>99999999999</v></c>", 99999999999, id="no-day-of-any-calendar"),
        pytest.param("<c r='A1' t='d'><v>2026-08-14</v></c>", date(2026, 8, 14), id="iso-day"),
        pytest.param("<c r='A1' t='b'><v>0</v></c>", False, id="false"),
        pytest.param("<c r='A1' t='b'><v>1</v></c>", True, id="true"),
    ],
)
def test_values(tmp_path: Path, cell: str, value: CellValue) -> None:
    """Each way in which a file writes a value."""
    ((number, found),) = value_rows(*opened_sheet(tmp_path, data(cell)))
    assert (number, found, type(found[0])) == (1, [value], type(value))


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("<c r='A1'><f>1+1</f><v>2</v></c>", id="formula-first"),
        pytest.param("<c r='A1'><v>2</v><f>1+1</f></c>", id="result-first"),
        pytest.param("<c r='A1' t='str'><f>1+1</f></c>", id="no-result"),
    ],
)
def test_formula(tmp_path: Path, cell: str) -> None:
    """A formula is one whatever its result says; the result never passes for a value."""
    ((_, (found,)),) = value_rows(*opened_sheet(tmp_path, data(cell)))
    assert isinstance(found, Formula)
    assert found == "=1+1"


def test_text_like_a_formula(tmp_path: Path) -> None:
    """Is a text; so is one like an error."""
    cells = ("<c t='str'><v>=1+1</v></c>", "<c t='str'><v>#N/A</v></c>", "<c t='e'><v>#N/A</v></c>")
    ((_, (formula, text, error)),) = value_rows(*opened_sheet(tmp_path, data(*cells)))
    assert (type(formula), type(text), type(error)) == (str, str, ErrorValue)


def test_gaps(tmp_path: Path) -> None:
    """Cells and rows without content leave their place."""
    sheet = (
        "<worksheet><sheetData><row r='3'><c r='C3'><v>1</v></c><c r='D3'/></row><row r='9'/></sheetData></worksheet>"
    )
    assert list(value_rows(*opened_sheet(tmp_path, sheet))) == [(3, [None, None, 1])]


@pytest.mark.parametrize(
    ("cells", "cause"),
    [
        pytest.param(("<c r='B1'><v>1</v></c>", "<c r='B1'><v>2</v></c>"), "two cells in one place", id="same-place"),
        pytest.param(("<c r='B1'><v>1</v></c>", "<c r='A1'><v>2</v></c>"), "two cells in one place", id="backwards"),
        pytest.param((f"<c t='str'><v>{'k' * 32_768}</v></c>",), "longer than a cell", id="too-long"),
        pytest.param((f"<c t='str'><v>{'😀' * 16_384}</v></c>",), "longer than a cell", id="too-long-in-utf-16"),
        pytest.param(("<c t='s'><v>99</v></c>",), "a text that is not there", id="no-such-text"),
        pytest.param(("<c><v>seven</v></c>",), "damaged", id="no-number"),
    ],
)
def test_refused(tmp_path: Path, cells: tuple[str, ...], cause: str) -> None:
    """What two programs could read in two ways."""
    with pytest.raises(DamagedFileError, match=cause), as_input_errors("list.xlsx"):
        list(value_rows(*opened_sheet(tmp_path, data(*cells))))


@given(st.binary(max_size=200))
def test_any_bytes_in_a_sheet(tmp_path_factory: pytest.TempPathFactory, inside: bytes) -> None:
    """Give rows, or an error that says so."""
    sheet = data().replace("</row>", inside.decode("latin-1") + "</row>")
    with suppress(InputError), as_input_errors("list.xlsx"):
        list(value_rows(*opened_sheet(tmp_path_factory.mktemp("any"), sheet)))


def test_span_of_time() -> None:
    """A duration is none of the day's times."""
    book = Workbook()
    book.worksheets[0].append([timedelta(hours=30)])
    file = io.BytesIO()
    book.save(file)
    found = open_book(Package(file, "list.xlsx"))
    assert list(value_rows(found, found.sheets[0])) == [(1, [timedelta(hours=30)])]
