"""Another spreadsheet program reads the review as it was meant."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from screening.review.ledger import Ledger
from tests.workbook.review.conftest import converted
from tests.workbook.review.test_record import GOOD, LATER, fill
from workbook.review.record import record_decisions

if TYPE_CHECKING:
    from pathlib import Path

    from screening import Screener
    from tests.workbook.review.conftest import Review

NAMES = (
    "=1+1 Metals",
    "@SUM(A1) Ltd",
    "+Plus Metals",
    "-Minus Metals",
    "_x0041_ Metals",
    "Acme \\x01 \x02 Ltd",
    "山海 Ltd",
)


@pytest.fixture
def reviewed(review: Review) -> Path:
    """Return a review of names that try to be something else."""
    vendors = [(f"{n:04}", name, "", "") for n, name in enumerate(NAMES)]
    return review([*vendors, ("0100", "Kvarn Borealis Trading", "CN", "")]).path


def test_names_survive(soffice: str, reviewed: Path, tmp_path: Path) -> None:
    """What was typed is what LibreOffice shows, character for character."""
    # Comma, double quote, UTF-8, from line 1, cells as shown, the third sheet.
    kind = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3"
    converted(soffice, reviewed, kind, tmp_path)
    path = next(tmp_path.glob("*All screened*.csv"))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shown = [name.replace("\\x01", "\\\\x01").replace("\x02", "\\x02") for name in NAMES]
    assert [row["Vendor name"] for row in rows][: len(NAMES)] == shown
    assert rows[0]["Vendor id"] == "0000"


def test_tables_charts_and_links_survive(soffice: str, reviewed: Path, tmp_path: Path) -> None:
    """Written by LibreOffice and read again, nothing has become a formula and both charts are there."""
    saved = converted(soffice, reviewed, "xlsx", tmp_path)
    with ZipFile(saved) as archive:
        assert sum(name.startswith("xl/charts/chart") for name in archive.namelist()) == 2
    book = load_workbook(saved)
    assert book["Flagged"].conditional_formatting
    assert {cell.data_type for row in book["All screened"].iter_rows() for cell in row} <= {"s", "n"}
    assert any(cell.hyperlink for row in book["Flagged"].iter_rows() for cell in row)


def test_decisions_survive(soffice: str, review: Review, screener: Screener, tmp_path: Path) -> None:
    """Filled in, saved by LibreOffice and recorded: no row looks tampered with, and the decision is whole."""
    path = review().path
    fill(path, {2: GOOD})
    saved = converted(soffice, path, "xlsx:Calc MS Excel 2007 XML", tmp_path)
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        report = record_decisions(saved, ledger, lambda _id: screener.table, LATER)
    assert not report.refused
    assert not report.missing
    assert [decision.comment for decision in report.recorded] == ["A bakery."]
    assert report.undecided == 2


def test_drop_downs_survive(soffice: str, reviewed: Path, tmp_path: Path) -> None:
    """The choices are there after LibreOffice has saved the workbook, and so is the protection."""
    sheet = load_workbook(converted(soffice, reviewed, "xlsx:Calc MS Excel 2007 XML", tmp_path))["Flagged"]
    kinds = [validation.type for validation in sheet.data_validations.dataValidation]
    assert kinds.count("list") == 2
    assert sheet.protection.sheet
    columns = {cell.value: place for place, cell in enumerate(sheet[1], 1)}
    assert not sheet.cell(2, columns["Decision"]).protection.locked
    assert sheet.cell(2, columns["Vendor name"]).protection.locked
