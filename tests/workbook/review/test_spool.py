"""What is remembered on disk comes back in order and unharmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screening import Entry, Hit, Screening, Vendor, Verdict
from screening.model import NameKind, NotScreened
from workbook.review.spool import Outcome, Spool, open_spool, same_vendor_key

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRY = Entry(key="EL-1", list="EL", name="Kvarn Borealis Trading")


@pytest.fixture
def spool() -> Iterator[Spool]:
    """Return an empty spool."""
    with open_spool() as opened:
        yield opened


def _hit(score: float, verdict: Verdict) -> Hit:
    return Hit(
        vendor="Kvarn",
        entry=ENTRY,
        matched_name="Kvarn",
        matched_kind=NameKind.AKA,
        score=score,
        verdict=verdict,
        reason="Because.",
    )


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param(Vendor(name=" KVARN  Metals ", country="cz", address="Main\tStreet 1"), True, id="case-and-space"),
        pytest.param(Vendor(name="Kvarn Metals", country="CZ", address="Main Street 2"), False, id="address"),
        pytest.param(Vendor(name="Kvarn Metals", country="", address="Main Street 1"), False, id="country"),
        pytest.param(Vendor(name="Kvarn Metals Main", country="CZ", address="Street 1"), False, id="shifted-words"),
    ],
)
def test_same_vendor(other: Vendor, *, same: bool) -> None:
    """Name, country and address decide."""
    vendor = Vendor(name="Kvarn Metals", country="CZ", address="Main Street 1")
    assert (same_vendor_key(vendor) == same_vendor_key(other)) is same


def test_missing_and_empty_are_the_same() -> None:
    """A vendor file tells no difference between them."""
    assert same_vendor_key(Vendor(name="Kvarn")) == same_vendor_key(Vendor(name="Kvarn", country="", address=" "))


def test_first_row(spool: Spool) -> None:
    """The first row that holds a vendor is the one that counts."""
    names = ["a", "b", "A", "a "]
    assert [spool.first_row(Vendor(name=name), row) for row, name in enumerate(names, 2)] == [2, 3, 2, 2]


def test_outcomes_come_back(spool: Spool) -> None:
    """Verdict, points, entry and cause survive."""
    outcomes = [
        Outcome(verdict=Verdict.LISTED, score=99.5, entry=ENTRY),
        Outcome(verdict=Verdict.NOT_SCREENED, cause=NotScreened.ONLY_DIGITS),
    ]
    for row, outcome in enumerate(outcomes):
        spool.keep(row, outcome)
    assert [spool.outcome(row) for row in range(2)] == outcomes


def test_hits_are_sorted(spool: Spool) -> None:
    """LISTED before REVIEW whatever the points, then points, then rows."""
    for row, score, verdict in ((5, 85.0, Verdict.REVIEW), (4, 96.0, Verdict.REVIEW), (3, 93.0, Verdict.LISTED)):
        hit = _hit(score, verdict)
        spool.keep_hits(row, f"id {row}", Vendor(name="Kvarn"), Screening(vendor="Kvarn", verdict=verdict, hits=(hit,)))
    assert [found.row for found in spool.flagged()] == [3, 4, 5]
    assert next(spool.flagged()).hit == _hit(93.0, Verdict.LISTED)


def test_odd_text_survives(spool: Spool) -> None:
    """Lone surrogates and zero bytes are data too."""
    vendor = Vendor(name="Kv\ud800rn\x00", country=None, address="'; DROP TABLE seen; --")
    near = _hit(75.0, Verdict.CLEAR)
    assert spool.first_row(vendor, 2) == 2
    spool.keep_hits(2, "=1", vendor, Screening(vendor=vendor.name, verdict=Verdict.CLEAR, near_misses=(near,)))
    found = next(spool.near_misses())
    assert (found.vendor, found.id) == (vendor, "=1")


def test_twins_are_counted(spool: Spool) -> None:
    """Many repetitions are shown by number only."""
    spool.keep_hits(
        2, "", Vendor(name="K"), Screening(vendor="K", verdict=Verdict.LISTED, hits=(_hit(99, Verdict.LISTED),))
    )
    for row in range(3, 33):
        spool.keep_twin(2, row)
    found = next(spool.flagged())
    assert (found.twins, found.twin_count) == (tuple(range(3, 23)), 30)
