"""A month of reviews on the command line: run, decide, record, run again, verify, sign."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from addin.cli import cli
from addin.terminal import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Call = Callable[..., tuple[int, str, str]]

AUDIT_SHEETS = ("Decision log", "Changes since last review", "False positives in force", "Tests")
CSV = "Vendor No.,Vendor Name,Country\n00017,Kvarn Borealis Dynamics,SE\n00018,Borealis Bakery,SE\n00019,,SE\n"


@pytest.fixture
def entity_check(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Call:
    """Run the command line with the small table, a ledger and an archive of its own; return code, output, errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENTITY_CHECK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ENTITY_CHECK_TABLE", str(table))

    def call(*args: str | Path) -> tuple[int, str, str]:
        code = run(cli, [str(arg) for arg in args])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def vendors(tmp_path: Path) -> Path:
    """A vendor file with a listed vendor, one that is CLEAR, and a blank one."""
    path = tmp_path / "vendors.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def _decide(path: Path, **cells: object) -> None:
    book = load_workbook(path)
    sheet = book["Flagged"]
    columns = {cell.value: place for place, cell in enumerate(sheet[1], 1)}
    given = {
        "Decision": "False positive",
        "Reason code": "FP-REGISTER",
        "Decided by": "A. Reviewer",
        "Decided on": datetime.now(UTC).astimezone().date(),
    }
    for header, value in (given | cells).items():
        sheet.cell(2, columns[header]).value = value  # type: ignore[assignment]
    book.save(path)


def test_a_month(entity_check: Call, vendors: Path) -> None:
    """What was cleared does not come up again, and the second workbook verifies and is signed."""
    code, out, _ = entity_check("review", "run", vendors, "--preparer", "P. Preparer", "--fail-on-open")
    assert code == 1
    assert re.search(r"^Open items +1 ", out, re.MULTILINE)
    first = vendors.with_name("vendors-audit.xlsx")
    assert load_workbook(first, read_only=True).sheetnames == [
        "Summary",
        "Flagged",
        "All screened",
        "Not screened",
        "Near misses",
        "Decision log",
        "Changes since last review",
        "False positives in force",
        "Lists",
        "Settings",
        "Tests",
        "Manifest",
    ]
    filled = first.with_name("filled.xlsx")
    filled.write_bytes(first.read_bytes())
    _decide(filled)
    code, out, _ = entity_check("review", "record", filled)
    assert (code, "Recorded" in out) == (0, True)
    code, out, _ = entity_check("review", "run", vendors, "--previous", first, "--fail-on-open")
    assert code == 0
    assert re.search(r"^Open items +0 ", out, re.MULTILINE)
    second = vendors.with_name("vendors-audit-2.xlsx")
    for workbook in (first, second):
        code, out, _ = entity_check("verify", workbook)
        assert (code, "Verified" in out) == (0, True), out
    assert entity_check("review", "sign", second, "--as", "reviewer", "--name", "B. Reviewer")[0] == 0
    assert "by B. Reviewer as reviewer" in entity_check("verify", second)[1]
    code, out, _ = entity_check("ledger", "verify")
    assert (code, "2 records" in out, "The chain holds." in out) == (0, True, True)
    shown = entity_check("ledger", "show")[1]
    assert "False positive: Kvarn Borealis Dynamics" in shown
    assert "signed by the reviewer" in shown


def test_row_that_is_refused(entity_check: Call, vendors: Path) -> None:
    """By row and cause, and with an exit code of its own."""
    entity_check("review", "run", vendors)
    path = vendors.with_name("vendors-audit.xlsx")
    _decide(path, **{"Decided by": None})
    code, out, _ = entity_check("review", "record", path)
    assert code == 1
    assert "Flagged row 2, Kvarn Borealis Dynamics: the decision has no name; fill in Decided by" in out


def test_edited_workbook_does_not_verify(entity_check: Call, vendors: Path) -> None:
    """The cell is named."""
    entity_check("review", "run", vendors)
    path = vendors.with_name("vendors-audit.xlsx")
    book = load_workbook(path)
    book["All screened"]["F2"].value = "CLEAR"
    book.save(path)
    code, out, _ = entity_check("verify", path)
    assert code == 1
    assert "All screened!F2" in out
    assert "NOT VERIFIED" in out
    assert "row 2, Kvarn Borealis Dynamics: CLEAR" in out


@pytest.mark.parametrize("saved_again", [False, True])
@pytest.mark.parametrize("command", [["verify"], ["review", "sign", "--as", "reviewer", "--name", "B"]], ids=" ".join)
def test_screening_workbook_is_not_to_be_verified(
    entity_check: Call, vendors: Path, command: list[str], *, saved_again: bool
) -> None:
    """It says what it is and what to do, not that something was changed."""
    entity_check("screen", vendors)
    path = vendors.with_name("vendors-review.xlsx")
    if saved_again:
        load_workbook(path).save(path)
    code, out, err = entity_check(*command, path)
    assert (code, out) == (26, "")
    assert "screening workbook" in err
    assert "entity-check review run" in err
    assert "changed" not in err


@pytest.mark.parametrize(
    "removed",
    [
        pytest.param(["Manifest"], id="manifest"),
        pytest.param(["Manifest", *AUDIT_SHEETS], id="all-that-screen-does-not-write"),
        pytest.param(["Manifest", "Settings"], id="settings-too"),
    ],
)
def test_audit_workbook_without_its_manifest_does_not_verify(
    entity_check: Call, vendors: Path, removed: list[str]
) -> None:
    """It was changed: whoever takes the Manifest away does not make it a screening workbook."""
    entity_check("review", "run", vendors)
    path = vendors.with_name("vendors-audit.xlsx")
    book = load_workbook(path)
    for title in removed:
        del book[title]
    book.save(path)
    code, out, err = entity_check("verify", path)
    assert (code, err) == (1, "")
    assert "Manifest: the sheet is missing" in out
    assert "NOT VERIFIED" in out


def test_no_forgery_verifies(entity_check: Call, vendors: Path) -> None:
    """Who takes every mark away gets what can never be verified, and still no word of trust."""
    entity_check("review", "run", vendors)
    path = vendors.with_name("vendors-audit.xlsx")
    book = load_workbook(path)
    for title in ("Manifest", *AUDIT_SHEETS):
        del book[title]
    for name, value, _ in book["Settings"].iter_rows():
        if name.value == "ledger id":
            value.value = "none"
    book.save(path)
    code, out, err = entity_check("verify", path)
    assert (code, out) == (26, "")
    assert "do not rely on it" in err


def test_verify_shows_how_far_it_is(
    entity_check: Call, vendors: Path, on_terminal: Callable[[Callable[[], object]], str]
) -> None:
    """Also while a signer waits for it; nothing where standard error goes elsewhere."""
    entity_check("review", "run", vendors)
    path = vendors.with_name("vendors-audit.xlsx")
    assert entity_check("verify", path)[2] == ""
    for command in (["verify", path], ["review", "sign", path, "--as", "reviewer", "--name", "B. Reviewer"]):
        shown = on_terminal(lambda: entity_check(*command))  # noqa: B023 - called at once
        assert [share in shown for share in ("Verifying", " 33%", "100%")] == [True] * 3


@pytest.mark.parametrize("command", [["review", "record"], ["verify"]], ids=" ".join)
def test_another_workbook(entity_check: Call, tmp_path: Path, command: list[str]) -> None:
    """Is refused in one line."""
    path = tmp_path / "other.xlsx"
    Workbook().save(path)
    code, out, err = entity_check(*command, path)
    assert code != 0
    assert "Entity Check" in out + err
    assert "Traceback" not in err


def test_previous_that_is_no_review(entity_check: Call, vendors: Path, tmp_path: Path) -> None:
    """Nothing is written."""
    path = tmp_path / "other.xlsx"
    Workbook().save(path)
    code, _, err = entity_check("review", "run", vendors, "--previous", path)
    assert code == 22
    assert "no review workbook" in err
    assert not vendors.with_name("vendors-audit.xlsx").exists()


def test_rule_out_of_range(entity_check: Call, vendors: Path) -> None:
    """Names the rule and what is allowed."""
    code, _, err = entity_check("review", "run", vendors, "--valid-days", "0")
    assert code == 50
    assert "valid_days" in err


def test_export_and_import(entity_check: Call, vendors: Path, tmp_path: Path) -> None:
    """The ledger goes to another place and verifies there; an export is never overwritten."""
    entity_check("review", "run", vendors)
    path = vendors.with_name("vendors-audit.xlsx")
    _decide(path)
    entity_check("review", "record", path)
    code, out, _ = entity_check("ledger", "export", "ledger.jsonl")
    assert (code, out.startswith("1 records")) == (0, True)
    assert entity_check("ledger", "export", "ledger.jsonl")[0] == 32
    code, out, _ = entity_check("ledger", "import", "ledger.jsonl", "--ledger", tmp_path / "other.sqlite")
    assert (code, out.startswith("1 records were added")) == (0, True)
    assert entity_check("ledger", "verify", "--ledger", tmp_path / "other.sqlite")[0] == 0
    code, _, err = entity_check("ledger", "import", vendors, "--ledger", tmp_path / "third.sqlite")
    assert (code, "export" in err) == (45, True)


def test_no_ledger(entity_check: Call, tmp_path: Path) -> None:
    """Looking at none makes none."""
    code, _, err = entity_check("ledger", "verify")
    assert (code, "There is no ledger" in err) == (44, True)
    assert not (tmp_path / "data").exists()


def test_delta(entity_check: Call, vendors: Path, table: Path) -> None:
    """Nothing moved between a table and itself; against the one of the package everything has."""
    code, out, err = entity_check("review", "delta", vendors, "--from", table)
    assert (code, "0 touched" in out) == (0, True)
    assert "days old" in err
    assert entity_check("review", "delta", vendors, "--from", table, "--to", table)[2] == ""  # it was chosen
    code, out, _ = entity_check("review", "delta", vendors, "--from", table, "--json")
    assert json.loads(out)["checked"] == 2
    code, _, err = entity_check("review", "delta", vendors, "--from", "0123456789abcdef")
    assert (code, "0123456789abcdef" in err) == (41, True)


def test_rules_of_the_last_review(entity_check: Call, vendors: Path) -> None:
    """Hold until somebody says otherwise, and recording goes by those of its own workbook."""
    entity_check("review", "run", vendors, "--second-review", "--valid-days", "30")
    first = vendors.with_name("vendors-audit.xlsx")
    entity_check("review", "run", vendors, "--previous", first)
    second = vendors.with_name("vendors-audit-2.xlsx")
    entity_check("review", "run", vendors, "--previous", second, "--no-second-review")
    third = vendors.with_name("vendors-audit-3.xlsx")
    assert [_rules(path) for path in (first, second, third)] == [("yes", 30), ("yes", 30), ("no", 30)]
    _decide(second)
    code, out, _ = entity_check("review", "record", second)
    assert (code, "second reviewer" in out) == (1, True)
    _decide(third)
    code, out, _ = entity_check("review", "record", third)
    assert (code, out.split()[:2]) == (0, ["Recorded", "1"])


def _rules(path: Path) -> tuple[object, ...]:
    settings = {str(row[0]): row[1] for row in load_workbook(path)["Settings"].iter_rows(values_only=True)}
    return settings["second_review"], settings["valid_days"]


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        pytest.param("All screened", "F2", "CLEAR", id="verdict"),
        pytest.param("Settings", "B20", 1, id="setting"),
        pytest.param("Manifest", "D2", "0" * 64, id="manifest"),
    ],
)
def test_previous_that_was_changed(entity_check: Call, vendors: Path, sheet: str, cell: str, value: object) -> None:
    """Nobody can hide a change of verdict in last month's workbook."""
    entity_check("review", "run", vendors)
    path = vendors.with_name("vendors-audit.xlsx")
    book = load_workbook(path)
    assert book[sheet][cell].value != value
    book[sheet][cell].value = value
    book.save(path)
    code, _, err = entity_check("review", "run", vendors, "--previous", path)
    assert code == 22, err
    assert sheet in err
    assert not vendors.with_name("vendors-audit-2.xlsx").exists()


def test_previous_in_which_decisions_were_filled_in(entity_check: Call, vendors: Path) -> None:
    """The near miss: what people write on Flagged is no part of the comparison."""
    entity_check("review", "run", vendors)
    path = vendors.with_name("vendors-audit.xlsx")
    _decide(path)
    code, _, err = entity_check("review", "run", vendors, "--previous", path)
    assert code == 0, err


def test_previous_screening_workbook(entity_check: Call, vendors: Path) -> None:
    """Is taken as it was written; saved again, nothing tells what was changed in it."""
    entity_check("screen", vendors)
    path = vendors.with_name("vendors-review.xlsx")
    assert entity_check("review", "run", vendors, "--previous", path)[0] == 0
    load_workbook(path).save(path)
    code, _, err = entity_check("review", "run", vendors, "--previous", path)
    assert (code, "no Manifest" in err) == (22, True)


def test_mistyped_ledger(entity_check: Call, vendors: Path, tmp_path: Path) -> None:
    """Recording makes no new ledger under a name that somebody gave."""
    entity_check("screen", vendors)
    path = vendors.with_name("vendors-review.xlsx")
    _decide(path)
    code, _, err = entity_check("review", "record", path, "--ledger", tmp_path / "leger.sqlite")
    assert (code, "There is no ledger" in err) == (44, True)
    assert not (tmp_path / "leger.sqlite").exists()


def test_new_ledger(entity_check: Call, vendors: Path, tmp_path: Path) -> None:
    """Is said where there may be an old one under another name; not in the first month, and not again."""
    assert "no ledger" not in entity_check("review", "run", vendors)[2]
    again = ("review", "run", vendors, "--ledger", tmp_path / "leger.sqlite")
    assert "an empty one was made" in entity_check(*again)[2]
    assert "an empty one was made" not in entity_check(*again)[2]


def test_table_that_was_not_kept(
    entity_check: Call, vendors: Path, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another machine, to which the workbook and the table were copied."""
    entity_check("review", "run", vendors)
    path = vendors.with_name("vendors-audit.xlsx")
    monkeypatch.delenv("ENTITY_CHECK_TABLE")
    monkeypatch.setenv("ENTITY_CHECK_DATA", str(tmp_path / "elsewhere"))
    code, out, _ = entity_check("verify", path)
    assert (code, "NOT VERIFIED" in out) == (1, True)
    code, out, _ = entity_check("verify", path, "--table", table)
    assert (code, "NOT VERIFIED" in out) == (0, False), out


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a stand-in for LibreOffice on PATH that makes a small PDF."""
    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nprintf '%%PDF-1.6\\nstartxref\\n0\\n' > summary.pdf\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    return program


def test_pdf(entity_check: Call, vendors: Path, office: Path) -> None:
    """Beside the workbook, under the same free name; never replaced."""
    vendors.with_name("vendors-audit.pdf").write_text("somebody's own", encoding="utf-8")
    code, out, _ = entity_check("review", "run", vendors, "--pdf")
    path = vendors.with_name("vendors-audit-2.pdf")
    assert office.exists()
    assert code == 0
    assert re.search(rf"^Summary +{re.escape(str(path))}$", out, re.MULTILINE)
    first = path.read_bytes()
    assert first.startswith(b"%PDF-1.6\n")
    assert entity_check("review", "run", vendors, "--pdf", "--out", path.with_suffix(".xlsx"))[0] == 32
    assert path.read_bytes() == first
    code, out, _ = entity_check("review", "run", vendors, "--pdf", "--quiet")
    assert out.strip() == str(path.with_name("vendors-audit-3.xlsx"))
    assert path.with_name("vendors-audit-3.pdf").exists()


def test_no_pdf_unless_asked(entity_check: Call, vendors: Path, office: Path) -> None:
    """LibreOffice need not be there either."""
    office.unlink()
    code, out, _ = entity_check("review", "run", vendors)
    assert code == 0
    assert not re.search(r"^Summary ", out, re.MULTILINE)
    assert not list(vendors.parent.glob("*.pdf"))


def test_pdf_without_libreoffice(
    entity_check: Call, vendors: Path, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said before any work: nothing is written, not even a ledger."""
    office.unlink()
    monkeypatch.setattr("workbook.office._usual_places", lambda *_: ())
    code, out, err = entity_check("review", "run", vendors, "--pdf")
    assert (code, out) == (34, "")
    assert "needs LibreOffice" in err
    assert not list(vendors.parent.glob("vendors-audit*"))
    assert not (vendors.parent / "data").exists()


def test_pdf_that_is_not_ours(entity_check: Call, vendors: Path, office: Path) -> None:
    """Is never replaced, and that too is said before any work."""
    pdf = vendors.with_name("review.pdf")
    pdf.write_text("somebody's own", encoding="utf-8")
    code, _, err = entity_check("review", "run", vendors, "--pdf", "--out", vendors.with_name("review.xlsx"))
    assert office.exists()
    assert (code, "review.pdf" in err) == (32, True)
    assert pdf.read_text("utf-8") == "somebody's own"
    assert not vendors.with_name("review.xlsx").exists()


def test_pdf_that_is_stopped(entity_check: Call, vendors: Path, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C stops the PDF alone: that nothing was written would not be true."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("workbook.review.summary_pdf.to_pdf", stopped)
    code, out, err = entity_check("review", "run", vendors, "--pdf")
    path = vendors.with_name("vendors-audit.xlsx")
    assert office.exists()
    assert (code, "Open items" in out) == (35, True)
    assert "is complete, but" in err
    assert "Ctrl-C" in err
    assert "nothing was written" not in err
    assert {one.name for one in vendors.parent.glob("*audit*")} == {path.name, f"{path.name}.sha256"}


def test_pdf_that_fails(entity_check: Call, vendors: Path, office: Path) -> None:
    """The workbook is complete and verifies, all is said of it, and then that there is no PDF."""
    office.write_text("#!/bin/sh\necho 'it broke'\nexit 1\n", encoding="utf-8")
    code, out, err = entity_check("review", "run", vendors, "--pdf")
    path = vendors.with_name("vendors-audit.xlsx")
    assert code == 35
    assert "Open items" in out
    assert re.search(r"vendors-audit\.xlsx is complete, but .*vendors-audit\.pdf was not written: .*it broke", err)
    assert not path.with_suffix(".pdf").exists()
    assert entity_check("verify", path)[0] == 0


def test_nothing_is_replaced(entity_check: Call, vendors: Path, tmp_path: Path) -> None:
    """An audit workbook that is there stays, by `review run` and by `screen`; so does a checksum alone."""
    out = tmp_path / "kept.xlsx"
    assert entity_check("review", "run", vendors, "--out", out)[0] == 0
    before = out.read_bytes()
    code, _, err = entity_check("review", "run", vendors, "--out", out)
    assert (code, "kept.xlsx: it exists" in err) == (32, True)
    assert entity_check("screen", vendors, "--out", out)[0] == 32
    assert out.read_bytes() == before
    out.unlink()
    code, _, err = entity_check("review", "run", vendors, "--out", out)
    assert (code, "kept.xlsx.sha256: it exists" in err) == (32, True)
    assert not out.exists()
    assert entity_check("screen", vendors, "--out", tmp_path / "other.xlsx")[0] == 0
    assert entity_check("screen", vendors, "--out", tmp_path / "other.xlsx")[0] == 0  # a plain review is made anew


def test_name_beside_a_checksum(entity_check: Call, vendors: Path) -> None:
    """Without --out the next free name is taken, and the checksum of a review that was moved away stays."""
    vendors.with_name("vendors-audit.xlsx.sha256").write_text("of a workbook that is elsewhere\n")
    _, out, _ = entity_check("review", "run", vendors, "--quiet")
    assert out.strip().endswith("vendors-audit-2.xlsx")
    assert vendors.with_name("vendors-audit.xlsx.sha256").read_text() == "of a workbook that is elsewhere\n"


def test_what_a_review_leaves_out_is_said(entity_check: Call, vendors: Path, tmp_path: Path) -> None:
    """Lists that were not chosen, a last review that was not named, another ledger than its own."""
    _, _, err = entity_check("review", "run", vendors)
    assert "Note" not in err
    first = vendors.with_name("vendors-audit.xlsx")
    _decide(first)
    entity_check("review", "record", first)
    _, _, err = entity_check("review", "run", vendors, "--lists", "EL")
    assert "screened against EL only" in err
    assert "no last review was named" in err
    book = load_workbook(vendors.with_name("vendors-audit-2.xlsx"))
    assert "NOT ALL LISTS" in "".join(str(cell.value) for row in book["Summary"] for cell in row)
    second = vendors.with_name("vendors-audit-2.xlsx")
    _, _, err = entity_check("review", "run", vendors, "--previous", second, "--ledger", tmp_path / "other.sqlite")
    assert "was made with another ledger" in err
    _, _, err = entity_check("review", "run", vendors, "--previous", second)
    assert "Note" not in err
    book = load_workbook(vendors.with_name("vendors-audit-4.xlsx"))
    assert "NOT ALL LISTS" not in "".join(str(cell.value) for row in book["Summary"] for cell in row)


def test_lists_left_out_are_no_change_of_the_lists(entity_check: Call, vendors: Path) -> None:
    """The cause is the choice, which is a setting."""
    entity_check("review", "run", vendors)
    first = vendors.with_name("vendors-audit.xlsx")
    code, _, err = entity_check("review", "run", vendors, "--previous", first, "--lists", "SDN")
    assert code == 0, err
    rows = load_workbook(vendors.with_name("vendors-audit-2.xlsx"))["Changes since last review"].iter_rows(
        values_only=True
    )
    text = "\n".join(str(cell) for row in rows for cell in row if cell)
    assert "settings changed" in text
    assert "list changed" not in text


def test_signing_with_open_items_is_said(entity_check: Call, vendors: Path) -> None:
    """The signature is kept, for it is not the program that decides; once all is decided nothing is said."""
    entity_check("review", "run", vendors)
    first = vendors.with_name("vendors-audit.xlsx")
    code, _, err = entity_check("review", "sign", first, "--as", "preparer", "--name", "P. Preparer")
    assert (code, "1 of its items were open" in err) == (0, True)
    filled = vendors.with_name("filled.xlsx")
    filled.write_bytes(first.read_bytes())
    _decide(filled)
    _, out, _ = entity_check("review", "record", filled)
    assert "the next review run shows what was decided" in out
    entity_check("review", "run", vendors, "--previous", first)
    second = vendors.with_name("vendors-audit-2.xlsx")
    code, _, err = entity_check("review", "sign", second, "--as", "preparer", "--name", "P. Preparer")
    assert (code, err) == (0, "")


@pytest.mark.parametrize(
    "command",
    [["review", "record"], ["verify"], ["review", "sign", "--as", "preparer", "--name", "P. Preparer"]],
    ids=lambda command: command[-1] if len(command) < 3 else "sign",
)
def test_no_such_workbook(entity_check: Call, vendors: Path, tmp_path: Path, command: list[str]) -> None:
    """Missing, a folder, or no workbook at all: each in words of its own."""
    entity_check("review", "run", vendors)
    code, _, err = entity_check(*command, tmp_path / "missing.xlsx")
    assert (code, "there is no such file" in err) == (11, True)
    code, _, err = entity_check(*command, tmp_path)
    assert (code != 0, "it is no file" in err) == (True, True)
    code, _, err = entity_check(*command, vendors)
    assert (code != 0, "it is no workbook" in err) == (True, True)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param('{"format":"entity-check ledger 1","id":"\\ud800"}\n', "Line 1 names no ledger", id="surrogate"),
        pytest.param('{"format":"entity-check ledger 1","id":7}\n', "Line 1 names no ledger", id="number"),
        pytest.param("x" * (10_000_000 + 2), "Line 1 is longer", id="endless-line"),
    ],
)
def test_import_of_what_is_no_export(entity_check: Call, tmp_path: Path, lines: str, said: str) -> None:
    """Nothing is made of it."""
    path = tmp_path / "export.jsonl"
    path.write_text(lines, encoding="utf-8")
    code, _, err = entity_check("ledger", "import", path)
    assert (code, said in err) == (45, True)
    assert not (tmp_path / "data").exists()


def test_verdict_that_is_none(entity_check: Call, vendors: Path) -> None:
    """The cell is named, though the verdicts cannot be compared then."""
    entity_check("review", "run", vendors)
    path = vendors.with_name("vendors-audit.xlsx")
    book = load_workbook(path)
    book["All screened"]["F2"].value = "FINE"
    book.save(path)
    code, out, err = entity_check("verify", path)
    assert (code, err) == (1, "")
    assert "All screened!F2" in out
    assert "NOT VERIFIED" in out


def test_looks_are_not_checked(entity_check: Call, vendors: Path) -> None:
    """Said of a workbook that was saved again; of one that is byte for byte as written there is nothing to say."""
    entity_check("review", "run", vendors)
    path = vendors.with_name("vendors-audit.xlsx")
    assert "Looks" not in entity_check("verify", path)[1]
    book = load_workbook(path)
    book["Flagged"].row_dimensions[2].hidden = True
    book.save(path)
    code, out, _ = entity_check("verify", path)
    assert code == 0  # whoever signs a file saves it again; the line "Checksum" says so
    assert re.search(r"^Looks +not checked: formats, hidden rows", out, re.MULTILINE)


def test_ledger_from_an_older_export(entity_check: Call, vendors: Path, tmp_path: Path) -> None:
    """Decisions that the last review shows would be forgotten, so nothing is done; without that review it goes on."""
    entity_check("review", "run", vendors)
    first = vendors.with_name("vendors-audit.xlsx")
    entity_check("ledger", "export", "old.jsonl")
    filled = vendors.with_name("filled.xlsx")
    filled.write_bytes(first.read_bytes())
    _decide(filled)
    entity_check("review", "record", filled)
    entity_check("review", "run", vendors, "--previous", first)
    second = vendors.with_name("vendors-audit-2.xlsx")
    assert entity_check("review", "run", vendors, "--previous", second)[0] == 0
    old = tmp_path / "old.sqlite"
    assert entity_check("ledger", "import", "old.jsonl", "--ledger", old)[0] == 0
    code, _, err = entity_check("review", "run", vendors, "--previous", second, "--ledger", old)
    assert (code, "lacks record 1" in err) == (45, True)
    assert not vendors.with_name("vendors-audit-4.xlsx").exists()
    assert entity_check("review", "run", vendors, "--previous", first, "--ledger", old)[0] == 0


def _due(path: Path) -> set[object]:
    rows = iter(load_workbook(path)["Flagged"].values)
    at = next(rows).index("Due")
    return {row[at] for row in rows if row[at]}


def test_closing_run_keeps_the_days(
    entity_check: Call, vendors: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the same --previous, and in the first month without one: what nobody decided does not begin anew."""
    days = iter((1, 20, 21, 22))
    monkeypatch.setattr("addin.cli_review.now", lambda: datetime(2026, 9, next(days), 9, tzinfo=UTC))
    audits = [vendors.with_name(f"vendors-audit{end}.xlsx") for end in ("", "-2", "-3")]
    for _ in audits[:2]:
        assert entity_check("review", "run", vendors)[0] == 0
    assert _due(audits[0]) == _due(audits[1]) == {datetime(2026, 9, 15)}  # noqa: DTZ001 - cells know no zone
    elsewhere = tmp_path / "elsewhere.xlsx"
    audits[0].rename(elsewhere)
    audits[1].unlink()
    _, out, _ = entity_check("review", "run", vendors, "--closes", elsewhere, "--out", audits[2])
    assert _due(audits[2]) == {datetime(2026, 9, 15)}  # noqa: DTZ001 - cells know no zone
    assert "of them overdue" in out
    audits[2].unlink()
    entity_check("review", "run", vendors, "--out", tmp_path / "alone.xlsx")
    assert _due(tmp_path / "alone.xlsx") == {datetime(2026, 10, 6)}  # noqa: DTZ001 - cells know no zone


def test_changed_days_of_the_last_review_are_said(entity_check: Call, vendors: Path) -> None:
    """A row that was changed has no say, and whoever relies on the days must know."""
    entity_check("review", "run", vendors)
    path = vendors.with_name("vendors-audit.xlsx")
    book = load_workbook(path)
    columns = {cell.value: place for place, cell in enumerate(book["Flagged"][1], 1)}
    book["Flagged"].cell(2, columns["Due"]).value = datetime(2027, 9, 1)  # noqa: DTZ001 - cells know no zone
    book.save(path)
    _, _, err = entity_check("review", "run", vendors, "--previous", path)
    assert "rows of Flagged in vendors-audit.xlsx were changed or deleted (1)" in err


def test_older_lists_than_last_time(entity_check: Call, vendors: Path, source: Path, tmp_path: Path) -> None:
    """As when --table was forgotten; the same table again is no matter."""
    entity_check("review", "run", vendors)
    path = vendors.with_name("vendors-audit.xlsx")
    assert "older than that of the last review" not in entity_check("review", "run", vendors, "--previous", path)[2]
    older = tmp_path / "consolidated-2026-01-15.csv"
    older.write_bytes(source.read_bytes())
    assert entity_check("lists", "build", older, "--out", tmp_path / "older")[0] == 0
    code, _, err = entity_check("review", "run", vendors, "--previous", path, "--table", tmp_path / "older")
    assert (code, "2026-01-15, older than that of the last review, 2026-01-31" in err) == (0, True)
