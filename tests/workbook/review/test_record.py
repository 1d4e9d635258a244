"""Decisions read back from a workbook that people, and other programs, have worked in."""

from __future__ import annotations

import random
import sqlite3
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from screening.errors import LedgerDamagedError
from screening.review.decision import Choice, Reason
from screening.review.ledger import Ledger
from screening.review.policy import ReviewPolicy
from tests.workbook.review.conftest import ENTRIES, NOW
from workbook.errors import AnotherFormatError, AnotherLedgerError, InputError, NotAReviewError
from workbook.review.record import RecordReport, record_decisions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from screening import Screener
    from tests.workbook.review.conftest import Review

    Record = Callable[..., RecordReport]

LATER = NOW + timedelta(days=3)
GOOD: Mapping[str, Any] = {
    "Decision": "False positive",
    "Reason code": Reason.FP_BUSINESS.value,
    "Comment": "A bakery.",
    "Decided by": "A. Reviewer",
    "Decided on": date(2026, 8, 15),
}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return an empty ledger."""
    with Ledger.open(tmp_path / "ledger.sqlite") as opened:
        yield opened


@pytest.fixture
def reviewed(review: Review) -> Path:
    """Return the review of the invented vendors: three rows on Flagged."""
    return review().path


@pytest.fixture
def record(reviewed: Path, ledger: Ledger, screener: Screener) -> Record:
    """Return a function that records the decisions in the review."""

    def run(now: datetime = LATER, path: Path = reviewed) -> RecordReport:
        return record_decisions(path, ledger, lambda _id: screener.table, now)

    return run


def fill(path: Path, rows: Mapping[int, Mapping[str, Any]], sheet: str = "Flagged") -> None:
    """Fill in cells by row and header, as a person would, and save."""
    book = load_workbook(path)
    columns = {cell.value: place for place, cell in enumerate(book[sheet][1], 1)}
    for row, cells in rows.items():
        for header, value in cells.items():
            book[sheet].cell(row, columns[header]).value = value
    book.save(path)


def test_untouched(record: Record) -> None:
    """Nothing is recorded of a workbook that nobody has filled in."""
    report = record()
    assert (report.recorded, report.already, report.refused, report.missing) == ((), 0, (), ())
    assert report.undecided == 3


def test_recorded(reviewed: Path, record: Record, ledger: Ledger) -> None:
    """The decision stands in the ledger with the facts of vendor and entry, and when it expires."""
    fill(reviewed, {2: GOOD})
    report = record()
    (decision,) = report.recorded
    assert report.undecided == 2
    assert (decision.choice, decision.reason) == (Choice.FALSE_POSITIVE, Reason.FP_BUSINESS)
    assert (decision.vendor.key, decision.vendor.name) == ("id:0001", "Kvarn Borealis Trading")
    assert (decision.entry.key, decision.entry.aliases) == (ENTRIES[0].key, ("Tarnholm Optics",))
    assert decision.expires == date(2027, 8, 15)
    assert ledger.decisions_on(["id:0001"]) == {("id:0001", ENTRIES[0].key): [decision]}
    assert ledger.verify().ok


def test_recording_twice_adds_nothing(reviewed: Path, record: Record, ledger: Ledger) -> None:
    """Also after another save, and days later."""
    fill(reviewed, {2: GOOD})
    record()
    fill(reviewed, {})
    report = record(now=LATER + timedelta(days=9))
    assert (report.recorded, report.already) == ((), 1)
    assert len(list(ledger.records())) == 1


def test_changed_mind_is_recorded(reviewed: Path, record: Record, ledger: Ledger) -> None:
    """The near miss of recording twice: another decision on the same row."""
    fill(reviewed, {2: GOOD})
    record()
    fill(reviewed, {2: {"Decision": "True match", "Reason code": Reason.TM_VENDOR.value}})
    assert [decision.choice for decision in record().recorded] == [Choice.TRUE_MATCH]
    assert len(list(ledger.records())) == 2


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        pytest.param({"Decided by": None}, "no name", id="no-name"),
        pytest.param({"Decided by": "   "}, "no name", id="blank-name"),
        pytest.param({"Decided by": "#N/A"}, "is no name", id="worksheet-error"),
        pytest.param({"Decided by": "\u200b"}, "is no name", id="unseen-name"),
        pytest.param({"Decided by": "A. Rev\u202eiewer"}, "is no name", id="name-with-something-unseen"),
        pytest.param({"Second reviewer": "2"}, "is no name", id="number-for-a-name"),
        pytest.param({"Second reviewer": "n/a"}, "is no name", id="no-second-reviewer"),
        pytest.param({"Decided by": "TBD"}, "is no name", id="placeholder"),
        pytest.param({"Decided by": "x"}, "is no name", id="one-letter"),
        pytest.param(
            {"Second reviewer": "A. Reviewer (approved)"}, "is the person who decided", id="second-with-a-word"
        ),
        pytest.param({"Second reviewer": "Reviewer."}, "is the person who decided", id="part-of-the-name"),
        pytest.param({"Reason code": Reason.FP_OTHER.value, "Comment": "."}, "needs a comment", id="dot-for-a-comment"),
        pytest.param({"Decided on": None}, "no date", id="no-date"),
        pytest.param({"Decided on": "03/04/2026"}, "could be 2026-03-04 or 2026-04-03", id="ambiguous-date"),
        pytest.param({"Decided on": date(2026, 8, 18)}, "after today", id="future"),
        pytest.param({"Decided on": date(2025, 8, 15)}, "before this review was made", id="last-year"),
        pytest.param({"Decision": None}, "Decision is not", id="no-decision"),
        pytest.param({"Decision": "Probably fine"}, "must be True match", id="unknown-decision"),
        pytest.param({"Decision": "True match"}, "is for 'False positive'", id="reason-of-another-decision"),
        pytest.param({"Reason code": None}, "no reason code", id="no-reason"),
        pytest.param({"Reason code": "because"}, "choose one from the list", id="unknown-reason"),
        pytest.param({"Reason code": Reason.FP_OTHER.value, "Comment": None}, "needs a comment", id="no-comment"),
        pytest.param({"Second reviewer": "a.  REVIEWER"}, "is the person who decided", id="second-is-first"),
        pytest.param({"Comment": "x" * 4001}, "at most 4,000", id="endless-comment"),
        pytest.param({"Decided by": "=A1"}, "is a formula", id="formula"),
        pytest.param({"Vendor name": "Kvarn Bakery"}, "Vendor name changed", id="vendor-edited"),
        pytest.param({"Entry key": "SDN-QX41"}, "Entry key changed", id="entry-edited"),
        pytest.param({"Score": 12.5}, "Score changed", id="score-edited"),
        pytest.param({"Listed name": None}, "Listed name changed", id="cell-emptied"),
        pytest.param({"Row check": "0000"}, "Row check changed", id="check-edited"),
    ],
)
def test_refused(reviewed: Path, record: Record, change: Mapping[str, Any], cause: str) -> None:
    """The row says why; the row below it, which is whole, is recorded."""
    fill(reviewed, {2: {**GOOD, **change}, 3: GOOD})
    report = record()
    (refused,) = report.refused
    assert (refused.sheet, refused.row) == ("Flagged", 2)
    assert cause in refused.cause
    assert len(report.recorded) == 1
    assert report.undecided == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"Decision": " false POSITIVE "}, id="case-of-the-decision"),
        pytest.param({"Reason code": "fp-business"}, id="code-alone"),
        pytest.param({"Decided on": "15.08.2026"}, id="local-date"),
        pytest.param({"Decided on": date(2026, 8, 17)}, id="today"),
        pytest.param({"Decided on": date(2026, 8, 14)}, id="day-of-the-review"),
        pytest.param({"Second reviewer": "B. Reviewer"}, id="second-reviewer"),
        pytest.param({"Comment": None}, id="no-comment"),
    ],
)
def test_accepted(reviewed: Path, record: Record, change: Mapping[str, Any]) -> None:
    """The near misses of what is refused."""
    fill(reviewed, {2: {**GOOD, **change}})
    report = record()
    assert not report.refused
    assert len(report.recorded) == 1


def test_rules_of_the_review(review: Review, record: Record) -> None:
    """How long a false positive holds is what the review was run with; a true match holds for ever."""
    path = review(rules=ReviewPolicy(valid_days=10)).path
    match = {**GOOD, "Decision": "True match", "Reason code": Reason.TM_VENDOR.value}
    fill(path, {2: GOOD, 3: match})
    assert {decision.expires for decision in record(path=path).recorded} == {date(2026, 8, 25), None}


def test_second_reviewer_where_the_rules_ask_for_one(review: Review, record: Record) -> None:
    """For a false positive, and for nothing else."""
    reviewed = review(rules=ReviewPolicy(second_review=True)).path
    match = {**GOOD, "Decision": "True match", "Reason code": Reason.TM_VENDOR.value}
    fill(reviewed, {2: GOOD, 3: match, 4: {**GOOD, "Second reviewer": "B. Reviewer"}})
    report = record(path=reviewed)
    assert [row.row for row in report.refused] == [2]
    assert len(report.recorded) == 2


def test_sorted_and_columns_moved(reviewed: Path, record: Record) -> None:
    """Rows and columns are found by what they hold."""
    fill(reviewed, {2: GOOD, 4: {**GOOD, "Decision": "Escalate", "Reason code": Reason.ES_FACTS.value}})
    book = load_workbook(reviewed)
    sheet = book["Flagged"]
    rows = [[(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows()]
    order = list(range(len(rows[0])))
    random.Random(7).shuffle(order)  # noqa: S311 - no secret is made
    for number, row in enumerate([rows[0], *rows[:0:-1]], 1):
        for column, place in enumerate(order, 1):
            cell = sheet.cell(number, column)
            cell.value, cell.number_format = row[place]
    book.save(reviewed)
    report = record()
    assert not report.refused
    assert {decision.choice for decision in report.recorded} == {Choice.FALSE_POSITIVE, Choice.ESCALATE}


def test_cells_swapped_between_rows(reviewed: Path, record: Record) -> None:
    """A row put together from two is refused, though each cell is one that was written."""
    book = load_workbook(reviewed)
    sheet = book["Flagged"]
    column = next(place for place, cell in enumerate(sheet[1], 1) if cell.value == "Entry key")
    first, last = sheet.cell(2, column), sheet.cell(4, column)
    first.value, last.value = last.value, first.value
    book.save(reviewed)
    fill(reviewed, {2: GOOD})
    report = record()
    assert [row.row for row in report.refused] == [2, 4]
    assert not report.recorded


def test_deleted_row(reviewed: Path, record: Record) -> None:
    """Is named by its item; the others count."""
    fill(reviewed, {3: GOOD})
    book = load_workbook(reviewed)
    book["Flagged"].delete_rows(2)
    book.save(reviewed)
    report = record()
    assert report.missing == (1,)
    assert len(report.recorded) == 1


def test_row_pasted_twice(reviewed: Path, record: Record) -> None:
    """Equal copies count once, copies that differ not at all."""
    book = load_workbook(reviewed)
    sheet = book["Flagged"]
    sheet.append([cell.value for cell in sheet[2]])
    book.save(reviewed)
    fill(reviewed, {2: GOOD, 5: GOOD})
    assert len(record().recorded) == 1
    fill(reviewed, {5: {"Comment": "A carrier."}})
    report = record()
    assert [row.row for row in report.refused] == [2, 5]
    assert "'Flagged' row 2, 'Flagged' row 5, decided differently" in report.refused[0].cause


@pytest.mark.parametrize("sheet", ["Flagged", "Settings"])
def test_deleted_sheet(reviewed: Path, record: Record, ledger: Ledger, sheet: str) -> None:
    """Nothing is recorded, and the sheet is named."""
    fill(reviewed, {2: GOOD})
    book = load_workbook(reviewed)
    del book[sheet]
    book.save(reviewed)
    with pytest.raises(NotAReviewError, match=sheet):
        record()
    assert not list(ledger.records())


def test_another_program_s_workbook(record: Record, tmp_path: Path) -> None:
    """Is told as such."""
    path = tmp_path / "other.xlsx"
    Workbook().save(path)
    with pytest.raises(NotAReviewError, match="no review workbook of Entity Check"):
        record(path=path)


def test_no_workbook(record: Record, tmp_path: Path) -> None:
    """Neither is a text file."""
    path = tmp_path / "other.xlsx"
    path.write_text("Vendor,Decision\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.xlsx"):
        record(path=path)
    with pytest.raises(InputError, match=r"none\.xlsx"):
        record(path=tmp_path / "none.xlsx")


@pytest.mark.parametrize(
    ("layout", "words"), [("2", "an older version"), ("3", "an older version"), ("5", "a newer version")]
)
def test_another_layout(reviewed: Path, record: Record, layout: str, words: str) -> None:
    """Is refused as a whole."""
    _set(reviewed, "workbook format", layout)
    with pytest.raises(AnotherFormatError, match=words):
        record()


def test_another_ledger(review: Review, record: Record, ledger: Ledger, tmp_path: Path) -> None:
    """A workbook of one ledger is not recorded in another; of none, in any."""
    with Ledger.open(tmp_path / "other.sqlite") as other:
        path = review(ledger=other).path
        with pytest.raises(AnotherLedgerError, match=other.id):
            record(path=path)
    assert record(path=review(ledger=ledger).path).undecided == 3
    assert record(path=review().path).undecided == 3


def test_rows_of_another_review(review: Review, record: Record, tmp_path: Path) -> None:
    """Pasted in, they do not fit."""
    reviewed, last = tmp_path / "now.xlsx", tmp_path / "last.xlsx"
    review().path.rename(reviewed)
    review(now=NOW - timedelta(days=31)).path.rename(last)
    row = next(load_workbook(last)["Flagged"].iter_rows(min_row=3, max_row=3, values_only=True))
    headers = [str(header) for header in next(load_workbook(last)["Flagged"].iter_rows(max_row=1, values_only=True))]
    fill(reviewed, {2: GOOD, 3: {**dict(zip(headers, row, strict=True)), **GOOD}})
    report = record(path=reviewed)
    assert [row.row for row in report.refused] == [3]
    assert len(report.recorded) == 1


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("valid_days", 3650),
        ("second_review", "yes"),
        ("review id", "R-20260714-0123456789"),
        ("table id", "0123456789abcdef"),
        ("ledger id", "0123456789abcdef"),
        ("now", "2026-07-14T10:30:00+02:00"),
        ("review_threshold", None),
    ],
)
def test_changed_setting(reviewed: Path, record: Record, setting: str, value: object) -> None:
    """The whole workbook is refused, for every row stands on its settings."""
    fill(reviewed, {2: GOOD})
    _set(reviewed, setting, value)
    with pytest.raises(NotAReviewError, match="sheet Settings"):
        record()


def test_setting_that_counts_for_nothing(reviewed: Path, record: Record) -> None:
    """The near miss: the version of Python decides nothing."""
    fill(reviewed, {2: GOOD})
    _set(reviewed, "Python version", "3.99")
    assert len(record().recorded) == 1


def _set(path: Path, setting: str, value: object) -> None:
    rows = load_workbook(path)["Settings"].iter_rows(min_row=2)
    row = next(row[0].row for row in rows if row[0].value == setting)
    assert row
    fill(path, {row: {"Value": value}}, "Settings")


def test_correction_on_the_same_day(reviewed: Path, record: Record, ledger: Ledger) -> None:
    """A decision that was taken back may be made again; the last word stands, and recording it twice adds nothing."""
    match = {"Decision": "True match", "Reason code": Reason.TM_VENDOR.value}
    for comment, change in (("A bakery.", {}), ("It says so.", match), ("A bakery after all.", {})):
        fill(reviewed, {2: {**GOOD, **change, "Comment": comment}})
        assert len(record().recorded) == 1
        assert record().already == 1
    known = ledger.decisions_on(["id:0001"])["id:0001", ENTRIES[0].key]
    assert [decision.choice for decision in known] == [Choice.FALSE_POSITIVE, Choice.TRUE_MATCH, Choice.FALSE_POSITIVE]


def test_decision_that_was_overtaken(reviewed: Path, record: Record, ledger: Ledger) -> None:
    """An old copy of the workbook does not quietly count as known, nor is its decision recorded anew."""
    fill(reviewed, {2: GOOD})
    record()
    old = reviewed.with_name("old copy.xlsx")
    old.write_bytes(reviewed.read_bytes())
    fill(reviewed, {2: {"Decision": "True match", "Reason code": Reason.TM_VENDOR.value}})
    record()
    report = record(path=old)
    assert (report.recorded, report.already) == ((), 0)
    assert "a later decision stands: True match by A. Reviewer" in report.refused[0].cause
    assert len(list(ledger.records())) == 2


def test_other_days_of_validity(review: Review, record: Record) -> None:
    """The same words under other rules are another decision: they hold for another time."""
    fill(review().path, {2: GOOD})
    record()
    fill(review(rules=ReviewPolicy(valid_days=30)).path, {2: GOOD})
    assert [decision.expires for decision in record().recorded] == [date(2026, 9, 14)]


def test_copied_sheet(reviewed: Path, record: Record) -> None:
    """A copy that says otherwise, hidden or not, is as good as the sheet: neither is recorded."""
    fill(reviewed, {2: GOOD, 3: GOOD})
    book = load_workbook(reviewed)
    copy = book.copy_worksheet(book["Flagged"])
    copy.title, copy.sheet_state = "Flagged (2)", "hidden"
    book.save(reviewed)
    fill(reviewed, {2: {"Comment": "Nobody sees this."}}, sheet="Flagged (2)")
    report = record()
    assert [(row.sheet, row.row) for row in report.refused] == [("Flagged", 2), ("Flagged (2)", 2)]
    assert "'Flagged' row 2, 'Flagged (2)' row 2, decided differently" in report.refused[0].cause
    assert len(report.recorded) == 1


def test_ledger_that_was_changed(reviewed: Path, record: Record, ledger: Ledger, tmp_path: Path) -> None:
    """Nothing is added to it."""
    fill(reviewed, {2: GOOD})
    record()
    with sqlite3.connect(tmp_path / "ledger.sqlite") as connection:
        connection.execute("DROP TRIGGER entity_check_no_UPDATE")
        connection.execute("UPDATE entity_check_records SET body = replace(body, 'bakery', 'brewery')")
    fill(reviewed, {3: GOOD})
    with pytest.raises(LedgerDamagedError, match="is not as it was written"):
        record()
    assert ledger.head.count == 1


MATCH: Mapping[str, Any] = {"Decision": "True match", "Reason code": Reason.TM_VENDOR.value, "Comment": "It says so."}


def _copy(path: Path, name: str, **cells: object) -> Path:
    copy = path.with_name(f"{name}.xlsx")
    copy.write_bytes(path.read_bytes())
    fill(copy, {2: {**GOOD, **cells}})
    return copy


def test_two_people_in_two_copies(reviewed: Path, record: Record, ledger: Ledger) -> None:
    """Who did not see what the other one decided does not overrule it; who agrees, or takes back a word, may."""
    ann, bob = (
        _copy(reviewed, name, **cells) for name, cells in (("ann", {**MATCH, "Decided by": "Ann"}), ("bob", {}))
    )
    assert len(record(path=ann).recorded) == 1
    report = record(path=bob)
    assert report.recorded == ()
    assert "recorded since this workbook was made: True match by Ann on 2026-08-15" in report.refused[0].cause
    later = _copy(reviewed, "later", **{"Decided on": date(2026, 8, 17)})
    assert "recorded since" in record(path=later).refused[0].cause
    agreed = _copy(reviewed, "agreed", **MATCH)
    assert len(record(path=agreed).recorded) == 1
    fill(ann, {2: {**GOOD, "Decided by": "A. Reviewer", "Decided on": date(2026, 8, 17)}})
    assert len(record(path=ann).recorded) == 1  # the last word was that person's own
    assert ledger.verify().ok


def test_back_dated_decision(review: Review, record: Record, ledger: Ledger) -> None:
    """An old copy does not overturn what was decided since, whatever its day and whoever's it is."""
    old = _copy(review().path, "old", **{"Decided on": date(2026, 8, 15)})
    new = _copy(
        review(now=NOW + timedelta(days=2), ledger=ledger).path, "new", **MATCH, **{"Decided on": date(2026, 8, 16)}
    )
    assert len(record(path=new).recorded) == 1
    report = record(path=old)
    assert (report.recorded, report.already) == ((), 0)
    assert "a later decision stands: True match by A. Reviewer on 2026-08-16" in report.refused[0].cause


def test_overruling_in_a_new_workbook(review: Review, record: Record, ledger: Ledger) -> None:
    """Who sees the decision may overrule it."""
    assert len(record(path=_copy(review().path, "ann", **MATCH, **{"Decided by": "Ann"})).recorded) == 1
    now = NOW + timedelta(days=2)
    path = review(now=now, ledger=ledger).path
    row = next(n for n, cells in enumerate(load_workbook(path)["Flagged"].values, 1) if "Decided: true match" in cells)
    fill(path, {row: {**GOOD, "Decided on": now.date()}})
    assert [decision.choice for decision in record(path=path).recorded] == [Choice.FALSE_POSITIVE]


def test_row_that_shows_a_decision_under_another_number(review: Review, record: Record, ledger: Ledger) -> None:
    """A duplicate came to stand above it; nobody touched the row, so it is known, and nothing is refused."""
    listed = ("0001", "Kvarn Borealis Trading", "CN", "Harbour Road 7")
    fill(review([listed]).path, {2: {**GOOD, **MATCH}})
    assert len(record().recorded) == 1
    path = review([("0000", *listed[1:]), listed], now=NOW + timedelta(days=31), ledger=ledger).path
    report = record(now=NOW + timedelta(days=32), path=path)
    assert (report.already, report.refused) == (1, ())
    fill(path, {2: {"Comment": "Another word."}})  # the near miss: somebody did touch it
    assert "before this review was made" in record(now=NOW + timedelta(days=32), path=path).refused[0].cause
