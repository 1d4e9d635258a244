"""`entity-check ledger`: verify, show, export, import, each with its exit code."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from addin.cli import cli
from addin.environment import LEDGER_ENVIRONMENT
from addin.terminal import run
from screening import Entry, Vendor, Verdict
from screening.review import ledger as of_ledger
from screening.review.decision import Choice, Decision, Reason, SignOff
from screening.review.fingerprints import entry_facts, vendor_facts
from screening.review.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Call = Callable[..., tuple[int, str, str]]

NOW = datetime(2026, 8, 14, 10, 30, tzinfo=UTC)
SIGNED = SignOff(role="approver", name="C. Approver", signed=date(2026, 8, 20), review="R-1", workbook="ab" * 32)


def _decided(number: int, name: str = "Kvarn Borealis Bakery") -> Decision:
    return Decision(
        vendor=vendor_facts(Vendor(name=f"{name} {number}"), f"{number:04}"),
        entry=entry_facts(Entry(key="EL-7KQ2M9XA3F", list="EL", name="Kvarn Borealis Trading"), ()),
        choice=Choice.FALSE_POSITIVE,
        reason=Reason.FP_BUSINESS,
        decider="A. Reviewer",
        decided=date(2026, 8, 14),
        expires=date(2027, 8, 14),
        verdict=Verdict.REVIEW,
        score=88.5,
    )


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run `entity-check ledger` in a folder with a ledger of three records; return code, output, errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(LEDGER_ENVIRONMENT, "ledger.sqlite")
    with Ledger.open("ledger.sqlite") as ledger:
        ledger.append([_decided(1), _decided(2), SIGNED], NOW)

    def called(*args: str) -> tuple[int, str, str]:
        code = run(cli, ["ledger", *args])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return called


def _edit(statement: str) -> None:
    with Ledger.open("ledger.sqlite") as ledger:
        for what in ("UPDATE", "DELETE"):
            ledger._connection.exec_driver_sql(f"DROP TRIGGER entity_check_no_{what}")
        ledger._connection.exec_driver_sql(statement)


def test_verify(call: Call) -> None:
    """Says how long the chain is and where it ends."""
    with Ledger.open("ledger.sqlite") as ledger:
        head = ledger.head
    code, out, err = call("verify")
    assert (code, err) == (0, "")
    assert f"3 records, last hash {head.hash}" in out
    assert out.endswith("The chain holds.\n")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        pytest.param(
            "UPDATE entity_check_records SET body = '{}' WHERE position = 2", "record 2 was changed", id="changed"
        ),
        pytest.param(
            "DELETE FROM entity_check_records WHERE position = 2", "record 3 stands where record 2 should", id="deleted"
        ),
        pytest.param("DELETE FROM entity_check_records WHERE position = 3", "holds 2 records and states 3", id="cut"),
    ],
)
def test_verify_what_was_edited(call: Call, tmp_path: Path, statement: str, said: str) -> None:
    """Names the record and exits with 1; such a ledger is not exported."""
    _edit(statement)
    code, out, _ = call("verify")
    assert code == 1
    assert said in out
    assert "THE CHAIN DOES NOT HOLD" in out
    assert "The chain holds" not in out
    code, _, err = call("export", "export.jsonl")
    assert (code, "nothing was exported" in err) == (45, True)
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.sqlite"]


def test_verify_names_no_more_than_fit(call: Call) -> None:
    """Twenty problems, and that there are more."""
    with Ledger.open("ledger.sqlite") as ledger:
        ledger.append([_decided(number) for number in range(10, 40)], NOW)
    _edit("UPDATE entity_check_records SET recorded = ''")
    code, out, _ = call("verify")
    assert (code, out.count("was changed after it was written")) == (1, 20)
    assert "  and more\n" in out


def test_long_verify(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger of several pages is read to its end."""
    monkeypatch.setattr(of_ledger, "_PAGE", 2)
    assert call("verify")[1].endswith("The chain holds.\n")


def test_verify_shows_how_far_it_is(
    call: Call, monkeypatch: pytest.MonkeyPatch, on_terminal: Callable[[Callable[[], object]], str]
) -> None:
    """Page by page on a terminal; nothing where standard error goes elsewhere."""
    monkeypatch.setattr(of_ledger, "_PAGE", 2)
    assert call("verify")[2] == ""
    shown = on_terminal(lambda: call("verify"))
    assert [share in shown for share in ("Verifying", " 66%", "100%")] == [True] * 3


def test_show(call: Call) -> None:
    """The last records, each in one line whatever its names hold."""
    with Ledger.open("ledger.sqlite") as ledger:
        ledger.append([_decided(number, "Kvarn\n\x1b[31mBakery") for number in range(10, 30)], NOW)
    code, out, _ = call("show")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].endswith(" in ledger.sqlite")
    assert lines[1].startswith("23 records, last hash ")
    assert [int(line.split()[0]) for line in lines[2:]] == list(range(4, 24))
    assert "False positive: Kvarn" in lines[2]
    assert "A. Reviewer, 2026-08-14" in lines[2]
    assert "\x1b" not in out


def test_show_a_signature(call: Call) -> None:
    """Stands between the decisions."""
    assert "3  signed by the approver: review R-1 (C. Approver, 2026-08-20)" in call("show")[1]


def test_export_and_import(call: Call) -> None:
    """A copy verifies, to the same last hash; importing again adds nothing; an export is not overwritten."""
    assert call("export", "export.jsonl") == (0, "3 records are in export.jsonl.\n", "")
    assert call("export", "export.jsonl")[0] == 32
    for added, there in ((3, 0), (0, 3)):
        code, out, _ = call("import", "export.jsonl", "--ledger", "copy.sqlite")
        assert (code, out) == (0, f"{added} records were added to copy.sqlite; {there} were there.\n")
    assert call("verify", "--ledger", "copy.sqlite") == call("verify")


def test_export_that_an_editor_saved(call: Call, tmp_path: Path) -> None:
    """A mark before it and other ends of lines change nothing that counts; a changed name does."""
    call("export", "export.jsonl")
    path = tmp_path / "export.jsonl"
    saved = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(saved.replace(b"Bakery 2", b"Bakery 3"))
    code, _, err = call("import", "export.jsonl", "--ledger", "copy.sqlite")
    assert (code, "Line 3 " in err) == (45, True)
    assert not (tmp_path / "copy.sqlite").exists()
    path.write_bytes(saved)
    assert call("import", "export.jsonl", "--ledger", "copy.sqlite")[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes of this kind")
def test_import_from_a_pipe(call: Call, tmp_path: Path) -> None:
    """What can be read only once is read whole all the same, and a changed letter in it is found before anything."""
    call("export", "export.jsonl")
    data = (tmp_path / "export.jsonl").read_bytes()
    os.mkfifo("pipe")
    for said, code in ((data.replace(b"Bakery 2", b"Bakery 3"), 45), (data, 0)):
        writer = Thread(target=(tmp_path / "pipe").write_bytes, args=(said,))
        writer.start()
        assert call("import", "pipe", "--ledger", "copy.sqlite")[0] == code
        writer.join()
        assert (tmp_path / "copy.sqlite").exists() is not bool(code)
    assert call("verify", "--ledger", "copy.sqlite") == call("verify")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(None, 11, id="missing"),
        pytest.param(b"", 45, id="empty"),
        pytest.param(b"PK\x03\x04\xff\xfe\x00\x80", 45, id="no-text"),
        pytest.param(b"Vendor No.,Vendor Name\n", 45, id="vendor-file"),
    ],
)
def test_import_of_another_file(call: Call, tmp_path: Path, data: bytes | None, code: int) -> None:
    """Is refused in one line, before a ledger is made."""
    if data is not None:
        (tmp_path / "other").write_bytes(data)
    found, _, err = call("import", "other", "--ledger", "new.sqlite")
    assert (found, len(err.splitlines())) == (code, 1)
    assert not (tmp_path / "new.sqlite").exists()


@pytest.mark.parametrize("command", [["verify"], ["show"], ["export", "export.jsonl"]], ids=" ".join)
def test_no_ledger(call: Call, tmp_path: Path, command: list[str]) -> None:
    """Looking makes none."""
    code, _, err = call(*command, "--ledger", "none.sqlite")
    assert (code, "There is no ledger none.sqlite" in err) == (44, True)
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.sqlite"]


def test_password_is_not_shown(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even when it comes from the environment."""
    monkeypatch.setenv(LEDGER_ENVIRONMENT, "postgresql://reviewer:secret@127.0.0.1:1/ledger")
    code, out, err = call("verify")
    assert code == 49
    assert "reviewer" in err
    assert "secret" not in out + err
