"""Signatures under an audit workbook, and whether the ledger still holds what the workbook shows of it.

A signature is a record of the ledger over the hash of the workbook's Manifest. The
workbook itself stays as it was written, so that whoever signs later signs the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from screening.review.decision import NAME_LIMIT, SignOff
from screening.review.fingerprints import fold_fact
from screening.review.records import SIGN_OFF
from workbook.errors import NotSignableError
from workbook.review.audit_sheets import DECISION_LOG
from workbook.review.reading import number_in, read_settings, table_rows
from workbook.review.reference_sheets import LEDGER_SETTING, REVIEW_SETTING
from workbook.review.review_file import opened

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from screening.review.ledger import Ledger
    from workbook.review.verify import Verification

__all__ = ["LedgerCheck", "LogState", "check_ledger", "check_signable", "is_believable", "sign"]


class LogState(Enum):
    """How the ledger compares with the Decision log of a workbook."""

    AGREES = "it holds every record that the workbook shows"
    DIFFERS = "it does not hold the last record that the workbook shows"
    ANOTHER = "the workbook was made with another ledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCheck:
    """What a ledger says of a workbook.

    Attributes:
        review: Id of the review, as the workbook states it.
        state: How it compares with the workbook's Decision log.
        signatures: Signatures under just this content, oldest first.
    """

    review: str
    state: LogState
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
    position, shown = 0, ""
    with opened(path) as book:
        settings = read_settings(book)
        for _, _, row in table_rows(book, DECISION_LOG):
            position, shown = int(number_in(row["No"])), str(row["Hash"])
    review = settings.get(REVIEW_SETTING, "")
    if settings.get(LEDGER_SETTING) != ledger.id:
        return LedgerCheck(review=review, state=LogState.ANOTHER, signatures=())
    held = next((record.hash for record in ledger.records(position - 1)), "") if position else ""
    state = LogState.AGREES if held == shown else LogState.DIFFERS
    return LedgerCheck(review=review, state=state, signatures=_signatures(manifest, ledger))


def is_believable(verification: Verification, ledger: LedgerCheck | None) -> bool:
    """Return whether nothing speaks against a workbook: neither itself nor the ledger, if one was asked."""
    return verification.ok and (ledger is None or ledger.state is not LogState.DIFFERS)


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
        raise NotSignableError(path.name, f"the ledger is not that of the workbook: {found.state.value}.")
    return found


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
    found = check_signable(path, verification, ledger)
    for earlier in found.signatures:
        if earlier.role == role:
            raise NotSignableError(path.name, f"{earlier.name} has signed it as {role} on {earlier.signed}.")
        if fold_fact(earlier.name) == fold_fact(name):
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
