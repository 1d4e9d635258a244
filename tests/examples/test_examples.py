"""The example vendor master, screened end to end: every row gets the verdict that it should."""

from __future__ import annotations

import csv
import fnmatch
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from screening import NotScreened

if TYPE_CHECKING:
    from collections.abc import Iterable

EXAMPLES = Path(__file__).parents[2] / "examples"
VERDICTS = {"LISTED", "REVIEW", "CLEAR", "NOT_SCREENED"}


def _csv(name: str) -> list[dict[str, str]]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


EXPECTED = _csv("expected.csv")


def _make(folder: Path) -> Path:
    out = folder / "vendors.xlsx"
    subprocess.run([sys.executable, str(EXAMPLES / "make_vendors.py"), "--out", str(out)], check=True)
    return out


Sheets = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    """The rows of each sheet of the review of the example file, by header."""
    vendors = _make(tmp_path_factory.mktemp("examples"))
    command = [
        sys.executable,
        "-W",
        "error",
        "-c",
        "from addin.cli import main; main()",
        "screen",
        str(vendors),
        "--quiet",
    ]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=vendors.parent)
    book = load_workbook(done.stdout.strip())
    return {sheet.title: _rows(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def _rows(cells: Iterable[tuple[object, ...]]) -> list[dict[str, str]]:
    texts = [["" if value is None else str(value) for value in row] for row in cells]
    start = next((place for place, row in enumerate(texts) if "Vendor id" in row), None)
    if start is None:
        return []
    return [dict(zip(texts[start], row, strict=False)) for row in texts[start + 1 :]]


def test_file_is_the_same_every_time(tmp_path: Path) -> None:
    """Equal text gives an equal workbook, byte for byte."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert _make(tmp_path / "a").read_bytes() == _make(tmp_path / "b").read_bytes()


def test_every_vendor_has_an_expectation() -> None:
    """`expected.csv` and `vendors.csv` speak of the same rows, in the same order."""
    vendors = [(row["id"], row["name"]) for row in _csv("vendors.csv") if row["id"]]
    assert [(row["id"], row["name"]) for row in EXPECTED] == vendors
    assert len({number for number, _ in vendors}) == len(vendors)
    for row in EXPECTED:
        assert set(row["verdicts"].split()) <= VERDICTS


def test_two_dozen_listed_names_stand_beside_near_misses() -> None:
    """The file holds enough of both kinds to mean something."""
    assert sum(bool(row["listed_name"]) for row in EXPECTED) >= 24
    assert sum(row["verdicts"] == "CLEAR" for row in EXPECTED) >= 300
    assert sum(row["verdicts"] == "NOT_SCREENED" for row in EXPECTED) >= 10


def test_every_vendor_has_a_verdict_that_is_expected(review: Sheets) -> None:
    """Each row once, under its number with leading zeros, with one of the verdicts allowed."""
    found = {row["Vendor id"]: row["Verdict"] for row in review["All screened"]}
    found |= dict.fromkeys((row["Vendor id"] for row in review["Not screened"]), "NOT_SCREENED")
    wrong = [
        f"{row['id']} {row['name']!r}: {found.get(row['id'], 'missing')}, expected {row['verdicts']}"
        for row in EXPECTED
        if found.get(row["id"]) not in row["verdicts"].split()
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "row", [row for row in EXPECTED if row["listed_name"]], ids=lambda row: ascii(row["name"])[1:-1].replace("\\", "")
)
def test_the_right_entry_comes_first(row: dict[str, str], review: Sheets) -> None:
    """A disguised name leads to the entry behind it."""
    names = [hit["Listed name"] for hit in review["Flagged"] if hit["Vendor id"] == row["id"]]
    assert names, "not flagged"
    patterns = row["listed_name"].casefold().split("|")
    assert any(fnmatch.fnmatchcase(names[0].casefold(), pattern) for pattern in patterns), names


def test_causes_of_rows_not_screened(review: Sheets) -> None:
    """Each unusable name says why it is none."""
    found = {row["Vendor id"]: row["Cause"] for row in review["Not screened"]}
    expected = {
        row["id"]: NotScreened[row["not_screened"]].value.rstrip(".").casefold()
        for row in EXPECTED
        if row["not_screened"]
    }
    assert {number: found.get(number, "").rstrip(".").casefold() for number in expected} == expected


def test_names_that_start_like_formulas_stay_text(review: Sheets) -> None:
    """`=Summe Logistik GmbH` arrives as a name."""
    names = {row["Vendor name"] for row in review["All screened"]}
    for name in ("=Summe Logistik GmbH", "+Plus Verpackung GmbH", "-Minus Kältetechnik AG", "@Heim Büromöbel GmbH"):
        assert name in names
