"""The monthly review from the ribbon: run, walk through, record, verify."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import platformdirs
import pytest
from openpyxl import load_workbook

from screening.review.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.addin.vba_excel import VbaExcel

LIST = [["No", "Vendor name", "Country"], [1.0, "Kvarnbore", "SE"], [2.0, "Ostervik Bakery", "NO"]]


@pytest.fixture(autouse=True)
def _fresh(excel: VbaExcel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A vendor list on the sheet of a workbook in a folder of the test; ledger and archive of its own."""
    excel.put("A1", LIST)
    excel.book.path = str(tmp_path)
    excel.book.name = "Vendors.xlsx"
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: tmp_path)
    monkeypatch.setenv("ENTITY_CHECK_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("ENTITY_CHECK_LEDGER", raising=False)


def _decide(path: Path) -> None:
    book = load_workbook(path)
    sheet = book["Flagged"]
    columns = {cell.value: place for place, cell in enumerate(sheet[1], 1)}
    today = datetime.now(UTC).astimezone().date()
    given: dict[str, Any] = {
        "Decision": "Escalate",
        "Reason code": "ES-FACTS",
        "Decided by": "A. Reviewer",
        "Decided on": today,
    }
    for header, value in given.items():
        sheet.cell(2, columns[header]).value = value
    book.save(path)


def test_run_record_verify(excel: VbaExcel, tmp_path: Path) -> None:
    """Each says what it did and what comes next; the second review compares with the first."""
    (message,) = excel.press("run_review")
    assert "2 rows reviewed, the first one here: 1 open items" in message
    audit = tmp_path / "Vendors-audit.xlsx"
    (message,) = excel.press("run_review")
    assert "compared with Vendors-audit.xlsx" in message
    excel.book.name = "Vendors-audit.xlsx"
    (message,) = excel.press("verify")
    assert "has changes that are not saved" in message
    excel.book.saved = True
    (message,) = excel.press("verify")
    assert "content and verdicts are as they were written" in message
    _decide(audit)
    (message,) = excel.press("record")
    assert "Recorded" in message
    with Ledger.open(tmp_path / "data" / "ledger.sqlite", create=False) as ledger:
        assert ledger.head.count == 1
    (message,) = excel.press("verify")
    assert "NOT VERIFIED" in message
    assert "Flagged!" in message


def test_workbook_in_no_file(excel: VbaExcel) -> None:
    """Neither recorded nor verified, but told how."""
    excel.book.saved = True
    for button in ("record", "verify"):
        (message,) = excel.press(button)
        assert "Save it here and try again" in message


def test_next_open(excel: VbaExcel) -> None:
    """Goes from one undecided row to the next, and says when there is none."""
    rows = [
        ["Item", "Status", "Decision"],
        [1.0, "Open: new", None],
        [2.0, "Open: new", "Escalate"],
        [3.0, "Decided: true match", "True match"],
        [4.0, "Open: escalated", None],
    ]
    excel.put("A1", rows)
    excel.select("A1")
    visited = []
    for _ in range(2):
        assert excel.press("next_open") == []
        visited.append(excel.selected())
    assert visited == ["C2", "C5"]
    assert excel.press("next_open") == ["No open item is below row 5; 2 are above or on it."]


def test_next_open_elsewhere(excel: VbaExcel) -> None:
    """On a vendor list there is nothing to decide."""
    (message,) = excel.press("next_open")
    assert "no sheet 'Flagged'" in message
