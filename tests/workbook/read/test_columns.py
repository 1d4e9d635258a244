"""Which columns are chosen, by header and by cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbook.errors import AmbiguousColumnError, NoColumnError
from workbook.read.columns import Columns, choose
from workbook.read.grid import Kind, Row
from workbook.read.options import ReadOptions

if TYPE_CHECKING:
    from collections.abc import Sequence


def chosen(headers: Sequence[str] | None, rows: Sequence[Sequence[str]], options: ReadOptions | None = None) -> Columns:
    """Return the columns of a list of text cells."""
    data = [Row(number, list(texts), {}, hidden=False) for number, texts in enumerate(rows, 2)]
    return choose("list.csv", headers, data, options or ReadOptions())


@pytest.mark.parametrize(
    ("headers", "row", "letter"),
    [
        pytest.param(["Vendor Name", "Vendor Name 2"], ["K", "L"], "A", id="continuation"),
        pytest.param(["Name", "Vendor Name"], ["A", "K"], "B", id="stronger-header"),
        pytest.param(["Short Name", "Name"], ["KV", "Kvarn"], "B", id="short-name"),
        pytest.param(["Vendor", "Vendor Name"], ["KVA", "Kvarn Ltd"], "B", id="vendor-is-a-code"),
        pytest.param(["Supplier", "Name"], ["KVA", "Kvarn Trading Ltd"], "B", id="supplier-is-a-letter-code"),
        pytest.param(["Supplier", "Name"], ["Kvarn Trading Ltd", "Frau Muster"], "A", id="supplier-is-a-name"),
        pytest.param(["Company", "Supplier name"], ["1000", "Kvarn"], "B", id="company-is-the-buyer"),
        pytest.param(["Vendor Name", "Legal Name"], ["K", ""], "A", id="legal-name-is-empty"),
        pytest.param(["Vendor Name", "Company Name"], ["", "K"], "B", id="vendor-name-is-empty"),
        pytest.param(["Vendor Name", "Supplier Name"], ["K", "K"], "A", id="both-say-the-same"),
        pytest.param(["Vendor Name", "Supplier Name"], ["K L", "4711"], "A", id="the-other-is-numbers"),
    ],
)
def test_name(headers: list[str], row: list[str], letter: str) -> None:
    """The surest header wins; of equal ones the one whose cells fit."""
    assert chosen(headers, [row]).name.letter == letter


@pytest.mark.parametrize(
    ("headers", "choice"),
    [
        pytest.param(["Vendor Name", "Legal Name"], '--name "Legal Name"', id="two-headers"),
        pytest.param(["Name", "Name"], "--name B", id="same-header-twice"),
    ],
)
def test_two_names(headers: list[str], choice: str) -> None:
    """Two equal candidates are an error that says what to pass, and passing it settles it."""
    with pytest.raises(AmbiguousColumnError) as caught:
        chosen(headers, [["Kvarn", "Tavola"]])
    assert caught.value.choice == choice
    assert all(f"(column {letter})" in str(caught.value) for letter in "AB")
    assert chosen(headers, [["Kvarn", "Tavola"]], ReadOptions(name="B")).name.letter == "B"


def test_a_header_that_stands_twice_needs_its_letter() -> None:
    """Asking for one of two equal headers is answered with their letters."""
    with pytest.raises(AmbiguousColumnError, match="--country B"):
        chosen(["Name", "Land", "Land"], [["K", "DE", "FR"]], ReadOptions(country="land"))


def test_other_columns() -> None:
    """Id, country and all parts of the address are chosen; their look-alikes are not."""
    headers = ["Company Code", "Tax ID", "Vendor", "Name 1", "Bank country", "Country Key", "Street", "E-mail", "City"]
    row = ["1000", "99", "17", "Kvarn", "CH", "DE", "Hauptstr. 1", "a@b.example", "Berlin"]
    columns = chosen(headers, [row, [*row[:2], "18", *row[3:]]])
    assert columns.id is not None
    assert columns.country is not None
    assert (columns.id.letter, columns.name.letter, columns.country.letter) == ("C", "D", "F")
    assert [column.header for column in columns.address] == ["Street", "City"]


def test_options_for_every_column() -> None:
    """Header text comes before column letter; a column asked for is nobody else's."""
    headers = ["B", "A", "Country", "Land"]
    options = ReadOptions(name="A", id="b", country="Land", address="C")
    columns = chosen(headers, [["1", "Kvarn", "x", "DE"]], options)
    assert columns.id is not None
    assert columns.country is not None
    assert (columns.name.letter, columns.id.letter, columns.country.letter) == ("B", "A", "D")
    assert [column.letter for column in columns.address] == ["C"]


@pytest.mark.parametrize("wanted", ["Nome", "C", "XFD", "XFE", "ZZZZ", "1", "é"])
def test_no_such_column(wanted: str) -> None:
    """A wrong option names what there is."""
    with pytest.raises(NoColumnError, match="'Name', 'City'"):
        chosen(["Name", "City"], [["Kvarn", "Bonn"]], ReadOptions(name=wanted))


def test_no_header_at_all() -> None:
    """Without headers the cells decide: legal forms, letters, distinct codes, country codes."""
    rows = [
        [f"V{i}00", f"Kvarn {word} GmbH", city, "DE"] for i, (word, city) in enumerate([("A", "Bonn"), ("B", "Ulm")])
    ]
    columns = chosen(None, rows)
    assert columns.id is not None
    assert columns.country is not None
    assert (columns.id.letter, columns.name.letter, columns.country.letter) == ("A", "B", "D")
    assert "legal form" in columns.name.why


def test_no_header_and_nothing_to_go_by() -> None:
    """Two columns that look alike are not guessed between."""
    with pytest.raises(NoColumnError, match="No header row"):
        chosen(None, [["Kvarn Nord", "Tavola Sud"], ["Kvarn West", "Tavola Ost"]])


def test_a_hint_where_headers_name_no_vendor() -> None:
    """The column that looks like names is offered, not taken."""
    with pytest.raises(NoColumnError, match="Column B looks like names"):
        chosen(["Order", "Whom"], [["1", "Kvarn GmbH"], ["2", "Tavola Ltd"]])


def test_formulas_without_results_may_be_names() -> None:
    """A column of unsaved formulas headed `Supplier` is taken for names, not for codes."""
    rows = [Row(2, ["", "17"], {0: Kind.NO_VALUE}, hidden=False)]
    assert choose("list.xlsx", ["Supplier", "Number"], rows, ReadOptions()).name.letter == "A"


def test_a_sheet_as_wide_as_excel_allows() -> None:
    """A stray cell in the last column makes no work."""
    headers = ["ID", "Vendor Name", *[""] * 16_382]
    columns = chosen(headers, [["1", "Kvarn", *[""] * 16_381, "x"]] * 300)
    assert columns.name.letter == "B"


def test_headers_that_a_shell_would_trip_over() -> None:
    """The letter is offered where quoting the header would go wrong."""
    with pytest.raises(AmbiguousColumnError) as caught:
        chosen(["Vendor Name", 'Supplier "Name"'], [["Kvarn", "Tavola"]])
    assert caught.value.choice == "--name B"
