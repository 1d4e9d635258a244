"""Signatures under an audit workbook, and whether the ledger still holds what the workbook shows of it.

A signature is a record of the ledger over the hash of the workbook's Manifest. The
workbook itself stays as it was written, so that whoever signs later signs the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

from screening.review.decision import NAME_LIMIT, SignOff, is_name, is_same_person
from screening.review.records import SIGN_OFF
from screening.review.standing import Status
from workbook.errors import NotSignableError
from workbook.review.audit_sheets import DECISION_LOG
from workbook.review.reading import number_in, read_settings, table_rows
from workbook.review.reference_sheets import LEDGER_SETTING, REVIEW_SETTING
from workbook.review.review_file import opened
from workbook.review.sheets import FLAGGED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from screening.review.ledger import Ledger
    from workbook.review.verify import Verification

__all__ = ["LedgerCheck", "LogState", "check_ledger", "check_signable", "is_believable", "open_items", "sign"]


class LogState(Enum):
    """How the ledger compares with the Decision log of a workbook."""

    AGREES = "it holds every record that the workbook shows"
    DIFFERS = "it does not hold every record that the workbook shows"
    BROKEN = "it is not as it was written itself"
    ANOTHER = "the workbook was made with another ledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCheck:
    """What a ledger says of a workbook.

    Attributes:
        review: Id of the review, as the workbook states it.
        state: How it compares with the workbook's Decision log.
        problem: The first record that differs or was changed, in words; "" if none.
        signatures: Signatures under just this content, oldest first.
    """

    review: str
    state: LogState
    problem: str
    signatures: tuple[SignOff, ...]


def check_ledger(path: Path, manifest: str, ledger: Ledger) -> LedgerCheck:
    """Return what a ledger says of the audit workbook at `path`.

    Args:
        path: The workbook.
        manifest: Hash of its content, as its Manifest states it.
        ledger: The ledger.

    Raises:
        InputError: It is no workbook of this program, or cannot be read.
    """
    with opened(path) as book:
        settings = read_settings(book)
        shown = [(int(number_in(row["No"])), str(row["Hash"])) for _, _, row in table_rows(book, DECISION_LOG)]
    review = settings.get(REVIEW_SETTING, "")
    if settings.get(LEDGER_SETTING) != ledger.id:
        return LedgerCheck(review=review, state=LogState.ANOTHER, problem="", signatures=())
    state, problem = _compared(shown, ledger)
    return LedgerCheck(review=review, state=state, problem=problem, signatures=_signatures(manifest, ledger))


def _compared(shown: Sequence[tuple[int, str]], ledger: Ledger) -> tuple[LogState, str]:
    """Return how a ledger compares with the records that a workbook shows, and the first that differs."""
    chain = ledger.verify()
    if not chain.ok:
        return LogState.BROKEN, chain.problems[0].text
    held = [record.hash for record in islice(ledger.records(), len(shown))]
    for place, (position, hashed) in enumerate(shown):
        if held[place : place + 1] != [hashed]:
            return LogState.DIFFERS, f"record {position} of the workbook is another one in the ledger"
    return LogState.AGREES, ""


def is_believable(verification: Verification, ledger: LedgerCheck | None) -> bool:
    """Return whether nothing speaks against a workbook: neither itself nor the ledger, if one was asked."""
    return verification.ok and (ledger is None or ledger.state not in {LogState.DIFFERS, LogState.BROKEN})


def check_signable(path: Path, verification: Verification, ledger: Ledger) -> LedgerCheck:
    """Return what the ledger says of an audit workbook that somebody may sign.

    Args:
        path: The workbook.
        verification: What came of verifying it.
        ledger: The ledger that it was made with.

    Raises:
        NotSignableError: The workbook is not as it was written, or belongs to another ledger.
    """
    if not verification.ok:
        raise NotSignableError(path.name, "it does not verify, so it cannot be signed; run verify and see why.")
    found = check_ledger(path, verification.content.signed, ledger)
    if found.state is not LogState.AGREES:
        why = f"{found.state.value}{f' ({found.problem})' if found.problem else ''}"
        raise NotSignableError(path.name, f"it cannot be signed in the ledger {ledger.where}: {why}.")
    return found


def open_items(path: Path) -> int:
    """Return how many rows of the sheet Flagged waited for a decision when the workbook was written.

    Raises:
        InputError: It is no workbook of this program, or cannot be read.
    """
    waiting = {status.value for status in Status if status.is_open}
    with opened(path) as book:
        return sum(row["Status"] in waiting for _, _, row in table_rows(book, FLAGGED))


def sign(
    path: Path, verification: Verification, ledger: Ledger, *, role: str, name: str, remark: str, now: datetime
) -> SignOff:
    """Record a signature under an audit workbook that was verified, and return it.

    Args:
        path: The workbook.
        verification: What came of verifying it.
        ledger: The ledger that it was made with.
        role: `preparer`, `reviewer` or `approver`.
        name: Who signs.
        remark: In the signer's words.
        now: The time, with its offset from UTC.

    Raises:
        NotSignableError: The workbook is not as it was written, belongs to another ledger,
            or this role or person has signed it already.
        LedgerError: The ledger refuses.
    """
    name = " ".join(name.split())
    if not name or len(name) > NAME_LIMIT:
        raise NotSignableError(path.name, f"a signature needs a name of at most {NAME_LIMIT} characters.")
    if not is_name(name):
        raise NotSignableError(path.name, f"{name!a} is no name; type it anew.")
    found = check_signable(path, verification, ledger)
    for earlier in found.signatures:
        if earlier.role == role:
            raise NotSignableError(path.name, f"{earlier.name} has signed it as {role} on {earlier.signed}.")
        if is_same_person(earlier.name, name):
            raise NotSignableError(
                path.name, f"{earlier.name} has signed it as {earlier.role}; another person must sign as {role}."
            )
    signature = SignOff(
        role=role,
        name=name,
        signed=now.date(),
        review=found.review,
        workbook=verification.content.signed,
        remark=remark.strip(),
    )
    ledger.append([signature], now)
    return signature


def _signatures(manifest: str, ledger: Ledger) -> tuple[SignOff, ...]:
    signatures = (record.sign_off for record in ledger.records() if record.kind == SIGN_OFF)
    return tuple(signature for signature in signatures if signature.workbook == manifest)
