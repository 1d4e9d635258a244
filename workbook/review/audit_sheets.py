"""The sheets that make a review workbook one for an auditor: decisions, changes, clearances, tests."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from screening.review.decision import Choice, Decision
from screening.review.standing import Status
from workbook.review.listing import Column, Kind, Listing, SheetDesign

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from openpyxl import Workbook

    from screening.review.canaries import CanaryResult
    from screening.review.records import Record
    from screening.review.standing import Standing
    from workbook.review.comparison import Change
    from workbook.review.spool import Found

__all__ = ["CHANGES", "CLEARANCES", "DECISION_LOG", "TESTS", "AuditSheets", "write_tests"]

DECISION_LOG = SheetDesign(
    title="Decision log",
    empty="No decision has been recorded yet.",
    frozen=1,
    pages=("Decision", "Review"),
    repeated="A:A",
    columns=(
        Column("No", 8, Kind.ROW),
        Column("Recorded", 26),
        Column("Kind", 11),
        Column("Vendor key", 18, wrap=True),
        Column("Vendor name", 30, wrap=True),
        Column("Entry key", 20, wrap=True),
        Column("Listed name", 30, wrap=True),
        Column("Decision", 16, wrap=True),
        Column("Reason code", 26, wrap=True),
        Column("Comment", 36, wrap=True),
        Column("Decided by", 16, wrap=True),
        Column("Decided on", 12, Kind.DATE),
        Column("Second reviewer", 16, wrap=True),
        Column("Expires", 12, Kind.DATE),
        Column("Review", 24, wrap=True),
        Column("Table id", 20),
        Column("Previous hash", 36, wrap=True),
        Column("Hash", 36, wrap=True),
    ),
)
CHANGES = SheetDesign(
    title="Changes since last review",
    empty="Nothing differs from the last review, or no last review was named.",
    frozen=3,
    columns=(
        Column("What", 22, wrap=True),
        Column("Key", 20, wrap=True),
        Column("Name", 36, wrap=True),
        Column("Source row", 11, Kind.ROW),
        Column("Was", 16, wrap=True),
        Column("Is", 16, wrap=True),
        Column("Cause", 24, wrap=True),
        Column("In detail", 64, wrap=True),
    ),
)
CLEARANCES = SheetDesign(
    title="False positives in force",
    empty="No false positive has been recorded for these vendors.",
    frozen=3,
    pages=("Reason code",),
    repeated="A:C",
    columns=(
        Column("Vendor key", 18, wrap=True),
        Column("Vendor name", 30, wrap=True),
        Column("Entry key", 20, wrap=True),
        Column("State", 20, wrap=True),
        Column("List", 8),
        Column("Listed name", 30, wrap=True),
        Column("Because", 40, wrap=True),
        Column("Review", 24, wrap=True),
        Column("Reason code", 28, wrap=True),
        Column("Comment", 36, wrap=True),
        Column("Decided by", 18, wrap=True),
        Column("Decided on", 12, Kind.DATE),
        Column("Second reviewer", 18, wrap=True),
        Column("Expires", 12, Kind.DATE),
    ),
)
TESTS = SheetDesign(
    title="Tests",
    empty="No test vendor was screened.",
    frozen=2,
    columns=(
        Column("Result", 12),
        Column("Test vendor", 40, wrap=True),
        Column("Must be", 12, Kind.VERDICT),
        Column("On list", 10),
        Column("Was", 14, Kind.VERDICT),
        Column("Score", 9, Kind.SCORE),
        Column("Entry key", 20, wrap=True),
        Column("Listed name", 44, wrap=True),
    ),
)


class State(StrEnum):
    """What a recorded false positive does today, in the order of the sheet; the value is shown."""

    IN_FORCE = "In force"
    REOPENED = "Opened again"
    EXPIRED = "Expired, opened again"
    NOT_SCREENED = "Not screened"
    NO_HIT = "No such hit today"
    NO_HIT_EXPIRED = "Expired, no such hit today"


_ORDER = {state: place for place, state in enumerate(State)}


class AuditSheets:
    """Decision log, Changes since last review and False positives in force, open side by side."""

    def __init__(self, book: Workbook, *, footer: str, today: date, lists: Collection[str]) -> None:
        """Create the sheets at the end of `book`; `lists` are the codes of those that are screened."""
        self._today, self._lists = today, lists
        self.log = Listing(book, DECISION_LOG, footer=footer)
        self.changes = Listing(book, CHANGES, footer=footer)
        self.clearances = Listing(book, CLEARANCES, footer=footer)
        self._shown: set[tuple[str, str]] = set()
        self._not_in_force: list[tuple[State, Decision, str]] = []

    def add_standing(self, found: Found, standing: Standing) -> None:
        """Write the false positive that bears on a hit, if there is one."""
        decision = standing.decision
        if decision is None or decision.choice is not Choice.FALSE_POSITIVE:
            return
        self._shown.add((decision.vendor.key, found.hit.entry.key))
        if standing.status is Status.SILENCED:
            self._add_clearance(State.IN_FORCE, decision, "")
        else:
            state = State.EXPIRED if self._is_expired(decision) else State.REOPENED
            self._not_in_force.append((state, decision, standing.why))

    def add_log(self, records: Iterable[Record]) -> tuple[int, str]:
        """Write the whole ledger and note the false positives that meet no hit; return its length and last hash."""
        idle: dict[tuple[str, str], Decision] = {}
        count, last = 0, ""
        for record in records:
            count, last = record.position, record.hash
            if record.kind == "decision":
                decision = record.decision
                self.log.append((*_about(record), *_decided(decision), record.previous, record.hash))
                if decision.choice is Choice.FALSE_POSITIVE:
                    idle[decision.pair] = decision
                else:
                    idle.pop(decision.pair, None)
            else:
                self.log.append((*_about(record), *_signed(record), record.previous, record.hash))
        self._not_in_force += [self._idle(decision) for pair, decision in idle.items() if pair not in self._shown]
        return count, last

    def add_change(self, change: Change) -> None:
        """Write what differs from the last review."""
        self.changes.append(
            (
                change.what,
                change.key,
                change.name,
                change.row,
                change.was,
                change.now,
                _capital(change.cause),
                change.detail,
            )
        )

    def finish(self) -> None:
        """Write the false positives that are not in force, below those that are, and close the three listings."""
        for clearance in sorted(self._not_in_force, key=lambda one: _ORDER[one[0]]):
            self._add_clearance(*clearance)
        for listing in (self.log, self.changes, self.clearances):
            listing.finish()

    def _is_expired(self, decision: Decision) -> bool:
        return decision.expires is not None and decision.expires < self._today

    def _idle(self, decision: Decision) -> tuple[State, Decision, str]:
        """Return what a false positive without a hit today is: nobody looked, or nothing was found."""
        expired = f"The decision expired on {decision.expires}." if self._is_expired(decision) else ""
        code = decision.entry.list
        if code not in self._lists:
            return State.NOT_SCREENED, decision, f"List {code} was left out of this review. {expired}".rstrip()
        return State.NO_HIT_EXPIRED if expired else State.NO_HIT, decision, expired

    def _add_clearance(self, state: State, decision: Decision, why: str) -> None:
        vendor, entry = decision.vendor, decision.entry
        self.clearances.append(
            (
                vendor.key,
                vendor.name,
                entry.key,
                state.value,
                entry.list,
                entry.name,
                why,
                decision.review,
                decision.reason.value,
                decision.comment,
                decision.decider,
                decision.decided,
                decision.second,
                decision.expires,
            )
        )


def write_tests(book: Workbook, results: Iterable[CanaryResult], footer: str) -> Listing:
    """Write the vendors that every review screens along, and whether their verdicts came out as they must."""
    listing = Listing(book, TESTS, footer=footer)
    for result in results:
        listing.append(
            (
                result.result,
                result.name,
                result.expected.value,
                result.list,
                result.found.value if result.found else "",
                result.score if result.found else None,
                result.entry_key,
                result.entry_name,
            )
        )
    listing.finish()
    return listing


def _about(record: Record) -> tuple[int, str, str]:
    return record.position, record.recorded, record.kind


def _decided(decision: Decision) -> tuple[str | date | None, ...]:
    return (
        decision.vendor.key,
        decision.vendor.name,
        decision.entry.key,
        decision.entry.name,
        decision.choice.value,
        decision.reason.value,
        decision.comment,
        decision.decider,
        decision.decided,
        decision.second,
        decision.expires,
        decision.review,
        decision.table,
    )


def _signed(record: Record) -> tuple[str | date | None, ...]:
    sign_off = record.sign_off
    blank = ("", "", "", "")
    return (*blank, sign_off.role, "", sign_off.remark, sign_off.name, sign_off.signed, "", None, sign_off.review, "")


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
