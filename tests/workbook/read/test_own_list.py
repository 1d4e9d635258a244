"""The company's own lists as people keep them: workbooks and text files, with whatever columns."""

from __future__ import annotations

import datetime as dt
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from screening.lists.own import OwnRow
from workbook.errors import EmptyFileError, FileMissingError, InputError
from workbook.read.own_list import OwnListFile, open_own_list, own_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DAY = date(2026, 9, 15)
HEADER = ("Name", "Also known as", "Country", "Street", "City", "Reason", "From", "Until")


def book(path: Path, *rows: Sequence[object]) -> OwnListFile:
    """Write a workbook of one sheet and return what it holds as an own list."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    workbook.save(path)
    return open_own_list(path)


def text(path: Path, content: str) -> OwnListFile:
    """Write a text file and return what it holds as an own list."""
    path.write_text(content, encoding="utf-8")
    return open_own_list(path)


def test_workbook(tmp_path: Path) -> None:
    """Title rows, dates as Excel keeps them, an address in two columns; every filled row counts."""
    file = book(
        tmp_path / "deny.xlsx",
        ("Whom we do not deal with",),
        (),
        HEADER,
        ("Kvarn AB", "Nord; Lux", "Sweden", "Storgatan 1", "Lund", "Unpaid", dt.datetime(2026, 1, 2), date(2027, 1, 1)),  # noqa: DTZ001 - Excel knows no time zones
        (),
        (None, None, "Norway", None, None, "who?", None, None),
        ("Total", None, None, None, None, None, None, None),
    )
    assert file.rows == (
        OwnRow(
            number=4,
            name="Kvarn AB",
            aliases="Nord; Lux",
            country="Sweden",
            address="Storgatan 1, Lund",
            reason="Unpaid",
            starts="2026-01-02",
            ends="2027-01-01",
        ),
        OwnRow(number=6, name="", country="Norway", reason="who?"),
        OwnRow(number=7, name="Total"),
    )
    assert file.columns["name"] == "Name"
    assert file.columns["address"] == "Street, City"


def test_text_file(tmp_path: Path) -> None:
    """Semicolons part the columns where the file says so; several columns of aliases are all read."""
    file = text(tmp_path / "watch.csv", "Vendor Name;Alias;Former name;Comment\nKvarn AB;Nord;Lux;look first\n")
    assert file.rows == (OwnRow(number=2, name="Kvarn AB", aliases="Nord; Lux", reason="look first"),)
    assert not any("--name" in note or "not used" in note for note in file.notes)


@pytest.mark.parametrize(
    ("content", "names"),
    [
        pytest.param("Name,Reason\nKvarn,Unpaid\n", ["Kvarn"], id="name-and-reason"),
        pytest.param("Reason;Company\nUnpaid;Kvarn\n", ["Kvarn"], id="company-behind-reason"),
        pytest.param("Name\nKvarn\n", ["Kvarn"], id="names-only"),
        pytest.param("Our list\n\nParty\tWhy\nKvarn\tUnpaid\n", ["Kvarn"], id="title-above"),
        pytest.param("Kvarn AB\nLux GmbH\n", ["Kvarn AB", "Lux GmbH"], id="no-header"),
        pytest.param("Name AB\nLux GmbH\n", ["Name AB", "Lux GmbH"], id="a-name-that-begins-like-a-header"),
    ],
)
def test_the_plainest_files(tmp_path: Path, content: str, names: list[str]) -> None:
    """One or two columns are an own list; its header is no party, and its first party is no header."""
    file = text(tmp_path / "deny.csv", content)
    assert [row.name for row in file.rows] == names


def test_a_column_that_is_no_field_is_left_alone(tmp_path: Path) -> None:
    """`Reasonable price` is no reason and `Until paid` no last day."""
    file = text(tmp_path / "watch.csv", "Name,Reasonable price,Until paid\nKvarn AB,7,never\n")
    assert file.rows == (OwnRow(number=2, name="Kvarn AB"),)
    assert set(file.columns) == {"name"}
    assert "not used: 'Reasonable price', 'Until paid'" in file.notes


def test_formula_error_is_no_text(tmp_path: Path) -> None:
    """`#N/A` in a cell is no name and no reason."""
    file = book(tmp_path / "deny.xlsx", ("Name", "Reason"), ("Kvarn AB", "#N/A"), ("Lux AB", "x"))
    assert [row.reason for row in file.rows] == ["", "x"]


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        pytest.param("12,13\n14,15\n", "Write Name above the column", id="no-names"),
        pytest.param(
            "Legal name,Vendor name\nA ltd,C ltd\nB ltd,D ltd\n",
            "could all hold the names: 'Legal name' .*'Vendor name' .*Write Name above",
            id="two-columns",
        ),
    ],
)
def test_names_that_are_not_found(tmp_path: Path, content: str, advice: str) -> None:
    """The advice is one that can be followed: there is no option for it."""
    with pytest.raises(InputError, match=advice):
        text(tmp_path / "deny.csv", content)


def test_no_file_and_nothing_in_it(tmp_path: Path) -> None:
    """Neither is an empty list."""
    with pytest.raises(FileMissingError):
        open_own_list(tmp_path / "deny.csv")
    with pytest.raises(EmptyFileError):
        text(tmp_path / "deny.csv", "")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        pytest.param("deny-2026-08-31.csv", date(2026, 8, 31), id="day-in-the-name"),
        pytest.param("deny.csv", DAY, id="no-day"),
    ],
)
def test_source(tmp_path: Path, name: str, day: date) -> None:
    """The file, its day and its rows go into the table together."""
    file = text(tmp_path / name, "Name,Reason\nKvarn AB,Unpaid\n,nobody\n")
    source = own_source(file, "DENY", DAY)
    assert (source.file.name, source.file.published, source.file.sha256) == (name, day, file.sha256)
    assert [entry.name for entry in source.imported.entries] == ["Kvarn AB"]
    assert [(row.number, row.cause) for row in source.imported.rejected] == [(3, "the name is blank")]


def test_a_day_to_come(tmp_path: Path) -> None:
    """A list of tomorrow would judge all others by tomorrow."""
    file = text(tmp_path / "deny-2026-09-16.csv", "Name,Reason\nKvarn AB,Unpaid\n")
    with pytest.raises(InputError, match="after today, 2026-09-15"):
        own_source(file, "DENY", DAY)
    assert own_source(file, "DENY", date(2026, 9, 16)).file.published == date(2026, 9, 16)


CELLS = st.lists(st.text(max_size=20) | st.sampled_from(("Name", "Country", "Reason", "2026-01-01", "")), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(CELLS, max_size=10), mark=st.sampled_from((",", ";", "\t")))
def test_any_text_file(tmp_path: Path, rows: list[list[str]], mark: str) -> None:
    """A file of any cells is read, every row accounted for, or refused in plain words."""
    path = tmp_path / "deny.csv"
    path.write_text("\n".join(mark.join(row) for row in rows), encoding="utf-8", errors="replace")
    _read(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    """The same for bytes that are no text at all, and for what calls itself a workbook."""
    for name in ("deny.csv", "deny.xlsx"):
        path = tmp_path / name
        path.write_bytes(data)
        _read(path)


def _read(path: Path) -> None:
    refused: InputError | None = None
    try:
        file = open_own_list(path)
    except InputError as error:
        refused = error
    if refused is not None:
        assert str(refused).startswith(path.name)
        assert "\n" not in str(refused)
        return
    imported = own_source(file, "DENY", DAY).imported
    (counts,) = imported.counts
    assert counts.rows == len(file.rows) == counts.entries + counts.merged + counts.rejected
