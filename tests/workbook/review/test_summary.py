"""The Summary sheet says what was found, in what, and what it cannot say."""

from __future__ import annotations

import hashlib
import re
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zipfile import ZipFile

from openpyxl import load_workbook

from screening import Settings
from screening.lists.catalog import list_info
from screening.review.ledger import Ledger
from screening.settings import AFFILIATES_RULE_SUSPENDED_FROM, AFFILIATES_RULE_SUSPENDED_UNTIL
from tests.workbook.review.test_record import GOOD, LATER, fill
from workbook.read.vendor_file import open_vendors
from workbook.review.pipeline import ReviewOptions, write_review
from workbook.review.prose import LIMITS, affiliates_rule
from workbook.review.record import record_decisions
from workbook.review.reference_sheets import MEANINGS

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from screening import Screener
    from tests.workbook.review.conftest import Review


def _rows(book: Workbook) -> dict[str, object]:
    rows = book["Summary"].iter_rows(max_col=2, values_only=True)
    return {str(label): value for label, value in rows if label is not None}


def _text(book: Workbook) -> str:
    rows = book["Summary"].iter_rows(values_only=True)
    return "\n".join(str(value) for row in rows for value in row if value is not None)


def test_reconciliation_adds_up(book: Workbook) -> None:
    """Rows in = screened + duplicates + not screened, in numbers and in words."""
    rows = _rows(book)
    assert rows["Rows in"] == 9
    assert (rows["= Screened"], rows["+ Duplicates"], rows["+ Not screened"]) == (5, 1, 3)
    assert rows["Check"] == "5 + 1 + 3 = 9: the rows add up."


def test_source_is_named(book: Workbook, folder: Path) -> None:
    """File, hash, range and columns; no folder, which would tell where it lay."""
    rows = _rows(book)
    assert rows["File"] == "vendors.csv"
    assert rows["SHA-256"] == hashlib.sha256((folder / "vendors.csv").read_bytes()).hexdigest()
    assert str(rows["Sheet and range"]).endswith("A2:D10")
    assert "Vendor name" in str(rows["Names from"])
    assert str(folder) not in _text(book)


def test_time_and_table(book: Workbook, review: Review) -> None:
    """When, against what, and how old that was."""
    rows = _rows(book)
    assert rows["Screened"] == "2026-08-14 10:30 (UTC+02:00)"
    assert rows["Published"] == "2026-07-31, 14 days before this review"
    assert rows["Entity table"] == review().table_id


def test_stale_table_is_said_at_the_top(review: Review) -> None:
    """In words and bold, above every number of the tables."""
    sheet = load_workbook(review(now=datetime(2026, 12, 1, tzinfo=UTC)).path)["Summary"]
    texts = [str(sheet.cell(row, 1).value) for row in range(1, 10)]
    row = next(row for row, text in enumerate(texts, 1) if text.startswith("STALE TABLE: published 2026-07-31"))
    assert "123 days old" in texts[row - 1]
    assert sheet.cell(row, 1).font.b


def test_limits_are_said(book: Workbook) -> None:
    """The Federal Register governs; ownership cannot be seen."""
    text = _text(book)
    assert "The Federal Register governs" in text
    assert "cannot see ownership" in text
    assert "2025-11-10 to 2026-11-09" in text
    own_words = text.replace(list_info("SDN").name, "")
    assert not re.search(r"\b(blocked|banned)\b", own_words, re.IGNORECASE)
    assert all(limit in text for limit in LIMITS)


def test_affiliates_rule_comes_from_the_settings() -> None:
    """The dates stand in one place."""
    assert f"{AFFILIATES_RULE_SUSPENDED_FROM} to {AFFILIATES_RULE_SUSPENDED_UNTIL}" in affiliates_rule(Settings())
    later = Settings(affiliates_rule_suspended_until=date(2027, 11, 9))
    assert f"{AFFILIATES_RULE_SUSPENDED_FROM} to 2027-11-09" in affiliates_rule(later)


def test_open_items_come_first(book: Workbook) -> None:
    """How many, until when and where, by a click, before any other figure."""
    sheet = book["Summary"]
    cell = next(cell for (cell,) in sheet.iter_rows(max_col=1) if "open items" in str(cell.value))
    assert cell.value == "3 open items: decide by 2026-08-28 on the sheet Flagged"
    assert cell.hyperlink
    assert cell.hyperlink.location == "'Flagged'!A1"
    assert cell.row < next(tile.row for (tile,) in sheet.iter_rows(max_col=1) if isinstance(tile.value, int))
    assert "begins with 'Open'" in _text(book)


def test_no_open_items(review: Review) -> None:
    """Said in so many words, and nothing to click."""
    book = load_workbook(review([("0009", "Alder Metals", "US", "")]).path)
    cell = next(cell for (cell,) in book["Summary"].iter_rows(max_col=1) if "open items" in str(cell.value))
    assert (cell.value, cell.hyperlink) == ("No open items", None)
    assert "Nothing is left to be decided." in _text(book)


def test_hits_that_a_decision_silences_are_counted_apart(review: Review, screener: Screener, tmp_path: Path) -> None:
    """The heading does not promise rows that the sheet Flagged leaves out."""
    summary = review()
    assert "Hits per list: 3, all on the sheet Flagged" in _text(load_workbook(summary.path))
    fill(summary.path, {2: GOOD})
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        record_decisions(summary.path, ledger, lambda _id: screener.table, LATER)
        options = ReviewOptions(out=tmp_path / "next.xlsx", now=LATER, ledger=ledger)
        with open_vendors(summary.path.with_name("vendors.csv")) as file:
            after = write_review(file, screener, options)
    book = load_workbook(after.path)
    assert "Hits per list: 3, 2 of them on the sheet Flagged" in _text(book)
    assert book["Flagged"].max_row == 3


def test_two_native_charts(review: Review) -> None:
    """Their numbers are cells of this sheet."""
    summary = review()
    with ZipFile(summary.path) as archive:
        charts = [archive.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2)]
    sheet = load_workbook(summary.path)["Summary"]
    found = [re.findall(r"<(?:c:)?f>'Summary'!([^<]+)</", chart) for chart in charts]
    assert [len(refs) for refs in found] == [3, 6]
    labels, values = (sheet[ref.replace("$", "")] for ref in found[0][1:])
    cells = {cell[0].value for cell in (*labels, *values)}
    assert cells >= {"LISTED", "REVIEW", "CLEAR", 2, 1}


def test_every_setting_has_a_meaning() -> None:
    """A new setting needs a sentence on the Settings sheet."""
    assert {field.name for field in fields(Settings)} == MEANINGS.keys()
