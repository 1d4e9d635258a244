"""Three months of one vendor list against real rows of the Entity List.

Month 1 decides, month 2 brings an amended entry, an added alias, a new entry, a renamed
vendor and an expired clearance, month 3 a changed setting. Exactly those come up again.
"""

from __future__ import annotations

import csv
import json
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from screening import EntityTable, Screener, Settings
from screening.model import Address, Alias
from screening.review.decision import Reason
from screening.review.ledger import Ledger
from screening.review.ledger_file import read_export
from screening.review.policy import ReviewPolicy
from screening.review.records import genesis
from screening.table.archive import Archive
from tests.workbook.review.test_record import fill
from workbook.errors import InputError
from workbook.read.vendor_file import open_vendors
from workbook.review.audit import AuditOptions
from workbook.review.pipeline import ReviewOptions, write_review
from workbook.review.previous import read_previous
from workbook.review.record import record_decisions
from workbook.review.verify import ReplayState, verify_audit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from screening import Entry
    from workbook.review.tally import ReviewSummary

DAHUA, IFLYTEK, HARBIN = "EL-N8AZ053V6G", "EL-1KP58YWVWE", "EL-YESEVG48MJ"
SENSETIME, MEGVII, YITU = "EL-VCNKT22A5H", "EL-VRCSFWN9ND", "EL-S0J0VY2TX0"
HIKVISION, MEIYA = "EL-JQA9RWA6RQ", "EL-3BJ71KBGN4"
FIRST = (DAHUA, IFLYTEK, HARBIN, SENSETIME, MEGVII, YITU, HIKVISION)

VENDORS = (
    ("0001", "Dahwa Technology", "CN"),  # its entry gets an address in month 2
    ("0002", "Sense Tyme", "CN"),  # its entry gets an alias
    ("0003", "Megvii Technology Services", "CN"),  # is renamed
    ("0004", "iFlytec", "CN"),  # its clearance expires
    ("0005", "Yitu Teknologi", "CN"),  # nothing happens
    ("0006", "Harbin Engineering", "CN"),  # is a true match
    ("0007", "Alder Valley Foods", "US"),  # resembles nobody
    ("0008", "Hikvison Digitel", "CN"),  # flagged only under the setting of month 3
    ("0009", "Meiya Pico", "CN"),  # its entry is new in month 2
)
RENAMED = ("0003", "Megvii Technology Consulting", "CN")

CLEARED: Mapping[str, Any] = {
    "Decision": "False positive",
    "Reason code": Reason.FP_BUSINESS.value,
    "Decided by": "A. Reviewer",
}
MATCHED: Mapping[str, Any] = {**CLEARED, "Decision": "True match", "Reason code": Reason.TM_IDENTITY.value}


@dataclass
class Story:
    """One vendor list through the months.

    Attributes:
        folder: Where the workbooks are.
        ledger: The ledger.
        archive: The tables.
        workbooks: The audit workbooks so far.
    """

    folder: Path
    ledger: Ledger
    archive: Archive
    workbooks: list[Path] = field(default_factory=list)

    def month(
        self,
        table: EntityTable,
        vendors: Sequence[Sequence[str]],
        now: datetime,
        chosen: Settings | None = None,
        rules: ReviewPolicy | None = None,
    ) -> ReviewSummary:
        """Review the vendors and return what came of it."""
        source = self.folder / f"vendors-{now:%Y-%m-%d}.csv"
        with source.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("Vendor no", "Vendor name", "Country"), *vendors])
        self.archive.keep(table)
        audit = AuditOptions(
            tables=self.archive.open,
            previous=read_previous(self.workbooks[-1]) if self.workbooks else None,
            preparer="P. Preparer",
            period=f"{now:%Y-%m}",
        )
        out = self.folder / f"audit-{now:%Y-%m-%d}.xlsx"
        with open_vendors(source) as opened:
            options = ReviewOptions(out=out, now=now, ledger=self.ledger, audit=audit, policy=rules or ReviewPolicy())
            summary = write_review(opened, Screener(table, chosen), options)
        self.workbooks.append(out)
        return summary

    @contextmanager
    def set_aside(self) -> Iterator[None]:
        """Work on a story of its own, of which the ledger alone remains."""
        kept, self.workbooks, folder = self.workbooks, [], self.folder
        self.folder = folder / "aside"
        self.folder.mkdir()
        yield
        self.workbooks, self.folder = kept, folder

    def decide(self, decisions: Mapping[str, Mapping[str, Any]], now: datetime) -> None:
        """Fill in decisions by vendor id in a copy of the last workbook and record them."""
        path = self.folder / "filled.xlsx"
        path.write_bytes(self.workbooks[-1].read_bytes())
        rows = {row["Vendor id"]: number for number, row in enumerate(rows_of(path, "Flagged"), 2)}
        day = {"Decided on": now.date()}
        fill(path, {rows[vendor]: {**cells, **day} for vendor, cells in decisions.items()})
        report = record_decisions(path, self.ledger, self.archive.open, now)
        assert not report.refused
        assert len(report.recorded) == len(decisions)


def rows_of(path: Path, sheet: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet by header."""
    with closing(load_workbook(path)) as book:
        rows: list[Any] = list(book[sheet].iter_rows(values_only=True))
    header = rows.pop(0)
    return [dict(zip(header, row, strict=False)) for row in rows if any(value is not None for value in row)]


def _open(path: Path) -> dict[str, str]:
    rows = rows_of(path, "Flagged")
    return {row["Vendor id"]: row["Opened again because"] or "" for row in rows if row["Status"].startswith("Open")}


def _table(entries: Sequence[Entry], month: int) -> EntityTable:
    return EntityTable.from_entries(entries, published=date(2026, month, 1), source=f"2026-0{month}.csv")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """All three months; the tests look at what came of them."""
    folder = tmp_path_factory.mktemp("story")
    return _told(Story(folder, Ledger.open(folder / "ledger.sqlite"), Archive(folder / "data")))


def _told(story: Story) -> Story:
    bundled = EntityTable.bundled(lists=["EL"])
    entries = {key: bundled.entry(key) for key in (*FIRST, MEIYA)}
    real = {key: entry for key, entry in entries.items() if entry}
    first = [real[key] for key in FIRST]
    amended = {
        DAHUA: replace(real[DAHUA], addresses=(*real[DAHUA].addresses, Address(text="1 New Road", country="AE"))),
        SENSETIME: replace(real[SENSETIME], aliases=(*real[SENSETIME].aliases, Alias(name="Sense Time Borealis"))),
        YITU: replace(real[YITU], citations=("99 FR 1",)),  # cited anew, which is no change
    }
    second = [amended.get(key, entry) for key, entry in real.items()]
    june, july, august = (datetime(2026, month, 14, 9, tzinfo=UTC) for month in (6, 7, 8))
    story.month(_table(first, 6), VENDORS, june)
    with story.set_aside():  # the same review under another rule: what is decided in it holds for ten days
        story.month(_table(first, 6), VENDORS, june + timedelta(hours=1), rules=ReviewPolicy(valid_days=10))
        story.decide({"0004": CLEARED}, june + timedelta(days=1))
    story.decide(
        {**dict.fromkeys(("0001", "0002", "0003", "0005"), CLEARED), "0006": MATCHED}, june + timedelta(days=1)
    )
    vendors = [RENAMED if row[0] == RENAMED[0] else row for row in VENDORS]
    story.month(_table(second, 7), vendors, july)
    story.decide(dict.fromkeys(("0001", "0002", "0003", "0004", "0009"), CLEARED), july + timedelta(days=1))
    story.month(_table(second, 7), vendors, august, Settings(review_threshold=75.0))
    return story


def test_first_month_opens_everything(story: Story) -> None:
    """Six of nine vendors are flagged, none decided."""
    assert _open(story.workbooks[0]) == dict.fromkeys(("0001", "0002", "0003", "0004", "0005", "0006"), "")
    (row,) = rows_of(story.workbooks[0], "Decision log")
    assert row["No"] == "No decision has been recorded yet."


def test_second_month_opens_what_changed(story: Story) -> None:
    """Each with its cause; the clearance that nothing happened to, and the true match, stay decided."""
    found = _open(story.workbooks[1])
    assert found == {
        "0001": "1 listed address added.",
        "0002": "Alias added: 'Sense Time Borealis'.",
        "0003": "Vendor name changed from 'Megvii Technology Services' to 'Megvii Technology Consulting'.",
        "0004": "The decision expired on 2026-06-25.",
        "0009": "",
    }
    flagged = {row["Vendor id"]: row["Status"] for row in rows_of(story.workbooks[1], "Flagged")}
    assert flagged["0006"] == "Decided: true match"
    assert "0005" not in flagged


def test_second_month_names_the_false_positives(story: Story) -> None:
    """In force, opened again and expired ones, with their expiry."""
    rows = rows_of(story.workbooks[1], "False positives in force")
    states = {row["Vendor key"]: row["State"] for row in rows}
    assert states == {
        "id:0001": "Opened again",
        "id:0002": "Opened again",
        "id:0003": "Opened again",
        "id:0004": "Expired, opened again",
        "id:0005": "In force",
    }
    assert rows[0]["State"] == "In force"
    assert {row["Expires"].date() for row in rows} == {date(2026, 6, 25), date(2027, 6, 15)}


def test_second_month_says_what_changed_on_the_lists(story: Story) -> None:
    """The new entry, the amended ones, and the vendor that is newly flagged because of it."""
    changes = rows_of(story.workbooks[1], "Changes since last review")
    said = {(row["What"], row["Key"]): (row["Cause"], row["In detail"]) for row in changes}
    assert said["Vendor newly flagged", "0009"][0] == "List changed"
    assert MEIYA in said["Vendor newly flagged", "0009"][1]
    assert ("Entry added", MEIYA) in said
    assert said["Entry amended", DAHUA][1] == "1 listed address added"
    assert ("Entry amended", YITU) not in said
    assert [key for what, key in said if what == "Vendor amended"] == ["0003"]


def test_third_month_opens_what_the_setting_brings(story: Story) -> None:
    """One vendor, newly flagged because of the setting, which is named; nothing else comes up again."""
    assert _open(story.workbooks[2]) == {"0008": ""}
    (change,) = (row for row in rows_of(story.workbooks[2], "Changes since last review") if "newly" in row["What"])
    assert (change["Key"], change["Cause"]) == ("0008", "Engine or settings changed")
    assert change["In detail"] == "Review_threshold was 81, is 75"


def test_log_is_the_whole_ledger(story: Story) -> None:
    """The third workbook shows every record with its place in the chain."""
    rows = rows_of(story.workbooks[2], "Decision log")
    records = list(story.ledger.records())
    assert [(row["No"], row["Previous hash"], row["Hash"]) for row in rows] == [
        (record.position, record.previous, record.hash) for record in records
    ]
    assert len(records) == 11


@pytest.mark.parametrize("month", range(3))
def test_verifies(story: Story, month: int) -> None:
    """Content, checksum and verdicts; each month with its own table and settings."""
    found = verify_audit(story.workbooks[month], story.archive.open)
    assert found.ok
    assert (found.replay.state, found.replay.vendors) == (ReplayState.SAME, 9)


def test_same_input_same_bytes(story: Story, tmp_path: Path) -> None:
    """Told a second time, with another ledger of the same id, every workbook is the same to the byte."""
    again = Story(tmp_path, Ledger.open(tmp_path / "ledger.sqlite"), Archive(tmp_path / "data"))
    empty = {"format": "entity-check ledger 1", "id": story.ledger.id, "count": 0, "head": genesis(story.ledger.id)}
    assert again.ledger.take_over(read_export([json.dumps(empty)])) == 0
    _told(again)
    for one, other in zip(story.workbooks, again.workbooks, strict=True):
        assert one.read_bytes() == other.read_bytes()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_edit_is_noticed(story: Story, tmp_path: Path, data: st.DataObject) -> None:
    """One cell, one row or one sheet of one workbook, whichever."""
    book = load_workbook(data.draw(st.sampled_from(story.workbooks)))
    sheet: Any = book[data.draw(st.sampled_from(book.sheetnames))]
    row = data.draw(st.integers(1, sheet.max_row))
    what = data.draw(st.sampled_from(["cell", "row", "sheet"]))
    if what == "sheet":
        del book[sheet.title]
    elif what == "row" and any(cell.value is not None for cell in sheet[row]):
        sheet.delete_rows(row)
    else:
        cells = [cell for cell in sheet[row] if cell.value is not None] or [sheet.cell(1, 1)]
        edit = data.draw(st.sampled_from(["edited", 7.25, "=1+1"]))
        sheet.cell(row, data.draw(st.sampled_from(cells)).column or 1).value = edit
    path = tmp_path / "edited.xlsx"
    book.save(path)
    assert not _is_believed(path, story)


def _is_believed(path: Path, story: Story) -> bool:
    try:
        return verify_audit(path, story.archive.open).ok
    except InputError:  # a workbook that lost its Settings says so
        return False
