"""Signatures under an audit workbook, kept in the ledger."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from screening.review.ledger import Ledger
from screening.table.archive import Archive
from tests.workbook.review.conftest import NOW
from tests.workbook.review.test_record import GOOD, fill
from workbook.errors import NotSignableError
from workbook.read.vendor_file import open_vendors
from workbook.review import verify as of_verify
from workbook.review.audit import AuditOptions
from workbook.review.pipeline import ReviewOptions, write_review
from workbook.review.record import record_decisions
from workbook.review.signatures import LogState, check_ledger, is_believable, open_items, sign
from workbook.review.verify import verify_audit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from screening import Screener
    from screening.review.decision import SignOff
    from tests.workbook.review.conftest import Review

LATER = NOW + timedelta(days=5)


@pytest.fixture
def archive(tmp_path: Path, screener: Screener) -> Archive:
    """Return an archive that holds the invented table."""
    kept = Archive(tmp_path / "data")
    kept.keep(screener.table)
    return kept


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return an empty ledger."""
    with Ledger.open(tmp_path / "ledger.sqlite") as opened:
        yield opened


@pytest.fixture
def audit(folder: Path, review: Review, screener: Screener, ledger: Ledger, archive: Archive) -> Path:
    """Return the audit workbook of the invented vendors."""
    review()
    out = folder / "audit.xlsx"
    with open_vendors(folder / "vendors.csv") as vendors:
        options = ReviewOptions(out=out, now=NOW, ledger=ledger, audit=AuditOptions(tables=archive.open))
        write_review(vendors, screener, options)
    return out


def _sign(audit: Path, ledger: Ledger, archive: Archive, role: str, name: str) -> SignOff:
    found = verify_audit(audit, archive.open)
    return sign(audit, found, ledger, role=role, name=name, remark=" read ", now=LATER)


def test_verifying_tells_how_far_it_is(audit: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """From sheet to sheet and from chunk to chunk, never back, up to the end."""
    monkeypatch.setattr(of_verify, "_CHUNK", 2)
    told: list[float] = []
    found = verify_audit(audit, archive.open, progress=told.append)
    assert found.ok
    assert told == sorted(told)
    assert told[0] < told[-1] == 1
    hashes = [done for done in told if done <= 1 / 3]
    assert hashes[-1] == pytest.approx(1 / 3)
    assert len(hashes) == len(found.content.rows)
    assert len(told) - len(hashes) == -(-found.replay.vendors // 2)


def test_signed(audit: Path, ledger: Ledger, archive: Archive) -> None:
    """Reviewer and approver sign the same content, and the workbook stays as it is."""
    before = audit.read_bytes()
    first = _sign(audit, ledger, archive, "reviewer", " B.  Reviewer ")
    second = _sign(audit, ledger, archive, "approver", "C. Approver")
    assert (first.name, first.remark, first.signed) == ("B. Reviewer", "read", LATER.date())
    assert audit.read_bytes() == before
    manifest = verify_audit(audit, archive.open).content.signed
    assert first.workbook == second.workbook == manifest
    found = check_ledger(audit, manifest, ledger)
    assert (found.state, found.signatures) == (LogState.AGREES, (first, second))
    assert ledger.verify().ok


@pytest.mark.parametrize(
    ("role", "name", "said"),
    [
        pytest.param("reviewer", "C. Approver", "B. Reviewer has signed it as reviewer", id="role-is-taken"),
        pytest.param("approver", "b. REVIEWER", "another person must sign", id="same-person"),
        pytest.param("approver", "  ", "needs a name", id="no-name"),
        pytest.param("approver", "\u2060", "is no name", id="unseen-name"),
    ],
)
def test_not_signed(audit: Path, ledger: Ledger, archive: Archive, role: str, name: str, said: str) -> None:
    """Each role once, and nobody in two."""
    _sign(audit, ledger, archive, "reviewer", "B. Reviewer")
    with pytest.raises(NotSignableError, match=said):
        _sign(audit, ledger, archive, role, name)
    assert ledger.head.count == 1


def test_edited_workbook_cannot_be_signed(audit: Path, ledger: Ledger, archive: Archive) -> None:
    """Nor does a signature stand under the edited one."""
    signature = _sign(audit, ledger, archive, "reviewer", "B. Reviewer")
    fill(audit, {2: GOOD})
    with pytest.raises(NotSignableError, match="does not verify"):
        _sign(audit, ledger, archive, "approver", "C. Approver")
    assert signature in check_ledger(audit, signature.workbook, ledger).signatures
    assert not verify_audit(audit, archive.open).ok


def test_another_ledger(audit: Path, archive: Archive, tmp_path: Path) -> None:
    """A workbook is signed in the ledger that it was made with."""
    with Ledger.open(tmp_path / "other.sqlite") as other:
        assert check_ledger(audit, "", other).state is LogState.ANOTHER
        with pytest.raises(NotSignableError, match="another ledger"):
            _sign(audit, other, archive, "reviewer", "B. Reviewer")


def test_table_that_is_not_kept(audit: Path, tmp_path: Path) -> None:
    """The verdicts cannot be checked then, and that is said; the content can."""
    found = verify_audit(audit, Archive(tmp_path / "empty").open)
    assert not found.content.changes
    assert not found.ok
    assert found.replay.why


def _made_with(ledger: Ledger, folder: Path, screener: Screener, archive: Archive, rows: int) -> Path:
    """Return an audit workbook that shows decisions on the first rows of the one before it."""
    copy = folder / "filled.xlsx"
    copy.write_bytes((folder / "audit.xlsx").read_bytes())
    fill(copy, dict.fromkeys(range(2, 2 + rows), GOOD))
    assert len(record_decisions(copy, ledger, archive.open, LATER).recorded) == rows
    out = folder / "second.xlsx"
    with open_vendors(folder / "vendors.csv") as vendors:
        options = ReviewOptions(out=out, now=LATER, ledger=ledger, audit=AuditOptions(tables=archive.open))
        write_review(vendors, screener, options)
    return out


@pytest.mark.parametrize("position", [1, 2])
def test_ledger_that_was_changed(
    audit: Path, ledger: Ledger, archive: Archive, screener: Screener, tmp_path: Path, position: int
) -> None:
    """Whichever record it is, the workbook is not to be believed, nor signed."""
    second = _made_with(ledger, audit.parent, screener, archive, 2)
    found = verify_audit(second, archive.open)
    assert is_believable(found, check_ledger(second, found.content.signed, ledger))
    with sqlite3.connect(tmp_path / "ledger.sqlite") as connection:
        connection.execute("DROP TRIGGER entity_check_no_UPDATE")
        changed = "UPDATE entity_check_records SET body = replace(body, 'bakery', 'brewery') WHERE position = ?"
        connection.execute(changed, [position])
    check = check_ledger(second, found.content.signed, ledger)
    assert check.state is LogState.BROKEN
    assert f"record {position} was changed" in check.problem
    assert not is_believable(found, check)
    with pytest.raises(NotSignableError, match="not as it was written"):
        _sign(second, ledger, archive, "reviewer", "B. Reviewer")


def test_ledger_with_another_past(
    audit: Path, ledger: Ledger, archive: Archive, screener: Screener, tmp_path: Path
) -> None:
    """A chain that holds, but whose records are others than the workbook shows, as after an old copy was used."""
    with sqlite3.connect(tmp_path / "ledger.sqlite") as connection:
        copy = sqlite3.connect(tmp_path / "copy.sqlite")
        connection.backup(copy)
        copy.close()
    second = _made_with(ledger, audit.parent, screener, archive, 2)
    with Ledger.open(tmp_path / "copy.sqlite") as old:
        assert old.id == ledger.id
        filled = audit.with_name("filled.xlsx")
        fill(filled, {2: {"Comment": "A carrier."}})
        record_decisions(filled, old, archive.open, LATER)
        found = verify_audit(second, archive.open)
        check = check_ledger(second, found.content.signed, old)
        assert old.verify().ok
    assert check.state is LogState.DIFFERS
    assert "record 1 of the workbook" in check.problem
    assert not is_believable(found, check)


def test_open_items(audit: Path, ledger: Ledger, archive: Archive, screener: Screener) -> None:
    """As the workbook was written: three, then two."""
    assert open_items(audit) == 3
    assert open_items(_made_with(ledger, audit.parent, screener, archive, 1)) == 2
