"""Verdicts on a past day: by the table of that day where it was kept, else by effective dates, and which is said."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

import addin.session
from addin.cli import cli
from addin.functions import ENTITY_CHECK
from addin.session import Session
from addin.terminal import run
from screening import EntityTable, Entry
from screening.table.archive import ENVIRONMENT, Archive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Call = Callable[..., tuple[int, str, str]]

STAYED = Entry(key="EL-A", list="EL", name="Kvarn Borealis Dynamics", effective_date=date(2019, 10, 9))
REMOVED = Entry(key="SDN-1", list="SDN", name="Zolthurian Shipping", effective_date=date(2020, 1, 1))
ADDED = Entry(key="SDN-2", list="SDN", name="Ostrava Lantern Electronics", effective_date=date(2025, 6, 10))
THEN = EntityTable.from_entries([STAYED, REMOVED], published=date(2025, 6, 1))
NOW = EntityTable.from_entries([STAYED, ADDED], published=date(2026, 1, 31))


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the table in use; the one before it is kept in the archive."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "data"))
    Archive(tmp_path / "data").keep(THEN)
    return Archive(tmp_path / "elsewhere").keep(NOW)


@pytest.fixture
def entity_check(table: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run a command with the table in use; return code, output, errors."""

    def call(*args: str | Path) -> tuple[int, str, str]:
        code = run(cli, [*map(str, args), "--table", str(table)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def vendors(tmp_path: Path) -> Path:
    """Return a vendor file with the party that was removed and the one that stayed."""
    path = tmp_path / "vendors.csv"
    path.write_text("Vendor Name\nZolthurian Shipping\nKvarn Borealis Dynamics\nOld Mill Paper\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("day", "name", "verdict", "said"),
    [
        pytest.param("2025-06-09", REMOVED.name, "LISTED", "by the table of that day, published 2025-06-01", id="kept"),
        pytest.param("2025-07-02", REMOVED.name, "CLEAR", "by effective dates", id="too-long-after-it"),
        pytest.param("2025-05-31", REMOVED.name, "CLEAR", "by effective dates", id="before-everything"),
        pytest.param("2025-07-02", ADDED.name, "LISTED", "by effective dates", id="added-since"),
        pytest.param("2026-01-31", REMOVED.name, "CLEAR", "by the table of that day, published 2026-01-31", id="today"),
    ],
)
def test_check(entity_check: Call, day: str, name: str, verdict: str, said: str) -> None:
    """The verdict, then what it rests on."""
    code, out, _ = entity_check("check", name, "--as-of", day)
    assert (code, out.split()[0]) == (0, verdict)
    assert f"\n\nJudged as of {day} {said}" in out


def test_no_day_is_as_before(entity_check: Call) -> None:
    """Nothing is said of a day that nobody named."""
    out = entity_check("check", REMOVED.name)[1]
    assert out.startswith("CLEAR")
    assert "Judged" not in out
    assert "as_of" not in entity_check("check", REMOVED.name, "--json")[1]


def test_check_json(entity_check: Call) -> None:
    """A key of its own in every answer."""
    (found,) = json.loads(entity_check("check", REMOVED.name, "--as-of", "2025-06-09", "--json")[1])
    assert found["verdict"] == "LISTED"
    assert found["as_of"] == {
        "day": "2025-06-09",
        "by": "table of that day",
        "table": THEN.id,
        "published": "2025-06-01",
    }
    (found,) = json.loads(entity_check("check", REMOVED.name, "--as-of", "2025-05-31", "--json")[1])
    assert (found["as_of"]["by"], found["as_of"]["table"]) == ("effective dates", NOW.id)


def test_notes_and_warnings(entity_check: Call) -> None:
    """What was passed over, and what the kept table lacks; the age of a table that fits the day is no warning."""
    assert "does not hold 1 entry" in entity_check("check", ADDED.name, "--as-of", "2025-06-10")[2]
    err = entity_check("check", ADDED.name, "--as-of", "2025-06-09")[2]
    assert "Note" not in err
    assert "days old" not in err
    err = entity_check("check", ADDED.name, "--as-of", "2025-07-02")[2]
    assert f"Note: The table {THEN.id}, published 2025-06-01, is not used: it is 31 days older" in err
    assert "days old" in err


def _told(path: Path) -> tuple[str, Mapping[str, object]]:
    book = load_workbook(path)
    summary = {str(row[0]): str(row[1]) for row in book["Summary"].iter_rows(values_only=True)}
    settings = {str(row[0]): row[1] for row in book["Settings"].iter_rows(values_only=True)}
    return summary["Judged as of"], settings


@pytest.mark.parametrize("command", [["screen"], ["review", "run"]], ids=["screen", "review-run"])
def test_workbook(entity_check: Call, vendors: Path, command: list[str]) -> None:
    """Summary and Settings say by what was judged; the table that answered is the one they name."""
    code, out, _ = entity_check(*command, vendors, "--as-of", "2025-06-09")
    assert code == 0
    assert "Judged       as of 2025-06-09 by the table of that day, published 2025-06-01, 8 days before" in out
    assert "8 days old on that day" in out
    first = out.rstrip().splitlines()
    path = next(line.split(maxsplit=1)[1] for line in first if line.startswith("Workbook"))
    judged, settings = _told(vendors.parent / path)
    words = "by the table of that day, published 2025-06-01, 8 days before; what was listed in between is not in it"
    assert judged == f"2025-06-09 {words}"
    assert (settings["as_of"], settings["as_of judged"], settings["table id"]) == ("2025-06-09", words, THEN.id)
    rows = load_workbook(vendors.parent / path)["All screened"].iter_rows(values_only=True)
    header = next(rows)
    found = {row[header.index("Vendor name")]: row[header.index("Verdict")] for row in rows}
    assert found == {"Zolthurian Shipping": "LISTED", "Kvarn Borealis Dynamics": "LISTED", "Old Mill Paper": "CLEAR"}


def test_workbook_by_dates(entity_check: Call, vendors: Path) -> None:
    """A day before everything that is kept; no day at all."""
    entity_check("screen", vendors, "--as-of", "2025-05-31")
    judged, settings = _told(vendors.with_name("vendors-review.xlsx"))
    assert judged.startswith("2025-05-31 by effective dates in the table published 2026-01-31, which cannot show")
    assert settings["table id"] == NOW.id
    entity_check("screen", vendors)
    judged, settings = _told(vendors.with_name("vendors-review-2.xlsx"))
    assert (judged, settings["as_of judged"]) == ("2026-01-31", "not set")


def test_review_of_a_past_day_verifies(entity_check: Call, vendors: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The kept table that answered is found again by its id."""
    entity_check("review", "run", vendors, "--as-of", "2025-06-09")
    assert run(cli, ["verify", str(vendors.with_name("vendors-audit.xlsx"))]) == 0
    assert "every verdict came out again" in capsys.readouterr().out


def test_worksheet(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells of many days; the kept table is opened once, and a cell that it answered says so."""
    session = Session(table, today=lambda: date(2026, 2, 10))
    monkeypatch.setattr(addin.session, "_session", session)
    days = [["2025-06-02"], ["2025-06-09"], ["2025-07-02"], [None]]
    cells = ENTITY_CHECK([[REMOVED.name]] * 4, None, days)
    listed = "LISTED: Zolthurian Shipping [SDN, 100] (table of 2025-06-01)"
    assert cells == [[listed], [listed], ["CLEAR"], ["CLEAR"]]
    assert session.screener(None, date(2025, 6, 2)) is session.screener(None, date(2025, 6, 9))
    assert session.screener(None, date(2025, 7, 2)) is session.screener()


def test_worksheet_with_a_damaged_table(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kept table of that day is not what it was: no verdict; other days are answered."""
    (tmp_path / "data" / "tables" / THEN.id / "EL.jsonl").write_bytes(b"{}\n")
    monkeypatch.setattr(addin.session, "_session", Session(table, today=lambda: date(2026, 2, 10)))
    assert ENTITY_CHECK([[REMOVED.name]] * 2, None, [["2025-06-02"], [None]]) == [["#N/A"], ["CLEAR"]]
