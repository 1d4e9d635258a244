"""A review that does not add up is not written."""

from __future__ import annotations

import pickle

import pytest

from screening import Verdict
from workbook.review.tally import ReviewInconsistentError, Tally


def _tally() -> Tally:
    tally = Tally(rows_in=6, not_screened=1)
    tally.vendors[Verdict.CLEAR] = 3
    tally.duplicates[Verdict.CLEAR] = 2
    return tally


def test_sound_counts_pass() -> None:
    """3 screened + 2 duplicates + 1 not screened are 6 rows."""
    _tally().check(written=5, not_screened=1, flagged=0)


@pytest.mark.parametrize(
    ("written", "not_screened", "flagged", "rows_in"),
    [
        pytest.param(5, 1, 0, 7, id="a-row-was-lost"),
        pytest.param(4, 1, 0, 6, id="all-screened"),
        pytest.param(5, 0, 0, 6, id="not-screened"),
        pytest.param(5, 1, 1, 6, id="flagged"),
    ],
)
def test_unsound_counts_raise(written: int, not_screened: int, flagged: int, rows_in: int) -> None:
    """Each count has a witness on a sheet."""
    tally = _tally()
    tally.rows_in = rows_in
    with pytest.raises(ReviewInconsistentError):
        tally.check(written=written, not_screened=not_screened, flagged=flagged)


def test_error_survives_pickling() -> None:
    """Its text is the same in another process."""
    error = ReviewInconsistentError("rows", 1, 2)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes
