"""Labelled sets are read whole, or the cause is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.labels import LabelsError, Query, read_labels, sample, spelling

if TYPE_CHECKING:
    from pathlib import Path

POSITIVE = "query,class,expected_name,acceptable_names\nKvarn Bor,cut,Kvarn Borealis,Kvarn Borealis|Kvarn AB\n"
NEGATIVE = "query,class\nBorealis Bakery,real_SE\nKvarn 2,number_change\n"


def test_labels_of_all_files(tmp_path: Path) -> None:
    """Every set in the folder counts, and look-alikes are no real names."""
    (tmp_path / "a-positive.csv").write_text(POSITIVE, encoding="utf-8")
    (tmp_path / "b-positive.csv").write_text(POSITIVE, encoding="utf-8")
    (tmp_path / "a-negative.csv").write_text(NEGATIVE, encoding="utf-8")
    labels = read_labels(tmp_path)
    assert labels.positives == (Query("Kvarn Bor", "cut", frozenset({"kvarnborealis", "kvarnab"})),) * 2
    assert [query.text for query in labels.real] == ["Borealis Bakery"]
    assert len(labels.negatives) == 2


def test_missing_set_is_named(tmp_path: Path) -> None:
    """An empty folder is an error, not a perfect score."""
    with pytest.raises(LabelsError, match=r"no \*-positive\.csv"):
        read_labels(tmp_path)


def test_missing_column_is_named(tmp_path: Path) -> None:
    """The file and the column are said."""
    (tmp_path / "a-positive.csv").write_text("query,class\nKvarn,cut\n", encoding="utf-8")
    with pytest.raises(LabelsError, match=r"a-positive\.csv lacks the columns acceptable_names, expected_name"):
        read_labels(tmp_path)


def test_sample_is_the_same_on_every_run() -> None:
    """A sample takes the wanted number per kind, the same names each time."""
    queries = [Query(f"Kvarn {number}", kind) for number in range(20) for kind in ("cut", "typing")]
    assert sample(queries, 3) == sample(queries, 3)
    assert [query.kind for query in sample(queries, 3)] == ["cut"] * 3 + ["typing"] * 3
    assert len(sample(queries, None)) == len(queries)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Kvarn-Borealis, Ltd.", "KVARN BOREALIS LTD", id="case-and-punctuation"),
        pytest.param("Ｋｖａｒｎ", "kvarn", id="full-width"),
    ],
)
def test_spellings_that_count_as_one(one: str, other: str) -> None:
    """Only letters and digits tell spellings apart."""
    assert spelling(one) == spelling(other)
    assert spelling(one) != spelling(other + "x")
