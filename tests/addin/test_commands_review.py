"""The monthly review from the ribbon: run, walk through, record, verify, sign."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import platformdirs
import pytest
from openpyxl import load_workbook
from pyopenvba.exceptions import VBARuntimeError

import addin.commands.review
import addin.desk
from addin.cli_review import review_sign
from screening.review.decision import ROLES
from screening.review.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    import click

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
    assert "2 rows reviewed, the first one here: 1 open item on" in message
    audit = tmp_path / "Vendors-audit.xlsx"
    (message,) = excel.press("run_review")
    assert "compared with Vendors-audit.xlsx" in message
    excel.book.name = "Vendors-audit.xlsx"
    (message,) = excel.press("verify")
    assert "has changes that are not saved" in message
    excel.book.saved = True
    (message,) = excel.press("verify")
    assert "what the cells hold, and the verdicts, are as they were written" in message
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
    for button in ("record", "verify", "sign_off"):
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


def _audit(excel: VbaExcel, tmp_path: Path) -> Path:
    """Return the audit workbook of the list, which is active and saved."""
    excel.press("run_review")
    excel.book.name = "Vendors-audit.xlsx"
    excel.book.saved = True
    return tmp_path / "Vendors-audit.xlsx"


def _signatures(tmp_path: Path) -> list[tuple[str, str, str]]:
    with Ledger.open(tmp_path / "data" / "ledger.sqlite", create=False) as ledger:
        signed = [record.sign_off for record in ledger.records()]
    return [(one.role, one.name, one.remark) for one in signed]


def test_sign_off(excel: VbaExcel, tmp_path: Path) -> None:
    """Role, name and remark are asked for; the next role is offered; the workbook's file stays as it is."""
    audit = _audit(excel, tmp_path)
    before = audit.read_bytes()
    excel.app.answers = ["OK", " P.  Preparer ", ""]
    (message,) = excel.press("sign_off")
    assert message.startswith("P. Preparer has signed Vendors-audit.xlsx as preparer: review R-")
    excel.app.answers = ["OK", "B. Reviewer", "read twice"]
    excel.press("sign_off")
    assert excel.app.asked[3] == (
        "In which role do you sign: preparer, reviewer, approver? Signed already as preparer."
    )
    assert _signatures(tmp_path) == [("preparer", "P. Preparer", ""), ("reviewer", "B. Reviewer", "read twice")]
    assert audit.read_bytes() == before
    (message,) = excel.press("verify")
    assert "by B. Reviewer as reviewer" in message


def test_sign_off_in_no_role(excel: VbaExcel, tmp_path: Path) -> None:
    """Asked again, in words, until it is one; upper case and blanks do not matter."""
    _audit(excel, tmp_path)
    excel.app.answers = ["boss", "", " Approver ", "C. Approver", ""]
    excel.press("sign_off")
    assert [asked.partition(" In which")[0] for asked in excel.app.asked[1:3]] == [
        "'boss' is no role.",
        "'' is no role.",
    ]
    assert all(len(asked) <= 255 for asked in excel.app.asked)
    assert _signatures(tmp_path) == [("approver", "C. Approver", "")]


@pytest.mark.parametrize("answers", [[False], ["OK", False], ["OK", "B. Reviewer", False]], ids=len)
def test_sign_off_cancelled(excel: VbaExcel, tmp_path: Path, answers: list[object]) -> None:
    """Wherever it is cancelled, nothing happens, and that is said."""
    _audit(excel, tmp_path)
    excel.app.answers = answers
    assert excel.press("sign_off") == ["Cancelled: nothing was signed."]
    assert excel.app.answers == []
    assert _signatures(tmp_path) == []


def test_sign_off_refused(excel: VbaExcel, tmp_path: Path) -> None:
    """Without a name, twice in one role, in two roles: one sentence each, and no further signature."""
    _audit(excel, tmp_path)
    for role, name, said in (
        ("reviewer", " ", "needs a name"),
        ("reviewer", "B. Reviewer", "has signed"),
        ("reviewer", "C. Approver", "B. Reviewer has signed it as reviewer"),
        ("approver", "b. reviewer", "another person must sign as approver"),
    ):
        excel.app.answers = [role, name, ""]
        (message,) = excel.press("sign_off")
        assert said in message
    assert _signatures(tmp_path) == [("reviewer", "B. Reviewer", "")]


def test_sign_off_of_what_cannot_be_signed(excel: VbaExcel, tmp_path: Path) -> None:
    """Refused before anything is asked: unsaved changes, decisions filled in, a workbook of the group Export."""
    audit = _audit(excel, tmp_path)
    excel.book.saved = False
    (message,) = excel.press("sign_off")
    assert "has changes that are not saved" in message
    excel.book.saved = True
    _decide(audit)
    (message,) = excel.press("sign_off")
    assert "does not verify" in message
    excel.book.name = "Vendors.xlsx"
    excel.press("export_review")
    excel.book.name = "Vendors-review.xlsx"
    (message,) = excel.press("sign_off")
    assert "screening workbook" in message
    assert excel.app.asked == []


def test_sign_off_on_a_mac(excel: VbaExcel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can be asked there, so the command line is named."""
    _audit(excel, tmp_path)
    monkeypatch.setattr(addin.commands.review, "sys", SimpleNamespace(platform="darwin"))
    (message,) = excel.press("sign_off")
    assert 'entity-check review sign "Vendors-audit.xlsx" --as reviewer' in message
    assert excel.app.asked == []


def test_sign_off_where_excel_does_not_ask(excel: VbaExcel, tmp_path: Path) -> None:
    """Its reason is shown, and nothing is signed."""
    _audit(excel, tmp_path)
    excel.app.answers = [VBARuntimeError(1004, "Method InputBox failed")]
    (message,) = excel.press("sign_off")
    assert (
        message == "Excel cannot ask for what is needed: run-time error 1004: Method InputBox failed. Nothing was done."
    )
    assert _signatures(tmp_path) == []


def test_roles_are_those_of_the_command_line() -> None:
    """In the same words and order."""
    (role,) = (option for option in review_sign.params if option.name == "role")
    assert tuple(cast("click.Choice[str]", role.type).choices) == ROLES


@pytest.mark.parametrize("button", ["verify", "sign_off"])
def test_escape_stops_verifying(excel: VbaExcel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, button: str) -> None:
    """At the first sheet, not only before the work; nothing is signed."""
    excel.press("run_review")
    excel.book.name = "Vendors-audit.xlsx"
    excel.book.saved = True
    asked = iter([False, True])
    monkeypatch.setattr(addin.desk, "_escape_is_down", lambda: next(asked))
    assert excel.press(button) == ["Stopped with Esc; nothing was changed."]
    assert next(asked, None) is None
    with Ledger.open(tmp_path / "data" / "ledger.sqlite", create=False) as ledger:
        assert ledger.head.count == 0
