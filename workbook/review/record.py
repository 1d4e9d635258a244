"""Decisions out of a review workbook into the ledger: row by row, what cannot be relied on is refused.

A row is refused, with its cause, if anything in it but the decision was changed, if
the decision is not whole, or if it could mean two things. The other rows are recorded.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from screening.model import Vendor, Verdict
from screening.review.decision import COMMENT_LIMIT, NAME_LIMIT, Choice, Decision, Reason, is_name, is_same_person
from screening.review.fingerprints import EntryFacts, VendorFacts, facts_in, vendor_facts
from screening.review.records import DECISION
from screening.review.standing import Status
from workbook.errors import AnotherLedgerError
from workbook.review.days import read_day
from workbook.review.decision_cells import CHECK, DECISION_COLUMNS, as_value, changed_cells
from workbook.review.reading import FlaggedRow, ReviewWorkbook, read_review
from workbook.review.sheets import FLAGGED
from workbook.review.visible import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from screening import EntityTable
    from screening.review.ledger import Ledger

__all__ = ["RecordReport", "RefusedRow", "record_decisions"]

_FILLED = tuple(column.header for column in DECISION_COLUMNS)
_ITEM = "Item"
# How a row says that a decision was known when the workbook was written.
_STATUS_OF = {Choice.TRUE_MATCH: Status.TRUE_MATCH.value, Choice.ESCALATE: Status.ESCALATED.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row of which nothing was recorded.

    Attributes:
        sheet: Name of the sheet.
        row: Its row, counted from 1.
        vendor: Vendor name as the row shows it.
        cause: Why, and what to do.
    """

    sheet: str
    row: int
    vendor: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReport:
    """What became of the rows of a review workbook; recorded + already + undecided + refused are all of them.

    Attributes:
        review: Id of the review.
        recorded: The decisions that were recorded now.
        already: Decisions that the ledger held.
        undecided: Rows without a decision.
        refused: Rows of which nothing was recorded.
        missing: Items that were deleted from the workbook; they stay open.
    """

    review: str
    recorded: tuple[Decision, ...]
    already: int
    undecided: int
    refused: tuple[RefusedRow, ...]
    missing: tuple[int, ...]


class _RowError(Exception):
    """A row that cannot be recorded; it never leaves this module."""


def record_decisions(
    path: Path,
    ledger: Ledger,
    tables: Callable[[str], EntityTable],
    now: datetime,
) -> RecordReport:
    """Record the decisions of a review workbook and say what became of each row.

    Recording the same workbook again adds nothing. How long false positives hold and
    whether they need a second reviewer are rules of the review, on its sheet Settings.

    Args:
        path: The review workbook; it is only read.
        ledger: Where decisions go.
        tables: Returns the entity table with an id.
        now: The time of recording, with its offset from UTC.

    Raises:
        InputError: The workbook cannot be used; nothing was recorded.
        TableError: The table that the review used cannot be had; nothing was recorded.
        LedgerError: The ledger refuses; nothing was recorded.
    """
    book = read_review(path)
    if book.ledger and book.ledger != ledger.id:
        raise AnotherLedgerError(
            book.file,
            f"it was made with the ledger {book.ledger}, and this is the ledger {ledger.id}, so nothing was recorded. "
            "Name the right one with --ledger, or run the review again with this one.",
        )
    ledger.must_hold()
    reader = _RowReader(book, tables(book.table), now.date())
    refused: list[RefusedRow] = []
    decided: list[tuple[FlaggedRow, Decision]] = []
    copies = _copies(book.rows)
    for row in book.rows:
        try:
            _refuse_copy(row, copies)
            decision = reader.decision(row)
        except _RowError as error:
            refused.append(_refused(row, str(error)))
        else:
            if decision:
                decided.append((row, decision))
    decided, ambiguous = _apart(decided)
    new, already, untimely = _unknown(decided, ledger, book)
    refused += [*ambiguous, *untimely]
    if new:
        appended = ledger.append(new, now)
        already += appended.already
    undecided = len(book.rows) - len(decided) - len(refused) + len(untimely)
    return RecordReport(
        review=book.review,
        recorded=tuple(new),
        already=already,
        undecided=undecided,
        refused=tuple(sorted(refused, key=lambda row: (row.sheet, row.row))),
        missing=_missing(book),
    )


class _RowReader:
    """Makes decisions of rows."""

    def __init__(self, book: ReviewWorkbook, table: EntityTable, today: date) -> None:
        self._book, self._table, self._policy, self._today = book, table, book.policy, today
        self._facts_of = facts_in(table)

    def decision(self, row: FlaggedRow) -> Decision | None:
        """Return what a row decides, None if it is left open."""
        self._check_bound(row)
        if not any(row.text(header) for header in _FILLED):
            return None
        for header in _FILLED:
            if row.text(header).startswith("="):
                raise _RowError(f"{header} is a formula; type what it shows")
        choice = _choice(row)
        decided = self._day(row)
        decision = Decision(
            vendor=self._vendor(row),
            entry=self._entry(row),
            choice=choice,
            reason=_reason(row, choice),
            comment=_limited(row, "Comment", COMMENT_LIMIT),
            decider=_limited(row, "Decided by", NAME_LIMIT),
            second=_limited(row, "Second reviewer", NAME_LIMIT),
            decided=decided,
            expires=decided + timedelta(days=self._policy.valid_days) if choice is Choice.FALSE_POSITIVE else None,
            verdict=Verdict(row.text("Verdict")),
            score=float(row.text("Score")),
            matched=typed(str(row.cells["Matched name"] or "")),
            review=self._book.review,
            table=self._book.table,
            engine=self._book.engine,
        )
        self._check_whole(decision)
        return decision

    def _check_bound(self, row: FlaggedRow) -> None:
        values = [as_value(row.cells[column.header]) for column in FLAGGED.columns]
        changed = changed_cells(self._book.review, FLAGGED.columns, values, row.text(CHECK))
        if changed:
            what = f"{', '.join(changed[:3])}{f' and {len(changed) - 3} more cells' if len(changed) > 3 else ''}"  # noqa: PLR2004
            raise _RowError(f"{what} changed since the workbook was written; undo that, or run the review again")

    def _check_whole(self, decision: Decision) -> None:
        if not decision.decider:
            raise _RowError("the decision has no name; fill in Decided by")
        for header, name in (("Decided by", decision.decider), ("Second reviewer", decision.second)):
            if name and not is_name(name):
                raise _RowError(f"{header} is {name!a}, which is no name; type it anew")
        if decision.reason.needs_comment and not any(map(str.isalnum, decision.comment)):
            raise _RowError(f"{decision.reason.code} needs a comment")
        if decision.second and is_same_person(decision.second, decision.decider):
            raise _RowError(
                "the second reviewer is the person who decided, as far as the names tell; give both in full"
            )
        needs_second = self._policy.second_review and decision.choice is Choice.FALSE_POSITIVE
        if needs_second and not decision.second:
            raise _RowError("a false positive needs a second reviewer in this review; fill in Second reviewer")

    def _day(self, row: FlaggedRow) -> date:
        if not row.text("Decided on"):
            raise _RowError("the decision has no date; fill in Decided on")
        try:
            day = read_day(row.cells["Decided on"])
        except ValueError as error:
            raise _RowError(f"Decided on: {error}") from error
        if day > self._today:
            raise _RowError(f"Decided on is {day}, which is after today, {self._today}")
        return day

    def _vendor(self, row: FlaggedRow) -> VendorFacts:
        name, country, address, number = (
            typed(str(row.cells[header] or ""))
            for header in ("Vendor name", "Vendor country", "Vendor address", "Vendor id")
        )
        return vendor_facts(Vendor(name=name, country=country or None, address=address or None), number)

    def _entry(self, row: FlaggedRow) -> EntryFacts:
        entry = self._table.entry(row.text("Entry key"))
        if entry is None:
            raise _RowError(f"entry {row.text('Entry key')} is not in the table {self._book.table}")
        return self._facts_of(entry)


def _choice(row: FlaggedRow) -> Choice:
    text = row.text("Decision")
    if not text:
        filled = next(header for header in _FILLED if row.text(header))
        raise _RowError(f"{filled} is filled in, but Decision is not; choose one, or clear the cell")
    for choice in Choice:
        if choice.value.casefold() == text.casefold():
            return choice
    raise _RowError(f"Decision is {text!r}; it must be {', '.join(choice.value for choice in Choice)}")


def _reason(row: FlaggedRow, choice: Choice) -> Reason:
    text = row.text("Reason code")
    if not text:
        raise _RowError("the decision has no reason code; choose one")
    code = text.partition(":")[0].strip().upper()
    for reason in Reason:
        if reason.code == code:
            if reason.choice is not choice:
                raise _RowError(f"reason {code} is for {reason.choice.value!r}, and the decision is {choice.value!r}")
            return reason
    raise _RowError(f"Reason code is {text!r}; choose one from the list")


def _limited(row: FlaggedRow, header: str, limit: int) -> str:
    value = row.cells[header]
    text = "" if value is None else str(value).strip()
    if len(text) > limit:
        raise _RowError(f"{header} has {len(text):,} characters; at most {limit:,} are kept")
    return text


def _apart(
    decided: Sequence[tuple[FlaggedRow, Decision]],
) -> tuple[list[tuple[FlaggedRow, Decision]], list[RefusedRow]]:
    """Return the decisions without those that stand twice: equal ones once, others not at all."""
    by_pair: dict[tuple[str, str, str], list[tuple[FlaggedRow, Decision]]] = defaultdict(list)
    for row, decision in decided:
        by_pair[(*decision.pair, decision.vendor.fingerprint)].append((row, decision))
    kept, refused = [], []
    for group in by_pair.values():
        if len({decision for _, decision in group}) == 1:
            kept += group
        else:
            rows = ", ".join(str(row.row) for row, _ in group)
            refused += [_refused(row, f"rows {rows} decide the same vendor and entry differently") for row, _ in group]
    return kept, refused


def _unknown(
    decided: Sequence[tuple[FlaggedRow, Decision]], ledger: Ledger, book: ReviewWorkbook
) -> tuple[list[Decision], int, list[RefusedRow]]:
    """Return the decisions that the ledger does not hold yet, how many it does, and rows that come at a wrong time.

    Args:
        decided: Rows with their decisions.
        ledger: The ledger.
        book: The review; days before it belong to decisions that it carried over.
    """
    made = book.made.date()
    known = ledger.decisions_on({decision.vendor.key for _, decision in decided})
    carried = _carried(decided, made, ledger)
    new: dict[Decision, None] = {}
    already = 0
    refused: list[RefusedRow] = []
    for row, decision in decided:
        on_facts = [one for one in known.get(decision.pair, ()) if _facts(one) == _facts(decision)]
        held = [place for place, one in enumerate(on_facts) if _said(one) == _said(decision)]
        if decision in new or (held and held[-1] == len(on_facts) - 1):
            already += 1
        elif held:
            refused.append(_refused(row, _superseded(on_facts[-1])))
        elif _said(decision) in carried:
            already += 1
        elif cause := _untimely(row, decision, on_facts[-1] if on_facts else None, made):
            refused.append(_refused(row, cause))
        else:
            new[decision] = None
    return list(new), already, refused


def _untimely(row: FlaggedRow, decision: Decision, stands: Decision | None, made: date) -> str:
    """Return why a decision cannot count beside the one that stands on the same facts; "" if it can."""
    if decision.decided < made:
        return f"Decided on is {decision.decided}, before this review was made ({made})"
    if stands is None:
        return ""
    if decision.decided < stands.decided:
        return f"Decided on is {decision.decided}, and a later decision stands: {_in_words(stands)}"
    unseen = stands.decided >= made and row.text("Status") != _STATUS_OF.get(stands.choice)
    if unseen and stands.choice is not decision.choice and not is_same_person(stands.decider, decision.decider):
        return (
            f"another decision was recorded since this workbook was made: {_in_words(stands)}; run the review again, "
            "and decide in the new workbook"
        )
    return ""


def _carried(decided: Iterable[tuple[FlaggedRow, Decision]], made: date, ledger: Ledger) -> set[tuple[object, ...]]:
    """Return what rows only show of before: decided then, while the vendor stood first under another number."""
    shown = {
        _said(decision)
        for row, decision in decided
        if decision.decided < made and row.text("Status") == _STATUS_OF.get(decision.choice)
    }
    if not shown:
        return set()
    return {said for one in ledger.records() if one.kind == DECISION and (said := _said(one.decision)) in shown}


def _superseded(latest: Decision) -> str:
    return (
        f"this was recorded before, and a later decision stands: {_in_words(latest)}; to decide anew, give another day "
        "or comment"
    )


def _in_words(decision: Decision) -> str:
    return f"{decision.choice.value} by {decision.decider} on {decision.decided}"


def _facts(decision: Decision) -> tuple[str, str]:
    return decision.vendor.fingerprint, decision.entry.fingerprint


def _said(decision: Decision) -> tuple[object, ...]:
    """Return what was decided, without what depends on the workbook that it is read from."""
    people = decision.decider, decision.second, decision.decided
    return *_facts(decision), decision.choice, decision.reason, decision.comment, decision.expires, *people


def _missing(book: ReviewWorkbook) -> tuple[int, ...]:
    present = set(_items(book.rows))
    last = book.settings.get("flagged rows", "")
    return tuple(sorted(set(range(1, int(last) + 1)) - present)) if last.isdigit() else ()


def _items(rows: Iterable[FlaggedRow]) -> Iterator[int]:
    for row in rows:
        value = row.cells[_ITEM]
        if isinstance(value, int | float):
            yield int(value)


def _copies(rows: Sequence[FlaggedRow]) -> dict[object, list[str]]:
    """Return where each item stands that stands more than once and not decided alike, as after a sheet was copied."""
    places: dict[object, list[str]] = defaultdict(list)
    said: dict[object, set[tuple[str, ...]]] = defaultdict(set)
    for row in rows:
        item = row.cells[_ITEM]
        places[item].append(f"{row.sheet!r} row {row.row}")
        said[item].add(tuple(row.text(header) for header in _FILLED))
    return {item: found for item, found in places.items() if item is not None and len(said[item]) > 1}


def _refuse_copy(row: FlaggedRow, copies: Mapping[object, list[str]]) -> None:
    if found := copies.get(row.cells[_ITEM]):
        raise _RowError(f"its item stands in {', '.join(found[:3])}, decided differently; remove what is too much")


def _refused(row: FlaggedRow, cause: str) -> RefusedRow:
    return RefusedRow(sheet=row.sheet, row=row.row, vendor=row.text("Vendor name"), cause=cause)
