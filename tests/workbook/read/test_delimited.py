"""Text files: delimiters, quotation marks, lines."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from workbook.errors import DamagedFileError, HostileFileError
from workbook.read.delimited import TextGrid
from workbook.read.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def grid(tmp_path: Path) -> Iterator[Callable[[str], TextGrid]]:
    """Return a function that makes a text file and opens it as a grid."""
    with ExitStack() as stack:

        def make(text: str) -> TextGrid:
            path = tmp_path / "list.csv"
            path.write_bytes(text.encode())
            source = open_source(path)
            stack.enter_context(source.stream)
            assert source.encoding is not None
            return TextGrid(source, source.encoding)

        yield make


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        pytest.param("ID,Name\n1,Kvarn\n", ",", id="comma"),
        pytest.param("ID;Name\n1;Kvarn, Ltd\n2;Tavola, Inc\n", ";", id="semicolon-with-commas-in-names"),
        pytest.param("a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n", ";", id="semicolon-with-decimal-commas"),
        pytest.param("a\tb\n1\tKvarn; Sons\n", "\t", id="tab"),
        pytest.param("a|b|c\n1|2|3\n", "|", id="pipe"),
        pytest.param('"a;b","c"\n"d;e","f"\n', ",", id="inside-quotation-marks-does-not-count"),
        pytest.param("Title\n\nPrinted, today\n1;2;3\n4;5;6\n7;8;9\n", ";", id="title-lines"),
        pytest.param("ID, Vendor Name\n1, Kvarn\n", ",", id="comma-and-space-under-headers"),
        pytest.param("Kvarn Co., Ltd.\nTavola, Inc.\n", "\x1f", id="commas-in-names"),
        pytest.param("Kvarn\nTavola\n", "\x1f", id="one-column"),
        pytest.param("sep=|\na,b|c\n", "|", id="sep-line"),
    ],
)
def test_delimiter(grid: Callable[[str], TextGrid], text: str, delimiter: str) -> None:
    """The delimiter is the one that cuts the rows evenly."""
    assert grid(text).delimiter == delimiter


def test_row_numbers_are_record_numbers(grid: Callable[[str], TextGrid]) -> None:
    """As Excel counts them: blank lines do, a quoted break and the sep line do not."""
    text = 'sep=,\nID,Name\n\n1,"Kvarn\nTrading"\n2,Tavola\n'
    assert [(row.number, row.texts[1]) for row in grid(text).rows()] == [
        (1, "Name"),
        (3, "Kvarn\nTrading"),
        (4, "Tavola"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('ID,Name,Land\n1,"Kvarn,DE\n2,Tavola,FR\n', id="never-closed"),
        pytest.param('ID,Name,Land\n1,"Kvarn,DE\n2,Tavola,FR\n3,"Borealis",DE\n', id="closed-by-a-later-one"),
    ],
)
def test_an_open_quotation_mark_is_damage(grid: Callable[[str], TextGrid], text: str) -> None:
    """A stray mark would swallow vendors; the row is named instead."""
    with pytest.raises(DamagedFileError, match="row 2"):
        list(grid(text).rows())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('ID,Name,Land\n1,"Main St, 1\nHouse B, Floor 2\nBonn",DE\n', id="an-address-in-lines"),
        pytest.param('ID,Name,Land\n1,5" pipes,DE\n2,6" pipes,DE\n', id="inches"),
        pytest.param('ID,Name,Land\n1,"Kvarn" Ltd,DE\n', id="text-after-the-mark"),
    ],
)
def test_other_quotation_marks_are_not(grid: Callable[[str], TextGrid], text: str) -> None:
    """Breaks and marks inside a field are data."""
    assert {len(row.texts) for row in grid(text).rows()} == {3}


def test_a_line_without_end(grid: Callable[[str], TextGrid]) -> None:
    """A file that is one endless line does not fill the memory."""
    with pytest.raises(HostileFileError, match="line"):
        grid("x" * (1 << 24) + "x")


def test_progress(grid: Callable[[str], TextGrid]) -> None:
    """Progress goes from nothing to all."""
    found = grid("ID,Name\n" + "1,Kvarn\n" * 20_000)
    rows = found.rows()
    next(rows)
    assert 0 < found.progress < 1
    assert sum(1 for _ in rows) == 20_000
    assert found.progress == 1
