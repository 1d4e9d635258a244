"""A sheet's digest holds on to what the sheet says, and to nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.read.number_formats import unescape
from workbook.review.digest import BLANK, DIGEST_BYTES, SheetDigest, formula_token, token, written_token
from workbook.review.visible import CELL_LIMIT, cell_text, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.cells import CellValue
    from workbook.review.digest import SheetRecord

ROWS: tuple[tuple[CellValue, ...], ...] = (
    ("Row", "Name", "Day"),
    (2, "Kvarn Borealis", date(2026, 1, 31)),
    (3, None, None),
    (4, "Borealis Bakery", None),
)


def _record(rows: Sequence[Sequence[CellValue]], title: str = "Found rows") -> SheetRecord:
    digest = SheetDigest(title)
    for row in rows:
        digest.append(row)
    return digest.record()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(100, 100.0, id="whole-number"),
        pytest.param(0.0, -0.0, id="zero"),
        pytest.param(0.1 + 0.2, 0.3, id="fifteen-digits"),
        pytest.param(None, "", id="blank"),
        pytest.param(date(2026, 1, 31), datetime(2026, 1, 31), id="day"),  # noqa: DTZ001 - cells know no zone
    ],
)
def test_equal_cells(one: CellValue, other: CellValue) -> None:
    """What any reader or writer may give for the other."""
    assert token(one) == token(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(100, "100", id="number-and-text"),
        pytest.param(1, True, id="number-and-boolean"),
        pytest.param(0, None, id="zero-and-blank"),
        pytest.param(" ", None, id="space-and-blank"),
        pytest.param(87.5, 87.6, id="numbers"),
        pytest.param(10**400, 10**401, id="numbers-beyond-floats"),
        pytest.param(date(2026, 1, 31), "2026-01-31", id="day-and-text"),
        pytest.param(date(2026, 1, 31), datetime(2026, 1, 31, 8, tzinfo=UTC), id="day-and-hour"),
        pytest.param(time(8), timedelta(hours=8), id="time-and-duration"),
        pytest.param("Kvarn", "kvarn", id="case"),
        pytest.param("_x005F_x0041_ Metals", "_x0041_ Metals", id="what-looks-like-an-escape"),
        pytest.param("Kvarn", "Kvarn ", id="blank-at-the-end"),
    ],
)
def test_unequal_cells(one: CellValue, other: CellValue) -> None:
    """Near misses of the above."""
    assert token(one) != token(other)


def test_formula_is_no_text() -> None:
    """A text that looks like a formula is none."""
    assert formula_token("=1+1") != token("=1+1")


@given(st.text())
def test_written_text_is_what_readers_find(text: str) -> None:
    """The short way for plain text and the long one agree, and the escape for the file's sake is undone."""
    assert written_token(text) == token(shown(text)) == token(unescape(cell_text(text)))


def test_long_text_is_digested_as_it_was_cut() -> None:
    """Also in UTF-16 units, of which such letters take two."""
    for text in ("k" * (CELL_LIMIT + 1), "\U0001f600" * (CELL_LIMIT // 2 + 1)):
        assert written_token(text) == token(shown(text))
        assert written_token(text) != token(text)


def test_size_and_blanks() -> None:
    """Blanks at the end of rows, of columns and of the sheet are nothing; those before count."""
    record = _record(ROWS)
    assert (record.rows, record.columns) == (4, 3)
    assert _record([*((*row, None, "") for row in ROWS), (), ("", None)]) == record
    assert _record([ROWS[0], (), *ROWS[1:]]) != record
    assert _record([(None, *row) for row in ROWS]) != record


def test_blank_row_and_column() -> None:
    """Have the digest of nothing."""
    record = _record([("a", None, "b"), (), ("c",)])
    assert record.row_digests[DIGEST_BYTES : 2 * DIGEST_BYTES] == BLANK
    assert record.column_digests[DIGEST_BYTES : 2 * DIGEST_BYTES] == BLANK


def test_title_counts() -> None:
    """Two sheets of equal rows differ by name alone, and only in the sheet's own digest."""
    one, other = _record(ROWS), _record(ROWS, "Lost rows")
    assert one.sha256 != other.sha256
    assert (one.row_digests, one.column_digests) == (other.row_digests, other.column_digests)


CELLS = st.one_of(st.none(), st.just(""), st.integers(0, 9), st.sampled_from(["a", "b", "n1"]))
SHEETS = st.lists(st.lists(CELLS, max_size=4), max_size=8)


def _filled(rows: Sequence[Sequence[CellValue]]) -> list[list[str]]:
    tokens = [[token(cell) for cell in row] for row in rows]
    for row in tokens:
        while row and not row[-1]:
            row.pop()
    while tokens and not tokens[-1]:
        tokens.pop()
    return tokens


@given(SHEETS, SHEETS)
def test_equal_digests_are_equal_cells(one: list[list[CellValue]], other: list[list[CellValue]]) -> None:
    """No two sheets that differ in a cell share a digest, and equal ones always do."""
    assert (_record(one) == _record(other)) is (_filled(one) == _filled(other))


@given(SHEETS, st.integers(1, 3))
def test_batches_do_not_show(rows: list[list[CellValue]], batch: int) -> None:
    """Rows are digested together for speed; how many together changes nothing."""
    digest = SheetDigest("Found rows")
    for number, row in enumerate(rows):
        digest.append(row)
        if number % batch == 0:
            digest.record()  # ends the batch
    assert digest.record() == _record(rows)
