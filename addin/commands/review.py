"""The group Review, month by month: run the review, find what is open, record the decisions, verify and sign."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from addin.audits import archived_tables, audit_options, ledger_check, verified
from addin.environment import LEDGER_ENVIRONMENT
from addin.errors import CancelledError, DeskError
from addin.summary import record_text, verify_text
from addin.target import free_target, last_target
from addin.vendors import sheet_list
from screening.review.decision import ROLES
from screening.review.ledger import Ledger
from screening.review.policy import ReviewPolicy
from workbook.review.output import Replace
from workbook.review.pipeline import ReviewOptions, write_review
from workbook.review.previous import read_previous
from workbook.review.record import record_decisions
from workbook.review.sheets import FLAGGED
from workbook.review.signatures import check_signable, is_believable, open_items, sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from addin.desk import Desk
    from addin.session import Session
    from workbook.review.previous import PreviousReview
    from workbook.review.tally import ReviewSummary
    from workbook.review.verify import Verification

__all__ = ["next_open", "record", "run_review", "sign_off", "verify"]

_OPEN = "Open"  # begins the status of every hit that somebody must decide


def run_review(desk: Desk, session: Session) -> None:
    """Write the audit workbook of the sheet's vendors beside the workbook and open it.

    The last audit workbook there counts as the last review.
    """
    last = last_target(desk.path, "audit")
    previous = read_previous(last) if last else None
    with Ledger.open(os.environ.get(LEDGER_ENVIRONMENT)) as ledger:
        summary = _write(desk, session, ledger, previous)
    desk.open_book(summary.path, as_new=False)
    items = "item" if summary.open_items == 1 else "items"
    compared = f"compared with {last.name}" if last else "the first one here"
    desk.tell(
        f"{summary.rows_in:,} rows reviewed, {compared}: {summary.open_items:,} open {items} on the sheet Flagged. "
        f"Fill in the framed cells, save, and click Record decisions. The review is saved as {summary.path}."
    )


def next_open(desk: Desk, _session: Session) -> None:
    """Select the status of the next open item below the active row of a Flagged sheet."""
    used = desk.used()
    rows = desk.values(used)
    headers = list(rows[0])
    if "Status" not in headers or "Decision" not in headers:
        raise DeskError(f"This is no sheet {FLAGGED.title!r} of a review workbook. Activate it and try again.")
    column = headers.index("Status")
    undecided = [
        number
        for number, cells in enumerate(rows, used.row)
        if str(cells[column] or "").startswith(_OPEN) and not cells[headers.index("Decision")]
    ]
    active = desk.active_row()
    below = [number for number in undecided if number > active]
    if below:
        desk.go_to(below[0], used.column + headers.index("Decision"))
        return
    if undecided:
        raise DeskError(f"No open item is below row {active}; {len(undecided):,} are above or on it.")
    raise DeskError("Nothing on this sheet is open. Save the workbook and click Record decisions.")


def record(desk: Desk, _session: Session) -> None:
    """Record the decisions of the active review workbook, as it was saved last."""
    desk.must_be_saved()
    where = os.environ.get(LEDGER_ENVIRONMENT)
    with Ledger.open(where, create=where is None) as ledger:  # a name that is mistyped is no new ledger
        now = datetime.now(UTC).astimezone()
        report = record_decisions(desk.path, ledger, archived_tables(), now)
    desk.tell(record_text(report), warning=bool(report.refused or report.missing))


def verify(desk: Desk, _session: Session) -> None:
    """Verify the active audit workbook, as it was saved last."""
    found = _verified(desk)
    check = ledger_check(desk.path, found, os.environ.get(LEDGER_ENVIRONMENT))
    desk.tell(verify_text(found, desk.path, check), warning=not is_believable(found, check))


def _verified(desk: Desk) -> Verification:
    desk.must_be_saved()
    desk.progress("verifying (Esc stops)")
    with desk.quiet():
        return verified(desk.path, progress=lambda done: desk.progress(f"verifying, {done:.0%} (Esc stops)"))


def sign_off(desk: Desk, _session: Session) -> None:
    """Verify the active audit workbook, as it was saved last, ask who signs it, and keep the signature in the ledger.

    The workbook stays as it is.
    """
    if sys.platform == "darwin":
        raise DeskError(
            "Excel for Mac lets no add-in of this kind ask who signs. Sign on the command line: "
            f'entity-check review sign "{desk.book}" --as reviewer --name NAME'
        )
    found = _verified(desk)
    where = os.environ.get(LEDGER_ENVIRONMENT)
    with Ledger.open(where, create=False) as ledger:  # before anything is asked in vain
        signatures = check_signable(desk.path, found, ledger).signatures
    waiting = open_items(desk.path)
    role = _role(desk, [signature.role for signature in signatures])
    name = _answer(desk, f"Who signs as {role}? Your name:")
    remark = _answer(desk, "A remark to be kept with the signature (may be left empty):")
    with Ledger.open(where, create=False) as ledger:
        now = datetime.now(UTC).astimezone()
        signature = sign(desk.path, found, ledger, role=role, name=name, remark=remark, now=now)
    desk.tell(
        f"{signature.name} has signed {desk.book} as {role}: review {signature.review}, {signature.workbook}. The "
        "signature is in the ledger, and Verify shows it; the workbook is as it was."
        + (f" {waiting:,} of its items were open when it was written." if waiting else "")
    )


def _role(desk: Desk, signed: Sequence[str]) -> str:
    """Ask for the role until it is one; offered is the first in which nobody has signed."""
    offered = next((role for role in ROLES if role not in signed), "")
    question = f"In which role do you sign: {', '.join(ROLES)}?"
    if signed:
        question += f" Signed already as {', '.join(signed)}."
    answer = _answer(desk, question, offered)
    while (role := answer.strip().casefold()) not in ROLES:
        answer = _answer(desk, f"{answer.strip()[:40]!r} is no role. {question}", offered)
    return role


def _answer(desk: Desk, question: str, default: str = "") -> str:
    answer = desk.ask(question, default)
    if answer is None:
        raise CancelledError("Cancelled: nothing was signed.")
    return answer


def _write(desk: Desk, session: Session, ledger: Ledger, previous: PreviousReview | None) -> ReviewSummary:
    screener = session.screener()
    vendors, _ = sheet_list(desk)
    now = datetime.now(UTC).astimezone()
    free = partial(free_target, desk.path, "audit", beside=(".xlsx.sha256",))
    options = ReviewOptions(
        out=free(),
        now=now,
        replace=Replace.NONE,
        next_free=free,
        ledger=ledger,
        policy=previous.policy if previous else ReviewPolicy(),
        audit=audit_options(screener.table, previous, period=f"{now:%Y-%m}"),
    )
    with desk.quiet(), vendors:
        desk.progress("reviewing (Esc stops)")
        return write_review(
            vendors,
            screener,
            options,
            progress=lambda rows: desk.progress(f"{rows:,} rows reviewed (Esc stops)"),
        )
